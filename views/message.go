package views

import (
	"context"
	"fmt"
	"io"
	"strconv"
	"strings"
	"time"

	"github.com/a-h/templ"

	"linecheck/models"
	"linecheck/text/message"
)

// Templates and their helpers write messages with the functions below. The language is that of the context.

// say writes a message.
func say(ctx context.Context, key message.Key, args ...any) string {
	return message.From(ctx).Say(key, args...)
}

// sayText writes a message that models, the store or a handler returned.
func sayText(ctx context.Context, t message.Text) string { return message.From(ctx).Text(t) }

// count writes a message about n things. Its first verb is the number.
func count(ctx context.Context, n int, one, many message.Key, args ...any) string {
	return message.From(ctx).Count(n, one, many, args...)
}

// number writes a whole number.
func number(ctx context.Context, n int) string { return message.From(ctx).Number(n) }

// linkWith is a link around a component.
func linkWith[T ~string](address T, content templ.Component) templ.Component {
	return templ.ComponentFunc(func(ctx context.Context, w io.Writer) error {
		p := htmlWriter{w: w}
		p.write(`<a href="`)
		p.writeEscaped(string(templ.URL(string(address))))
		p.write(`">`)
		if p.err == nil {
			p.err = content.Render(ctx, w)
		}
		p.write("</a>")
		return p.err
	})
}

// totalNumber is how many things a list has, from which tests and scripts read it.
func totalNumber(ctx context.Context, n int) templ.Component {
	written := number(ctx, n)
	return drawComponent(func(p *htmlWriter) {
		p.write(`<b data-total class="num">`)
		p.writeEscaped(written)
		p.write("</b>")
	})
}

// visuallyHidden is text for screen readers within a message.
func visuallyHidden(s string) templ.Component {
	return drawComponent(func(p *htmlWriter) { p.writeHidden(s) })
}

func (p *htmlWriter) writeHidden(s string) {
	if s != "" {
		p.write(`<span class="visually-hidden">`)
		p.writeEscaped(s)
		p.write("</span>")
	}
}

// isolate encloses words of a user, so that their direction does not reorder the message around them.
func isolate(words string) string { return "\u2068" + words + "\u2069" }

// sayOr writes a message, or other if there is none.
func sayOr(ctx context.Context, key message.Key, other string) string {
	if key == "" {
		return other
	}
	return say(ctx, key)
}

// lang and dir are the attributes of an element in the page's language that is inside a text in another one.
func lang(ctx context.Context) string { return message.From(ctx).Lang() }
func dir(ctx context.Context) string  { return Direction(lang(ctx)) }

// arrow points from what was to what is now, in a line that is written in the direction dir: the character does not turn by itself.
func arrow(dir string) string {
	if dir == "rtl" {
		return "←"
	}
	return "→"
}

// formatTime writes a moment on the newsroom's clock by a layout of package time.
func formatTime(ctx context.Context, t time.Time, zone *time.Location, layout message.Key) string {
	return message.From(ctx).Time(t.In(zoneOrUTC(zone)), layout)
}

// word writes a status, kind, role or another value of a fixed list.
func word[T ~string](ctx context.Context, value T) string {
	return say(ctx, models.WordKey(string(value)))
}

// joinWords lists things as a sentence does: "a, b and c".
func joinWords(ctx context.Context, words []string) string {
	switch n := len(words); n {
	case 0:
		return ""
	case 1:
		return words[0]
	default:
		return say(ctx, "%s and %s", strings.Join(words[:n-1], ", "), words[n-1])
	}
}

// sayWith draws a message whose arguments may be components, such as links. The sentence is one message, so a
// translator can order its parts.
func sayWith(ctx context.Context, key message.Key, args ...any) templ.Component {
	components, args := withPlaceholders(args)
	return drawMessage(say(ctx, key, args...), components)
}

// countWith is sayWith for a message about n things.
func countWith(ctx context.Context, n int, one, many message.Key, args ...any) templ.Component {
	components, args := withPlaceholders(args)
	return drawMessage(count(ctx, n, one, many, args...), components)
}

// placeholder encloses the number of a component in a message. HTML does not allow this character.
const placeholder = "\x00"

// withPlaceholders replaces each component among a message's arguments by its number between placeholders.
func withPlaceholders(args []any) ([]templ.Component, []any) {
	var components []templ.Component
	written := make([]any, len(args))
	for i, arg := range args {
		written[i] = arg
		switch arg := arg.(type) {
		case templ.Component:
			written[i] = placeholder + strconv.Itoa(len(components)) + placeholder
			components = append(components, arg)
		case string:
			if strings.Contains(arg, placeholder) {
				written[i] = strings.ReplaceAll(arg, placeholder, "\uFFFD")
			}
		}
	}
	return components, written
}

// drawMessage writes a message, with a component in place of each number.
func drawMessage(written string, components []templ.Component) templ.Component {
	return templ.ComponentFunc(func(ctx context.Context, w io.Writer) error {
		p := htmlWriter{w: w}
		for i, piece := range strings.Split(written, placeholder) {
			if i%2 == 0 {
				p.writeEscaped(piece)
				continue
			}
			n, err := strconv.Atoi(piece)
			if err != nil || n >= len(components) {
				return fmt.Errorf("a message has no component %q: %q", piece, written)
			}
			if p.err == nil {
				p.err = components[n].Render(ctx, w)
			}
		}
		return p.err
	})
}

// bdi is text of a user within a message: its direction does not reach beyond it.
func bdi(s string) templ.Component { return tagged("bdi", s) }

// kbd, code and bold are words within a message.
func kbd(s string) templ.Component  { return tagged("kbd", s) }
func code(s string) templ.Component { return tagged("code", s) }
func bold(s string) templ.Component { return tagged("b", s) }

// tagged is an element without attributes.
func tagged(tag, s string) templ.Component {
	return drawComponent(func(p *htmlWriter) {
		p.write("<" + tag + ">")
		p.writeEscaped(s)
		p.write("</" + tag + ">")
	})
}

// link is a link within a message.
func link[T ~string](address T, label string) templ.Component {
	return templ.ComponentFunc(func(_ context.Context, w io.Writer) error {
		p := htmlWriter{w: w}
		p.write(`<a href="`)
		p.writeEscaped(string(templ.URL(string(address))))
		p.write(`">`)
		p.writeEscaped(label)
		p.write("</a>")
		return p.err
	})
}
