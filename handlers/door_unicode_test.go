package handlers_test

import (
	"fmt"
	"net/http"
	"net/url"
	"strings"
	"testing"
	"unicode/utf8"

	"github.com/alexedwards/argon2id"
	"golang.org/x/text/unicode/norm"

	"linecheck/handlers/sitetest"
	"linecheck/store"
	"linecheck/store/storetest"
)

// accentedText contains letters that Unicode can encode in two ways.
const accentedText = "Le café fermé doit 4 millions à René. Sa sœur était à Málaga en été."

// A draft in another Unicode normalization form keeps all findings, in both directions.
func TestUnicodeNormalizationKeepsFindings(t *testing.T) {
	for name, forms := range map[string][2]norm.Form{"NFC to NFD": {norm.NFC, norm.NFD}, "NFD to NFC": {norm.NFD, norm.NFC}} {
		t.Run(name, func(t *testing.T) {
			eachDoor(t, forms[0].String(accentedText), func(t *testing.T, d *doorDesk) {
				d.markAllRead(d.second)
				claim := d.claim(forms[0].String("café fermé doit 4 millions")).ID
				d.giveVerdict(d.reviewer, claim, "sourced", 201)
				before := d.states()
				for i, form := range []norm.Form{forms[1], forms[0], forms[1]} {
					d.submitDraft(d.writer, form.String(accentedText))
					is := d.do(d.editor, "GET", fmt.Sprintf("/claims/%d", claim), "", 200)
					if want := form.String("café fermé doit 4 millions"); is.Exact != want || is.Status != "sourced" {
						t.Errorf("draft %d: claim %+q is %s, want %+q sourced", i, is.Exact, is.Status, want)
					}
					if got := d.states(); got != before {
						t.Errorf("draft %d: %q, want %q", i, got, before)
					}
				}
				d.giveVerdict(d.second, claim, "sourced", 201)
				d.giveAPIVerdict(d.reviewer, claim, "disputed", `,"note":"He paid."`)
				d.submitDraft(d.writer, forms[0].String(accentedText))
				is := d.do(d.editor, "GET", fmt.Sprintf("/claims/%d", claim), "", 200)
				if is.Status != "disputed" {
					t.Errorf("what both said: %s", is.Status)
				}
				d.verified()
			})
		})
	}
}

// A mark that was withdrawn in one form does not return in the other, nor does a part that a claim removed
// from it.
func TestReadMarksAcrossUnicodeForms(t *testing.T) {
	eachDoor(t, norm.NFC.String(accentedText), func(t *testing.T, d *doorDesk) {
		d.markAllRead(d.reviewer)
		d.submitDraft(d.writer, norm.NFD.String(accentedText))
		claim := d.claim(norm.NFD.String("Málaga")).ID
		d.withdrawClaim(d.reviewer, claim, http.StatusSeeOther)
		d.checkStates("clear clear unread")
		d.submitDraft(d.writer, norm.NFC.String(accentedText))
		d.checkStates("clear clear unread")
		id := d.sentence(1)
		d.send(
			d.reviewer,
			fmt.Sprintf("/sentences/%d/readings/withdraw", id),
			nil,
			"DELETE",
			fmt.Sprintf("/sentences/%d/reading", id),
			"",
			200,
		)
		d.submitDraft(d.writer, norm.NFD.String(accentedText))
		d.checkStates("clear unread unread")
		d.verified()
	})
}

// A title in another form is the same title.
func TestTitleAcrossUnicodeForms(t *testing.T) {
	eachDoor(t, "It rained.", func(t *testing.T, d *doorDesk) {
		d.retitle(d.editor, norm.NFC.String("Café"))
		d.markAllRead(d.reviewer)
		d.retitle(d.editor, norm.NFD.String("Café"))
		d.checkStates("clear clear")
		d.verified()
	})
}

