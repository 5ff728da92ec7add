package models

import (
	"net/url"
	"path"
	"regexp"
	"strings"
	"unicode"

	"linecheck/text"
	"linecheck/text/web"
)

// PastedSource is what somebody pasted about a source, sorted into the fields of evidence. A field that
// the words do not say is "".
type PastedSource struct {
	Kind    SourceKind `json:"kind,omitempty"`
	Title   string     `json:"title,omitempty"`
	URL     string     `json:"url,omitempty"`
	Contact string     `json:"contact,omitempty"`
	Quote   string     `json:"quote,omitempty"`
	Locator string     `json:"locator,omitempty"`
}

// maxPastedTitle is the length in code points from which words on one line are a quote rather than a title.
const maxPastedTitle = 120

var (
	pastedAddress = regexp.MustCompile(`(?i)\bhttps?://[^\s<>"“”«»]+`)
	pastedDOI     = regexp.MustCompile(`(?i)^(?:doi:?\s*)?(10\.[0-9]{4,9}/\S+)$`)
	pastedISBN    = regexp.MustCompile(`(?i)^(?:ISBN(?:-1[03])?:?\s*)?((?:97[89][- ]?)?(?:[0-9][- ]?){9}[0-9X])$`)
	pastedEMail   = regexp.MustCompile(`[^\s<>,;:"()]+@[^\s<>,;:"()@]+\.[^\s<>,;:"()@.]{2,}`)
	pastedPhone   = regexp.MustCompile(`(?:\+|\b00|\()?[0-9][0-9 ()/.\-]{5,}[0-9]\b`)
	pastedCase    = regexp.MustCompile(`(?i)^(?:case\s|no\.?\s|docket\s|\[[12][0-9]{3}\]\s|[CTF][-‑][0-9]+/[0-9]{2}\b|` +
		`[0-9]+\s[A-Z][a-zA-Z]{0,4}\s[0-9]+/[0-9]{2,4}\b|[0-9]{1,2}[:-][0-9]{0,2}-?(?:cv|cr|mc|md)-[0-9]+)`)
	pastedFile = regexp.MustCompile(`(?i)^(?:file:///?\S+|[a-z]:\\.+|/[^\s/]+/.+|[^\s/\\]+(?:[^\n/\\]*[^\s/\\])?)` +
		`\.(?:pdf|docx?|odt|xlsx?|ods|csv|pptx?|rtf|txt|eml|msg)$`)
	pastedLocator = regexp.MustCompile(`(?i)[,;(]?\s*\(?\b(pp?\.\s?[0-9]+(?:\s?[-–]\s?[0-9]+)?|para(?:graph)?\.?\s?[0-9]+|§+\s?[0-9]+\S*|` +
		`(?:[0-9]{1,2}:)?[0-9]{1,2}:[0-9]{2})\)?$`)
)

// ParsePasted tells apart what somebody pasted about a source: an address, a DOI, an ISBN, an e-mail address, a telephone number, a case
// number, a file, words in quotation marks or a title. Words below the first line are the quote. An address on a line of its own may also
// stand below its title.
func ParsePasted(pasted string) PastedSource {
	first, rest, _ := strings.Cut(strings.TrimSpace(strings.ReplaceAll(pasted, "\r\n", "\n")), "\n")
	first, rest = strings.TrimSpace(first), strings.TrimSpace(rest)
	p := parsePastedLine(first)
	second, below, _ := strings.Cut(rest, "\n")
	second = strings.TrimSpace(second)
	if p.URL == "" && second != "" && pastedAddress.FindString(second) == second {
		title, quote := p.Title, p.Quote
		p = parsePastedLine(second)
		if title != "" {
			p.Title = title
		}
		p.Quote, rest = quote, strings.TrimSpace(below)
	}
	switch {
	case rest == "":
	case p.Quote == "":
		p.Quote = unquoted(rest)
	default: // several lines of the source's words
		p.Quote += "\n" + rest
	}
	return p
}

