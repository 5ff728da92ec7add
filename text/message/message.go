// Package message holds what Linecheck says to people. The English sentence is the key, as in gettext, so that code and templates stay
// readable. A language is one file in languages/; English needs none.
package message

import (
	"context"
	"strings"
	"time"

	"golang.org/x/text/feature/plural"
	"golang.org/x/text/language"
	"golang.org/x/text/message"
)

// Key is a sentence that people read, in English. It is a format of package fmt: "%d of %d sentences". Every constant of this type is
// listed in keys.json, from which translators start.
//
// A number that is counted is %d and is written as the language writes numbers. A number that is a name, such as a year or an id, is
// passed as a string.
type Key string

// A Printer writes messages in one language. It is safe for concurrent use.
type Printer struct {
	tag     language.Tag
	catalog catalog
	numbers *message.Printer
}

func newPrinter(tag language.Tag, c catalog) *Printer {
	return &Printer{tag: tag, catalog: c, numbers: message.NewPrinter(tag)}
}

// Lang returns the language's tag, as the lang attribute of HTML takes it.
func (p *Printer) Lang() string { return p.tag.String() }

// Say writes a message with its arguments. A message that the language lacks is written in English. Arguments of type Key are
// translated too.
func (p *Printer) Say(key Key, args ...any) string {
	return p.format(p.catalog.message(key), args)
}

// Count writes a message about n things: one of the two keys in English, and the form that its plural rules choose in another language.
// The first verb of both keys is the number: "%d claim", "%d claims". Further arguments follow it.
func (p *Printer) Count(n int, one, many Key, args ...any) string {
	form := plural.Cardinal.MatchPlural(p.tag, max(n, -n), 0, 0, 0, 0)
	return p.format(p.catalog.plural(form, one, many), append([]any{n}, args...))
}

// Number writes a whole number with the language's digits and separators.
func (p *Printer) Number(n int) string { return p.numbers.Sprintf("%d", n) }

// Time writes a moment by a layout of package time. Layouts are keys, so a language can order day, month and year in its own way; names
// of months and days are translated one by one.
func (p *Printer) Time(t time.Time, layout Key) string {
	written := t.Format(p.catalog.message(layout))
	for _, name := range []Key{monthKey(t.Month()), weekdayKey(t.Weekday())} {
		written = strings.Replace(written, string(name), p.catalog.message(name), 1)
		written = strings.Replace(written, string(name[:3]), p.catalog.message(name[:3]), 1)
	}
	return written
}

// format fills in a translated format.
func (p *Printer) format(format string, args []any) string {
	if len(args) == 0 {
		return strings.ReplaceAll(format, "%%", "%")
	}
	for i, arg := range args {
		if key, ok := arg.(Key); ok {
			args[i] = p.Say(key)
		}
	}
	return p.numbers.Sprintf(format, args...)
}

type contextKey struct{}

// With returns a context that carries a Printer, for what is written while a request is answered.
func With(ctx context.Context, p *Printer) context.Context {
	return context.WithValue(ctx, contextKey{}, p)
}

// From returns the Printer of a context, or English where it carries none.
func From(ctx context.Context) *Printer {
	if p, ok := ctx.Value(contextKey{}).(*Printer); ok {
		return p
	}
	return English
}
