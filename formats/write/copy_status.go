package write

import (
	"fmt"

	"linecheck/models"
)

// writeStatus writes the head of a copy: the article's state and gate, and the conditions under which it
// was signed.
func (d *document) writeStatus(c models.CheckingCopy) {
	if s := c.Gate.SignOff; s != nil {
		if alone := s.WithoutSecondPersonLine(); !alone.IsZero() {
			d.writeParagraph("Heading2", "", alone.String())
		}
		d.writeParagraph("Found", c.StateLine().String()+" ", "by "+d.signerLine(*s))
		if s.Note != "" {
			d.writeParagraph("Found", "", d.markTyped(s.Note))
		}
	} else {
		d.writeParagraph("Found", c.StateLine().String(), "")
	}
	for _, r := range c.Gate.OpenReasons() {
		d.writeParagraph("Found", "", r.Sentence(nil).String())
	}
	for _, line := range c.WeakerPolicyLines() {
		d.writeParagraph("Found", "", line.String())
	}
	if file := c.ImportOrigin.Text(); !file.IsZero() {
		d.writeParagraph(
			"Found",
			"",
			d.markTyped("Verdicts, marks, corrections, queries and signatures that came with the article are shown "+file.String()+"."),
		)
	}
}

// writeFacts writes which text this is a copy of, when it was made, and by whom.
func (d *document) writeFacts(c models.CheckingCopy) {
	d.writeParagraph("Found", "Article: ", d.markTyped(c.Title))
	brought := fmt.Sprintf("revision %d, brought in %s", c.Revision.Number, d.formatTime(c.Revision.CreatedAt))
	if c.Revision.Name != "" {
		brought += " by " + d.markTyped(c.Revision.Name)
	}
	d.writeParagraph("Found", "Text: ", brought)
	d.writeParagraph("Found", "SHA-256 of it: ", c.Revision.SHA256)
	desk := d.markTyped(c.Desk.Name)
	if c.WriterName != "" {
		desk += ", written by " + d.markTyped(c.WriterName)
	}
	if c.DueAt != nil {
		desk += ", due " + d.formatTime(*c.DueAt)
	}
	d.writeParagraph("Found", "Desk: ", desk)
	for _, w := range c.Words {
		if w.Vouched {
			d.writeParagraph(
				"Found",
				"Words: ",
				fmt.Sprintf(
					"of revision %d, the writer’s, for whom %s vouches, %s: %s",
					w.Number,
					d.markTyped(w.Name),
					d.formatTime(w.At),
					d.markTyped(w.Reason),
				),
			)
		} else {
			d.writeParagraph("Found", "Words: ", fmt.Sprintf("of revision %d, %s’s own, by their own word, %s", w.Number, d.markTyped(w.Name), d.formatTime(w.At)))
		}
	}
	d.writeParagraph("Found", "Made: ", d.formatTime(d.printInfo.At)+" by "+d.markTyped(d.printInfo.By))
	d.writeParagraph("Found", "Record: ", fmt.Sprintf("%d events, the last one %s", c.Chain.Length, c.Chain.Head))
	d.writeParagraph("Found", "Grey: ", "words on grey were typed by people, and the others are Linecheck’s own")
}

// writePlaceholderNote explains the visible stand-ins for invisible characters.
func (d *document) writePlaceholderNote() {
	if d.hasPlaceholders {
		d.writeParagraph("Found", "Characters: ", "some that a Word file cannot hold stand as signs here, such as ␇ for a bell.")
	}
}

// writeGate lists the reasons that prevent the sign-off, the overrides with their reasons, and all
// sign-offs.
func (d *document) writeGate(c models.CheckingCopy) {
	d.writeParagraph("Heading2", "", "Gate")
	switch s := c.Gate.SignOff; {
	case s != nil:
		d.writeParagraph("Found", "✓ Signed off ", fmt.Sprintf("by %s, the text whose SHA-256 is %s", d.signerLine(*s), s.SHA256))
	case c.Gate.Open():
		d.writeParagraph("Found", "✓ Open: ", "ready to sign off")
	default:
		d.writeParagraph("Found", "! Closed: ", "not ready to publish")
	}
	for _, r := range c.Gate.Reasons {
		if r.Override == nil {
			d.writeParagraph("Found", "", fmt.Sprintf("%s: %d", r.Code, r.Count))
		}
		for _, o := range r.Overrides {
			d.writeParagraph("Found", "", d.overrideLine(c, o))
		}
	}
	for _, o := range c.UnusedOverrides {
		d.writeParagraph("Found", "", d.overrideLine(c, o))
	}
	for _, s := range c.SignOffs {
		if alone := s.WithoutSecondPersonLine(); !alone.IsZero() {
			d.writeParagraph("Found", "", alone.String())
		}
		d.writeParagraph("Found", "", fmt.Sprintf("Signed off by %s, SHA-256 %s; void since %s: %s",
			d.signerLine(s), s.SHA256, d.formatTime(*s.VoidedAt), d.markTyped(s.VoidReason)))
	}
	for _, o := range c.Overrides {
		d.writeParagraph(
			"Found",
			"",
			fmt.Sprintf("%s; void since %s: %s", d.overrideLine(c, o), d.formatTime(*o.VoidedAt), d.markTyped(o.VoidReason)),
		)
	}
}

// signerLine names the signer, their role, the API token, if any, and the time.
func (d *document) signerLine(s models.NamedSignOff) string {
	token := ""
	if door := s.Token(); door != (models.Door{}) {
		token = fmt.Sprintf(" by API token %d", door.TokenID)
		if door.TokenName != "" {
			token += " (" + d.markTyped(door.TokenName) + ")"
		}
	}
	return fmt.Sprintf("%s (%s)%s, %s", d.markTyped(s.Name), s.Role, token, d.formatTime(s.At))
}

func (d *document) overrideLine(c models.CheckingCopy, o models.NamedGateOverride) string {
	covers := c.CoversLine(o).String()
	if covers != "" {
		covers = " (" + covers + ")"
	}
	return fmt.Sprintf(
		"%s: %d%s, overridden by %s, %s: %s",
		o.GateCode,
		o.Count,
		covers,
		d.markTyped(o.Name),
		d.formatTime(o.At),
		d.markTyped(o.Reason),
	)
}
