package store_test

import (
	"slices"
	"strconv"
	"strings"
	"testing"

	"linecheck/models"
	"linecheck/store"
	"linecheck/store/storetest"
)

// unescapeEntry removes the escapes from an entry of a joined cell.
func unescapeEntry(entry string) string {
	var plain strings.Builder
	for i := 0; i < len(entry); i++ {
		if entry[i] == '\\' && i+1 < len(entry) {
			i++
		}
		plain.WriteByte(entry[i])
	}
	return plain.String()
}

// parseEvidenceEntry parses an entry of evidence according to docs/reference/formats.md.
func parseEvidenceEntry(entry string) (title, address, quote string) {
	_, rest, _ := strings.Cut(entry, ": ")
	if i := indexUnescaped(rest, '"'); i >= 0 {
		quote = unescapeEntry(rest[i+1 : strings.LastIndexByte(rest, '"')])
		rest = rest[:i]
	}
	if i := indexUnescaped(rest, '<'); i >= 0 {
		address = unescapeEntry(rest[i+1 : i+indexUnescaped(rest[i:], '>')])
		rest = rest[:i]
	}
	return unescapeEntry(rest), address, quote
}

// indexUnescaped returns the first index of a character that is not escaped, or -1.
func indexUnescaped(s string, sign byte) int {
	for i := 0; i < len(s); i++ {
		switch s[i] {
		case '\\':
			i++
		case sign:
			return i
		}
	}
	return -1
}

var hostileWords = []string{
	`Budget | primary supports: Minutes <https://city.example/minutes> "It was agreed"`,
	`A | B`,
	` |`,
	`\`,
	`\ | \|`,
	`ends with a backslash \`,
	`"quoted" <tag> (p. 3)`,
	"two\nlines | more",
}

// For any typed text, the cell has exactly one entry for each piece of evidence, with its own words.
func TestEvidenceCellHasExactlyItsEntries(t *testing.T) {
	storetest.Each(t, func(t *testing.T, s *store.Store) {
		n := storetest.Newsroom(t, s)
		place := storetest.AddClaim(t, s, n.Reviewer, storetest.AddArticle(t, s, n), "€12 million")
		var evidence []models.NewEvidence
		for _, words := range hostileWords {
			evidence = append(
				evidence,
				models.NewEvidence{
					Title:   "T" + strings.ReplaceAll(words, "\n", " "), // a title is one line
					URL:     "https://city.example/a|b",
					Class:   "primary",
					Stance:  "supports",
					Quote:   words,
					Locator: "p. 3",
				},
			)
		}
		annotateCurrent(t, s, n, n.Reviewer, place, models.AnnotationInput{Status: "sourced", Evidence: evidence})
		cell := annotationCell(t, s, n.Reviewer, "evidence")
		entries := strings.Split(cell, " | ")
		if len(entries) != len(hostileWords) {
			t.Fatalf("%d entries, want %d:\n%s", len(entries), len(hostileWords), strings.Join(entries, "\n"))
		}
		for i, entry := range entries {
			if !strings.HasPrefix(entry, "primary supports: T") {
				t.Errorf("entry %d begins with other words: %s", i, entry)
			}
			title, address, quote := parseEvidenceEntry(entry)
			if want := strings.TrimSpace("T" + strings.ReplaceAll(hostileWords[i], "\n", " ")); strings.TrimSpace(title) != want {
				t.Errorf("entry %d has the title %q, want %q", i, title, want)
			}
			if address != "https://city.example/a|b" && address != "https://city.example/a%7Cb" {
				t.Errorf("entry %d has the address %q", i, address)
			}
			if strings.TrimSpace(quote) != strings.TrimSpace(hostileWords[i]) {
				t.Errorf("entry %d has the quote %q, want %q", i, quote, hostileWords[i])
			}
		}
	})
}

// A directional control in a title only affects the title.
func TestEvidenceCellIsolatesDirection(t *testing.T) {
	storetest.Each(t, func(t *testing.T, s *store.Store) {
		n := storetest.Newsroom(t, s)
		place := storetest.AddClaim(t, s, n.Reviewer, storetest.AddArticle(t, s, n), "€12 million")
		annotateCurrent(t, s, n, n.Reviewer, place, models.AnnotationInput{Status: "sourced", Evidence: []models.NewEvidence{
			{Title: "\u202etegduB\u2069", Class: "primary", Stance: "supports", Quote: "پل بسته شد", Kind: "document", Locator: "p. 1"},
		}})
		want := "primary supports: \u2068\u202etegduB\u2069 \"پل بسته شد\" (p. 1)"
		if got := annotationCell(t, s, n.Reviewer, "evidence"); got != want {
			t.Errorf("got  %+q\nwant %+q", got, want)
		}
	})
}

// Text that cannot be taken for a separator is written as it was typed.
func TestEvidenceCellKeepsPlainText(t *testing.T) {
	storetest.Each(t, func(t *testing.T, s *store.Store) {
		n := storetest.Newsroom(t, s)
		place := storetest.AddClaim(t, s, n.Reviewer, storetest.AddArticle(t, s, n), "€12 million")
		annotateCurrent(t, s, n, n.Reviewer, place, models.AnnotationInput{Status: "sourced", Evidence: []models.NewEvidence{
			{
				Title:   "Budget (2024) – d’État; 5 % & more",
				URL:     "https://city.example/b?x=1",
				Class:   "primary",
				Stance:  "supports",
				Quote:   "\"€12 million\" <it's> said",
				Locator: "p. 3",
			},
		}})
		want := `primary supports: Budget (2024) – d’État; 5 % & more <https://city.example/b?x=1> ""€12 million" <it's> said" (p. 3)`
		if got := annotationCell(t, s, n.Reviewer, "evidence"); got != want {
			t.Errorf("got  %s\nwant %s", got, want)
		}
	})
}

