// Package message holds what Linecheck says to people. The English sentence is the key, as in gettext, so that code and templates stay
// readable. A language is one file in languages/; English needs none.
package message

import (
	"context"
	"slices"
	"strings"
	"time"

	"golang.org/x/text/feature/plural"
	"golang.org/x/text/language"
	"golang.org/x/text/message"
	"golang.org/x/text/number"
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
	return &Printer{tag: tag, catalog: c, numbers: message.NewPrinter(withLatinDigits(tag))}
}

// withLatinDigits is the language with the digits 0 to 9. Times, ids and the numbers that people type have those in every language, and
// one page must not mix two kinds.
func withLatinDigits(tag language.Tag) language.Tag {
	digits, err := tag.SetTypeForKey("nu", "latn")
	if err != nil {
		return tag
	}
	return digits
}

// Lang returns the language's tag, as the lang attribute of HTML takes it.
func (p *Printer) Lang() string { return p.tag.String() }

// Say writes a message with its arguments. A message that the language lacks is written in English. Arguments of type Key are
// translated too, and so are those of type Text.
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
	written := t.Format(p.catalog.layout(layout))
	if p == English {
		return written
	}
	month, day := t.Month()-time.January, t.Weekday()
	for _, names := range [][2]Key{{monthNames[month], shortMonthNames[month]}, {weekdayNames[day], shortWeekdayNames[day]}} {
		for _, name := range names { // the long one first: it begins with the short one
			if strings.Contains(written, string(name)) {
				written = strings.Replace(written, string(name), p.catalog.message(name), 1)
				break
			}
		}
	}
	return written
}

// Percent writes a whole percentage as the language does.
func (p *Printer) Percent(n int) string { return p.numbers.Sprint(number.Percent(float64(n) / 100)) }

// Text writes a message that other code composed.
func (p *Printer) Text(t Text) string {
	if t.one != "" {
		return p.Count(t.n, t.one, t.Key, t.Args...)
	}
	return p.Say(t.Key, t.Args...)
}

// format fills in a translated format.
func (p *Printer) format(format string, args []any) string {
	if len(args) == 0 {
		return strings.ReplaceAll(format, "%%", "%")
	}
	return p.numbers.Sprintf(format, p.translate(args)...)
}

// translate writes the arguments that are messages themselves. It changes nothing in args, which may belong to a Text.
func (p *Printer) translate(args []any) []any {
	written := args
	for i, arg := range args {
		var said string
		switch arg := arg.(type) {
		case Key:
			said = p.Say(arg)
		case Text:
			said = p.Text(arg)
		default:
			continue
		}
		if &written[0] == &args[0] {
			written = slices.Clone(args)
		}
		written[i] = said
	}
	return written
}

// A Text is a message with its arguments, to be written in the language of each reader.
type Text struct {
	Key  Key
	Args []any

	n   int // of a message about a number of things
	one Key
}

// New is a message with its arguments.
func New(key Key, args ...any) Text { return Text{Key: key, Args: args} }

// NewCount is a message about n things, as Printer.Count writes it.
func NewCount(n int, one, many Key, args ...any) Text {
	return Text{Key: many, Args: args, n: n, one: one}
}

// Plain is a text that is the same in every language, such as a name.
func Plain(s string) Text { return New("%s", s) }

// Join puts texts one after the other.
func Join(texts []Text, separator string) Text {
	if len(texts) == 0 {
		return Text{}
	}
	verbs, args := make([]string, len(texts)), make([]any, len(texts))
	for i, t := range texts {
		verbs[i], args[i] = "%s", t
	}
	return New(Key(strings.Join(verbs, separator)), args...)
}

// String is the message in English.
func (t Text) String() string { return English.Text(t) }

// MarshalText writes the message in English, as files and programs get it.
func (t Text) MarshalText() ([]byte, error) { return []byte(t.String()), nil }

// IsZero reports whether there is no message.
func (t Text) IsZero() bool { return t.Key == "" }

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
