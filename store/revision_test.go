package store_test

import (
	"errors"
	"strings"
	"testing"

	"linecheck/internal/testutil"
	"linecheck/models"
	"linecheck/store"
	"linecheck/store/storetest"
)

// revisionTest is an article of storetest.Text that gets new drafts.
type revisionTest struct{ *boundaryTest }

// withRevisionTest runs a test on an article of storetest.Text in a store of each kind, and verifies the
// store at the end.
func withRevisionTest(t *testing.T, test func(revisionTest)) {
	withBoundaryTest(t, func(c *boundaryTest) { test(revisionTest{c}) })
}

// draft adds a revision with words of the current text replaced. Each of them must be in the text.
func (v revisionTest) draft(who models.Reader, swaps ...string) models.RevisionResult {
	v.t.Helper()
	page := v.page()
	text := page.Revision.Text
	for i := 0; i < len(swaps); i += 2 {
		if !strings.Contains(text, swaps[i]) {
			v.t.Fatalf("%q is not in the text", swaps[i])
		}
		text = strings.ReplaceAll(text, swaps[i], swaps[i+1])
	}
	done, err := v.s.ReviseArticle(ctx, who, v.article.ID, models.NewRevision{Text: text, Base: page.Revision.Number})
	v.ok(err)
	return done
}

func (v revisionTest) claim(words string) models.Location {
	v.t.Helper()
	return storetest.AddClaim(v.t, v.s, v.fixture.Reviewer, v.article, words)
}

// annotate annotates the current version of a claim, with primary evidence.
func (v revisionTest) annotate(who models.Reader, claim int64, status string) {
	v.t.Helper()
	_, err := v.s.Annotate(
		ctx,
		who,
		claim,
		models.AnnotationInput{
			Status:   status,
			Note:     "As I see it.",
			Version:  v.card(claim).Version,
			Evidence: []models.NewEvidence{{Title: "The register", Class: "primary", Kind: "document", Locator: "p. 1"}},
		},
	)
	v.ok(err)
}

// card returns a claim's card as an auditor sees it, wherever it is shown.
func (v revisionTest) card(claim int64) models.ClaimCard {
	v.t.Helper()
	return v.cardOf(v.fixture.Auditor, claim)
}

func (v revisionTest) cardOf(who models.Reader, claim int64) models.ClaimCard {
	v.t.Helper()
	at, err := v.s.ClaimLocation(ctx, who, claim)
	v.ok(err)
	page, err := v.s.SentencePage(ctx, who, v.article.ID, at.Ordinal)
	v.ok(err)
	for _, c := range page.Claims {
		if c.Claim.ID == claim {
			return c
		}
	}
	v.t.Fatalf("claim %d is not on the page of sentence %d", claim, at.Ordinal)
	return models.ClaimCard{}
}

func (v revisionTest) confirm(who models.Reader, words string) error {
	v.t.Helper()
	page, err := v.s.SentencePage(ctx, v.fixture.Editor, v.article.ID, v.sentence(words).Ordinal)
	v.ok(err)
	_, err = v.s.ConfirmSentence(ctx, who, page.Sentence.ID, storetest.FullConfirmation(page))
	return err
}

func (v revisionTest) checkClaim(claim int64, placement models.Placement, status models.Status, exact string) {
	v.t.Helper()
	if c := v.card(claim); c.Occurrence.Placement != placement || c.Status != status || c.Occurrence.Exact != exact {
		v.t.Errorf(
			"claim %d is %s, %s, on %q; want %s, %s, on %q",
			claim,
			c.Occurrence.Placement,
			c.Status,
			c.Occurrence.Exact,
			placement,
			status,
			exact,
		)
	}
}

