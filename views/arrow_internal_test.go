package views

import (
	"context"
	"testing"

	"linecheck/text/message"
)

func TestArrowFollowsThePage(t *testing.T) {
	for _, p := range message.Languages() {
		want := "→"
		if p.Lang() == "ar" {
			want = "←"
		}
		if got := arrow(dir(message.With(context.Background(), p))); got != want {
			t.Errorf("%s: got %s, want %s", p.Lang(), got, want)
		}
	}
}
