package models

import (
	"cmp"
	"net/url"
	"slices"
	"strconv"
	"strings"
	"time"
	"unicode"
	"unicode/utf8"

	"linecheck/text"
	"linecheck/text/message"
)

// PublicArticle is what the public page of an article says: how it was checked. It has no field for a confidential source, a sealed
// verdict, a note, or a contact. NewPublicArticle creates it.
type PublicArticle struct {
	Title, Language, Desk, URL  string
	SHA256                      string // of the signed text
	SignedAt                    time.Time
	FirstSignedAt               time.Time
	Writer, Signer              string   // "" unless the desk names people
	Reviewers                   []string // empty unless the desk names people
	Sentences                   []PublicSentence
	Claims                      []PublicClaim
	Overrides                   []PublicOverride
	Corrections                 []PublicCorrection
	Alone                       []int // sentences that one person both checked and signed; 0 is the title
	HiddenSources, SealedClaims int   // only counted
}

// PublicSentence is a sentence, cut where claims begin and end.
type PublicSentence struct {
	Ordinal   int
	Unsettled bool // its check was not finished, and an editor let it pass
	Pieces    []PublicPiece
	Claims    []PublicClaim // those that begin in it
}

// PublicPiece is a part of a sentence.
type PublicPiece struct {
	Text   string
	Status Status // of the most doubtful claim that covers it; "" outside claims
	Ends   []int  // the numbers of the claims that end with it
}

// PublicClaim is a claim with its verdict and the sources that may be named.
type PublicClaim struct {
	Number     int
	Ordinal    int // of the sentence in which it begins
	Exact      string
	Status     Status
	Resolution Resolution
	Settled    bool // its verdict is final and needed no override
	CheckedAt  time.Time
	Sources    []PublicSource
}

// PublicSource is a piece of evidence from a source that is not confidential.
type PublicSource struct {
	Title, Publisher, URL, Quote, Locator string
	Stance                                Stance
	KeptAt                                *time.Time // when its newest snapshot was made; nil without one
	SnapshotSHA256                        string
}

// PublicOverride is what an editor let pass, and why.
type PublicOverride struct {
	What   message.Text
	Reason string // "" if it would name a confidential source
	By     string // "" unless the desk names people
	At     time.Time
	Claim  int // number of the claim whose evidence rule was overridden; 0 for a reason of the gate
}

// PublicCorrection is a correction since the first sign-off.
type PublicCorrection struct {
	From, To string // To is "" if the words were deleted
	ID       int64
	Found    string // how it was found; "" if it would name a confidential source
	Ordinal  int    // of the sentence; 0 if its words are no longer in the text
	Since    time.Time
	At       time.Time
}

// NewPublicArticle returns what the public page says about an article. secret lists the confidential sources of its claims. What people
// typed as a reason is left out if it contains any word that could identify one of them.
func NewPublicArticle(c CheckingCopy, secret []CitedEvidence) PublicArticle {
	b := publicBuilder{copy: c, secret: newSecretWords(secret, c.Revision.Text)}
	p := PublicArticle{Title: c.Title, Language: c.Language, Desk: c.Desk.Name, URL: webAddress(c.URL), SHA256: c.Revision.SHA256}
	hidden := map[int64]bool{}
	for _, e := range secret {
		if e.WithdrawnAt == nil {
			hidden[e.SourceID] = true
		}
	}
	p.HiddenSources = len(hidden)
	b.addClaims(&p)
	b.addSentences(&p)
	b.addOverrides(&p)
	b.addCorrections(&p)
	b.addPeople(&p)
	return p
}

// Count returns the number of claims with a status.
func (p PublicArticle) Count(status Status) int { return len(p.ClaimsWith(status)) }

// Checked returns the number of claims that have a verdict. An editor may have let others pass.
func (p PublicArticle) Checked() int { return len(p.Claims) - p.Count(Unchecked) }

// ClaimsWith returns the claims with a status, in their order.
func (p PublicArticle) ClaimsWith(status Status) []PublicClaim {
	return slices.DeleteFunc(slices.Clone(p.Claims), func(c PublicClaim) bool { return c.Status != status })
}

type publicBuilder struct {
	copy   CheckingCopy
	secret secretWords
}

// secretWords is what must not appear in a typed text, in the form in which the search compares texts, so that accents, other letter
// forms and invisible characters make no difference.
type secretWords struct {
	parts []string // not even within a word
	short []string // words of two characters, which must not appear as words
}

// newSecretWords returns all that is known of confidential sources, and each word of their names. A word is left out if it identifies
// nobody: it is written without a capital, and the article has it without a capital too.
func newSecretWords(secret []CitedEvidence, article string) (w secretWords) {
	ordinary := strings.FieldsFunc(article, isWordBreak)
	for _, e := range secret {
		for _, part := range []string{e.Source.Title, e.Source.Publisher, e.Source.URL, e.Source.Contact, e.Source.From, e.Quote, e.Locator} {
			w.add(part)
		}
		for _, word := range strings.FieldsFunc(e.Source.Title+" "+e.Source.Contact, isWordBreak) {
			if first, _ := utf8.DecodeRuneInString(word); !unicode.IsLower(first) || !slices.Contains(ordinary, word) {
				w.add(word)
			}
		}
	}
	return w
}

