package store

import (
	"bufio"
	"context"
	"errors"
	"fmt"
	"os"
	"sync"
	"time"

	"gorm.io/gorm"

	"linecheck/models"
)

// checkpointFile is a file to which the head of the hash chain is written, best on another machine's disk. To rewrite the chain or cut its
// end off without notice, somebody would have to change that file too.
type checkpointFile struct {
	path  string
	mutex sync.Mutex
	last  models.Verification // what this process wrote last
	at    time.Time
}

// checkpointInterval is the time after which an unchanged head is written again, to show that the schedule runs.
const checkpointInterval = 24 * time.Hour

// checkpointLineFormat is one line of the file: the time, the number of events, and the hash of the last.
const checkpointLineFormat = "%s %d %s\n"

// WriteCheckpoint writes the head of the hash chain to the checkpoint file, if there is one and the head has changed.
func (s *Store) WriteCheckpoint(ctx context.Context) (err error) {
	defer wrap(&err, "write the anchor")
	if s.checkpoints.path == "" {
		return nil
	}
	s.checkpoints.mutex.Lock()
	defer s.checkpoints.mutex.Unlock()
	head, err := s.chainHead(ctx)
	if err != nil {
		return err
	}
	if head == s.checkpoints.last && time.Since(s.checkpoints.at) < checkpointInterval {
		return nil
	}
	f, err := os.OpenFile(s.checkpoints.path, os.O_CREATE|os.O_APPEND|os.O_WRONLY, 0o600)
	if err != nil {
		return fmt.Errorf("writing the anchor: %w", err)
	}
	_, err = fmt.Fprintf(f, checkpointLineFormat, currentTime().Format(time.RFC3339), head.Length, head.Head)
	if err == nil {
		err = f.Sync()
	}
	if err := errors.Join(err, f.Close()); err != nil {
		return fmt.Errorf("writing the anchor: %w", err)
	}
	s.checkpoints.last, s.checkpoints.at = head, time.Now()
	return nil
}

// RunCheckpointSchedule writes a checkpoint now and every day until the context ends.
func (s *Store) RunCheckpointSchedule(ctx context.Context) {
	for {
		if err := s.WriteCheckpoint(ctx); err != nil && ctx.Err() == nil {
			s.log.Error("the chain was not anchored", "error", err)
		}
		select {
		case <-ctx.Done():
			return
		case <-time.After(checkpointInterval):
		}
	}
}

// compareCheckpoints checks that every head in the checkpoint file is in the hash chain.
func (s *Store) compareCheckpoints(db *gorm.DB, v *models.Verification) error {
	if s.checkpoints.path == "" {
		return nil
	}
	f, err := os.Open(s.checkpoints.path)
	if err != nil {
		return fmt.Errorf("reading the anchors: %w", err)
	}
	defer f.Close()
	lines := bufio.NewScanner(f)
	for n := 1; lines.Scan() && v.Break == ""; n++ {
		var at, head, hash string
		var length int
		if got, err := fmt.Sscanf(lines.Text()+"\n", checkpointLineFormat, &at, &length, &head); err != nil || got != 3 || length < 0 {
			v.Break = fmt.Sprintf("line %d of the anchor file cannot be read", n)
			return nil
		}
		err := queryOne(db, &hash, "SELECT hash FROM events WHERE id = ?", length)
		switch {
		case length == 0:
			hash = models.ChainStart
		case isNotFound(err):
			v.Break = fmt.Sprintf(
				"event %d was there at %s, as line %d of the anchor file has it, and is gone: the chain was cut",
				length,
				at,
				n,
			)
			return nil
		case err != nil:
			return err
		}
		if hash != head {
			v.Break = fmt.Sprintf(
				"event %d is not the one that was there at %s, as line %d of the anchor file has it: the chain was rewritten",
				length,
				at,
				n,
			)
		}
	}
	return lines.Err()
}

// lastLine returns the last line of a file.
func lastLine(path string) (string, error) {
	f, err := os.Open(path)
	if err != nil {
		return "", err
	}
	defer f.Close()
	last := ""
	lines := bufio.NewScanner(f)
	for lines.Scan() {
		last = lines.Text()
	}
	return last, lines.Err()
}
