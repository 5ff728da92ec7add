package models

import (
	"cmp"
	"regexp"
	"slices"
	"strings"

	"linecheck/text"
	"linecheck/text/message"
	"linecheck/text/web"
)

// EvidenceNeed is a detail that evidence from one kind of source needs before it counts, so that somebody
// else can find it.
type EvidenceNeed struct {
	Field       string      // of the form and the API, without its prefix
	Name        message.Key // in a list of what a kind of source needs, such as "address"
	MissingText message.Key // in a message about what is missing, such as "its address"
	Ask         message.Key // a sentence that asks for it
	isMet       func(Source, Evidence) bool
}

// isSourceFact reports whether the detail belongs to the source, and so to all evidence that cites it.
func (n EvidenceNeed) isSourceFact() bool { return n.Field == "url" || n.Field == "contact" }

// EvidenceNeeds lists the details that evidence for or against a claim needs, by the kind of its source, in
// addition to a title and a class. The form, the server's checks, the gate and docs/reference/evidence.md use
// it.
var EvidenceNeeds = map[SourceKind][]EvidenceNeed{
	"web page": {{"url", "address", "its address",
		"Please give the address of the web page, or choose another kind of source.", hasAddress}},
	"document": {{"locator", "page or paragraph", "its page or paragraph",
		"Please say where in the document it is: a page or a paragraph, such as p. 12 or para 3.", hasLocator}},
	"recording": {{"locator", "time in it", "the time in the recording",
		"Please say where in the recording it is: a time, such as 1:02:30 or 12:30.", hasLocator}},
	"data": {{"locator", "table or row", "the table or row",
		"Please say where in the data it is: a table, sheet, row or page, such as table 2, row 14.", hasLocator}},
	"person": {
		{"contact", "contact", "a contact", "Please say how to reach this person again: a telephone number or an address.", hasContact},
		{"accessed", "day", "the day of the conversation", "Please give the day on which this person said it.", hasDay},
	},
	"own observation": {
		{"accessed", "day", "the day of the observation", "Please give the day on which you saw it.", hasDay},
		{"quote", "a sentence on what you saw", "a sentence on what was seen",
			"Please say in a sentence what you saw, where the words of a source go.", hasSentence},
	},
}

func hasAddress(s Source, _ Evidence) bool { return cmp.Or(s.URL, web.TitleAddress(s.Title)) != "" }

func hasLocator(_ Source, e Evidence) bool {
	return e.Locator != "" && !copiedLocator.MatchString(e.Locator)
}

func hasContact(s Source, _ Evidence) bool { return text.HasVisibleWord(s.Contact) }

func hasDay(_ Source, e Evidence) bool { return e.AccessedOn != nil }

func hasSentence(_ Source, e Evidence) bool { return isSentence(e.Quote) }

// copiedLocator matches a locator that only names the origin of copied evidence.
var copiedLocator = regexp.MustCompile(`^copied from (claim [0-9]+, given|another desk)`)

// isSentence reports whether words can be a sentence: at least three of them. In scripts that put no spaces
// between words, each letter counts as a word.
func isSentence(s string) bool {
	const fewest = 3
	n := 0
	for _, word := range strings.Fields(s) {
		if letters := strings.IndexFunc(word, isUnspacedScript); letters >= 0 {
			n += len([]rune(word[letters:]))
		} else if text.HasVisibleWord(word) {
			n++
		}
	}
	return n >= fewest
}

// MissingNeeds lists the details that a piece of evidence still needs before it counts. Evidence for context
// needs none.
func MissingNeeds(s Source, e Evidence) []EvidenceNeed {
	if e.Stance == Context {
		return nil
	}
	return slices.DeleteFunc(slices.Clone(EvidenceNeeds[s.Kind]), func(n EvidenceNeed) bool { return n.isMet(s, e) })
}

// CheckNeeds adds an error for every missing detail. chosen means that the source already exists, so its own
// details cannot be entered here; copied means that the evidence was copied from another claim.
func CheckNeeds(prefix string, s Source, e Evidence, chosen, copied bool, wrong *ValidationErrors) {
	for _, n := range MissingNeeds(s, e) {
		switch {
		case copied:
			wrong.Add("evidence", "This evidence lacks %s, so it is not copied: please give it as new evidence with that.", n.MissingText)
		case chosen && n.isSourceFact():
			wrong.Add(prefix+"source", "This source of the desk lacks %s: please describe it as a new source with that.", n.MissingText)
		case wrong.Detail(prefix+n.Field) == "":
			wrong.Add(prefix+n.Field, n.Ask)
		}
	}
}

// joinTexts lists what is missing: "its address and its page".
func joinTexts(list []message.Text) message.Text {
	joined := list[0]
	for _, t := range list[1:] {
		joined = message.New("%s and %s", joined, t)
	}
	return joined
}

// describeIncomplete describes the pieces of evidence that do not count because details are missing, and what
// to do; "" if all count.
func describeIncomplete(cited []CitedEvidence) message.Text {
	for _, c := range cited {
		var lacks []message.Text
		for _, n := range MissingNeeds(c.Source, c.Evidence) {
			lacks = append(lacks, message.New(n.MissingText))
		}
		if len(lacks) == 0 {
			continue
		}
		title := c.Source.Title
		if c.Source.Confidential {
			title = ConfidentialSource
		}
		return message.New("“%s” does not count, because it lacks %s: give it again with that, or give other evidence.",
			shorten(title), joinTexts(lacks))
	}
	return message.Text{}
}

// CheckVerdictNote requires a note for an unverified claim (what was tried), and for a disputed one unless
// counted evidence contradicts it.
func CheckVerdictNote(status Status, note string, contradicted bool, wrong *ValidationErrors) {
	switch {
	case text.HasVisibleWord(note):
	case status == Unverified:
		wrong.Add("note", "Please say in the note what you tried, so that others need not try it again.")
	case status == Disputed && !contradicted:
		wrong.Add("note", "Please say in the note what speaks against it, or give evidence that contradicts it.")
	}
}
