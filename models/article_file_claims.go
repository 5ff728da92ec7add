package models

import (
	"fmt"
	"slices"
	"time"

	"linecheck/text"
	"linecheck/text/web"
)

// everyClaim holds each claim, and what was said of it: its standing is the one that follows from its annotations.
func (c *fileCheck) everyClaim() {
	for _, k := range c.f.Claims {
		where := fmt.Sprintf("claim %d", k.ID)
		known(c, where, ParseKind, k.Kind)
		known(c, where, ParseRisk, k.Risk)
		known(c, where, ParseClaimStatus, k.Status)
		known(c, where, ParseResolution, k.Resolution)
		c.revision(where, k.SinceRevision)
		if k.FormerSince != nil {
			c.revision(where, *k.FormerSince)
		}
		c.hold(k.Version >= 1, "%s has the version %d", where, k.Version)
		c.perhaps(where, k.ResolvedBy, k.Assignee, k.CreatedBy)
		c.times(where, k.CreatedAt, k.ChangedAt)
		c.timesIf(where, k.ResolvedAt, k.DueAt)
		c.withdrawn(where, k.WithdrawnAt, k.WithdrawnBy)
		c.stands(where, k)
		c.said(where, k)
		c.cited(where, k)
		c.corrected(where, k)
		c.ended(where, k)
		if c.fault != nil {
			return
		}
	}
}

// stands holds where a claim stands: one that was not withdrawn stands somewhere in the current revision, if only as lost.
func (c *fileCheck) stands(where string, k FileClaim) {
	current, own := false, k.WithdrawnAt != nil
	for _, o := range k.Occurrences {
		c.revision(where, o.Revision)
		c.hold(len(o.Sentences) > 0, "%s stands in no sentence", where)
		c.hold(o.Start >= 0 && o.Start < o.End, "%s has a place that is none", where)
		c.hold(
			slices.Contains([]Placement{Placed, Moved, Lost}, o.Placement),
			"%s has the placement “%s”",
			where,
			shortened(string(o.Placement)),
		)
		c.hold(
			len([]rune(o.Prefix)) <= contextLength && len([]rune(o.Suffix)) <= contextLength,
			"%s has more words around it than are kept",
			where,
		)
		if o.Revision == c.f.Article.Revision {
			current, own = true, own || !o.Further
		}
	}
	c.hold(k.WithdrawnAt != nil || current && own, "%s stands nowhere in the current revision", where)
}

func (c *fileCheck) said(where string, k FileClaim) {
	var verdicts []Verdict
	contested := false // by a dispute of former words: it differs from what is said of these
	last := int64(0)
	for _, a := range k.Annotations {
		where := fmt.Sprintf("annotation %d of %s", a.ID, where)
		c.hold(a.ID > last, "%s is not in order", where)
		last = a.ID
		known(c, where, ParseAnnotationStatus, a.Status)
		c.revision(where, a.Revision)
		c.by(where, a.Reviewer)
		c.typed(where, a.Note)
		c.times(where, a.At)
		c.withdrawn(where, a.WithdrawnAt, a.WithdrawnBy)
		if a.WithdrawnAt == nil && a.counted(k) {
			verdicts = append(verdicts, Verdict{ID: a.ID, ReviewerID: a.Reviewer, Status: a.Status, Ruling: a.Ruling, Counts: true})
		}
		contested = contested || a.Counts != nil && !*a.Counts && a.Status == Disputed
	}
	is := StandingOf(verdicts, 0)
	if differs := is.Disagree != k.Disagree && (is.Disagree || !contested); is.Status != k.Status || differs {
		c.hold(false, "%s is kept as %s and its annotations make it %s", where, k.Status, is.Status)
	}
}

// counted reports whether an annotation counted for its claim when the file was taken out. Before files said so it was the revision that decided.
func (a FileAnnotation) counted(k FileClaim) bool {
	if a.Counts != nil {
		return *a.Counts
	}
	return a.Revision >= k.SinceRevision
}

// annotated reports whether a claim has an annotation of that id.
func (k FileClaim) annotated(id int64) bool {
	return slices.ContainsFunc(k.Annotations, func(a FileAnnotation) bool { return a.ID == id })
}

func (c *fileCheck) cited(where string, k FileClaim) {
	for _, e := range k.Evidence {
		where := fmt.Sprintf("evidence %d of %s", e.ID, where)
		known(c, where, ParseClass, e.Class)
		known(c, where, ParseStance, e.Stance)
		known(c, where, ParseSourceKind, e.Source.Kind)
		c.hold(text.HasVisibleWord(e.Source.Title), "%s names no source", where)
		whole := e.Source.URL == "" || web.Address(e.Source.URL) != "" && web.WithScheme(e.Source.URL) == e.Source.URL
		c.hold(whole, "%s has an address that does not begin with http:// or https://", where)
		c.typed(where, e.Source.Title, e.Source.Publisher, e.Source.From, e.Source.URL, e.Source.Contact, e.Quote, e.Locator)
		c.hold(e.Annotation == nil || k.annotated(*e.Annotation), "%s came with an annotation of which there is none", where)
		on, err := time.Parse(time.DateOnly, e.AccessedOn)
		c.hold(e.AccessedOn == "" || err == nil && on.Year() >= 1, "%s was accessed on no day", where)
		c.perhaps(where, e.CreatedBy)
		c.times(where, e.CreatedAt)
		c.withdrawn(where, e.WithdrawnAt, e.WithdrawnBy)
		for _, k := range e.Snapshots {
			known(c, where, ParseSnapshotOrigin, k.Origin)
			c.hold(hexDigest.MatchString(k.SHA256), "%s has a snapshot without a SHA-256", where)
			c.perhaps(where, k.TakenBy)
			c.times(where, k.TakenAt)
		}
	}
}

