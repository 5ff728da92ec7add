package models

// Limits bound what comes in.
type Limits struct {
	Text int // bytes of an article's text
}

// DefaultTextLimit is the longest article accepted unless configured otherwise: 2 MB, several books' worth of news.
const DefaultTextLimit = 2 << 20
