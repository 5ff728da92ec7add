package store_test

import (
	"fmt"
	"slices"
	"strings"
	"unicode"

	"linecheck/text/web"
)

// problem is a reason why an article may not be signed, by the naive rules.
type problem struct {
	code    string // "state", "queries", "lost", "corrections", "proof", "independence" or "second reader"
	thing   thingKey
	ordinal int // of the sentence
	why     string
	covered int64 // the override that covers it in its current state; 0: none
}

func (p problem) String() string {
	return fmt.Sprintf("%s, %s %d: %s", p.code, p.thing.kind, p.thing.id, p.why)
}

// problems lists the problems that keep a user from signing under given rules, with the overrides that cover
// them.
func (r *replay) problems(signer int64, rules deskRules) []problem {
	var list []problem
	for _, s := range r.allSentences() {
		list = append(list, r.sentenceProblems(s, signer, rules)...)
	}
	for id, q := range r.queries {
		if q.state == "open" || q.state == "answered" {
			list = append(list, problem{code: "queries", thing: thingKey{"query", id}, why: "it is " + q.state})
		}
	}
	for _, id := range r.liveClaims() {
		list = append(list, r.claimProblems(id, rules)...)
	}
	for i := range list {
		list[i].covered = r.coveredBy(list[i], rules)
	}
	return list
}

// uncoveredProblems returns the problems that no override covers.
func (r *replay) uncoveredProblems(signer int64, rules deskRules) []problem {
	return slices.DeleteFunc(r.problems(signer, rules), func(p problem) bool { return p.covered != 0 })
}

// allSentences returns the title and the sentences.
func (r *replay) allSentences() []*loggedSentence {
	list := []*loggedSentence{&r.current.title}
	for i := range r.current.sentences {
		list = append(list, &r.current.sentences[i])
	}
	return list
}

// sentenceProblems returns the problems of one sentence.
func (r *replay) sentenceProblems(s *loggedSentence, signer int64, rules deskRules) []problem {
	var list []problem
	add := func(code, why string) {
		list = append(list, problem{code: code, thing: thingKey{"sentence", s.Track}, ordinal: s.Ordinal, why: why})
	}
	why := r.whyUnsettled(s)
	if why != "" {
		add("state", why)
	}
	if r.headline(s) != nil {
		return list // the headline's problems count for both
	}
	wrote := r.authorsOf(*s)
	for _, item := range r.items(s) {
		others := slices.DeleteFunc(slices.Clone(item.checkedBy), func(who int64) bool { return wrote[who] })
		if rules.SecondReader && len(others) < 2 {
			add("second reader", fmt.Sprintf("%s was looked at by %v", item.what, others))
		}
		if others = slices.DeleteFunc(others, func(who int64) bool { return who == signer }); why == "" && len(others) == 0 {
			add("independence", fmt.Sprintf("at %s of %q looked %v; its authors are %v", item.what, s.text, item.checkedBy, wrote))
		}
	}
	return list
}

// headline returns the headline that equals the title; nil for any sentence but the title.
func (r *replay) headline(s *loggedSentence) *loggedSentence {
	if s.Ordinal != 0 {
		return nil
	}
	for i := range r.current.sentences {
		if h := &r.current.sentences[i]; h.Region == "headline" && wordsOfHeadline(h.text) == wordsOfHeadline(s.text) {
			return h
		}
	}
	return nil
}

// wordsOfHeadline returns the words of a headline with their letters and digits alone.
func wordsOfHeadline(s string) string {
	var words []string
	for _, word := range strings.Fields(strings.NewReplacer(".", "", "'", "", "’", "").Replace(s)) {
		for part := range strings.FieldsFuncSeq(word, func(r rune) bool { return !unicode.IsLetter(r) && !unicode.IsDigit(r) }) {
			words = append(words, strings.ToLower(part))
		}
	}
	return strings.Join(words, " ")
}

// countingSentence returns the sentence whose marks and verdicts count for a sentence: for a title that
// equals a headline, the headline.
func (r *replay) countingSentence(s *loggedSentence) *loggedSentence {
	if h := r.headline(s); h != nil {
		return h
	}
	return s
}

var changesText = map[string]bool{"corrected": true, "softened": true, "attributed": true, "cut": true}

// isCorrected reports whether a correction of a claim was made.
func (r *replay) isCorrected(claim int64) bool {
	for _, k := range r.corrections {
		if k.claim == claim && k.state == "made" {
			return true
		}
	}
	return false
}

