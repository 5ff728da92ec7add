package views

import (
	"context"
	"slices"
	"strconv"
	"strings"
	"unicode"
	"unicode/utf8"

	"github.com/a-h/templ"

	"linecheck/models"
	"linecheck/text/message"
)

// keyedChoice is a choice with the key that chooses it in the fields of a source.
type keyedChoice struct {
	choice
	Key string
}

// classChoices are the classes of evidence in a form. None is selected at first.
func classChoices(ctx context.Context) []keyedChoice {
	return withKeys(toChoices(ctx, []models.Class{models.Primary, models.Secondary}), "p", "c")
}

// stanceChoices are the stances of evidence in a form.
func stanceChoices(ctx context.Context) []keyedChoice {
	return withKeys(toChoices(ctx, []models.Stance{models.Supports, models.Contradicts, models.Context}), "+", "−", "0")
}

func withKeys(choices []choice, keys ...string) []keyedChoice {
	list := make([]keyedChoice, len(choices))
	for i, c := range choices {
		list[i] = keyedChoice{c, keys[i]}
	}
	return list
}

// evidenceEntries returns the number of sources in a form: at least one, which is empty at first.
func evidenceEntries(t FormState) int {
	entries := 1
	for n := 2; n <= models.MaxEvidenceAtOnce; n++ {
		if isEvidenceFilled(t, n) {
			entries = n
		}
	}
	return entries
}

// isEvidenceFilled reports whether a form's nth source contains something.
func isEvidenceFilled(t FormState, n int) bool {
	for _, field := range []string{"source", "title", "url", "quote", "publisher", "contact", "locator"} {
		if strings.TrimSpace(t.value(models.EvidencePrefix(n)+field, "")) != "" {
			return true
		}
	}
	return false
}

// areMoreFactsGiven reports whether one of a source's collapsed fields contains a value or has an error.
func areMoreFactsGiven(t FormState, prefix string) bool {
	for _, field := range []string{"locator", "from", "accessed", "contact", "confidential"} {
		if t.value(prefix+field, "") != "" || t.Errors.Detail(prefix+field) != "" {
			return true
		}
	}
	kind := t.value(prefix+"kind", "")
	return t.Errors.Detail(prefix+"kind") != "" || kind != "" && kind != string(models.SourceKinds[0])
}

// sourceKindChoices are the kinds of sources in a form, each with the details that its evidence needs.
func sourceKindChoices(ctx context.Context) []choice {
	list := toChoices(ctx, models.SourceKinds)
	for i, c := range list {
		var needs []string
		for _, need := range models.EvidenceNeeds[models.SourceKind(c.Value)] {
			needs = append(needs, say(ctx, need.Name))
		}
		list[i].Label = c.Label + " (" + strings.Join(needs, ", ") + ")"
	}
	return list
}

// cardDataAttributes are the data attributes from which the scripts read a claim's state.
func cardDataAttributes(c models.ClaimCard) templ.Attributes {
	return templ.Attributes{"data-claim": id(c.ID), "data-proved": c.CanBeSourced, "data-contradicted": isContradicted(c)}
}

// rulingLabel returns the label of an editor's ruling.
func rulingLabel(ctx context.Context, c models.ClaimCard) string {
	if c.Disagree {
		return say(ctx, "Rule on the disagreement: the note is the reason")
	}
	return say(ctx, "Rule on the evidence that contradicts it: the note is the reason")
}

// isContradicted reports whether evidence that counts contradicts a claim.
func isContradicted(c models.ClaimCard) bool {
	return slices.ContainsFunc(c.Evidence, func(e models.VisibleEvidence) bool { return e.Stance == models.Contradicts && e.WhyNot.IsZero() })
}

func stanceLabel(ctx context.Context, s models.Stance) string {
	if s == models.Contradicts {
		return say(ctx, "✗ Contradicts:") + " "
	}
	return say(ctx, "Context:") + " "
}

// youSuffix follows a user's name.
func youSuffix(ctx context.Context, mine bool) string {
	if mine {
		return " " + say(ctx, "(you)") + ","
	}
	return ","
}

// verdictQualifiers returns notes on a verdict: why it counts more than others, or why it does not count.
func verdictQualifiers(ctx context.Context, a models.NamedAnnotation) string {
	var said string
	if a.Ruling {
		said = " · " + say(ctx, "ruling")
	}
	if !a.WhyNot.IsZero() {
		said += " · " + notCountedText(ctx, a.WhyNot)
	}
	return said
}

