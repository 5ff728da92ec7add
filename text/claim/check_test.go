package claim

import (
	"bufio"
	"encoding/json"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"linecheck/internal/testutil"
	"linecheck/text"
)

// checkCases are invented articles with the expected findings, one a line as kind, then working or reason.
// "" means none.
var checkCases = []struct{ text, want string }{
	{"Rebels hold more than 70 districts. The rebels hold 72 districts, the army said.", ""},
	{"The blast killed 12 people. At least two of the 14 people killed were children.", "contradiction: 12 or 14 people\n"},
	{"The blast killed about 12 people. The blast killed 13 people.", ""},
	{"The blast killed 12 people. Police arrested 14 people.", ""},
	{"The union lost 300 members. Later it lost 500 members.", ""},
	{"Over 5,000 houses burned. Some 200 houses were saved.", ""},
	{"The group shut 40 schools in May. It has shut fewer than 30 schools.", "contradiction: 40 or 30 schools\n"},
	{"President Karim Mohaqiq spoke. Minister Karim Mohaqeq agreed.", "contradiction: Mohaqiq or Mohaqeq\n"},
	{"President Karim Mohaqiq spoke. Minister Karim Mohaqiq's aide agreed.", ""},
	{"President Anna Berger spoke. Minister Lena Berges agreed.", ""},
	{"President Anna Berger spoke. The Berger family agreed.", ""},
	{"Hurricane Oda came in 2004. The town was new when Hurricane Oda hit it in 2005.", "contradiction: 2004 or 2005\n"},
	{"Hurricane Oda came in 2004. Hurricane Oda was the worst storm of 2004.", ""},
	{"The bus carried 70 people: 40 men and 35 women.", "sum: 40 + 35 = 75, the text says 70\n"},
	{"The bus carried 75 people: 40 men and 35 women.", ""},
	{"The bus carried about 70 people: 40 men and 35 women.", ""},
	{"They found 12 boys and 9 girls, 20 children in all.", "sum: 12 + 9 = 21, the text says 20\n"},
	{"They found 12 boys and 9 girls, 21 children in all.", ""},
	{"Police freed 4 women, 3 men and 2 children, a total of 10 people.", "sum: 4 + 3 + 2 = 9, the text says 10\n"},
	{"In the vote 55% were for it, 48% against it.", "sum: 55 + 48 = 103 percent\n"},
	{"In the vote 52% were for it, 48% against it.", ""},
	{"In the vote 52.3% were for it, 48% against it.", ""},
	{"The party has 45 of the 120 seats, or 40 percent.", "sum: 45 / 120 = 37.5 percent, the text says 40\n"},
	{"The party has 45 of the 120 seats, or 38 percent.", ""},
	{"The party has 45 of the 120 seats, or 37.5 percent.", ""},
	{"The party has 45 of the 120 seats, or nearly 40 percent.", ""},
	{"Cases rose from 40 to 50, or 20 percent.", "sum: 40 to 50 is 25 percent, the text says 20\n"},
	{"Cases fell from 50 to 40, or 25 percent.", "sum: 50 to 40 is 20 percent, the text says 25\n"},
	{"Cases rose by 25 percent, from 40 to 50.", ""},
	{"The town is 50 kilometres (31 miles) away.", ""},
	{"The town is 50 kilometres (41 miles) away.", "sum: 50 km = 31.07 mi, the text says 41\n"},
	{"It was 41.5 °C (106.7 °F).", ""},
	{"It was 41.5 °C (96.7 °F).", "sum: 41.5 °C = 106.7 °F, the text says 96.7\n"},
	{"It weighs 3 kg (6.6 lb).", ""},
	{"They met on Monday, June 3, 2019.", ""},
	{"They met on Tuesday, June 3, 2019.", "calendar: 3 June 2019 is a Monday, the text says Tuesday\n"},
	{"They met on Thursday, May 6.", ""},
	{"They met on Friday, May 6.", "calendar: 6 May 2021 is a Thursday, the text says Friday\n"},
	{"They met on Thursday, December 31.", ""}, // 2020 is nearer than 2021, whose last day is a Friday
	{"They met on Friday, December 31.", "calendar: 31 December 2020 is a Thursday, the text says Friday\n"},
	{"They will meet on 31 June 2021.", "calendar: June has 30 days\n"},
	{"They met on 29 February 2020.", ""},
	{"They met on 29 February 2021.", "calendar: February has 28 days\n"},
	{"It opened last year, in 2020.", ""},
	{"It opened last year, in 2019.", "calendar: 2021 (brought in) - 1 = 2020, the text says 2019\n"},
	{"Born in 1950, he died in 2010 at the age of 70.", "calendar: 2010 - 1950 = 60, the text says 70\n"},
	{"Born in 1950, he died in 2010 at the age of 59.", ""},
	{"The singer, 48, was born in 1973.", ""},
	{"The singer, 58, was born in 1973.", "calendar: 2021 (brought in) - 1973 = 48, the text says 58\n"},
	{"About 70 districts fell. He named the 70 districts that fell.", "repeat: the same number stands here twice\n"},
	{
		"“We will never give this valley up,” she said. Later: “We will never give this valley up.” Nobody answered.",
		"repeat: the same quote stands here twice\n",
	},
	{"Mayor Ann Okoro came. Mayor Ann Okoro left. We saw Mayor Ann Okoro.", "repeat: the same name stands here 3 times\n"},
	{"Two men came. Three women left. Nothing else is known.", ""},
}

