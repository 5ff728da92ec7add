package models

import (
	"fmt"

	"linecheck/text/sentence"
)

// What assertions rest on came into the file with its second version. None of it is asked for: files of the first version have none.

// rests holds what read marks rest on, whose words a revision's are, and what overrides cover.
func (c *fileCheck) rests() {
	for _, k := range c.f.Tracks {
		where := fmt.Sprintf("a mark on track %d", k.ID)
		for _, x := range k.Readings {
			if x.Region != "" {
				known(c, where, sentence.ParseRegion, x.Region)
			}
			for _, gap := range x.Gaps {
				c.hold(gap.Start >= 0 && gap.Start < gap.End, "%s leaves out words that are nowhere", where)
			}
		}
	}
	for _, v := range c.f.Revisions {
		where := fmt.Sprintf("revision %d", v.Number)
		for _, s := range v.Sentences {
			c.by(where, s.Authors...)
		}
		if w := v.Words; w != nil {
			c.by(where, w.By)
			c.times(where, w.At)
			c.typed(where, w.Reason)
		}
	}
	for _, o := range c.f.SignOffs {
		c.hold(o.TitleSHA256 == "" || hexDigest.MatchString(o.TitleSHA256), "a sign-off names no title")
		c.hold(o.Rules >= 0 && o.Rules <= CurrentRules, "a sign-off was given under the rules %d", o.Rules)
		c.typed("a sign-off", o.Note)
	}
	for _, o := range c.f.Overrides {
		for _, thing := range o.Things {
			switch thing.Kind {
			case SentenceThing, ClaimThing, QueryThing:
			default:
				c.hold(false, "an override covers a “%s”", shortened(string(thing.Kind)))
			}
			c.timesIf("an override", thing.LapsedAt)
		}
	}
}

// ended holds how editors said that a claim ended, and what else is kept of it and of its corrections.
func (c *fileCheck) ended(where string, k FileClaim) {
	for _, o := range k.Outcomes {
		known(c, where, ParseResolution, o.Resolution)
		c.typed(where, o.Reason)
		c.perhaps(where, o.By)
		c.times(where, o.At)
	}
	c.hold(
		k.FormerClaim == nil || c.claims[*k.FormerClaim] && *k.FormerClaim != k.ID,
		"%s was made in the place of a claim of which there is none",
		where,
	)
	for _, x := range k.Corrections {
		c.perhaps(where, x.AcceptedBy)
		c.typed(where, x.DeclineReason)
	}
}

// Lapses says of each annotation of the claim, in order, why it does not count; those of a file of the first version are not told apart from replaced ones.
func (k FileClaim) Lapses() []Lapse {
	given := make([]Given, len(k.Annotations))
	for i, a := range k.Annotations {
		given[i] = Given{
			Verdict:   Verdict{ID: a.ID, ReviewerID: a.Reviewer, Status: a.Status, Ruling: a.Ruling},
			Withdrawn: a.WithdrawnAt != nil,
			FromFile:  a.FromFile,
			Former:    !a.OnWordsOf(k),
		}
	}
	return Lapses(given)
}

// OnWordsOf reports whether an annotation was given for the claim's words as they stand, and those of its sentence.
func (a FileAnnotation) OnWordsOf(k FileClaim) bool {
	if k.Exact == "" { // a file of the first version
		return a.Revision >= k.SinceRevision
	}
	return ClaimWords{a.Exact, a.Context}.Same(ClaimWords{k.Exact, k.Context})
}