// notCountedText returns the reason why a verdict does not count, in the form that continues another text.
func notCountedText(ctx context.Context, why message.Text) string {
	if why.Key == "Withdrawn." {
		return say(ctx, "withdrawn")
	}
	return say(ctx, "%s, does not count", models.WhyNotPhrase(why))
}

// lowerFirst lower-cases the first letter of a sentence, so that it can continue another sentence.
func lowerFirst(s string) string {
	first, size := utf8.DecodeRuneInString(s)
	return string(unicode.ToLower(first)) + s[size:]
}

// authorSuffix marks a verdict or read mark by an author of the sentence.
func authorSuffix(ctx context.Context, v SentenceView, user int64) string {
	if v.Sentence.WrittenBy(user) {
		return " · " + say(ctx, "by the author of these words")
	}
	return ""
}

// previousWords returns the words that a verdict was about, if the words of the claim or of its sentence have
// changed since. sentence is the current text of the claim's sentence.
func previousWords(c models.ClaimCard, sentence string, a models.NamedAnnotation) string {
	switch {
	case a.Exact != "" && a.Exact != c.Occurrence.Exact:
		return a.Exact
	case a.Exact != "" && a.Context != "" && a.Context != defaultTo(c.Claim.Context, sentence):
		return a.Context
	}
	return ""
}

// isShownAbove reports whether the card already shows the former words of a verdict.
func isShownAbove(c models.ClaimCard, a models.NamedAnnotation) bool {
	return c.FormerVerdict != nil && a.Exact == c.FormerVerdict.Exact && a.Context == c.FormerVerdict.Context
}

// previousDisputers returns the names of the reviewers whose newest verdict disputes former words of a claim.
func previousDisputers(c models.ClaimCard, sentence string) []string {
	newest := map[int64]models.NamedAnnotation{}
	var order []int64
	for _, a := range c.Annotations {
		if a.WithdrawnAt != nil || a.Imported {
			continue
		}
		if _, known := newest[a.ReviewerID]; !known {
			order = append(order, a.ReviewerID)
		}
		newest[a.ReviewerID] = a
	}
	var names []string
	for _, reviewer := range order {
		if a := newest[reviewer]; a.Status == models.Disputed && previousWords(c, sentence, a) != "" {
			names = append(names, a.Name)
		}
	}
	return names
}

func joinNames(names []string) string { return strings.Join(names, ", ") }

// mayWithdraw reports whether the user may withdraw a claim: their own claim, or any claim as an editor. Nobody else may have judged it.
func (v SentenceView) mayWithdraw(c models.ClaimCard) bool {
	return (v.May.Rule || v.May.Check && v.isMine(c.CreatedBy)) && v.untouchedByOthers(c) && c.Status != models.Sealed
}

// untouchedByOthers reports whether only the user has judged a claim.
func (v SentenceView) untouchedByOthers(c models.ClaimCard) bool {
	for _, a := range c.Annotations {
		if a.ReviewerID != v.Me && a.WithdrawnAt == nil {
			return false
		}
	}
	for _, e := range c.Evidence {
		if !v.isMine(e.CreatedBy) {
			return false
		}
	}
	for _, q := range v.Queries {
		if q.ClaimID != nil && *q.ClaimID == c.Claim.ID && q.RaisedBy != v.Me {
			return false
		}
	}
	return true
}

func formatInt(n int) string { return strconv.Itoa(n) }

// ownVerdict returns the status of the user's own live annotation, or "".
func (v SentenceView) ownVerdict(c models.ClaimCard) models.Status {
	for _, a := range c.Annotations {
		if a.Live && a.ReviewerID == v.Me {
			return a.Status
		}
	}
	return ""
}

// newestAnnotation returns the newest live annotation of a claim, or nil.
func newestAnnotation(c models.ClaimCard) *models.NamedAnnotation {
	var last *models.NamedAnnotation
	for i, a := range c.Annotations {
		if a.Live && (last == nil || a.ID > last.ID) {
			last = &c.Annotations[i]
		}
	}
	return last
}

// status returns the status in the form, or "" if it is invalid.
func (t FormState) status() models.Status {
	s, err := models.ParseAnnotationStatus(t.value("status", ""))
	if err != nil {
		return ""
	}
	return s
}
