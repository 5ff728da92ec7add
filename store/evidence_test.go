package store_test

import (
	"errors"
	"slices"
	"strconv"
	"strings"
	"testing"

	"linecheck/internal/testutil"
	"linecheck/models"
	"linecheck/store"
	"linecheck/store/storetest"
)

// refusalAt returns the error for a field, or describes what the error is instead.
func refusalAt(err error, field string) string {
	var wrong models.ValidationErrors
	if !errors.As(err, &wrong) {
		return "not refused: " + errorText(err)
	}
	return wrong.Detail(field)
}

func errorText(err error) string {
	if err == nil {
		return "no error"
	}
	return err.Error()
}

// setOwnAddress sets an article's own address and those of its copies.
func setOwnAddress(t *testing.T, s *store.Store, r models.Reader, id int64, url, copies string) error {
	t.Helper()
	row, err := s.Article(ctx, r, id)
	if err != nil {
		t.Fatal(err)
	}
	return s.EditArticle(
		ctx,
		r,
		id,
		models.ArticleEdit{Title: row.Title, Language: row.Language, URL: url, Copies: copies, Version: row.Version},
	)
}

func annotateSourced(s *store.Store, r models.Reader, claim int64, version int, urls ...string) error {
	tag := models.AnnotationInput{Status: "sourced", Version: version}
	for _, url := range urls {
		tag.Evidence = append(tag.Evidence, models.NewEvidence{Title: "It said so", URL: url, Publisher: url, Class: "primary"})
	}
	_, err := s.Annotate(ctx, r, claim, tag)
	return err
}

// An article is never evidence for itself in any spelling of its address, nor are its copies and articles
// that cite it.
func TestArticleIsNeverItsOwnEvidence(t *testing.T) {
	t.Parallel()
	storetest.Each(t, func(t *testing.T, s *store.Store) {
		news := storetest.Newsroom(t, s)
		article := storetest.AddArticle(t, s, news)
		place := storetest.AddClaim(t, s, news.Reviewer, article, "More than 4,000 people")
		if err := setOwnAddress(t, s, news.Editor, article.ID, "https://bücher.example/news/bridge", "https://copy.example/7\nhttp://mirror.example/b?id=1"); err != nil {
			t.Fatal(err)
		}
		for _, spelt := range []string{"http://www.XN--bcher-kva.example:8080/news/bridge/#top", "https://copy.example/7?utm_source=a", "https://m.mirror.example/b/?fbclid=1&id=1",
			"https://web.archive.org/web/2026/https://bücher.example/news/bridge"} {
			if got := refusalAt(annotateSourced(s, news.Reviewer, place.ClaimID, 1, spelt), "evidence"); !strings.Contains(
				got,
				"no evidence for it",
			) {
				t.Errorf("%s: %s", spelt, got)
			}
		}

		// A third article of the desk cites a second one, which cites this one.
		for i, rests := range [][2]string{{"https://second.example/", "https://bücher.example/news/bridge"}, {"https://third.example/", "https://second.example"}} {
			other := storetest.AddArticle(t, s, news)
			if err := setOwnAddress(t, s, news.Editor, other.ID, rests[0], ""); err != nil {
				t.Fatal(err)
			}
			claim := storetest.AddClaim(t, s, news.Reviewer, other, "More than 4,000 people")
			if err := annotateSourced(s, news.Reviewer, claim.ClaimID, 1, rests[1]); err != nil {
				t.Fatalf("article %d: %v", i, err)
			}
		}
		for _, resting := range []string{"http://www.second.example", "https://third.example/?utm_medium=x"} {
			if got := refusalAt(annotateSourced(s, news.Reviewer, place.ClaimID, 1, resting), "evidence"); !strings.Contains(
				got,
				"no evidence for it",
			) {
				t.Errorf("%s, which rests on it: %s", resting, got)
			}
		}
		if err := annotateSourced(s, news.Reviewer, place.ClaimID, 1, "https://city.example/count"); err != nil {
			t.Errorf("a source of its own: %v", err)
		}
		if got := refusalAt(setOwnAddress(t, s, news.Editor, article.ID, "http://city.example/count/", ""), "url"); !strings.Contains(
			got,
			"has to be withdrawn first",
		) {
			t.Errorf("an address on which a claim is sourced: %s", got)
		}
		verify(t, s)
	})
}

