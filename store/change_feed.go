package store

import (
	"context"
	"sync"
	"time"

	"linecheck/models"
)

// changeFeed tells open pages what was committed. Events have no gaps and are committed in their order, so that one number, the
// last event that was told,
// is all there is to remember: whatever wakes it, it reads what came after. It starts with the first listener.
type changeFeed struct {
	startOnce sync.Once
	wake      chan struct{} // something may have been committed
	stop      context.CancelFunc
	stopped   chan struct{}

	mutex           sync.Mutex
	closed          bool
	lastEvent       int64 // the last event that was told
	listeners       map[int64]map[*Listener]bool
	presence        map[int64]map[openPage]lastSeen
	presenceChanged map[int64]bool // articles whose people are to be told anew
	instance        string
}

// Listener is one open page, waiting to be told.
type Listener struct {
	// Changes are what was committed, in order, in pieces. It is closed when the listener was too slow, or the store closes: the page
	// connects again
	// and asks for what it missed.
	Changes chan *Update[models.Change]
	// People are those who have the article open, whenever that changes.
	People chan *Update[models.Presence]
	// Rights is told when somebody's rights changed: the listener has to make sure of its own.
	RightsChanged chan struct{}

	feed    *changeFeed
	article int64
	page    openPage
}

// Update is what every listener of an article is told: changes, at least one, or who is there.
type Update[T any] struct {
	Items []T

	once    sync.Once
	encoded []byte
}

// Encode is what a function makes of it, made for the first who asks and the same for all: one function makes it for all.
func (t *Update[T]) Encode(from func([]T) []byte) []byte {
	t.once.Do(func() { t.encoded = from(t.Items) })
	return t.encoded
}

// How much may wait for a listener before it counts as too slow, and how often people are told of at most.
const (
	maxQueuedUpdates   = 32
	presenceThrottle   = 300 * time.Millisecond
	feedBatchSize      = 1000
	localPollInterval  = time.Second // another process on the same SQLite file, such as linecheck import, wakes nobody
	remotePollInterval = 5 * time.Second
	pollRetryDelay     = time.Second
	maxPresentPeople   = 200 // people of one article that are told by name
)

// Listen opens a listener on an article. Whoever listens has made sure that the reader may see it, and closes the listener in the end.
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

// ListenerCount is how many listeners there are.
func (s *Store) ListenerCount() int {
	s.feed.mutex.Lock()
	defer s.feed.mutex.Unlock()
	n := 0
	for _, list := range s.feed.listeners {
		n += len(list)
	}
	return n
}

// startFeed reads where the chain stands and follows it from there.
func (s *Store) startFeed() {
	f := &s.feed
	f.listeners, f.presence, f.presenceChanged = map[int64]map[*Listener]bool{}, map[int64]map[openPage]lastSeen{}, map[int64]bool{}
	f.instance, f.stopped = randomID(), make(chan struct{})
	ctx, stop := context.WithCancel(context.Background())
	f.stop = stop
	look := localPollInterval
	if s.db.Notifies() {
		look = remotePollInterval
		go s.db.Listen(ctx, s.onNotification)
	}
	_ = s.chainLength(
		ctx,
		&f.lastEvent,
	) // where it cannot be read now, everything is told from the beginning, which is too much and not too little
	go s.pollChanges(ctx, look)
}

func (s *Store) chainLength(ctx context.Context, into *int64) error {
	return queryOne(s.readDB(ctx), into, "SELECT length FROM chain WHERE id = 1")
}

// signalCommit says that something was committed.
func (f *changeFeed) signalCommit() {
	select {
	case f.wake <- struct{}{}:
	default:
	}
}

// pollChanges tells what is committed until it is stopped.
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
	}
}

// publishChanges reads a batch of events and hands them to those who listen. More says that there may be more.
func (s *Store) publishChanges(ctx context.Context) (more bool, err error) {
	f := &s.feed
	var rows []feedEvent
	err = s.readDB(ctx).Raw(feedEventQuery+" WHERE e.id > ? ORDER BY e.id LIMIT ?", f.lastEvent, feedBatchSize).Scan(&rows).Error
	if err != nil || len(rows) == 0 {
		return false, err
	}
	heeded := rows[:0:0]
	f.mutex.Lock()
	for _, e := range rows {
		if len(f.listeners[e.Article]) > 0 {
			heeded = append(heeded, e)
		}
	}
	f.mutex.Unlock()
	changes, err := changesOf(s.readDB(ctx), heeded)
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

// publish hands out changes. A listener that has not taken what it was told before is let go: it comes again, and catches up.
func (f *changeFeed) publish(changes []models.Change, rights bool) {
	byArticle := map[int64][]models.Change{}
	for _, c := range changes {
		byArticle[c.Article] = append(byArticle[c.Article], c)
	}
	f.mutex.Lock()
	defer f.mutex.Unlock()
	for article, piece := range byArticle {
		told := &Update[models.Change]{Items: piece}
		for l := range f.listeners[article] {
			select {
			case l.Changes <- told:
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
			default: // it has been told already
			}
		}
	}
}

// drop lets a listener go. The mutex is held.
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

// StopListening ends every listener, and lets no new one in: the first thing to do where a server stops, as it would wait for them
// for ever.
func (s *Store) StopListening() {
	f := &s.feed
	f.startOnce.Do(func() {}) // where nobody listened yet, nobody will
	f.mutex.Lock()
	f.closed = true
	for _, list := range f.listeners {
		for l := range list {
			f.drop(l)
		}
	}
	f.mutex.Unlock()
	if f.stop != nil {
		f.stop()
		<-f.stopped
	}
}

// sleepContext waits, or until the context ends.
func sleepContext(ctx context.Context, d time.Duration) {
	t := time.NewTimer(d)
	defer t.Stop()
	select {
	case <-ctx.Done():
	case <-t.C:
	}
}
