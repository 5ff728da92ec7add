package views

import (
	"slices"
	"strings"

	"github.com/a-h/templ"

	"linecheck/text/message"
)

// Act is an action on the page of an article or of a sentence. Its keys are defined only in Acts. The help, the bar, the buttons, the
// scripts and the tests read them from there.
type Act struct {
	Name    string      // for the scripts and the tests, such as "ask"
	Keys    []string    // as in KeyboardEvent.key, with "Shift+" or "Control+" before a key that is not a letter
	Shown   string      // the keys as people read them; "" for Keys themselves
	Label   message.Key // a verb and its object, for the list of all actions
	Short   message.Key // on the bar; "" if it is not there
	Group   message.Key // the heading of the action in the list of all actions
	Needs   ActRight    // who may do it
	Repeats bool        // whether it repeats while its key is held down
}

// ActRight is the right that an act needs.
type ActRight int

// The rights that acts need.
const (
	ByAnybody ActRight = iota
	ByCheckers
	ByAnswerers
	ByRulers
	ByArrangers
)

// The groups of the list of all actions.
const (
	movingActs   message.Key = "Move"
	claimActs    message.Key = "On the claim"
	sentenceActs message.Key = "On the sentence"
	wordActs     message.Key = "Select words"
	anywhereActs message.Key = "Anywhere"
)

// Acts lists every act with its keys, in the order in which the list of all actions shows them.
var Acts = []Act{
	{Name: "sourced", Keys: []string{"s"}, Label: "Sourced: asks for the evidence", Group: claimActs, Needs: ByCheckers},
	{Name: "disputed", Keys: []string{"d"}, Label: "Disputed: asks for a note", Group: claimActs, Needs: ByCheckers},
	{Name: "unverified", Keys: []string{"u"}, Label: "Unverified: checked, could not be proved", Group: claimActs, Needs: ByCheckers},
	{Name: "evidence", Keys: []string{"v"}, Label: "Add a source", Group: claimActs, Needs: ByCheckers},
	{Name: "ask", Keys: []string{"a"}, Label: "Ask about this claim", Group: claimActs, Needs: ByCheckers},
	{Name: "correct", Keys: []string{"e"}, Label: "Correct the words", Group: claimActs, Needs: ByCheckers},
	{Name: "outcome", Keys: []string{"o"}, Label: "Save the outcome, then 1 to 8", Group: claimActs, Needs: ByRulers},
	{Name: "rule", Keys: []string{"r"}, Label: "Rule on a disagreement", Group: claimActs, Needs: ByRulers},
	{Name: "assign", Keys: []string{"g"}, Label: "Assign this claim", Group: claimActs, Needs: ByArrangers},
	{Name: "kind", Keys: []string{"y"}, Label: "Change the kind", Group: claimActs, Needs: ByCheckers},
	{Name: "risk", Keys: []string{"h"}, Label: "Change the risk", Group: claimActs, Needs: ByCheckers},
	{Name: "next-claim", Keys: []string{"]"}, Label: "Next claim of the sentence", Group: claimActs, Repeats: true},
	{Name: "previous-claim", Keys: []string{"["}, Label: "Previous claim of the sentence", Group: claimActs, Repeats: true},
	{Name: "place", Keys: []string{"p"}, Label: "Place a lost claim at the selected words", Group: claimActs, Needs: ByCheckers},

	{Name: "nothing", Keys: []string{"n"}, Label: "Nothing (else) to check here; on to the next", Short: "Nothing to check",
		Group: sentenceActs, Needs: ByCheckers},
	{Name: "range-next", Keys: []string{"Shift+ArrowDown"}, Label: "Select the next sentence too; then Nothing to check marks them together",
		Group: sentenceActs, Needs: ByCheckers, Repeats: true},
	{Name: "range-previous", Keys: []string{"Shift+ArrowUp"}, Label: "Select the previous sentence too", Group: sentenceActs,
		Needs: ByCheckers, Repeats: true},
	{Name: "range-paragraph", Keys: []string{"P"}, Label: "Select the sentences of the paragraph that are in view", Group: sentenceActs,
		Needs: ByCheckers},
	{Name: "range-captions", Keys: []string{"C"}, Label: "Select the captions in view", Group: sentenceActs, Needs: ByCheckers},
	{Name: "take", Keys: digits(""), Shown: "1–9", Label: "Mark a suggestion as a claim", Group: sentenceActs, Needs: ByCheckers},
	{Name: "dismiss", Keys: digits("Shift+"), Shown: "Shift 1–9", Label: "Dismiss a suggestion", Group: sentenceActs, Needs: ByCheckers},
	{Name: "sourced-whole", Keys: []string{"S"}, Label: "The whole sentence is sourced", Group: sentenceActs, Needs: ByCheckers},
	{Name: "disputed-whole", Keys: []string{"D"}, Label: "The whole sentence is disputed", Group: sentenceActs, Needs: ByCheckers},
	{Name: "unverified-whole", Keys: []string{"U"}, Label: "The whole sentence is unverified", Group: sentenceActs, Needs: ByCheckers},
	{Name: "confirm", Keys: []string{"c"}, Label: "Confirm what is ticked of a sentence that changed; on to the next that did",
		Short: "Confirm", Group: sentenceActs, Needs: ByCheckers},
	{Name: "note", Keys: []string{"t"}, Label: "Write a note on the sentence", Group: sentenceActs, Needs: ByAnswerers},
	{Name: "same", Keys: []string{"="}, Label: "Take the offer: the identical sentences too", Short: "The same too", Group: sentenceActs,
		Needs: ByCheckers},
	{Name: "split", Keys: []string{"x"}, Label: "Split before the selected words", Group: sentenceActs, Needs: ByCheckers},
	{Name: "join", Keys: []string{"m"}, Label: "Join with the next sentence", Group: sentenceActs, Needs: ByCheckers},

	{Name: "select", Keys: []string{"w"}, Label: "Select the first word; then widen by a word", Short: "Select", Group: wordActs,
		Needs: ByCheckers, Repeats: true},
	{Name: "narrow", Keys: []string{"W"}, Label: "Narrow by a word", Group: wordActs, Needs: ByCheckers, Repeats: true},
	{Name: "jump", Keys: []string{"'"}, Label: "Select words by their beginning", Group: wordActs, Needs: ByCheckers},
	{Name: "mark", Keys: []string{"Enter"}, Label: "Make a claim of the selected words; else open the sentence’s own page", Group: wordActs},

	{Name: "next", Keys: []string{"j"}, Label: "Next sentence", Short: "Next", Group: movingActs, Repeats: true},
	{Name: "previous", Keys: []string{"k"}, Label: "Previous sentence", Short: "Back", Group: movingActs, Repeats: true},
	{Name: "next-open", Keys: []string{"J"}, Label: "Next that is not looked at or open; on my own map: that I have not looked at",
		Group: movingActs, Repeats: true},
	{Name: "previous-open", Keys: []string{"K"}, Label: "Previous that is not looked at or open", Group: movingActs, Repeats: true},
	{Name: "next-unread", Keys: []string{"f"}, Label: "Next that nobody has looked at", Group: movingActs, Repeats: true},
	{Name: "return", Keys: []string{"b"}, Label: "Back to where I was", Group: movingActs},

	{Name: "undo", Keys: []string{"z"}, Label: "Undo my last change in this article", Short: "Undo", Group: anywhereActs, Needs: ByCheckers},
	{Name: "redo", Keys: []string{"Z"}, Label: "Redo what I undid last", Group: anywhereActs, Needs: ByCheckers},
	{Name: "save", Keys: []string{"Control+Enter"}, Label: "Save the form I am in", Group: anywhereActs},
	{Name: "actions", Keys: []string{".", "Control+k"}, Label: "All actions", Short: "All actions", Group: anywhereActs},
	{Name: "search", Keys: []string{"/"}, Label: "Search articles", Group: anywhereActs},
	{Name: "help", Keys: []string{"?"}, Label: "These keys", Group: anywhereActs},
	{Name: "leave", Keys: []string{"Escape"}, Label: "Leave a field, a selection or this list", Group: anywhereActs},
}

