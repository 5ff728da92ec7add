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

// replayed holds what the product shows after a step against a replay of the audit log: what is signed may be signed, what counts as
// settled is settled, and every word that is attributed to a person was said by them of just those words.
func (h *history) replayed(page models.ArticlePage) {
	h.ok(h.log.catchUp())
	if len(h.log.faults) > 0 {
		h.disagree("the audit log contains what it should not: %s", strings.Join(h.log.faults, "\n"))
	}
	h.sameSentences(page)
	for _, c := range h.cards() {
		h.attributed(c)
	}
	for _, s := range page.AllSentences() {
		h.readBy(h.sentence(s.Ordinal))
	}
	h.mayBeSigned(page)
	h.filesSay()
}

// sameSentences holds the sentences and their states against the replay's.
func (h *history) sameSentences(page models.ArticlePage) {
	shown, all := page.AllSentences(), h.log.all()
	if len(shown) != len(all) {
		h.disagree("the page has %d sentences, and the audit log %d", len(shown), len(all))
	}
	for i, s := range shown {
		r := all[i]
		same := s.Text == r.text && string(s.Region) == r.Region && s.TrackID == r.Track
		if !same || r.Ordinal > 0 && (s.ID != r.ID || s.Start != r.Start) {
			h.disagree("sentence %d is shown as %+v, and by the audit log it is %+v", s.Ordinal, s.Sentence, *r)
		}
		why := h.log.unsettled(r)
		settled := s.State == models.Done || s.State == models.Clear
		switch {
		case settled && why != "":
			h.disagree("sentence %d, %q, is %s, and by the audit log it is not settled: %s", s.Ordinal, s.Text, s.State, why)
		case !settled && why == "":
			h.harsher("sentence %d, %q, is %s, and by the audit log it is settled", s.Ordinal, s.Text, s.State)
		}
	}
}

// harsher notes where the product asks for more than the audit log does.
func (h *history) harsher(format string, args ...any) {
	h.disagree("harsher: "+format, args...)
}

// attributed holds everything that is shown of a claim against what the audit log says of it.
func (h *history) attributed(c models.ClaimCard) {
	fail := func(format string, args ...any) {
		h.disagree("claim %d: "+format, append([]any{c.Claim.ID}, args...)...)
	}
	known := h.log.claims[c.Claim.ID]
	if known == nil || known.withdrawn || c.ByName != h.called(known.by) {
		fail("it is shown as made by %q, and the audit log has %+v", c.ByName, known)
	}
	if exact, context := h.log.wordsOf(c.Claim.ID); exact != c.Exact || context != c.Context {
		fail("it is shown with %q in %q, and by the audit log it has %q in %q", c.Exact, c.Context, exact, context)
	}
	if status, _ := h.log.standing(c.Claim.ID); status != string(c.Status) {
		fail("it is called %s, and by the audit log it is %s", c.Status, status)
	}
	for _, a := range c.Annotations {
		v := h.log.verdicts[a.Annotation.ID]
		if v == nil || v.by != a.ReviewerID || v.claim != a.ClaimID || v.status != string(a.Status) || v.note != a.Note || v.ruling != a.Ruling ||
			v.exact != a.Annotation.Exact || v.context != a.Annotation.Context || v.withdrawn != (a.WithdrawnAt != nil) || a.Name != h.called(v.by) {
			fail("verdict %+v is shown as that of %q, and the audit log has %+v", a.Annotation, a.Name, v)
		}
		if (a.Live || a.Counts) && !h.log.counts(v) {
			fail("verdict %d counts, and by the audit log it is of other words: %+v", a.Annotation.ID, v)
		}
	}
	end := h.log.ending(c.Claim.ID)
	if c.Resolution != models.Unresolved && (end == nil || end.how != string(c.Resolution) || end.exact != c.Exact || end.context != c.Context ||
		c.Resolver != h.called(end.by)) {
		fail("it is shown as ended, %s by %q, and the audit log has %+v", c.Resolution, c.Resolver, end)
	}
	h.attributedEvidence(c)
	for _, k := range c.Corrections {
		x := h.log.fixes[k.ID]
		if x == nil || x.by != k.ProposedBy || x.from != k.From || x.to != k.To || x.state != string(k.State) || k.ByName != h.called(x.by) {
			fail("correction %+v is shown, and the audit log has %+v", k.Correction, x)
		}
	}
}

func (h *history) attributedEvidence(c models.ClaimCard) {
	for _, e := range c.Evidence {
		x := h.log.evidence[e.Evidence.ID]
		if x == nil || e.CreatedBy == nil || x.by != *e.CreatedBy || x.claim != c.Claim.ID || x.exact != e.Exact || x.class != string(e.Class) ||
			x.stance != string(e.Stance) || x.title != e.Source.Title() || x.quote != e.Quote || x.withdrawn || e.ByName != h.called(x.by) {
			h.disagree("claim %d: evidence %+v is shown as that of %q, and the audit log has %+v", c.Claim.ID, e.Evidence, e.ByName, x)
		}
		if e.WhyNot == "" && x.exact != c.Exact {
			h.disagree("claim %d: evidence %d counts for %q, and was given for %q", c.Claim.ID, x.id, c.Exact, x.exact)
		}
	}
	if c.Status == models.Sourced && c.Proved && !h.log.proved(c.Claim.ID, h.log.rules) {
		h.disagree("claim %d is called proved, and the audit log has no proof", c.Claim.ID)
	}
}