func isWordBreak(r rune) bool {
	return !unicode.IsLetter(r) && !unicode.IsNumber(r) && !unicode.IsMark(r)
}

func (w *secretWords) add(part string) {
	switch part = strings.TrimSpace(text.SearchForm(part)); utf8.RuneCountInString(part) {
	case 0, 1:
	case 2:
		w.short = append(w.short, part)
	default:
		w.parts = append(w.parts, part)
	}
}

// areIn reports whether a typed text contains any of the words.
func (w secretWords) areIn(typed string) bool {
	folded := text.SearchForm(typed)
	words := strings.FieldsFunc(folded, isWordBreak)
	return slices.ContainsFunc(w.parts, func(part string) bool { return strings.Contains(folded, part) }) ||
		slices.ContainsFunc(w.short, func(word string) bool { return slices.Contains(words, word) })
}

// safe returns a typed text, or "" if it contains a word that could identify a confidential source.
func (b publicBuilder) safe(typed string) string {
	if b.secret.areIn(typed) {
		return ""
	}
	return strings.TrimSpace(typed)
}

func (b publicBuilder) addClaims(p *PublicArticle) {
	for _, c := range b.copy.Claims {
		if c.Status == Sealed {
			p.SealedClaims++
			continue
		}
		standing := ClaimStatus{Status: c.Status, Disagree: c.Disagree, Contested: c.Contested}
		claim := PublicClaim{
			Number:     len(p.Claims) + 1,
			Ordinal:    b.copy.SentenceAt(c.Occurrence.Start),
			Exact:      c.Occurrence.Exact,
			Status:     c.Status,
			Resolution: c.Resolution,
			Settled:    !IsClaimOpen(standing, c.Resolution) && !c.Unproved && len(c.EvidenceOverrides) == 0,
			CheckedAt:  c.ChangedAt,
		}
		for _, e := range c.Evidence {
			if !e.Source.Confidential() && !e.Source.Hidden() && !e.Imported && e.WithdrawnAt == nil {
				claim.Sources = append(claim.Sources, b.newSource(e))
			}
		}
		for _, o := range c.EvidenceOverrides {
			p.Overrides = append(p.Overrides, PublicOverride{
				What:   message.New("“Supported by sources” with less evidence than the desk asks for"),
				Reason: b.safe(o.Reason), By: o.Name, At: o.At, Claim: claim.Number})
		}
		p.Claims = append(p.Claims, claim)
	}
}

// newSource returns a source as the page names it. The place and the quote are left out if they could identify a confidential source.
func (b publicBuilder) newSource(e VisibleEvidence) PublicSource {
	return PublicSource{
		Title:          e.Source.Title(),
		Publisher:      e.Source.Publisher(),
		URL:            webAddress(e.Source.URL()),
		Quote:          b.safe(e.Quote),
		Locator:        b.safe(e.Locator),
		Stance:         e.Stance,
		KeptAt:         e.NewestSnapshot.At,
		SnapshotSHA256: e.NewestSnapshot.SHA256,
	}
}

// webAddress returns an address that a reader of the page can open, without a name and password; else "".
func webAddress(address string) string {
	u, err := url.Parse(address)
	if err != nil || u.Scheme != "https" && u.Scheme != "http" || u.Host == "" || u.User != nil {
		return ""
	}
	return address
}

// doubt orders verdicts: the most doubtful first.
var doubt = map[Status]int{Disputed: 1, Unverified: 2, Unchecked: 3, Sourced: 4}

func (b publicBuilder) addSentences(p *PublicArticle) {
	type place struct {
		Occurrence
		claim PublicClaim
	}
	var places []place
	n := 0
	for _, c := range b.copy.Claims {
		if c.Status == Sealed {
			continue
		}
		for _, o := range c.Occurrences {
			places = append(places, place{o, p.Claims[n]})
		}
		n++
	}
	for _, s := range b.copy.Sentences {
		sentence, runes := PublicSentence{Ordinal: s.Ordinal, Unsettled: s.State != Clear && s.State != Done}, []rune(s.Text)
		cuts := []int{0, len(runes)}
		for _, o := range places {
			for _, at := range []int{o.Start - s.Start, o.End - s.Start} {
				if at > 0 && at < len(runes) {
					cuts = append(cuts, at)
				}
			}
		}
		slices.Sort(cuts)
		cuts = slices.Compact(cuts)
		for i := 1; i < len(cuts); i++ {
			piece := PublicPiece{Text: string(runes[cuts[i-1]:cuts[i]])}
			start, end := cuts[i-1]+s.Start, cuts[i]+s.Start
			for _, o := range places {
				if o.Start > start || o.End < end {
					continue
				}
				if piece.Status == "" || doubt[o.claim.Status] < doubt[piece.Status] {
					piece.Status = o.claim.Status
				}
				if o.End == end {
					piece.Ends = append(piece.Ends, o.claim.Number)
				}
			}
			sentence.Pieces = append(sentence.Pieces, piece)
		}
		for _, c := range p.Claims {
			if c.Ordinal == s.Ordinal {
				sentence.Claims = append(sentence.Claims, c)
			}
		}
		p.Sentences = append(p.Sentences, sentence)
	}
}

