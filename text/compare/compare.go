package compare

import (
	"cmp"
	"maps"
	"slices"
	"strings"
	"unicode"

	"linecheck/text"
)

// How says what happened to a sentence between sign-off and publication.
type How string

// The values of How.
const (
	Same    How = "same"
	Changed How = "changed"
	Added   How = "added"
	Missing How = "missing"
	Moved   How = "moved"
	// Furniture is an added passage that counts as no difference: a line that a rule lists as the site's own, such as "Read more", or a
	// quote box that repeats a signed sentence.
	Furniture How = "furniture"
)

// Sentence is a sentence of the signed text. A receipt does not contain a sentence's text, only its number of words and their hash.
type Sentence struct {
	Ordinal int    // 0 is the title
	Count   int    // the number of words
	Hash    string // the hash of the words
	Text    string // "" for a sentence from a receipt
}

// NewSentence returns a sentence whose text is known.
func NewSentence(ordinal int, s string) Sentence {
	words := Words(s)
	return Sentence{Ordinal: ordinal, Count: len(words), Hash: Hash(words), Text: s}
}

// Result describes one signed sentence in the published text, or one added passage.
type Result struct {
	How       How
	Ordinal   int // the ordinal of the signed sentence; -1 for an added passage
	Signed    string
	Published string
}

// place is a passage of the published text that has the same words as a signed sentence. start and end are indices of words.
type place struct {
	signed     int // index of the signed sentence
	start, end int
}

// Published is a published text. For a page, Links and QuoteBoxes give what the text alone does not show.
type Published struct {
	Text       string
	Links      []text.Span // in code points, in order
	QuoteBoxes []text.Span // passages that the page shows as quotations, in code points, in order
}

// maxRepeats limits how many signed sentences with identical words one passage can be matched with.
const maxRepeats = 64

// These constants limit the work that a hostile text can cause. maxHashedBytes applies to passages at the start of a sentence,
// maxHashedElsewhere to all others. A sentence that is not found within the limits counts as missing.
const (
	maxHashedBytes      = 1 << 31
	maxHashedElsewhere  = 1 << 29
	hashOverheadInBytes = 64
)

// comparison is one comparison of two texts.
type comparison struct {
	signed    []Sentence
	published []rune
	words     []Word
	links     []int  // for each word, the number of its link, or -1; nil if there are no links
	boxed     []bool // for each word, whether it is in a quote box; nil if there are no boxes
	rules     parsedRules
	split     func(string) []text.Span // cuts a passage into sentences, in code points
	joined    []byte                   // the words, in the form that is hashed
	offsets   []int                    // for each word, its offset in joined
	byCount   map[int]map[string][]int // indices of signed sentences, by number of words and hash
	found     []int                    // for each sentence, the index of its place in places, or -1
	places    []place                  // in the order of the published text, without overlap
	inOrder   []bool                   // for each place, whether it keeps the order of the signed text
}

// Texts finds the signed sentences in a published text. split cuts an added passage into sentences. The results have the order of the
// published text. A missing sentence is listed where the signed text has it.
func Texts(signed []Sentence, published string, rules Rules, split func(string) []text.Span) []Result {
	return Pages(signed, Published{Text: published}, rules, split)
}

// Pages does the same as Texts, for the text of a web page.
func Pages(signed []Sentence, published Published, rules Rules, split func(string) []text.Span) []Result {
	c := comparison{signed: signed, published: []rune(published.Text), words: Words(published.Text), rules: rules.parse(), split: split}
	c.joined, c.offsets = joinWords(c.words)
	if len(published.Links) > 0 {
		c.links = c.spansOf(published.Links)
	}
	if len(published.QuoteBoxes) > 0 {
		c.boxed = make([]bool, len(c.words))
		for i, box := range c.spansOf(published.QuoteBoxes) {
			c.boxed[i] = box >= 0
		}
	}
	c.place(c.candidates())
	return c.dropTitle(c.results())
}

// spansOf returns, for each word, the index of the span that contains the word, or -1.
func (c *comparison) spansOf(spans []text.Span) []int {
	list := make([]int, len(c.words))
	at := 0
	for i, w := range c.words {
		for at < len(spans) && spans[at].End <= w.Span.Start {
			at++
		}
		list[i] = -1
		if at < len(spans) && spans[at].Start <= w.Span.Start && w.Span.End <= spans[at].End {
			list[i] = at
		}
	}
	return list
}

