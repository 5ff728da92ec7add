package claim

import (
	"sync"
	"unicode"
	"unicode/utf8"
)

// class says what a word can be; a word may be several things.
type class uint64

const (
	month class = 1 << iota
	weekday
	shortDay // "Mon", which needs its stop or a date beside it
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
	unitName    // a unit that is counted like a thing: votes, points, seats
	determiner  // the, a, his
	function    // words that no noun phrase goes through
	preposition // before times and places
	nearTime    // last, next, past, recent
	saying      // said: always an attribution
	thinking    // announced, believes: where "that" or a clause follows
	job         // president, spokesman
	honorific   // Mr, Gen
	placeNoun   // province, city
	country
	greatest    // largest, most
	lawNoun     // Act, Article
	eventNoun   // election, earthquake, summit
	pollNoun    // poll, survey
	group       // police, officials: who says things
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
	verbForm // is, has: no name goes on through them
	modifier // former, senior: before a title
	digits   // a figure, in tokens only
)

// entry is what is known of a word.
type entry struct {
	key     string
	classes class
	number  float64 // of a month its number, of a cardinal its value, of a unit of time its days
	unit    string  // of a unit its name in Value
}

// maxWordLen is the longest word that is looked up, in bytes.
const maxWordLen = 32

// lookUp finds a word without regard to capitals; an apostrophe is one however it is written.
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

// lexicon is built from the lists of words once.
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
