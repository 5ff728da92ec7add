package store_test

import (
	"bytes"
	"encoding/json"
	"strings"
	"testing"

	"linecheck/formats/write"
	"linecheck/models"
	"linecheck/store"
	"linecheck/store/storetest"
)

// signedExport exports an article as its readers get it, signed if the installation has a key.
func signedExport(t *testing.T, s *store.Store, n storetest.Fixture, article int64) []byte {
	t.Helper()
	var file bytes.Buffer
	sign := func(object []byte) (string, error) { return s.SignArticleFile(ctx, object) }
	if err := write.ArticleFile(&file, must(s.ArticleFile(ctx, n.Auditor, article))(t), sign); err != nil {
		t.Fatal(err)
	}
	return file.Bytes()
}

// currentKey returns the installation's current public key as a JWK, as another newsroom pastes it.
func currentKey(t *testing.T, s *store.Store) string {
	t.Helper()
	return string(must(json.Marshal(must(s.KeySet(ctx))(t).Keys[0]))(t))
}

// signedArticle returns an article with a valid sign-off, at an installation with a key.
func signedArticle(t *testing.T, s *store.Store, n storetest.Fixture) models.Article {
	t.Helper()
	if err := s.EnsureSigningKey(ctx); err != nil {
		t.Fatal(err)
	}
	article := must(s.CreateArticle(ctx, n.Writer, models.NewArticle{Title: "Rain", Text: "It rained.", DeskID: n.Desk.ID}))(t)
	for _, p := range must(s.ArticlePage(ctx, n.Reviewer, article.ID))(t).AllSentences() {
		must(s.MarkRead(ctx, n.Reviewer, p.ID))(t)
	}
	page := must(s.GatePage(ctx, n.Editor, article.ID))(t)
	if err := s.SignOff(ctx, n.Editor, article.ID, models.SignOffInput{SHA256: page.Revision.SHA256, Changes: page.Changes}); err != nil {
		t.Fatal(err)
	}
	return article
}

// provedSignOffs counts the sign-offs of an article that a trusted key proves.
func provedSignOffs(t *testing.T, s *store.Store, n storetest.Fixture, article models.Article) (proved int) {
	t.Helper()
	page := must(s.GatePage(ctx, n.Auditor, article.ID))(t)
	for _, o := range page.SignOffs {
		if page.Imported.Proves(o.SignOff) {
			proved++
		}
	}
	return proved
}

// A newsroom exports an article that it imported, and signs the file. Its key does not prove a sign-off that came with the imported file.
// The same holds for a reason in a file that imitates the program's own text.
func TestKeyProvesNoForgedSignOff(t *testing.T) {
	storetest.EachAddress(t, func(t *testing.T, address string) {
		origin, s := storetest.Open(t, storetest.SQLite(t)), storetest.Open(t, address)
		there, n := storetest.Newsroom(t, origin), storetest.Newsroom(t, s)
		if err := origin.EnsureSigningKey(ctx); err != nil {
			t.Fatal(err)
		}
		if err := s.TrustKey(ctx, n.Admin, n.Desk.ID, models.TrustedKeyForm{Name: "Harbour Times", Key: currentKey(t, origin)}); err != nil {
			t.Fatal(err)
		}
		forged := forgedFile(t, origin, there)
		passedOn := must(origin.ImportArticle(ctx, there.Editor, there.Desk.ID, "forged.json", forged))(t)
		imitation := signedExport(t, origin, there, passedOn.ID)
		unsigned, _ := models.SplitSignature(imitation)
		reason := []byte(models.VoidFromFile)
		other := bytes.Replace(unsigned, reason, []byte("Signed off at Harbour Times, as its key proves"), 1)
		if bytes.Equal(other, unsigned) {
			t.Fatal("the exported file has no reason to replace")
		}
		for name, file := range map[string][]byte{
			"passed on through a trusted newsroom": imitation, "without a signature": unsigned, "with an imitated reason": other,
		} {
			article := must(s.ImportArticle(ctx, n.Editor, n.Desk.ID, "x.json", file))(t)
			if got := provedSignOffs(t, s, n, article); got != 0 {
				t.Errorf("%s: %d sign-offs are proved", name, got)
			}
		}
		verify(t, s)
	})
}

