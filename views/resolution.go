package views

import (
	"context"
	"maps"

	"github.com/a-h/templ"

	"linecheck/models"
	"linecheck/text/message"
)

// Ids of the forms on a claim's card, except that of the verdict.

// EditForm is the id of the form for a claim's kind and risk.
func EditForm(claimID int64) string { return "edit-" + id(claimID) }

// ResolveForm is the id of the form for a claim's outcome.
func ResolveForm(claimID int64) string { return "resolve-" + id(claimID) }

// CorrectForm is the id of the form that proposes a correction.
func CorrectForm(claimID int64) string { return "correct-" + id(claimID) }

// CorrectionForm is the id of a proposed correction's form.
func CorrectionForm(correctionID int64) string { return "correction-" + id(correctionID) }

// isDecisionRefused reports whether one of the collapsed forms has errors.
func isDecisionRefused(t FormState, c models.ClaimCard) bool {
	return t.Form == EditForm(c.ID) || t.Form == ResolveForm(c.ID) || t.Form == CorrectForm(c.ID)
}

// decisionsSummary names the collapsed forms of a claim.
func decisionsSummary(ctx context.Context, rule bool) string {
	if rule {
		return say(ctx, "Outcome, correction, kind, risk")
	}
	return say(ctx, "Correction, kind, risk")
}

// needsReason reports whether an outcome needs a reason: the claim is or was disputed, or its words are gone.
func needsReason(c models.ClaimCard) bool {
	return c.Status == models.Disputed || c.Contested || c.Occurrence.Placement == models.Lost
}

func outcomeReasonLabel(ctx context.Context, c models.ClaimCard) string {
	switch {
	case c.Occurrence.Placement == models.Lost:
		return say(ctx, "Reason (printed: its words and verdicts are kept)")
	case needsReason(c):
		return say(ctx, "Reason (printed, because it is disputed)")
	}
	return say(ctx, "Reason, if there is one (printed)")
}

// outcomesFor returns the possible outcomes of a claim. A lost claim can only be cut.
func outcomesFor(ctx context.Context, c models.ClaimCard) []choice {
	if c.Occurrence.Placement != models.Lost {
		return resolutionChoices(ctx)
	}
	var list []choice
	for _, w := range resolutionChoices(ctx) {
		if w.Value == string(models.Unresolved) || w.Value == "cut" {
			list = append(list, w)
		}
	}
	return list
}

// outcomeReason is the field for an outcome's reason.
func outcomeReason(form string, t FormState, required bool) templ.Component {
	attributes := templ.Attributes{"id": form + "-reason", "name": "reason", "rows": "2", "dir": "auto"}
	if required {
		attributes["required"] = true
	}
	maps.Copy(attributes, errorAttributes(t.Errors, "reason", form))
	return element("textarea", attributes, func(p *htmlWriter) {
		p.write("\n")
		p.writeEscaped(t.value("reason", ""))
	})
}

// resolutionLabels contains the outcomes as a claim's card shows them.
var resolutionLabels = map[models.Resolution]message.Key{
	models.Unresolved: "None yet",
	"stands":          "Stands as it is",
	"corrected":       "Corrected",
	"softened":        "Softened",
	"attributed":      "Attributed",
	"cut":             "Cut",
	"on author":       "On the author",
	"opinion":         "Opinion",
	"run as is":       "Run as is",
}

func resolutionLabel(ctx context.Context, r models.Resolution) string {
	return sayOr(ctx, resolutionLabels[r], string(r))
}

// resolutionChoices offer every outcome.
func resolutionChoices(ctx context.Context) []choice {
	choices := toChoices(ctx, models.Resolutions)
	for i := range choices {
		choices[i].Label = resolutionLabel(ctx, models.Resolution(choices[i].Value))
	}
	return choices
}

// riskLabel labels a claim with a higher risk.
func riskLabel(ctx context.Context, r models.Risk) string {
	if r == "legal" {
		return say(ctx, "Legal risk")
	}
	return say(ctx, "High risk")
}

// decisionLabel labels the button of a decision.
func decisionLabel(ctx context.Context, s models.CorrectionState) string {
	switch s {
	case models.CorrectionAccepted:
		return say(ctx, "Accept")
	case models.CorrectionDeclined:
		return say(ctx, "Decline")
	}
	return say(ctx, "Mark as made")
}

// chosenSourceID returns the source that was chosen for a claim: as typed after an error, or on the page of
// sources.
func chosenSourceID(v SentenceView, c models.ClaimCard, t FormState) string {
	if v.Source != 0 && v.isChosenClaim(c) {
		return id(v.Source)
	}
	return t.value("evidence-source", "")
}

// claimWithSourceURL returns the URL of a claim with a source chosen for it.
func claimWithSourceURL(p models.Location, source int64) string {
	return SentenceURL(p.ArticleID, p.Ordinal) + "?claim=" + id(p.ClaimID) + "&source=" + id(source) + "#" + AnnotationForm(p.ClaimID)
}