func TestExactTextKeepsItsStatus(t *testing.T) {
	t.Parallel()
	withRevisionTest(t, func(v revisionTest) {
		people, cost := v.claim("4,000 people"), v.claim("€12 million")
		v.annotate(v.fixture.Reviewer, people.ClaimID, "sourced")
		v.annotate(v.fixture.Reviewer, cost.ClaimID, "disputed")
		v.read(v.fixture.SecondReviewer, "CITY")
		done := v.draft(
			v.fixture.Writer,
			"Repairs cost €12 million.\n\n",
			"",
			"The old bridge closes",
			"Repairs cost €12 million.\n\nThe old bridge closes",
		)
		if done.Sentences.Moved != 1 || done.Sentences.Edited != 0 || done.Claims != (models.ClaimChanges{Placed: 2}) {
			t.Errorf("the result is %+v", done)
		}
		v.checkClaim(people.ClaimID, models.Placed, models.Sourced, "4,000 people")
		v.checkClaim(cost.ClaimID, models.Placed, models.Disputed, "€12 million")
		if got := v.readerNames("CITY"); got != "Sam" {
			t.Errorf("read by %q", got)
		}
		if s := v.sentence("Repairs"); s.State != models.Open || s.Ordinal != 4 {
			t.Errorf("the sentence that moved is %s, number %d", s.State, s.Ordinal)
		}
	})
}

func TestChangedNumberNeedsRecheck(t *testing.T) {
	t.Parallel()
	withRevisionTest(t, func(v revisionTest) {
		people := v.claim("4,000 people")
		v.annotate(v.fixture.Reviewer, people.ClaimID, "sourced")
		if done := v.draft(v.fixture.Editor, "4,000", "5,000"); done.Claims != (models.ClaimChanges{Moved: 1}) ||
			done.Sentences.Edited != 1 {
			t.Errorf("the result is %+v", done)
		}
		v.checkClaim(people.ClaimID, models.Moved, models.Unchecked, "5,000 people")
		c := v.card(people.ClaimID)
		testutil.Present(t, "the card offers: c.Former", c.FormerVerdict != nil)
		testutil.Equal(t, "the card offers: c.Former.Exact", c.FormerVerdict.Exact, "4,000 people")
		testutil.Equal(t, "the card offers: c.Former.Standing.Status", c.FormerVerdict.ClaimStatus.Status, models.Sourced)
		testutil.Equal(t, "the card offers: c.Former.Revision", c.FormerVerdict.Revision, 1)
		testutil.Len(t, "the card offers: c.Evidence", c.Evidence, 1)
		testutil.StopIfFailed(t)
		s := v.sentence("More than")
		page, err := v.s.SentencePage(ctx, v.fixture.Auditor, v.article.ID, s.Ordinal)
		v.ok(err)
		if s.State != models.Recheck || page.Changed == nil || page.Changed.Was != "More than 4,000 people cross it every day 🚲." {
			t.Fatalf("the sentence is %s and was %+v", s.State, page.Changed)
		}
		v.ok(v.confirm(v.fixture.SecondReviewer, "More than"))
		v.checkClaim(people.ClaimID, models.Placed, models.Sourced, "5,000 people")
		if s := v.sentence("More than"); s.State != models.Done {
			t.Errorf("confirmed, the sentence is %s", s.State)
		}
		for _, a := range v.card(people.ClaimID).Annotations {
			if a.Live != (a.ReviewerID == v.fixture.SecondReviewer.UserID) {
				t.Errorf("the annotation of %s counts: %v", a.Name, a.Live)
			}
		}
		v.undo(v.fixture.SecondReviewer)
		v.checkClaim(people.ClaimID, models.Moved, models.Unchecked, "5,000 people")
		if s := v.sentence("More than"); s.State != models.Recheck {
			t.Errorf("after the confirmation was undone, the sentence is %s", s.State)
		}
	})
}

func TestAnnotationConfirmsAPlacement(t *testing.T) {
	t.Parallel()
	withRevisionTest(t, func(v revisionTest) {
		people := v.claim("4,000 people")
		v.annotate(v.fixture.Reviewer, people.ClaimID, "sourced")
		v.draft(v.fixture.Editor, "4,000", "5,000")
		v.annotate(v.fixture.SecondReviewer, people.ClaimID, "disputed")
		v.checkClaim(people.ClaimID, models.Placed, models.Disputed, "5,000 people")
		if s := v.sentence("More than"); s.State != models.Open {
			t.Errorf("the sentence is %s", s.State)
		}
		v.checkRefused(v.confirm(v.fixture.SecondReviewer, "More than"), "confirm", "nothing to confirm")
	})
}

