package storetest

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"strconv"
	"strings"
	"testing"
	"time"

	"linecheck/models"
	"linecheck/store"
)

// Secrets are words of the confidential source in Everything: none of them may leave the house.
var Secrets = []string{"Mole", "mole@example.org", "whispered", "cellar"}

// Everything hands in an article at the newsroom's desk and works on it in every way there is: claims in every state, evidence of every sort, some
// of it confidential, rulings, corrections, outcomes, queries, boundaries, words that their writer claimed and others for which an editor vouched, three
// revisions and one that was taken back, confirmations, a lost claim that was cut, overrides, and a sign-off without a second person that stands after one
// that was voided.
func Everything(t testing.TB, s *store.Store, n Fixture) models.Article {
	t.Helper()
	w := worker{T: t, s: s, n: n, ctx: context.Background()}
	due := time.Date(2026, 12, 24, 18, 0, 0, 0, time.UTC)
	original := []byte("The file, as it came.\r\n")
	sum := sha256.Sum256(original)
	var err error
	w.article, err = s.CreateArticle(
		w.ctx,
		n.Writer,
		models.NewArticle{Title: `=Bridge "closes"; ارزان`, Text: Text, DeskID: n.Desk.ID, DueAt: &due, WriterID: &n.Writer.UserID,
			FileName: "bridge.txt", Original: &models.Original{SHA256: hex.EncodeToString(sum[:]), MediaType: "text/plain", Size: len(original), Bytes: original}},
	)
	w.ok(err)
	w.details(due)
	w.claims()
	w.sentences()
	w.refuse()
	w.queries()
	w.drafts()
	w.sign()
	row, err := s.Article(w.ctx, n.Auditor, w.article.ID)
	w.ok(err)
	return row.Article
}

// worker works on one article. What fails ends the test.
type worker struct {
	T       testing.TB
	s       *store.Store
	n       Fixture
	ctx     context.Context
	article models.Article
}

func (w worker) ok(err error) {
	w.T.Helper()
	if err != nil {
		w.T.Fatal(err)
	}
}

func (w worker) did(_ models.Place, err error) {
	w.T.Helper()
	w.ok(err)
}

// details edits the article. While it names no writer of the desk, an editor vouches that the first text is its writer's.
func (w worker) details(due time.Time) {
	edit := models.ArticleEdit{
		Title:    w.article.Title,
		Language: "en",
		DueAt:    &due,
		URL:      "https://paper.example/bridge",
		Copies:   "https://copy.example/bridge\n",
		Version:  1,
	}
	w.ok(w.s.EditArticle(w.ctx, w.n.Editor, w.article.ID, edit))
	w.ok(w.s.VouchForWriter(w.ctx, w.n.Editor, w.article.ID, 1, "The writer read it out on the telephone."))
	edit.WriterID, edit.Version = &w.n.Writer.UserID, 2
	w.ok(w.s.EditArticle(w.ctx, w.n.Editor, w.article.ID, edit))
	w.ok(w.s.AssignArticle(w.ctx, w.n.Editor, w.article.ID, models.NewAssignment{Person: w.n.Second.UserID, DueAt: &due, Version: 3}))
}

// card is a claim as it stands, wherever that is.
func (w worker) card(claim int64) models.ClaimCard {
	w.T.Helper()
	at, err := w.s.ClaimPlace(w.ctx, w.n.Auditor, claim)
	w.ok(err)
	page, err := w.s.SentencePage(w.ctx, w.n.Auditor, w.article.ID, at.Ordinal)
	w.ok(err)
	for _, c := range page.Claims {
		if c.Claim.ID == claim {
			return c
		}
	}
	w.T.Fatalf("claim %d is in no card", claim)
	return models.ClaimCard{}
}

func (w worker) claim(words string) int64 {
	w.T.Helper()
	return Claim(w.T, w.s, w.n.Reviewer, w.article, words).ClaimID
}

// say tags a claim in its present version.
func (w worker) say(who models.Reader, claim int64, tag models.Tag) {
	w.T.Helper()
	tag.Version = w.card(claim).Version
	w.did(w.s.Annotate(w.ctx, who, claim, tag))
}

