package handlers_test

import (
	"database/sql"
	"net/http"
	"net/http/httptest"
	"net/url"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"testing"

	"github.com/PuerkitoBio/goquery"
	"golang.org/x/net/html"

	"linecheck/handlers"
	"linecheck/handlers/sitetest"
	"linecheck/models"
	"linecheck/store/storetest"
	"linecheck/text/message"
)

// Every text on every page is a message of the catalogue, typed by a user, or a number. In the pseudo-language every message has accents.
// So a text in plain letters was typed by a user, or is missing in the catalogue.
func TestEveryPageSpeaksFromTheCatalogue(t *testing.T) {
	t.Parallel()
	address := storetest.SQLite(t)
	o := sitetest.OpenShowcaseAt(t, address)
	o.Site = inPseudo(handlers.New(o.Store, handlers.Config{Zone: sitetest.Zone, SSO: o.Provider, Pseudo: true}))
	var pages []pseudoPage
	for _, p := range sitetest.Pages {
		pages = append(pages, pseudoPage{p.Name, o.CallerAs(t, p.Role).Get(p.Path(o))})
	}
	for _, p := range sitetest.Forms {
		pages = append(pages, pseudoPage{p.Name, o.CallerAs(t, p.Role).Post(p.Path(o), p.Form(o))})
	}
	typed := readTypedTexts(t, address)
	for _, p := range sitetest.Pages {
		if _, query, found := strings.Cut(p.Path(o), "?"); found {
			values, err := url.ParseQuery(query)
			if err != nil {
				t.Fatal(err)
			}
			typed.add(values)
		}
	}
	for _, p := range sitetest.Forms {
		typed.add(p.Form(o))
	}
	reported := map[string]bool{}
	for _, p := range pages {
		if p.reply.StatusCode >= 300 && p.reply.StatusCode < 400 {
			continue
		}
		for _, found := range typed.findPlainText(p.reply.Document(t, p.reply.StatusCode)) {
			if !reported[found] { // once is enough
				reported[found] = true
				t.Errorf("%s: written past the catalogue: %s", p.name, found)
			}
		}
	}
}

// The test above must find a text that is not in the catalogue.
func TestPlainTextIsFound(t *testing.T) {
	typed := typedTexts{all: "\nThe bridge opened in 1911\nAna Lopez\n"}
	for markup, want := range map[string]bool{
		`<p>` + message.Pseudonym("Save outcome") + `</p>`:                      false,
		`<p>Save outcome</p>`:                                                   true,
		`<p>` + message.Pseudonym("Save") + ` now</p>`:                          true,
		`<p>` + message.Pseudo.Say("by %s", "Ana Lopez") + `</p>`:               false,
		`<p>` + message.Pseudo.Say("by %s", "the command line") + `</p>`:        true,
		`<p><bdi>Ana Lopez</bdi> 12,000</p>`:                                    false,
		`<p>The bridge opened in 1911</p>`:                                      false,
		`<p>bridge</p>`:                                                         true, // a single word of a text proves nothing
		`<p><mark>bridge</mark></p>`:                                            false,
		`<button aria-label="Close">×</button>`:                                 true,
		`<button data-said="claim marked">×</button>`:                           true,
		`<button title="` + message.Pseudonym("Close") + `">×</button>`:         false,
		`<p>Linecheck, SHA-256 <code>0a1b</code>, <kbd>Enter</kbd></p>`:         false,
		`<script type="application/json">{"Saving…": "x"}</script><td>12%</td>`: false,
	} {
		page, err := goquery.NewDocumentFromReader(strings.NewReader("<!DOCTYPE html><main>" + markup + "</main>"))
		if err != nil {
			t.Fatal(err)
		}
		if found := typed.findPlainText(page); (len(found) > 0) != want {
			t.Errorf("%s: found %q, want it found: %v", markup, found, want)
		}
	}
}

