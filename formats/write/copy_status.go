package write

import (
	"strconv"
	"time"

	"linecheck/models"
	"linecheck/text/message"
)

// writeStatus writes the head of a copy: the article's state and gate, and the conditions under which it
// was signed.
func (d *document) writeStatus(c models.CheckingCopy) {
	if s := c.Gate.SignOff; s != nil {
		if alone := s.WithoutSecondPersonLine(); !alone.IsZero() {
			d.writeParagraph("Heading2", "", d.sayText(alone))
		}
		d.writeParagraph("Found", d.sayText(c.StateLine())+" ", d.say("by %s", d.signerLine(*s)))
		if s.Note != "" {
			d.writeLine(d.markTyped(s.Note))
		}
	} else {
		d.writeParagraph("Found", d.sayText(c.StateLine()), "")
	}
	for _, r := range c.Gate.OpenReasons() {
		d.writeLine(d.sayText(r.Sentence(nil)))
	}
	for _, line := range c.WeakerPolicyLines() {
		d.writeLine(d.sayText(line))
	}
	if file := c.ImportOrigin.Text(); !file.IsZero() {
		// The whole line is marked as typed, because it contains a user's name.
		d.writeLine(d.markTyped(
			d.say("Verdicts, marks, corrections, queries and signatures that came with the article are shown %s.", file)))
	}
}

// writeLine writes a line of the program's own.
func (d *document) writeLine(words string) { d.writeParagraph("Found", "", words) }

// writeFact writes a line that begins with what it is about, in bold.
func (d *document) writeFact(name message.Key, words string) {
	d.writeParagraph("Found", d.say(name)+" ", words)
}

// writeFacts writes which text this is a copy of, when it was made, and by whom.
func (d *document) writeFacts(c models.CheckingCopy) {
	d.writeFact("Article:", d.markTyped(c.Title))
	number, at := strconv.Itoa(c.Revision.Number), d.formatTime(c.Revision.CreatedAt)
	if c.Revision.Name == "" {
		d.writeFact("Text:", d.say("revision %s, brought in %s", number, at))
	} else {
		d.writeFact("Text:", d.say("revision %s, brought in %s by %s", number, at, d.markTyped(c.Revision.Name)))
	}
	d.writeFact("SHA-256 of it:", c.Revision.SHA256)
	desk := d.markTyped(c.Desk.Name)
	if c.WriterName != "" {
		desk += ", " + d.say("written by %s", d.markTyped(c.WriterName))
	}
	if c.DueAt != nil {
		desk += ", " + d.say("due %s", d.formatTime(*c.DueAt))
	}
	d.writeFact("Desk:", desk)
	for _, w := range c.Words {
		d.writeFact("Words:", d.authorshipLine(w))
	}
	d.writeFact("Made:", d.say("%s by %s", d.formatTime(d.printInfo.At), d.markTyped(d.printInfo.By)))
	d.writeFact("Record:", d.say("%d events, the last one %s", c.Chain.Length, c.Chain.Head))
	d.writeFact("Grey:", d.say("words on grey were typed by people, and the others are Linecheck’s own"))
}

// authorshipLine says who wrote the words of a revision, and who stated that.
func (d *document) authorshipLine(w models.NamedAuthorship) string {
	number, name, at := strconv.Itoa(w.Number), d.markTyped(w.Name), d.formatTime(w.At)
	if w.Vouched {
		return d.say("of revision %s, the writer’s, for whom %s vouches, %s: %s", number, name, at, d.markTyped(w.Reason))
	}
	return d.say("of revision %s, %s’s own, by their own word, %s", number, name, at)
}

// writePlaceholderNote explains the visible placeholders for invisible characters.
func (d *document) writePlaceholderNote() {
	if d.hasPlaceholders {
		d.writeFact("Characters:", d.say("those that a Word file cannot contain are shown as signs, such as ␇ for a bell."))
	}
}

// writeGate lists the reasons that prevent the sign-off, the overrides with their reasons, and all
// sign-offs.
func (d *document) writeGate(c models.CheckingCopy) {
	d.writeParagraph("Heading2", "", d.say("Gate"))
	switch s := c.Gate.SignOff; {
	case s != nil:
		d.writeFact("✓ Signed off", d.say("by %s, the text whose SHA-256 is %s", d.signerLine(*s), s.SHA256))
	case c.Gate.Open():
		d.writeFact("✓ Open:", d.say("ready to sign off"))
	default:
		d.writeFact("! Closed:", d.say("not ready to publish"))
	}
	for _, r := range c.Gate.Reasons {
		if r.Override == nil {
			d.writeLine(d.sayText(r.Sentence(nil)))
		}
		for _, o := range r.Overrides {
			d.writeLine(d.overrideLine(c, o))
		}
	}
	for _, o := range c.UnusedOverrides {
		d.writeLine(d.overrideLine(c, o))
	}
	d.writeVoidDecisions(c)
}

// writeVoidDecisions lists the sign-offs and overrides that are no longer valid, with the reason for each.
func (d *document) writeVoidDecisions(c models.CheckingCopy) {
	for _, s := range c.SignOffs {
		if alone := s.WithoutSecondPersonLine(); !alone.IsZero() {
			d.writeLine(d.sayText(alone))
		}
		signed := d.say("Signed off by %s, SHA-256 %s", d.signerLine(s), s.SHA256)
		d.writeLine(signed + "; " + d.voidNote(s.VoidedAt, s.VoidReason))
	}
	for _, o := range c.Overrides {
		d.writeLine(d.overrideLine(c, o) + "; " + d.voidNote(o.VoidedAt, o.VoidReason))
	}
}

// voidNote says when and why a decision became void.
func (d *document) voidNote(at *time.Time, reason string) string {
	return d.say("void since %s: %s", d.formatTime(*at), d.markTyped(d.sayText(models.VoidReasonText(reason))))
}

// signerLine names the signer, their role, the API token, if any, and the time.
func (d *document) signerLine(s models.NamedSignOff) string {
	name, role, at := d.markTyped(s.Name), models.WordKey(string(s.Role)), d.formatTime(s.At)
	door := s.Token()
	if door == (models.Door{}) {
		return d.say("%s (%s), %s", name, role, at)
	}
	token := strconv.FormatInt(door.TokenID, 10)
	if door.TokenName != "" {
		token += " (" + d.markTyped(door.TokenName) + ")"
	}
	return d.say("%s (%s) by API token %s, %s", name, role, token, at)
}

// overrideLine describes an override: what it covers, who made it, and why.
func (d *document) overrideLine(c models.CheckingCopy, o models.NamedGateOverride) string {
	what := o.GateCode.Counted(o.Count)
	if covers := c.CoversLine(o); !covers.IsZero() {
		what = message.New("%s (%s)", what, covers)
	}
	return d.say("%s, overridden by %s, %s: %s", what, d.markTyped(o.Name), d.formatTime(o.At), d.markTyped(o.Reason))
}
