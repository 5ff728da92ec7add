package write

import (
	"io"
	"strconv"

	"linecheck/models"
)

// CheckedCopy writes an article as a Word file for its handling editor. Accepted corrections are tracked
// changes, proposed ones are comments, and an appendix lists all of them.
func CheckedCopy(w io.Writer, c models.CheckedCopy, p PrintInfo) error {
	d := newDocument(c.CheckingCopy, p)
	var remarks []copyComment
	for _, k := range c.Corrections {
		remarks = append(remarks, d.correctionComments(k)...)
	}
	d.writeStatus(c.CheckingCopy)
	d.writeArticle(c.CheckingCopy, remarks, c.Edits)
	d.writeParagraph("Heading2", "", d.say("Checked copy"))
	d.writeFacts(c.CheckingCopy)
	if n := c.Sealed(); n > 0 {
		d.writeParagraph("Found", "", d.say("This desk checks blind: what is corrected in sealed claims (%d) is not in this copy.", n))
	}
	d.writeParagraph("Heading2", "", d.say("Corrections"))
	if len(c.Corrections) == 0 {
		d.writeParagraph("Found", "", d.say("Nobody has proposed a correction."))
	}
	if n := len(c.CorrectionsIn(models.CorrectionProposed)); n > 0 {
		d.writeParagraph("Found", "", d.say("Still proposed: %d. Nobody has decided, so the text does not have them.", n))
	}
	for _, k := range c.Corrections {
		d.writeLines(d.correctionLines(k))
	}
	d.writePlaceholderNote()
	return d.writeFile(w, c.Title, d.say("Checked copy"))
}

// correctionComments returns the comments for a correction that is accepted or proposed. The others are
// only in the appendix.
func (d *document) correctionComments(k models.CopyCorrection) []copyComment {
	if k.State != models.CorrectionAccepted && k.State != models.CorrectionProposed {
		return nil
	}
	var list []copyComment
	for _, span := range k.Spans {
		list = append(list, copyComment{span, k.ByName, k.ProposedAt, d.correctionLines(k)})
	}
	return list
}

// correctionLines describes a correction with its place, and with the obstacle to making it, if any.
func (d *document) correctionLines(k models.CopyCorrection) []string {
	head := strconv.Itoa(k.Number) + ": " + wordOf(d, k.State)
	if k.State == models.CorrectionProposed {
		head += ", " + d.say("nobody has decided; it is not in the text")
	}
	if k.Ordinal > 0 {
		head += " · " + d.say("sentence %s", strconv.Itoa(k.Ordinal))
	}
	lines := []string{head, d.correctionSummary(k.NamedCorrection)}
	if said := k.Warning(); !said.IsZero() {
		lines = append(lines, "! "+d.sayText(said))
	}
	return lines
}
