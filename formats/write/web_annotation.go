package write

import (
	"fmt"
	"io"
	"strings"
	"time"

	"linecheck/models"
	"linecheck/text"
)

// The W3C's Web Annotation Data Model, https://www.w3.org/TR/annotation-model/, as far as it is used here:
// a collection with one page, and an annotation for each verdict that counts, with its words as quote and
// as position.
type (
	webCollection struct {
		Context string  `json:"@context"`
		ID      string  `json:"id"`
		Type    string  `json:"type"`
		Label   string  `json:"label"`
		Total   int     `json:"total"`
		First   webPage `json:"first"`
	}
	webPage struct {
		ID         string          `json:"id"`
		Type       string          `json:"type"`
		PartOf     string          `json:"partOf"`
		StartIndex int             `json:"startIndex"`
		Items      []webAnnotation `json:"items"`
	}
	webAnnotation struct {
		ID         string      `json:"id"`
		Type       string      `json:"type"`
		Motivation string      `json:"motivation"`
		Created    string      `json:"created"`
		Creator    webAgent    `json:"creator"`
		Generator  webAgent    `json:"generator"`
		Body       []webBody   `json:"body"`
		Target     []webTarget `json:"target"`
	}
	webAgent struct {
		Type string `json:"type"`
		Name string `json:"name"`
	}
	webBody struct {
		Type    string `json:"type"`
		Purpose string `json:"purpose"`
		Value   string `json:"value"`
		Format  string `json:"format"`
	}
	webTarget struct {
		Type     string `json:"type"`
		Source   string `json:"source"`
		Selector []any  `json:"selector,omitempty"`
	}
	quoteSelector struct {
		Type   string `json:"type"`
		Exact  string `json:"exact"`
		Prefix string `json:"prefix"`
		Suffix string `json:"suffix"`
	}
	positionSelector struct {
		Type  string `json:"type"`
		Start int    `json:"start"`
		End   int    `json:"end"`
	}
)

// WebAnnotations writes the verdicts of an article that count as Web Annotations. base is the public
// address of Linecheck, without a slash at its end.
func WebAnnotations(w io.Writer, f models.ArticleFile, base string) error {
	article := fmt.Sprintf("%s/articles/%d", base, f.Article.ID)
	file := article + "/annotations.jsonld"
	a := annotationBuilder{f: f, article: article, file: file, names: userNames(f), texts: make([]*text.Index, len(f.Revisions))}
	items := []webAnnotation{}
	for _, c := range f.Claims {
		lapses := c.AnnotationLapses()
		for i, n := range c.Annotations {
			if c.WithdrawnAt == nil && n.WithdrawnAt == nil {
				items = append(items, a.annotation(c, n, lapses[i]))
			}
		}
	}
	return writeJSON(
		w,
		webCollection{
			Context: "http://www.w3.org/ns/anno.jsonld",
			ID:      file,
			Type:    "AnnotationCollection",
			Label:   f.Article.Title,
			Total:   len(items),
			First:   webPage{ID: file + "#page", Type: "AnnotationPage", PartOf: file, Items: items},
		},
	)
}

// userNames returns the names of the people in the file.
func userNames(f models.ArticleFile) map[int64]string {
	names := make(map[int64]string, len(f.People))
	for _, p := range f.People {
		names[p.ID] = p.Name
	}
	return names
}

type annotationBuilder struct {
	f             models.ArticleFile
	article, file string
	names         map[int64]string
	texts         []*text.Index
}

func (a annotationBuilder) annotation(c models.FileClaim, n models.FileAnnotation, lapse models.Lapse) webAnnotation {
	said := []webBody{{Type: "TextualBody", Purpose: "assessing", Value: string(n.Status), Format: "text/plain"}}
	if n.Ruling {
		said = append(said, webBody{Type: "TextualBody", Purpose: "tagging", Value: "ruling", Format: "text/plain"})
	}
	if why := lapse.WhyNot(models.ImportOrigin{}); !why.IsZero() { // it does not count
		said = append(said, webBody{Type: "TextualBody", Purpose: "describing", Value: "Does not count. " + why.String(), Format: "text/plain"})
	}
	if n.Note != "" {
		said = append(said, webBody{Type: "TextualBody", Purpose: "commenting", Value: n.Note, Format: "text/plain"})
	}
	return webAnnotation{
		ID:         fmt.Sprintf("%s#annotation-%d", a.file, n.ID),
		Type:       "Annotation",
		Motivation: "assessing",
		Created:    n.At.UTC().Format(time.RFC3339),
		Creator:    webAgent{"Person", a.names[n.Reviewer]},
		Generator:  webAgent{"Software", "Linecheck"},
		Body:       said,
		Target:     a.targets(c, n),
	}
}

// targets returns the words of an annotation: in the current text if they are unchanged there, otherwise in
// the text on which it was made.
func (a annotationBuilder) targets(c models.FileClaim, n models.FileAnnotation) []webTarget {
	if n.IsOnCurrentWords(c) {
		if here := a.targetsIn(c, a.f.Article.Revision); len(here) > 0 {
			return here
		}
	}
	if there := a.targetsIn(c, n.Revision); len(there) > 0 {
		return there
	}
	return []webTarget{{Type: "SpecificResource", Source: a.revisionURL(n.Revision)}}
}

func (a annotationBuilder) revisionURL(revision int) string {
	return fmt.Sprintf("%s/revisions/%d/text", a.article, revision)
}

func (a annotationBuilder) targetsIn(c models.FileClaim, revision int) []webTarget {
	var list []webTarget
	for _, o := range c.Occurrences {
		if o.Revision != revision || o.Placement == models.Lost {
			continue
		}
		prefix, suffix := a.quoteContext(o)
		list = append(list, webTarget{Type: "SpecificResource", Source: a.revisionURL(revision), Selector: []any{
			quoteSelector{"TextQuoteSelector", o.Exact, prefix, suffix}, positionSelector{"TextPositionSelector", o.Start, o.End}}})
	}
	return list
}

// maxContext is the maximum number of code points before and after a quote that distinguish it from others
// with the same words. If they are not enough, the position does.
const maxContext = 1024

// quoteContext returns the text before and after an occurrence: the stored context, or more if the words
// occur elsewhere in the same context. By the standard, a quote that matches in several places means all of
// them.
func (a annotationBuilder) quoteContext(o models.FileOccurrence) (prefix, suffix string) {
	whole := a.f.Revisions[o.Revision-1].Text
	if a.texts[o.Revision-1] == nil {
		a.texts[o.Revision-1] = text.NewIndex(whole)
	}
	index := a.texts[o.Revision-1]
	prefix, suffix = o.Prefix, o.Suffix
	for n := 64; n <= maxContext && !occursOnce(whole, prefix+o.Exact+suffix); n *= 2 {
		prefix, _ = index.Slice(text.Span{Start: max(0, o.Start-n), End: o.Start})
		suffix, _ = index.Slice(text.Span{Start: o.End, End: min(index.Len(), o.End+n)})
	}
	return prefix, suffix
}

// occursOnce reports whether words occur only once in a text.
func occursOnce(whole, words string) bool {
	first := strings.Index(whole, words)
	return first < 0 || !strings.Contains(whole[first+1:], words)
}
