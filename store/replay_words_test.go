package store_test

import (
	"crypto/sha256"
	"encoding/hex"
	"maps"
	"slices"
	"strings"
	"unicode"

	"linecheck/text"
	"linecheck/text/anchor"
)

func sha(s string) string {
	sum := sha256.Sum256([]byte(s))
	return hex.EncodeToString(sum[:])
}

// readDraft reads a revision's immutable text, and its original sentences.
func (r *replay) readDraft(id, by int64) (*draft, error) {
	d := &draft{id: id, by: by, places: map[int64][]loggedPlace{}}
	var words string
	if err := r.db.QueryRow("SELECT text FROM revisions WHERE id = $1", id).Scan(&words); err != nil {
		return nil, err
	}
	d.text = []rune(words)
	const query = "SELECT id, track_id, ordinal, region, start_cp, end_cp FROM sentences WHERE revision_id = $1 ORDER BY ordinal"
	rows, err := r.db.Query(query, id)
	if err != nil {
		return nil, err
	}
	defer rows.Close()
	for rows.Next() {
		var s loggedSentence
		if err := rows.Scan(&s.ID, &s.Track, &s.Ordinal, &s.Region, &s.Start, &s.End); err != nil {
			return nil, err
		}
		if s.Ordinal == 0 {
			s.text = r.title
			d.title = s
			continue
		}
		d.sentences = append(d.sentences, s)
	}
	d.fill(r.language)
	r.drafts[id] = d
	return d, rows.Err()
}

// fill sets every sentence's number, words, and what it refers back to.
func (d *draft) fill(language string) {
	slices.SortFunc(d.sentences, func(a, b loggedSentence) int { return a.Start - b.Start })
	for i := range d.sentences {
		s := &d.sentences[i]
		s.Ordinal, s.text = i+1, d.words(s.Start, s.End)
	}
	d.refer(language)
}

// refer sets the words that every sentence refers back to.
func (d *draft) refer(language string) {
	spans := make([]text.Span, len(d.sentences))
	for i, s := range d.sentences {
		spans[i] = text.Span{Start: s.Start, End: s.End}
	}
	for i, on := range anchor.Dependencies(string(d.text), spans, language) {
		words := make([]string, len(on))
		for n, j := range on {
			words[n] = anchor.WordsOnly(d.sentences[j].text)
		}
		d.sentences[i].refers = strings.Join(words, "\n")
	}
}

func (d *draft) words(start, end int) string {
	if start < 0 || end > len(d.text) || start > end {
		return ""
	}
	return string(d.text[start:end])
}

func (d *draft) sortPlaces() {
	for _, list := range d.places {
		slices.SortStableFunc(list, func(a, b loggedPlace) int {
			if a.Further != b.Further {
				if b.Further {
					return -1
				}
				return 1
			}
			return a.Start - b.Start
		})
	}
}

// sentencesOf lists the sentences that a place overlaps, in order.
func (d *draft) sentencesOf(p loggedPlace) []*loggedSentence {
	var list []*loggedSentence
	for i := range d.sentences {
		if s := &d.sentences[i]; p.Placement != "lost" && p.Start < s.End && s.Start < p.End {
			list = append(list, s)
		}
	}
	return list
}

// sentence returns the current sentence of a track; nil if there is none.
func (r *replay) sentence(track int64) *loggedSentence {
	if r.current.title.Track == track {
		return &r.current.title
	}
	for i := range r.current.sentences {
		if r.current.sentences[i].Track == track {
			return &r.current.sentences[i]
		}
	}
	return nil
}

// ownPlace returns a claim's own place.
func (r *replay) ownPlace(claim int64) loggedPlace {
	if list := r.current.places[claim]; len(list) > 0 && !list[0].Further {
		return list[0]
	}
	return loggedPlace{Claim: claim, Placement: "lost"}
}

// wordsOf returns a claim's words and, if its place is certain, those of its sentences.
func (r *replay) wordsOf(claim int64) (exact, context string) {
	p := r.ownPlace(claim)
	if p.Placement == "placed" {
		var lines []string
		for _, s := range r.current.sentencesOf(p) {
			lines = append(lines, s.text)
		}
		context = strings.Join(lines, "\n")
	}
	return p.Exact, context
}

// referredBy returns what the sentence refers back to in which a claim begins.
func (r *replay) referredBy(claim int64) string {
	if in := r.current.sentencesOf(r.ownPlace(claim)); len(in) > 0 {
		return in[0].refers
	}
	return ""
}

