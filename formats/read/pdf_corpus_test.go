package read

import (
	"context"
	"fmt"
	"math/rand/v2"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
	"time"
	"unicode"
)

// corpusWords are the words of the made texts, by language. Some are long, so that they are broken at line ends.
var corpusWords = map[string]string{
	"en": "the harbour commission announced on that a of new government department would be examining ferry connections between towns " +
		"because engineers had discovered considerable deterioration in it and its concrete foundations while representatives of passenger " +
		"organisations demanded immediate compensation for every cancelled departure although nobody understood how much maintenance the " +
		"administration had actually postponed",
	"de": "die der Hafenverwaltung hat am in und das neue Untersuchungsausschuss Fährverbindungen zwischen den Ortschaften überprüfen " +
		"lassen weil Ingenieure erhebliche Beschädigungen an Betonfundamenten festgestellt hatten während Vertreter von Fahrgastverbänden " +
		"eine sofortige Entschädigung für jede ausgefallene Abfahrt verlangten",
	"fr": "la commission du port a annoncé que le nouveau gouvernement et un des département examinerait les liaisons maritimes entre " +
		"villes parce que ingénieurs avaient découvert une détérioration considérable dans fondations tandis que représentants passagers " +
		"réclamaient indemnisation immédiate pour chaque départ supprimé",
	"es": "la comisión del puerto anunció que el nuevo gobierno y un los departamento examinaría las conexiones marítimas entre ciudades " +
		"porque ingenieros habían descubierto un deterioro considerable en cimientos mientras representantes pasajeros exigían indemnización " +
		"inmediata por cada salida cancelada",
}

// corpusText makes paragraphs of sentences with names and numbers.
func corpusText(language string, seed uint64, paragraphs int) []string {
	random := rand.New(rand.NewPCG(seed, 7))
	words := strings.Fields(corpusWords[language])
	names := strings.Fields("Okoro Lindqvist Hansen Dahl Moreau Varga Castillo Nygaard")
	list := make([]string, paragraphs)
	for i := range list {
		var sentences []string
		for range 2 + random.IntN(6) {
			var sentence []string
			for n := range 7 + random.IntN(18) {
				word := words[random.IntN(len(words))]
				switch {
				case n > 0 && random.IntN(14) == 0:
					word = names[random.IntN(len(names))]
				case n > 0 && random.IntN(18) == 0:
					word = fmt.Sprint(1 + random.IntN(2000))
				}
				sentence = append(sentence, word)
			}
			s := []rune(strings.Join(sentence, " "))
			s[0] = unicode.ToUpper(s[0])
			sentences = append(sentences, string(s)+".")
		}
		list[i] = strings.Join(sentences, " ")
	}
	return list
}

// chromiumLayouts are styles of pages that Chromium prints.
var chromiumLayouts = map[string]string{
	"ragged":    "p{margin:0 0 10pt}",
	"justified": "p{margin:0 0 8pt;text-align:justify;hyphens:auto}",
	"indented":  "p{margin:0;text-indent:1.5em;text-align:justify;hyphens:auto}",
	"hanging":   "p{margin:0;padding-left:2em;text-indent:-2em}",
	"two":       "main{columns:2} p{margin:0 0 8pt;text-align:justify;hyphens:auto}",
	"three":     "main{columns:3;font-size:9pt} p{margin:0;text-indent:1em;hyphens:auto;text-align:justify}",
	"loose":     "p{margin:0 0 6pt;line-height:1.8} p:first-of-type{line-height:1.1}",
	"narrow":    "main{width:240px} p{margin:0 0 9pt;hyphens:auto;text-align:justify}",
}

func corpusPage(language, style string, paragraphs []string) string {
	return `<!doctype html><html lang="` + language + `"><meta charset="utf-8"><style>body{font:11pt serif} h1{font-size:24pt;margin:0 0 ` +
		`12pt}` + style +
		`</style><h1>Commission closes the harbour for a year of repairs and asks for patience</h1><main><p>` + strings.Join(paragraphs,
		"</p>\n<p>") + `</p></main>`
}

// corpusFile is a made PDF and its paragraphs.
type corpusFile struct {
	name       string
	paragraphs []string
	build      func(ctx context.Context, folder, to string) error
}

func runIn(ctx context.Context, folder, name string, args ...string) error {
	command := exec.CommandContext(ctx, name, args...)
	command.Dir = folder
	if out, err := command.CombinedOutput(); err != nil {
		return fmt.Errorf("%s: %w: %s", name, err, out)
	}
	return nil
}

