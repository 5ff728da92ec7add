package store

import (
	"fmt"
	"strings"
)

// wrap adds to an error what was being done, such as "annotate claim %d", and the ids. Every exported method of the Store that can fail
// defers it first, and only once. The ids are numbers, so no password, token or name reaches the log in this way. A call that succeeds
// allocates nothing.
func wrap(err *error, doing string, ids ...int64) {
	if *err == nil {
		return
	}
	*err = fmt.Errorf("%s: %w", withIDs(doing, ids), *err)
}

// withIDs replaces every %d by an id.
func withIDs(doing string, ids []int64) string {
	for _, id := range ids {
		doing = strings.Replace(doing, "%d", fmt.Sprint(id), 1)
	}
	return doing
}
