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

// IsArticleFile reports whether some bytes begin as an article that was taken out whole does: an object whose first name is the format's.
func IsArticleFile(b []byte) bool {
	decoder := json.NewDecoder(bytes.NewReader(b))
	for _, want := range []json.Token{json.Delim('{'), "format", ArticleFileFormat} {
		if got, err := decoder.Token(); err != nil || got != want {
			return false
		}
	}
	return true
}

// ReadArticleFile reads an article that was taken out whole, and refuses one in which anything does not hold: what comes back is as sound
// as what is kept. What is wrong comes back as Invalid, one sentence at the field "file".
func ReadArticleFile(b []byte, limits Limits) (ArticleFile, error) {
	var f ArticleFile
	if len(b) > MostArticleFile {
		return f, fileFault("it is larger than the limit of %s", megabytes(MostArticleFile))
	}
	if err := text.Valid(string(b)); err != nil { // the decoder would put other characters in its place
		return f, fileFault("it cannot be kept as text: %s", err)
	}
	decoder := json.NewDecoder(bytes.NewReader(b))
	decoder.DisallowUnknownFields()
	if err := decoder.Decode(&f); err != nil {
		return f, jsonFault(err)
	}
	if strings.TrimSpace(string(b[decoder.InputOffset():])) != "" {
		return f, fileFault("something stands behind its end")
	}
	if fault := unstorable(reflect.ValueOf(f), "the file"); fault != "" {
		return f, fileFault("%s", fault)
	}
	return f, newFileCheck(&f, limits).run()
}

// fileFault is what is wrong with a file, as the person sees it who brings it in.
func fileFault(format string, args ...any) error {
	return Invalid{{Field: "file", Detail: "This article was not brought in: " + fmt.Sprintf(format, args...) + "."}}
}

func jsonFault(err error) error {
	var kind *json.UnmarshalTypeError
	var syntax *json.SyntaxError
	switch {
	case errors.As(err, &kind):
		return fileFault("in the file, “%s” should be of another kind than %s", kind.Field, kind.Value)
	case errors.As(err, &syntax):
		return fileFault("the file is no whole JSON: %s at byte %d", syntax, syntax.Offset)
	case strings.HasPrefix(err.Error(), "json: unknown field"):
		return fileFault(
			"the file has the name %s, which this version of Linecheck does not know",
			strings.TrimPrefix(err.Error(), "json: unknown field "),
		)
	}
	return fileFault("the file is no whole JSON: %s", err)
}

// unstorable names the first string that no database could hold; "" where there is none.
func unstorable(v reflect.Value, name string) string {
	switch v.Kind() {
	case reflect.String:
		if strings.ContainsRune(v.String(), 0) {
			return name + " has a NUL character in it"
		}
	case reflect.Pointer:
		if !v.IsNil() {
			return unstorable(v.Elem(), name)
		}
	case reflect.Slice:
		if v.Type().Elem().Kind() == reflect.Uint8 {
			return ""
		}
		for i := range v.Len() {
			if fault := unstorable(v.Index(i), name); fault != "" {
				return fault
			}
		}
	case reflect.Struct:
		for i := range v.NumField() {
			if field := v.Type().Field(i); field.IsExported() {
				if fault := unstorable(v.Field(i), "“"+strings.Split(field.Tag.Get("json"), ",")[0]+"”"); fault != "" {
					return fault
				}
			}
		}
	}
	return ""
}
