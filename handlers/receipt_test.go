package handlers_test

import (
	"fmt"
	"net/http"
	"net/url"
	"strings"
	"testing"

	"linecheck/formats/receipt"
	"linecheck/handlers/sitetest"
	"linecheck/models"
)

// signedArticle is an article that was signed off through the API, with the data for verifying its receipt.
type signedArticle struct {
	*apiDesk
	page sitetest.Caller // with the editor's session
	text string
}

// signByAPI marks everything as read by the reviewer and signs as the editor.
func signByAPI(t *testing.T, d *apiDesk) signedArticle {
	t.Helper()
	d.markAllReadByAPI(d.reviewer)
	d.do(d.editor, "POST", d.article+"/signoffs", d.gate().signingBody(), http.StatusCreated)
	return signedArticle{d, sitetest.VisitAs(t, d.store, d.fixture.Editor), d.currentArticle().Text}
}

// get returns a response body that every member of the desk may read.
func (a signedArticle) get(path string, status int) string {
	a.t.Helper()
	got := a.page.Get(path)
	if got.StatusCode != status {
		a.t.Fatalf("%s is %d: %s", path, got.StatusCode, got.Text)
	}
	return got.Text
}

func (a signedArticle) keys() receipt.Keys {
	a.t.Helper()
	keys, err := receipt.ParseKeys([]byte(a.get("/.well-known/jwks.json", http.StatusOK)))
	if err != nil {
		a.t.Fatal(err)
	}
	return keys
}

// A receipt can be verified with public data alone. It states what was signed, stays valid when the key is replaced, and is revoked when
// the sign-off ends.
func TestReceipt(t *testing.T) {
	eachDatabase(t, "It rained. Ten of 4,000 fell.", func(t *testing.T, d *apiDesk) {
		a := signByAPI(t, d)
		jws := a.get(a.article+"/receipt.jws", http.StatusOK)
		r, err := receipt.Open(jws, a.keys())
		if err != nil {
			t.Fatal(err)
		}
		if r.Article.Title != "Bridge" || len(r.Sentences) != 3 || r.Sentences[0].Region != "title" || !r.Independence.SecondPerson ||
			r.Signed.By != a.fixture.Editor.Name || r.Signed.Role != models.Editor || r.Counts.Sentences[models.Clear] != 3 ||
			r.Record.Hash == "" || r.Policy.Secondaries == 0 {
			t.Errorf("the receipt states %+v", r)
		}
		if err := receipt.CheckText(r, a.text); err != nil {
			t.Error(err)
		}
		other := strings.Replace(a.text, "4,000", "4,001", 1)
		if err := receipt.CheckText(r, other); receipt.CodeOf(err) != receipt.OtherText || !strings.Contains(err.Error(), "sentence 2") {
			t.Errorf("another text: %v", err)
		}
		revocations := "/.well-known/linecheck-revocations"
		if _, err := receipt.CheckRevocations(r, a.get(revocations, http.StatusOK), a.keys()); err != nil {
			t.Error(err)
		}
		if _, err := a.store.RotateSigningKey(t.Context()); err != nil {
			t.Fatal(err)
		}
		if _, err := receipt.Open(jws, a.keys()); err != nil {
			t.Errorf("after a new key: %v", err)
		}
		a.revise("It rained. Eleven of 4,000 fell.")
		a.get(a.article+"/receipt.jws", http.StatusNotFound)
		_, err = receipt.CheckRevocations(r, a.get(revocations, http.StatusOK), a.keys())
		if receipt.CodeOf(err) != receipt.Revoked {
			t.Errorf("after a change: %v", err)
		}
		if v, err := a.store.Verify(t.Context()); err != nil || v.Break != "" {
			t.Errorf("verify: %+v, %v", v, err)
		}
	})
}

