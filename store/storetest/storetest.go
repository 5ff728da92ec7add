// Package storetest provides tests with a real database of each kind and a small sample newsroom.
package storetest

import (
	"context"
	"database/sql"
	"strings"
	"sync"
	"testing"

	"github.com/alexedwards/argon2id"

	"linecheck/models"
	"linecheck/store"
)

// Each runs a test on an empty store of each kind.
func Each(t *testing.T, test func(*testing.T, *store.Store)) {
	t.Helper()
	t.Run("sqlite", func(t *testing.T) { test(t, Open(t, SQLite(t))) })
	t.Run("postgres", func(t *testing.T) { test(t, Open(t, Postgres(t))) })
}

// EachAddress runs a test on the address of an empty database of each kind, to open it more than once.
func EachAddress(t *testing.T, test func(t *testing.T, address string)) {
	t.Helper()
	t.Run("sqlite", func(t *testing.T) { test(t, SQLite(t)) })
	t.Run("postgres", func(t *testing.T) { test(t, Postgres(t)) })
}

// Exec runs a statement directly on a database, for example to let time pass.
func Exec(t testing.TB, address, statement string) {
	t.Helper()
	db := openRaw(t, address)
	defer db.Close()
	if _, err := db.Exec(statement); err != nil {
		t.Fatal(err)
	}
}

// ReadColumn reads one column directly from a database.
func ReadColumn(t testing.TB, address, query string) []string {
	t.Helper()
	db := openRaw(t, address)
	defer db.Close()
	return readColumn(t, db, query)
}

// openRaw opens a database without a store.
func openRaw(t testing.TB, address string) *sql.DB {
	t.Helper()
	driver := "pgx"
	if file, lite := strings.CutPrefix(address, "sqlite:"); lite {
		driver, address = "sqlite", file
	}
	db, err := sql.Open(driver, address)
	if err != nil {
		t.Fatal(err)
	}
	return db
}

// Open opens a store that is closed when the test ends.
func Open(t testing.TB, url string) *store.Store {
	t.Helper()
	s, _ := OpenWithFiles(t, url)
	return s
}

// OpenWithFiles is Open, and also returns the store's folder for files.
func OpenWithFiles(t testing.TB, url string) (*store.Store, string) {
	t.Helper()
	files := t.TempDir()
	s, err := store.Open(context.Background(), store.Config{URL: url, Files: files})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = s.Close() })
	return s, files
}

// Password is everybody's password in the sample newsroom.
const Password = "a long enough password"

// passwordHash is Password's hash with the lowest parameters of Argon2id, because hundreds of tests sign
// users in.
var passwordHash = sync.OnceValues(func() (string, error) {
	return argon2id.CreateHash(Password, &argon2id.Params{Memory: 8, Iterations: 1, Parallelism: 1, SaltLength: 16, KeyLength: 32})
})

// Fixture is the sample newsroom: a desk with a user of every role and a second reviewer, and another desk
// with one user.
type Fixture struct {
	Desk, OtherDesk                                          models.Desk
	Admin, Editor, Reviewer, SecondReviewer, Writer, Auditor models.Reader
	OtherDeskReviewer                                        models.Reader // a reviewer of the other desk
}

// Newsroom creates the sample newsroom. Addresses are role@example.org.
func Newsroom(t testing.TB, s *store.Store) Fixture {
	t.Helper()
	var n Fixture
	n.Desk, n.OtherDesk = addDesk(t, s, "City desk"), addDesk(t, s, "Other desk")
	n.Admin = AddPerson(t, s, "Ada Admin", "admin@example.org", models.Admin, n.Desk)
	n.Editor = AddPerson(t, s, "Edda Editor", "editor@example.org", models.Editor, n.Desk)
	n.Reviewer = AddPerson(t, s, "Rana Reviewer", "reviewer@example.org", models.Reviewer, n.Desk)
	n.SecondReviewer = AddPerson(t, s, "Sam Second", "second@example.org", models.Reviewer, n.Desk)
	n.Writer = AddPerson(t, s, "Wim Writer", "writer@example.org", models.Writer, n.Desk)
	n.Auditor = AddPerson(t, s, "Aki Auditor", "auditor@example.org", models.Auditor, n.Desk)
	n.OtherDeskReviewer = AddPerson(t, s, "Sol Stranger", "stranger@example.org", models.Reviewer, n.OtherDesk)
	return n
}

