// Package published compares what a site published with the text that was signed off.
package published

import (
	"cmp"
	"context"
	"strings"

	"linecheck/formats/read"
	"linecheck/text"
	"linecheck/text/compare"
	"linecheck/text/sentence"
)

// Signed is a signed text.
type Signed struct {
	Sentences []compare.Sentence // the title first
	Language  string             // BCP 47 tag
	Rules     compare.Rules      // lines that are the site's own
}

// CompareText compares a published text, with or without its title as the first line.
func (s Signed) CompareText(published string) []compare.Result {
	return compare.Texts(s.Sentences, published, s.Rules, func(passage string) []text.Span {
		var spans []text.Span
		for _, found := range sentence.Split(passage, s.Language) {
			spans = append(spans, found.Span)
		}
		return spans
	})
}

// ComparePage compares a published web page. It looks in the page's article, without menus and the like. A sentence that is missing
// there may be elsewhere on the page, as a caption can be. Then the whole page counts, from the first signed sentence to the last.
func (s Signed) ComparePage(ctx context.Context, page []byte, o read.Options) ([]compare.Result, error) {
	article, err := read.Page(ctx, page, o)
	if err != nil {
		return nil, err
	}
	whole, err := read.HTML(ctx, page, o)
	if err != nil {
		return nil, err
	}
	inArticle := s.CompareText(s.headline(article, whole) + article.Text)
	if !onlyMissing(inArticle) {
		return inArticle, nil
	}
	inPage := furnitureOutside(s.CompareText(whole.Text))
	if compare.AllSame(inPage) {
		return inPage, nil
	}
	return inArticle, nil
}

// headline returns the headline that the page shows above its article, as a paragraph; "" if there is none, or if the article's text
// contains it. The page's metadata counts only if the page shows no headline.
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

// hasLine reports whether a text has a line with these words.
func hasLine(s, line string) bool {
	want := compare.Hash(compare.Words(line))
	for l := range strings.Lines(s) {
		if compare.Hash(compare.Words(l)) == want {
			return true
		}
	}
	return false
}

// beginsWith reports whether a name of a page is the title, alone or before the site's name.
func beginsWith(name, title string) bool {
	words, want := compare.Words(name), compare.Words(title)
	return len(words) >= len(want) && compare.Hash(words[:len(want)]) == compare.Hash(want)
}

// onlyMissing reports whether sentences are missing, and nothing else is different.
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

// furnitureOutside takes what was added before the first signed sentence and after the last one for the site's own.
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
