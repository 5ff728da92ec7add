package store

import (
	"context"
	"sync"
	"time"

	"linecheck/models"
)

// changeFeed sends committed changes to open pages. Events have no gaps and are committed in order. So the feed only remembers the last
// event that it sent. When it is woken, it reads the later ones. It starts with the first listener.
type changeFeed struct {
	startOnce sync.Once
	wake      chan struct{} // something may have been committed
	stop      context.CancelFunc
	stopped   chan struct{}

	mutex           sync.Mutex
	closed          bool
	lastEvent       int64 // the last event that was sent
	lastNotice      int64 // the last notice that was sent
	noticeListeners map[int64]map[*NoticeListener]bool
	listeners       map[int64]map[*Listener]bool
	presence        map[int64]map[openPage]lastSeen
	presenceChanged map[int64]bool // articles whose presence must be sent again
	instance        string
}

// Listener is one open page.
type Listener struct {
	// Changes receives committed changes in order, several at a time. It is closed when the listener is too slow or the store closes. The
	// page then connects again and asks for what it missed.
	Changes chan *Update[models.Change]
	// People receives the people who have the article open, whenever they change.
	People chan *Update[models.Presence]
	// RightsChanged receives a value when anybody's rights changed. The listener must then reload its own user's rights.
	RightsChanged chan struct{}

	feed    *changeFeed
	article int64
	page    openPage
}

// Update is what every listener of an article receives: at least one change, or the people who are present.
type Update[T any] struct {
	Items []T

	once    sync.Once
	encoded []byte
}

// Encode encodes the items once, for the first caller, and returns the same bytes to all. All callers must pass the same function.
func (t *Update[T]) Encode(from func([]T) []byte) []byte {
	t.once.Do(func() { t.encoded = from(t.Items) })
	return t.encoded
}

// Limits and intervals of the feed.
const (
	maxQueuedUpdates   = 32                     // updates that wait for a listener before it counts as too slow
	presenceThrottle   = 300 * time.Millisecond // the shortest time between two updates of presence
	feedBatchSize      = 1000
	localPollInterval  = time.Second // another process on the same SQLite file, such as linecheck import, does not wake the feed
	remotePollInterval = 5 * time.Second
	pollRetryDelay     = time.Second
	maxPresentPeople   = 200 // people of one article who are named
)

// Listen opens a listener on an article. The caller must have checked that the reader may see it, and must end it with EndPresence.
func (s *Store) Listen(article int64, r models.Reader) *Listener {
	s.feed.startOnce.Do(s.startFeed)
	l := &Listener{
		Changes:       make(chan *Update[models.Change], maxQueuedUpdates),
		People:        make(chan *Update[models.Presence], 1),
		RightsChanged: make(chan struct{}, 1),
		feed:          &s.feed,
		article:       article,
		page:          openPage{s.feed.instance, randomID(), r.UserID},
	}
	f := &s.feed
	f.mutex.Lock()
	defer f.mutex.Unlock()
	if f.closed {
		close(l.Changes)
		return l
	}
	if f.listeners[article] == nil {
		f.listeners[article] = map[*Listener]bool{}
	}
	f.listeners[article][l] = true
	return l
}

// ListenersOf counts the listeners of one user.
func (s *Store) ListenersOf(userID int64) int {
	s.feed.mutex.Lock()
	defer s.feed.mutex.Unlock()
	n := 0
	for _, list := range s.feed.listeners {
		for l := range list {
			if l.page.User == userID {
				n++
			}
		}
	}
	return n + len(s.feed.noticeListeners[userID])
}

// ListenerCount returns the number of listeners.
func (s *Store) ListenerCount() int {
	s.feed.mutex.Lock()
	defer s.feed.mutex.Unlock()
	n := 0
	for _, list := range s.feed.listeners {
		n += len(list)
	}
	for _, list := range s.feed.noticeListeners {
		n += len(list)
	}
	return n
}

// startFeed reads the length of the hash chain and follows it from there.
func (s *Store) startFeed() {
	f := &s.feed
	f.listeners, f.presence, f.presenceChanged = map[int64]map[*Listener]bool{}, map[int64]map[openPage]lastSeen{}, map[int64]bool{}
	f.noticeListeners = map[int64]map[*NoticeListener]bool{}
	f.instance, f.stopped = randomID(), make(chan struct{})
	ctx, stop := context.WithCancel(context.Background())
	f.stop = stop
	look := localPollInterval
	if s.db.Notifies() {
		look = remotePollInterval
		go s.db.Listen(ctx, s.onNotification)
	}
	_ = s.chainLength(ctx, &f.lastEvent) // if it cannot be read, all events are sent, which is too much but not too little
	_ = queryOne(s.readDB(ctx), &f.lastNotice, "SELECT coalesce(max(id), 0) FROM notices")
	go s.pollChanges(ctx, look)
}

