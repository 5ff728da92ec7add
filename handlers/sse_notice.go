package handlers

import (
	"context"
	"errors"
	"fmt"
	"net"
	"time"

	"github.com/gin-gonic/gin"

	"linecheck/models"
	"linecheck/store"
	"linecheck/text/message"
	"linecheck/views"
)

// noticeUpdate is sent to an open page: the number of unread notices, and the newest notice.
type noticeUpdate struct {
	Unread int    `json:"unread"`
	Count  string `json:"count"` // as the bell shows it
	Newest int64  `json:"newest,omitempty"`
	Text   string `json:"text,omitempty"`
	URL    string `json:"url,omitempty"`
}

// streamNotices streams a noticeUpdate as server-sent events, at the beginning and whenever there are new notices. Each update respects
// the user's current rights.
func (h *Handlers) streamNotices(c *gin.Context) error {
	if err := h.checkStreamLimit(reader(c).UserID); err != nil {
		return err
	}
	s := &noticeStream{eventConn: eventConn{h: h, credential: h.requestCredential(c), reader: reader(c)}, printer: printer(c)}
	if opened, err := s.open(c); err != nil || !opened {
		return err
	}
	s.listener = h.store.ListenForNotices(s.reader)
	err := errors.Join(s.extendDeadline(), s.sendHeader(c.Writer.Header()))
	if err == nil {
		err = s.update(c.Request.Context())
	}
	if err != nil {
		s.close(err)
		return nil
	}
	go s.run()
	return nil
}

// noticeStream is an open stream of a user's notices.
type noticeStream struct {
	eventConn
	listener *store.NoticeListener
	printer  *message.Printer
}

// run sends updates until the client disconnects, the server stops, or the user is signed out.
func (s *noticeStream) run() {
	go s.waitForDisconnect()
	again := time.NewTicker(store.HeartbeatInterval)
	defer again.Stop()
	var err error
	for err == nil {
		select {
		case <-s.ctx.Done():
			err = s.ctx.Err()
		case _, open := <-s.listener.Changed:
			if !open {
				err = net.ErrClosed
				break
			}
			err = s.onOwnStack(s.refresh)
		case <-again.C:
			if err = errors.Join(s.extendDeadline(), s.onOwnStack(s.recheckUser)); err == nil {
				err = s.send([]byte(":\n\n"))
			}
		}
	}
	s.close(err)
}

func (s *noticeStream) close(err error) {
	s.end(err)
	s.listener.Close()
}

// recheckUser reloads the user's rights.
func (s *noticeStream) recheckUser() (err error) {
	s.reader, err = s.h.authenticate(s.ctx, s.credential)
	return err
}

func (s *noticeStream) refresh() error {
	if err := s.recheckUser(); err != nil {
		return err
	}
	return s.update(s.ctx)
}

func (s *noticeStream) update(ctx context.Context) error {
	page, err := s.h.store.Notices(ctx, s.reader, models.NoticeFilter{Unread: true}, models.Page{Limit: 1})
	if err != nil {
		return fmt.Errorf("reading the notices: %w", err)
	}
	u := noticeUpdate{Unread: page.Unread, Count: views.NoticeCount(s.printer, page.Unread)}
	for _, n := range page.List {
		u.Newest, u.Text, u.URL = n.ID, s.printer.Text(n.Text())+" "+n.ArticleTitle, string(views.NoticeAddress(n))
	}
	return s.sendEvent("notices", u)
}
