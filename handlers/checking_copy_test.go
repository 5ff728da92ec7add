package handlers_test

import (
	"archive/zip"
	"bytes"
	"context"
	"fmt"
	"io"
	"net/http"
	"slices"
	"strings"
	"testing"

	"github.com/PuerkitoBio/goquery"

	"linecheck/formats/write"
	"linecheck/handlers/sitetest"
	"linecheck/internal/testutil"
	"linecheck/models"
	"linecheck/store"
	"linecheck/store/storetest"
)

// textWithoutNumbers returns the text of an element without sentence and claim numbers.
func textWithoutNumbers(s *goquery.Selection) string {
	s = s.Clone()
	s.Find(".ref, .copy-no").Remove()
	return s.Text()
}

// claimIn returns the entry of a claim in a checking copy.
func (c *copyFixture) claimIn(page *goquery.Document, words string) *goquery.Selection {
	c.t.Helper()
	entry := page.Find(".copy-claim").FilterFunction(func(_ int, s *goquery.Selection) bool { return s.Find("blockquote").Text() == words })
	if entry.Length() != 1 {
		c.t.Fatalf("%d entries of %q", entry.Length(), words)
	}
	return entry
}

// checkContains checks that the selection contains the parts. It ignores white space, which may be missing
// between elements.
func checkContains(t testing.TB, s *goquery.Selection, parts ...string) {
	t.Helper()
	dense := func(s string) string { return strings.Join(strings.Fields(s), "") }
	for _, part := range parts {
		if !strings.Contains(dense(s.Text()), dense(part)) {
			t.Errorf("there is no %q in: %s", part, sitetest.VisibleText(s))
		}
	}
}

// The copy contains the exact text, and every claim has its number at its words, in ascending order.
func TestCheckingCopyHasTextWithClaimNumbers(t *testing.T) {
	t.Parallel()
	storetest.Each(t, func(t *testing.T, s *store.Store) {
		n := storetest.Newsroom(t, s)
		c := newCopyFixture(t, s, n)
		page := sitetest.VisitAs(t, s, n.Auditor).Page(fmt.Sprintf("/articles/%d/print", c.article.ID))
		article := c.page()
		lines := page.Find(".copy-line")
		if lines.Length() != len(article.Sentences) {
			t.Fatalf("%d lines for %d sentences", lines.Length(), len(article.Sentences))
		}
		last := 0
		lines.Each(func(i int, line *goquery.Selection) {
			if got := textWithoutNumbers(line.Find("p.copy-words")); got != article.Sentences[i].Text ||
				line.Find(".copy-no").Text() != fmt.Sprint(i+1) {
				t.Errorf("line %s reads %q, not %q", line.Find(".copy-no").Text(), got, article.Sentences[i].Text)
			}
			line.Find(".ref:not(.to) a").Each(func(_ int, number *goquery.Selection) {
				n := 0
				fmt.Sscan(number.Text(), &n)
				if n != last+1 || page.Find(number.AttrOr("href", "")).Length() != 1 {
					t.Errorf("number %s after %d leads to %s", number.Text(), last, number.AttrOr("href", ""))
				}
				last = n
			})
		})
		if last != 6 || page.Find("section[aria-labelledby=copy-claims] .copy-claim").Length() != 6 {
			t.Errorf("%d numbers in the text", last)
		}
		if got := sitetest.VisibleText(page.Find("#s5 p.copy-words")); got != "3More than 44,000 people4 cross it3 every day 🚲." {
			t.Errorf("claims that share words read %q", got)
		}
	})
}

