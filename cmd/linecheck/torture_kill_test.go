package main

import (
	"context"
	"math/rand/v2"
	"testing"
	"time"

	"linecheck/internal/testutil"
)

// Whenever the program or its database is killed, every acknowledged write exists once after the next start, with its event and its CSV
// row. LINECHECK_TORTURE_KILLS sets the number of kills for each database. The small number in make check only shows that the torture
// tests themselves work.
func TestTortureKills(t *testing.T) {
	testutil.Slow(t, "it builds the program and kills it")
	kills := tortureNumber(t, "LINECHECK_TORTURE_KILLS", 3)
	eachEngine(t, func(t *testing.T, n *torture) {
		began := time.Now()
		starting, restarts := 0, 0
		for k := range kills {
			if k%10 == 9 { // during the start
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
			n.waitForWrites(1 + rand.IntN(80))
			if n.database != nil && k%5 == 0 {
				n.database.pgCtl("restart", "--mode=immediate")
				restarts++
				time.Sleep(time.Duration(rand.IntN(100)) * time.Millisecond)
			}
			n.kill()
			working.Wait()
			for _, h := range n.users {
				if h.failure != "" {
					t.Fatalf("after %d kills: %s\n%s", k, h.failure, n.logText())
				}
			}
			if k%25 == 24 || k == kills-1 {
				t.Logf("after %d kills: %s", k+1, n.compare())
			}
		}
		n.start()
		for _, h := range n.users {
			for h.unconfirmed != nil && h.byAPI(h.unconfirmed) {
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
			n.unansweredCount(),
		)
	})
}

// waitForWrites waits for a number of acknowledged writes, and then for a random time.
func (n *torture) waitForWrites(writes int) {
	enough, patience := n.acknowledgedCount()+writes, time.Now().Add(5*time.Second)
	for n.acknowledgedCount() < enough && time.Now().Before(patience) {
		time.Sleep(time.Millisecond)
	}
	time.Sleep(time.Duration(rand.IntN(20_000)) * time.Microsecond)
}

func (n *torture) unansweredCount() (sum int) {
	for _, h := range n.users {
		sum += h.unansweredCount()
	}
	return sum
}
