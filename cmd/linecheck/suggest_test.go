package main

import (
	"encoding/json"
	"strings"
	"testing"

	"linecheck/internal/testutil"
	"linecheck/models"
	"linecheck/text/claim"
)

func TestSuggestText(t *testing.T) {
	t.Parallel()
	var out strings.Builder
	in := "\uFEFFFlood in Köln\r\n\r\nMore than 70 <districts> & 12 towns fell on 3 May, “we” know. 😀 The mayor said he had lost $5."
	if err := suggestText(strings.NewReader(in), &out, "en"); err != nil {
		t.Fatal(err)
	}
	var got []string
	for line := range strings.Lines(out.String()) {
		var s suggestedClaim
		if err := json.Unmarshal([]byte(line), &s); err != nil {
			t.Fatal(err)
		}
		testutil.Different(t, "s.Why", s.Why, "")
		testutil.False(t, "s.Score < 0", s.Score < 0)
		testutil.False(t, "s.Score > 1", s.Score > 1)
		testutil.Equal(t, "s.End - s.Start", s.End-s.Start, len([]rune(s.Text)))
		got = append(got, string(s.Kind)+": "+s.Text)
	}
	want := "place: Köln | number: More than 70 | number: 12 towns | date: on 3 May | attribution: The mayor said | measurement: $5"
	if strings.Join(got, " | ") != want {
		t.Errorf("got  %s\nwant %s", strings.Join(got, " | "), want)
	}
}

func TestSuggestBatch(t *testing.T) {
	t.Parallel()
	var out strings.Builder
	in := `{"id":"a/1","lang":"en","text":"😀 Two came."}` + "\n\n" + `{"id":7,"lang":"zh","text":"约70个区。"}` + "\n" + `{"id":null,"text":""}`
	if err := suggestBatch(strings.NewReader(in), &out, "en"); err != nil {
		t.Fatal(err)
	}
	lines := strings.Split(out.String(), "\n")
	for i, want := range []string{`{"id":"a/1","score":`, `{"id":7,"score":`, `{"id":null,"score":0,"spans":[]}`, ""} {
		if !strings.HasPrefix(lines[i], want) {
			t.Errorf("line %d is %s, want %s", i+1, lines[i], want)
		}
	}
	for i, want := range []string{`"spans":[{"start":2,"end":5,"kind":"number"}]}`, `"spans":[{"start":1,"end":3,"kind":"number"}]}`} {
		if !strings.HasSuffix(lines[i], want) {
			t.Errorf("line %d is %s, want %s", i+1, lines[i], want)
		}
	}
}

func TestSuggestRefuses(t *testing.T) {
	t.Parallel()
	for in, want := range map[string]string{"{": "line 1: not a JSON object", `{"id":1}`: `line 1: "id" or "text" is missing`, "{\"id\":1,\"text\":\"\xff\"}": "line 1: not UTF-8"} {
		var out strings.Builder
		if err := suggestBatch(strings.NewReader(in), &out, "en"); err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("%q: %v, want %q", in, err, want)
		}
	}
	var out strings.Builder
	if err := suggestText(strings.NewReader("%PDF-1.7 x"), &out, "en"); err == nil || out.Len() > 0 {
		t.Errorf("a PDF gave %v and %q", err, out.String())
	}
}

// Every suggested kind is a kind of claim.
func TestSuggestedKindsAreClaimKinds(t *testing.T) {
	t.Parallel()
	for _, k := range claim.Kinds {
		if _, err := models.ParseKind(string(k)); err != nil {
			t.Error(err)
		}
	}
}

func TestSuggestFindings(t *testing.T) {
	t.Parallel()
	var out strings.Builder
	in := "😀 The ferry carried 90 people: 40 men and 60 women.\n\nThey met on 31 June 2021."
	if err := answerText(strings.NewReader(in), &out, "en", findingLines); err != nil {
		t.Fatal(err)
	}
	want := `{"kind":"sum","spans":[[20,29],[31,37],[42,50]],"why":"the parts do not make the whole","working":"40 + 60 = 100, the text says 90"}
{"kind":"calendar","spans":[[62,77]],"why":"there is no such day","working":"June has 30 days"}
`
	if out.String() != want {
		t.Errorf("got  %swant %s", out.String(), want)
	}
}