func TestConfirmationRefused(t *testing.T) {
	t.Parallel()
	withRevisionTest(t, func(v revisionTest) {
		people := v.claim("4,000 people")
		v.annotate(v.fixture.Reviewer, people.ClaimID, "sourced")
		v.annotate(v.fixture.SecondReviewer, people.ClaimID, "disputed")
		v.draft(v.fixture.Editor, "4,000", "5,000")
		if c := v.card(people.ClaimID); c.FormerVerdict == nil || !c.FormerVerdict.ClaimStatus.Disagree ||
			c.FormerVerdict.ConfirmRefusal.IsZero() {
			t.Errorf("the card offers %+v", c.FormerVerdict)
		}
		v.checkRefused(v.confirm(v.fixture.Reviewer, "More than"), "confirm", "disagreed")
		if err := v.confirm(v.fixture.Auditor, "More than"); !errors.Is(err, models.ErrForbidden) {
			t.Errorf("an auditor confirms: %v", err)
		}
		if err := v.confirm(v.fixture.OtherDeskReviewer, "More than"); !errors.Is(err, models.ErrNotFound) {
			t.Errorf("a stranger confirms: %v", err)
		}
	})
}

// A reviewer who checks blind confirms their own verdict, and does not see others'.
func TestBlindConfirmation(t *testing.T) {
	t.Parallel()
	withRevisionTest(t, func(v revisionTest) {
		people := v.claim("4,000 people")
		v.annotate(v.fixture.Reviewer, people.ClaimID, "sourced")
		v.ok(v.s.SetSecondReader(ctx, v.fixture.Admin, v.fixture.Desk.ID, true, true, 1))
		v.draft(v.fixture.Editor, "4,000", "5,000")
		second, err := v.s.ReaderByEmail(ctx, "second@example.org")
		v.ok(err)
		if c := v.cardOf(second, people.ClaimID); c.Status != models.Sealed || c.FormerVerdict != nil {
			t.Errorf("the blind reader sees %s and %+v", c.Status, c.FormerVerdict)
		}
		v.checkRefused(v.confirm(second, "More than"), "confirm", "nothing of yours")
		v.ok(v.confirm(v.fixture.Reviewer, "More than"))
		v.checkClaim(people.ClaimID, models.Placed, models.Sourced, "5,000 people")
		if c := v.cardOf(second, people.ClaimID); c.Status != models.Sealed {
			t.Errorf("the blind reader sees %s", c.Status)
		}
	})
}

// A lost claim is shown and keeps the gate closed. Placing it on other words makes a new claim that is linked
// to it; assertions on the old words stay with them.
func TestLostClaimIsShownAndPlacedElsewhere(t *testing.T) {
	t.Parallel()
	withRevisionTest(t, func(v revisionTest) {
		cost := v.claim("€12 million")
		v.annotate(v.fixture.Reviewer, cost.ClaimID, "sourced")
		if done := v.draft(v.fixture.Writer, "Repairs cost €12 million.\n\n", ""); done.Claims != (models.ClaimChanges{Lost: 1}) {
			t.Errorf("the result is %+v", done)
		}
		v.checkClaim(cost.ClaimID, models.Lost, models.Unchecked, "€12 million")
		if reasons := v.page().Gate.Reasons; len(reasons) == 0 || reasons[len(reasons)-1].Code != models.GateLost {
			t.Errorf("the gate has %+v", reasons)
		}
		_, err := v.s.Annotate(
			ctx,
			v.fixture.Reviewer,
			cost.ClaimID,
			models.AnnotationInput{Status: "disputed", Version: v.card(cost.ClaimID).Version,
				Note: "Not so."},
		)
		v.checkRefused(err, "status", "no longer in the text")
		at := v.sentence("The old bridge closes")
		_, err = v.s.PlaceClaim(ctx, v.fixture.SecondReviewer, cost.ClaimID, 1, models.Selection{Sentence: at.ID, WholeSentence: true})
		if !errors.Is(err, models.ErrStale) {
			t.Errorf("placed with a stale version: %v", err)
		}
		made, err := v.s.PlaceClaim(
			ctx,
			v.fixture.SecondReviewer,
			cost.ClaimID,
			v.card(cost.ClaimID).Version,
			models.Selection{Sentence: at.ID, FirstWord: 2, LastWord: 3},
		)
		v.ok(err)
		v.checkClaim(cost.ClaimID, models.Lost, models.Unchecked, "€12 million")
		v.checkClaim(made.ClaimID, models.Placed, models.Unchecked, "old bridge")
		if c := v.card(made.ClaimID); c.FormerClaimID == nil || *c.FormerClaimID != cost.ClaimID ||
			len(c.Annotations)+len(c.Evidence) != 0 {
			t.Errorf("the new claim is %+v", c)
		}
		if c := v.card(cost.ClaimID); len(c.Annotations) != 1 || len(c.Evidence) != 1 || c.Annotations[0].Live {
			t.Errorf("the lost claim is %+v", c)
		}
		v.checkRefused(v.confirm(v.fixture.SecondReviewer, "The old bridge closes"), "confirm", "nothing to confirm")
	})
}

