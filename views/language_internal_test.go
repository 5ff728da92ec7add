package views

import (
	"context"
	"testing"

	"linecheck/models"
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

func TestQueueNamesOneItemInEveryLanguage(t *testing.T) {
	for _, p := range message.Languages()[1:] {
		ctx := message.With(context.Background(), p)
		if got := queueKindLabel(ctx, models.QueueLost); got == "Lost claim" {
			t.Errorf("%s: a lost claim is named in English", p.Lang())
		}
	}
	if got := queueKindLabel(context.Background(), models.QueueLost); got != "Lost claim" {
		t.Errorf("in English: got %q", got)
	}
}
