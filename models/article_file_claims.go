package models

import (
	"fmt"
	"slices"
	"time"

	"linecheck/text"
	"linecheck/text/web"
)

// checkClaims checks each claim with its annotations, evidence and corrections. Its status must be the one
// that follows from its annotations.
func (c *articleFileChecker) checkClaims() {
	for _, k := range c.file.Claims {
		where := fmt.Sprintf("claim %d", k.ID)
		checkKnownValue(c, where, ParseKind, k.Kind)
		checkKnownValue(c, where, ParseRisk, k.Risk)
		checkKnownValue(c, where, ParseClaimStatus, k.Status)
		checkKnownValue(c, where, ParseResolution, k.Resolution)
		c.checkRevisionNumber(where, k.SinceRevision)
		if k.FormerSince != nil {
			c.checkRevisionNumber(where, *k.FormerSince)
		}
		c.require(k.Version >= 1, "%s has the version %d", where, k.Version)
		c.checkOptionalPerson(where, k.ResolvedBy, k.Assignee, k.CreatedBy)
		c.checkTimes(where, k.CreatedAt, k.ChangedAt)
		c.checkOptionalTimes(where, k.ResolvedAt, k.DueAt)
		c.checkWithdrawal(where, k.WithdrawnAt, k.WithdrawnBy)
		c.checkOccurrences(where, k)
		c.checkAnnotations(where, k)
		c.checkEvidence(where, k)
		c.checkCorrections(where, k)
		c.checkOutcomes(where, k)
		if c.firstError != nil {
			return
		}
	}
}

// checkOccurrences checks the places of a claim. Unless it was withdrawn, it has one in the current revision,
// even if only a lost one.
func (c *articleFileChecker) checkOccurrences(where string, k FileClaim) {
	current, own := false, k.WithdrawnAt != nil
	for _, o := range k.Occurrences {
		c.checkRevisionNumber(where, o.Revision)
		c.require(len(o.Sentences) > 0, "%s stands in no sentence", where)
		c.require(o.Start >= 0 && o.Start < o.End, "%s has a place that is none", where)
		c.require(
			slices.Contains([]Placement{Placed, Moved, Lost}, o.Placement),
			"%s has the placement “%s”",
			where,
			shorten(string(o.Placement)),
		)
		c.require(
			len([]rune(o.Prefix)) <= contextLength && len([]rune(o.Suffix)) <= contextLength,
			"%s has more words around it than are kept",
			where,
		)
		if o.Revision == c.file.Article.Revision {
			current, own = true, own || !o.Further
		}
	}
	c.require(k.WithdrawnAt != nil || current && own, "%s stands nowhere in the current revision", where)
}

func (c *articleFileChecker) checkAnnotations(where string, k FileClaim) {
	var verdicts []Verdict
	contested := false // by a dispute of former words, so the status may differ from the annotations of these
	last := int64(0)
	for _, a := range k.Annotations {
		where := fmt.Sprintf("annotation %d of %s", a.ID, where)
		c.require(a.ID > last, "%s is not in order", where)
		last = a.ID
		checkKnownValue(c, where, ParseAnnotationStatus, a.Status)
		c.checkRevisionNumber(where, a.Revision)
		c.checkPerson(where, a.Reviewer)
		c.checkTextLength(where, a.Note)
		c.checkTimes(where, a.At)
		c.checkWithdrawal(where, a.WithdrawnAt, a.WithdrawnBy)
		if a.WithdrawnAt == nil && a.countsFor(k) {
			verdicts = append(verdicts, Verdict{ID: a.ID, ReviewerID: a.Reviewer, Status: a.Status, Ruling: a.Ruling, Counts: true})
		}
		contested = contested || a.Counts != nil && !*a.Counts && a.Status == Disputed
	}
	is := ComputeClaimStatus(verdicts, 0)
	if differs := is.Disagree != k.Disagree && (is.Disagree || !contested); is.Status != k.Status || differs {
		c.require(false, "%s is kept as %s and its annotations make it %s", where, k.Status, is.Status)
	}
}

// countsFor reports whether an annotation counted for its claim at the export. In older files, its revision
// decides.
func (a FileAnnotation) countsFor(k FileClaim) bool {
	if a.Counts != nil {
		return *a.Counts
	}
	return a.Revision >= k.SinceRevision
}

