package main

import (
	"bytes"
	"os"
	"path/filepath"
	"reflect"
	"strings"
	"testing"
)

// trainingSets are the sets that the weights in the repository were trained on.
var trainingSets = map[string][]string{
	"en": {"en_ewt_train.para"},
	"da": {"da_news_train.para", "da_ud_train.sat"},
	"it": {"it_news_train.para", "it_ud_train.sat"},
	"nl": {"nl_news_train.para", "nl_ud_train.sat"},
	"no": {"no_news_train.para", "no_ud_train.para", "no_ud_train.sat"},
	"pt": {"pt_news_train.para", "pt_ud_train.sat"},
	"ro": {"ro_news_train.para", "ro_ud_train.sat"},
	"sv": {"sv_news_train.para", "sv_ud_train.sat"},
	"vi": {"vi_news_train.para", "vi_ud_train.sat"},
}

// The weights in the repository are those that this program trains on the data.
func TestWeightsAreThoseOfTheData(t *testing.T) {
	folder := filepath.Join("..", "..", "..", "..", "shared", "data", "sentences")
	if _, err := os.Stat(folder); err != nil {
		t.Skipf("the training data is not here: %v", err)
	}
	stored, err := filepath.Glob(filepath.Join("..", "weights", "*.bin"))
	if err != nil {
		t.Fatal(err)
	}
	if len(stored) != len(trainingSets) {
		t.Errorf("%d languages have weights, %d have training sets", len(stored), len(trainingSets))
	}
	for language, sets := range trainingSets {
		if testing.Short() && language != "it" {
			continue
		}
		t.Run(language, func(t *testing.T) {
			t.Parallel()
			var files []string
			for _, set := range sets {
				files = append(files, filepath.Join(folder, set+".jsonl"))
			}
			out := filepath.Join(t.TempDir(), "weights.bin")
			if err := run(out, language, files); err != nil {
				t.Fatal(err)
			}
			got, err := os.ReadFile(out)
			if err != nil {
				t.Fatal(err)
			}
			want, err := os.ReadFile(filepath.Join("..", "weights", language+".bin"))
			if err != nil {
				t.Fatal(err)
			}
			if len(got) > 64<<10 && language != "en" {
				t.Errorf("%d bytes, at most 64 kB are allowed", len(got))
			}
			if !bytes.Equal(got, want) {
				t.Errorf("weights/%s.bin differs from what the program makes of %s", language, strings.Join(files, " "))
			}
		})
	}
}

func TestUnreadableDataIsRefused(t *testing.T) {
	dir := t.TempDir()
	for name, content := range map[string]string{"broken.jsonl": "{\n", "broken.conllu": "# text = One.\n1\tOne\n"} {
		if err := os.WriteFile(filepath.Join(dir, name), []byte(content), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	for _, name := range []string{"broken.jsonl", "broken.conllu", "absent.jsonl", "."} {
		if err := run(filepath.Join(dir, "weights.bin"), "en", []string{filepath.Join(dir, name)}); err == nil {
			t.Errorf("%s was taken", name)
		}
	}
}

func TestTreebankIsReadByParagraph(t *testing.T) {
	const token = "1\tw\t_\t_\t_\t_\t_\t_\t_\t"
	folder := t.TempDir()
	content := "# newdoc id = a\n# newpar id = a1\n# sent_id = 1\n# text = Piove. È tardi\n" + token + "_\n\n" +
		"# sent_id = 2\n# text = «Sì.\n" + token + "SpaceAfter=No\n\n# text = »\n" + token + "_\n\n" +
		"# newpar id = a2\n# text = Fine = 1.\n" + token + "_\n"
	if err := os.WriteFile(filepath.Join(folder, "it_x-ud-train.conllu"), []byte(content), 0o600); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(filepath.Join(folder, "it_x-ud-test.conllu"), []byte("not read"), 0o600); err != nil {
		t.Fatal(err)
	}
	got, err := readTexts(folder)
	if err != nil {
		t.Fatal(err)
	}
	want := []markedText{
		{"Piove. È tardi «Sì.»", [][2]int{{0, 14}, {15, 19}, {19, 20}}},
		{"Fine = 1.", [][2]int{{0, 9}}},
	}
	if !reflect.DeepEqual(got, want) {
		t.Errorf("read %+v, want %+v", got, want)
	}
}
