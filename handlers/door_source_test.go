package handlers_test

import (
	"fmt"
	"net/url"
	"strconv"
	"strings"
	"testing"

	"linecheck/handlers/sitetest"
	"linecheck/models"
)

// callSourced gives the verdict sourced with these sources, on pages one after the other, and returns the
// response.
func (d *doorDesk) callSourced(token string, claim int64, want int, sources ...models.NewEvidence) sitetest.Reply {
	d.t.Helper()
	at := fmt.Sprintf("/claims/%d", claim)
	var all []map[string]string
	var last url.Values
	for i, s := range sources {
		given := map[string]string{
			"title": s.Title, "url": s.URL, "publisher": s.Publisher, "from": s.From, "class": s.Class,
			"kind": "document", "locator": "p. 1", "stance": "supports",
		}
		all = append(all, given)
		last = url.Values{}
		for name, value := range given {
			last.Set("evidence-"+name, value)
		}
		if d.doorName == "page" && i < len(sources)-1 {
			last.Set("version", strconv.Itoa(d.do(d.editor, "GET", at, "", 200).Version))
			d.send(token, at+"/evidence", last, "", "", "", 201)
		}
	}
	version := d.do(d.editor, "GET", at, "", 200).Version
	last.Set("status", "sourced")
	last.Set("version", strconv.Itoa(version))
	body := sitetest.JSON(d.t, map[string]any{"status": "sourced", "version": version, "evidence": all})
	return d.send(token, at+"/annotations", last, "POST", at+"/annotations", body, want)
}

// Two entries of the same source do not prove a claim, and the error names both.
func TestDuplicateSourcesCountAsOne(t *testing.T) {
	type sources [2]models.NewEvidence
	secondary := func(daily, weekly models.NewEvidence) sources {
		daily.Title, weekly.Title, daily.Class, weekly.Class = "Daily", "Weekly", "secondary", "secondary"
		return sources{daily, weekly}
	}
	eachDoor(t, "It rained.", func(t *testing.T, d *doorDesk) {
		for _, way := range []struct {
			name string
			two  sources
			says string // "" if they are independent
		}{
			{"two papers", secondary(
				models.NewEvidence{Publisher: "Daily", URL: "https://daily.example/1"},
				models.NewEvidence{Publisher: "Weekly", URL: "https://weekly.example/1"}), ""},
			{"one address", secondary(
				models.NewEvidence{Publisher: "Daily", URL: "https://daily.example/1"},
				models.NewEvidence{Publisher: "Weekly", URL: "daily.example/1/"}), "at the same address"},
			{"one site", secondary(
				models.NewEvidence{Publisher: "Daily", URL: "https://daily.example/1"},
				models.NewEvidence{Publisher: "Weekly", URL: "https://m.daily.example/2"}), "on the same site"},
			{"one publisher", secondary(
				models.NewEvidence{Publisher: "Zürcher Bote AG"},
				models.NewEvidence{Publisher: "ZU\u0308RCHER BOTE"}), "the same publisher"},
			{"one publisher in letters that look alike", secondary(
				models.NewEvidence{Publisher: "Zürich Post"},
				models.NewEvidence{Publisher: "Zürich \u0420\u043e\u0455t"}), "the same publisher"},
			{"one agency", secondary(
				models.NewEvidence{Publisher: "Daily", From: "dpa"},
				models.NewEvidence{Publisher: "Weekly", From: "DPA"}), "the same copy"},
			{"bare titles", secondary(models.NewEvidence{}, models.NewEvidence{}), "a publisher or an address"},
		} {
			d.run(way.name, "Repairs cost 12 million.", func(t *testing.T) {
				claim := d.claim("12 million").ID
				if way.says == "" {
					d.callSourced(d.reviewer, claim, 201, way.two[:]...)
					return
				}
				got := d.callSourced(d.reviewer, claim, 422, way.two[:]...)
				text := strings.ReplaceAll(got.Text, "&#39;", "'")
				for _, want := range []string{way.says, "“Daily”", "“Weekly”", "so they count as one source"} {
					if !strings.Contains(text, want) {
						t.Errorf("without %q: %s", want, sitetest.VisibleText(mainOf(t, got)))
					}
				}
			})
		}
	})
}

// No URL of this program is evidence, under any name of the server.
func TestOwnServerIsNoSource(t *testing.T) {
	eachDoor(t, "It rained.", func(t *testing.T, d *doorDesk) {
		const host = "127.0.0.1:8080"
		for _, address := range []string{
			"http://example.com" + d.article, // the host of the requests
			"http://" + host + d.article,
			"http://" + host + d.article + "/revisions/1",
			"http://" + host + d.article + "/sentences.csv",
			"http://" + host + "/api/v1" + d.article,
			"http://" + host + "/claims",
			host + d.article,
			"https://web.archive.org/web/2026/http://" + host + d.article,
			"http://localhost:1" + d.article,
			"http://[::1]" + d.article,
			"http://2130706433" + d.article,
			"http://ｌｏｃａｌｈｏｓｔ" + d.article,
			"http://127。0。0。1" + d.article,
		} {
			d.run(address, "Repairs cost 12 million.", func(t *testing.T) {
				claim := d.claim("12 million").ID
				got := d.callSourced(d.reviewer, claim, 422, models.NewEvidence{Title: "A page", URL: address, Class: "primary"})
				if want := "no evidence for it"; !strings.Contains(got.Text, want) {
					t.Errorf("without %q: %s", want, sitetest.VisibleText(mainOf(t, got)))
				}
			})
		}
		d.run("another site", "Repairs cost 12 million.", func(t *testing.T) {
			paper := models.NewEvidence{Title: "A page", URL: "https://daily.example/1", Class: "primary"}
			d.callSourced(d.reviewer, d.claim("12 million").ID, 201, paper)
		})
	})
}

// URLs are accepted as users type them, and rejected if they hide something.
func TestEvidenceAddresses(t *testing.T) {
	eachDoor(t, "It rained.", func(t *testing.T, d *doorDesk) {
		for address, says := range map[string]string{
			"daily.example/1":              "",
			"https://me:pw@daily.example/": "before its @",
			"https://daily.example/a b":    "without blanks",
			"https://daily.example/\u202e": "without blanks",
			"javascript:alert(1)":          "begins with http",
		} {
			d.run(address, "Repairs cost 12 million.", func(t *testing.T) {
				claim := d.claim("12 million").ID
				source := models.NewEvidence{Title: "A page", URL: address, Class: "primary"}
				if says == "" {
					d.callSourced(d.reviewer, claim, 201, source)
					if got := d.do(d.reviewer, "GET", fmt.Sprintf("/claims/%d", claim), "", 200).Evidence[0].URL; got != "https://"+address {
						t.Errorf("kept as %q", got)
					}
					return
				}
				if got := d.callSourced(d.reviewer, claim, 422, source); !strings.Contains(got.Text, says) {
					t.Errorf("without %q: %s", says, got.Text)
				}
			})
		}
	})
}
