package read

import "bytes"

// fileSignatures are the first bytes of other kinds of file. No article can begin with them.
var fileSignatures = []struct{ begins, looks string }{
	{"%PDF-", "a PDF"},
	{"{\\rtf", "an RTF document"},
	{"\x89PNG\r\n\x1A\n", "an image"},
	{"\xFF\xD8\xFF", "an image"},
	{"GIF87a", "an image"},
	{"GIF89a", "an image"},
	{"II*\x00", "an image"},
	{"MM\x00*", "an image"},
	{"\x1F\x8B", "a compressed file"},
	{"BZh9", "a compressed file"},
	{"\xFD7zXZ\x00", "a compressed file"},
	{"7z\xBC\xAF\x27\x1C", "an archive"},
	{"Rar!\x1A\x07", "an archive"},
	{"OggS\x00", "a sound or video file"},
	{"ID3\x02", "a sound file"},
	{"ID3\x03", "a sound file"},
	{"ID3\x04", "a sound file"},
	{"\x7FELF", "a program"},
	{"MZ\x90\x00", "a program"},
	{"SQLite format 3\x00", "a database"},
	{"\xFF\xFE\x00\x00", "UTF-32 text"},
	{"\x00\x00\xFE\xFF", "UTF-32 text"},
}

// detectSignature returns the kind of a file from its first bytes, or "".
func detectSignature(b []byte) string {
	for _, s := range fileSignatures {
		if bytes.HasPrefix(b, []byte(s.begins)) {
			return s.looks
		}
	}
	switch {
	case bytes.HasPrefix(b, []byte(compoundFileMagic)):
		return compoundKind(b)
	case bytes.HasPrefix(b, []byte("PK\x03\x04")), bytes.HasPrefix(b, []byte("PK\x05\x06")):
		return zipContentKind(b)
	case len(b) > 12 && bytes.HasPrefix(b, []byte("RIFF")):
		return riffContentKind(b)
	case len(b) > 12 && b[0] == 0 && string(b[4:8]) == "ftyp":
		return "a video or image"
	}
	return ""
}

func riffContentKind(b []byte) string {
	switch string(b[8:12]) {
	case "WEBP":
		return "an image"
	case "WAVE":
		return "a sound file"
	case "AVI ":
		return "a video"
	}
	return ""
}

// compoundKind tells apart the formats of older Microsoft programs by the names of their streams.
func compoundKind(b []byte) string {
	for _, k := range []struct{ stream, looks string }{
		{"WordDocument", "an old Word document (.doc)"},
		{"Workbook", "an old Excel workbook (.xls)"},
		{"Book", "an old Excel workbook (.xls)"},
		{"PowerPoint Document", "an old PowerPoint presentation (.ppt)"},
		{"__properties_version1.0", "an Outlook mail (.msg)"},
	} {
		if bytes.Contains(b, encodeUTF16(k.stream)) {
			return k.looks
		}
	}
	return "an old Word or Excel document"
}
