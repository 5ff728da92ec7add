package models

import (
	"fmt"
	"regexp"
	"slices"
	"strings"
	"time"
	"unicode/utf8"

	"linecheck/text/anchor"
	"linecheck/text/sentence"
)

// fileCheck holds an article file against everything that must hold of an article. It notes the first fault and goes on only for steps that
// rest on nothing before them.
type fileCheck struct {
	f        *ArticleFile
	limits   Limits
	people   map[int64]bool
	tracks   map[int64]bool
	claims   map[int64]bool
	occurred map[int][]claimed // by revision
	fault    error
}

// claimed is an occurrence with its claim.
type claimed struct {
	claim int64
	FileOccurrence
}

func newFileCheck(f *ArticleFile, limits Limits) *fileCheck {
	return &fileCheck{
		f:        f,
		limits:   limits,
		people:   map[int64]bool{},
		tracks:   map[int64]bool{},
		claims:   map[int64]bool{},
		occurred: map[int][]claimed{},
	}
}

// run is the first fault, or nil.
func (c *fileCheck) run() error {
	for _, step := range []func(){c.header, c.persons, c.details, c.assigned, c.names, c.texts, c.settled, c.everyClaim, c.rests, c.places, c.asked, c.decided, c.record} {
		if step(); c.fault != nil {
			return c.fault
		}
	}
	return nil
}

// hold notes a fault unless something holds.
func (c *fileCheck) hold(ok bool, format string, args ...any) {
	if !ok && c.fault == nil {
		c.fault = fileFault(format, args...)
	}
}

// known holds a word against the list of those there are.
func known[T ~string](c *fileCheck, where string, read func(string) (T, error), word T) {
	if _, err := read(string(word)); err != nil {
		c.hold(false, "%s: %s", where, err)
	}
}

// by holds a person against the file's people; 0 is nobody.
func (c *fileCheck) by(where string, ids ...int64) {
	for _, id := range ids {
		c.hold(c.people[id], "%s names person %d, who is not among the file’s people", where, id)
	}
}

func (c *fileCheck) perhaps(where string, ids ...*int64) {
	for _, id := range ids {
		if id != nil {
			c.by(where, *id)
		}
	}
}

// revision holds a number against those of the revisions.
func (c *fileCheck) revision(where string, number int) {
	c.hold(number >= 1 && number <= len(c.f.Revisions), "%s names revision %d, of which there is none", where, number)
}

// typed holds free text against its bounds.
func (c *fileCheck) typed(where string, texts ...string) {
	for _, s := range texts {
		c.hold(utf8.RuneCountInString(s) <= maxField, "%s has a text of more than %d characters", where, maxField)
	}
}

// times holds times against what both databases keep.
func (c *fileCheck) times(where string, times ...time.Time) {
	for _, t := range times {
		c.hold(t.Year() >= 1 && t.Year() <= 9999, "%s has a time without a year that we know", where)
	}
}

func (c *fileCheck) timesIf(where string, times ...*time.Time) {
	for _, t := range times {
		if t != nil {
			c.times(where, *t)
		}
	}
}

// withdrawn holds that what was taken back was taken back at some time.
func (c *fileCheck) withdrawn(where string, at *time.Time, by *int64) {
	c.timesIf(where, at)
	c.perhaps(where, by)
	c.hold(at != nil || by == nil, "%s was taken back at no time", where)
}

func (c *fileCheck) header() {
	c.hold(c.f.Format == ArticleFileFormat, "it is no article that was taken out whole: its format is “%s”", shortened(c.f.Format))
	c.hold(
		c.f.Version >= 1 && c.f.Version <= ArticleFileVersion,
		"it is of version %d of the format, and this Linecheck reads versions up to %d",
		c.f.Version,
		ArticleFileVersion,
	)
	c.hold(c.f.Taken.Sealed == 0, "it was taken out by somebody who checks blind, so it is not whole: please ask an editor to take it out")
}

// mostPeople bounds how many people a file can name: accounts are made for those whom the desk does not know.
const mostPeople = 1_000

func (c *fileCheck) persons() {
	c.hold(len(c.f.People) <= mostPeople, "it names more than %d people", mostPeople)
	addresses := map[string]bool{}
	for _, p := range c.f.People {
		var wrong Invalid
		name, email := CheckPerson(p.Name, p.Email, &wrong)
		c.hold(len(wrong) == 0 && name == p.Name && email == p.Email, "person %d has no name and address that could be kept", p.ID)
		c.hold(p.ID > 0 && !c.people[p.ID] && !addresses[p.Email], "person %d stands in it twice", p.ID)
		c.people[p.ID], addresses[p.Email] = true, true
	}
}

