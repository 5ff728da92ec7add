package models

import (
	"strings"
	"unicode/utf8"

	"linecheck/text"
)

// maxReasonLength limits a reason, in code points, because it is printed.
const maxReasonLength = 1_000

// CheckReason validates the reason for a decision; it is printed.
func CheckReason(field, typed string, wrong *ValidationErrors) string {
	reason := strings.TrimSpace(typed)
	switch n := utf8.RuneCountInString(reason); {
	case !text.HasVisibleWord(reason):
		wrong.Add(field, "Please give a reason: it is printed with your name.")
	case n > maxReasonLength:
		wrong.Add(field, "Please use at most %d characters.", maxReasonLength)
	}
	return reason
}
