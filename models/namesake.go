package models

import (
	"strings"
	"unicode"
	"unicode/utf8"

	"linecheck/text"
)

// TellApart says by which names people are printed who work at one desk, by id. Those of one name are told apart by the part of their
// addresses before the @, or by all of it where that is the same too. Nobody is printed by a name that another one typed to look like it.
func TellApart(people []User) map[int64]string {
	printed := make(map[int64]string, len(people))
	for _, group := range namesakes(people, func(u User) string { return u.Typed() }) {
		for _, u := range group {
			printed[u.ID] = u.Typed()
			if len(group) > 1 {
				printed[u.ID] = u.with(mark(u, group))
			}
		}
	}
	for _, group := range namesakes(people, func(u User) string { return printed[u.ID] }) {
		for _, u := range group {
			if len(group) > 1 {
				printed[u.ID] = u.with(OwnEmail(u.Email))
			}
		}
	}
	return printed
}

// Typed is the name as it was typed.
func (u User) Typed() string {
	if u.TypedName == "" {
		return u.Name
	}
	return u.TypedName
}

// ToldApart reports whether the name is printed with more than was typed.
func (u User) ToldApart() bool { return u.Name != u.Typed() }

// with is the name with a mark behind it.
func (u User) with(mark string) string {
	name, room := []rune(u.Typed()), maxName-utf8.RuneCountInString(mark)-3
	return strings.TrimSpace(string(name[:max(1, min(len(name), room))])) + " (" + mark + ")"
}

// mark is what tells somebody apart within those of one name.
func mark(u User, group []User) string {
	own, _, _ := strings.Cut(OwnEmail(u.Email), "@")
	for _, other := range group {
		if local, _, _ := strings.Cut(OwnEmail(other.Email), "@"); other.ID != u.ID && local == own {
			return OwnEmail(u.Email)
		}
	}
	return own
}

// namesakes puts people together whose names look the same: letter case, blanks, hidden characters and the Unicode form apart.
func namesakes(people []User, name func(User) string) map[string][]User {
	groups := map[string][]User{}
	for _, u := range people {
		key := nameKey(name(u))
		groups[key] = append(groups[key], u)
	}
	return groups
}

func nameKey(name string) string {
	seen := strings.Map(func(r rune) rune {
		if _, hidden := text.Hidden(r); hidden && !unicode.IsSpace(r) {
			return -1
		}
		return r
	}, name)
	return strings.Join(strings.Fields(text.Fold(seen)), " ")
}
