package handlers_test

import (
	"context"
	"strings"
	"testing"

	"linecheck/models"
	"linecheck/store"
	"linecheck/store/storetest"
)

// Text that may break the display.
const (
	hostileNote   = "<script>alert(1)</script> ]]> & \u202etxet neddih\u202c \x07bell </p>"
	hostileWords  = "a \u202ebackward\u202c <b>figure</b> ]]>"
	hostileReason = "\"quoted\" <ins>not ours</ins> ]]>\n\tتعداد درست نیست."
)

// copyFixture is an article with everything that a copy can show.
type copyFixture struct {
	t       testing.TB
	s       *store.Store
	n       storetest.Fixture
	article models.Article
	claims  map[string]int64 // by their words
}

// newCopyFixture works on storetest.Text until its copy shows something of every kind.
func newCopyFixture(t testing.TB, s *store.Store, n storetest.Fixture) *copyFixture {
	t.Helper()
	c := &copyFixture{t, s, n, storetest.AddArticle(t, s, n), map[string]int64{}}
	for _, words := range []string{"4,000 people", "More than 4,000 people cross it", "1911", "€12 million", "March 3", "Mayor Ines Okoro", "closes for a year"} {
		c.claims[words] = storetest.AddClaim(t, s, n.Reviewer, c.article, words).ClaimID
	}
	c.annotateClaims()
	c.proposeCorrections()
	c.raiseQueries()
	c.submitDraft()
	_, err := s.MarkRead(context.Background(), n.SecondReviewer, c.sentence(3).ID)
	c.must(err)
	return c
}

func (c *copyFixture) must(err error) {
	c.t.Helper()
	if err != nil {
		c.t.Fatal(err)
	}
}

func (c *copyFixture) page() models.ArticlePage {
	c.t.Helper()
	page, err := c.s.ArticlePage(context.Background(), c.n.Auditor, c.article.ID)
	c.must(err)
	return page
}

func (c *copyFixture) sentence(n int) models.PageSentence { return c.page().Sentences[n-1] }

// version returns a claim's current version.
func (c *copyFixture) version(words string) int {
	c.t.Helper()
	copy, err := c.s.CheckingCopy(context.Background(), c.n.Editor, c.article.ID)
	c.must(err)
	for _, k := range append(copy.Claims, copy.Lost...) {
		if k.ID == c.claims[words] {
			return k.Version
		}
	}
	c.t.Fatalf("there is no claim %q", words)
	return 0
}

func (c *copyFixture) annotate(who models.Reader, words string, tag models.AnnotationInput) {
	c.t.Helper()
	tag.Version = c.version(words)
	_, err := c.s.Annotate(context.Background(), who, c.claims[words], tag)
	c.must(err)
}

// annotateClaims adds verdicts to the claims: one claim gets two different verdicts, one less evidence than
// required, and one a confidential source.
func (c *copyFixture) annotateClaims() {
	count := []models.NewEvidence{
		{
			Title:      "Traffic count",
			URL:        "https://city.example/count?a=1&b=2",
			Publisher:  "City",
			Class:      "primary",
			Quote:      "4,112 a day ]]>",
			Locator:    "p. 3",
			AccessedOn: "2026-01-02",
		},
		{Title: "An old map", Class: "secondary", Stance: "contradicts", Quote: "No bridge.", Kind: "document", Locator: "p. 1"},
	}
	c.annotate(c.n.Reviewer, "4,000 people", models.AnnotationInput{Status: "sourced", Evidence: count[:1]})
	_, err := c.s.AddEvidence(context.Background(), c.n.SecondReviewer, c.claims["4,000 people"], count[1])
	c.must(err)
	c.annotate(c.n.SecondReviewer, "4,000 people", models.AnnotationInput{Status: "disputed", Note: hostileNote})
	c.annotate(
		c.n.SecondReviewer,
		"More than 4,000 people cross it",
		models.AnnotationInput{Status: "unverified", Note: "Nobody counts them on Sundays."},
	)
	_, err = c.s.Resolve(
		context.Background(),
		c.n.Editor,
		c.claims["More than 4,000 people cross it"],
		models.OutcomeInput{Resolution: "stands", Version: c.version("More than 4,000 people cross it")},
	)
	c.must(err)
	secret := models.NewEvidence{
		Title:        "A clerk of the archive",
		Contact:      "by the gate",
		Publisher:    "The archive",
		URL:          "https://clerk.example/",
		Confidential: true,
		Kind:         "person",
		Class:        "secondary",
		Quote:        "I saw the stone.",
		Locator:      "notes, p. 2",
		AccessedOn:   "2026-01-02",
	}
	_, err = c.s.AddEvidence(context.Background(), c.n.Reviewer, c.claims["1911"], secret)
	c.must(err)
	c.annotate(c.n.Editor, "1911", models.AnnotationInput{Status: "sourced", Override: "I read the stone myself."})
	c.annotate(c.n.Reviewer, "€12 million", models.AnnotationInput{Status: "disputed", Note: "The council says nine."})
	c.annotate(
		c.n.Reviewer,
		"March 3",
		models.AnnotationInput{Status: "sourced", Evidence: []models.NewEvidence{{Title: "Notice of the works", Class: "primary",
			Kind: "document", Locator: "p. 1"}}},
	)
	_, err = c.s.EditClaim(
		context.Background(),
		c.n.Reviewer,
		c.claims["Mayor Ines Okoro"],
		models.ClaimEdit{Kind: "name", Risk: "legal", Version: c.version("Mayor Ines Okoro")},
	)
	c.must(err)
}

