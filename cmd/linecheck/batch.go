package main

import (
	"bufio"
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"unicode/utf8"
)

// batch answers each line of JSON before it reads the next, so that another program can talk with this one.
func batch(in io.Reader, out io.Writer, answer func(line []byte) (any, error)) error {
	lines := bufio.NewScanner(in)
	lines.Buffer(nil, mostSegmented)
	answers := jsonLines(out)
	n := 0
	for lines.Scan() {
		n++
		if len(bytes.TrimSpace(lines.Bytes())) == 0 {
			continue
		}
		if !utf8.Valid(lines.Bytes()) { // the decoder would put replacement characters, and every offset behind them would lie
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
		return fmt.Errorf("line %d is longer than %d MiB", n+1, mostSegmented>>20)
	}
	if lines.Err() != nil {
		return fmt.Errorf("reading line %d: %w", n+1, lines.Err())
	}
	return nil
}

// jsonLines writes one JSON value a line, with the text's own < > & as they are.
func jsonLines(w io.Writer) *json.Encoder {
	e := json.NewEncoder(w)
	e.SetEscapeHTML(false)
	return e
}
