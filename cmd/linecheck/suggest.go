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
	Batch bool   `xor:"how" help:"Read {\"id\",\"lang\",\"text\"} lines, one a sentence, write {\"id\",\"score\",\"spans\"} lines."`

	Findings bool `xor:"how" help:"List possible errors of the whole text instead: contradictions, sums, dates and repetitions."`
}

// Run writes JSON Lines: one for each likely claim, with --findings one for each possible error or, with
// --batch, one for each sentence.
func (c *suggestCmd) Run(io *stdio) error {
	switch {
	case c.Batch:
		return suggestBatch(io.In, io.Out, c.Lang)
	case c.Findings:
		return answerText(io.In, io.Out, c.Lang, findingLines)
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

// findingLine is one line of output of suggest --findings. Each span is a start and an end in code points, half
// open.
type findingLine struct {
	Kind    claim.FindingKind `json:"kind"`
	Spans   [][2]int          `json:"spans"`
	Why     string            `json:"why"`
	Working string            `json:"working"`
}

// findingLines checks a text whose date is known only if its dateline states it.
func findingLines(doc, lang string) (lines []any) {
	for _, f := range claim.NewArticle(doc, lang, claim.AnalyzeText(doc, lang), claim.When{}).Check() {
		line := findingLine{Kind: f.Kind, Why: f.Why, Working: f.Working}
		for _, s := range f.Spans {
			line.Spans = append(line.Spans, [2]int{s.Start, s.End})
		}
		lines = append(lines, line)
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
	answer := suggestResponse{ID: q.ID, Score: claim.Score(*q.Text, q.Lang), Spans: []suggestedSpan{}}
	for _, s := range claim.AnalyzeText(*q.Text, q.Lang) { // a line may be a whole article
		for _, c := range s.Claims {
			answer.Spans = append(answer.Spans, suggestedSpan{c.Start, c.End, c.Kind})
		}
	}
	return answer
}
