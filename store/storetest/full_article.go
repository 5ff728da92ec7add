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

// ConfidentialWords are words of the confidential source in FullArticle. None of them may be exported.
var ConfidentialWords = []string{"Mole", "mole@example.org", "whispered", "cellar"}

// FullArticle creates an article at the newsroom's desk and uses every feature on it: claims in every state,
// evidence of every sort including confidential, rulings, corrections, outcomes, queries, boundaries, claimed
// and vouched authorship, three revisions and a withdrawn one, confirmations, a lost claim with the outcome
// cut, overrides, and a valid sign-off without a second person after a void one.
func FullArticle(t testing.TB, s *store.Store, n Fixture) models.Article {
	t.Helper()
	w := articleWorker{T: t, s: s, fixture: n, ctx: context.Background()}
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
	w.editDetails(due)
	w.annotateClaims()
	w.markSentences()
	w.dismissSuggestions()
	w.raiseQueries()
	w.addRevisions()
	w.signTwice()
	row, err := s.Article(w.ctx, n.Auditor, w.article.ID)
	w.ok(err)
	return row.Article
}

// articleWorker works on one article. An error ends the test.
type articleWorker struct {
	T       testing.TB
	s       *store.Store
	fixture Fixture
	ctx     context.Context
	article models.Article
}

func (w articleWorker) ok(err error) {
	w.T.Helper()
	if err != nil {
		w.T.Fatal(err)
	}
}

func (w articleWorker) mustSucceed(_ models.Location, err error) {
	w.T.Helper()
	w.ok(err)
}

// editDetails edits the article. While the article names no writer, an editor vouches for the first text.
func (w articleWorker) editDetails(due time.Time) {
	edit := models.ArticleEdit{
		Title:    w.article.Title,
		Language: "en",
		DueAt:    &due,
		URL:      "https://paper.example/bridge",
		Copies:   "https://copy.example/bridge\n",
		Version:  1,
	}
	w.ok(w.s.EditArticle(w.ctx, w.fixture.Editor, w.article.ID, edit))
	w.ok(w.s.VouchForWriter(w.ctx, w.fixture.Editor, w.article.ID, 1, "The writer read it out on the telephone."))
	edit.WriterID, edit.Version = &w.fixture.Writer.UserID, 2
	w.ok(w.s.EditArticle(w.ctx, w.fixture.Editor, w.article.ID, edit))
	w.ok(
		w.s.AssignArticle(
			w.ctx,
			w.fixture.Editor,
			w.article.ID,
			models.NewAssignment{Person: w.fixture.SecondReviewer.UserID, DueAt: &due, Version: 3},
		),
	)
}

// claimCard returns a claim in its current state.
func (w articleWorker) claimCard(claim int64) models.ClaimCard {
	w.T.Helper()
	at, err := w.s.ClaimLocation(w.ctx, w.fixture.Auditor, claim)
	w.ok(err)
	page, err := w.s.SentencePage(w.ctx, w.fixture.Auditor, w.article.ID, at.Ordinal)
	w.ok(err)
	for _, c := range page.Claims {
		if c.Claim.ID == claim {
			return c
		}
	}
	w.T.Fatalf("claim %d is in no card", claim)
	return models.ClaimCard{}
}

func (w articleWorker) claim(words string) int64 {
	w.T.Helper()
	return AddClaim(w.T, w.s, w.fixture.Reviewer, w.article, words).ClaimID
}

// annotate annotates the current version of a claim.
func (w articleWorker) annotate(who models.Reader, claim int64, tag models.AnnotationInput) {
	w.T.Helper()
	tag.Version = w.claimCard(claim).Version
	w.mustSucceed(w.s.Annotate(w.ctx, who, claim, tag))
}

// sentence returns the sentence that begins with the words.
func (w articleWorker) sentence(words string) models.PageSentence {
	w.T.Helper()
	page, err := w.s.ArticlePage(w.ctx, w.fixture.Auditor, w.article.ID)
	w.ok(err)
	for _, s := range page.Sentences {
		if strings.HasPrefix(s.Text, words) {
			return s
		}
	}
	w.T.Fatalf("no sentence begins with %q", words)
	return models.PageSentence{}
}

func (w articleWorker) markSentences() {
	w.mustSucceed(w.s.MarkRead(w.ctx, w.fixture.Reviewer, w.sentence("CITY").ID))
	w.mustSucceed(w.s.MarkRead(w.ctx, w.fixture.SecondReviewer, w.sentence("CITY").ID))
	w.mustSucceed(w.s.MarkRead(w.ctx, w.fixture.SecondReviewer, w.sentence("By Wim").ID))
	w.mustSucceed(w.s.UnmarkRead(w.ctx, w.fixture.SecondReviewer, w.sentence("By Wim").ID))
	w.mustSucceed(w.s.MarkRead(w.ctx, w.fixture.SecondReviewer, w.sentence("The old bridge closes").ID))
	w.mustSucceed(w.s.SplitSentenceBefore(w.ctx, w.fixture.Reviewer, w.sentence("The old bridge closes").ID, 4))
	w.mustSucceed(w.s.MergeSentence(w.ctx, w.fixture.Reviewer, w.sentence("The old bridge").ID))
	w.mustSucceed(w.s.SplitSentenceBefore(w.ctx, w.fixture.SecondReviewer, w.sentence("The old bridge at dusk").ID, 4))
}