// whyUnsettled returns why a sentence is not settled, or "".
func (r *replay) whyUnsettled(s *loggedSentence) string {
	s = r.countingSentence(s)
	marks, claims := r.countingMarks(s), r.claimsIn(s)
	for _, id := range claims {
		for _, p := range r.current.places[id] {
			if p.Placement == "moved" && p.Start < s.End && s.Start < p.End {
				return fmt.Sprintf("nobody has confirmed the place of claim %d", id)
			}
		}
		if _, why := r.claimStatus(id); why != "" {
			return fmt.Sprintf("claim %d: %s", id, why)
		}
		for _, k := range r.corrections {
			if k.claim == id && k.state == "accepted" {
				return fmt.Sprintf("a correction of claim %d is not in the text", id)
			}
		}
		if end := r.currentOutcome(id); end != nil && changesText[end.how] && !r.isCorrected(id) {
			return fmt.Sprintf("claim %d ended as %s, and no correction of it is in the text", id, end.how)
		}
		if len(marks) == 0 && r.isStale(id, s) {
			return fmt.Sprintf("claim %d was checked while the sentence referred to other words", id)
		}
	}
	for i, left := range r.unreadChars(s) {
		if left && !slices.ContainsFunc(marks, func(m *loggedMark) bool { return m.covers[i] }) {
			return fmt.Sprintf("nobody has read character %d", i)
		}
	}
	if len(claims) == 0 && len(marks) == 0 {
		return "nobody has read it"
	}
	return ""
}

// claimsIn returns the claims with a place in a sentence.
func (r *replay) claimsIn(s *loggedSentence) []int64 {
	var ids []int64
	for _, id := range r.liveClaims() {
		if s.Ordinal > 0 && slices.ContainsFunc(r.current.places[id], func(p loggedPlace) bool {
			return p.Placement != "lost" && p.Start < s.End && s.Start < p.End
		}) {
			ids = append(ids, id)
		}
	}
	return ids
}

// unreadChars marks the characters of a sentence that have to be read outside claims.
func (r *replay) unreadChars(s *loggedSentence) []bool {
	left := s.significantChars()
	for _, id := range r.claimsIn(s) {
		p := r.ownPlace(id)
		if !slices.Contains(r.settledSentences(p), s) {
			continue
		}
		for i := max(0, p.Start-s.Start); i < min(p.End-s.Start, len(left)); i++ {
			left[i] = false
		}
	}
	return left
}

// verdictsOn returns the verdicts on a claim that were not withdrawn, in order.
func (r *replay) verdictsOn(claim int64) []*loggedVerdict {
	var list []*loggedVerdict
	for _, v := range r.verdicts {
		if v.claim == claim && !v.withdrawn {
			list = append(list, v)
		}
	}
	slices.SortFunc(list, func(a, b *loggedVerdict) int { return int(a.event - b.event) })
	return list
}

// counts reports whether a verdict is for a claim's current words.
func (r *replay) counts(v *loggedVerdict) bool {
	exact, context := r.wordsOf(v.claim)
	return !v.withdrawn && context != "" && v.exact == exact && v.context == context
}

// claimStatus returns a claim's status, and the reason why the claim is open; "" if it is settled.
func (r *replay) claimStatus(claim int64) (status, why string) {
	newest := map[int64]*loggedVerdict{}
	var last *loggedVerdict
	ruled, former := int64(0), map[int64]*loggedVerdict{}
	for _, v := range r.verdictsOn(claim) {
		former[v.by] = v
		if v.ruling {
			ruled = v.event
		}
		if r.counts(v) {
			newest[v.by], last = v, v
		}
	}
	end := r.lastOutcome(claim)
	for _, v := range former {
		if v.status == "disputed" && !r.counts(v) && v.event > ruled && (end == nil || v.event > end.event) {
			why = fmt.Sprintf("%d disputed its former words", v.by)
		}
	}
	if last == nil {
		return "unchecked", "nobody has checked it"
	}
	said := []string{}
	for _, v := range newest {
		said = append(said, v.status)
	}
	for _, s := range []string{"disputed", "unverified", "sourced"} {
		if slices.Contains(said, s) && status == "" {
			status = s
		}
	}
	if last.ruling {
		status = last.status
	} else if slices.ContainsFunc(said, func(s string) bool { return s != status }) {
		why = "reviewers disagree"
	}
	if why == "" && status != "sourced" && r.currentOutcome(claim) == nil {
		why = "it is " + status + ", and nobody has said how it ended"
	}
	return status, why
}

