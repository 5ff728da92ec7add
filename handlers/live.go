package handlers

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"net/http"
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/gin-gonic/gin"

	"linecheck/models"
	"linecheck/store"
	"linecheck/views"
)

// The bounds of live pages.
const (
	mostStreams = 5000             // on one instance: some 150 MB
	streamWrite = 10 * time.Second // a client that takes longer to read is cut off, and catches up when it comes again
	missedPiece = 500              // changes that are caught up with at once
	mostParts   = 60               // sentences of one question; whoever needs more loads the page
)

var errTooManyStreams = fmt.Errorf("too many live pages on this instance: %w", models.ErrTooMany)

// articleEvents streams what changes in an article, as server-sent events (WHATWG HTML, 9.2). Each names what changed by its id; whoever listens
// asks for it with their own rights. It goes on from the event that the client had last.
func (h *Handlers) articleEvents(c *gin.Context) error {
	id, err := paramID(c, "id")
	if err != nil {
		return err
	}
	if h.store.Listening() >= mostStreams {
		return errTooManyStreams
	}
	s := stream{h: h, c: c, article: id, control: http.NewResponseController(c.Writer)}
	if s.last, err = s.from(); err != nil {
		return err
	}
	if c.Request.Method == http.MethodHead { // it would have no end
		s.headers()
		return nil
	}
	s.listener = h.store.Listen(id, reader(c))
	defer h.store.Leave(s.listener)
	if err := s.open(); err != nil {
		return nil // the client is gone
	}
	h.store.Arrive(c.Request.Context(), s.listener)
	s.run()
	return nil
}

// stream is one open connection.
type stream struct {
	h        *Handlers
	c        *gin.Context
	article  int64
	last     int64 // the last event that was sent
	listener *store.Listener
	control  *http.ResponseController
}

// from is the event after which the client wants to hear: what it says, or the newest one.
func (s *stream) from() (int64, error) {
	newest, err := s.h.store.LastChange(s.c.Request.Context(), reader(s.c), s.article)
	if err != nil {
		return 0, err
	}
	for _, said := range []string{s.c.GetHeader("Last-Event-ID"), s.c.Query("after")} {
		if n, err := strconv.ParseInt(said, 10, 64); err == nil && n >= 0 {
			return min(n, newest), nil
		}
	}
	return newest, nil
}

func (s *stream) headers() {
	header := s.c.Writer.Header()
	header.Set("Content-Type", streamType)
	header.Set("Cache-Control", "no-store")
	header.Set("X-Accel-Buffering", "no") // nginx would collect what is to arrive at once
	s.c.Status(http.StatusOK)
}

// open sends the headers and says hello. The server's own timeouts are for answers that come to an end.
func (s *stream) open() error {
	s.headers()
	if err := s.control.SetReadDeadline(time.Time{}); err != nil && !errors.Is(err, http.ErrNotSupported) {
		return err
	}
	if err := s.send([]byte("retry: 1000\n")); err != nil {
		return err
	}
	return s.event("hello", map[string]any{"page": s.listener.Page(), "user": reader(s.c).UserID})
}

// run sends until the client or the server ends it, or the reader may not see the article any more.
func (s *stream) run() {
	again := time.NewTicker(store.PresentEvery)
	defer again.Stop()
	err := s.catchUp()
	for err == nil {
		select {
		case <-s.c.Request.Context().Done():
			return
		case changes, open := <-s.listener.Changes:
			if !open {
				return
			}
			err = s.tell(changes)
		case people := <-s.listener.People:
			err = s.event("people", people)
		case <-s.listener.Rights:
			err = s.readmit()
		case <-again.C:
			if err = s.readmit(); err == nil {
				s.h.store.Stay(s.c.Request.Context(), s.listener)
				err = s.send([]byte(":\n\n"))
			}
		}
	}
	if refused := failureOf(err); refused.status < http.StatusInternalServerError {
		_ = s.event("closed", map[string]int{"status": refused.status})
	}
}

