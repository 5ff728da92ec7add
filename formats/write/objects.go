package write

import (
	"bytes"
	"encoding/json"
	"io"
	"strings"
)

// Objects writes rows as a JSON array of objects, one a line. Each column becomes a member with the unchanged string. In CSV, a value may
// have an apostrophe before it; in JSON it never has.
func Objects[R ~[][]byte](w io.Writer, columns []string, each func(func(R) error) error) error {
	names := make([]string, len(columns))
	for i, name := range columns {
		names[i] = string(quotedJSON([]byte(name))) + ":"
	}
	between := "[\n{"
	err := each(func(record R) error {
		line := bytes.NewBufferString(between)
		between = ",\n{"
		for i, cell := range record {
			line.WriteString(names[i])
			line.Write(quotedJSON(cell))
			line.WriteByte(',')
		}
		line.Truncate(line.Len() - 1)
		line.WriteByte('}')
		_, err := w.Write(line.Bytes())
		return err
	})
	if err != nil {
		return err
	}
	end := "\n]\n"
	if strings.HasPrefix(between, "[") {
		end = "[]\n"
	}
	_, err = io.WriteString(w, end)
	return err
}

// quotedJSON returns a text as a JSON string, without escapes for HTML.
func quotedJSON(s []byte) []byte {
	var b bytes.Buffer
	encoder := json.NewEncoder(&b)
	encoder.SetEscapeHTML(false)
	_ = encoder.Encode(string(s)) // a string can always be encoded
	return bytes.TrimSuffix(b.Bytes(), []byte("\n"))
}