func (s *Store) chainLength(ctx context.Context, into *int64) error {
	return queryOne(s.readDB(ctx), into, "SELECT length FROM chain WHERE id = 1")
}

// signalCommit wakes the feed after a commit.
func (f *changeFeed) signalCommit() {
	select {
	case f.wake <- struct{}{}:
	default:
	}
}

// pollChanges sends committed changes until the context ends.
func (s *Store) pollChanges(ctx context.Context, look time.Duration) {
	defer close(s.feed.stopped)
	looking, people := time.NewTicker(look), time.NewTicker(presenceThrottle)
	defer looking.Stop()
	defer people.Stop()
	for {
		select {
		case <-ctx.Done():
			return
		case <-s.feed.wake:
		case <-looking.C:
		case <-people.C:
			s.publishPresence(ctx)
			continue
		}
		for more := true; more && ctx.Err() == nil; {
			var err error
			if more, err = s.publishChanges(ctx); err != nil && ctx.Err() == nil {
				s.log.Warn("reading what changed, for open pages", "error", err)
				sleepContext(ctx, pollRetryDelay)
			}
		}
		if err := s.publishNotices(ctx); err != nil && ctx.Err() == nil {
			s.log.Warn("reading new notices, for open pages", "error", err)
		}
	}
}

// publishChanges reads a batch of events and sends them to the listeners. More reports that there may be more.
func (s *Store) publishChanges(ctx context.Context) (more bool, err error) {
	f := &s.feed
	var rows []feedEvent
	err = s.readDB(ctx).Raw(feedEventQuery+" WHERE e.id > ? ORDER BY e.id LIMIT ?", f.lastEvent, feedBatchSize).Scan(&rows).Error
	if err != nil || len(rows) == 0 {
		return false, err
	}
	wanted := rows[:0:0]
	f.mutex.Lock()
	for _, e := range rows {
		if len(f.listeners[e.Article]) > 0 {
			wanted = append(wanted, e)
		}
	}
	f.mutex.Unlock()
	changes, err := changesOf(s.readDB(ctx), wanted)
	if err != nil {
		return false, err
	}
	rights := false
	for _, e := range rows {
		rights = rights || e.affectsRights()
	}
	f.publish(changes, rights)
	f.lastEvent = rows[len(rows)-1].ID
	return len(rows) == feedBatchSize, nil
}

// publish sends changes. A listener whose queue is full is dropped; it connects again and catches up.
func (f *changeFeed) publish(changes []models.Change, rights bool) {
	byArticle := map[int64][]models.Change{}
	for _, c := range changes {
		byArticle[c.Article] = append(byArticle[c.Article], c)
	}
	f.mutex.Lock()
	defer f.mutex.Unlock()
	for article, piece := range byArticle {
		update := &Update[models.Change]{Items: piece}
		for l := range f.listeners[article] {
			select {
			case l.Changes <- update:
			default:
				f.drop(l)
			}
		}
	}
	if !rights {
		return
	}
	for _, list := range f.listeners {
		for l := range list {
			select {
			case l.RightsChanged <- struct{}{}:
			default: // it has one already
			}
		}
	}
}

// drop removes a listener. The mutex must be locked.
func (f *changeFeed) drop(l *Listener) {
	if !f.listeners[l.article][l] {
		return
	}
	delete(f.listeners[l.article], l)
	if len(f.listeners[l.article]) == 0 {
		delete(f.listeners, l.article)
	}
	close(l.Changes)
}

// StopListening ends every listener and refuses new ones. A server that stops must call it first, or it would wait for them forever.
func (s *Store) StopListening() {
	f := &s.feed
	f.startOnce.Do(func() {}) // a feed that has not started never will
	f.mutex.Lock()
	f.closed = true
	for _, list := range f.listeners {
		for l := range list {
			f.drop(l)
		}
	}
	f.closeNoticeListeners()
	f.mutex.Unlock()
	if f.stop != nil {
		f.stop()
		<-f.stopped
	}
}

// sleepContext waits for a time, or until the context ends.
func sleepContext(ctx context.Context, d time.Duration) {
	t := time.NewTimer(d)
	defer t.Stop()
	select {
	case <-ctx.Done():
	case <-t.C:
	}
}
