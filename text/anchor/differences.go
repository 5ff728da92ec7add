package anchor

// Op says in which of the two texts a piece occurs.
type Op string

// The operations: in both texts, in the old one only, in the new one only.
const (
	Equal    Op = "equal"
	Deleted  Op = "deleted"
	Inserted Op = "inserted"
)

// Piece is a part of the comparison of two texts.
type Piece struct {
	Op   Op
	Text string
}

// maxCompared is the total length, in bytes, up to which two texts are compared word by word. It is far
// beyond any two drafts, and takes about a second for adversarial ones.
const maxCompared = 4 << 20

// Differences compares an old text with a new one, word by word, for display. The pieces are in reading
// order, a deletion before the insertion that replaces it. The equal and deleted pieces form the old text,
// the equal and inserted ones the new text, byte for byte. No piece ends within a word or a character.
// Texts of more than 4 MB together yield one deletion and one insertion.
func Differences(old, new string) []Piece {
	switch {
	case old == new:
		return appendPiece(nil, Equal, old)
	case len(old)+len(new) > maxCompared:
		return appendPiece(appendPiece(nil, Deleted, old), Inserted, new)
	}
	numbers := map[string]int32{}
	o, n := newDisplayText(old, numbers), newDisplayText(new, numbers)
	p := newPairing(o.words, n.words)
	p.pairInOrder(diffRange{0, len(p.old), 0, len(p.new)}, 0, 0)
	p.dropChancePairs()
	slideChanges(n, p.from, p.to)
	slideChanges(o, p.to, p.from)
	var pieces []Piece
	at := 0 // the end of the last piece in the old text, in bytes
	for _, s := range mergeChanges(o, n, changedRanges(o, n, p)) {
		was, is := trimChange(o, n, s)
		pieces = appendPiece(pieces, Equal, old[at:was.start])
		pieces = appendPiece(pieces, Deleted, old[was.start:was.end])
		pieces = appendPiece(pieces, Inserted, new[is.start:is.end])
		at = was.end
	}
	return appendPiece(pieces, Equal, old[at:])
}

func appendPiece(pieces []Piece, op Op, text string) []Piece {
	if text == "" {
		return pieces
	}
	return append(pieces, Piece{op, text})
}

// displayText is a text for display: its words and signs with the white space between them.
type displayText struct {
	text  string
	words []token
}

// newDisplayText splits a text where a piece may end: at the package's tokens, unless that would split a
// character.
func newDisplayText(s string, numbers map[string]int32) displayText {
	all := tokenize(s, map[string]int32{})
	words := all[:0]
	for _, t := range all {
		last := len(words) - 1
		switch {
		case last >= 0 && splitsGrapheme(s, words[last].start, t.start):
			words[last].end = t.end
			words[last].word = words[last].word || t.word
		case last < 0 && t.start > 0 && splitsGrapheme(s, 0, t.start):
			words = append(words, token{0, t.end, 0, t.word})
		default:
			words = append(words, t)
		}
	}
	for i := range words {
		t := &words[i]
		t.end += joinedSpaceLen(s, t.end)
		t.id = wordID(s[t.start:t.end], numbers)
	}
	return displayText{s, words}
}

// gapBounds returns the end of the word before the kth and the start of the kth. Between them is white
// space or nothing.
func (p displayText) gapBounds(k int) (start, end int) {
	end = len(p.text)
	if k < len(p.words) {
		end = p.words[k].start
	}
	if k > 0 {
		start = p.words[k-1].end
	}
	return start, end
}

// gap returns the white space before the kth word.
func (p displayText) gap(k int) string {
	start, end := p.gapBounds(k)
	return p.text[start:end]
}

// changedRanges returns the ranges in which the texts differ, even if only in white space.
func changedRanges(old, new displayText, p *pairing) (all []diffRange) {
	for a, b := 0, 0; ; {
		s := diffRange{a, a, b, b}
		for s.aEnd < len(p.to) && p.to[s.aEnd] == noIndex {
			s.aEnd++
		}
		for s.bEnd < len(p.from) && p.from[s.bEnd] == noIndex {
			s.bEnd++
		}
		if s.a < s.aEnd || s.b < s.bEnd || old.gap(a) != new.gap(b) {
			all = append(all, s)
		}
		if s.aEnd == len(p.to) {
			return all
		}
		a, b = s.aEnd+1, s.bEnd+1
	}
}

// mergeChanges merges changes that only an island of equal text separates.
func mergeChanges(old, new displayText, all []diffRange) (merged []diffRange) {
	for _, s := range all {
		last := len(merged) - 1
		if last >= 0 && isIsland(old, merged[last], s) {
			merged[last].aEnd, merged[last].bEnd = s.aEnd, s.bEnd
			continue
		}
		merged = append(merged, s)
	}
	return merged
}

// maxIsland is the number of minor words or signs that may be equal by chance between changed words.
const maxIsland = 2

// isIsland reports whether the equal text between two changes only makes them harder to read: a stop word
// or a sign between words that were replaced.
func isIsland(old displayText, left, right diffRange) bool {
	n := right.a - left.aEnd
	replaced := left.a < left.aEnd && left.b < left.bEnd || right.a < right.aEnd && right.b < right.bEnd
	if n > maxIsland || !replaced || min(left.size(), right.size()) < n {
		return false
	}
	for _, t := range old.words[left.aEnd:right.a] {
		if !isMinor(old.text[t.start:t.end]) {
			return false
		}
	}
	return true
}

func (s diffRange) size() int { return max(s.aEnd-s.a, s.bEnd-s.b) }

// trimChange returns a change in bytes of either text, without white space at its edges that is equal in
// both.
func trimChange(old, new displayText, s diffRange) (was, is token) {
	was.start, _ = old.gapBounds(s.a)
	_, was.end = old.gapBounds(s.aEnd)
	is.start, _ = new.gapBounds(s.b)
	_, is.end = new.gapBounds(s.bEnd)
	if g := old.gap(s.a); g == new.gap(s.b) {
		was.start += len(g)
		is.start += len(g)
	}
	if g := old.gap(s.aEnd); g == new.gap(s.bEnd) && len(g) <= min(was.end-was.start, is.end-is.start) {
		was.end -= len(g)
		is.end -= len(g)
	}
	return was, is
}
