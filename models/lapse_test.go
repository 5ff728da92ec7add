package models_test

import (
	"math/rand/v2"
	"slices"
	"strings"
	"testing"
	"time"

	"linecheck/models"
)

func TestComputeLapses(t *testing.T) {
	verdict := func(id, who int64, status models.Status, ruling bool) models.VerdictFacts {
		return models.VerdictFacts{Verdict: models.Verdict{ID: id, ReviewerID: who, Status: status, Ruling: ruling}}
	}
	with := func(g models.VerdictFacts, change func(*models.VerdictFacts)) models.VerdictFacts {
		change(&g)
		return g
	}
	withdrawn := func(g *models.VerdictFacts) { g.Withdrawn = true }
	former := func(g *models.VerdictFacts) { g.OnFormerWords = true }
	fromFile := func(g *models.VerdictFacts) { g.FromFile = true }
	for _, c := range []struct {
		name  string
		given []models.VerdictFacts
		want  []models.Lapse
	}{
		{"nothing", nil, []models.Lapse{}},
		{"one", []models.VerdictFacts{verdict(1, 7, models.Sourced, false)}, []models.Lapse{models.LapseNone}},
		{"two different verdicts", []models.VerdictFacts{verdict(1, 7, models.Sourced, false), verdict(2, 8, models.Disputed, false)}, []models.Lapse{models.LapseNone, models.LapseNone}},
		{"a newer one", []models.VerdictFacts{verdict(1, 7, models.Disputed, false), verdict(2, 7, models.Sourced, false)}, []models.Lapse{models.LapseSuperseded, models.LapseNone}},
		{"a newer one, withdrawn", []models.VerdictFacts{verdict(1, 7, models.Disputed, false), with(verdict(2, 7, models.Sourced, false), withdrawn)},
			[]models.Lapse{models.LapseNone, models.LapseWithdrawn}},
		{"a newer one, of former words", []models.VerdictFacts{verdict(1, 7, models.Disputed, false), with(verdict(2, 7, models.Sourced, false), former)},
			[]models.Lapse{models.LapseNone, models.LapseFormerWords}},
		{"a newer one, from a file", []models.VerdictFacts{verdict(1, 7, models.Disputed, false), with(verdict(2, 7, models.Sourced, false), fromFile)},
			[]models.Lapse{models.LapseNone, models.LapseFromFile}},
		{"a ruling", []models.VerdictFacts{verdict(1, 7, models.Disputed, false), verdict(2, 8, models.Sourced, false), verdict(3, 9, models.Sourced, true)},
			[]models.Lapse{models.LapseOverruled, models.LapseNone, models.LapseNone}},
		{"a ruling, and a newer verdict", []models.VerdictFacts{verdict(1, 7, models.Disputed, false), verdict(3, 9, models.Sourced, true), verdict(4, 8, models.Sourced, false)},
			[]models.Lapse{models.LapseNone, models.LapseNone, models.LapseNone}},
		{"a ruling of former words", []models.VerdictFacts{verdict(1, 7, models.Disputed, false), with(verdict(3, 9, models.Sourced, true), former)},
			[]models.Lapse{models.LapseNone, models.LapseFormerWords}},
		{"everything at once", []models.VerdictFacts{with(with(verdict(1, 7, models.Disputed, false), withdrawn), fromFile)}, []models.Lapse{models.LapseWithdrawn}},
	} {
		if got := models.ComputeLapses(c.given); !slices.Equal(got, c.want) {
			t.Errorf("%s: got %q, want %q", c.name, got, c.want)
		}
	}
}

// For any verdicts, the claim's status follows from those that count alone.
func TestClaimStatusFollowsFromCountedVerdicts(t *testing.T) {
	random := rand.New(rand.NewPCG(1, 2))
	for range 20_000 {
		var given []models.VerdictFacts
		for id := range random.Int64N(7) {
			given = append(given, models.VerdictFacts{
				Verdict: models.Verdict{
					ID:         id + 1,
					ReviewerID: random.Int64N(3),
					Status:     models.AnnotationStatuses[random.IntN(3)],
					Ruling:     random.IntN(4) == 0,
				},
				Withdrawn: random.IntN(5) == 0, FromFile: random.IntN(8) == 0, OnFormerWords: random.IntN(4) == 0})
		}
		var all, counting []models.Verdict
		for i, lapse := range models.ComputeLapses(given) {
			v, g := given[i].Verdict, given[i]
			v.Counts = !g.Withdrawn && !g.FromFile && !g.OnFormerWords
			all = append(all, v)
			if v.Counts = lapse == models.LapseNone; v.Counts {
				counting = append(counting, v)
			}
		}
		got, want := models.ComputeClaimStatus(counting, 0), models.ComputeClaimStatus(models.CountedVerdicts(all), 0)
		if got != want {
			t.Fatalf("the counted verdicts of %+v make %+v, want %+v", given, got, want)
		}
	}
}

func TestWhyNot(t *testing.T) {
	file := models.ImportOrigin{By: "Ed Editor", At: time.Date(2026, 11, 29, 23, 30, 0, 0, time.UTC)}
	if got := models.LapseNone.WhyNot(file).String(); got != "" {
		t.Errorf("an assertion that counts has a reason not to: %q", got)
	}
	if got, want := models.LapseFromFile.WhyNot(file).String(), "According to a file brought in by Ed Editor on 2026-11-29."; got != want {
		t.Errorf("got %q, want %q", got, want)
	}
	for _, lapse := range []models.Lapse{models.LapseWithdrawn, models.LapseFromFile, models.LapseFormerWords, models.LapseSuperseded, models.LapseOverruled} {
		if got := lapse.WhyNot(models.ImportOrigin{}).String(); !strings.HasSuffix(got, ".") || strings.Count(got, ".") != 1 || len(got) > 60 {
			t.Errorf("%s is not one short sentence: %q", lapse, got)
		}
	}
}
