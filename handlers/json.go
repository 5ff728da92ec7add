package handlers

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"reflect"

	"github.com/gin-gonic/gin"

	"linecheck/models"
	"linecheck/text"
)

// decodeJSON decodes a body that contains exactly one JSON object. It rejects unknown names, because a misspelt name would have no
// effect.
func decodeJSON(body []byte, into any) error {
	if err := text.Validate(string(body)); err != nil { // the decoder would replace invalid characters
		return models.NewFieldError("body", "This cannot be kept as text: %s.", err)
	}
	if name := models.DuplicateName(body); name != "" {
		return models.ValidationErrors{{Field: name, Detail: "This name appears twice in one object. Please send it once."}}
	}
	var wrong *json.UnmarshalTypeError
	decoder := json.NewDecoder(bytes.NewReader(body))
	decoder.DisallowUnknownFields()
	err := decoder.Decode(into)
	switch {
	case errors.As(err, &wrong):
		return models.ValidationErrors{{Field: wrong.Field, Detail: fmt.Sprintf("This should be %s.", jsonTypeName(wrong.Type))}}
	case err != nil:
		return fmt.Errorf("%w: %w", errBadRequest, err)
	case decoder.More():
		return fmt.Errorf("%w: more than one object", errBadRequest)
	}
	return nil
}

// jsonTypeName returns the name of a type in JSON.
func jsonTypeName(t reflect.Type) string {
	switch t.Kind() {
	case reflect.Pointer:
		return jsonTypeName(t.Elem())
	case reflect.String:
		return "a string"
	case reflect.Bool:
		return "true or false"
	case reflect.Slice:
		return "an array"
	case reflect.Struct, reflect.Map:
		return "an object"
	}
	return "a whole number"
}

// sendJSON sends a value as JSON.
func sendJSON(c *gin.Context, status int, answer any) error {
	encoded, err := encodeJSON(answer)
	if err != nil {
		return err
	}
	c.Header("Cache-Control", "no-store")
	c.Data(status, gin.MIMEJSON, encoded)
	return nil
}
