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

// Filter is a list's filter as in the URL, with the options of its form and its errors.
type Filter struct {
	Path   string     // the path of the list
	Values url.Values // as typed
	Errors models.ValidationErrors
	Desks  []models.DeskRole // the user's; offered only if there are several
	People []models.User     // the reviewers that are offered
}

// listParameters contains the filters of each list, in the order of URLs and forms.
var listParameters = map[string][]string{
	"/dashboard":       {"desk", "reviewer", "status", "from", "until", "checking"},
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

// Value returns a parameter as typed.
func (f Filter) Value(name string) string { return f.Values.Get(name) }

// supports reports whether the list has a filter.
func (f Filter) supports(name string) bool { return slices.Contains(listParameters[f.Path], name) }

// showsField reports whether the list's form shows a field. Filters that are rarely used appear only if the
// URL sets them.
func (f Filter) showsField(name string) bool {
	seldom := slices.Contains([]string{"article", "lost", "override", "alone", "checking"}, name) ||
		f.Path == "/sentences" && !slices.Contains([]string{"q", "desk", "state"}, name)
	return f.supports(name) && (!seldom || f.Value(name) != "")
}

// IsFiltered reports whether any filter is set.
func (f Filter) IsFiltered() bool {
	return slices.ContainsFunc(listParameters[f.Path], func(name string) bool { return f.Value(name) != "" })
}

// Link returns the URL of a list with the filters that both lists have. The pairs of name and value change
// some of them; "" removes one. The list starts at its first page unless "after" is set. The path may end in
// a fragment such as #articles.
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

// deskOnly returns a filter with only the desk.
func (f Filter) deskOnly() Filter {
	f.Values = url.Values{"desk": f.Values["desk"]}
	return f
}

// excludes reports whether the filter already requires another value of a parameter.
func (f Filter) excludes(name, value string) bool {
	return f.supports(name) && f.Value(name) != "" && f.Value(name) != value
}

// choice is one option of a select element.
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

// toChoices converts values to options with the same text.
func toChoices[T ~string](ctx context.Context, all []T) []choice {
	choices := make([]choice, len(all))
	for i, w := range all {
		choices[i] = choice{string(w), word(ctx, w)}
	}
	return choices
}

func id(n int64) string { return strconv.FormatInt(n, 10) }
