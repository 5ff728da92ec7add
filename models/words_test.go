package models

import (
	"testing"

	"linecheck/text/sentence"
)

// A value that is not among the words would be shown in English in every language.
func TestEveryWordIsAMessage(t *testing.T) {
	for list, values := range map[string][]string{
		"ClaimStatuses":     asStrings(ClaimStatuses),
		"SentenceStates":    asStrings(SentenceStates),
		"Kinds":             asStrings(Kinds),
		"Risks":             asStrings(Risks),
		"Resolutions":       asStrings(Resolutions),
		"CorrectionStates":  asStrings(CorrectionStates),
		"QueryStates":       asStrings(QueryStates),
		"Classes":           {string(Primary), string(Secondary)},
		"Stances":           {string(Supports), string(Contradicts), string(Context)},
		"SourceKinds":       asStrings(SourceKinds),
		"Roles":             asStrings(Roles),
		"Scopes":            asStrings(Scopes),
		"SearchKinds":       asStrings(SearchKinds),
		"TableSorts":        asStrings(TableSorts),
		"ArticleAuditKinds": ArticleAuditKinds,
		"DeskAuditKinds":    DeskAuditKinds,
		"regions": asStrings([]sentence.Region{sentence.Title, sentence.Headline, sentence.Kicker, sentence.Byline, sentence.Dateline,
			sentence.Caption, sentence.Body, sentence.QuoteBox, sentence.List}),
		"Sealed": {string(Sealed)},
	} {
		for _, value := range values {
			if _, known := wordKeys[value]; !known {
				t.Errorf("%s: %q is not among the words", list, value)
			}
		}
	}
}

func asStrings[T ~string](values []T) []string {
	list := make([]string, 0, len(values))
	for _, v := range values {
		list = append(list, string(v))
	}
	return list
}

func TestVoidReasonIsShownAsStored(t *testing.T) {
	for _, reason := range []string{
		VoidFromFile,
		VoidWithdrawn,
		VoidAllChanged,
		VoidOldRules,
		DescribeVoiding("revision made", nil),
		DescribeVoiding("correction made", []int{4}),
		DescribeVoiding("sentence split", []int{2, 3, 5}),
		"An editor’s own reason.",
		"the article changed: by hand",
	} {
		if got := VoidReasonText(reason).String(); got != reason {
			t.Errorf("got %q, want %q", got, reason)
		}
	}
}
