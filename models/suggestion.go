package models

import (
	"cmp"
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"slices"
	"strings"
	"time"

	"linecheck/text"
	"linecheck/text/claim"
	"linecheck/text/sentence"
)

// SuggestionSort is what a suggestion is about.
type SuggestionSort string

// The sorts of suggestion. Those after the first lie between places of the article.
const (
	LikelyClaim        SuggestionSort = "likely" // words that are likely to be a claim
	RepeatFound        SuggestionSort = "repeat"
	ContradictionFound SuggestionSort = "contradiction"
	SumFound           SuggestionSort = "sum"
	CalendarFound      SuggestionSort = "calendar"
)

// SuggestionSorts lists every sort of suggestion.
var SuggestionSorts = []SuggestionSort{LikelyClaim, RepeatFound, ContradictionFound, SumFound, CalendarFound}

// ParseSuggestionSort reads a sort of suggestion.
func ParseSuggestionSort(s string) (SuggestionSort, error) {
	return parse(s, "sort of suggestion", SuggestionSorts)
}

// Suggestion is something in a sentence that a reader may want to look at. It says why, and judges nothing.
type Suggestion struct {
	Sort    SuggestionSort
	Kind    Kind // of a likely claim
	Span    text.Span
	Words   string
	Why     string               // one plain clause
	Working string               // how it was worked out; "" where nothing was
	Others  []SuggestionLocation // the other places that it is about, in the order of the text: the next ones first, and so many as can be offered
	More    int                  // further ones
	Key     string               // by which it is refused
}

// SuggestionLocation is another place that a suggestion is about. Start and End are code points of the revision's text.
type SuggestionLocation struct {
	SentenceID int64
	Ordinal    int
	Span       text.Span
	Words      string
}

// SuggestionDismissal is a suggestion that somebody has refused: it is not given again until one wants to see it.
type SuggestionDismissal struct {
	ID          int64
	ArticleID   int64
	TrackID     int64
	Sort        SuggestionSort
	Key         string
	Words       string
	RefusedBy   int64
	RefusedAt   time.Time
	WithdrawnBy *int64
	WithdrawnAt *time.Time
	Name        string `gorm:"->;-:migration"` // of who refused it
}

// TableName is the table that keeps them: it was named before the type.
func (SuggestionDismissal) TableName() string { return "refusals" }

// Suggestions is what can be said of a revision's sentences by reading them alone. It does not change and may be shared.
type Suggestions struct {
	bySentence map[int][]locatedSuggestion // by the sentence's number
	score      map[int]float64
}

// locatedSuggestion is a suggestion of one sentence, with all the places that it is about and which of them is this one. Those that
// are about many places share
// them: an article can say the same ten thousand times.
type locatedSuggestion struct {
	Suggestion
	locations []SuggestionLocation
	at        int
}

// withOtherLocations is the suggestion with the places that are shown of it.
func (p locatedSuggestion) withOtherLocations() Suggestion {
	s := p.Suggestion
	if n := len(p.locations); n > 1 {
		for i := 1; i <= min(n-1, MaxOffered); i++ {
			s.Others = append(s.Others, p.locations[(p.at+i)%n])
		}
		slices.SortFunc(s.Others, func(a, b SuggestionLocation) int { return cmp.Compare(a.Span.Start, b.Span.Start) })
		s.More = n - 1 - len(s.Others)
	}
	return s
}

// FindSuggestions reads a revision's sentences, which have to be in order. Where the text says of no day that it is its own, that
// is the day on which it was brought in.
func FindSuggestions(whole, lang string, brought time.Time, sentences []Sentence) *Suggestions {
	cut := make([]sentence.Sentence, len(sentences))
	for i, s := range sentences {
		cut[i] = sentence.Sentence{Span: s.Span(), Region: s.Region}
	}
	judged := claim.AnalyzeSentences(whole, lang, cut)
	h := &Suggestions{map[int][]locatedSuggestion{}, map[int]float64{}}
	x := text.NewIndex(whole)
	for i, s := range sentences {
		if strings.HasPrefix(lang, "en") { // what it was learnt from
			h.score[s.Ordinal] = judged[i].Score
		}
		for _, c := range judged[i].Claims {
			words, _ := x.Slice(c.Span) // a suggestion lies within its text
			h.add(
				s.Ordinal,
				locatedSuggestion{
					Suggestion: Suggestion{
						Sort:  LikelyClaim,
						Kind:  Kind(c.Kind),
						Span:  c.Span,
						Words: words,
						Why:   c.Why,
						Key:   suggestionKey(string(LikelyClaim), string(c.Kind), words),
					},
				},
			)
		}
	}
	day := claim.When{Year: brought.Year(), Month: int(brought.Month()), Day: brought.Day()}
	for _, f := range claim.NewArticle(whole, judged, day).Check() {
		h.addFinding(x, sentences, f)
	}
	return h
}

func (h *Suggestions) add(ordinal int, one locatedSuggestion) {
	h.bySentence[ordinal] = append(h.bySentence[ordinal], one)
}

