package models

// Disagreements lists the claims of an article on which reviewers disagree, or disagreed before an editor
// ruled, with the agreement of all.
type Disagreements struct {
	Article
	Desk      Desk
	Claims    []DisputedClaim
	Agreement Agreement
}

// DisputedClaim is a claim with the sentence in which it begins. Start is that sentence's offset, in code
// points of the revision's text.
type DisputedClaim struct {
	ClaimCard
	Ordinal  int
	Sentence string
	Start    int
}

// CurrentVerdicts returns the newest verdict of each reviewer, oldest first, without rulings.
func (d DisputedClaim) CurrentVerdicts() []NamedAnnotation {
	newest := map[int64]int64{}
	for _, a := range d.Annotations {
		if a.WithdrawnAt == nil && !a.Ruling && !a.Imported {
			newest[a.ReviewerID] = a.ID
		}
	}
	var checks []NamedAnnotation
	for _, a := range d.Annotations {
		if newest[a.ReviewerID] == a.ID {
			checks = append(checks, a)
		}
	}
	return checks
}

// Ruling returns the ruling that decides the claim, if there is no newer verdict; else nil.
func (d DisputedClaim) Ruling() *NamedAnnotation {
	var last *NamedAnnotation
	for i, a := range d.Annotations {
		if a.Live {
			last = &d.Annotations[i]
		}
	}
	if last == nil || !last.Ruling {
		return nil
	}
	return last
}

// EvidenceOf returns the evidence that was given with an annotation.
func (d DisputedClaim) EvidenceOf(a NamedAnnotation) []VisibleEvidence {
	var given []VisibleEvidence
	for _, e := range d.Evidence {
		if e.AnnotationID != nil && *e.AnnotationID == a.ID {
			given = append(given, e)
		}
	}
	return given
}

// UnattachedEvidence returns the evidence that was given with none of the current verdicts.
func (d DisputedClaim) UnattachedEvidence() []VisibleEvidence {
	with := map[int64]bool{}
	for _, a := range d.CurrentVerdicts() {
		with[a.ID] = true
	}
	var apart []VisibleEvidence
	for _, e := range d.Evidence {
		if e.AnnotationID == nil || !with[*e.AnnotationID] {
			apart = append(apart, e)
		}
	}
	return apart
}

// RuledClaim is a claim that the reader annotated and that an editor ruled on.
type RuledClaim struct {
	ClaimRow
	OwnStatus Status // the reader's own verdict
	Ruling    NamedAnnotation
}
