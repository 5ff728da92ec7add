package models

import (
	"slices"
	"time"

	"linecheck/text"
	"linecheck/text/sentence"
)

// ImportedMarkup is what the file that a revision came from says of its text, beside the words. Places are code points of the text.
type ImportedMarkup struct {
	Hints    []RegionHint  `json:"hints,omitempty"`
	Links    []Link        `json:"links,omitempty"`
	Comments []FileComment `json:"notes,omitempty"`
}

// RegionHint is the region that a file says a paragraph belongs to.
type RegionHint struct {
	Start  int             `json:"start"`
	End    int             `json:"end"`
	Region sentence.Region `json:"region"`
}

// Link is an address that words of a file led to: what the writer may have rested on, and so a source to look at.
type Link struct {
	Start   int    `json:"start"`
	End     int    `json:"end"`
	Address string `json:"address"`
}

// FileComment is a comment that somebody left in a file, on words or between them.
type FileComment struct {
	Start  int        `json:"start"`
	End    int        `json:"end"`
	Author string     `json:"author,omitempty"`
	At     *time.Time `json:"at,omitempty"`
	Words  string     `json:"words"`
}

// maxMarkupItems bounds how many links, and how many comments, are kept of a file: a list of addresses is no article.
const maxMarkupItems = 5_000

// maxLinkAddress bounds a link's address, in bytes; browsers keep 2,083 and more.
const maxLinkAddress = 4_000

// Bounded is what is kept of it; nil where the file says nothing.
func (s ImportedMarkup) Bounded() *ImportedMarkup {
	s.Links = slices.DeleteFunc(slices.Clone(s.Links), func(l Link) bool { return len(l.Address) > maxLinkAddress })
	s.Links, s.Comments = s.Links[:min(len(s.Links), maxMarkupItems)], s.Comments[:min(len(s.Comments), maxMarkupItems)]
	if len(s.Hints)+len(s.Links)+len(s.Comments) == 0 {
		return nil
	}
	return &s
}

// regionHints are the paragraphs of which the file says what they are.
func (s *ImportedMarkup) regionHints() []RegionHint {
	if s == nil {
		return nil
	}
	return s.Hints
}

// LinksIn are the links of a sentence with the words that it has of them, each address once.
func (s *ImportedMarkup) LinksIn(sentence Sentence) []SentenceLink {
	if s == nil {
		return nil
	}
	index := text.NewIndex(sentence.Text)
	var list []SentenceLink
	for i, l := range s.Links {
		known := slices.ContainsFunc(list, func(k SentenceLink) bool { return k.Address == l.Address })
		if known || !sentence.Span().Overlaps(text.Span{Start: l.Start, End: l.End}) {
			continue
		}
		words, _ := index.Slice(text.Span{Start: max(l.Start-sentence.Start, 0), End: min(l.End, sentence.End) - sentence.Start})
		list = append(list, SentenceLink{l, i + 1, words})
	}
	return list
}

// CommentsIn are the comments of a sentence: those on its words, and those that stand between it and the next one, which begins at next.
func (s *ImportedMarkup) CommentsIn(sentence Sentence, next int) []FileComment {
	if s == nil {
		return nil
	}
	var list []FileComment
	at := sentence.Span()
	for _, n := range s.Comments {
		if at.Overlaps(text.Span{Start: n.Start, End: n.End}) || n.End <= n.Start && n.Start >= at.Start && n.Start < next {
			list = append(list, n)
		}
	}
	return list
}

// validate says what of it does not fit a text of so many code points; "" where all does.
func (s *ImportedMarkup) validate(length int) string {
	if s == nil {
		return ""
	}
	outside := func(start, end int) bool { return start < 0 || end < start || end > length }
	last := 0
	for _, h := range s.Hints {
		if _, err := sentence.ParseRegion(string(h.Region)); err != nil || outside(h.Start, h.End) || h.Start < last {
			return "what the file says of its paragraphs does not fit the text"
		}
		last = h.End
	}
	for _, l := range s.Links {
		if outside(l.Start, l.End) || len(l.Address) > maxLinkAddress {
			return "a link of the file does not fit the text"
		}
	}
	for _, n := range s.Comments {
		if outside(n.Start, n.End) {
			return "a comment of the file does not fit the text"
		}
	}
	if len(s.Links) > maxMarkupItems || len(s.Comments) > maxMarkupItems {
		return "there are too many links or comments"
	}
	return ""
}

// withRegions gives every sentence the region that the file says its paragraph has. That one is plain text says little: so are
// bylines and captions in
// most files, and what they look like counts for more.
func withRegions(cut []sentence.Sentence, hints []RegionHint) []sentence.Sentence {
	next := 0
	for i, s := range cut {
		for next < len(hints) && hints[next].End <= s.Start {
			next++
		}
		if next < len(hints) && hints[next].Start <= s.Start && hints[next].Region != sentence.Body {
			cut[i].Region = hints[next].Region
		}
	}
	return cut
}

// SentenceLink is a link with its words, and by which number it is known in its revision.
type SentenceLink struct {
	Link
	Number int // from 1
	Words  string
}
