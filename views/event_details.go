package views

import (
	"context"
	"encoding/json"
	"strconv"

	"linecheck/models"
	"linecheck/text/message"
)

// eventDetailFields lists the fields of an event that a claim's history shows, in this order, with their
// labels.
var eventDetailFields = []struct {
	field string
	label message.Key
}{
	{"says", "as"},
	{"note", "note:"},
	{"said", "it said"},
	{"title", "source:"},
	{"kind", "kind:"},
	{"risk", "risk:"},
	{"resolution", "ended:"},
	{"reason", "because:"},
	{"from", "from:"},
	{"to", "to:"},
	{"exact", "words:"},
	{"sentence", "sentence"},
	{"range", "in a range of"},
	{"quote_in_snapshot", "quote in the snapshot:"},
}

// eventDetails returns the labels and values that an event recorded. An event that cannot be parsed has none.
func eventDetails(ctx context.Context, e models.Event) [][2]string {
	var details [][2]string
	for _, record := range []string{e.Before, e.After} {
		var fields map[string]any
		if json.Unmarshal([]byte(record), &fields) != nil {
			continue
		}
		if words, _ := fields["words"].(string); words != "" && e.Object == "query" {
			details = append(details, [2]string{say(ctx, "of the words:"), words})
		}
		for _, d := range eventDetailFields {
			switch value := fields[d.field].(type) {
			case string:
				if value != "" {
					details = append(details, [2]string{say(ctx, d.label), value})
				}
			case float64: // the type of every JSON number
				details = append(details, [2]string{say(ctx, d.label), strconv.FormatFloat(value, 'f', -1, 64)})
			}
		}
	}
	return details
}
