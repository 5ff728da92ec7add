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

// CheckingCopy writes an article as a Word file: its text with a comment on the words of every claim that holds all that was found of it, and
// behind the text what stands in no comment.
func CheckingCopy(w io.Writer, c models.CheckingCopy, p Printing) error {
	d := newDocument(c, p)
	var remarks []remark
	for _, claim := range c.Claims {
		remarks = append(remarks, d.claimRemarks(c, claim)...)
	}
	d.standing(c)
	d.article(c, remarks, nil)
	d.paragraph("Heading2", "", "Checking copy")
	d.facts(c)
	d.gate(c)
	d.sentences(c)
	if len(c.Lost) > 0 {
		d.paragraph("Heading2", "", "Lost claims")
		d.paragraph("Found", "", fmt.Sprintf("Their words could not be found in revision %d. What was found of them is kept.", c.Revision.Number))
	}
	for _, claim := range c.Lost {
		d.paragraph("Heading3", "", fmt.Sprintf("Claim %d: “%s”", claim.Number, d.typed(claim.Occurrence.Exact)))
		d.lines(d.claimLines(c, claim))
	}
	d.asked(c)
	d.signNote()
	return d.send(w, c.Title, "Checking copy")
}

// claimRemarks are the comments on a claim: the whole of it where it stands first, and a word that leads there where it stands again.
func (d *document) claimRemarks(c models.CheckingCopy, claim models.CopyClaim) []remark {
	author, at := said(claim)
	var list []remark
	for i, place := range claim.Places {
		lines := d.claimLines(c, claim)
		if i > 0 {
			lines = []string{fmt.Sprintf("Claim %d, here again: see its comment in sentence %d.", claim.Number, c.SentenceAt(claim.Occurrence.Start))}
		}
		list = append(list, remark{text.Span{Start: place.Start, End: place.End}, author, at, lines})
	}
	return list
}

// said is who said something of a claim last, and when; of one that nobody has annotated, who marked it.
func said(claim models.CopyClaim) (string, time.Time) {
	if last := claim.Newest(); last != nil {
		return last.Name, last.At
	}
	return cmp.Or(claim.ByName, "Linecheck"), claim.CreatedAt
}

// claimLines are all that was found of a claim. The first line says where it stands.
func (d *document) claimLines(c models.CheckingCopy, claim models.CopyClaim) []string {
	lines := []string{claimHead(c, claim)}
	if claim.Status == models.Sealed {
		return append(lines, "This desk checks blind: what others found shows once "+d.typed(d.printing.By)+" has said theirs.")
	}
	if claim.Status == models.Unchecked {
		lines = append(lines, "Nobody has checked it yet.")
	}
	lines = append(lines, d.endings(claim)...)
	for _, a := range claim.Annotations {
		lines = append(lines, d.annotation(c, claim, a)...)
	}
	for _, e := range claim.Evidence {
		lines = append(lines, d.evidence(e))
	}
	for _, k := range claim.Corrections {
		lines = append(lines, d.correction(k))
	}
	for _, q := range claim.Asked {
		lines = append(lines, d.thread(q)...)
	}
	return lines
}

