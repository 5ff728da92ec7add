package store_test

import (
	"cmp"
	"encoding/json"
	"errors"
	"hash/crc32"
	"maps"
	"slices"
	"strings"
	"testing"

	"linecheck/internal/testutil"
	"linecheck/models"
	"linecheck/store"
	"linecheck/store/storetest"
)

// normalizedFile removes the differences that an import causes from an article file: it renumbers ids, and
// clears the export's time and user and the audit log.
func normalizedFile(f models.ArticleFile) models.ArticleFile {
	b, _ := json.Marshal(f) // a deep copy
	f = models.ArticleFile{}
	_ = json.Unmarshal(b, &f)
	slices.SortFunc(f.People, func(a, b models.FilePerson) int { return cmp.Compare(a.Email, b.Email) })
	people, tracks, claims, annotations := map[int64]int64{}, map[int64]int64{}, map[int64]int64{}, map[int64]int64{}
	acted := map[int64]bool{} // users whom only the audit log names, which differs
	for _, p := range f.People {
		people[p.ID] = int64(crc32.ChecksumIEEE([]byte(p.Email)))
	}
	for i, k := range f.Tracks {
		tracks[k.ID] = int64(i + 1)
	}
	for i, c := range f.Claims {
		claims[c.ID] = int64(i + 1)
		for j, a := range c.Annotations {
			annotations[a.ID] = int64((i+1)*1000 + j)
		}
	}
	f.Export, f.Events, f.Article.ID = models.FileExport{}, nil, 0
	r := idRenumbering{people, tracks, claims, annotations, acted}
	r.renumberArticle(&f)
	r.renumberClaims(&f)
	f.People = slices.DeleteFunc(f.People, func(p models.FilePerson) bool { return !acted[people[p.ID]] })
	for i, p := range f.People {
		f.People[i].ID = people[p.ID]
	}
	return f
}

type idRenumbering struct {
	people, tracks, claims, annotations map[int64]int64
	usedIDs                             map[int64]bool
}

func (r idRenumbering) renumberPeople(ids ...*int64) {
	for _, id := range ids {
		if id != nil {
			*id = r.people[*id]
			r.usedIDs[*id] = true
		}
	}
}

func renumberID(ids map[int64]int64, id *int64) {
	if id != nil {
		*id = ids[*id]
	}
}

func (r idRenumbering) renumberArticle(f *models.ArticleFile) {
	r.renumberPeople(f.Article.Writer, f.Article.CreatedBy)
	for i := range f.Assignments {
		r.renumberPeople(&f.Assignments[i].Person, f.Assignments[i].AssignedBy)
	}
	slices.SortFunc(f.Assignments, func(a, b models.FileAssignment) int { return cmp.Compare(a.Person, b.Person) })
	for i := range f.Revisions {
		v := &f.Revisions[i]
		r.renumberPeople(v.CreatedBy, v.WithdrawnBy)
		for j := range v.Sentences {
			renumberID(r.tracks, &v.Sentences[j].Track)
		}
		for j := range v.Boundaries {
			r.renumberPeople(&v.Boundaries[j].MadeBy, v.Boundaries[j].WithdrawnBy)
		}
	}
	for i := range f.Tracks {
		k := &f.Tracks[i]
		renumberID(r.tracks, &k.ID)
		for j := range k.Origins {
			renumberID(r.tracks, &k.Origins[j])
		}
		slices.Sort(k.Origins)
		for j := range k.ReadMarks {
			r.renumberPeople(&k.ReadMarks[j].Reader, k.ReadMarks[j].WithdrawnBy)
		}
	}
	for i := range f.RecheckSuggestions {
		renumberID(r.tracks, &f.RecheckSuggestions[i].Track)
		renumberID(r.tracks, &f.RecheckSuggestions[i].OnTrack)
		r.renumberPeople(f.RecheckSuggestions[i].SettledBy)
	}
	for i := range f.Dismissals {
		renumberID(r.tracks, &f.Dismissals[i].Track)
		r.renumberPeople(&f.Dismissals[i].By, f.Dismissals[i].WithdrawnBy)
	}
	for i := range f.SignOffs {
		r.renumberPeople(&f.SignOffs[i].By, f.SignOffs[i].VoidedBy)
	}
}

