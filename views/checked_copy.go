package views

import (
	"context"
	"strconv"

	"github.com/a-h/templ"

	"linecheck/models"
	"linecheck/text"
	"linecheck/text/message"
)

// CheckedCopyPage is an article's corrections, and its text with the accepted ones applied.
type CheckedCopyPage struct {
	CopyPage
	Checked models.CheckedCopy
}

// correctionStates are the states in the order of the copy: to be made, not yet decided, and finished.
var correctionStates = []models.CorrectionState{
	models.CorrectionAccepted,
	models.CorrectionProposed,
	models.CorrectionMade,
	models.CorrectionDeclined,
}

// correctionHeadings say what to do with the corrections in each state.
var correctionHeadings = map[models.CorrectionState]message.Key{
	models.CorrectionAccepted: "✓ Accepted: to be made",
	models.CorrectionProposed: "? Still proposed: nobody has decided",
	models.CorrectionMade:     "✓ Made: said to be in the text",
	models.CorrectionDeclined: "× Declined: the words stay",
}

// correctionCounts says how many corrections are in each state.
func (p CheckedCopyPage) correctionCounts(ctx context.Context) string {
	said := count(ctx, len(p.Checked.Corrections), "%d correction", "%d corrections")
	for i, state := range correctionStates {
		lead := ": "
		if i > 0 {
			lead = ", "
		}
		said += lead + number(ctx, len(p.Checked.CorrectionsIn(state))) + " " + word(ctx, state)
	}
	return said
}

func correctionAnchor(number int) string { return "k" + strconv.Itoa(number) }

// pendingEdits returns the edits that a correction would make, for its own entry. They have no number,
// because the entry's heading shows it.
func pendingEdits(k models.CopyCorrection) []models.Edit {
	var edits []models.Edit
	if k.State != models.CorrectionAccepted && k.State != models.CorrectionProposed {
		return nil // the words stay, or have been changed already
	}
	k.Number = 0
	for _, span := range k.Spans {
		edits = append(edits, models.Edit{Span: span, Ordinal: k.Ordinal, Correction: k})
	}
	return edits
}

// sentenceWithEdits renders a sentence with its edits.
func (p CheckedCopyPage) sentenceWithEdits(s models.Sentence, edits []models.Edit) templ.Component {
	return element("p", p.textAttributes("copy-words"), func(p *htmlWriter) { p.writeEdits(s, edits) })
}

// paragraph renders a paragraph of the text with the accepted corrections.
func (p CheckedCopyPage) paragraph(b copyBlock) templ.Component {
	return element("p", p.textAttributes("copy-words "+regionClass(b.region)), func(pen *htmlWriter) {
		for _, s := range b.sentences {
			pen.writeEscaped(s.before)
			pen.write(`<b class="copy-no" id="` + sentenceAnchor(s.Ordinal) + `">` + strconv.Itoa(s.Ordinal) + `</b><span class="t">`)
			pen.writeEdits(s.Sentence, p.Checked.Edits)
			pen.write("</span>")
		}
	})
}

// writeEdits writes a sentence with its edits: the deleted words, then the inserted ones, each with the
// number of its correction. If the deleted words continue in the next sentence, the inserted ones follow
// there.
func (p *htmlWriter) writeEdits(s models.Sentence, edits []models.Edit) {
	index, at := text.NewIndex(s.Text), 0
	p.hidden = hiddenCharacters(s.Text)
	draw := func(to int) {
		words, _ := index.Slice(text.Span{Start: at, End: to})
		p.writeText(at, words)
		at = to
	}
	for _, e := range edits {
		if !e.Overlaps(s.Span()) {
			continue
		}
		draw(max(e.Start-s.Start, at))
		p.write("<del>")
		draw(min(e.End-s.Start, index.Len()))
		p.write("</del>")
		if e.Ordinal == s.Ordinal {
			p.writeReplacement(e.Correction)
		}
	}
	draw(index.Len())
}

// writeReplacement writes the inserted words of a correction and its number.
func (p *htmlWriter) writeReplacement(k models.CopyCorrection) {
	if k.To != "" {
		p.write("<ins>")
		inserted := htmlWriter{w: p.w, err: p.err}
		inserted.writeWords(k.To, nil)
		p.err = inserted.err
		p.write("</ins>")
	}
	if k.Number > 0 {
		p.writeReference("after", correctionAnchor(k.Number), k.Number)
	}
}
