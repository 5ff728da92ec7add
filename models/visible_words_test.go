package models_test

import (
	"errors"
	"testing"

	"linecheck/models"
)

// invisibleNames are names and reasons without a visible word; visibleName has one.
var invisibleNames = []string{
	"",
	" ",
	"\u200b",
	"\u2800",
	"\u3164",
	"\u115f",
	"\u200e\u200f\u202e",
	"\U000E0061\U000E0062",
	"👍",
	"\u0301",
	"—",
	".",
}

const visibleName = "٤"

// Every required name and reason must have a visible word.
func TestNamesAndReasonsAreWords(t *testing.T) {
	required := map[string]struct {
		field string
		check func(string) error
	}{
		"a person's name": {"name", func(s string) error {
			var wrong models.ValidationErrors
			models.CheckPerson(s, "x@example.org", &wrong)
			return wrong.Err()
		}},
		"a title": {"title", func(s string) error {
			var wrong models.ValidationErrors
			models.CheckTitle(s, &wrong)
			return wrong.Err()
		}},
		"a source": {"title", func(s string) error {
			var wrong models.ValidationErrors
			models.NewEvidence{Title: s, Class: "primary", Kind: "document", Locator: "p. 1"}.Check("", &wrong)
			return wrong.Err()
		}},
		"a webhook's name": {"name", func(s string) error {
			_, err := models.WebhookForm{Name: s, Address: "https://example.org", Claims: true}.Check()
			return err
		}},
		"why a query is dismissed": {"body", func(s string) error {
			return models.QueryActionInput{Action: models.DismissQuery, Body: s}.Check()
		}},
		"a token's name, if it has one": {"name", func(s string) error {
			if s == "" || s == " " {
				s = "\u200b"
			}
			_, _, _, err := models.NewToken{Name: s, Scope: "read"}.Check()
			return err
		}},
	}
	for name, c := range required {
		for _, s := range invisibleNames {
			var wrong models.ValidationErrors
			if err := c.check(s); !errors.As(err, &wrong) || wrong.Detail(c.field) == "" {
				t.Errorf("%s of %+q: got %v, want an error for %q", name, s, err, c.field)
			}
		}
		if err := c.check(visibleName); err != nil {
			t.Errorf("%s of %+q: %v", name, visibleName, err)
		}
	}
	for body, want := range map[string]bool{"": false, "\u200b": false, "\u3164": false, "?": true, "👍": true} { // not reasons
		for name, err := range map[string]error{"a query": models.NewQuery{Body: body}.Check(), "a message": models.QueryActionInput{Action: models.ReplyToQuery, Body: body}.Check()} {
			if (err == nil) != want {
				t.Errorf("%s of %+q: %v", name, body, err)
			}
		}
	}
	if _, _, _, err := (models.NewToken{Scope: "read"}).Check(); err != nil {
		t.Errorf("a token without a name: %v", err)
	}
}

// A user whose name at the provider is invisible is named after their address.
func TestUnreadableNameOfASingleSignOn(t *testing.T) {
	for _, c := range []struct{ name, email, want string }{
		{"\u3164", "lena@example.org", "lena"},
		{"—", "_@example.org", "_@example.org"},
		{" Lena ", "lena@example.org", "Lena"},
	} {
		if got := (models.Identity{Name: c.name, Email: c.email, EmailVerified: true}).User().Name; got != c.want {
			t.Errorf("%+q of %s is called %q, want %q", c.name, c.email, got, c.want)
		}
	}
}
