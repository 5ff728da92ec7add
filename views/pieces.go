package views

import (
	"slices"
	"strconv"

	"linecheck/models"
	"linecheck/text"
)

// Piece is a part of a sentence with the same marks. Start is its offset in code points.
type Piece struct {
	Start    int
	Text     string
	Claims   string // the ids of its claims, separated by blanks; "" for plain text
	Status   models.Status
	Disagree bool
}

// urgency orders the statuses by how much they need attention. If claims overlap, the most urgent one is
// shown.
var urgency = map[models.Status]int{models.Sourced: 1, models.Sealed: 2, models.Unchecked: 2, models.Unverified: 3, models.Disputed: 4}

// Pieces splits a sentence at the ends of its marks. The pieces always add up to the sentence; a mark that
// extends beyond it ends with it.
func Pieces(s string, marks []models.ClaimSpan) []Piece {
	if len(marks) == 0 {
		return []Piece{{Text: s}}
	}
	index := text.NewIndex(s)
	cuts := make([]int, 0, 2*len(marks)+2)
	cuts = append(cuts, 0, index.Len())
	for _, m := range marks {
		cuts = append(cuts, min(max(m.Start, 0), index.Len()), min(max(m.End, 0), index.Len()))
	}
	slices.Sort(cuts)
	cuts = slices.Compact(cuts)
	pieces := make([]Piece, 0, len(cuts)-1)
	for i := range len(cuts) - 1 {
		words, _ := index.Slice(text.Span{Start: cuts[i], End: cuts[i+1]})
		p := Piece{Start: cuts[i], Text: words}
		for _, m := range marks {
			if m.Start < cuts[i+1] && cuts[i] < m.End {
				p.add(m)
			}
		}
		pieces = append(pieces, p)
	}
	return pieces
}

func (p *Piece) add(m models.ClaimSpan) {
	if p.Claims != "" {
		p.Claims += " "
	}
	p.Claims += strconv.FormatInt(m.ClaimID, 10)
	p.Disagree = p.Disagree || m.Disagree
	if urgency[m.Status] > urgency[p.Status] {
		p.Status = m.Status
	}
}

// MostUrgentOf returns the status that the map shows for a sentence: the most urgent of its claims, or "".
func MostUrgentOf(marks []models.ClaimSpan) models.Status {
	var worst models.Status
	for _, m := range marks {
		if urgency[m.Status] > urgency[worst] {
			worst = m.Status
		}
	}
	return worst
}
