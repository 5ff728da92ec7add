package anchor

import (
	"bufio"
	"encoding/json"
	"fmt"
	"math/rand/v2"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"unicode"

	"linecheck/internal/testutil"
	"linecheck/text"
	"linecheck/text/sentence"
)

func sentencesOf(s string) (spans []text.Span) {
	for _, c := range sentence.Split(s, "en") {
		spans = append(spans, c.Span)
	}
	return spans
}

// goldClaim is a claim with its true span in the new draft, which is empty if the claim is gone. It also says whether a verdict may stay
// without confirmation: the claim's words and those of its sentence are unchanged.
type goldClaim struct {
	text.Span
	at        text.Span
	unchanged bool
}

// goldSpan returns where a span went, including the words that replaced part of it. If the span was torn
// apart, it returns the longest piece.
func (d *tracedDraft) goldSpan(sp text.Span, image []text.Span) (at text.Span, same bool) {
	same = true
	var longest text.Span
	for k := sp.Start; k < sp.End; k++ {
		im := image[k]
		if im.Empty() {
			same = same && unicode.IsSpace(d.old[k]) // an empty line belongs to no paragraph: the words on either side decide
			continue
		}
		if at.Empty() {
			at = im
		}
		same = same && im.Len() == 1 && im.Start == at.Start+k-sp.Start
		if far := 3*sp.Len() + 40; im.Start > at.End+far || im.End < at.Start-far {
			at = im
		}
		at = text.Span{Start: min(at.Start, im.Start), End: max(at.End, im.End)}
		if at.Len() > longest.Len() {
			longest = at
		}
	}
	return longest, same
}

// drawClaims draws claims from a draft: some words of a sentence, a whole sentence, or the end of one and
// the beginning of the next. Most of them are where the draft was edited.
func (d *tracedDraft) drawClaims(r *rand.Rand, n int, image, sentences []text.Span) (all []goldClaim) {
	x := text.NewIndex(string(d.old))
	var near []int
	for i, s := range sentences {
		for _, h := range d.editedSpans {
			if h.Start <= s.End && s.Start <= h.End {
				near = append(near, i)
			}
		}
	}
	for range n {
		i := r.IntN(len(sentences))
		if len(near) > 0 && r.IntN(4) > 0 {
			i = near[r.IntN(len(near))]
		}
		sp := drawSpan(r, x, sentences, i)
		c := goldClaim{Span: sp}
		c.at, c.unchanged = d.goldSpan(sp, image)
		for _, s := range sentences {
			if s.Overlaps(sp) {
				_, same := d.goldSpan(s, image)
				c.unchanged = c.unchanged && same
			}
		}
		all = append(all, c)
	}
	return all
}

func drawSpan(r *rand.Rand, x *text.Index, sentences []text.Span, i int) text.Span {
	s := sentences[i]
	words, _ := x.Slice(s)
	in := text.Words(words)
	if len(in) == 0 || r.IntN(4) == 0 {
		return s
	}
	a := r.IntN(len(in))
	b := min(len(in)-1, a+r.IntN(9))
	sp := text.Span{Start: s.Start + in[a].Start, End: s.Start + in[b].End}
	if next := i + 1; r.IntN(12) == 0 && next < len(sentences) {
		sp.End = sentences[next].Start + min(sentences[next].Len(), 12)
	}
	return sp
}

// score counts the placements of claims by how they turned out.
type score struct{ claims, correct, wrong, certain, elsewhere, unsure int }

func (s *score) add(c goldClaim, p Placement) {
	s.claims++
	share := overlapOf(p.Span, c.at)
	switch lost := p.Kind == Lost; {
	case c.at.Empty() && lost, !c.at.Empty() && !lost && share >= 0.9:
		s.correct++
	case !lost && share < 0.5:
		s.wrong++
	}
	if p.Kind == Exact || p.Kind == Moved {
		s.certain++
		if p.Span != c.at {
			s.elsewhere++
		} else if !c.unchanged {
			s.unsure++
		}
	}
}

// overlapOf returns the intersection of two spans divided by their union.
func overlapOf(a, b text.Span) float64 {
	return float64(max(0, min(a.End, b.End)-max(a.Start, b.Start))) / float64(max(max(a.End, b.End)-min(a.Start, b.Start), 1))
}

// The drafts are adversarial: no verdict may stay on words it was not given for. The texts are invented;
// real ones are added if the project's data is present.
func TestAdversarialDrafts(t *testing.T) {
	testutil.Slow(t, "it scores some 10,000 claims in deceiving drafts")
	for name, texts := range map[string][][]string{"invented": inventedTexts(60), "real": realTexts(t)} {
		t.Run(name, func(t *testing.T) {
			if len(texts) == 0 {
				t.Skip("no texts are here")
			}
			var all score
			for k, d := range adversarialEdits {
				s := scoreEdit(rand.New(rand.NewPCG(1, uint64(k))), d, texts)
				t.Log(s.row(d.name))
				testutil.False(t, "s.claims < 250", s.claims < 250)
				testutil.False(t, "s.certain < 50", s.certain < 50)
				testutil.False(t, "s.elsewhere > 0", s.elsewhere > 0)
				testutil.False(t, "s.unsure > 0", s.unsure > 0)
				if d.name != adjacentCaptions {
					all.sum(s)
				}
			}
			t.Log(all.row("all but the captions side by side"))
			if n := float64(all.claims); n < 5000 || float64(all.correct)/n < 0.98 || float64(all.wrong)/n > 0.006 {
				t.Errorf("%+v; want 5,000 claims, 98 %% of them correct and no more than 0.6 %% wrong", all)
			}
		})
	}
}