func TestCheckingCopyShowsAllFindings(t *testing.T) {
	t.Parallel()
	storetest.Each(t, func(t *testing.T, s *store.Store) {
		n := storetest.Newsroom(t, s)
		c := newCopyFixture(t, s, n)
		page := sitetest.VisitAs(t, s, n.Editor).Page(fmt.Sprintf("/articles/%d/print", c.article.ID))
		disputed := c.claimIn(page, "4,000 people")
		checkContains(
			t,
			disputed,
			"! Disputed ↔ Disagree",
			"✓ Sourced Rana Reviewer",
			"! Disputed Sam Second",
			"primary, supports: Traffic count",
			"https://city.example/count?a=1&b=2",
			"(p. 3)",
			"looked at on 2 January 2026",
			"secondary, ✗ contradicts: An old map",
			"↩ Answered",
			"Who counted them?",
			"شهرداری.",
		)
		if note := disputed.Find(".copy-said .note").Text(); note != hostileNote {
			t.Errorf("the note reads %q, not %q", note, hostileNote)
		}
		checkContains(
			t,
			c.claimIn(page, "More than 4,000 people cross it"),
			"? Unverified",
			"Outcome: stands as it is Edda Editor",
			"accepted by Edda Editor",
			"waits for an editor",
		)
		proved := c.claimIn(page, "1911")
		checkContains(
			t,
			proved,
			"Sourced by override, on less than the desk asks for. Edda Editor",
			"I read the stone myself.",
			"secondary, supports: confidential source",
		)
		said := page.Text()
		testutil.Lacks(t, "the copy names a source that was given in confidence: said", said, "clerk")
		testutil.Lacks(t, "the copy names a source that was given in confidence: said", said, "by the gate")
		testutil.Lacks(t, "the copy names a source that was given in confidence: said", said, "The archive")
		testutil.Lacks(t, "the copy names a source that was given in confidence: said", said, "I saw the stone")
		checkContains(t, c.claimIn(page, "Mayor Ines Okoro"), "– Unchecked", "▲ Legal risk", "Nobody has checked it yet.")
		checkContains(t, c.claimIn(page, "March 5"), "nobody has confirmed it", "of former words, in revision 1: does not count")
		lost := page.Find("section[aria-labelledby=copy-lost]")
		checkContains(t, lost, "7 – Unchecked", "€12 million", "The council says nine.", "12 → 9")
		checkContains(t, page.Find("#s4 .copy-state"), "↻ to check again", "where it was: The old bridge closes on March 3.")
		checkContains(t, page.Find("#s3 .copy-state"), "✓ nothing to check Sam Second")
		checkContains(t, page.Find("#s7 .copy-state"), "Did she say it to us?")
		checkContains(t, page.Find("section[aria-labelledby=copy-asked]"), "× Dismissed", "Not our question.")
		checkContains(
			t,
			page.Find(".copy-gate"),
			"! The gate is closed",
			"2 queries are not settled (sentences 5, 7). – overridden by Ada Admin",
			"The desk answers them <on air>.",
			"1 claim is lost",
		)
		checkContains(t, page.Find(".copy-facts"), c.page().Revision.SHA256, "Printed", "by Edda Editor", "City desk")
		chain, err := s.Chain(context.Background())
		c.must(err)
		checkContains(t, page.Find(".copy-facts"), chain.Head)
		if page.Find("main script, main b + script, main ins:contains('not ours')").Length() > 0 {
			t.Error("typed words became elements")
		}
	})
}

func TestCheckingCopyNamesSigner(t *testing.T) {
	t.Parallel()
	storetest.Each(t, func(t *testing.T, s *store.Store) {
		n := storetest.Newsroom(t, s)
		a := sitetest.NewSettledArticle(t, s, n)
		editor := sitetest.VisitAs(t, s, n.Editor)
		postSignOff(editor, a, signOffForm(editor, a)).Document(t, http.StatusSeeOther)
		gate := editor.Page(fmt.Sprintf("/articles/%d/print", a.ID)).Find(".copy-gate")
		page, err := s.GatePage(context.Background(), n.Editor, a.ID)
		if err != nil {
			t.Fatal(err)
		}
		checkContains(t, gate, "✓ Signed off by Edda Editor (editor)", page.Revision.SHA256)
		storetest.AddClaim(t, s, n.SecondReviewer, a, "€12 million")
		checkContains(
			t,
			editor.Page(fmt.Sprintf("/articles/%d/print", a.ID)).Find(".copy-gate"),
			"! The gate is closed",
			"Earlier decisions Signed off by Edda Editor",
			"Void since",
		)
	})
}

