package store

import (
	"cmp"
	"context"
	"crypto/rand"
	"encoding/json"
	"maps"
	"slices"
	"strings"
	"time"

	"linecheck/models"
)

// Presence is not stored in the database, because nothing depends on it and it changes all the time. The
// instances exchange messages, so each of them knows all of it. A page that is not heard from for a while is
// removed.

// openPage identifies one open page of one user.
type openPage struct {
	Instance string
	Page     string // random
	User     int64
}

// lastSeen is the position of a user in their newest message.
type lastSeen struct {
	sentence int64
	at       time.Time
}

// How often a page announces itself (HeartbeatInterval), and after which time without an announcement it is
// removed.
const (
	HeartbeatInterval = 25 * time.Second
	presenceTimeout   = 3 * HeartbeatInterval
)

// presenceMessage is a message between instances: the position of one page, or a request for the pages of an
// article.
type presenceMessage struct {
	Article  int64  `json:"a"`
	Instance string `json:"i"`
	Page     string `json:"p,omitempty"`
	User     int64  `json:"u,omitempty"`
	Sentence int64  `json:"s,omitempty"`
	Gone     bool   `json:"g,omitempty"`
	Ask      bool   `json:"q,omitempty"` // request, sent when the first page of an article is opened on an instance
}

// randomID returns a unique id.
func randomID() string { return rand.Text() }

// PageID returns the id of the open page, for UpdatePresence.
func (l *Listener) PageID() string { return l.page.Page }

// StartPresence announces that the listener's reader has the article open.
func (s *Store) StartPresence(ctx context.Context, l *Listener) {
	f := &s.feed
	f.mutex.Lock()
	first := len(f.listeners[l.article]) == 1
	f.mutex.Unlock()
	s.setPresence(ctx, l, 0)
	if first {
		s.broadcast(ctx, presenceMessage{Article: l.article, Instance: f.instance, Ask: true})
	}
}

// RefreshPresence announces it again.
func (s *Store) RefreshPresence(ctx context.Context, l *Listener) {
	f := &s.feed
	f.mutex.Lock()
	sentence := f.presence[l.article][l.page].sentence
	f.mutex.Unlock()
	s.setPresence(ctx, l, sentence)
}

func (s *Store) setPresence(ctx context.Context, l *Listener, sentence int64) {
	g := presenceMessage{Article: l.article, Instance: l.page.Instance, Page: l.page.Page, User: l.page.User, Sentence: sentence}
	s.feed.recordPresence(g)
	s.broadcast(ctx, g)
}

// EndPresence closes a listener, and announces that its page is closed.
func (s *Store) EndPresence(l *Listener) {
	f := &s.feed
	f.mutex.Lock()
	f.drop(l)
	closed := f.closed
	f.mutex.Unlock()
	g := presenceMessage{Article: l.article, Instance: l.page.Instance, Page: l.page.Page, User: l.page.User, Gone: true}
	f.recordPresence(g)
	if !closed {
		s.broadcast(context.Background(), g)
	}
}

// UpdatePresence sets the sentence at which a reader's open page is, on any instance; ErrNotFound if the
// reader may not see the article.
func (s *Store) UpdatePresence(ctx context.Context, r models.Reader, article int64, page string, sentence int64) (err error) {
	defer wrap(&err, "update presence in article %d", article)
	if _, err := s.visibleVersion(ctx, r, article); err != nil {
		return err
	}
	s.feed.startOnce.Do(s.startFeed)
	g := presenceMessage{Article: article, Page: page, User: r.UserID, Sentence: sentence}
	if !s.feed.recordPresence(g) {
		s.broadcast(ctx, g)
		return nil
	}
	g.Instance = s.feed.instance
	s.broadcast(ctx, g)
	return nil
}

// broadcast sends a message to the other instances, if there can be any. Errors are ignored, since messages
// are repeated.
func (s *Store) broadcast(ctx context.Context, g presenceMessage) {
	if !s.db.Notifies() {
		return
	}
	message, _ := json.Marshal(g)
	if err := s.db.Notify(ctx, string(message)); err != nil && ctx.Err() == nil {
		s.log.Debug("telling other instances who is there", "error", err)
	}
}

// onNotification handles a notification of the database: the length of the hash chain, or a presence message.
func (s *Store) onNotification(payload string) {
	if !strings.HasPrefix(payload, "{") {
		s.feed.signalCommit()
		if payload == "" {
			s.announce()
		}
		return
	}
	var g presenceMessage
	if json.Unmarshal([]byte(payload), &g) != nil || g.Instance == s.feed.instance {
		return
	}
	f := &s.feed
	if g.Ask {
		for _, mine := range f.localPages(g.Article) {
			s.broadcast(context.Background(), mine)
		}
		return
	}
	if f.recordPresence(g) && g.Instance == "" { // the user of a page that is open here moved
		g.Instance = f.instance
		s.broadcast(context.Background(), g)
	}
}

