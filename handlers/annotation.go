package handlers

import (
	"context"
	"strings"

	"github.com/gin-gonic/gin"

	"linecheck/models"
	"linecheck/views"
)

// annotate writes down what a reviewer says of a claim.
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

// addEvidence adds evidence to a claim, apart from any verdict.
func (h *Handlers) addEvidence(c *gin.Context) error {
	return h.onClaim(c, views.AnnotationForm, func(ctx context.Context, who models.Reader, id int64, f form) (models.Location, error) {
		if f.Get("copy-of") != "" { // what another claim has
			from, err := parseID(f.Get("copy-of"))
			if err != nil {
				return models.Location{}, err
			}
			return h.store.CopyEvidence(ctx, who, id, from)
		}
		return h.store.AddEvidence(ctx, who, id, parseEvidenceForm(f))
	})
}

// onClaim runs a change of the claim that the address names. A refused form is shown again where the claim stands, under
// the id that formOf gives it.
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
				return lost // what is not theirs to see is missing, whatever they typed
			}
			return err
		}
	}
	return h.redirectOrRedisplay(c, place, err, formOf(id), typed)
}

// parseEvidenceForm reads a form's evidence as it was typed.
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

// multiline is what was typed into a long field. Browsers send its line ends as CR LF whatever was typed (HTML, "constructing the
// entry list"), scripts as LF: both are kept as LF, which is what stands in the field.
func (f form) multiline(field string) string { return strings.ReplaceAll(f.Get(field), "\r\n", "\n") }

// withdrawAnnotation takes an annotation back; it stays in the record.
func (h *Handlers) withdrawAnnotation(c *gin.Context) error {
	return h.onObject(c, h.store.WithdrawAnnotation)
}

// withdrawEvidence takes a piece of evidence back.
func (h *Handlers) withdrawEvidence(c *gin.Context) error {
	return h.onObject(c, h.store.WithdrawEvidence)
}