// For a user who checks blind, no copy contains what others found.
func TestSealedClaimStaysSealedInCopies(t *testing.T) {
	t.Parallel()
	storetest.Each(t, func(t *testing.T, s *store.Store) {
		n := storetest.Newsroom(t, s)
		c := newCopyFixture(t, s, n)
		third := storetest.AddPerson(t, s, "Tara Third", "third@example.org", models.Reviewer, n.Desk)
		if err := s.SetSecondReader(context.Background(), n.Admin, n.Desk.ID, true, true, n.Desk.Version); err != nil {
			t.Fatal(err)
		}
		v := sitetest.VisitAs(t, s, third)
		page := v.Page(fmt.Sprintf("/articles/%d/print", c.article.ID))
		if got := page.Find(".copy-claim .status.sealed").Length(); got != 7 || page.Find("mark:not(.sealed)").Length() > 0 {
			t.Errorf("%d of 7 claims are sealed", got)
		}
		checkContains(t, page.Find(".copy-signs"), "◌ sealed 7", "Tara Third has said what they find")
		checked := v.Page(fmt.Sprintf("/articles/%d/corrections", c.article.ID))
		checkContains(t, checked.Find("main"), "0 corrections", "7 sealed claims")
		said := page.Find("main").Text() + checked.Find("main").Text()
		for _, name := range []string{"print", "corrections"} {
			said += docxText(t, v.Get(fmt.Sprintf("/articles/%d/%s.docx", c.article.ID, name)))
		}
		for _, found := range []string{"The council says", "Nobody counts them", "use it", "Softened", "softened", "Traffic count", "I read the stone"} {
			if strings.Contains(said, found) {
				t.Errorf("it says %q of a sealed claim", found)
			}
		}
	})
}

// docxText returns all text in a Word file, and fails for anything else.
func docxText(t testing.TB, got sitetest.Reply) string {
	t.Helper()
	if got.StatusCode != http.StatusOK || got.Header.Get("Content-Type") != write.DOCX || got.Header.Get("Linecheck-Chain-Head") == "" {
		t.Fatalf("status %d, headers %v", got.StatusCode, got.Header)
	}
	archive, err := zip.NewReader(strings.NewReader(got.Text), int64(len(got.Text)))
	if err != nil {
		t.Fatal(err)
	}
	var all bytes.Buffer
	for _, f := range archive.File {
		r, err := f.Open()
		if err != nil {
			t.Fatal(err)
		}
		if _, err := io.Copy(&all, r); err != nil {
			t.Fatal(err)
		}
	}
	return all.String()
}

