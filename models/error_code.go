package models

import "linecheck/text/message"

// ErrorCode identifies a failure. Codes are public: the type of a problem document is the address of the page
// about its code. Codes do not change; titles and sentences may.
type ErrorCode string

// The codes, in the order of their HTTP status.
const (
	CodeBadRequest           ErrorCode = "bad_request"
	CodeSignedOut            ErrorCode = "signed_out"
	CodeForbidden            ErrorCode = "forbidden"
	CodeReadOnlyToken        ErrorCode = "read_only_token"
	CodeSecondFactorRequired ErrorCode = "second_factor_required"
	CodePasswordsDisabled    ErrorCode = "passwords_disabled"
	CodeCrossOrigin          ErrorCode = "cross_origin"
	CodeNotFound             ErrorCode = "not_found"
	CodeMethodNotAllowed     ErrorCode = "method_not_allowed"
	CodeStale                ErrorCode = "stale"
	CodeGateClosed           ErrorCode = "gate_closed"
	CodeTaken                ErrorCode = "taken"
	CodeLinkUsed             ErrorCode = "link_used"
	CodeTooLarge             ErrorCode = "too_large"
	CodeUnsupportedMediaType ErrorCode = "unsupported_media_type"
	CodeInvalid              ErrorCode = "invalid"
	CodeUnknownChoice        ErrorCode = "unknown_choice"
	CodeWithinWord           ErrorCode = "within_word"
	CodeRateLimited          ErrorCode = "rate_limited"
	CodeInternal             ErrorCode = "internal"
	CodeNotSaved             ErrorCode = "not_saved"
	CodeMaybeNotSaved        ErrorCode = "maybe_not_saved"
	CodeUnavailable          ErrorCode = "unavailable"
)

// ErrorPagesPath is the path of the list of errors. The page about each code is below it.
const ErrorPagesPath = "/errors"

// Page returns the path of the page about a code.
func (c ErrorCode) Page() string { return ErrorPagesPath + "/" + string(c) }

// NotSaved reports whether a change failed because of the database or the disk, so the same request can be
// repeated.
func (c ErrorCode) NotSaved() bool { return c == CodeNotSaved || c == CodeMaybeNotSaved }

// ErrorKind describes a code, independently of the request.
type ErrorKind struct {
	Code        ErrorCode
	Status      int         // HTTP status
	Title       message.Key // the heading of the page, and the title of the problem document
	UserMessage message.Key // the message for a person in a browser
	APIMessage  message.Key // the message for an API client
}

// Kind returns the entry of a code in ErrorKinds; ok is false for an unknown code.
func (c ErrorCode) Kind() (kind ErrorKind, ok bool) {
	for _, kind := range ErrorKinds {
		if kind.Code == c {
			return kind, true
		}
	}
	return ErrorKind{}, false
}

