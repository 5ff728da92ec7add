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

// runJose installs the library jose of testdata/jose, which its lock file pins, and runs the script there.
func runJose(t *testing.T, input, output any) {
	t.Helper()
	node, npm := testutil.Integration(t, "node", "nodejs"), testutil.Integration(t, "npm")
	folder := t.TempDir()
	testutil.Must(t, os.CopyFS(folder, os.DirFS(filepath.Join("testdata", "jose"))))
	install := exec.Command(npm, "ci", "--ignore-scripts", "--no-audit", "--no-fund")
	install.Dir = folder
	if out, err := install.CombinedOutput(); err != nil {
		t.Fatalf("npm ci: %v\n%s", err, out)
	}
	content, err := json.Marshal(input)
	testutil.Must(t, err)
	var said bytes.Buffer
	script := exec.Command(node, "check.mjs")
	script.Dir, script.Stdin, script.Stderr = folder, bytes.NewReader(content), &said
	out, err := script.Output()
	if err != nil {
		t.Fatalf("node check.mjs: %v\n%s", err, &said)
	}
	testutil.Must(t, json.Unmarshal(out, output))
}

// Another library verifies the receipt and the list of a newsroom with its published keys, and this package opens what that library signed.
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
	runJose(t, input, &output)

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
}