// confirmPlace confirms that a claim is where it was found.
func (r *replay) confirmPlace(claim int64) {
	for i := range r.current.places[claim] {
		if p := &r.current.places[claim][i]; p.Placement == "moved" {
			p.Placement = "placed"
		}
	}
}

// resegment replaces sentences. A merged sentence may get the marks of the readers of all its parts.
func (r *replay) resegment(e logEntry, gone, made []loggedSentence) {
	d := r.current
	was := slices.Clone(d.sentences)
	d.sentences = slices.DeleteFunc(slices.Clone(was), func(s loggedSentence) bool {
		return slices.ContainsFunc(gone, func(g loggedSentence) bool { return g.ID == s.ID })
	})
	read := map[int64]map[int64]*loggedMark{} // by id of the new sentence and reader
	for _, m := range made {
		read[m.ID] = r.readersOfAll(was, m)
	}
	d.sentences = append(d.sentences, made...)
	d.fill(r.language)
	for i := range d.sentences {
		s := &d.sentences[i]
		for _, carried := range s.Readings {
			m := read[s.ID][carried.Reader]
			if m == nil {
				r.fault(e, "%d is said to have read %q, and has not read all its parts", carried.Reader, s.text)
				continue
			}
			m.id, m.track, m.words, m.region, m.refers, m.size = carried.ID, s.Track, s.text, s.Region, s.refers, carried.Range
			r.marks[m.id] = m
		}
		s.Readings = nil
	}
}

// readersOfAll returns the marks on a merged sentence. A reader keeps a mark only if they marked every part.
// It covers all the words that they marked.
func (r *replay) readersOfAll(was []loggedSentence, made loggedSentence) map[int64]*loggedMark {
	list := map[int64]*loggedMark{}
	parts := 0
	for i := range was {
		s := &was[i]
		if s.Start >= made.End || made.Start >= s.End {
			continue
		}
		parts++
		here := map[int64]*loggedMark{}
		for _, m := range r.countingMarks(s) {
			if here[m.by] == nil {
				here[m.by] = &loggedMark{by: m.by, covers: make([]bool, made.End-made.Start)}
			}
			for at, read := range m.covers {
				if n := s.Start - made.Start + at; read && n >= 0 && n < len(here[m.by].covers) {
					here[m.by].covers[n] = true
				}
			}
		}
		for by, m := range here {
			if all := list[by]; parts == 1 {
				list[by] = m
			} else if all != nil {
				for at, read := range m.covers {
					all.covers[at] = all.covers[at] || read
				}
			}
		}
		for by := range list {
			if here[by] == nil {
				delete(list, by)
			}
		}
	}
	return list
}

// countingMarks returns the marks on a sentence's current words, in its region, with its current reference
// back.
func (r *replay) countingMarks(s *loggedSentence) []*loggedMark {
	var list []*loggedMark
	for _, m := range r.marks {
		if !m.withdrawn && m.track == s.Track && m.words == s.text && m.region == s.Region && m.refers == s.refers {
			list = append(list, m)
		}
	}
	slices.SortFunc(list, func(a, b *loggedMark) int { return int(a.id - b.id) })
	return list
}

func (r *replay) readingMade(e logEntry) error {
	var is struct {
		Track                 int64
		Words, Region, Refers string
		Gaps                  []struct{ Start, End int }
		Range                 int
		Offer                 int64
	}
	if err := decodePayload(e.after, &is); err != nil {
		return err
	}
	r.addMark(e, is.Track, is.Words, is.Region, is.Refers)
	r.leaveOut(e.object, is.Gaps)
	if m := r.marks[e.object]; m != nil {
		m.size = is.Range
	}
	r.ranges[is.Offer]++
	if is.Range > 0 && (is.Range > 20 || is.Offer == 0 || e.id < is.Offer || r.ranges[is.Offer] > is.Range) {
		r.fault(e, "it is one of %d that begin with event %d", is.Range, is.Offer)
	}
	return nil
}

// addMark records that somebody read a sentence, except what claims cover now.
func (r *replay) addMark(e logEntry, track int64, words, region, refers string) {
	s := r.sentence(track)
	if s == nil || s.text != words || s.Region != region || s.refers != refers {
		r.fault(e, "it is of %q (%s, referring to %q), and there is %+v", words, region, refers, s)
		return
	}
	m := &loggedMark{
		id:     e.object,
		by:     e.actor,
		track:  track,
		words:  words,
		region: region,
		refers: refers,
		covers: make([]bool, len([]rune(words))),
	}
	for i := range m.covers {
		m.covers[i] = true
	}
	r.marks[e.object] = m
}

