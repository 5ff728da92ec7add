package store_test

import (
	"database/sql"
	"errors"
	"flag"
	"fmt"
	"os"
	"slices"
	"strconv"
	"testing"
	"time"

	"pgregory.net/rapid"

	"linecheck/models"
	"linecheck/store"
	"linecheck/store/storetest"
)

// history is a random course of work on one article; after every step the invariants of the newsroom must hold.
type history struct {
	t       *rapid.T
	s       *store.Store
	news    storetest.Fixture
	article models.Article
	events  int
	signed  signed // the signature that stood after the last step
	small   bool   // the desk allows to override independence
	db      *sql.DB
	log     *replay
	pages   shownPages
	looked  bool           // the article was looked at after the last step
	closed  map[int64]bool // people whose accounts are closed
	tally   *tally
	other   models.Place // a claim of another desk's article
}

// everyDay is how many histories are tried on each database where nobody asks for more.
const everyDay = 30

// longRun names the environment variable that asks for at least so many steps on each database.
const longRun = "LINECHECK_HISTORY_STEPS"

// TestHistories keeps the promises of docs/invariants.md that name it over random work by everybody at once, on both databases. After each
// step a replay of the audit log has to agree with everything that is shown. docs/development/histories.md says how to ask for more steps.
func TestHistories(t *testing.T) {
	t.Parallel()
	asked, _ := strconv.Atoi(os.Getenv(longRun))
	if checks := flag.Lookup("rapid.checks"); checks.Value.String() == checks.DefValue {
		n := everyDay
		if raced {
			n = 5 // which only looks for races: it takes eight times as long
		}
		if err := checks.Value.Set(strconv.Itoa(n)); err != nil {
			t.Fatal(err)
		}
		defer func() { _ = checks.Value.Set(checks.DefValue) }()
	}
	if seed := flag.Lookup("rapid.seed"); asked == 0 && seed.Value.String() == seed.DefValue {
		// The same histories every day, so that a change fails for what it changed. The long run draws new ones.
		if err := seed.Value.Set("20261201"); err != nil {
			t.Fatal(err)
		}
		defer func() { _ = seed.Value.Set(seed.DefValue) }()
	}
	both(t, func(t *testing.T, s *store.Store, db *sql.DB) {
		news := storetest.Newsroom(t, s)
		sum := &tally{signed: map[string]int{}, refused: map[string]int{}, done: map[string]int{}, began: time.Now()}
		defer sum.print(t)
		other := elsewhere(t, s, news)
		for first := true; !t.Failed() && (first || sum.steps < asked); first = false {
			rapid.Check(t, func(rt *rapid.T) { tryHistory(&history{t: rt, s: s, db: db, news: news, tally: sum, other: other}) })
			verify(t, s)
		}
	})
}

// tryHistory is one random course of work.
func tryHistory(h *history) {
	h.closed = map[int64]bool{}
	defer h.reopen()
	h.begin()
	h.t.Repeat(h.steps())
	h.takeOutAndIn()
	h.tally.add(h.log)
}

// steps are what people do, and under "" what must hold after each of it.
func (h *history) steps() map[string]func(*rapid.T) {
	steps := map[string]func(*rapid.T){
		"claim": h.claim, "annotate": h.annotate, "stale": h.stale, "read": h.read, "unread": h.unread, "undo": h.undo,
		"withdraw annotation": h.withdrawAnnotation, "withdraw claim": h.withdrawClaim, "evidence": h.evidence, "trash": h.trash,
		"split": h.split, "merge": h.merge, "language": h.language,
		"raise query": h.raiseQuery, "step in query": h.stepQuery, "assign": h.assign,
		"edit claim": h.edit, "resolve": h.resolve, "correct": h.correct, "address": h.address,
		"read repeats": h.readRepeats, "spread claim": h.spread, "narrow claim": h.narrow,
		"sign": h.sign, "override": h.override, "push": h.push, "take back": h.takeBack,
		"revise": h.revise, "withdraw revision": h.withdrawRevision, "draft and back": h.draftAndBack,
		"confirm": h.confirm, "place": h.place, "words are claimed": h.wordsAreClaimed, "name the writer": h.name,
		"work": h.work, "retitle": h.retitle, "policy": h.policy, "close account": h.closeAccount, "outsider": h.outsider,
		"own correction": h.ownCorrection, "type and read": h.typeAndRead, "forge": h.forge, "token": h.token,
	}
	for name, step := range steps {
		steps[name] = func(rt *rapid.T) {
			h.tally.step(name)
			step(rt)
		}
	}
	steps[""] = h.check
	return steps
}

