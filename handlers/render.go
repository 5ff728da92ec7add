package handlers

import (
	"bytes"
	"fmt"
	"net/http"
	"strconv"
	"sync"

	"github.com/a-h/templ"
	"github.com/gin-gonic/gin"

	"linecheck/text/message"
	"linecheck/views"
)

// bufferPool pools the buffers into which pages are rendered before the first byte is sent.
var bufferPool = sync.Pool{New: func() any { return new(bytes.Buffer) }}

// maxPooledBuffer is the largest buffer that returns to the pool, in bytes. A rare giant page frees its
// memory.
const maxPooledBuffer = 1 << 20

// render renders a component and sends it, unless rendering failed.
func (h *Handlers) render(c *gin.Context, status int, component templ.Component) error {
	buffer := bufferPool.Get().(*bytes.Buffer)
	defer func() {
		if buffer.Cap() <= maxPooledBuffer {
			bufferPool.Put(buffer)
		}
	}()
	buffer.Reset()
	if err := component.Render(c.Request.Context(), buffer); err != nil {
		return fmt.Errorf("drawing the page: %w", err)
	}
	c.Header("Content-Length", strconv.Itoa(buffer.Len()))
	c.Data(status, "text/html; charset=utf-8", buffer.Bytes())
	return nil
}

// seeOther redirects the browser to another page after a change.
func seeOther(c *gin.Context, url string) error {
	c.Redirect(http.StatusSeeOther, url)
	return nil
}

// newPage returns the layout's data. current is the page's entry in the navigation, or "".
func (h *Handlers) newPage(c *gin.Context, title message.Key, current string, args ...any) views.Page {
	page := views.Page{Title: printer(c).Say(title, args...), Current: current, Zone: h.zone}
	if who := reader(c); who.UserID != 0 {
		page.Reader = &who
	}
	h.addQueueCount(c, &page)
	h.addNoticeCount(c, &page)
	return page
}
