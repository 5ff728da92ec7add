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

// articleFileChecker checks that an article file satisfies every invariant of an article. It records the
// first fault; later steps run only if they do not depend on an earlier one that failed.
type articleFileChecker struct {
	file        *ArticleFile
	limits      Limits
	people      map[int64]bool
	tracks      map[int64]bool
	claims      map[int64]bool
	occurrences map[int][]claimOccurrence // by revision
	firstError  error
}

// claimOccurrence is an occurrence with its claim.
type claimOccurrence struct {
	claim int64
	FileOccurrence
}

func newArticleFileChecker(f *ArticleFile, limits Limits) *articleFileChecker {
	return &articleFileChecker{
		file:        f,
		limits:      limits,
		people:      map[int64]bool{},
		tracks:      map[int64]bool{},
		claims:      map[int64]bool{},
		occurrences: map[int][]claimOccurrence{},
	}
}

// check returns the first fault, or nil.
func (c *articleFileChecker) check() error {
	for _, step := range []func(){c.checkHeader, c.checkPeople, c.checkDetails, c.checkAssignments, c.collectIDs,
		c.checkRevisions, c.checkTracks, c.checkClaims, c.checkAssertions, c.checkTextPositions, c.checkQueries,
		c.checkNotes, c.checkDecisions, c.checkEvents} {
		if step(); c.firstError != nil {
			return c.firstError
		}
	}
	return nil
}

// require records a fault unless ok is true.
func (c *articleFileChecker) require(ok bool, format string, args ...any) {
	if !ok && c.firstError == nil {
		c.firstError = newFileError(format, args...)
	}
}

// checkKnownValue checks that a word is one of the defined values.
func checkKnownValue[T ~string](c *articleFileChecker, where string, read func(string) (T, error), word T) {
	if _, err := read(string(word)); err != nil {
		c.require(false, "%s: %s", where, err)
	}
}

// checkPerson checks that users are among the file's people. The id 0 means nobody.
func (c *articleFileChecker) checkPerson(where string, ids ...int64) {
	for _, id := range ids {
		c.require(c.people[id], "%s names person %d, who is not among the file’s people", where, id)
	}
}

func (c *articleFileChecker) checkOptionalPerson(where string, ids ...*int64) {
	for _, id := range ids {
		if id != nil {
			c.checkPerson(where, *id)
		}
	}
}

// checkRevisionNumber checks that a revision with the number exists.
func (c *articleFileChecker) checkRevisionNumber(where string, number int) {
	c.require(number >= 1 && number <= len(c.file.Revisions), "%s names revision %d, which does not exist", where, number)
}

// checkTextLength checks the length of free text.
func (c *articleFileChecker) checkTextLength(where string, texts ...string) {
	for _, s := range texts {
		c.require(utf8.RuneCountInString(s) <= maxFieldLength, "%s has a text of more than %d characters", where, maxFieldLength)
	}
}

// checkTimes checks that both databases can store the times.
func (c *articleFileChecker) checkTimes(where string, times ...time.Time) {
	for _, t := range times {
		c.require(t.Year() >= 1 && t.Year() <= 9999, "%s has a time without a year that we know", where)
	}
}

func (c *articleFileChecker) checkOptionalTimes(where string, times ...*time.Time) {
	for _, t := range times {
		if t != nil {
			c.checkTimes(where, *t)
		}
	}
}

// checkWithdrawal checks that a withdrawal by a user has a time.
func (c *articleFileChecker) checkWithdrawal(where string, at *time.Time, by *int64) {
	c.checkOptionalTimes(where, at)
	c.checkOptionalPerson(where, by)
	c.require(at != nil || by == nil, "%s was taken back at no time", where)
}

func (c *articleFileChecker) checkHeader() {
	c.require(c.file.Format == ArticleFileFormat, "it is no article that was taken out whole: its format is “%s”", shorten(c.file.Format))
	c.require(
		c.file.Version >= 1 && c.file.Version <= ArticleFileVersion,
		"it is of version %d of the format, and this Linecheck reads versions up to %d",
		c.file.Version,
		ArticleFileVersion,
	)
	c.require(
		c.file.Export.Sealed == 0,
		"it was taken out by somebody who checks blind, so it is not whole: please ask an editor to take it out",
	)
}

// maxFilePeople limits the people of a file. The import creates an account for each one that the desk does
// not know.
const maxFilePeople = 1_000

func (c *articleFileChecker) checkPeople() {
	c.require(len(c.file.People) <= maxFilePeople, "it names more than %d people", maxFilePeople)
	addresses := map[string]bool{}
	for _, p := range c.file.People {
		var wrong ValidationErrors
		name, email := CheckPerson(p.Name, p.Email, &wrong)
		c.require(len(wrong) == 0 && name == p.Name && email == p.Email, "person %d has no name and address that could be kept", p.ID)
		c.require(p.ID > 0 && !c.people[p.ID] && !addresses[p.Email], "person %d stands in it twice", p.ID)
		c.people[p.ID], addresses[p.Email] = true, true
	}
}

