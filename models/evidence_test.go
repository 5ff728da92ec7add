package models

import (
	"strings"
	"testing"
	"time"

	"linecheck/internal/testutil"
)

func TestMissingEvidence(t *testing.T) {
	gone := time.Now()
	from := func(class Class, stance Stance, publisher, url string) CitedEvidence {
		return CitedEvidence{Evidence: Evidence{Class: class, Stance: stance}, Source: Source{Title: "t", Publisher: publisher, URL: url}}
	}
	withdrawn := from(Primary, Supports, "", "")
	withdrawn.WithdrawnAt = &gone
	desk := Desk{Secondaries: 2}
	for name, test := range map[string]struct {
		cited  []CitedEvidence
		enough bool
	}{
		"nothing":       {nil, false},
		"one primary":   {[]CitedEvidence{from(Primary, Supports, "", "")}, true},
		"one secondary": {[]CitedEvidence{from(Secondary, Supports, "A", "")}, false},
		"two secondaries of different publishers": {[]CitedEvidence{from(Secondary, Supports, "A", ""), from(Secondary, Supports, "B", "")}, true},
		"two secondaries of one publisher":        {[]CitedEvidence{from(Secondary, Supports, "A", ""), from(Secondary, Supports, "a", "https://b.example")}, false},
		"two addresses of one host":               {[]CitedEvidence{from(Secondary, Supports, "", "https://www.b.example/1"), from(Secondary, Supports, "", "http://B.example/2")}, false},
		"a primary that contradicts":              {[]CitedEvidence{from(Primary, Contradicts, "", "")}, false},
		"a primary for context":                   {[]CitedEvidence{from(Primary, Context, "", "")}, false},
		"a primary that was withdrawn":            {[]CitedEvidence{withdrawn}, false},
	} {
		if lack := desk.MissingEvidence(test.cited); lack.IsZero() != test.enough {
			t.Errorf("%s: %q", name, lack)
		}
	}
}

func TestNewEvidenceCheck(t *testing.T) {
	for name, test := range map[string]struct {
		typed NewEvidence
		field string
		says  string
	}{
		"no title":          {NewEvidence{URL: "https://a.example", Class: "primary"}, "title", "name the source"},
		"not a web address": {NewEvidence{Title: "t", URL: "javascript:alert(1)", Class: "primary"}, "url", "http"},
		"no host":           {NewEvidence{Title: "t", URL: "https:///x", Class: "primary"}, "url", "http"},
		"no class":          {NewEvidence{Title: "t", URL: "a.example/1"}, "class", "primary or secondary"},
		"unknown class":     {NewEvidence{Title: "t", Class: "tertiary", Kind: "document", Locator: "p. 1"}, "class", "primary or secondary"},
		"unknown kind":      {NewEvidence{Title: "t", Class: "primary", Kind: "rumour"}, "kind", "listed"},
		"unknown stance": {NewEvidence{Title: "t", Class: "primary", Stance: "likes",
			Kind: "document", Locator: "p. 1"}, "stance", "listed"},
		"a very long quote": {NewEvidence{Title: "t", Class: "primary", Quote: strings.Repeat("q", maxFieldLength+1),
			Kind: "document", Locator: "p. 1"}, "quote", "at most"},
	} {
		var wrong ValidationErrors
		test.typed.Check("evidence-", &wrong)
		if len(wrong) != 1 || !strings.Contains(wrong.Detail("evidence-"+test.field), test.says) {
			t.Errorf("%s: %v", name, wrong)
		}
	}
	var wrong ValidationErrors
	source, evidence := NewEvidence{
		Title: " A paper ",
		URL:   "https://a.example/x",
		Class: "primary",
		Quote: "  as it stands ",
	}.Check(
		"",
		&wrong,
	)
	testutil.False(t, "len(wrong) > 0", len(wrong) > 0)
	testutil.Equal(t, "source.Title", source.Title, "A paper")
	testutil.Equal(t, "evidence.Quote", evidence.Quote, "  as it stands ")
	testutil.Equal(t, "evidence.Stance", evidence.Stance, Supports)
}

func TestRights(t *testing.T) {
	may := map[Role]string{
		Writer:   "hand in",
		Reviewer: "hand in, check, arrange",
		Editor:   "hand in, check, arrange, trash, rule, sign, oversee",
		Auditor:  "oversee",
		Admin:    "hand in, check, arrange, trash, rule, sign, manage, oversee",
	}
	for role, want := range may {
		var got []string
		for _, act := range []Act{ActHandIn, ActCheck, ActArrange, ActTrash, ActRule, ActSign, ActManage, ActOversee} {
			if role.Allows(act) {
				got = append(got, string(act))
			}
		}
		if strings.Join(got, ", ") != want {
			t.Errorf("a %s may %v, want %s", role, got, want)
		}
	}
	reader := Reader{Desks: []DeskRole{{DeskID: 1, Role: Editor}}}
	if !reader.IsAllowed(ActRule, 1) || reader.IsAllowed(ActRule, 2) {
		t.Error("a role counts at its desk only")
	}
	reader.ReadOnly = true
	if reader.IsAllowed(ActRule, 1) {
		t.Error("a token of scope read changes nothing")
	}
}

func TestEventHash(t *testing.T) {
	id := int64(7)
	base := Event{ID: 1, At: time.Date(2026, 1, 2, 3, 4, 5, 6000, time.UTC), Action: "a", Object: "o", ObjectID: 2, PrevHash: ChainStart}
	hash := base.ComputeHash()
	for name, change := range map[string]func(*Event){
		"id": func(e *Event) { e.ID = 2 }, "time": func(e *Event) { e.At = e.At.Add(time.Microsecond) }, "actor": func(e *Event) { e.ActorID = &id },
		"action": func(e *Event) { e.Action = "b" }, "a letter moved over": func(e *Event) { e.Action, e.Object = "ao", "" }, "object id": func(e *Event) { e.ObjectID = 3 },
		"article": func(e *Event) { e.ArticleID = &id }, "desk": func(e *Event) { e.DeskID = &id }, "before": func(e *Event) { e.Before = "{}" },
		"after": func(e *Event) { e.After = "{}" }, "the hash before": func(e *Event) { e.PrevHash = hash },
	} {
		changed := base
		change(&changed)
		if changed.ComputeHash() == hash {
			t.Errorf("a change of the %s does not change the hash", name)
		}
	}
	elsewhere := base
	elsewhere.At = base.At.In(time.FixedZone("", 3600))
	if elsewhere.ComputeHash() != hash {
		t.Error("the same moment in another zone is the same event")
	}
}
