package write

import (
	"bytes"
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"
	"unicode"
	"unicode/utf8"

	"pgregory.net/rapid"

	"linecheck/models"
)

var testPrintInfo = PrintInfo{
	By:   "Edda Editor",
	At:   time.Date(2026, 11, 22, 17, 0, 0, 0, time.UTC),
	Zone: time.FixedZone("Newsroom", 5*60*60),
}

// newCopy returns a copy of a text with claims on some spans, in code points. Every second claim has a
// second occurrence if there is another span.
func newCopy(whole, language string, stretches ...[2]int) models.CheckingCopy {
	c := models.CheckingCopy{
		Article:  models.Article{Title: "A title", Language: language},
		Revision: models.NamedRevision{Revision: models.Revision{Number: 1, Text: whole}},
	}
	for _, s := range models.SegmentText(whole, language, nil) {
		c.Sentences = append(c.Sentences, models.CopySentence{PageSentence: models.PageSentence{Sentence: s, State: models.Open}})
	}
	runes := []rune(whole)
	var claims []models.CopyClaim
	for i, s := range stretches {
		place := models.Occurrence{ClaimID: int64(i + 1), Start: s[0], End: s[1], Exact: string(runes[s[0]:s[1]]), Placement: models.Placed}
		if i%2 == 1 && len(claims) > 0 {
			last := &claims[len(claims)-1]
			place.ClaimID = last.ID
			last.Occurrences = append(last.Occurrences, place)
			slices.SortFunc(last.Occurrences, func(a, b models.Occurrence) int { return a.Start - b.Start })
			continue
		}
		claims = append(
			claims,
			models.CopyClaim{
				ClaimCard: models.ClaimCard{
					Claim: models.Claim{ID: int64(i + 1), Status: models.Unchecked, Resolution: models.Unresolved, Risk: models.Risks[0],
						CreatedAt: testPrintInfo.At},
					ByName: "Rana Reviewer",
				},
				Occurrences: []models.Occurrence{place},
			},
		)
	}
	c.SetClaims(claims)
	return c
}

func checkingFile(t testFailer, c models.CheckingCopy) *openedCopy {
	t.Helper()
	var file bytes.Buffer
	if err := CheckingCopy(&file, c, testPrintInfo); err != nil {
		t.Fatalf("%v", err)
	}
	return openCopy(t, file.Bytes())
}

func checkedFile(t testFailer, c models.CheckedCopy) *openedCopy {
	t.Helper()
	var file bytes.Buffer
	if err := CheckedCopy(&file, c, testPrintInfo); err != nil {
		t.Fatalf("%v", err)
	}
	return openCopy(t, file.Bytes())
}

// lineBreaks can separate two paragraphs.
const lineBreaks = "\n␋␌\u0085\u2028\u2029"

// checkParagraphs checks that paragraphs form a text: between them only white space is left out, including
// a line break.
func checkParagraphs(t testFailer, paragraphs []string, whole string) {
	t.Helper()
	rest := lineEnds.Replace(replaceInvalid(whole))
	for i, p := range paragraphs {
		at := strings.Index(rest, p)
		if p == "" || at < 0 || trimBlanks(rest[:at]) != "" || i > 0 && !strings.ContainsAny(rest[:at], lineBreaks) {
			t.Fatalf("paragraph %d is %q, where the text goes on with %.80q", i+1, p, rest)
		}
		rest = rest[at+len(p):]
	}
	if trimBlanks(rest) != "" {
		t.Fatalf("%q is left out", rest)
	}
}

// removeBlanks removes white space and its stand-ins.
func removeBlanks(s string) string {
	return strings.Map(func(r rune) rune {
		if trimBlanks(string(r)) == "" {
			return -1
		}
		return r
	}, s)
}

// trimBlanks removes white space and its stand-ins at both ends.
func trimBlanks(s string) string {
	return strings.TrimFunc(s, func(r rune) bool { return unicode.IsSpace(r) || r == '␋' || r == '␌' })
}

// checkCommentRanges checks that every claim has a comment on exactly its words, at every occurrence.
func checkCommentRanges(t testFailer, o *openedCopy, c models.CheckingCopy) {
	t.Helper()
	n := 0
	for _, claim := range c.Claims {
		for i, place := range claim.Occurrences {
			id := fmt.Sprint(n)
			n++
			want := lineEnds.Replace(replaceInvalid(place.Exact))
			if removeBlanks(o.commentWords[id]) != removeBlanks(want) ||
				!strings.ContainsAny(want, lineBreaks) && o.commentWords[id] != want {
				t.Fatalf("claim %d is %q, and its comment is on %q", claim.Number, want, o.commentWords[id])
			}
			first := o.comments[id][0]
			if !strings.HasPrefix(first, fmt.Sprintf("Claim %d", claim.Number)) || strings.Contains(first, "here again") != (i > 0) {
				t.Fatalf("the comment on claim %d begins with %q", claim.Number, first)
			}
		}
	}
	if len(o.comments) != n || len(o.commentWords) != n {
		t.Fatalf("%d comments on %d stretches, for %d places", len(o.comments), len(o.commentWords), n)
	}
}