func addDesk(t testing.TB, s *store.Store, name string) models.Desk {
	t.Helper()
	d, err := s.AddDesk(context.Background(), name)
	if err != nil {
		t.Fatal(err)
	}
	return d
}

// AddPerson adds a user to a desk and returns them as a reader.
func AddPerson(t testing.TB, s *store.Store, name, email string, role models.Role, at models.Desk) models.Reader {
	t.Helper()
	h, err := passwordHash()
	if err != nil {
		t.Fatal(err)
	}
	ctx := context.Background()
	if _, err := s.AddUser(ctx, store.NewUser{Name: name, Email: email, PasswordHash: h, Role: role, DeskID: at.ID}); err != nil {
		t.Fatal(err)
	}
	r, err := s.ReaderByEmail(ctx, email)
	if err != nil {
		t.Fatal(err)
	}
	return r
}

// JoinDesk makes a user a member of one more desk, which the administrator manages, and returns them with both desks.
func JoinDesk(t testing.TB, s *store.Store, admin, user models.Reader, role models.Role, at models.Desk) models.Reader {
	t.Helper()
	ctx := context.Background()
	token, err := s.Invite(ctx, admin, models.Invitation{Name: user.Name, Email: user.Email, DeskID: &at.ID, Role: role})
	if err != nil {
		t.Fatal(err)
	}
	if err := s.AcceptInvitation(ctx, user, token); err != nil {
		t.Fatal(err)
	}
	joined, err := s.ReaderByEmail(ctx, user.Email)
	if err != nil {
		t.Fatal(err)
	}
	return joined
}

// Text is a small article with regions, a quotation, repeats, and characters outside the basic plane.
const Text = "CITY\nBridge closes for a year\nBy Wim Writer\n\nThe old bridge closes on March 3. More than 4,000 people cross it every day 🚲.\n\n" +
	"\"We had no choice,\" said Mayor Ines Okoro. \"It was built in 1911.\"\n\nRepairs cost €12 million.\n\nThe old bridge at dusk. (Photo: city archive)\n"

// AddArticle creates an article with Text at the newsroom's desk.
func AddArticle(t testing.TB, s *store.Store, n Fixture) models.Article {
	t.Helper()
	a, err := s.CreateArticle(context.Background(), n.Reviewer, models.NewArticle{Title: "Bridge closes", Text: Text, DeskID: n.Desk.ID})
	if err != nil {
		t.Fatal(err)
	}
	return a
}

// AddClaim creates a claim of the quoted words, which must occur once in the article.
func AddClaim(t testing.TB, s *store.Store, r models.Reader, article models.Article, quote string) models.Location {
	t.Helper()
	ctx := context.Background()
	page, err := s.ArticlePage(ctx, r, article.ID)
	if err != nil {
		t.Fatal(err)
	}
	start, end := findWords(page.Revision.Text, quote)
	place, err := s.CreateClaim(ctx, r, article.ID, models.Selection{Start: start, End: end, Quote: quote})
	if err != nil {
		t.Fatal(err)
	}
	return place
}

// findWords returns the first place of words in a text, in code points.
func findWords(text, words string) (int, int) {
	runes, want := []rune(text), []rune(words)
	for i := 0; i+len(want) <= len(runes); i++ {
		if string(runes[i:i+len(want)]) == words {
			return i, i + len(want)
		}
	}
	return -1, -1
}
