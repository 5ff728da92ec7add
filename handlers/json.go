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

// decodeJSON reads the one JSON object that was sent. A name that we do not know is refused: a slip of the pen would be
// taken for nothing otherwise.
func decodeJSON(body []byte, into any) error {
	if err := text.Validate(string(body)); err != nil { // the decoder would put other characters in its place
		return models.NewFieldError("body", "This cannot be kept as text: %s.", err)
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

// jsonTypeName is what JSON calls a type.
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

// sendJSON answers a program.
func sendJSON(c *gin.Context, status int, answer any) error {
	encoded, err := encodeJSON(answer)
	if err != nil {
		return err
	}
	c.Header("Cache-Control", "no-store")
	c.Data(status, gin.MIMEJSON, encoded)
	return nil
}