func scoreEdit(r *rand.Rand, d adversarialEdit, texts [][]string) (s score) {
	for tries := 0; s.claims < 600 && tries < 600; tries++ {
		draft := d.make(r, texts[r.IntN(len(texts))])
		if draft == nil {
			continue
		}
		new, image := draft.write()
		if new == string(draft.old) {
			continue
		}
		sentences := sentencesOf(string(draft.old))
		a := Align(string(draft.old), new, sentences, sentencesOf(new))
		for _, c := range draft.drawClaims(r, 8, image, sentences) {
			s.add(c, a.Locate(c.Span))
		}
	}
	return s
}

func (s *score) sum(o score) {
	s.claims += o.claims
	s.correct += o.correct
	s.wrong += o.wrong
	s.certain += o.certain
	s.elsewhere += o.elsewhere
	s.unsure += o.unsure
}

func (s *score) row(name string) string {
	of := func(n int) float64 { return 100 * float64(n) / float64(max(s.claims, 1)) }
	return fmt.Sprintf(
		"| %s | %d | %.1f %% | %.1f %% | %d | %d | %d |",
		name,
		s.claims,
		of(s.correct),
		of(s.wrong),
		s.certain,
		s.elsewhere,
		s.unsure,
	)
}

// inventedTexts returns reports about an army and a dam. The parts of each sentence are drawn at random.
func inventedTexts(n int) (texts [][]string) {
	r := rand.New(rand.NewPCG(7, 7))
	one := func(words ...string) string { return words[r.IntN(len(words))] }
	for range n {
		var paragraphs []string
		for range 4 + r.IntN(6) {
			var sentences []string
			for range 1 + r.IntN(4) {
				name, place, number := one(
					"Smith",
					"Jones",
					"Noor",
					"Weber",
					"Okafor",
					"Petrova",
				), one(
					"Ulm",
					"Khash",
					"Balkh",
					"Lagos",
					"Perm",
				), r.IntN(
					90,
				)+10
				sentences = append(sentences, one(
					fmt.Sprintf(
						"%s said the army took %d districts and lost %d men near %s over the past month.",
						name,
						number,
						r.IntN(900),
						place,
					),
					fmt.Sprintf(
						"“The dam is not safe, and it will break,” %s told reporters in %s on %s.",
						name,
						place,
						one("Monday", "Friday", "June 5"),
					),
					fmt.Sprintf(
						"Most of the %d people in %s were asleep; some had left by %s.",
						number*100,
						place,
						one("boat", "night", "train"),
					),
					fmt.Sprintf(
						"The bridge was built in %d, was %d km long, and cost %d million euros.",
						1900+r.IntN(100),
						number,
						r.IntN(50)+2,
					),
					fmt.Sprintf("%s has denied that %s was warned on %s.", name, place, one("Tuesday", "May 1", "Sunday")),
					fmt.Sprintf("Nearly all houses in %s are empty.", place),
					"The group said so.",
				))
			}
			paragraphs = append(paragraphs, strings.Join(sentences, " "))
		}
		texts = append(texts, paragraphs)
	}
	return texts
}

// realTexts returns a news story and encyclopaedia articles, split at empty lines.
func realTexts(t *testing.T) (texts [][]string) {
	shared := filepath.Join("..", "..", "..", "shared")
	stories, _ := filepath.Glob(filepath.Join(shared, "articles", "*.txt"))
	add := func(s string) {
		var paragraphs []string
		for _, p := range strings.Split(strings.ReplaceAll(s, "\r\n", "\n"), paragraphEnd) {
			if p = strings.TrimSpace(p); p != "" {
				paragraphs = append(paragraphs, p)
			}
		}
		if len(paragraphs) > 2 && len(paragraphs) < 40 {
			texts = append(texts, paragraphs)
		}
	}
	for _, name := range stories {
		b, err := os.ReadFile(name)
		if err != nil {
			t.Fatal(err)
		}
		for range 30 { // the only text with capitals: repeated as often as all others have pages
			add(string(b))
		}
	}
	f, err := os.Open(filepath.Join(shared, "data", "revisions", "wikipedia.docs.jsonl"))
	if err != nil {
		return texts
	}
	defer f.Close()
	lines := bufio.NewScanner(f)
	lines.Buffer(nil, 64<<20)
	for i := 0; lines.Scan(); i++ {
		var d struct{ Text string }
		if err := json.Unmarshal(lines.Bytes(), &d); err != nil {
			t.Fatal(err)
		}
		if i%8 == 0 { // the files are sorted, so revisions of one article are next to each other
			add(d.Text)
		}
	}
	if err := lines.Err(); err != nil {
		t.Fatal(err)
	}
	return texts
}
