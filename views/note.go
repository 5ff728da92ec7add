package views

import (
	"context"
	"net/url"
	"regexp"
	"strings"
	"unicode"
	"unicode/utf8"

	"github.com/a-h/templ"

	"linecheck/models"
	"linecheck/text"
)

// NoteForm is the id of the form that writes a note on a sentence.
func NoteForm(sentence int64) string { return "note-" + id(sentence) }

func noteAddress(note int64) string { return "/notes/" + id(note) }

func noteListAddress(article int64) templ.SafeURL { return articleAddress(article) + "/notes" }

// mentionText returns the text that mentions the user, or a placeholder while it is sealed.
func mentionText(ctx context.Context, m models.WaitingMention) string {
	if m.Body == "" {
		return say(ctx, models.SealedNoteText)
	}
	return m.Body
}

// noteText renders a text that a user wrote, exactly as typed. Web addresses in it are links.
func noteText(s string) templ.Component {
	return element("p", noteAttributes, func(p *htmlWriter) { p.writeLinked(s) })
}

// writeLinked writes a text, with its web addresses as links.
func (p *htmlWriter) writeLinked(s string) {
	p.hidden = hiddenCharacters(s)
	at, from := 0, 0
	upTo := func(end int) {
		p.writeText(at, s[from:end])
		at, from = at+utf8.RuneCountInString(s[from:end]), end
	}
	for _, l := range webAddresses(s) {
		upTo(l[0])
		p.write(`<a href="`)
		p.writeEscaped(s[l[0]:l[1]])
		p.write(`" rel="noopener noreferrer nofollow" target="_blank">`)
		upTo(l[1])
		p.write("</a>")
	}
	upTo(len(s))
}

var webAddress = regexp.MustCompile(`(?i)\bhttps?://[^\s<>"“”„«»‘‹›` + "`" + `\\^{}|]+`)

// webAddresses finds the web addresses of a text: where each begins and ends, in bytes. Punctuation after an
// address is not part of it, nor is a bracket that closes one before it, nor anything after a hidden character.
func webAddresses(s string) [][]int {
	var list [][]int
	for _, l := range webAddress.FindAllStringIndex(s, -1) {
		if before, _ := utf8.DecodeLastRuneInString(s[:l[0]]); unicode.IsLetter(before) || unicode.IsDigit(before) {
			continue
		}
		address := s[l[0]:l[1]]
		if i := strings.IndexFunc(address, func(r rune) bool { _, hidden := text.HiddenName(r); return hidden }); i >= 0 {
			address = address[:i]
		}
		address = trimAddress(address)
		if u, err := url.Parse(address); err == nil && u.Hostname() != "" && u.User == nil {
			list = append(list, []int{l[0], l[0] + len(address)})
		}
	}
	return list
}

// trimAddress removes the punctuation after an address.
func trimAddress(s string) string {
	for s != "" {
		last, size := utf8.DecodeLastRuneInString(s)
		open := map[rune]string{')': "(", ']': "["}[last]
		balanced := open != "" && strings.Count(s, open) >= strings.Count(s, string(last))
		if balanced || !strings.ContainsRune(".,;:!?'’*_~)]…。、，！？؟،؛", last) {
			break
		}
		s = s[:len(s)-size]
	}
	return s
}
