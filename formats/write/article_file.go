package write

import (
	"encoding/json"
	"io"

	"linecheck/models"
)

// ArticleFile writes an article whole, as JSON that linecheck import reads.
func ArticleFile(w io.Writer, f models.ArticleFile) error { return writeJSON(w, f) }

// writeJSON writes one JSON object. Nothing of ours stands within HTML: what HTML would take for its own needs no escape.
func writeJSON(w io.Writer, v any) error {
	encoder := json.NewEncoder(w)
	encoder.SetEscapeHTML(false)
	return encoder.Encode(v)
}
