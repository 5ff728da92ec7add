package handlers

import (
	"github.com/gin-gonic/gin"
	"golang.org/x/text/language"

	"linecheck/text/message"
)

// languages are those that pages can be written in.
type languages struct {
	printers []*message.Printer // English first: it is the answer where nothing else fits
	matcher  language.Matcher
}

func newLanguages(printers []*message.Printer) languages {
	tags := make([]language.Tag, len(printers))
	for i, p := range printers {
		tags[i] = language.Make(p.Lang())
	}
	return languages{printers, language.NewMatcher(tags)}
}

// choose finds the language that a browser asks for in Accept-Language.
func (l languages) choose(header string) *message.Printer {
	if len(l.printers) == 1 || header == "" {
		return l.printers[0]
	}
	wanted, _, err := language.ParseAcceptLanguage(header)
	if err != nil {
		return l.printers[0]
	}
	_, index, confidence := l.matcher.Match(wanted...)
	if confidence == language.No {
		return l.printers[0]
	}
	return l.printers[index]
}

// setLanguage puts the printer of the reader's language into the request's context, from which templates take it. Answers differ by the
// header only where there is a choice.
func (h *Handlers) setLanguage(c *gin.Context) {
	if len(h.languages.printers) > 1 {
		c.Writer.Header().Add("Vary", "Accept-Language")
	}
	p := h.languages.choose(c.GetHeader("Accept-Language"))
	c.Request = c.Request.WithContext(message.With(c.Request.Context(), p))
	c.Next()
}

// printer writes in the language of a request.
func printer(c *gin.Context) *message.Printer { return message.From(c.Request.Context()) }
