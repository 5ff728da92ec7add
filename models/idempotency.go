package models

// IdempotentRequest identifies an API request that must be executed once, however often it is repeated.
type IdempotentRequest struct {
	Key        string // the client's name for it
	Request    string // method and path
	BodySHA256 string // of the body, in lower-case hex
}

// IdempotentResponse is the stored response to a request. ArticleID is the article it is about; a user who
// may not see the article does not get the response.
type IdempotentResponse struct {
	ArticleID int64
	Status    int
	Location  string // of the new resource, or ""
	Body      []byte
}

// maxIdempotencyKey is the maximum length of a key, in bytes.
const maxIdempotencyKey = 255

// ErrKeyReused means that a key was already used for another request.
var ErrKeyReused error = ValidationErrors{
	{Field: "Idempotency-Key", Detail: "This key was sent with another request before. Nothing was done: use a new key for each request."},
}

// Check refuses a key that cannot be stored.
func (o IdempotentRequest) Check() error {
	var wrong ValidationErrors
	if len(o.Key) == 0 || len(o.Key) > maxIdempotencyKey {
		wrong.Add("Idempotency-Key", "Please use a key of 1 to %d characters.", maxIdempotencyKey)
	}
	for _, b := range []byte(o.Key) {
		if b < ' ' || b > '~' {
			wrong.Add("Idempotency-Key", "Please use letters, figures and signs of ASCII in a key.")
			break
		}
	}
	return wrong.Err()
}
