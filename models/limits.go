package models

// Limits limits the size of input.
type Limits struct {
	Text int // bytes of an article's text
}

// DefaultTextLimit is the default maximum size of an article's text: 2 MB, several books of text.
const DefaultTextLimit = 2 << 20
