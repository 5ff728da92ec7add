package anchor

import (
	"sort"

	"linecheck/text"
)

// Boundary finds where a sentence that begins at code point at of the old text begins in the new one. It
// succeeds only if the words on either side are still neighbours in the same order. It returns false if
// they are not, or if no word or sign begins at that place.
func (a *Alignment) Boundary(at int) (int, bool) {
	at = a.oldForm.ToNFC(text.Span{Start: at, End: at}).Start
	start := a.oldIndex.Byte(at)
	i := sort.Search(len(a.pairing.old), func(i int) bool { return a.pairing.old[i].start >= start })
	if i == len(a.pairing.old) || a.oldIndex.CodePoint(a.pairing.old[i].start) != at ||
		i > 0 && splitsGrapheme(a.old, a.pairing.old[i-1].start, start) {
		return 0, false
	}
	j := a.to[i]
	if j == noIndex || j == 0 && i > 0 || i == 0 && j > 0 || i > 0 && a.to[i-1] != j-1 {
		return 0, false
	}
	found := a.newIndex.CodePoint(a.pairing.new[j].start)
	return a.newForm.FromNFC(text.Span{Start: found, End: found}).Start, true
}
