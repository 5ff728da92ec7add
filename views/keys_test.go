package views

import (
	"maps"
	"os"
	"regexp"
	"slices"
	"testing"
)

// Every action in the table has a function in the scripts, and every function there has an action.
func TestScriptsKnowEveryAct(t *testing.T) {
	script, err := os.ReadFile("../static/keys.js")
	if err != nil {
		t.Fatal(err)
	}
	table := regexp.MustCompile(`(?s)const run = \{\n(.*?)\n\};`).FindSubmatch(script)
	if table == nil {
		t.Fatal("keys.js has no table of functions")
	}
	run := map[string]bool{}
	for _, found := range regexp.MustCompile(`(?m)^  '?([a-z-]+)'?: `).FindAllSubmatch(table[1], -1) {
		run[string(found[1])] = true
	}
	for _, a := range Acts {
		if !run[a.Name] {
			t.Errorf("keys.js cannot %s", a.Name)
		}
		delete(run, a.Name)
	}
	if len(run) > 0 {
		t.Errorf("keys.js has functions without an act: %q", slices.Sorted(maps.Keys(run)))
	}
}

// A key never performs two different actions, on any page.
func TestKeysPerformOneAct(t *testing.T) {
	by := map[string]string{}
	for _, a := range Acts {
		if len(a.Keys) == 0 || a.Label == "" || a.Group == "" {
			t.Errorf("%+v lacks a key, a label or a group", a)
		}
		for _, key := range a.Keys {
			if other := by[key]; other != "" {
				t.Errorf("%s performs both %s and %s", key, other, a.Name)
			}
			by[key] = a.Name
		}
	}
}

// Fields that an act opens belong to an act of the table.
func TestFieldsAreOpenedByActs(t *testing.T) {
	for field, act := range fieldActs {
		if !slices.ContainsFunc(Acts, func(a Act) bool { return a.Name == act }) {
			t.Errorf("the field %s is opened by %q, which is no act", field, act)
		}
	}
}

func TestShortcutsForAssistiveTechnology(t *testing.T) {
	for name, want := range map[string]string{
		"next": "J", "next-open": "Shift+J", "save": "Control+Enter",
		"dismiss": "Shift+1 Shift+2 Shift+3 Shift+4 Shift+5 Shift+6 Shift+7 Shift+8 Shift+9",
		"actions": ". Control+k",
	} {
		if got := actNamed(name).shortcuts(); got != want {
			t.Errorf("%s: %q, want %q", name, got, want)
		}
	}
}
