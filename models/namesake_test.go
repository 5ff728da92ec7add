package models_test

import (
	"testing"

	"linecheck/models"
)

func TestNamesakesAreDistinguished(t *testing.T) {
	for name, c := range map[string]struct{ people, want []string }{
		"other names":     {[]string{"Ana Silva", "ana@x.org", "Eva Silva", "eva@x.org"}, []string{"Ana Silva", "Eva Silva"}},
		"one name":        {[]string{"Ana Silva", "ana@x.org", "Ana Silva", "silva@x.org"}, []string{"Ana Silva (ana)", "Ana Silva (silva)"}},
		"the same to see": {[]string{"José", "a@x.org", " JOSE\u0301 \u200b", "b@x.org"}, []string{"José (a)", "JOSE\u0301 \u200b (b)"}},
		"two scripts": {
			[]string{"Sam Second", "sam@x.org", "S\u0430m Second", "eve@x.org"},
			[]string{"Sam Second (sam)", "S\u0430m Second (eve)"},
		},
		"one address part": {[]string{"Ana", "ana@x.org", "Ana", "ana@y.org"}, []string{"Ana (ana@x.org)", "Ana (ana@y.org)"}},
		"an imitation": {
			[]string{"Ana", "ana@x.org", "Ana", "silva@x.org", "Ana (ana)", "eve@x.org"},
			[]string{"Ana (ana@x.org)", "Ana (silva)", "Ana (ana) (eve@x.org)"},
		},
	} {
		var people []models.User
		for i := 0; i < len(c.people); i += 2 {
			people = append(people, models.User{ID: int64(i/2 + 1), TypedName: c.people[i], Email: c.people[i+1]})
		}
		printed := models.DistinguishNames(people)
		for i, want := range c.want {
			if got := printed[int64(i+1)]; got != want {
				t.Errorf("%s: %+q, want %+q", name, got, want)
			}
		}
	}
}