// checkDetails checks the article's details with the rules of the forms.
func (c *articleFileChecker) checkDetails() {
	a := c.file.Article
	var wrong ValidationErrors
	title, language := CheckTitle(a.Title, &wrong), CheckLanguage(a.Language, &wrong)
	CheckAddresses(a.URL, a.Copies, &wrong)
	if len(wrong) > 0 {
		c.require(false, "%s", strings.TrimRight(wrong[0].Detail, "."))
	}
	c.require(title == a.Title && language == a.Language, "its title or its language is not as it would be kept")
	c.require(a.State == Checking || a.State == Signed, "“%s” is no state of an article", shorten(string(a.State)))
	c.require(a.Version >= 1, "its version is %d", a.Version)
	c.checkOptionalPerson("the article", a.Writer, a.CreatedBy)
	c.checkTimes("the article", a.CreatedAt)
	c.checkOptionalTimes("the article", a.DueAt)
}

// checkAssignments checks the people who work on the article.
func (c *articleFileChecker) checkAssignments() {
	twice := map[int64]bool{}
	for _, p := range c.file.Assignments {
		c.checkPerson("the list of who works on it", p.Person)
		c.checkOptionalPerson("the list of who works on it", p.AssignedBy)
		c.checkOptionalTimes("the list of who works on it", p.AssignedAt, p.DueAt, p.LastAt)
		c.require(!twice[p.Person], "person %d works on it twice", p.Person)
		twice[p.Person] = true
	}
}

// collectIDs collects the ids of tracks and claims, to check references against them.
func (c *articleFileChecker) collectIDs() {
	for _, k := range c.file.Tracks {
		c.require(k.ID > 0 && !c.tracks[k.ID], "track %d stands in it twice", k.ID)
		c.tracks[k.ID] = true
	}
	for _, k := range c.file.Claims {
		c.require(k.ID > 0 && !c.claims[k.ID], "claim %d stands in it twice", k.ID)
		c.claims[k.ID] = true
		for _, o := range k.Occurrences {
			c.occurrences[o.Revision] = append(c.occurrences[o.Revision], claimOccurrence{k.ID, o})
		}
	}
}

// hexDigest matches a SHA-256 digest in lower-case hex.
var hexDigest = regexp.MustCompile(`^[0-9a-f]{64}$`)

func (c *articleFileChecker) checkRevisions() {
	current := 0
	for i, v := range c.file.Revisions {
		where := fmt.Sprintf("revision %d", v.Number)
		c.require(v.Number == i+1, "its revisions are not numbered from 1 without a gap")
		var wrong ValidationErrors
		if checkText(v.Text, c.limits, &wrong); len(wrong) > 0 {
			c.require(false, "%s: %s", where, strings.TrimRight(wrong[0].Detail, "."))
		}
		c.checkTextLength(where, v.Note, v.OriginalName)
		c.checkOptionalPerson(where, v.CreatedBy)
		c.checkTimes(where, v.CreatedAt)
		c.checkWithdrawal(where, v.WithdrawnAt, v.WithdrawnBy)
		if breach := v.Markup.validate(utf8.RuneCountInString(v.Text)); breach != "" {
			c.require(false, "%s: %s", where, breach)
		}
		if o := v.Original; o != nil {
			c.require(sha256Hex(string(o.Bytes)) == o.SHA256, "the bytes that %s came from are not those whose hash was kept", where)
			c.require(len(o.MediaType) <= maxMediaType, "the kind of the file that %s came from is too long", where)
		}
		for _, b := range v.Boundaries {
			c.require(b.At > 0, "%s has a boundary at %d", where, b.At)
			c.checkPerson(where, b.MadeBy)
			c.checkTimes(where, b.MadeAt)
			c.checkWithdrawal("a boundary of "+where, b.WithdrawnAt, b.WithdrawnBy)
		}
		if v.WithdrawnAt == nil {
			current = v.Number
		}
	}
	c.require(
		current > 0 && c.file.Article.Revision == current,
		"revision %d is said to be the current one, and %d is",
		c.file.Article.Revision,
		current,
	)
}

// maxMediaType bounds the name of a media type, in bytes; RFC 6838 allows 255.
const maxMediaType = 255

// checkTracks checks the tracks and their read marks.
func (c *articleFileChecker) checkTracks() {
	for _, k := range c.file.Tracks {
		where := fmt.Sprintf("track %d", k.ID)
		checkKnownValue(c, where, ParseSentenceState, k.State)
		c.checkTimes(where, k.CreatedAt)
		c.require(
			k.Since >= 0 && k.Since <= len(c.file.Revisions) && k.Settled >= 0 && k.Settled <= len(c.file.Revisions),
			"%s names a revision that does not exist",
			where,
		)
		for _, o := range k.Origins {
			c.require(c.tracks[o] && o != k.ID, "%s comes from track %d, which does not exist", where, o)
		}
		c.require(
			len(k.Origins) == len(slices.Compact(slices.Sorted(slices.Values(k.Origins)))),
			"%s comes from the same track twice",
			where,
		)
		c.checkReadMarks(where, k.ReadMarks)
	}
	c.checkRecheckSuggestions()
	c.checkDismissals()
}

