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

// readDraft reads a revision's immutable text, and its sentences as it came.
func (r *replay) readDraft(id, by int64) (*draft, error) {
	d := &draft{id: id, by: by, places: map[int64][]place{}}
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
		var s sentenceSeen
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

// fill gives every sentence its number, its words, and what it refers back to.
func (d *draft) fill(language string) {
	slices.SortFunc(d.sentences, func(a, b sentenceSeen) int { return a.Start - b.Start })
	for i := range d.sentences {
		s := &d.sentences[i]
		s.Ordinal, s.text = i+1, d.words(s.Start, s.End)
	}
	d.refer(language)
}

// refer says of every sentence which words it refers back to.
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
		slices.SortStableFunc(list, func(a, b place) int {
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

// in lists the sentences of which a place has something, in order.
func (d *draft) in(p place) []*sentenceSeen {
	var list []*sentenceSeen
	for i := range d.sentences {
		if s := &d.sentences[i]; p.Placement != "lost" && p.Start < s.End && s.Start < p.End {
			list = append(list, s)
		}
	}
	return list
}

// sentence is the sentence of a track as it is now; nil where there is none.
func (r *replay) sentence(track int64) *sentenceSeen {
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

// own is a claim's own place.
func (r *replay) own(claim int64) place {
	if list := r.current.places[claim]; len(list) > 0 && !list[0].Further {
		return list[0]
	}
	return place{Claim: claim, Placement: "lost"}
}

// wordsOf are a claim's words and, where its place is certain, those of the sentences that they stand in.
func (r *replay) wordsOf(claim int64) (exact, context string) {
	p := r.own(claim)
	if p.Placement == "placed" {
		var lines []string
		for _, s := range r.current.in(p) {
			lines = append(lines, s.text)
		}
		context = strings.Join(lines, "\n")
	}
	return p.Exact, context
}

// referredBy is what the sentence refers back to in which a claim begins.
func (r *replay) referredBy(claim int64) string {
	if in := r.current.in(r.own(claim)); len(in) > 0 {
		return in[0].refers
	}
	return ""
}

// confirmPlace says that a claim belongs where it was found.
func (r *replay) confirmPlace(claim int64) {
	for i := range r.current.places[claim] {
		if p := &r.current.places[claim][i]; p.Placement == "moved" {
			p.Placement = "placed"
		}
	}
}

// recut puts sentences in the place of others. A sentence that was joined of others may carry the marks of who had read all of them.
func (r *replay) recut(e logged, gone, made []sentenceSeen) {
	d := r.current
	was := slices.Clone(d.sentences)
	d.sentences = slices.DeleteFunc(slices.Clone(was), func(s sentenceSeen) bool {
		return slices.ContainsFunc(gone, func(g sentenceSeen) bool { return g.ID == s.ID })
	})
	read := map[int64]map[int64]*mark{} // by id of the new sentence and reader
	for _, m := range made {
		read[m.ID] = r.readAll(was, m)
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
			m.id, m.track, m.words, m.region, m.refers = carried.ID, s.Track, s.text, s.Region, s.refers
			r.marks[m.id] = m
		}
		s.Readings = nil
	}
}

// readAll are the marks on a sentence that was joined of others: of those who have read every one, on all that they have read.
func (r *replay) readAll(was []sentenceSeen, made sentenceSeen) map[int64]*mark {
	list := map[int64]*mark{}
	parts := 0
	for i := range was {
		s := &was[i]
		if s.Start >= made.End || made.Start >= s.End {
			continue
		}
		parts++
		here := map[int64]*mark{}
		for _, m := range r.counting(s) {
			if here[m.by] == nil {
				here[m.by] = &mark{by: m.by, covers: make([]bool, made.End-made.Start)}
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

// counting are the marks that are of a sentence's words as they are, in its region, with what it refers back to.
func (r *replay) counting(s *sentenceSeen) []*mark {
	var list []*mark
	for _, m := range r.marks {
		if !m.withdrawn && m.track == s.Track && m.words == s.text && m.region == s.Region && m.refers == s.refers {
			list = append(list, m)
		}
	}
	slices.SortFunc(list, func(a, b *mark) int { return int(a.id - b.id) })
	return list
}

func (r *replay) readingMade(e logged) error {
	var is struct {
		Track                 int64
		Words, Region, Refers string
		Gaps                  []struct{ Start, End int }
	}
	if err := said(e.after, &is); err != nil {
		return err
	}
	r.addMark(e, is.Track, is.Words, is.Region, is.Refers)
	r.leaveOut(e.object, is.Gaps)
	return nil
}

// addMark notes that somebody read a sentence: all of it that no claim covers now.
func (r *replay) addMark(e logged, track int64, words, region, refers string) {
	s := r.sentence(track)
	if s == nil || s.text != words || s.Region != region || s.refers != refers {
		r.fault(e, "it is of %q (%s, referring to %q), and there is %+v", words, region, refers, s)
		return
	}
	m := &mark{id: e.object, by: e.actor, track: track, words: words, region: region, refers: refers, covers: make([]bool, len([]rune(words)))}
	for i := range m.covers {
		m.covers[i] = true
	}
	r.marks[e.object] = m
}

// leaveOut takes words out of a mark that claims covered when its reader saw the sentence.
func (r *replay) leaveOut(id int64, gaps []struct{ Start, End int }) {
	for _, gap := range gaps {
		for i := gap.Start; i < gap.End; i++ {
			r.marks[id].covers[i] = false
		}
	}
}

func (r *replay) readingWithdrawn(e logged) error {
	m := r.marks[e.object]
	m.withdrawn = true
	if m.by != e.actor {
		r.fault(e, "it is the mark of %d", m.by)
	}
	return nil
}

func (r *replay) sentenceConfirmed(e logged) error {
	var is struct {
		Track                 int64
		Words, Region, Refers string
		Annotations, Claims   []int64
		Gaps                  []struct{ Start, End int }
	}
	if err := said(e.after, &is); err != nil {
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

func (r *replay) confirmationWithdrawn(e logged) error {
	var was struct{ Evidence, Claims []int64 }
	if err := said(e.before, &was); err != nil {
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

// significant reports whether a character says something, by the rule of WORDS: no white space, and no sign that only parts words.
func significant(c rune) bool {
	return !unicode.IsSpace(c) && !strings.ContainsRune(".,;:!?…\"'“”„‘’‚«»‹›()[]{}。、，！？：；「」『』（）؟،؛।۔", c)
}

// saying marks the characters of a sentence that say something.
func (s *sentenceSeen) saying() []bool {
	runes := []rune(s.text)
	says := make([]bool, len(runes))
	for i, c := range runes {
		says[i] = significant(c)
	}
	return says
}

// whole reports whether a place leaves nothing of a sentence that says something.
func (s *sentenceSeen) whole(p place) bool {
	for i, says := range s.saying() {
		if says && (s.Start+i < p.Start || s.Start+i >= p.End) {
			return false
		}
	}
	return true
}

// settles lists the sentences of which a place settles words: of those that it covers whole, the first alone.
func (r *replay) settles(p place) []*sentenceSeen {
	var list []*sentenceSeen
	whole := false
	for _, s := range r.current.in(p) {
		if s.whole(p) {
			if whole {
				continue
			}
			whole = true
		}
		list = append(list, s)
	}
	return list
}

// live are the ids of the claims that were not withdrawn, in order.
func (r *replay) live() []int64 {
	var ids []int64
	for id, c := range r.claims {
		if !c.withdrawn {
			ids = append(ids, id)
		}
	}
	slices.Sort(ids)
	return ids
}

// takeOutOfMarks takes the words of claims out of the marks on them, for good: who read the sentence said nothing of these words.
func (r *replay) takeOutOfMarks() {
	if r.current == nil {
		return
	}
	for _, id := range r.live() {
		p := r.own(id)
		for _, s := range r.settles(p) {
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

// typedBy notes who typed the sentences of a draft. Words that were only cut otherwise make nobody an author.
func (r *replay) typedBy(was, is *draft) {
	before, all := map[string]bool{}, ""
	if was != nil {
		all = letters(string(was.text))
		for _, s := range was.sentences {
			before[letters(s.text)] = true
		}
	}
	for _, s := range is.sentences {
		key := letters(s.text)
		_, known := r.typed[key]
		switch {
		case key == "", known:
		case strings.Contains(all, key), madeOf(key, before):
			r.typed[key] = typist{}
		default:
			r.typed[key] = r.corrected(was, key, is.id)
		}
	}
}

// madeOf reports whether words are those of whole sentences, one after the other.
func madeOf(key string, sentences map[string]bool) bool {
	ends := map[int]bool{0: true} // where some of them can end
	for at := range len(key) {
		for s := range sentences {
			if ends[at] && s != "" && strings.HasPrefix(key[at:], s) {
				ends[at+len(s)] = true
			}
		}
	}
	return ends[len(key)]
}

// corrected says who typed new words of a draft: who proposed the correction that they came by, or who brought the draft in.
func (r *replay) corrected(was *draft, key string, revision int64) typist {
	doubt := false
	for _, k := range r.fixes {
		if was == nil || k.state == "declined" {
			continue
		}
		for _, s := range was.sentences {
			if !strings.Contains(s.text, k.from) {
				continue
			}
			if letters(strings.Replace(s.text, k.from, k.to, 1)) == key {
				return typist{fix: k.id}
			}
			doubt = doubt || letters(k.from) != letters(k.to) && strings.Contains(key, letters(k.to))
		}
	}
	if doubt {
		return typist{}
	}
	return typist{revision: revision}
}

// wrote are the authors of a sentence, as far as the naive rule knows.
func (r *replay) wrote(s sentenceSeen) map[int64]bool {
	list := map[int64]bool{}
	for _, by := range r.typists(s) {
		if k := r.fixes[by.fix]; k != nil && (k.accepted == 0 || k.accepted == k.by) {
			list[k.by] = true
		}
		if d := r.drafts[by.revision]; d != nil {
			list[r.writer] = list[r.writer] || d.first || d.spokenFor
			list[d.by] = list[d.by] || !d.spokenFor
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

// typists are who typed the words of a sentence. A sentence that was joined has those of its parts, and one that was split off has those
// of the whole.
func (r *replay) typists(s sentenceSeen) []typist {
	if s.Region == "title" {
		return []typist{r.titled}
	}
	key := letters(s.text)
	if by, known := r.typed[key]; known {
		return []typist{by}
	}
	var list []typist
	for _, part := range partsOf(key, r.typed) {
		list = append(list, r.typed[part])
	}
	for _, whole := range slices.Sorted(maps.Keys(r.typed)) {
		if len(list) == 0 && strings.Contains(whole, key) {
			list = append(list, r.typed[whole])
		}
	}
	return list
}

// partsOf are the known sentences of which others, one after the other, make up the words.
func partsOf(words string, known map[string]typist) (parts []string) {
	from, to := map[int]bool{0: true}, map[int]bool{len(words): true} // where parts from the beginning, and those up to the end, can meet
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
