package views

import (
	"context"
	"net/url"
	"slices"
	"strconv"
	"strings"

	"github.com/a-h/templ"

	"linecheck/models"
	"linecheck/text/message"
)

// Filter is a list's filter as it stands in the address, what its form offers, and what is wrong with it.
type Filter struct {
	Path   string     // the list that the form narrows
	Values url.Values // as typed
	Errors models.ValidationErrors
	Desks  []models.DeskRole // the reader's; a choice only when there are several
	People []models.User     // whose annotations can be asked for
}

// listParameters names what each list can be narrowed to, in the order in which addresses and forms have it.
var listParameters = map[string][]string{
	"/dashboard":       {"desk", "reviewer", "status", "from", "until"},
	"/claims":          claimFields,
	"/annotations.csv": claimFields,
	"/sentences":       append([]string{"state", "once"}, claimFields...),
	"/sentences.csv":   append([]string{"state", "once"}, claimFields...),
	"/search":          {"q", "what", "desk", "status", "from", "until", "order"},
	"/queries":         {"desk", "state", "tome", "raised", "article"},
	"/articles":        {"q", "desk", "state", "due", "gate", "mine", "asked", "alone"},
}

var claimFields = []string{
	"q",
	"desk",
	"article",
	"assignee",
	"reviewer",
	"status",
	"kind",
	"open",
	"disagree",
	"lost",
	"override",
	"from",
	"until",
}

// Value is a parameter as typed.
func (f Filter) Value(name string) string { return f.Values.Get(name) }

// supports reports whether the list can be narrowed by a value.
func (f Filter) supports(name string) bool { return slices.Contains(listParameters[f.Path], name) }

// showsField reports whether the list's form has a field. Sentences are seldom asked for by the claims that their articles
// hold, nor anything by its article's number: those fields are there once an address has brought a value.
func (f Filter) showsField(name string) bool {
	seldom := slices.Contains([]string{"article", "lost", "override", "alone"}, name) ||
		f.Path == "/sentences" && !slices.Contains([]string{"q", "desk", "state"}, name)
	return f.supports(name) && (!seldom || f.Value(name) != "")
}

// IsFiltered reports whether anything is asked for.
func (f Filter) IsFiltered() bool {
	return slices.ContainsFunc(listParameters[f.Path], func(name string) bool { return f.Value(name) != "" })
}

// Link is the address of a list under the same filter, as far as that list knows it, with some values changed:
// pairs of a name and a value, where "" takes one out. A list begins at its beginning unless "after" is given.
// The path may end in a place on the page, such as #articles.
func (f Filter) Link(path string, pairs ...string) templ.SafeURL {
	path, place, _ := strings.Cut(path, "#")
	query := url.Values{}
	for _, name := range listParameters[path] {
		if value := f.Value(name); value != "" && f.supports(name) {
			query.Set(name, value)
		}
	}
	for i := 0; i < len(pairs); i += 2 {
		if query.Set(pairs[i], pairs[i+1]); pairs[i+1] == "" {
			query.Del(pairs[i])
		}
	}
	if len(query) > 0 {
		path += "?" + query.Encode()
	}
	if place != "" {
		path += "#" + place
	}
	return templ.SafeURL(path)
}

// deskOnly is the filter without all but its desk.
func (f Filter) deskOnly() Filter {
	f.Values = url.Values{"desk": f.Values["desk"]}
	return f
}

// excludes reports whether the filter already asks for another value of a parameter, so that no list is behind this one.
func (f Filter) excludes(name, value string) bool {
	return f.supports(name) && f.Value(name) != "" && f.Value(name) != value
}

// choice is one option of a select.
type choice struct{ Value, Label string }

func deskChoices(desks []models.DeskRole) []choice {
	choices := make([]choice, len(desks))
	for i, d := range desks {
		choices[i] = choice{id(d.DeskID), d.Desk}
	}
	return choices
}

func peopleChoices(people []models.User) []choice {
	choices := make([]choice, len(people))
	for i, p := range people {
		choices[i] = choice{id(p.ID), p.Name}
	}
	return choices
}

// labelledValue is a choice of a fixed list, whose label is a message.
type labelledValue struct {
	value string
	label message.Key
}

// labelled writes the choices of a fixed list.
func labelled(ctx context.Context, list []labelledValue) []choice {
	choices := make([]choice, len(list))
	for i, v := range list {
		choices[i] = choice{v.value, say(ctx, v.label)}
	}
	return choices
}

// toChoices makes choices of the newsroom's own words.
func toChoices[T ~string](ctx context.Context, all []T) []choice {
	choices := make([]choice, len(all))
	for i, w := range all {
		choices[i] = choice{string(w), word(ctx, w)}
	}
	return choices
}

func id(n int64) string { return strconv.FormatInt(n, 10) }
