package store

import (
	"context"
	"time"

	"linecheck/models"
)

// idempotencyWindow is how long the response to an idempotency key is stored.
const idempotencyWindow = 24 * time.Hour

// RunIdempotent executes an API request once: a repetition with the same key within a day gets the first
// response, and changes nothing. The changes of do, its reads with the context it gets, and the stored
// response are one transaction. A failed request is not stored, so it may be repeated with the same key. It
// returns ErrKeyReused if the key was used for another request.
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

// storedAnswer reads the response that a user got for a key; ErrNotFound if there is none, or if it is older
// than a day.
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

// storeAnswer stores a response, and deletes those that are older than a day.
func (t *tx) storeAnswer(r models.Reader, o models.IdempotentRequest, a models.IdempotentResponse) error {
	if _, err := t.exec("DELETE FROM api_answers WHERE at <= $1", t.now.Add(-idempotencyWindow)); err != nil {
		return err
	}
	_, err := t.exec(`INSERT INTO api_answers (user_id, key, request, body_sha256, article_id, status, location, answer, at)
		VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9)`, r.UserID, o.Key, o.Request, o.BodySHA256, a.ArticleID, a.Status, a.Location, a.Body, t.now)
	return err
}

// txKey is the context key of a transaction.
type txKey struct{}

// txFromContext returns the context's transaction; nil outside of RunIdempotent.
func txFromContext(ctx context.Context) *tx {
	t, _ := ctx.Value(txKey{}).(*tx)
	return t
}