func (b publicBuilder) addOverrides(p *PublicArticle) {
	for _, reason := range b.copy.Gate.Reasons {
		for _, o := range reason.Overrides {
			p.Overrides = append(p.Overrides, PublicOverride{What: reason.Code.Counted(len(o.Covers)),
				Reason: b.safe(o.Reason), By: o.Name, At: o.At})
		}
	}
}

func (b publicBuilder) addCorrections(p *PublicArticle) {
	if s := b.copy.Gate.SignOff; s != nil {
		p.SignedAt, p.FirstSignedAt, p.Alone = s.At, s.At, s.AloneSentences()
	}
	for _, s := range b.copy.SignOffs {
		if s.VoidReason != string(VoidFromFile) && s.At.Before(p.FirstSignedAt) {
			p.FirstSignedAt = s.At
		}
	}
	for _, k := range b.copy.BuildCheckedCopy().Corrections {
		if k.State != CorrectionMade && k.State != CorrectionAccepted || k.DecidedAt == nil || p.FirstSignedAt.IsZero() ||
			!k.DecidedAt.After(p.FirstSignedAt) || b.safe(k.From) == "" || b.safe(k.To) == "" && k.To != "" {
			continue
		}
		p.Corrections = append(p.Corrections, PublicCorrection{ID: k.ID, From: k.From, To: k.To, Found: b.safe(k.Reason), Ordinal: k.Ordinal,
			Since: p.FirstSignedAt, At: *k.DecidedAt})
	}
	slices.SortStableFunc(p.Corrections, func(a, b PublicCorrection) int {
		return cmp.Or(b.At.Compare(a.At), cmp.Compare(a.Ordinal, b.Ordinal))
	})
}

// addPeople names people if the desk's policy says so, and takes the names out if not.
func (b publicBuilder) addPeople(p *PublicArticle) {
	if !b.copy.Desk.PublicNames {
		for i := range p.Overrides {
			p.Overrides[i].By = ""
		}
		return
	}
	p.Writer = b.copy.WriterName
	if b.copy.Gate.SignOff != nil {
		p.Signer = b.copy.Gate.SignOff.Name
	}
	for _, s := range b.copy.Sentences {
		for _, mark := range s.ReadMarks {
			p.Reviewers = append(p.Reviewers, mark.Name)
		}
	}
	for _, c := range b.copy.Claims {
		for _, a := range c.Annotations {
			if a.Live && c.Status != Sealed {
				p.Reviewers = append(p.Reviewers, a.Name)
			}
		}
	}
	slices.Sort(p.Reviewers)
	p.Reviewers = slices.Compact(p.Reviewers)
}

// PublicPage is the switch of an article's public page.
type PublicPage struct {
	ArticleID int64 `gorm:"primaryKey"`
	PublicID  string
	On        bool `gorm:"column:is_on"`
}

// Path returns the path of the page.
func (p PublicPage) Path() string { return "/public/articles/" + p.PublicID }

// PublicDesk is the public list of a desk's corrections.
type PublicDesk struct {
	ID      int64
	Name    string
	Entries []PublicDeskEntry // newest first
}

// MaxPublicCorrections limits the articles whose corrections are listed, the newest ones.
const MaxPublicCorrections = 100

// Add adds the corrections of an article.
func (d *PublicDesk) Add(a PublicArticle, page PublicPage) {
	for _, k := range a.Corrections {
		d.Entries = append(d.Entries, PublicDeskEntry{k, a.Title, a.Language, page.Path()})
	}
}

// Sort puts the newest correction first.
func (d *PublicDesk) Sort() {
	slices.SortStableFunc(d.Entries, func(a, b PublicDeskEntry) int { return cmp.Or(b.At.Compare(a.At), cmp.Compare(b.ID, a.ID)) })
}

// Path returns the path of the list.
func (d PublicDesk) Path() string {
	return "/public/desks/" + strconv.FormatInt(d.ID, 10) + "/corrections"
}

// PublicDeskEntry is a correction with the article that it is of.
type PublicDeskEntry struct {
	PublicCorrection
	Title, Language, Path string // of the article
}

// Language returns the language of all articles on the list, or "" if there are several.
func (d PublicDesk) Language() string {
	for _, k := range d.Entries {
		if k.Language != d.Entries[0].Language {
			return ""
		}
	}
	if len(d.Entries) == 0 {
		return ""
	}
	return d.Entries[0].Language
}