// digits are the keys from 1 to 9, each with a key that is held down with it.
func digits(with string) []string {
	var keys []string
	for _, digit := range "123456789" {
		keys = append(keys, with+string(digit))
	}
	return keys
}

// Allow reports whether a user with these rights may perform an action.
func (r Rights) Allow(need ActRight) bool {
	switch need {
	case ByCheckers:
		return r.Check
	case ByAnswerers:
		return r.Answer
	case ByRulers:
		return r.Check && r.Rule
	case ByArrangers:
		return r.Arrange
	}
	return true
}

// actNamed returns an act. It panics for a name that is not in the table, which is a programming error.
func actNamed(name string) Act {
	i := slices.IndexFunc(Acts, func(a Act) bool { return a.Name == name })
	if i < 0 {
		panic("views: there is no act " + name)
	}
	return Acts[i]
}

// keyNames are the displayed names of keys, where they differ from KeyboardEvent.key.
var keyNames = strings.NewReplacer("Control+", "Ctrl ", "Shift+", "Shift ", "Enter", "↵", "Escape", "Esc", "ArrowDown", "↓", "ArrowUp", "↑",
	"ArrowRight", "→", "ArrowLeft", "←", "Ctrl k", "Ctrl K")

// shownKeys are the keys of an act as people read them.
func (a Act) shownKeys() []string {
	if a.Shown != "" {
		return []string{a.Shown}
	}
	var shown []string
	for _, key := range a.Keys {
		shown = append(shown, keyNames.Replace(keyNames.Replace(key)))
	}
	return shown
}

// shortcuts returns the keys of an action in the format of aria-keyshortcuts.
func (a Act) shortcuts() string {
	var keys []string
	for _, key := range a.Keys {
		if lower := strings.ToLower(key); len(key) == 1 && lower != key {
			key = "Shift+" + key
		} else if len(key) == 1 {
			key = strings.ToUpper(key)
		}
		keys = append(keys, key)
	}
	return strings.Join(keys, " ")
}

// actAttributes make a button perform an act, and tell assistive technology its keys.
func actAttributes(name string) templ.Attributes {
	return templ.Attributes{"data-act": name, "aria-keyshortcuts": actNamed(name).shortcuts()}
}

// keyAttributes tell assistive technology the keys of a control that performs an act by itself.
func keyAttributes(name string) templ.Attributes {
	return templ.Attributes{"aria-keyshortcuts": actNamed(name).shortcuts()}
}

// fieldActs are the acts that open a claim's form, by the field that gets the focus.
var fieldActs = map[string]string{
	"correction-to": "correct", "resolution": "outcome", "kind": "kind", "risk": "risk", "person": "assign",
	"evidence-paste": "evidence",
}

// actField marks a field as the one that the key of an action focuses.
func actField(field string) templ.Attributes {
	if act := fieldActs[field]; act != "" {
		return templ.Attributes{"data-act-field": act}
	}
	return nil
}