// addFinding gives a finding to each sentence that it is about.
func (h *Suggestions) addFinding(x *text.Index, sentences []Sentence, f claim.Finding) {
	spots := make([]SuggestionLocation, 0, len(f.Spans))
	key := []string{string(f.Kind)}
	for _, span := range f.Spans {
		at, found := slices.BinarySearchFunc(sentences, span.Start, func(s Sentence, start int) int {
			switch {
			case s.End <= start:
				return -1
			case s.Start > start:
				return 1
			}
			return 0
		})
		words, within := x.Slice(span)
		if !found || !within {
			return
		}
		spots = append(spots, SuggestionLocation{sentences[at].ID, sentences[at].Ordinal, span, words})
		key = append(key, words)
	}
	whole := suggestionKey(key...)
	for i, spot := range spots {
		if i > 0 && spot.Ordinal == spots[i-1].Ordinal {
			continue // said once in a sentence
		}
		h.add(
			spot.Ordinal,
			locatedSuggestion{
				Suggestion{Sort: SuggestionSort(f.Kind), Span: spot.Span, Words: spot.Words, Why: f.Why, Working: f.Working, Key: whole},
				spots,
				i,
			},
		)
	}
}

func suggestionKey(parts ...string) string {
	sum := sha256.New()
	for _, p := range parts {
		fmt.Fprintf(sum, "%d %s\n", len(p), p)
	}
	return hex.EncodeToString(sum.Sum(nil)[:16])
}

// SentenceSuggestions is what is said of one sentence.
type SentenceSuggestions struct {
	Score     float64      // how much it is worth checking, 0 to 1; 0 where nothing can be said
	Likely    []Suggestion // likely claims that no claim of the page covers
	Between   []Suggestion // repeats of what is a claim here, contradictions, sums and dates
	Dismissed []SuggestionDismissal
}

// Empty reports whether there is nothing to show.
func (s SentenceSuggestions) Empty() bool { return len(s.Likely)+len(s.Between)+len(s.Dismissed) == 0 }

// ForSentence is what is to be said of a page's sentence: nothing that was refused, and nothing that a claim covers already.
// Repeats are said of claims alone,
// as anything may stand twice that nobody has to check.
func (h *Suggestions) ForSentence(p SentencePage, refused []SuggestionDismissal) SentenceSuggestions {
	said := SentenceSuggestions{Score: h.score[p.Sentence.Ordinal]}
	gone := map[int64]bool{}
	for _, one := range h.bySentence[p.Sentence.Ordinal] {
		found := one.withOtherLocations()
		if at := slices.IndexFunc(refused, func(r SuggestionDismissal) bool { return r.matches(found, p.Sentence.TrackID) }); at >= 0 {
			if !gone[refused[at].ID] {
				gone[refused[at].ID] = true
				said.Dismissed = append(said.Dismissed, refused[at])
			}
			continue
		}
		_, covered := p.claimAt(found.Span)
		switch {
		case found.Sort == LikelyClaim && !covered:
			said.Likely = append(said.Likely, found)
		case found.Sort == RepeatFound && !covered, found.Sort == LikelyClaim:
		default:
			said.Between = append(said.Between, found)
		}
	}
	slices.SortStableFunc(said.Between, func(a, b Suggestion) int { return cmp.Compare(suggestionRank(a), suggestionRank(b)) })
	return said
}

// CountUnanswered counts the suggestions for an article's sentences that nobody dismissed and no claim covers.
// A suggestion about several sentences counts once.
func (h *Suggestions) CountUnanswered(sentences []PageSentence, dismissed []SuggestionDismissal) (n int) {
	between := map[string]bool{}
	for _, s := range sentences {
		said := h.ForSentence(SentencePage{Sentence: s}, dismissed)
		n += len(said.Likely)
		for _, one := range said.Between {
			between[one.Key] = true
		}
	}
	return n + len(between)
}

// suggestionRank puts what may be wrong before what only stands twice.
func suggestionRank(h Suggestion) int {
	if h.Sort == RepeatFound {
		return 1
	}
	return 0
}

func (r SuggestionDismissal) matches(h Suggestion, track int64) bool {
	return r.Key == h.Key && r.Sort == h.Sort && (r.Sort != LikelyClaim || r.TrackID == track)
}

// claimAt is the claim of the page that covers a span of the revision's text.
func (p SentencePage) claimAt(span text.Span) (id int64, covered bool) {
	for _, m := range p.Sentence.ClaimSpans {
		if m.Start+p.Sentence.Start <= span.Start && span.End <= m.End+p.Sentence.Start {
			return m.ClaimID, true
		}
	}
	return 0, false
}

// RepeatOffer is where a claim of the page could be marked too, by a suggestion of a repeat.
type RepeatOffer struct {
	Claim     ClaimCard
	Locations []SuggestionLocation
}

// RepeatOfferFor is what a repeat offers on a page, where what else stands in those sentences is known.
func (p SentencePage) RepeatOfferFor(h Suggestion, others []PageSentence) (offer RepeatOffer, taken []SuggestionLocation) {
	id, _ := p.claimAt(h.Span)
	for _, c := range p.Claims {
		if c.ID == id {
			offer.Claim = c
		}
	}
	if offer.Claim.ID == 0 || offer.Claim.Occurrence.Placement == Lost {
		return RepeatOffer{}, nil
	}
	for _, spot := range h.Others {
		at := slices.IndexFunc(others, func(s PageSentence) bool { return s.ID == spot.SentenceID })
		if at < 0 {
			continue
		}
		page := SentencePage{Sentence: others[at]}
		switch in, covered := page.claimAt(spot.Span); {
		case !covered:
			offer.Locations = append(offer.Locations, spot)
		case in != id:
			taken = append(taken, spot)
		}
	}
	offer.Locations = offer.Locations[:min(len(offer.Locations), MaxOffered)]
	return offer, taken
}
