package handlers

import (
	"github.com/gin-gonic/gin"
	"golang.org/x/text/language"

	"linecheck/text/message"
)

// languages are the languages in which pages can be displayed.
type languages struct {
	printers []*message.Printer // English first: it is the answer where nothing else fits
	matcher  language.Matcher
	pseudo   bool // the pseudo-language is also offered, to clients that request it explicitly
}

func newLanguages(printers []*message.Printer, pseudo bool) languages {
	tags := make([]language.Tag, len(printers))
	for i, p := range printers {
		tags[i] = language.Make(p.Lang())
	}
	return languages{printers, language.NewMatcher(tags), pseudo}
}

// choose finds the language that a browser asks for in Accept-Language.
func (l languages) choose(header string) *message.Printer {
	if !l.isChoice() || header == "" {
		return l.printers[0]
	}
	wanted, _, err := language.ParseAcceptLanguage(header)
	if err != nil {
		return l.printers[0]
	}
	for _, tag := range wanted { // those it likes best first
		if l.pseudo && tag.String() == message.Pseudo.Lang() {
			return message.Pseudo
		}
		if _, index, confidence := l.matcher.Match(tag); confidence != language.No {
			return l.printers[index]
		}
	}
	return l.printers[0]
}

// isChoice reports whether there is more than one language.
func (l languages) isChoice() bool { return len(l.printers) > 1 || l.pseudo }

// setLanguage stores the printer of the reader's language in the request's context, where templates read it. It sets the response's Vary
// header if there is more than one language.
func (h *Handlers) setLanguage(c *gin.Context) {
	if h.languages.isChoice() {
		c.Writer.Header().Add("Vary", "Accept-Language")
	}
	p := h.languages.choose(c.GetHeader("Accept-Language"))
	c.Request = c.Request.WithContext(message.With(c.Request.Context(), p))
	c.Next()
}

// printer writes in the language of a request.
func printer(c *gin.Context) *message.Printer { return message.From(c.Request.Context()) }
