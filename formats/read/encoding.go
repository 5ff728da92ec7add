package read

import (
	"bytes"
	"encoding/binary"
	"fmt"
	"unicode/utf16"
	"unicode/utf8"

	"golang.org/x/net/html/charset"
	"golang.org/x/text/encoding/unicode"

	"linecheck/text"
)

// Names as in the IANA registry.
const (
	utf8Name    = "UTF-8"
	utf16LEName = "UTF-16LE"
	utf16BEName = "UTF-16BE"
)

var (
	utf8BOM    = []byte{0xEF, 0xBB, 0xBF}
	utf16LEBOM = []byte{0xFF, 0xFE}
	utf16BEBOM = []byte{0xFE, 0xFF}
)

// detectEncoding detects the encoding of a text if its bytes leave no doubt, and returns "" otherwise. Valid UTF-8 is
// UTF-8, because texts in other encodings are practically never valid by chance.
func detectEncoding(b []byte) string {
	switch {
	case bytes.HasPrefix(b, utf8BOM):
		return utf8Name
	case bytes.HasPrefix(b, utf16LEBOM):
		return utf16LEName
	case bytes.HasPrefix(b, utf16BEBOM):
		return utf16BEName
	}
	if name := unmarkedUTF16(b); name != "" {
		return name
	}
	if utf8.Valid(b) || isBinary(b) || isMostlyUTF8(b) {
		return utf8Name
	}
	return ""
}

// decodeText decodes a text in the chosen encoding, or in the detected one if none is chosen. It returns an
// *EncodingError if the encoding is uncertain, and a *text.InvalidError if the bytes are not in their encoding.
func decodeText(b []byte, chosen string) (s, encoding string, err error) {
	encoding = detectEncoding(b)
	if chosen != "" && encoding != utf16LEName && encoding != utf16BEName {
		coding, name := charset.Lookup(chosen)
		if coding == nil {
			return "", "", &EncodingError{}
		}
		encoding = encodingName(name)
	}
	if encoding == "" {
		guesses, certain := guessEncoding(b)
		if !certain {
			return "", "", &EncodingError{guesses}
		}
		encoding = guesses[0].Name
	}
	s, err = decode(encoding, b)
	return s, encoding, err
}

// isBinary reports whether bytes have more controls than a text has.
func isBinary(b []byte) bool {
	controls := 0
	for _, c := range b {
		if isControl(rune(c)) {
			controls++
		}
	}
	return controls*100 > len(b)
}

// unmarkedUTF16 recognises UTF-16 without a byte order mark if there is no doubt: an even number of bytes,
// zeros on one side only, and at least a third of the characters with such a zero (every Latin letter,
// space and line end).
func unmarkedUTF16(b []byte) string {
	if len(b) < 4 || len(b)%2 != 0 {
		return ""
	}
	var zeros [2]int
	for i, c := range b {
		if c == 0 {
			zeros[i%2]++
		}
	}
	least := len(b) / 2 / 3
	switch {
	case zeros[0] == 0 && zeros[1] > least:
		return utf16LEName
	case zeros[1] == 0 && zeros[0] > least:
		return utf16BEName
	}
	return ""
}

// isMostlyUTF8 reports whether more non-ASCII characters are valid UTF-8 than bytes are invalid.
func isMostlyUTF8(b []byte) bool {
	good, bad := 0, 0
	for len(b) > 0 {
		r, size := utf8.DecodeRune(b)
		switch {
		case r == utf8.RuneError && size == 1:
			bad++
		case size > 1:
			good++
		}
		b = b[size:]
	}
	return good > bad
}

// decode returns the text without its byte order mark. UTF-8 is returned unchanged, valid or not.
func decode(encoding string, b []byte) (string, error) {
	switch encoding {
	case utf16LEName:
		return decodeUTF16(binary.LittleEndian, unicode.LittleEndian, bytes.TrimPrefix(b, utf16LEBOM))
	case utf16BEName:
		return decodeUTF16(binary.BigEndian, unicode.BigEndian, bytes.TrimPrefix(b, utf16BEBOM))
	case utf8Name, "":
		return string(bytes.TrimPrefix(b, utf8BOM)), nil
	}
	if coding, _ := charset.Lookup(encoding); coding != nil {
		s, err := coding.NewDecoder().Bytes(b)
		if err != nil {
			return "", fmt.Errorf("decoding %s: %w", encoding, err)
		}
		return string(s), nil
	}
	return string(bytes.TrimPrefix(b, utf8BOM)), nil
}

// decodeUTF16 decodes UTF-16 after checking that it is valid. The decoder would silently replace a lone
// surrogate, which would change the text.
func decodeUTF16(order binary.ByteOrder, endian unicode.Endianness, b []byte) (string, error) {
	decoder := unicode.UTF16(endian, unicode.IgnoreBOM).NewDecoder()
	at, what := firstInvalidUTF16(order, b)
	s, err := decoder.Bytes(b[:at])
	if err != nil {
		return "", fmt.Errorf("decoding UTF-16: %w", err)
	}
	if what != "" {
		line, column := text.LineColumn(string(s), len(s))
		return "", &text.InvalidError{Line: line, Column: column, Problem: what}
	}
	return string(s), nil
}

// firstInvalidUTF16 returns the offset in bytes of the first error in UTF-16 and its description, or len(b)
// and "" if there is none.
func firstInvalidUTF16(order binary.ByteOrder, b []byte) (at int, what string) {
	for i := 0; i+1 < len(b); i += 2 {
		r := rune(order.Uint16(b[i:]))
		if !utf16.IsSurrogate(r) {
			continue
		}
		if i+3 >= len(b) || utf16.DecodeRune(r, rune(order.Uint16(b[i+2:]))) == utf8.RuneError {
			return i, "half of a UTF-16 pair"
		}
		i += 2
	}
	if len(b)%2 != 0 {
		return len(b) - 1, "a single byte left over at the end of UTF-16"
	}
	return len(b), ""
}
