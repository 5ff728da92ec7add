package models_test

import (
	"fmt"
	"strings"
	"testing"
	"time"

	"linecheck/models"
	"linecheck/text/message"
)

// publicCopy is a signed article with two claims; the first has a confidential source, the second is sealed.
func publicCopy() (models.CheckingCopy, []models.CitedEvidence) {
	signed := time.Date(2026, 11, 30, 17, 14, 0, 0, time.UTC)
	later := signed.Add(15 * time.Hour)
	secret := models.CitedEvidence{
		Evidence: models.Evidence{ID: 1, ClaimID: 1, SourceID: 9, Stance: models.Supports, Quote: "seen from a roof", Locator: "corner table"},
		Source:   models.Source{ID: 9, Kind: "person", Title: "Farrokh Zand", Contact: "zand@secret.example", Confidential: true},
	}
	open := models.CitedEvidence{Evidence: models.Evidence{ID: 2, ClaimID: 1, SourceID: 8, Stance: models.Supports, Quote: "eleven ships"},
		Source: models.Source{ID: 8, Kind: "web page", Title: "Bulletin", URL: "javascript:alert(1)"}}
	c := models.CheckingCopy{Article: models.Article{ID: 1, Title: "Port", Language: "en"}, WriterName: "Lena Writer"}
	c.Sentences = []models.CopySentence{{PageSentence: models.PageSentence{
		Sentence: models.Sentence{Ordinal: 1, Start: 0, End: 25, Text: "Eleven ships lay at quay."}, State: models.Done}}}
	c.Revision.Text = c.Sentences[0].Text
	first := models.CopyClaim{ClaimCard: models.ClaimCard{Claim: models.Claim{ID: 1, Status: models.Sourced}},
		Occurrences: []models.Occurrence{{ClaimID: 1, Start: 0, End: 12, Exact: "Eleven ships"}}}
	first.Evidence = []models.VisibleEvidence{secret.ForPrint(), open.ForPrint()}
	first.EvidenceOverrides = []models.EvidenceOverride{{ClaimID: 1, Reason: "Mr. ZAND told me.", Name: "Edda Editor", At: signed}}
	correction := func(id int64, reason string, at time.Time) models.NamedCorrection {
		return models.NamedCorrection{Correction: models.Correction{ID: id, ClaimID: 1, From: "Ten", To: "Eleven", Reason: reason,
			State: models.CorrectionMade, DecidedAt: &at}}
	}
	first.Corrections = []models.NamedCorrection{correction(1, "A reader wrote to us.", later),
		correction(2, "Heard at the corner table.", later),
		correction(3, "Before it was signed.", signed.Add(-time.Hour))}
	sealed := models.CopyClaim{ClaimCard: models.ClaimCard{Claim: models.Claim{ID: 2, Status: models.Sealed}},
		Occurrences: []models.Occurrence{{ClaimID: 2, Start: 20, End: 24, Exact: "quay"}}}
	c.SetClaims([]models.CopyClaim{first, sealed})
	c.Gate.SignOff = &models.NamedSignOff{SignOff: models.SignOff{At: later.Add(time.Hour)}, Name: "Edda Editor"}
	c.SignOffs = []models.NamedSignOff{{SignOff: models.SignOff{At: signed, VoidReason: "the article changed: revision made"}},
		{SignOff: models.SignOff{At: signed.Add(-48 * time.Hour), VoidReason: string(message.Key(models.VoidFromFile))}}}
	return c, []models.CitedEvidence{secret}
}

func TestPublicArticleHoldsNoSecret(t *testing.T) {
	c, secret := publicCopy()
	p := models.NewPublicArticle(c, secret)
	all := strings.ToLower(fmt.Sprintf("%+v", p))
	for _, word := range []string{"zand", "farrokh", "roof", "corner", "secret.example", "edda", "lena", "sealed:", "javascript"} {
		if strings.Contains(all, word) {
			t.Errorf("it holds %q: %s", word, all)
		}
	}
	if p.HiddenSources != 1 || p.SealedClaims != 1 || len(p.Claims) != 1 || len(p.Claims[0].Sources) != 1 || p.Claims[0].Settled ||
		len(p.Overrides) != 1 || p.Overrides[0].Reason != "" {
		t.Errorf("%+v", p)
	}
	var text strings.Builder
	for _, piece := range p.Sentences[0].Pieces {
		text.WriteString(piece.Text)
	}
	if text.String() != c.Sentences[0].Text || p.Sentences[0].Pieces[0].Status != models.Sourced || len(p.Sentences[0].Pieces) != 2 {
		t.Errorf("the sentence is %+v", p.Sentences)
	}
	c.Desk.PublicNames = true
	if p := models.NewPublicArticle(c, secret); p.Writer != "Lena Writer" || p.Signer != "Edda Editor" || p.Overrides[0].By != "Edda Editor" {
		t.Errorf("with names: %+v", p)
	}
}

