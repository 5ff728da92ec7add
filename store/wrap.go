package store

import (
	"fmt"
	"strings"
)

// wrap says of an error what was being done, such as "annotate claim %d", and to what. Every exported method of the Store defers it
// first and once; what they call does not. The ids are numbers, so no password, token or name reaches the log by this way, and a
// call that succeeds allocates nothing.
func wrap(err *error, doing string, ids ...int64) {
	if *err == nil {
		return
	}
	*err = fmt.Errorf("%s: %w", withIDs(doing, ids), *err)
}

// withIDs puts the ids in place of the %d.
func withIDs(doing string, ids []int64) string {
	for _, id := range ids {
		doing = strings.Replace(doing, "%d", fmt.Sprint(id), 1)
	}
	return doing
}
