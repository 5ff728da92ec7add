package models

import (
	"slices"

	"linecheck/text/anchor"
)

// HasDependencies reports whether there are lists of words that refer back for a language. Elsewhere the gate says that it does not look.
func HasDependencies(language string) bool { return anchor.HasDependencies(language) }

// SentenceItems lists the sentences behind each reason that concerns sentences. signer is who would sign; 0: nobody in particular.
func SentenceItems(facts []SentenceFacts, secondReader bool, signer int64) map[GateCode][]GateItem {
	things := map[GateCode][]GateItem{}
	for _, f := range facts {
		is := f.Status()
		code, closed := gateCodeOf(is)
		unseen := f.dependentParts(is.State, signer)
		second := secondReader && !is.ReadByTwo
		if !closed && len(unseen) == 0 && !second {
			continue
		}
		thing := GateItem{Kind: SentenceItem, ID: f.ID, Key: f.TrackID, Version: f.fingerprint(is.State), Ordinal: f.Ordinal}
		if closed {
			behind := thing
			behind.Claims = f.OpenClaims()
			things[code] = append(things[code], behind)
		}
		if len(unseen) > 0 {
			behind := thing
			behind.Parts = unseen
			for _, item := range unseen {
				if item.ClaimID != 0 {
					behind.Claims = append(behind.Claims, item.ClaimID)
				}
			}
			things[GateIndependence] = append(things[GateIndependence], behind)
		}
		if second {
			things[GateSecondReader] = append(things[GateSecondReader], thing)
		}
	}
	return things
}

// SentencesWithoutSecondPerson lists the numbers of the sentences in which something was looked at by nobody who is neither an
// author of the sentence
// nor the signer, whichever reason of the gate was overridden for them. 0 is the title.
func SentencesWithoutSecondPerson(facts []SentenceFacts, signer int64) []int {
	var alone []int
	for _, f := range facts {
		unseen := func(item SentencePart) bool { return len(f.independentCheckers(item, signer)) == 0 }
		if f.EqualHeadline == nil && slices.ContainsFunc(f.Parts(), unseen) {
			alone = append(alone, f.Ordinal)
		}
	}
	return alone
}

// gateCodeOf is the reason for which a sentence in such a state keeps the gate closed.
func gateCodeOf(s SentenceStatus) (GateCode, bool) {
	switch {
	case s.State == Unread:
		return GateUnread, true
	case s.State == Open:
		return GateOpen, true
	case s.State == Recheck && s.DependencyChanged:
		return GateLeaning, true
	case s.State == Recheck:
		return GateRecheck, true
	}
	return "", false
}

// EligibleReaders names those of a desk who can look at everything behind a reason that asks for another person's eyes: they check, did not
// write the sentences nor look at all of them already, and are not the signer where apart says so. Where nobody can look at all of
// it, those are
// named who can look at some.
func EligibleReaders(people []DeskPerson, facts []SentenceFacts, reason GateReason, signer int64, apart bool) []string {
	sentences := map[int64]SentenceFacts{}
	for _, f := range facts {
		sentences[f.ID] = f
	}
	var all, some []string
	for _, p := range people {
		if !p.Role.Allows(ActCheck) || apart && p.ID == signer {
			continue
		}
		barred := 0
		for _, thing := range reason.Items {
			if f := sentences[thing.ID]; f.WrittenBy(p.ID) || f.isFullyCheckedBy(p.ID) {
				barred++
			}
		}
		switch {
		case barred == 0:
			all = append(all, p.Name)
		case barred < len(reason.Items):
			some = append(some, p.Name)
		}
	}
	if len(all) == 0 {
		return slices.Compact(some)
	}
	return slices.Compact(all)
}

// isFullyCheckedBy reports whether a person has looked at everything in the sentence: another look of theirs is no second one.
func (f SentenceFacts) isFullyCheckedBy(user int64) bool {
	if f.EqualHeadline != nil {
		return f.EqualHeadline.isFullyCheckedBy(user)
	}
	return !slices.ContainsFunc(f.Parts(), func(item SentencePart) bool { return !slices.Contains(item.CheckedBy, user) })
}

// MaxListedItems is how many things behind a reason its page lists: more than anybody ticks one by one.
const MaxListedItems = 100

// ListedItems are the things that the gate's page lists: the first of them.
func (r GateReason) ListedItems() []GateItem { return r.Items[:min(len(r.Items), MaxListedItems)] }

// IDs lists the ids of the things of one kind behind a reason, in order. Of claims it lists those in the sentences behind it, too.
func (r GateReason) IDs(kind GateItemKind) []int64 { return gateItemIDs(r.Items, kind) }

// ListedIDs lists those of the things that the gate's page lists.
func (r GateReason) ListedIDs(kind GateItemKind) []int64 { return gateItemIDs(r.ListedItems(), kind) }

func gateItemIDs(things []GateItem, kind GateItemKind) []int64 {
	var ids []int64
	known := map[int64]bool{}
	add := func(id int64) {
		if !known[id] {
			known[id] = true
			ids = append(ids, id)
		}
	}
	for _, t := range things {
		if t.Kind == kind {
			add(t.ID)
		}
		for _, claim := range t.Claims {
			if kind == ClaimItem {
				add(claim)
			}
		}
	}
	return ids
}