func (r idRenumbering) renumberClaims(f *models.ArticleFile) {
	for i := range f.Claims {
		c := &f.Claims[i]
		renumberID(r.claims, &c.ID)
		renumberID(r.claims, c.FormerClaim)
		r.renumberPeople(c.ResolvedBy, c.Assignee, c.CreatedBy, c.WithdrawnBy)
		for j := range c.Annotations {
			renumberID(r.annotations, &c.Annotations[j].ID)
			r.renumberPeople(&c.Annotations[j].Reviewer, c.Annotations[j].WithdrawnBy)
		}
		for j := range c.Evidence {
			c.Evidence[j].ID = int64(j)
			renumberID(r.annotations, c.Evidence[j].Annotation)
			r.renumberPeople(c.Evidence[j].CreatedBy, c.Evidence[j].WithdrawnBy)
		}
		for j := range c.Corrections {
			c.Corrections[j].ID = int64(j)
			r.renumberPeople(&c.Corrections[j].ProposedBy, c.Corrections[j].DecidedBy, c.Corrections[j].AcceptedBy)
		}
	}
	for i := range f.Queries {
		q := &f.Queries[i]
		q.ID = int64(i)
		renumberID(r.tracks, q.Track)
		renumberID(r.claims, q.Claim)
		r.renumberPeople(&q.RaisedBy, q.ToUser)
		for j := range q.Messages {
			r.renumberPeople(&q.Messages[j].Author)
		}
		for j := range q.Guests {
			r.renumberPeople(&q.Guests[j].SentBy)
		}
	}
	for i := range f.Notes {
		renumberID(r.tracks, f.Notes[i].Track)
		r.renumberPeople(&f.Notes[i].Author)
	}
	for i := range f.Overrides {
		o := &f.Overrides[i]
		renumberID(r.claims, o.Claim)
		renumberID(r.annotations, o.Annotation)
		r.renumberPeople(&o.By, o.VoidedBy)
	}
}

// withoutCounting removes everything that does not count after an import from an article file: the results of
// assertions, and that decisions were valid.
func withoutCounting(f models.ArticleFile) models.ArticleFile {
	f.Article.State = models.Checking
	for i := range f.Revisions {
		f.Revisions[i].Authorship = nil
		for j := range f.Revisions[i].Sentences {
			s := &f.Revisions[i].Sentences[j]
			s.Authors, s.Depends = nil, "" // derived again for the current revision
		}
	}
	for i := range f.Tracks {
		f.Tracks[i].State, f.Tracks[i].Recheck, f.Tracks[i].ReadByTwo = models.Unread, false, false
		for j := range f.Tracks[i].ReadMarks {
			f.Tracks[i].ReadMarks[j].FromFile = true
		}
	}
	for i := range f.Claims {
		c := &f.Claims[i]
		c.Status, c.Disagree, c.Resolution, c.ResolvedBy, c.ResolvedAt = models.Unchecked, false, models.Unresolved, nil, nil
		c.Contested, c.Outcomes = false, nil
		for j := range c.Annotations {
			c.Annotations[j].Counts, c.Annotations[j].FromFile = nil, true
		}
		for j := range c.Evidence {
			c.Evidence[j].Confirms, c.Evidence[j].FromFile = nil, true
		}
	}
	for i := range f.SignOffs {
		if o := &f.SignOffs[i]; o.VoidReason == models.VoidFromFile {
			o.VoidedAt, o.VoidedBy, o.VoidReason = nil, nil, ""
		}
	}
	for i := range f.Overrides {
		f.Overrides[i].Items = nil
		if o := &f.Overrides[i]; o.VoidReason == models.VoidFromFile {
			o.VoidedAt, o.VoidedBy, o.VoidReason = nil, nil, ""
		}
	}
	return f
}

// checkNothingCounts fails if something imported counts.
func checkNothingCounts(t interface {
	Helper()
	Fatalf(string, ...any)
}, f models.ArticleFile) {
	t.Helper()
	if f.Article.State != models.Checking {
		t.Fatalf("the imported article is %s", f.Article.State)
	}
	for _, k := range f.Tracks {
		if k.State == models.Clear || k.State == models.Done || k.ReadByTwo {
			t.Fatalf("an imported sentence is %s, read by two: %v", k.State, k.ReadByTwo)
		}
	}
	for _, c := range f.Claims {
		if c.Status != models.Unchecked || c.Disagree || c.Resolution != models.Unresolved {
			t.Fatalf("an imported claim is %s, %s", c.Status, c.Resolution)
		}
		for _, a := range c.Annotations {
			if a.Counts == nil || *a.Counts || !a.FromFile {
				t.Fatalf("annotation %d counts: %+v", a.ID, a)
			}
		}
		for _, e := range c.Evidence {
			if !e.FromFile {
				t.Fatalf("evidence %d counts", e.ID)
			}
		}
		for _, lapse := range c.AnnotationLapses() {
			if lapse == models.LapseNone {
				t.Fatalf("the file says that an assertion on claim %d counts", c.ID)
			}
		}
	}
	for _, o := range f.SignOffs {
		if o.VoidedAt == nil {
			t.Fatalf("a sign-off is valid: %+v", o)
		}
	}
	for _, o := range f.Overrides {
		if o.Claim == nil && o.VoidedAt == nil {
			t.Fatalf("an override is valid: %+v", o)
		}
	}
}

