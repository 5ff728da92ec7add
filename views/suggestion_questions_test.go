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

// Every question of text/claim is a message.
func TestSuggestionQuestionsAreListed(t *testing.T) {
	names, err := filepath.Glob("../text/claim/*.go")
	if err != nil {
		t.Fatal(err)
	}
	question := regexp.MustCompile(`"((?:an? |what |which |who )[^"\n]*\?)"`)
	var asked []message.Key
	for _, name := range names {
		if strings.HasSuffix(name, "_test.go") {
			continue
		}
		source, err := os.ReadFile(name)
		if err != nil {
			t.Fatal(err)
		}
		for _, found := range question.FindAllStringSubmatch(string(source), -1) {
			asked = append(asked, message.Key(found[1]))
		}
	}
	slices.Sort(asked)
	if asked = slices.Compact(asked); !slices.Equal(asked, suggestionQuestions) {
		t.Errorf("got %q, want %q", suggestionQuestions, asked)
	}
}
