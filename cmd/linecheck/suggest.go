package main

import (
	"encoding/json"
	"io"

	"linecheck/text"
	"linecheck/text/claim"
)

// suggestCmd lists likely claims in the text on standard input.
type suggestCmd struct {
	Lang  string `default:"en" help:"Language of the text, as a BCP 47 tag."`
	Batch bool   `help:"Read {\"id\",\"lang\",\"text\"} lines, one a sentence, write {\"id\",\"score\",\"spans\"} lines."`
}

// Run writes JSON Lines: one for each likely claim or, with --batch, one for each sentence.
func (c *suggestCmd) Run(io *stdio) error {
	if c.Batch {
		return suggestBatch(io.In, io.Out, c.Lang)
	}
	return suggestText(io.In, io.Out, c.Lang)
}

func suggestText(in io.Reader, out io.Writer, lang string) error {
	return answerText(in, out, lang, claimLines)
}

func suggestBatch(in io.Reader, out io.Writer, lang string) error {
	return answerBatch(in, out, lang, suggestForSentence)
}

// suggestedClaim is one line of output. Offsets are code points, half open. The score belongs to the
// sentence.
type suggestedClaim struct {
	Start int        `json:"start"`
	End   int        `json:"end"`
	Text  string     `json:"text"`
	Kind  claim.Kind `json:"kind"`
	Score float64    `json:"score"`
	Why   string     `json:"why"`
}

func claimLines(doc, lang string) (lines []any) {
	x := text.NewIndex(doc)
	for _, s := range claim.AnalyzeText(doc, lang) {
		for _, c := range s.Claims {
			exact, _ := x.Slice(c.Span) // a claim is within its text
			lines = append(lines, suggestedClaim{c.Start, c.End, exact, c.Kind, roundScore(s.Score), c.Why})
		}
	}
	return lines
}

// roundScore rounds a score to four decimals; it is not more precise.
func roundScore(score float64) float64 { return float64(int(score*10000+0.5)) / 10000 }

type suggestResponse struct {
	ID    json.RawMessage `json:"id"`
	Score float64         `json:"score"`
	Spans []suggestedSpan `json:"spans"`
}

type suggestedSpan struct {
	Start int        `json:"start"`
	End   int        `json:"end"`
	Kind  claim.Kind `json:"kind"`
}

func suggestForSentence(q textRequest) any {
	claims, score := claim.Analyze(*q.Text, q.Lang)
	answer := suggestResponse{ID: q.ID, Score: score, Spans: make([]suggestedSpan, len(claims))}
	for i, c := range claims {
		answer.Spans[i] = suggestedSpan{c.Start, c.End, c.Kind}
	}
	return answer
}
