package models

// IdempotentRequest names a deed of a program that is to be done once, however often it is asked for.
type IdempotentRequest struct {
	Key        string // the program's own name for it
	Request    string // method and address
	BodySHA256 string // of what was sent, in lower-case hex
}

// IdempotentResponse is what a program was answered. ArticleID is the article it tells of: who may not see that is not told.
type IdempotentResponse struct {
	ArticleID int64
	Status    int
	Location  string // of what was made, or ""
	Body      []byte
}

// maxIdempotencyKey bounds a key, in bytes.
const maxIdempotencyKey = 255

// ErrKeyReused is a key that stands for another request already.
var ErrKeyReused error = ValidationErrors{
	{Field: "Idempotency-Key", Detail: "This key was sent with another request before. Nothing was done: use a new key for each deed."},
}

// Check refuses a key that could not be kept.
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
