package compare

import (
	"fmt"
	"strings"
	"testing"

	"linecheck/text"
	"linecheck/text/sentence"
)

const signedText = `Floods in Pakistan
More than 70 districts were hit, officials said on Monday. "We did not expect this," said Ahmed Khan, 54, a farmer.
About 1,200.50 tonnes of wheat were lost – a third of the harvest. The dam's gates didn't open.
It cost 10⁶ rupees. Hundreds of thousands took up arms in 1985–88.
Photo: a flooded street in Dera Ismail Khan.`

func split(s string) []text.Span {
	var spans []text.Span
	for _, found := range sentence.Split(s, "en") {
		spans = append(spans, found.Span)
	}
	return spans
}

// sign returns the sentences of a text, with their words or, as in a receipt, without them.
func sign(s string, known bool) (list []Sentence) {
	runes := []rune(s)
	for i, span := range split(s) {
		one := NewSentence(i+1, string(runes[span.Start:span.End]))
		if !known {
			one.Text = ""
		}
		list = append(list, one)
	}
	return list
}

// describe formats results briefly: "=1" same, "~2" changed, "-3" missing, "^4" moved, "+" added, "f" furniture.
func describe(list []Result) string {
	signs := map[How]string{Same: "=", Changed: "~", Missing: "-", Moved: "^", Added: "+", Furniture: "f"}
	var said []string
	for _, r := range list {
		s := signs[r.How]
		if r.Ordinal >= 0 {
			s += fmt.Sprint(r.Ordinal)
		}
		said = append(said, s)
	}
	return strings.Join(said, " ")
}

func TestOtherSettingsAreTheSame(t *testing.T) {
	for name, change := range map[string]func(string) string{
		"as it is":              func(s string) string { return s },
		"straight marks":        strings.NewReplacer("–", "-", "’", "'").Replace,
		"typographic marks":     strings.NewReplacer(`"We`, "“We", `this,"`, "this,”", "'", "’").Replace,
		"guillemets":            strings.NewReplacer(`"We`, "«\u00a0We", `this,"`, "this,\u00a0»").Replace,
		"German marks":          strings.NewReplacer(`"We`, "„We", `this,"`, "this,“").Replace,
		"two dashes":            strings.NewReplacer("–", "--").Replace,
		"no-break blanks":       strings.NewReplacer("70 districts", "70\u00a0districts", "1,200.50 tonnes", "1,200.50\u202ftonnes").Replace,
		"soft hyphens":          strings.NewReplacer("districts", "dis\u00adtricts", "harvest", "har\u200bvest").Replace,
		"other lines":           strings.NewReplacer(" ", "\n").Replace,
		"Windows line ends":     strings.NewReplacer("\n", "\r\n").Replace,
		"ligatures":             strings.NewReplacer("officials", "oﬃcials").Replace,
		"composed differently":  strings.NewReplacer("é", "e\u0301").Replace,
		"blanks at the ends":    func(s string) string { return "\n\n  " + s + "\n\n" },
		"direction marks":       func(s string) string { return "\u200e" + s + "\u200f" },
		"isolated names":        strings.NewReplacer("Ahmed Khan", "\u2068Ahmed Khan\u2069").Replace,
		"joined Latin letters":  strings.NewReplacer("officials", "of\u200cficials").Replace,
		"a separate accent":     strings.NewReplacer("dam's", "dam\u200b's").Replace,
		"ruled lines":           func(s string) string { return s + "\n* * *\n" },
		"a site's own lines":    func(s string) string { return "Advertisement\n" + s + "\nRead more\nShare this article\n" },
		"a byline and a date":   strings.NewReplacer("Pakistan\n", "Pakistan\n"+bylineAndDate).Replace,
		"lines among sentences": strings.NewReplacer("farmer.\n", "farmer.\nAdvertisement\nRead more: Another storm\n").Replace,
	} {
		for _, known := range []bool{true, false} {
			if got := Texts(sign(signedText, known), change(signedText), DefaultRules, split); !AllSame(got) {
				t.Errorf("%s: %s", name, describe(got))
			}
		}
	}
}

