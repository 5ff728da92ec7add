package models

import (
	"slices"

	"linecheck/text/anchor"
)

// HasDependencies reports whether the program has word lists for references back in a language. For other
// languages, the gate says that it does not check them.
func HasDependencies(language string) bool { return anchor.HasDependencies(language) }

// SentenceItems lists the sentences behind each reason that concerns sentences. signer is the user who would sign, or 0 for no particular
// user.
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

// SentencesWithoutSecondPerson lists the numbers of the sentences with a part that only the sentence's
// authors or the signer checked, whether or not a gate reason was overridden for them. 0 is the title.
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

// gateCodeOf returns the reason for which a sentence with a status keeps the gate closed.
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

// EligibleReaders returns the names of the desk's members who can check everything behind a reason that requires another person. They may
// check, did not write the sentences, and have not checked all of them already. If apart is true, the signer is excluded. If nobody can
// check everything, it returns those who can check a part.
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

// isFullyCheckedBy reports whether a user has checked every part of the sentence. Such a user cannot become its second reader.
func (f SentenceFacts) isFullyCheckedBy(user int64) bool {
	if f.EqualHeadline != nil {
		return f.EqualHeadline.isFullyCheckedBy(user)
	}
	return !slices.ContainsFunc(f.Parts(), func(item SentencePart) bool { return !slices.Contains(item.CheckedBy, user) })
}

// MaxListedItems is the maximum number of items that the page of a reason lists. Users do not tick more items one by one.
const MaxListedItems = 100

// ListedItems returns the first items, which the gate's page lists.
func (r GateReason) ListedItems() []GateItem { return r.Items[:min(len(r.Items), MaxListedItems)] }

// IDs returns the ids of the items of one kind behind a reason, in order. For claims, it includes those in
// the sentences behind it.
func (r GateReason) IDs(kind GateItemKind) []int64 { return gateItemIDs(r.Items, kind) }

// ListedIDs is like IDs, for the items that the gate's page lists.
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
