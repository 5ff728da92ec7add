package read

import (
	"archive/zip"
	"bytes"
	"errors"
	"reflect"
	"strings"
	"testing"

	"golang.org/x/text/encoding/charmap"
	"golang.org/x/text/encoding/unicode"
	"pgregory.net/rapid"

	"linecheck/text"
)

func TestTextReadsEncodings(t *testing.T) {
	const said = "Zürich – “yes”\r\nsecond line\t€ 5\n"
	win, _ := charmap.Windows1252.NewEncoder().String(said)
	utf16 := func(e unicode.Endianness, p unicode.BOMPolicy) string {
		s, _ := unicode.UTF16(e, p).NewEncoder().String(said)
		return s
	}
	for _, c := range []struct{ name, in, encoding, want string }{
		{"UTF-8", said, "UTF-8", said},
		{"UTF-8 with mark", "\uFEFF" + said, "UTF-8", said},
		{"only the first mark goes", "\uFEFFa\uFEFFb", "UTF-8", "a\uFEFFb"},
		{"Windows-1252", win, "windows-1252", said},
		{"UTF-16LE with mark", utf16(unicode.LittleEndian, unicode.UseBOM), "UTF-16LE", said},
		{"UTF-16BE with mark", utf16(unicode.BigEndian, unicode.UseBOM), "UTF-16BE", said},
		{"UTF-16LE without", utf16(unicode.LittleEndian, unicode.IgnoreBOM), "UTF-16LE", said},
		{"UTF-16BE without", utf16(unicode.BigEndian, unicode.IgnoreBOM), "UTF-16BE", said},
		{"UTF-16 pair", "\xff\xfe\x3d\xd8\x00\xde", "UTF-16LE", "😀"},
		{"empty", "", "UTF-8", ""},
		{"hidden characters stay", "a\u202Eb\u200Bc\r", "UTF-8", "a\u202Eb\u200Bc\r"},
	} {
		doc, err := Text("a.txt", []byte(c.in))
		if err != nil || !reflect.DeepEqual(doc, Document{Text: c.want, Encoding: c.encoding, MediaType: "text/plain"}) {
			t.Errorf("%s: %+v, %v", c.name, doc, err)
		}
	}
}

func newZip(t *testing.T, name string) string {
	var b bytes.Buffer
	z := zip.NewWriter(&b)
	if _, err := z.Create(name); err != nil {
		t.Fatal(err)
	}
	if err := z.Close(); err != nil {
		t.Fatal(err)
	}
	return b.String()
}

func TestTextRefusesOtherFiles(t *testing.T) {
	for _, c := range []struct{ in, looks string }{
		{"%PDF-1.7\n%\xe2\xe3\xcf\xd3\n1 0 obj", "a PDF"},
		{newZip(t, "word/document.xml"), "a Word document"},
		{newZip(t, "xl/workbook.xml"), "an Excel workbook"},
		{newZip(t, "notes.txt"), "a ZIP archive"},
		{"\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR", "an image"},
		{"RIFF\x10\x00\x00\x00WEBPVP8 ", "an image"},
		{"{\\rtf1\\ansi Hello}", "an RTF document"},
		{"\x00\x00\x00\x20ftypheic\x00\x00", "a video or image"},
		{"\x00\x01\x02\x03\x04\x05\x06\x07\x08\x0b", "a binary file"},
		{"\xff\xfe\x00\x00a\x00\x00\x00", "UTF-32 text"},
	} {
		_, err := Text("upload.txt", []byte(c.in))
		var un *UnreadableError
		if !errors.As(err, &un) || un.LooksLike != c.looks || un.Name != "upload.txt" {
			t.Errorf("%.20q: %v, want %q", c.in, err, c.looks)
		}
	}
	err := error(&UnreadableError{LooksLike: "a PDF"})
	if want := "This looks like a PDF; paste the text, or save it as a Word, ODT, PDF, HTML or plain text file."; err.Error() != want {
		t.Errorf("%q, want %q", err, want)
	}
}

