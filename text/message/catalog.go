package message

import (
	"embed"
	"encoding/json"
	"fmt"
	"path"
	"strings"

	"golang.org/x/text/feature/plural"
	"golang.org/x/text/language"
)

// A catalog translates keys.
type catalog interface {
	message(key Key) string
	plural(form plural.Form, one, many Key) string
	layout(key Key) string
}

// English is the language of the keys.
var English = newPrinter(language.English, english{})

// Pseudo is a language for tests: English with accents, in brackets, and a third longer. Plain letters on a page in it show a text that is
// not from the catalogue. A text that is cut off would be cut off in German too. Browsers and Android use the same tag.
var Pseudo = newPrinter(language.MustParse("en-XA"), pseudo{})

// english is the catalog of English, in which every key is its own message.
type english struct{}

func (english) message(key Key) string { return string(key) }

func (english) plural(form plural.Form, one, many Key) string {
	if form == plural.One {
		return string(one)
	}
	return string(many)
}

func (english) layout(key Key) string { return string(key) }

//go:embed languages
var files embed.FS

// translations is the content of a language's file: for each key its sentence, or one sentence for each plural form.
type translations map[Key]forms

// forms has the sentences of one key by CLDR's names of plural forms. A key without a number has only "other".
type forms map[string]string

// UnmarshalJSON takes a sentence, or an object of plural forms.
func (f *forms) UnmarshalJSON(encoded []byte) error {
	var sentence string
	if err := json.Unmarshal(encoded, &sentence); err == nil {
		*f = forms{"other": sentence}
		return nil
	}
	var byForm map[string]string
	if err := json.Unmarshal(encoded, &byForm); err != nil {
		return err
	}
	*f = byForm
	return nil
}

func (t translations) message(key Key) string {
	if sentence := t[key]["other"]; sentence != "" {
		return sentence
	}
	return string(key)
}

// layout is a message like any other.
func (t translations) layout(key Key) string { return t.message(key) }

var formNames = map[plural.Form]string{
	plural.Zero: "zero", plural.One: "one", plural.Two: "two", plural.Few: "few", plural.Many: "many", plural.Other: "other",
}

// plural finds the sentence under the key of many things.
func (t translations) plural(form plural.Form, one, many Key) string {
	if sentence := t[many][formNames[form]]; sentence != "" {
		return sentence
	}
	if sentence := t[many]["other"]; sentence != "" {
		return sentence
	}
	return english{}.plural(form, one, many)
}

// Languages returns the Printer of every language that has a file, English first. It panics if a file is invalid: the files are part of the
// program, so any test finds that.
func Languages() []*Printer {
	printers := []*Printer{English}
	entries, err := files.ReadDir("languages")
	if err != nil {
		panic(err)
	}
	for _, entry := range entries {
		name, isCatalog := strings.CutSuffix(entry.Name(), ".json")
		if !isCatalog {
			continue
		}
		printer, err := load(name)
		if err != nil {
			panic(fmt.Sprintf("load the language %s: %s", name, err))
		}
		printers = append(printers, printer)
	}
	return printers
}

// load reads the file of one language.
func load(name string) (*Printer, error) {
	tag, err := language.Parse(name)
	if err != nil {
		return nil, err
	}
	encoded, err := files.ReadFile(path.Join("languages", name+".json"))
	if err != nil {
		return nil, err
	}
	t := translations{}
	if err := json.Unmarshal(encoded, &t); err != nil {
		return nil, err
	}
	return newPrinter(tag, t), nil
}

// The names of months and weekdays, long and short, as package time writes them.
var (
	monthNames = [...]Key{"January", "February", "March", "April", "May", "June", "July",
		"August", "September", "October", "November", "December"}
	shortMonthNames   = [...]Key{"Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"}
	weekdayNames      = [...]Key{"Sunday", "Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday"}
	shortWeekdayNames = [...]Key{"Sun", "Mon", "Tue", "Wed", "Thu", "Fri", "Sat"}
)
