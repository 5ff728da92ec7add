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

// history is a random sequence of actions on one article. The invariants must hold after every step.
type history struct {
	t              *rapid.T
	s              *store.Store
	fixture        storetest.Fixture
	article        models.Article
	events         int
	signed         shownSignOff // the valid sign-off after the last step
	smallDesk      bool         // the desk allows overrides of independence
	db             *sql.DB
	replay         *replay
	pages          cachedPages
	checked        bool           // the article was checked after the last step
	closedAccounts map[int64]bool // users with closed accounts
	tally          *tally
	otherDeskClaim models.Location // a claim of another desk's article
}

// defaultHistories is the default number of histories on each database.
const defaultHistories = 30

// stepsEnv is the environment variable with the minimum number of steps on each database.
const stepsEnv = "LINECHECK_HISTORY_STEPS"

// TestHistories checks the invariants of docs/invariants.md that name it with random actions of everybody, on
// both databases. After each step, a replay of the audit log must agree with everything that is shown.
// docs/development/histories.md explains how to run more steps.
func TestHistories(t *testing.T) {
	t.Parallel()
	asked, _ := strconv.Atoi(os.Getenv(stepsEnv))
	if checks := flag.Lookup("rapid.checks"); checks.Value.String() == checks.DefValue {
		n := defaultHistories
		if raceDetector {
			n = 5 // it only looks for races, and takes eight times as long
		}
		if err := checks.Value.Set(strconv.Itoa(n)); err != nil {
			t.Fatal(err)
		}
		defer func() { _ = checks.Value.Set(checks.DefValue) }()
	}
	if seed := flag.Lookup("rapid.seed"); asked == 0 && seed.Value.String() == seed.DefValue {
		// The seed is fixed, so that a failure is caused by a change. The long run uses new seeds.
		if err := seed.Value.Set("20261201"); err != nil {
			t.Fatal(err)
		}
		defer func() { _ = seed.Value.Set(seed.DefValue) }()
	}
	eachWithRawDB(t, func(t *testing.T, s *store.Store, db *sql.DB) {
		news := storetest.Newsroom(t, s)
		sum := &tally{signed: map[string]int{}, refused: map[string]int{}, done: map[string]int{}, began: time.Now()}
		defer sum.print(t)
		other := claimAtOtherDesk(t, s, news)
		for first := true; !t.Failed() && (first || sum.steps < asked); first = false {
			rapid.Check(t, func(rt *rapid.T) {
				runHistory(&history{t: rt, s: s, db: db, fixture: news, tally: sum, otherDeskClaim: other})
			})
			verify(t, s)
		}
	})
}

// runHistory runs one random sequence of actions.
func runHistory(h *history) {
	h.closedAccounts = map[int64]bool{}
	defer h.reopenAccounts()
	h.begin()
	h.t.Repeat(h.steps())
	h.exportAndImport()
	h.tally.add(h.replay)
}

// steps are the possible actions; "" checks the invariants after each of them.
func (h *history) steps() map[string]func(*rapid.T) {
	steps := map[string]func(*rapid.T){
		"claim": h.claim, "annotate": h.annotate, "stale": h.stale, "read": h.read, "unread": h.unread, "undo": h.undo,
		"withdraw annotation": h.withdrawAnnotation, "withdraw claim": h.withdrawClaim, "evidence": h.evidence, "trash": h.trash,
		"split": h.split, "merge": h.merge, "language": h.changeLanguage,
		"raise query": h.raiseQuery, "step in query": h.stepQuery, "assign": h.assign,
		"edit claim": h.edit, "resolve": h.resolve, "correct": h.correct, "address": h.addEvidenceAtAddress,
		"read repeats": h.readDuplicates, "read range": h.readRange, "spread claim": h.addOccurrences, "narrow claim": h.removeOccurrence,
		"sign": h.sign, "override": h.override, "push": h.overrideAndSign, "take back": h.withdrawDecision,
		"revise": h.revise, "withdraw revision": h.withdrawRevision, "draft and back": h.reviseAndWithdraw,
		"confirm": h.confirm, "place": h.place, "words are claimed": h.claimAuthorship, "name the writer": h.setWriter,
		"work": h.finishArticle, "retitle": h.retitle, "policy": h.policy, "close account": h.closeAccount, "outsider": h.actAsOutsider,
		"own correction": h.ownCorrection, "type and read": h.reviseAndRead, "forge": h.sendForgedRequests, "token": h.useReadOnlyToken,
	}
	for name, step := range steps {
		steps[name] = func(rt *rapid.T) {
			h.tally.step(name)
			step(rt)
		}
	}
	steps[""] = h.checkInvariants
	return steps
}