// hasAnnotation reports whether a claim has an annotation with the id.
func (k FileClaim) hasAnnotation(id int64) bool {
	return slices.ContainsFunc(k.Annotations, func(a FileAnnotation) bool { return a.ID == id })
}

func (c *articleFileChecker) checkEvidence(where string, k FileClaim) {
	for _, e := range k.Evidence {
		where := fmt.Sprintf("evidence %d of %s", e.ID, where)
		checkKnownValue(c, where, ParseClass, e.Class)
		checkKnownValue(c, where, ParseStance, e.Stance)
		checkKnownValue(c, where, ParseSourceKind, e.Source.Kind)
		c.require(text.HasVisibleWord(e.Source.Title), "%s names no source", where)
		whole := e.Source.URL == "" || web.NormalizeAddress(e.Source.URL) != "" && web.WithScheme(e.Source.URL) == e.Source.URL
		c.require(whole, "%s has an address that does not begin with http:// or https://", where)
		c.checkTextLength(where, e.Source.Title, e.Source.Publisher, e.Source.From, e.Source.URL, e.Source.Contact, e.Quote, e.Locator)
		c.require(e.Annotation == nil || k.hasAnnotation(*e.Annotation), "%s names an annotation that does not exist", where)
		on, err := time.Parse(time.DateOnly, e.AccessedOn)
		c.require(e.AccessedOn == "" || err == nil && on.Year() >= 1, "%s was accessed on no day", where)
		c.checkOptionalPerson(where, e.CreatedBy)
		c.checkTimes(where, e.CreatedAt)
		c.checkWithdrawal(where, e.WithdrawnAt, e.WithdrawnBy)
		for _, k := range e.Snapshots {
			checkKnownValue(c, where, ParseSnapshotOrigin, k.Origin)
			c.require(hexDigest.MatchString(k.SHA256), "%s has a snapshot without a SHA-256", where)
			c.checkOptionalPerson(where, k.TakenBy)
			c.checkTimes(where, k.TakenAt)
		}
	}
}

func (c *articleFileChecker) checkCorrections(where string, k FileClaim) {
	for _, x := range k.Corrections {
		where := fmt.Sprintf("correction %d of %s", x.ID, where)
		if x.State != CorrectionProposed {
			checkKnownValue(c, where, ParseDecision, x.State)
		}
		c.checkTextLength(where, x.From, x.To, x.Reason)
		c.require(x.Version >= 1, "%s has the version %d", where, x.Version)
		c.checkPerson(where, x.ProposedBy)
		c.checkOptionalPerson(where, x.DecidedBy)
		c.checkTimes(where, x.ProposedAt)
		c.checkOptionalTimes(where, x.DecidedAt)
	}
}

// checkQueries checks the queries.
func (c *articleFileChecker) checkQueries() {
	for _, q := range c.file.Queries {
		where := fmt.Sprintf("query %d", q.ID)
		checkKnownValue(c, where, ParseQueryState, q.State)
		c.require(slices.Contains(AddresseeRoles, q.ToRole), "%s is put to a role that answers none", where)
		c.require(q.State != QueryDismissed || text.HasVisibleWord(q.Reason), "%s was dismissed without a reason", where)
		c.require(q.Track == nil || c.tracks[*q.Track], "%s names a track that does not exist", where)
		c.require(q.Claim == nil || c.claims[*q.Claim], "%s names a claim that does not exist", where)
		c.require(q.At == nil || *q.At >= 0, "%s stands nowhere", where)
		c.require(q.Version >= 1, "%s has the version %d", where, q.Version)
		c.require(len(q.Messages) > 0, "%s says nothing", where)
		c.checkTextLength(where, q.Reason)
		c.checkPerson(where, q.RaisedBy)
		c.checkOptionalPerson(where, q.ToUser)
		c.checkTimes(where, q.RaisedAt)
		for _, m := range q.Messages {
			c.require(m.Body != "", "%s has an empty message", where)
			c.checkTextLength(where, m.Body, m.Words)
			c.checkPerson(where, m.Author)
			c.checkTimes(where, m.At)
		}
		for _, g := range q.Guests {
			c.checkGuestAnswer(where, g)
		}
	}
}