// currentOutcome returns the outcome of a claim's current words; nil if there is none, or if a newer verdict ended it.
func (r *replay) currentOutcome(claim int64) *loggedOutcome {
	end := r.lastOutcome(claim)
	newer := func(v *loggedVerdict) bool { return r.counts(v) && v.event > end.event }
	if exact, context := r.wordsOf(claim); end == nil || end.exact != exact || end.context != context ||
		slices.ContainsFunc(r.verdictsOn(claim), newer) {
		return nil
	}
	return end
}

// lastOutcome returns a claim's newest outcome; nil if there is none, if it was removed, or if it ended a lost
// claim whose words are in the text again.
func (r *replay) lastOutcome(claim int64) *loggedOutcome {
	said := r.claims[claim].outcomes
	if len(said) == 0 || said[len(said)-1].how == "none" || said[len(said)-1].how == "" {
		return nil
	}
	if _, context := r.wordsOf(claim); said[len(said)-1].how == "cut" && said[len(said)-1].context == "" && context != "" {
		return nil
	}
	return &said[len(said)-1]
}

// isStale reports whether all counted verdicts on a claim were given while its sentence referred back to
// other words.
func (r *replay) isStale(claim int64, s *loggedSentence) bool {
	if in := r.current.sentencesOf(r.ownPlace(claim)); len(in) == 0 || in[0] != s {
		return false
	}
	any := false
	for _, v := range r.verdictsOn(claim) {
		if r.counts(v) {
			if any = true; v.refers == s.refers {
				return false
			}
		}
	}
	return any
}

// checkedItem is a claim or the rest of a sentence, with the users who checked it.
type checkedItem struct {
	what      string
	checkedBy []int64
}

// items lists the claims of a sentence and its rest. A checker of a claim gave a verdict that counts, and
// gave it, or read the sentence, with its current reference back. A ruling is not a check.
func (r *replay) items(s *loggedSentence) []checkedItem {
	var list []checkedItem
	marks := r.countingMarks(s)
	for _, id := range r.claimsIn(s) {
		one := checkedItem{what: fmt.Sprintf("claim %d", id)}
		ruled := map[int64]bool{}
		begins := r.current.sentencesOf(r.ownPlace(id))
		for _, v := range r.verdictsOn(id) {
			if r.counts(v) && v.ruling {
				ruled[v.by] = true
			}
		}
		for _, v := range r.verdictsOn(id) {
			again := len(begins) > 0 && slices.ContainsFunc(r.countingMarks(begins[0]), func(m *loggedMark) bool { return m.by == v.by })
			if r.counts(v) && !ruled[v.by] && (v.refers == r.referredBy(id) || again) && !slices.Contains(one.checkedBy, v.by) {
				one.checkedBy = append(one.checkedBy, v.by)
			}
		}
		list = append(list, one)
	}
	rest := r.unreadChars(s)
	if len(list) > 0 && !slices.Contains(rest, true) {
		return list
	}
	one, read := checkedItem{what: "the rest"}, map[int64][]bool{}
	for _, m := range marks {
		if read[m.by] == nil {
			read[m.by] = make([]bool, len(rest))
		}
		for i, covers := range m.covers {
			read[m.by][i] = read[m.by][i] || covers
		}
	}
	for who, covers := range read {
		left := false
		for i := range rest {
			left = left || rest[i] && !covers[i]
		}
		if !left {
			one.checkedBy = append(one.checkedBy, who)
		}
	}
	slices.Sort(one.checkedBy)
	return append(list, one)
}

// claimProblems returns the problems of one claim.
func (r *replay) claimProblems(id int64, rules deskRules) []problem {
	var list []problem
	add := func(code, why string) {
		list = append(list, problem{code: code, thing: thingKey{"claim", id}, why: why})
	}
	end := r.lastOutcome(id)
	if r.ownPlace(id).Placement == "lost" && (end == nil || end.how != "cut" || end.exact != r.ownPlace(id).Exact || end.context != "") {
		add("lost", "its words are not in the text")
	}
	for _, k := range r.corrections {
		if k.claim == id && k.state == "accepted" {
			add("corrections", fmt.Sprintf("%q for %q is not in the text", k.to, k.from))
		}
	}
	if status, _ := r.claimStatus(id); status == "sourced" && !r.proved(id, rules) {
		add("proof", "it is called sourced without evidence")
	}
	if status, _ := r.claimStatus(id); status == "sourced" && r.contradicted(id) {
		add("contradiction", "it was called sourced before evidence contradicted it")
	}
	return list
}