// begin creates an article of random text.
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
	desks, err := h.s.Desks(ctx, h.fixture.Admin)
	h.ok(err)
	h.smallDesk = rapid.Bool().Draw(h.t, "small desk")
	h.ok(
		h.s.SetPolicy(
			ctx,
			h.fixture.Admin,
			h.fixture.Desk.ID,
			models.DeskPolicy{Secondaries: "2", SmallDesk: h.smallDesk, Version: desks[0].Version},
		),
	)
	if rapid.IntRange(0, 3).Draw(h.t, "headline") == 0 {
		text = "History\n\n" + text
	}
	second := rapid.IntRange(0, 5).Draw(h.t, "second reader") == 0
	h.ok(h.s.SetSecondReader(ctx, h.fixture.Admin, h.fixture.Desk.ID, second, false, desks[0].Version+1))
	a, err := h.s.CreateArticle(ctx, h.fixture.Reviewer, models.NewArticle{Title: "History", Text: text, DeskID: h.fixture.Desk.ID})
	h.ok(err)
	h.replay, err = newReplay(h.db, a.ID, h.fixture.Desk.ID)
	h.ok(err)
	h.article, h.events = a, h.length()
}

// anyReader returns a random user, with any role.
func (h *history) anyReader() models.Reader {
	n := h.fixture
	return rapid.SampledFrom([]models.Reader{n.Reviewer, n.Reviewer, n.SecondReviewer, n.Editor, n.Admin, n.Writer, n.Auditor, n.OtherDeskReviewer}).
		Draw(h.t, "who")
}

// anyClaim returns a random claim, if there is one.
func (h *history) anyClaim() (models.ClaimCard, bool) {
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
	_, err := h.s.CreateClaim(ctx, h.anyReader(), h.article.ID, models.Selection{Start: start, End: end})
	h.acceptRefusal(err)
}