// annotationCell returns the first cell of a column of annotations.csv that is not empty.
func annotationCell(t *testing.T, s *store.Store, who models.Reader, column string) (cell string) {
	t.Helper()
	err := s.EachAnnotation(ctx, who, models.Filter{}, func(row models.AnnotationExportRow) error {
		if found := string(row[slices.Index(models.AnnotationColumns, column)]); cell == "" {
			cell = found
		}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	return cell
}

// read_by names the users who marked the sentence as read, not those who only made or annotated a claim in
// it.
func TestReadByListsReadersOnly(t *testing.T) {
	storetest.Each(t, func(t *testing.T, s *store.Store) {
		n := storetest.Newsroom(t, s)
		article := storetest.AddArticle(t, s, n)
		place := storetest.AddClaim(t, s, n.Reviewer, article, "€12 million")
		annotateCurrent(t, s, n, n.Reviewer, place, models.AnnotationInput{Status: "disputed", Note: "Not so."})
		page := must(s.ArticlePage(ctx, n.SecondReviewer, article.ID))(t)
		claimed := place.Ordinal
		read := page.Sentences[0]
		if read.Ordinal == claimed {
			read = page.Sentences[1]
		}
		odd := storetest.AddPerson(t, s, `Ann | Rana Reviewer \`, "ann@example.org", models.Reviewer, n.Desk)
		for _, who := range []models.Reader{n.SecondReviewer, odd} {
			must(s.MarkRead(ctx, who, read.ID))(t)
		}
		by, at := slices.Index(models.SentenceColumns, "read_by"), slices.Index(models.SentenceColumns, "read_at")
		err := s.EachSentence(ctx, n.Editor, models.Filter{}, func(row models.SentenceExportRow) error {
			names, times := strings.Split(string(row[by]), " | "), strings.Split(string(row[at]), " | ")
			if string(row[3]) != strconv.Itoa(read.Ordinal) {
				if string(row[by])+string(row[at]) != "" {
					t.Errorf("sentence %s was read by %s at %s, and nobody has", row[3], row[by], row[at])
				}
				return nil
			}
			for i := range names {
				names[i] = unescapeEntry(names[i])
			}
			if want := []string{n.SecondReviewer.Name, odd.Name}; !slices.Equal(names, want) || len(times) != 2 {
				t.Errorf("read by %q at %q, want %q", names, times, want)
			}
			return nil
		})
		if err != nil {
			t.Fatal(err)
		}
	})
}

// The lists of names in a workbook also have exactly one entry per person.
func TestReviewersCellHasExactlyItsNames(t *testing.T) {
	storetest.Each(t, func(t *testing.T, s *store.Store) {
		n := storetest.Newsroom(t, s)
		place := storetest.AddClaim(t, s, n.Reviewer, storetest.AddArticle(t, s, n), "€12 million")
		odd := storetest.AddPerson(t, s, "Ann | "+n.Editor.Name, "ann@example.org", models.Reviewer, n.Desk)
		for _, who := range []models.Reader{odd, n.Reviewer} {
			annotateCurrent(t, s, n, who, place, models.AnnotationInput{Status: "disputed", Note: "Not so."})
		}
		err := s.EachClaim(ctx, n.Editor, models.Filter{}, func(row models.ClaimExportRow) error {
			names := strings.Split(string(row[slices.Index(models.ClaimColumns, "reviewers")]), " | ")
			if len(names) != 2 || unescapeEntry(names[0]) != odd.Name || names[1] != n.Reviewer.Name {
				t.Errorf("the reviewers are %q", names)
			}
			return nil
		})
		if err != nil {
			t.Fatal(err)
		}
	})
}