// checkSameFile fails if two files differ in more than an import changes, or if something counts in the
// imported one.
func checkSameFile(t interface {
	Helper()
	Fatalf(string, ...any)
}, was, is models.ArticleFile) {
	t.Helper()
	checkNothingCounts(t, is)
	before, _ := json.MarshalIndent(normalizedFile(withoutCounting(was)), "", " ")
	after, _ := json.MarshalIndent(normalizedFile(withoutCounting(is)), "", " ")
	if string(before) == string(after) {
		return
	}
	a, b := strings.Split(string(before), "\n"), strings.Split(string(after), "\n")
	for i := range min(len(a), len(b)) {
		if a[i] != b[i] {
			t.Fatalf(
				"line %d was\n%s\nand is\n%s",
				i+1,
				strings.Join(a[max(0, i-5):min(len(a), i+3)], "\n"),
				strings.Join(b[max(0, i-5):min(len(b), i+3)], "\n"),
			)
		}
	}
	t.Fatalf("%d lines became %d", len(a), len(b))
}

// encodeFile encodes an article file.
func encodeFile(t testing.TB, f models.ArticleFile) []byte {
	t.Helper()
	b, err := json.Marshal(f)
	if err != nil {
		t.Fatal(err)
	}
	return b
}

// exportAndImport exports the article, imports it and exports the result: nothing may be lost.
func (h *history) exportAndImport() {
	was, err := h.s.ArticleFile(ctx, h.fixture.Auditor, h.article.ID)
	h.ok(err)
	content, err := json.Marshal(was)
	h.ok(err)
	if h.article.TrashedAt != nil {
		return
	}
	again, err := h.s.ImportArticle(ctx, h.fixture.Admin, h.fixture.Desk.ID, "history.json", content)
	h.ok(err)
	is, err := h.s.ArticleFile(ctx, h.fixture.Auditor, again.ID)
	h.ok(err)
	checkSameFile(h.t, was, is)
	page, err := h.s.ArticlePage(ctx, h.fixture.Auditor, again.ID)
	h.ok(err)
	if n := page.Counts; n.SentencesClear+n.SentencesDone+n.ClaimsSourced > 0 || page.Gate.SignOff != nil {
		h.t.Fatalf("something imported counts: %+v, signed: %v", n, page.Gate.SignOff)
	}
}

// An article with every feature is exported and imported into an empty newsroom without loss: verdicts,
// people, times and evidence. None of it counts there. Nothing of a confidential source is exported, so
// nothing is imported.
func TestExportedArticleIsImportedComplete(t *testing.T) {
	t.Parallel()
	storetest.Each(t, func(t *testing.T, s *store.Store) {
		v := struct {
			t    *testing.T
			s    *store.Store
			news storetest.Fixture
		}{t, s, storetest.Newsroom(t, s)}
		was := must(s.ArticleFile(ctx, v.news.Auditor, storetest.FullArticle(t, s, v.news).ID))(t)
		content := encodeFile(v.t, was)
		for _, secret := range storetest.ConfidentialWords {
			if strings.Contains(string(content), secret) {
				v.t.Errorf("a confidential source leaves: %q", secret)
			}
		}
		storetest.Each(v.t, func(t *testing.T, empty *store.Store) {
			desk := must(empty.AddDesk(ctx, v.news.Desk.Name))(t)
			editor := storetest.AddPerson(t, empty, "Nora New", "nora@example.org", models.Editor, desk)
			rana := storetest.AddPerson(t, empty, "Rana, as she is called here", v.news.Reviewer.Email, models.Reviewer, desk)
			article := must(empty.ImportArticle(ctx, editor, desk.ID, "bridge.json", content))(t)
			is := must(empty.ArticleFile(ctx, editor, article.ID))(t)
			for i, p := range is.People { // the one with another name in this newsroom
				if p.ID == rana.UserID {
					is.People[i].Name = v.news.Reviewer.Name
				}
			}
			checkSameFile(t, was, is)
			verify(t, empty)
			checkImportedPeopleCannotSignIn(t, empty, v.news)
			if file, name, err := empty.ImportedFile(ctx, editor, article.ID); err != nil || string(file.Bytes) != string(content) ||
				name != "bridge.json" {
				t.Errorf("the file is stored as %q (%v), %d of %d bytes", name, err, len(file.Bytes), len(content))
			}
			if page := must(empty.ArticlePage(ctx, editor, article.ID))(t); page.State != models.Checking || page.Gate.Open() {
				t.Errorf("the article is %s, its gate is open: %v", page.State, page.Gate.Open())
			}
		})
	})
}

