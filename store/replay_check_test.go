package store_test

import (
	"errors"
	"fmt"
	"maps"
	"slices"
	"strconv"
	"strings"

	"linecheck/models"
)

// checkReplay compares what the product shows after a step with a replay of the audit log: signed articles
// may be signed, settled things are settled, and every assertion that is attributed to a person was made by
// them for exactly these words.
func (h *history) checkReplay(page models.ArticlePage) {
	h.ok(h.replay.catchUp())
	if len(h.replay.faults) > 0 {
		h.failWithLog("the audit log contains what it should not: %s", strings.Join(h.replay.faults, "\n"))
	}
	h.checkSentences(page)
	for _, c := range h.cards() {
		h.checkClaimAttribution(c)
	}
	for _, s := range page.AllSentences() {
		h.checkReaders(h.sentence(s.Ordinal))
	}
	h.checkMayBeSigned(page)
	h.checkExports()
}

// checkSentences compares the sentences and their states with the replay's.
func (h *history) checkSentences(page models.ArticlePage) {
	shown, all := page.AllSentences(), h.replay.allSentences()
	if len(shown) != len(all) {
		h.failWithLog("the page has %d sentences, but the audit log %d", len(shown), len(all))
	}
	for i, s := range shown {
		r := all[i]
		same := s.Text == r.text && string(s.Region) == r.Region && s.TrackID == r.Track
		if !same || r.Ordinal > 0 && (s.ID != r.ID || s.Start != r.Start) {
			h.failWithLog("sentence %d is shown as %+v, and by the audit log it is %+v", s.Ordinal, s.Sentence, *r)
		}
		why := h.replay.whyUnsettled(r)
		settled := s.State == models.Done || s.State == models.Clear
		switch {
		case settled && why != "":
			h.failWithLog("sentence %d, %q, is %s, but by the audit log it is not settled: %s", s.Ordinal, s.Text, s.State, why)
		case !settled && why == "":
			h.noteStricter("sentence %d, %q, is %s, and by the audit log it is settled", s.Ordinal, s.Text, s.State)
		}
	}
}

// noteStricter reports where the product requires more than the audit log.
func (h *history) noteStricter(format string, args ...any) {
	h.failWithLog("stricter than the audit log: "+format, args...)
}

// checkClaimAttribution compares everything that is shown of a claim with the audit log.
func (h *history) checkClaimAttribution(c models.ClaimCard) {
	fail := func(format string, args ...any) {
		h.failWithLog("claim %d: "+format, append([]any{c.Claim.ID}, args...)...)
	}
	known := h.replay.claims[c.Claim.ID]
	if known == nil || known.withdrawn || c.ByName != h.personName(known.by) {
		fail("it is shown as made by %q, and the audit log has %+v", c.ByName, known)
	}
	if exact, context := h.replay.wordsOf(c.Claim.ID); exact != c.Exact || context != c.Context {
		fail("it is shown with %q in %q, and by the audit log it has %q in %q", c.Exact, c.Context, exact, context)
	}
	if status, _ := h.replay.claimStatus(c.Claim.ID); status != string(c.Status) {
		fail("it is called %s, and by the audit log it is %s", c.Status, status)
	}
	for _, a := range c.Annotations {
		v := h.replay.verdicts[a.Annotation.ID]
		if v == nil || v.by != a.ReviewerID || v.claim != a.ClaimID || v.status != string(a.Status) || v.note != a.Note || v.ruling != a.Ruling ||
			v.exact != a.Annotation.Exact || v.context != a.Annotation.Context ||
			v.withdrawn != (a.WithdrawnAt != nil) ||
			a.Name != h.personName(v.by) {
			fail("verdict %+v is shown as that of %q, and the audit log has %+v", a.Annotation, a.Name, v)
		}
		if (a.Live || a.Counts) && !h.replay.counts(v) {
			fail("verdict %d counts, and by the audit log it is of other words: %+v", a.Annotation.ID, v)
		}
	}
	end := h.replay.lastOutcome(c.Claim.ID)
	if c.Resolution != models.Unresolved &&
		(end == nil || end.how != string(c.Resolution) || end.exact != c.Exact || end.context != c.Context ||
			c.Resolver != h.personName(end.by)) {
		fail("it is shown as ended, %s by %q, and the audit log has %+v", c.Resolution, c.Resolver, end)
	}
	h.checkEvidenceAttribution(c)
	for _, k := range c.Corrections {
		x := h.replay.corrections[k.ID]
		if x == nil || x.by != k.ProposedBy || x.from != k.From || x.to != k.To || x.state != string(k.State) ||
			k.ByName != h.personName(x.by) {
			fail("correction %+v is shown, and the audit log has %+v", k.Correction, x)
		}
	}
}

