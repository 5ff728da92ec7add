package views

import (
	"context"
	"errors"
	"slices"
	"strings"

	"github.com/a-h/templ"

	"linecheck/models"
	"linecheck/text/message"
)

// Ids of the parts of the form that acts on several claims of the list.
const (
	ResolveClaims  = "resolutions"
	AssignClaims   = "assignments"
	AskAboutClaims = "queries"
)

// SeveralClaims is an act on several claims of the list: what it did, or the form to show again.
type SeveralClaims struct {
	Act       string // the part of the form; "" before an act
	Result    models.ClaimsResult
	FormState FormState
}

// mayActOnSeveral reports whether the user may do anything to a claim of the list.
func (p ClaimListPage) mayActOnSeveral() bool {
	return slices.ContainsFunc(p.Rows, func(row models.ClaimRow) bool { return p.Reader.IsAllowed(models.ActCheck, row.DeskID) })
}

// mayToAny reports whether the user may do something at any of their desks.
func (p ClaimListPage) mayToAny(act models.Act) bool { return len(p.Reader.DesksFor(act)) > 0 }

// severalAddress is where a part of the form leads. It keeps the filter, so that the same list is shown again.
func (p ClaimListPage) severalAddress(act string) string {
	address := "/claims/" + act
	if len(p.Filter.Values) > 0 {
		address += "?" + p.Filter.Values.Encode()
	}
	return address
}

// tickValue is a claim with the version that the list shows.
func tickValue(row models.ClaimRow) string { return id(row.ID) + "." + formatInt(row.Version) }

// isTicked reports whether a claim was ticked in a form that is shown again.
func (t FormState) isTicked(row models.ClaimRow) bool {
	return slices.ContainsFunc(t.Values["claim"], func(value string) bool { return value == tickValue(row) })
}

// severalDone are the headings of a result.
var severalDone = map[string]struct{ one, many message.Key }{
	ResolveClaims:  {"Outcome saved for %d claim", "Outcome saved for %d claims"},
	AssignClaims:   {"%d claim assigned", "%d claims assigned"},
	AskAboutClaims: {"Query sent about %d claim", "Query sent about %d claims"},
}

// isFormError reports whether the form itself is wrong: it was sent without claims, or all claims are left out for the same fault of a
// field.
func (s SeveralClaims) isFormError() bool {
	if len(s.Result.Changed) > 0 || s.FormState.Form == "" {
		return false
	}
	return !slices.ContainsFunc(s.Result.LeftOut, func(c models.ChangedClaim) bool {
		return !models.IsValidationError(c.Reason) || c.Reason.Error() != s.Result.LeftOut[0].Reason.Error()
	})
}

// severalHeading says how many claims an act changed.
func severalHeading(ctx context.Context, s SeveralClaims) string {
	n := len(s.Result.Changed)
	if n == 0 {
		return say(ctx, "Nothing was changed")
	}
	return count(ctx, n, severalDone[s.Act].one, severalDone[s.Act].many)
}

// leftOutReason says why an act left a claim out.
func leftOutReason(ctx context.Context, err error) string {
	var wrong models.ValidationErrors
	if errors.As(err, &wrong) && len(wrong) > 0 {
		return sayText(ctx, wrong[0].Text())
	}
	switch {
	case errors.Is(err, models.ErrForbidden):
		return say(ctx, "Your role at its desk does not allow this.")
	case errors.Is(err, models.ErrNotFound):
		return say(ctx, "This claim was withdrawn, or you can no longer see it.")
	}
	return say(ctx, "It changed meanwhile. Look at it as it is now, then choose it again.")
}

// severalChoices are the outcomes of several claims, with "none", which takes an outcome back. None is preset.
func severalChoices(ctx context.Context) []choice {
	return append([]choice{{"", say(ctx, "Choose…")}}, resolutionChoices(ctx)...)
}

// severalRecipients are those whom a query about several claims can ask.
func (p ClaimListPage) severalRecipients(ctx context.Context) []choice {
	choices := recipientChoices(ctx, nil, p.Reader.UserID)
	for _, person := range p.Filter.People {
		if person.ID != p.Reader.UserID {
			choices = append(choices, choice{id(person.ID), person.Name})
		}
	}
	return choices
}

// severalKeys are the keys of the parts of the form that the user has.
func (p ClaimListPage) severalKeys() string {
	var keys []string
	for _, part := range []struct {
		act models.Act
		key string
	}{{models.ActRule, "o"}, {models.ActArrange, "g"}, {models.ActCheck, "a"}} {
		if p.mayToAny(part.act) {
			keys = append(keys, part.key)
		}
	}
	return strings.Join(keys, " ")
}

// severalKey tells assistive technology and the script the key that leads to a part of the form.
func severalKey(key string) templ.Attributes {
	return templ.Attributes{"data-key": key, "aria-keyshortcuts": key}
}
