package main

import (
	"encoding/json"
	"os"
	"path/filepath"
	"reflect"
	"strings"
	"testing"
	"time"

	"linecheck/internal/testutil"
)

// Everything can be exported in each of its formats. Exports of one article require its id.
func TestEveryFormatIsExported(t *testing.T) {
	t.Parallel()
	s := newShell(t)
	s.ok("", "user", "add", "--email", "ada@example.org", "--name", "Ada", "--role", "admin")
	s.ok("The bridge closed. It was built in 1911.\n", "import", "-", "--title", "Bridge")
	for what, formats := range exportFormats {
		if what == "public" { // this article is not signed off, so it has no public page
			code, out, err := s.run("", "export", what, "--article", "1")
			if code != 1 || out != "" || !strings.Contains(err, "has no public page") {
				t.Errorf("the public page of an open article: exit %d, %q, %q", code, out, err)
			}
			continue
		}
		for i, format := range formats {
			out := s.ok("", "export", what, "--format", format.name, "--article", "1")
			switch format.name {
			case "csv":
				if !strings.Contains(out, ",") {
					t.Errorf("%s as csv: %q", what, out)
				}
			case "xlsx", "docx":
				if !strings.HasPrefix(out, "PK\x03\x04") {
					t.Errorf("%s as %s is no zip", what, format.name)
				}
			default:
				if !json.Valid([]byte(out)) {
					t.Errorf("%s as %s is no JSON: %q", what, format.name, out)
				}
			}
			code, all, err := s.run("", "export", what, "--format", format.name)
			if (code == 0) == format.singleArticle || format.singleArticle && (all != "" || !strings.Contains(err, "--article")) {
				t.Errorf("%s as %s of all articles: exit %d, %q", what, format.name, code, err)
			}
			if usual := s.ok("", "export", what, "--article", "1"); i == 0 && format.name == "csv" && usual != out {
				t.Errorf("%s is usually %q", what, usual)
			}
		}
		if code, _, err := s.run("", "export", what, "--article", "1", "--format", "pdf"); code != 1 ||
			!strings.Contains(err, "choose "+formats[0].name) {
			t.Errorf("%s as pdf: exit %d, %q", what, code, err)
		}
	}
	var sentences []map[string]string
	if err := json.Unmarshal([]byte(s.ok("", "export", "sentences", "--format", "json")), &sentences); err != nil ||
		len(sentences) != 3 || // including the title
		sentences[2]["text"] != "It was built in 1911." {
		t.Errorf("the sentences are %v: %v", sentences, err)
	}
}

// Several files are imported at once. A file that fails is named, and the others are imported. A completely
// exported article is imported completely.
func TestSeveralFilesAreImported(t *testing.T) {
	t.Parallel()
	s := newShell(t)
	s.ok("", "user", "add", "--email", "ada@example.org", "--name", "Ada", "--role", "admin")
	folder := t.TempDir()
	put := func(name, content string) string {
		path := filepath.Join(folder, name)
		if err := os.WriteFile(path, []byte(content), 0o600); err != nil {
			t.Fatal(err)
		}
		return path
	}
	good, bad := put("bridge.txt", "The bridge closed.\n"), put("picture.txt", "\x89PNG\r\n\x1a\n\x00\x00")
	s.ok("", "import", good)
	whole := put("whole.json", s.ok("", "export", "article", "--article", "1"))
	code, out, err := s.run("", "import", good, bad, whole)
	testutil.Equal(t, "exit: code", code, 1)
	testutil.Equal(t, "exit: out", out, "2\t"+good+"\n3\t"+whole+"\n")
	testutil.Contains(t, "exit: err", err, bad+": ")
	testutil.Contains(t, "exit: err", err, "1 of 3 files")
	type articleFile struct {
		Revisions []struct {
			Text, SHA256, OriginalName string
			CreatedAt                  time.Time `json:"created_at"`
			Original                   map[string]any
		}
	}
	var first, again articleFile
	for id, into := range map[string]*articleFile{"1": &first, "3": &again} {
		if err := json.Unmarshal([]byte(s.ok("", "export", "article", "--article", id)), into); err != nil {
			t.Fatal(err)
		}
	}
	if len(first.Revisions) != 1 || first.Revisions[0].Text != "The bridge closed.\n" || !reflect.DeepEqual(first, again) {
		t.Errorf("the revisions were %+v and are %+v", first.Revisions, again.Revisions)
	}
	if code, _, err := s.run("", "import", good, whole, "--title", "Both"); code != 1 || !strings.Contains(err, "--title") {
		t.Errorf("a title of two: exit %d, %q", code, err)
	}
	s.ok("", "verify")
}
