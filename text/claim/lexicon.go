package claim

import (
	"sync"
	"unicode"
	"unicode/utf8"
)

// class is a set of word classes. A word may have several.
type class uint64

const (
	month class = 1 << iota
	weekday
	shortDay // "Mon", which needs a full stop or a date next to it
	timeUnit
	dayPart
	season
	dayWord // yesterday, today
	holiday
	zone
	cardinal    // one to ninety
	scale       // hundred, thousand, million
	manyScale   // hundreds, dozens
	ordinal     // first, second
	fraction    // half, third, quarters
	percent     // percent, %
	currency    // dollars, USD, $
	unit        // km, tonnes
	unitName    // a countable unit: votes, points, seats
	determiner  // the, a, his
	function    // words that end a noun phrase
	preposition // before times and places
	nearTime    // last, next, past, recent
	saying      // said: always an attribution
	thinking    // announced, believes: an attribution if "that" or a clause follows
	job         // president, spokesman
	honorific   // Mr, Gen
	placeNoun   // province, city
	country
	greatest    // largest, most
	lawNoun     // Act, Article
	eventNoun   // election, earthquake, summit
	pollNoun    // poll, survey
	group       // police, officials: can be a speaker
	plural      // people, men
	opinion     // should, must, hope
	future      // will, shall
	firstPerson // I, we
	pastBe      // was, were, had
	product     // Boeing, iPhone
	organisation
	vague // numerous, several
	compare
	adverb
	verbForm   // is, has: they end a name
	modifier   // former, senior: before a title
	digits     // a figure; only for tokens
	decadeWord // sixties
)

// entry is the lexicon's information about a word.
type entry struct {
	key     string
	classes class
	number  float64 // the number of a month, the value of a cardinal, the days of a unit of time
	unit    string  // the name of a unit in Value
}

// maxWordLen is the length of the longest word that is looked up, in bytes.
const maxWordLen = 32

// lookUp looks up a word regardless of case and of the form of its apostrophe.
func lookUp(w string) *entry {
	if len(w) > maxWordLen {
		return unknownEntry
	}
	var b [maxWordLen + utf8.UTFMax]byte
	key := b[:0]
	for _, r := range w {
		switch {
		case r >= 'A' && r <= 'Z':
			r += 'a' - 'A'
		case r == '’' || r == '‘':
			r = '\''
		case r >= utf8.RuneSelf:
			r = unicode.ToLower(r)
		}
		key = utf8.AppendRune(key, r)
		if len(key) > maxWordLen {
			return unknownEntry
		}
	}
	if e := lexicon()[string(key)]; e != nil {
		return e
	}
	return unknownEntry
}

// lexicon is built once from the lists of words.
var lexicon = sync.OnceValue(func() map[string]*entry {
	m := map[string]*entry{}
	at := func(w string) *entry {
		if m[w] == nil {
			m[w] = &entry{key: w}
		}
		return m[w]
	}
	for _, list := range wordLists {
		for w := range splitWords(list.words) {
			at(w).classes |= list.class
		}
	}
	for _, h := range hedges {
		for _, w := range h.words {
			at(w)
		}
	}
	for w, n := range wordValues {
		at(w).number = n
	}
	for name, words := range unitNames {
		for w := range splitWords(words) {
			e := at(w)
			e.unit = name
		}
	}
	return m
})