// candidates lists every passage that has the words of a signed sentence. It first looks where a sentence can begin: at the start of a
// line and after a punctuation mark. It then looks for the remaining sentences everywhere.
func (c *comparison) candidates() (list []place) {
	c.byCount = map[int]map[string][]int{}
	for i, s := range c.signed {
		if s.Count == 0 {
			continue
		}
		if c.byCount[s.Count] == nil {
			c.byCount[s.Count] = map[string][]int{}
		}
		c.byCount[s.Count][s.Hash] = append(c.byCount[s.Count][s.Hash], i)
	}
	var starts, others []int
	for i := range c.words {
		if i == 0 || !isWordRune([]rune(c.words[i-1].Text)[0]) || c.endsLineBetween(i-1, i) {
			starts = append(starts, i)
		} else {
			others = append(others, i)
		}
	}
	atStarts, elsewhere := maxHashedBytes, maxHashedElsewhere
	for _, count := range slices.Sorted(maps.Keys(c.byCount)) {
		sentences := c.byCount[count]
		found, kinds := c.candidatesOf(count, starts, &atStarts)
		if kinds < len(sentences) {
			more, _ := c.candidatesOf(count, c.beginnings(count, others), &elsewhere)
			found = append(found, more...)
		}
		list = append(list, found...)
	}
	list = c.withoutRepeats(list)
	slices.SortFunc(list, func(a, b place) int {
		return cmp.Or(cmp.Compare(a.end, b.end), cmp.Compare(a.start, b.start), cmp.Compare(a.signed, b.signed))
	})
	return list
}

// beginnings keeps the starts at which a sentence with this number of words can begin, judged by its first word.
func (c *comparison) beginnings(count int, starts []int) (list []int) {
	first := map[string]bool{}
	for _, same := range c.byCount[count] {
		s := c.signed[same[0]].Text
		if s == "" {
			return starts
		}
		first[Words(s)[0].Text] = true
	}
	for _, start := range starts {
		if first[c.words[start].Text] {
			list = append(list, start)
		}
	}
	return list
}

// candidatesOf lists the passages that begin at one of the starts and have the words of a signed sentence with count words. It stops when
// it has hashed the given number of bytes. kinds is the number of different sentences that it found.
func (c *comparison) candidatesOf(count int, starts []int, bytes *int) (list []place, kinds int) {
	seen := map[string]int{}
	for _, start := range starts {
		if start+count > len(c.words) {
			break
		}
		piece := c.joined[c.offsets[start]:c.offsets[start+count]]
		if *bytes -= len(piece) + hashOverheadInBytes; *bytes < 0 {
			break
		}
		hash := hashOf(piece)
		same := c.byCount[count][hash]
		if len(same) == 0 {
			continue
		}
		first := 0
		if len(same) > maxRepeats { // a sentence that occurs often is matched only with the occurrences of about the same rank
			first = min(max(0, seen[hash]-maxRepeats/2), len(same)-maxRepeats)
		}
		seen[hash]++
		for _, i := range same[first:min(len(same), first+maxRepeats)] {
			list = append(list, place{i, start, start + count})
		}
	}
	return list, len(seen)
}

// withoutRepeats drops places in quote boxes if their sentence is also outside the boxes. Such a box is a pull quote.
func (c *comparison) withoutRepeats(list []place) []place {
	if c.boxed == nil {
		return list
	}
	outside := make([]int, len(c.signed))
	for _, p := range list {
		if !c.boxed[p.start] {
			outside[p.signed]++
		}
	}
	return slices.DeleteFunc(list, func(p place) bool {
		s := c.signed[p.signed]
		return c.boxed[p.start] && outside[p.signed] >= min(maxRepeats, len(c.byCount[s.Count][s.Hash]))
	})
}

// isRepeat reports whether a quote box only repeats signed sentences that were found elsewhere. The box may omit their quotation marks.
func (c *comparison) isRepeat(words text.Span) bool {
	if c.boxed == nil || slices.Contains(c.boxed[words.Start:words.End], false) {
		return false
	}
	piece := string(c.joined[c.offsets[words.Start]:c.offsets[words.End]])
	return c.isFound(words.Len(), piece) || c.isFound(words.Len()+2, quote+" "+piece+quote+" ")
}

// isFound reports whether the joined words equal a signed sentence that was found.
func (c *comparison) isFound(count int, joined string) bool {
	return slices.ContainsFunc(c.byCount[count][hashOf([]byte(joined))], func(i int) bool { return c.found[i] >= 0 })
}