// contradicted reports whether somebody called a claim sourced before a primary source contradicted it,
// without a newer verdict or ruling.
func (r *replay) contradicted(id int64) bool {
	exact, _ := r.wordsOf(id)
	for _, x := range r.evidence {
		if x.claim != id || x.withdrawn || x.exact != exact || x.stance != "contradicts" || x.class != "primary" {
			continue
		}
		newest, ruled := map[int64]*loggedVerdict{}, false
		for _, v := range r.verdictsOn(id) {
			if r.counts(v) {
				newest[v.by] = v
				ruled = ruled || v.ruling && v.event > x.event
			}
		}
		for _, v := range newest {
			if !ruled && v.status == "sourced" && v.event < x.event {
				return true
			}
		}
	}
	return false
}

// proved reports whether there is enough evidence for a claim's current words, or an override.
func (r *replay) proved(id int64, rules deskRules) bool {
	exact, _ := r.wordsOf(id)
	var secondary []*loggedEvidence
	for _, x := range r.evidence {
		if x.claim != id || x.withdrawn || x.exact != exact || x.stance != "supports" {
			continue
		}
		if x.url != "" && web.NormalizeAddress(x.url) == web.NormalizeAddress(r.address) {
			continue
		}
		if x.class == "primary" {
			return true
		}
		secondary = append(secondary, x)
	}
	return hasIndependentSources(secondary, nil, rules.Secondaries) || slices.ContainsFunc(r.claims[id].enough, func(v int64) bool {
		return r.verdicts[v] != nil && r.counts(r.verdicts[v])
	})
}

// hasIndependentSources reports whether enough sources can be chosen, including those chosen already, that
// all have different publishers, addresses and hosts.
func hasIndependentSources(list, chosen []*loggedEvidence, enough int) bool {
	if len(chosen) >= enough {
		return true
	}
	for i, x := range list {
		taken := slices.ContainsFunc(chosen, func(y *loggedEvidence) bool { return isSameSource(x, y) })
		if !taken && hasIndependentSources(list[i+1:], append(slices.Clone(chosen), x), enough) {
			return true
		}
	}
	return false
}

func isSameSource(x, y *loggedEvidence) bool {
	a, b := web.NormalizeAddress(x.url), web.NormalizeAddress(y.url)
	hostA, _, _ := strings.Cut(a, "/")
	hostB, _, _ := strings.Cut(b, "/")
	return a+x.publisher == "" || b+y.publisher == "" || a != "" && hostA == hostB ||
		x.publisher != "" && strings.EqualFold(x.publisher, y.publisher)
}

// coveredBy returns the override that covers a problem in its current state.
func (r *replay) coveredBy(p problem, rules deskRules) int64 {
	if p.code == "corrections" || p.code == "independence" && !rules.SmallDesk {
		return 0
	}
	for _, o := range r.overrides {
		code := o.code
		if slices.Contains([]string{"unread", "open", "recheck", "leaning"}, code) {
			code = "state"
		}
		was, covers := o.covers[p.thing]
		if !o.ended && code == p.code && covers && was == r.fingerprint(p.thing) {
			return o.id
		}
	}
	return 0
}

// fingerprint describes an item's present state, with all assertions on it.
func (r *replay) fingerprint(key thingKey) string {
	switch key.kind {
	case "query":
		return fmt.Sprint(*r.queries[key.id])
	case "claim":
		return r.fingerprintClaim(key.id)
	}
	s := r.sentence(key.id)
	if s == nil {
		return ""
	}
	s = r.countingSentence(s)
	var b strings.Builder
	fmt.Fprintln(&b, s.text, s.Region, s.refers)
	for _, id := range r.claimsIn(s) {
		fmt.Fprintln(&b, r.fingerprintClaim(id))
	}
	var readers []int64
	for _, m := range r.countingMarks(s) {
		readers = append(readers, m.by)
	}
	slices.Sort(readers)
	fmt.Fprintln(&b, slices.Compact(readers))
	return b.String()
}

func (r *replay) fingerprintClaim(id int64) string {
	exact, context := r.wordsOf(id)
	var b strings.Builder
	fmt.Fprintln(&b, id, r.claims[id].withdrawn, exact, context, r.claims[id].outcomes)
	for _, v := range r.verdictsOn(id) {
		fmt.Fprintln(&b, "verdict", v.id)
	}
	var more []string
	for _, x := range r.evidence {
		if x.claim == id && !x.withdrawn {
			more = append(more, fmt.Sprint("evidence ", x.id))
		}
	}
	for _, k := range r.corrections {
		if k.claim == id {
			more = append(more, fmt.Sprint("correction ", k.id, k.state))
		}
	}
	slices.Sort(more)
	return b.String() + strings.Join(more, "\n")
}
