package scripts

import (
	"fmt"
	"slices"
	"strings"
	"testing"

	"linecheck/handlers/browsertest"
	"linecheck/store/storetest"
)

// A screen reader reads the text before the cards and the map. It can skip to each of them. The headline has its words as a name,
// without the sentence's number and state. Moving to a sentence announces its number, its state and its claims.
func TestScreenReadersReadTheTextFirst(t *testing.T) {
	t.Parallel()
	d := openSite(t)
	article := storetest.FullArticle(t, d.store, d.news)
	p := browsertest.Open(t, d.base, browsertest.Options{Width: 1400, Height: 900})
	browsertest.SignIn(p, d.news.Editor)
	p.Go(fmt.Sprintf("/articles/%d", article.ID))
	nodes := p.AccessibleNodes()
	at := -1
	for _, want := range []browsertest.AccessibleNode{
		{Role: "main"}, {Role: "link", Name: "Skip to the claims of the sentence"}, {Role: "link", Name: "Skip to the sentence map"},
		{Role: "article"}, {Role: "region", Name: "Claims of the chosen sentence"}, {Role: "complementary", Name: "Sentence map"},
	} {
		i := slices.Index(nodes[at+1:], want)
		if i < 0 {
			t.Fatalf("%+v is missing after %+v in %+v", want, nodes[max(0, at)], nodes)
		}
		at += i + 1
	}
	var words string
	p.Eval(`[...document.querySelectorAll('h1.headline .t')].map(t => t.textContent).join(' ')`, &words)
	if !slices.Contains(nodes, browsertest.AccessibleNode{Role: "heading", Name: words}) {
		headings := slices.DeleteFunc(nodes, func(n browsertest.AccessibleNode) bool { return n.Role != "heading" })
		t.Errorf("no heading has the name %q: %+v", words, headings)
	}

	p.Press("j")
	p.WaitFor("main:not(.waiting) #cards[data-n='1']")
	for n := 2; n <= 4; n++ {
		p.Press("j")
		p.WaitFor(fmt.Sprintf("main:not(.waiting) #cards[data-n='%d']", n))
		label, claims := p.Attr(fmt.Sprintf("#s%d .no", n), "aria-label"), p.Count("#cards .card")
		if got := p.Text("#chosen"); got != label {
			t.Errorf("moving to sentence %d announces %q, and its link is named %q", n, got, label)
		}
		want := fmt.Sprintf("%d claims, ", claims)
		if claims == 1 {
			want = "1 claim, "
		}
		if claims > 0 && !strings.Contains(label, want) {
			t.Errorf("sentence %d has %d claims, and its name is %q", n, claims, label)
		}
	}
}
