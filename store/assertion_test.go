package store_test

import (
	"slices"
	"testing"

	"linecheck/models"
)

// assertionTest is an article of storetest.Text that the reviewer added, for tests of when assertions count.
type assertionTest struct{ revisionTest }

func withAssertionTest(t *testing.T, test func(assertionTest)) {
	withRevisionTest(t, func(v revisionTest) { test(assertionTest{v}) })
}

// withText returns the test with an article of another text at the same desk.
func (a assertionTest) withText(text string) assertionTest {
	a.t.Helper()
	article, err := a.s.CreateArticle(ctx, a.fixture.Reviewer, models.NewArticle{Title: "Another", Text: text, Language: "en",
		DeskID: a.fixture.Desk.ID})
	a.ok(err)
	return assertionTest{revisionTest{&boundaryTest{a.t, a.s, a.fixture, article}}}
}

// checkState checks the state of the sentence that begins with these words.
func (a assertionTest) checkState(words string, want models.SentenceState) {
	a.t.Helper()
	if got := a.sentence(words).State; got != want {
		a.t.Errorf("%q is %s, want %s", words, got, want)
	}
}

// gatePage returns the article's gate as a user sees it.
func (a assertionTest) gatePage(who models.Reader) models.GatePage {
	a.t.Helper()
	page, err := a.s.GatePage(ctx, who, a.article.ID)
	a.ok(err)
	return page
}

// ordinalsBehind returns the numbers of the sentences behind a gate reason, as a user sees it.
func (a assertionTest) ordinalsBehind(who models.Reader, code models.GateCode) (numbers []int) {
	a.t.Helper()
	for _, thing := range a.gatePage(who).Gate.Reason(code).Items {
		numbers = append(numbers, thing.Ordinal)
	}
	return numbers
}

// checkBehind checks which sentences are behind a reason.
func (a assertionTest) checkBehind(who models.Reader, code models.GateCode, want ...int) {
	a.t.Helper()
	if got := a.ordinalsBehind(who, code); !slices.Equal(got, want) {
		a.t.Errorf("for %s the gate has %s for sentences %v, want %v", who.Name, code, got, want)
	}
}

// readAll marks the whole article as read, including its title.
func (a assertionTest) readAll(who models.Reader) {
	a.t.Helper()
	page := a.page()
	for _, s := range append([]models.PageSentence{page.TitleSentence}, page.Sentences...) {
		_, err := a.s.MarkRead(ctx, who, s.ID)
		a.ok(err)
	}
}

// sign signs the article off in its current state.
func (a assertionTest) sign(who models.Reader) error {
	a.t.Helper()
	page := a.gatePage(who)
	return a.s.SignOff(ctx, who, a.article.ID, models.SignOffInput{SHA256: page.Revision.SHA256, Changes: page.Changes})
}

// hasSignOff reports whether there is a valid sign-off.
func (a assertionTest) hasSignOff() bool {
	a.t.Helper()
	return a.gatePage(a.fixture.Auditor).Gate.SignOff != nil
}

// resolve sets a claim's outcome.
func (a assertionTest) resolve(who models.Reader, claim int64, how, reason string) error {
	a.t.Helper()
	_, err := a.s.Resolve(ctx, who, claim, models.OutcomeInput{Resolution: how, Reason: reason, Version: a.card(claim).Version})
	return err
}

// tag annotates a claim without evidence.
func (a assertionTest) tag(who models.Reader, claim int64, tag models.AnnotationInput) error {
	a.t.Helper()
	tag.Version = a.card(claim).Version
	_, err := a.s.Annotate(ctx, who, claim, tag)
	return err
}

// checkNothingCounts checks that no annotation or evidence of a claim counts.
func (a assertionTest) checkNothingCounts(place models.Location) {
	a.t.Helper()
	c := a.card(place.ClaimID)
	if c.Status != models.Unchecked || slices.ContainsFunc(c.Annotations, func(n models.NamedAnnotation) bool { return n.Live }) {
		a.t.Errorf("the claim is %s on %q, and was tagged %+v", c.Status, c.Exact, c.Annotations)
	}
}

const repairsSentence = "Repairs cost €12 million."

// Read marks.

func TestReadMarkLapsesWhenACharacterChanges(t *testing.T) {
	withAssertionTest(t, func(a assertionTest) {
		a.read(a.fixture.SecondReviewer, "Repairs")
		a.checkState("Repairs", models.Clear)
		a.draft(a.fixture.Writer, "€12", "€13")
		a.checkState("Repairs", models.Recheck)
		if got := a.readerNames("Repairs"); got != "" {
			a.t.Errorf("read by %q", got)
		}
		a.draft(a.fixture.Writer, "€13", "€12")
		a.checkState("Repairs", models.Clear)
		if got := a.readerNames("Repairs"); got != "Sam" {
			a.t.Errorf("with its words back it was read by %q", got)
		}
	})
}

