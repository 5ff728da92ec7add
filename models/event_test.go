package models

import (
	"strings"
	"testing"
	"time"
)

// sampleEvent returns an event of format 2 as it is stored.
func sampleEvent() Event {
	return Event{
		ID:       1,
		At:       time.Date(2026, 1, 2, 3, 4, 5, 6000, time.UTC),
		Action:   "a",
		Object:   "o",
		ObjectID: 2,
		Before:   `{"x":1}`,
		After:    `{"x":2}`,
		Door:     "page",
		PrevHash: ChainStart,
	}.WithHash()
}

func TestEventOfFormat2ShowsEveryChange(t *testing.T) {
	if !sampleEvent().IsIntact() {
		t.Fatal("an event as it was written is not intact")
	}
	id, at := int64(7), time.Now()
	for name, change := range map[string]func(*Event){
		"id":                              func(e *Event) { e.ID = 2 },
		"time":                            func(e *Event) { e.At = e.At.Add(time.Microsecond) },
		"actor":                           func(e *Event) { e.ActorID = &id },
		"action":                          func(e *Event) { e.Action = "b" },
		"object":                          func(e *Event) { e.Object = "p" },
		"object id":                       func(e *Event) { e.ObjectID = 3 },
		"article":                         func(e *Event) { e.ArticleID = &id },
		"desk":                            func(e *Event) { e.DeskID = &id },
		"before":                          func(e *Event) { e.Before = `{"x":3}` },
		"after":                           func(e *Event) { e.After = "" },
		"a letter moved over":             func(e *Event) { e.Before, e.After = e.Before+"{", e.After[1:] },
		"salt":                            func(e *Event) { e.Salt = strings.Repeat("0", 64) },
		"no salt":                         func(e *Event) { e.Salt = "" },
		"digest":                          func(e *Event) { e.PayloadSHA256 = strings.Repeat("0", 64) },
		"digest and payload":              func(e *Event) { e.After = "{}"; e.PayloadSHA256 = e.ComputePayloadHash() },
		"door":                            func(e *Event) { e.Door = "command" },
		"the hash before":                 func(e *Event) { e.PrevHash = e.Hash },
		"format 1":                        func(e *Event) { e.Format = EventFormat1 },
		"format 1, with nothing left":     func(e *Event) { e.Format, e.Salt, e.PayloadSHA256, e.Door = EventFormat1, "", "", "" },
		"a format that nobody knows":      func(e *Event) { e.Format = 3; e.Hash = e.ComputeHash() },
		"erased, with its payload there":  func(e *Event) { e.ErasedAt = &at },
		"erased, with its salt there":     func(e *Event) { e.ErasedAt, e.Before, e.After = &at, "", "" },
		"emptied, not marked erased":      func(e *Event) { e.Before, e.After, e.Salt = "", "", "" },
		"erased, with a door of its own":  func(e *Event) { e.ErasedAt, e.Before, e.After, e.Salt, e.Door = &at, "", "", "", "x" },
		"erased, and its digest replaced": func(e *Event) { e.ErasedAt, e.Before, e.After, e.Salt, e.PayloadSHA256 = &at, "", "", "", "" },
	} {
		changed := sampleEvent()
		change(&changed)
		if changed.IsIntact() {
			t.Errorf("a change is not detected: %s", name)
		}
	}
}

func TestErasedEventIsIntact(t *testing.T) {
	e, at := sampleEvent(), time.Now()
	e.ErasedAt, e.Before, e.After, e.Salt = &at, "", "", ""
	if !e.IsIntact() {
		t.Error("an event whose payload was erased is not intact")
	}
}

// Equal payloads have different digests, so the digest of an erased payload cannot be compared with others.
func TestEverySaltIsNew(t *testing.T) {
	if a, b := sampleEvent(), sampleEvent(); a.Salt == b.Salt || a.PayloadSHA256 == b.PayloadSHA256 || a.Hash == b.Hash {
		t.Errorf("two events share their salt %s, digest %s or hash", a.Salt, a.PayloadSHA256)
	}
}

func TestEventOfFormat1HasNothingOfFormat2(t *testing.T) {
	e := Event{ID: 1, Action: "a", Object: "o", After: "{}", PrevHash: ChainStart, Format: EventFormat1}
	e.Hash = e.ComputeHash()
	if !e.IsIntact() {
		t.Fatal("an event of format 1 is not intact")
	}
	at := time.Now()
	for name, change := range map[string]func(*Event){
		"salt":   func(e *Event) { e.Salt = strings.Repeat("0", 64) },
		"digest": func(e *Event) { e.PayloadSHA256 = strings.Repeat("0", 64) },
		"door":   func(e *Event) { e.Door = "page" },
		"erased": func(e *Event) { e.ErasedAt = &at },
		"after":  func(e *Event) { e.After = "" },
	} {
		changed := e
		change(&changed)
		if changed.IsIntact() {
			t.Errorf("a change is not detected: %s", name)
		}
	}
}

func TestFormatsFollowOneAnother(t *testing.T) {
	for _, c := range []struct {
		name   string
		before int
		event  Event
		ok     bool
	}{
		{"a new chain", 0, Event{Format: 2, Action: "desk made"}, true},
		{"an old chain", 0, Event{Format: 1, Action: "desk made"}, true},
		{"an old chain goes on", 1, Event{Format: 1, Action: "desk made"}, true},
		{"the change", 1, Event{Format: 2, Action: EventFormatChanged}, true},
		{"a change that is not named", 1, Event{Format: 2, Action: "desk made"}, false},
		{"a step back", 2, Event{Format: 1, Action: "desk made"}, false},
		{"a step back that names a change", 2, Event{Format: 1, Action: EventFormatChanged}, false},
	} {
		if wrong := c.event.CheckFormatOrder(c.before); (wrong == "") != c.ok {
			t.Errorf("%s: got %q, want it accepted: %v", c.name, wrong, c.ok)
		}
	}
}