// begin hands in an article of random text.
func (h *history) begin() {
	paragraph := rapid.SliceOfN(
		rapid.SampledFrom(
			[]string{
				"Ten of 4,000 fell.",
				"It rained 🚲 all day!",
				"“No,” he said.",
				"سلام دنیا.",
				"Khash\u00a0fell on Wednesday.",
				"e\u0301te\u0301 2021.",
				"He had stolen 4 million.",
				"That figure was wrong.",
				"ok",
				"\u202Ehidden.",
			},
		),
		1,
		4,
	)
	text := ""
	for _, p := range rapid.SliceOfN(paragraph, 1, 4).Draw(h.t, "text") {
		for _, s := range p {
			text += s + " "
		}
		text += "\n\n"
	}
	desks, err := h.s.Desks(ctx, h.news.Admin)
	h.ok(err)
	h.small = rapid.Bool().Draw(h.t, "small desk")
	h.ok(
		h.s.SetPolicy(
			ctx,
			h.news.Admin,
			h.news.Desk.ID,
			models.DeskPolicy{Secondaries: "2", SmallDesk: h.small, Version: desks[0].Version},
		),
	)
	if rapid.IntRange(0, 3).Draw(h.t, "headline") == 0 {
		text = "History\n\n" + text
	}
	second := rapid.IntRange(0, 5).Draw(h.t, "second reader") == 0
	h.ok(h.s.SetSecondReader(ctx, h.news.Admin, h.news.Desk.ID, second, false, desks[0].Version+1))
	a, err := h.s.CreateArticle(ctx, h.news.Reviewer, models.NewArticle{Title: "History", Text: text, DeskID: h.news.Desk.ID})
	h.ok(err)
	h.log, err = newReplay(h.db, a.ID, h.news.Desk.ID)
	h.ok(err)
	h.article, h.events = a, h.length()
}

// someone is a random person of the desk, whatever their role.
func (h *history) someone() models.Reader {
	n := h.news
	return rapid.SampledFrom([]models.Reader{n.Reviewer, n.Reviewer, n.Second, n.Editor, n.Admin, n.Writer, n.Auditor, n.Stranger}).
		Draw(h.t, "who")
}

// pick is a random claim, if there is one.
func (h *history) pick() (models.ClaimCard, bool) {
	cards := h.cards()
	if len(cards) == 0 {
		return models.ClaimCard{}, false
	}
	return rapid.SampledFrom(cards).Draw(h.t, "claim"), true
}

func (h *history) claim(*rapid.T) {
	text := []rune(h.page().Revision.Text)
	start := rapid.IntRange(-2, len(text)+1).Draw(h.t, "start")
	end := start + rapid.IntRange(-1, 30).Draw(h.t, "length")
	_, err := h.s.CreateClaim(ctx, h.someone(), h.article.ID, models.Selection{Start: start, End: end})
	h.tolerate(err)
}