// leaveOut removes words from a mark that claims covered when its reader saw the sentence.
func (r *replay) leaveOut(id int64, gaps []struct{ Start, End int }) {
	for _, gap := range gaps {
		for i := gap.Start; i < gap.End; i++ {
			r.marks[id].covers[i] = false
		}
	}
}

func (r *replay) readingWithdrawn(e logEntry) error {
	m := r.marks[e.object]
	m.withdrawn = true
	if m.by != e.actor {
		r.fault(e, "it is the mark of %d", m.by)
	}
	return nil
}

func (r *replay) sentenceConfirmed(e logEntry) error {
	var is struct {
		Track                 int64
		Words, Region, Refers string
		Annotations, Claims   []int64
		Gaps                  []struct{ Start, End int }
	}
	if err := decodePayload(e.after, &is); err != nil {
		return err
	}
	for _, claim := range is.Claims {
		r.confirmPlace(claim)
	}
	for _, id := range is.Annotations {
		if v := r.verdicts[id]; v == nil || v.by != e.actor {
			r.fault(e, "verdict %d is not the confirmer's own", id)
		}
	}
	r.addMark(e, is.Track, is.Words, is.Region, is.Refers)
	r.leaveOut(e.object, is.Gaps)
	return nil
}

func (r *replay) confirmationWithdrawn(e logEntry) error {
	var was struct{ Evidence, Claims []int64 }
	if err := decodePayload(e.before, &was); err != nil {
		return err
	}
	for _, claim := range was.Claims {
		for i := range r.current.places[claim] {
			r.current.places[claim][i].Placement = "moved"
		}
	}
	if err := r.withdrawEvidence(e, was.Evidence...); err != nil {
		return err
	}
	return r.readingWithdrawn(e)
}

// significant reports whether a character has to be read: it is neither white space nor separating
// punctuation.
func significant(c rune) bool {
	return !unicode.IsSpace(c) && !strings.ContainsRune(".,;:!?…\"'“”„‘’‚«»‹›()[]{}。、，！？：；「」『』（）؟،؛।۔", c)
}

// significantChars marks the characters of a sentence that have to be read.
func (s *loggedSentence) significantChars() []bool {
	runes := []rune(s.text)
	says := make([]bool, len(runes))
	for i, c := range runes {
		says[i] = significant(c)
	}
	return says
}

// isCoveredBy reports whether a place covers all characters of a sentence that have to be read.
func (s *loggedSentence) isCoveredBy(p loggedPlace) bool {
	for i, says := range s.significantChars() {
		if says && (s.Start+i < p.Start || s.Start+i >= p.End) {
			return false
		}
	}
	return true
}

// settledSentences lists the sentences that a claim at a place can settle: all that it covers in part, and the first of those that it
// covers completely, because a claim settles one complete sentence at most.
func (r *replay) settledSentences(p loggedPlace) []*loggedSentence {
	var list []*loggedSentence
	whole := false
	for _, s := range r.current.sentencesOf(p) {
		if s.isCoveredBy(p) {
			if whole {
				continue
			}
			whole = true
		}
		list = append(list, s)
	}
	return list
}

// liveClaims returns the ids of the claims that were not withdrawn, in order.
func (r *replay) liveClaims() []int64 {
	var ids []int64
	for id, c := range r.claims {
		if !c.withdrawn {
			ids = append(ids, id)
		}
	}
	slices.Sort(ids)
	return ids
}

// excludeClaimsFromMarks removes the words of claims from the marks on them, for good, because a read mark
// does not cover claims.
func (r *replay) excludeClaimsFromMarks() {
	if r.current == nil {
		return
	}
	for _, id := range r.liveClaims() {
		p := r.ownPlace(id)
		for _, s := range r.settledSentences(p) {
			for _, m := range r.marks {
				if m.track != s.Track || m.words != s.text {
					continue
				}
				for i := max(0, p.Start-s.Start); i < min(p.End-s.Start, len(m.covers)); i++ {
					m.covers[i] = false
				}
			}
		}
	}
}

// attributeWords records who wrote the sentences of a draft. Words whose boundaries alone changed make nobody
// an author. Words that are spelled with a blank or a sign at another place may be another word, as in "the
// rapist", so they have an unknown author.
func (r *replay) attributeWords(was, is *draft) {
	before, all := map[string]bool{}, ""
	if was != nil {
		all = lettersAndDigits(string(was.text))
		for _, s := range was.sentences {
			before[lettersAndDigits(s.text)] = true
		}
	}
	for _, s := range is.sentences {
		key := lettersAndDigits(s.text)
		_, known := r.wordOrigins[key]
		respelled := known && r.spelling[key] != spellingOf(s.text)
		r.spelling[key] = spellingOf(s.text)
		switch {
		case respelled:
			r.wordOrigins[key] = wordOrigin{}
		case key == "", known:
		case strings.Contains(all, key), isMadeOf(key, before):
			r.wordOrigins[key] = wordOrigin{}
		default:
			r.wordOrigins[key] = r.originOfNewWords(was, key, is.id)
		}
	}
}