func TestOtherWordsAreNotTheSame(t *testing.T) {
	for name, c := range map[string]struct {
		change func(string) string
		want   string
	}{
		"a number":         {strings.NewReplacer("70", "700").Replace, "=1 ~2 =3 =4 =5 =6 =7 =8"},
		"a decimal point":  {strings.NewReplacer("1,200.50", "12,005.0").Replace, "=1 =2 =3 ~4 =5 =6 =7 =8"},
		"an exponent":      {strings.NewReplacer("10⁶", "106").Replace, "=1 =2 =3 =4 =5 ~6 =7 =8"},
		"a negation":       {strings.NewReplacer("did not expect", "did expect").Replace, "=1 =2 ~3 =4 =5 =6 =7 =8"},
		"a contraction":    {strings.NewReplacer("didn't", "did").Replace, "=1 =2 =3 =4 ~5 =6 =7 =8"},
		"a name":           {strings.NewReplacer("Ahmed", "Akhmed").Replace, "=1 =2 ~3 =4 =5 =6 =7 =8"},
		"a capital letter": {strings.NewReplacer("Monday", "monday").Replace, "=1 ~2 =3 =4 =5 =6 =7 =8"},
		"a caption":        {strings.NewReplacer("Dera Ismail Khan", "Peshawar").Replace, "=1 =2 =3 =4 =5 =6 =7 ~8"},
		"a quotation without marks": {strings.NewReplacer(`"We did not expect this,"`, "We did not expect this,").Replace,
			"=1 =2 ~3 =4 =5 =6 =7 =8"},
		"a sentence gone":  {strings.NewReplacer(" The dam's gates didn't open.", "").Replace, "=1 =2 =3 =4 -5 =6 =7 =8"},
		"a sentence more":  {strings.NewReplacer("open.", "open. He lied.").Replace, "=1 =2 =3 =4 =5 + =6 =7 =8"},
		"a line more":      {strings.NewReplacer("open.\n", "open.\nMinister resigns\n").Replace, "=1 =2 =3 =4 =5 + =6 =7 =8"},
		"a word at an end": {strings.NewReplacer("1985–88.", "1985–88. Perhaps.").Replace, "=1 =2 =3 =4 =5 =6 =7 + =8"},
		"another order": {strings.NewReplacer("It cost 10⁶ rupees. ", "", "1985–88.", "1985–88. It cost 10⁶ rupees.").Replace,
			"=1 =2 =3 =4 =5 =7 ^6 =8"},
		"a reversed direction": {strings.NewReplacer("70 districts", "\u202e07 districts").Replace, "=1 ~2 =3 =4 =5 =6 =7 =8"},
		"a hidden direction":   {strings.NewReplacer("70", "\u202e70").Replace, "=1 ~2 =3 =4 =5 =6 =7 =8"},
		"a turned number":      {strings.NewReplacer("54", "\u200f54").Replace, "=1 =2 ~3 =4 =5 =6 =7 =8"},
		"a hidden tag":         {strings.NewReplacer("70", "7\U000e00300").Replace, "=1 ~2 =3 =4 =5 =6 =7 =8"},
		"a question on a line": {strings.NewReplacer("open.\n", "open.\n?\n").Replace, "=1 =2 =3 =4 =5 + =6 =7 =8"},
		"no date":              {strings.NewReplacer("open.\n", "open.\nUpdated 400 people dead\n").Replace, "=1 =2 =3 =4 =5 + =6 =7 =8"},
		"a minus sign":         {strings.NewReplacer("54", "-54").Replace, "=1 =2 ~3 =4 =5 =6 =7 =8"},
		"nothing":              {func(string) string { return "" }, "-1 -2 -3 -4 -5 -6 -7 -8"},
	} {
		for _, known := range []bool{true, false} {
			got := Texts(sign(signedText, known), c.change(signedText), DefaultRules, split)
			if AllSame(got) || describe(got) != c.want {
				t.Errorf("%s (words known: %v): %s, want %s", name, known, describe(got), c.want)
			}
		}
	}
}

// A published text may omit the title, but a title that it has must be the signed one.
func TestTitleIsCompared(t *testing.T) {
	signed := append([]Sentence{NewSentence(0, "Floods hit 70 districts")}, sign("It rained. Dams broke.", true)...)
	for published, want := range map[string]string{
		"It rained. Dams broke.":                                                 "=1 =2",
		"Floods hit 70 districts\nIt rained. Dams broke.":                        "=0 =1 =2",
		"Floods hit 90 districts\nIt rained. Dams broke.":                        "~0 =1 =2",
		"By Jane Doe\nIt rained. Dams broke.":                                    "f =1 =2",
		"Everybody is guilty\nIt rained. Dams broke.":                            "+ =1 =2",
		"Floods hit 70 districts\nBy Jane Doe\nIt rained. It hailed. Dams broke": "=0 f =1 + ~2",
	} {
		if got := describe(Texts(signed, published, DefaultRules, split)); got != want {
			t.Errorf("%q: %s, want %s", published, got, want)
		}
	}
}

