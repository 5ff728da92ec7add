package main

import (
	"bufio"
	"encoding/json"
	"errors"
	"fmt"
	"io"

	"linecheck/text"
	"linecheck/text/sentence"
)

// mostSegmented bounds, in bytes, one text and one line of a batch: far beyond any article, well within memory.
const mostSegmented = 64 << 20

// segmentCmd lists the sentences of the text on standard input.
type segmentCmd struct {
	Lang  string `default:"en" help:"Language of the text, as a BCP 47 tag."`
	Batch bool   `help:"Read {\"id\",\"lang\",\"text\"} lines, write {\"id\",\"spans\",\"regions\"} lines."`
}

// Run writes JSON Lines: one a sentence, or with --batch one a text.
func (c *segmentCmd) Run(in *streams) error {
	if c.Batch {
		return segmentBatch(in.In, in.Out, c.Lang)
	}
	return segmentText(in.In, in.Out, c.Lang)
}

// segmentedSentence is one line of the answer about one text. Offsets are code points, half open; ordinals begin at 1.
type segmentedSentence struct {
	Ordinal int             `json:"ordinal"`
	Region  sentence.Region `json:"region"`
	Start   int             `json:"start"`
	End     int             `json:"end"`
	Text    string          `json:"text"`
}

func segmentText(in io.Reader, out io.Writer, lang string) error {
	doc, err := textOf(in)
	if err != nil {
		return err
	}
	buffered := bufio.NewWriter(out)
	answers := jsonLines(buffered)
	x := text.NewIndex(doc)
	for i, s := range sentence.Split(doc, lang) {
		exact, _ := x.Slice(s.Span) // a sentence lies within its text
		if err := answers.Encode(segmentedSentence{i + 1, s.Region, s.Start, s.End, exact}); err != nil {
			return fmt.Errorf("writing the sentences: %w", err)
		}
	}
	return buffered.Flush()
}

// segmentQuestion is one line of a batch. The id is any JSON value and is given back as it came.
type segmentQuestion struct {
	ID   json.RawMessage `json:"id"`
	Lang string          `json:"lang"`
	Text *string         `json:"text"`
}

type segmentAnswer struct {
	ID      json.RawMessage   `json:"id"`
	Spans   [][2]int          `json:"spans"`
	Regions []sentence.Region `json:"regions"`
}

func segmentBatch(in io.Reader, out io.Writer, lang string) error {
	return batch(in, out, func(line []byte) (any, error) { return segmentLine(line, lang) })
}

// segmentLine answers one line; lang serves where the line names no language of its own.
func segmentLine(line []byte, lang string) (segmentAnswer, error) {
	var q segmentQuestion
	if err := json.Unmarshal(line, &q); err != nil {
		return segmentAnswer{}, fmt.Errorf("not a JSON object with id, lang and text: %w", err)
	}
	if q.Text == nil || q.ID == nil {
		return segmentAnswer{}, errors.New(`"id" or "text" is missing`)
	}
	if q.Lang == "" {
		q.Lang = lang
	}
	answer := segmentAnswer{ID: q.ID, Spans: [][2]int{}, Regions: []sentence.Region{}}
	for _, s := range sentence.Split(*q.Text, q.Lang) {
		answer.Spans = append(answer.Spans, [2]int{s.Start, s.End})
		answer.Regions = append(answer.Regions, s.Region)
	}
	return answer, nil
}