func TestPublicCorrectionsAreThoseSinceTheFirstSignOff(t *testing.T) {
	c, secret := publicCopy()
	p := models.NewPublicArticle(c, secret)
	if len(p.Corrections) != 2 || p.Corrections[0].Found != "A reader wrote to us." || p.Corrections[1].Found != "" ||
		!p.Corrections[0].Since.Equal(c.SignOffs[0].At) {
		t.Errorf("%+v", p.Corrections)
	}
}

// What nobody checked is not counted as checked, and a sentence whose check was not finished says so, even if an editor let both pass.
func TestPublicArticleShowsWhatNobodyChecked(t *testing.T) {
	c, secret := publicCopy()
	c.Sentences[0].State = models.Open
	unchecked := models.CopyClaim{ClaimCard: models.ClaimCard{Claim: models.Claim{ID: 3, Status: models.Unchecked}},
		Occurrences: []models.Occurrence{{ClaimID: 3, Start: 13, End: 16, Exact: "lay"}}}
	c.SetClaims(append(c.Claims, unchecked))
	p := models.NewPublicArticle(c, secret)
	if len(p.Claims) != 2 || p.Checked() != 1 || p.Count(models.Unchecked) != 1 {
		t.Errorf("%d of %d claims are checked, %d are not", p.Checked(), len(p.Claims), p.Count(models.Unchecked))
	}
	if !p.Sentences[0].Unsettled {
		t.Error("a sentence that is open counts as finished")
	}
	for _, state := range []models.SentenceState{models.Unread, models.Recheck, models.Clear, models.Done} {
		c.Sentences[0].State = state
		want := state == models.Unread || state == models.Recheck
		if got := models.NewPublicArticle(c, secret).Sentences[0].Unsettled; got != want {
			t.Errorf("a sentence that is %s: unsettled %v, want %v", state, got, want)
		}
	}
}

// What people typed about a public source is left out too if it would name a confidential one: its place, and its quote. Other spellings
// of a name are recognised. Ordinary words of a confidential source's title that the article has as well identify nobody.
func TestPublicWordsIdentifyNoSource(t *testing.T) {
	for _, c := range []struct {
		typed string
		shown bool
	}{
		{"page 3, as Zand showed us", false},
		{"page 3, as ZÁND showed us", false},
		{"page 3, as Z\u200band showed us", false},
		{"page 3, as Ｚａｎｄ showed us", false},
		{"page 3, as zand@secret.example wrote", false},
		{"what was seen from a roof", false},
		{"page 3, from the harbour office", true},
		{"page 3", true},
	} {
		copied, secret := publicCopy()
		secret[0].Source.Title = "Farrokh Zand, clerk at quay"
		source := copied.Claims[0].Evidence[1]
		source.Locator, source.Quote = c.typed, c.typed
		copied.Claims[0].Evidence = []models.VisibleEvidence{source}
		copied.Claims[0].EvidenceOverrides[0].Reason = c.typed
		p := models.NewPublicArticle(copied, secret)
		got := p.Claims[0].Sources[0]
		if (got.Locator != "") != c.shown || (got.Quote != "") != c.shown || (p.Overrides[0].Reason != "") != c.shown {
			t.Errorf("%q: place %q, quote %q, reason %q; shown should be %v", c.typed, got.Locator, got.Quote, p.Overrides[0].Reason, c.shown)
		}
	}
	copied, secret := publicCopy()
	secret[0].Source.Title = "Farrokh Zand, clerk at quay"
	copied.Claims[0].EvidenceOverrides[0].Reason = "The quay was closed."
	if p := models.NewPublicArticle(copied, secret); p.Overrides[0].Reason == "" {
		t.Error("a reason with an ordinary word of the article is withheld")
	}
}