// readBy holds who is shown as having read a sentence against the marks in the audit log.
func (h *history) readBy(p models.SentencePage) {
	s := h.log.spokenOf(h.log.sentence(p.Sentence.TrackID))
	counting := h.log.counting(s)
	for _, m := range p.Readings {
		if !slices.ContainsFunc(counting, func(x *mark) bool {
			return x.id == m.ID && x.by == m.ReaderID && x.words == m.Text && h.called(x.by) == m.Name
		}) {
			h.disagree("%s is shown as having read sentence %d, %q, and the audit log has no such mark %d", m.Name, p.Sentence.Ordinal, s.text, m.ID)
		}
	}
	for _, m := range p.Lapsed {
		if x := h.log.marks[m.ID]; x == nil || x.by != m.ReaderID || x.words != m.Text {
			h.disagree("%s is shown as having read %q, and the audit log has %+v", m.Name, m.Text, x)
		}
	}
	left := h.log.rest(s)
	for i, says := range left {
		read := slices.ContainsFunc(counting, func(m *mark) bool { return m.covers[i] })
		if p.RestRead && says && !read {
			h.disagree("the rest of sentence %d is called read, and nobody has read character %d of %q", p.Sentence.Ordinal, i, s.text)
		}
	}
}

// mayBeSigned holds the gate, and the sign-off that stands, against the replay.
func (h *history) mayBeSigned(page models.ArticlePage) {
	if page.Gate.Open() {
		h.opens(0, h.log.rules)
	}
	for _, signer := range []models.Reader{h.news.Editor, h.news.Admin} {
		gate, err := h.s.GatePage(ctx, signer, h.article.ID)
		if h.closed[signer.UserID] && errors.Is(err, models.ErrNotFound) {
			continue
		}
		h.ok(err)
		if gate.Gate.Open() && gate.Gate.SignOff == nil { // once signed, the gate is as its signer met it
			h.opens(signer.UserID, h.log.rules)
		}
	}
	s, signed := page.Gate.SignOff, h.log.signed
	if (s == nil) != (signed == nil) {
		h.disagree("the sign-off is shown as %+v, and the audit log has %+v", s, signed)
	}
	if s == nil {
		return
	}
	if s.ID != signed.id || s.UserID != signed.by || s.SHA256 != signed.sha || s.Name != h.called(signed.by) {
		h.disagree("the sign-off is shown as %+v, and the audit log has %+v", s, signed)
	}
	if signed.sha != sha(string(h.log.current.text)) || signed.head != sha(h.log.title) {
		h.disagree("the sign-off that stands is of another text or title")
	}
	h.opens(signed.by, signed.rules)
}

// opens fails unless the article may be signed by somebody, by the audit log alone.
func (h *history) opens(signer int64, rules deskRules) {
	for _, p := range h.log.open(signer, rules) {
		h.disagree("the gate is open to %d, and by the audit log it is not: %s", signer, p)
	}
}

// filesSay holds the rows of annotations.csv and sentences.csv against the audit log.
func (h *history) filesSay() {
	column := func(columns []string, name string) int { return slices.Index(columns, name) }
	h.ok(h.s.EachAnnotation(ctx, h.news.Auditor, models.Filter{ArticleID: h.article.ID}, func(row models.AnnotationRecord) error {
		at := func(name string) string { return string(row[column(models.AnnotationColumns, name)]) }
		if at("annotation_id") == "" && at("reviewer") == "" {
			return nil
		}
		claim, err := strconv.ParseInt(at("claim_id"), 10, 64)
		if err != nil || !h.saidInRow(claim, at) {
			return fmt.Errorf("annotations.csv says what the audit log does not: %q (%v)", row, err)
		}
		return nil
	}))
	h.ok(h.s.EachSentence(ctx, h.news.Auditor, models.Filter{ArticleID: h.article.ID}, func(row models.SentenceRecord) error {
		at := func(name string) string { return string(row[column(models.SentenceColumns, name)]) }
		n, err := strconv.Atoi(at("sentence"))
		if err != nil || n >= len(h.log.all()) {
			return fmt.Errorf("sentences.csv has sentence %q", at("sentence"))
		}
		s, names := h.log.all()[n], []string{}
		for _, m := range slices.Concat(h.log.counting(h.log.spokenOf(s)), h.log.counting(s)) { // a title may have been read for itself
			names = append(names, h.called(m.by))
		}
		for name := range strings.SplitSeq(at("read_by"), " | ") {
			if name != "" && !slices.Contains(names, name) || at("text") != s.text {
				return fmt.Errorf("sentences.csv says that %q read %q; by the audit log %q read it: %q", name, at("text"), names, row)
			}
		}
		return nil
	}))
}

// saidInRow reports whether the audit log has what a row of annotations.csv says.
func (h *history) saidInRow(claim int64, at func(string) string) bool {
	if at("annotation_id") == "" { // evidence of somebody without a verdict on these words
		return slices.ContainsFunc(slices.Collect(maps.Values(h.log.evidence)), func(x *piece) bool {
			return x.claim == claim && !x.withdrawn && h.called(x.by) == at("reviewer") && x.exact == at("judged_text")
		})
	}
	id, err := strconv.ParseInt(at("annotation_id"), 10, 64)
	v := h.log.verdicts[id]
	return err == nil && v != nil && v.claim == claim && h.called(v.by) == at("reviewer") && v.status == at("status") &&
		v.exact == at("judged_text") && (at("ruling") == "true") == v.ruling && (at("counts") != "true" || h.log.counts(v))
}

// disagree fails, and shows the audit log of the article.
func (h *history) disagree(format string, args ...any) {
	h.t.Fatalf(format+"\nthe audit log:\n%s", append(args, strings.Join(h.log.trail, "\n"))...)
}

// called is the name of a person of the newsroom.
func (h *history) called(id int64) string {
	n := h.news
	for _, who := range []models.Reader{n.Reviewer, n.Second, n.Editor, n.Admin, n.Writer, n.Auditor, n.Stranger} {
		if who.UserID == id {
			return who.Name
		}
	}
	return ""
}