func TestTextErrorsNameThePosition(t *testing.T) {
	long := strings.Repeat("word ", 10)
	for _, c := range []struct{ name, in, want string }{
		{"NUL", long + "\nsecond\r\nthe third l\x00ine", "line 3, column 12: a NUL character"},
		{"bad byte", long + "naïve, déjà vu\ncaf\xe9", "line 2, column 4: a byte that is not UTF-8 (0xe9)"},
		{"half a pair", "\xff\xfea\x00\n\x00b\x00\x3d\xd8c\x00", "line 2, column 2: half of a UTF-16 pair"},
		{"odd byte", "\xfe\xff\x00a\x00", "line 1, column 2: a single byte left over at the end of UTF-16"},
	} {
		_, err := Text("a.txt", []byte(c.in))
		var bad *text.InvalidError
		if !errors.As(err, &bad) || err.Error() != c.want {
			t.Errorf("%s: %v, want %q", c.name, err, c.want)
		}
	}
}

// Every UTF-8 text without NUL and with few controls is returned unchanged.
func TestTextKeepsUTF8(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		s := strings.Map(func(r rune) rune {
			if r == 0 || isControl(r) {
				return ' '
			}
			return r
		}, rapid.String().Draw(t, "s"))
		s = strings.TrimPrefix(strings.ToValidUTF8(s, "?"), "\uFEFF")
		if doc, err := Text("", []byte("\uFEFF"+s)); err != nil || doc.Text != s {
			t.Fatalf("%q became %q, %v", s, doc.Text, err)
		}
	})
}

func TestNormalizePasted(t *testing.T) {
	if got, want := NormalizePasted("\r\na\r\n\r\nb\rc\nd\r\r\n"), "\na\n\nb\rc\nd\r\n"; got != want {
		t.Errorf("%q, want %q", got, want)
	}
}

func TestTooLargeErrorNamesItsLimit(t *testing.T) {
	for limit, want := range map[int64]string{2_000_000: "2 MB", 1500: "1.5 kB", 10: "10 bytes"} {
		if got := (&TooLargeError{limit}).Error(); !strings.Contains(got, "than "+want+";") {
			t.Errorf("%q does not name %s", got, want)
		}
	}
}

// An accepted text can be stored, and encodes to exactly the uploaded bytes.
func FuzzText(f *testing.F) {
	f.Add([]byte("caf\xe9"))
	f.Add([]byte("\xff\xfea\x00\xd8\x3d"))
	f.Add([]byte("\xef\xbb\xbfa\r\n"))
	f.Fuzz(func(t *testing.T, b []byte) {
		doc, err := Text("x", b)
		if err != nil {
			if err.Error() == "" || !reflect.DeepEqual(doc, Document{}) {
				t.Fatalf("error %q with %+v", err, doc)
			}
			return
		}
		if err := text.Validate(doc.Text); err != nil {
			t.Fatal(err)
		}
		if back := encodeAgain(t, doc); !bytes.Equal(back, b) && !bytes.HasSuffix(b, back) || len(b)-len(back) > 3 {
			t.Fatalf("%q was read as %+v, which encodes to %q", b, doc, back)
		}
	})
}

func encodeAgain(t *testing.T, doc Document) []byte {
	var b []byte
	var err error
	switch doc.Encoding {
	case "UTF-8":
		return []byte(doc.Text)
	case "UTF-16LE":
		b, err = unicode.UTF16(unicode.LittleEndian, unicode.IgnoreBOM).NewEncoder().Bytes([]byte(doc.Text))
	case "UTF-16BE":
		b, err = unicode.UTF16(unicode.BigEndian, unicode.IgnoreBOM).NewEncoder().Bytes([]byte(doc.Text))
	case "windows-1252":
		b, err = charmap.Windows1252.NewEncoder().Bytes([]byte(doc.Text))
	default:
		t.Fatalf("unknown encoding %q", doc.Encoding)
	}
	if err != nil {
		t.Fatal(err)
	}
	return b
}
