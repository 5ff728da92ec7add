package models

import (
	"slices"
	"strings"
	"time"

	"linecheck/text"
	"linecheck/text/sentence"
)

// ImportedMarkup is the markup of the file from which a revision was made. Offsets are code points of the
// text.
type ImportedMarkup struct {
	Hints    []RegionHint  `json:"hints,omitempty"`
	Links    []Link        `json:"links,omitempty"`
	Comments []FileComment `json:"notes,omitempty"`
	Omitted  []Omission    `json:"omitted,omitempty"`
	Around   []Around      `json:"around,omitempty"`
	Date     *time.Time    `json:"date,omitempty"` // when it was published, as the page or the file says

	// Languages are the tags of the languages of the text, the most frequent first, if there are several.
	Languages []string `json:"languages,omitempty"`
}

// maxMarkupLanguages limits the languages that are stored for a text. Each is the language of at least a fifth of it.
const maxMarkupLanguages = 5

// maxLanguageTag limits the tag of a language, in bytes.
const maxLanguageTag = 35

// RegionHint is the region of a paragraph, according to the file.
type RegionHint struct {
	Start  int             `json:"start"`
	End    int             `json:"end"`
	Region sentence.Region `json:"region"`
}

// Link is a hyperlink in a file. The writer may have used it as a source, so it is worth a look.
type Link struct {
	Start   int    `json:"start"`
	End     int    `json:"end"`
	Address string `json:"address"`
}

// FileComment is a comment in a file, on words or between them.
type FileComment struct {
	Start  int        `json:"start"`
	End    int        `json:"end"`
	Author string     `json:"author,omitempty"`
	At     *time.Time `json:"at,omitempty"`
	Words  string     `json:"words"`

	Resolved bool `json:"resolved,omitempty"` // marked as done in the file
	Reply    bool `json:"reply,omitempty"`    // an answer to the comment before it
}

// Omission is what the file also contained and the text does not, for one reason.
type Omission struct {
	Kind  string `json:"kind"`
	Count int    `json:"count"` // passages
	Words string `json:"words"` // the first of them, one a line
}

// maxMarkupItems limits the links, and the comments, that are stored for a file. No real article has more.
const maxMarkupItems = 5_000

// Around is a paragraph of a page that is outside its article, and not in the text.
type Around struct {
	At    int    `json:"at"` // the offset at which it would be
	Words string `json:"words"`
}

// maxAround limits the paragraphs around an article that are kept, and maxAroundWords their words, in bytes.
const (
	maxAround      = 500
	maxAroundWords = 200_000
)

// maxOmissions limits the reasons for which words of a file were left out, and maxOmittedWords their words, in bytes.
const (
	maxOmissions    = 20
	maxOmittedWords = 100_000
)

// maxLinkAddress limits a link's address, in bytes. Browsers allow at least 2,083.
const maxLinkAddress = 4_000

// Bounded returns the markup within these limits, or nil if it is empty.
func (s ImportedMarkup) Bounded() *ImportedMarkup {
	s.Links = slices.DeleteFunc(slices.Clone(s.Links), func(l Link) bool { return len(l.Address) > maxLinkAddress })
	s.Links, s.Comments = s.Links[:min(len(s.Links), maxMarkupItems)], s.Comments[:min(len(s.Comments), maxMarkupItems)]
	words := 0
	for i, a := range s.Around {
		if words += len(a.Words); words > maxAroundWords || i == maxAround {
			s.Around = s.Around[:i]
			break
		}
	}
	if len(s.Hints)+len(s.Links)+len(s.Comments)+len(s.Omitted)+len(s.Around)+len(s.Languages) == 0 && s.Date == nil {
		return nil
	}
	return &s
}

// IsPartial reports whether the file contained more than the text.
func (s *ImportedMarkup) IsPartial() bool { return s != nil && len(s.Omitted)+len(s.Around) > 0 }

// Published returns the time of publishing that the page or the file gives, in a zone, and whether it gives one. A date without a time of
// day is that day in every zone.
func (s *ImportedMarkup) Published(zone *time.Location) (time.Time, bool) {
	if s == nil || s.Date == nil {
		return time.Time{}, false
	}
	if at := s.Date.UTC(); at.Equal(at.Truncate(24 * time.Hour)) {
		return at, true
	}
	return s.Date.In(zone), true
}

// TextLanguages returns the languages of the text if there are several.
func (s *ImportedMarkup) TextLanguages() []string {
	if s == nil {
		return nil
	}
	return s.Languages
}

// WithAround returns a text with some paragraphs that were around it, given by their numbers from 0, in their places.
func (s *ImportedMarkup) WithAround(words string, numbers []int) string {
	var parts []string
	runes, last := []rune(words), 0
	add := func(part string) {
		if part = strings.Trim(part, "\n"); part != "" {
			parts = append(parts, part)
		}
	}
	for i, a := range s.Around {
		if slices.Contains(numbers, i) && a.At >= last && a.At <= len(runes) {
			add(string(runes[last:a.At]))
			add(a.Words)
			last = a.At
		}
	}
	if len(parts) == 0 {
		return words
	}
	add(string(runes[last:]))
	return strings.Join(parts, "\n\n")
}

// regionHints returns the hints, also for nil.
func (s *ImportedMarkup) regionHints() []RegionHint {
	if s == nil {
		return nil
	}
	return s.Hints
}

// LinksIn returns the links in a sentence with their words there, without duplicate addresses.
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

// CommentsIn returns the comments of a sentence: those on its words, and those before the next sentence,
// which begins at next.
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

// validate returns what does not fit a text of length code points, or "".
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
	for i, tag := range s.Languages {
		if tag == "" || len(tag) > maxLanguageTag || i == maxMarkupLanguages {
			return "the languages of the text are not known"
		}
	}
	words := 0
	for _, a := range s.Around {
		if words += len(a.Words); outside(a.At, a.At) || words > maxAroundWords {
			return "what is around the article of the page does not fit the text"
		}
	}
	for _, o := range s.Omitted {
		if len(o.Words) > maxOmittedWords {
			return "what the file left out is too long"
		}
	}
	if len(s.Links) > maxMarkupItems || len(s.Comments) > maxMarkupItems || len(s.Omitted) > maxOmissions || len(s.Around) > maxAround {
		return "there are too many links or comments"
	}
	return ""
}

// withRegions sets the region of every sentence to that of its paragraph in the file. A hint of plain body
// text is ignored, because most files style bylines and captions like that too; the splitter's guess is
// better.
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

// SentenceLink is a link with its words and its number in the revision.
type SentenceLink struct {
	Link
	Number int // from 1
	Words  string
}
