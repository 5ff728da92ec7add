package store

import (
	"context"

	"linecheck/models"
)

// NoticeListener delivers a user's new notices to one open page.
type NoticeListener struct {
	// Changed receives a value when the user has new notices. It is closed when the store closes.
	Changed chan struct{}

	feed *changeFeed
	user int64
}

// ListenForNotices opens a listener for the reader's notices. The caller must close it.
func (s *Store) ListenForNotices(r models.Reader) *NoticeListener {
	s.feed.startOnce.Do(s.startFeed)
	f := &s.feed
	l := &NoticeListener{Changed: make(chan struct{}, 1), feed: f, user: r.UserID}
	f.mutex.Lock()
	defer f.mutex.Unlock()
	if f.closed {
		close(l.Changed)
		return l
	}
	if f.noticeListeners[r.UserID] == nil {
		f.noticeListeners[r.UserID] = map[*NoticeListener]bool{}
	}
	f.noticeListeners[r.UserID][l] = true
	return l
}

// Close ends the listener.
func (l *NoticeListener) Close() {
	l.feed.mutex.Lock()
	defer l.feed.mutex.Unlock()
	delete(l.feed.noticeListeners[l.user], l)
	if len(l.feed.noticeListeners[l.user]) == 0 {
		delete(l.feed.noticeListeners, l.user)
	}
}

// publishNotices notifies the listeners of users with new notices. It reads the notices after the last id, because ids grow in the order
// of the commits.
func (s *Store) publishNotices(ctx context.Context) error {
	f := &s.feed
	var rows []struct{ ID, UserID int64 }
	if err := s.readDB(ctx).Raw("SELECT id, user_id FROM notices WHERE id > ? ORDER BY id", f.lastNotice).Scan(&rows).Error; err != nil {
		return err
	}
	f.mutex.Lock()
	defer f.mutex.Unlock()
	for _, row := range rows {
		f.lastNotice = row.ID
		for l := range f.noticeListeners[row.UserID] {
			select {
			case l.Changed <- struct{}{}:
			default: // a value is waiting already
			}
		}
	}
	return nil
}

// closeNoticeListeners closes every listener. The caller must hold the mutex.
func (f *changeFeed) closeNoticeListeners() {
	for _, list := range f.noticeListeners {
		for l := range list {
			close(l.Changed)
		}
	}
	f.noticeListeners = nil
}