// checkGuestAnswer checks what a guest said in a query.
func (c *articleFileChecker) checkGuestAnswer(where string, g FileGuestAnswer) {
	c.require(text.HasVisible(g.Guest) && text.HasVisible(g.SentTo), "%s has an answer of a guest without a name or address", where)
	c.require(g.Revision != 0 || g.Body != "", "%s has an empty answer of a guest", where)
	if g.Revision != 0 {
		c.checkRevisionNumber(where, g.Revision)
	}
	c.checkTextLength(where, g.Guest, g.SentTo, g.Body, g.Words)
	c.checkPerson(where, g.SentBy)
	c.checkTimes(where, g.At)
}

// checkNotes checks the notes on sentences.
func (c *articleFileChecker) checkNotes() {
	for i, n := range c.file.Notes {
		where := fmt.Sprintf("note %d", i+1)
		c.require(text.HasVisible(n.Body), "%s says nothing", where)
		c.require(n.Track == nil || c.tracks[*n.Track], "%s names a track that does not exist", where)
		c.require(n.At == nil || *n.At >= 0, "%s stands nowhere", where)
		c.checkTextLength(where, n.Body, n.Words)
		c.checkPerson(where, n.Author)
		c.checkTimes(where, n.WrittenAt)
		c.checkOptionalTimes(where, n.WithdrawnAt)
	}
}

// checkDecisions checks sign-offs and overrides. At most one sign-off is valid, and it is for the current
// text.
func (c *articleFileChecker) checkDecisions() {
	signed := false
	for _, o := range c.file.SignOffs {
		c.checkRevisionNumber("a sign-off", o.Revision)
		c.require(hexDigest.MatchString(o.SHA256), "a sign-off names no text")
		c.require(o.Role == Editor || o.Role == Admin, "a sign-off was given as a %s", shorten(string(o.Role)))
		c.checkDecision("a sign-off", o.By, o.At, o.VoidedAt, o.VoidedBy, o.VoidReason)
		if c.firstError == nil && o.VoidedAt == nil {
			c.require(
				!signed && o.Revision == c.file.Article.Revision && o.SHA256 == c.file.Revisions[o.Revision-1].SHA256,
				"a sign-off stands that is not of the current text",
			)
			signed = true
		}
	}
	c.require(signed == (c.file.Article.State == Signed), "the article is %s and its sign-offs say otherwise", c.file.Article.State)
	for _, o := range c.file.Overrides {
		c.require(o.Count >= 0 && text.HasVisibleWord(o.Reason), "an override has no reason")
		c.checkTextLength("an override", o.Reason)
		c.checkDecision("an override", o.By, o.At, o.VoidedAt, o.VoidedBy, o.VoidReason)
		if o.Claim != nil {
			c.checkEvidenceOverride(o)
			continue
		}
		checkKnownValue(c, "an override", ParseGateCode, GateCode(o.Rule))
	}
}

// checkEvidenceOverride checks an override of the policy for a claim.
func (c *articleFileChecker) checkEvidenceOverride(o FileOverride) {
	c.require(o.Rule == EvidenceRule && o.VoidedAt == nil, "an override of claim %d sets aside no rule that we know", *o.Claim)
	i := slices.IndexFunc(c.file.Claims, func(k FileClaim) bool { return k.ID == *o.Claim })
	c.require(
		i >= 0 && (o.Annotation == nil || c.file.Claims[i].hasAnnotation(*o.Annotation)),
		"an override names a claim or an annotation that does not exist",
	)
}

func (c *articleFileChecker) checkDecision(where string, by int64, at time.Time, voidedAt *time.Time, voidedBy *int64, reason string) {
	c.checkPerson(where, by)
	c.checkTimes(where, at)
	c.checkTextLength(where, reason)
	c.checkWithdrawal(where, voidedAt, voidedBy)
}

// checkEvents checks each event against its hash, which reveals later changes.
func (c *articleFileChecker) checkEvents() {
	last, format := int64(0), 0
	for _, e := range c.file.Events {
		event := e.Event()
		c.require(event.IsIntact(), "event %d was changed after it was written", e.ID)
		c.require(event.Format >= format, "event %d has an older format than one before it", e.ID)
		c.require(e.ID > last, "event %d is not in order", e.ID)
		c.checkOptionalPerson("an event", e.Actor)
		c.checkOptionalTimes("an event", e.ErasedAt)
		last, format = e.ID, event.Format
	}
}
