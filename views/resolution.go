package views

import "linecheck/models"

// The ids of the forms of a claim's card that can be refused, beside the one that tags it.

// EditForm is the id of the form of a claim's kind and risk.
func EditForm(claimID int64) string { return "edit-" + id(claimID) }

// ResolveForm is the id of the form that says how a claim ended.
func ResolveForm(claimID int64) string { return "resolve-" + id(claimID) }

// CorrectForm is the id of the form that proposes a correction.
func CorrectForm(claimID int64) string { return "correct-" + id(claimID) }

// CorrectionForm is the id of a proposed correction.
func CorrectionForm(correctionID int64) string { return "correction-" + id(correctionID) }

// refusedHere reports whether one of the forms that are folded away was refused.
func refusedHere(t Typed, c models.ClaimCard) bool {
	return t.Form == EditForm(c.ID) || t.Form == ResolveForm(c.ID) || t.Form == CorrectForm(c.ID)
}

func endingToo(may bool) string {
	if may {
		return ", how it ended"
	}
	return ""
}

// resolutionLabels say how a claim ended as a sentence of its card does.
var resolutionLabels = map[models.Resolution]string{models.Unresolved: "Not ended", "stands": "Stands as it is", "corrected": "Corrected", "softened": "Softened",
	"attributed": "Attributed", "cut": "Cut", "on author": "On the author", "opinion": "Opinion", "run as is": "Run as is"}

func resolutionWord(r models.Resolution) string { return or(resolutionLabels[r], string(r)) }

var resolutionWords = func() []choice {
	choices := words(models.Resolutions)
	for i := range choices {
		choices[i].Label = resolutionWord(models.Resolution(choices[i].Value))
	}
	return choices
}()

// riskLabel is what stands on a claim that would cost more than others.
func riskLabel(r models.Risk) string {
	if r == "legal" {
		return "Legal risk"
	}
	return "High risk"
}

// decisionWord is what the button of a decision says.
func decisionWord(s models.CorrectionState) string {
	switch s {
	case models.CorrectionAccepted:
		return "Accept"
	case models.CorrectionDeclined:
		return "Decline"
	}
	return "It is made in the text"
}

// chosenSource is the number of a source that was chosen for a claim: in a form that was refused, or on the page of sources.
func chosenSource(v SentenceView, c models.ClaimCard, t Typed) string {
	if v.Source != 0 && v.card(c) {
		return id(v.Source)
	}
	return t.value("evidence-source", "")
}

// sourceFor leads back to a claim with a source chosen for it.
func sourceFor(p models.Place, source int64) string {
	return SentenceURL(p.ArticleID, p.Ordinal) + "?claim=" + id(p.ClaimID) + "&source=" + id(source) + "#" + TagForm(p.ClaimID)
}
