package read

import (
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

	"linecheck/text"
)

// pdfWriter builds the text from paragraphs.
type pdfWriter struct {
	text  []rune
	hints []Hint
	links []Link
	words map[string]bool // the words that are not broken at a line end
	open  Hint            // the open paragraph
}

func (w *pdfWriter) startParagraph(line pdfLine, region string) {
	w.endParagraph()
	if len(w.text) > 0 {
		w.text = append(w.text, '\n', '\n')
	}
	w.open = Hint{Span: text.Span{Start: len(w.text)}, Region: region}
	w.write(line)
}

// maxHeadlineLen is in code points. Large text that is longer is a lead or a quotation, not a headline.
const maxHeadlineLen = 250

func (w *pdfWriter) endParagraph() {
	w.open.End = len(w.text)
	if w.open.Region == "" || w.open.Region == "headline" && w.open.Len() > maxHeadlineLen {
		return
	}
	w.hints = append(w.hints, w.open)
}

// appendLine appends a line to the previous one, with the right separator.
func (w *pdfWriter) appendLine(line pdfLine) {
	next, _ := utf8.DecodeRuneInString(line.Text)
	drop, space := w.joinAcrossLines(next, line.Text)
	if drop {
		w.text = w.text[:len(w.text)-1]
		for i := len(w.links) - 1; i >= 0 && w.links[i].End > len(w.text); i-- {
			w.links[i].End = len(w.text)
		}
	}
	if space {
		w.text = append(w.text, ' ')
	}
	w.write(line)
}

// joinAcrossLines decides whether the hyphen at the end of a line is dropped, and whether a space is added.
func (w *pdfWriter) joinAcrossLines(next rune, line string) (drop, space bool) {
	last, prior := w.last(1), w.last(2)
	switch {
	case last == '\u00AD':
		return true, false
	case last == '-' || last == '\u2010':
		if unicode.IsLetter(prior) && unicode.IsLetter(next) {
			return unicode.IsLower(next) && w.isBrokenWord(w.lastWord(), firstWord(line)), false
		}
		return false, !unicode.IsLetter(prior) && !unicode.IsDigit(prior)
	case last == '—':
		return false, prior == ' '
	case isUnspaced(last) && isUnspaced(next):
		return false, false
	}
	return false, true
}

// hyphenPrefixes are words that usually keep the hyphen behind them.
var hyphenPrefixes = map[string]bool{"non": true, "ex": true, "self": true, "anti": true, "co": true, "pro": true, "vice": true,
	"mid": true, "semi": true, "post": true,
	"pre": true, "multi": true, "well": true, "so": true, "long": true, "short": true, "high": true, "low": true, "half": true,
	"all": true, "cross": true,
	"ultra": true, "quasi": true, "then": true, "old": true, "new": true, "full": true, "part": true, "two": true, "three": true,
	"four": true, "e": true}

// isBrokenWord reports whether a hyphen at the end of a line splits one word. The rest of the document decides: it may contain the word
// without a hyphen, the word with its hyphen, or both parts as separate words, which indicates a compound. If it contains none of these,
// the hyphen splits a word, as most do.
func (w *pdfWriter) isBrokenWord(first, second string) bool {
	first, second = strings.ToLower(first), strings.ToLower(second)
	switch {
	case w.words[first+second]:
		return true
	case w.words[first+"-"+second], w.words[first+"\u2010"+second], hyphenPrefixes[first]:
		return false
	case utf8.RuneCountInString(second) < 2:
		return false
	}
	return !(w.words[first] && w.words[second])
}

// last returns the n-th letter from the end of the open paragraph.
func (w *pdfWriter) last(n int) rune {
	if len(w.text)-n < w.open.Start {
		return ' '
	}
	return w.text[len(w.text)-n]
}

// lastWord returns the word before the hyphen at the end.
func (w *pdfWriter) lastWord() string {
	end := len(w.text) - 1
	start := end
	for start > w.open.Start && unicode.IsLetter(w.text[start-1]) {
		start--
	}
	return string(w.text[start:end])
}

func firstWord(s string) string {
	if end := strings.IndexFunc(s, func(r rune) bool { return !unicode.IsLetter(r) }); end >= 0 {
		return s[:end]
	}
	return s
}

// isUnspaced reports whether a letter belongs to a language without spaces between words.
func isUnspaced(r rune) bool {
	return unicode.In(r, unicode.Han, unicode.Hiragana, unicode.Katakana, unicode.Thai, unicode.Lao, unicode.Khmer, unicode.Myanmar) ||
		r >= 0x3000 && r <= 0x303F ||
		r >= 0xFF00 && r <= 0xFF60
}

func (w *pdfWriter) write(line pdfLine) {
	base := len(w.text)
	w.text = append(w.text, []rune(line.Text)...)
	for _, link := range line.Links {
		link.Start, link.End = base+link.Start, base+link.End
		if n := len(w.links); n > 0 && w.links[n-1].Address == link.Address && w.links[n-1].Start >= w.open.Start &&
			link.Start-w.links[n-1].End <= 1 {
			w.links[n-1].End = link.End // continues from the previous line
			continue
		}
		w.links = append(w.links, link)
	}
}

func (w *pdfWriter) document() Document {
	w.endParagraph()
	return Document{Text: string(w.text), Hints: w.hints, Links: slices.DeleteFunc(w.links, func(l Link) bool { return l.Empty() })}
}

// collectWords returns the words of the lines in lower case, without words that a line end may have split. A word with hyphens counts as
// one word, and each of its parts counts too if it occurs in another line.
func collectWords(lines []placedLine) map[string]bool {
	known := map[string]bool{}
	for i, line := range lines {
		words := strings.FieldsFunc(
			line.Text,
			func(r rune) bool { return !unicode.IsLetter(r) && r != '-' && r != '\u2010' && r != '\u00AD' },
		)
		for n, word := range words {
			if n == 0 && i > 0 && endsInHyphen(lines[i-1].Text) || n == len(words)-1 && endsInHyphen(line.Text) {
				continue
			}
			known[strings.ToLower(word)] = true
		}
	}
	return known
}

func endsInHyphen(s string) bool {
	return strings.HasSuffix(s, "-") || strings.HasSuffix(s, "\u2010") || strings.HasSuffix(s, "\u00AD")
}
