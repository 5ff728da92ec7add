package models

import (
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

	"linecheck/text"
)

// MentionedPeople returns the ids of the people whom a text mentions: "@" and a name of one of them. A first
// name is enough if only one of them has it. Case, spaces and the Unicode form make no difference. Those who may
// not answer are never mentioned, nor is the author.
func MentionedPeople(body string, people []DeskPerson, author int64) []int64 {
	var ids []int64
	for _, m := range FindMentions(body, people) {
		for _, id := range m.People {
			if id != author && !slices.Contains(ids, id) {
				ids = append(ids, id)
			}
		}
	}
	return ids
}

// FoundMention is "@" and a name in a text.
type FoundMention struct {
	Start, End int     // in bytes
	People     []int64 // usually one; several if they have the same name
}

// FindMentions finds the people whom a text mentions, in its order.
func FindMentions(body string, people []DeskPerson) []FoundMention {
	people = slices.DeleteFunc(slices.Clone(people), func(p DeskPerson) bool { return !p.Role.Allows(ActAnswer) })
	var found []FoundMention
	for at := strings.IndexByte(body, '@'); at >= 0; {
		next := at + 1
		if before, _ := utf8.DecodeLastRuneInString(body[:at]); !isNameLetter(before) { // not within an e-mail address
			if length, ids := longestName(body[next:], people); length > 0 {
				next += length
				found = append(found, FoundMention{at, next, ids})
			}
		}
		further := strings.IndexByte(body[next:], '@')
		if further < 0 {
			break
		}
		at = next + further
	}
	return found
}

// longestName returns the length in bytes of the longest name at the beginning of a text, and who has it.
func longestName(s string, people []DeskPerson) (length int, ids []int64) {
	longest := 0
	for _, p := range people {
		longest = max(longest, len(strings.Fields(p.Name)))
	}
	end, words := 0, []string{}
	for len(words) < longest {
		start := end + len(s[end:]) - len(strings.TrimLeft(s[end:], " \t\u00a0\n\r"))
		if len(words) == 0 && start > 0 {
			break // "@ Nadia" mentions nobody
		}
		size := nameWordLength(s[start:])
		if size == 0 {
			break
		}
		end = start + size
		words = append(words, s[start:end])
		name := strings.Join(words, " ")
		if found := peopleNamed(name, people); len(found) > 0 {
			length, ids = end, found
			continue
		}
		if suffix := strings.LastIndexAny(words[len(words)-1], "'’"); suffix > 0 { // "@Nadia’s"
			suffix -= len(words[len(words)-1])
			if found := peopleNamed(name[:len(name)+suffix], people); len(found) > 0 {
				return end + suffix, found
			}
		}
	}
	return length, ids
}

// nameWordLength returns the length of the word at the beginning of a text, without the punctuation that
// follows it.
func nameWordLength(s string) int {
	size := strings.IndexFunc(s, func(r rune) bool { return !isNameLetter(r) && !strings.ContainsRune("'’.-‐\u200c\u200d·", r) })
	if size < 0 {
		size = len(s)
	}
	return len(strings.TrimRightFunc(s[:size], func(r rune) bool { return !isNameLetter(r) }))
}

func isNameLetter(r rune) bool {
	return unicode.IsLetter(r) || unicode.IsNumber(r) || unicode.IsMark(r)
}

// peopleNamed returns the people with a name, or the one person with that first name.
func peopleNamed(name string, people []DeskPerson) []int64 {
	var full, first []int64
	for _, p := range people {
		if sameName(name, p.Name) {
			full = append(full, p.ID)
		}
		if words := strings.Fields(p.Name); len(words) > 1 && sameName(name, words[0]) {
			first = append(first, p.ID)
		}
	}
	if len(full) == 0 && len(first) == 1 {
		return first
	}
	return full
}

// sameName compares names by their words. The full stops of initials make no difference.
func sameName(a, b string) bool {
	return text.SameWords(strings.ReplaceAll(a, ".", ""), strings.ReplaceAll(b, ".", ""))
}
