package static

import (
	"maps"
	"regexp"
	"slices"
	"strings"
	"testing"
)

// Modules with circular imports would depend on the order in which the browser runs them.
func TestScriptsImportInOneDirection(t *testing.T) {
	imported := regexp.MustCompile(`(?m)^import .*from '\./(.+)';`)
	imports := map[string][]string{}
	for name, file := range assets {
		for _, match := range imported.FindAllStringSubmatch(string(file.plain), -1) {
			imports[name] = append(imports[name], match[1])
		}
	}
	if len(imports["article.js"]) == 0 {
		t.Fatal("no import was found in article.js")
	}
	for _, name := range slices.Sorted(maps.Keys(imports)) {
		if cycle := cycleFrom(imports, []string{name}); cycle != nil {
			t.Errorf("scripts import each other: %s", strings.Join(cycle, " imports "))
		}
	}
}

// cycleFrom follows the imports of the last script of a path, and returns the path that ends at its first
// one.
func cycleFrom(imports map[string][]string, path []string) []string {
	for _, next := range imports[path[len(path)-1]] {
		if next == path[0] {
			return append(path, next)
		}
		if slices.Contains(path, next) {
			continue
		}
		if cycle := cycleFrom(imports, append(path, next)); cycle != nil {
			return cycle
		}
	}
	return nil
}
