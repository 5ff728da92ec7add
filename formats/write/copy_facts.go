package write

import (
	"fmt"

	"linecheck/models"
)

// facts are of which text a copy is, when it was made, and by whom.
func (d *document) facts(c models.CheckingCopy) {
	d.paragraph("Found", "Article: ", d.typed(c.Title))
	brought := fmt.Sprintf("revision %d, brought in %s", c.Revision.Number, d.when(c.Revision.CreatedAt))
	if c.Revision.Name != "" {
		brought += " by " + d.typed(c.Revision.Name)
	}
	d.paragraph("Found", "Text: ", brought)
	d.paragraph("Found", "SHA-256 of it: ", c.Revision.SHA256)
	desk := d.typed(c.Desk.Name)
	if c.WriterName != "" {
		desk += ", written by " + d.typed(c.WriterName)
	}
	if c.DueAt != nil {
		desk += ", due " + d.when(*c.DueAt)
	}
	d.paragraph("Found", "Desk: ", desk)
	d.paragraph("Found", "Made: ", d.when(d.printing.At)+" by "+d.typed(d.printing.By))
	d.paragraph("Found", "Record: ", fmt.Sprintf("%d events, the last one %s", c.Chain.Length, c.Chain.Head))
	d.paragraph("Found", "Grey: ", "words on grey were typed by people, and the others are Linecheck’s own")
}

// signNote tells of characters that stand otherwise than they are.
func (d *document) signNote() {
	if d.signs {
		d.paragraph("Found", "Characters: ", "some that a Word file cannot hold stand as signs here, such as ␇ for a bell.")
	}
}

// gate is what stands between the article and its sign-off, what was overridden and why, and every signature there was.
func (d *document) gate(c models.CheckingCopy) {
	d.paragraph("Heading2", "", "Gate")
	switch s := c.Gate.SignOff; {
	case s != nil:
		d.paragraph("Found", "✓ Signed off ", fmt.Sprintf("by %s (%s), %s, the text whose SHA-256 is %s", d.typed(s.Name), s.Role, d.when(s.At), s.SHA256))
	case c.Gate.Open():
		d.paragraph("Found", "✓ Open: ", "ready to sign off")
	default:
		d.paragraph("Found", "! Closed: ", "not ready to publish")
	}
	for _, r := range c.Gate.Reasons {
		if r.Override == nil {
			d.paragraph("Found", "", fmt.Sprintf("%s: %d", r.Code, r.Count))
		} else {
			d.paragraph("Found", "", d.override(*r.Override))
		}
	}
	for _, s := range c.SignOffs {
		d.paragraph("Found", "", fmt.Sprintf("Signed off by %s (%s), %s, SHA-256 %s; void since %s: %s", d.typed(s.Name), s.Role, d.when(s.At), s.SHA256, d.when(*s.VoidedAt), d.typed(s.VoidReason)))
	}
	for _, o := range c.Overrides {
		d.paragraph("Found", "", fmt.Sprintf("%s; void since %s: %s", d.override(o), d.when(*o.VoidedAt), d.typed(o.VoidReason)))
	}
}

func (d *document) override(o models.NamedGateOverride) string {
	return fmt.Sprintf("%s: %d, overridden by %s, %s: %s", o.GateCode, o.Count, d.typed(o.Name), d.when(o.At), d.typed(o.Reason))
}
