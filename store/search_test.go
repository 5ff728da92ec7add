package store_test

import (
	"math"
	"slices"
	"strings"
	"testing"
	"time"

	"linecheck/internal/testutil"
	"linecheck/models"
	"linecheck/store"
	"linecheck/store/storetest"
)

// searchableNewsroom returns the newsroom with one article that contains every searchable kind.
func searchableNewsroom(t *testing.T, s *store.Store) (storetest.Fixture, models.Article, models.Location) {
	t.Helper()
	n := storetest.Newsroom(t, s)
	a, err := s.CreateArticle(ctx, n.Reviewer, models.NewArticle{Title: "Kabul café talks", DeskID: n.Desk.ID,
		Text: "President Ashraf Ghani left Kabul on Sunday. The Taliban held 70 districts by then. Nobody had read the report of the district."})
	if err != nil {
		t.Fatal(err)
	}
	place := storetest.AddClaim(t, s, n.Reviewer, a, "70 districts")
	annotateCurrent(
		t,
		s,
		n,
		n.Reviewer,
		place,
		models.AnnotationInput{Status: "disputed", Note: "The ministry counts otherwise.", Evidence: []models.NewEvidence{
			{
				Title:     "Provincial register",
				Publisher: "Statistics Bureau",
				URL:       "https://stats.example/districts",
				Class:     "primary",
				Stance:    "contradicts",
				Quote:     "sixty-nine of them fell",
			},
			{
				Title:        "Whisperer Zebulon",
				Kind:         "person",
				AccessedOn:   "2026-01-02",
				Contact:      "phone",
				Confidential: true,
				Class:        "secondary",
				Stance:       "contradicts",
				Quote:        "an unspeakable figure",
			}}},
	)
	if _, _, err := s.RaiseQuery(ctx, n.Reviewer, models.NewQuery{ClaimID: place.ClaimID, To: "writer", Body: "Where does the figure come from?"}); err != nil {
		t.Fatal(err)
	}
	return n, a, place
}

// countResults returns the number of results of each kind.
func countResults(t *testing.T, s *store.Store, r models.Reader, f models.Search) map[models.SearchKind]int {
	t.Helper()
	result := must(s.Search(ctx, r, f, models.Page{}))(t)
	counts := map[models.SearchKind]int{}
	for _, p := range result.Parts {
		counts[p.SearchKind] = len(p.Rows)
	}
	return counts
}