// claimHead is a claim's number, its verdict as sign and word, its place, and what sort of claim it is.
func claimHead(c models.CheckingCopy, claim models.CopyClaim) string {
	head := fmt.Sprintf("Claim %d: %s %s", claim.Number, claim.Status.Sign(), claim.Status)
	if len(claim.Overridden) > 0 {
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

// endings say what an editor decided: how the claim ended, and on what less it may stand.
func (d *document) endings(claim models.CopyClaim) []string {
	var lines []string
	if claim.Resolution != models.Unresolved {
		line := "Ended: " + string(claim.Resolution)
		if claim.ResolvedAt != nil {
			line += ", says " + d.nameOr(claim.Resolver, "somebody") + ", " + d.when(*claim.ResolvedAt)
		}
		lines = append(lines, line)
	}
	for _, o := range claim.Overridden {
		lines = append(lines, fmt.Sprintf("Sourced by override, less than the desk asks for, says %s, %s: %s", d.typed(o.Name), d.when(o.At), d.typed(o.Reason)))
	}
	if claim.Status == models.Sourced && !claim.Proved {
		lines = append(lines, claim.Lacks)
	}
	return lines
}

func (d *document) annotation(c models.CheckingCopy, claim models.CopyClaim, a models.NamedAnnotation) []string {
	line := fmt.Sprintf("%s %s, says %s, %s", a.Status.Sign(), a.Status, d.typed(a.Name), d.when(a.At))
	if a.Ruling {
		line += " · ruling"
	}
	if c.ByAuthor(claim, a.ReviewerID) {
		line += " · by the author of these words"
	}
	if why := c.DoesNotCount(claim, a); a.Imported {
		line += " · " + d.typed(why) // it names who brought the file in
	} else if why != "" {
		line += " · " + why
	}
	if former := c.FormerWords(claim, a); former != "" {
		line += ", of “" + d.typed(former) + "”"
	}
	if a.Note == "" {
		return []string{line}
	}
	return []string{line + ":", d.typedLines(a.Note)}
}

func (d *document) evidence(e models.Shown) string {
	line := fmt.Sprintf("Evidence, %s, %s: %s", e.Class, e.Stance, d.typed(e.Source.Title()))
	if kind := e.Source.Kind(); kind != "" {
		line += " (" + string(kind) + ")"
	}
	for _, more := range []struct{ before, value, after string }{
		{", ", e.Source.Publisher(), ""},
		{", copy of ", e.Source.From(), ""},
		{" <", e.Source.URL(), ">"},
		{", ", web.BothHosts(e.Source.URL()), ""},
		{", ", e.Source.Contact(), ""},
		{", ", e.Locator, ""},
		{": “", e.Quote, "”"},
	} {
		if more.value != "" {
			line += more.before + d.typed(more.value) + more.after
		}
	}
	if e.NoQuote() {
		line += ", " + models.NoQuote
	}
	if e.AccessedOn != nil {
		line += ", looked at on " + e.AccessedOn.Format("2 January 2006")
	}
	line += fmt.Sprintf(" – given by %s, %s", d.typed(e.ByName), d.when(e.CreatedAt))
	if e.WhyNot != "" {
		line += fmt.Sprintf(", for “%s”: does not count. %s", d.typed(e.Exact), d.typed(e.WhyNot))
	}
	if k := e.Kept; k.ID != 0 && k.At != nil {
		line += fmt.Sprintf("; snapshot %s %s, %s", k.Origin.Words(), d.nameOr(k.Name, "somebody who has left"), d.when(*k.At))
		if words := k.Quote.Words(); words != "" {
			line += "; " + words
		}
	}
	return line
}

// correction is a correction in one line, with what became of it.
func (d *document) correction(k models.NamedCorrection) string {
	line := fmt.Sprintf("Correction, %s: “%s” → ", k.State, d.typed(k.From))
	if k.To == "" {
		line += "nothing: the words go"
	} else {
		line += "“" + d.typed(k.To) + "”"
	}
	if k.Reason != "" {
		line += ", because: " + d.typed(k.Reason)
	}
	line += fmt.Sprintf(" – proposed by %s, %s", d.typed(k.ByName), d.when(k.ProposedAt))
	if k.State == models.CorrectionProposed || k.DecidedAt == nil {
		return line + "; waits for an editor"
	}
	return line + fmt.Sprintf("; %s by %s, %s", k.State, d.typed(k.DeciderName), d.when(*k.DecidedAt))
}

// thread is a query with all that was said in it.
func (d *document) thread(q models.QueryThread) []string {
	whom := d.nameOr(q.Asked, "every "+string(q.ToRole))
	lines := []string{fmt.Sprintf("Query, %s: %s asks %s", q.State, d.typed(q.Raiser), whom)}
	for _, m := range q.Thread {
		line := fmt.Sprintf("From %s, %s: %s", d.typed(m.Name), d.when(m.At), d.typed(m.Body))
		if former := q.FormerWords(m.Words); former != "" {
			line += fmt.Sprintf(" (of former words: “%s”)", d.typed(former))
		}
		lines = append(lines, line)
	}
	if q.Reason != "" {
		lines = append(lines, "Dismissed, because: "+d.typed(q.Reason))
	}
	return lines
}

// nameOr is a name, or words of ours where there is none.
func (d *document) nameOr(name, or string) string {
	if name == "" {
		return or
	}
	return d.typed(name)
}

// lines writes paragraphs.
func (d *document) lines(list []string) {
	for _, line := range list {
		d.paragraph("Found", "", line)
	}
}

// asked are the queries that stand in no claim's comment.
func (d *document) asked(c models.CheckingCopy) {
	var lines []string
	for _, s := range c.Sentences {
		for _, q := range s.Asked {
			lines = append(lines, fmt.Sprintf("About sentence %d:", s.Ordinal))
			lines = append(lines, d.thread(q)...)
		}
	}
	for _, q := range c.Asked {
		lines = append(lines, d.thread(q)...)
	}
	if len(lines) > 0 {
		d.paragraph("Heading2", "", "Queries about sentences and about the article")
		d.lines(lines)
	}
}

// sentences says of every sentence what state it is in, those of one state together; of one with nothing to check also who says so.
func (d *document) sentences(c models.CheckingCopy) {
	d.paragraph("Heading2", "", "Sentences")
	d.paragraph("Found", "Title: ", d.stateWords(c.Heading))
	numbers, order := map[string][]int{}, []string{}
	for _, s := range c.Sentences {
		state := d.stateWords(s)
		if numbers[state] == nil {
			order = append(order, state)
		}
		numbers[state] = append(numbers[state], s.Ordinal)
	}
	for _, state := range order {
		d.paragraph("Found", state+": ", models.Numbers(numbers[state]))
	}
	for _, s := range c.Sentences {
		if s.Changed != nil {
			d.paragraph("Found", fmt.Sprintf("Sentence %d was, in revision %d: ", s.Ordinal, s.Changed.Revision), d.typed(s.Changed.Was))
		}
	}
}

// stateWords says what state a sentence is in. What nobody has looked at is never called by a word that could be taken for checked.
func (d *document) stateWords(s models.CopySentence) string {
	var names []string
	for _, r := range s.Readings {
		names = append(names, d.typed(r.Name))
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
