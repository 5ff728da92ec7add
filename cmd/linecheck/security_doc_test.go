package main

import (
	"go/ast"
	"go/parser"
	"go/token"
	"io/fs"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
)

// The tests that docs/reference/asvs.md names exist.
func TestASVSNamesExistingTests(t *testing.T) {
	t.Parallel()
	document, err := os.ReadFile(filepath.Join(repositoryRoot, "docs", "reference", "asvs.md"))
	if err != nil {
		t.Fatal(err)
	}
	there := testNames(t)
	named := regexp.MustCompile(`\bTest[A-Z]\w*`).FindAllString(string(document), -1)
	if len(named) < 60 {
		t.Errorf("only %d tests are named", len(named))
	}
	for _, name := range named {
		if !there[name] {
			t.Errorf("docs/reference/asvs.md names %s, which is no test", name)
		}
	}
	rows := regexp.MustCompile(`(?m)^\| \d.*\|$`).FindAllString(string(document), -1)
	for _, row := range rows {
		if cells := strings.Split(row, " | "); len(cells) != 3 || !strings.Contains(cells[2], "`Test") {
			t.Errorf("nothing shows: %s", row)
		}
	}
	if len(rows) < 40 {
		t.Errorf("only %d rows", len(rows))
	}
}

// Every line of docs/reference/authority.md names tests, and all of them exist.
func TestAuthorityNamesExistingTests(t *testing.T) {
	t.Parallel()
	document, err := os.ReadFile(filepath.Join(repositoryRoot, "docs", "reference", "authority.md"))
	if err != nil {
		t.Fatal(err)
	}
	there := testNames(t)
	for _, section := range []string{"Files", "Links", "Programs"} {
		_, text, _ := strings.Cut(string(document), "\n## "+section+"\n")
		text, _, _ = strings.Cut(text, "\n## ")
		rows := regexp.MustCompile(`(?m)^\| [A-Z].*\|$`).FindAllString(text, -1)
		if len(rows) < 10 {
			t.Errorf("%s: only %d rows", section, len(rows))
		}
		for _, row := range rows {
			named := regexp.MustCompile(`\bTest[A-Z]\w*`).FindAllString(row, -1)
			if len(named) == 0 {
				t.Errorf("no test shows: %s", row)
			}
			for _, name := range named {
				if !there[name] {
					t.Errorf("docs/reference/authority.md names %s, which is no test", name)
				}
			}
		}
	}
}

// testNames returns the names of all tests of the repository.
func testNames(t *testing.T) map[string]bool {
	t.Helper()
	there := map[string]bool{}
	err := filepath.WalkDir(repositoryRoot, func(path string, entry fs.DirEntry, err error) error {
		if err != nil || entry.IsDir() || !strings.HasSuffix(path, "_test.go") {
			return err
		}
		file, err := parser.ParseFile(token.NewFileSet(), path, nil, parser.SkipObjectResolution)
		if err != nil {
			return err
		}
		for _, d := range file.Decls {
			if f, ok := d.(*ast.FuncDecl); ok && f.Recv == nil {
				there[f.Name.Name] = true
			}
		}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	return there
}