func TestSearch(t *testing.T) {
	t.Parallel()
	storetest.Each(t, func(t *testing.T, s *store.Store) {
		n, a, place := searchableNewsroom(t, s)
		for query, want := range map[string][]models.SearchKind{
			"ghani": {models.SearchSentences}, "GHANI kabul": {models.SearchSentences}, "kabul ghani": {models.SearchSentences}, `"kabul ghani"`: nil, `"ashraf ghani" left`: {models.SearchSentences},
			"cafe": {models.SearchArticles}, "café": {models.SearchArticles}, "districts": {models.SearchSentences, models.SearchClaims, models.SearchEvidence}, "70 districts": {models.SearchSentences, models.SearchClaims},
			"ministry": {models.SearchNotes}, "bureau": {models.SearchEvidence}, "stats.example": {models.SearchEvidence}, "sixty-nine": {models.SearchEvidence}, "“nine sixty”": nil,
			"where figure": {models.SearchQueries}, "zebulon": nil, "whisperer": nil, "unspeakable": nil, "ghani zebulon": nil, "": nil, `""`: nil, "dist": nil,
		} {
			for _, likeness := range []bool{false, true} {
				got := countResults(t, s, n.Reviewer, models.Search{Query: query, ByRelevance: likeness})
				if len(got) != len(want) || slices.ContainsFunc(want, func(w models.SearchKind) bool { return got[w] == 0 }) {
					t.Errorf("%q, by likeness %v, finds %v, want %v", query, likeness, got, want)
				}
				if got := countResults(t, s, n.OtherDeskReviewer, models.Search{Query: query, ByRelevance: likeness}); len(got) != 0 {
					t.Errorf("%q: another desk finds %v", query, got)
				}
			}
		}
		for _, f := range []models.Search{{SearchKind: models.SearchClaims}, {Status: models.Disputed, SearchKind: models.SearchEvidence}, {DeskID: n.Desk.ID}} {
			if f.Query = "districts"; len(countResults(t, s, n.Reviewer, f)) == 0 {
				t.Errorf("%+v finds nothing", f)
			}
		}
		for _, f := range []models.Search{{SearchKind: models.SearchNotes}, {Status: models.Sourced}, {DeskID: n.OtherDesk.ID}, {From: time.Now().AddDate(0, 0, 1)}, {Until: time.Now().AddDate(0, 0, -1)}} {
			if f.Query = "districts"; len(countResults(t, s, n.Reviewer, f)) != 0 {
				t.Errorf("%+v finds something", f)
			}
		}
		result := must(s.Search(ctx, n.Reviewer, models.Search{Query: "held", SearchKind: models.SearchSentences}, models.Page{}))(t)
		row := result.Parts[0].Rows[0]
		testutil.Present(t, "found: row.Sentence", row.Sentence != nil)
		testutil.Equal(t, "found: row.Sentence.Ordinal", row.Sentence.Ordinal, 2)
		testutil.Len(t, "found: row.Sentence.Marks", row.Sentence.ClaimSpans, 1)
		testutil.Equal(t, "found: row.Sentence.Marks[0].ClaimID", row.Sentence.ClaimSpans[0].ClaimID, place.ClaimID)
		testutil.Equal(t, "found: row.Sentence.Marks[0].Start", row.Sentence.ClaimSpans[0].Start, 17)
		if _, err := s.ReviseArticle(ctx, n.Writer, a.ID, models.NewRevision{Base: 1, Text: "President Ashraf Ghani left on Monday. The Taliban held 70 districts by then."}); err != nil {
			t.Fatal(err)
		}
		if got := countResults(t, s, n.Reviewer, models.Search{Query: "sunday"}); len(got) != 0 {
			t.Errorf("words of an earlier revision are found: %v", got)
		}
		if got := countResults(t, s, n.Reviewer, models.Search{Query: "monday"}); got[models.SearchSentences] != 1 {
			t.Errorf("words of the current revision: %v", got)
		}
		if got := countResults(t, s, n.Reviewer, models.Search{Query: "districts"}); got[models.SearchClaims] != 1 ||
			got[models.SearchSentences] != 1 {
			t.Errorf("in two revisions: %v", got)
		}
		article := must(s.Article(ctx, n.Editor, a.ID))(t)
		if err := s.EditArticle(ctx, n.Editor, a.ID, models.ArticleEdit{Title: "Herat talks", Language: "en", Version: article.Version}); err != nil {
			t.Fatal(err)
		}
		if was, is := countResults(t, s, n.Editor, models.Search{Query: "cafe"}), countResults(t, s, n.Editor, models.Search{Query: "herat"}); len(
			was,
		) != 0 ||
			is[models.SearchArticles] != 1 {
			t.Errorf("after the title changed: %v, %v", was, is)
		}
		if err := s.TrashArticle(ctx, n.Editor, a.ID); err != nil {
			t.Fatal(err)
		}
		for _, query := range []string{"ghani", "districts", "ministry", "bureau", "figure", "herat"} {
			if got := countResults(t, s, n.Editor, models.Search{Query: query}); len(got) != 0 {
				t.Errorf("%q in the trash: %v", query, got)
			}
		}
	})
}

// Typed text is always search terms, never an operator.
func TestSearchHostile(t *testing.T) {
	t.Parallel()
	storetest.Each(t, func(t *testing.T, s *store.Store) {
		n, _, _ := searchableNewsroom(t, s)
		for _, query := range []string{`"`, `""""`, `ghani"`, `"ghani`, `ghani OR zebulon`, `ghani NOT kabul`, `NEAR(ghani kabul, 5)`, `words:ghani`, `desk : "2"`, `ghani* `, `^ghani`, `{words desk} : ghani`,
			`-ghani`, `ghani AND (`, `ghani; DROP TABLE search_sentence --`, `' OR 1=1 --`, `ghani & !kabul | x`, `ghani <-> kabul`, `ghani:*`, `\`, `%`, `$1`, `?`, "a\u0301\u0301", "\u0301", "\u202eghani", "\U0010ffff", "一二三",
			strings.Repeat("(", 5000), strings.Repeat("ghani ", 5000), strings.Repeat("x", 100_000), strings.Repeat(`"a b" `, 2000), "½ ² ٣", "ﬁ ǆ ß İ"} {
			for _, f := range []models.Search{{}, {ByRelevance: true}, {SearchKind: models.SearchSentences, Status: models.Sourced}} {
				f.Query = query
				if _, err := s.Search(ctx, n.Reviewer, f, models.Page{}); err != nil {
					t.Errorf("%.40q: %v", query, err)
				}
			}
		}
		for query, want := range map[string]int{"ghani OR zebulon": 0, "ghani NOT kabul": 0, "-ghani": 1, "ghani*": 1, "^ghani": 1, "words:ghani": 0, "gha*": 0, "ghani:*": 1, `"ghani`: 1} {
			if got := countResults(t, s, n.Reviewer, models.Search{Query: query, SearchKind: models.SearchSentences}); got[models.SearchSentences] != want {
				t.Errorf("%q finds %v, want %d", query, got, want)
			}
		}
		if _, err := s.Search(ctx, n.Reviewer, models.Search{Query: "ghani"}, models.Page{After: "x"}); !models.IsValidationError(err) {
			t.Errorf("a place that is none: %v", err)
		}
	})
}

