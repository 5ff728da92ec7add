package receipt_test

import (
	"encoding/json"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"

	"linecheck/internal/testutil"
	"linecheck/models"
	"linecheck/store"
	"linecheck/store/storetest"
)

// staticSite is a site built with deploy/eleventy from a newsroom's articles.
type staticSite struct {
	t       *testing.T
	store   *store.Store
	fixture storetest.Fixture
	article models.Article
	folder  string
}

func newStaticSite(t *testing.T) *staticSite {
	t.Helper()
	npm := testutil.Integration(t, "npm")
	s := &staticSite{t: t, store: storetest.Open(t, storetest.SQLite(t)), folder: t.TempDir()}
	s.fixture = storetest.Newsroom(t, s.store)
	testutil.Must(t, os.CopyFS(s.folder, os.DirFS("../../deploy/eleventy")))
	for _, name := range []string{"articles", "newsroom"} {
		testutil.Must(t, os.Mkdir(filepath.Join(s.folder, name), 0o700))
	}
	install := exec.Command(npm, "ci", "--ignore-scripts", "--no-audit", "--no-fund")
	install.Dir = s.folder
	if out, err := install.CombinedOutput(); err != nil {
		t.Fatalf("npm ci: %v\n%s", err, out)
	}
	var err error
	s.article, err = s.store.CreateArticle(t.Context(), s.fixture.Writer, models.NewArticle{
		Title: "Bridge", Text: "Ten of 4,000 fell.\n\nIt rained.\n", DeskID: s.fixture.Desk.ID, WriterID: &s.fixture.Writer.UserID})
	testutil.Must(t, err)
	return s
}

// detail reads the article's current detail.
func (s *staticSite) detail() models.ArticleDetail {
	s.t.Helper()
	detail, err := s.store.ArticleDetail(s.t.Context(), s.fixture.Editor, s.article.ID)
	testutil.Must(s.t, err)
	return detail
}

// sign reads every sentence as the reviewer, and signs as the editor.
func (s *staticSite) sign() {
	s.t.Helper()
	detail := s.detail()
	for _, sentence := range append([]models.PageSentence{detail.TitleSentence}, detail.Sentences...) {
		if sentence.State != models.Clear {
			_, err := s.store.MarkRead(s.t.Context(), s.fixture.Reviewer, sentence.ID)
			testutil.Must(s.t, err)
		}
	}
	read := models.SignOffInput{SHA256: detail.Revision.SHA256, Changes: s.detail().Changes}
	testutil.Must(s.t, s.store.SignOff(s.t.Context(), s.fixture.Editor, s.article.ID, read))
}

// export writes the files that the site needs: the receipt if there is one, the keys and the revocation list.
func (s *staticSite) export() {
	s.t.Helper()
	keys, err := s.store.KeySet(s.t.Context())
	testutil.Must(s.t, err)
	set, err := json.Marshal(keys)
	testutil.Must(s.t, err)
	s.write("newsroom/jwks.json", string(set))
	revocations, err := s.store.Revocations(s.t.Context())
	testutil.Must(s.t, err)
	s.write("newsroom/revocations.jws", revocations)
	if jws, err := s.store.Receipt(s.t.Context(), s.fixture.Editor, s.article.ID); err == nil {
		s.write("articles/bridge.jws", jws)
	}
}

func (s *staticSite) write(name, content string) {
	s.t.Helper()
	testutil.Must(s.t, os.WriteFile(filepath.Join(s.folder, name), []byte(content), 0o600))
}

// publish writes the article's file for the site.
func (s *staticSite) publish(title, text string) {
	s.write("articles/bridge.md", "---\ntitle: "+title+"\n---\n"+text)
}

// build builds the site, and returns the page and the program's messages.
func (s *staticSite) build() (page, messages string, ok bool) {
	s.t.Helper()
	testutil.Must(s.t, os.RemoveAll(filepath.Join(s.folder, "public")))
	command := exec.Command(testutil.Integration(s.t, "npx"), "eleventy")
	command.Dir = s.folder
	out, err := command.CombinedOutput()
	content, _ := os.ReadFile(filepath.Join(s.folder, "public", "bridge", "index.html"))
	return string(content), string(out), err == nil
}

// mustRefuse expects the build to fail with a message that contains why.
func (s *staticSite) mustRefuse(why string) {
	s.t.Helper()
	if page, messages, ok := s.build(); ok || page != "" || !strings.Contains(messages, why) {
		s.t.Errorf("built: %t, %q\n%s\nwant a refusal with %q", ok, page, messages, why)
	}
}

// A static site refuses an article without a matching receipt at every step, from the draft to a correction.
func TestStaticSiteRequiresReceipt(t *testing.T) {
	s := newStaticSite(t)
	text := s.detail().Revision.Text
	s.sign()
	s.export()
	testutil.Must(t, os.Rename(filepath.Join(s.folder, "articles/bridge.jws"), filepath.Join(s.folder, "aside.jws")))
	s.publish("Bridge", text)
	s.mustRefuse("bridge.jws")

	testutil.Must(t, os.Rename(filepath.Join(s.folder, "aside.jws"), filepath.Join(s.folder, "articles/bridge.jws")))
	page, messages, ok := s.build()
	if !ok || !strings.Contains(page, "Ten of 4,000 fell.") {
		t.Fatalf("the signed article was not built: %q\n%s", page, messages)
	}
	s.publish("Bridge", strings.Replace(text, "4,000", "4,001", 1))
	s.mustRefuse("the text is not the signed one")
	s.publish("The bridge", text)
	s.mustRefuse("the title is not the signed one")

	corrected := strings.Replace(text, "Ten", "Eleven", 1)
	_, err := s.store.ReviseArticle(t.Context(), s.fixture.Writer, s.article.ID, models.NewRevision{Text: corrected, Base: 1})
	testutil.Must(t, err)
	s.export()
	s.publish("Bridge", text)
	s.mustRefuse("the receipt was revoked")
	s.sign()
	s.export()
	s.publish("Bridge", corrected)
	if page, messages, ok = s.build(); !ok || !strings.Contains(page, "Eleven of 4,000 fell.") {
		t.Errorf("the corrected article was not built: %q\n%s", page, messages)
	}
}
