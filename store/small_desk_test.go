package store_test

import (
	"testing"

	"linecheck/models"
	"linecheck/store"
	"linecheck/store/storetest"
)

// smallDeskTest is a desk with few people, and an article that one of them added.
type smallDeskTest struct {
	assertionTest
	people map[models.Role]models.Reader
}

// withSmallDeskTest runs a test at a desk with one user for each of the roles.
func withSmallDeskTest(t *testing.T, small bool, roles []models.Role, do func(smallDeskTest)) {
	storetest.Each(t, func(t *testing.T, s *store.Store) {
		desk := must(s.AddDesk(ctx, "Small paper"))(t)
		j := smallDeskTest{people: map[models.Role]models.Reader{}}
		for _, role := range roles {
			j.people[role] = storetest.AddPerson(t, s, "The "+string(role), string(role)+"@example.org", role, desk)
		}
		auditor := storetest.AddPerson(t, s, "The auditor", "auditor@example.org", models.Auditor, desk) // read-only, for the test's own checks
		news := storetest.Fixture{Desk: desk, Auditor: auditor, Admin: j.people[models.Admin]}
		if small {
			setSmallDesk(t, s, news.Admin, true)
		}
		j.assertionTest = assertionTest{revisionTest{&boundaryTest{t: t, s: s, fixture: news}}}
		do(j)
		verify(t, s)
	})
}

// addArticle adds an article as a user, for a writer of the desk or from outside.
func (j *smallDeskTest) addArticle(who models.Reader, writer *int64) {
	j.t.Helper()
	a, err := j.s.CreateArticle(ctx, who, models.NewArticle{Title: "Bridge closes", Text: storetest.Text, Language: "en",
		DeskID: j.fixture.Desk.ID, WriterID: writer})
	j.ok(err)
	j.article = a
}

// addSourcedClaims creates claims and calls them sourced.
func (j smallDeskTest) addSourcedClaims(who models.Reader, words ...string) (ids []int64) {
	j.t.Helper()
	for _, quote := range words {
		place := storetest.AddClaim(j.t, j.s, who, j.article, quote)
		j.annotate(who, place.ClaimID, "sourced")
		ids = append(ids, place.ClaimID)
	}
	return ids
}

// checkSoloHead checks which sentences the sign-off lists as signed without a second person.
func (j smallDeskTest) checkSoloHead(want string) {
	j.t.Helper()
	o := j.gatePage(j.fixture.Auditor).Gate.SignOff
	if o == nil {
		j.t.Fatal("the article is not signed")
	}
	if o.CheckedAlone != want {
		j.t.Errorf("signed without a second person: %q, want %q", o.CheckedAlone, want)
	}
}

// signAlone overrides independence for all of its items, and signs.
func (j smallDeskTest) signAlone(who models.Reader) {
	j.t.Helper()
	if n := j.gatePage(who).Gate.Reason(models.GateIndependence).Count; n > 0 {
		_, err := j.s.OverrideGate(
			ctx,
			who,
			j.article.ID,
			models.OverrideInput{Code: "independence", Count: n, Reason: "Nobody else works here."},
		)
		j.ok(err)
	}
	j.ok(j.sign(who))
}

func TestOnePersonSignsWithTheSmallDeskSwitch(t *testing.T) {
	withSmallDeskTest(t, true, []models.Role{models.Admin}, func(j smallDeskTest) {
		me := j.people[models.Admin]
		j.addArticle(me, &me.UserID)
		j.addSourcedClaims(me, "€12 million", "built in 1911")
		j.readAll(me)
		j.signAlone(me)
		j.checkSoloHead("[0,1,2,3,4,5,6,7,8,9,10]")
	})
}

// Two people and an outside writer for whom the signer vouches: one checks, the other signs, and nobody works
// alone.
func TestTwoSignWithTheWriterOutside(t *testing.T) {
	withSmallDeskTest(t, true, []models.Role{models.Admin, models.Reviewer}, func(j smallDeskTest) {
		admin, reviewer := j.people[models.Admin], j.people[models.Reviewer]
		j.addArticle(reviewer, nil)
		j.ok(j.s.VouchForWriter(ctx, admin, j.article.ID, 1, "She sent it from her own address."))
		j.addSourcedClaims(reviewer, "€12 million", "built in 1911")
		j.readAll(reviewer)
		j.signAlone(admin)
		j.checkSoloHead("")
	})
}

