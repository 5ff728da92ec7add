package main

import (
	"encoding/json"
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"testing"

	"linecheck/models"
	"linecheck/store"
)

// signedDemo is the data folder of the demo's newsroom, with the files that verify the receipt of its signed article.
type signedDemo struct {
	shell
	article                                 string
	receipt, text, keys, revocations, title string
}

func newSignedDemo(t *testing.T) signedDemo {
	t.Helper()
	d := signedDemo{shell: newShell(t)}
	d.ok("", "migrate", "up")
	var id int64
	err := (&settings{Data: d.data, TextLimit: 1 << 20, Sentences: 1000, LogLevel: "error"}).withStore(t.Context(), &stdio{Err: os.Stderr},
		func(records *store.Store) error {
			newsroom := demo{ctx: t.Context(), records: records, people: map[string]models.Reader{}}
			if err := newsroom.fill(); err != nil {
				return err
			}
			signed := models.ArticleFilter{State: models.Signed}
			list, _, err := records.Articles(t.Context(), newsroom.people["ada@demo.example"], signed, models.Page{Limit: 1})
			if err != nil || len(list) == 0 {
				return err
			}
			id, d.title = list[0].ID, list[0].Title
			detail, err := records.ArticleDetail(t.Context(), newsroom.people["ada@demo.example"], id)
			d.text = d.write("text.txt", detail.Revision.Text)
			return err
		})
	if err != nil || id == 0 {
		t.Fatalf("the demo has no signed article: %v", err)
	}
	d.article = strconv.FormatInt(id, 10)
	d.receipt = d.write("receipt.jws", d.ok("", "receipt", "export", "--article", d.article))
	d.keys = d.write("keys.json", d.ok("", "receipt", "keys"))
	d.revocations = d.write("revocations.jws", d.ok("", "receipt", "revocations"))
	return d
}

// write writes a file beside the data folder, and returns its path.
func (d signedDemo) write(name, content string) string {
	d.t.Helper()
	path := filepath.Join(filepath.Dir(d.data), name)
	if err := os.WriteFile(path, []byte(content), 0o600); err != nil {
		d.t.Fatal(err)
	}
	return path
}

// A receipt can be verified with files only. An error is one line.
func TestReceiptCommand(t *testing.T) {
	t.Parallel()
	d := newSignedDemo(t)
	out := d.ok("", "receipt", "verify", d.receipt, d.text)
	if !strings.HasPrefix(out, "valid as issued; revocation not checked\narticle: "+d.title) {
		t.Errorf("printed %q", out)
	}
	elsewhere := newShell(t) // without the newsroom's data
	out = elsewhere.ok("", "receipt", "verify", d.receipt, d.text, "--keys", d.keys, "--revocations", d.revocations)
	if !strings.HasPrefix(out, "valid; not revoked on ") {
		t.Errorf("printed %q", out)
	}
	other, _ := os.ReadFile(d.text)
	changed := d.write("other.txt", strings.Replace(string(other), "8,200", "8,300", 1))
	jws, _ := os.ReadFile(d.receipt)
	for want, args := range map[string][]string{
		"The text differs, first in sentence": {d.receipt, changed, "--keys", d.keys},
		"was cut off":                         {d.write("cut.jws", string(jws[:len(jws)/2])), d.text, "--keys", d.keys},
		"The signature does not fit":          {d.write("forged.jws", forge(string(jws))), d.text, "--keys", d.keys},
		"is not a JSON Web Key Set":           {d.receipt, d.text, "--keys", d.text},
		"cannot be used":                      {d.receipt, d.text, "--keys", d.keys, "--revocations", d.receipt},
	} {
		code, out, err := elsewhere.run("", slices.Concat([]string{"receipt", "verify"}, args)...)
		if code != 1 || out != "" || !strings.Contains(err, want) {
			t.Errorf("exit %d, %q, want %q", code, err, want)
		}
	}
}

// forge replaces one character of a payload.
func forge(jws string) string {
	at := strings.Index(jws, ".") + 40
	replacement := "A"
	if jws[at] == 'A' {
		replacement = "B"
	}
	return jws[:at] + replacement + jws[at+1:]
}

// What was published is compared with a receipt, which contains no text.
func TestCompareCommand(t *testing.T) {
	t.Parallel()
	d := newSignedDemo(t)
	signed, err := os.ReadFile(d.text)
	if err != nil {
		t.Fatal(err)
	}
	same := d.write("same.txt", d.title+"\n\n"+strings.ReplaceAll(string(signed), `"`, "”")+"\nRead more\n")
	for line := range strings.Lines(d.ok("", "compare", "--receipt", d.receipt, "--keys", d.keys, same)) {
		var found comparisonLine
		if err := json.Unmarshal([]byte(line), &found); err != nil || found.How != "same" {
			t.Errorf("%s: %v", line, err)
		}
	}
	changed := d.write("changed.html", "<html><body><article><h1>"+d.title+"</h1><p>"+
		strings.ReplaceAll(strings.Replace(string(signed), "8,200", "8,300", 1), "\n\n", "</p><p>")+"</p></article></body></html>")
	code, out, _ := d.run("", "compare", "--receipt", d.receipt, changed)
	if code != 1 || strings.Count(out, `"how":"changed"`) != 1 || !strings.Contains(out, "8,300") {
		t.Errorf("exit %d: %s", code, out)
	}
}