func TestSearchSuggestion(t *testing.T) {
	t.Parallel()
	storetest.Each(t, func(t *testing.T, s *store.Store) {
		n, _, _ := searchableNewsroom(t, s)
		for typed, want := range map[string]string{"Ghanni": "Ghani", "gahni": "Ghani", "taliben held": "Taliban held", "Ashaf Ghanni": "Ashraf Ghani", "Kabul": "", "zebulun": "", "whispere": "", "qqqq": "", "gani xyzzy": "",
			"districs": "districts", "Burea": "Bureau", "taalibaan": "Taliban", "kabuk": "Kabul", "akbul": "Kabul", "kabu": "Kabul", "Tlaiban": "Taliban"} {
			got := must(s.Search(ctx, n.Reviewer, models.Search{Query: typed}, models.Page{}))(t)
			if !strings.EqualFold(got.SuggestedQuery, want) {
				t.Errorf("instead of %q %q, want %q", typed, got.SuggestedQuery, want)
			}
			if got := must(s.Search(ctx, n.OtherDeskReviewer, models.Search{Query: typed}, models.Page{}))(t); got.SuggestedQuery != "" {
				t.Errorf("%q suggests %q to another desk", typed, got.SuggestedQuery)
			}
		}
	})
}

// A name is suggested however old it is, in any letter case, and only while the reader can find it.
func TestSearchSuggestionOfOldNames(t *testing.T) {
	t.Parallel()
	storetest.Each(t, func(t *testing.T, s *store.Store) {
		n := storetest.Newsroom(t, s)
		old := must(
			s.CreateArticle(
				ctx,
				n.Reviewer,
				models.NewArticle{
					Title:  "Old",
					DeskID: n.Desk.ID,
					Text:   "Gulbuddin Hekmatyar spoke. Хекматиар говорил в Кабуле. حکمتیار در کابل سخن گفت.",
				},
			),
		)(
			t,
		)
		must(
			s.CreateArticle(
				ctx,
				n.Reviewer,
				models.NewArticle{Title: "New", DeskID: n.Desk.ID, Text: strings.Repeat("Hekla has erupted again.\n\n", 2100)},
			),
		)(
			t,
		)
		typed := map[string]string{"Hekmatjar": "Hekmatyar", "Хекматяар": "Хекматиар", "حکمتیلر": "حکمتیار"}
		for word, want := range typed {
			if got := must(s.Search(ctx, n.Reviewer, models.Search{Query: word}, models.Page{}))(t); got.SuggestedQuery != want {
				t.Errorf("instead of %q %q, want %q", word, got.SuggestedQuery, want)
			}
		}
		if err := s.TrashArticle(ctx, n.Editor, old.ID); err != nil {
			t.Fatal(err)
		}
		for word := range typed {
			if got := must(s.Search(ctx, n.Reviewer, models.Search{Query: word}, models.Page{}))(t); got.SuggestedQuery != "" {
				t.Errorf("instead of %q %q, which is in the trash", word, got.SuggestedQuery)
			}
		}
	})
}

func TestSearchPages(t *testing.T) {
	t.Parallel()
	storetest.Each(t, func(t *testing.T, s *store.Store) {
		n := storetest.Newsroom(t, s)
		a, err := s.CreateArticle(
			ctx,
			n.Reviewer,
			models.NewArticle{
				Title:  "Many",
				DeskID: n.Desk.ID,
				Text:   strings.Repeat("The bridge is closed and nobody knows why.\n\n", 70) + "A closed bridge.",
			},
		)
		if err != nil {
			t.Fatal(err)
		}
		seen, after := map[int]bool{}, ""
		for range 3 {
			got := must(
				s.Search(
					ctx,
					n.Reviewer,
					models.Search{Query: "bridge closed", SearchKind: models.SearchSentences},
					models.Page{After: after},
				),
			)(
				t,
			)
			last := 72
			for _, row := range got.Parts[0].Rows {
				if row.Sentence.Ordinal >= last || row.ArticleID != a.ID {
					t.Fatalf("sentence %d after %d", row.Sentence.Ordinal, last)
				}
				last = row.Sentence.Ordinal
				seen[last] = true
			}
			if after = got.Parts[0].Next; after == "" {
				break
			}
		}
		if len(seen) != 71 {
			t.Errorf("%d of 71 sentences", len(seen))
		}
		likely := must(
			s.Search(
				ctx,
				n.Reviewer,
				models.Search{Query: "a closed bridge", SearchKind: models.SearchSentences, ByRelevance: true},
				models.Page{},
			),
		)(
			t,
		)
		if first := likely.Parts[0].Rows[0].Sentence; first.Ordinal != 71 {
			t.Errorf("the likeliest is %q", first.Text)
		}
	})
}