func TestLanguageFollowsTheBrowser(t *testing.T) {
	t.Parallel()
	s := storetest.Open(t, storetest.SQLite(t))
	for _, test := range []struct {
		pseudo       bool
		header, want string
	}{
		{true, "", "en"}, {true, "en-XA", "en-XA"}, {true, "de, en-XA;q=0.5", "en-XA"}, {true, "en-GB,en;q=0.9", "en"}, {true, "en-US", "en"},
		{true, "fa", "en"}, {true, "?!", "en"}, {false, "en-XA", "en"}, {false, "ar", "ar"}, {false, "ar-EG, en;q=0.5", "ar"},
	} {
		request := httptest.NewRequest(http.MethodGet, "/login", nil)
		request.Header.Set("Accept-Language", test.header)
		recorder := httptest.NewRecorder()
		handlers.New(s, handlers.Config{Pseudo: test.pseudo}).ServeHTTP(recorder, request)
		page, err := goquery.NewDocumentFromReader(recorder.Body)
		if err != nil {
			t.Fatal(err)
		}
		if got := page.Find("html").AttrOr("lang", ""); got != test.want {
			t.Errorf("Accept-Language %q, pseudo %v: got %s, want %s", test.header, test.pseudo, got, test.want)
		}
		direction := "ltr"
		if test.want == "ar" {
			direction = "rtl"
		}
		if got := page.Find("html").AttrOr("dir", ""); got != direction {
			t.Errorf("Accept-Language %q: the page runs %s, want %s", test.header, got, direction)
		}
	}
}

// The cache keeps a separate article view for each language.
func TestCachedArticleKeepsLanguagesApart(t *testing.T) {
	t.Parallel()
	o := sitetest.OpenShowcase(t)
	site := handlers.New(o.Store, handlers.Config{Zone: sitetest.Zone, Pseudo: true})
	for range 2 {
		for _, language := range []string{"en", "en-XA"} {
			caller := o.CallerAs(t, models.Reviewer)
			caller.Site = site
			request := httptest.NewRequest(http.MethodGet, "/articles/"+strconv.FormatInt(o.Article.ID, 10), nil)
			request.Header.Set("Accept-Language", language)
			page := caller.Do(request).Document(t, http.StatusOK)
			if got := page.Find("html").AttrOr("lang", ""); got != language {
				t.Errorf("asked for %s, got %s", language, got)
			}
		}
	}
}

type pseudoPage struct {
	name  string
	reply sitetest.Reply
}

// inPseudo asks a site for everything in the pseudo-language.
func inPseudo(site http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		r.Header.Set("Accept-Language", message.Pseudo.Lang())
		site.ServeHTTP(w, r)
	})
}

// typedTexts are texts that users typed, one per line.
type typedTexts struct{ all string }

// machineColumns hold values that the program chose.
var machineColumns = []string{"status", "state", "kind", "role", "action", "object", "door", "class", "stance", "resolution", "risk",
	"region",
	"placement", "outcome", "purpose", "gate_code", "origin"}

// readTypedTexts reads every text of a database.
func readTypedTexts(t *testing.T, address string) typedTexts {
	t.Helper()
	db, err := sql.Open("sqlite", strings.TrimPrefix(address, "sqlite:"))
	if err != nil {
		t.Fatal(err)
	}
	defer db.Close()
	var all strings.Builder
	for _, column := range textColumns(t, db) {
		rows, err := db.Query("SELECT DISTINCT CAST(" + column.name + " AS TEXT) FROM " + column.table + " WHERE " + column.name + " IS NOT NULL")
		if err != nil {
			t.Fatal(err)
		}
		for rows.Next() {
			var value string
			if err := rows.Scan(&value); err != nil {
				t.Fatal(err)
			}
			all.WriteString("\n" + strings.Join(strings.Fields(value), " "))
		}
		if err := rows.Close(); err != nil {
			t.Fatal(err)
		}
	}
	return typedTexts{all.String() + "\n"}
}

type textColumn struct{ table, name string }