// proposeCorrections proposes five corrections that stay within their claims.
func (j smallDeskTest) proposeCorrections(who models.Reader) {
	j.t.Helper()
	for _, k := range [][3]string{{"March 3", "March 3", "March 4"}, {"More than 4,000 people", "4,000", "5,000"}, {"every day",
		"every day", "most days"},
		{"built in 1911", "1911", "1912"}, {"€12 million", "€12", "€13"}} {
		place := storetest.AddClaim(j.t, j.s, who, j.article, k[0])
		j.annotate(who, place.ClaimID, "disputed")
		_, err := j.s.ProposeCorrection(ctx, who, place.ClaimID, models.NewCorrection{From: k[1], To: k[2],
			Reason: "The register says so.", Version: j.card(place.ClaimID).Version})
		j.ok(err)
	}
}

// acceptAndRevise lets an editor accept every correction, and the reviewer add the text with them.
func (j smallDeskTest) acceptAndRevise(editor, reviewer models.Reader) {
	j.t.Helper()
	rows, _, _, err := j.s.Claims(ctx, j.fixture.Auditor, models.Filter{ArticleID: j.article.ID}, models.Page{Limit: 50})
	j.ok(err)
	for _, row := range rows {
		for _, k := range j.card(row.ID).Corrections {
			_, err := j.s.DecideCorrection(ctx, editor, k.ID, models.CorrectionDecision{State: "accepted", Version: k.Version})
			j.ok(err)
		}
	}
	j.draft(reviewer, "March 3", "March 4", "4,000", "5,000", "every day", "most days", "1911", "1912", "€12", "€13")
	for _, row := range rows {
		if k := j.card(row.ID).Corrections[0]; k.State != models.CorrectionMade {
			j.t.Errorf("the correction of %q is %s", k.From, k.State)
		}
	}
}

// confirmAll confirms every sentence that waits for it, as one user.
func (j smallDeskTest) confirmAll(who models.Reader) {
	j.t.Helper()
	for _, s := range j.page().Sentences {
		if s.State == models.Recheck {
			page, err := j.s.SentencePage(ctx, who, j.article.ID, s.Ordinal)
			j.ok(err)
			_, err = j.s.ConfirmSentence(ctx, who, s.ID, storetest.FullConfirmation(page))
			j.ok(err)
		}
	}
}

// Three people without the policy for small desks: a writer, a reviewer who proposes five corrections and fixes a comma, and an editor
// who accepts them and signs.
func TestThreeSignWithoutTheSmallDeskSwitch(t *testing.T) {
	withSmallDeskTest(t, false, []models.Role{models.Writer, models.Reviewer, models.Editor, models.Admin}[:3], func(j smallDeskTest) {
		writer, reviewer, editor := j.people[models.Writer], j.people[models.Reviewer], j.people[models.Editor]
		j.addArticle(writer, &writer.UserID)
		j.proposeCorrections(reviewer)
		j.readAll(reviewer)
		j.acceptAndRevise(editor, reviewer)
		j.draft(reviewer, "We had no choice,", "We had no choice")
		j.confirmAll(reviewer)
		j.ok(j.sign(editor))
		j.checkSoloHead("")
	})
}

// Four people without the policy for small desks: the editor rewrites a sentence, the reviewer reads it, and another editor signs.
func TestFourSignWhatAnEditorRewrote(t *testing.T) {
	withSmallDeskTest(t, false, []models.Role{models.Writer, models.Reviewer, models.Editor, models.Admin}, func(j smallDeskTest) {
		writer, reviewer, editor, admin := j.people[models.Writer], j.people[models.Reviewer], j.people[models.Editor], j.people[models.Admin]
		j.addArticle(writer, &writer.UserID)
		j.proposeCorrections(reviewer)
		j.readAll(reviewer)
		j.acceptAndRevise(editor, reviewer)
		j.draft(reviewer, "We had no choice,", "We had no choice")
		j.draft(editor, "We had no choice", "Nobody gave us a choice")
		j.confirmAll(reviewer)
		j.ok(j.sign(admin))
		j.checkSoloHead("")
	})
}