const hostileText = "HEAD ]]> <w:p>\u202eline\u202c\r\n\r\nA \tsentence & \"more\" of\x07 it\u2028here. Another\u00a0one \ufffe with 🚲 and <b>.\n\n\n  Third \"para\" stands\ron two lines.\n\nLast one has no stop"

func TestCommentsCoverExactlyTheirWords(t *testing.T) {
	whole := hostileText
	at := func(words string) [2]int {
		i := strings.Index(whole, words)
		start := utf8.RuneCountInString(whole[:i])
		return [2]int{start, start + utf8.RuneCountInString(words)}
	}
	c := newCopy(
		whole,
		"en",
		at("HEAD ]]> <w:p>"),
		at("with 🚲"),
		at("sentence & \"more\" of\x07 it"),
		at("Last"),
		at("\"more\""),
		at("one has"),
		at("of\x07 it\u2028here. Another"),
		at("stop"),
		at("one \ufffe with 🚲 and <b>.\n\n\n  Third"),
		at("stands\ron"),
	)
	o := checkingFile(t, c)
	checkParagraphs(t, o.oldParagraphs, whole)
	checkCommentRanges(t, o, c)
	if want := []string{"Heading1", "BodyText", "BodyText", "BodyText"}; !slices.Equal(o.styles, want) {
		t.Errorf("styles %q, paragraphs %q", o.styles, o.oldParagraphs)
	}
	if !slices.Contains(o.appendix, "Characters: those that a Word file cannot contain are shown as signs, such as ␇ for a bell.") {
		t.Errorf("the appendix is %q", o.appendix)
	}
}

// drawTextPiece draws pieces of text, including characters that need special treatment in a Word file.
var drawTextPiece = rapid.SampledFrom(
	[]string{
		"a",
		"B",
		"c.",
		". ",
		" ",
		"\n",
		"\n\n",
		"\r\n",
		"\r",
		"\t",
		"\x07",
		"\x0b",
		"&",
		"<",
		"]]>",
		"\"",
		"é",
		"e\u0301",
		"🚲",
		"\u202e",
		"\u202c",
		"\ufffe",
		"\u2028",
		"ש",
		"م",
		"۳",
		"١",
		"4,000",
		"(",
		")",
		"\u200c",
		"「",
		"。",
	},
)

// For any text, claims and corrections: no text is lost or changed, every comment is on its words, and the
// tracked changes produce the corrected text.
func TestWordFileContainsAnyText(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		whole := strings.Join(rapid.SliceOfN(drawTextPiece, 1, 40).Draw(t, "text"), "")
		language := rapid.SampledFrom([]string{"en", "fa", "", "pt-BR"}).Draw(t, "language")
		sentences := models.SegmentText(whole, language, nil)
		if len(sentences) == 0 {
			return
		}
		var stretches [][2]int
		for range rapid.IntRange(0, 6).Draw(t, "claims") {
			from := sentences[rapid.IntRange(0, len(sentences)-1).Draw(t, "from")]
			to := sentences[rapid.IntRange(from.Ordinal-1, len(sentences)-1).Draw(t, "to")]
			start := rapid.IntRange(from.Start, from.End-1).Draw(t, "start")
			stretches = append(stretches, [2]int{start, rapid.IntRange(max(start+1, to.Start+1), to.End).Draw(t, "end")})
		}
		c := newCopy(whole, language, stretches...)
		addRandomCorrections(t, &c)
		o := checkingFile(t, c)
		checkParagraphs(t, o.oldParagraphs, whole)
		checkCommentRanges(t, o, c)
		if (o.rtlParagraphs == len(o.oldParagraphs)) != (language == "fa") || len(o.changes) != 0 {
			t.Fatalf("%d of %d paragraphs run from right to left, with %q", o.rtlParagraphs, len(o.oldParagraphs), o.changes)
		}
		checked := c.BuildCheckedCopy()
		o = checkedFile(t, checked)
		checkParagraphs(t, o.oldParagraphs, whole)
		if got, want := removeBlanks(strings.Join(o.newParagraphs, "")), removeBlanks(replaceInvalid(applyEdits(checked))); got != want {
			t.Fatalf("with its changes made it reads\n%q, not\n%q", got, want)
		}
	})
}

