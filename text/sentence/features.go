package sentence

import "math/bits"

// featureCount is the number of features of a gap.
const featureCount = 18

// bucketCount is the number of weights. The hash of a feature selects one.
const bucketCount = 1 << 16

// noRule is the rule index of a gap of white space, to which no rule applies.
const noRule = len(rules)

// paragraphContext is the state of feature extraction within a paragraph.
type paragraphContext struct {
	sentenceStart int    // start of the current sentence
	firstShape    uint64 // shape of its first token
	firstBytes    uint64 // first two bytes of that token
	nextStop      int    // position of the next terminator
	previousEnd   uint64 // how the previous sentence ended: 0 start of the paragraph, 1 with a terminator, 2 without
}

// extractFeatures writes the features of a gap: the tokens around it with their shapes and signs, the
// length of the sentence so far and the distance to the next terminator. It reads only a bounded range
// around the gap.
func (c *segmenter) extractFeatures(g *gap, f *[featureCount]uint32) {
	s := g.s
	if c.context.sentenceStart != g.start {
		c.context.sentenceStart = g.start
		c.context.firstShape, c.context.firstBytes = newShape(tokenAfter(s, g.start)).code(), head2(s, g.start)
	}
	left, right := tokenBefore(s, g.start, g.after), tokenAfter(s, g.next)
	beforeLeft := tokenBefore(s, g.start, trimEnd(s, max(g.start, g.after-len(left))))
	at := skipBlank(s, g.next+len(right))
	afterRight := tokenAfter(s, at)
	third := tokenAfter(s, skipBlank(s, at+len(afterRight)))

	word, leftSigns := splitTail(left)
	rightSigns, next := splitHead(right)
	next, _ = splitTail(next)
	signs, opening := tail3(leftSigns), head2(rightSigns, 0)
	wordShape, nextShape := newShape(word).code(), newShape(next).code()
	nextHead := uint64(newShape(next).head)
	wordHash, nextHash := hashFolded(word), hashFolded(next)
	stopped, same := uint64(0), uint64(0)
	if g.firstStop < g.stopsEnd {
		stopped = 1
	}
	if c.context.firstBytes == head2(right, 0) {
		same = 1
	}
	length, ahead := log2Scale(g.after-g.start), log2Scale(c.distanceToStop(s, g.next))

	f[0] = hashFeature(0, signs<<16|opening, 0)
	f[1] = hashFeature(1, signs<<16|opening, nextShape)
	f[2] = hashFeature(2, signs, wordShape)
	f[3] = hashFeature(3, wordHash, signs)
	f[4] = hashFeature(4, nextHash, signs)
	f[5] = hashFeature(5, nextHash, nextShape<<1|stopped)
	f[6] = hashFeature(6, wordHash, nextHead)
	f[7] = hashFeature(7, length, signs)
	f[8] = hashFeature(8, newShape(afterRight).code()<<16|nextShape, signs)
	f[9] = hashFeature(9, newShape(beforeLeft).code()<<16|wordShape, signs<<8|nextHead)
	f[10] = hashFeature(10, c.context.firstShape<<16|opening, nextShape)
	f[11] = hashFeature(11, c.context.firstBytes&0xFF<<8|head2(right, 0)&0xFF, signs)
	f[12] = hashFeature(12, min(uint64(len(word)), 6), signs)
	f[13] = hashFeature(13, ahead<<1|stopped, nextHead)
	f[14] = hashFeature(14, c.context.previousEnd<<32|signs, nextHead)
	f[15] = hashFeature(15, ahead<<1|stopped, wordShape<<16|nextShape)
	f[16] = hashFeature(16, newShape(third).code()<<16|newShape(afterRight).code(), nextHead<<1|stopped)
	f[17] = hashFeature(17, same<<1|stopped, opening)
}

// prefilterFeatureCount is the number of features of the prefilter for white space, and
// prefilterBucketCount the number of weights of each.
const (
	prefilterFeatureCount = 4
	prefilterBucketCount  = 1 << 12
)

// prefilterHashes writes the features of the prefilter: the four bytes on each side of the white space, the
// kinds of the nearest ones, and the length of the sentence so far.
func prefilterHashes(s string, start, after, next int, f *[prefilterFeatureCount]uint32) {
	left, right := uint32(0), uint32(0)
	if after-start < 4 || len(s)-next < 4 {
		for i := max(start, after-4); i < after; i++ {
			left = left<<8 | uint32(s[i])
		}
		for i := next; i < min(len(s), next+4); i++ {
			right = right<<8 | uint32(s[i])
		}
	} else {
		left, right = load4(s[after-4:]), load4(s[next:])
	}
	a, b := uint32(fineByteKinds[s[after-1]]), uint32(fineByteKinds[s[next]])
	c, d := uint32(fineByteKinds[byte(left>>8)]), uint32(0)
	if next+1 < len(s) {
		d = uint32(fineByteKinds[s[next+1]])
	}
	f[0] = left * 0x9E3779B1 >> 20
	f[1] = right * 0x85EBCA6B >> 20
	f[2] = (a<<12 | b<<8 | c<<4 | d) * 0xC2B2AE35 >> 20
	f[3] = uint32(log2Scale(after-start))<<8&0xF00 | a<<4 | b
}

// load4 reads four bytes as a big-endian number. The compiler makes it a single load.
func load4(s string) uint32 {
	return uint32(s[3]) | uint32(s[2])<<8 | uint32(s[1])<<16 | uint32(s[0])<<24
}

// fineByteKinds maps bytes to sixteen kinds: upper and lower case letters, figures, and the signs that
// matter.
var fineByteKinds = func() (t [256]uint8) {
	for c := range 256 {
		t[c] = byteKinds[c]
	}
	for i, c := range []byte(".,:-)('\"/ ") {
		t[c] = uint8(5 + i)
	}
	return t
}()

// hashFeature maps a feature's number and value to a bucket (multiplicative hashing; Knuth, TAOCP 3, 6.4).
func hashFeature(feature, a, b uint64) uint32 {
	x := (a+feature*0x9E3779B97F4A7C15)*0xBF58476D1CE4E5B9 ^ b*0x94D049BB133111EB
	x ^= x >> 29
	x *= 0xD6E8FEB86659FD93
	return uint32(x >> (64 - 16))
}

// log2Scale returns a length on a logarithmic scale.
func log2Scale(n int) uint64 { return uint64(bits.Len(uint(n))) }

// distanceToStop returns the distance to the next terminator: 256 if it is more than 127, 512 if there is
// none. The position is cached, so that a paragraph is searched once.
func (c *segmenter) distanceToStop(s string, i int) int {
	n := max(c.context.nextStop, i)
	for ; n < len(s); n++ {
		if b := s[n]; (b == '.' || b == '!' || b == '?') && (n+1 == len(s) || !isLetterOrDigit(s[n+1])) {
			break
		}
	}
	c.context.nextStop = n
	switch {
	case n == len(s):
		return 1 << 9
	case n-i > 127:
		return 1 << 8
	}
	return n - i
}
