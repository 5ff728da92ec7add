package models

import (
	"strconv"
	"strings"
)

// DoorKind is a way by which somebody acts.
type DoorKind string

// The kinds of doors.
const (
	PageDoor    DoorKind = "page"    // a browser
	TokenDoor   DoorKind = "token"   // a program with an API token
	CommandDoor DoorKind = "command" // the command line
)

// Door is the way by which an act came. The zero Door is that of the program itself, such as a webhook that it switches off.
type Door struct {
	Kind      DoorKind
	TokenID   int64  // of the API token; 0 where there was none
	TokenName string // what the token was called then; it may have no name
}

// String is the door as an event keeps it: "page", "command", "token 7: Nightly import", or "" for the program itself.
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

// ParseDoor reads a door as an event keeps it. What it does not know is the zero Door.
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
