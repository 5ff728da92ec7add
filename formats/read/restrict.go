package read

import (
	"regexp"
	"strings"
	"unicode"
	"unicode/utf8"

	"linecheck/text"
)

// Around is a paragraph of a page outside its article.
type Around struct {
	At     int // the offset of Text at which the paragraph would be, in code points
	Words  string
	Region string // "" if the page does not say
}

// piece is a paragraph of a document.
type piece struct {
	text.Span
	words  string
	key    string // its letters and digits, by which the paragraph is recognised
	region string
	linked int // code points of its links
	kept   bool
}

// pieces returns the paragraphs of a structured document.
func (d Document) pieces() (list []piece) {
	at, hint, link := 0, 0, 0
	for words := range strings.SplitSeq(d.Text, "\n\n") {
		p := piece{Span: text.Span{Start: at, End: at + utf8.RuneCountInString(words)}, words: words, key: pieceKey(words)}
		for hint < len(d.Hints) && d.Hints[hint].End <= p.Start {
			hint++
		}
		if hint < len(d.Hints) && d.Hints[hint].Start <= p.Start {
			p.region = d.Hints[hint].Region
		}
		for link < len(d.Links) && d.Links[link].End <= p.Start {
			link++
		}
		for i := link; i < len(d.Links) && d.Links[i].Start < p.End; i++ {
			p.linked += max(0, min(d.Links[i].End, p.End)-max(d.Links[i].Start, p.Start))
		}
		list = append(list, p)
		at = p.End + 2
	}
	return list
}

func pieceKey(words string) string {
	return strings.ToLower(strings.Map(func(r rune) rune {
		if unicode.IsLetter(r) || unicode.IsDigit(r) {
			return r
		}
		return -1
	}, words))
}

// endHeadings are headings of the parts that follow an article on its page: other articles and services of the site.
var endHeadings = regexp.MustCompile(`(?i)^(?:most (?:read|popular|viewed|shared|commented)|popular (?:now|stories)|related(?: ` +
	`(?:articles|stories|topics|content|news|posts|coverage|links|reading))?|more (?:on this (?:story|topic)|from [\p{L} ` +
	`]{1,40}|stories|news|like this|top stories)|recommended(?: (?:for you|stories|reading))?|you (?:may|might) also (?:like|be ` +
	`interested in)|trending(?: now)?|read (?:more|next|also)|up next|what to read next|top stories|latest ` +
	`(?:news|stories)|editor[’']?s[’']? (?:picks|choice)|around the web|sponsored(?: content)?|promoted(?: stories)?|sign up ` +
	`(?:for|to) .{0,60}|newsletters?|subscribe .{0,40}|follow us .{0,40}|share this (?:article|story)|comments?|join the ` +
	`(?:conversation|discussion)|leave a (?:comment|reply)|see also|explore more|meistgelesen|mehr zum thema|auch interessant|lesen ` +
	`sie auch|das könnte sie auch interessieren|à lire aussi|lire aussi|les plus lus|sur le même sujet|lo más leído|te puede ` +
	`interesar|más noticias|noticias relacionadas|leia também|mais lidas|leggi anche|i più letti|potrebbe interessarti|lees ` +
	`ook|meest gelezen|læs også|mest læste|les også|mest lest|läs också|läs mer|mest läst|czytaj także|najczęściej ` +
	`czytane|читайте также|самое читаемое|по теме)\s*[:…]?$`)

// restrictTo returns the document with only the paragraphs that the extracted article has, and its headline, byline and
// captions. The others are around it.
func (d Document) restrictTo(article Document, found story) Document {
	pieces := d.pieces()
	keys := map[string]int{}
	var all strings.Builder
	signs := map[string]bool{} // paragraphs of the article without letters and figures
	for _, p := range article.pieces() {
		if p.key == "" {
			signs[p.words] = true
			continue
		}
		keys[p.key]++
		all.WriteString(p.key)
	}
	first, last, matched := -1, -1, 0
	for i := range pieces {
		p := &pieces[i]
		if p.key == "" || keys[p.key] == 0 && (len(p.key) < minPartKey || !strings.Contains(all.String(), p.key)) {
			continue
		}
		keys[p.key]--
		matched += len(p.key)
		p.kept = true
		if len(p.key) > minBodyKey {
			if first < 0 {
				first = i
			}
			last = i
		}
	}
	if matched*100 < all.Len()*minMatched || first < 0 {
		return d
	}
	keepHead(pieces[:first], found)
	keepSigns(pieces, signs)
	dropAfterEnd(pieces, first, last)
	return d.only(pieces)
}

