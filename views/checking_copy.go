package views

import (
	"context"
	"slices"
	"strconv"
	"strings"
	"time"
	"unicode/utf8"

	"github.com/a-h/templ"

	"linecheck/models"
)

// CopyPage is a printable copy of an article, with the time and the user who printed it.
type CopyPage struct {
	Page
	Copy models.CheckingCopy
	At   time.Time
	By   string
}

// claimAnchor returns the id of a claim in a copy.
func claimAnchor(number int) string { return "c" + strconv.Itoa(number) }

// sentenceAnchor returns the id of a sentence in a copy.
func sentenceAnchor(ordinal int) string { return "s" + strconv.Itoa(ordinal) }

// textAttributes are the attributes of an element that contains words of the article.
func (p CopyPage) textAttributes(class string) templ.Attributes {
	return templ.Attributes{"class": class, "lang": articleLanguage(p.Copy.Article), "dir": Direction(p.Copy.Language)}
}

// sentenceWithNumbers renders a sentence with its claims marked, and the number of each claim where its words
// end. If claims overlap, the number also appears where the claim begins, so that they are distinct
// without colour.
func (p CopyPage) sentenceWithNumbers(s models.PageSentence, numbers map[int64]int) templ.Component {
	return element("p", p.textAttributes("copy-words"), func(p *htmlWriter) {
		p.hidden = hiddenCharacters(s.Text)
		for _, x := range Pieces(s.Text, s.ClaimSpans) {
			end := x.Start + utf8.RuneCountInString(x.Text)
			for _, m := range s.ClaimSpans {
				if m.Start == x.Start && overlapsOther(m, s.ClaimSpans) {
					p.writeClaimNumber("from", numbers[m.ClaimID])
				}
			}
			p.writePiece(x)
			for _, m := range s.ClaimSpans {
				if m.End == end {
					p.writeClaimNumber(endNumberClass(overlapsOther(m, s.ClaimSpans)), numbers[m.ClaimID])
				}
			}
		}
	})
}

// overlapsOther reports whether another mark covers some of a mark's words.
func overlapsOther(m models.ClaimSpan, marks []models.ClaimSpan) bool {
	return slices.ContainsFunc(marks, func(o models.ClaimSpan) bool { return o != m && o.Start < m.End && m.Start < o.End })
}

func endNumberClass(shared bool) string {
	if shared {
		return "to"
	}
	return "after"
}

func (p *htmlWriter) writeClaimNumber(class string, number int) {
	p.writeReference(class, claimAnchor(number), number)
}

// writeReference writes a number that links to its entry.
func (p *htmlWriter) writeReference(class, anchor string, number int) {
	p.write(`<sup class="ref ` + class + `"><a href="#` + anchor + `">` + strconv.Itoa(number) + `</a></sup>`)
}

// copyBlock is a paragraph of a copy.
type copyBlock struct {
	block
	copySentences []models.CopySentence
}

// copyBlocks groups a copy's sentences into paragraphs.
func copyBlocks(c models.CheckingCopy) []copyBlock {
	sentences := make([]models.PageSentence, len(c.Sentences))
	for i, s := range c.Sentences {
		sentences[i] = s.PageSentence
	}
	var blocks []copyBlock
	at := 0
	for _, b := range splitBlocks(c.Revision.Text, sentences) {
		blocks = append(blocks, copyBlock{b, c.Sentences[at : at+len(b.sentences)]})
		at += len(b.sentences)
	}
	return blocks
}

// stateSign is the symbol before a sentence's state.
func stateSign(s models.SentenceState) string {
	switch s {
	case models.Clear, models.Done:
		return "✓"
	case models.Recheck:
		return "↻"
	case models.Open:
		return "…"
	}
	return "–"
}

// claimSummary lists the claims that touch a sentence: number, symbol and status.
func (p CopyPage) claimSummary(ctx context.Context, s models.CopySentence, numbers map[int64]int) string {
	var list []string
	for i, m := range s.ClaimSpans {
		if slices.ContainsFunc(s.ClaimSpans[:i], func(o models.ClaimSpan) bool { return o.ClaimID == m.ClaimID }) {
			continue
		}
		said := strconv.Itoa(numbers[m.ClaimID]) + "\u00a0" + StatusSymbol(m.Status) + "\u00a0" + word(ctx, m.Status)
		if m.Disagree {
			said += " " + say(ctx, "↔\u00a0disagree")
		}
		if m.Resolution != models.Unresolved {
			said += ", " + word(ctx, m.Resolution)
		}
		list = append(list, said)
	}
	return strings.Join(list, " · ")
}

// claimSentences returns the numbers of the sentences in which a claim begins, without duplicates.
func (p CopyPage) claimSentences(c models.CopyClaim) []int {
	var list []int
	for _, o := range c.Occurrences {
		list = append(list, p.Copy.SentenceAt(o.Start))
	}
	return slices.Compact(list)
}

// verdictQualifiers returns notes on an annotation: why it counts more than others, or why it does not count.
func (p CopyPage) verdictQualifiers(ctx context.Context, c models.CopyClaim, a models.NamedAnnotation) string {
	said := ""
	if a.Ruling {
		said = " · " + say(ctx, "ruling")
	}
	if p.Copy.IsByAuthor(c, a.ReviewerID) {
		said += " · " + say(ctx, "by the author of these words")
	}
	if why := p.Copy.DescribeLapse(c, a); !why.IsZero() {
		said += " · " + sayText(ctx, why)
	}
	return said
}

// stanceWord returns the stance of evidence, with a symbol if it contradicts the claim.
func stanceWord(ctx context.Context, s models.Stance) string {
	if s == models.Contradicts {
		return say(ctx, "✗ contradicts")
	}
	return word(ctx, s)
}

// statusMeaning explains the two statuses that must never be confused.
func statusMeaning(ctx context.Context, s models.Status) string {
	switch s {
	case models.Unverified:
		return say(ctx, ": checked, could not be proved")
	case models.Unchecked:
		return say(ctx, ": nobody has looked")
	}
	return ""
}

// countState counts the copy's sentences in a state.
func (p CopyPage) countState(state models.SentenceState) int {
	n := 0
	for _, s := range p.Copy.Sentences {
		if s.State == state {
			n++
		}
	}
	return n
}
