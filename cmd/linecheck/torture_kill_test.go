package main

import (
	"context"
	"math/rand/v2"
	"testing"
	"time"
)

// Whenever the program is killed, and the database with it, what was acknowledged is there after the next start, once, with its history and its CSV row.
// LINECHECK_TORTURE_KILLS says how often on each database.
func TestTortureKills(t *testing.T) {
	tortured(t)
	kills := tortureNumber(t, "LINECHECK_TORTURE_KILLS", 300)
	eachEngine(t, func(t *testing.T, n *torture) {
		began := time.Now()
		starting, restarts := 0, 0
		for k := range kills {
			if k%10 == 9 { // while it starts
				ctx, stop := context.WithTimeout(t.Context(), time.Duration(1+rand.IntN(150))*time.Millisecond)
				if n.tryStart(ctx) != nil {
					starting++
				}
				<-ctx.Done()
				stop()
				n.kill()
				continue
			}
			n.start()
			working := n.work(t.Context())
			n.after(1 + rand.IntN(80))
			if n.database != nil && k%5 == 0 {
				n.database.do("restart", "--mode=immediate")
				restarts++
				time.Sleep(time.Duration(rand.IntN(100)) * time.Millisecond)
			}
			n.kill()
			working.Wait()
			for _, h := range n.hands {
				if h.wrong != "" {
					t.Fatalf("after %d kills: %s\n%s", k, h.wrong, n.said())
				}
			}
			if k%25 == 24 || k == kills-1 {
				t.Logf("after %d kills: %s", k+1, n.compare())
			}
		}
		n.start()
		for _, h := range n.hands {
			for h.owed != nil && h.byAPI(h.owed) {
			}
		}
		n.kill()
		r := n.compare()
		if r.acknowledged < 10*kills {
			t.Errorf("%d writes were acknowledged in %d kills: that proves little", r.acknowledged, kills)
		}
		t.Logf(
			"%d kills in %v, %d of them while it started, %d restarts of the database at once: %s; %d writes got no answer",
			kills,
			time.Since(began).Round(time.Second),
			starting,
			restarts,
			r,
			n.unanswered(),
		)
	})
}

// after waits until so many writes more are acknowledged, and then a moment that nobody can tell beforehand.
func (n *torture) after(writes int) {
	enough, patience := n.acknowledged()+writes, time.Now().Add(5*time.Second)
	for n.acknowledged() < enough && time.Now().Before(patience) {
		time.Sleep(time.Millisecond)
	}
	time.Sleep(time.Duration(rand.IntN(20_000)) * time.Microsecond)
}

func (n *torture) unanswered() (sum int) {
	for _, h := range n.hands {
		sum += h.gone()
	}
	return sum
}