func (c *copyFixture) propose(words, from, to, reason string, decisions ...string) {
	c.t.Helper()
	ctx := context.Background()
	_, err := c.s.ProposeCorrection(
		ctx,
		c.n.Reviewer,
		c.claims[words],
		models.NewCorrection{From: from, To: to, Reason: reason, Version: c.version(words)},
	)
	c.must(err)
	copy, err := c.s.CheckingCopy(ctx, c.n.Editor, c.article.ID)
	c.must(err)
	last := int64(0)
	for _, k := range copy.BuildCheckedCopy().Corrections {
		last = max(last, k.ID)
	}
	for i, d := range decisions {
		_, err = c.s.DecideCorrection(
			ctx,
			c.n.Editor,
			last,
			models.CorrectionDecision{State: d, Reason: "It is not needed.", Version: i + 1},
		)
		c.must(err)
	}
}

// proposeCorrections proposes corrections in every state, with every result in the draft below.
func (c *copyFixture) proposeCorrections() {
	c.propose("More than 4,000 people cross it", "More than", hostileWords, hostileReason, "accepted")
	c.propose("More than 4,000 people cross it", "cross it", "use it", "Some only walk half way.")
	c.propose("More than 4,000 people cross it", "than 4,000", "than 3,900", "", "accepted")
	c.propose("closes for a year", " for a year", "", "Nobody knows for how long.", "accepted")
	c.propose("1911", "1911", "1912", "", "accepted")
	c.propose("1911", "1911", "1910", "The stone says so.", "declined")
	c.propose("€12 million", "12", "9", "The council says so.", "accepted")
	c.propose("March 3", "March 3", "March 5", "The notice has it.", "accepted")
}

// raiseQueries raises a query about a claim, a sentence and the article, and overrides the gate's reason.
func (c *copyFixture) raiseQueries() {
	ctx := context.Background()
	asked, _, err := c.s.RaiseQuery(
		ctx,
		c.n.Reviewer,
		models.NewQuery{ClaimID: c.claims["4,000 people"], To: "writer", Body: "Who counted them?"},
	)
	c.must(err)
	_, err = c.s.AdvanceQuery(ctx, c.n.Writer, asked, models.QueryActionInput{Action: models.ReplyToQuery, Body: "شهرداری.", Version: 1})
	c.must(err)
	_, _, err = c.s.RaiseQuery(
		ctx,
		c.n.SecondReviewer,
		models.NewQuery{SentenceID: c.sentence(7).ID, To: "editor", Body: "Did she say it to us?"},
	)
	c.must(err)
	closed, _, err := c.s.RaiseQuery(
		ctx,
		c.n.Reviewer,
		models.NewQuery{ArticleID: c.article.ID, To: "writer", Body: "Do we run it on Sunday?"},
	)
	c.must(err)
	_, err = c.s.AdvanceQuery(
		ctx,
		c.n.Editor,
		closed,
		models.QueryActionInput{Action: models.DismissQuery, Body: "Not our question.", Version: 1},
	)
	c.must(err)
}

// submitDraft saves a draft in which one claim is lost and another one changed.
func (c *copyFixture) submitDraft() {
	ctx := context.Background()
	page := c.page()
	text := replaceWords(page.Revision.Text, "March 3", "March 5", "Repairs cost €12 million.", "Nobody would say a word about money.")
	_, err := c.s.ReviseArticle(ctx, c.n.Writer, c.article.ID, models.NewRevision{Text: text, Base: 1})
	c.must(err)
	for _, r := range c.page().Gate.Reasons {
		if r.Code == models.GateQueries {
			_, err := c.s.OverrideGate(
				ctx,
				c.n.Admin, // not the editor, who is asked
				c.article.ID,
				models.OverrideInput{Code: "queries", Count: r.Count, Reason: "The desk answers them <on air>."},
			)
			c.must(err)
		}
	}
}

// replaceWords replaces words in a text.
func replaceWords(text string, swaps ...string) string {
	return strings.NewReplacer(swaps...).Replace(text)
}