func TestRestoredWordsKeepTheirHistory(t *testing.T) {
	t.Parallel()
	withRevisionTest(t, func(v revisionTest) {
		cost := v.claim("€12 million")
		v.annotate(v.fixture.Reviewer, cost.ClaimID, "sourced")
		v.draft(v.fixture.Writer, "Repairs cost €12 million.\n\n", "")
		v.draft(v.fixture.Writer, "The old bridge closes on March 3.", "The old bridge closes on March 3. It will cost €12 million.")
		v.checkClaim(cost.ClaimID, models.Moved, models.Unchecked, "€12 million")
		if s := v.sentence("It will"); s.State != models.Recheck {
			t.Errorf("the sentence is %s", s.State)
		}
	})
}

// A lost claim with assertions of others stays until an editor gives it the outcome cut; anybody who checks
// can retire one without.
func TestLostClaimIsRetired(t *testing.T) {
	t.Parallel()
	withRevisionTest(t, func(v revisionTest) {
		cost := v.claim("€12 million")
		v.annotate(v.fixture.Reviewer, cost.ClaimID, "sourced")
		v.annotate(v.fixture.Editor, cost.ClaimID, "sourced")
		date := v.claim("built in 1911")
		v.draft(v.fixture.Writer, "Repairs cost €12 million.\n\n", "", " \"It was built in 1911.\"", "")
		for _, who := range []models.Reader{v.fixture.SecondReviewer, v.fixture.Editor, v.fixture.Admin} {
			_, err := v.s.WithdrawClaim(ctx, who, cost.ClaimID)
			v.checkRefused(err, "claim", "end it as “cut”")
		}
		if page := v.page(); page.Claims != 2 {
			t.Errorf("%d claims are left", page.Claims)
		}
		_, err := v.s.WithdrawClaim(ctx, v.fixture.SecondReviewer, date.ClaimID)
		v.ok(err)
		_, err = v.s.Resolve(
			ctx,
			v.fixture.Editor,
			cost.ClaimID,
			models.OutcomeInput{Resolution: "cut", Reason: "The sum is gone.", Version: v.card(cost.ClaimID).Version},
		)
		v.ok(err)
		if c := v.card(cost.ClaimID); c.Resolution != "cut" || len(c.Annotations) != 2 {
			t.Errorf("the claim that was cut is %+v", c)
		}
		if page := v.page(); page.Claims != 1 {
			t.Errorf("%d claims are left", page.Claims)
		}
	})
}