// For common words in more rows than the first scan reads, at two desks that take turns, the pages have every
// result once.
func TestSearchOverManyRows(t *testing.T) {
	t.Parallel()
	storetest.Each(t, func(t *testing.T, s *store.Store) {
		n := storetest.Newsroom(t, s)
		other := must(s.CreateDesk(ctx, n.Admin, "Night desk"))(t)
		both := must(s.ReaderByEmail(ctx, n.Admin.Email))(t)
		part := strings.Repeat("Nobody knows why.\n\n", 39) + "The bridge is closed.\n\n"
		for i := range 10 {
			desk := n.Desk.ID
			if i%2 == 1 {
				desk = other.ID
			}
			must(s.CreateArticle(ctx, both, models.NewArticle{Title: "Many", DeskID: desk, Text: strings.Repeat(part, 12)}))(t)
		}
		for _, f := range []models.Search{{Query: "bridge"}, {Query: "closed bridge"}, {Query: "the bridge is closed", ByRelevance: true}, {Query: "bridge", DeskID: n.Desk.ID}} {
			f.SearchKind = models.SearchSentences
			want, limit := 120, 50
			if f.DeskID != 0 {
				want = 60
			}
			if f.ByRelevance {
				limit = 200 // all at once, since their order cannot continue
			}
			last, seen, after := int64(math.MaxInt64), 0, ""
			for pages := 0; pages == 0 || after != "" && pages < 9; pages++ {
				got := must(s.Search(ctx, both, f, models.Page{After: after, Limit: limit}))(t)
				for _, row := range got.Parts[0].Rows {
					if row.ID >= last || !strings.Contains(row.Sentence.Text, "bridge") {
						t.Fatalf("%+v: %d behind %d: %q", f, row.ID, last, row.Sentence.Text)
					}
					last = row.ID
					seen++
				}
				after = got.Parts[0].Next
			}
			if seen != want {
				t.Errorf("%+v: %d of %d", f, seen, want)
			}
		}
	})
}

// A reviewer who checks blind finds neither others' notes on a claim nor its status before giving their own
// verdict.
func TestSearchBlind(t *testing.T) {
	t.Parallel()
	storetest.Each(t, func(t *testing.T, s *store.Store) {
		n := blindDesk(t, s)
		a, err := s.CreateArticle(
			ctx,
			n.Reviewer,
			models.NewArticle{Title: "Kabul", DeskID: n.Desk.ID, Text: "The Taliban held 70 districts by then."},
		)
		if err != nil {
			t.Fatal(err)
		}
		place := storetest.AddClaim(t, s, n.Reviewer, a, "70 districts")
		annotateCurrent(
			t,
			s,
			n,
			n.Reviewer,
			place,
			models.AnnotationInput{
				Status: "disputed",
				Note:   "The ministry counts otherwise.",
				Evidence: []models.NewEvidence{{Title: "Provincial register", Class: "primary", Stance: "contradicts",
					Kind: "document", Locator: "p. 1"}},
			},
		)
		for _, f := range []models.Search{{Query: "ministry"}, {Query: "register"}, {Query: "ministri"}, {Query: "registre"}, {Query: "districts", Status: models.Disputed}, {Query: "provincial", ByRelevance: true}} {
			if got := must(s.Search(ctx, n.SecondReviewer, f, models.Page{}))(t); !got.Empty() || got.SuggestedQuery != "" {
				t.Errorf("%+v shows the blind reader %+v", f, got)
			}
			if f.Query == "ministry" && len(countResults(t, s, n.Reviewer, f)) == 0 {
				t.Error("its author does not find it")
			}
		}
		found := must(s.Search(ctx, n.SecondReviewer, models.Search{Query: "districts", SearchKind: models.SearchClaims}, models.Page{}))(t)
		if c := found.Parts[0].Rows[0].Claim; c.Status != models.Sealed {
			t.Errorf("the claim is %s for the blind reader", c.Status)
		}
		marked := must(
			s.Search(ctx, n.SecondReviewer, models.Search{Query: "districts", SearchKind: models.SearchSentences}, models.Page{}),
		)(
			t,
		)
		if m := marked.Parts[0].Rows[0].Sentence.ClaimSpans; len(m) != 1 || m[0].Status != models.Sealed {
			t.Errorf("its mark is %+v", m)
		}
		annotateCurrent(t, s, n, n.SecondReviewer, place, models.AnnotationInput{Status: "unverified", Note: "Not so."})
		if got := countResults(t, s, n.SecondReviewer, models.Search{Query: "ministry"}); got[models.SearchNotes] != 1 {
			t.Errorf("after theirs is in: %v", got)
		}
	})
}
