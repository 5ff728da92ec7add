// Package published compares the article on a site with the text that was signed off.
package published

import (
	"cmp"
	"context"
	"slices"
	"strings"
	"unicode/utf8"

	"linecheck/formats/read"
	"linecheck/text"
	"linecheck/text/compare"
	"linecheck/text/sentence"
)

// Signed is a signed text and what a comparison needs to know about it.
type Signed struct {
	Sentences []compare.Sentence // the title first
	Language  string             // BCP 47 tag
	Rules     compare.Rules      // lines that are the site's own
}

// CompareText compares a published text, with or without its title as the first line.
func (s Signed) CompareText(published string) []compare.Result {
	return compare.Texts(s.Sentences, published, s.Rules, s.split)
}

// split cuts a passage into sentences.
func (s Signed) split(passage string) (spans []text.Span) {
	for _, found := range sentence.Split(passage, s.Language) {
		spans = append(spans, found.Span)
	}
	return spans
}

// compareDocument compares a document that was read from a page. The headline is put before the document's text.
func (s Signed) compareDocument(headline string, d read.Document) []compare.Result {
	shift := utf8.RuneCountInString(headline)
	shifted := func(span text.Span) text.Span { return text.Span{Start: span.Start + shift, End: span.End + shift} }
	p := compare.Published{Text: headline + d.Text}
	for _, l := range d.Links {
		p.Links = append(p.Links, shifted(l.Span))
	}
	for _, h := range d.Hints {
		if h.Region == string(sentence.QuoteBox) {
			p.QuoteBoxes = append(p.QuoteBoxes, shifted(h.Span))
		}
	}
	return compare.Pages(s.Sentences, p, s.Rules, s.split)
}

// ComparePage compares a published web page. It first compares the page's article, without menus and the like, but with the sentences,
// quotations and captions of boxes between its paragraphs. If sentences are missing there, it also compares the whole page from the first
// signed sentence to the last, because a caption can be outside the article.
func (s Signed) ComparePage(ctx context.Context, page []byte, o read.Options) ([]compare.Result, error) {
	o.Address = cmp.Or(o.Address, "https://page.invalid/") // any base address will do: it makes relative links count as links
	article, err := read.Page(ctx, page, o)
	if err != nil {
		return nil, err
	}
	whole, err := read.HTML(ctx, page, o)
	if err != nil {
		return nil, err
	}
	inArticle := s.compareDocument(s.headline(article, whole), s.withAsides(article))
	if !onlyMissing(inArticle) {
		return inArticle, nil
	}
	inPage := furnitureOutside(s.compareDocument("", whole))
	if compare.AllSame(inPage) {
		return inPage, nil
	}
	return inArticle, nil
}

// withAsides returns an article with the boxes between its paragraphs merged into its text, if isSaid accepts them.
func (s Signed) withAsides(d read.Document) read.Document {
	runes := []rune(d.Text)
	merged := read.Document{Title: d.Title}
	var b strings.Builder
	length, hint, link, at := 0, 0, 0, 0
	write := func(words string) {
		b.WriteString(words)
		length += utf8.RuneCountInString(words)
	}
	copyTo := func(end int) {
		shift := length - at
		for ; hint < len(d.Hints) && d.Hints[hint].Start < end; hint++ {
			h := d.Hints[hint]
			merged.Hints = append(merged.Hints, read.Hint{Span: text.Span{Start: h.Start + shift, End: h.End + shift}, Region: h.Region})
		}
		for ; link < len(d.Links) && d.Links[link].Start < end; link++ {
			l := d.Links[link]
			merged.Links = append(merged.Links, read.Link{Span: text.Span{Start: l.Start + shift, End: l.End + shift}})
		}
		write(string(runes[at:end]))
		at = end
	}
	for _, aside := range d.Around {
		if aside.At <= 0 || aside.At >= len(runes) || !s.isSaid(aside) {
			continue
		}
		copyTo(max(at, aside.At))
		write("\n\n")
		span := text.Span{Start: length, End: length + utf8.RuneCountInString(aside.Words)}
		merged.Hints = append(merged.Hints, read.Hint{Span: span, Region: aside.Region})
		write(aside.Words)
	}
	copyTo(len(runes))
	merged.Text = b.String()
	return merged
}

// isSaid reports whether a box contains a sentence, a quotation or a caption, not only a label or a link.
func (s Signed) isSaid(p read.Around) bool {
	if p.Region == string(sentence.QuoteBox) || p.Region == string(sentence.Caption) {
		return true
	}
	runes := []rune(p.Words)
	return slices.ContainsFunc(s.split(p.Words), func(span text.Span) bool {
		words := strings.TrimRight(string(runes[span.Start:span.End]), "\"'“”’»)] \u00a0\u202f")
		last, _ := utf8.DecodeLastRuneInString(words)
		return strings.ContainsRune(".!?…。！？؟।", last)
	})
}

// headline returns the headline that the page shows above its article, as a paragraph. It returns "" if there is none, or if the
// article's text contains it. It uses the page's metadata only if the page shows no headline.
func (s Signed) headline(article, whole read.Document) string {
	title := s.Sentences[0].Text
	if hasLine(article.Text, title) {
		return ""
	}
	if hasLine(whole.Text, title) {
		return title + "\n\n"
	}
	runes := []rune(whole.Text)
	for _, hint := range whole.Hints {
		if shown := string(runes[hint.Start:hint.End]); hint.Region == string(sentence.Headline) && !hasLine(article.Text, shown) {
			return shown + "\n\n"
		}
	}
	if named := strings.TrimSpace(cmp.Or(article.Title, whole.Title)); named != "" && !beginsWith(named, title) {
		return named + "\n\n"
	}
	return ""
}

// hasLine reports whether a text has a line with the same words.
func hasLine(s, line string) bool {
	want := compare.Hash(compare.Words(line))
	for l := range strings.Lines(s) {
		if compare.Hash(compare.Words(l)) == want {
			return true
		}
	}
	return false
}

// beginsWith reports whether a page's name is the title, alone or followed by the site's name.
func beginsWith(name, title string) bool {
	words, want := compare.Words(name), compare.Words(title)
	return len(words) >= len(want) && compare.Hash(words[:len(want)]) == compare.Hash(want)
}

// onlyMissing reports whether missing sentences are the only difference.
func onlyMissing(list []compare.Result) bool {
	missing := false
	for _, r := range list {
		switch r.How {
		case compare.Missing:
			missing = true
		case compare.Added, compare.Changed, compare.Moved:
			return false
		}
	}
	return missing
}

// furnitureOutside marks what was added before the first signed sentence and after the last one as furniture.
func furnitureOutside(list []compare.Result) []compare.Result {
	first, last := len(list), -1
	for i, r := range list {
		if r.How != compare.Added && r.How != compare.Furniture {
			first, last = min(first, i), i
		}
	}
	for i := range list {
		if (i < first || i > last) && list[i].How == compare.Added {
			list[i].How = compare.Furniture
		}
	}
	return list
}
