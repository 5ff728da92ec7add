package models

import (
	"slices"
	"testing"

	"linecheck/internal/testutil"
)

func TestSourceVisibility(t *testing.T) {
	owner := int64(7)
	open, secret := Source{
		ID:     1,
		DeskID: 3,
		Title:  "T",
	}, Source{
		ID:           2,
		DeskID:       3,
		Kind:         "person",
		Title:        "T",
		Publisher:    "P",
		URL:          "https://u.example",
		Contact:      "C",
		Confidential: true,
		CreatedBy:    &owner,
	}
	for _, role := range Roles {
		for _, user := range []int64{owner, 8} {
			r := Reader{UserID: user, Desks: []DeskRole{{DeskID: 3, Role: role}}}
			may := user == owner || role == Editor || role == Admin
			got := secret.VisibleTo(r)
			told := got.Title() == "T" && got.Publisher() == "P" && got.URL() != "" && got.Contact() == "C" && got.ID() == 2
			nothing := got.Title() == ConfidentialSource && got.Publisher()+got.URL()+got.Contact() == "" && got.ID() == 0 && got.Hidden()
			testutil.Equal(t, "may", may, told)
			testutil.Different(t, "may", may, nothing)
			testutil.True(t, "got.Confidential()", got.Confidential())
			testutil.Equal(t, "got.Kind()", got.Kind(), "person")
			if open.VisibleTo(r).Title() != "T" {
				t.Errorf("%s %d cannot see a source that is not confidential", role, user)
			}
		}
	}
	for _, stranger := range []Reader{{UserID: owner}, {UserID: owner, Desks: []DeskRole{{DeskID: 4, Role: Admin}}}} {
		if !open.VisibleTo(stranger).Hidden() || !secret.VisibleTo(stranger).Hidden() {
			t.Errorf("another desk's %+v knows it", stranger)
		}
	}
	cited := CitedEvidence{Evidence: Evidence{Quote: "q", Locator: "p. 1"}, Source: secret}
	if shown := cited.VisibleTo(Reader{UserID: 8, Desks: []DeskRole{{DeskID: 3, Role: Reviewer}}}); shown.Quote+shown.Locator != "" {
		t.Errorf("a confidential source's details are visible: %q %q", shown.Quote, shown.Locator)
	}
}

func TestSearchWords(t *testing.T) {
	got := Source{Title: "The PORTS report, 2021: ports", Publisher: "Élan", URL: "https://www.city.example/ports"}.Words()
	if want := []string{"the", "ports", "report", "2021", "élan", "city", "example"}; !slices.Equal(got, want) {
		t.Errorf("%q, want %q", got, want)
	}
}

func TestOwnCopiesAreNoEvidence(t *testing.T) {
	from := func(class Class, publisher, url string) CitedEvidence {
		return CitedEvidence{
			Evidence: Evidence{Class: class, Stance: Supports},
			Source:   Source{Title: publisher + url, Publisher: publisher, URL: url},
		}
	}
	desk := Desk{Secondaries: 2}
	for name, c := range map[string]struct {
		cited []CitedEvidence
		own   []string
		ok    bool
	}{
		"its own address":            {[]CitedEvidence{from(Primary, "", "http://www.a.example/1/")}, []string{"a.example/1"}, false},
		"another one":                {[]CitedEvidence{from(Primary, "", "http://www.a.example/2")}, []string{"a.example/1"}, true},
		"its own and another":        {[]CitedEvidence{from(Secondary, "A", "https://a.example/1"), from(Secondary, "B", "")}, []string{"a.example/1"}, false},
		"one publisher, spelt twice": {[]CitedEvidence{from(Secondary, "The Times", ""), from(Secondary, " the  times.", "")}, nil, false},
		"one host, named once":       {[]CitedEvidence{from(Secondary, "BBC", "https://bbc.example/1"), from(Secondary, "", "https://www.bbc.example/2")}, nil, false},
		"one joins two":              {[]CitedEvidence{from(Secondary, "A", "https://x.example/1"), from(Secondary, "B", "https://x.example/2"), from(Secondary, "", "https://x.example/3")}, nil, false},
		"two of different names on one host": {
			[]CitedEvidence{from(Secondary, "A", "https://x.example/1"), from(Secondary, "B", "https://x.example/2")}, nil, false,
		},
	} {
		if lack := desk.MissingEvidence(c.cited, c.own...); lack.IsZero() != c.ok {
			t.Errorf("%s: %q", name, lack)
		}
	}
}