// A receipt lists the sentences that no second person checked, and the overrides with their reasons.
func TestReceiptOfASmallDesk(t *testing.T) {
	eachDatabase(t, "It rained.", func(t *testing.T, d *apiDesk) {
		d.markAllReadByAPI(d.editor)
		smallDesk(t, d.store, d.fixture, true)
		d.do(d.editor, "POST", d.article+"/overrides", `{"code":"independence","reason":"Nobody else is here."}`, http.StatusCreated)
		d.do(d.editor, "POST", d.article+"/signoffs", d.gate().signingBody(), http.StatusCreated)
		a := signedArticle{d, sitetest.VisitAs(t, d.store, d.fixture.Editor), ""}
		r, err := receipt.Open(a.get(a.article+"/receipt.jws", http.StatusOK), a.keys())
		if err != nil {
			t.Fatal(err)
		}
		if r.Independence.SecondPerson || r.Independence.Statement != "Checked and signed without a second person." ||
			fmt.Sprint(r.Independence.Without) != "[0 1]" {
			t.Errorf("independence: %+v", r.Independence)
		}
		if len(r.Overrides) != 1 || r.Overrides[0].Reason != "Nobody else is here." || len(r.Overrides[0].Covers) != 2 {
			t.Errorf("overrides: %+v", r.Overrides)
		}
	})
}

// The API and the page compare a published article, even after the article has changed in Linecheck.
func TestComparePublished(t *testing.T) {
	eachDatabase(t, "It rained.\n\nTen of 4,000 fell.", func(t *testing.T, d *apiDesk) {
		at := d.article + "/published"
		d.do(d.editor, "POST", at, `{"text":"It rained."}`, http.StatusUnprocessableEntity)
		a := signByAPI(t, d)
		for name, c := range map[string]struct{ body, want string }{
			"the same":         {`{"text":"Bridge\n\nIt rained.\n\nTen of 4,000 fell."}`, "3 0 0 0 0 true"},
			"a figure changed": {`{"text":"Bridge\n\nIt rained.\n\nTen of 4,001 fell."}`, "2 1 0 0 0 false"},
			"a page": {`{"html":"<html><title>Bridge | Times</title><body><nav>Menu</nav><article><h1>Bridge</h1>` +
				`<p>It rained.</p><p>Ten of 4,000&nbsp;fell.</p></article></body></html>"}`, "3 0 0 0 0 true"},
		} {
			got := d.do(d.editor, "POST", at, c.body, http.StatusOK)
			if shown := fmt.Sprint(got.Same, got.Changed, got.Added, got.Missing, got.Moved, got.Equal); shown != c.want {
				t.Errorf("%s: %s, want %s", name, shown, c.want)
			}
		}
		d.do(d.editor, "POST", at, `{"text":"a","html":"b"}`, http.StatusUnprocessableEntity)
		d.do(d.editor, "POST", at, `{"url":"https://example.org/"}`, http.StatusUnprocessableEntity) // the desk's policy forbids fetching

		a.revise("It rained.\n\nEleven of 4,000 fell.")
		page := a.page.Post(at, url.Values{"text": {"It rained.\r\n\r\nTen of 4,001 fell."}}).Document(t, http.StatusOK)
		shown := sitetest.VisibleText(page.Find("main"))
		if !strings.Contains(shown, "1 difference between") || !strings.Contains(shown, "no longer holds") {
			t.Errorf("the page says %s", shown)
		}
		if del, ins := page.Find("del").Text(), page.Find("ins").Text(); !strings.Contains(del, "4,000") || !strings.Contains(ins, "4,001") {
			t.Errorf("the difference is %q %q", del, ins)
		}
		page = a.page.Post(at, url.Values{"text": {"It rained.\r\n\r\nTen of 4,000 fell."}}).Document(t, http.StatusOK)
		if shown := sitetest.VisibleText(page.Find(".notice.good")); !strings.Contains(shown, "Published as signed") {
			t.Errorf("the page says %s", shown)
		}
	})
}
