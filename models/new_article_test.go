package models

import (
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"strconv"
	"strings"
	"testing"
	"unicode/utf8"

	"pgregory.net/rapid"

	"linecheck/internal/testutil"
	"linecheck/text/sentence"
)

const smallText = "Bridge closes\n\nMore than 4,000 people cross it 🚲 every day. It was built in 1911.\n\nThe bridge at dusk. (Photo: archive)\n"

// segmentTestText returns a revision of a text with its sentences, including ids.
func segmentTestText(t interface{ Fatal(...any) }, s string) (Revision, []Sentence) {
	draft, err := NewArticle{Title: "t", Text: s}.Segment(Limits{Text: 1 << 20})
	if err != nil {
		t.Fatal(err)
	}
	for i := range draft.Sentences {
		draft.Sentences[i].ID = int64(i + 1)
	}
	return Revision{ID: 1, Number: 1, Text: draft.Text, SHA256: draft.SHA256}, draft.Sentences
}

func TestSegmentRefuses(t *testing.T) {
	for name, test := range map[string]struct {
		article NewArticle
		field   string
		says    string
	}{
		"no title":       {NewArticle{Title: " \n", Text: "A."}, "title", "give the article a title"},
		"no text":        {NewArticle{Title: "t", Text: "\n \u2003"}, "text", "paste the article's text"},
		"a long text":    {NewArticle{Title: "t", Text: strings.Repeat("a ", 600)}, "text", "longer than the limit"},
		"a NUL":          {NewArticle{Title: "t", Text: "one\ntw\x00o"}, "text", "line 2, column 3"},
		"broken UTF-8":   {NewArticle{Title: "t", Text: "one\xff"}, "text", "line 1, column 4"},
		"a NUL in title": {NewArticle{Title: "t\x00", Text: "A."}, "title", "line 1, column 2"},
		"a long title":   {NewArticle{Title: strings.Repeat("ä", 501), Text: "A."}, "title", "at most 500"},
		"no language":    {NewArticle{Title: "t", Text: "A.", Language: "en; DROP"}, "language", "tag"},
	} {
		_, err := test.article.Segment(Limits{Text: 1000})
		var wrong ValidationErrors
		testutil.True(t, name+": errors.As(err, &wrong)", errors.As(err, &wrong))
		testutil.Len(t, name+": wrong", wrong, 1)
		testutil.Equal(t, name+": wrong[0].Field", wrong[0].Field, test.field)
		testutil.Contains(t, name+": wrong[0].Detail", wrong[0].Detail, test.says)
	}
}

func TestSelectionLocate(t *testing.T) {
	revision, sentences := segmentTestText(t, smallText)
	at := func(words string) (int, int) {
		start := utf8.RuneCountInString(smallText[:strings.Index(smallText, words)])
		return start, start + utf8.RuneCountInString(words)
	}
	claimStart, claimEnd := at("4,000 people cross it 🚲")
	photo, _ := at("(Photo")
	headline, _ := at("closes")
	_, built := at("built in 1911")
	for name, test := range map[string]struct {
		sel     Selection
		exact   string // the claim's words
		touches int
		says    string // or the error
	}{
		"offsets with an astral character": {sel: Selection{Start: claimStart, End: claimEnd, Quote: "4,000 people cross it 🚲"}, exact: "4,000 people cross it 🚲", touches: 1},
		"white space is trimmed":           {sel: Selection{Start: claimStart - 1, End: claimEnd + 1}, exact: "4,000 people cross it 🚲", touches: 1},
		"over two sentences":               {sel: Selection{Start: claimStart, End: built}, exact: "4,000 people cross it 🚲 every day. It was built in 1911", touches: 2},
		"a whole sentence":                 {sel: Selection{Sentence: 3, WholeSentence: true}, exact: "It was built in 1911.", touches: 1},
		"words by number":                  {sel: Selection{Sentence: 3, FirstWord: 3, LastWord: 5}, exact: "built in 1911", touches: 1},
		"negative":                         {sel: Selection{Start: -1, End: 3}, says: "before the text"},
		"reversed":                         {sel: Selection{Start: 5, End: 2}, says: "the end has to come after"},
		"empty":                            {sel: Selection{Start: 5, End: 5}, says: "at least one word"},
		"beyond the end":                   {sel: Selection{Start: 5, End: 5000}, says: "beyond the text"},
		"another quote":                    {sel: Selection{Start: claimStart, End: claimEnd, Quote: "5,000 people"}, says: "not at that place"},
		"only white space":                 {sel: Selection{Start: 13, End: 15}, says: "at least one word"},
		"from headline into body":          {sel: Selection{Start: headline, End: claimEnd}, says: "cannot run from the headline into the body"},
		"from body into caption":           {sel: Selection{Start: claimStart, End: photo}, says: "cannot run from the body into the caption"},
		"words that are not there":         {sel: Selection{Sentence: 3, FirstWord: 3, LastWord: 9}, says: "between 1 and 5"},
		"words the wrong way round":        {sel: Selection{Sentence: 3, FirstWord: 3, LastWord: 2}, says: "the first not after the last"},
		"a sentence of another text":       {sel: Selection{Sentence: 99, WholeSentence: true}, says: "not part of the current text"},
	} {
		occurrence, touched, err := test.sel.Locate(revision, sentences)
		var wrong ValidationErrors
		switch {
		case test.says != "" && (!errors.As(err, &wrong) || !strings.Contains(wrong.Detail("selection"), test.says)):
			t.Errorf("%s: %v, want a sentence with %q", name, err, test.says)
		case test.says == "" && (err != nil || occurrence.Exact != test.exact || len(touched) != test.touches):
			t.Errorf("%s: %q in %d sentences, %v", name, occurrence.Exact, len(touched), err)
		}
	}
}

