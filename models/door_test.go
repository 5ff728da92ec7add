package models_test

import (
	"testing"

	"linecheck/models"
)

func TestDoorStrings(t *testing.T) {
	for _, c := range []struct {
		door models.Door
		want string
	}{
		{models.Door{}, ""},
		{models.Door{Kind: models.PageDoor}, "page"},
		{models.Door{Kind: models.CommandDoor}, "command"},
		{models.Door{Kind: models.TokenDoor, TokenID: 7}, "token 7"},
		{models.Door{Kind: models.TokenDoor, TokenID: 7, TokenName: "Nightly import"}, "token 7: Nightly import"},
		{models.Door{Kind: models.TokenDoor, TokenID: 7, TokenName: "page: 8: x"}, "token 7: page: 8: x"},
	} {
		if got := c.door.String(); got != c.want {
			t.Errorf("%#v reads %q, want %q", c.door, got, c.want)
		}
		if got := models.ParseDoor(c.want); got != c.door {
			t.Errorf("%q is read as %#v, want %#v", c.want, got, c.door)
		}
	}
	for _, s := range []string{"window", "token", "token x", "tokens 7", "page 7"} {
		if got := models.ParseDoor(s); got != (models.Door{}) {
			t.Errorf("%q is read as %#v, want no door", s, got)
		}
	}
}
