package store_test

import (
	"slices"
	"testing"

	"linecheck/models"
	"linecheck/store"
	"linecheck/store/storetest"
)

// asserting is an article of storetest.Text that the reviewer brought in; what is said of it counts only while its words stand.
type asserting struct{ revising }

func assert(t *testing.T, test func(asserting)) {
	revise(t, func(v revising) { test(asserting{v}) })
}

// of is an article of other words at the same desk.
func (a asserting) of(text string) asserting {
	a.t.Helper()
	article, err := a.s.CreateArticle(ctx, a.news.Reviewer, models.NewArticle{Title: "Another", Text: text, Language: "en", DeskID: a.news.Desk.ID})
	a.ok(err)
	return asserting{revising{&cutting{a.t, a.s, a.news, article}}}
}

// is checks the state of the sentence that begins with these words.
func (a asserting) is(words string, want models.SentenceState) {
	a.t.Helper()
	if got := a.sentence(words).State; got != want {
		a.t.Errorf("%q is %s, want %s", words, got, want)
	}
}

// gate is the article's gate as it is shown to somebody.
func (a asserting) gate(who models.Reader) models.GatePage {
	a.t.Helper()
	page, err := a.s.GatePage(ctx, who, a.article.ID)
	a.ok(err)
	return page
}

// behind are the numbers of the sentences behind a reason of the gate, as somebody is shown it.
func (a asserting) behind(who models.Reader, code models.GateCode) (numbers []int) {
	a.t.Helper()
	for _, thing := range a.gate(who).Gate.Reason(code).Things {
		numbers = append(numbers, thing.Ordinal)
	}
	return numbers
}

// wants checks which sentences are behind a reason.
func (a asserting) wants(who models.Reader, code models.GateCode, want ...int) {
	a.t.Helper()
	if got := a.behind(who, code); !slices.Equal(got, want) {
		a.t.Errorf("to %s the gate has %s for sentences %v, want %v", who.Name, code, got, want)
	}
}

// readAll has somebody read the whole article, its title too.
func (a asserting) readAll(who models.Reader) {
	a.t.Helper()
	page := a.page()
	for _, s := range append([]models.PageSentence{page.TitleSentence}, page.Sentences...) {
		_, err := a.s.MarkRead(ctx, who, s.ID)
		a.ok(err)
	}
}

// sign has somebody sign the article as it is.
func (a asserting) sign(who models.Reader) error {
	a.t.Helper()
	page := a.gate(who)
	return a.s.SignOff(ctx, who, a.article.ID, models.Signing{SHA256: page.Revision.SHA256, Changes: page.Changes})
}

// signed reports whether a sign-off stands.
func (a asserting) signed() bool {
	a.t.Helper()
	return a.gate(a.news.Auditor).Gate.SignOff != nil
}

// end says how a claim ended.
func (a asserting) end(who models.Reader, claim int64, how, reason string) error {
	a.t.Helper()
	_, err := a.s.Resolve(ctx, who, claim, models.Ending{Resolution: how, Reason: reason, Version: a.card(claim).Version})
	return err
}

// tag says something of a claim without evidence.
func (a asserting) tag(who models.Reader, claim int64, tag models.Tag) error {
	a.t.Helper()
	tag.Version = a.card(claim).Version
	_, err := a.s.Annotate(ctx, who, claim, tag)
	return err
}

// unchecked checks that nothing that was said of a claim counts.
func (a asserting) unchecked(place models.Place) {
	a.t.Helper()
	c := a.card(place.ClaimID)
	if c.Status != models.Unchecked || slices.ContainsFunc(c.Annotations, func(n models.NamedAnnotation) bool { return n.Live }) {
		a.t.Errorf("the claim is %s on %q, and was tagged %+v", c.Status, c.Exact, c.Annotations)
	}
}

const repairs = "Repairs cost €12 million."

// Read marks.

