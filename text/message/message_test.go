package message_test

import (
	"context"
	"sync"
	"testing"
	"time"

	"linecheck/text/message"
)

func TestEnglishWritesTheKey(t *testing.T) {
	say := message.English.Say
	for _, test := range []struct{ got, want string }{
		{say("Save outcome"), "Save outcome"},
		{say("100 %% sure"), "100 % sure"},
		{say("by %s", "Ana"), "by Ana"},
		{say("%d of %d sentences", 3, 12000), "3 of 12,000 sentences"},
		{say("revision %s", "2026"), "revision 2026"},
		{say("Claim: %s", message.Key("Sourced")), "Claim: Sourced"},
		{say("%[2]s by %[1]s", "Ana", "made"), "made by Ana"},
		{message.English.Count(1, "%d claim", "%d claims"), "1 claim"},
		{message.English.Count(0, "%d claim", "%d claims"), "0 claims"},
		{message.English.Count(10000, "%d claim of %s", "%d claims of %s", "Ana"), "10,000 claims of Ana"},
		{message.English.Number(1234567), "1,234,567"},
		{message.English.Number(-10000), "-10,000"},
		{message.English.Percent(12), "12%"},
		{message.New("Use at most %d characters.", 1000).String(), "Use at most 1,000 characters."},
		{message.New("%s, and %s", message.NewCount(1, "%d claim", "%d claims"), message.Key("more")).String(), "1 claim, and more"},
	} {
		if test.got != test.want {
			t.Errorf("got %q, want %q", test.got, test.want)
		}
	}
}

func TestTimeFollowsTheLayoutOfTheLanguage(t *testing.T) {
	at := time.Date(2026, time.March, 4, 15, 4, 0, 0, time.UTC)
	if got, want := message.English.Time(at, "2 Jan 2006, 15:04"), "4 Mar 2026, 15:04"; got != want {
		t.Errorf("got %q, want %q", got, want)
	}
	if got, want := message.English.Time(at, "Mon 2 January"), "Wed 4 March"; got != want {
		t.Errorf("got %q, want %q", got, want)
	}
}

func TestAnArgumentIsLeftAsItWas(t *testing.T) {
	args := []any{message.Key("Title")}
	if got := message.Pseudo.Say("%s", args...); got == "Title" {
		t.Errorf("the argument was not translated: %q", got)
	}
	if args[0] != message.Key("Title") {
		t.Errorf("the caller's argument became %v", args[0])
	}
}

func TestContextCarriesThePrinter(t *testing.T) {
	if got := message.From(context.Background()); got != message.English {
		t.Errorf("without a printer: got %s, want English", got.Lang())
	}
	if got := message.From(message.With(context.Background(), message.Pseudo)); got != message.Pseudo {
		t.Errorf("got %s, want the printer that was put in", got.Lang())
	}
}

func TestEnglishIsTheFirstLanguage(t *testing.T) {
	if printers := message.Languages(); printers[0] != message.English {
		t.Errorf("the first language is %s", printers[0].Lang())
	}
}

func TestSayWithoutArgumentsAllocatesNothing(t *testing.T) {
	ctx := message.With(context.Background(), message.English)
	if n := testing.AllocsPerRun(100, func() { message.From(ctx).Say("Save outcome") }); n > 0 {
		t.Errorf("%v allocations, want none", n)
	}
}

// A Printer is used by many requests at once; the race detector watches this.
func TestPrinterIsSafeForConcurrentUse(t *testing.T) {
	var group sync.WaitGroup
	for range 8 {
		group.Go(func() {
			for n := range 100 {
				message.English.Count(n, "%d claim", "%d claims")
			}
		})
	}
	group.Wait()
}