func (w articleWorker) raiseQuery(n models.NewQuery, steps ...models.QueryActionInput) {
	w.T.Helper()
	id, _, err := w.s.RaiseQuery(w.ctx, w.fixture.Reviewer, n)
	w.ok(err)
	for _, step := range steps {
		who := w.fixture.Editor
		if step.Action == models.SettleQuery {
			who = w.fixture.Reviewer
		}
		thread, err := w.s.Query(w.ctx, who, id)
		w.ok(err)
		step.Version = thread.Version
		w.mustSucceed(w.s.AdvanceQuery(w.ctx, who, id, step))
	}
}

// dismissSuggestions dismisses the suggestions, and restores one of them.
func (w articleWorker) dismissSuggestions() {
	w.T.Helper()
	repairs := w.sentence("Repairs")
	for i, words := range []string{"Repairs", "€12 million"} {
		w.mustSucceed(
			w.s.DismissSuggestion(
				w.ctx,
				w.fixture.Reviewer,
				repairs.ID,
				models.Suggestion{Sort: models.LikelyClaim, Words: words, Key: strings.Repeat(strconv.Itoa(i), 32)},
			),
		)
	}
	list, err := w.s.DismissedSuggestions(w.ctx, w.fixture.Auditor, w.article.ID)
	w.ok(err)
	w.mustSucceed(w.s.RestoreSuggestion(w.ctx, w.fixture.SecondReviewer, list[0].ID))
}

func (w articleWorker) raiseQueries() {
	w.raiseQuery(
		models.NewQuery{ArticleID: w.article.ID, To: "editor", Body: "Who took the photo?"},
		models.QueryActionInput{Action: models.ReplyToQuery, Body: "The archive."},
		models.QueryActionInput{Action: models.SettleQuery},
	)
	w.askGuest(models.NewQuery{SentenceID: w.sentence("Repairs").ID, To: "writer", Body: "Since when?"})
	w.raiseQuery(models.NewQuery{ClaimID: w.claim("March 3"), To: "writer", Body: "Which year?"})
	w.writeNotes()
}

// askGuest raises a query that a person without an account answers by a link, and that is dismissed then.
func (w articleWorker) askGuest(n models.NewQuery) {
	w.T.Helper()
	id, _, err := w.s.RaiseQuery(w.ctx, w.fixture.Reviewer, n)
	w.ok(err)
	guest := models.NewGuestLink{Name: "Gil Guest", Email: "gil@example.org", Days: models.DefaultGuestLinkDays}
	token, err := w.s.CreateGuestLink(w.ctx, w.fixture.Reviewer, id, guest)
	w.ok(err)
	w.ok(w.s.AnswerAsGuest(w.ctx, token, models.GuestAnswerInput{Body: "Since May."}))
	dismissal := models.QueryActionInput{Action: models.DismissQuery, Body: "We know.", Version: 2}
	w.mustSucceed(w.s.AdvanceQuery(w.ctx, w.fixture.Editor, id, dismissal))
}

// writeNotes writes two notes, and withdraws one of them.
func (w articleWorker) writeNotes() {
	w.T.Helper()
	repairs := w.sentence("Repairs").ID
	note := models.NoteInput{Body: "@" + w.fixture.Editor.Name + " see https://city.example/"}
	_, _, err := w.s.AddNote(w.ctx, w.fixture.Reviewer, repairs, note)
	w.ok(err)
	id, _, err := w.s.AddNote(w.ctx, w.fixture.SecondReviewer, repairs, models.NoteInput{Body: "Wrong place."})
	w.ok(err)
	w.mustSucceed(w.s.WithdrawNote(w.ctx, w.fixture.SecondReviewer, id))
}

// revise adds a revision with words of the current text replaced.
func (w articleWorker) revise(note string, swaps ...string) {
	w.T.Helper()
	page, err := w.s.ArticlePage(w.ctx, w.fixture.Writer, w.article.ID)
	w.ok(err)
	_, err = w.s.ReviseArticle(
		w.ctx,
		w.fixture.Writer,
		w.article.ID,
		models.NewRevision{Text: strings.NewReplacer(swaps...).Replace(page.Revision.Text), Note: note, Base: page.Revision.Number},
	)
	w.ok(err)
}

