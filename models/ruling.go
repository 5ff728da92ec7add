package models

// Disagreements is the claims of an article on which reviewers disagree, or disagreed before an editor ruled, with how far they
// agree in all.
type Disagreements struct {
	Article
	Desk      Desk
	Claims    []DisputedClaim
	Agreement Agreement
}

// DisputedClaim is a claim with the sentence in which it begins. Start is that sentence's, in code points of the revision's text.
type DisputedClaim struct {
	ClaimCard
	Ordinal  int
	Sentence string
	Start    int
}

// CurrentVerdicts are what reviewers say of the claim now, oldest first; rulings are not among them.
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

// Ruling is the ruling that settles the claim, or nil: one that stands, with nothing newer.
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

// EvidenceOf is the evidence that came with an annotation.
func (d DisputedClaim) EvidenceOf(a NamedAnnotation) []VisibleEvidence {
	var given []VisibleEvidence
	for _, e := range d.Evidence {
		if e.AnnotationID != nil && *e.AnnotationID == a.ID {
			given = append(given, e)
		}
	}
	return given
}

// UnattachedEvidence is the evidence that came with none of the checks.
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
	OwnStatus Status // what the reader says of it
	Ruling    NamedAnnotation
}
