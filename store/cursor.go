package store

import (
	"fmt"
	"math"
	"strconv"
	"strings"
	"time"

	"linecheck/models"
)

// dueCursor is a position in a list of articles by due time: the last article that was shown.
type dueCursor struct {
	due *time.Time
	id  int64
}

// String returns "microseconds-id", or "-id" without a due time.
func (c dueCursor) String() string {
	if c.due == nil {
		return fmt.Sprintf("-%d", c.id)
	}
	return fmt.Sprintf("%d-%d", c.due.UnixMicro(), c.id)
}

func parseDueCursor(s string) (dueCursor, error) {
	if s == "" {
		return dueCursor{}, nil
	}
	var c dueCursor
	for i := range s {
		if s[i] != '-' {
			continue
		}
		id, err := strconv.ParseInt(s[i+1:], 10, 64)
		if err != nil || id <= 0 {
			break
		}
		c.id = id
		if i > 0 {
			micro, err := strconv.ParseInt(s[:i], 10, 64)
			if err != nil {
				break
			}
			at := time.UnixMicro(micro).UTC()
			c.due = &at
		}
		return c, nil
	}
	return c, invalidCursor()
}

func invalidCursor() error {
	return models.NewFieldError("after", "This is not a place in the list.")
}

// sentenceCursor is a position in a list of sentences in reading order: the last one that was shown.
type sentenceCursor struct {
	article int64
	ordinal int
}

// String returns "article-number".
func (c sentenceCursor) String() string { return fmt.Sprintf("%d-%d", c.article, c.ordinal) }

func parseSentenceCursor(s string) (sentenceCursor, error) {
	if s == "" {
		return sentenceCursor{}, nil
	}
	article, ordinal, found := strings.Cut(s, "-")
	id, err := parseIDCursor(article)
	n, notNumber := strconv.Atoi(ordinal)
	if !found || err != nil || id == 0 || notNumber != nil || n < 0 || n > math.MaxInt32 {
		return sentenceCursor{}, invalidCursor()
	}
	return sentenceCursor{id, n}, nil
}

// parseIDCursor parses a position in a list by id.
func parseIDCursor(s string) (int64, error) {
	if s == "" {
		return 0, nil
	}
	id, err := strconv.ParseInt(s, 10, 64)
	if err != nil || id <= 0 {
		return 0, invalidCursor()
	}
	return id, nil
}
