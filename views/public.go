package views

import (
	"context"
	"crypto/sha256"
	"encoding/base64"
	"io"
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/a-h/templ"

	"linecheck/models"
	"linecheck/static"
	"linecheck/text/message"
)

// publicStyles is the style sheet that every public page contains, without its comments and indentation.
var publicStyles = packStyles(static.Text("public.css"))

// PublicStylesHash is its hash, as a Content-Security-Policy names it.
var PublicStylesHash = hashForPolicy(publicStyles)

func packStyles(css string) string {
	var b strings.Builder
	for line := range strings.Lines(css) {
		if line = strings.TrimSpace(line); !strings.HasPrefix(line, "/*") {
			b.WriteString(line + "\n")
		}
	}
	return b.String()
}

func hashForPolicy(content string) string {
	sum := sha256.Sum256([]byte(content))
	return "'sha256-" + base64.StdEncoding.EncodeToString(sum[:]) + "'"
}

// PublicLanguage returns the language of a public page: the article's, if the catalogue has it, else English. Only the pseudo-language,
// which shows what was written past the catalogue, is that of the request.
func PublicLanguage(ctx context.Context, article string) *message.Printer {
	if message.From(ctx) == message.Pseudo {
		return message.Pseudo
	}
	base, _, _ := strings.Cut(article, "-")
	for _, p := range publicLanguages {
		if have, _, _ := strings.Cut(p.Lang(), "-"); p.Lang() == article || have == base {
			return p
		}
	}
	return message.English
}

// publicLanguages are the languages of the catalogue.
var publicLanguages = message.Languages()

// publicStyle writes the style sheet. It is a constant of the program.
func publicStyle() templ.Component { return templ.Raw("<style>" + publicStyles + "</style>") }

// publicData writes structured data. JSON as Go writes it contains no "<".
func publicData(json []byte) templ.Component {
	return templ.Raw(`<script type="application/ld+json">` + string(json) + "</script>")
}

// publicTime writes a moment in UTC, so that a page is the same wherever it is made.
func publicTime(ctx context.Context, at time.Time) string {
	return say(ctx, "%s UTC", formatTime(ctx, at, time.UTC, "2 Jan 2006, 15:04"))
}

// publicVerdict is a claim's verdict in plain words.
func publicVerdict(ctx context.Context, s models.Status) string {
	switch s {
	case models.Sourced:
		return say(ctx, "supported by sources")
	case models.Disputed:
		return say(ctx, "disputed")
	case models.Unverified:
		return say(ctx, "could not be verified")
	}
	return say(ctx, "not checked")
}

// publicClass is the CSS class of a verdict.
func publicClass(s models.Status) string {
	switch s {
	case models.Sourced:
		return "s"
	case models.Disputed:
		return "d"
	}
	return "u"
}

// publicOutcome is how a claim ended; "" if it only has its verdict.
func publicOutcome(ctx context.Context, r models.Resolution) string {
	if r == models.Unresolved || r == "stands" || r == "" {
		return ""
	}
	return word(ctx, r)
}

// publicSentence writes a sentence with its claims marked. It adds no space between the parts.
func publicSentence(s models.PublicSentence) templ.Component {
	return templ.ComponentFunc(func(_ context.Context, w io.Writer) error {
		var b strings.Builder
		for _, piece := range s.Pieces {
			words := templ.EscapeString(piece.Text)
			switch {
			case piece.Status != "":
				b.WriteString(`<mark class="` + publicClass(piece.Status) + `">` + words + "</mark>")
			case len(s.Pieces) == 1 && !s.Unsettled:
				b.WriteString(`<span class="plain">` + words + "</span>")
			default:
				b.WriteString(words)
			}
			for _, n := range piece.Ends {
				b.WriteString("<sup>" + strconv.Itoa(n) + "</sup>")
			}
		}
		_, err := io.WriteString(w, b.String())
		return err
	})
}

// publicOpen lists the claims that were published although nobody could prove them.
func publicOpen(a models.PublicArticle) []models.PublicClaim {
	return slices.Concat(a.ClaimsWith(models.Disputed), a.ClaimsWith(models.Unverified), a.ClaimsWith(models.Unchecked))
}

// PublicFrame is the code with which another page shows a public page.
func PublicFrame(address string) string {
	return `<iframe src="` + address + `" title="Linecheck" width="100%" height="600" loading="lazy"></iframe>`
}

// DescribePublicCorrection says in one text what was wrong, since when, and how it was found.
func DescribePublicCorrection(ctx context.Context, k models.PublicDeskEntry) string {
	change := say(ctx, "“%s” was wrong. The words were taken out.", k.From)
	if k.To != "" {
		change = say(ctx, "“%s” was wrong. It is now “%s”.", k.From, k.To)
	}
	said := change + " " + say(ctx, "Corrected on %s. Wrong since %s.", publicTime(ctx, k.At), publicTime(ctx, k.Since))
	return strings.TrimSpace(said + " " + k.Found)
}
