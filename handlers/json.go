package handlers

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net/http"

	"github.com/gin-gonic/gin"

	"linecheck/models"
	"linecheck/text"
)

// readJSON reads a request's one JSON object. A name that we do not know is refused: a slip of the pen would be taken for nothing otherwise.
func readJSON(c *gin.Context, into any) error {
	if c.ContentType() != gin.MIMEJSON {
		return errNotJSON
	}
	body, err := io.ReadAll(c.Request.Body)
	var large *http.MaxBytesError
	switch {
	case errors.As(err, &large):
		return err
	case err != nil:
		return fmt.Errorf("%w: %w", errUnreadable, err)
	}
	if err := text.Valid(string(body)); err != nil { // the decoder would put other characters in its place
		return models.Invalid{{Field: "body", Detail: fmt.Sprintf("This cannot be kept as text: %s.", err)}}
	}
	var wrong *json.UnmarshalTypeError
	decoder := json.NewDecoder(bytes.NewReader(body))
	decoder.DisallowUnknownFields()
	err = decoder.Decode(into)
	switch {
	case errors.As(err, &wrong):
		return models.Invalid{{Field: wrong.Field, Detail: fmt.Sprintf("This should be a %s.", wrong.Type)}}
	case err != nil:
		return fmt.Errorf("%w: %w", errUnreadable, err)
	case decoder.More():
		return fmt.Errorf("%w: more than one object", errUnreadable)
	}
	return nil
}

// sendJSON answers a program.
func sendJSON(c *gin.Context, status int, answer any) error {
	encoded, err := json.Marshal(answer)
	if err != nil {
		return fmt.Errorf("writing an answer: %w", err)
	}
	c.Header("Cache-Control", "no-store")
	c.Data(status, "application/json", append(encoded, '\n'))
	return nil
}
