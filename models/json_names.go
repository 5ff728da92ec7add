package models

import (
	"bytes"
	"encoding/json"
	"strings"
)

// DuplicateName returns the first name that appears twice in one object of a JSON text, or "". Programs differ in which of the two values
// they take, so such a text could be read as two things. Names that differ in case alone count as one, as the decoder takes them as
// one. What
// is no JSON ends the search: the decoder that reads it says so.
func DuplicateName(encoded []byte) string {
	decoder := json.NewDecoder(bytes.NewReader(encoded))
	decoder.UseNumber()
	type object struct {
		names   map[string]bool // nil in an array
		isValue bool            // the next token is a value and no name
	}
	var open []object
	for {
		token, err := decoder.Token()
		if err != nil {
			return ""
		}
		inner := len(open) - 1
		if name, isString := token.(string); isString && inner >= 0 && open[inner].names != nil && !open[inner].isValue {
			folded := strings.ToLower(name)
			if open[inner].names[folded] {
				return name
			}
			open[inner].names[folded], open[inner].isValue = true, true
			continue
		}
		if inner >= 0 {
			open[inner].isValue = false
		}
		switch token {
		case json.Delim('{'):
			open = append(open, object{names: map[string]bool{}})
		case json.Delim('['):
			open = append(open, object{})
		case json.Delim('}'), json.Delim(']'):
			open = open[:inner]
		}
	}
}
