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

// SuggestionSort is the sort of a suggestion.
type SuggestionSort string

// The sorts of suggestion. All but the first are about several places of the article.
const (
	LikelyClaim        SuggestionSort = "likely" // words that are probably a claim
	RepeatFound        SuggestionSort = "repeat"
	ContradictionFound SuggestionSort = "contradiction"
	SumFound           SuggestionSort = "sum"
	CalendarFound      SuggestionSort = "calendar"
)

// SuggestionSorts lists every sort of suggestion.
var SuggestionSorts = []SuggestionSort{LikelyClaim, RepeatFound, ContradictionFound, SumFound, CalendarFound}

// ParseSuggestionSort parses a sort of suggestion.
func ParseSuggestionSort(s string) (SuggestionSort, error) {
	return parse(s, "sort of suggestion", SuggestionSorts)
}

// Suggestion points to something in a sentence that may be worth checking. It gives a reason, but no verdict.
type Suggestion struct {
	Sort    SuggestionSort
	Kind    Kind // for a likely claim
	Span    text.Span
	Words   string
	Why     string               // one clause in plain words
	Working string               // the calculation; "" for none
	Others  []SuggestionLocation // the other places that it is about, in the order of the text from here, at most MaxOffered
	More    int                  // the number of further places
	Key     string               // the key for its dismissal
}

// SuggestionLocation is another place that a suggestion is about. Start and End are code points of the
// revision's text.
type SuggestionLocation struct {
	SentenceID int64
	Ordinal    int
	Span       text.Span
	Words      string
}

// SuggestionDismissal is a dismissed suggestion, which is not shown again unless a reader asks for it.
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
	Name        string `gorm:"->;-:migration"` // the name of the user who dismissed it
}

// TableName returns the name of the table, which is older than the type.
func (SuggestionDismissal) TableName() string { return "refusals" }

// Suggestions contains the suggestions for a revision, which follow from its text alone. It is immutable and
// may be shared.
type Suggestions struct {
	bySentence map[int][]locatedSuggestion // by the sentence's number
	score      map[int]float64
}

// locatedSuggestion is a suggestion of one sentence, with all its places and the index of this one.
// Suggestions about the same places share the slice, as an article can repeat something ten thousand times.
type locatedSuggestion struct {
	Suggestion
	locations []SuggestionLocation
	at        int
}

// withOtherLocations returns the suggestion with the other places to show.
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

// FindSuggestions analyses a revision's sentences, which must be in order. If the text does not name its own
// day, the day of published is used.
func FindSuggestions(whole, lang string, published time.Time, sentences []Sentence) *Suggestions {
	cut := make([]sentence.Sentence, len(sentences))
	for i, s := range sentences {
		cut[i] = sentence.Sentence{Span: s.Span(), Region: s.Region}
	}
	judged := claim.AnalyzeSentences(whole, lang, cut)
	h := &Suggestions{map[int][]locatedSuggestion{}, map[int]float64{}}
	x := text.NewIndex(whole)
	for i, s := range sentences {
		if strings.HasPrefix(lang, "en") { // the model was trained on English
			h.score[s.Ordinal] = judged[i].Score
		}
		for _, c := range judged[i].Claims {
			words, _ := x.Slice(c.Span) // a suggestion's span is always inside its text
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
	day := claim.When{Year: published.Year(), Month: int(published.Month()), Day: published.Day()}
	for _, f := range claim.NewArticle(whole, lang, judged, day).Check() {
		h.addFinding(x, sentences, f)
	}
	return h
}

func (h *Suggestions) add(ordinal int, one locatedSuggestion) {
	h.bySentence[ordinal] = append(h.bySentence[ordinal], one)
}

// addFinding adds a finding to each sentence that it is about.
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
			continue // only once per sentence
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

// SentenceSuggestions contains the suggestions for one sentence.
type SentenceSuggestions struct {
	Score     float64      // how much it is worth checking, 0 to 1; 0 if unknown
	Likely    []Suggestion // likely claims that no claim of the page covers
	Between   []Suggestion // repetitions of claims here, contradictions, sums and dates
	Dismissed []SuggestionDismissal
}

// Empty reports whether there is nothing to show.
func (s SentenceSuggestions) Empty() bool { return len(s.Likely)+len(s.Between)+len(s.Dismissed) == 0 }

// ForSentence returns the suggestions for a page's sentence, without dismissed ones and likely claims that a
// claim already covers. Repetitions are suggested for claims alone, since other words may repeat without
// needing a check.
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

// CountUnanswered counts the suggestions for an article's sentences that nobody dismissed and no claim
// covers. A suggestion about several sentences counts once.
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

// suggestionRank sorts possible errors before repetitions.
func suggestionRank(h Suggestion) int {
	if h.Sort == RepeatFound {
		return 1
	}
	return 0
}

func (r SuggestionDismissal) matches(h Suggestion, track int64) bool {
	return r.Key == h.Key && r.Sort == h.Sort && (r.Sort != LikelyClaim || r.TrackID == track)
}

// claimAt returns the claim of the page that covers a span of the revision's text.
func (p SentencePage) claimAt(span text.Span) (id int64, covered bool) {
	for _, m := range p.Sentence.ClaimSpans {
		if m.Start+p.Sentence.Start <= span.Start && span.End <= m.End+p.Sentence.Start {
			return m.ClaimID, true
		}
	}
	return 0, false
}

// RepeatOffer is the offer to mark a claim of the page in the other places of a repetition.
type RepeatOffer struct {
	Claim     ClaimCard
	Locations []SuggestionLocation
}

// RepeatOfferFor returns the offer for a repetition. others are the sentences of its other places.
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
