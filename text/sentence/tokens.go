package sentence

import "unicode/utf8"

// maxTokenReach is how many bytes of a token are read.
const maxTokenReach = 24

// tokenBefore returns the text between white space and byte i, starting no earlier than from.
func tokenBefore(s string, from, i int) string {
	at, low := i, max(from, i-maxTokenReach)
	for at > low && !isBlank(s[at-1]) {
		at--
	}
	return s[at:i]
}

// tokenAfter returns the text from byte i to the next white space.
func tokenAfter(s string, i int) string {
	to, high := i, min(len(s), i+maxTokenReach)
	for to < high && !isBlank(s[to]) {
		to++
	}
	return s[i:to]
}

func skipBlank(s string, i int) int {
	for i < len(s) && isBlank(s[i]) {
		i++
	}
	return i
}

// isSign reports whether an ASCII byte is neither letter nor figure. Non-ASCII bytes count as letters,
// except the general punctuation block, whose first byte is 0xE2.
func isSign(c byte) bool { return c < utf8.RuneSelf && !isLetterOrDigit(c) }

// splitTail separates a token from the signs at its end.
func splitTail(t string) (word, signs string) {
	i := len(t)
	for i > 0 {
		if isSign(t[i-1]) {
			i--
		} else if i > 2 && t[i-3] == 0xE2 && t[i-2] == 0x80 {
			i -= 3
		} else {
			break
		}
	}
	return t[:i], t[i:]
}

// splitHead separates a token from the signs at its beginning.
func splitHead(t string) (signs, word string) {
	i := 0
	for i < len(t) {
		if isSign(t[i]) {
			i++
		} else if i+2 < len(t) && t[i] == 0xE2 && t[i+1] == 0x80 {
			i += 3
		} else {
			break
		}
	}
	return t[:i], t[i:]
}

// tail3 returns the last three bytes as a number.
func tail3(t string) (x uint64) {
	for _, c := range []byte(t[max(0, len(t)-3):]) {
		x = x<<8 | uint64(c)
	}
	return x
}

// head2 returns the first two bytes from i on, little endian.
func head2(t string, i int) (x uint64) {
	if i < len(t) {
		x = uint64(t[i])
	}
	if i+1 < len(t) {
		x |= uint64(t[i+1]) << 8
	}
	return x
}

// hashFolded hashes a word regardless of the case of its ASCII letters (FNV-1a).
func hashFolded(w string) uint64 {
	h := uint64(14695981039346656037)
	for i := range len(w) {
		c := w[i]
		if c >= 'A' && c <= 'Z' {
			c |= 0x20
		}
		h = (h ^ uint64(c)) * 1099511628211
	}
	return h
}

// shape describes what a token looks like.
type shape struct {
	head uint8 // kinds of its first two characters
	tail uint8 // kind of its last character
	all  uint8 // set of the kinds in it, one bit each
	size uint8 // its length, at most 5
}

func (s shape) code() uint64 {
	return uint64(s.head)<<10 | uint64(s.tail)<<7 | uint64(s.size)<<4 | uint64(s.all>>1&7) // fits 16 bits
}

// The kinds of bytes.
const (
	signByte = iota
	lowerByte
	upperByte
	digitByte
	nonASCIIByte // ASCII
)

// byteKinds maps each byte to its kind.
var byteKinds = func() (t [256]uint8) {
	for c := range 256 {
		switch b := byte(c); {
		case b >= utf8.RuneSelf:
			t[c] = nonASCIIByte
		case b >= 'a' && b <= 'z':
			t[c] = lowerByte
		case b >= 'A' && b <= 'Z':
			t[c] = upperByte
		case b >= '0' && b <= '9':
			t[c] = digitByte
		}
	}
	return t
}()

func newShape(t string) (s shape) {
	if t == "" {
		return shape{head: 63}
	}
	for i := range min(len(t), 12) {
		s.all |= 1 << byteKinds[t[i]]
	}
	s.head = byteKinds[t[0]] << 3
	if len(t) > 1 {
		s.head |= byteKinds[t[1]]
	} else {
		s.head |= 7
	}
	s.tail = byteKinds[t[len(t)-1]]
	s.size = uint8(min(len(t), 5))
	return s
}