// ErrorKinds lists every code, in the order of HTTP status. Pages, problem documents, the OpenAPI document
// and docs/reference/errors.md are generated from it.
var ErrorKinds = []ErrorKind{
	{CodeBadRequest, 400, "Bad request",
		"The request could not be read as a form, or as JSON where this address expects JSON.",
		"The body is not one JSON object, or it has an unknown field. Nothing was done."},
	{CodeSignedOut, 401, "Please sign in",
		"You are not signed in, or your session has ended. Sign in and try again.",
		"Send a valid token, as Authorization: Bearer TOKEN."},
	{CodeForbidden, 403, "Not your role",
		"Your role on this desk does not allow that; an administrator of the desk can change it.",
		"The role of the token's owner on this desk does not allow that; an administrator of the desk can change it."},
	{CodeReadOnlyToken, 403, "Read-only token",
		"This token can only read. A change needs a token of scope write.",
		"This token can only read. A change needs a token of scope write."},
	{CodeSecondFactorRequired, 403, "Second factor required",
		"Your role requires a second factor. Set it up on the page of your account, then try again.",
		"The role of the session's user requires a second factor, which the user has to set up in a browser."},
	{CodePasswordsDisabled, 403, "Passwords are switched off",
		"Passwords are switched off here. Everybody signs in by single sign-on.",
		"Passwords are switched off here. Everybody signs in by single sign-on."},
	{CodeCrossOrigin, 403, "Refused",
		"This request came from another site, so nothing was changed.",
		"A browser sent this request from a page of another site, so nothing was changed."},
	{CodeNotFound, 404, "Not found",
		"There is nothing at this address, or you may not see it.",
		"There is nothing at this address, or the token's owner may not see it."},
	{CodeMethodNotAllowed, 405, "Method not allowed",
		"This address does not accept this kind of request.",
		"This address does not accept this method. The header Allow lists those that it accepts."},
	{CodeStale, 409, "Changed since it was read",
		"Somebody else changed this after you opened it, so nothing was saved. Go back, load the page again and compare.",
		"This changed since it was read, so nothing was done. Read it again, and compare."},
	{CodeGateClosed, 409, "The gate is closed",
		"The article cannot be signed off yet, so nothing was signed. The page “Ready to publish?” lists the reasons.",
		"The article cannot be signed off yet, so nothing was signed: reasons lists why."},
	{CodeTaken, 409, "Already in use",
		"That name or address is already in use. Go back and choose another.",
		"That name or address is already in use. Choose another."},
	{CodeLinkUsed, 410, "This link no longer works",
		"It was used or revoked, it has expired, or the person who made it no longer may. Ask for a new one, or sign in if you have a password.",
		"It was used or revoked, it has expired, or the person who made it no longer may. Ask for a new one."},
	{CodeTooLarge, 413, "Too large",
		"The request is larger than the limit.",
		"The request is larger than the limit."},
	{CodeUnsupportedMediaType, 415, "Unsupported media type",
		"This address accepts only JSON, sent as application/json.",
		"This address accepts only JSON, sent as application/json."},
	{CodeInvalid, 422, "Please correct the form",
		"Something in the form breaks a rule. Go back: what you typed is still there.",
		"The request breaks a rule, so nothing was done: errors lists what is wrong, field by field."},
	{CodeUnknownChoice, 422, "Unknown choice",
		"One of the choices is unknown. Go back and choose from the list.",
		"One of the values is unknown: the OpenAPI document lists the allowed ones."},
	{CodeWithinWord, 422, "Part of a word",
		"The selection begins or ends within a word or a character. " +
			"Select whole words, or select the same part once more if it is what you mean.",
		"The claim begins or ends within a word or a character, so nothing was done. Send whole words, or within_word if you mean a part of a word."},
	{CodeRateLimited, 429, "Too many attempts",
		"There were too many attempts in a short time. Wait a few minutes and try again.",
		"There were too many calls in a short time. Wait as many seconds as Retry-After says."},
	{CodeInternal, 500, "Something went wrong",
		"This is our mistake; it has been noted. Nothing was changed unless the page said so. Please try again.",
		"This is our mistake; the log has it under request_id. " +
			"Nothing was done, unless only the answer was lost: send the same call with the same Idempotency-Key to find out."},
	{CodeNotSaved, 503, "Not saved",
		"The database or the disk could not save this, but your text is still here. Send it again in a moment.",
		"The database or the disk could not save this. " +
			"Send the same call with the same Idempotency-Key: it is executed once."},
	{CodeMaybeNotSaved, 503, "Not saved",
		"The answer of the database or the disk was lost, so this may or may not be saved. Your text is still here. " +
			"Look in a moment whether it was saved. If not, send it again.",
		"The answer of the database or the disk was lost, so this may or may not be saved. " +
			"Send the same call with the same Idempotency-Key: it is executed once."},
	{CodeUnavailable, 503, "Database unavailable",
		"The database does not answer at the moment. Nothing that was saved is lost. Try again soon.",
		"The database does not answer at the moment. Try again after as many seconds as Retry-After says."},
}
