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

// bufferPool are kept between answers: a page is drawn whole before its first byte goes out.
var bufferPool = sync.Pool{New: func() any { return new(bytes.Buffer) }}

// maxPooledBuffer is the largest buffer that is kept for the next answer; a rare giant page gives its memory back.
const maxPooledBuffer = 1 << 20

// render draws a component and, only when that went well, answers with it.
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

// seeOther brings the browser to another page after a change.
func seeOther(c *gin.Context, url string) error {
	c.Redirect(http.StatusSeeOther, url)
	return nil
}

// newPage is what every page has around it; current is the entry of the navigation that the page belongs to, or "".
func (h *Handlers) newPage(c *gin.Context, title message.Key, current string, args ...any) views.Page {
	page := views.Page{Title: printer(c).Say(title, args...), Current: current, Zone: h.zone}
	if who := reader(c); who.UserID != 0 {
		page.Reader = &who
	}
	return page
}
