// Package static serves style sheets, htmx and scripts. URLs contain a hash of all files, so that browsers
// can cache a file forever and still load the new one after an update. The hash is a folder instead of a part
// of the file name, so that scripts can import each other by relative paths.
package static

import (
	"bytes"
	"compress/gzip"
	"crypto/sha256"
	"embed"
	"encoding/hex"
	"io/fs"
	"mime"
	"net/http"
	"path"
	"strconv"
	"strings"
)

//go:embed *.css *.js *.svg vendor/*.js
var files embed.FS

// Prefix is the path under which all files are served.
const Prefix = "/static/"

// asset is one file, ready to be sent.
type asset struct {
	mediaType string
	plain     []byte
	packed    []byte // gzip; nil if it would not be smaller
}

// assets and hash are computed once at startup, as the files are embedded.
var assets, hash = load(files)

// Hash identifies the files of this release.
func Hash() string { return hash }

// URL returns the URL of a file such as "base.css". It panics for an unknown name, which is a programming
// error.
func URL(name string) string {
	if _, ok := assets[name]; !ok {
		panic("static: there is no file " + name)
	}
	return Prefix + hash + "/" + name
}

// Handler serves the files under Prefix. URLs of another release are 404, because this one has other content.
func Handler() http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		name, ok := strings.CutPrefix(r.URL.Path, Prefix+hash+"/")
		file, known := assets[name]
		if !ok || !known {
			http.NotFound(w, r)
			return
		}
		file.send(w, r)
	})
}

func (a asset) send(w http.ResponseWriter, r *http.Request) {
	header, body := w.Header(), a.plain
	header.Set("Content-Type", a.mediaType)
	header.Set("Cache-Control", "public, max-age=31536000, immutable")
	header.Set("Vary", "Accept-Encoding")
	if a.packed != nil && strings.Contains(r.Header.Get("Accept-Encoding"), "gzip") {
		header.Set("Content-Encoding", "gzip")
		body = a.packed
	}
	header.Set("Content-Length", strconv.Itoa(len(body)))
	if r.Method != http.MethodHead {
		w.Write(body) // the client may be gone
	}
}

// load reads and compresses every file. Reading embedded files cannot fail; if it does, it panics.
func load(from fs.FS) (map[string]asset, string) {
	found, sum := map[string]asset{}, sha256.New()
	err := fs.WalkDir(from, ".", func(name string, entry fs.DirEntry, err error) error {
		if err != nil || entry.IsDir() {
			return err
		}
		content, err := fs.ReadFile(from, name)
		if err != nil {
			return err
		}
		sum.Write([]byte(name))
		sum.Write(content)
		found[name] = asset{mediaType: mediaType(name), plain: content, packed: pack(content)}
		return nil
	})
	if err != nil {
		panic("static: " + err.Error())
	}
	return found, hex.EncodeToString(sum.Sum(nil))[:12]
}

// mediaType does not use the operating system's table: browsers reject scripts whose type is not JavaScript.
func mediaType(name string) string {
	switch path.Ext(name) {
	case ".js":
		return "text/javascript; charset=utf-8"
	case ".css":
		return "text/css; charset=utf-8"
	case ".svg":
		return "image/svg+xml"
	}
	return mime.TypeByExtension(path.Ext(name))
}

func pack(content []byte) []byte {
	var packed bytes.Buffer
	writer, _ := gzip.NewWriterLevel(&packed, gzip.BestCompression) // fails only for an invalid level
	writer.Write(content)                                           // a bytes.Buffer never fails
	writer.Close()
	if packed.Len() >= len(content) {
		return nil
	}
	return packed.Bytes()
}

// Text returns the content of a file, for a page that contains it. It panics for an unknown name, which is a programming error.
func Text(name string) string {
	file, ok := assets[name]
	if !ok {
		panic("static: there is no file " + name)
	}
	return string(file.plain)
}
