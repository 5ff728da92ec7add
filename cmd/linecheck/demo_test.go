package main

import (
	"fmt"
	"net/http"
	"strings"
	"testing"

	"linecheck/handlers/sitetest"
	"linecheck/models"
	"linecheck/store"
	"linecheck/store/storetest"
)

// signInToDemo signs one of the demo's users in.
func signInToDemo(t *testing.T, site http.Handler, email string) *sitetest.Visitor {
	t.Helper()
	v := sitetest.NewVisitor(t, site, email)
	v.Go("/login")
	v.PressButton("", "Sign in", map[string]string{"email": email, "password": demoPassword})
	return v
}

// The demo's articles open, its audit log is intact, and its users can sign an article off with its pages.
func TestTheDemoCanBeSigned(t *testing.T) {
	storetest.Each(t, func(t *testing.T, s *store.Store) {
		newsroom := demo{ctx: t.Context(), records: s, people: map[string]models.Reader{}}
		if err := newsroom.fill(); err != nil {
			t.Fatal(err)
		}
		site := sitetest.NewSite(s)
		editor, reviewer := signInToDemo(t, site, "hamid@demo.example"), signInToDemo(t, site, "nadia@demo.example")
		const rainfall = 3
		for article := range rainfall {
			for _, path := range []string{"", "/gate", "/print", "/corrections", "/table", "/record", "/sentences/1"} {
				editor.Go(fmt.Sprintf("/articles/%d%s", article+1, path))
			}
		}
		for n := 0; n <= 4; n++ {
			reviewer.Go(fmt.Sprintf("/articles/%d/sentences/%d", rainfall, n))
			if reviewer.Buttons(".reading", "Nothing").Length() > 0 {
				reviewer.PressButton(".reading", "Nothing", nil)
			}
		}
		editor.Go(fmt.Sprintf("/articles/%d", rainfall))
		editor.FollowLink("Ready to publish?")
		if editor.Buttons(".sign-act", "Sign off").Length() == 0 {
			t.Fatalf("the editor cannot sign: %s", sitetest.VisibleText(editor.Page.Find("main")))
		}
		editor.PressButton(".sign-act", "Sign off", nil)
		if !editor.HasText("✓ Signed off by Hamid Saber") || editor.HasText("without a second person") {
			t.Errorf("signed, and the page says %s", sitetest.VisibleText(editor.Page.Find("main")))
		}
		t.Logf("%d forms sent", editor.Posts+reviewer.Posts)
		if v, err := s.Verify(t.Context()); err != nil || v.Break != "" {
			t.Errorf("verify: %v %s", err, v.Break)
		}
		if !strings.HasPrefix(editor.Address(), fmt.Sprintf("/articles/%d/gate", rainfall)) {
			t.Errorf("signing leads to %s", editor.Address())
		}
	})
}

// The demo shows every state that a claim, a sentence or an article can have.
func TestTheDemoShowsEveryState(t *testing.T) {
	storetest.Each(t, func(t *testing.T, s *store.Store) {
		newsroom := demo{ctx: t.Context(), records: s, people: map[string]models.Reader{}}
		if err := newsroom.fill(); err != nil {
			t.Fatal(err)
		}
		auditor := newsroom.people["tom@demo.example"]
		board, err := s.Dashboard(t.Context(), auditor, models.Filter{}, models.Page{})
		if err != nil {
			t.Fatal(err)
		}
		total := board.Totals
		for name, n := range map[string]int{
			"sourced": total.ClaimsSourced, "disputed": total.ClaimsDisputed, "unverified": total.ClaimsUnverified,
			"unchecked": total.ClaimsUnchecked, "disagreeing": total.ClaimsDisagree, "unread": total.SentencesUnread,
			"clear": total.SentencesClear, "open": total.SentencesOpen, "done": total.SentencesDone,
			"to check again": total.SentencesRecheck, "open queries": total.QueriesOpen,
		} {
			if n == 0 {
				t.Errorf("nothing in the demo is %s", name)
			}
		}
		site := sitetest.NewSite(s)
		editor := signInToDemo(t, site, "hamid@demo.example")
		for path, words := range map[string]string{
			"/articles/2/gate":        "the same words as sentence 1",
			"/articles/4":             "Signed off",
			"/articles/4/sentences/3": "overruled by an editor",
			"/articles/4/corrections": "made",
			"/articles/4/sentences/5": "on author",
		} {
			editor.Go(path)
			if !editor.HasText(words) {
				t.Errorf("%s does not say %q: %s", path, words, sitetest.VisibleText(editor.Page.Find("main")))
			}
		}
	})
}