// parsePastedLine tells one line apart.
func parsePastedLine(line string) PastedSource {
	if address := pastedAddress.FindString(line); address != "" {
		return pastedWebPage(address, strings.Replace(line, address, "", 1))
	}
	if m := pastedDOI.FindStringSubmatch(line); m != nil {
		return PastedSource{Kind: "web page", Title: "doi:" + m[1], URL: "https://doi.org/" + m[1]}
	}
	if m := pastedISBN.FindStringSubmatch(line); m != nil && isISBN(m[1]) {
		return PastedSource{Kind: "document", Title: "ISBN " + m[1]}
	}
	if mail := pastedEMail.FindString(line); mail != "" {
		return pastedPerson(line, mail)
	}
	if pastedFile.MatchString(line) {
		return PastedSource{Kind: "document", Title: path.Base(strings.ReplaceAll(line, `\`, "/"))}
	}
	if pastedCase.MatchString(line) {
		p := PastedSource{Kind: "document"}
		p.Title, p.Locator = splitLocator(line)
		return p
	}
	if phone := pastedPhone.FindString(line); isPhone(phone) && isNameBeside(strings.Replace(line, phone, "", 1)) {
		return pastedPerson(line, phone)
	}
	if web.TitleAddress(line) != "" {
		return pastedWebPage(line, "")
	}
	if quote := unquoted(line); quote != line || len([]rune(line)) > maxPastedTitle {
		return PastedSource{Quote: quote}
	}
	p := PastedSource{}
	p.Title, p.Locator = splitLocator(line)
	return p
}

// pastedWebPage is the source at an address, with the words beside it on its line: in quotation marks the quote, else the title.
func pastedWebPage(address, beside string) PastedSource {
	address = strings.TrimRight(address, ".,;)]}>")
	p := PastedSource{Kind: "web page"}
	p.URL, p.Quote = cutTextFragment(address)
	beside = strings.Trim(beside, " \t-–—:|()<>")
	if quote := unquoted(beside); quote != beside {
		p.Quote = quote
	} else {
		p.Title = beside
	}
	if p.Title == "" {
		p.Title = addressTitle(p.URL)
	}
	return p
}

// pastedPerson is a person with a contact; the words beside the contact are the name.
func pastedPerson(line, contact string) PastedSource {
	name := strings.Trim(strings.Replace(strings.Replace(line, contact, "", 1), "mailto:", "", 1), " \t,;:<>()\"-–—")
	if !text.HasVisibleWord(name) {
		name = contact
	}
	return PastedSource{Kind: "person", Title: name, Contact: contact}
}

// cutTextFragment removes the fragment by which a browser's "copy link to highlight" names words of the page, and returns these words.
func cutTextFragment(address string) (rest, words string) {
	before, fragment, found := strings.Cut(address, ":~:text=")
	if !found {
		return address, ""
	}
	fragment, _, _ = strings.Cut(fragment, "&")
	for part := range strings.SplitSeq(fragment, ",") {
		if strings.HasSuffix(part, "-") || strings.HasPrefix(part, "-") || words != "" {
			continue // the context of the words, and the end of a longer passage
		}
		if plain, err := url.PathUnescape(part); err == nil {
			words = plain
		}
	}
	if strings.Count(fragment, ",") > 0 && !strings.Contains(fragment, "-,") && !strings.Contains(fragment, ",-") {
		words = "" // only the first and the last words of a passage, which are no quote
	}
	return strings.TrimSuffix(before, "#"), words
}

// addressTitle makes a title of an address's own words: the last part of its path that has letters, or its host.
func addressTitle(address string) string {
	u, err := url.Parse(web.WithScheme(address))
	if err != nil {
		return address
	}
	parts := strings.Split(strings.Trim(u.Path, "/"), "/")
	for i := len(parts) - 1; i >= 0; i-- {
		name := strings.TrimSuffix(parts[i], path.Ext(parts[i]))
		words := strings.Join(strings.FieldsFunc(name, func(r rune) bool { return r == '-' || r == '_' || r == '+' || unicode.IsSpace(r) }), " ")
		if strings.Contains(words, " ") && strings.ContainsFunc(words, unicode.IsLetter) && text.Validate(words) == nil {
			return words
		}
	}
	return strings.TrimPrefix(u.Hostname(), "www.") + strings.TrimRight(u.EscapedPath(), "/")
}

// unquoted removes the quotation marks around words.
func unquoted(s string) string {
	for _, marks := range []string{`""`, "“”", "„“", "«»", "»«", "‘’", "「」", "『』"} {
		pair := []rune(marks)
		if inner, found := strings.CutPrefix(s, string(pair[0])); found {
			if inner, found = strings.CutSuffix(inner, string(pair[1])); found && !strings.ContainsAny(inner, marks) {
				return strings.TrimSpace(inner)
			}
		}
	}
	return s
}

// splitLocator splits a page, paragraph or time off the end of a title.
func splitLocator(line string) (title, locator string) {
	m := pastedLocator.FindStringSubmatchIndex(line)
	if m == nil || m[0] == 0 {
		return line, ""
	}
	return strings.TrimRight(line[:m[0]], " ,;("), line[m[2]:m[3]]
}

// isISBN reports whether the check digit of an ISBN is right.
func isISBN(s string) bool {
	var digits []int
	for _, r := range s {
		switch {
		case r == 'X' || r == 'x':
			digits = append(digits, 10)
		case r >= '0' && r <= '9':
			digits = append(digits, int(r-'0'))
		}
	}
	sum := 0
	switch len(digits) {
	case 10:
		for i, d := range digits {
			sum += d * (10 - i)
		}
		return sum%11 == 0
	case 13:
		for i, d := range digits {
			sum += d * (1 + i%2*2)
		}
		return sum%10 == 0
	}
	return false
}

// isPhone reports whether digits can be a telephone number: 7 to 15 of them (ITU-T E.164), and not the years of a span.
func isPhone(s string) bool {
	n := 0
	for _, r := range s {
		if unicode.IsDigit(r) {
			n++
		}
	}
	return n >= 7 && n <= 15 && (strings.ContainsAny(s, " +()/") || n >= 9)
}

// isNameBeside reports whether the words beside a telephone number can be the name of the person: at most five, without other digits.
func isNameBeside(s string) bool {
	return len(strings.Fields(s)) <= 5 && !strings.ContainsFunc(s, unicode.IsDigit)
}

// WithPasted fills the fields of evidence that are empty with what was pasted.
func (n NewEvidence) WithPasted(p PastedSource) NewEvidence {
	for _, f := range []struct {
		field *string
		value string
	}{{&n.Title, p.Title}, {&n.URL, p.URL}, {&n.Contact, p.Contact}, {&n.Quote, p.Quote}, {&n.Locator, p.Locator}} {
		if *f.field == "" {
			*f.field = f.value
		}
	}
	if p.Kind != "" {
		n.Kind = string(p.Kind)
	}
	return n
}

// MaxEvidenceAtOnce limits the sources that one form saves.
const MaxEvidenceAtOnce = 9

// KnownSource is a source that the evidence form offers under a digit.
type KnownSource struct {
	Source VisibleSource
	Class  Class // as it was used last
	Uses   int   // for claims of the article; 0 for a source that the reader used elsewhere
}
