// Package static holds what the browser fetches: style sheets, htmx and our few small scripts. Addresses carry a hash of
// all of it, so a browser keeps a file for ever and still gets the new one with the next release. The hash is a folder
// and not part of the file's name: scripts can then import each other by plain relative names.
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

// Prefix is the path under which everything is served.
const Prefix = "/static/"

// asset is one file, ready to send.
type asset struct {
	mediaType string
	plain     []byte
	packed    []byte // gzip; nil where it would not be smaller
}

// assets and hash are made once at start: the files never change while the program runs.
var assets, hash = load(files)

// Hash names the files of this release; it changes when any of them does.
func Hash() string { return hash }

// URL is the address of a file such as "base.css". A name that does not exist is a mistake in the program: it panics.
func URL(name string) string {
	if _, ok := assets[name]; !ok {
		panic("static: there is no file " + name)
	}
	return Prefix + hash + "/" + name
}

// Handler serves the files under Prefix. An address of another release is not found: its content is not here.
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
		w.Write(body) // a browser that has gone away is no error of ours
	}
}

// load reads and packs every file. It cannot fail on embedded files; if it does, the program may not start.
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

// mediaType does not ask the machine's own table first: scripts must be JavaScript everywhere, or browsers refuse them.
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
	writer, _ := gzip.NewWriterLevel(&packed, gzip.BestCompression) // fails only for a level that does not exist
	writer.Write(content)                                           // a buffer takes everything
	writer.Close()
	if packed.Len() >= len(content) {
		return nil
	}
	return packed.Bytes()
}
