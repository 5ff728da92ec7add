package views

import (
	"context"
	"encoding/json"
	"maps"
	"slices"
	"strconv"
	"strings"
	"time"

	"linecheck/models"
	"linecheck/text/message"
)

// HistoryURL is the path of a desk's audit log.
func HistoryURL(desk int64) string { return "/desks/" + id(desk) + "/history" }

// objectKinds are the options of the filter by kind of object.
func (p AuditLogPage) objectKinds(ctx context.Context) []choice {
	if p.Record.Desk.ID == 0 {
		return toChoices(ctx, models.ArticleAuditKinds)
	}
	return labelled(ctx, []labelledValue{
		{"desk", "the desk"}, {"user", "people"}, {"invitation", "links"}, {"token", "tokens"}, {"webhook", "webhooks"},
		{"key", "trusted keys"},
	})
}

// actorName returns who acted. Without a user that is the command line, or the program itself.
func actorName(ctx context.Context, d models.AuditEntry) string {
	if d.Guest != nil {
		return sayText(ctx, d.Guest.Text(d.Name))
	}
	if d.Name == "" && models.ParseDoor(d.Door).Kind == models.CommandDoor {
		return say(ctx, "The command line")
	}
	return defaultTo(d.Name, "Linecheck")
}

// doorName returns the door by which a change came, or "" if it is unknown.
func doorName(ctx context.Context, door string) string {
	d := models.ParseDoor(door)
	switch {
	case d.Kind == models.PageDoor:
		return say(ctx, "page")
	case d.Kind == models.CommandDoor:
		return say(ctx, "command line")
	case d.Kind == models.TokenDoor && d.TokenName != "":
		return say(ctx, "API token %s (%s)", id(d.TokenID), d.TokenName)
	case d.Kind == models.TokenDoor:
		return say(ctx, "API token %s", id(d.TokenID))
	}
	return ""
}

// fieldChange is one field of an event, before and after.
type fieldChange struct{ name, before, after string }

// text shows the values before and after.
func (c fieldChange) text() string {
	switch {
	case c.before == "":
		return c.after
	case c.after == "" || c.after == c.before:
		return c.before
	}
	return c.before + " → " + c.after
}

// numberOnlyFields are the fields of events that contain only an id.
var numberOnlyFields = map[string]bool{"user": true, "opening": true, "link": true, "made_by": true, "delivery": true, "message": true}

// fieldLabels contains the labels of fields whose names are not readable words.
var fieldLabels = map[string]message.Key{
	"on": "on", "status": "status", "tries": "tries", "claims": "claims", "gates": "gates", "name": "name", "site": "site", "email": "email",
	"expires": "expires", "role": "role", "confirmed": "confirmed", "blind": "blind", "fetches": "fetches", "second_reader": "second reader",
	"mail_text": "text in mails", "furniture": "lines of the site", "small_desk": "small desk",
	"public_page": "public page", "public_names": "names on public pages", "public_corrections": "public list of corrections",
	"shared_sites": "shared sites", "proof_rules": "proof rules", "scope": "scope", "address": "address",
	"reason": "reason", "desk": "desk", "to": "to", "title": "title", "kind": "kind", "state": "state",
	"maker":        "link made by",
	"secondaries":  "secondary sources",
	"signoffs":     "sign-offs",
	"purpose":      "to",
	"how":          "by",
	"former_until": "former one works until",
}

// fieldChanges returns the fields of an event. An unchanged value appears once, and an event that cannot be
// parsed has none.
func fieldChanges(ctx context.Context, e models.Event, zone *time.Location) []fieldChange {
	var before, after map[string]any
	_ = json.Unmarshal([]byte(e.Before), &before) // stays empty if there was nothing before
	_ = json.Unmarshal([]byte(e.After), &after)
	fields := map[string]bool{}
	for field := range before {
		fields[field] = true
	}
	for field := range after {
		fields[field] = true
	}
	var list []fieldChange
	for _, field := range slices.Sorted(maps.Keys(fields)) {
		was, known := before[field]
		is, present := after[field]
		c := fieldChange{
			sayOr(ctx, fieldLabels[field], strings.ReplaceAll(field, "_", " ")),
			formatValue(ctx, was, known, zone),
			formatValue(ctx, is, present, zone),
		}
		if !numberOnlyFields[field] && c.text() != "" {
			list = append(list, c)
		}
	}
	return list
}

// formatValue returns the text of a field's value.
func formatValue(ctx context.Context, v any, there bool, zone *time.Location) string {
	switch value := v.(type) {
	case string:
		if value == "" && there {
			return say(ctx, "none")
		}
		if purpose := models.Purpose(value); purpose == models.PurposeReset || purpose == models.PurposeJoin || purpose == models.PurposeSetup {
			return say(ctx, models.Invitation{Purpose: purpose}.PurposeText())
		}
		if at, err := time.Parse(time.RFC3339, value); err == nil {
			return formatSeconds(ctx, at, zone)
		}
		return value
	case bool:
		if value {
			return say(ctx, "yes")
		}
		return say(ctx, "no")
	case float64: // the type of every JSON number
		return strconv.FormatFloat(value, 'f', -1, 64)
	}
	return ""
}
