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

// Who has an article open is not kept in the database: nothing depends on it, and it would be written all the time. Each instance knows all of it,
// by what the instances tell each other; what is not said again for a while is forgotten.

// place is one open page of one person.
type place struct {
	Instance string
	Page     string // random
	User     int64
}

// sighting is where somebody was when they were last heard of.
type sighting struct {
	sentence int64
	at       time.Time
}

// How often a page says again that it is there (PresentEvery), and when one that no longer does is forgotten.
const (
	PresentEvery  = 25 * time.Second
	forgottenFrom = 3 * PresentEvery
)

// gossip is what instances tell each other of one page, or ask about an article.
type gossip struct {
	Article  int64  `json:"a"`
	Instance string `json:"i"`
	Page     string `json:"p,omitempty"`
	User     int64  `json:"u,omitempty"`
	Sentence int64  `json:"s,omitempty"`
	Gone     bool   `json:"g,omitempty"`
	Ask      bool   `json:"q,omitempty"` // who is there? asked when the first page of an article is opened on an instance
}

// randomID is an id that nobody else has.
func randomID() string { return rand.Text() }

// Page names the open page to whoever moves it.
func (l *Listener) Page() string { return l.at.Page }

// Arrive says that the listener's reader has the article open.
func (s *Store) Arrive(ctx context.Context, l *Listener) {
	f := &s.feed
	f.mutex.Lock()
	first := len(f.listeners[l.article]) == 1
	f.mutex.Unlock()
	s.see(ctx, l, 0)
	if first {
		s.spread(ctx, gossip{Article: l.article, Instance: f.instance, Ask: true})
	}
}

// Stay says again that the reader is there.
func (s *Store) Stay(ctx context.Context, l *Listener) {
	f := &s.feed
	f.mutex.Lock()
	sentence := f.present[l.article][l.at].sentence
	f.mutex.Unlock()
	s.see(ctx, l, sentence)
}

func (s *Store) see(ctx context.Context, l *Listener, sentence int64) {
	g := gossip{Article: l.article, Instance: l.at.Instance, Page: l.at.Page, User: l.at.User, Sentence: sentence}
	s.feed.hear(g)
	s.spread(ctx, g)
}

// Leave closes a listener, and says that its page is gone.
func (s *Store) Leave(l *Listener) {
	f := &s.feed
	f.mutex.Lock()
	f.drop(l)
	closed := f.closed
	f.mutex.Unlock()
	g := gossip{Article: l.article, Instance: l.at.Instance, Page: l.at.Page, User: l.at.User, Gone: true}
	f.hear(g)
	if !closed {
		s.spread(context.Background(), g)
	}
}

// Move says at which sentence a reader is whose page is open, on whichever instance; ErrNotFound where the reader may not see the article.
func (s *Store) Move(ctx context.Context, r models.Reader, article int64, page string, sentence int64) (err error) {
	defer wrap(&err, "update presence in article %d", article)
	if _, err := s.visibleStamp(ctx, r, article); err != nil {
		return err
	}
	s.feed.start.Do(s.startFeed)
	g := gossip{Article: article, Page: page, User: r.UserID, Sentence: sentence}
	if !s.feed.hear(g) {
		s.spread(ctx, g)
		return nil
	}
	g.Instance = s.feed.instance
	s.spread(ctx, g)
	return nil
}

// spread tells the other instances, where there can be any. That it fails is no loss: it will be said again.
func (s *Store) spread(ctx context.Context, g gossip) {
	if _, ok := s.engine.(postgresEngine); !ok {
		return
	}
	said, _ := json.Marshal(g)
	if err := s.write.WithContext(ctx).Exec("SELECT pg_notify("+channel+", ?)", string(said)).Error; err != nil && ctx.Err() == nil {
		s.log.Debug("telling other instances who is there", "error", err)
	}
}

// heard takes in what came by the database: the length of the chain, or gossip.
func (s *Store) heard(payload string) {
	if !strings.HasPrefix(payload, "{") {
		s.feed.poke()
		if payload == "" {
			s.introduce()
		}
		return
	}
	var g gossip
	if json.Unmarshal([]byte(payload), &g) != nil || g.Instance == s.feed.instance {
		return
	}
	f := &s.feed
	if g.Ask {
		for _, mine := range f.mine(g.Article) {
			s.spread(context.Background(), mine)
		}
		return
	}
	if f.hear(g) && g.Instance == "" { // somebody moved a page that is open here
		g.Instance = f.instance
		s.spread(context.Background(), g)
	}
}