// For any selection, the located occurrence matches its text (docs/invariants.md#offsets).
func TestLocatedOccurrenceIsTheTextThere(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		s := rapid.StringOfN(rapid.SampledFrom([]rune("aé́ 🚲\u200d\n.“”٣\u202e")), 1, 60, -1).Draw(t, "text")
		if strings.TrimSpace(s) == "" {
			return
		}
		revision, sentences := segmentTestText(t, s)
		if wrong := placedRevision(revision, sentences, nil).Validate(); wrong != "" {
			t.Fatal(wrong)
		}
		n := utf8.RuneCountInString(s)
		sel := Selection{Start: rapid.IntRange(-1, n+1).Draw(t, "start"), End: rapid.IntRange(-1, n+1).Draw(t, "end")}
		occurrence, touched, err := sel.Locate(revision, sentences)
		if err != nil {
			return
		}
		if wrong := placedRevision(revision, sentences, touched, occurrence).Validate(); wrong != "" {
			t.Fatal(wrong)
		}
	})
}

func TestSample(t *testing.T) {
	revision, sentences := segmentTestText(t, SampleArticle(1).Text)
	regions := map[sentence.Region]int{}
	for _, s := range sentences {
		regions[s.Region]++
	}
	for _, r := range []sentence.Region{"kicker", "headline", "byline", "dateline", "caption", "body"} {
		if regions[r] == 0 {
			t.Errorf("the sample article shows no %s", r)
		}
	}
	for _, words := range []string{"more than 70 districts", "hundreds of thousands"} {
		if strings.Count(revision.Text, words) != 1 {
			t.Errorf("the sample article should contain %q once", words)
		}
	}
	sum := sha256.Sum256([]byte(sampleText))
	if revision.SHA256 != hex.EncodeToString(sum[:]) {
		t.Error("the text was not kept exactly")
	}
}

// Half a million tiny sentences would stop all saving for a minute.
func TestArticleHasABoundedNumberOfSentences(t *testing.T) {
	limits := Limits{Text: DefaultTextLimit, Sentences: 100}
	for n, ok := range map[int]bool{100: true, 101: false, 5_000: false} {
		words := strings.Repeat("He came. ", n)
		_, err := NewArticle{Title: "Tiny", Text: words}.Segment(limits)
		if (err == nil) != ok {
			t.Errorf("a new article of %d sentences: %v", n, err)
		}
		if err != nil && !strings.Contains(strings.ReplaceAll(err.Error(), ",", ""), strconv.Itoa(n)+" sentences") {
			t.Errorf("the refusal does not name %d: %v", n, err)
		}
		if err := limits.CheckDraftSentences(words, "en", nil); (err == nil) != ok {
			t.Errorf("a draft of %d sentences: %v", n, err)
		}
	}
}