// corpus lists the made PDFs: of Chromium, of LaTeX, and of LibreOffice from Word files.
func corpus() (files []corpusFile) {
	seed := uint64(0)
	for _, language := range []string{"en", "de", "fr", "es"} {
		for _, layout := range []string{"ragged", "justified", "indented", "hanging", "two", "three", "loose", "narrow"} {
			seed++
			paragraphs := corpusText(language, seed, 14)
			page := corpusPage(language, chromiumLayouts[layout], paragraphs)
			files = append(files, corpusFile{"chromium-" + layout + "-" + language, paragraphs, func(ctx context.Context, folder, to string) error {
				if err := os.WriteFile(filepath.Join(folder, "a.html"), []byte(page), 0o600); err != nil {
					return err
				}
				return runIn(ctx, folder, "chromium-headless-shell", "--no-sandbox", "--no-pdf-header-footer", "--print-to-pdf="+to,
					"file://"+filepath.Join(folder, "a.html"))
			}})
		}
		for _, kind := range []string{"article", "twocolumn", "parskip"} {
			seed++
			paragraphs := corpusText(language, seed, 14)
			files = append(files, corpusFile{"latex-" + kind + "-" + language, paragraphs, func(ctx context.Context, folder, to string) error {
				source := "% A harbour\n\n" + strings.Join(paragraphs, "\n\n")
				if err := os.WriteFile(filepath.Join(folder, "a.md"), []byte(source), 0o600); err != nil {
					return err
				}
				args := []string{"a.md", "-o", to, "-V", "papersize=a4"}
				if kind == "twocolumn" {
					args = append(args, "-V", "classoption=twocolumn", "-V", "indent=true")
				} else if kind == "article" {
					args = append(args, "-V", "indent=true")
				}
				return runIn(ctx, folder, "pandoc", args...)
			}})
		}
		for _, kind := range []string{"docx", "odt"} {
			seed++
			paragraphs := corpusText(language, seed, 14)
			files = append(files, corpusFile{"libreoffice-" + kind + "-" + language, paragraphs, func(ctx context.Context, folder, to string) error {
				if err := os.WriteFile(filepath.Join(folder, "a.md"), []byte(strings.Join(paragraphs, "\n\n")), 0o600); err != nil {
					return err
				}
				if err := runIn(ctx, folder, "pandoc", "a.md", "-o", "a."+kind); err != nil {
					return err
				}
				if err := runIn(ctx, folder, "soffice", "-env:UserInstallation=file://"+folder+"/profile", "--headless", "--convert-to", "pdf",
					"a."+kind); err != nil {
					return err
				}
				return os.Rename(filepath.Join(folder, "a.pdf"), to)
			}})
		}
	}
	return files
}

// TestPDFCorpus makes PDFs with other programs, in the folder that LINECHECK_PDF_CORPUS names, and prints how many of
// their words and paragraphs are read. It keeps the files for the next run.
func TestPDFCorpus(t *testing.T) {
	folder := os.Getenv("LINECHECK_PDF_CORPUS")
	if folder == "" {
		t.Skip("it takes minutes, and needs Chromium, LaTeX, pandoc and LibreOffice: set LINECHECK_PDF_CORPUS to a folder")
	}
	words, foundWords, paragraphs, foundParagraphs, n := 0, 0, 0, 0, 0
	for _, file := range corpus() {
		to := filepath.Join(folder, file.name+".pdf")
		if _, err := os.Stat(to); err != nil {
			ctx, cancel := context.WithTimeout(t.Context(), 2*time.Minute)
			err := file.build(ctx, t.TempDir(), to)
			cancel()
			if err != nil {
				t.Logf("%s is not made: %v", file.name, err)
				continue
			}
		}
		b, err := os.ReadFile(to)
		if err != nil {
			t.Fatal(err)
		}
		d, err := File(t.Context(), "a.pdf", b)
		if err != nil {
			t.Errorf("%s: %v", file.name, err)
			continue
		}
		read, readWords := map[string]int{}, map[string]int{}
		for p := range strings.SplitSeq(d.Text, "\n\n") {
			read[strings.Join(strings.Fields(p), " ")]++
		}
		for _, w := range strings.Fields(d.Text) {
			readWords[w]++
		}
		right, rightWords, all := 0, 0, 0
		for _, p := range file.paragraphs {
			if read[p] > 0 {
				read[p]--
				right++
			}
			for _, w := range strings.Fields(p) {
				all++
				if readWords[w] > 0 {
					readWords[w]--
					rightWords++
				}
			}
		}
		n++
		words, foundWords, paragraphs, foundParagraphs = words+all, foundWords+rightWords, paragraphs+len(file.paragraphs), foundParagraphs+right
		t.Logf("%-32s words %.3f, paragraphs %d of %d", file.name, float64(rightWords)/float64(all), right, len(file.paragraphs))
	}
	t.Logf("%d files: words %.4f, paragraphs %.3f (%d of %d)", n, float64(foundWords)/float64(max(words, 1)),
		float64(foundParagraphs)/float64(max(paragraphs, 1)), foundParagraphs, paragraphs)
}
