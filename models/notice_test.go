package models

import (
	"maps"
	"slices"
	"testing"
)

// The members of the desk in these tests: one for every role, and a reviewer for whom the claim is sealed.
const (
	noticeEditor      = 1
	noticeOtherEditor = 2
	noticeReviewer    = 3
	noticeBlind       = 4
	noticeWriter      = 5
	noticeAdmin       = 6
	noticeAuditor     = 7
)

func noticeDesk() []NoticeMember {
	return []NoticeMember{
		{ID: noticeEditor, Role: Editor, Works: true},
		{ID: noticeOtherEditor, Role: Editor},
		{ID: noticeReviewer, Role: Reviewer, Works: true},
		{ID: noticeBlind, Role: Reviewer, Sealed: true},
		{ID: noticeWriter, Role: Writer},
		{ID: noticeAdmin, Role: Admin},
		{ID: noticeAuditor, Role: Auditor},
	}
}

func TestNoticesOfTellEachWhatConcernsThem(t *testing.T) {
	one := func(id int64) *int64 { return &id }
	open := func(to Role, user *int64) *Query {
		return &Query{ID: 9, RaisedBy: noticeReviewer, ToRole: to, ToUser: user, State: QueryOpen}
	}
	answered := &Query{ID: 9, RaisedBy: noticeReviewer, ToRole: Editor, State: QueryAnswered}
	judges := []ClaimJudge{{noticeReviewer, Sourced}, {noticeBlind, Disputed}}
	for name, c := range map[string]struct {
		facts NoticeFacts
		want  map[int64]NoticeKind
	}{
		"a query to editors": {NoticeFacts{Action: "query raised", Actor: noticeReviewer, Query: open(Editor, nil)},
			map[int64]NoticeKind{noticeEditor: NoticeAsked, noticeOtherEditor: NoticeAsked, noticeAdmin: NoticeAsked}},
		"a query to the writer": {NoticeFacts{Action: "query raised", Actor: noticeReviewer, Query: open(Writer, one(noticeWriter))},
			map[int64]NoticeKind{noticeWriter: NoticeAsked}},
		"an answer": {NoticeFacts{Action: "query written in", Actor: noticeEditor, Query: answered},
			map[int64]NoticeKind{noticeReviewer: NoticeAnswered}},
		"the raiser goes on": {NoticeFacts{Action: "query written in", Actor: noticeReviewer, Query: open(Writer, one(noticeWriter))},
			map[int64]NoticeKind{noticeWriter: NoticeAsked}},
		"a dismissal": {NoticeFacts{Action: "query dismissed", Actor: noticeEditor,
			Query: &Query{ID: 9, RaisedBy: noticeReviewer, State: QueryDismissed}}, map[int64]NoticeKind{noticeReviewer: NoticeDismissed}},
		"a settlement": {NoticeFacts{Action: "query settled", Actor: noticeReviewer, Query: answered}, nil},
		"an assignment of a sealed claim": {NoticeFacts{Action: "claim assigned", Actor: noticeEditor, ClaimID: 8, Person: noticeBlind},
			map[int64]NoticeKind{noticeBlind: NoticeAssigned}},
		"an assignment to oneself": {NoticeFacts{Action: "claim assigned", Actor: noticeReviewer, ClaimID: 8, Person: noticeReviewer}, nil},
		"the first verdict": {NoticeFacts{Action: "annotation made", Actor: noticeEditor, ClaimID: 8, Verdict: Sourced,
			Judges: judges}, nil},
		"a disagreement": {NoticeFacts{Action: "annotation made", Actor: noticeEditor, ClaimID: 8, Verdict: Disputed, Disagree: true,
			Judges: judges}, map[int64]NoticeKind{noticeReviewer: NoticeDisagreed}},
		"a disagreement with a verdict of former words": {NoticeFacts{Action: "annotation made", Actor: noticeEditor, ClaimID: 8,
			Verdict:  Sourced,
			Disagree: true, Judges: judges}, nil}, // the claim becomes sealed again for the judge
		"a ruling": {NoticeFacts{Action: "annotation made", Actor: noticeEditor, ClaimID: 8, Verdict: Sourced, Ruling: true, Judges: judges},
			map[int64]NoticeKind{noticeReviewer: NoticeRuled}},
		"a proposed correction": {NoticeFacts{Action: "correction proposed", Actor: noticeReviewer, ClaimID: 8},
			map[int64]NoticeKind{noticeEditor: NoticeCorrectionProposed}},
		"an accepted correction": {NoticeFacts{Action: "correction accepted", Actor: noticeEditor, ClaimID: 8, Writer: noticeWriter},
			map[int64]NoticeKind{noticeWriter: NoticeCorrectionAccepted}},
		"a revision": {NoticeFacts{Action: "revision made", Actor: noticeWriter, Revision: 7, Affected: []int64{noticeReviewer, noticeBlind}},
			map[int64]NoticeKind{noticeReviewer: NoticeRevised, noticeBlind: NoticeRevised}},
		"a void sign-off": {NoticeFacts{Action: "sign-off voided", Actor: noticeWriter, SignOff: 7, Signer: noticeOtherEditor},
			map[int64]NoticeKind{noticeEditor: NoticeVoided, noticeOtherEditor: NoticeVoided}},
		"an open gate": {NoticeFacts{Action: GateReady, Actor: noticeReviewer}, map[int64]NoticeKind{noticeEditor: NoticeReady}},
		"names in a note": {NoticeFacts{Action: "note written", Actor: noticeEditor, ClaimID: 8,
			Mentioned: []int64{noticeReviewer, noticeBlind, noticeEditor, 99}}, map[int64]NoticeKind{noticeReviewer: NoticeMentioned}},
	} {
		t.Run(name, func(t *testing.T) {
			c.facts.Members = noticeDesk()
			if got := kindsByUser(c.facts); !maps.Equal(got, c.want) {
				t.Errorf("got %v, want %v", got, c.want)
			}
			if len(c.want) > 0 && !c.facts.MayNotify() {
				t.Error("the change counts as one that notifies nobody")
			}
			ids, all := c.facts.Candidates()
			if all {
				return
			}
			c.facts.Members = slices.DeleteFunc(noticeDesk(), func(m NoticeMember) bool { return !slices.Contains(ids, m.ID) })
			if got := kindsByUser(c.facts); !maps.Equal(got, c.want) {
				t.Errorf("of the candidates %v, %v are notified, want %v", ids, got, c.want)
			}
		})
	}
}