// The title, the address and the quote of a confidential source are visible only to its owner and to editors,
// through every door.
func TestConfidentialSourceIsHidden(t *testing.T) {
	t.Parallel()
	storetest.Each(t, func(t *testing.T, s *store.Store) {
		news := storetest.Newsroom(t, s)
		article := storetest.AddArticle(t, s, news)
		place := storetest.AddClaim(t, s, news.Reviewer, article, "More than 4,000 people")
		secret := models.NewEvidence{
			Title:        "Zebulon Quartermain",
			Publisher:    "Zebulon Ltd",
			URL:          "https://zebulon.example/in",
			Contact:      "zebulon@example.org",
			Confidential: true,
			Kind:         "person",
			AccessedOn:   "2026-01-02",
			Class:        "primary",
			Quote:        "zebulon says so",
			Locator:      "zebulon's notes, p. 3",
		}
		annotate(t, s, news.Reviewer, place.ClaimID, 1, "sourced", secret)

		for name, who := range map[string]models.Reader{"owner": news.Reviewer, "editor": news.Editor, "admin": news.Admin, "second": news.SecondReviewer, "auditor": news.Auditor, "writer": news.Writer} {
			may := name == "owner" || name == "editor" || name == "admin"
			got := card(t, s, who, place)
			e := got.Evidence[0]
			told := strings.Contains(
				strings.ToLower(e.Source.Title()+e.Source.Publisher()+e.Source.URL()+e.Source.Contact()+e.Quote+e.Locator),
				"zebulon",
			)
			if told != may || !may && (e.Source.Title() != models.ConfidentialSource || e.Source.ID() != 0) {
				t.Errorf("%s sees %q, %q, %q", name, e.Source.Title(), e.Quote, e.Locator)
			}
			found, err := s.Sources(ctx, who, news.Desk.ID, "zebu")
			if err != nil || len(found) != map[bool]int{true: 1, false: 0}[may] {
				t.Errorf("%s finds %d sources: %v", name, len(found), err)
			}
			for _, x := range got.History {
				if strings.Contains(strings.ToLower(x.Before+x.After), "zebulon") {
					t.Errorf("the audit log reveals it: %s", x.After)
				}
			}
			err = s.EachAnnotation(ctx, who, models.Filter{ArticleID: article.ID}, func(r models.AnnotationExportRow) error {
				row := ""
				for _, cell := range r {
					row += string(cell) + "|"
				}
				if strings.Contains(strings.ToLower(row), "zebulon") || !strings.Contains(row, "primary supports: confidential source|") {
					t.Errorf("%s exports %s", name, row)
				}
				return nil
			})
			if err != nil {
				t.Fatal(err)
			}
		}
		own := card(t, s, news.Reviewer, place).Evidence[0].Source.ID()
		chosen := models.NewEvidence{Source: strconv.FormatInt(own, 10), Class: "secondary", AccessedOn: "2026-01-02"}
		if _, err := s.AddEvidence(ctx, news.SecondReviewer, place.ClaimID, chosen); refusalAt(
			err,
			"evidence-source",
		) != string(models.NoSuchSource) {
			t.Errorf("another chooses it by its number: %v", err)
		}
		missing := models.NewEvidence{Source: "999999", Class: "secondary"}
		if _, err := s.AddEvidence(ctx, news.SecondReviewer, place.ClaimID, missing); refusalAt(
			err,
			"evidence-source",
		) != string(models.NoSuchSource) {
			t.Errorf("a source that is not there: %v", err)
		}
		if _, err := s.AddEvidence(ctx, news.Editor, place.ClaimID, chosen); err != nil {
			t.Errorf("an editor chooses it: %v", err)
		}
		if _, err := s.Sources(ctx, news.OtherDeskReviewer, news.Desk.ID, ""); !errors.Is(err, models.ErrNotFound) {
			t.Errorf("another desk's person: %v", err)
		}
		verify(t, s)
	})
}

