package main

import (
	"bufio"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"os"

	"linecheck/formats/read"
	"linecheck/text"
	"linecheck/text/anchor"
	"linecheck/text/sentence"
)

// alignCmd reports how the sentences of one draft changed in the next, and where its claims are now.
type alignCmd struct {
	Old    string `arg:"" optional:"" help:"File with the old text."`
	New    string `arg:"" optional:"" help:"File with the new text."`
	Claims string `help:"File of {\"start\",\"end\"} lines: claims in the old text, in code points."`
	Lang   string `default:"en" help:"Language of the texts, as a BCP 47 tag."`
	Batch  bool   `help:"Read {\"id\",\"lang\",\"old\",\"new\",\"spans\"} lines, write {\"id\",\"places\"} lines."`
}

// Run writes JSON Lines: the sentence links, then one line for each claim or, with --batch, one line for
// each pair of texts.
func (c *alignCmd) Run(in *stdio) error {
	switch {
	case c.Batch && c.Old != "":
		return errors.New("align takes either --batch or two files")
	case c.Batch:
		return answerLines(in.In, in.Out, func(line []byte) (any, error) { return alignLine(line, c.Lang) })
	case c.New == "":
		return errors.New("align needs two files, the old text and the new one")
	}
	old, err := readText(c.Old)
	if err != nil {
		return err
	}
	new, err := readText(c.New)
	if err != nil {
		return err
	}
	claims, err := c.claims()
	if err != nil {
		return err
	}
	return writeAlignment(in.Out, alignTexts(old, new, c.Lang), claims)
}

func readText(name string) (string, error) {
	f, err := os.Open(name)
	if err != nil {
		return "", fmt.Errorf("reading a text: %w", err)
	}
	defer f.Close()
	b, err := io.ReadAll(io.LimitReader(f, maxInputBytes+1))
	if err != nil {
		return "", fmt.Errorf("reading a text: %w", err)
	}
	if len(b) > maxInputBytes {
		return "", &read.TooLargeError{Limit: maxInputBytes}
	}
	doc, err := read.Text(name, b)
	if err != nil {
		return "", fmt.Errorf("reading %s: %w", name, err)
	}
	return doc.Text, nil
}

// claimSpan is a claim's span in code points, half open.
type claimSpan struct {
	Start *int `json:"start"`
	End   *int `json:"end"`
}

func (c *alignCmd) claims() (spans []text.Span, err error) {
	if c.Claims == "" {
		return nil, nil
	}
	f, err := os.Open(c.Claims)
	if err != nil {
		return nil, fmt.Errorf("reading the claims: %w", err)
	}
	defer f.Close()
	for lines := json.NewDecoder(f); ; {
		var s claimSpan
		if err := lines.Decode(&s); errors.Is(err, io.EOF) {
			return spans, nil
		} else if err != nil {
			return nil, fmt.Errorf("reading the claims: %w", err)
		}
		if s.Start == nil || s.End == nil {
			return nil, errors.New(`reading the claims: "start" or "end" is missing`)
		}
		spans = append(spans, text.Span{Start: *s.Start, End: *s.End})
	}
}

func alignTexts(old, new, lang string) *anchor.Alignment {
	return anchor.Align(old, new, sentenceSpans(old, lang), sentenceSpans(new, lang))
}

func sentenceSpans(s, lang string) []text.Span {
	cut := sentence.Split(s, lang)
	spans := make([]text.Span, len(cut))
	for i, c := range cut {
		spans[i] = c.Span
	}
	return spans
}

// sentenceLink is one line about sentences. Ordinals begin at 1.
type sentenceLink struct {
	Link anchor.ChangeKind `json:"link"`
	Old  []int             `json:"old"`
	New  []int             `json:"new"`
}

// claimPlacement is the new place of a claim. start and end are omitted for a lost claim.
type claimPlacement struct {
	Start *int                 `json:"start,omitempty"`
	End   *int                 `json:"end,omitempty"`
	How   anchor.PlacementKind `json:"how"`
}

// placedClaim is one line about a claim.
type placedClaim struct {
	Claim [2]int `json:"claim"`
	claimPlacement
}

func newClaimPlacement(p anchor.Placement) claimPlacement {
	if p.Kind == anchor.Lost {
		return claimPlacement{How: p.Kind}
	}
	return claimPlacement{&p.Start, &p.End, p.Kind}
}

func writeAlignment(out io.Writer, a *anchor.Alignment, claims []text.Span) error {
	buffered := bufio.NewWriter(out)
	answers := newJSONLineWriter(buffered)
	for _, l := range a.SentenceLinks() {
		if err := answers.Encode(sentenceLink{l.Kind, toOrdinals(l.Old), toOrdinals(l.New)}); err != nil {
			return fmt.Errorf("writing the links: %w", err)
		}
	}
	for _, c := range claims {
		if err := answers.Encode(placedClaim{[2]int{c.Start, c.End}, newClaimPlacement(a.Locate(c))}); err != nil {
			return fmt.Errorf("writing the claims: %w", err)
		}
	}
	return buffered.Flush()
}

func toOrdinals(indexes []int) []int {
	all := make([]int, len(indexes))
	for i, n := range indexes {
		all[i] = n + 1
	}
	return all
}

// alignRequest is one line of a batch. The id is any JSON value and is returned unchanged.
type alignRequest struct {
	ID    json.RawMessage `json:"id"`
	Lang  string          `json:"lang"`
	Old   *string         `json:"old"`
	New   *string         `json:"new"`
	Spans [][2]int        `json:"spans"`
}

type alignResponse struct {
	ID     json.RawMessage  `json:"id"`
	Places []claimPlacement `json:"places"`
}

// alignLine processes one line. lang is the default language.
func alignLine(line []byte, lang string) (alignResponse, error) {
	var q alignRequest
	if err := json.Unmarshal(line, &q); err != nil {
		return alignResponse{}, fmt.Errorf("not a JSON object with id, lang, old, new and spans: %w", err)
	}
	if q.ID == nil || q.Old == nil || q.New == nil {
		return alignResponse{}, errors.New(`"id", "old" or "new" is missing`)
	}
	if q.Lang == "" {
		q.Lang = lang
	}
	a := alignTexts(*q.Old, *q.New, q.Lang)
	answer := alignResponse{ID: q.ID, Places: make([]claimPlacement, len(q.Spans))}
	for i, s := range q.Spans {
		answer.Places[i] = newClaimPlacement(a.Locate(text.Span{Start: s[0], End: s[1]}))
	}
	return answer, nil
}
