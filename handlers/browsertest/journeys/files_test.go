package journeys

import (
	"bytes"
	"fmt"
	"strconv"
	"strings"

	"linecheck/handlers/sitetest"
	"linecheck/internal/testutil"
	"linecheck/models"
)

// takenOut contains the downloaded files.
type takenOut struct{ annotations, sentences []byte }

// download has the editor download both exports of the article.
func (j *journey) download() takenOut {
	j.t.Helper()
	j.editor.Go(j.article)
	var files takenOut
	j.editor.Click(".exports summary")
	_, files.annotations = j.editor.Download(`a[href$="/annotations.csv"]`)
	_, files.sentences = j.editor.Download(`a[href$="/sentences.csv"]`)
	return files
}

// files checks that the exports contain every sentence and claim with its offsets.
func (j *journey) files() takenOut {
	j.t.Helper()
	files, text := j.download(), []rune(j.text)
	at, states := 0, map[string]int{}
	rows := sitetest.ParseCSV(j.t, files.sentences, models.SentenceColumns)
	testutil.Equal(j.t, "the first row of sentences.csv", rows[0]["sentence"]+" "+rows[0]["text"], "0 "+journeyTitle)
	testutil.Equal(j.t, "the state of the title", rows[0]["state"], "clear")
	rows = rows[1:]
	for i, row := range rows {
		start, end := sitetest.Number(j.t, row["start"]), sitetest.Number(j.t, row["end"])
		testutil.Equal(j.t, "row: row['sentence']", row["sentence"], strconv.Itoa(i+1))
		testutil.False(j.t, "row: start < at", start < at)
		testutil.False(j.t, "row: end > len(text)", end > len(text))
		testutil.Equal(j.t, "row: string(text[start:end])", string(text[start:end]), row["text"])
		testutil.Equal(j.t, "row: strings.TrimSpace(string(text[at:start]))", strings.TrimSpace(string(text[at:start])), "")
		testutil.StopIfFailed(j.t)
		at = end
		states[row["state"]]++
	}
	if len(rows) != sitetest.RealSentences || strings.TrimSpace(string(text[at:])) != "" {
		j.t.Errorf("sentences.csv has %d sentences up to character %d of %d", len(rows), at, len(text))
	}
	if want := map[string]int{"clear": sitetest.RealSentences - 2, "open": 2}; fmt.Sprint(states) != fmt.Sprint(want) {
		j.t.Errorf("sentences.csv has the states %v, not %v", states, want)
	}
	j.bothClaims(sitetest.ParseCSV(j.t, files.annotations, models.AnnotationColumns))
	j.editor.Go("/dashboard")
	if _, all := j.editor.Download(`main a[href="/annotations.csv"]`); !bytes.Equal(all, files.annotations) {
		j.t.Errorf("all annotations are not those of the one article that has any:\n%s", all)
	}
	return files
}

func (j *journey) bothClaims(rows []map[string]string) {
	j.t.Helper()
	if len(rows) != 2 {
		j.t.Fatalf("annotations.csv has %d rows, not 2: %v", len(rows), rows)
	}
	evidence := fmt.Sprintf(`primary supports: %s <%s> "%s"`, proof.Title, proof.URL, proof.Quote)
	for i, want := range []map[string]string{
		{"claim_text": districts, "status": "sourced", "claim_status": "sourced", "evidence": evidence, "note": ""},
		{"claim_text": people, "status": "disputed", "claim_status": "disputed", "evidence": "", "note": doubt},
	} {
		want["sentence"], want["article"], want["reviewer"] = strconv.Itoa(j.sentenceOf(want["claim_text"])), journeyTitle, "Rana Reviewer"
		for column, value := range want {
			if rows[i][column] != value {
				j.t.Errorf("row %d of annotations.csv has the %s %q, not %q", i+1, column, rows[i][column], value)
			}
		}
		start, end := sitetest.Number(j.t, rows[i]["start"]), sitetest.Number(j.t, rows[i]["end"])
		if words := string([]rune(j.text)[start:end]); words != want["claim_text"] {
			j.t.Errorf("%q is said to stand at %d to %d, where there is %q", want["claim_text"], start, end, words)
		}
	}
}