func TestSourceSearchWhileTyping(t *testing.T) {
	t.Parallel()
	storetest.Each(t, func(t *testing.T, s *store.Store) {
		news := storetest.Newsroom(t, s)
		article := storetest.AddArticle(t, s, news)
		place := storetest.AddClaim(t, s, news.Reviewer, article, "More than 4,000 people")
		for _, title := range []string{"Annual ports report", "Ports of the Gulf", "Élan vital", "گزارش بندرها"} {
			e := models.NewEvidence{Title: title, URL: "https://city.example/count", Class: "secondary"}
			for range 2 { // the second time it is the same source
				if _, err := s.AddEvidence(ctx, news.Reviewer, place.ClaimID, e); err != nil {
					t.Fatal(err)
				}
			}
		}
		for typed, want := range map[string][]string{"port": {"Ports of the Gulf", "Annual ports report"}, "PORTS annu": {"Annual ports report"}, "élan": {"Élan vital"},
			"گزارش": {"گزارش بندرها"}, "orts": nil, "": {"گزارش بندرها", "Élan vital", "Ports of the Gulf", "Annual ports report"}, "%": {"گزارش بندرها", "Élan vital", "Ports of the Gulf", "Annual ports report"},
			"city.example gulf": {"Ports of the Gulf"}} {
			found, err := s.Sources(ctx, news.Writer, news.Desk.ID, typed)
			if err != nil {
				t.Fatal(err)
			}
			var titles []string
			for _, f := range found {
				titles = append(titles, f.Title())
			}
			if !slices.Equal(titles, want) {
				t.Errorf("%q finds %q, want %q", typed, titles, want)
			}
		}
	})
}

// An editor may override missing evidence with a reason; nobody else may, and the override ends with the
// annotation.
func TestOverriddenEvidence(t *testing.T) {
	t.Parallel()
	storetest.Each(t, func(t *testing.T, s *store.Store) {
		news := storetest.Newsroom(t, s)
		article := storetest.AddArticle(t, s, news)
		place := storetest.AddClaim(t, s, news.Reviewer, article, "More than 4,000 people")
		say := func(who models.Reader, version int, reason string) error {
			_, err := s.Annotate(ctx, who, place.ClaimID, models.AnnotationInput{Status: "sourced", Version: version, Override: reason})
			return err
		}
		if err := say(news.Editor, 1, "  "); refusalAt(err, "evidence") == "" {
			t.Errorf("without a reason: %v", err)
		}
		if err := say(news.Reviewer, 1, "I was there"); !errors.Is(err, models.ErrForbidden) {
			t.Errorf("by a reviewer: %v", err)
		}
		if err := say(news.Editor, 1, "I was there"); err != nil {
			t.Fatal(err)
		}
		c := card(t, s, news.Auditor, place)
		testutil.Equal(t, "the card shows: c.Status", c.Status, models.Sourced)
		testutil.True(t, "the card shows: c.Proved", c.CanBeSourced)
		testutil.Len(t, "the card shows: c.Overridden", c.EvidenceOverrides, 1)
		testutil.Equal(t, "the card shows: c.Overridden[0].Reason", c.EvidenceOverrides[0].Reason, "I was there")
		testutil.Equal(t, "the card shows: c.Overridden[0].Name", c.EvidenceOverrides[0].Name, news.Editor.Name)
		override := ""
		err := s.EachAnnotation(ctx, news.Auditor, models.Filter{ArticleID: article.ID}, func(r models.AnnotationExportRow) error {
			override = string(r[slices.Index(models.AnnotationColumns, "override")])
			return nil
		})
		if err != nil || !strings.Contains(override, "I was there") || !strings.Contains(override, news.Editor.Name) {
			t.Errorf("the export has %q: %v", override, err)
		}
		if err := say(news.Reviewer, 2, ""); err != nil {
			t.Errorf("another rests on it: %v", err)
		}
		mine, theirs := c.Annotations[0].ID, card(t, s, news.Auditor, place).Annotations[1].ID
		if _, err := s.WithdrawAnnotation(ctx, news.Editor, mine); !strings.Contains(refusalAt(err, "claim"), "has to be withdrawn first") {
			t.Errorf("withdrawn although another verdict needs it: %v", err)
		}
		if _, err := s.WithdrawAnnotation(ctx, news.Editor, theirs); !errors.Is(err, models.ErrForbidden) {
			t.Errorf("an editor withdraws another's verdict: %v", err)
		}
		must(s.WithdrawAnnotation(ctx, news.Reviewer, theirs))(t)
		must(s.WithdrawAnnotation(ctx, news.Editor, mine))(t)
		if c = card(t, s, news.Auditor, place); c.CanBeSourced || len(c.EvidenceOverrides) != 0 {
			t.Errorf("the override is still valid after its withdrawal: %+v", c.EvidenceOverrides)
		}
		verify(t, s)
	})
}

