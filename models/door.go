package models

import (
	"strconv"
	"strings"
)

// DoorKind is the kind of client from which a change came.
type DoorKind string

// The kinds of doors.
const (
	PageDoor    DoorKind = "page"    // a browser
	TokenDoor   DoorKind = "token"   // a program with an API token
	CommandDoor DoorKind = "command" // the command line
)

// Door is where a change came from. The zero Door means the program itself, for example when it switches off
// a webhook.
type Door struct {
	Kind      DoorKind
	TokenID   int64  // of the API token; 0 if there was none
	TokenName string // the token's name at the time; may be empty
}

// String formats the door as events store it: "page", "command", "token 7: Nightly import", or "" for the
// program itself.
func (d Door) String() string {
	if d.Kind != TokenDoor {
		return string(d.Kind)
	}
	s := string(TokenDoor) + " " + strconv.FormatInt(d.TokenID, 10)
	if d.TokenName != "" {
		s += ": " + d.TokenName
	}
	return s
}

// ParseDoor parses a door as events store it. It returns the zero Door for anything unknown.
func ParseDoor(s string) Door {
	switch DoorKind(s) {
	case PageDoor, CommandDoor:
		return Door{Kind: DoorKind(s)}
	}
	rest, isToken := strings.CutPrefix(s, string(TokenDoor)+" ")
	number, name, _ := strings.Cut(rest, ": ")
	id, err := strconv.ParseInt(number, 10, 64)
	if !isToken || err != nil {
		return Door{}
	}
	return Door{Kind: TokenDoor, TokenID: id, TokenName: name}
}
