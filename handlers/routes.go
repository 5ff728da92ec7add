package handlers

import (
	"github.com/gin-gonic/gin"

	"linecheck/static"
)

// routes is every URL there is, grouped by who may enter. Within a group the store still answers for the desk that
// is meant: what the reader may not see is not found.
func (h *Handlers) routes(engine *gin.Engine) {
	anyone := door{h, engine.Group("/")}
	anyone.get("/healthz", h.healthy)
	anyone.get("/readyz", h.ready)
	anyone.file(static.Prefix+"*name", gin.WrapH(static.Handler()))
}

// door is a group of URLs that the same people may enter.
type door struct {
	h     *Handlers
	group *gin.RouterGroup
}

// behind is a door further in: who passed this one must pass more checks.
func (d door) behind(checks ...action) door {
	inner := d.group.Group("/")
	for _, check := range checks {
		inner.Use(d.h.page(check))
	}
	return door{d.h, inner}
}

// get answers GET, and HEAD with the same headers.
func (d door) get(path string, a action) { d.file(path, d.h.page(a)) }

func (d door) file(path string, handler gin.HandlerFunc) {
	d.group.GET(path, handler)
	d.group.HEAD(path, handler)
}

func (d door) post(path string, a action) { d.group.POST(path, d.h.page(a)) }
