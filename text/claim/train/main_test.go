package main

import (
	"bytes"
	"io"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"linecheck/internal/testutil"
)

// The weights in the repository are those that this program trains on the data.
func TestWeightsAreThoseOfTheData(t *testing.T) {
	testutil.Slow(t, "it trains on all the data")
	data := filepath.Join("..", "..", "..", "..", "shared", "data", "claims", "ct24_en_train.tsv")
	if _, err := os.Stat(data); err != nil {
		t.Skipf("the training data is not here: %v", err)
	}
	out := filepath.Join(t.TempDir(), "weights.bin")
	if err := run(out, "", defaults, []string{data}, io.Discard); err != nil {
		t.Fatal(err)
	}
	got, err := os.ReadFile(out)
	if err != nil {
		t.Fatal(err)
	}
	want, err := os.ReadFile(filepath.Join("..", "weights.bin"))
	if err != nil {
		t.Fatal(err)
	}
	if !bytes.Equal(got, want) {
		t.Error("weights.bin differs from the training result: run go run ./text/claim/train -o text/claim/weights.bin " + data)
	}
}

// A small, easy set is learnt, reproducibly, and reported.
func TestRunLearns(t *testing.T) {
	dir := t.TempDir()
	set := filepath.Join(dir, "set.tsv")
	rows := "Sentence_id\tText\tclass_label\n" + strings.Repeat(
		"1\t\"We built 70 \"\"new\"\" bridges in 1999.\"\tYes\n2\tThank you very much.\tNo\n",
		40,
	)
	if err := os.WriteFile(set, []byte(rows), 0o600); err != nil {
		t.Fatal(err)
	}
	var report strings.Builder
	outs := []string{filepath.Join(dir, "a.bin"), filepath.Join(dir, "b.bin")}
	for _, out := range outs {
		report.Reset()
		if err := run(out, set, defaults, []string{set}, &report); err != nil {
			t.Fatal(err)
		}
	}
	a, errA := os.ReadFile(outs[0])
	b, errB := os.ReadFile(outs[1])
	testutil.Must(t, errA)
	testutil.Must(t, errB)
	testutil.True(t, "bytes.Equal(a, b)", bytes.Equal(a, b))
	testutil.False(t, "len(a) < 1000", len(a) < 1000)
	for _, want := range []string{"80 sentences; threefold on the training set: F1 1.000, AP 1.000", "words and characters  F1 1.000", "what is built         F1 1.000"} {
		if !strings.Contains(report.String(), want) {
			t.Errorf("the report lacks %q:\n%s", want, report.String())
		}
	}
}

func TestUnreadableDataIsRefused(t *testing.T) {
	dir := t.TempDir()
	broken, empty := filepath.Join(dir, "broken.tsv"), filepath.Join(dir, "empty.tsv")
	for name, content := range map[string]string{broken: "Sentence_id\tText\tclass_label\n1\tx\tMaybe\n", empty: "Sentence_id\tText\tclass_label\n"} {
		if err := os.WriteFile(name, []byte(content), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	for _, name := range []string{broken, empty, filepath.Join(dir, "absent.tsv")} {
		if err := run(filepath.Join(dir, "weights.bin"), "", defaults, []string{name}, io.Discard); err == nil {
			t.Errorf("%s was taken", name)
		}
	}
}
