package write

import (
	"encoding/json"
	"io"

	"linecheck/models"
)

// ArticleFile writes a complete article as JSON, which linecheck import reads.
func ArticleFile(w io.Writer, f models.ArticleFile) error { return writeJSON(w, f) }

// writeJSON writes one JSON object. It does not escape characters for HTML, because the output is never
// embedded in HTML.
func writeJSON(w io.Writer, v any) error {
	encoder := json.NewEncoder(w)
	encoder.SetEscapeHTML(false)
	return encoder.Encode(v)
}
