package store_test

import (
	"pgregory.net/rapid"

	"linecheck/models"
	"linecheck/text/web"
)

func (h *history) edit(*rapid.T) {
	if c, ok := h.anyClaim(); ok {
		_, err := h.s.EditClaim(
			ctx,
			h.anyReader(),
			c.Claim.ID,
			models.ClaimEdit{Kind: rapid.SampledFrom([]string{"number", "x"}).Draw(h.t, "kind"),
				Risk: rapid.SampledFrom([]string{"legal", "high"}).Draw(h.t, "risk"), Version: c.Version},
		)
		h.acceptRefusal(err)
	}
}

func (h *history) resolve(*rapid.T) {
	if c, ok := h.anyClaim(); ok {
		end := rapid.SampledFrom(models.Resolutions).Draw(h.t, "end")
		_, err := h.s.Resolve(
			ctx,
			h.anyReader(),
			c.Claim.ID,
			models.OutcomeInput{Resolution: string(end), Reason: "The desk has decided so.", Version: c.Version},
		)
		h.acceptRefusal(err)
	}
}

func (h *history) correct(*rapid.T) {
	c, ok := h.anyClaim()
	if !ok {
		return
	}
	if len(c.Corrections) > 0 && rapid.Bool().Draw(h.t, "decide") {
		k := rapid.SampledFrom(c.Corrections).Draw(h.t, "correction")
		_, err := h.s.DecideCorrection(
			ctx,
			h.anyReader(),
			k.ID,
			models.CorrectionDecision{
				State:   rapid.SampledFrom([]string{"accepted", "declined", "made", "proposed"}).Draw(h.t, "decision"),
				Reason:  "It is not needed.",
				Version: k.Version,
			},
		)
		h.acceptRefusal(err)
		return
	}
	_, err := h.s.ProposeCorrection(
		ctx,
		h.anyReader(),
		c.Claim.ID,
		models.NewCorrection{
			From:    c.Occurrence.Exact,
			To:      rapid.SampledFrom([]string{"", "Nine", c.Occurrence.Exact}).Draw(h.t, "to"),
			Version: c.Version,
		},
	)
	h.acceptRefusal(err)
}

// addEvidenceAtAddress gives evidence at an address, makes it the article's own address, or overrides the
// missing evidence.
func (h *history) addEvidenceAtAddress(*rapid.T) {
	url := rapid.SampledFrom([]string{"https://own.example/1", "http://www.own.example:81/1/#x", "https://other.example/1?utm_source=x", "https://other.example/1"}).
		Draw(h.t, "address")
	c, ok := h.anyClaim()
	if !ok || rapid.Bool().Draw(h.t, "own") {
		a := h.page().Article
		err := h.s.EditArticle(
			ctx,
			h.anyReader(),
			a.ID,
			models.ArticleEdit{Title: a.Title, Language: a.Language, DueAt: a.DueAt, URL: url, Version: a.Version},
		)
		h.acceptRefusal(err)
		return
	}
	tag := models.AnnotationInput{
		Version:  c.Version,
		Status:   "sourced",
		Evidence: []models.NewEvidence{{Title: "A page", URL: url, Class: "primary"}},
	}
	if rapid.Bool().Draw(h.t, "reason") {
		tag.Evidence, tag.Override = nil, "I was there."
	}
	_, err := h.s.Annotate(ctx, h.anyReader(), c.Claim.ID, tag)
	h.acceptRefusal(err)
}

// checkEvidence checks every sourced claim against docs/invariants.md#evidence: enough evidence for the
// desk's policy, none of it the article itself, or an override.
func (h *history) checkEvidence() {
	page := h.page()
	for _, c := range h.cards() {
		if c.Status != models.Sourced || len(c.EvidenceOverrides) > 0 {
			continue
		}
		found := false
		var secondary []*loggedEvidence
		for _, e := range c.Evidence {
			if e.Stance != models.Supports || page.URL != "" && web.NormalizeAddress(e.Source.URL()) == web.NormalizeAddress(page.URL) {
				continue
			}
			if e.Source.URL() == "" && (e.Source.Kind() == "web page" || e.Locator == "") {
				h.t.Fatalf("evidence without an address or a page was accepted: %+v", e.Evidence)
			}
			found = found || e.Class == models.Primary
			secondary = append(secondary, &loggedEvidence{publisher: e.Source.Publisher(), url: e.Source.URL()})
		}
		if !found && !hasIndependentSources(secondary, nil, h.fixture.Desk.Secondaries) {
			h.t.Fatalf("claim %d is sourced on %d pieces of evidence, %d of them secondary", c.Claim.ID, len(c.Evidence), len(secondary))
		}
		if !c.CanBeSourced {
			h.t.Fatalf("claim %d is sourced, but its card has missing evidence: %s", c.Claim.ID, c.MissingEvidence)
		}
	}
}