const (
	minBodyKey = 60 // letters and figures; a paragraph of the body, and no label
	minPartKey = 20 // letters and digits; a paragraph that may be part of a longer one in the extracted article
	minMatched = 50 // percent of the article that must be found on the page
	maxHeadGap = 40 // paragraphs between a headline and the body
)

// maxAround limits the paragraphs around an article that are kept.
const maxAround = 500

// keepHead keeps the headline before the body, and what is below it and belongs to the article: subheads, the byline and
// captions.
func keepHead(head []piece, found story) {
	headline := -1
	for i := len(head) - 1; i >= max(0, len(head)-maxHeadGap); i-- {
		if head[i].region == headlineRegion && (head[i].key == pieceKey(found.title) || headline < 0) {
			headline = i
			if head[i].key == pieceKey(found.title) {
				break
			}
		}
	}
	if headline < 0 {
		return
	}
	head[headline].kept = true
	byline := pieceKey(found.byline)
	for i := headline + 1; i < len(head); i++ {
		p := &head[i]
		isByline := p.region == bylineRegion || byline != "" && len(p.key) <= len(byline)+12 && strings.Contains(p.key, byline)
		switch {
		case p.region == captionRegion, isByline:
			p.kept = true
			if isByline {
				p.region = bylineRegion
			}
		case p.region == headlineRegion && p.linked*2 < p.Len() && !endHeadings.MatchString(strings.TrimSpace(p.words)):
			p.kept = true
		}
	}
}

// keepSigns keeps paragraphs without letters and digits, such as separators, in the article. It keeps those in the extracted article, and
// those directly between two kept paragraphs.
func keepSigns(pieces []piece, signs map[string]bool) {
	follows := make([]bool, len(pieces)) // the next paragraph with letters is kept
	for i := len(pieces) - 2; i >= 0; i-- {
		follows[i] = pieces[i+1].kept || pieces[i+1].key == "" && follows[i+1]
	}
	begun := false
	for i := range pieces {
		p := &pieces[i]
		if p.key == "" && begun && (signs[p.words] || pieces[i-1].kept && follows[i]) {
			p.kept = true
		}
		begun = begun || p.kept
	}
}

// dropAfterEnd drops the part under a heading such as "Most read". If little of the body follows, it drops everything to the end of the
// page, and otherwise only the links after the heading.
func dropAfterEnd(pieces []piece, first, last int) {
	body := 0
	for i := first; i <= last; i++ {
		if pieces[i].kept {
			body += pieces[i].Len()
		}
	}
	rest := body
	for i := first; i < len(pieces); i++ {
		p := &pieces[i]
		if !p.kept {
			continue
		}
		isEnd := i > first && endHeadings.MatchString(strings.TrimSpace(p.words))
		if isEnd && rest*100 < body*maxRest {
			for n := i; n < len(pieces); n++ {
				pieces[n].kept = false
			}
			return
		}
		rest -= p.Len()
		if isEnd || p.linked*10 >= p.Len()*9 && p.Len() > 0 && i > first && p.region != headlineRegion && !endsSentence(p.words) {
			p.kept = false
		}
	}
}

// maxRest limits how much of the body, in percent, may be dropped together with the parts that follow an article.
const maxRest = 35

// only returns the document with the kept paragraphs. Its Around contains the others.
func (d Document) only(pieces []piece) Document {
	var b strings.Builder
	kept := d
	kept.Hints, kept.Links, kept.Notes, kept.Around = nil, nil, nil, nil
	length, link, note := 0, 0, 0
	for _, p := range pieces {
		if !p.kept {
			if strings.TrimSpace(p.words) != "" && len(kept.Around) < maxAround {
				kept.Around = append(kept.Around, Around{length, p.words, p.region})
			}
			continue
		}
		if length > 0 {
			b.WriteString("\n\n")
			length += 2
		}
		b.WriteString(p.words)
		shift := length - p.Start
		if p.region != "" {
			kept.Hints = append(kept.Hints, Hint{text.Span{Start: length, End: length + p.Len()}, p.region})
		}
		for link < len(d.Links) && d.Links[link].End <= p.Start {
			link++
		}
		for i := link; i < len(d.Links) && d.Links[i].Start < p.End; i++ {
			l := d.Links[i]
			l.Start, l.End = max(l.Start, p.Start)+shift, min(l.End, p.End)+shift
			kept.Links = append(kept.Links, l)
		}
		for note < len(d.Notes) && d.Notes[note].Start < p.Start {
			note++
		}
		for i := note; i < len(d.Notes) && d.Notes[i].Start <= p.End; i++ {
			n := d.Notes[i]
			n.Start, n.End = n.Start+shift, min(n.End, p.End)+shift
			kept.Notes = append(kept.Notes, n)
		}
		length += p.Len()
	}
	kept.Text = b.String()
	return kept
}
