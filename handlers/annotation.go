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
		tag.Evidence = parseEvidenceForm(f)
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
		list := parseEvidenceForm(f)
		if len(list) == 0 {
			list = []models.NewEvidence{parseEvidenceFields(f, models.EvidencePrefix(1))} // which names what is missing
		}
		return h.store.AddEvidence(ctx, who, id, list...)
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

// parseEvidenceForm reads the sources of a form.
func parseEvidenceForm(f form) []models.NewEvidence {
	f.sortPasted()
	var list []models.NewEvidence
	for n := 1; n <= models.MaxEvidenceAtOnce; n++ {
		if e := parseEvidenceFields(f, models.EvidencePrefix(n)); !e.Empty() {
			list = append(list, e)
		}
	}
	return list
}

func parseEvidenceFields(f form, prefix string) models.NewEvidence {
	return models.NewEvidence{
		Prefix:       prefix,
		Version:      f.version(),
		Source:       f.Get(prefix + "source"),
		Contact:      f.Get(prefix + "contact"),
		Confidential: f.Get(prefix+"confidential") != "",
		AccessedOn:   f.Get(prefix + "accessed"),
		Title:        f.Get(prefix + "title"),
		URL:          f.Get(prefix + "url"),
		Publisher:    f.Get(prefix + "publisher"),
		From:         f.Get(prefix + "from"),
		Kind:         f.Get(prefix + "kind"),
		Class:        f.Get(prefix + "class"),
		Stance:       f.Get(prefix + "stance"),
		Quote:        f.multiline(prefix + "quote"),
		Locator:      f.Get(prefix + "locator"),
	}
}

// sortPasted moves what was pasted, or the known source that was chosen, into the fields of the form's first empty source. A page with
// scripts has done so already.
func (f form) sortPasted() {
	pasted, known := f.multiline("evidence-paste"), f.Get("evidence-known")
	if strings.TrimSpace(pasted) == "" && known == "" {
		return
	}
	n := 1
	for n < models.MaxEvidenceAtOnce && !parseEvidenceFields(f, models.EvidencePrefix(n)).Empty() {
		n++
	}
	prefix := models.EvidencePrefix(n)
	e := parseEvidenceFields(f, prefix)
	if known != "" {
		e.Source = known
	} else {
		e = e.WithPasted(models.ParsePasted(pasted))
	}
	for field, value := range map[string]string{
		"source": e.Source, "kind": e.Kind, "title": e.Title, "url": e.URL, "contact": e.Contact, "quote": e.Quote, "locator": e.Locator,
	} {
		f[prefix+field] = []string{value}
	}
	delete(f, "evidence-paste")
	delete(f, "evidence-known")
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
