package write

import (
	"cmp"
	"fmt"
	"io"
	"strings"
	"time"

	"linecheck/models"
	"linecheck/text"
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
	d.writeParagraph("Heading2", "", "Checking copy")
	d.writeFacts(c)
	d.writeGate(c)
	d.writeSentenceStates(c)
	if len(c.Lost) > 0 {
		d.writeParagraph("Heading2", "", "Lost claims")
		d.writeParagraph(
			"Found",
			"",
			fmt.Sprintf("Their words could not be found in revision %d. What was found of them is kept.", c.Revision.Number),
		)
	}
	for _, claim := range c.Lost {
		d.writeParagraph("Heading3", "", fmt.Sprintf("Claim %d: “%s”", claim.Number, d.markTyped(claim.Occurrence.Exact)))
		d.writeLines(d.claimLines(c, claim))
	}
	d.writeQueries(c)
	d.writePlaceholderNote()
	return d.writeFile(w, c.Title, "Checking copy")
}

// claimComments returns the comments on a claim: all findings at its first occurrence, and a reference to
// that comment at the others.
func (d *document) claimComments(c models.CheckingCopy, claim models.CopyClaim) []copyComment {
	author, at := latestAuthor(claim)
	var list []copyComment
	for i, place := range claim.Occurrences {
		lines := d.claimLines(c, claim)
		if i > 0 {
			lines = []string{
				fmt.Sprintf("Claim %d, here again: see its comment in sentence %d.", claim.Number, c.SentenceAt(claim.Occurrence.Start)),
			}
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
	lines := []string{claimHeading(c, claim)}
	if claim.Status == models.Sealed {
		return append(lines, "This desk checks blind: what others found shows once "+d.markTyped(d.printInfo.By)+" has said theirs.")
	}
	if claim.Status == models.Unchecked {
		lines = append(lines, "Nobody has checked it yet.")
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
func claimHeading(c models.CheckingCopy, claim models.CopyClaim) string {
	head := fmt.Sprintf("Claim %d: %s %s", claim.Number, claim.Status.Symbol(), claim.Status)
	if len(claim.EvidenceOverrides) > 0 {
		head += " by override"
	}
	if claim.Disagree {
		head += " ↔ reviewers disagree"
	}
	head += " · " + string(claim.Kind)
	if claim.Risk != models.Risks[0] {
		head += " · ▲ " + string(claim.Risk) + " risk"
	}
	if claim.Lost() {
		return head + " · lost"
	}
	head += fmt.Sprintf(" · sentence %d", c.SentenceAt(claim.Occurrence.Start))
	if claim.Occurrence.Placement == models.Moved {
		head += " · found again in other words, nobody has confirmed it"
	}
	return head
}

// outcomeLines describes an editor's decisions: the outcome of the claim, and overrides of the evidence
// rule.
func (d *document) outcomeLines(claim models.CopyClaim) []string {
	var lines []string
	if claim.Resolution != models.Unresolved {
		line := "Ended: " + string(claim.Resolution)
		if claim.ResolvedAt != nil {
			line += ", says " + d.nameOrDefault(claim.Resolver, "somebody") + ", " + d.formatTime(*claim.ResolvedAt)
		}
		lines = append(lines, line)
	}
	for _, o := range claim.EvidenceOverrides {
		lines = append(
			lines,
			fmt.Sprintf(
				"Sourced by override, less than the desk asks for, says %s, %s: %s",
				d.markTyped(o.Name),
				d.formatTime(o.At),
				d.markTyped(o.Reason),
			),
		)
	}
	if claim.Status == models.Sourced && !claim.CanBeSourced {
		lines = append(lines, claim.MissingEvidence.String())
	}
	return lines
}

func (d *document) annotationLines(c models.CheckingCopy, claim models.CopyClaim, a models.NamedAnnotation) []string {
	line := fmt.Sprintf("%s %s, says %s, %s", a.Status.Symbol(), a.Status, d.markTyped(a.Name), d.formatTime(a.At))
	if a.Ruling {
		line += " · ruling"
	}
	if c.IsByAuthor(claim, a.ReviewerID) {
		line += " · by the author of these words"
	}
	if why := c.DescribeLapse(claim, a).String(); a.Imported {
		line += " · " + d.markTyped(why) // it contains the name of the user who imported the file
	} else if why != "" {
		line += " · " + why
	}
	if former := c.FormerWords(claim, a); former != "" {
		line += ", of “" + d.markTyped(former) + "”"
	}
	if a.Note == "" {
		return []string{line}
	}
	return []string{line + ":", d.markTypedLines(a.Note)}
}

func (d *document) evidenceLine(e models.VisibleEvidence) string {
	line := fmt.Sprintf("Evidence, %s, %s: %s", e.Class, e.Stance, d.markTyped(e.Source.Title()))
	if kind := e.Source.Kind(); kind != "" {
		line += " (" + string(kind) + ")"
	}
	for _, more := range []struct{ before, value, after string }{
		{", ", e.Source.Publisher(), ""},
		{", copy of ", e.Source.From(), ""},
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
		line += ", " + string(models.NoQuoteText)
	}
	if e.AccessedOn != nil {
		line += ", looked at on " + e.AccessedOn.Format("2 January 2006")
	}
	line += fmt.Sprintf(" – given by %s, %s", d.markTyped(e.ByName), d.formatTime(e.CreatedAt))
	if !e.WhyNot.IsZero() {
		line += fmt.Sprintf(", for “%s”: does not count. %s", d.markTyped(e.Exact), d.markTyped(e.WhyNot.String()))
	}
	if k := e.NewestSnapshot; k.ID != 0 && k.At != nil {
		line += fmt.Sprintf("; snapshot %s %s, %s", k.Origin.Words(), d.nameOrDefault(k.Name, "somebody who has left"), d.formatTime(*k.At))
		if words := k.Quote.Words(); words != "" {
			line += "; " + string(words)
		}
	}
	return line
}

// correctionSummary describes a correction in one line, with its state.
func (d *document) correctionSummary(k models.NamedCorrection) string {
	line := fmt.Sprintf("Correction, %s: “%s” → ", k.State, d.markTyped(k.From))
	if k.To == "" {
		line += "nothing: the words go"
	} else {
		line += "“" + d.markTyped(k.To) + "”"
	}
	if k.Reason != "" {
		line += ", because: " + d.markTyped(k.Reason)
	}
	line += fmt.Sprintf(" – proposed by %s, %s", d.markTyped(k.ByName), d.formatTime(k.ProposedAt))
	if k.State == models.CorrectionProposed || k.DecidedAt == nil {
		return line + "; waits for an editor"
	}
	return line + fmt.Sprintf("; %s by %s, %s", k.State, d.markTyped(k.DeciderName), d.formatTime(*k.DecidedAt))
}

// queryLines describes a query with all its messages.
func (d *document) queryLines(q models.QueryThread) []string {
	whom := d.nameOrDefault(q.Asked, "every "+string(q.ToRole))
	lines := []string{fmt.Sprintf("Query, %s: %s asks %s", q.State, d.markTyped(q.Raiser), whom)}
	for _, m := range q.Thread {
		line := fmt.Sprintf("From %s, %s: %s", d.markTyped(m.Name), d.formatTime(m.At), d.markTyped(m.Body))
		if former := q.FormerWords(m.Words); former != "" {
			line += fmt.Sprintf(" (of former words: “%s”)", d.markTyped(former))
		}
		lines = append(lines, line)
	}
	if q.Reason != "" {
		lines = append(lines, "Dismissed, because: "+d.markTyped(q.Reason))
	}
	return lines
}

// nameOrDefault returns a name, or the program's own words if there is none.
func (d *document) nameOrDefault(name, or string) string {
	if name == "" {
		return or
	}
	return d.markTyped(name)
}

// writeLines writes each line as a paragraph.
func (d *document) writeLines(list []string) {
	for _, line := range list {
		d.writeParagraph("Found", "", line)
	}
}

// writeQueries writes the queries that are in no claim's comment.
func (d *document) writeQueries(c models.CheckingCopy) {
	var lines []string
	for _, s := range c.Sentences {
		for _, q := range s.QueryThreads {
			lines = append(lines, fmt.Sprintf("About sentence %d:", s.Ordinal))
			lines = append(lines, d.queryLines(q)...)
		}
	}
	for _, q := range c.QueryThreads {
		lines = append(lines, d.queryLines(q)...)
	}
	if len(lines) > 0 {
		d.writeParagraph("Heading2", "", "Queries about sentences and about the article")
		d.writeLines(lines)
	}
}

// writeSentenceStates lists the sentences by state. For sentences with nothing to check it also names the
// readers.
func (d *document) writeSentenceStates(c models.CheckingCopy) {
	d.writeParagraph("Heading2", "", "Sentences")
	d.writeParagraph("Found", "Title: ", d.stateLine(c.TitleSentence))
	numbers, order := map[string][]int{}, []string{}
	for _, s := range c.Sentences {
		state := d.stateLine(s)
		if numbers[state] == nil {
			order = append(order, state)
		}
		numbers[state] = append(numbers[state], s.Ordinal)
	}
	for _, state := range order {
		d.writeParagraph("Found", state+": ", models.FormatSentenceNumbers(numbers[state]).String())
	}
	for _, s := range c.Sentences {
		if s.Changed != nil {
			d.writeParagraph(
				"Found",
				fmt.Sprintf("Sentence %d was, in revision %d: ", s.Ordinal, s.Changed.Revision),
				d.markTyped(s.Changed.Was),
			)
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
			name += fmt.Sprintf(", in a range of %d", r.RangeSize)
		}
		names = append(names, name)
	}
	by := ""
	if len(names) > 0 {
		by = " (" + strings.Join(names, ", ") + ")"
	}
	switch s.State {
	case models.Unread:
		return "Not looked at"
	case models.Clear:
		return "Nothing to check" + by
	case models.Recheck:
		return "To check again"
	case models.Open:
		return "Open"
	}
	return "Done"
}