func (h *history) annotate(*rapid.T) {
	if c, ok := h.pick(); ok {
		tag := models.Tag{
			Version: c.Version,
			Status:  rapid.SampledFrom([]string{"sourced", "disputed", "unverified", "unchecked", "true"}).Draw(h.t, "status"),
			Note:    rapid.StringN(0, 5, 20).Draw(h.t, "note"),
			Ruling:  rapid.Bool().Draw(h.t, "ruling"),
		}
		if rapid.Bool().Draw(h.t, "with evidence") {
			tag.Evidence = []models.NewEvidence{
				{
					Title:   "A paper",
					Kind:    "document",
					Class:   rapid.SampledFrom([]string{"primary", "secondary"}).Draw(h.t, "class"),
					Locator: rapid.SampledFrom([]string{"p. 1", ""}).Draw(h.t, "locator"),
					Stance:  rapid.SampledFrom([]string{"supports", "supports", "contradicts"}).Draw(h.t, "stance"),
				},
			}
		}
		_, err := h.s.Annotate(ctx, h.someone(), c.Claim.ID, tag)
		h.tolerate(err)
	}
}

func (h *history) stale(*rapid.T) {
	if c, ok := h.pick(); ok && c.Version > 1 {
		_, err := h.s.Annotate(ctx, h.news.Reviewer, c.Claim.ID, models.Tag{Version: c.Version - 1, Status: "unverified", Note: "Not so."})
		if !errors.Is(err, models.ErrStale) {
			h.t.Fatalf("annotating with version %d of %d: %v", c.Version-1, c.Version, err)
		}
	}
}

func (h *history) read(*rapid.T) {
	s := rapid.SampledFrom(h.page().Sentences).Draw(h.t, "sentence")
	_, err := h.s.MarkRead(ctx, h.someone(), s.ID)
	h.tolerate(err)
}

func (h *history) unread(*rapid.T) {
	s := rapid.SampledFrom(h.page().Sentences).Draw(h.t, "sentence")
	_, err := h.s.UnmarkRead(ctx, h.someone(), s.ID)
	h.tolerate(err)
}

func (h *history) undo(*rapid.T) {
	who := h.someone()
	h.stays(who, func() {
		h.cut(func() error {
			_, err := h.s.Undo(ctx, who, h.article.ID)
			return err
		})
	})
}

func (h *history) withdrawAnnotation(*rapid.T) {
	if c, ok := h.pick(); ok && len(c.Annotations) > 0 {
		who := h.someone()
		h.stays(who, func() {
			_, err := h.s.WithdrawAnnotation(ctx, who, rapid.SampledFrom(c.Annotations).Draw(h.t, "annotation").Annotation.ID)
			h.tolerate(err)
		})
	}
}

func (h *history) withdrawClaim(*rapid.T) {
	if c, ok := h.pick(); ok {
		who := h.someone()
		h.stays(who, func() {
			_, err := h.s.WithdrawClaim(ctx, who, c.Claim.ID)
			h.tolerate(err)
		})
	}
}

func (h *history) evidence(*rapid.T) {
	if c, ok := h.pick(); ok {
		if len(c.Evidence) > 0 && rapid.Bool().Draw(h.t, "withdraw") {
			who := h.someone()
			h.stays(who, func() {
				_, err := h.s.WithdrawEvidence(ctx, who, c.Evidence[0].Evidence.ID)
				h.tolerate(err)
			})
			return
		}
		_, err := h.s.AddEvidence(
			ctx,
			h.someone(),
			c.Claim.ID,
			models.NewEvidence{Title: "A book", Publisher: "A house", Class: "secondary", Kind: "document", Locator: "p. 1"},
		)
		h.tolerate(err)
	}
}

// readRepeats takes the offer of a sentence as somebody sees it, or asks for any sentences.
func (h *history) readRepeats(*rapid.T) {
	who, sentences := h.someone(), h.page().Sentences
	s := rapid.SampledFrom(sentences).Draw(h.t, "sentence")
	ids := []int64{rapid.SampledFrom(sentences).Draw(h.t, "any").ID}
	if page, err := h.s.SentencePage(ctx, who, h.article.ID, s.Ordinal); err == nil && rapid.IntRange(0, 3).Draw(h.t, "as offered") > 0 {
		ids = idsOf(page.ReadingOffer())
	}
	_, err := h.s.MarkRepeatsRead(ctx, who, s.ID, ids)
	h.tolerate(err)
}

