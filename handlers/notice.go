package handlers

import (
	"log/slog"
	"net/http"

	"github.com/gin-gonic/gin"

	"linecheck/models"
	"linecheck/views"
)

// noticesPath is the path of the list of notices.
const noticesPath = "/notices"

// showNotices lists the user's notices.
func (h *Handlers) showNotices(c *gin.Context) error {
	a := h.parseListQuery(c)
	page := a.page()
	if len(a.fieldErrors) > 0 {
		return a.fieldErrors
	}
	list, err := h.store.Notices(c.Request.Context(), reader(c), models.NoticeFilter{}, page)
	if err != nil {
		return err
	}
	shown := views.NoticesPage{Page: h.newPage(c, "Notices", "notices"), Notices: list, Filter: a.filterView(noticesPath, nil, nil)}
	shown.Styles = []string{listStylesheet}
	return h.render(c, http.StatusOK, views.Notices(shown))
}

// readNotice marks one notice as read.
func (h *Handlers) readNotice(c *gin.Context) error {
	id, err := parseIDParam(c, "id")
	if err != nil {
		return err
	}
	if err := h.store.ReadNotice(c.Request.Context(), reader(c), id); err != nil {
		return err
	}
	return seeOther(c, noticesPath)
}

// readNotices marks all notices as read, up to the newest one that the user saw.
func (h *Handlers) readNotices(c *gin.Context) error {
	typed, err := readForm(c)
	if err != nil {
		return err
	}
	through, err := parseID(typed.Get("through"))
	if err != nil {
		return models.NewFieldError("through", "This is no notice's id.")
	}
	if err := h.store.ReadNotices(c.Request.Context(), reader(c), through); err != nil {
		return err
	}
	return seeOther(c, noticesPath)
}

// addNoticeCount adds the number of unread notices to a page. If the query fails, the page appears without the number.
func (h *Handlers) addNoticeCount(c *gin.Context, page *views.Page) {
	if page.Reader == nil || c.IsAborted() {
		return
	}
	var err error
	if page.Notices, err = h.store.UnreadNotices(c.Request.Context(), *page.Reader); err != nil {
		h.logFailure(c, slog.LevelWarn, err)
	}
}
