package write

import (
	"fmt"

	"linecheck/models"
)

// standing is what a copy begins with: the article's state and gate, and under which conditions it was signed.
func (d *document) standing(c models.CheckingCopy) {
	if s := c.Gate.SignOff; s != nil {
		if alone := s.AloneLine(); alone != "" {
			d.paragraph("Heading2", "", alone)
		}
		d.paragraph("Found", c.StateLine()+" ", "by "+d.signer(*s))
		if s.Note != "" {
			d.paragraph("Found", "", d.typed(s.Note))
		}
	} else {
		d.paragraph("Found", c.StateLine(), "")
	}
	for _, r := range c.Gate.Standing() {
		d.paragraph("Found", "", r.Sentence(nil))
	}
	for _, line := range c.Lighter() {
		d.paragraph("Found", "", line)
	}
	if file := c.File.String(); file != "" {
		d.paragraph("Found", "", d.typed("Verdicts, marks, corrections, queries and signatures that came with the article are shown "+file+"."))
	}
}

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
	for _, w := range c.Words {
		if w.Vouched {
			d.paragraph("Found", "Words: ", fmt.Sprintf("of revision %d, the writer’s, for whom %s vouches, %s: %s", w.Number, d.typed(w.Name), d.when(w.At), d.typed(w.Reason)))
		} else {
			d.paragraph("Found", "Words: ", fmt.Sprintf("of revision %d, %s’s own, by their own word, %s", w.Number, d.typed(w.Name), d.when(w.At)))
		}
	}
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
		d.paragraph("Found", "✓ Signed off ", fmt.Sprintf("by %s, the text whose SHA-256 is %s", d.signer(*s), s.SHA256))
	case c.Gate.Open():
		d.paragraph("Found", "✓ Open: ", "ready to sign off")
	default:
		d.paragraph("Found", "! Closed: ", "not ready to publish")
	}
	for _, r := range c.Gate.Reasons {
		if r.Override == nil {
			d.paragraph("Found", "", fmt.Sprintf("%s: %d", r.Code, r.Count))
		}
		for _, o := range r.Overrides {
			d.paragraph("Found", "", d.override(c, o))
		}
	}
	for _, o := range c.Unused {
		d.paragraph("Found", "", d.override(c, o))
	}
	for _, s := range c.SignOffs {
		if alone := s.AloneLine(); alone != "" {
			d.paragraph("Found", "", alone)
		}
		d.paragraph("Found", "", fmt.Sprintf("Signed off by %s, SHA-256 %s; void since %s: %s",
			d.signer(s), s.SHA256, d.when(*s.VoidedAt), d.typed(s.VoidReason)))
	}
	for _, o := range c.Overrides {
		d.paragraph("Found", "", fmt.Sprintf("%s; void since %s: %s", d.override(c, o), d.when(*o.VoidedAt), d.typed(o.VoidReason)))
	}
}

// signer is who signed, in which role, by which API token, and when.
func (d *document) signer(s models.NamedSignOff) string {
	token := ""
	if door := s.Token(); door != (models.Door{}) {
		token = fmt.Sprintf(" by API token %d", door.TokenID)
		if door.TokenName != "" {
			token += " (" + d.typed(door.TokenName) + ")"
		}
	}
	return fmt.Sprintf("%s (%s)%s, %s", d.typed(s.Name), s.Role, token, d.when(s.At))
}

func (d *document) override(c models.CheckingCopy, o models.NamedGateOverride) string {
	covers := c.CoversLine(o)
	if covers != "" {
		covers = " (" + covers + ")"
	}
	return fmt.Sprintf("%s: %d%s, overridden by %s, %s: %s", o.GateCode, o.Count, covers, d.typed(o.Name), d.when(o.At), d.typed(o.Reason))
}