func (h *history) annotate(*rapid.T) {
	if c, ok := h.anyClaim(); ok {
		tag := models.AnnotationInput{
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
		_, err := h.s.Annotate(ctx, h.anyReader(), c.Claim.ID, tag)
		h.acceptRefusal(err)
	}
}

func (h *history) stale(*rapid.T) {
	if c, ok := h.anyClaim(); ok && c.Version > 1 {
		_, err := h.s.Annotate(
			ctx,
			h.fixture.Reviewer,
			c.Claim.ID,
			models.AnnotationInput{Version: c.Version - 1, Status: "unverified", Note: "Not so."},
		)
		if !errors.Is(err, models.ErrStale) {
			h.t.Fatalf("annotating with version %d of %d: %v", c.Version-1, c.Version, err)
		}
	}
}

func (h *history) read(*rapid.T) {
	s := rapid.SampledFrom(h.page().Sentences).Draw(h.t, "sentence")
	_, err := h.s.MarkRead(ctx, h.anyReader(), s.ID)
	h.acceptRefusal(err)
}

func (h *history) unread(*rapid.T) {
	s := rapid.SampledFrom(h.page().Sentences).Draw(h.t, "sentence")
	_, err := h.s.UnmarkRead(ctx, h.anyReader(), s.ID)
	h.acceptRefusal(err)
}

func (h *history) undo(*rapid.T) {
	who := h.anyReader()
	h.checkOthersWorkKept(who, func() {
		h.changeBoundaries(func() error {
			_, err := h.s.Undo(ctx, who, h.article.ID)
			return err
		})
	})
}

func (h *history) withdrawAnnotation(*rapid.T) {
	if c, ok := h.anyClaim(); ok && len(c.Annotations) > 0 {
		who := h.anyReader()
		h.checkOthersWorkKept(who, func() {
			_, err := h.s.WithdrawAnnotation(ctx, who, rapid.SampledFrom(c.Annotations).Draw(h.t, "annotation").Annotation.ID)
			h.acceptRefusal(err)
		})
	}
}

func (h *history) withdrawClaim(*rapid.T) {
	if c, ok := h.anyClaim(); ok {
		who := h.anyReader()
		h.checkOthersWorkKept(who, func() {
			_, err := h.s.WithdrawClaim(ctx, who, c.Claim.ID)
			h.acceptRefusal(err)
		})
	}
}

func (h *history) evidence(*rapid.T) {
	if c, ok := h.anyClaim(); ok {
		if len(c.Evidence) > 0 && rapid.Bool().Draw(h.t, "withdraw") {
			who := h.anyReader()
			h.checkOthersWorkKept(who, func() {
				_, err := h.s.WithdrawEvidence(ctx, who, c.Evidence[0].Evidence.ID)
				h.acceptRefusal(err)
			})
			return
		}
		_, err := h.s.AddEvidence(
			ctx,
			h.anyReader(),
			c.Claim.ID,
			models.NewEvidence{Title: "A book", Publisher: "A house", Class: "secondary", Kind: "document", Locator: "p. 1"},
		)
		h.acceptRefusal(err)
	}
}

// readDuplicates accepts the offer of a sentence as a user sees it, or requests any sentences.
func (h *history) readDuplicates(*rapid.T) {
	who, sentences := h.anyReader(), h.page().Sentences
	s := rapid.SampledFrom(sentences).Draw(h.t, "sentence")
	ids := []int64{rapid.SampledFrom(sentences).Draw(h.t, "any").ID}
	if page, err := h.s.SentencePage(ctx, who, h.article.ID, s.Ordinal); err == nil && rapid.IntRange(0, 3).Draw(h.t, "as offered") > 0 {
		ids = idsOf(page.ReadMarkOffer())
	}
	_, err := h.s.MarkDuplicatesRead(ctx, who, s.ID, ids)
	h.acceptRefusal(err)
}

func idsOf(offer models.DuplicateOffer) (ids []int64) {
	for _, r := range offer.Duplicates {
		ids = append(ids, r.SentenceID)
	}
	return ids
}

// addOccurrences accepts the offer of a claim, or requests any sentence. An offer of the page must not be
// refused as outdated.
func (h *history) addOccurrences(*rapid.T) {
	c, ok := h.anyClaim()
	if !ok || len(c.Locations) == 0 { // a lost claim has no location
		return
	}
	spot := rapid.SampledFrom(c.Locations).Draw(h.t, "spot")
	page, err := h.s.SentencePage(ctx, h.fixture.Auditor, h.article.ID, spot.Ordinal)
	h.ok(err)
	ids := []int64{rapid.SampledFrom(h.page().Sentences).Draw(h.t, "any").ID}
	offered := rapid.IntRange(0, 3).Draw(h.t, "as offered") > 0
	for _, here := range page.Claims {
		if here.Claim.ID == c.Claim.ID && offered {
			offer, _ := page.ClaimOffer(here)
			ids = idsOf(offer)
		}
	}
	_, err = h.s.AddOccurrences(ctx, h.anyReader(), c.Claim.ID, c.Version, spot.SentenceID, ids)
	if offered && errors.Is(err, models.ErrStale) {
		h.t.Fatalf("an offer of the page is refused: %v", err)
	}
	h.acceptRefusal(err)
}

func (h *history) removeOccurrence(*rapid.T) {
	if c, ok := h.anyClaim(); ok && len(c.Locations) > 0 { // a lost claim has no location
		_, err := h.s.RemoveOccurrence(
			ctx,
			h.anyReader(),
			c.Claim.ID,
			c.Version,
			rapid.SampledFrom(c.Locations).Draw(h.t, "spot").SentenceID,
		)
		h.acceptRefusal(err)
	}
}

func (h *history) trash(*rapid.T) {
	who := h.anyReader()
	h.acceptRefusal(h.s.TrashArticle(ctx, who, h.article.ID))
	h.acceptRefusal(h.s.RestoreArticle(ctx, h.fixture.Admin, h.article.ID))
}

// acceptRefusal accepts a change that succeeded or failed with a known error. A failed one must not leave an
// event.
func (h *history) acceptRefusal(err error) {
	var invalid models.ValidationErrors
	if err == nil {
		return
	}
	h.tally.refuse(err)
	if !errors.As(err, &invalid) && !errors.Is(err, models.ErrForbidden) && !errors.Is(err, models.ErrNotFound) {
		h.t.Fatalf("an unexpected error: %v", err)
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

// checkInvariants checks everything that must hold after every step.
func (h *history) checkInvariants(*rapid.T) {
	h.pages = cachedPages{}
	if h.checked && h.length() == h.events { // nothing has changed since the last check
		if row, err := h.s.Article(ctx, h.fixture.Auditor, h.article.ID); err != nil || row.Changes != h.article.Changes {
			h.t.Fatalf("the article changed without an event (%v)", err)
		}
		return
	}
	h.checked = true
	page := h.page()
	h.pages.frozen = true
	defer func() { h.pages.frozen = false }()
	if changed := page.Changes != h.article.Changes; changed != (h.length() != h.events) {
		h.t.Fatalf("the article changed: %v, events written: %d", changed, h.length()-h.events)
	}
	h.article, h.events = page.Article, h.length()
	h.checkReplay(page)
	h.checkPartition(page)
	h.checkCounts(page)
	h.checkGate(page)
	h.checkEvidence()
	h.checkHidden()
	h.checkBlind()
	h.checkIndependence(page)
}

// checkPartition checks docs/invariants.md#partition: the sentences with the white space between them are the
// text.
func (h *history) checkPartition(page models.ArticlePage) {
	runes, rebuilt, at := []rune(page.Revision.Text), "", 0
	for _, s := range page.Sentences {
		rebuilt += string(runes[at:s.Start]) + s.Text
		at = s.End
	}
	if rebuilt+string(runes[at:]) != page.Revision.Text {
		h.t.Fatal("the sentences do not make up the text")
	}
}

// checkCounts checks docs/invariants.md#offsets, docs/invariants.md#counters and docs/invariants.md#status
// with separate counts of what the pages show.
func (h *history) checkCounts(page models.ArticlePage) {
	var counts models.Counts
	for _, s := range page.AllSentences() {
		counts.AddSentence(s.State, 1)
	}
	for _, c := range h.cards() {
		standing := models.ClaimStatus{Status: c.Status, Disagree: c.Disagree}
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
		if should := models.ComputeClaimStatus(live, 0); should.Status != standing.Status || should.Disagree && !standing.Disagree {
			h.t.Fatalf("claim %d is shown as %+v and its annotations make it %+v", c.Claim.ID, standing, should)
		}
		if c.Occurrence.Placement == models.Lost {
			continue
		}
		if len(c.Locations) == 0 || c.Locations[0].Further && len(c.Locations) == 1 {
			h.t.Fatalf("claim %d is in %+v", c.Claim.ID, c.Locations)
		}
		if words := string([]rune(page.Revision.Text)[c.Occurrence.Start:c.Occurrence.End]); words != c.Occurrence.Exact {
			h.t.Fatalf("claim %d is at %q, want %q", c.Claim.ID, words, c.Occurrence.Exact)
		}
	}
	counts.QueriesOpen = h.countUnsettled()
	if counts != page.Counts {
		h.t.Fatalf("the pages show %+v, the counters say %+v", counts, page.Counts)
	}
}

// checkHidden checks docs/invariants.md#not-found: for a user of another desk, the article does not exist in
// any request.
func (h *history) checkHidden() {
	stranger, id := h.fixture.OtherDeskReviewer, h.article.ID
	_, page := h.s.ArticlePage(ctx, stranger, id)
	_, sentence := h.s.SentencePage(ctx, stranger, id, 1)
	_, stamp := h.s.ArticleVersion(ctx, stranger, id)
	_, row := h.s.Article(ctx, stranger, id)
	for way, err := range map[string]error{"page": page, "sentence": sentence, "stamp": stamp, "row": row} {
		if !errors.Is(err, models.ErrNotFound) {
			h.t.Fatalf("a stranger asks for the %s: %v", way, err)
		}
	}
	rows, own := 0, map[string]int{}
	h.ok(h.s.EachAnnotation(ctx, h.fixture.Editor, models.Filter{ArticleID: id}, func(r models.AnnotationExportRow) error {
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
	h.ok(h.s.EachAnnotation(ctx, stranger, models.Filter{}, func(r models.AnnotationExportRow) error {
		if string(r[0]) == strconv.FormatInt(h.otherDeskClaim.ArticleID, 10) { // it is their own
			return nil
		}
		return count()
	}))
	h.ok(h.s.EachSentence(ctx, stranger, models.Filter{ArticleID: id}, func(models.SentenceExportRow) error { return count() }))
	claims, n, _, err := h.s.Claims(ctx, stranger, models.Filter{DeskID: h.fixture.Desk.ID}, models.Page{})
	h.ok(err)
	if rows+len(claims)+n > 0 {
		h.t.Fatal(fmt.Sprintf("a user of another desk sees %d rows and %d claims", rows, n))
	}
}