func (w worker) claims() {
	n, register := w.n, models.NewEvidence{
		Title:      "City register",
		URL:        "https://city.example/register",
		Publisher:  "The city",
		Contact:    "register@city.example",
		Class:      "primary",
		Quote:      "4,012 on an average day",
		Locator:    "p. 4",
		AccessedOn: "2026-11-20",
	}
	people := w.claim("More than 4,000 people")
	w.say(n.Reviewer, people, models.Tag{Status: "sourced", Note: "Counted twice.\nBy hand 🚲.", Evidence: []models.NewEvidence{register}})
	w.say(n.Second, people, models.Tag{Status: "disputed", Note: "=1+1 is not “more than”"})
	w.say(n.Editor, people, models.Tag{Status: "sourced", Note: "The register says so.", Ruling: true})

	cost := w.claim("€12 million")
	w.say(
		n.Second,
		cost,
		models.Tag{
			Status: "unverified",
			Note:   "-12, +12, @12",
			Evidence: []models.NewEvidence{{Title: "The Mole", Contact: "mole@example.org", Confidential: true,
				Kind: "person", Class: "secondary", Stance: "context", Quote: "whispered", Locator: "in the cellar, p. 3"}},
		},
	)
	w.did(
		w.s.ProposeCorrection(
			w.ctx,
			n.Reviewer,
			cost,
			models.NewCorrection{From: "€12", To: "about €12", Reason: "Nobody knows.", Version: w.card(cost).Version},
		),
	)
	w.end(n.Editor, cost, "softened")
	w.did(
		w.s.DecideCorrection(
			w.ctx,
			n.Editor,
			w.card(cost).Corrections[0].ID,
			models.Deciding{State: "accepted", Reason: "It is not needed.", Version: 1},
		),
	)
	w.did(
		w.s.ProposeCorrection(
			w.ctx,
			n.Second,
			cost,
			models.NewCorrection{From: "million", To: "million in all", Version: w.card(cost).Version},
		),
	)
	w.did(w.s.DecideCorrection(w.ctx, n.Editor, w.card(cost).Corrections[1].ID, models.Deciding{State: "declined", Version: 1}))

	built := w.claim("built in 1911")
	w.did(w.s.EditClaim(w.ctx, n.Reviewer, built, models.ClaimEdit{Kind: "date", Risk: "high", Version: 1}))
	w.say(n.Editor, built, models.Tag{Status: "sourced", Override: "I was there."})
	w.did(
		w.s.AddEvidence(
			w.ctx,
			n.Second,
			built,
			models.NewEvidence{Title: "A book", Publisher: "A house", Class: "secondary", Stance: "contradicts",
				Kind: "document", Locator: "p. 1"},
		),
	)
	w.did(w.s.WithdrawEvidence(w.ctx, n.Second, w.card(built).Evidence[0].Evidence.ID))

	choice := w.claim("no choice")
	w.say(n.Reviewer, choice, models.Tag{Status: "disputed", Note: "Not so."})
	w.did(w.s.WithdrawAnnotation(w.ctx, n.Reviewer, w.card(choice).Annotations[0].ID))
	w.did(w.s.WithdrawClaim(w.ctx, n.Editor, w.claim("Mayor Ines Okoro")))
	w.did(w.s.AssignClaim(w.ctx, n.Editor, choice, models.NewAssignment{Person: n.Second.UserID, Version: w.card(choice).Version}))
	year, day := w.claim("a year"), w.claim("every day")
	w.say(n.Second, year, models.Tag{Status: "disputed", Note: "Eleven months."})
	w.end(n.Editor, year, "on author")
	w.end(n.Editor, year, "none")
	w.end(n.Editor, year, "stands")
	w.say(n.Reviewer, day, models.Tag{Status: "unverified", Note: "Not so."})
	w.end(n.Editor, day, "opinion")
	w.did(
		w.s.ProposeCorrection(
			w.ctx,
			n.Reviewer,
			day,
			models.NewCorrection{From: "every day", To: "most days", Reason: "Not on Sundays.", Version: w.card(day).Version},
		),
	)
	w.say(n.Reviewer, w.claim("city archive"), models.Tag{Status: "sourced", Evidence: []models.NewEvidence{register}})
}

// end says how a claim ended, with a reason.
func (w worker) end(who models.Reader, claim int64, resolution string) {
	w.T.Helper()
	w.did(
		w.s.Resolve(
			w.ctx,
			who,
			claim,
			models.Ending{Resolution: resolution, Reason: "The desk has decided so.", Version: w.card(claim).Version},
		),
	)
}

