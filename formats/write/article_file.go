package write

import (
	"bytes"
	"encoding/json"
	"fmt"
	"io"

	"linecheck/models"
)

// ArticleFile writes a complete article as JSON, which linecheck import reads. sign returns the signature of the object, or "" for none.
// The signature becomes the object's last member.
func ArticleFile(w io.Writer, f models.ArticleFile, sign func(object []byte) (string, error)) error {
	var encoded bytes.Buffer
	if err := writeJSON(&encoded, f); err != nil {
		return err
	}
	file := encoded.Bytes()
	object := bytes.TrimSuffix(file, []byte("\n"))
	signature, err := sign(object)
	if err != nil {
		return fmt.Errorf("signing the article: %w", err)
	}
	if signature != "" {
		file = models.AppendSignature(object, signature)
	}
	_, err = w.Write(file)
	return err
}

// writeJSON writes one JSON object. It does not escape characters for HTML, because the output is never
// embedded in HTML.
func writeJSON(w io.Writer, v any) error {
	encoder := json.NewEncoder(w)
	encoder.SetEscapeHTML(false)
	return encoder.Encode(v)
}