// announce sends every page that is open here, and requests those of the other instances, because earlier
// messages were missed.
func (s *Store) announce() {
	f := &s.feed
	f.mutex.Lock()
	articles := slices.Collect(maps.Keys(f.listeners))
	f.mutex.Unlock()
	for _, article := range articles {
		for _, mine := range f.localPages(article) {
			s.broadcast(context.Background(), mine)
		}
		s.broadcast(context.Background(), presenceMessage{Article: article, Instance: f.instance, Ask: true})
	}
}

// recordPresence stores the position of a page. A position update does not contain the page's instance; known
// reports whether the page is known.
func (f *changeFeed) recordPresence(g presenceMessage) (known bool) {
	f.mutex.Lock()
	defer f.mutex.Unlock()
	all := f.presence[g.Article]
	at := openPage{g.Instance, g.Page, g.User}
	if g.Instance == "" {
		at.Instance = f.instance
		if _, known := all[at]; !known {
			return false
		}
	}
	was, known := all[at]
	switch {
	case g.Gone:
		delete(all, at)
		if len(all) == 0 {
			delete(f.presence, g.Article)
		}
	default:
		if all == nil {
			all = map[openPage]lastSeen{}
			f.presence[g.Article] = all
		}
		all[at] = lastSeen{g.Sentence, currentTime()}
	}
	if known == g.Gone || !known || was.sentence != g.Sentence {
		f.presenceChanged[g.Article] = true
	}
	return true
}

// localPages returns the pages of an article that are open on this instance.
func (f *changeFeed) localPages(article int64) (list []presenceMessage) {
	f.mutex.Lock()
	defer f.mutex.Unlock()
	for at, seen := range f.presence[article] {
		if at.Instance == f.instance {
			list = append(
				list,
				presenceMessage{Article: article, Instance: at.Instance, Page: at.Page, User: at.User, Sentence: seen.sentence},
			)
		}
	}
	return list
}

// publishPresence updates the pages of every article whose readers changed. It removes pages that timed out.
func (s *Store) publishPresence(ctx context.Context) {
	f := &s.feed
	there := map[int64][]models.Presence{}
	f.mutex.Lock()
	for article, all := range f.presence {
		for at, seen := range all {
			if currentTime().Sub(seen.at) > presenceTimeout {
				delete(all, at)
				f.presenceChanged[article] = true
			}
		}
		if len(all) == 0 {
			delete(f.presence, article)
		}
	}
	for article := range f.presenceChanged {
		if len(f.listeners[article]) > 0 {
			there[article] = distinctPeople(f.presence[article])
		}
	}
	clear(f.presenceChanged)
	f.mutex.Unlock()
	for article, people := range there {
		if err := s.fillNames(ctx, people); err != nil {
			s.log.Debug("naming who is there", "error", err)
			continue
		}
		f.publishPeople(article, people)
	}
}

func (f *changeFeed) publishPeople(article int64, people []models.Presence) {
	f.mutex.Lock()
	defer f.mutex.Unlock()
	update := &Update[models.Presence]{Items: people}
	for l := range f.listeners[article] {
		select {
		case <-l.People: // only the newest update counts
		default:
		}
		l.People <- update
	}
}

// distinctPeople returns each user once, at their most recent page.
func distinctPeople(all map[openPage]lastSeen) []models.Presence {
	newest := map[int64]lastSeen{}
	for at, seen := range all {
		if was, known := newest[at.User]; !known || seen.at.After(was.at) {
			newest[at.User] = seen
		}
	}
	people := make([]models.Presence, 0, len(newest))
	for _, user := range slices.Sorted(maps.Keys(newest)) {
		people = append(people, models.Presence{UserID: user, Sentence: newest[user].sentence})
	}
	return people[:min(len(people), maxPresentPeople)]
}

// fillNames adds the users' names.
func (s *Store) fillNames(ctx context.Context, people []models.Presence) error {
	ids := make([]int64, len(people))
	for i, p := range people {
		ids[i] = p.UserID
	}
	var users []models.User
	if err := s.readDB(ctx).Raw("SELECT id, name FROM users WHERE id IN ?", ids).Scan(&users).Error; err != nil {
		return err
	}
	for i := range people {
		for _, u := range users {
			if u.ID == people[i].UserID {
				people[i].Name = u.Name
			}
		}
	}
	slices.SortFunc(people, func(a, b models.Presence) int {
		return cmp.Or(cmp.Compare(a.Name, b.Name), cmp.Compare(a.UserID, b.UserID))
	})
	return nil
}