// sentence is the one that begins with these words.
func (w worker) sentence(words string) models.PageSentence {
	w.T.Helper()
	page, err := w.s.ArticlePage(w.ctx, w.n.Auditor, w.article.ID)
	w.ok(err)
	for _, s := range page.Sentences {
		if strings.HasPrefix(s.Text, words) {
			return s
		}
	}
	w.T.Fatalf("no sentence begins with %q", words)
	return models.PageSentence{}
}

func (w worker) sentences() {
	w.did(w.s.MarkRead(w.ctx, w.n.Reviewer, w.sentence("CITY").ID))
	w.did(w.s.MarkRead(w.ctx, w.n.Second, w.sentence("CITY").ID))
	w.did(w.s.MarkRead(w.ctx, w.n.Second, w.sentence("By Wim").ID))
	w.did(w.s.UnmarkRead(w.ctx, w.n.Second, w.sentence("By Wim").ID))
	w.did(w.s.MarkRead(w.ctx, w.n.Second, w.sentence("The old bridge closes").ID))
	w.did(w.s.SplitSentenceBefore(w.ctx, w.n.Reviewer, w.sentence("The old bridge closes").ID, 4))
	w.did(w.s.MergeSentence(w.ctx, w.n.Reviewer, w.sentence("The old bridge").ID))
	w.did(w.s.SplitSentenceBefore(w.ctx, w.n.Second, w.sentence("The old bridge at dusk").ID, 4))
}

func (w worker) ask(n models.NewQuery, steps ...models.QueryStep) {
	w.T.Helper()
	id, _, err := w.s.RaiseQuery(w.ctx, w.n.Reviewer, n)
	w.ok(err)
	for _, step := range steps {
		who := w.n.Editor
		if step.Act == models.SettleQuery {
			who = w.n.Reviewer
		}
		thread, err := w.s.Query(w.ctx, who, id)
		w.ok(err)
		step.Version = thread.Version
		w.did(w.s.StepQuery(w.ctx, who, id, step))
	}
}

// refuse refuses what is suggested, and takes one of the refusals back.
func (w worker) refuse() {
	w.T.Helper()
	repairs := w.sentence("Repairs")
	for i, words := range []string{"Repairs", "€12 million"} {
		w.did(
			w.s.RefuseSuggestion(
				w.ctx,
				w.n.Reviewer,
				repairs.ID,
				models.Suggestion{Sort: models.Likely, Words: words, Key: strings.Repeat(strconv.Itoa(i), 32)},
			),
		)
	}
	list, err := w.s.Refusals(w.ctx, w.n.Auditor, w.article.ID)
	w.ok(err)
	w.did(w.s.WithdrawRefusal(w.ctx, w.n.Second, list[0].ID))
}

func (w worker) queries() {
	w.ask(
		models.NewQuery{ArticleID: w.article.ID, To: "editor", Body: "Who took the photo?"},
		models.QueryStep{Act: models.SayInQuery, Body: "The archive."},
		models.QueryStep{Act: models.SettleQuery},
	)
	w.ask(
		models.NewQuery{SentenceID: w.sentence("Repairs").ID, To: "writer", Body: "Since when?"},
		models.QueryStep{Act: models.DismissQuery, Body: "We know."},
	)
	w.ask(models.NewQuery{ClaimID: w.claim("March 3"), To: "writer", Body: "Which year?"})
}

// draft brings in the current text with words replaced by others.
func (w worker) draft(note string, swaps ...string) {
	w.T.Helper()
	page, err := w.s.ArticlePage(w.ctx, w.n.Writer, w.article.ID)
	w.ok(err)
	_, err = w.s.ReviseArticle(
		w.ctx,
		w.n.Writer,
		w.article.ID,
		models.NewRevision{Text: strings.NewReplacer(swaps...).Replace(page.Revision.Text), Note: note, Base: page.Revision.Number},
	)
	w.ok(err)
}

