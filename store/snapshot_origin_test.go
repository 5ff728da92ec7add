package store_test

import (
	"path/filepath"
	"strings"
	"testing"

	"linecheck/models"
	"linecheck/store"
	"linecheck/store/storetest"
)

// articleWithSnapshots returns an article of the sample newsroom with a claim that cites one source with two
// snapshots: one fetched, one uploaded.
func articleWithSnapshots(t *testing.T, s *store.Store) (n storetest.Fixture, place models.Location) {
	t.Helper()
	n = storetest.Newsroom(t, s)
	place = storetest.AddClaim(t, s, n.Reviewer, storetest.AddArticle(t, s, n), "€12 million")
	annotateCurrent(
		t,
		s,
		n,
		n.Reviewer,
		place,
		models.AnnotationInput{
			Status:   "sourced",
			Evidence: []models.NewEvidence{{Title: "Budget", URL: "https://city.example/budget", Class: "primary", Stance: "supports"}},
		},
	)
	for _, k := range []models.NewSnapshot{
		{Name: "budget", MediaType: "text/html", Content: []byte("<p>12</p>"), Origin: models.SnapshotFetched},
		{Name: "budget.pdf", MediaType: "application/pdf", Content: []byte("%PDF-1.4"), Origin: models.SnapshotUploaded},
	} {
		must(s.AddSnapshot(ctx, n.SecondReviewer, 1, k))(t)
	}
	return n, place
}

func TestSnapshotShowsItsOrigin(t *testing.T) {
	storetest.Each(t, func(t *testing.T, s *store.Store) {
		n, place := articleWithSnapshots(t, s)
		page := must(s.SourcePage(ctx, n.Reviewer, 1))(t)
		if len(page.Snapshots) != 2 || page.Snapshots[0].Origin != models.SnapshotUploaded ||
			page.Snapshots[1].Origin != models.SnapshotFetched {
			t.Errorf("the source's snapshots: %+v", page.Snapshots)
		}
		if e := card(t, s, n.Reviewer, place).Evidence; len(e) != 1 || e[0].NewestSnapshot.Origin != models.SnapshotUploaded ||
			e[0].NewestSnapshot.Name != n.SecondReviewer.Name ||
			e[0].NewestSnapshot.At == nil {
			t.Errorf("the card's evidence: %+v", e)
		}
		copy := must(s.CheckingCopy(ctx, n.Reviewer, place.ArticleID))(t)
		if e := copy.Claims[0].Evidence; len(e) != 1 || e[0].NewestSnapshot.Origin != models.SnapshotUploaded {
			t.Errorf("the copy's evidence: %+v", e)
		}
		file := must(s.ArticleFile(ctx, n.Editor, place.ArticleID))(t)
		list := file.Claims[0].Evidence[0].Snapshots
		if len(list) != 2 || list[0].Origin != models.SnapshotFetched || list[1].Origin != models.SnapshotUploaded ||
			list[0].TakenBy == nil ||
			*list[0].TakenBy != n.SecondReviewer.UserID {
			t.Errorf("the file's snapshots: %+v", list)
		}
		if _, err := s.ImportArticle(ctx, n.Editor, n.Desk.ID, "article.json", encodeFile(t, file)); err != nil {
			t.Errorf("the file does not come in again: %v", err)
		}
		verify(t, s)
	})
}

// A copy does not reveal that a confidential source has snapshots.
func TestSnapshotOfAConfidentialSourceIsHidden(t *testing.T) {
	storetest.Each(t, func(t *testing.T, s *store.Store) {
		n := storetest.Newsroom(t, s)
		place := storetest.AddClaim(t, s, n.Reviewer, storetest.AddArticle(t, s, n), "€12 million")
		annotateCurrent(
			t,
			s,
			n,
			n.Reviewer,
			place,
			models.AnnotationInput{
				Status: "sourced",
				Evidence: []models.NewEvidence{{Title: "A clerk", Confidential: true, Class: "primary", Stance: "supports",
					Kind: "document", Locator: "p. 1"}},
			},
		)
		must(s.AddSnapshot(ctx, n.Reviewer, 1, models.NewSnapshot{MediaType: "text/plain", Content: []byte("said")}))(t)
		if e := card(t, s, n.Reviewer, place).Evidence; e[0].NewestSnapshot.ID == 0 {
			t.Error("its owner does not see the snapshots")
		}
		if e := card(t, s, n.SecondReviewer, place).Evidence; e[0].NewestSnapshot != (models.NewestSnapshot{}) {
			t.Errorf("others see %+v", e[0].NewestSnapshot)
		}
		if file := must(s.ArticleFile(ctx, n.Reviewer, place.ArticleID))(t); file.Claims[0].Evidence[0].Snapshots != nil {
			t.Errorf("the file has %+v", file.Claims[0].Evidence[0].Snapshots)
		}
	})
}

func TestVerifyNoticesAChangedSnapshot(t *testing.T) {
	path := filepath.Join(t.TempDir(), "linecheck.db")
	s := storetest.Open(t, "sqlite:"+path)
	articleWithSnapshots(t, s)
	verify(t, s)
	damagedFile{t, path}.runWithoutTrigger("snapshots_immutable", "UPDATE snapshots SET origin = 'fetched'")
	if v, err := s.Verify(ctx); err != nil || !strings.Contains(v.Break, "another origin") {
		t.Errorf("got %q (%v)", v.Break, err)
	}
}

// For snapshots from before origins were recorded, the upgrade finds those that the server cannot have
// fetched.
func TestUpgradeFindsUploadedSnapshots(t *testing.T) {
	path := filepath.Join(t.TempDir(), "linecheck.db")
	storetest.OldDatabase(t, path, 25)
	db := storetest.OpenFile(t, path)
	for _, statement := range []string{
		"INSERT INTO desks (id, name, fetches, created_at) VALUES (2, 'Never fetched', FALSE, '2026-01-01 00:00:00+00:00'), (3, 'Fetches', TRUE, '2026-01-01 00:00:00+00:00'), (4, 'Fetched once', FALSE, '2026-01-01 00:00:00+00:00')",
		"INSERT INTO events (id, at, action, object, object_id, before, prev_hash, hash) VALUES (1, '2026-01-01 00:00:00+00:00', 'policy set', 'desk', 4, '{\"fetches\":true}', '" + models.ChainStart + "', '" + models.ChainStart + "')",
		"INSERT INTO sources (id, desk_id, kind, title, url, created_at) SELECT d.id * 10 + u.n, d.id, 'web page', 'T', u.url, '2026-01-01 00:00:00+00:00' FROM desks d CROSS JOIN (SELECT 1 AS n, 'https://city.example' AS url UNION SELECT 2, '') u WHERE d.id > 1",
		"INSERT INTO snapshots (source_id, media_type, sha256, size, taken_at) SELECT id, 'text/plain', '" + models.ChainStart + "', 1, '2026-01-01 00:00:00+00:00' FROM sources",
	} {
		if _, err := db.Exec(statement); err != nil {
			t.Fatalf("%s: %v", statement, err)
		}
	}
	if err := db.Close(); err != nil {
		t.Fatal(err)
	}
	storetest.ApplyMigrations(t, path)
	got := storetest.ReadColumn(t, "sqlite:"+path, "SELECT source_id || ' ' || origin FROM snapshots ORDER BY source_id")
	want := "21 brought, 22 brought, 31 unknown, 32 brought, 41 unknown, 42 brought"
	if strings.Join(got, ", ") != want {
		t.Errorf("got  %s\nwant %s", strings.Join(got, ", "), want)
	}
}