func (w articleWorker) addRevisions() {
	w.revise(
		"New figures",
		"4,000",
		"5,000",
		"\"It was built in 1911.\"",
		"It broke; it broke.",
		"Repairs cost €12",
		"Repairs would cost about €12",
	)
	w.revise("A slip", "5,000", "6,000")
	w.ok(w.s.WithdrawRevision(w.ctx, w.fixture.Writer, w.article.ID, 3))
	w.annotate(w.fixture.SecondReviewer, w.claim("5,000"), models.AnnotationInput{Status: "disputed", Note: "It was 4,000 before."})
	w.revise("The choice is gone", "We had no choice", "We had to")
	w.ok(w.s.ClaimAuthorship(w.ctx, w.fixture.Writer, w.article.ID, w.page().Revision.Number))
	repairs := w.sentence("Repairs would cost")
	w.mustSucceed(w.s.ConfirmSentence(w.ctx, w.fixture.SecondReviewer, repairs.ID, models.ConfirmationInput{}))
	page, err := w.s.SentencePage(w.ctx, w.fixture.Auditor, w.article.ID, repairs.Ordinal)
	w.ok(err)
	cost := page.Claims[0].Claim
	w.resolve(w.fixture.Editor, cost.ID, "softened")
	w.confirmOneClaim()
	w.cutLostClaim()
}

// confirmOneClaim confirms one of the changed claims of a sentence, with the evidence given for its former
// words.
func (w articleWorker) confirmOneClaim() {
	w.T.Helper()
	s := w.sentence("More than 5,000")
	page, err := w.s.SentencePage(w.ctx, w.fixture.Auditor, w.article.ID, s.Ordinal)
	w.ok(err)
	for _, c := range page.Claims {
		if c.FormerVerdict != nil && len(c.Evidence) > 0 {
			ticked := models.ConfirmationInput{OnlyListed: true, Claims: []int64{c.Claim.ID}, Evidence: []int64{c.Evidence[0].ID}}
			w.mustSucceed(w.s.ConfirmSentence(w.ctx, w.fixture.SecondReviewer, s.ID, ticked))
			return
		}
	}
	w.T.Fatalf("nothing in %q waits to be confirmed", s.Text)
}

// cutLostClaim makes a claim of other words that replaces a lost one on which others have worked, and gives
// the lost one the outcome cut.
func (w articleWorker) cutLostClaim() {
	w.T.Helper()
	rows, _, _, err := w.s.Claims(w.ctx, w.fixture.Auditor, models.Filter{ArticleID: w.article.ID, Lost: true}, models.Page{})
	w.ok(err)
	for _, row := range rows {
		if _, err := w.s.WithdrawClaim(w.ctx, w.fixture.SecondReviewer, row.ID); err != nil {
			words := models.Selection{Sentence: w.sentence("Bridge closes").ID, FirstWord: 1, LastWord: 2}
			w.mustSucceed(w.s.PlaceClaim(w.ctx, w.fixture.SecondReviewer, row.ID, w.claimCard(row.ID).Version, words))
			w.resolve(w.fixture.Editor, row.ID, "cut")
			return
		}
	}
	w.T.Fatal("no claim of others is lost")
}

func (w articleWorker) page() models.ArticlePage {
	w.T.Helper()
	page, err := w.s.ArticlePage(w.ctx, w.fixture.Auditor, w.article.ID)
	w.ok(err)
	return page
}

// signTwice signs with overrides of everything that is open, makes a change that voids the sign-off, and
// signs again.
func (w articleWorker) signTwice() {
	w.ok(
		w.s.SetPolicy(
			w.ctx,
			w.fixture.Admin,
			w.fixture.Desk.ID,
			models.DeskPolicy{Secondaries: strconv.Itoa(w.fixture.Desk.Secondaries), Fetches: w.fixture.Desk.Fetches, SmallDesk: true,
				Version: w.fixture.Desk.Version},
		),
	)
	w.overrideAndSign()
	w.raiseQuery(
		models.NewQuery{ArticleID: w.article.ID, To: "writer", Body: "Is that all?"},
		models.QueryActionInput{Action: models.ReplyToQuery, Body: "It is."},
		models.QueryActionInput{Action: models.SettleQuery},
	)
	w.overrideAndSign()
}

// overrideAndSign overrides the open reasons and signs. For a reason with several items, it first overrides
// one item and then the rest.
func (w articleWorker) overrideAndSign() {
	w.T.Helper()
	gate, err := w.s.GatePage(w.ctx, w.fixture.Admin, w.article.ID)
	w.ok(err)
	for _, r := range gate.Gate.OpenReasons() {
		wish := models.OverrideInput{Code: string(r.Code), Count: r.Count, Reason: "It runs tonight."}
		if len(r.Items) > 1 {
			first := wish
			first.Items, first.Reason = r.Items[:1], "This one above all."
			_, err := w.s.OverrideGate(w.ctx, w.fixture.Admin, w.article.ID, first)
			w.ok(err)
		}
		_, err := w.s.OverrideGate(w.ctx, w.fixture.Admin, w.article.ID, wish)
		w.ok(err)
	}
	gate, err = w.s.GatePage(w.ctx, w.fixture.Admin, w.article.ID)
	w.ok(err)
	w.ok(w.s.SignOff(w.ctx, w.fixture.Admin, w.article.ID, models.SignOffInput{SHA256: gate.Revision.SHA256, Changes: gate.Changes}))
}