func textColumns(t *testing.T, db *sql.DB) []textColumn {
	t.Helper()
	rows, err := db.Query(`SELECT m.name, p.name FROM sqlite_master m JOIN pragma_table_info(m.name) p
		WHERE m.type = 'table' AND upper(p.type) = 'TEXT' AND m.name NOT LIKE '%fts%' AND m.name NOT LIKE 'sqlite%'`)
	if err != nil {
		t.Fatal(err)
	}
	defer rows.Close()
	var columns []textColumn
	for rows.Next() {
		var c textColumn
		if err := rows.Scan(&c.table, &c.name); err != nil {
			t.Fatal(err)
		}
		if !slices.Contains(machineColumns, c.name) {
			columns = append(columns, textColumn{`"` + c.table + `"`, `"` + c.name + `"`})
		}
	}
	if len(columns) == 0 {
		t.Fatal("the database has no columns of text")
	}
	return columns
}

// notRead are elements without text for readers.
const notRead = "script, style, code, kbd, textarea"

// ofUsers are elements with words of users or of the article.
const ofUsers = "bdi, mark, q, blockquote, del, ins, .words, .t, .note, [lang]:not([lang=en-XA]), [dir=auto], " +
	"[name=first] option, [name=last] option, #split-word option"

var readAttributes = []string{"title", "placeholder", "aria-label", "alt", "data-said", "data-label"}

// findPlainText lists the visible texts of a page that are neither from the catalogue nor typed by a user.
func (typed typedTexts) findPlainText(page *goquery.Document) []string {
	var found []string
	page.Find("*").Each(func(_ int, s *goquery.Selection) {
		if s.Closest(notRead).Length() > 0 {
			return
		}
		for _, name := range readAttributes {
			if value, ok := s.Attr(name); ok {
				for _, words := range typed.plainWords(value, false) {
					found = append(found, name+" "+words)
				}
			}
		}
		ofUser := s.Closest(ofUsers).Length() > 0
		for child := s.Nodes[0].FirstChild; child != nil; child = child.NextSibling {
			if child.Type == html.TextNode {
				for _, words := range typed.plainWords(child.Data, ofUser) {
					found = append(found, s.Nodes[0].Data+" "+words)
				}
			}
		}
	})
	return found
}

const edges = " .,:;()…–“”-/·|"

var (
	wordOfOurs = regexp.MustCompile(`^[a-z-]{6,}$`)
	isolated   = regexp.MustCompile("\u2068[^\u2069]*\u2069") // words of users within a message
	separators = regexp.MustCompile(`, | \| |\(`)
	plainRun   = regexp.MustCompile(`[A-Za-z][\x20-\x7E“”‘’…–]*`)
	names      = regexp.MustCompile(`Linecheck|SHA-256|Newsroom|Example <ID>|\b(text|application|image)/[\w.+-]+|\b[0-9a-f]{12,}\b|https?://\S+|\S+@\S+|\S+\.(example|csv|txt|docx|xlsx|json|jsonld|pdf)\b\S*`)
)

// plainWords lists the words in plain letters that no user typed.
func (typed typedTexts) plainWords(s string, ofUser bool) []string {
	var plain []string
	s = names.ReplaceAllString(isolated.ReplaceAllString(strings.Join(strings.Fields(s), " "), ""), "")
	for _, run := range plainRun.FindAllString(s, -1) {
		if run = strings.Trim(run, edges); typed.allows(run, ofUser) {
			continue
		}
		for _, piece := range separators.Split(run, -1) { // a list of what users typed
			if piece = strings.Trim(piece, edges); !typed.allows(piece, ofUser) {
				plain = append(plain, strconv.Quote(run))
				break
			}
		}
	}
	return plain
}

// add adds the texts that somebody typed into a form.
func (typed *typedTexts) add(values url.Values) {
	for _, list := range values {
		for _, value := range list {
			if wordOfOurs.MatchString(value) {
				continue // perhaps a status or the like
			}
			typed.all += strings.Join(strings.Fields(value), " ") + "\n"
		}
	}
}

func (typed typedTexts) has(words string) bool { return strings.Contains(typed.all, words) }

func (typed typedTexts) allows(words string, ofUser bool) bool {
	return len(words) < 2 || ofUser && typed.has(words) || typed.hasWhole(words)
}

// hasWhole reports whether words are a whole value, or so many of one that no message is likely to have them.
func (typed typedTexts) hasWhole(words string) bool {
	return strings.Contains(typed.all, "\n"+words+"\n") || strings.Count(words, " ") >= 2 && typed.has(words)
}
