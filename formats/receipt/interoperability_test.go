package receipt_test

import (
	"bytes"
	"encoding/json"
	"os"
	"os/exec"
	"path/filepath"
	"testing"
	"time"

	"linecheck/formats/receipt"
	"linecheck/formats/receipt/receipttest"
	"linecheck/internal/testutil"
	"linecheck/models"
	"linecheck/store/storetest"
)

// installJose installs the JavaScript library jose in the version of testdata/jose's lock file, and returns its folder.
func installJose(t *testing.T) string {
	t.Helper()
	npm, folder := testutil.Integration(t, "npm"), t.TempDir()
	testutil.Must(t, os.CopyFS(folder, os.DirFS(filepath.Join("testdata", "jose"))))
	install := exec.Command(npm, "ci", "--ignore-scripts", "--no-audit", "--no-fund")
	install.Dir = folder
	if out, err := install.CombinedOutput(); err != nil {
		t.Fatalf("npm ci: %v\n%s", err, out)
	}
	return folder
}

// runScript runs a script of testdata/jose with a value as input, and returns its output.
func runScript(t *testing.T, folder, name string, input any) []byte {
	t.Helper()
	content, err := json.Marshal(input)
	testutil.Must(t, err)
	var said bytes.Buffer
	script := exec.Command(testutil.Integration(t, "node", "nodejs"), name)
	script.Dir, script.Stdin, script.Stderr = folder, bytes.NewReader(content), &said
	out, err := script.Output()
	if err != nil {
		t.Fatalf("node %s: %v\n%s", name, err, &said)
	}
	return out
}

// The library jose verifies a newsroom's receipt and revocation list with its published keys. This package verifies what jose signed.
func TestReceiptsWorkWithJose(t *testing.T) {
	testutil.Integration(t, "node", "nodejs")
	ctx := t.Context()
	s := storetest.Open(t, storetest.SQLite(t))
	n := storetest.Newsroom(t, s)
	article := storetest.FullArticle(t, s, n)
	jws, err := s.Receipt(ctx, n.Editor, article.ID)
	testutil.Must(t, err)
	revocations, err := s.Revocations(ctx)
	testutil.Must(t, err)
	keys, err := s.KeySet(ctx)
	testutil.Must(t, err)

	made := receipttest.Receipt(receipttest.Title, receipttest.Text, time.Now())
	input := map[string]any{
		"keys":       keys,
		"statements": map[string]string{models.ReceiptType: jws, models.RevocationType: revocations},
		"payload":    made,
		"kid":        "theirs",
	}
	var output struct {
		Verified []json.RawMessage `json:"verified"`
		Signed   string            `json:"signed"`
		Keys     json.RawMessage   `json:"keys"`
	}
	folder := installJose(t)
	testutil.Must(t, json.Unmarshal(runScript(t, folder, "check.mjs", input), &output))

	ours, err := receipt.Open(jws, keys)
	testutil.Must(t, err)
	var theirs models.Receipt
	var list models.RevocationList
	if len(output.Verified) != 2 {
		t.Fatalf("jose verified %d statements, want 2", len(output.Verified))
	}
	testutil.Must(t, json.Unmarshal(output.Verified[0], &theirs))
	testutil.Must(t, json.Unmarshal(output.Verified[1], &list))
	if theirs.ID != ours.ID || theirs.TextSHA256 != ours.TextSHA256 {
		t.Errorf("jose read the receipt %s, this package %s", theirs.ID, ours.ID)
	}
	if len(list.Receipts) == 0 {
		t.Error("the list names no receipt, though the first sign-off was voided")
	}
	their, err := receipt.ParseKeys(output.Keys)
	testutil.Must(t, err)
	if r, _, err := receipt.Verify(output.Signed, receipttest.Text, nil, their); err != nil || r.ID != made.ID {
		t.Errorf("what jose signed: receipt %q, %v", r.ID, err)
	}

	detail, err := s.ArticleDetail(ctx, n.Editor, article.ID)
	testutil.Must(t, err)
	if _, _, err := receipt.Verify(jws, detail.Revision.Text, &revocations, keys); err != nil {
		t.Errorf("the receipt and the text of the newsroom: %v", err)
	}
	set, err := json.Marshal(keys)
	testutil.Must(t, err)
	for _, c := range []struct{ text, want string }{
		{detail.Revision.Text, "the signed text\n"},
		{detail.Revision.Text + "\n", "another text\n"},
	} {
		for name, content := range map[string]string{"jwks.json": string(set), "receipt.jws": jws, "text.txt": c.text} {
			testutil.Must(t, os.WriteFile(filepath.Join(folder, name), []byte(content), 0o600))
		}
		if got := runScript(t, folder, "verify.mjs", nil); string(got) != c.want {
			t.Errorf("the script of docs/reference/receipt.md prints %q, want %q", got, c.want)
		}
	}
}
