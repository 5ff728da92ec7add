package views

import (
	"strings"
	"testing"

	"github.com/PuerkitoBio/goquery"

	"linecheck/models"
)

// The box says why an article is not ready, and every reason links to its items.
func TestGateBoxListsReasons(t *testing.T) {
	lost := []models.GateItem{
		{Kind: models.ClaimItem, ID: 3, Key: 3, Version: "3.1", Ordinal: 2},
		{Kind: models.ClaimItem, ID: 4, Key: 4, Version: "4.1", Ordinal: 2},
	}
	override := models.NamedGateOverride{Name: "Edda Editor", GateOverride: models.GateOverride{GateCode: models.GateLost, Count: 1},
		Covers: []models.CoveredItem{{Kind: models.ClaimItem, Key: 3, Version: "3.1"}}}
	overrides := []models.NamedGateOverride{override}
	type counts = map[models.GateCode]int
	type things = map[models.GateCode][]models.GateItem
	for _, c := range []struct {
		facts models.GateFacts
		want  string
		links []string
	}{
		{models.GateFacts{}, "✓ Ready to sign off Ready to publish?", nil},
		{models.GateFacts{Counts: counts{models.GateUnread: 1, models.GateOpen: 2, models.GateRecheck: 1, models.GateQueries: 1}},
			"Not ready to publish 1 sentence nobody has read 2 sentences are open 1 sentence changed since it was settled 1 query is not settled Ready to publish?",
			[]string{"/sentences?state=unread&article=7", "/sentences?state=open&article=7", "/sentences?state=recheck&article=7", "/queries?state=unsettled&article=7"}},
		{models.GateFacts{Counts: counts{models.GateSecondReader: 3}}, "Not ready to publish 3 sentences were not read by a second person Ready to publish?",
			[]string{"/sentences?once=1&article=7"}},
		{models.GateFacts{Counts: counts{models.GateLeaning: 1, models.GateIndependence: 2}},
			"Not ready to publish 1 sentence refers back to one that changed 2 sentences were looked at only by their author or by who signs Ready to publish?",
			[]string{"/articles/7/gate#reason-leaning", "/articles/7/gate#reason-independence"}},
		{models.GateFacts{Items: things{models.GateLost: lost[:1]}, Overrides: overrides},
			"✓ Ready to sign off 1 claim is lost overridden by Edda Editor Ready to publish?", []string{"/claims?lost=1&article=7"}},
		{models.GateFacts{Items: things{models.GateLost: lost}, Overrides: overrides}, "Not ready to publish 2 claims are lost Ready to publish?",
			[]string{"/claims?lost=1&article=7"}},
	} {
		box := renderDocument(t, GateBox(7, models.GateState{Reasons: models.ComputeGate(c.facts)}))
		said := box.Find(".gate").Find("strong, a, small").Map(func(_ int, part *goquery.Selection) string { return part.Text() })
		if got := strings.Join(said, " "); got != c.want {
			t.Errorf("%+v: %q, want %q", c.facts, got, c.want)
		}
		for i, want := range c.links {
			if got := box.Find("li a").Eq(i).AttrOr("href", ""); got != want {
				t.Errorf("%+v: reason %d leads to %s, want %s", c.facts, i, got, want)
			}
		}
	}
}