func TestResolution(t *testing.T) {
	t.Parallel()
	storetest.Each(t, func(t *testing.T, s *store.Store) {
		news := storetest.Newsroom(t, s)
		article := storetest.AddArticle(t, s, news)
		place := storetest.AddClaim(t, s, news.Reviewer, article, "More than 4,000 people")
		resolve := func(who models.Reader, end string, version int) error {
			_, err := s.Resolve(
				ctx,
				who,
				place.ClaimID,
				models.OutcomeInput{Resolution: end, Reason: "The desk has decided so.", Version: version},
			)
			return err
		}
		state := func() models.SentenceState {
			page, err := s.SentencePage(ctx, news.Auditor, article.ID, place.Ordinal)
			if err != nil {
				t.Fatal(err)
			}
			return page.Sentence.State
		}
		if err := resolve(news.Editor, "stands", 1); refusalAt(err, "resolution") == "" {
			t.Errorf("an unchecked claim: %v", err)
		}
		annotate(t, s, news.Reviewer, place.ClaimID, 1, "unverified")
		if err := resolve(news.Reviewer, "stands", 2); !errors.Is(err, models.ErrForbidden) {
			t.Errorf("by a reviewer: %v", err)
		}
		if err := resolve(news.Editor, "run as is", 1); !errors.Is(err, models.ErrStale) {
			t.Errorf("of an old version: %v", err)
		}
		if err := resolve(news.Editor, "run as is", 2); err != nil || state() != models.Open {
			t.Fatalf("by an editor: %v, the sentence is %s, although nobody has read its rest", err, state())
		}
		must(s.MarkRead(ctx, news.Reviewer, must(s.SentencePage(ctx, news.Auditor, article.ID, place.Ordinal))(t).Sentence.ID))(t)
		if state() != models.Done {
			t.Errorf("with its rest read, the sentence is %s", state())
		}
		c := card(t, s, news.Writer, place)
		testutil.Equal(t, "card: Resolution", c.Resolution, "run as is")
		testutil.Equal(t, "card: Resolver", c.Resolver, news.Editor.Name)
		testutil.Present(t, "the card says: c.ResolvedAt", c.ResolvedAt != nil)
		testutil.Equal(t, "card: Status", c.Status, models.Unverified)
		annotate(t, s, news.Reviewer, place.ClaimID, 3, "disputed")
		if c := card(t, s, news.Writer, place); c.Resolution != models.Unresolved || c.ResolvedAt != nil || state() != models.Open {
			t.Errorf("of another status, the ending is %s, the sentence %s", c.Resolution, state())
		}
		verify(t, s)
	})
}