func TestCopiesAsWordFiles(t *testing.T) {
	t.Parallel()
	storetest.Each(t, func(t *testing.T, s *store.Store) {
		n := storetest.Newsroom(t, s)
		c := newCopyFixture(t, s, n)
		v := sitetest.VisitAs(t, s, n.Editor)
		got := v.Get(fmt.Sprintf("/articles/%d/print.docx", c.article.ID))
		if name := got.Header.Get("Content-Disposition"); name != fmt.Sprintf(
			"attachment; filename=%d-Bridge-closes-checking-copy.docx",
			c.article.ID,
		) {
			t.Errorf("it is called %s", name)
		}
		file := docxText(t, got)
		for _, part := range []string{`w:author="Sam Second"`, "Nobody counts them on Sundays.", "confidential source", "&lt;script&gt;alert(1)&lt;/script&gt; ]]&gt;", "␇bell", "SHA-256 of it", "Lost claims"} {
			if !strings.Contains(file, part) {
				t.Errorf("there is no %q", part)
			}
		}
		if strings.Contains(file, "A clerk") || strings.Contains(file, "by the gate") {
			t.Error("the file names a source that was given in confidence")
		}
		checked := docxText(t, v.Get(fmt.Sprintf("/articles/%d/corrections.docx", c.article.ID)))
		// Two changes; the second is split where a comment begins.
		if n := strings.Count(checked, "<w:del "); n != 4 || strings.Count(checked, "<w:ins ") != 2 ||
			!strings.Contains(checked, ">than 3,900<") {
			t.Errorf("%d deletions and %d insertions", n, strings.Count(checked, "<w:ins "))
		}
		if got := sitetest.VisitAs(t, s, n.OtherDeskReviewer).Get(fmt.Sprintf("/articles/%d/print.docx", c.article.ID)); got.StatusCode != http.StatusNotFound ||
			got.Header.Get("Content-Type") != "application/problem+json" {
			t.Errorf("another desk's person gets %d, %s", got.StatusCode, got.Header.Get("Content-Type"))
		}
	})
}

func TestCheckedCopyShowsEveryCorrectionState(t *testing.T) {
	t.Parallel()
	storetest.Each(t, func(t *testing.T, s *store.Store) {
		n := storetest.Newsroom(t, s)
		c := newCopyFixture(t, s, n)
		page := sitetest.VisitAs(t, s, n.Writer).Page(fmt.Sprintf("/articles/%d/corrections", c.article.ID))
		checkContains(t, page.Find(".copy-count"), "8 corrections: 5 accepted, 1 proposed, 1 made, 1 declined.")
		checkContains(t, page.Find(".notice"), "1 correction is still proposed. Nobody has decided, so it is not in the text below.")
		var heads []string
		page.Find(".copy-corrections h2").Each(func(_ int, h *goquery.Selection) { heads = append(heads, h.AttrOr("id", "")) })
		if !slices.Equal(heads, []string{"accepted", "proposed", "made", "declined"}) {
			t.Errorf("sections %q", heads)
		}
		entry := func(from string) *goquery.Selection {
			return page.Find(".copy-correction").
				FilterFunction(func(_ int, k *goquery.Selection) bool { return k.Find(".copy-change del").Text() == from })
		}
		hostile := entry("More than")
		if got := hostile.Find(".copy-change ins").Text(); got != hostileWords || hostile.Find(".note").Text() != hostileReason {
			t.Errorf("the hostile correction reads %q, because %q", got, hostile.Find(".note").Text())
		}
		checkContains(t, hostile, "It is not in the text: correction 4, accepted later, changes some of the same words.")
		checkContains(t, entry("March 3"), "sentence 4", "made by Wim Writer")
		checkContains(t, entry("12"), "These words are no longer in the text: the claim is lost.", "€12 million")
		checkContains(t, entry("cross it"), "More than 4,000 people cross ituse it every day", "waits for an editor")
		checkContains(t, entry("1911").First(), "19111912", "accepted by Edda Editor")
		checkContains(t, entry("1911").Last(), "declined by Edda Editor", "\"It was built in 1911.\"")
		checkContains(t, entry(" for a year"), "nothing: the words go")
		clean := page.Find(".clean").Clone()
		clean.Find("h2, .ref, .copy-no, del").Remove()
		checkContains(
			t,
			clean,
			"Bridge closes By Wim Writer",
			"More than 3,900 people cross it every day 🚲.",
			"Nobody would say a word about money.",
		)
		was := page.Find(".clean").Clone()
		was.Find("h2, .ref, .copy-no, ins").Remove()
		if got, want := strings.Join(strings.Fields(was.Text()), ""), strings.Join(strings.Fields(c.page().Revision.Text), ""); got != want {
			t.Errorf("without its changes the text is\n%s, not\n%s", got, want)
		}
	})
}