// place chooses one place for each sentence. It first takes the longest sequence in the order of the signed text. It then gives the other
// sentences the places that are left.
func (c *comparison) place(list []place) {
	chain := heaviestChain(list, len(c.words), len(c.signed))
	c.found = slices.Repeat([]int{-1}, len(c.signed))
	covered := make([]bool, len(c.words))
	cover := func(p place) {
		for i := p.start; i < p.end; i++ {
			covered[i] = true
		}
	}
	taken := map[int]bool{}
	type chosen struct {
		place
		inOrder bool
	}
	var all []chosen
	for _, p := range chain {
		cover(p)
		taken[p.signed] = true
		all = append(all, chosen{p, true})
	}
	for _, p := range list {
		if !taken[p.signed] && !slices.Contains(covered[p.start:p.end], true) {
			cover(p)
			taken[p.signed] = true
			all = append(all, chosen{p, false})
		}
	}
	slices.SortFunc(all, func(a, b chosen) int { return cmp.Compare(a.start, b.start) })
	for i, p := range all {
		c.found[p.signed] = i
		c.places, c.inOrder = append(c.places, p.place), append(c.inOrder, p.inOrder)
	}
}

// heaviestChain returns the places that do not overlap, have the order of the signed text, and contain the most words. list must be
// sorted by the places' ends.
func heaviestChain(list []place, words, sentences int) []place {
	// best is a Fenwick tree over the sentences. It returns the heaviest chain that ends before a word. A place is added when the loop
	// reaches its end.
	type entry struct{ weight, at int }
	tree := make([]entry, sentences+1)
	weight, before := make([]int, len(list)), make([]int, len(list))
	byStart := make([]int, len(list))
	for i := range list {
		byStart[i] = i
	}
	slices.SortStableFunc(byStart, func(a, b int) int { return cmp.Compare(list[a].start, list[b].start) })
	entered, last := 0, -1
	for _, i := range byStart {
		for entered < len(list) && list[entered].end <= list[i].start {
			for at := list[entered].signed + 1; at <= sentences; at += at & -at {
				if weight[entered] > tree[at].weight {
					tree[at] = entry{weight[entered], entered}
				}
			}
			entered++
		}
		top := entry{0, -1}
		for at := list[i].signed; at > 0; at -= at & -at {
			if tree[at].weight > top.weight {
				top = tree[at]
			}
		}
		weight[i], before[i] = top.weight+list[i].end-list[i].start, top.at
		if last < 0 || weight[i] > weight[last] {
			last = i
		}
	}
	var chain []place
	for ; last >= 0; last = before[last] {
		chain = append(chain, list[last])
	}
	slices.Reverse(chain)
	return chain
}

// results lists the result for each sentence, and for the words between sentences.
func (c *comparison) results() (list []Result) {
	next := 0 // the first signed sentence that is not listed yet
	at := 0   // the first word that is not listed yet
	for i, p := range c.places {
		var lost []int
		if c.inOrder[i] {
			lost, next = c.unplaced(next, p.signed), p.signed+1
		}
		list = append(list, c.between(lost, at, p.start)...)
		how := Same
		if !c.inOrder[i] {
			how = Moved
		}
		s := c.signed[p.signed]
		published := c.textOf(p.start, p.end)
		list = append(list, Result{how, s.Ordinal, cmp.Or(s.Text, published), published})
		at = p.end
	}
	return append(list, c.between(c.unplaced(next, len(c.signed)), at, len(c.words))...)
}

// unplaced returns the sentences of a range that were not found.
func (c *comparison) unplaced(from, to int) (lost []int) {
	for i := from; i < to; i++ {
		if c.found[i] < 0 && c.signed[i].Count > 0 {
			lost = append(lost, i)
		}
	}
	return lost
}

// textOf returns the published text of a range of words.
func (c *comparison) textOf(from, to int) string {
	if from >= to {
		return ""
	}
	return string(c.published[c.words[from].Span.Start:c.words[to-1].Span.End])
}

// between compares the lost sentences with the published words at their position.
func (c *comparison) between(lost []int, from, to int) (list []Result) {
	var passages []passage
	for _, span := range c.lines(from, to) {
		if c.isWholeLines(span) && (c.rules.know(c.line(span)) || c.isRepeat(span)) {
			list = append(list, Result{Furniture, -1, "", c.textOf(span.Start, span.End)})
			continue
		}
		for _, s := range c.sentences(span) {
			passages = append(passages, passage{s, wordCounts(s)})
		}
	}
	for len(lost) > 0 || len(passages) > 0 {
		switch {
		case len(passages) == 0:
			list = append(list, Result{Missing, c.signed[lost[0]].Ordinal, c.signed[lost[0]].Text, ""})
			lost = lost[1:]
		case len(lost) == 0:
			list = append(list, Result{Added, -1, "", passages[0].text})
			passages = passages[1:]
		default:
			var r Result
			r, lost, passages = c.pair(lost, passages)
			list = append(list, r)
		}
	}
	return list
}