func formatFindings(found []Finding) (s string) {
	for _, f := range found {
		if f.Working != "" {
			s += string(f.Kind) + ": " + f.Working + "\n"
		} else {
			s += string(f.Kind) + ": " + f.Why + "\n"
		}
	}
	return s
}

func TestCheck(t *testing.T) {
	published := When{Year: 2021, Month: 6, Day: 24}
	for _, c := range checkCases {
		x := text.NewIndex(c.text)
		found := NewArticle(c.text, "en", AnalyzeText(c.text, "en"), published).Check()
		if got := formatFindings(dropNameRepeats(found, c.want)); got != c.want {
			t.Errorf("%s\n got %swant %s", c.text, got, c.want)
		}
		for _, f := range found {
			for i, s := range f.Spans {
				exact, ok := x.Slice(s)
				testutil.True(t, "ok", ok)
				testutil.Different(t, "exact", exact, "")
				testutil.False(t, "i > 0 && s.Start <= f.Spans[i-1].Start", i > 0 && s.Start <= f.Spans[i-1].Start)
				testutil.Different(t, "f.Why", f.Why, "")
			}
		}
	}
}

// dropNameRepeats removes repeats of names unless the case is about repeats.
func dropNameRepeats(found []Finding, want string) (list []Finding) {
	for _, f := range found {
		if f.Kind != Repeat || len(want) > 6 && want[:6] == "repeat" {
			list = append(list, f)
		}
	}
	return list
}

func FuzzCheck(f *testing.F) {
	for _, c := range checkCases {
		f.Add(c.text, "en", 2021)
	}
	f.Add("2021年99月99日", "zh", 0)
	f.Fuzz(func(t *testing.T, s, lang string, year int) {
		s = strings.ToValidUTF8(s, "\uFFFD") // the splitter requires valid UTF-8
		x := text.NewIndex(s)
		for _, found := range NewArticle(s, lang, AnalyzeText(s, lang), When{Year: year}).Check() {
			for _, at := range found.Spans {
				if _, ok := x.Slice(at); !ok || at.Empty() {
					t.Fatalf("%q: %v", s, found)
				}
			}
			if len(found.Spans) == 0 || found.Why == "" {
				t.Fatalf("%q: %v", s, found)
			}
		}
	})
}

func TestPublishedOn(t *testing.T) {
	s := "Flood in Ulm\nPublished: Jun 24, 2021 01:26 PM\n\nThe river rose on Wednesday, June 24, the mayor said."
	a := NewArticle(s, "en", AnalyzeText(s, "en"), When{})
	if a.published.Year != 2021 || a.published.Month != 6 || a.published.Day != 24 {
		t.Fatalf("%+v", a.published)
	}
	if got := formatFindings(a.Check()); got != "calendar: 24 June 2021 is a Thursday, the text says Wednesday\n" {
		t.Errorf("%q", got)
	}
	s = strings.Replace(s, "on Wednesday, June 24", "last year, in 2019", 1)
	if got := formatFindings(NewArticle(s, "en", AnalyzeText(s, "en"), When{Year: 2024, Month: 2, Day: 3}).Check()); got != "calendar: 2021 (dateline) - 1 = 2020, the text says 2019\n" {
		t.Errorf("the day of import was used in spite of a dateline: %q", got)
	}
}

// The real article of ../shared has no known mistake of these kinds, so the checks may report only repeats.
func TestChecksFindOnlyRepeatsInTheRealArticle(t *testing.T) {
	path := filepath.Join("..", "..", "..", "shared", "articles", "afghanistan-2021-06-24.gold.jsonl")
	f, err := os.Open(path)
	if err != nil {
		t.Skipf("the real article is not here: %v", err)
	}
	defer f.Close()
	lines := bufio.NewScanner(f)
	lines.Buffer(nil, 1<<20)
	if !lines.Scan() {
		t.Fatal(lines.Err())
	}
	var gold struct{ Lang, Text string }
	if err := json.Unmarshal(lines.Bytes(), &gold); err != nil {
		t.Fatal(err)
	}
	repeats := 0
	for _, found := range NewArticle(gold.Text, gold.Lang, AnalyzeText(gold.Text, gold.Lang), When{}).Check() {
		if found.Kind == Repeat {
			repeats++
			continue
		}
		t.Errorf("a false alarm: %s, %s", found.Why, found.Working)
	}
	t.Logf("%d repeats", repeats)
	if repeats > 5 {
		t.Errorf("%d repeats are more than a reader wants", repeats)
	}
}
