package views

import (
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"

	"linecheck/text/message"
)

// Every message that a script asks for is in the list, and none is there that no script asks for.
func TestScriptMessagesAreListed(t *testing.T) {
	used := map[message.Key]bool{}
	call := regexp.MustCompile(`\btr\(([^;]*)`)
	literal := regexp.MustCompile(`'([^']*)'`)
	names, err := filepath.Glob("../static/*.js")
	if err != nil || len(names) == 0 {
		t.Fatalf("no scripts: %v", err)
	}
	for _, name := range names {
		script, err := os.ReadFile(name)
		if err != nil {
			t.Fatal(err)
		}
		for _, found := range call.FindAllStringSubmatch(string(script), -1) {
			for _, words := range literal.FindAllStringSubmatch(found[1], -1) {
				key := message.Key(words[1])
				if slices.Contains(scriptMessages, key) {
					used[key] = true
				} else if strings.Contains(words[1], " ") {
					t.Errorf("%s says %q, which is not in scriptMessages", name, words[1])
				}
			}
		}
	}
	for _, key := range scriptMessages {
		if !used[key] {
			t.Errorf("no script says %q", key)
		}
	}
}
