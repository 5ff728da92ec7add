package views

import (
	"bytes"
	"context"
	"hash/fnv"
	"io"
	"slices"
	"strconv"

	"github.com/a-h/templ"

	"linecheck/models"
)

// FragmentsPath is the prefix of URLs that return the changed fragments of an open page. The rest of the URL is the path of a sentence's
// page, or of a change.
const FragmentsPath = "/fragments"

// part wraps its children in an element that names a hash of them. A page that has the part already receives the element without them.
func (v SentenceView) part(name string) templ.Component {
	return templ.ComponentFunc(func(ctx context.Context, w io.Writer) error {
		var content bytes.Buffer
		if err := templ.GetChildren(ctx).Render(templ.ClearChildren(ctx), &content); err != nil || content.Len() == 0 {
			return err
		}
		sum := fnv.New64a()
		sum.Write(bytes.Replace(content.Bytes(), []byte(`class="card here"`), []byte(`class="card"`), 1)) // a script marks the selected one
		hash, same := strconv.FormatUint(sum.Sum64(), 36), ""
		if v.Known[name] == hash {
			content.Reset()
			same = " data-same"
		}
		return writeAll(w, `<div class="part" data-part="`, name, `" data-hash="`, hash, `"`, same, `>`, content.String(), `</div>`)
	})
}

func writeAll(w io.Writer, parts ...string) error {
	for _, s := range parts {
		if _, err := io.WriteString(w, s); err != nil {
			return err
		}
	}
	return nil
}

// changedSentences returns the sentences that a change touched: the page's own, and others.
func (v SentenceView) changedSentences(others []int) []models.PageSentence {
	return slices.DeleteFunc(v.shownSentences(), func(s models.PageSentence) bool {
		return s.Ordinal != v.Sentence.Ordinal && !slices.Contains(others, s.Ordinal)
	})
}