// A withdrawn claim keeps its words and sentences in a file, even if its sentences were merged later.
func TestImportKeepsTheWordsOfWithdrawnClaims(t *testing.T) {
	t.Parallel()
	storetest.Each(t, func(t *testing.T, s *store.Store) {
		news := storetest.Newsroom(t, s)
		text := models.NewArticle{Title: "Weather", Text: "It rained. It snowed. It hailed.", DeskID: news.Desk.ID}
		a := must(s.CreateArticle(ctx, news.Writer, text))(t)
		claim := must(s.CreateClaim(ctx, news.Reviewer, a.ID, models.Selection{Start: 0, End: 21, Quote: "It rained. It snowed."}))(t)
		must(s.WithdrawClaim(ctx, news.Reviewer, claim.ClaimID))(t)
		must(s.MergeSentence(ctx, news.Reviewer, must(s.ArticlePage(ctx, news.Reviewer, a.ID))(t).Sentences[1].ID))(t)
		was := must(s.ArticleFile(ctx, news.Auditor, a.ID))(t)
		again := must(s.ImportArticle(ctx, news.Editor, news.Desk.ID, "weather.json", encodeFile(t, was)))(t)
		checkSameFile(t, was, must(s.ArticleFile(ctx, news.Auditor, again.ID))(t))
		verify(t, s)
	})
}

// checkImportedPeopleCannotSignIn checks that imported people cannot sign in, and that their addresses stay
// free.
func checkImportedPeopleCannotSignIn(t *testing.T, s *store.Store, was storetest.Fixture) {
	t.Helper()
	if _, err := s.ReaderByEmail(ctx, was.Editor.Email); !errors.Is(err, models.ErrNotFound) {
		t.Errorf("the editor of elsewhere is a reader here: %v", err)
	}
	kept := map[string]bool{}
	for _, p := range must(s.AllPeople(ctx))(t) {
		if p.DisabledAt != nil {
			kept[p.Name] = len(p.Desks) == 0 && p.Email != models.OriginalEmail(p.Email)
		}
	}
	if !kept[was.Editor.Name] || !kept[was.SecondReviewer.Name] || kept[was.Reviewer.Name] {
		t.Errorf("imported people: %v", slices.Sorted(maps.Keys(kept)))
	}
	desk := must(s.DeskByName(ctx, ""))(t)
	storetest.AddPerson(t, s, "The real editor", was.Editor.Email, models.Editor, desk)
}

// Only users who may rule can import others' verdicts, since a file could contain anything.
func TestWhoMayImport(t *testing.T) {
	t.Parallel()
	storetest.Each(t, func(t *testing.T, s *store.Store) {
		news := storetest.Newsroom(t, s)
		content := encodeFile(t, must(s.ArticleFile(ctx, news.Editor, storetest.AddArticle(t, s, news).ID))(t))
		before := must(s.Chain(ctx))(t).Length
		for _, who := range []models.Reader{news.Writer, news.Reviewer} {
			if _, err := s.ImportArticle(ctx, who, news.Desk.ID, "x.json", content); !strings.Contains(
				refusalAt(err, "file"),
				"an editor or an administrator",
			) {
				t.Errorf("%s: %v", who.Name, err)
			}
		}
		for _, who := range []models.Reader{news.Auditor, news.OtherDeskReviewer} {
			if _, err := s.ImportArticle(ctx, who, news.Desk.ID, "x.json", content); !errors.Is(err, models.ErrForbidden) {
				t.Errorf("%s: %v", who.Name, err)
			}
		}
		if _, err := s.ArticleFile(ctx, news.OtherDeskReviewer, 1); !errors.Is(err, models.ErrNotFound) {
			t.Errorf("a user of another desk exports it: %v", err)
		}
		if now := must(s.Chain(ctx))(t).Length; now != before {
			t.Errorf("refused imports wrote %d events", now-before)
		}
		article := must(s.ImportArticle(ctx, news.Editor, news.Desk.ID, "x.json", content))(t)
		imported := must(s.ImportOrigin(ctx, news.Auditor, article.ID))(t)
		testutil.Equal(t, "audit log: imported.By", imported.By, "Edda Editor")
		testutil.Equal(t, "audit log: imported.Desk", imported.Desk, "City desk")
		testutil.Equal(t, "audit log: imported.Export.By", imported.Export.By, "Edda Editor")
		testutil.Equal(t, "audit log: len(imported.File)", len(imported.File), 64)
		if none := must(s.ImportOrigin(ctx, news.Auditor, 1))(t); none != nil {
			t.Errorf("an article that was not imported has the origin %+v", none)
		}
	})
}

