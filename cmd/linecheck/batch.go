package main

import (
	"bufio"
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"unicode/utf8"

	"linecheck/formats/read"
)

// maxInputBytes limits one text and one line of a batch. It is far larger than any article and fits in
// memory.
const maxInputBytes = 64 << 20

// answerLines answers each line of JSON before it reads the next, so that another program can use it
// interactively.
func answerLines(in io.Reader, out io.Writer, answer func(line []byte) (any, error)) error {
	lines := bufio.NewScanner(in)
	lines.Buffer(nil, maxInputBytes)
	answers := newJSONLineWriter(out)
	n := 0
	for lines.Scan() {
		n++
		if len(bytes.TrimSpace(lines.Bytes())) == 0 {
			continue
		}
		if !utf8.Valid(lines.Bytes()) { // the decoder would insert replacement characters, and all following offsets would be wrong
			return fmt.Errorf("line %d: not UTF-8", n)
		}
		a, err := answer(lines.Bytes())
		if err != nil {
			return fmt.Errorf("line %d: %w", n, err)
		}
		if err := answers.Encode(a); err != nil {
			return fmt.Errorf("writing the answer to line %d: %w", n, err)
		}
	}
	if errors.Is(lines.Err(), bufio.ErrTooLong) {
		return fmt.Errorf("line %d is longer than %d MiB", n+1, maxInputBytes>>20)
	}
	if lines.Err() != nil {
		return fmt.Errorf("reading line %d: %w", n+1, lines.Err())
	}
	return nil
}

// answerText writes one line of JSON for each result of pieces for the text of in.
func answerText(in io.Reader, out io.Writer, lang string, pieces func(doc, lang string) []any) error {
	doc, err := readInputText(in)
	if err != nil {
		return err
	}
	buffered := bufio.NewWriter(out)
	answers := newJSONLineWriter(buffered)
	for _, piece := range pieces(doc, lang) {
		if err := answers.Encode(piece); err != nil {
			return fmt.Errorf("writing the answer: %w", err)
		}
	}
	return buffered.Flush()
}

// answerBatch writes one line of JSON for each line of in, which contains one text. lang is the default
// language.
func answerBatch(in io.Reader, out io.Writer, lang string, answer func(textRequest) any) error {
	return answerLines(in, out, func(line []byte) (any, error) {
		q, err := parseTextRequest(line, lang)
		if err != nil {
			return nil, err
		}
		return answer(q), nil
	})
}

// readInputText reads a text from standard input like an article from a file.
func readInputText(in io.Reader) (string, error) {
	b, err := io.ReadAll(io.LimitReader(in, maxInputBytes+1))
	if err != nil {
		return "", fmt.Errorf("reading the text: %w", err)
	}
	if len(b) > maxInputBytes {
		return "", &read.TooLargeError{Limit: maxInputBytes}
	}
	doc, err := read.Text("", b)
	if err != nil {
		return "", fmt.Errorf("reading the text: %w", err)
	}
	return doc.Text, nil
}

// textRequest is one line of a batch. The id is any JSON value and is returned unchanged.
type textRequest struct {
	ID   json.RawMessage `json:"id"`
	Lang string          `json:"lang"`
	Text *string         `json:"text"`
}

// parseTextRequest parses one line. lang is the default language.
func parseTextRequest(line []byte, lang string) (textRequest, error) {
	var q textRequest
	if err := json.Unmarshal(line, &q); err != nil {
		return q, fmt.Errorf("not a JSON object with id, lang and text: %w", err)
	}
	if q.Text == nil || q.ID == nil {
		return q, errors.New(`"id" or "text" is missing`)
	}
	if q.Lang == "" {
		q.Lang = lang
	}
	return q, nil
}

// newJSONLineWriter writes one JSON value on each line, without escaping < > &.
func newJSONLineWriter(w io.Writer) *json.Encoder {
	e := json.NewEncoder(w)
	e.SetEscapeHTML(false)
	return e
}