func TestWords(t *testing.T) {
	for name, c := range map[string]struct {
		a, b string
		same bool
	}{
		"units":                      {"5' tall", `5" tall`, false},
		"a unit in other marks":      {"5' tall", "5′ tall", true},
		"two single marks":           {"''Yes''", "“Yes”", true},
		"marks in marks":             {"«Yes»", "«“Yes”»", false},
		"an accent and apostrophe":   {"caf\u00e9's", "cafe\u0301’s", true},
		"Persian letters kept apart": {"می\u200cخواهم", "میخواهم", false},
		"the same twice":             {"می\u200cخواهم", "می\u200c\u200cخواهم", true},
		"a joiner at the end":        {"خواهم", "خواهم\u200c", true},
		"an exchanged score":         {"It was 2 - 1.", "It was \u200f2 - 1.", false},
		"an embedded score":          {"It was 2 - 1.", "It was \u20672 - 1\u2069.", false},
		"a mark in Arabic":           {"كانت 2 - 1 هنا", "كانت \u200f2 - 1 هنا", true},
		"a figure of Arabic turned":  {"كانت 2 - 1 هنا", "كانت \u200e2 - 1 هنا", false},
		"a mathematical sign":        {"ab", "a\u2062b", false},
	} {
		if got := Hash(Words(c.a)) == Hash(Words(c.b)); got != c.same {
			t.Errorf("%s: %+q and %+q are the same: %v, want %v", name, c.a, c.b, got, c.same)
		}
	}
}

// A link, and a quote box that repeats a sentence, count as furniture. A quote box with other words counts as added.
func TestPages(t *testing.T) {
	signed := sign("It rained for six days. \"Nobody came,\" she said. \"We waited all the night.\"\nDams broke.", true)
	const before, after = "It rained for six days. \"Nobody came,\" she said. \"We waited all the night.\"\n", "\nDams broke."
	const label, other = "Read more: ", "Why the north of the country had no rain this year"
	for _, c := range []struct {
		line        string
		link, boxed bool
		want        string
	}{
		{label + other, true, false, "=1 =2 =3 f =4"},
		{label + other, false, false, "=1 =2 =3 + =4"},
		{label + "He lied. " + other, true, false, "=1 =2 =3 + + =4"},
		{"It rained for six days.", false, true, "=1 =2 =3 f =4"},
		{"It rained for six days.", false, false, "=1 =2 =3 + =4"},
		{"We waited all the night.", false, true, "=1 =2 =3 f =4"},
		{"\"It rained for six days.\"", false, true, "=1 =2 =3 + =4"},
		{"It rained for nine days.", false, true, "=1 =2 =3 + =4"},
	} {
		p := Published{Text: before + c.line + after}
		start, end := len(before), len(before+c.line)
		if c.link {
			p.Links = []text.Span{{Start: start + len(label), End: end}}
		}
		if c.boxed {
			p.QuoteBoxes = []text.Span{{Start: start, End: end}}
		}
		if got := describe(Pages(signed, p, DefaultRules, split)); got != c.want {
			t.Errorf("%q: %s, want %s", c.line, got, c.want)
		}
	}
}

// Every signed sentence appears exactly once in the results, for any published text.
func FuzzTexts(f *testing.F) {
	f.Add(signedText, signedText)
	f.Add("No. No. No. Yes.", "No. Yes. No.")
	f.Add("", "a\nb")
	f.Add("«a» 'b' -- ... \u202e", "x\u0301\x00")
	f.Fuzz(func(t *testing.T, signed, published string) {
		signed, published = strings.ToValidUTF8(signed, "?"), strings.ToValidUTF8(published, "?")
		sentences := sign(signed, true)
		seen := map[int]int{}
		for _, r := range Texts(sentences, published, DefaultRules, split) {
			if r.Ordinal >= 0 {
				seen[r.Ordinal]++
			}
		}
		for _, s := range sentences {
			if want := min(1, s.Count); seen[s.Ordinal] != want {
				t.Errorf("sentence %d is listed %d times, want %d", s.Ordinal, seen[s.Ordinal], want)
			}
		}
		words := 0
		for _, s := range sentences {
			words += s.Count
		}
		if len(Words(signed)) != words {
			return // two sentences share a word, or a separator lies between them
		}
		if got := Texts(sentences, signed, nil, split); !AllSame(got) {
			t.Errorf("the text itself is not the same: %s", describe(got))
		}
	})
}

func TestRepeatedSentences(t *testing.T) {
	s := strings.TrimSpace(strings.Repeat("No. ", 300))
	signed := sign(s, false)
	if got := Texts(signed, s, nil, split); !AllSame(got) || len(got) != len(signed) {
		t.Errorf("%d of %d sentences are the same", len(got), len(signed))
	}
	if got := Texts(signed, strings.TrimSuffix(s, " No."), nil, split); AllSame(got) {
		t.Error("one repetition less is not noticed")
	}
}

func BenchmarkTexts(b *testing.B) {
	var long strings.Builder
	for i := range 2000 {
		fmt.Fprintf(&long, "Sentence number %d says that %d people of village %d lost %d animals in the flood of that year. ", i, i*7, i*3, i*11)
	}
	signed := sign(long.String(), false)
	for b.Loop() {
		if !AllSame(Texts(signed, long.String(), DefaultRules, split)) {
			b.Fatal("not the same")
		}
	}
}

// bylineAndDate is what a site adds below a headline.
const bylineAndDate = "By Jane van Doe and John Roe\nPublished 2 December 2026\n5 min read\n"
