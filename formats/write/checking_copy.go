package write

import (
	"cmp"
	"io"
	"strconv"
	"strings"
	"time"

	"linecheck/models"
	"linecheck/text"
	"linecheck/text/message"
	"linecheck/text/web"
)

// CheckingCopy writes an article as a Word file: its text, with a comment on each claim that contains all
// findings, and an appendix with everything that is in no comment.
func CheckingCopy(w io.Writer, c models.CheckingCopy, p PrintInfo) error {
	d := newDocument(c, p)
	var remarks []copyComment
	for _, claim := range c.Claims {
		remarks = append(remarks, d.claimComments(c, claim)...)
	}
	d.writeStatus(c)
	d.writeArticle(c, remarks, nil)
	d.writeParagraph("Heading2", "", d.say("Checking copy"))
	d.writeFacts(c)
	d.writeGate(c)
	d.writeSentenceStates(c)
	if len(c.Lost) > 0 {
		d.writeParagraph("Heading2", "", d.say("Lost claims"))
		d.writeLine(d.say("Their words could not be found in revision %s. What was found of them is kept.", strconv.Itoa(c.Revision.Number)))
	}
	for _, claim := range c.Lost {
		d.writeParagraph("Heading3", "", d.say("Claim %s: “%s”", strconv.Itoa(claim.Number), d.markTyped(claim.Occurrence.Exact)))
		d.writeLines(d.claimLines(c, claim))
	}
	d.writeQueries(c)
	d.writeNotes(c)
	d.writePlaceholderNote()
	return d.writeFile(w, c.Title, d.say("Checking copy"))
}

// claimComments returns the comments on a claim: all findings at its first occurrence, and a reference to
// that comment at the others.
func (d *document) claimComments(c models.CheckingCopy, claim models.CopyClaim) []copyComment {
	author, at := latestAuthor(claim)
	var list []copyComment
	for i, place := range claim.Occurrences {
		lines := d.claimLines(c, claim)
		if i > 0 {
			lines = []string{d.say("Claim %s, here again: see its comment in sentence %s.",
				strconv.Itoa(claim.Number), strconv.Itoa(c.SentenceAt(claim.Occurrence.Start)))}
		}
		list = append(list, copyComment{text.Span{Start: place.Start, End: place.End}, author, at, lines})
	}
	return list
}

// latestAuthor returns who gave the newest verdict on a claim, and when. Without a verdict it returns who
// marked the claim.
func latestAuthor(claim models.CopyClaim) (string, time.Time) {
	if last := claim.NewestAnnotation(); last != nil {
		return last.Name, last.At
	}
	return cmp.Or(claim.ByName, "Linecheck"), claim.CreatedAt
}

// claimLines lists all findings about a claim. The first line says where it is.
func (d *document) claimLines(c models.CheckingCopy, claim models.CopyClaim) []string {
	lines := []string{d.claimHeading(c, claim)}
	if claim.Status == models.Sealed {
		return append(lines, d.say("This desk checks blind: what others found is shown after %s gives a verdict.", d.markTyped(d.printInfo.By)))
	}
	if claim.Status == models.Unchecked {
		lines = append(lines, d.say("Nobody has checked it yet."))
	}
	lines = append(lines, d.outcomeLines(claim)...)
	for _, a := range claim.Annotations {
		lines = append(lines, d.annotationLines(c, claim, a)...)
	}
	for _, e := range claim.Evidence {
		lines = append(lines, d.evidenceLine(e))
	}
	for _, k := range claim.Corrections {
		lines = append(lines, d.correctionSummary(k))
	}
	for _, q := range claim.QueryThreads {
		lines = append(lines, d.queryLines(q)...)
	}
	return lines
}

// claimHeading returns a claim's number, its verdict as symbol and word, its place, and its kind.
func (d *document) claimHeading(c models.CheckingCopy, claim models.CopyClaim) string {
	head := d.say("Claim %s: %s %s", strconv.Itoa(claim.Number), claim.Status.Symbol(), models.WordKey(string(claim.Status)))
	if len(claim.EvidenceOverrides) > 0 {
		head += " " + d.say("by override")
	}
	if claim.Disagree {
		head += " " + d.say("↔ reviewers disagree")
	}
	head += " · " + wordOf(d, claim.Kind)
	if claim.Risk != models.Risks[0] {
		head += " · ▲ " + d.say("%s risk", models.WordKey(string(claim.Risk)))
	}
	if claim.Lost() {
		return head + " · " + d.say("lost")
	}
	head += " · " + d.say("sentence %s", strconv.Itoa(c.SentenceAt(claim.Occurrence.Start)))
	if claim.Occurrence.Placement == models.Moved {
		head += " · " + d.say("found again in other words, nobody has confirmed it")
	}
	return head
}