func (h *history) checkEvidenceAttribution(c models.ClaimCard) {
	for _, e := range c.Evidence {
		x := h.replay.evidence[e.Evidence.ID]
		if x == nil || e.CreatedBy == nil || x.by != *e.CreatedBy || x.claim != c.Claim.ID || x.exact != e.Exact || x.class != string(e.Class) ||
			x.stance != string(e.Stance) || x.title != e.Source.Title() || x.quote != e.Quote ||
			x.withdrawn ||
			e.ByName != h.personName(x.by) {
			h.failWithLog("claim %d: evidence %+v is shown as that of %q, but the audit log has %+v", c.Claim.ID, e.Evidence, e.ByName, x)
		}
		if e.WhyNot.IsZero() && x.exact != c.Exact {
			h.failWithLog("claim %d: evidence %d counts for %q, but was given for %q", c.Claim.ID, x.id, c.Exact, x.exact)
		}
	}
	if c.Status == models.Sourced && c.CanBeSourced && !h.replay.proved(c.Claim.ID, h.replay.rules) {
		h.failWithLog("claim %d is shown as proved, but the audit log has no proof", c.Claim.ID)
	}
}

// checkReaders compares the readers shown for a sentence with the marks in the audit log.
func (h *history) checkReaders(p models.SentencePage) {
	s := h.replay.countingSentence(h.replay.sentence(p.Sentence.TrackID))
	counting := h.replay.countingMarks(s)
	for _, m := range p.ReadMarks {
		if !slices.ContainsFunc(counting, func(x *loggedMark) bool {
			return x.id == m.ID && x.by == m.ReaderID && x.words == m.Text && x.size == m.RangeSize && h.personName(x.by) == m.Name
		}) {
			h.failWithLog(
				"%s is shown as having read sentence %d, %q, and the audit log has no such mark %d",
				m.Name,
				p.Sentence.Ordinal,
				s.text,
				m.ID,
			)
		}
	}
	for _, m := range p.Lapsed {
		if x := h.replay.marks[m.ID]; x == nil || x.by != m.ReaderID || x.words != m.Text {
			h.failWithLog("%s is shown as having read %q, but the audit log has %+v", m.Name, m.Text, x)
		}
	}
	left := h.replay.unreadChars(s)
	for i, says := range left {
		read := slices.ContainsFunc(counting, func(m *loggedMark) bool { return m.covers[i] })
		if p.RestRead && says && !read {
			h.failWithLog("the rest of sentence %d is shown as read, but nobody has read character %d of %q", p.Sentence.Ordinal, i, s.text)
		}
	}
}

// checkMayBeSigned compares the gate and the valid sign-off with the replay.
func (h *history) checkMayBeSigned(page models.ArticlePage) {
	if page.Gate.Open() {
		h.checkOpenFor(0, h.replay.rules)
	}
	for _, signer := range []models.Reader{h.fixture.Editor, h.fixture.Admin} {
		gate, err := h.s.GatePage(ctx, signer, h.article.ID)
		if h.closedAccounts[signer.UserID] && errors.Is(err, models.ErrNotFound) {
			continue
		}
		h.ok(err)
		if gate.Gate.Open() && gate.Gate.SignOff == nil { // once signed, the gate is the signer's
			h.checkOpenFor(signer.UserID, h.replay.rules)
		}
	}
	s, signed := page.Gate.SignOff, h.replay.signature
	if (s == nil) != (signed == nil) {
		h.failWithLog("the sign-off is shown as %+v, but the audit log has %+v", s, signed)
	}
	if s == nil {
		return
	}
	if s.ID != signed.id || s.UserID != signed.by || s.SHA256 != signed.sha || s.Name != h.personName(signed.by) {
		h.failWithLog("the sign-off is shown as %+v, but the audit log has %+v", s, signed)
	}
	if signed.sha != sha(string(h.replay.current.text)) || signed.head != sha(h.replay.title) {
		h.failWithLog("the valid sign-off is of another text or title")
	}
	h.checkOpenFor(signed.by, signed.rules)
}