func TestReadMarkLapsesWhenACharacterChanges(t *testing.T) {
	assert(t, func(a asserting) {
		a.read(a.news.Second, "Repairs")
		a.is("Repairs", models.Clear)
		a.draft(a.news.Writer, "€12", "€13")
		a.is("Repairs", models.Recheck)
		if got := a.readers("Repairs"); got != "" {
			a.t.Errorf("read by %q", got)
		}
		a.draft(a.news.Writer, "€13", "€12")
		a.is("Repairs", models.Clear)
		if got := a.readers("Repairs"); got != "Sam" {
			a.t.Errorf("with its words back it was read by %q", got)
		}
	})
}

func TestReadMarkLapsesWithTheRegion(t *testing.T) {
	assert(t, func(a asserting) {
		a.read(a.news.Second, "Repairs")
		was := a.sentence("Repairs").Region
		a.draft(a.news.Writer, repairs, repairs+" (Photo: city archive)")
		if is := a.sentence("Repairs"); is.Text != repairs || is.Region == was {
			a.t.Fatalf("%q stands in the %s as before", is.Text, is.Region)
		}
		if got := a.readers("Repairs"); got != "" {
			a.t.Errorf("read in another region by %q", got)
		}
		if got := a.sentence("Repairs").State; got != models.Unread && got != models.Recheck {
			a.t.Errorf("in another region the sentence is %s", got)
		}
	})
}

func TestReadMarkLapsesWithWhatItsSentenceLeansOn(t *testing.T) {
	assert(t, func(a asserting) {
		a = a.of("Ines Okoro runs the bank. He had stolen 4 million. The end is near.")
		a.readAll(a.news.Second)
		a.draft(a.news.Writer, "Ines Okoro runs", "Ines Smith runs")
		a.is("He had", models.Recheck)
		a.is("The end", models.Clear)
		a.wants(a.news.Editor, models.GateRecheck, 1)
		a.wants(a.news.Editor, models.GateLeaning, 2)
		a.ok(a.confirm(a.news.Second, "He had"))
		a.is("He had", models.Clear)
		a.wants(a.news.Editor, models.GateLeaning)
	})
}

func TestVerdictLeansToo(t *testing.T) {
	assert(t, func(a asserting) {
		a = a.of("Ines Okoro runs the bank. He had stolen 4 million. The end is near.")
		claim := a.claim("4 million")
		a.say(a.news.Second, claim.ClaimID, "sourced")
		a.read(a.news.Second, "He had")
		a.is("He had", models.Done)
		a.draft(a.news.Writer, "Ines Okoro runs the bank. ", "")
		a.is("He had", models.Recheck)
		a.wants(a.news.Editor, models.GateLeaning, 1)
	})
}

// The gate says where it does not look for leaning.
func TestLeaningIsLookedForWhereThereAreLists(t *testing.T) {
	assert(t, func(a asserting) {
		for language, want := range map[string]bool{"en": true, "de": true, "sv": false} {
			row, err := a.s.Article(ctx, a.news.Editor, a.article.ID)
			a.ok(err)
			a.ok(a.s.EditArticle(ctx, a.news.Editor, a.article.ID, models.ArticleEdit{Title: row.Title, Language: language, Version: row.Version}))
			if got := a.gate(a.news.Editor).Leanings; got != want {
				a.t.Errorf("%s: the gate looks for leaning: %v, want %v", language, got, want)
			}
		}
	})
}

func TestClaimTakesItsWordsOutOfReadMarksForGood(t *testing.T) {
	assert(t, func(a asserting) {
		a.read(a.news.Second, "Repairs")
		cost := a.claim("€12 million")
		a.is("Repairs", models.Open)
		a.say(a.news.Reviewer, cost.ClaimID, "sourced")
		a.is("Repairs", models.Done) // the rest stays read
		a.undo(a.news.Reviewer)
		_, err := a.s.WithdrawClaim(ctx, a.news.Reviewer, cost.ClaimID)
		a.ok(err)
		if got := a.sentence("Repairs").State; got != models.Unread {
			a.t.Errorf("with the claim withdrawn the sentence is %s: nobody has read its words", got)
		}
		rest := a.claim("€12 million")
		a.say(a.news.Reviewer, rest.ClaimID, "sourced")
		a.is("Repairs", models.Done)
	})
}

