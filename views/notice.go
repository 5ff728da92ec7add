package views

import (
	"context"
	"time"

	"github.com/a-h/templ"

	"linecheck/models"
	"linecheck/text/message"
)

// NoticesPage is the list of a user's notices.
type NoticesPage struct {
	Page
	models.Notices
	Filter Filter
}

// NoticeAddress returns the address of a notice's object.
func NoticeAddress(n models.NoticeRow) templ.SafeURL {
	switch {
	case n.QueryID != nil:
		return templ.SafeURL(queryAddress(*n.QueryID))
	case n.Kind == models.NoticeReady, n.Kind == models.NoticeVoided:
		return articleAddress(n.ArticleID) + "/gate"
	case n.NoteID != nil && n.Placed:
		return sentenceAddress(n.ArticleID, n.Ordinal)
	case n.ClaimID != nil && n.Placed:
		return sentenceAddress(n.ArticleID, n.Ordinal) + templ.SafeURL("?claim="+id(*n.ClaimID)+"#claim"+id(*n.ClaimID))
	}
	return articleAddress(n.ArticleID)
}

// noticeReadAddress returns the address that marks a notice as read.
func noticeReadAddress(n models.NoticeRow) templ.SafeURL {
	return templ.SafeURL("/notices/" + id(n.ID) + "/read")
}

// NoticeCount formats the number of unread notices for the bell.
func NoticeCount(p *message.Printer, n int) string {
	switch {
	case n == 0:
		return ""
	case n > models.MaxNoticeCount:
		return p.Number(models.MaxNoticeCount) + "+"
	}
	return p.Number(n)
}

// noticeCount returns the number in the bell, or "" for none.
func (p Page) noticeCount(ctx context.Context) string {
	return NoticeCount(message.From(ctx), p.Notices)
}

// titleCount returns the number before the page's title. The queue has its own number in its title, so titleCount is "" there.
func (p Page) titleCount(ctx context.Context) string {
	if p.Notices == 0 || p.Current == "queue" {
		return ""
	}
	return "(" + p.noticeCount(ctx) + ") "
}

// icon returns the name of the page's icon. The icon shows whether there are unread notices.
func (p Page) icon() string {
	if p.Notices > 0 {
		return "icon-unread.svg"
	}
	return "icon.svg"
}

// noticeDay is a day and its notices.
type noticeDay struct {
	Unread bool
	Day    time.Time
	List   []models.NoticeRow
}

// days groups the list by day, the unread notices first.
func (p NoticesPage) days() (list []noticeDay) {
	for _, n := range p.List {
		at := n.At.In(zoneOrUTC(p.Zone))
		day := noticeDay{Unread: n.ReadAt == nil, Day: time.Date(at.Year(), at.Month(), at.Day(), 0, 0, 0, 0, at.Location())}
		if last := len(list) - 1; last >= 0 && list[last].Unread == day.Unread && list[last].Day.Equal(day.Day) {
			list[last].List = append(list[last].List, n)
			continue
		}
		day.List = []models.NoticeRow{n}
		list = append(list, day)
	}
	return list
}

// noticeText returns the notice's text.
func noticeText(ctx context.Context, n models.NoticeRow) templ.Component {
	key, actor := n.TextKey()
	if !actor {
		return sayWith(ctx, key)
	}
	return sayWith(ctx, key, bdi(sayText(ctx, n.ActorName())))
}
