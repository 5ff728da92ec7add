package testutil

import (
	"errors"
	"fmt"
	"strings"
	"testing"
)

// recorder is a test that records its failures instead of failing.
type recorder struct {
	testing.TB
	said []string
}

func (r *recorder) Helper() {}

func (r *recorder) Errorf(format string, arguments ...any) {
	r.said = append(r.said, fmt.Sprintf(format, arguments...))
}

func TestComparisonsExplainThemselves(t *testing.T) {
	cause := errors.New("the cause")
	for name, c := range map[string]struct {
		compare func(testing.TB)
		want    []string // parts of the one failure; empty if nothing fails
	}{
		"equal values":         {func(t testing.TB) { Equal(t, "list", []int{1, 2}, []int{1, 2}) }, nil},
		"different values":     {func(t testing.TB) { Equal(t, "list", []int{1, 2}, []int{1, 3}) }, []string{"list", "got [1 2]", "want [1 3]", "-want +got"}},
		"a part that is there": {func(t testing.TB) { Contains(t, "page", "a word", "word") }, nil},
		"a part that is not":   {func(t testing.TB) { Contains(t, "page", "a word", "sentence") }, []string{"page", `"a word"`, `"sentence"`}},
		"nothing to hide":      {func(t testing.TB) { Lacks(t, "log", "a word", "secret") }, nil},
		"a part too many":      {func(t testing.TB) { Lacks(t, "log", "a secret", "secret") }, []string{"log", `"a secret"`, `"secret"`}},
		"the error":            {func(t testing.TB) { ErrorIs(t, "saving", fmt.Errorf("save: %w", cause), cause) }, nil},
		"no error":             {func(t testing.TB) { ErrorIs(t, "saving", nil, cause) }, []string{"saving", "got error <nil>", "want the cause"}},
	} {
		t.Run(name, func(t *testing.T) {
			r := &recorder{}
			c.compare(r)
			said := strings.Join(r.said, "\n")
			if (said != "") != (c.want != nil) {
				t.Fatalf("got %q, want parts %q", said, c.want)
			}
			for _, part := range c.want {
				if !strings.Contains(said, part) {
					t.Errorf("got %q, want it to contain %q", said, part)
				}
			}
		})
	}
}

// No port is returned twice.
func TestPortsAreDifferent(t *testing.T) {
	seen := map[string]bool{}
	for range 50 {
		for _, port := range Ports(t, 3) {
			if seen[port] {
				t.Fatalf("port %s was returned twice", port)
			}
			seen[port] = true
		}
	}
}
