package models_test

import (
	"math/rand/v2"
	"slices"
	"strings"
	"testing"
	"time"

	"linecheck/models"
)

func TestLapses(t *testing.T) {
	verdict := func(id, who int64, status models.Status, ruling bool) models.Given {
		return models.Given{Verdict: models.Verdict{ID: id, ReviewerID: who, Status: status, Ruling: ruling}}
	}
	with := func(g models.Given, change func(*models.Given)) models.Given { change(&g); return g }
	withdrawn := func(g *models.Given) { g.Withdrawn = true }
	former := func(g *models.Given) { g.Former = true }
	fromFile := func(g *models.Given) { g.FromFile = true }
	for _, c := range []struct {
		name  string
		given []models.Given
		want  []models.Lapse
	}{
		{"nothing", nil, []models.Lapse{}},
		{"one", []models.Given{verdict(1, 7, models.Sourced, false)}, []models.Lapse{models.Counting}},
		{"two who differ", []models.Given{verdict(1, 7, models.Sourced, false), verdict(2, 8, models.Disputed, false)}, []models.Lapse{models.Counting, models.Counting}},
		{"a newer one", []models.Given{verdict(1, 7, models.Disputed, false), verdict(2, 7, models.Sourced, false)}, []models.Lapse{models.Superseded, models.Counting}},
		{"a newer one, withdrawn", []models.Given{verdict(1, 7, models.Disputed, false), with(verdict(2, 7, models.Sourced, false), withdrawn)},
			[]models.Lapse{models.Counting, models.Withdrawn}},
		{"a newer one, of former words", []models.Given{verdict(1, 7, models.Disputed, false), with(verdict(2, 7, models.Sourced, false), former)},
			[]models.Lapse{models.Counting, models.FormerWords}},
		{"a newer one, from a file", []models.Given{verdict(1, 7, models.Disputed, false), with(verdict(2, 7, models.Sourced, false), fromFile)},
			[]models.Lapse{models.Counting, models.FromFile}},
		{"a ruling", []models.Given{verdict(1, 7, models.Disputed, false), verdict(2, 8, models.Sourced, false), verdict(3, 9, models.Sourced, true)},
			[]models.Lapse{models.Overruled, models.Counting, models.Counting}},
		{"a ruling, and a newer verdict", []models.Given{verdict(1, 7, models.Disputed, false), verdict(3, 9, models.Sourced, true), verdict(4, 8, models.Sourced, false)},
			[]models.Lapse{models.Counting, models.Counting, models.Counting}},
		{"a ruling of former words", []models.Given{verdict(1, 7, models.Disputed, false), with(verdict(3, 9, models.Sourced, true), former)},
			[]models.Lapse{models.Counting, models.FormerWords}},
		{"everything at once", []models.Given{with(with(verdict(1, 7, models.Disputed, false), withdrawn), fromFile)}, []models.Lapse{models.Withdrawn}},
	} {
		if got := models.Lapses(c.given); !slices.Equal(got, c.want) {
			t.Errorf("%s: got %q, want %q", c.name, got, c.want)
		}
	}
}

// Of whatever was said of a claim, its standing follows from the verdicts that count, and from nothing else.
func TestStandingFollowsFromWhatCounts(t *testing.T) {
	random := rand.New(rand.NewPCG(1, 2))
	for range 20_000 {
		var given []models.Given
		for id := range random.Int64N(7) {
			given = append(given, models.Given{
				Verdict: models.Verdict{
					ID:         id + 1,
					ReviewerID: random.Int64N(3),
					Status:     models.AnnotationStatuses[random.IntN(3)],
					Ruling:     random.IntN(4) == 0,
				},
				Withdrawn: random.IntN(5) == 0, FromFile: random.IntN(8) == 0, Former: random.IntN(4) == 0})
		}
		var all, counting []models.Verdict
		for i, lapse := range models.Lapses(given) {
			v, g := given[i].Verdict, given[i]
			v.Counts = !g.Withdrawn && !g.FromFile && !g.Former
			all = append(all, v)
			if v.Counts = lapse == models.Counting; v.Counts {
				counting = append(counting, v)
			}
		}
		got, want := models.StandingOf(counting, 0), models.StandingOf(models.Counted(all), 0)
		if got != want {
			t.Fatalf("of %+v those that count make %+v, want %+v", given, got, want)
		}
	}
}

func TestWhyNot(t *testing.T) {
	file := models.FileSaid{By: "Ed Editor", At: time.Date(2026, 11, 29, 23, 30, 0, 0, time.UTC)}
	if got := models.Counting.WhyNot(file); got != "" {
		t.Errorf("what counts does not count because: %q", got)
	}
	if got, want := models.FromFile.WhyNot(file), "According to a file brought in by Ed Editor on 2026-11-29."; got != want {
		t.Errorf("got %q, want %q", got, want)
	}
	for _, lapse := range []models.Lapse{models.Withdrawn, models.FromFile, models.FormerWords, models.Superseded, models.Overruled} {
		if got := lapse.WhyNot(models.FileSaid{}); !strings.HasSuffix(got, ".") || strings.Count(got, ".") != 1 || len(got) > 60 {
			t.Errorf("%s is not one short sentence: %q", lapse, got)
		}
	}
}