// details holds what the article's forms ask for.
func (c *fileCheck) details() {
	a := c.f.Article
	var wrong Invalid
	title, language := CheckTitle(a.Title, &wrong), CheckLanguage(a.Language, &wrong)
	CheckAddresses(a.URL, a.Copies, &wrong)
	if len(wrong) > 0 {
		c.hold(false, "%s", strings.TrimRight(wrong[0].Detail, "."))
	}
	c.hold(title == a.Title && language == a.Language, "its title or its language is not as it would be kept")
	c.hold(a.State == Checking || a.State == Signed, "“%s” is no state of an article", shortened(string(a.State)))
	c.hold(a.Version >= 1, "its version is %d", a.Version)
	c.perhaps("the article", a.Writer, a.CreatedBy)
	c.times("the article", a.CreatedAt)
	c.timesIf("the article", a.DueAt)
}

// assigned holds who works on the article.
func (c *fileCheck) assigned() {
	twice := map[int64]bool{}
	for _, p := range c.f.Assignments {
		c.by("the list of who works on it", p.Person)
		c.perhaps("the list of who works on it", p.AssignedBy)
		c.timesIf("the list of who works on it", p.AssignedAt, p.DueAt, p.LastAt)
		c.hold(!twice[p.Person], "person %d works on it twice", p.Person)
		twice[p.Person] = true
	}
}

// names notes the tracks and claims, so that everything else can be held against them.
func (c *fileCheck) names() {
	for _, k := range c.f.Tracks {
		c.hold(k.ID > 0 && !c.tracks[k.ID], "track %d stands in it twice", k.ID)
		c.tracks[k.ID] = true
	}
	for _, k := range c.f.Claims {
		c.hold(k.ID > 0 && !c.claims[k.ID], "claim %d stands in it twice", k.ID)
		c.claims[k.ID] = true
		for _, o := range k.Occurrences {
			c.occurred[o.Revision] = append(c.occurred[o.Revision], claimed{k.ID, o})
		}
	}
}

// hexDigest is a SHA-256 as we write it.
var hexDigest = regexp.MustCompile(`^[0-9a-f]{64}$`)

func (c *fileCheck) texts() {
	current := 0
	for i, v := range c.f.Revisions {
		where := fmt.Sprintf("revision %d", v.Number)
		c.hold(v.Number == i+1, "its revisions are not numbered from 1 without a gap")
		var wrong Invalid
		if checkText(v.Text, c.limits, &wrong); len(wrong) > 0 {
			c.hold(false, "%s: %s", where, strings.TrimRight(wrong[0].Detail, "."))
		}
		c.typed(where, v.Note, v.OriginalName)
		c.perhaps(where, v.CreatedBy)
		c.times(where, v.CreatedAt)
		c.withdrawn(where, v.WithdrawnAt, v.WithdrawnBy)
		if breach := v.Said.breach(utf8.RuneCountInString(v.Text)); breach != "" {
			c.hold(false, "%s: %s", where, breach)
		}
		if o := v.Original; o != nil {
			c.hold(sum256(string(o.Bytes)) == o.SHA256, "the bytes that %s came from are not those whose hash was kept", where)
			c.hold(len(o.MediaType) <= maxMediaType, "the kind of the file that %s came from is too long", where)
		}
		for _, b := range v.Boundaries {
			c.hold(b.At > 0, "%s has a boundary at %d", where, b.At)
			c.by(where, b.MadeBy)
			c.times(where, b.MadeAt)
			c.withdrawn("a boundary of "+where, b.WithdrawnAt, b.WithdrawnBy)
		}
		if v.WithdrawnAt == nil {
			current = v.Number
		}
	}
	c.hold(
		current > 0 && c.f.Article.Revision == current,
		"revision %d is said to be the current one, and %d is",
		c.f.Article.Revision,
		current,
	)
}

// maxMediaType bounds the name of a media type, in bytes; RFC 6838 allows 255.
const maxMediaType = 255