// spellingOf returns a sentence's words without the signs around them, in lower case.
func spellingOf(s string) string {
	var words []string
	for word := range strings.FieldsSeq(strings.ToLower(s)) {
		word = strings.TrimFunc(word, func(r rune) bool { return !unicode.IsLetter(r) && !unicode.IsDigit(r) })
		if word != "" {
			words = append(words, word)
		}
	}
	return strings.Join(words, " ")
}

// isMadeOf reports whether words are a sequence of whole sentences.
func isMadeOf(key string, sentences map[string]bool) bool {
	ends := map[int]bool{0: true} // possible ends of sentences
	for at := range len(key) {
		for s := range sentences {
			if ends[at] && s != "" && strings.HasPrefix(key[at:], s) {
				ends[at+len(s)] = true
			}
		}
	}
	return ends[len(key)]
}

// originOfNewWords returns who wrote new words of a draft: the proposer of the correction that they came
// with, or the user who added the draft.
func (r *replay) originOfNewWords(was *draft, key string, revision int64) wordOrigin {
	doubt := false
	for _, k := range r.corrections {
		if was == nil || k.state == "declined" {
			continue
		}
		for _, s := range was.sentences {
			if !strings.Contains(s.text, k.from) {
				continue
			}
			if lettersAndDigits(strings.Replace(s.text, k.from, k.to, 1)) == key {
				return wordOrigin{correction: k.id}
			}
			doubt = doubt || lettersAndDigits(k.from) != lettersAndDigits(k.to) && strings.Contains(key, lettersAndDigits(k.to))
		}
	}
	if doubt {
		return wordOrigin{}
	}
	return wordOrigin{revision: revision}
}

// authorsOf returns the authors of a sentence by the naive rules.
func (r *replay) authorsOf(s loggedSentence) map[int64]bool {
	list := map[int64]bool{}
	for _, by := range r.originsOf(s) {
		if k := r.corrections[by.correction]; k != nil && (k.accepted == 0 || k.accepted == k.by) {
			list[k.by] = true
		}
		if d := r.drafts[by.revision]; d != nil {
			list[r.writer] = list[r.writer] || d.first || d.claimedByWriter
			list[d.by] = list[d.by] || !d.claimedByWriter
			for _, who := range r.former {
				list[who] = list[who] || d.first
			}
		}
		list[by.editor] = true
	}
	delete(list, 0)
	for who, is := range list {
		if !is {
			delete(list, who)
		}
	}
	return list
}

// originsOf returns the origins of a sentence's words. A merged sentence has those of its parts, a split one
// those of the whole.
func (r *replay) originsOf(s loggedSentence) []wordOrigin {
	if s.Region == "title" {
		return []wordOrigin{r.titleOrigin}
	}
	key := lettersAndDigits(s.text)
	if by, known := r.wordOrigins[key]; known {
		return []wordOrigin{by}
	}
	var list []wordOrigin
	for _, part := range partsOf(key, r.wordOrigins) {
		list = append(list, r.wordOrigins[part])
	}
	for _, whole := range slices.Sorted(maps.Keys(r.wordOrigins)) {
		if len(list) == 0 && strings.Contains(whole, key) {
			list = append(list, r.wordOrigins[whole])
		}
	}
	return list
}

// partsOf returns known sentences that together make up the words.
func partsOf(words string, known map[string]wordOrigin) (parts []string) {
	from, to := map[int]bool{0: true}, map[int]bool{len(words): true} // where parts from the start, and parts up to the end, can meet
	for at := range len(words) {
		for s := range known {
			from[at+len(s)] = from[at+len(s)] || from[at] && s != "" && strings.HasPrefix(words[at:], s)
		}
	}
	for at := len(words); at > 0; at-- {
		for s := range known {
			to[at-len(s)] = to[at-len(s)] || to[at] && s != "" && strings.HasSuffix(words[:at], s)
		}
	}
	for s := range known {
		for at := range len(words) {
			if s != "" && from[at] && to[at+len(s)] && strings.HasPrefix(words[at:], s) {
				parts = append(parts, s)
				break
			}
		}
	}
	return parts
}
