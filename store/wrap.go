package store

import (
	"fmt"
	"strings"
)

// wrap adds the operation to an error, such as "annotate claim %d", with the ids. Every exported method of the Store that can fail defers
// wrap first, and only once. The ids are numbers, so that no password, token or name gets into the log. For a successful call, wrap
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
