package read

import (
	"strings"
	"time"
)

// rtfSkippedGroups are destinations that are not part of the document's text.
var rtfSkippedGroups = map[string]bool{"colortbl": true, "stylesheet": true, "listtable": true, "listoverridetable": true,
	"pict": true, "objdata": true, "object": true,
	"header": true, "headerl": true, "headerr": true, "headerf": true, "footer": true, "footerl": true, "footerr": true, "footerf": true,
	"filetbl": true,
	"revtbl":  true, "rsidtbl": true, "generator": true, "themedata": true, "colorschememapping": true, "latentstyles": true,
	"datastore": true, "xmlnstbl": true,
	"listtext": true, "pntext": true, "pntxta": true, "pntxtb": true, "nonshppict": true, "sp": true, "bkmkstart": true, "bkmkend": true,
	"template": true,
	"xe":       true, "tc": true, "ftnsep": true, "ftnsepc": true, "aftnsep": true, "aftnsepc": true, "private": true, "formfield": true,
	"atnid": true, "atnref": true,
	"atrfstart": true, "atrfend": true, "atndate": true, "atntime": true, "atnparent": true, "atnicn": true, "nesttableprops": true,
	"nonesttables": true}

var rtfSigns = map[string]rune{"emdash": '—', "endash": '–', "lquote": '‘', "rquote": '’', "ldblquote": '“', "rdblquote": '”',
	"bullet": '•', "tab": '\t',
	"emspace": '\u2003', "enspace": '\u2002', "zwj": '\u200D', "zwnj": '\u200C'}

// rtfCodePages are the encodings of \ansicpg, and rtfCharsets those of \fcharset.
var (
	rtfCodePages = map[int]string{437: "ibm866", 874: "windows-874", 932: "shift_jis", 936: "gb18030", 949: "euc-kr", 950: "big5",
		1250: "windows-1250",
		1251: "windows-1251", 1252: "windows-1252", 1253: "windows-1253", 1254: "windows-1254", 1255: "windows-1255", 1256: "windows-1256",
		1257: "windows-1257", 1258: "windows-1258", 10000: "macintosh", 10007: "x-mac-cyrillic", 65001: "utf-8", 866: "ibm866"}
	rtfCharsets = map[int]string{77: "macintosh", 128: "shift_jis", 129: "euc-kr", 134: "gb18030", 136: "big5", 161: "windows-1253",
		162: "windows-1254",
		163: "windows-1258", 177: "windows-1255", 178: "windows-1256", 186: "windows-1257", 204: "windows-1251", 222: "windows-874",
		238: "windows-1250"}
)

// word handles a control word.
func (r *rtf) word(word string, n int, given bool) {
	on := !given || n != 0
	if sign := rtfSigns[word]; sign != 0 {
		r.unicode(sign)
		return
	}
	switch word {
	case "u":
		r.unit(n)
		return
	case "bin":
		r.flush()
		r.at = min(len(r.source), r.at+max(n, 0))
		return
	case "par", "sect", "page":
		r.paragraphEnd()
		return
	case "line", "lbr", "softline":
		r.unicode('\n')
		return
	}
	r.flush()
	g := r.top()
	switch word {
	case "ansicpg":
		if name := rtfCodePages[n]; name != "" {
			r.encoding = name
		}
	case "mac":
		r.encoding = "macintosh"
	case "uc":
		g.unicodeSkip = min(max(n, 0), 8)
	case "f":
		g.font = n
	case "fcharset":
		if g.target == rtfFontTable && len(r.fonts) < maxRTFFonts {
			r.fonts[g.font] = rtfCharsets[n]
		}
	case "plain":
		g.hidden, g.struck, g.position = false, false, onLine
	case "v":
		g.hidden = on
	case "strike", "striked":
		g.struck = on
	case "deleted":
		g.deleted = on
	case "super", "sub", "nosupersub", "up", "dn":
		g.raise(word, n, given)
	case "trowd", "cell", "row", "intbl", "nestcell", "nestrow":
		r.table(word)
	default:
		r.destination(word)
	}
}

// raise handles the words that raise or lower text.
func (g *rtfGroup) raise(word string, n int, given bool) {
	switch {
	case word == "nosupersub", (word == "super" || word == "sub") && given && n == 0:
		g.position = onLine
	case word == "super", word == "up" && n >= minRaise:
		g.position = superscript
	case word == "sub", word == "dn" && n >= minRaise:
		g.position = subscript
	}
}

