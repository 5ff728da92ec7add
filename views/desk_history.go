package views

import (
	"encoding/json"
	"maps"
	"slices"
	"strconv"
	"strings"
	"time"

	"linecheck/models"
)

// HistoryURL is where a desk's audit log is.
func HistoryURL(desk int64) string { return "/desks/" + id(desk) + "/history" }

// kinds are the choices of what an act was done to.
func (p RecordPage) kinds() []choice {
	if p.Record.Desk.ID == 0 {
		return words(models.RecordKinds)
	}
	return []choice{{"desk", "the desk"}, {"user", "people"}, {"invitation", "links"}, {"token", "tokens"}, {"webhook", "webhooks"}}
}

// actorOf is who acted: without a person that is the command line, or the program itself.
func actorOf(d models.Deed) string {
	if d.Name == "" && models.ParseDoor(d.Door).Kind == models.CommandDoor {
		return "The command line"
	}
	return or(d.Name, "Linecheck")
}

// doorWords is by which door an act came; "" where no door is known.
func doorWords(door string) string {
	d := models.ParseDoor(door)
	switch {
	case d.Kind == models.PageDoor:
		return "page"
	case d.Kind == models.CommandDoor:
		return "command line"
	case d.Kind == models.TokenDoor && d.TokenName != "":
		return "API token " + id(d.TokenID) + " (" + d.TokenName + ")"
	case d.Kind == models.TokenDoor:
		return "API token " + id(d.TokenID)
	}
	return ""
}

// alteration is one thing that an event says, before and after.
type alteration struct{ name, before, after string }

// words are what it was and what it is.
func (c alteration) words() string {
	switch {
	case c.before == "":
		return c.after
	case c.after == "" || c.after == c.before:
		return c.before
	}
	return c.before + " → " + c.after
}

// unspoken are the fields of events that name something by its number alone.
var unspoken = map[string]bool{"user": true, "opening": true, "link": true, "made_by": true, "delivery": true, "message": true}

// fieldWords are the names of fields that are not words themselves.
var fieldWords = map[string]string{
	"maker":        "link made by",
	"secondaries":  "secondary sources",
	"signoffs":     "sign-offs",
	"purpose":      "to",
	"how":          "by",
	"former_until": "former one works until",
}

// changesOf reads what an event says of before and after. What stays as it was is not named twice, and an event that cannot be read says nothing.
func changesOf(e models.Event, zone *time.Location) []alteration {
	var before, after map[string]any
	_ = json.Unmarshal([]byte(e.Before), &before) // empty where there was nothing
	_ = json.Unmarshal([]byte(e.After), &after)
	fields := map[string]bool{}
	for field := range before {
		fields[field] = true
	}
	for field := range after {
		fields[field] = true
	}
	var list []alteration
	for _, field := range slices.Sorted(maps.Keys(fields)) {
		was, known := before[field]
		is, told := after[field]
		c := alteration{
			or(fieldWords[field], strings.ReplaceAll(field, "_", " ")),
			valueWords(was, known, zone),
			valueWords(is, told, zone),
		}
		if !unspoken[field] && c.words() != "" {
			list = append(list, c)
		}
	}
	return list
}

// valueWords is a value of an event in words.
func valueWords(v any, there bool, zone *time.Location) string {
	switch value := v.(type) {
	case string:
		if value == "" && there {
			return "none"
		}
		if purpose := models.Purpose(value); purpose == models.PurposeReset || purpose == models.PurposeJoin || purpose == models.PurposeSetup {
			return models.Invitation{Purpose: purpose}.PurposeWords()
		}
		if at, err := time.Parse(time.RFC3339, value); err == nil {
			return acted(at, zone)
		}
		return value
	case bool:
		if value {
			return "yes"
		}
		return "no"
	case float64: // as JSON has every number
		return strconv.FormatFloat(value, 'f', -1, 64)
	}
	return ""
}
