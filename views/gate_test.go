package views

import (
	"strings"
	"testing"

	"github.com/PuerkitoBio/goquery"

	"linecheck/models"
)

// The box says why an article is not ready, and every reason leads to what is behind it.
func TestTheGateBoxSaysWhy(t *testing.T) {
	override := models.NamedGateOverride{Name: "Edda Editor", GateOverride: models.GateOverride{GateCode: models.GateLost, Count: 1}}
	for _, c := range []struct {
		facts models.GateFacts
		want  string
		links []string
	}{
		{models.GateFacts{}, "✓ Ready to sign off The gate", nil},
		{models.GateFacts{Once: 3}, "✓ Ready to sign off The gate", nil},
		{models.GateFacts{Unread: 1, Open: 2, Recheck: 1, Queries: 1}, "Not ready to publish 1 sentence not looked at 2 sentences open 1 sentence to check again 1 query not settled The gate",
			[]string{"/sentences?state=unread&article=7", "/sentences?state=open&article=7", "/sentences?state=recheck&article=7", "/queries?state=unsettled&article=7"}},
		{models.GateFacts{Once: 3, SecondReader: true}, "Not ready to publish 3 sentences without a second reader The gate", []string{"/sentences?once=1&article=7"}},
		{models.GateFacts{Lost: 1, Overrides: []models.NamedGateOverride{override}}, "✓ Ready to sign off 1 claim lost overridden by Edda Editor The gate",
			[]string{"/claims?lost=1&article=7"}},
		{models.GateFacts{Lost: 2, Overrides: []models.NamedGateOverride{override}}, "Not ready to publish 2 claims lost The gate", []string{"/claims?lost=1&article=7"}},
	} {
		box := drawn(t, GateBox(7, models.GateState{Reasons: models.Gate(c.facts)}))
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