func TestSplitPartKeepsNoMark(t *testing.T) {
	assert(t, func(a asserting) {
		a.read(a.news.Second, crossing)
		_, err := a.split(a.news.Editor, crossing, "cross")
		a.ok(err)
		for _, half := range []string{"More", "cross"} {
			a.is(half, models.Recheck)
			if got := a.readers(half); got != "" {
				a.t.Errorf("%q was read by %q", half, got)
			}
		}
	})
}

func TestMergedSentenceHasTheMarkOfWhoReadAllParts(t *testing.T) {
	assert(t, func(a asserting) {
		for _, who := range []models.Reader{a.news.Second, a.news.Editor} {
			a.read(who, "The old bridge closes")
		}
		a.read(a.news.Second, crossing)
		_, err := a.merge(a.news.Reviewer, "The old bridge closes")
		a.ok(err)
		if got := a.readers("The old bridge closes"); got != "Sam" {
			a.t.Errorf("read by %q, want Sam alone", got)
		}
		a.is("The old bridge closes", models.Clear)
	})
}

// Verdicts and evidence.

func TestVerdictLapsesWhenItsSentenceChanges(t *testing.T) {
	assert(t, func(a asserting) {
		cost := a.claim("€12 million")
		a.say(a.news.Second, cost.ClaimID, "sourced")
		a.read(a.news.Second, "Repairs")
		a.draft(a.news.Writer, "Repairs cost", "Repairs never cost")
		a.is("Repairs", models.Recheck)
		c := a.card(cost.ClaimID)
		if c.Status != models.Unchecked || c.Exact != "€12 million" {
			a.t.Errorf("the claim is %s on %q", c.Status, c.Exact)
		}
		if len(c.Annotations) != 1 || c.Annotations[0].Live || c.Annotations[0].Context != repairs {
			a.t.Errorf("the verdict of former words is kept as %+v", c.Annotations)
		}
	})
}

func TestEvidenceStandsWhenTheRestOfTheSentenceChanges(t *testing.T) {
	assert(t, func(a asserting) {
		cost := a.claim("€12 million")
		a.say(a.news.Second, cost.ClaimID, "sourced")
		a.draft(a.news.Writer, "Repairs cost", "All repairs cost")
		if c := a.card(cost.ClaimID); !c.Proved {
			a.t.Errorf("the claim lacks: %s", c.Lacks)
		}
		a.draft(a.news.Writer, "€12 million", "€13 million")
		if c := a.card(cost.ClaimID); c.Proved || len(c.Evidence) != 1 || c.Evidence[0].Exact != "€12 million" {
			a.t.Errorf("evidence for other words proves the claim: %+v", c.Evidence)
		}
		err := a.tag(a.news.Second, cost.ClaimID, models.Tag{Status: "sourced"})
		a.refused(err, "evidence", "needs evidence")
	})
}

func TestWordsThatComeBackBringTheirVerdictsBack(t *testing.T) {
	assert(t, func(a asserting) {
		cost, people := a.claim("€12 million"), a.claim("4,000 people")
		a.say(a.news.Second, cost.ClaimID, "sourced")
		a.say(a.news.Second, people.ClaimID, "disputed")
		a.read(a.news.Second, "Repairs")
		a.draft(a.news.Writer, "€12 million", "€13 million", "4,000 people", "5,000 people", "Repairs cost", "Repairs may cost")
		a.stands(cost.ClaimID, models.Moved, models.Unchecked, "€13 million")
		a.draft(a.news.Writer, "€13 million", "€12 million", "5,000 people", "4,000 people", "Repairs may cost", "Repairs cost")
		a.stands(cost.ClaimID, models.Placed, models.Sourced, "€12 million")
		a.stands(people.ClaimID, models.Placed, models.Disputed, "4,000 people")
		a.is("Repairs", models.Done)
	})
}

