package main

import (
	"bufio"
	"encoding/json"
	"errors"
	"fmt"
	"io"

	"linecheck/formats/read"
	"linecheck/text"
	"linecheck/text/claim"
)

// suggestCmd lists what is likely to be a claim in the text on standard input.
type suggestCmd struct {
	Lang  string `default:"en" help:"Language of the text, as a BCP 47 tag."`
	Batch bool   `help:"Read {\"id\",\"lang\",\"text\"} lines, one a sentence, write {\"id\",\"score\",\"spans\"} lines."`
}

// Run writes JSON Lines: one a likely claim, or with --batch one a sentence.
func (c *suggestCmd) Run(in *streams) error {
	if c.Batch {
		return suggestBatch(in.In, in.Out, c.Lang)
	}
	return suggestText(in.In, in.Out, c.Lang)
}

// suggested is one line of the answer about one text. Offsets are code points, half open; the score is that of the sentence.
type suggested struct {
	Start int        `json:"start"`
	End   int        `json:"end"`
	Text  string     `json:"text"`
	Kind  claim.Kind `json:"kind"`
	Score float64    `json:"score"`
	Why   string     `json:"why"`
}

func suggestText(in io.Reader, out io.Writer, lang string) error {
	doc, err := textOf(in)
	if err != nil {
		return err
	}
	buffered := bufio.NewWriter(out)
	answers := jsonLines(buffered)
	x := text.NewIndex(doc)
	for _, s := range claim.Text(doc, lang) {
		for _, c := range s.Claims {
			exact, _ := x.Slice(c.Span) // a claim lies within its text
			if err := answers.Encode(suggested{c.Start, c.End, exact, c.Kind, short(s.Score), c.Why}); err != nil {
				return fmt.Errorf("writing the claims: %w", err)
			}
		}
	}
	return buffered.Flush()
}

// textOf reads a text from standard input as an article is read from a file.
func textOf(in io.Reader) (string, error) {
	b, err := io.ReadAll(io.LimitReader(in, mostSegmented+1))
	if err != nil {
		return "", fmt.Errorf("reading the text: %w", err)
	}
	if len(b) > mostSegmented {
		return "", &read.TooLargeError{Limit: mostSegmented}
	}
	doc, err := read.Text("", b)
	if err != nil {
		return "", fmt.Errorf("reading the text: %w", err)
	}
	return doc.Text, nil
}

// short leaves four decimals of a score: it is no more exact than that.
func short(score float64) float64 { return float64(int(score*10000+0.5)) / 10000 }

type suggestAnswer struct {
	ID    json.RawMessage `json:"id"`
	Score float64         `json:"score"`
	Spans []suggestedSpan `json:"spans"`
}

type suggestedSpan struct {
	Start int        `json:"start"`
	End   int        `json:"end"`
	Kind  claim.Kind `json:"kind"`
}

func suggestBatch(in io.Reader, out io.Writer, lang string) error {
	return batch(in, out, func(line []byte) (any, error) { return suggestLine(line, lang) })
}

// suggestLine answers one line; lang serves where the line names no language of its own.
func suggestLine(line []byte, lang string) (suggestAnswer, error) {
	var q segmentQuestion
	if err := json.Unmarshal(line, &q); err != nil {
		return suggestAnswer{}, fmt.Errorf("not a JSON object with id, lang and text: %w", err)
	}
	if q.Text == nil || q.ID == nil {
		return suggestAnswer{}, errors.New(`"id" or "text" is missing`)
	}
	if q.Lang == "" {
		q.Lang = lang
	}
	claims, score := claim.Judge(*q.Text, q.Lang)
	answer := suggestAnswer{ID: q.ID, Score: score, Spans: make([]suggestedSpan, len(claims))}
	for i, c := range claims {
		answer.Spans[i] = suggestedSpan{c.Start, c.End, c.Kind}
	}
	return answer, nil
}
