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

// Limits of a document that is a zip archive. The markup of a book of a million words takes some 30 MB.
const (
	maxArchiveFiles     = 20_000   // number of entries
	maxPartBytes        = 64 << 20 // bytes of one part, uncompressed
	maxUnpackedBytes    = 96 << 20 // bytes of all parts that are read
	maxCompressionRatio = 250      // markup compresses to between a tenth and a fiftieth; zip bombs to a thousandth
	minRatioCheckBytes  = 4 << 20  // bytes below which the ratio is not checked
)

// directoryEntryMagic begins each entry of a zip archive's central directory.
var directoryEntryMagic = []byte("PK\x01\x02")

// archive is a document that is a zip archive.
type archive struct {
	ctx           context.Context
	documentKind  string // "Word document"
	files         map[string]*zip.File
	unpackedBytes int64 // bytes uncompressed so far
	embedded      bool  // the archive is a file in another document
}

// openArchive reads the central directory of a zip archive.
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

// partName normalises a part's name for lookup: part names that differ only in case are equivalent
// (ECMA-376 part 2).
func partName(name string) string {
	return strings.ToLower(strings.TrimPrefix(path.Clean("/"+strings.ReplaceAll(name, `\`, "/")), "/"))
}

func (a *archive) has(name string) bool { return a.files[partName(name)] != nil }

// part opens a part. A missing part is empty.
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

// partReader reads a part and enforces the limits.
type partReader struct {
	*archive
	source       io.Reader
	packed, size int64
}

// Read decompresses.
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

// bytes returns the content of a part, or nil if the part is missing.
func (a *archive) bytes(name string) ([]byte, error) {
	r, err := a.part(name)
	if err != nil {
		return nil, err
	}
	b, err := io.ReadAll(io.LimitReader(r, MaxFileBytes+1))
	var said *FileError
	switch {
	case err != nil && (a.ctx.Err() != nil || errors.As(err, &said)):
		return nil, err
	case err != nil:
		return nil, newFileError(corruptedMessage, a.documentKind)
	case len(b) > MaxFileBytes:
		return nil, newFileError(tooLargeMessage, a.documentKind)
	}
	return b, nil
}