// outcomeLines describes an editor's decisions: the outcome of the claim, and overrides of the evidence
// rule.
func (d *document) outcomeLines(claim models.CopyClaim) []string {
	var lines []string
	if claim.Resolution != models.Unresolved {
		line := d.say("Ended: %s", models.WordKey(string(claim.Resolution)))
		if claim.ResolvedAt != nil {
			line += ", " + d.say("says %s, %s", d.nameOrDefault(claim.Resolver, "somebody"), d.formatTime(*claim.ResolvedAt))
		}
		if claim.OutcomeReason != "" {
			line += ", " + d.say("because: %s", d.markTyped(claim.OutcomeReason))
		}
		lines = append(lines, line)
	}
	for _, o := range claim.EvidenceOverrides {
		lines = append(lines, d.say("Sourced by override, less than the desk asks for, says %s, %s: %s",
			d.markTyped(o.Name), d.formatTime(o.At), d.markTyped(o.Reason)))
	}
	if claim.Status == models.Sourced && !claim.CanBeSourced {
		lines = append(lines, d.sayText(claim.MissingEvidence))
	}
	return lines
}

func (d *document) annotationLines(c models.CheckingCopy, claim models.CopyClaim, a models.NamedAnnotation) []string {
	line := d.say("%s %s, says %s, %s", a.Status.Symbol(), models.WordKey(string(a.Status)), d.markTyped(a.Name), d.formatTime(a.At))
	if a.Ruling {
		line += " · " + d.say("ruling")
	}
	if c.IsByAuthor(claim, a.ReviewerID) {
		line += " · " + d.say("by the author of these words")
	}
	if why := d.sayText(c.DescribeLapse(claim, a)); a.Imported {
		line += " · " + d.markTyped(why) // it contains the name of the user who imported the file
	} else if why != "" {
		line += " · " + why
	}
	if former := c.FormerWords(claim, a); former != "" {
		line += ", " + d.say("of “%s”", d.markTyped(former))
	}
	if a.Note == "" {
		return []string{line}
	}
	return []string{line + ":", d.markTypedLines(a.Note)}
}

func (d *document) evidenceLine(e models.VisibleEvidence) string {
	title := d.markTyped(e.Source.Title())
	if e.Source.Hidden() {
		title = d.say(models.ConfidentialSource)
	}
	line := d.say("Evidence, %s, %s: %s", models.WordKey(string(e.Class)), models.WordKey(string(e.Stance)), title)
	if kind := e.Source.Kind(); kind != "" {
		line += " (" + wordOf(d, kind) + ")"
	}
	for _, more := range []struct{ before, value, after string }{
		{", ", e.Source.Publisher(), ""},
		{", " + d.say("copy of") + " ", e.Source.From(), ""},
		{" <", e.Source.URL(), ">"},
		{", ", web.HostWithPunycode(e.Source.URL()), ""},
		{", ", e.Source.Contact(), ""},
		{", ", e.Locator, ""},
		{": “", e.Quote, "”"},
	} {
		if more.value != "" {
			line += more.before + d.markTyped(more.value) + more.after
		}
	}
	if e.NoQuote() {
		line += ", " + d.say(models.NoQuoteText)
	}
	if e.AccessedOn != nil {
		line += ", " + d.say("looked at on %s", d.messages.Time(*e.AccessedOn, "2 January 2006"))
	}
	line += " – " + d.say("given by %s, %s", d.markTyped(e.ByName), d.formatTime(e.CreatedAt))
	if !e.WhyNot.IsZero() {
		line += ", " + d.say("for “%s”: does not count. %s", d.markTyped(e.Exact), d.markTyped(d.sayText(e.WhyNot)))
	}
	return line + d.snapshotNote(e.NewestSnapshot)
}

// snapshotNote says how and when the newest snapshot of a source was made, and whether the snapshot contains the quote.
func (d *document) snapshotNote(k models.NewestSnapshot) string {
	if k.ID == 0 || k.At == nil {
		return ""
	}
	note := "; " + d.say("snapshot %s %s, %s", k.Origin.Words(), d.nameOrDefault(k.Name, "somebody who has left"), d.formatTime(*k.At))
	if words := k.Quote.Words(); words != "" {
		note += "; " + d.say(words)
	}
	return note
}

// correctionSummary describes a correction in one line, with its state.
func (d *document) correctionSummary(k models.NamedCorrection) string {
	to := d.say("nothing: the words go")
	if k.To != "" {
		to = "“" + d.markTyped(k.To) + "”"
	}
	line := d.say("Correction, %s: “%s” → %s", models.WordKey(string(k.State)), d.markTyped(k.From), to)
	if k.Reason != "" {
		line += ", " + d.say("because: %s", d.markTyped(k.Reason))
	}
	line += " – " + d.say("proposed by %s, %s", d.markTyped(k.ByName), d.formatTime(k.ProposedAt))
	if k.State == models.CorrectionProposed || k.DecidedAt == nil {
		return line + "; " + d.say("waits for an editor")
	}
	return line + "; " + d.say("%s by %s, %s", models.WordKey(string(k.State)), d.markTyped(k.DeciderName), d.formatTime(*k.DecidedAt))
}

