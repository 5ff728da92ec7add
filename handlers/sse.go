package handlers

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"net"
	"net/http"
	"strconv"
	"time"

	"github.com/gin-gonic/gin"

	"linecheck/models"
	"linecheck/store"
)

// Limits of event streams.
const (
	maxStreams         = 5000             // on one instance
	maxStreamsPerUser  = 100              // on one instance: more articles than anybody has open, in several browsers
	streamWriteTimeout = 10 * time.Second // for slow clients, after the next heartbeat; a client that was cut off catches up when it reconnects
	missedBatch        = 500              // how many missed changes are loaded at once
)

var errTooManyStreams = fmt.Errorf("too many live pages on this instance: %w", models.ErrTooManyAttempts)

// streamArticleEvents streams the changes of an article as server-sent events (WHATWG HTML, 9.2), from the
// client's last event on. Each event contains the ids of what changed. The client then requests that with its
// own rights.
func (h *Handlers) streamArticleEvents(c *gin.Context) error {
	id, err := parseIDParam(c, "id")
	if err != nil {
		return err
	}
	if err := h.checkStreamLimit(reader(c).UserID); err != nil {
		return err
	}
	s := &stream{eventConn: eventConn{h: h, credential: h.requestCredential(c), reader: reader(c)}, article: id}
	if s.last, err = s.startAfter(c); err != nil {
		return err
	}
	if opened, err := s.open(c); err != nil || !opened {
		return err
	}
	s.listener = h.store.Listen(id, s.reader)
	if err := s.start(c.Request.Context(), c.Writer.Header()); err != nil {
		s.close(err)
		return nil
	}
	go s.run()
	return nil
}

// checkStreamLimit refuses a stream if there are too many.
func (h *Handlers) checkStreamLimit(user int64) error {
	if h.store.ListenerCount() >= maxStreams || h.store.ListenersOf(user) >= maxStreamsPerUser {
		return errTooManyStreams
	}
	return nil
}

// stream is an open stream of an article's changes.
type stream struct {
	eventConn
	article  int64
	last     int64 // id of the last event that was sent
	listener *store.Listener
	blind    bool // the reader checks blind at the article's desk
}

// startAfter returns the id of the client's last event, or of the newest one.
func (s *stream) startAfter(c *gin.Context) (int64, error) {
	newest, err := s.h.store.LastChange(c.Request.Context(), s.reader, s.article)
	if err != nil {
		return 0, err
	}
	for _, said := range []string{c.GetHeader("Last-Event-ID"), c.Query("after")} {
		if n, err := strconv.ParseInt(said, 10, 64); err == nil && n >= 0 {
			return min(n, newest), nil
		}
	}
	return newest, nil
}

// start sends the headers, the first event and all missed changes. The listener exists already, so that no
// change is lost in between.
func (s *stream) start(ctx context.Context, header http.Header) error {
	if err := s.extendDeadline(); err != nil {
		return err
	}
	stamp, err := s.h.store.ArticleVersion(ctx, s.reader, s.article)
	if err != nil {
		return err
	}
	s.blind = s.reader.ChecksBlind(stamp.DeskID)
	if err := s.sendHeader(header); err != nil {
		return err
	}
	if err := s.sendEvent("hello", map[string]any{"page": s.listener.PageID(), "user": s.reader.UserID}); err != nil {
		return err
	}
	s.h.store.StartPresence(ctx, s.listener)
	for {
		missed, err := s.h.store.ChangesSince(ctx, s.reader, s.article, s.last, missedBatch)
		if err != nil {
			return err
		}
		if err := s.pushChanges(missed); err != nil {
			return err
		}
		if len(missed) < missedBatch {
			return nil
		}
	}
}

// run sends events until the client or the server closes the stream, or the user may no longer see the
// article.
func (s *stream) run() {
	go s.waitForDisconnect()
	again := time.NewTicker(store.HeartbeatInterval)
	defer again.Stop()
	var err error
	for err == nil {
		select {
		case <-s.ctx.Done():
			err = s.ctx.Err()
		case update, open := <-s.listener.Changes:
			if !open {
				err = net.ErrClosed
				break
			}
			err = s.writeUpdate(update)
		case update := <-s.listener.People:
			err = s.send(update.Encode(encodePresence))
		case <-s.listener.RightsChanged:
			err = s.onOwnStack(s.recheckRights)
		case <-again.C:
			if err = errors.Join(s.extendDeadline(), s.onOwnStack(s.refreshPresence)); err == nil {
				err = s.send([]byte(":\n\n"))
			}
		}
	}
	s.close(err)
}

// close ends the stream and the listener.
func (s *stream) close(err error) {
	s.end(err)
	_ = s.onOwnStack(func() error { s.h.store.EndPresence(s.listener); return nil })
}

// writeUpdate sends an update that is encoded once for all listeners.
func (s *stream) writeUpdate(update *store.Update[models.Change]) error {
	if update.Items[0].ID <= s.last || s.blind {
		return s.pushChanges(update.Items)
	}
	s.last = update.Items[len(update.Items)-1].ID
	return s.send(update.Encode(encodeChanges))
}

// pushChanges sends the changes that were not sent yet.
func (s *stream) pushChanges(changes []models.Change) error {
	for len(changes) > 0 && changes[0].ID <= s.last {
		changes = changes[1:]
	}
	if len(changes) == 0 {
		return nil
	}
	s.last = changes[len(changes)-1].ID
	if s.blind {
		changes = models.HideSpeakers(changes)
	}
	return s.send(encodeChanges(changes))
}

// encodeChanges encodes changes as events.
func encodeChanges(changes []models.Change) []byte {
	var b bytes.Buffer
	for _, change := range changes {
		data, _ := json.Marshal(change) // numbers and a word always encode
		fmt.Fprintf(&b, "id: %d\nevent: change\ndata: %s\n\n", change.ID, data)
	}
	return b.Bytes()
}

// encodePresence encodes who is present, as an event without an id.
func encodePresence(people []models.Presence) []byte {
	data, _ := json.Marshal(people) // numbers and names always encode
	return fmt.Appendf(nil, "event: people\ndata: %s\n\n", data)
}

// refreshPresence checks the user's rights again and renews their presence.
func (s *stream) refreshPresence() error {
	if err := s.recheckRights(); err != nil {
		return err
	}
	s.h.store.RefreshPresence(s.ctx, s.listener)
	return nil
}

// recheckRights loads the user's rights again, so that an administrator's changes take effect at once.
func (s *stream) recheckRights() error {
	var err error
	if s.reader, err = s.h.authenticate(s.ctx, s.credential); err != nil {
		return err
	}
	stamp, err := s.h.store.ArticleVersion(s.ctx, s.reader, s.article)
	s.blind = s.reader.ChecksBlind(stamp.DeskID)
	return err
}
