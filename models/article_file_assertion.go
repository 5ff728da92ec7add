package models

import (
	"fmt"

	"linecheck/text/sentence"
)

// What assertions rest on came into the file with its second version. None of it is asked for: files of the first version have none.

// checkAssertions holds what read marks rest on, whose words a revision's are, and what overrides cover.
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

// checkOutcomes holds how editors said that a claim ended, and what else is kept of it and of its corrections.
func (c *articleFileChecker) checkOutcomes(where string, k FileClaim) {
	for _, o := range k.Outcomes {
		checkKnownValue(c, where, ParseResolution, o.Resolution)
		c.checkTextLength(where, o.Reason)
		c.checkOptionalPerson(where, o.By)
		c.checkTimes(where, o.At)
	}
	c.require(
		k.FormerClaim == nil || c.claims[*k.FormerClaim] && *k.FormerClaim != k.ID,
		"%s was made in the place of a claim of which there is none",
		where,
	)
	for _, x := range k.Corrections {
		c.checkOptionalPerson(where, x.AcceptedBy)
		c.checkTextLength(where, x.DeclineReason)
	}
}

// AnnotationLapses says of each annotation of the claim, in order, why it does not count; those of a file of the first version are
// not told apart from replaced ones.
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

// IsOnCurrentWords reports whether an annotation was given for the claim's words as they stand, and those of its sentence.
func (a FileAnnotation) IsOnCurrentWords(k FileClaim) bool {
	if k.Exact == "" { // a file of the first version
		return a.Revision >= k.SinceRevision
	}
	return ClaimWords{a.Exact, a.Context}.Same(ClaimWords{k.Exact, k.Context})
}
