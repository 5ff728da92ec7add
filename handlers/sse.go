package handlers

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"net"
	"net/http"
	"runtime/debug"
	"strconv"
	"time"

	"github.com/gin-gonic/gin"

	"linecheck/models"
	"linecheck/store"
)

// The bounds of live pages.
const (
	maxStreams         = 5000             // on one instance
	maxStreamsPerUser  = 100              // on one instance: more articles than anybody has open, in several browsers
	streamWriteTimeout = 10 * time.Second // a client that takes longer to read, and until the next sign of life, is cut off; it catches up when it comes again
	missedBatch        = 500              // changes that are caught up with at once
)

var errTooManyStreams = fmt.Errorf("too many live pages on this instance: %w", models.ErrTooManyAttempts)

// streamArticleEvents streams what changes in an article, as server-sent events (WHATWG HTML, 9.2). Each names what changed by its
// id; whoever listens
// asks for it with their own rights. It goes on from the event that the client had last.
func (h *Handlers) streamArticleEvents(c *gin.Context) error {
	id, err := parseIDParam(c, "id")
	if err != nil {
		return err
	}
	if h.store.ListenerCount() >= maxStreams || h.store.ListenersOf(reader(c).UserID) >= maxStreamsPerUser {
		return errTooManyStreams
	}
	s := &stream{h: h, credential: h.requestCredential(c), reader: reader(c), article: id}
	if s.last, err = s.startAfter(c); err != nil {
		return err
	}
	header := c.Writer.Header()
	header.Set("Content-Type", streamMediaType)
	header.Set("X-Accel-Buffering", "no") // nginx would collect what is to arrive at once
	c.Status(http.StatusOK)
	if c.Request.Method == http.MethodHead { // it would have no end
		return nil
	}
	header.Set("Connection", "close") // the stream ends with its connection
	if s.conn, _, err = c.Writer.Hijack(); err != nil {
		return fmt.Errorf("taking a connection over for a stream: %w", err)
	}
	s.ctx, s.cancel = context.WithCancel(context.Background()) // the request ends, and the stream goes on
	s.listener = h.store.Listen(id, s.reader)
	if err := s.start(c.Request.Context(), header); err != nil {
		s.close(err)
		return nil
	}
	go s.run()
	return nil
}

// stream is one open connection, taken from the server: what answers a request costs ten times as much memory as what waits for news.
type stream struct {
	h          *Handlers
	conn       net.Conn
	ctx        context.Context // ends when the client is gone
	cancel     context.CancelFunc
	credential credential
	reader     models.Reader
	article    int64
	last       int64 // the last event that was sent
	listener   *store.Listener
}

// startAfter is the event after which the client wants to hear: what it says, or the newest one.
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

// start sends the headers, says hello, and sends what was missed. The listener is there already, so that nothing falls between.
func (s *stream) start(ctx context.Context, header http.Header) error {
	if err := s.extendDeadline(); err != nil {
		return err
	}
	b := bytes.NewBufferString("HTTP/1.1 200 OK\r\n")
	if err := header.Write(b); err != nil {
		return err
	}
	b.WriteString("\r\nretry: 1000\n")
	if err := s.send(b.Bytes()); err != nil {
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

// run sends until the client or the server ends it, or the reader may not see the article any more.
func (s *stream) run() {
	go s.waitForDisconnect()
	again := time.NewTicker(store.HeartbeatInterval)
	defer again.Stop()
	var err error
	for err == nil {
		select {
		case <-s.ctx.Done():
			err = s.ctx.Err()
		case told, open := <-s.listener.Changes:
			if !open {
				err = net.ErrClosed
				break
			}
			err = s.writeUpdate(told)
		case told := <-s.listener.People:
			err = s.send(told.Encode(encodePresence))
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

// waitForDisconnect waits for the client to go: it has nothing to say.
func (s *stream) waitForDisconnect() {
	defer s.cancel()
	var said [64]byte
	for {
		if _, err := s.conn.Read(said[:]); err != nil {
			return
		}
	}
}

// close ends the stream, and says why where the reader has lost something.
func (s *stream) close(err error) {
	if refused := toFailure(err); refused.Status < http.StatusInternalServerError {
		_ = s.conn.SetWriteDeadline(time.Now().Add(streamWriteTimeout))
		_ = s.sendEvent("closed", map[string]int{"status": refused.Status})
	}
	s.cancel()
	_ = s.conn.Close()
	_ = s.onOwnStack(func() error { s.h.store.EndPresence(s.listener); return nil })
}

// writeUpdate sends what all who listen are told, written down once for all of them.
func (s *stream) writeUpdate(told *store.Update[models.Change]) error {
	if told.Items[0].ID <= s.last {
		return s.pushChanges(told.Items)
	}
	s.last = told.Items[len(told.Items)-1].ID
	return s.send(told.Encode(encodeChanges))
}

// pushChanges sends changes, each once.
func (s *stream) pushChanges(changes []models.Change) error {
	for len(changes) > 0 && changes[0].ID <= s.last {
		changes = changes[1:]
	}
	if len(changes) == 0 {
		return nil
	}
	s.last = changes[len(changes)-1].ID
	return s.send(encodeChanges(changes))
}

// encodeChanges is changes as events.
func encodeChanges(changes []models.Change) []byte {
	var b bytes.Buffer
	for _, change := range changes {
		data, _ := json.Marshal(change) // numbers and a word
		fmt.Fprintf(&b, "id: %d\nevent: change\ndata: %s\n\n", change.ID, data)
	}
	return b.Bytes()
}

// encodePresence is who is there, as an event that is not counted.
func encodePresence(people []models.Presence) []byte {
	data, _ := json.Marshal(people) // numbers and names
	return fmt.Appendf(nil, "event: people\ndata: %s\n\n", data)
}

// sendEvent sends one that is not counted.
func (s *stream) sendEvent(name string, what any) error {
	data, err := json.Marshal(what)
	if err != nil {
		return err
	}
	return s.send(fmt.Appendf(nil, "event: %s\ndata: %s\n\n", name, data))
}

func (s *stream) send(b []byte) error {
	_, err := s.conn.Write(b)
	return err
}

// extendDeadline bounds how long what is sent until the next sign of life may wait to be read: a bound for each piece would cost as
// much as the piece.
func (s *stream) extendDeadline() error {
	return s.conn.SetWriteDeadline(time.Now().Add(store.HeartbeatInterval + streamWriteTimeout))
}

// onOwnStack does something that needs a deep stack on one of its own: that of a stream would keep its size while it waits.
func (s *stream) onOwnStack(do func() error) error {
	done := make(chan error, 1)
	go func() {
		defer func() {
			if v := recover(); v != nil {
				s.h.log.Error("a live page's stream panicked", "article", s.article, "panic", v, "stack", string(debug.Stack()))
				done <- fmt.Errorf("a panic: %v", v)
			}
		}()
		done <- do()
	}()
	return <-done
}

// refreshPresence makes sure of the reader's rights, and says again that they are here.
func (s *stream) refreshPresence() error {
	if err := s.recheckRights(); err != nil {
		return err
	}
	s.h.store.RefreshPresence(s.ctx, s.listener)
	return nil
}

// recheckRights asks again who listens and whether they may: what an administrator takes away is gone at once.
func (s *stream) recheckRights() error {
	var err error
	if s.reader, err = s.h.authenticate(s.ctx, s.credential); err != nil {
		return err
	}
	_, err = s.h.store.ArticleVersion(s.ctx, s.reader, s.article)
	return err
}