// settled holds what is known of sentences.
func (c *fileCheck) settled() {
	for _, k := range c.f.Tracks {
		where := fmt.Sprintf("track %d", k.ID)
		known(c, where, ParseSentenceState, k.State)
		c.times(where, k.CreatedAt)
		c.hold(
			k.Since >= 0 && k.Since <= len(c.f.Revisions) && k.Settled >= 0 && k.Settled <= len(c.f.Revisions),
			"%s names a revision of which there is none",
			where,
		)
		for _, o := range k.Origins {
			c.hold(c.tracks[o] && o != k.ID, "%s comes from track %d, of which there is none", where, o)
		}
		c.hold(len(k.Origins) == len(slices.Compact(slices.Sorted(slices.Values(k.Origins)))), "%s comes from the same track twice", where)
		for _, x := range k.Readings {
			c.revision(where, x.Revision)
			c.by(where, x.Reader)
			c.times(where, x.At)
			c.withdrawn("a mark on "+where, x.WithdrawnAt, x.WithdrawnBy)
		}
	}
	for _, l := range c.f.SecondLooks {
		c.revision("the offer of a second look", l.Revision)
		c.hold(c.tracks[l.Track] && c.tracks[l.OnTrack], "an offer of a second look names a track of which there is none")
		c.hold(slices.Contains(changesOf, l.Change) && l.Words != "", "an offer of a second look says nothing")
		c.hold((l.Outcome == LookOffered) == (l.SettledBy == nil), "an offer of a second look was answered by nobody")
		if l.Outcome != LookOffered {
			known(c, "an offer of a second look", ParseLookOutcome, l.Outcome)
		}
		c.perhaps("an offer of a second look", l.SettledBy)
		c.timesIf("an offer of a second look", l.SettledAt)
	}
	type refused struct {
		key   string
		track int64
	}
	live := map[refused]bool{}
	for _, r := range c.f.Refusals {
		const what = "a refused suggestion"
		c.hold(c.tracks[r.Track], "a refused suggestion names a track of which there is none")
		c.hold(len(r.Key) == 32 && r.Words != "", "a refused suggestion says nothing")
		known(c, what, ParseSuggestionSort, r.Sort)
		c.by(what, r.By)
		c.times(what, r.At)
		c.withdrawn(what, r.WithdrawnAt, r.WithdrawnBy)
		if r.WithdrawnAt == nil {
			one := refused{key: r.Key}
			if r.Sort == Likely {
				one.track = r.Track
			}
			c.hold(!live[one], "a suggestion was refused twice")
			live[one] = true
		}
	}
}

// changesOf is what can become of a sentence on which another one leans.
var changesOf = []anchor.Kind{anchor.Edited, anchor.Split, anchor.Merged, anchor.New, anchor.Dropped, anchor.MovedWhole}

// places holds every revision against its text, with all that has a place in it.
func (c *fileCheck) places() {
	for _, v := range c.f.Revisions {
		c.sentences(v)
		if c.fault != nil {
			return
		}
		placed := PlacedRevision{Revision: Revision{Text: v.Text, SHA256: v.SHA256}}
		for _, s := range v.Sentences {
			placed.Sentences = append(
				placed.Sentences,
				Sentence{ID: int64(s.Ordinal), Ordinal: s.Ordinal, Start: s.Start, End: s.End, Text: s.Text},
			)
		}
		for i, o := range c.occurred[v.Number] {
			if o.Placement == Lost {
				continue
			}
			placed.Occurrences = append(
				placed.Occurrences,
				Occurrence{ID: int64(i), ClaimID: o.claim, SentenceID: int64(o.Sentences[0]), Start: o.Start, End: o.End, Exact: o.Exact,
					Prefix: o.Prefix, Suffix: o.Suffix},
			)
			for _, n := range o.Sentences {
				placed.Links = append(placed.Links, OccurrenceSentence{SentenceID: int64(n), OccurrenceID: int64(i)})
			}
		}
		for _, b := range v.Boundaries {
			if b.WithdrawnAt == nil {
				placed.Boundaries = append(placed.Boundaries, Boundary{At: b.At, Begins: b.Begins})
			}
		}
		if breach := placed.Breach(); breach != "" {
			c.hold(false, "revision %d: %s", v.Number, breach)
		}
	}
}

// sentences holds what is known of them beside their places: of every track there is one at most.
func (c *fileCheck) sentences(v FileRevision) {
	c.hold(len(v.Sentences) > 0, "revision %d has no sentences", v.Number)
	tracks := map[int64]bool{}
	for i, s := range v.Sentences {
		where := fmt.Sprintf("sentence %d of revision %d", s.Ordinal, v.Number)
		c.hold(s.Ordinal == i+1, "%s is the %d. one", where, i+1)
		c.hold(c.tracks[s.Track] && !tracks[s.Track], "%s has no track of its own", where)
		c.hold(s.Start >= 0 && s.Start < s.End, "%s is nowhere", where)
		known(c, where, sentence.ParseRegion, s.Region)
		tracks[s.Track] = true
	}
	for _, o := range c.occurred[v.Number] {
		for _, n := range o.Sentences {
			c.hold(
				n >= 1 && n <= len(v.Sentences),
				"claim %d stands in sentence %d of revision %d, of which there is none",
				o.claim,
				n,
				v.Number,
			)
		}
	}
}