// queryLines describes a query with all its messages.
func (d *document) queryLines(q models.QueryThread) []string {
	whom := d.say("every %s", models.WordKey(string(q.ToRole)))
	if q.Asked != "" {
		whom = d.markTyped(q.Asked)
	}
	lines := []string{d.say("Query, %s: %s asks %s", models.WordKey(string(q.State)), d.markTyped(q.Raiser), whom)}
	for _, m := range q.Thread {
		from, body := d.markTyped(m.Name), d.markTyped(m.Body)
		if m.Guest != nil {
			from = d.sayText(models.Guest{SentTo: d.markTyped(m.Guest.SentTo), Local: m.Guest.Local}.Text(from))
		}
		if m.Guest != nil && m.Guest.OwnWords {
			body = d.say("These are my words.")
		}
		line := d.say("From %s, %s: %s", from, d.formatTime(m.At), body)
		if former := q.FormerWords(m.Words); former != "" {
			line += " " + d.say("(of former words: “%s”)", d.markTyped(former))
		}
		lines = append(lines, line)
	}
	if q.Reason != "" {
		lines = append(lines, d.say("Dismissed, because: %s", d.markTyped(q.Reason)))
	}
	return lines
}

// nameOrDefault returns a name, or the program's own words if there is none.
func (d *document) nameOrDefault(name string, or message.Key) string {
	if name == "" {
		return d.say(or)
	}
	return d.markTyped(name)
}

// writeLines writes each line as a paragraph.
func (d *document) writeLines(list []string) {
	for _, line := range list {
		d.writeLine(line)
	}
}

// writeQueries writes the queries that are in no claim's comment.
func (d *document) writeQueries(c models.CheckingCopy) {
	var lines []string
	for _, s := range c.Sentences {
		for _, q := range s.QueryThreads {
			lines = append(lines, d.say("About sentence %s:", strconv.Itoa(s.Ordinal)))
			lines = append(lines, d.queryLines(q)...)
		}
	}
	for _, q := range c.QueryThreads {
		lines = append(lines, d.queryLines(q)...)
	}
	if len(lines) > 0 {
		d.writeParagraph("Heading2", "", d.say("Queries about sentences and about the article"))
		d.writeLines(lines)
	}
}

// writeNotes writes the notes on sentences.
func (d *document) writeNotes(c models.CheckingCopy) {
	var lines []string
	for _, n := range c.Notes {
		place := d.say("Sentence %s:", strconv.Itoa(n.Ordinal))
		switch {
		case n.Ordinal < 0:
			place = d.say("This sentence is no longer in the text") + ":"
		case n.Ordinal == 0:
			place = d.say("Title:")
		}
		lines = append(lines, place+" "+d.markTyped(n.Name)+", "+d.formatTime(n.WrittenAt)+": "+d.markTyped(n.Body))
		if former := n.FormerWords(); former != "" {
			lines = append(lines, d.say("of former words: %s", "“"+d.markTyped(former)+"”"))
		}
	}
	if len(lines) > 0 {
		d.writeParagraph("Heading2", "", d.say("Notes on sentences"))
		d.writeLines(lines)
	}
}

// writeSentenceStates lists the sentences by state. For sentences with nothing to check it also names the
// readers.
func (d *document) writeSentenceStates(c models.CheckingCopy) {
	d.writeParagraph("Heading2", "", d.say("Sentences"))
	d.writeFact("Title:", d.stateLine(c.TitleSentence))
	numbers, order := map[string][]int{}, []string{}
	for _, s := range c.Sentences {
		state := d.stateLine(s)
		if numbers[state] == nil {
			order = append(order, state)
		}
		numbers[state] = append(numbers[state], s.Ordinal)
	}
	for _, state := range order {
		d.writeParagraph("Found", state+": ", d.sayText(models.FormatSentenceNumbers(numbers[state])))
	}
	for _, s := range c.Sentences {
		if s.Changed != nil {
			before := d.say("Sentence %s was, in revision %s:", strconv.Itoa(s.Ordinal), strconv.Itoa(s.Changed.Revision))
			d.writeParagraph("Found", before+" ", d.markTyped(s.Changed.Was))
		}
	}
}

// stateLine describes the state of a sentence. An unread sentence never gets a word that could be
// understood as checked.
func (d *document) stateLine(s models.CopySentence) string {
	var names []string
	for _, r := range s.ReadMarks {
		name := d.markTyped(r.Name)
		if r.RangeSize > 0 {
			name += ", " + d.say("in a range of %d", r.RangeSize)
		}
		names = append(names, name)
	}
	by := ""
	if len(names) > 0 {
		by = " (" + strings.Join(names, ", ") + ")"
	}
	switch s.State {
	case models.Unread:
		return d.say("Not looked at")
	case models.Clear:
		return d.say("Nothing to check") + by
	case models.Recheck:
		return d.say("To check again")
	case models.Open:
		return d.say("Open")
	}
	return d.say("Done")
}
