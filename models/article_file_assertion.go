package models

import (
	"fmt"

	"linecheck/text/sentence"
)

// Version 2 of the file added what assertions are based on. All of it is optional, since files of version 1
// do not have it.

// checkAssertions checks what read marks are based on, the authorship of revisions and the items of
// overrides.
func (c *articleFileChecker) checkAssertions() {
	for _, k := range c.file.Tracks {
		where := fmt.Sprintf("a mark on track %d", k.ID)
		for _, x := range k.ReadMarks {
			if x.Region != "" {
				checkKnownValue(c, where, sentence.ParseRegion, x.Region)
			}
			for _, gap := range x.Gaps {
				c.require(gap.Start >= 0 && gap.Start < gap.End, "%s leaves out words that are nowhere", where)
			}
		}
	}
	for _, v := range c.file.Revisions {
		where := fmt.Sprintf("revision %d", v.Number)
		for _, s := range v.Sentences {
			c.checkPerson(where, s.Authors...)
		}
		if w := v.Authorship; w != nil {
			c.checkPerson(where, w.By)
			c.checkTimes(where, w.At)
			c.checkTextLength(where, w.Reason)
		}
	}
	for _, o := range c.file.SignOffs {
		c.require(o.TitleSHA256 == "" || hexDigest.MatchString(o.TitleSHA256), "a sign-off names no title")
		c.require(o.Rules >= 0 && o.Rules <= CurrentRules, "a sign-off was given under the rules %d", o.Rules)
		c.checkTextLength("a sign-off", o.Note)
	}
	for _, o := range c.file.Overrides {
		for _, thing := range o.Items {
			switch thing.Kind {
			case SentenceItem, ClaimItem, QueryItem:
			default:
				c.require(false, "an override covers a “%s”", shorten(string(thing.Kind)))
			}
			c.checkOptionalTimes("an override", thing.LapsedAt)
		}
	}
}

// checkOutcomes checks a claim's outcomes, its former claim and the like.
func (c *articleFileChecker) checkOutcomes(where string, k FileClaim) {
	for _, o := range k.Outcomes {
		checkKnownValue(c, where, ParseResolution, o.Resolution)
		c.checkTextLength(where, o.Reason)
		c.checkOptionalPerson(where, o.By)
		c.checkTimes(where, o.At)
	}
	c.require(
		k.FormerClaim == nil || c.claims[*k.FormerClaim] && *k.FormerClaim != k.ID,
		"%s replaces a claim that does not exist",
		where,
	)
	for _, x := range k.Corrections {
		c.checkOptionalPerson(where, x.AcceptedBy)
		c.checkTextLength(where, x.DeclineReason)
	}
}

// AnnotationLapses returns, for each annotation of the claim in order, why it does not count. In files of
// version 1, replaced annotations cannot be distinguished from these.
func (k FileClaim) AnnotationLapses() []Lapse {
	given := make([]VerdictFacts, len(k.Annotations))
	for i, a := range k.Annotations {
		given[i] = VerdictFacts{
			Verdict:       Verdict{ID: a.ID, ReviewerID: a.Reviewer, Status: a.Status, Ruling: a.Ruling},
			Withdrawn:     a.WithdrawnAt != nil,
			FromFile:      a.FromFile,
			OnFormerWords: !a.IsOnCurrentWords(k),
		}
	}
	return ComputeLapses(given)
}

// IsOnCurrentWords reports whether an annotation was given for the current words of the claim and its
// sentence.
func (a FileAnnotation) IsOnCurrentWords(k FileClaim) bool {
	if k.Exact == "" { // a file of version 1
		return a.Revision >= k.SinceRevision
	}
	return ClaimWords{a.Exact, a.Context}.Same(ClaimWords{k.Exact, k.Context})
}