// A blind reviewer's export is incomplete, so it cannot be imported. Nor may they read the file of an
// imported article.
func TestBlindReviewersFileIsRefused(t *testing.T) {
	t.Parallel()
	storetest.Each(t, func(t *testing.T, s *store.Store) {
		news := blindDesk(t, s)
		article := storetest.AddArticle(t, s, news)
		claim := storetest.AddClaim(t, s, news.Reviewer, article, "March 3")
		annotateCurrent(t, s, news, news.Reviewer, claim, models.AnnotationInput{Status: "disputed", Note: "Not so."})
		file := must(s.ArticleFile(ctx, news.SecondReviewer, article.ID))(t)
		if content := string(encodeFile(t, file)); file.Export.Sealed != 1 || strings.Contains(content, "Not so.") ||
			strings.Contains(content, "disputed") {
			t.Errorf("the file reveals others' verdicts: %s", content)
		}
		if _, err := s.ImportArticle(ctx, news.Editor, news.Desk.ID, "x.json", encodeFile(t, file)); !strings.Contains(
			refusalAt(err, "file"),
			"somebody who checks blind",
		) {
			t.Errorf("%v", err)
		}
		whole := encodeFile(t, must(s.ArticleFile(ctx, news.Editor, article.ID))(t))
		again := must(s.ImportArticle(ctx, news.Editor, news.Desk.ID, "x.json", whole))(t)
		if _, _, err := s.ImportedFile(ctx, news.SecondReviewer, again.ID); !errors.Is(err, models.ErrForbidden) {
			t.Errorf("a blind reader reads the file: %v", err)
		}
		if _, _, err := s.ImportedFile(ctx, news.OtherDeskReviewer, again.ID); !errors.Is(err, models.ErrNotFound) {
			t.Errorf("a stranger reads the file: %v", err)
		}
	})
}

// An imported article can be checked like any other; only what depends on the origin's audit log cannot be
// undone.
func TestImportedArticleCanBeChecked(t *testing.T) {
	t.Parallel()
	storetest.Each(t, func(t *testing.T, s *store.Store) {
		news := storetest.Newsroom(t, s)
		content := encodeFile(t, must(s.ArticleFile(ctx, news.Editor, storetest.FullArticle(t, s, news).ID))(t))
		article := must(s.ImportArticle(ctx, news.Editor, news.Desk.ID, "x.json", content))(t)
		if err := s.WithdrawRevision(ctx, news.Editor, article.ID, 4); !errors.Is(err, models.ErrStale) ||
			!strings.Contains(refusalAt(err, "revision"), "imported with the article") {
			t.Errorf("an imported revision is withdrawn: %v", err)
		}
		v := revisionTest{&boundaryTest{t: t, s: s, fixture: news, article: article}}
		if _, err := s.MarkRead(ctx, news.SecondReviewer, v.sentence("By Wim").ID); err != nil {
			t.Fatal(err)
		}
		if _, err := v.split(news.SecondReviewer, "Repairs would", "€12"); err != nil {
			t.Error(err)
		}
		v.draft(news.Writer, "Repairs would cost", "Repairs will cost")
		if page := v.page(); page.Revision.Number != 5 || page.State != models.Checking {
			t.Errorf("revision %d of an article that is %s", page.Revision.Number, page.State)
		}
		if err := s.WithdrawRevision(ctx, news.Writer, article.ID, 5); err != nil {
			t.Errorf("an action after the import cannot be undone: %v", err)
		}
		verify(t, s)
	})
}