func TestReadMarkLapsesWithTheRegion(t *testing.T) {
	withAssertionTest(t, func(a assertionTest) {
		a.read(a.fixture.SecondReviewer, "Repairs")
		was := a.sentence("Repairs").Region
		a.draft(a.fixture.Writer, repairsSentence, repairsSentence+" (Photo: city archive)")
		if is := a.sentence("Repairs"); is.Text != repairsSentence || is.Region == was {
			a.t.Fatalf("%q still has the region %s", is.Text, is.Region)
		}
		if got := a.readerNames("Repairs"); got != "" {
			a.t.Errorf("read in another region by %q", got)
		}
		if got := a.sentence("Repairs").State; got != models.Unread && got != models.Recheck {
			a.t.Errorf("in another region the sentence is %s", got)
		}
	})
}

func TestReadMarkLapsesWhenItsReferenceChanges(t *testing.T) {
	withAssertionTest(t, func(a assertionTest) {
		a = a.withText("Ines Okoro runs the bank. He had stolen 4 million. The end is near.")
		a.readAll(a.fixture.SecondReviewer)
		a.draft(a.fixture.Writer, "Ines Okoro runs", "Ines Smith runs")
		a.checkState("He had", models.Recheck)
		a.checkState("The end", models.Clear)
		a.checkBehind(a.fixture.Editor, models.GateRecheck, 1)
		a.checkBehind(a.fixture.Editor, models.GateLeaning, 2)
		a.ok(a.confirm(a.fixture.SecondReviewer, "He had"))
		a.checkState("He had", models.Clear)
		a.checkBehind(a.fixture.Editor, models.GateLeaning)
	})
}

func TestVerdictLapsesWhenItsReferenceChanges(t *testing.T) {
	withAssertionTest(t, func(a assertionTest) {
		a = a.withText("Ines Okoro runs the bank. He had stolen 4 million. The end is near.")
		claim := a.claim("4 million")
		a.annotate(a.fixture.SecondReviewer, claim.ClaimID, "sourced")
		a.read(a.fixture.SecondReviewer, "He had")
		a.checkState("He had", models.Done)
		a.draft(a.fixture.Writer, "Ines Okoro runs the bank. ", "")
		a.checkState("He had", models.Recheck)
		a.checkBehind(a.fixture.Editor, models.GateLeaning, 1)
	})
}

// The gate says for which languages it does not check references back.
func TestReferencesBackAreFoundInSupportedLanguages(t *testing.T) {
	withAssertionTest(t, func(a assertionTest) {
		for language, want := range map[string]bool{"en": true, "de": true, "sv": false} {
			row, err := a.s.Article(ctx, a.fixture.Editor, a.article.ID)
			a.ok(err)
			a.ok(
				a.s.EditArticle(
					ctx,
					a.fixture.Editor,
					a.article.ID,
					models.ArticleEdit{Title: row.Title, Language: language, Version: row.Version},
				),
			)
			if got := a.gatePage(a.fixture.Editor).HasDependencies; got != want {
				a.t.Errorf("%s: the gate looks for leaning: %v, want %v", language, got, want)
			}
		}
	})
}

func TestClaimExcludesItsWordsFromReadMarksPermanently(t *testing.T) {
	withAssertionTest(t, func(a assertionTest) {
		a.read(a.fixture.SecondReviewer, "Repairs")
		cost := a.claim("€12 million")
		a.checkState("Repairs", models.Open)
		a.annotate(a.fixture.Reviewer, cost.ClaimID, "sourced")
		a.checkState("Repairs", models.Done) // the rest stays read
		a.undo(a.fixture.Reviewer)
		_, err := a.s.WithdrawClaim(ctx, a.fixture.Reviewer, cost.ClaimID)
		a.ok(err)
		if got := a.sentence("Repairs").State; got != models.Unread {
			a.t.Errorf("after the claim was withdrawn, the sentence is %s, although nobody has read its words", got)
		}
		rest := a.claim("€12 million")
		a.annotate(a.fixture.Reviewer, rest.ClaimID, "sourced")
		a.checkState("Repairs", models.Done)
	})
}

func TestSplitDropsReadMarks(t *testing.T) {
	withAssertionTest(t, func(a assertionTest) {
		a.read(a.fixture.SecondReviewer, crossingSentence)
		_, err := a.split(a.fixture.Editor, crossingSentence, "cross")
		a.ok(err)
		for _, half := range []string{"More", "cross"} {
			a.checkState(half, models.Recheck)
			if got := a.readerNames(half); got != "" {
				a.t.Errorf("%q was read by %q", half, got)
			}
		}
	})
}

