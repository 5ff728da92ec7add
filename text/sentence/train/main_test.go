package main

import (
	"bytes"
	"os"
	"path/filepath"
	"testing"
)

// The weights in the repository are those that this program trains on the data.
func TestWeightsAreThoseOfTheData(t *testing.T) {
	data := filepath.Join("..", "..", "..", "..", "shared", "data", "sentences", "en_ewt_train.para.jsonl")
	if _, err := os.Stat(data); err != nil {
		t.Skipf("the training data is not here: %v", err)
	}
	out := filepath.Join(t.TempDir(), "weights.bin")
	if err := run(out, defaults, []string{data}); err != nil {
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
		t.Error("weights.bin differs from the training result: run go run ./text/sentence/train -o text/sentence/weights.bin " + data)
	}
}

func TestUnreadableDataIsRefused(t *testing.T) {
	dir := t.TempDir()
	broken := filepath.Join(dir, "broken.jsonl")
	if err := os.WriteFile(broken, []byte("{\n"), 0o600); err != nil {
		t.Fatal(err)
	}
	for _, name := range []string{broken, filepath.Join(dir, "absent.jsonl")} {
		if err := run(filepath.Join(dir, "weights.bin"), defaults, []string{name}); err == nil {
			t.Errorf("%s was taken", name)
		}
	}
}