func kindsByUser(f NoticeFacts) map[int64]NoticeKind {
	kinds := map[int64]NoticeKind{}
	for _, n := range NoticesOf(f) {
		kinds[n.UserID] = n.Kind
	}
	return kinds
}

// The store loads only the candidates' rights, so a change should have few.
func TestCandidates(t *testing.T) {
	for name, c := range map[string]struct {
		facts NoticeFacts
		want  []int64
	}{
		"an assignment":       {NoticeFacts{Action: "claim assigned", Actor: noticeEditor, Person: noticeBlind}, []int64{noticeBlind}},
		"an assignment ended": {NoticeFacts{Action: "claim assigned", Actor: noticeEditor}, nil},
		"a disagreement": {NoticeFacts{Action: "annotation made", Actor: noticeEditor, Verdict: Disputed, Disagree: true,
			Judges: []ClaimJudge{{noticeReviewer, Sourced}, {noticeBlind, Disputed}, {noticeEditor, Disputed}}}, []int64{noticeReviewer}},
		"a ruling": {NoticeFacts{Action: "annotation made", Actor: noticeEditor, Verdict: Sourced, Ruling: true,
			Judges: []ClaimJudge{{noticeReviewer, Sourced}, {noticeEditor, Disputed}}}, []int64{noticeReviewer}},
		"names in a note": {NoticeFacts{Action: "note written", Actor: noticeEditor, Mentioned: []int64{noticeEditor, noticeWriter}},
			[]int64{noticeWriter}},
	} {
		ids, all := c.facts.Candidates()
		if all || !slices.Equal(ids, c.want) {
			t.Errorf("%s: the candidates are %v (all: %v), want %v", name, ids, all, c.want)
		}
	}
	if _, all := (NoticeFacts{Action: "query raised"}).Candidates(); !all {
		t.Error("a query to a role concerns every member, and not all are candidates")
	}
}

func TestNoEditorWorksOnTheArticle(t *testing.T) {
	members := noticeDesk()
	members[0].Works = false
	list := NoticesOf(NoticeFacts{Action: "correction proposed", Actor: noticeReviewer, Members: members})
	var notified []int64
	for _, n := range list {
		notified = append(notified, n.UserID)
	}
	if !slices.Equal(notified, []int64{noticeEditor, noticeOtherEditor, noticeAdmin}) {
		t.Errorf("notified were %v, want every editor of the desk", notified)
	}
}

func TestEveryNoticeHasAText(t *testing.T) {
	for _, kind := range NoticeKinds {
		if text := (NoticeRow{Notice: Notice{Kind: kind}, Actor: "Ada"}).Text().String(); text == "" {
			t.Errorf("%q has no text", kind)
		}
		if kind.Name() == "" {
			t.Errorf("%q has no name", kind)
		}
	}
}

// Most changes are first verdicts. They notify nobody, so the store loads no facts for them.
func TestAFirstVerdictNotifiesNobody(t *testing.T) {
	if (NoticeFacts{Action: "annotation made", Verdict: Sourced}).MayNotify() || (NoticeFacts{Action: "reading made"}).MayNotify() {
		t.Error("a read mark or a first verdict may notify somebody")
	}
}
