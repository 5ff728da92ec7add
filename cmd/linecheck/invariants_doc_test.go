package main

import (
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
)

// The tests that docs/invariants.md names exist, each promise names its tests, and every reference to a
// promise is valid.
func TestInvariantsNameExistingTests(t *testing.T) {
	document, err := os.ReadFile(filepath.Join(repositoryRoot, "docs", "invariants.md"))
	if err != nil {
		t.Fatal(err)
	}
	there, promises := testNames(t), map[string]bool{}
	for _, section := range strings.Split(string(document), "\n### ")[1:] {
		title, text, _ := strings.Cut(section, "\n")
		promises[headingAnchor(title)] = true
		shown := regexp.MustCompile(`(?m)^Tests: (none yet|.*` + "`Test" + `)`).MatchString(text)
		if !shown {
			t.Errorf("the promise %q names no test, and does not say that there is none", title)
		}
	}
	for _, name := range regexp.MustCompile(`\bTest[A-Z]\w*`).FindAllString(string(document), -1) {
		if !there[name] {
			t.Errorf("docs/invariants.md names %s, which is no test", name)
		}
	}
	referred := 0
	for path, anchor := range invariantReferences(t) {
		for _, name := range anchor {
			referred++
			if !promises[name] {
				t.Errorf("%s refers to docs/invariants.md#%s, which is not there", path, name)
			}
		}
	}
	if len(promises) < 20 || referred < 10 {
		t.Errorf("found %d promises and %d references to them, want at least 20 and 10", len(promises), referred)
	}
}

// invariantReferences returns the promises that Go files refer to, by file.
func invariantReferences(t *testing.T) map[string][]string {
	t.Helper()
	reference := regexp.MustCompile(`docs/invariants\.md#([a-z-]+)`)
	found := map[string][]string{}
	for _, pattern := range []string{"*/*.go", "*/*/*.go"} {
		files, err := filepath.Glob(filepath.Join(repositoryRoot, pattern))
		if err != nil {
			t.Fatal(err)
		}
		for _, path := range files {
			content, err := os.ReadFile(path)
			if err != nil {
				t.Fatal(err)
			}
			for _, match := range reference.FindAllStringSubmatch(string(content), -1) {
				found[path] = append(found[path], match[1])
			}
		}
	}
	return found
}