func TestClaimOnOtherWordsIsANewClaim(t *testing.T) {
	assert(t, func(a asserting) {
		cost := a.claim("€12 million")
		a.say(a.news.Second, cost.ClaimID, "sourced")
		a.draft(a.news.Writer, repairs+"\n\n", "")
		words := models.Selection{Sentence: a.sentence("CITY").ID, First: 1, Last: 1}
		made, err := a.s.PlaceClaim(ctx, a.news.Second, cost.ClaimID, a.card(cost.ClaimID).Version, words)
		a.ok(err)
		if c := a.card(made.ClaimID); made.ClaimID == cost.ClaimID || c.FormerClaimID == nil || *c.FormerClaimID != cost.ClaimID || len(c.Evidence)+len(c.Annotations) != 0 {
			a.t.Errorf("the claim on other words is %+v", c)
		}
	})
}

// Confirmation.

func TestConfirmationBringsBackWhatIsTicked(t *testing.T) {
	assert(t, func(a asserting) {
		people, day := a.claim("4,000 people"), a.claim("every day")
		a.say(a.news.Second, people.ClaimID, "sourced")
		a.say(a.news.Second, day.ClaimID, "sourced")
		a.draft(a.news.Writer, "More than 4,000 people", "Less than 5,000 people")
		confirm := func(ticked models.Ticked) error {
			_, err := a.s.ConfirmSentence(ctx, a.news.Editor, a.sentence("Less").ID, ticked)
			return err
		}
		a.refused(confirm(models.Ticked{Some: true, Claims: []int64{people.ClaimID}}), "evidence", "needs evidence")
		evidence := a.card(people.ClaimID).Evidence[0].ID
		a.ok(confirm(models.Ticked{Some: true, Claims: []int64{people.ClaimID}, Evidence: []int64{evidence}}))
		a.stands(people.ClaimID, models.Placed, models.Sourced, "5,000 people")
		a.unchecked(day)
		a.is("Less", models.Recheck)
		for _, given := range a.card(people.ClaimID).Annotations {
			if given.Live != (given.ReviewerID == a.news.Editor.UserID) {
				a.t.Errorf("the verdict of %s counts: %v", given.Name, given.Live)
			}
		}
	})
}

func TestVerdictOnOneClaimConfirmsNothingElse(t *testing.T) {
	assert(t, func(a asserting) {
		people, day := a.claim("4,000 people"), a.claim("every day")
		a.say(a.news.Second, people.ClaimID, "sourced")
		a.say(a.news.Second, day.ClaimID, "sourced")
		a.read(a.news.Second, crossing)
		a.draft(a.news.Writer, "More than 4,000 people", "Less than 5,000 people")
		a.say(a.news.Editor, people.ClaimID, "sourced")
		a.unchecked(day)
		a.is("Less", models.Recheck)
		if got := a.readers("Less"); got != "" {
			a.t.Errorf("a verdict has read the sentence for %q", got)
		}
	})
}

// Occurrences.

func TestClaimSettlesTheRestOfOneSentence(t *testing.T) {
	assert(t, func(a asserting) {
		a = a.of("It rained. It snowed.")
		place, err := a.s.CreateClaim(ctx, a.news.Second, a.article.ID, models.Selection{Start: 0, End: 21, Quote: "It rained. It snowed."})
		a.ok(err)
		a.say(a.news.Second, place.ClaimID, "sourced")
		a.is("It rained", models.Done)
		a.is("It snowed", models.Open)
	})
}

func TestOccurrencesReadNothing(t *testing.T) {
	storetest.Each(t, func(t *testing.T, s *store.Store) {
		e := echoed(t, s)
		place, err := s.CreateClaim(ctx, e.news.Second, e.article.ID, models.Selection{Sentence: e.ids(2)[0], Whole: true})
		e.ok(err)
		say(t, s, e.news, e.news.Second, place, models.Tag{Status: "sourced", Evidence: proof})
		e.want("uduuuuuuu")
		version := card(t, s, e.news.Auditor, place).Version
		_, err = s.AddOccurrences(ctx, e.news.Second, place.ClaimID, version, e.ids(2)[0], e.ids(4, 6, 8))
		e.ok(err)
		e.want("uduou" + "ouou")
	})
}
