package models

import (
	"strings"

	"linecheck/text/message"
)

// gateReasonTexts describes the items behind each reason, for one and for several.
var gateReasonTexts = map[GateCode][2]message.Key{
	GateUnread: {"%d sentence nobody has read", "%d sentences nobody has read"}, GateOpen: {"%d sentence is open", "%d sentences are open"},
	GateRecheck: {"%d sentence changed since it was settled", "%d sentences changed since they were settled"},
	GateLeaning: {"%d sentence refers back to one that changed", "%d sentences refer back to one that changed"},
	GateQueries: {"%d query is not settled", "%d queries are not settled"}, GateLost: {"%d claim is lost", "%d claims are lost"},
	GateCorrections: {"%d accepted correction is not in the text", "%d accepted corrections are not in the text"},
	GateContradiction: {
		"%d claim was called sourced before primary evidence contradicted it",
		"%d claims were called sourced before primary evidence contradicted them",
	},
	GateProof: {"%d claim is called sourced without enough evidence", "%d claims are called sourced without enough evidence"},
	GateIndependence: {
		"%d sentence was looked at only by its author or by who signs",
		"%d sentences were looked at only by their author or by who signs",
	},
	GateSecondReader: {"%d sentence was not read by a second person", "%d sentences were not read by a second person"},
}

// Sentence describes a reason in one sentence, with those who can resolve it.
func (r GateReason) Sentence(who []string) message.Text {
	s := r.Code.Counted(r.Count)
	var ordinals []int
	for _, thing := range r.Items {
		if thing.Kind == SentenceItem || thing.Ordinal > 0 { // a query about the article has no ordinal
			ordinals = append(ordinals, thing.Ordinal)
		}
	}
	if named := FormatSentences(ordinals); !named.IsZero() {
		s = message.New("%s (%s)", s, named)
	}
	if len(who) > 0 {
		return message.New("%s. This can be looked at by %s.", s, strings.Join(who, ", "))
	}
	return message.New("%s.", s)
}

// Counted says how many things are behind a reason, and what they are: "3 sentences are open".
func (c GateCode) Counted(n int) message.Text {
	return message.NewCount(n, gateReasonTexts[c][0], gateReasonTexts[c][1])
}