func TestClaimEditAndCorrection(t *testing.T) {
	t.Parallel()
	storetest.Each(t, func(t *testing.T, s *store.Store) {
		news := storetest.Newsroom(t, s)
		article := storetest.AddArticle(t, s, news)
		place := storetest.AddClaim(t, s, news.Reviewer, article, "More than 4,000 people")
		edit := func(who models.Reader, e models.ClaimEdit) error {
			_, err := s.EditClaim(ctx, who, place.ClaimID, e)
			return err
		}
		if err := edit(news.Reviewer, models.ClaimEdit{Kind: "number", Risk: "legal", Version: 1}); err != nil {
			t.Fatal(err)
		}
		if err := edit(news.SecondReviewer, models.ClaimEdit{Kind: "poll", Risk: "high", Version: 1}); !errors.Is(err, models.ErrStale) {
			t.Errorf("of an old version: %v", err)
		}
		if err := edit(news.Writer, models.ClaimEdit{Kind: "poll", Risk: "high", Version: 2}); !errors.Is(err, models.ErrForbidden) {
			t.Errorf("by a writer: %v", err)
		}
		if err := edit(news.OtherDeskReviewer, models.ClaimEdit{Kind: "poll", Risk: "high", Version: 2}); !errors.Is(
			err,
			models.ErrNotFound,
		) {
			t.Errorf("by a stranger: %v", err)
		}
		if c := card(t, s, news.Writer, place); c.Kind != "number" || c.Risk != "legal" {
			t.Errorf("it is %s, %s", c.Kind, c.Risk)
		}
		propose := func(n models.NewCorrection) error {
			_, err := s.ProposeCorrection(ctx, news.Reviewer, place.ClaimID, n)
			return err
		}
		if err := propose(models.NewCorrection{From: "Fewer than", To: "x", Version: 2}); refusalAt(err, "correction-from") == "" {
			t.Errorf("words that are not in the claim: %v", err)
		}
		if err := propose(models.NewCorrection{From: "4,000", To: "3,900", Reason: "the count says so", Version: 2}); err != nil {
			t.Fatal(err)
		}
		k := card(t, s, news.Writer, place).Corrections[0]
		decide := func(who models.Reader, to string, version int) error {
			_, err := s.DecideCorrection(
				ctx,
				who,
				k.ID,
				models.CorrectionDecision{State: to, Reason: "It is not needed.", Version: version},
			)
			return err
		}
		if err := decide(news.Reviewer, "accepted", 1); !errors.Is(err, models.ErrForbidden) {
			t.Errorf("decided by a reviewer: %v", err)
		}
		if err := decide(news.Editor, "made", 1); refusalAt(err, "decision") == "" {
			t.Errorf("made before it was accepted: %v", err)
		}
		if err := decide(news.Editor, "accepted", 1); err != nil {
			t.Fatal(err)
		}
		if err := decide(news.Admin, "declined", 1); !errors.Is(err, models.ErrStale) {
			t.Errorf("decided twice: %v", err)
		}
		k = card(t, s, news.Writer, place).Corrections[0]
		testutil.Equal(t, "it is: k.State", k.State, models.CorrectionAccepted)
		testutil.Equal(t, "it is: k.DeciderName", k.DeciderName, news.Editor.Name)
		testutil.Equal(t, "it is: k.From", k.From, "4,000")
		testutil.Equal(t, "it is: k.To", k.To, "3,900")
		verify(t, s)
	})
}

func TestPolicyIsTheDesks(t *testing.T) {
	t.Parallel()
	storetest.Each(t, func(t *testing.T, s *store.Store) {
		news := storetest.Newsroom(t, s)
		article := storetest.AddArticle(t, s, news)
		set := func(who models.Reader, n string, version int) error {
			return s.SetPolicy(ctx, who, news.Desk.ID, models.DeskPolicy{Secondaries: n, Version: version})
		}
		for _, wrong := range []string{"", "1", "10", "x", "3 x", "2.5"} {
			if err := set(news.Admin, wrong, 1); refusalAt(err, "secondaries") == "" {
				t.Errorf("%q: %v", wrong, err)
			}
		}
		if err := set(news.Editor, "3", 1); !errors.Is(err, models.ErrForbidden) {
			t.Errorf("by an editor: %v", err)
		}
		if err := set(news.Admin, "3", 1); err != nil {
			t.Fatal(err)
		}
		if err := set(news.Admin, "4", 1); !errors.Is(err, models.ErrStale) {
			t.Errorf("of an old version: %v", err)
		}
		place := storetest.AddClaim(t, s, news.Reviewer, article, "More than 4,000 people")
		tag := models.AnnotationInput{Status: "sourced", Version: 1}
		for _, publisher := range []string{"A", "B"} {
			tag.Evidence = append(tag.Evidence, models.NewEvidence{Title: "T", Publisher: publisher, Class: "secondary",
				Kind: "document", Locator: "p. 1"})
		}
		if _, err := s.Annotate(ctx, news.Reviewer, place.ClaimID, tag); !strings.Contains(
			refusalAt(err, "evidence"),
			"3 independent secondary",
		) {
			t.Errorf("two of three: %v", err)
		}
		verify(t, s)
	})
}
