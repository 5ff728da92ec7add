package read

import (
	"strings"
	"unicode/utf8"
)

// OmissionKind says why a reader left words of a file out of the text.
type OmissionKind string

// The kinds of omission.
const (
	OmittedHidden     OmissionKind = "hidden"       // text that the file's program does not show
	OmittedStruck     OmissionKind = "struck out"   // text with a line through it
	OmittedDeleted    OmissionKind = "deleted"      // text that a tracked change deletes
	OmittedNavigation OmissionKind = "navigation"   // menus, forms and buttons of a page
	OmittedFurniture  OmissionKind = "page numbers" // running headers, footers and page numbers
	OmittedAround     OmissionKind = "around"       // the parts of a page outside its article
	OmittedEmbedded   OmissionKind = "embedded"     // pictures, formulas and files in the document
)

// Omission is the text that a reader omitted for one reason.
type Omission struct {
	Kind  OmissionKind
	Count int    // passages
	Words string // the first of them, one a line
}

// maxOmittedBytes limits the words of an omission that are shown, in bytes.
const maxOmittedBytes = 4_000

// omissions collects omissions by kind, in the order in which the kinds first occur.
type omissions []Omission

// add counts a passage. Blank passages do not count.
func (o *omissions) add(kind OmissionKind, words string) {
	words = strings.Join(strings.Fields(strings.ToValidUTF8(strings.ReplaceAll(words, "\x00", ""), "")), " ")
	if words == "" {
		return
	}
	at := o.find(kind)
	at.Count++
	if left := maxOmittedBytes - len(at.Words); left > 0 {
		if at.Words != "" {
			at.Words += "\n"
		}
		at.Words += truncateUTF8(words, left)
	}
}

// find returns the omission of a kind, and adds it if there is none.
func (o *omissions) find(kind OmissionKind) *Omission {
	for i := range *o {
		if (*o)[i].Kind == kind {
			return &(*o)[i]
		}
	}
	*o = append(*o, Omission{Kind: kind})
	return &(*o)[len(*o)-1]
}

// merge adds the omissions of another document.
func (o *omissions) merge(others []Omission) {
	for _, other := range others {
		at := o.find(other.Kind)
		at.Count += other.Count
		at.Words = strings.TrimPrefix(truncateUTF8(at.Words+"\n"+other.Words, maxOmittedBytes), "\n")
	}
}

// truncateUTF8 returns the beginning of s, at most limit bytes long, without half a character.
func truncateUTF8(s string, limit int) string {
	if len(s) <= limit {
		return s
	}
	for limit > 0 && !utf8.RuneStart(s[limit]) {
		limit--
	}
	return s[:limit]
}

// pendingOmission collects the pieces of one omitted passage.
type pendingOmission struct {
	kind  OmissionKind
	words []byte
}

// omit adds words to the open passage of a kind. A passage of another kind ends.
func (p *prose) omit(kind OmissionKind, words string) {
	if kind == "" || strings.TrimSpace(words) == "" && len(p.omitting.words) == 0 {
		return
	}
	if p.omitting.kind != kind {
		p.endOmission()
		p.omitting.kind = kind
	}
	if left := maxOmittedBytes - len(p.omitting.words); left > 0 {
		p.omitting.words = append(p.omitting.words, truncateUTF8(words, left)...)
	}
}

// endOmission ends the passage that is being left out, if there is one.
func (p *prose) endOmission() {
	if p.omitting.kind != "" {
		p.omitted.add(p.omitting.kind, string(p.omitting.words))
		p.omitting = pendingOmission{words: p.omitting.words[:0]}
	}
}
