package main

import (
	"encoding/json"
	"io"

	"linecheck/text"
	"linecheck/text/sentence"
)

// segmentCmd lists the sentences of the text on standard input.
type segmentCmd struct {
	Lang  string `default:"en" help:"Language of the text, as a BCP 47 tag."`
	Batch bool   `help:"Read {\"id\",\"lang\",\"text\"} lines, write {\"id\",\"spans\",\"regions\"} lines."`
}

// Run writes JSON Lines: one for each sentence or, with --batch, one for each text.
func (c *segmentCmd) Run(io *stdio) error {
	if c.Batch {
		return segmentBatch(io.In, io.Out, c.Lang)
	}
	return segmentText(io.In, io.Out, c.Lang)
}

func segmentText(in io.Reader, out io.Writer, lang string) error {
	return answerText(in, out, lang, sentenceLines)
}

func segmentBatch(in io.Reader, out io.Writer, lang string) error {
	return answerBatch(in, out, lang, segmentSentence)
}

// segmentedSentence is one line of output. Offsets are code points, half open. Ordinals begin at 1.
type segmentedSentence struct {
	Ordinal int             `json:"ordinal"`
	Region  sentence.Region `json:"region"`
	Start   int             `json:"start"`
	End     int             `json:"end"`
	Text    string          `json:"text"`
}

func sentenceLines(doc, lang string) (lines []any) {
	x := text.NewIndex(doc)
	for i, s := range sentence.Split(doc, lang) {
		exact, _ := x.Slice(s.Span) // a sentence is within its text
		lines = append(lines, segmentedSentence{i + 1, s.Region, s.Start, s.End, exact})
	}
	return lines
}

type segmentResponse struct {
	ID      json.RawMessage   `json:"id"`
	Spans   [][2]int          `json:"spans"`
	Regions []sentence.Region `json:"regions"`
}

func segmentSentence(q textRequest) any {
	answer := segmentResponse{ID: q.ID, Spans: [][2]int{}, Regions: []sentence.Region{}}
	for _, s := range sentence.Split(*q.Text, q.Lang) {
		answer.Spans = append(answer.Spans, [2]int{s.Start, s.End})
		answer.Regions = append(answer.Regions, s.Region)
	}
	return answer
}
