package handlers

import (
	"context"
	"strings"

	"github.com/gin-gonic/gin"

	"linecheck/models"
	"linecheck/views"
)

// annotate saves a reviewer's verdict on a claim.
func (h *Handlers) annotate(c *gin.Context) error {
	return h.onClaim(c, views.AnnotationForm, func(ctx context.Context, who models.Reader, id int64, f form) (models.Location, error) {
		tag := models.AnnotationInput{
			Status:   f.Get("status"),
			Note:     f.multiline("note"),
			Version:  f.version(),
			Ruling:   f.Get("ruling") != "",
			Override: f.multiline("override"),
		}
		if e := parseEvidenceForm(f); !e.Empty() {
			tag.Evidence = []models.NewEvidence{e}
		}
		return h.store.Annotate(ctx, who, id, tag)
	})
}

// addEvidence adds evidence to a claim without a verdict.
func (h *Handlers) addEvidence(c *gin.Context) error {
	return h.onClaim(c, views.AnnotationForm, func(ctx context.Context, who models.Reader, id int64, f form) (models.Location, error) {
		if f.Get("copy-of") != "" { // copies another claim's evidence
			from, err := parseID(f.Get("copy-of"))
			if err != nil {
				return models.Location{}, err
			}
			return h.store.CopyEvidence(ctx, who, id, from)
		}
		return h.store.AddEvidence(ctx, who, id, parseEvidenceForm(f))
	})
}

// onClaim runs a change of the claim that the URL names. If the form is invalid, it is shown again at the
// claim's location, under the element id that formOf returns.
func (h *Handlers) onClaim(
	c *gin.Context,
	formOf func(claim int64) string,
	change func(context.Context, models.Reader, int64, form) (models.Location, error),
) error {
	id, typed, err := readIDForm(c)
	if typed == nil {
		return err
	}
	ctx, who := c.Request.Context(), reader(c)
	var place models.Location
	if err == nil {
		place, err = change(ctx, who, id, typed)
	}
	if err != nil && place.Ordinal == 0 {
		var lost error
		if place, lost = h.store.ClaimLocation(ctx, who, id); lost != nil {
			if validationErrors(err) != nil {
				return lost // a claim that the user may not see is not found, even when the form is invalid too
			}
			return err
		}
	}
	return h.redirectOrRedisplay(c, place, err, formOf(id), typed)
}

func parseEvidenceForm(f form) models.NewEvidence {
	return models.NewEvidence{
		Version:      f.version(),
		Source:       f.Get("evidence-source"),
		Contact:      f.Get("evidence-contact"),
		Confidential: f.Get("evidence-confidential") != "",
		AccessedOn:   f.Get("evidence-accessed"),
		Title:        f.Get("evidence-title"),
		URL:          f.Get("evidence-url"),
		Publisher:    f.Get("evidence-publisher"),
		From:         f.Get("evidence-from"),
		Kind:         f.Get("evidence-kind"),
		Class: f.Get(
			"evidence-class",
		),
		Stance:  f.Get("evidence-stance"),
		Quote:   f.multiline("evidence-quote"),
		Locator: f.Get("evidence-locator"),
	}
}

// multiline returns the value of a textarea. Browsers send line breaks as CR LF (HTML, "constructing the
// entry list"), scripts as LF. Both become LF, which is what the textarea shows.
func (f form) multiline(field string) string { return strings.ReplaceAll(f.Get(field), "\r\n", "\n") }

// withdrawAnnotation withdraws an annotation; it stays in the audit log.
func (h *Handlers) withdrawAnnotation(c *gin.Context) error {
	return h.onObject(c, h.store.WithdrawAnnotation)
}

// withdrawEvidence withdraws a piece of evidence.
func (h *Handlers) withdrawEvidence(c *gin.Context) error {
	return h.onObject(c, h.store.WithdrawEvidence)
}
