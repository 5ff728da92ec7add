package read

import (
	"regexp"
	"slices"
	"strings"

	"golang.org/x/net/html/atom"
)

// maxStyleSheetBytes limits a style sheet in which hidden classes are looked for, in bytes.
const maxStyleSheetBytes = 256 << 10

// maxHiddenRules limits the number of classes and ids that style sheets hide.
const maxHiddenRules = 2_000

// hiddenRules are the classes (".a"), ids ("#a") and elements ("a") that a page's own style sheets hide.
type hiddenRules map[string]bool

var (
	cssComment   = regexp.MustCompile(`(?s)/\*.*?\*/`)
	cssRule      = regexp.MustCompile(`([^{}]*)\{([^{}]*)\}`)
	plainElement = regexp.MustCompile(`^(?:[a-z]+[0-9]?)?([.#][\w-]+)$`)
)

// parse adds the rules of a style sheet: those with a single class or id, outside of media queries.
func (h *hiddenRules) parse(sheet string) {
	sheet = withoutAtRules(strings.ToLower(cssComment.ReplaceAllString(sheet, "")))
	for _, rule := range cssRule.FindAllStringSubmatch(sheet, maxHiddenRules) {
		if !hidesText(compactStyle(rule[2])) {
			continue
		}
		for selector := range strings.SplitSeq(rule[1], ",") {
			if found := plainElement.FindStringSubmatch(strings.TrimSpace(selector)); found != nil && len(*h) < maxHiddenRules {
				if *h == nil {
					*h = hiddenRules{}
				}
				(*h)[found[1]] = true
			}
		}
	}
}

// withoutAtRules returns a style sheet without its blocks for print, small screens and the like.
func withoutAtRules(sheet string) string {
	var b strings.Builder
	for {
		before, rest, found := strings.Cut(sheet, "@")
		b.WriteString(before)
		if !found {
			return b.String()
		}
		depth, end := 0, len(rest)
		for i := range len(rest) {
			if rest[i] == '{' {
				depth++
			} else if rest[i] == '}' {
				depth--
			}
			if depth == 0 && (rest[i] == '}' || rest[i] == ';') {
				end = i + 1
				break
			}
		}
		sheet = rest[end:]
	}
}

// hides reports whether a style sheet hides an element.
func (h hiddenRules) hides(a attributes) bool {
	if len(h) == 0 || a["class"] == "" && a["id"] == "" {
		return false
	}
	return h["#"+strings.ToLower(a["id"])] ||
		slices.ContainsFunc(strings.Fields(strings.ToLower(a["class"])), func(c string) bool { return h["."+c] })
}

// compactStyle returns a style in lower case without white space, ending in a semicolon.
func compactStyle(style string) string {
	if style == "" {
		return ""
	}
	return strings.ToLower(strings.Join(strings.Fields(style), "")) + ";"
}

// hidesText reports whether a style, in the form of compactStyle, hides an element.
func hidesText(style string) bool {
	style = strings.ReplaceAll(style, "!important", "")
	return slices.ContainsFunc(
		[]string{"display:none;", "mso-hide:all;", "opacity:0;", "font-size:0;", "font-size:0px;", "left:-9999px;", "text-indent:-9999px;",
			"visibility:hidden;", "visibility:collapse;",
			"clip:rect(0000);", "clip:rect(0,0,0,0);", "clip:rect(1px,1px,1px,1px);"},
		func(s string) bool {
			at := strings.Index(style, s)
			return at == 0 || at > 0 && style[at-1] == ';' || at > 0 && strings.HasSuffix(s, "-9999px;")
		},
	)
}

// screenReaderClasses hide text from the eye in common frameworks.
var screenReaderClasses = map[string]bool{"visually-hidden": true, "visuallyhidden": true, "sr-only": true, "screen-reader-text": true,
	"screenreader-only": true}

// hide sets whether the element is hidden, and why. Elements in one hidden by visibility may be visible.
func (e *element) hide(tag atom.Atom, a attributes, sheet hiddenRules) {
	style := compactStyle(a["style"])
	if e.unseen && (strings.Contains(style, "visibility:visible") || strings.Contains(style, "visibility:initial")) {
		e.hidden, e.unseen, e.why = false, false, ""
	}
	if e.hidden {
		return
	}
	_, hidden := a["hidden"]
	switch {
	case tag == atom.Del, tag == atom.S, tag == atom.Strike, strings.Contains(style, "line-through"):
		e.hidden, e.why = true, OmittedStruck
	case isHidden(tag, a):
		e.hidden, e.why = true, skippedKind(tag, a)
	case strings.Contains(style, "visibility:hidden"), strings.Contains(style, "visibility:collapse"):
		e.hidden, e.unseen, e.why = true, true, OmittedHidden
	case hidden, hidesText(style), sheet.hides(a),
		slices.ContainsFunc(strings.Fields(a["class"]), func(c string) bool { return screenReaderClasses[c] }):
		e.hidden, e.why = true, OmittedHidden
	}
}

// skippedKind returns the kind of omission of a skipped element, or "" if its content is no text for readers.
func skippedKind(tag atom.Atom, a attributes) OmissionKind {
	switch tag {
	case atom.Nav, atom.Button, atom.Select, atom.Textarea, atom.Datalist:
		return OmittedNavigation
	case atom.Dialog:
		return OmittedHidden
	case atom.Svg, atom.Object, atom.Audio, atom.Video, atom.Canvas, atom.Iframe:
		return OmittedEmbedded
	}
	if a["role"] == "navigation" {
		return OmittedNavigation
	}
	return ""
}

// scriptOf returns whether an element raises or lowers its text.
func scriptOf(tag atom.Atom, a attributes, around script) script {
	style := compactStyle(a["style"])
	switch {
	case tag == atom.Sup, strings.Contains(style, "vertical-align:super"), strings.Contains(style, "font-variant-position:super"):
		return superscript
	case tag == atom.Sub, strings.Contains(style, "vertical-align:sub;"), strings.Contains(style, "font-variant-position:sub;"):
		return subscript
	case strings.Contains(style, "vertical-align:baseline"):
		return onLine
	}
	return around
}
