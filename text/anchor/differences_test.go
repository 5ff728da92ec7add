package anchor

import (
	"slices"
	"strings"
	"testing"
	"unicode"
	"unicode/utf8"

	"github.com/clipperhouse/uax29/v2/graphemes"
	"pgregory.net/rapid"

	"linecheck/text"
)

// formatPieces formats pieces as an editor would mark them: [-deleted-] {+inserted+}.
func formatPieces(pieces []Piece) string {
	var b strings.Builder
	for _, p := range pieces {
		switch p.Op {
		case Equal:
			b.WriteString(p.Text)
		case Deleted:
			b.WriteString("[-" + p.Text + "-]")
		case Inserted:
			b.WriteString("{+" + p.Text + "+}")
		}
	}
	return b.String()
}

func TestDifferences(t *testing.T) {
	for _, c := range []struct{ name, old, new, want string }{
		{"nothing", "", "", ""},
		{"the same", "The dam broke.", "The dam broke.", "The dam broke."},
		{"everything inserted", "", "The dam.", "{+The dam.+}"},
		{"everything deleted", "The dam.", "", "[-The dam.-]"},
		{"a number", "They took 70 districts.", "They took 90 districts.", "They took [-70-]{+90+} districts."},
		{"a number with a comma", "It cost 1,000 euros.", "It cost 1,500.5 euros.", "It cost [-1,000-]{+1,500.5+} euros."},
		{"numbers swapped", "They took 70 districts and lost 90 soldiers.", "They took 90 districts and lost 70 soldiers.",
			"They took [-70-]{+90+} districts and lost [-90-]{+70+} soldiers."},
		{"a negation inserted", "The dam was safe.", "The dam was not safe.", "The dam was {+not +}safe."},
		{"a negation deleted", "He can't come.", "He can come.", "He [-can't-]{+can+} come."},
		{"a negation is never part of an island", "It was not safe.", "It is not sound.", "It [-was-]{+is+} not [-safe-]{+sound+}."},
		{"a name", "Smith said the mill burnt.", "Jones said the mill burnt.", "[-Smith-]{+Jones+} said the mill burnt."},
		{"an island of a stop word", "He saw fields of wheat there.", "He saw acres of barley there.", "He saw [-fields of wheat-]{+acres of barley+} there."},
		{"an island of a sign", "On June 5, 2021 they came.", "On May 9, 2022 they came.", "On [-June 5, 2021-]{+May 9, 2022+} they came."},
		{"a significant word is no island", "Ten men walked home.", "Two boys walked away.", "[-Ten men-]{+Two boys+} walked [-home-]{+away+}."},
		{"two words inserted around one", "They left the town at dawn.", "They quickly left the old town at dawn.", "They {+quickly +}left the {+old +}town at dawn."},
		{"at the beginning", "The mill burnt.", "Yesterday The mill burnt.", "{+Yesterday +}The mill burnt."},
		{"at the end", "The mill burnt", "The mill burnt at night", "The mill burnt{+ at night+}"},
		{"a sign", "The mill burnt.", "The mill burnt!", "The mill burnt[-.-]{+!+}"},
		{"a comma deleted", "The mill, burnt.", "The mill burnt.", "The mill[-,-] burnt."},
		{"only the white space", "The  mill\u00a0burnt. ", "The mill burnt.", "The[-  -]{+ +}mill[-\u00a0-]{+ +}burnt.[- -]"},
		{"a sentence came in", "One came.\n\nTwo left.", "One came.\n\nOne died.\n\nTwo left.", "One came.\n\n{+One died.\n\n+}Two left."},
		{"a sentence inserted that begins like the next", "The cat sat. The dog ran.", "The cat sat. The fox hid. The dog ran.", "The cat sat. {+The fox hid. +}The dog ran."},
		{"and deleted", "The cat sat. The fox hid. The dog ran.", "The cat sat. The dog ran.", "The cat sat. [-The fox hid. -]The dog ran."},
		{"a paragraph that begins like the next came in", "A cat sat.\n\nThe dog ran.", "A cat sat.\n\nThe fox hid.\n\nThe dog ran.", "A cat sat.\n\n{+The fox hid.\n\n+}The dog ran."},
		{"the same sentence again", "Go. Go.", "Go. Go. Go.", "Go. Go.{+ Go.+}"},
		{"right to left", "ارتش ۷۰ ولسوالی را گرفت.", "ارتش ۸۰ ولسوالی را نگرفت.", "ارتش [-۷۰-]{+۸۰+} ولسوالی را [-گرفت-]{+نگرفت+}."},
		{"a joiner within a word", "او می\u200cخواهد برود.", "او می\u200cخواست برود.", "او [-می\u200cخواهد-]{+می\u200cخواست+} برود."},
		{"without blanks", "军队周三占领了七十个地区。", "军队周四占领了八十个地区。", "军队周[-三-]{+四+}占领了[-七-]{+八+}十个地区。"},
		{"without blanks, a denial", "大坝是安全的。", "大坝不是安全的。", "大坝{+不+}是安全的。"},
		{"Thai marks stay with their letter", "น้ำท่วม", "น้าท่วม", "[-น้ำ-]{+น้า+}ท่วม"},
		{"combining marks", "Le cafe\u0301 ferme.", "Le cafe ferme.", "Le [-cafe\u0301-]{+cafe+} ferme."},
		{"the same to the eye, not to the bytes", "Le café ferme.", "Le cafe\u0301 ferme.", "Le [-café-]{+cafe\u0301+} ferme."},
		{"a family", "The 👨‍👩‍👧 left.", "The 👨‍👩‍👦 left.", "The [-👨‍👩‍👧-]{+👨‍👩‍👦+} left."},
		{"a skin tone", "👍🏽 he wrote", "👍🏿 he wrote", "[-👍🏽-]{+👍🏿+} he wrote"},
		{"flags", "🇩🇪🇫🇷 won", "🇩🇪🇮🇹 won", "🇩🇪[-🇫🇷-]{+🇮🇹+} won"},
		{"a hidden character never stands alone", "the \u200bmill", "the mill", "the [-\u200bmill-]{+mill+}"},
		{"written anew", "The dam broke at night and the mill burnt down to the ground.", "Nobody in Ulm, it seems, has ever heard of that old story.",
			"[-The dam broke at night and the mill burnt down to the ground-]{+Nobody in Ulm, it seems, has ever heard of that old story+}."},
	} {
		if got := formatPieces(Differences(c.old, c.new)); got != c.want {
			t.Errorf("%s:\n got %s\nwant %s", c.name, got, c.want)
		}
	}
}