func TestRevisionIsWithdrawn(t *testing.T) {
	t.Parallel()
	withRevisionTest(t, func(v revisionTest) {
		people := v.claim("4,000 people")
		v.annotate(v.fixture.Reviewer, people.ClaimID, "sourced")
		v.read(v.fixture.SecondReviewer, "CITY")
		was := v.trackStates()
		v.draft(v.fixture.Writer, "4,000", "5,000", "CITY", "TOWN", "Repairs cost €12 million.\n\n", "")
		list, err := v.s.Revisions(ctx, v.fixture.Writer, v.article.ID)
		v.ok(err)
		if len(list.Revisions) != 2 || !list.Revisions[0].MayWithdraw || !list.Revisions[0].WithdrawRefusal.IsZero() {
			t.Fatalf("the list has %+v", list.Revisions)
		}
		if err := v.s.WithdrawRevision(ctx, v.fixture.SecondReviewer, v.article.ID, 2); !errors.Is(err, models.ErrForbidden) {
			t.Errorf("withdrawn by a user who did not add it: %v", err)
		}
		v.ok(v.s.WithdrawRevision(ctx, v.fixture.Writer, v.article.ID, 2))
		if is := v.trackStates(); is != was {
			t.Errorf("before\n%s\nafter\n%s", was, is)
		}
		v.checkClaim(people.ClaimID, models.Placed, models.Sourced, "4,000 people")
		if done := v.draft(v.fixture.Writer, "4,000", "6,000"); done.Revision.Number != 3 {
			t.Errorf("the next one has the number %d", done.Revision.Number)
		}
		v.read(v.fixture.SecondReviewer, "Repairs")
		err = v.s.WithdrawRevision(ctx, v.fixture.Writer, v.article.ID, 3)
		v.checkRefused(err, "revision", "reading made")
		if !errors.Is(err, models.ErrStale) {
			t.Errorf("withdrawn after work on it: %v", err)
		}
	})
}

func TestDraftOfAnOlderRevisionIsRefused(t *testing.T) {
	t.Parallel()
	withRevisionTest(t, func(v revisionTest) {
		text := v.page().Revision.Text
		draft := func(who models.Reader, text string, base int) error {
			_, err := v.s.ReviseArticle(ctx, who, v.article.ID, models.NewRevision{Text: text, Base: base})
			return err
		}
		v.checkRefused(draft(v.fixture.Writer, text, 1), "text", "character by character")
		v.checkRefused(draft(v.fixture.Writer, " \n", 1), "text", "")
		first, second := make(chan error), make(chan error)
		go func() { first <- draft(v.fixture.Writer, text+"More.", 1) }()
		go func() { second <- draft(v.fixture.Editor, text+"Less.", 1) }()
		errs := []error{<-first, <-second}
		if (errs[0] == nil) == (errs[1] == nil) || !errors.Is(errors.Join(errs...), models.ErrStale) {
			t.Errorf("two drafts at once: %v and %v", errs[0], errs[1])
		}
		for _, who := range []models.Reader{v.fixture.Auditor, v.fixture.OtherDeskReviewer} {
			if err := draft(who, text+"Mine.", 2); !errors.Is(err, models.ErrForbidden) && !errors.Is(err, models.ErrNotFound) {
				t.Errorf("%s adds a draft: %v", who.Name, err)
			}
		}
	})
}

// Requests from the page of an older revision change nothing.
func TestSentenceOfAnOlderRevisionIsRefused(t *testing.T) {
	t.Parallel()
	withRevisionTest(t, func(v revisionTest) {
		old := v.sentence("Repairs")
		v.draft(v.fixture.Writer, "CITY", "TOWN")
		place, err := v.s.MarkRead(ctx, v.fixture.Reviewer, old.ID)
		if !errors.Is(err, models.ErrNewRevision) || place.Ordinal != old.Ordinal {
			t.Errorf("marked at %+v: %v", place, err)
		}
		if _, err := v.s.MarkRead(ctx, v.fixture.OtherDeskReviewer, old.ID); !errors.Is(err, models.ErrNotFound) {
			t.Errorf("marked by a stranger: %v", err)
		}
		if s := v.sentence("Repairs"); s.State != models.Unread {
			t.Errorf("the sentence is %s", s.State)
		}
	})
}

