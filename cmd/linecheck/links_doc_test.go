package main

import (
	"fmt"
	"io/fs"
	"net/url"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"
)

// TestDocumentsLinkToWhatExists follows every relative link of every document, to its file and to its heading.
func TestDocumentsLinkToWhatExists(t *testing.T) {
	t.Parallel()
	documents := readDocuments(t)
	links := 0
	for path, text := range documents {
		for _, link := range relativeLinks(text) {
			links++
			if fault := followLink(documents, path, link); fault != "" {
				t.Errorf("%s: %s", path, fault)
			}
		}
	}
	if len(documents) < 50 || links < 200 {
		t.Errorf("found %d documents and %d links, want at least 50 and 200", len(documents), links)
	}
}

// TestLinkCheckFindsBrokenLinks shows that the test above can fail.
func TestLinkCheckFindsBrokenLinks(t *testing.T) {
	t.Parallel()
	documents := map[string]string{
		"docs/a.md": "# A page\n\n## `not_saved`, or maybe\n\n## Twice\n\n## Twice\n\n```sh\n# no heading\n```\n",
		"README.md": "[1](docs/a.md) [2](docs/a.md#not_saved-or-maybe) [3](docs/a.md#twice-1) [4](https://a.example/no) ![5](docs/none.png)\n" +
			"`[6](no.md)` [7](docs/a.md#no-heading) [8](docs/b.md) [9](#nowhere)\n\n```\n[10](no.md)\n```\n",
	}
	var got []string
	for _, link := range relativeLinks(documents["README.md"]) {
		if fault := followLink(documents, "README.md", link); fault != "" {
			got = append(got, fault)
		}
	}
	want := []string{
		"docs/none.png does not exist",
		"docs/a.md has no heading #no-heading",
		"docs/b.md does not exist",
		"README.md has no heading #nowhere",
	}
	if !slices.Equal(got, want) {
		t.Errorf("got %q, want %q", got, want)
	}
}

// TestIndexLeadsToEveryDocument checks that docs/README.md, or the index of the document's folder, links to
// each document below docs.
func TestIndexLeadsToEveryDocument(t *testing.T) {
	t.Parallel()
	documents := readDocuments(t)
	listed := map[string]bool{"docs/README.md": true}
	for _, index := range []string{"docs/README.md", "docs/decisions/README.md"} {
		for _, link := range relativeLinks(documents[index]) {
			target, _, _ := strings.Cut(link, "#")
			listed[filepath.ToSlash(filepath.Join(filepath.Dir(index), target))] = true
		}
	}
	for path := range documents {
		if strings.HasPrefix(path, "docs/") && !listed[path] {
			t.Errorf("no index leads to %s", path)
		}
	}
}

// TestSourceNamesDocumentsThatExist checks the documents that code, scripts and the Makefile name by path.
func TestSourceNamesDocumentsThatExist(t *testing.T) {
	t.Parallel()
	documents := readDocuments(t)
	named := 0
	reference := regexp.MustCompile(`docs/[a-z/-]+\.md`)
	walkFiles(t, func(path, content string) {
		if strings.HasSuffix(path, ".md") || strings.HasSuffix(path, "/links_doc_test.go") {
			return
		}
		for _, name := range reference.FindAllString(content, -1) {
			named++
			if _, there := documents[name]; !there {
				t.Errorf("%s names %s, which does not exist", path, name)
			}
		}
	})
	if named < 20 {
		t.Errorf("found %d references to documents, want at least 20", named)
	}
}

// readDocuments returns the text of every Markdown file by its path in the repository, without test data
// and third-party files.
func readDocuments(t *testing.T) map[string]string {
	t.Helper()
	documents := map[string]string{}
	walkFiles(t, func(path, content string) {
		if strings.HasSuffix(path, ".md") {
			documents[path] = content
		}
	})
	return documents
}

// walkFiles visits the text files of the repository, by their path within it.
func walkFiles(t *testing.T, visit func(path, content string)) {
	t.Helper()
	err := filepath.WalkDir(repositoryRoot, func(path string, entry fs.DirEntry, err error) error {
		if err != nil {
			return err
		}
		if entry.IsDir() {
			if slices.Contains([]string{".git", "testdata", "data", "dist", "node_modules"}, entry.Name()) {
				return filepath.SkipDir
			}
			return nil
		}
		inside, err := filepath.Rel(repositoryRoot, path)
		if err != nil || !isText(inside) {
			return err
		}
		content, err := os.ReadFile(path)
		visit(filepath.ToSlash(inside), string(content))
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
}

// isText distinguishes source and documents from programs, pictures and databases.
func isText(path string) bool {
	switch filepath.Ext(path) {
	case ".md", ".go", ".templ", ".sql", ".js", ".css", ".sh", ".yml", ".service", ".conf":
		return true
	case "":
		return slices.Contains([]string{"Makefile", "Dockerfile", "NOTICE", "Caddyfile"}, filepath.Base(path)) || strings.HasPrefix(path, ".ci")
	}
	return false
}

var (
	fencedCode = regexp.MustCompile("(?ms)^ *```.*?^ *```")
	inlineCode = regexp.MustCompile("`[^`\n]+`")
	linkTarget = regexp.MustCompile(`\]\(([^)\s]+)\)`)
)

// relativeLinks lists the targets of a document's links within the repository.
func relativeLinks(text string) (targets []string) {
	text = inlineCode.ReplaceAllString(fencedCode.ReplaceAllString(text, ""), "")
	for _, match := range linkTarget.FindAllStringSubmatch(text, -1) {
		if parsed, err := url.Parse(match[1]); err != nil || parsed.Scheme == "" {
			targets = append(targets, match[1])
		}
	}
	return targets
}

// followLink returns what is wrong with a link in the document at path, or "".
func followLink(documents map[string]string, path, link string) string {
	file, anchor, _ := strings.Cut(link, "#")
	target := path
	if file != "" {
		target = filepath.ToSlash(filepath.Join(filepath.Dir(path), file))
	}
	text, isDocument := documents[target]
	if _, err := os.Stat(filepath.Join(repositoryRoot, target)); !isDocument && err != nil {
		return target + " does not exist"
	}
	if anchor != "" && isDocument && !slices.Contains(headingAnchors(text), anchor) {
		return fmt.Sprintf("%s has no heading #%s", target, anchor)
	}
	return ""
}

// headingAnchors lists the anchors of a document's headings as GitHub makes them. A repeated heading gets a
// number.
func headingAnchors(text string) (anchors []string) {
	times := map[string]int{}
	for _, match := range regexp.MustCompile(`(?m)^#{1,6} +(.+)$`).FindAllStringSubmatch(fencedCode.ReplaceAllString(text, ""), -1) {
		anchor := headingAnchor(match[1])
		if times[anchor]++; times[anchor] > 1 {
			anchor = fmt.Sprintf("%s-%d", anchor, times[anchor]-1)
		}
		anchors = append(anchors, anchor)
	}
	return anchors
}

// headingAnchor returns the anchor of a heading.
func headingAnchor(heading string) string {
	kept := regexp.MustCompile(`[^\p{L}\p{N}_ -]`).ReplaceAllString(strings.ToLower(strings.TrimSpace(heading)), "")
	return strings.ReplaceAll(kept, " ", "-")
}
