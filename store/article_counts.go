package store

import (
	"fmt"
	"strings"

	"linecheck/models"
)

// addDeskCounts adds to a desk's totals.
func (t *tx) addDeskCounts(deskID int64, articles int, c models.Counts) error {
	if articles == 0 && c == (models.Counts{}) {
		return nil
	}
	_, err := t.exec(
		"UPDATE desk_counts SET "+countAssignments+", articles = articles + $14 WHERE desk_id = $15",
		append(countArgs(c), articles, deskID)...)
	return err
}

// addArticleCounts adds to an article's counters and increments its change counter.
func (t *tx) addArticleCounts(articleID int64, c models.Counts) error {
	if c == (models.Counts{}) {
		_, err := t.exec("UPDATE articles SET changes = changes + 1 WHERE id = $1", articleID)
		return err
	}
	_, err := t.exec("UPDATE articles SET "+countAssignments+", changes = changes + 1 WHERE id = $14", append(countArgs(c), articleID)...)
	return err
}

// countColumns names the counters, in the order of countArgs: parameters $1 to $13.
var countColumns = []string{"sentences", "sentences_unread", "sentences_clear", "sentences_open", "sentences_done", "sentences_recheck",
	"claims", "claims_sourced", "claims_disputed", "claims_unverified", "claims_unchecked", "claims_disagree", "queries_open"}

var countAssignments = func() string {
	sets := make([]string, len(countColumns))
	for i, c := range countColumns {
		sets[i] = fmt.Sprintf("%s = %s + $%d", c, c, i+1)
	}
	return strings.Join(sets, ", ")
}()

func countArgs(c models.Counts) []any {
	return []any{c.Sentences, c.SentencesUnread, c.SentencesClear, c.SentencesOpen, c.SentencesDone, c.SentencesRecheck,
		c.Claims, c.ClaimsSourced, c.ClaimsDisputed, c.ClaimsUnverified, c.ClaimsUnchecked, c.ClaimsDisagree, c.QueriesOpen}
}