func idsOf(offer models.Offer) (ids []int64) {
	for _, r := range offer.Repeats {
		ids = append(ids, r.SentenceID)
	}
	return ids
}

// spread takes the offer of a claim, or asks for any sentence. What the page offers is not refused for being outdated.
func (h *history) spread(*rapid.T) {
	c, ok := h.pick()
	if !ok || len(c.Spots) == 0 { // a lost one stands nowhere
		return
	}
	spot := rapid.SampledFrom(c.Spots).Draw(h.t, "spot")
	page, err := h.s.SentencePage(ctx, h.news.Auditor, h.article.ID, spot.Ordinal)
	h.ok(err)
	ids := []int64{rapid.SampledFrom(h.page().Sentences).Draw(h.t, "any").ID}
	offered := rapid.IntRange(0, 3).Draw(h.t, "as offered") > 0
	for _, here := range page.Claims {
		if here.Claim.ID == c.Claim.ID && offered {
			offer, _ := page.ClaimOffer(here)
			ids = idsOf(offer)
		}
	}
	_, err = h.s.AddOccurrences(ctx, h.someone(), c.Claim.ID, c.Version, spot.SentenceID, ids)
	if offered && errors.Is(err, models.ErrStale) {
		h.t.Fatalf("what was offered is refused: %v", err)
	}
	h.tolerate(err)
}

func (h *history) narrow(*rapid.T) {
	if c, ok := h.pick(); ok && len(c.Spots) > 0 { // a lost one stands nowhere
		_, err := h.s.RemoveOccurrence(ctx, h.someone(), c.Claim.ID, c.Version, rapid.SampledFrom(c.Spots).Draw(h.t, "spot").SentenceID)
		h.tolerate(err)
	}
}

func (h *history) trash(*rapid.T) {
	who := h.someone()
	h.tolerate(h.s.Trash(ctx, who, h.article.ID))
	h.tolerate(h.s.Restore(ctx, h.news.Admin, h.article.ID))
}

// tolerate accepts a change that was carried out or was refused for a named reason, and nothing else. A refused one leaves no event.
func (h *history) tolerate(err error) {
	var invalid models.Invalid
	if err == nil {
		return
	}
	h.tally.refuse(err)
	if !errors.As(err, &invalid) && !errors.Is(err, models.ErrForbidden) && !errors.Is(err, models.ErrNotFound) {
		h.t.Fatalf("an error without a name: %v", err)
	}
	if got := h.length(); got != h.events {
		h.t.Fatalf("a refused change wrote %d events", got-h.events)
	}
}

func (h *history) ok(err error) {
	if err != nil {
		h.t.Fatal(err)
	}
}

func (h *history) length() int {
	v, err := h.s.Chain(ctx)
	h.ok(err)
	return v.Length
}

// check is what must hold after every step.
func (h *history) check(*rapid.T) {
	h.pages = shownPages{}
	if h.looked && h.length() == h.events { // all of it was looked at as it is
		if row, err := h.s.Article(ctx, h.news.Auditor, h.article.ID); err != nil || row.Changes != h.article.Changes {
			h.t.Fatalf("the article changed without an event (%v)", err)
		}
		return
	}
	h.looked = true
	page := h.page()
	h.pages.frozen = true
	defer func() { h.pages.frozen = false }()
	if changed := page.Changes != h.article.Changes; changed != (h.length() != h.events) {
		h.t.Fatalf("the article changed: %v, events written: %d", changed, h.length()-h.events)
	}
	h.article, h.events = page.Article, h.length()
	h.replayed(page)
	h.partition(page)
	h.addUp(page)
	h.gate(page)
	h.proved()
	h.hidden()
	h.sealed()
	h.independent(page)
}

// partition is docs/invariants.md#partition: put together with the white space between, the sentences are the text.
func (h *history) partition(page models.ArticlePage) {
	runes, rebuilt, at := []rune(page.Revision.Text), "", 0
	for _, s := range page.Sentences {
		rebuilt += string(runes[at:s.Start]) + s.Text
		at = s.End
	}
	if rebuilt+string(runes[at:]) != page.Revision.Text {
		h.t.Fatal("the sentences do not make up the text")
	}
}