// A signed export is shown as that newsroom's at desks that trust its key, and as nobody's elsewhere. It counts for nothing in either
// case. A file is refused if it names a trusted key but does not match its signature.
func TestSignedFileProvesItsNewsroom(t *testing.T) {
	storetest.EachAddress(t, func(t *testing.T, address string) {
		origin := storetest.Open(t, storetest.SQLite(t))
		there := storetest.Newsroom(t, origin)
		article := signedArticle(t, origin, there)
		first := signedExport(t, origin, there, article.ID)
		s := storetest.Open(t, address)
		n := storetest.Newsroom(t, s)
		imported := func(file []byte) (models.Article, *models.FileProof) {
			t.Helper()
			article := must(s.ImportArticle(ctx, n.Editor, n.Desk.ID, "x.json", file))(t)
			return article, must(s.ImportOrigin(ctx, n.Auditor, article.ID))(t).Proof
		}
		if _, proof := imported(first); proof != nil {
			t.Errorf("without a trusted key the file is proved by %+v", proof)
		}
		if err := s.TrustKey(ctx, n.Admin, n.Desk.ID, models.TrustedKeyForm{Name: "Harbour Times", Key: currentKey(t, origin)}); err != nil {
			t.Fatal(err)
		}
		copied, proof := imported(first)
		if proof == nil || proof.Name != "Harbour Times" || !proof.Trusted {
			t.Fatalf("the file is proved by %+v", proof)
		}
		whole := must(s.ArticleDetail(ctx, n.Auditor, copied.ID))(t)
		if whole.State != models.Checking || whole.Gate.Open() || whole.Gate.SignOff != nil {
			t.Errorf("the proved article is %s, its gate open: %v", whole.State, whole.Gate.Open())
		}
		checkNothingCounts(t, must(s.ArticleFile(ctx, n.Auditor, copied.ID))(t))
		if got := provedSignOffs(t, s, n, copied); got != 1 {
			t.Errorf("%d sign-offs are proved, want the one that stood in the file", got)
		}
		refuse := func(name string, file []byte) {
			t.Helper()
			_, err := s.ImportArticle(ctx, n.Editor, n.Desk.ID, "x.json", file)
			if detail := refusalAt(err, "file"); !strings.Contains(detail, "Harbour Times") || !strings.Contains(detail, "does not fit") {
				t.Errorf("%s: %v", name, err)
			}
		}
		other := signedArticle(t, origin, there)
		_, signature := models.SplitSignature(first)
		another, _ := models.SplitSignature(signedExport(t, origin, there, other.ID))
		refuse("the signature of another article", models.AppendSignature(another, signature))
		refuse("a changed title", bytes.Replace(first, []byte(`"title":"Rain"`), []byte(`"title":"Snow"`), 1))
		refuse("white space behind the last comma", bytes.Replace(first, []byte(`,"signature"`), []byte(`, "signature"`), 1))
		refuse("a file without its signed bytes", append([]byte(" "), first...))

		rotated := must(origin.RotateSigningKey(ctx))(t)
		if _, proof := imported(first); proof == nil {
			t.Error("a file from before the rotation is no longer proved")
		}
		second := signedExport(t, origin, there, article.ID)
		if _, proof := imported(second); proof != nil {
			t.Errorf("a key that is not trusted yet proves %+v", proof)
		}
		if err := s.TrustKey(ctx, n.Admin, n.Desk.ID, models.TrustedKeyForm{Name: "Harbour Times 2", Key: currentKey(t, origin)}); err != nil {
			t.Fatal(err)
		}
		if _, proof := imported(second); proof == nil || proof.KID != rotated.KID {
			t.Errorf("after the rotation the file is proved by %+v, want %s", proof, rotated.KID)
		}
		if err := s.UntrustKey(ctx, n.Admin, n.Desk.ID, proof.KID); err != nil {
			t.Fatal(err)
		}
		if later := must(s.ImportOrigin(ctx, n.Auditor, copied.ID))(t).Proof; later == nil || later.Trusted {
			t.Errorf("after the trust ended: %+v", later)
		}
		if _, proof := imported(first); proof != nil {
			t.Errorf("a key that is no longer trusted proves %+v", proof)
		}
		if got := provedSignOffs(t, s, n, copied); got != 0 {
			t.Errorf("%d sign-offs are proved by a key that is no longer trusted", got)
		}
		verify(t, s)
		verify(t, origin)
	})
}