func TestMergedSentenceKeepsMarksOfReadersOfAllParts(t *testing.T) {
	withAssertionTest(t, func(a assertionTest) {
		for _, who := range []models.Reader{a.fixture.SecondReviewer, a.fixture.Editor} {
			a.read(who, "The old bridge closes")
		}
		a.read(a.fixture.SecondReviewer, crossingSentence)
		_, err := a.merge(a.fixture.Reviewer, "The old bridge closes")
		a.ok(err)
		if got := a.readerNames("The old bridge closes"); got != "Sam" {
			a.t.Errorf("read by %q, want Sam alone", got)
		}
		a.checkState("The old bridge closes", models.Clear)
	})
}

// Verdicts and evidence.

func TestVerdictLapsesWhenItsSentenceChanges(t *testing.T) {
	withAssertionTest(t, func(a assertionTest) {
		cost := a.claim("€12 million")
		a.annotate(a.fixture.SecondReviewer, cost.ClaimID, "sourced")
		a.read(a.fixture.SecondReviewer, "Repairs")
		a.draft(a.fixture.Writer, "Repairs cost", "Repairs never cost")
		a.checkState("Repairs", models.Recheck)
		c := a.card(cost.ClaimID)
		if c.Status != models.Unchecked || c.Exact != "€12 million" {
			a.t.Errorf("the claim is %s on %q", c.Status, c.Exact)
		}
		if len(c.Annotations) != 1 || c.Annotations[0].Live || c.Annotations[0].Context != repairsSentence {
			a.t.Errorf("the verdict on former words is stored as %+v", c.Annotations)
		}
	})
}

func TestEvidenceCountsWhenTheRestOfTheSentenceChanges(t *testing.T) {
	withAssertionTest(t, func(a assertionTest) {
		cost := a.claim("€12 million")
		a.annotate(a.fixture.SecondReviewer, cost.ClaimID, "sourced")
		a.draft(a.fixture.Writer, "Repairs cost", "All repairs cost")
		if c := a.card(cost.ClaimID); !c.CanBeSourced {
			a.t.Errorf("the claim lacks: %s", c.MissingEvidence)
		}
		a.draft(a.fixture.Writer, "€12 million", "€13 million")
		if c := a.card(cost.ClaimID); c.CanBeSourced || len(c.Evidence) != 1 || c.Evidence[0].Exact != "€12 million" {
			a.t.Errorf("evidence for other words proves the claim: %+v", c.Evidence)
		}
		err := a.tag(a.fixture.SecondReviewer, cost.ClaimID, models.AnnotationInput{Status: "sourced"})
		a.checkRefused(err, "evidence", "needs evidence")
	})
}

func TestRestoredWordsRestoreTheirVerdicts(t *testing.T) {
	withAssertionTest(t, func(a assertionTest) {
		cost, people := a.claim("€12 million"), a.claim("4,000 people")
		a.annotate(a.fixture.SecondReviewer, cost.ClaimID, "sourced")
		a.annotate(a.fixture.SecondReviewer, people.ClaimID, "disputed")
		a.read(a.fixture.SecondReviewer, "Repairs")
		a.draft(a.fixture.Writer, "€12 million", "€13 million", "4,000 people", "5,000 people", "Repairs cost", "Repairs may cost")
		a.checkClaim(cost.ClaimID, models.Moved, models.Unchecked, "€13 million")
		a.draft(a.fixture.Writer, "€13 million", "€12 million", "5,000 people", "4,000 people", "Repairs may cost", "Repairs cost")
		a.checkClaim(cost.ClaimID, models.Placed, models.Sourced, "€12 million")
		a.checkClaim(people.ClaimID, models.Placed, models.Disputed, "4,000 people")
		a.checkState("Repairs", models.Done)
	})
}

func TestClaimOnOtherWordsIsANewClaim(t *testing.T) {
	withAssertionTest(t, func(a assertionTest) {
		cost := a.claim("€12 million")
		a.annotate(a.fixture.SecondReviewer, cost.ClaimID, "sourced")
		a.draft(a.fixture.Writer, repairsSentence+"\n\n", "")
		words := models.Selection{Sentence: a.sentence("CITY").ID, FirstWord: 1, LastWord: 1}
		made, err := a.s.PlaceClaim(ctx, a.fixture.SecondReviewer, cost.ClaimID, a.card(cost.ClaimID).Version, words)
		a.ok(err)
		if c := a.card(made.ClaimID); made.ClaimID == cost.ClaimID || c.FormerClaimID == nil || *c.FormerClaimID != cost.ClaimID ||
			len(c.Evidence)+len(c.Annotations) != 0 {
			a.t.Errorf("the claim on other words is %+v", c)
		}
	})
}