// table handles the parts of a table.
func (r *rtf) table(word string) {
	if r.top().target != rtfText {
		return
	}
	switch word {
	case "trowd":
		if !r.cells && len(r.tables) == 0 {
			r.cells = true
			r.enterTable()
			r.enterRow()
		}
	case "cell", "nestcell":
		if r.cells {
			r.leaveCell(false, 1)
		} else {
			r.end(bodyRegion)
		}
	case "row":
		if r.cells {
			r.cells = false
			r.leaveRow()
			r.leaveTable()
		}
	}
}

// destination handles the control words that set the destination of a group's text.
func (r *rtf) destination(word string) {
	g := r.top()
	if g.target == rtfSkipped {
		return
	}
	switch {
	case rtfSkippedGroups[word]:
		if word == "object" || word == "pict" {
			r.omitted.add(OmittedEmbedded, word)
		}
		g.target = rtfSkipped
	case word == "fonttbl":
		g.target = rtfFontTable
	case word == "info":
		g.target = rtfSkipped
		g.target = rtfProperty // until a property begins, its words are dropped
		g.words = nil
	case g.target == rtfProperty && (word == "title" || word == "author"):
		r.property(func(s string) {
			if word == "title" {
				r.facts.Title = cleanProperty(s)
			} else {
				r.facts.Byline = cleanProperty(s)
			}
		})
	case g.target == rtfProperty && word == "creatim":
		r.created()
	case g.target == rtfText && word == "fldinst":
		r.property(func(s string) {
			r.closeLink(r.link)
			r.link = r.openLink(hyperlinkAddress(s))
		})
	case g.target == rtfText && word == "fldrslt":
		g.leave = func() {
			r.closeLink(r.link)
			r.link = nil
		}
	case g.target == rtfText && word == "atnauthor":
		r.property(func(s string) { r.author = cleanProperty(s) })
	case g.target == rtfText && (word == "footnote" || word == "annotation"):
		r.openNote(word)
	}
}

// property collects the words of a group.
func (r *rtf) property(set func(string)) {
	g := r.top()
	words := &strings.Builder{}
	g.target, g.words = rtfProperty, words
	g.leave = func() { set(words.String()) }
}

// created reads the date at which the document was made. Each part of it is a control word.
func (r *rtf) created() {
	rest := r.source[r.at:min(len(r.source), r.at+100)]
	rest, _, _ = strings.Cut(rest, "}")
	parts := map[string]int{}
	for field := range strings.SplitSeq(rest, "\\") {
		name := strings.TrimRight(field, "0123456789 \r\n")
		n := 0
		for _, c := range strings.TrimSpace(strings.TrimPrefix(field, name)) {
			n = min(n*10+int(c-'0'), 10_000)
		}
		parts[name] = n
	}
	if parts["yr"] > 0 && parts["mo"] > 0 && parts["dy"] > 0 {
		r.facts.Date = time.Date(parts["yr"], time.Month(parts["mo"]), parts["dy"], parts["hr"], parts["min"], 0, 0, time.UTC)
	}
}

// openNote begins a footnote or a comment. One in another belongs to that one.
func (r *rtf) openNote(word string) {
	if len(r.notes) > 0 {
		return
	}
	n := &Note{}
	kind := ""
	if word == "footnote" {
		kind = "Footnote: "
	} else {
		n.Author, r.author = r.author, ""
	}
	r.prose.notes = append(r.prose.notes, n)
	r.itemCount++
	r.markEnd(&n.Start)
	r.notes = append(r.notes, rtfNote{n, r.prose, kind})
	r.prose = newProse("\n")
	r.byteCount, r.itemCount = r.notes[0].text.byteCount, r.notes[0].text.itemCount
	g := r.top()
	g.position, g.hidden, g.struck = onLine, false, false
	g.leave = r.closeNote
}

// closeNote ends the open footnote or comment.
func (r *rtf) closeNote() {
	if len(r.notes) == 0 {
		return
	}
	open := r.notes[0]
	r.notes = nil
	words, err := r.prose.document(Document{})
	open.text.byteCount, open.text.itemCount = r.byteCount, r.itemCount
	r.prose = open.text
	if err == nil && words.Text != "" {
		open.note.Words = open.kind + words.Text
	}
}
