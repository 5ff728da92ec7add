package read

import (
	"archive/zip"
	"bytes"
	"context"
	"errors"
	"io"
	"path"
	"strings"
)

// The bounds of a document that is a zip archive. The markup of a book of a million words takes some 30 MB.
const (
	maxArchiveFiles     = 20_000   // within it
	maxPartBytes        = 64 << 20 // unpacked, in bytes
	maxUnpackedBytes    = 96 << 20 // of all parts that are read, in bytes
	maxCompressionRatio = 250      // times its packed size: markup packs to a tenth or a fiftieth, what is made to burst to a thousandth
	minRatioCheckBytes  = 4 << 20  // in bytes: what is smaller may swell as it likes
)

// directoryEntryMagic begins each entry of a zip archive's directory.
var directoryEntryMagic = []byte("PK\x01\x02")

// archive is a document that is a zip archive.
type archive struct {
	ctx           context.Context
	documentKind  string // "Word document"
	files         map[string]*zip.File
	unpackedBytes int64 // bytes unpacked so far
}

// openArchive reads the directory of a zip archive.
func openArchive(ctx context.Context, b []byte) (*archive, error) {
	const what = "ZIP archive"
	if bytes.Count(b, directoryEntryMagic) > maxArchiveFiles {
		return nil, newFileError(tooComplexMessage, what)
	}
	r, err := zip.NewReader(bytes.NewReader(b), int64(len(b)))
	if err != nil && !errors.Is(err, zip.ErrInsecurePath) {
		return nil, err
	}
	a := &archive{ctx: ctx, documentKind: what, files: make(map[string]*zip.File, len(r.File))}
	for _, f := range r.File {
		if f.FileInfo().IsDir() {
			continue
		}
		name := partName(f.Name)
		if a.files[name] != nil { // which of the two is read differs between programs
			return nil, newFileError(corruptedMessage, what)
		}
		a.files[name] = f
	}
	return a, nil
}

// partName is a part's name as it is looked up: ECMA-376 part 2 has names differ by more than case.
func partName(name string) string {
	return strings.ToLower(strings.TrimPrefix(path.Clean("/"+strings.ReplaceAll(name, `\`, "/")), "/"))
}

func (a *archive) has(name string) bool { return a.files[partName(name)] != nil }

// part opens a part. One that is not there has nothing in it.
func (a *archive) part(name string) (io.Reader, error) {
	f := a.files[partName(name)]
	if f == nil {
		return strings.NewReader(""), nil
	}
	if f.Flags&1 != 0 {
		return nil, newFileError(encryptedMessage, a.documentKind)
	}
	r, err := f.Open()
	if err != nil {
		return nil, newFileError(corruptedMessage, a.documentKind)
	}
	return &partReader{archive: a, source: r, packed: int64(f.CompressedSize64)}, nil
}

// partReader reads a part, within the bounds.
type partReader struct {
	*archive
	source       io.Reader
	packed, size int64
}

// Read unpacks.
func (u *partReader) Read(b []byte) (int, error) {
	n, err := u.source.Read(b)
	u.size, u.unpackedBytes = u.size+int64(n), u.unpackedBytes+int64(n)
	switch {
	case u.size > maxPartBytes, u.unpackedBytes > maxUnpackedBytes, u.size > minRatioCheckBytes && u.size/maxCompressionRatio > u.packed:
		return 0, newFileError(tooLargeMessage, u.documentKind)
	case u.ctx.Err() != nil:
		return 0, u.ctx.Err()
	}
	return n, err
}