func (w worker) drafts() {
	w.draft(
		"New figures",
		"4,000",
		"5,000",
		"\"It was built in 1911.\"",
		"It broke; it broke.",
		"Repairs cost €12",
		"Repairs would cost about €12",
	)
	w.draft("A slip", "5,000", "6,000")
	w.ok(w.s.WithdrawRevision(w.ctx, w.n.Writer, w.article.ID, 3))
	w.say(w.n.Second, w.claim("5,000"), models.Tag{Status: "disputed", Note: "It was 4,000 before."})
	w.draft("The choice is gone", "We had no choice", "We had to")
	w.ok(w.s.ClaimWords(w.ctx, w.n.Writer, w.article.ID, w.page().Revision.Number))
	repairs := w.sentence("Repairs would cost")
	w.did(w.s.ConfirmSentence(w.ctx, w.n.Second, repairs.ID, models.Ticked{}))
	page, err := w.s.SentencePage(w.ctx, w.n.Auditor, w.article.ID, repairs.Ordinal)
	w.ok(err)
	cost := page.Claims[0].Claim
	w.end(w.n.Editor, cost.ID, "softened")
	w.confirmSome()
	w.cut()
}

// confirmSome confirms one of the changed claims of a sentence, with the evidence given for its former words.
func (w worker) confirmSome() {
	w.T.Helper()
	s := w.sentence("More than 5,000")
	page, err := w.s.SentencePage(w.ctx, w.n.Auditor, w.article.ID, s.Ordinal)
	w.ok(err)
	for _, c := range page.Claims {
		if c.Former != nil && len(c.Evidence) > 0 {
			ticked := models.Ticked{Some: true, Claims: []int64{c.Claim.ID}, Evidence: []int64{c.Evidence[0].ID}}
			w.did(w.s.ConfirmSentence(w.ctx, w.n.Second, s.ID, ticked))
			return
		}
	}
	w.T.Fatalf("nothing in %q waits to be confirmed", s.Text)
}

// cut makes a claim of other words in the place of a lost one on which others have worked, and ends that.
func (w worker) cut() {
	w.T.Helper()
	rows, _, _, err := w.s.Claims(w.ctx, w.n.Auditor, models.Filter{ArticleID: w.article.ID, Lost: true}, models.Page{})
	w.ok(err)
	for _, row := range rows {
		if _, err := w.s.WithdrawClaim(w.ctx, w.n.Second, row.ID); err != nil {
			words := models.Selection{Sentence: w.sentence("Bridge closes").ID, First: 1, Last: 2}
			w.did(w.s.PlaceClaim(w.ctx, w.n.Second, row.ID, w.card(row.ID).Version, words))
			w.end(w.n.Editor, row.ID, "cut")
			return
		}
	}
	w.T.Fatal("no claim of others is lost")
}

func (w worker) page() models.ArticlePage {
	w.T.Helper()
	page, err := w.s.ArticlePage(w.ctx, w.n.Auditor, w.article.ID)
	w.ok(err)
	return page
}

// sign signs over everything that is open, has a change void that, and signs again.
func (w worker) sign() {
	w.ok(
		w.s.SetPolicy(
			w.ctx,
			w.n.Admin,
			w.n.Desk.ID,
			models.DeskPolicy{Secondaries: strconv.Itoa(w.n.Desk.Secondaries), Fetches: w.n.Desk.Fetches, SmallDesk: true,
				Version: w.n.Desk.Version},
		),
	)
	w.signOver()
	w.ask(
		models.NewQuery{ArticleID: w.article.ID, To: "writer", Body: "Is that all?"},
		models.QueryStep{Act: models.SayInQuery, Body: "It is."},
		models.QueryStep{Act: models.SettleQuery},
	)
	w.signOver()
}

// signOver overrides what stands in the way of a sign-off, of a reason with several things first one and then the rest, and signs.
func (w worker) signOver() {
	w.T.Helper()
	gate, err := w.s.GatePage(w.ctx, w.n.Admin, w.article.ID)
	w.ok(err)
	for _, r := range gate.Gate.Standing() {
		wish := models.Overriding{Code: string(r.Code), Count: r.Count, Reason: "It runs tonight."}
		if len(r.Things) > 1 {
			first := wish
			first.Things, first.Reason = r.Things[:1], "This one above all."
			_, err := w.s.OverrideGate(w.ctx, w.n.Admin, w.article.ID, first)
			w.ok(err)
		}
		_, err := w.s.OverrideGate(w.ctx, w.n.Admin, w.article.ID, wish)
		w.ok(err)
	}
	gate, err = w.s.GatePage(w.ctx, w.n.Admin, w.article.ID)
	w.ok(err)
	w.ok(w.s.SignOff(w.ctx, w.n.Admin, w.article.ID, models.Signing{SHA256: gate.Revision.SHA256, Changes: gate.Changes}))
}
