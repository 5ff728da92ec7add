package views

import (
	"bytes"
	"context"
	"fmt"
	"strings"
	"testing"

	"github.com/PuerkitoBio/goquery"
	"github.com/a-h/templ"
	"pgregory.net/rapid"

	"linecheck/models"
	"linecheck/text"
)

// renderDocument renders a component and parses it as a browser would.
func renderDocument(t interface{ Fatal(...any) }, c templ.Component) *goquery.Document {
	var body bytes.Buffer
	if err := c.Render(context.Background(), &body); err != nil {
		t.Fatal(err)
	}
	document, err := goquery.NewDocumentFromReader(&body)
	if err != nil {
		t.Fatal(err)
	}
	return document
}

var hostileTexts = []string{
	"", "plain", `<script>alert("1")</script> & 'x' &amp; &#13;`, "line\r\nbreak\rand\ttab\n", "\n leading and trailing \n",
	"\u202Egnp.exe\u202C and \u2066isolated\u2069", "zero\u200Bwidth\u200D \uFEFF", "no\u00A0break", "👩\u200d👩\u200d👧\u200d👦 e\u0301 🇩🇪 \U0001F3F4\U000E0067\U000E0062\U000E007F",
	"می\u200cخواهم", "\u0000x"[1:], "]]> --> </span></mark>", "\x01\x0b\x7f\u0085\u2028\ufffe", "{{ x }} ${y} `z`",
}

func TestTextRoundTripsThroughHTML(t *testing.T) {
	for _, s := range hostileTexts {
		marks := []models.ClaimSpan{{ClaimID: 1, Start: 0, End: 3}, {ClaimID: 2, Start: 2, End: 900}}
		for _, m := range [][]models.ClaimSpan{nil, marks} {
			sentence := models.PageSentence{Sentence: models.Sentence{ID: 3, Ordinal: 2, Text: s}, ClaimSpans: m}
			if got := renderDocument(t, Sentence(7, sentence, true)).Find(".t").Text(); got != s {
				t.Errorf("%q came back as %q", s, got)
			}
		}
	}
}

func TestMarkedTextRoundTripsThroughHTML(t *testing.T) {
	special := rapid.SampledFrom([]rune("ab <>&\"'\r\n\t\u00A0\u200B\u202E\u2069\u200D👩é\u0301ع"))
	rapid.Check(t, func(t *rapid.T) {
		s := strings.ReplaceAll(rapid.StringOf(rapid.OneOf(special, rapid.Rune())).Draw(t, "text"), "\x00", "")
		var marks []models.ClaimSpan
		for i := range rapid.IntRange(0, 5).Draw(t, "marks") {
			start := rapid.IntRange(0, 30).Draw(t, "start")
			marks = append(
				marks,
				models.ClaimSpan{
					ClaimID:     int64(i + 1),
					Start:       start,
					End:         start + rapid.IntRange(1, 30).Draw(t, "length"),
					ClaimStatus: models.ClaimStatus{Status: models.Disputed},
				},
			)
		}
		document := renderDocument(
			t,
			Sentence(7, models.PageSentence{Sentence: models.Sentence{ID: 3, Ordinal: 2, Text: s}, ClaimSpans: marks}, false),
		)
		if got := document.Find(".t").Text(); got != s {
			t.Fatalf("%q came back as %q", s, got)
		}
		for _, m := range marks {
			if got, want := wordsOfClaim(document, m.ClaimID), markedText(s, m); got != want {
				t.Fatalf("claim %d of %q marks %q, want %q", m.ClaimID, s, got, want)
			}
		}
	})
}

// wordsOfClaim returns the text of all marks of a claim.
func wordsOfClaim(document *goquery.Document, id int64) string {
	return document.Find(fmt.Sprintf(`mark[data-claims~="%d"]`, id)).Text()
}

// markedText returns the words of a sentence that a mark covers.
func markedText(s string, m models.ClaimSpan) string {
	index := text.NewIndex(s)
	part, _ := index.Slice(text.Span{Start: min(m.Start, index.Len()), End: min(m.End, index.Len())})
	return part
}

func TestHiddenCharactersAreNamed(t *testing.T) {
	document := renderDocument(t, Words("a\u202Eb\u200Bc", []models.ClaimSpan{{ClaimID: 1, Start: 2, End: 4}}))
	var names []string
	document.Find(".hidden-char").Each(func(_ int, s *goquery.Selection) {
		name, _ := s.Attr("data-name")
		names = append(names, name+"="+fmt.Sprintf("%+q", s.Text()))
	})
	if got, want := strings.Join(names, " "), `RLO="\u202e" ZWSP="\u200b"`; got != want {
		t.Errorf("hidden characters are shown as %s, want %s", got, want)
	}
}

func TestOverlappingClaimsShowTheMostUrgent(t *testing.T) {
	mark := func(id int64, start, end int, s models.Status) models.ClaimSpan {
		return models.ClaimSpan{ClaimID: id, Start: start, End: end, ClaimStatus: models.ClaimStatus{Status: s}}
	}
	for _, c := range []struct {
		name  string
		marks []models.ClaimSpan
		want  string
	}{
		{"none", nil, "0:abcdefgh"},
		{"apart", []models.ClaimSpan{mark(1, 1, 2, models.Sourced), mark(2, 4, 6, models.Disputed)}, "0:a 1:b[1 sourced] 2:cd 4:ef[2 disputed] 6:gh"},
		{"overlapping", []models.ClaimSpan{mark(1, 0, 4, models.Sourced), mark(2, 2, 8, models.Unchecked)}, "0:ab[1 sourced] 2:cd[1 2 unchecked] 4:efgh[2 unchecked]"},
		{"one within another", []models.ClaimSpan{mark(1, 0, 8, models.Disputed), mark(2, 2, 3, models.Unverified)}, "0:ab[1 disputed] 2:c[1 2 disputed] 3:defgh[1 disputed]"},
		{"the same words", []models.ClaimSpan{mark(5, 0, 8, models.Unverified), mark(6, 0, 8, models.Unchecked)}, "0:abcdefgh[5 6 unverified]"},
		{"beyond the end", []models.ClaimSpan{mark(1, 6, 99, models.Sourced)}, "0:abcdef 6:gh[1 sourced]"},
	} {
		var got []string
		for _, p := range Pieces("abcdefgh", c.marks) {
			s := fmt.Sprintf("%d:%s", p.Start, p.Text)
			if p.Claims != "" {
				s += fmt.Sprintf("[%s %s]", p.Claims, p.Status)
			}
			got = append(got, s)
		}
		if strings.Join(got, " ") != c.want {
			t.Errorf("%s: %s, want %s", c.name, strings.Join(got, " "), c.want)
		}
	}
}