// The first key is made once. Rotation keeps the old public keys and erases the private part; no event contains one.
func TestSigningKeys(t *testing.T) {
	storetest.EachAddress(t, func(t *testing.T, address string) {
		s := storetest.Open(t, address)
		storetest.Newsroom(t, s)
		if signature := must(s.SignArticleFile(ctx, []byte("{}")))(t); signature != "" {
			t.Errorf("without a key it signs %q", signature)
		}
		for range 2 {
			if err := s.EnsureSigningKey(ctx); err != nil {
				t.Fatal(err)
			}
		}
		secret := storetest.ReadColumn(t, address, "SELECT private FROM signing_keys")[0]
		first := must(s.SigningKeys(ctx))(t)
		second := must(s.RotateSigningKey(ctx))(t)
		keys := must(s.SigningKeys(ctx))(t)
		if len(first) != 1 || len(keys) != 2 || keys[0].KID != second.KID || keys[1].KID != first[0].KID || keys[1].RetiredAt == nil {
			t.Errorf("the keys were %+v and are %+v", first, keys)
		}
		if left := storetest.ReadColumn(t, address, "SELECT count(*) FROM signing_keys WHERE private IS NOT NULL")[0]; left != "1" {
			t.Errorf("%s private parts are kept, want 1", left)
		}
		secret += "|" + storetest.ReadColumn(t, address, "SELECT private FROM signing_keys WHERE private IS NOT NULL")[0]
		events := strings.Join(storetest.ReadColumn(t, address, `SELECT "before" || "after" FROM events`), "\n")
		shown := string(must(json.Marshal(must(s.KeySet(ctx))(t)))(t))
		for part := range strings.SplitSeq(secret, "|") {
			if len(part) < 40 || strings.Contains(events, part) || strings.Contains(shown, part) {
				t.Error("the audit log or the key set contains a private part")
			}
		}
		if want := `{"use":"sig","kty":"OKP","kid":"` + second.KID + `","crv":"Ed25519","alg":"EdDSA","x":"`; !strings.Contains(shown, want) {
			t.Errorf("the key set is %s", shown)
		}
		verify(t, s)
	})
}

// Only administrators of a desk manage its trusted keys, only the public part of an Ed25519 key is accepted, and each change is in the
// desk's history.
func TestTrustedKeys(t *testing.T) {
	storetest.Each(t, func(t *testing.T, s *store.Store) {
		n := storetest.Newsroom(t, s)
		// The key and the thumbprint of RFC 8037, appendix A.
		const public = `{"kty":"OKP","crv":"Ed25519","x":"11qYAYKxCrfVS_7TyWQHOg7hcvPapiMlrwIaaPcHURo"`
		const kid = "kPrK_qmxVWaYVA9wwBF6Iuo3vVzz7TxHCTwXBygrS4k"
		form := models.TrustedKeyForm{Name: "RFC", Key: public + "}"}
		for _, who := range []models.Reader{n.Editor, n.OtherDeskReviewer} {
			if err := s.TrustKey(ctx, who, n.Desk.ID, form); err == nil {
				t.Errorf("%s trusts a key", who.Name)
			}
			if _, _, err := s.TrustedKeys(ctx, who, n.Desk.ID); err == nil {
				t.Errorf("%s lists the keys", who.Name)
			}
		}
		for key, want := range map[string]string{
			"":  "no JSON Web Key",
			"x": "no JSON Web Key",
			`{"kty":"OKP","crv":"Ed25519","x":"AAAA"}`:                     "no JSON Web Key",
			`{"kty":"oct","k":"AyM1SysPpbyDfgZld3umj1qzKObwVMkoqQ"}`:       "no JSON Web Key",
			public + `,"d":"nWGxne_9WmC6hEr0kuwsxERJxWl7MmkZcDusAxyuf2A"}`: "private key",
			`{"keys":[` + public + `}]}`:                                   "no JSON Web Key",
			public + `,"note":"` + strings.Repeat("x", 5000) + `"}`:        "no JSON Web Key",
		} {
			err := s.TrustKey(ctx, n.Admin, n.Desk.ID, models.TrustedKeyForm{Name: "N", Key: key})
			if got := refusalAt(err, "key"); !strings.Contains(got, want) {
				t.Errorf("%.60s: %v, want %q", key, err, want)
			}
		}
		if err := s.TrustKey(ctx, n.Admin, n.Desk.ID, form); err != nil {
			t.Fatal(err)
		}
		if got := refusalAt(s.TrustKey(ctx, n.Admin, n.Desk.ID, form), "key"); !strings.Contains(got, "trusted already, as RFC") {
			t.Errorf("the same key again: %q", got)
		}
		_, list, err := s.TrustedKeys(ctx, n.Admin, n.Desk.ID)
		if err != nil || len(list) != 1 || list[0].KID != kid || list[0].Adder != n.Admin.Name {
			t.Errorf("the keys are %+v: %v", list, err)
		}
		for range 2 {
			err = s.UntrustKey(ctx, n.Admin, n.Desk.ID, kid)
		}
		if refusalAt(err, "key") == "" {
			t.Errorf("removed twice: %v", err)
		}
		if got := deskActions(t, s, n); strings.Count(got, "key trusted") != 1 || strings.Count(got, "key no longer trusted") != 1 {
			t.Errorf("the history has %s", got)
		}
		verify(t, s)
	})
}