// addUp is docs/invariants.md#offsets, docs/invariants.md#counters and docs/invariants.md#status, counted by hand from
// what the pages show.
func (h *history) addUp(page models.ArticlePage) {
	var counts models.Counts
	for _, s := range page.AllSentences() {
		counts.AddSentence(s.State, 1)
	}
	for _, c := range h.cards() {
		standing := models.Standing{Status: c.Status, Disagree: c.Disagree}
		counts.AddClaim(standing, 1)
		var live []models.Verdict
		for _, a := range c.Annotations {
			if a.Live {
				live = append(
					live,
					models.Verdict{ID: a.Annotation.ID, ReviewerID: a.ReviewerID, Status: a.Status, Ruling: a.Ruling, Counts: true},
				)
			}
		}
		if should := models.StandingOf(live, 0); should.Status != standing.Status || should.Disagree && !standing.Disagree {
			h.t.Fatalf("claim %d is shown as %+v and its annotations make it %+v", c.Claim.ID, standing, should)
		}
		if c.Occurrence.Placement == models.Lost {
			continue
		}
		if len(c.Spots) == 0 || c.Spots[0].Further && len(c.Spots) == 1 {
			h.t.Fatalf("claim %d stands in %+v", c.Claim.ID, c.Spots)
		}
		if words := string([]rune(page.Revision.Text)[c.Occurrence.Start:c.Occurrence.End]); words != c.Occurrence.Exact {
			h.t.Fatalf("claim %d stands at %q and should at %q", c.Claim.ID, words, c.Occurrence.Exact)
		}
	}
	counts.QueriesOpen = h.unsettled()
	if counts != page.Counts {
		h.t.Fatalf("the pages show %+v, the counters say %+v", counts, page.Counts)
	}
}

// hidden is docs/invariants.md#not-found: to somebody of another desk the article does not exist, by whatever way they ask.
func (h *history) hidden() {
	stranger, id := h.news.Stranger, h.article.ID
	_, page := h.s.ArticlePage(ctx, stranger, id)
	_, sentence := h.s.SentencePage(ctx, stranger, id, 1)
	_, stamp := h.s.Stamp(ctx, stranger, id)
	_, row := h.s.Article(ctx, stranger, id)
	for way, err := range map[string]error{"page": page, "sentence": sentence, "stamp": stamp, "row": row} {
		if !errors.Is(err, models.ErrNotFound) {
			h.t.Fatalf("a stranger asks for the %s: %v", way, err)
		}
	}
	rows, own := 0, map[string]int{}
	h.ok(h.s.EachAnnotation(ctx, h.news.Editor, models.Filter{ArticleID: id}, func(r models.AnnotationRecord) error {
		giver := slices.Index(models.AnnotationColumns, "reviewer_email") // of evidence without a verdict
		own[string(r[6])+" "+string(r[14])+" "+string(r[giver])]++
		return nil
	}))
	for row, n := range own {
		if n > 1 {
			h.t.Fatalf("annotations.csv has claim and annotation %s %d times", row, n)
		}
	}
	count := func() error { rows++; return nil }
	h.ok(h.s.EachAnnotation(ctx, stranger, models.Filter{}, func(r models.AnnotationRecord) error {
		if string(r[0]) == strconv.FormatInt(h.other.ArticleID, 10) { // it is their own
			return nil
		}
		return count()
	}))
	h.ok(h.s.EachSentence(ctx, stranger, models.Filter{ArticleID: id}, func(models.SentenceRecord) error { return count() }))
	claims, n, _, err := h.s.Claims(ctx, stranger, models.Filter{DeskID: h.news.Desk.ID}, models.Page{})
	h.ok(err)
	if rows+len(claims)+n > 0 {
		h.t.Fatal(fmt.Sprintf("a stranger is told of %d rows and %d claims", rows, n))
	}
}
