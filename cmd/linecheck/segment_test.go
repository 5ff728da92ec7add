package main

import (
	"strings"
	"testing"
)

func TestSegmentText(t *testing.T) {
	t.Parallel()
	var out strings.Builder
	in := "\uFEFFFlood in <Köln> & more\r\n\r\nIt rained on “us” for days, the mayor of the town said. 😀 It stopped."
	if err := segmentText(strings.NewReader(in), &out, "en"); err != nil {
		t.Fatal(err)
	}
	want := `{"ordinal":1,"region":"headline","start":0,"end":22,"text":"Flood in <Köln> & more"}
{"ordinal":2,"region":"body","start":26,"end":83,"text":"It rained on “us” for days, the mayor of the town said. 😀"}
{"ordinal":3,"region":"body","start":84,"end":95,"text":"It stopped."}
`
	if out.String() != want {
		t.Errorf("got  %s\nwant %s", out.String(), want)
	}
}

func TestSegmentTextRefuses(t *testing.T) {
	t.Parallel()
	for in, want := range map[string]string{
		"%PDF-1.7 x":                             "looks like a PDF",
		"one\ntwo\x00 and a longer line of text": "line 2, column 4: a NUL character",
	} {
		var out strings.Builder
		if err := segmentText(strings.NewReader(in), &out, "en"); err == nil || !strings.Contains(err.Error(), want) || out.Len() > 0 {
			t.Errorf("%q: %v and %q, want %q", in, err, out.String(), want)
		}
	}
}

func TestSegmentBatch(t *testing.T) {
	t.Parallel()
	var out strings.Builder
	in := `{"id":"a/1","lang":"en","text":"One came. Two left."}` + "\n\n" +
		`{"id":7,"lang":"zh","text":"一。二。"}` + "\n" + `{"id":null,"text":"é😀 !\u0000"}` + "\n" + `{"id":"e","text":" \n"}`
	if err := segmentBatch(strings.NewReader(in), &out, "en"); err != nil {
		t.Fatal(err)
	}
	want := `{"id":"a/1","spans":[[0,9],[10,19]],"regions":["body","body"]}
{"id":7,"spans":[[0,2],[2,4]],"regions":["body","body"]}
{"id":null,"spans":[[0,5]],"regions":["body"]}
{"id":"e","spans":[],"regions":[]}
`
	if out.String() != want {
		t.Errorf("got  %s\nwant %s", out.String(), want)
	}
}

func TestSegmentBatchErrorsNameTheLine(t *testing.T) {
	t.Parallel()
	const good = `{"id":1,"text":"x"}` + "\n"
	for in, want := range map[string]string{
		good + "{":                              "line 2: not a JSON object",
		good + `["x"]`:                          "line 2: not a JSON object",
		good + good + `{"id":1}`:                `line 3: "id" or "text" is missing`,
		good + `{"id":1,"text":5}`:              "line 2: not a JSON object",
		good + "{\"id\":1,\"text\":\"\xff\"}\n": "line 2: not UTF-8",
		strings.Repeat(" ", maxInputBytes+1):    "line 1 is longer than 64 MiB",
	} {
		var out strings.Builder
		if err := segmentBatch(strings.NewReader(in), &out, "en"); err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("%.30q: %v, want %q", in, err, want)
		}
		if in != "" && in[0] == '{' && !strings.HasPrefix(out.String(), `{"id":1,"spans":[[0,1]]`) {
			t.Errorf("%q: the lines before were not answered: %q", in, out.String())
		}
	}
}
