package models

import (
	"strings"
	"unicode"
	"unicode/utf8"

	"linecheck/text"
	"linecheck/text/web"
)

// DistinguishNames returns the printed names of the people of one desk, by id. Namesakes get the part of
// their address before the @, or all of it if that part is equal too. So nobody can be mistaken for a
// namesake who typed a name that looks the same.
func DistinguishNames(people []User) map[int64]string {
	printed := make(map[int64]string, len(people))
	for _, group := range groupByName(people, func(u User) string { return u.NameAsTyped() }) {
		for _, u := range group {
			printed[u.ID] = u.NameAsTyped()
			if len(group) > 1 {
				printed[u.ID] = u.withSuffix(nameSuffix(u, group))
			}
		}
	}
	for _, group := range groupByName(people, func(u User) string { return printed[u.ID] }) {
		for _, u := range group {
			if len(group) > 1 {
				printed[u.ID] = u.withSuffix(OriginalEmail(u.Email))
			}
		}
	}
	return printed
}

// NameAsTyped returns the name as it was typed.
func (u User) NameAsTyped() string {
	if u.TypedName == "" {
		return u.Name
	}
	return u.TypedName
}

// IsDistinguished reports whether the printed name has a suffix.
func (u User) IsDistinguished() bool { return u.Name != u.NameAsTyped() }

// withSuffix returns the name with a suffix.
func (u User) withSuffix(mark string) string {
	name, room := []rune(u.NameAsTyped()), maxName-utf8.RuneCountInString(mark)-3
	return strings.TrimSpace(string(name[:max(1, min(len(name), room))])) + " (" + mark + ")"
}

// nameSuffix returns the suffix that distinguishes a user within a group of namesakes.
func nameSuffix(u User, group []User) string {
	own, _, _ := strings.Cut(OriginalEmail(u.Email), "@")
	for _, other := range group {
		if local, _, _ := strings.Cut(OriginalEmail(other.Email), "@"); other.ID != u.ID && local == own {
			return OriginalEmail(u.Email)
		}
	}
	return own
}

// groupByName groups people whose names look the same. It ignores letter case, blanks, hidden characters, the
// Unicode form, and the script of letters that look alike.
func groupByName(people []User, name func(User) string) map[string][]User {
	groups := map[string][]User{}
	for _, u := range people {
		key := nameKey(name(u))
		groups[key] = append(groups[key], u)
	}
	return groups
}

func nameKey(name string) string {
	seen := strings.Map(func(r rune) rune {
		if _, hidden := text.HiddenName(r); hidden && !unicode.IsSpace(r) {
			return -1
		}
		return r
	}, name)
	return strings.Join(strings.Fields(web.FoldConfusables(seen)), " ")
}