// catchUp sends what was missed. The listener is there already, so that nothing falls between.
func (s *stream) catchUp() error {
	for {
		missed, err := s.h.store.ChangesSince(s.c.Request.Context(), reader(s.c), s.article, s.last, missedPiece)
		if err != nil {
			return err
		}
		if err := s.tell(missed); err != nil {
			return err
		}
		if len(missed) < missedPiece {
			return nil
		}
	}
}

// tell sends changes, each once.
func (s *stream) tell(changes []models.Change) error {
	var b bytes.Buffer
	for _, change := range changes {
		if change.ID <= s.last {
			continue
		}
		s.last = change.ID
		data, err := json.Marshal(change)
		if err != nil {
			return err
		}
		fmt.Fprintf(&b, "id: %d\nevent: change\ndata: %s\n\n", change.ID, data)
	}
	return s.send(b.Bytes())
}

// event sends one that is not counted.
func (s *stream) event(name string, what any) error {
	data, err := json.Marshal(what)
	if err != nil {
		return err
	}
	return s.send(fmt.Appendf(nil, "event: %s\ndata: %s\n\n", name, data))
}

func (s *stream) send(b []byte) error {
	if len(b) == 0 {
		return nil
	}
	if err := s.control.SetWriteDeadline(time.Now().Add(streamWrite)); err != nil && !errors.Is(err, http.ErrNotSupported) {
		return err
	}
	if _, err := s.c.Writer.Write(b); err != nil {
		return err
	}
	return s.control.Flush()
}

// readmit asks again who listens and whether they may: what an administrator takes away is gone at once.
func (s *stream) readmit() error {
	if err := s.h.admitScripts(s.c); err != nil {
		return err
	}
	_, err := s.h.store.Stamp(s.c.Request.Context(), reader(s.c), s.article)
	return err
}

// movePresence says at which sentence a reader is.
func (h *Handlers) movePresence(c *gin.Context) error {
	id, err := paramID(c, "id")
	if err != nil {
		return err
	}
	if _, err := h.store.Stamp(c.Request.Context(), reader(c), id); err != nil {
		return err
	}
	sentence, err := idOf(c.PostForm("sentence"))
	if err != nil {
		return models.Invalid{{Field: "sentence", Detail: "This is no sentence's id."}}
	}
	if err := h.store.Move(c.Request.Context(), reader(c), id, clipped(c.PostForm("page")), sentence); err != nil {
		return err
	}
	c.Status(http.StatusNoContent)
	return nil
}

// articleParts answers with sentences of an article as they are now. It is drawn once for all who see the same.
func (h *Handlers) articleParts(c *gin.Context) error {
	id, err := paramID(c, "id")
	if err != nil {
		return err
	}
	asked, err := partsAsked(c.Query("sentences"))
	if err != nil {
		return err
	}
	who, ctx := reader(c), c.Request.Context()
	stamp, err := h.store.Stamp(ctx, who, id)
	if err != nil {
		return err
	}
	here, _ := strconv.Atoi(c.Query("here"))
	key := viewKey{article: id, parts: fmt.Sprint(asked, here)}
	if who.Blind(stamp.DeskID) {
		key.blind = who.UserID
	}
	kept := h.kept.get(key, stamp.Changes)
	if kept == nil {
		parts, err := h.store.ArticleParts(ctx, who, id, asked)
		if err != nil {
			return err
		}
		var body bytes.Buffer
		if err := views.Parts(views.PartsView{ArticleParts: parts, Here: here}).Render(ctx, &body); err != nil {
			return fmt.Errorf("drawing parts of the article: %w", err)
		}
		kept = newKeptView(parts.Changes, body.Bytes())
		h.kept.put(key, kept)
	}
	return sendView(c, kept)
}

// partsAsked reads ids with commas between them, in order; none are none.
func partsAsked(list string) ([]int64, error) {
	var ids []int64
	if list == "" {
		return ids, nil
	}
	for field := range strings.SplitSeq(list, ",") {
		id, err := idOf(field)
		if err != nil {
			return nil, err
		}
		ids = append(ids, id)
	}
	slices.Sort(ids)
	if ids = slices.Compact(ids); len(ids) > mostParts {
		return nil, models.Invalid{{Field: "sentences", Detail: fmt.Sprintf("Ask for %d sentences at most.", mostParts)}}
	}
	return ids, nil
}