// introduce tells the others of every page that is open here, and asks for theirs: nobody was heard before this instance began to listen.
func (s *Store) introduce() {
	f := &s.feed
	f.mutex.Lock()
	articles := slices.Collect(maps.Keys(f.listeners))
	f.mutex.Unlock()
	for _, article := range articles {
		for _, mine := range f.mine(article) {
			s.spread(context.Background(), mine)
		}
		s.spread(context.Background(), gossip{Article: article, Instance: f.instance, Ask: true})
	}
}

// hear takes down where a page is. A page that moves is named without its instance; hear tells whether that is one it knows.
func (f *feed) hear(g gossip) (known bool) {
	f.mutex.Lock()
	defer f.mutex.Unlock()
	all := f.present[g.Article]
	at := place{g.Instance, g.Page, g.User}
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
			delete(f.present, g.Article)
		}
	default:
		if all == nil {
			all = map[place]sighting{}
			f.present[g.Article] = all
		}
		all[at] = sighting{g.Sentence, now()}
	}
	if known == g.Gone || !known || was.sentence != g.Sentence {
		f.moved[g.Article] = true
	}
	return true
}

// mine are the pages of an article that are open on this instance.
func (f *feed) mine(article int64) (list []gossip) {
	f.mutex.Lock()
	defer f.mutex.Unlock()
	for at, seen := range f.present[article] {
		if at.Instance == f.instance {
			list = append(list, gossip{Article: article, Instance: at.Instance, Page: at.Page, User: at.User, Sentence: seen.sentence})
		}
	}
	return list
}

// tellPeople tells the pages of every article where that changed who is there. It forgets those who were not heard of for long.
func (s *Store) tellPeople(ctx context.Context) {
	f := &s.feed
	there := map[int64][]models.Present{}
	f.mutex.Lock()
	for article, all := range f.present {
		for at, seen := range all {
			if now().Sub(seen.at) > forgottenFrom {
				delete(all, at)
				f.moved[article] = true
			}
		}
		if len(all) == 0 {
			delete(f.present, article)
		}
	}
	for article := range f.moved {
		if len(f.listeners[article]) > 0 {
			there[article] = peopleOf(f.present[article])
		}
	}
	clear(f.moved)
	f.mutex.Unlock()
	for article, people := range there {
		if err := s.name(ctx, people); err != nil {
			s.log.Debug("naming who is there", "error", err)
			continue
		}
		f.tellArticle(article, people)
	}
}

func (f *feed) tellArticle(article int64, people []models.Present) {
	f.mutex.Lock()
	defer f.mutex.Unlock()
	told := &Told[models.Present]{What: people}
	for l := range f.listeners[article] {
		select {
		case <-l.People: // only the newest counts
		default:
		}
		l.People <- told
	}
}

// peopleOf is each person once: where they have several pages open, at the one that was heard of last.
func peopleOf(all map[place]sighting) []models.Present {
	newest := map[int64]sighting{}
	for at, seen := range all {
		if was, known := newest[at.User]; !known || seen.at.After(was.at) {
			newest[at.User] = seen
		}
	}
	people := make([]models.Present, 0, len(newest))
	for _, user := range slices.Sorted(maps.Keys(newest)) {
		people = append(people, models.Present{UserID: user, Sentence: newest[user].sentence})
	}
	return people[:min(len(people), mostOfOnePlace)]
}

// name fills in what people are called.
func (s *Store) name(ctx context.Context, people []models.Present) error {
	ids := make([]int64, len(people))
	for i, p := range people {
		ids[i] = p.UserID
	}
	var users []models.User
	if err := s.reading(ctx).Raw("SELECT id, name FROM users WHERE id IN ?", ids).Scan(&users).Error; err != nil {
		return err
	}
	for i := range people {
		for _, u := range users {
			if u.ID == people[i].UserID {
				people[i].Name = u.Name
			}
		}
	}
	slices.SortFunc(people, func(a, b models.Present) int {
		return cmp.Or(cmp.Compare(a.Name, b.Name), cmp.Compare(a.UserID, b.UserID))
	})
	return nil
}
