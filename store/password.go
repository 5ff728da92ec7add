package store

import (
	"context"
	"fmt"

	"github.com/alexedwards/argon2id"

	"linecheck/text"
)

// hashParams is OWASP's first choice of parameters for Argon2id (Password Storage Cheat Sheet): 19 MiB, two
// passes, one lane.
var hashParams = &argon2id.Params{Memory: 19 * 1024, Iterations: 2, Parallelism: 1, SaltLength: 16, KeyLength: 32}

// maxHashes limits how many passwords are hashed at once, since each takes 19 MiB.
const maxHashes = 4

// hashPassword hashes a normalized password. It waits for a free slot.
func (s *Store) hashPassword(ctx context.Context, password string) (string, error) {
	if prepared, err := text.PreparePassword(password); err == nil {
		password = prepared
	}
	if err := s.acquireHashSlot(ctx); err != nil {
		return "", err
	}
	defer s.releaseHashSlot()
	hash, err := argon2id.CreateHash(password, hashParams)
	if err != nil {
		return "", fmt.Errorf("hashing a password: %w", err)
	}
	return hash, nil
}

// passwordMatches compares a password with a hash, after waiting for a free slot. Without a hash it takes the same time and returns
// false, so that the duration does not reveal whether an account exists. It also accepts a hash of the password as typed, from the time
// before passwords were normalized.
func (s *Store) passwordMatches(ctx context.Context, password, hash string) (bool, error) {
	forms := []string{password}
	if prepared, err := text.PreparePassword(password); err == nil && prepared != password {
		forms = []string{prepared, password}
	}
	for _, form := range forms {
		if ok, err := s.hashMatches(ctx, form, hash); ok || err != nil {
			return ok, err
		}
	}
	return false, nil
}

// hashMatches reports whether one form of a password matches a hash.
func (s *Store) hashMatches(ctx context.Context, password, hash string) (bool, error) {
	if hash == "" {
		_, err := s.hashPassword(ctx, password)
		return false, err
	}
	if err := s.acquireHashSlot(ctx); err != nil {
		return false, err
	}
	defer s.releaseHashSlot()
	ok, err := argon2id.ComparePasswordAndHash(password, hash)
	if err != nil {
		return false, fmt.Errorf("comparing a password: %w", err)
	}
	return ok, nil
}

func (s *Store) acquireHashSlot(ctx context.Context) error {
	select {
	case s.hashSlots <- struct{}{}:
		return nil
	case <-ctx.Done():
		return ctx.Err()
	}
}

func (s *Store) releaseHashSlot() { <-s.hashSlots }
