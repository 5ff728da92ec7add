package store_test

import (
	"fmt"
	"testing"

	"linecheck/models"
)

// A note or a query that mentions a user notifies them. If a query is also addressed to them, they receive the notice of a question only.
func TestMentionNotices(t *testing.T) {
	withAssertionTest(t, func(a assertionTest) {
		n := a.fixture
		mention := "@" + n.SecondReviewer.Name
		note := addNote(a.t, a.s, n.Reviewer, a.article, 2, mention+" and @"+n.Reviewer.Name+", do you know this?")
		list := must(a.s.Notices(ctx, n.SecondReviewer, models.NoticeFilter{}, models.Page{}))(t).List
		if len(list) != 1 || !list[0].Placed || list[0].Ordinal != 2 || list[0].NoteID == nil || *list[0].NoteID != note {
			t.Errorf("the notices of a note are %+v", list)
		}
		a.checkNotified("a note", notified{"second": {models.NoticeMentioned}})
		_, err := a.s.WithdrawNote(ctx, n.Reviewer, note)
		a.ok(err)
		if list = must(a.s.Notices(ctx, n.SecondReviewer, models.NoticeFilter{}, models.Page{}))(t).List; len(list) > 0 {
			t.Errorf("of a withdrawn note there is %+v", list)
		}
		raiseQuery(a.t, a.s, n.Reviewer, models.NewQuery{ArticleID: a.article.ID, To: fmt.Sprint(n.SecondReviewer.UserID),
			Body: mention + ", who?"})
		a.checkNotified("a query to a reviewer", notified{"second": {models.NoticeAsked}})
		raiseQuery(a.t, a.s, n.Reviewer, models.NewQuery{ArticleID: a.article.ID, To: "editor", Body: "Does " + mention + " know?"})
		a.checkNotified("a query that mentions a reviewer", notified{"second": {models.NoticeMentioned}, "editor": {models.NoticeAsked},
			"admin": {models.NoticeAsked}})
	})
}
