package store_test

import (
	"encoding/json"
	"os"
	"strings"
	"testing"
	"time"

	"linecheck/models"
	"linecheck/store"
	"linecheck/store/storetest"
)

// samples are files of a FullArticle in each version of the format, oldest first. Every later version of
// Linecheck must read them. With LINECHECK_WRITE_SAMPLE set, TestSampleFilesOfEveryVersionAreRead writes the
// newest again.
var samples = []string{"testdata/article.json", "testdata/article-2.json"}

func readSample(t testing.TB) []byte { return readFile(t, samples[0]) }

func readFile(t testing.TB, name string) []byte {
	t.Helper()
	b, err := os.ReadFile(name)
	if err != nil {
		t.Fatal(err)
	}
	return b
}

func TestSampleFilesOfEveryVersionAreRead(t *testing.T) {
	t.Parallel()
	if os.Getenv("LINECHECK_WRITE_SAMPLE") != "" {
		s := storetest.Open(t, storetest.SQLite(t))
		news := storetest.Newsroom(t, s)
		content := encodeFile(t, must(s.ArticleFile(ctx, news.Auditor, storetest.FullArticle(t, s, news).ID))(t))
		if err := os.WriteFile(samples[len(samples)-1], append(content, '\n'), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	storetest.Each(t, func(t *testing.T, s *store.Store) {
		desk := must(s.AddDesk(ctx, "Archive"))(t)
		editor := storetest.AddPerson(t, s, "Nora New", "nora@example.org", models.Editor, desk)
		for _, name := range samples {
			content := readFile(t, name)
			article := must(s.ImportArticle(ctx, editor, desk.ID, "article.json", content))(t)
			var was models.ArticleFile
			if err := json.Unmarshal(content, &was); err != nil {
				t.Fatal(err)
			}
			is := must(s.ArticleFile(ctx, editor, article.ID))(t)
			is.Article.Desk = was.Article.Desk
			if was.Version == 1 {
				is = asVersion1(is)
			}
			checkSameFile(t, was, is)
		}
		verify(t, s)
	})
}

// asVersion1 removes everything that version 2 added from an article file.
func asVersion1(f models.ArticleFile) models.ArticleFile {
	f.Version = 1
	for i := range f.Tracks {
		for j := range f.Tracks[i].ReadMarks {
			x := &f.Tracks[i].ReadMarks[j]
			x.Text, x.Region, x.Depends, x.Gaps = "", "", nil, nil
		}
	}
	for i := range f.Claims {
		c := &f.Claims[i]
		c.Exact, c.Context, c.FormerClaim = "", "", nil
		for j := range c.Annotations {
			c.Annotations[j].Exact, c.Annotations[j].Context, c.Annotations[j].Depends = "", "", nil
		}
		for j := range c.Evidence {
			c.Evidence[j].Exact = ""
		}
		for j := range c.Corrections {
			c.Corrections[j].AcceptedBy, c.Corrections[j].DeclineReason = nil, ""
		}
	}
	for i := range f.SignOffs {
		o := &f.SignOffs[i]
		o.TitleSHA256, o.Rules, o.Policy, o.WithoutSecondPerson, o.Note = "", 0, nil, nil, ""
	}
	return f
}

// Each of these changes makes the sample inconsistent, and each is refused with a sentence that names the
// fault.
func TestInconsistentFilesAreRefused(t *testing.T) {
	t.Parallel()
	s := storetest.Open(t, storetest.SQLite(t))
	news := storetest.Newsroom(t, s)
	before := must(s.Chain(ctx))(t).Length
	refuses := func(name string, content []byte, says string) {
		t.Helper()
		_, err := s.ImportArticle(ctx, news.Editor, news.Desk.ID, "x.json", content)
		if got := refusalAt(err, "file"); !strings.HasPrefix(got, "This article was not brought in: ") || !strings.Contains(got, says) {
			t.Errorf("%s: %s", name, got)
		}
	}
	for says, change := range faults {
		var f models.ArticleFile
		if err := json.Unmarshal(readSample(t), &f); err != nil {
			t.Fatal(err)
		}
		change(&f)
		refuses(says, encodeFile(t, f), says)
	}
	for says, change := range faultsOfVersion2 {
		var f models.ArticleFile
		if err := json.Unmarshal(readFile(t, samples[1]), &f); err != nil {
			t.Fatal(err)
		}
		change(&f)
		refuses(says, encodeFile(t, f), says)
	}
	whole := string(readSample(t))
	for says, content := range map[string]string{
		"no whole JSON":                  whole[:len(whole)/2],
		"no whole JSON: EOF":             "",
		"behind its end":                 whole + "{}",
		"has the name \"extra\"":         strings.Replace(whole, `{"format"`, `{"extra":1,"format"`, 1),
		"should be of another kind":      strings.Replace(whole, `"version":2`, `"version":"two"`, 1),
		"not UTF-8":                      strings.Replace(whole, "Counted", "C\xffunted", 1),
		"has a NUL character in it":      strings.Replace(whole, "Counted", `C\u0000unted`, 1),
		"its format is “somebody-else’s": strings.Replace(whole, "linecheck-article", "somebody-else’s", 1),
	} {
		refuses(says, []byte(content), says)
	}
	if now := must(s.Chain(ctx))(t).Length; now != before {
		t.Errorf("refused files wrote %d events", now-before)
	}
}

// faults are changes of the sample, by a part of the expected error.
var faults = map[string]func(*models.ArticleFile){
	"of version 3 of the format":             func(f *models.ArticleFile) { f.Version = 3 },
	"checks blind":                           func(f *models.ArticleFile) { f.Export.Sealed = 1 },
	"not the one whose hash was kept":        func(f *models.ArticleFile) { f.Revisions[3].Text += " More." },
	"a title":                                func(f *models.ArticleFile) { f.Article.Title = " " },
	"begins with http:// or https://":        func(f *models.ArticleFile) { f.Article.URL = "javascript:alert(1)" },
	"no state of an article":                 func(f *models.ArticleFile) { f.Article.State = "printed" },
	"stands in it twice":                     func(f *models.ArticleFile) { f.People[1].ID = f.People[0].ID },
	"no name and address":                    func(f *models.ArticleFile) { f.People[0].Email = "nobody" },
	"not among the file’s people":            func(f *models.ArticleFile) { f.Claims[0].Annotations[0].Reviewer = 999 },
	"not numbered from 1":                    func(f *models.ArticleFile) { f.Revisions[2].Number = 9 },
	"is said to be the current one":          func(f *models.ArticleFile) { f.Article.Revision = 3 },
	"not those whose hash was kept":          func(f *models.ArticleFile) { f.Revisions[0].Original.Bytes = []byte("other") },
	"was taken back at no time":              func(f *models.ArticleFile) { f.Revisions[2].WithdrawnAt = nil },
	"is no sentence state":                   func(f *models.ArticleFile) { f.Tracks[0].State = "checked" },
	"names a revision that does not":         func(f *models.ArticleFile) { f.Tracks[0].Since = 9 },
	"belong to no sentence":                  func(f *models.ArticleFile) { f.Revisions[3].Sentences[0].Start = 1 },
	"is not what stands at its place":        func(f *models.ArticleFile) { f.Revisions[3].Sentences[0].Text = "TOWN" },
	"has no track of its own":                func(f *models.ArticleFile) { f.Revisions[3].Sentences[0].Track = f.Revisions[3].Sentences[1].Track },
	"unknown region":                         func(f *models.ArticleFile) { f.Revisions[3].Sentences[0].Region = "margin" },
	"sentences are not cut as a person said": func(f *models.ArticleFile) { b := lastOf(f.Revisions[3].Boundaries); b.Begins = !b.Begins },
	"is no kind of claim":                    func(f *models.ArticleFile) { f.Claims[0].Kind = "lie" },
	"its annotations make it":                func(f *models.ArticleFile) { claimOf(f, "€12 million").Status = models.Sourced },
	"is not in order": func(f *models.ArticleFile) {
		c := &f.Claims[0]
		c.Annotations[0], c.Annotations[1] = c.Annotations[1], c.Annotations[0]
	},
	"does not stand where it was marked":      func(f *models.ArticleFile) { lastOf(claimOf(f, "€12 million").Occurrences).Exact = "€13 million" },
	"stands nowhere in the current revision":  func(f *models.ArticleFile) { c := claimOf(f, "€12 million"); c.Occurrences = c.Occurrences[:1] },
	"which does not exist":                    func(f *models.ArticleFile) { lastOf(claimOf(f, "€12 million").Occurrences).Sentences = []int{99} },
	"has the placement":                       func(f *models.ArticleFile) { f.Claims[0].Occurrences[0].Placement = "here" },
	"does not begin with http:// or https":    func(f *models.ArticleFile) { f.Claims[0].Evidence[0].Source.URL = "javascript:alert(1)" },
	"names no source":                         func(f *models.ArticleFile) { f.Claims[0].Evidence[0].Source.Title = " " },
	"accessed on no day":                      func(f *models.ArticleFile) { f.Claims[0].Evidence[0].AccessedOn = "yesterday" },
	"names an annotation that does not exist": func(f *models.ArticleFile) { n := int64(999); f.Claims[0].Evidence[0].Annotation = &n },
	"more than 10000 characters":              func(f *models.ArticleFile) { f.Claims[0].Annotations[0].Note = strings.Repeat("x", 10_001) },
	"is no decision we know":                  func(f *models.ArticleFile) { claimOf(f, "€12 million").Corrections[0].State = "done" },
	"was dismissed without a reason":          func(f *models.ArticleFile) { f.Queries[1].Reason = "" },
	"says nothing":                            func(f *models.ArticleFile) { f.Queries[0].Messages = nil },
	"names a claim that does not exist":       func(f *models.ArticleFile) { n := int64(999); f.Queries[2].Claim = &n },
	"put to a role that answers none":         func(f *models.ArticleFile) { f.Queries[0].ToRole = models.Auditor },
	"not of the current text":                 func(f *models.ArticleFile) { lastOf(f.SignOffs).SHA256 = f.Revisions[0].SHA256 },
	"its sign-offs say otherwise":             func(f *models.ArticleFile) { f.Article.State = models.Checking },
	"given as a writer":                       func(f *models.ArticleFile) { f.SignOffs[0].Role = models.Writer },
	"was changed after it was written":        func(f *models.ArticleFile) { f.Events[3].Action = "nothing" },
	"works on it twice":                       func(f *models.ArticleFile) { f.Assignments = append(f.Assignments, f.Assignments[0]) },
	"without a year that we know":             func(f *models.ArticleFile) { f.Claims[0].CreatedAt = time.Time{}.AddDate(-1, 0, 0) },
}

// faultsOfVersion2 are changes of what version 2 added, on the newer sample.
var faultsOfVersion2 = map[string]func(*models.ArticleFile){
	"leaves out words that are nowhere": func(f *models.ArticleFile) {
		f.Tracks[0].ReadMarks = append(f.Tracks[0].ReadMarks, readMarkWithGap(f, 5, 5))
	},
	"unknown region": func(f *models.ArticleFile) {
		x := readMarkWithGap(f, 0, 1)
		x.Region = "margin"
		f.Tracks[0].ReadMarks = append(f.Tracks[0].ReadMarks, x)
	},
	"names person 999":                     func(f *models.ArticleFile) { f.Revisions[0].Sentences[0].Authors = []int64{999} },
	"names no title":                       func(f *models.ArticleFile) { lastOf(f.SignOffs).TitleSHA256 = "x" },
	"under the rules 99":                   func(f *models.ArticleFile) { lastOf(f.SignOffs).Rules = 99 },
	"covers a “page”":                      func(f *models.ArticleFile) { lastOf(f.Overrides).Items = []models.FileGateItem{{Kind: "page"}} },
	"is no resolution we know":             func(f *models.ArticleFile) { f.Claims[0].Outcomes = []models.FileOutcome{{Resolution: "gone"}} },
	"replaces a claim that does not exist": func(f *models.ArticleFile) { n := int64(999); f.Claims[0].FormerClaim = &n },
}

// readMarkWithGap returns a read mark with a gap.
func readMarkWithGap(f *models.ArticleFile, from, to int) models.FileReadMark {
	return models.FileReadMark{Revision: 1, Reader: f.People[0].ID, At: f.Article.CreatedAt, Gaps: []models.FileGap{{Start: from, End: to}}}
}

func lastOf[T any](list []T) *T { return &list[len(list)-1] }

// claimOf returns the claim that was first marked on these words.
func claimOf(f *models.ArticleFile, words string) *models.FileClaim {
	for i, c := range f.Claims {
		if c.Occurrences[0].Exact == words {
			return &f.Claims[i]
		}
	}
	return nil
}

// FuzzImportArticle imports every file that passes the checks. Both databases must accept it, and its export
// must be equal.
func FuzzImportArticle(f *testing.F) {
	f.Add(readSample(f))
	f.Add(
		[]byte(
			`{"format":"linecheck-article","version":1,"taken":{"at":"2026-11-26T12:00:00Z"},"article":{"title":"T","language":"en","state":"checking","revision":1,"version":1,"created_at":"2026-11-26T12:00:00Z"},` +
				`"revisions":[{"number":1,"text":"Hi.","sha256":"17f4444f3932f8a1c554c7cdea92208dbecb03b0173a2b6a79cc2310a05c5fad","created_at":"2026-11-26T12:00:00Z","sentences":[{"ordinal":1,"track":1,"region":"body","start":0,"end":3,"text":"Hi."}]}],` +
				`"tracks":[{"id":1,"state":"unread","created_at":"2026-11-26T12:00:00Z"}]}`,
		),
	)
	s := storetest.Open(f, storetest.SQLite(f))
	desk, err := s.AddDesk(ctx, "Archive")
	if err != nil {
		f.Fatal(err)
	}
	editor := storetest.AddPerson(f, s, "Nora New", "nora@example.org", models.Editor, desk)
	f.Fuzz(func(t *testing.T, content []byte) {
		was, err := models.ReadArticleFile(content, s.Limits())
		if err != nil {
			if refusalAt(err, "file") == "" {
				t.Errorf("refused without a sentence: %v", err)
			}
			return
		}
		article, err := s.ImportArticle(ctx, editor, desk.ID, "x.json", content)
		if err != nil {
			t.Fatalf("a file that passes the checks cannot be imported: %v", err)
		}
		if was.Export.At.IsZero() {
			return
		}
		is := must(s.ArticleFile(ctx, editor, article.ID))(t)
		if len(is.Claims) != len(was.Claims) || len(is.Tracks) != len(was.Tracks) || is.Revisions[0].Text != was.Revisions[0].Text {
			t.Errorf("the export differs from the import")
		}
	})
}