func TestSignOffListsWhatToReread(t *testing.T) {
	t.Parallel()
	withRevisionTest(t, func(v revisionTest) {
		for _, s := range v.page().AllSentences() {
			_, err := v.s.MarkRead(ctx, v.fixture.SecondReviewer, s.ID)
			v.ok(err)
		}
		page := v.page()
		v.ok(v.s.SignOff(ctx, v.fixture.Editor, v.article.ID, models.SignOffInput{SHA256: page.Revision.SHA256, Changes: page.Changes}))
		v.draft(v.fixture.Writer, "4,000", "5,000", "It was built in 1911.", "It was built in 1911. It was loved.")
		gate, err := v.s.GatePage(ctx, v.fixture.Editor, v.article.ID)
		v.ok(err)
		if gate.Gate.SignOff != nil || len(gate.SignOffs) != 1 {
			t.Fatalf("the gate has %+v", gate.SignOffs)
		}
		if why := gate.SignOffs[0].VoidReason; why != "the article changed: revision made; to be read again: sentences 5, 7–8" {
			t.Errorf("voided because %s", why)
		}
	})
}

// Manual sentence boundaries and queries are carried over.
func TestBoundariesAndQueriesAreCarried(t *testing.T) {
	t.Parallel()
	withRevisionTest(t, func(v revisionTest) {
		_, err := v.split(v.fixture.Reviewer, "More than", "cross it")
		v.ok(err)
		_, _, err = v.s.RaiseQuery(
			ctx,
			v.fixture.Reviewer,
			models.NewQuery{ArticleID: v.article.ID, SentenceID: v.sentence("cross it").ID, To: "writer", Body: "Every day?"},
		)
		v.ok(err)
		v.draft(v.fixture.Writer, "CITY", "TOWN\n\nA new line here.")
		if s := v.sentence("cross it"); s.Queries != 1 {
			t.Errorf("the half has %d queries", s.Queries)
		}
		v.draft(v.fixture.Writer, "More than 4,000 people cross it every day 🚲.", "")
		rows, _, err := v.s.Queries(ctx, v.fixture.Auditor, models.QueryFilter{ArticleID: v.article.ID}, models.Page{})
		v.ok(err)
		if len(rows) != 1 || rows[0].Ordinal != 0 || !strings.HasPrefix(rows[0].Words, "cross it") {
			t.Errorf("the query of a sentence that was dropped: %+v", rows)
		}
	})
}

func TestRevisionList(t *testing.T) {
	t.Parallel()
	storetest.Each(t, func(t *testing.T, s *store.Store) {
		news := storetest.Newsroom(t, s)
		v := revisionTest{&boundaryTest{t: t, s: s, fixture: news, article: storetest.AddArticle(t, s, news)}}
		v.claim("4,000 people")
		v.draft(news.Writer, "4,000", "5,000")
		page, err := s.Revision(ctx, news.Auditor, v.article.ID, 1)
		v.ok(err)
		testutil.Equal(t, "revision 1 is: page.Revision.Text", page.Revision.Text, storetest.Text)
		testutil.Different(t, "revision 1 is: len(page.Sentences)", len(page.Sentences), 0)
		testutil.Len(t, "revision 1 is: page.Occurrences", page.Occurrences, 1)
		testutil.Equal(t, "revision 1 is: page.Occurrences[0].Exact", page.Occurrences[0].Exact, "4,000 people")
		for _, number := range []int{0, 3} {
			if _, err := s.Revision(ctx, news.Auditor, v.article.ID, number); !errors.Is(err, models.ErrNotFound) {
				t.Errorf("revision %d: %v", number, err)
			}
		}
		if _, err := s.Revision(ctx, news.OtherDeskReviewer, v.article.ID, 1); !errors.Is(err, models.ErrNotFound) {
			t.Errorf("to a stranger: %v", err)
		}
		if _, err := s.Revisions(ctx, news.OtherDeskReviewer, v.article.ID); !errors.Is(err, models.ErrNotFound) {
			t.Errorf("the list to a stranger: %v", err)
		}
	})
}