func (c *articleFileChecker) checkReadMarks(where string, marks []FileReadMark) {
	for _, x := range marks {
		c.checkRevisionNumber(where, x.Revision)
		c.checkPerson(where, x.Reader)
		c.checkTimes(where, x.At)
		c.checkWithdrawal("a mark on "+where, x.WithdrawnAt, x.WithdrawnBy)
		c.require(
			x.RangeSize == 0 || x.RangeSize >= 2 && x.RangeSize <= MaxRangeSentences,
			"a mark on %s was given in a range of %d sentences",
			where,
			x.RangeSize,
		)
	}
}

func (c *articleFileChecker) checkRecheckSuggestions() {
	for _, l := range c.file.RecheckSuggestions {
		c.checkRevisionNumber("the offer of a second look", l.Revision)
		c.require(c.tracks[l.Track] && c.tracks[l.OnTrack], "a suggested recheck names a track that does not exist")
		c.require(slices.Contains(dependencyChangeKinds, l.Change) && l.Words != "", "an offer of a second look says nothing")
		c.require((l.Outcome == RecheckOffered) == (l.SettledBy == nil), "an offer of a second look was answered by nobody")
		if l.Outcome != RecheckOffered {
			checkKnownValue(c, "an offer of a second look", ParseRecheckOutcome, l.Outcome)
		}
		c.checkOptionalPerson("an offer of a second look", l.SettledBy)
		c.checkOptionalTimes("an offer of a second look", l.SettledAt)
	}
}

// checkDismissals also checks that nothing was dismissed twice: a likely claim in its sentence, and any other
// suggestion in the whole article.
func (c *articleFileChecker) checkDismissals() {
	type refused struct {
		key   string
		track int64
	}
	live := map[refused]bool{}
	for _, r := range c.file.Dismissals {
		const what = "a refused suggestion"
		c.require(c.tracks[r.Track], "a dismissed suggestion names a track that does not exist")
		c.require(len(r.Key) == 32 && r.Words != "", "a refused suggestion says nothing")
		checkKnownValue(c, what, ParseSuggestionSort, r.Sort)
		c.checkPerson(what, r.By)
		c.checkTimes(what, r.At)
		c.checkWithdrawal(what, r.WithdrawnAt, r.WithdrawnBy)
		if r.WithdrawnAt == nil {
			one := refused{key: r.Key}
			if r.Sort == LikelyClaim {
				one.track = r.Track
			}
			c.require(!live[one], "a suggestion was refused twice")
			live[one] = true
		}
	}
}

// dependencyChangeKinds lists the possible changes of a sentence that another one refers back to.
var dependencyChangeKinds = []anchor.ChangeKind{
	anchor.Edited,
	anchor.Split,
	anchor.Merged,
	anchor.New,
	anchor.Dropped,
	anchor.MovedUnchanged,
}

// checkTextPositions checks every offset against the text of its revision.
func (c *articleFileChecker) checkTextPositions() {
	for _, v := range c.file.Revisions {
		c.checkSentences(v)
		if c.firstError != nil {
			return
		}
		placed := PlacedRevision{Revision: Revision{Text: v.Text, SHA256: v.SHA256}}
		for _, s := range v.Sentences {
			placed.Sentences = append(
				placed.Sentences,
				Sentence{ID: int64(s.Ordinal), Ordinal: s.Ordinal, Start: s.Start, End: s.End, Text: s.Text},
			)
		}
		for i, o := range c.occurrences[v.Number] {
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
		if breach := placed.Validate(); breach != "" {
			c.require(false, "revision %d: %s", v.Number, breach)
		}
	}
}

// checkSentences checks everything about sentences except their offsets. Each track occurs at most once.
func (c *articleFileChecker) checkSentences(v FileRevision) {
	c.require(len(v.Sentences) > 0, "revision %d has no sentences", v.Number)
	limit := c.limits.WithDefaults().Sentences
	c.require(
		len(v.Sentences) <= limit,
		"revision %d has %d sentences, and an article may have %d at most",
		v.Number,
		len(v.Sentences),
		limit,
	)
	tracks := map[int64]bool{}
	for i, s := range v.Sentences {
		where := fmt.Sprintf("sentence %d of revision %d", s.Ordinal, v.Number)
		c.require(s.Ordinal == i+1, "%s is the %d. one", where, i+1)
		c.require(c.tracks[s.Track] && !tracks[s.Track], "%s has no track of its own", where)
		c.require(s.Start >= 0 && s.Start < s.End, "%s is nowhere", where)
		checkKnownValue(c, where, sentence.ParseRegion, s.Region)
		tracks[s.Track] = true
	}
	for _, o := range c.occurrences[v.Number] {
		for _, n := range o.Sentences {
			c.require(
				n >= 1 && n <= len(v.Sentences),
				"claim %d is in sentence %d of revision %d, which does not exist",
				o.claim,
				n,
				v.Number,
			)
		}
	}
}