// line returns the words of a line.
func (c *comparison) line(span text.Span) line {
	l := line{words: c.words[span.Start:span.End]}
	if c.links != nil {
		l.links = c.links[span.Start:span.End]
	}
	return l
}

// passage is a published sentence that is not a signed one.
type passage struct {
	text  string
	words map[string]int // how often each word occurs
}

// maxLookahead limits how many passages pair searches for the changed version of a lost sentence.
const maxLookahead = 30

// pair handles the first lost sentence and the first passage. They are one changed sentence, or the sentence is missing, or the passage
// was added.
func (c *comparison) pair(lost []int, passages []passage) (Result, []int, []passage) {
	s := c.signed[lost[0]]
	if s.Text != "" && len(lost) != len(passages) || s.Ordinal == 0 {
		words := wordCounts(s.Text)
		here := similarity(words, passages[0].words)
		later := 0.0
		for _, p := range passages[1:min(len(passages), maxLookahead)] {
			later = max(later, similarity(words, p.words))
		}
		switch {
		case later > here && later >= minSimilarity:
			return Result{Added, -1, "", passages[0].text}, lost, passages[1:]
		case here < minSimilarity && (len(lost) > len(passages) || s.Ordinal == 0):
			return Result{Missing, s.Ordinal, s.Text, ""}, lost[1:], passages
		}
	}
	return Result{Changed, s.Ordinal, s.Text, passages[0].text}, lost[1:], passages[1:]
}

// minSimilarity is the share of common words from which two sentences count as versions of one another.
const minSimilarity = .4

// wordCounts returns how often each word occurs in a text.
func wordCounts(s string) map[string]int {
	counts := map[string]int{}
	for _, w := range Words(s) {
		counts[w.Text]++
	}
	return counts
}

// similarity returns the share of words that two texts have in common, from 0 to 1.
func similarity(a, b map[string]int) float64 {
	common, all := 0, 0
	for w, n := range a {
		common += min(n, b[w])
		all += n
	}
	for _, n := range b {
		all += n
	}
	return 2 * float64(common) / float64(max(1, all))
}

// lines cuts a range of words at the ends of lines.
func (c *comparison) lines(from, to int) (lines []text.Span) {
	for i := from; i < to; i++ {
		if i == from || c.endsLineBetween(i-1, i) {
			lines = append(lines, text.Span{Start: i, End: i})
		}
		lines[len(lines)-1].End = i + 1
	}
	return lines
}

// endsLineBetween reports whether a line ends between two words. Two words can come from one character, such as "…".
func (c *comparison) endsLineBetween(before, after int) bool {
	from, to := c.words[before].Span.End, c.words[after].Span.Start
	return from < to && slices.ContainsFunc(c.published[from:to], endsLine)
}

// isWholeLines reports whether a range of words consists of whole lines.
func (c *comparison) isWholeLines(words text.Span) bool {
	start, end := c.words[words.Start].Span.Start, c.words[words.End-1].Span.End
	for start > 0 && isBlank(c.published[start-1]) {
		start--
	}
	for end < len(c.published) && isBlank(c.published[end]) {
		end++
	}
	return (start == 0 || endsLine(c.published[start-1])) && (end == len(c.published) || endsLine(c.published[end]))
}

// endsLine reports whether a character ends a line.
func endsLine(r rune) bool { return strings.ContainsRune("\n\v\f\r\u0085\u2028\u2029", r) }

// isBlank reports whether a character is white space or invisible, and no end of a line.
func isBlank(r rune) bool { return (unicode.IsSpace(r) || isInvisible(r)) && !endsLine(r) }

// sentences cuts a range of words into sentences.
func (c *comparison) sentences(words text.Span) (list []string) {
	whole := []rune(c.textOf(words.Start, words.End))
	for _, s := range c.split(string(whole)) {
		list = append(list, string(whole[s.Start:s.End]))
	}
	return list
}

// dropTitle drops a missing title from the results. A page can show its title outside the text, and a published text need not contain it.
func (c *comparison) dropTitle(list []Result) []Result {
	return slices.DeleteFunc(list, func(r Result) bool { return r.How == Missing && r.Ordinal == 0 })
}

// AllSame reports whether the published text says what was signed.
func AllSame(list []Result) bool {
	return !slices.ContainsFunc(list, func(r Result) bool { return r.How != Same && r.How != Furniture })
}