// checkOpenFor fails unless the audit log alone allows a user to sign the article.
func (h *history) checkOpenFor(signer int64, rules deskRules) {
	for _, p := range h.replay.uncoveredProblems(signer, rules) {
		h.failWithLog("the gate is open for user %d, but by the audit log it is not: %s", signer, p)
	}
}

// checkExports compares the rows of annotations.csv and sentences.csv with the audit log.
func (h *history) checkExports() {
	column := func(columns []string, name string) int { return slices.Index(columns, name) }
	h.ok(h.s.EachAnnotation(ctx, h.fixture.Auditor, models.Filter{ArticleID: h.article.ID}, func(row models.AnnotationExportRow) error {
		at := func(name string) string { return string(row[column(models.AnnotationColumns, name)]) }
		if at("annotation_id") == "" && at("reviewer") == "" {
			return nil
		}
		claim, err := strconv.ParseInt(at("claim_id"), 10, 64)
		if err != nil || !h.isRowInLog(claim, at) {
			return fmt.Errorf("annotations.csv has a row that is not in the audit log: %q (%v)", row, err)
		}
		return nil
	}))
	h.ok(h.s.EachSentence(ctx, h.fixture.Auditor, models.Filter{ArticleID: h.article.ID}, func(row models.SentenceExportRow) error {
		at := func(name string) string { return string(row[column(models.SentenceColumns, name)]) }
		n, err := strconv.Atoi(at("sentence"))
		if err != nil || n >= len(h.replay.allSentences()) {
			return fmt.Errorf("sentences.csv has sentence %q", at("sentence"))
		}
		s, names := h.replay.allSentences()[n], []string{}
		for _, m := range slices.Concat(h.replay.countingMarks(h.replay.countingSentence(s)), h.replay.countingMarks(s)) { // a title may have been read separately
			names = append(names, h.personName(m.by))
		}
		for name := range strings.SplitSeq(at("read_by"), " | ") {
			if name != "" && !slices.Contains(names, name) || at("text") != s.text {
				return fmt.Errorf("sentences.csv has %q as a reader of %q; by the audit log %q read it: %q", name, at("text"), names, row)
			}
		}
		return nil
	}))
}

// isRowInLog reports whether the audit log contains what a row of annotations.csv says.
func (h *history) isRowInLog(claim int64, at func(string) string) bool {
	if at("annotation_id") == "" { // evidence without a verdict on these words
		return slices.ContainsFunc(slices.Collect(maps.Values(h.replay.evidence)), func(x *loggedEvidence) bool {
			return x.claim == claim && !x.withdrawn && h.personName(x.by) == at("reviewer") && x.exact == at("judged_text")
		})
	}
	id, err := strconv.ParseInt(at("annotation_id"), 10, 64)
	v := h.replay.verdicts[id]
	return err == nil && v != nil && v.claim == claim && h.personName(v.by) == at("reviewer") && v.status == at("status") &&
		v.exact == at("judged_text") && (at("ruling") == "true") == v.ruling && (at("counts") != "true" || h.replay.counts(v))
}

// failWithLog fails, and shows the audit log of the article.
func (h *history) failWithLog(format string, args ...any) {
	h.t.Fatalf(format+"\nthe audit log:\n%s", append(args, strings.Join(h.replay.eventTrail, "\n"))...)
}

// personName returns the name of a user of the newsroom.
func (h *history) personName(id int64) string {
	n := h.fixture
	for _, who := range []models.Reader{n.Reviewer, n.SecondReviewer, n.Editor, n.Admin, n.Writer, n.Auditor, n.OtherDeskReviewer} {
		if who.UserID == id {
			return who.Name
		}
	}
	return ""
}
