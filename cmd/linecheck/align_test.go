package main

import (
	"os"
	"path/filepath"
	"strings"
	"testing"
)

// alignFiles runs align on two drafts and a file of claims.
func alignFiles(t *testing.T, old, new, claims string) (string, error) {
	t.Helper()
	dir := t.TempDir()
	c := alignCmd{Old: filepath.Join(dir, "old.txt"), New: filepath.Join(dir, "new.txt"), Lang: "en"}
	if claims != "" {
		c.Claims = filepath.Join(dir, "claims.jsonl")
	}
	for name, content := range map[string]string{c.Old: old, c.New: new, c.Claims: claims} {
		if name == "" {
			continue
		}
		if err := os.WriteFile(name, []byte(content), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	var out strings.Builder
	err := c.Run(&stdio{Out: &out})
	return out.String(), err
}

func TestAlign(t *testing.T) {
	t.Parallel()
	old := "The dam broke at night near the old mill. The mayor said that 70 houses fell. Nobody was hurt in the town."
	new := "It rained for three days in the hills. The dam broke at night near the old mill. The mayor said that 80 houses fell."
	got, err := alignFiles(t, old, new, `{"start":4,"end":13}`+"\n"+`{"start":62,"end":71}`+"\n"+`{"start":78,"end":93}`)
	if err != nil {
		t.Fatal(err)
	}
	want := `{"link":"new","old":[],"new":[1]}
{"link":"same","old":[1],"new":[2]}
{"link":"edited","old":[2],"new":[3]}
{"link":"dropped","old":[3],"new":[]}
{"claim":[4,13],"start":43,"end":52,"how":"exact"}
{"claim":[62,71],"start":101,"end":110,"how":"changed"}
{"claim":[78,93],"how":"lost"}
`
	if got != want {
		t.Errorf("got  %s\nwant %s", got, want)
	}
}

func TestAlignRefuses(t *testing.T) {
	t.Parallel()
	for claims, want := range map[string]string{"{": "reading the claims", `{"start":1}`: `"start" or "end" is missing`} {
		if got, err := alignFiles(t, "One came.", "Two came.", claims); err == nil || !strings.Contains(err.Error(), want) || got != "" {
			t.Errorf("%q: %v and %q, want %q", claims, err, got, want)
		}
	}
	var out strings.Builder
	for _, c := range []alignCmd{{}, {Old: "a"}, {Old: "a", New: "b", Batch: true}, {Old: filepath.Join(t.TempDir(), "absent"), New: "b"}} {
		if err := c.Run(&stdio{In: strings.NewReader(""), Out: &out}); err == nil || out.Len() > 0 {
			t.Errorf("%+v was taken: %q", c, out.String())
		}
	}
}

func TestAlignBatch(t *testing.T) {
	t.Parallel()
	var out strings.Builder
	in := `{"id":"a/1","lang":"en","old":"Two left. One 😀 came.","new":"One 😀 came. Two left.","spans":[[0,8],[10,15],[5,5]]}` + "\n\n" +
		`{"id":7,"old":"一。","new":"","spans":[[0,1]]}` + "\n" + `{"id":8,"old":"","new":"x"}`
	c := alignCmd{Batch: true, Lang: "en"}
	if err := c.Run(&stdio{In: strings.NewReader(in), Out: &out}); err != nil {
		t.Fatal(err)
	}
	want := `{"id":"a/1","places":[{"start":12,"end":20,"how":"changed"},{"start":0,"end":5,"how":"exact"},{"how":"lost"}]}
{"id":7,"places":[{"how":"lost"}]}
{"id":8,"places":[]}
`
	if out.String() != want {
		t.Errorf("got  %s\nwant %s", out.String(), want)
	}
	for line, want := range map[string]string{`{"id":1,"old":"x"}`: `line 1: "id", "old" or "new" is missing`, "[": "line 1: not a JSON object", `{"id":1,"old":"x","new":"x","spans":[[1]]}`: ""} {
		err := c.Run(&stdio{In: strings.NewReader(line), Out: &out})
		if want != "" && (err == nil || !strings.Contains(err.Error(), want)) {
			t.Errorf("%s: %v, want %q", line, err, want)
		}
	}
}