func TestDifferencesOfHugeTexts(t *testing.T) {
	old := strings.Repeat("x ", maxCompared/2)
	if got := Differences(old, "x"); !slices.Equal(got, []Piece{{Deleted, old}, {Inserted, "x"}}) {
		t.Errorf("%d pieces", len(got))
	}
}

// findFault checks that pieces form both texts and end only where they may.
func findFault(old, new string, pieces []Piece) string {
	var was, is strings.Builder
	for i, p := range pieces {
		switch {
		case p.Text == "":
			return "an empty piece"
		case i > 0 && (pieces[i-1].Op == p.Op || pieces[i-1].Op == Inserted && p.Op == Deleted):
			return string(pieces[i-1].Op) + " stands before " + string(p.Op)
		case p.Op != Inserted && !mayBeginPiece(old, was.Len()), p.Op != Deleted && !mayBeginPiece(new, is.Len()):
			return "a piece begins within a word or a character: " + p.Text
		}
		if p.Op != Inserted {
			was.WriteString(p.Text)
		}
		if p.Op != Deleted {
			is.WriteString(p.Text)
		}
	}
	if was.String() != old || is.String() != new {
		return "the pieces are not the texts"
	}
	return ""
}

// mayBeginPiece reports whether a piece may begin at byte at of s.
func mayBeginPiece(s string, at int) bool {
	before, _ := utf8.DecodeLastRuneInString(s[:at])
	after, _ := utf8.DecodeRuneInString(s[at:])
	if unicode.IsLetter(before) && unicode.IsLetter(after) && !isUnspaced(before) && !isUnspaced(after) {
		return false
	}
	return text.StartsCharacter(s, utf8.RuneCountInString(s[:at]))
}

