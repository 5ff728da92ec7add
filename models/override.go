package models

import (
	"slices"
	"strings"
	"time"

	"linecheck/text/message"
)

// GateOverride is an editor's decision to accept the items behind a reason.
type GateOverride struct {
	ID         int64
	ArticleID  int64
	ClaimID    *int64 // nil for a gate reason
	GateCode   GateCode
	Count      int // the number of items that it was made for
	Reason     string
	UserID     int64
	At         time.Time
	VoidedAt   *time.Time
	VoidedBy   *int64
	VoidReason string
	Items      []GateItem `gorm:"-"` // the items that it was made for; set when it is made
}

// TableName returns the table of all overrides, including those of claims.
func (GateOverride) TableName() string { return "overrides" }

// NamedGateOverride is an override with the names of the users who made and voided it.
type NamedGateOverride struct {
	GateOverride
	Name, VoidedName string
	Covers           []CoveredItem `gorm:"-"` // the items that have not changed since
}

// OverrideInput is an editor's request to override a reason for listed items, or for all that the editor saw.
type OverrideInput struct {
	Code    string
	Count   int        // the number of items when the reason was read; 0: not checked
	Changes *int       // the article's change counter when the gate was read; nil: not checked
	Items   []GateItem // each with its version, if that was read
	Reason  string
}

// Overridable reports whether a reason can be overridden at all. Corrections are declined instead;
// independence requires a small desk.
func (c GateCode) Overridable(smallDesk bool) bool {
	return c != GateCorrections && (c != GateIndependence || smallDesk)
}

// OverridesWithSecondPerson returns the overrides that count if the desk requires a second person: none of
// independence, and none for the editor's own words. Queries have no author.
func OverridesWithSecondPerson(overrides []NamedGateOverride, facts []SentenceFacts, things map[GateCode][]GateItem) []NamedGateOverride {
	written := map[int]SentenceFacts{}
	for _, f := range facts {
		written[f.Ordinal] = f
	}
	var list []NamedGateOverride
	for _, o := range overrides {
		if !o.GateCode.Overridable(false) {
			continue
		}
		o.Covers = slices.DeleteFunc(slices.Clone(o.Covers), func(c CoveredItem) bool {
			return o.GateCode != GateQueries && slices.ContainsFunc(things[o.GateCode], func(t GateItem) bool {
				return t.Kind == c.Kind && t.Key == c.Key && written[t.Ordinal].WrittenBy(o.UserID)
			})
		})
		list = append(list, o)
	}
	return list
}

// ItemsToOverride returns the items that an editor wants to override: the listed ones, or all. They must be
// in the state that the editor read.
func ItemsToOverride(r GateReason, wish OverrideInput) ([]GateItem, error) {
	changed := NewGateChangedError(
		"What is behind this reason changed since you read it, so nothing was overridden. Look again, then decide.",
	)
	if r.Count == 0 || wish.Count != 0 && wish.Count != r.Count {
		return nil, changed
	}
	var list []GateItem
	if len(wish.Items) == 0 {
		if list = slices.DeleteFunc(slices.Clone(r.Items), r.covers); len(list) == 0 {
			return nil, NewGateChangedError("Everything behind this reason is overridden already.")
		}
		return list, nil
	}
	for _, wanted := range wish.Items {
		i := slices.IndexFunc(r.Items, func(t GateItem) bool {
			return t.Kind == wanted.Kind && t.ID == wanted.ID || wanted.Kind == ClaimItem && slices.Contains(t.Claims, wanted.ID)
		})
		if i < 0 || wanted.Version != "" && wanted.Version != r.Items[i].Version {
			return nil, changed
		}
		if !slices.ContainsFunc(list, func(t GateItem) bool { return t.Kind == r.Items[i].Kind && t.ID == r.Items[i].ID }) {
			list = append(list, r.Items[i])
		}
	}
	return list, nil
}

// covers reports whether an override already covers an item.
func (r GateReason) covers(t GateItem) bool {
	return slices.ContainsFunc(r.Covered, func(c GateItem) bool { return c.Kind == t.Kind && c.ID == t.ID })
}

// OverrideRefusal returns why a reason cannot be overridden, and what to do instead.
func OverrideRefusal(code GateCode, who []string) message.Text {
	if code == GateCorrections {
		return message.New("An accepted correction is not overridden. Bring in a text that has it, or decline it with a reason.")
	}
	if len(who) == 0 {
		return message.New("This desk asks for a second person, so this is not overridden. " +
			"Somebody who did not write the sentence and does not sign has to look at it. At this desk nobody else can.")
	}
	return message.New("This desk asks for a second person, so this is not overridden. "+
		"Somebody who did not write the sentence and does not sign has to look at it. That can be: %s.", strings.Join(who, ", "))
}

// SmallDeskOffer returns where a small desk can allow overrides of independence; "" for other desks and
// reasons.
func SmallDeskOffer(code GateCode, few bool) message.Text {
	if code != GateIndependence || !few {
		return message.Text{}
	}
	return message.New(
		"An administrator of a small desk can allow it, in the desk's policy on the page /desks. An article signed this way says so everywhere.")
}