// Words are quoted and corrected in any form; offsets refer to the text as it was added.
func TestQuotesAndCorrectionsAcrossUnicodeForms(t *testing.T) {
	for name, forms := range map[string][2]norm.Form{"NFC": {norm.NFC, norm.NFD}, "NFD": {norm.NFD, norm.NFC}} {
		t.Run(name, func(t *testing.T) {
			eachDoor(t, forms[0].String(accentedText), func(t *testing.T, d *doorDesk) {
				stored, other := forms[0].String("café fermé"), forms[1].String("café fermé")
				at := utf8.RuneCountInString("Le ")
				var claim int64
				if d.doorName == "API" {
					body := fmt.Sprintf(`{"quote":%s,"prefix":"Le ","suffix":" doit"}`, jsonEscape(t, other))
					made := d.do(d.reviewer, "POST", d.article+"/claims", body, 201)
					if made.Exact != stored || made.Start != at || made.End != at+utf8.RuneCountInString(stored) {
						t.Fatalf("the claim is %+q from %d to %d", made.Exact, made.Start, made.End)
					}
					claim = made.ID
				} else {
					got := d.postForm(d.reviewer, d.article+"/claims", url.Values{"start": {fmt.Sprint(at)},
						"end": {fmt.Sprint(at + utf8.RuneCountInString(stored))}, "quote": {other}, "revision": {"1"}})
					if got.StatusCode != http.StatusSeeOther {
						t.Fatalf("marking a claim: %d %s", got.StatusCode, sitetest.VisibleText(mainOf(t, got)))
					}
					claim = d.currentArticle().Claims[0].ID
				}
				correction := d.acceptedCorrection(claim, forms[1].String("fermé"), "ouvert")
				copied := sitetest.VisibleText(d.pagesAs(d.editor).Page(d.article + "/corrections").Find("main"))
				if strings.Contains(copied, "no longer in the text") {
					t.Error("the checked copy does not find the words to be corrected")
				}
				if d.currentArticle().Sentences[0].State == "done" {
					t.Error("the correction waits, and its sentence is done")
				}
				d.submitDraft(
					d.writer,
					forms[1].String(strings.Replace(norm.NFC.String(accentedText), norm.NFC.String("fermé"), "ouvert", 1)),
				)
				page, err := d.store.SentencePage(t.Context(), d.fixture.Editor, d.articleID(), 1)
				d.must(err)
				if k := page.Claims[0].Corrections[0]; k.ID != correction || k.State != "made" {
					t.Errorf("the correction is %s", k.State)
				}
				d.verified()
			})
		})
	}
}

// A search finds words in any form.
func TestSearchAcrossUnicodeForms(t *testing.T) {
	for _, forms := range [][2]norm.Form{{norm.NFC, norm.NFD}, {norm.NFD, norm.NFC}} {
		storetest.Each(t, func(t *testing.T, s *store.Store) {
			d := &apiDesk{apiClients: newAPIClients(t, s)}
			d.do(
				d.writer,
				"POST",
				"/articles",
				fmt.Sprintf(`{"title":%q,"text":%q}`, forms[0].String("Été à Málaga"), forms[0].String(accentedText)),
				201,
			)
			v := sitetest.VisitAs(t, s, d.fixture.Reviewer)
			for path, want := range map[string]string{
				"/search?q=":   "millions",
				"/articles?q=": forms[0].String("Été à Málaga"),
			} {
				page := v.Page(path + url.QueryEscape(forms[1].String("Málaga")))
				if got := sitetest.VisibleText(page.Find("main")); !strings.Contains(got, want) &&
					!strings.Contains(got, forms[0].String("Málaga en")) {
					t.Errorf("%s%s: %.300q", path, forms[1].String("Málaga"), got)
				}
			}
		})
	}
}

// Passwords and email addresses match in any form, including passwords that were stored earlier.
func TestSignInAcrossUnicodeForms(t *testing.T) {
	storetest.Each(t, func(t *testing.T, s *store.Store) {
		news := storetest.Newsroom(t, s)
		const password = "le café est fermé l’été"
		person, err := s.AddUser(t.Context(), store.NewUser{Name: "René", Email: norm.NFD.String("René@example.org"),
			Password: norm.NFD.String(password), DeskID: news.Desk.ID, Role: "reviewer"})
		if err != nil {
			t.Fatal(err)
		}
		v := sitetest.Caller{T: t, Site: sitetest.NewSite(s), Cookie: &http.Cookie{Name: "nothing", Value: "x"}}
		for _, form := range []norm.Form{norm.NFC, norm.NFD} {
			got := v.Post("/login", url.Values{"email": {form.String("René@example.org")}, "password": {form.String(password)}})
			if got.StatusCode != http.StatusSeeOther {
				t.Errorf("signing in: %d", got.StatusCode)
			}
		}
		kept := must(argon2id.CreateHash(norm.NFD.String(password), argon2id.DefaultParams))(t)
		ana := store.NewUser{Name: "Ana", Email: "ana.kept@example.org", PasswordHash: kept, DeskID: news.Desk.ID, Role: "reviewer"}
		must(s.AddUser(t.Context(), ana))(t)
		got := v.Post("/login", url.Values{"email": {ana.Email}, "password": {norm.NFD.String(password)}})
		if got.StatusCode != http.StatusSeeOther {
			t.Errorf("signing in with a password that was kept as it was typed: %d", got.StatusCode)
		}
		if want := norm.NFC.String("René@example.org"); !strings.EqualFold(person.Email, want) {
			t.Errorf("the address is kept as %+q", person.Email)
		}
	})
}
