package store

import (
	"context"
	"sync"
	"time"

	"linecheck/models"
)

// feed tells open pages what was committed. Events have no gaps and are committed in their order, so that one number, the last event that was told,
// is all there is to remember: whatever wakes it, it reads what came after. It starts with the first listener.
type feed struct {
	start sync.Once
	wake  chan struct{} // something may have been committed
	stop  context.CancelFunc
	ended chan struct{}

	mutex     sync.Mutex
	closed    bool
	last      int64 // the last event that was told
	listeners map[int64]map[*Listener]bool
	present   map[int64]map[place]sighting
	moved     map[int64]bool // articles whose people are to be told anew
	instance  string
}

// Listener is one open page, waiting to be told.
type Listener struct {
	// Changes are what was committed, in order, in pieces. It is closed when the listener was too slow, or the store closes: the page connects again
	// and asks for what it missed.
	Changes chan *Told[models.Change]
	// People are those who have the article open, whenever that changes.
	People chan *Told[models.Present]
	// Rights is told when somebody's rights changed: the listener has to make sure of its own.
	Rights chan struct{}

	feed    *feed
	article int64
	at      place
}

// Told is what every listener of an article is told: changes, at least one, or who is there.
type Told[T any] struct {
	What []T

	once sync.Once
	made []byte
}

// Once is what a function makes of it, made for the first who asks and the same for all: one function makes it for all.
func (t *Told[T]) Once(from func([]T) []byte) []byte {
	t.once.Do(func() { t.made = from(t.What) })
	return t.made
}

// How much may wait for a listener before it counts as too slow, and how often people are told of at most.
const (
	mostWaiting    = 32
	peopleEvery    = 300 * time.Millisecond
	feedBatch      = 1000
	lookLocally    = time.Second // another process on the same SQLite file, such as linecheck import, wakes nobody
	lookFromAfar   = 5 * time.Second
	afterTrouble   = time.Second
	mostOfOnePlace = 200 // people of one article that are told by name
)

// Listen opens a listener on an article. Whoever listens has made sure that the reader may see it, and closes the listener in the end.
func (s *Store) Listen(article int64, r models.Reader) *Listener {
	s.feed.start.Do(s.startFeed)
	l := &Listener{
		Changes: make(chan *Told[models.Change], mostWaiting),
		People:  make(chan *Told[models.Present], 1),
		Rights:  make(chan struct{}, 1),
		feed:    &s.feed,
		article: article,
		at:      place{s.feed.instance, randomID(), r.UserID},
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

// Listening is how many listeners there are.
func (s *Store) Listening() int {
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
	f.listeners, f.present, f.moved = map[int64]map[*Listener]bool{}, map[int64]map[place]sighting{}, map[int64]bool{}
	f.instance, f.ended = randomID(), make(chan struct{})
	ctx, stop := context.WithCancel(context.Background())
	f.stop = stop
	look := lookLocally
	if p, ok := s.engine.(postgresEngine); ok {
		look = lookFromAfar
		go p.listen(ctx, s.log, func(payload string) { s.heard(payload) })
	}
	_ = s.chainLength(
		ctx,
		&f.last,
	) // where it cannot be read now, everything is told from the beginning, which is too much and not too little
	go s.follow(ctx, look)
}

func (s *Store) chainLength(ctx context.Context, into *int64) error {
	return one(s.reading(ctx), into, "SELECT length FROM chain WHERE id = 1")
}

// poke says that something was committed.
func (f *feed) poke() {
	select {
	case f.wake <- struct{}{}:
	default:
	}
}

// follow tells what is committed until it is stopped.
func (s *Store) follow(ctx context.Context, look time.Duration) {
	defer close(s.feed.ended)
	looking, people := time.NewTicker(look), time.NewTicker(peopleEvery)
	defer looking.Stop()
	defer people.Stop()
	for {
		select {
		case <-ctx.Done():
			return
		case <-s.feed.wake:
		case <-looking.C:
		case <-people.C:
			s.tellPeople(ctx)
			continue
		}
		for more := true; more && ctx.Err() == nil; {
			var err error
			if more, err = s.tellChanges(ctx); err != nil && ctx.Err() == nil {
				s.log.Warn("reading what changed, for open pages", "error", err)
				sleep(ctx, afterTrouble)
			}
		}
	}
}

// tellChanges reads a batch of events and hands them to those who listen. More says that there may be more.
func (s *Store) tellChanges(ctx context.Context) (more bool, err error) {
	f := &s.feed
	var rows []heardEvent
	err = s.reading(ctx).Raw(toldQuery+" WHERE e.id > ? ORDER BY e.id LIMIT ?", f.last, feedBatch).Scan(&rows).Error
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
	changes, err := changesOf(s.reading(ctx), heeded)
	if err != nil {
		return false, err
	}
	rights := false
	for _, e := range rows {
		rights = rights || e.touchesRights()
	}
	f.tell(changes, rights)
	f.last = rows[len(rows)-1].ID
	return len(rows) == feedBatch, nil
}

// tell hands out changes. A listener that has not taken what it was told before is let go: it comes again, and catches up.
func (f *feed) tell(changes []models.Change, rights bool) {
	byArticle := map[int64][]models.Change{}
	for _, c := range changes {
		byArticle[c.Article] = append(byArticle[c.Article], c)
	}
	f.mutex.Lock()
	defer f.mutex.Unlock()
	for article, piece := range byArticle {
		told := &Told[models.Change]{What: piece}
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
			case l.Rights <- struct{}{}:
			default: // it has been told already
			}
		}
	}
}

// drop lets a listener go. The mutex is held.
func (f *feed) drop(l *Listener) {
	if !f.listeners[l.article][l] {
		return
	}
	delete(f.listeners[l.article], l)
	if len(f.listeners[l.article]) == 0 {
		delete(f.listeners, l.article)
	}
	close(l.Changes)
}

// StopListening ends every listener, and lets no new one in: the first thing to do where a server stops, as it would wait for them for ever.
func (s *Store) StopListening() {
	f := &s.feed
	f.start.Do(func() {}) // where nobody listened yet, nobody will
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
		<-f.ended
	}
}

// sleep waits, or until the context ends.
func sleep(ctx context.Context, d time.Duration) {
	t := time.NewTimer(d)
	defer t.Stop()
	select {
	case <-ctx.Done():
	case <-t.C:
	}
}
