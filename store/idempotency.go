package store

import (
	"context"
	"time"

	"linecheck/models"
)

// idempotencyWindow is how long an answer is kept for who asks again with the same key.
const idempotencyWindow = 24 * time.Hour

// RunIdempotent does what a program asks for, once: who asks again with the same key within a day is given the first answer, and
// nothing is done. What do
// does through the store with the context that it is given, what it reads there for its answer, and the note of that answer are one
// transaction: either all of it is kept, or nothing. What is refused is not kept: it did nothing, so it may be tried again with the
// same key.
// The same key with something else is ErrKeyReused.
func (s *Store) RunIdempotent(ctx context.Context, r models.Reader, o models.IdempotentRequest,
	do func(context.Context) (models.IdempotentResponse, error)) (_ models.IdempotentResponse, _ bool, err error) {
	defer wrap(&err, "do a request of user %d once", r.UserID)
	if err := o.Check(); err != nil {
		return models.IdempotentResponse{}, false, err
	}
	var answer models.IdempotentResponse
	var again bool
	err = s.writeTx(ctx, func(t *tx) (err error) {
		inside := context.WithValue(context.WithoutCancel(ctx), txKey{}, t)
		answer, err = t.storedAnswer(r, o)
		if again = err == nil; again {
			_, err = s.visibleVersion(inside, r, answer.ArticleID) // they may not see it any more
			return err
		}
		if !isNotFound(err) {
			return err
		}
		if answer, err = do(inside); err != nil {
			return err
		}
		return t.storeAnswer(r, o, answer)
	})
	return answer, again, err
}

// storedAnswer finds what a person was answered under a key; ErrNotFound when they were not, or longer than a day ago.
func (t *tx) storedAnswer(r models.Reader, o models.IdempotentRequest) (models.IdempotentResponse, error) {
	var a models.IdempotentResponse
	var request, sum string
	err := t.queryRow(
		"SELECT request, body_sha256, article_id, status, location, answer FROM api_answers WHERE user_id = $1 AND key = $2 AND at > $3",
		[]any{r.UserID, o.Key, t.now.Add(-idempotencyWindow)},
		&request,
		&sum,
		&a.ArticleID,
		&a.Status,
		&a.Location,
		&a.Body,
	)
	if err == nil && (request != o.Request || sum != o.BodySHA256) {
		err = models.ErrKeyReused
	}
	return a, err
}

// storeAnswer notes an answer, and forgets those that are a day old.
func (t *tx) storeAnswer(r models.Reader, o models.IdempotentRequest, a models.IdempotentResponse) error {
	if _, err := t.exec("DELETE FROM api_answers WHERE at <= $1", t.now.Add(-idempotencyWindow)); err != nil {
		return err
	}
	_, err := t.exec(`INSERT INTO api_answers (user_id, key, request, body_sha256, article_id, status, location, answer, at)
		VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9)`, r.UserID, o.Key, o.Request, o.BodySHA256, a.ArticleID, a.Status, a.Location, a.Body, t.now)
	return err
}

// txKey is under which a context carries the transaction that a deed is done in.
type txKey struct{}

// txFromContext is the transaction in which what a context is for happens; nil outside of Once.
func txFromContext(ctx context.Context) *tx {
	t, _ := ctx.Value(txKey{}).(*tx)
	return t
}