func (c *fileCheck) corrected(where string, k FileClaim) {
	for _, x := range k.Corrections {
		where := fmt.Sprintf("correction %d of %s", x.ID, where)
		if x.State != CorrectionProposed {
			known(c, where, ParseDecision, x.State)
		}
		c.typed(where, x.From, x.To, x.Reason)
		c.hold(x.Version >= 1, "%s has the version %d", where, x.Version)
		c.by(where, x.ProposedBy)
		c.perhaps(where, x.DecidedBy)
		c.times(where, x.ProposedAt)
		c.timesIf(where, x.DecidedAt)
	}
}

// asked holds the queries.
func (c *fileCheck) asked() {
	for _, q := range c.f.Queries {
		where := fmt.Sprintf("query %d", q.ID)
		known(c, where, ParseQueryState, q.State)
		c.hold(slices.Contains(AskedRoles, q.ToRole), "%s is put to a role that answers none", where)
		c.hold(q.State != QueryDismissed || text.HasVisibleWord(q.Reason), "%s was dismissed without a reason", where)
		c.hold(q.Track == nil || c.tracks[*q.Track], "%s is about a track of which there is none", where)
		c.hold(q.Claim == nil || c.claims[*q.Claim], "%s is about a claim of which there is none", where)
		c.hold(q.At == nil || *q.At >= 0, "%s stands nowhere", where)
		c.hold(q.Version >= 1, "%s has the version %d", where, q.Version)
		c.hold(len(q.Messages) > 0, "%s says nothing", where)
		c.typed(where, q.Reason)
		c.by(where, q.RaisedBy)
		c.perhaps(where, q.ToUser)
		c.times(where, q.RaisedAt)
		for _, m := range q.Messages {
			c.hold(m.Body != "", "%s has an empty message", where)
			c.typed(where, m.Body, m.Words)
			c.by(where, m.Author)
			c.times(where, m.At)
		}
	}
}

// decided holds sign-offs and overrides: one sign-off at most stands, and it is of the current text.
func (c *fileCheck) decided() {
	signed := false
	for _, o := range c.f.SignOffs {
		c.revision("a sign-off", o.Revision)
		c.hold(hexDigest.MatchString(o.SHA256), "a sign-off names no text")
		c.hold(o.Role == Editor || o.Role == Admin, "a sign-off was given as a %s", shortened(string(o.Role)))
		c.decision("a sign-off", o.By, o.At, o.VoidedAt, o.VoidedBy, o.VoidReason)
		if c.fault == nil && o.VoidedAt == nil {
			c.hold(
				!signed && o.Revision == c.f.Article.Revision && o.SHA256 == c.f.Revisions[o.Revision-1].SHA256,
				"a sign-off stands that is not of the current text",
			)
			signed = true
		}
	}
	c.hold(signed == (c.f.Article.State == Signed), "the article is %s and its sign-offs say otherwise", c.f.Article.State)
	for _, o := range c.f.Overrides {
		c.hold(o.Count >= 0 && text.HasVisibleWord(o.Reason), "an override has no reason")
		c.typed("an override", o.Reason)
		c.decision("an override", o.By, o.At, o.VoidedAt, o.VoidedBy, o.VoidReason)
		if o.Claim != nil {
			c.overridden(o)
			continue
		}
		known(c, "an override", ParseGateCode, GateCode(o.Rule))
	}
}

// overridden holds an override of what the policy asks for a claim.
func (c *fileCheck) overridden(o FileOverride) {
	c.hold(o.Rule == EvidenceRule && o.VoidedAt == nil, "an override of claim %d sets aside no rule that we know", *o.Claim)
	i := slices.IndexFunc(c.f.Claims, func(k FileClaim) bool { return k.ID == *o.Claim })
	c.hold(
		i >= 0 && (o.Annotation == nil || c.f.Claims[i].annotated(*o.Annotation)),
		"an override is of a claim or an annotation of which there is none",
	)
}

func (c *fileCheck) decision(where string, by int64, at time.Time, voidedAt *time.Time, voidedBy *int64, reason string) {
	c.by(where, by)
	c.times(where, at)
	c.typed(where, reason)
	c.withdrawn(where, voidedAt, voidedBy)
}

// record holds the events against their hashes: what was changed in them after they were written shows.
func (c *fileCheck) record() {
	last, format := int64(0), 0
	for _, e := range c.f.Events {
		event := e.Event()
		c.hold(event.Intact(), "event %d was changed after it was written", e.ID)
		c.hold(event.Format >= format, "event %d has an older format than one before it", e.ID)
		c.hold(e.ID > last, "event %d is not in order", e.ID)
		c.perhaps("an event", e.Actor)
		c.timesIf("an event", e.ErasedAt)
		last, format = e.ID, event.Format
	}
}
