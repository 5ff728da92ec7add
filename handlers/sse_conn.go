package handlers

import (
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"net"
	"net/http"
	"runtime/debug"
	"time"

	"github.com/gin-gonic/gin"

	"linecheck/models"
	"linecheck/store"
)

// eventConn is one open connection for server-sent events, hijacked from the server: a goroutine that serves requests takes ten times as
// much memory as one that only waits for changes.
type eventConn struct {
	h          *Handlers
	conn       net.Conn
	ctx        context.Context // cancelled when the client disconnects
	cancel     context.CancelFunc
	credential credential
	reader     models.Reader
}

// open takes the connection over. It reports false for HEAD, which has been answered.
func (s *eventConn) open(c *gin.Context) (bool, error) {
	header := c.Writer.Header()
	header.Set("Content-Type", streamMediaType)
	header.Set("X-Accel-Buffering", "no") // tells nginx not to buffer the stream
	c.Status(http.StatusOK)
	if c.Request.Method == http.MethodHead { // it would never end
		return false, nil
	}
	header.Set("Connection", "close") // the connection ends with the stream
	var err error
	if s.conn, _, err = c.Writer.Hijack(); err != nil {
		return false, fmt.Errorf("taking a connection over for a stream: %w", err)
	}
	s.ctx, s.cancel = context.WithCancel(context.Background()) // not the request's context, which ends before the stream
	return true, nil
}

// sendHeader sends the response's headers.
func (s *eventConn) sendHeader(header http.Header) error {
	b := bytes.NewBufferString("HTTP/1.1 200 OK\r\n")
	if err := header.Write(b); err != nil {
		return err
	}
	b.WriteString("\r\nretry: 1000\n")
	return s.send(b.Bytes())
}

// end closes the connection, and sends the reason if the user has lost access.
func (s *eventConn) end(err error) {
	if refused := toFailure(err); refused.Status < http.StatusInternalServerError {
		_ = s.conn.SetWriteDeadline(time.Now().Add(streamWriteTimeout))
		_ = s.sendEvent("closed", map[string]int{"status": refused.Status})
	}
	s.cancel()
	_ = s.conn.Close()
}

// waitForDisconnect blocks until the client disconnects; it discards everything that the client sends.
func (s *eventConn) waitForDisconnect() {
	defer s.cancel()
	var said [64]byte
	for {
		if _, err := s.conn.Read(said[:]); err != nil {
			return
		}
	}
}

// sendEvent sends an event without an id.
func (s *eventConn) sendEvent(name string, what any) error {
	data, err := json.Marshal(what)
	if err != nil {
		return err
	}
	return s.send(fmt.Appendf(nil, "event: %s\ndata: %s\n\n", name, data))
}

func (s *eventConn) send(b []byte) error {
	_, err := s.conn.Write(b)
	return err
}

// extendDeadline sets one write deadline for everything until the next heartbeat. Setting it for each event
// would cost as much as sending the event.
func (s *eventConn) extendDeadline() error {
	return s.conn.SetWriteDeadline(time.Now().Add(store.HeartbeatInterval + streamWriteTimeout))
}

// onOwnStack runs a function that needs a deep stack on a goroutine of its own, because the stream's stack
// would not shrink while it waits.
func (s *eventConn) onOwnStack(do func() error) error {
	done := make(chan error, 1)
	go func() {
		defer func() {
			if v := recover(); v != nil {
				s.h.log.Error("a live page's stream panicked", "panic", v, "stack", string(debug.Stack()))
				done <- fmt.Errorf("a panic: %v", v)
			}
		}()
		done <- do()
	}()
	return <-done
}