// addRandomCorrections adds corrections of some of the claims' words.
func addRandomCorrections(t *rapid.T, c *models.CheckingCopy) {
	for i := range c.Claims {
		exact := []rune(c.Claims[i].Occurrence.Exact)
		from := rapid.IntRange(0, len(exact)-1).Draw(t, "from")
		k := models.Correction{
			ID:   int64(i + 1),
			From: string(exact[from:rapid.IntRange(from+1, len(exact)).Draw(t, "to")]),
			To:   rapid.SampledFrom([]string{"", "new", "nu\n\nملل ]]>", "\x01"}).Draw(t, "new words"),
			State: rapid.SampledFrom([]models.CorrectionState{models.CorrectionAccepted, models.CorrectionProposed, models.CorrectionDeclined, models.CorrectionMade}).
				Draw(t, "state"),
			ProposedAt: testPrintInfo.At,
		}
		if strings.TrimSpace(k.From) != "" {
			c.Claims[i].Corrections = []models.NamedCorrection{{Correction: k, ByName: "Rana Reviewer"}}
		}
	}
}

// applyEdits returns the text after the edits.
func applyEdits(c models.CheckedCopy) string {
	runes, at, text := []rune(c.Revision.Text), 0, ""
	for _, e := range c.Edits {
		text += string(runes[at:e.Start]) + e.Correction.To
		at = e.End
	}
	return text + string(runes[at:])
}

func TestTrackedChangesAndTheirComments(t *testing.T) {
	whole := "Fifty ports were closed. The minister named them."
	c := newCopy(whole, "en", [2]int{0, 11})
	decided := testPrintInfo.At.Add(time.Hour)
	correction := func(id int64, state models.CorrectionState, from, to string) models.NamedCorrection {
		return models.NamedCorrection{
			Correction: models.Correction{
				ID:         id,
				From:       from,
				To:         to,
				State:      state,
				Reason:     "The list says so.",
				ProposedAt: testPrintInfo.At,
				DecidedAt:  &decided,
			},
			ByName:      "Rana Reviewer",
			DeciderName: "Edda Editor",
		}
	}
	c.Claims[0].Corrections = []models.NamedCorrection{
		correction(1, models.CorrectionAccepted, "Fifty", "Forty"),
		correction(2, models.CorrectionProposed, "ports", "harbours"),
		correction(3, models.CorrectionDeclined, "Fifty", "Ten"),
		correction(4, models.CorrectionMade, "sixty", "Fifty"),
	}
	o := checkedFile(t, c.BuildCheckedCopy())
	if o.oldParagraphs[0] != whole || o.newParagraphs[0] != "Forty ports were closed. The minister named them." {
		t.Errorf("it was %q and is %q", o.oldParagraphs, o.newParagraphs)
	}
	if want := []string{"del Rana Reviewer 2026-11-22T22:00:00Z", "ins Rana Reviewer 2026-11-22T22:00:00Z"}; !slices.Equal(
		o.changes,
		want,
	) {
		t.Errorf("changes %q", o.changes)
	}
	if o.commentWords["0"] != "Fifty" || o.commentWords["1"] != "ports" || len(o.comments) != 2 {
		t.Errorf("comments on %q: %q", o.commentWords, o.comments)
	}
	if said := strings.Join(o.comments["1"], "\n"); !strings.Contains(said, "proposed, nobody has decided; it is not in the text") ||
		!strings.Contains(said, "“ports” → “harbours”, because: The list says so.") {
		t.Errorf("comment on the proposed correction: %s", said)
	}
	behind := strings.Join(o.appendix, "\n")
	for _, want := range []string{"Still proposed: 1.", "declined by Edda Editor", "“sixty” → “Fifty”"} {
		if !strings.Contains(behind, want) {
			t.Errorf("the appendix lacks %q in\n%s", want, behind)
		}
	}
}

func TestDirections(t *testing.T) {
	for _, c := range []struct {
		words string
		right bool
		want  string // the runs, right-to-left ones in braces
	}{
		{"plain (words), 4,000.", false, "plain (words), 4,000."},
		{"او (Ines Okoro) گفت.", true, "{او (}Ines Okoro{) گفت.}"},
		{"هر روز 4,000 نفر", true, "{هر روز }4,000{ نفر}"},
		{"هر روز ۴٬۰۰۰ نفر", true, "{هر روز ۴٬۰۰۰ نفر}"},
		{"He said שלום, then left.", false, "He said {שלום}, then left."},
		{"می\u200cشود", false, "{می\u200cشود}"},
		{"قُ.", true, "{قُ.}"},
		{"...", true, "{...}"},
		{"", true, ""},
	} {
		got := ""
		for _, s := range directionRuns(c.words, c.right) {
			if s.rtl {
				got += "{" + s.words + "}"
			} else {
				got += s.words
			}
		}
		if got != c.want {
			t.Errorf("%q is cut as %q, want %q", c.words, got, c.want)
		}
	}
}
