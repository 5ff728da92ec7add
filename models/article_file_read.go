package models

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"reflect"
	"strings"

	"linecheck/text"
)

// IsArticleFile reports whether the bytes begin like an article file: a JSON object whose first key is the
// format.
func IsArticleFile(b []byte) bool {
	decoder := json.NewDecoder(bytes.NewReader(b))
	for _, want := range []json.Token{json.Delim('{'), "format", ArticleFileFormat} {
		if got, err := decoder.Token(); err != nil || got != want {
			return false
		}
	}
	return true
}

// ReadArticleFile parses an article file. It refuses a file that violates any invariant, so an imported
// article is as consistent as a native one. Faults are returned as ValidationErrors with one sentence for the
// field "file".
func ReadArticleFile(b []byte, limits Limits) (ArticleFile, error) {
	var f ArticleFile
	if len(b) > MaxArticleFileSize {
		return f, newFileError("it is larger than the limit of %s", formatBytes(MaxArticleFileSize))
	}
	if err := text.Validate(string(b)); err != nil { // the decoder would replace invalid characters
		return f, newFileError("it cannot be kept as text: %s", err)
	}
	if name := DuplicateName(b); name != "" {
		return f, newFileError("the name “%s” appears twice in one object", name)
	}
	decoder := json.NewDecoder(bytes.NewReader(b))
	decoder.DisallowUnknownFields()
	if err := decoder.Decode(&f); err != nil {
		return f, newJSONError(err)
	}
	if strings.TrimSpace(string(b[decoder.InputOffset():])) != "" {
		return f, newFileError("something stands behind its end")
	}
	if fault := findUnstorable(reflect.ValueOf(f), "the file"); fault != "" {
		return f, newFileError("%s", fault)
	}
	return f, newArticleFileChecker(&f, limits).check()
}

// newFileError returns a fault of the file, as the importing user sees it.
func newFileError(format string, args ...any) error {
	return ValidationErrors{{Field: "file", Detail: "This article was not brought in: " + fmt.Sprintf(format, args...) + "."}}
}

func newJSONError(err error) error {
	var kind *json.UnmarshalTypeError
	var syntax *json.SyntaxError
	switch {
	case errors.As(err, &kind):
		return newFileError("in the file, “%s” should be of another kind than %s", kind.Field, kind.Value)
	case errors.As(err, &syntax):
		return newFileError("the file is no whole JSON: %s at byte %d", syntax, syntax.Offset)
	case strings.HasPrefix(err.Error(), "json: unknown field"):
		return newFileError(
			"the file has the name %s, which this version of Linecheck does not know",
			strings.TrimPrefix(err.Error(), "json: unknown field "),
		)
	}
	return newFileError("the file is no whole JSON: %s", err)
}

// findUnstorable returns a description of the first string that a database could not store, or "".
func findUnstorable(v reflect.Value, name string) string {
	switch v.Kind() {
	case reflect.String:
		if strings.ContainsRune(v.String(), 0) {
			return name + " has a NUL character in it"
		}
	case reflect.Pointer:
		if !v.IsNil() {
			return findUnstorable(v.Elem(), name)
		}
	case reflect.Slice:
		if v.Type().Elem().Kind() == reflect.Uint8 {
			return ""
		}
		for i := range v.Len() {
			if fault := findUnstorable(v.Index(i), name); fault != "" {
				return fault
			}
		}
	case reflect.Struct:
		for i := range v.NumField() {
			if field := v.Type().Field(i); field.IsExported() {
				if fault := findUnstorable(v.Field(i), "“"+strings.Split(field.Tag.Get("json"), ",")[0]+"”"); fault != "" {
					return fault
				}
			}
		}
	}
	return ""
}