// sampleTokens are the parts of random texts: words, signs and single code points that combine in many
// ways.
var sampleTokens = []string{
	"the",
	"dam",
	"70",
	"1,000",
	"not",
	"Smith",
	"can't",
	" ",
	" ",
	" ",
	"  ",
	"\n",
	"\r",
	"\u00a0",
	".",
	",",
	"-",
	"é",
	"\u0301",
	"\u200d",
	"\u200c",
	"\u200f",
	"\ufe0f",
	"👩",
	"👧",
	"🏽",
	"🇩",
	"🇪",
	"🇫",
	"中",
	"文",
	"不",
	"น",
	"้",
	"ำ",
	"می",
	"خواهد",
	"ۥ",
	"\u0600",
	"का",
	"्",
	"ष",
	"ガ",
	"\u3099",
	"ﾞ",
	"각",
	"ᄀ",
	"ᅡ",
	"😀",
	"\xff",
}

func TestDifferencesReconstructBothTexts(t *testing.T) {
	piece := rapid.SampledFrom(sampleTokens)
	rapid.Check(t, func(t *rapid.T) {
		old := rapid.SliceOfN(piece, 0, 30).Draw(t, "old")
		new := append([]string{}, old...)
		for range rapid.IntRange(0, 5).Draw(t, "edits") {
			at := rapid.IntRange(0, len(new)).Draw(t, "at")
			end := rapid.IntRange(at, min(len(new), at+4)).Draw(t, "end")
			new = slices.Concat(new[:at], rapid.SliceOfN(piece, 0, 4).Draw(t, "put"), new[end:])
		}
		o, n := strings.Join(old, ""), strings.Join(new, "")
		pieces := Differences(o, n)
		if fault := findFault(o, n, pieces); fault != "" {
			t.Fatalf("%q, %q: %s in %q", o, n, fault, pieces)
		}
		if again := Differences(o, n); !slices.Equal(pieces, again) {
			t.Fatalf("%q, then %q", pieces, again)
		}
	})
}

// A library that implements Unicode's rules has to agree that no character is split.
func TestDifferencesSplitNoCharacter(t *testing.T) {
	piece := rapid.SampledFrom(sampleTokens[:len(sampleTokens)-1]) // valid text only
	rapid.Check(t, func(t *rapid.T) {
		o := strings.Join(rapid.SliceOfN(piece, 0, 30).Draw(t, "old"), "")
		n := strings.Join(rapid.SliceOfN(piece, 0, 30).Draw(t, "new"), "")
		starts := [2]map[int]bool{characterStarts(o), characterStarts(n)}
		at := [2]int{}
		for _, p := range Differences(o, n) {
			for side, other := range []Op{Inserted, Deleted} {
				if p.Op != other && !starts[side][at[side]] {
					t.Fatalf("%q, %q: %q begins within a character", o, n, p.Text)
				}
				if p.Op != other {
					at[side] += len(p.Text)
				}
			}
		}
	})
}

// characterStarts returns the byte offsets at which characters begin.
func characterStarts(s string) map[int]bool {
	starts := map[int]bool{}
	for at, all := 0, graphemes.FromString(s); all.Next(); at += len(all.Value()) {
		starts[at] = true
	}
	return starts
}

func FuzzDifferences(f *testing.F) {
	f.Add(smith, jones)
	f.Add(strings.Join(sampleTokens, ""), strings.Join(sampleTokens[9:], " "))
	f.Fuzz(func(t *testing.T, old, new string) {
		if fault := findFault(old, new, Differences(old, new)); fault != "" {
			t.Fatalf("%q, %q: %s", old, new, fault)
		}
	})
}
