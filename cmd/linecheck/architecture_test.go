package main

import (
	"bytes"
	"encoding/json"
	"fmt"
	"go/ast"
	"go/parser"
	"go/token"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"
)

// repositoryRoot is the repository's root, relative to this package.
const repositoryRoot = "../.."

// layer is a folder and what its packages may import in addition to their own folder. Anything else is forbidden:
// a new import or a new library is a decision that shows in this table.
type layer struct {
	folder      string
	standard    []string // standard library packages; "..." is all of it except the network
	ownPackages []string // our own packages; a trailing "/..." includes the packages below
	libraries   []string // third-party libraries; a module path includes the packages below
}

var (
	// purePackages are the packages of the standard library without clock, log, files, context and network.
	purePackages = []string{
		"bufio",
		"bytes",
		"cmp",
		"embed",
		"encoding/...",
		"errors",
		"fmt",
		"html",
		"io",
		"iter",
		"maps",
		"math",
		"math/bits",
		"regexp",
		"slices",
		"sort",
		"strconv",
		"strings",
		"sync",
		"unicode",
		"unicode/utf16",
		"unicode/utf8",
	}
	standardPackages = []string{"..."}
	networkPackages  = []string{"...", "net", "net/http", "net/http/...", "crypto/tls"}
)

// layers lists the allowed imports, lowest layer first. A package imports only lower layers, and may skip
// some.
var layers = []layer{
	{
		"text",
		purePackages,
		nil,
		[]string{"golang.org/x/text/unicode/norm", "golang.org/x/text/secure/precis", "github.com/clipperhouse/uax29/v2"},
	},
	{"text/message", append([]string{"context", "path", "time"}, purePackages...), nil, []string{"golang.org/x/text"}},
	{"text/sentence", purePackages, []string{"text"}, nil},
	{"text/sentence/train", standardPackages, []string{"text", "text/sentence"}, nil}, // a separate program, which trains the weights
	{"text/claim", purePackages, []string{"text", "text/sentence"}, nil},
	{"text/claim/train", standardPackages, []string{"text/claim"}, nil}, // also a separate program
	{"text/compare", append([]string{"crypto/sha256"}, purePackages...), []string{"text"},
		[]string{"golang.org/x/text/unicode/bidi", "golang.org/x/text/unicode/norm"}},
	{"text/anchor", purePackages, []string{"text"}, nil},
	{
		"text/web",
		append([]string{"net/netip", "net/url", "path"}, purePackages...),
		[]string{"text"},
		[]string{"golang.org/x/net/idna", "golang.org/x/net/publicsuffix", "golang.org/x/text"},
	},
	{"migrations", standardPackages, nil, nil},
	{"internal/testutil", networkPackages, nil, []string{"github.com/google/go-cmp"}}, // only for tests; no other layer imports it
	{
		"static",
		networkPackages,
		nil,
		nil,
	}, // it serves files; TestArchitectureDialsOutInOnePlace checks that it fetches none
	{
		"formats/fetch",
		networkPackages,
		nil,
		[]string{"code.dny.dev/ssrf", "golang.org/x/net/html"},
	},
	{"formats/send", networkPackages, nil, []string{"github.com/wneessen/go-mail"}},
	{"formats/send/sendtest", networkPackages, nil, []string{"github.com/emersion/go-smtp", "github.com/emersion/go-sasl",
		"github.com/emersion/go-message"}}, // only for tests
	{"formats/read", standardPackages, []string{"text"}, []string{"github.com/yuin/goldmark", "codeberg.org/readeck/go-readability/v2",
		"github.com/klippa-app/go-pdfium", "github.com/tetratelabs/wazero", "golang.org/x/net/html", "golang.org/x/text",
		"github.com/abadojack/whatlanggo", "github.com/xuri/excelize/v2"}},
	{"models", standardPackages, []string{"text", "text/..."}, []string{"github.com/pquerna/otp"}},
	{"formats/receipt", standardPackages, []string{"models", "text"}, []string{"github.com/go-jose/go-jose/v4"}},
	{"formats/receipt/receipttest", standardPackages, []string{"formats/receipt", "models", "text/sentence"},
		[]string{"github.com/go-jose/go-jose/v4"}}, // only for tests
	{"formats/published", standardPackages, []string{"formats/read", "text", "text/..."}, nil},
	{"formats/write", standardPackages, []string{"models", "text", "text/..."},
		[]string{"github.com/xuri/excelize/v2", "github.com/arran4/golang-ical"}},
	{
		"store/database",
		standardPackages,
		[]string{"migrations", "text"},
		[]string{"gorm.io", "github.com/pressly/goose/v3", "github.com/jackc/pgx/v5", "modernc.org/sqlite"},
	}, // the only package that opens a database; it uses no model
	{
		"store",
		standardPackages,
		[]string{"store/database", "models", "text", "text/..."},
		[]string{"gorm.io/gorm", "github.com/alexedwards/argon2id", "github.com/go-jose/go-jose/v4", "github.com/gowebpki/jcs",
			"golang.org/x/text"},
	},
	{"store/transfer", standardPackages, []string{"store", "store/database", "models"}, nil},
	{
		"store/storetest",
		standardPackages,
		[]string{"store", "models", "migrations", "internal/testutil"},
		[]string{"github.com/jackc/pgx/v5", "modernc.org/sqlite",
			"github.com/pressly/goose/v3", "github.com/alexedwards/argon2id"},
	}, // only for tests, like the folders with "test" in their names below handlers
	{
		"views",
		standardPackages,
		[]string{"models", "static", "text", "text/..."},
		[]string{"github.com/a-h/templ", "golang.org/x/text", "github.com/boombuler/barcode"},
	},
	{"handlers", networkPackages, []string{"models", "store", "formats/...", "views", "static", "text", "text/..."},
		[]string{"github.com/gin-gonic/gin", "github.com/a-h/templ", "github.com/alexedwards/scs/v2", "github.com/alexedwards/argon2id",
			"github.com/andybalholm/brotli", "github.com/klauspost/compress/gzhttp", "golang.org/x/text",
			"golang.org/x/time", "golang.org/x/sync", "github.com/prometheus/client_golang",
			"github.com/coreos/go-oidc/v3", "golang.org/x/oauth2"}},
	{"handlers/sitetest", networkPackages,
		[]string{"handlers", "models", "store", "store/storetest", "formats/read", "formats/send", "internal/testutil"},
		[]string{"github.com/PuerkitoBio/goquery", "github.com/go-jose/go-jose/v4", "github.com/pquerna/otp"}},
	{"handlers/browsertest", networkPackages, []string{"models", "store/storetest", "formats/read", "internal/testutil"},
		[]string{"github.com/chromedp/chromedp", "github.com/chromedp/cdproto"}},
	{
		"cmd/linecheck",
		networkPackages,
		[]string{"handlers", "store", "store/transfer", "migrations", "models", "formats/...", "text", "text/..."},
		[]string{"github.com/alecthomas/kong", "github.com/alexedwards/argon2id", "golang.org/x/term"},
	},
}

// listedPackage contains the fields that the test reads from the output of go list.
type listedPackage struct {
	ImportPath, Dir           string
	GoFiles                   []string
	Imports                   []string
	TestImports, XTestImports []string
}

func TestArchitectureDependencies(t *testing.T) {
	t.Parallel()
	packages := listPackages(t)
	if len(packages) == 0 {
		t.Fatal("go list named no package")
	}
	for _, fault := range dependencyFaults(packages) {
		t.Error(fault)
	}
}

// TestArchitectureCheckFindsForbiddenDependencies shows that the test above can fail. It uses packages that must not exist.
func TestArchitectureCheckFindsForbiddenDependencies(t *testing.T) {
	t.Parallel()
	gorm, test := []string{"gorm.io/gorm"}, "a test of "
	for name, c := range map[string]struct {
		listed listedPackage
		want   string
	}{
		"a handler uses GORM":                  {listedPackage{ImportPath: "linecheck/handlers", Imports: gorm}, "handlers may not import gorm.io/gorm"},
		"a handler's test uses GORM":           {listedPackage{ImportPath: "linecheck/handlers", XTestImports: gorm}, test + "handlers may not import gorm.io/gorm"},
		"a model's test uses GORM":             {listedPackage{ImportPath: "linecheck/models", TestImports: gorm}, test + "models may not import gorm.io/gorm"},
		"a higher layer":                       {listedPackage{ImportPath: "linecheck/models", Imports: []string{"linecheck/store"}}, "models may not import linecheck/store"},
		"a view reads the store":               {listedPackage{ImportPath: "linecheck/views", Imports: []string{"linecheck/store"}}, "views may not import linecheck/store"},
		"a handler uses a test's helper":       {listedPackage{ImportPath: "linecheck/handlers", Imports: []string{"linecheck/store/storetest"}}, "handlers may not import linecheck/store/storetest"},
		"pure text imports the clock":          {listedPackage{ImportPath: "linecheck/text/sentence", Imports: []string{"time"}}, "text/sentence may not import time"},
		"pure text imports context":            {listedPackage{ImportPath: "linecheck/text", Imports: []string{"context"}}, "text may not import context"},
		"pure text below an unnamed folder":    {listedPackage{ImportPath: "linecheck/text/new", Imports: []string{"log/slog"}}, "text/new may not import log/slog"},
		"the store dials out":                  {listedPackage{ImportPath: "linecheck/store", Imports: []string{"net/http"}}, "store may not import net/http"},
		"a handler uses a browser":             {listedPackage{ImportPath: "linecheck/handlers", Imports: []string{"linecheck/handlers/browsertest"}}, "handlers may not import linecheck/handlers/browsertest"},
		"the program uses a test's helper":     {listedPackage{ImportPath: "linecheck/cmd/linecheck", Imports: []string{"linecheck/internal/testutil"}}, "cmd/linecheck may not import linecheck/internal/testutil"},
		"C is needed":                          {listedPackage{ImportPath: "linecheck/store", Imports: []string{"C"}}, "store may not import C"},
		"an unlisted library":                  {listedPackage{ImportPath: "linecheck/handlers", Imports: []string{"example.com/fancy"}}, "handlers may not import example.com/fancy"},
		"a name that only begins like another": {listedPackage{ImportPath: "linecheck/views", Imports: []string{"linecheck/modelsx"}}, "views may not import linecheck/modelsx"},
		"a folder outside the layers":          {listedPackage{ImportPath: "linecheck/utils"}, "utils is in no layer"},
		"the database knows a model": {
			listedPackage{ImportPath: "linecheck/store/database", Imports: []string{"linecheck/models"}},
			"store/database may not import linecheck/models",
		},
		"the database climbs to the store": {
			listedPackage{ImportPath: "linecheck/store/database", Imports: []string{"linecheck/store"}},
			"store/database may not import linecheck/store",
		},
		"the store climbs to its transfer": {
			listedPackage{ImportPath: "linecheck/store", Imports: []string{"linecheck/store/transfer"}},
			"store may not import linecheck/store/transfer",
		},
		"a transfer opens PostgreSQL itself": {
			listedPackage{ImportPath: "linecheck/store/transfer", Imports: []string{"github.com/jackc/pgx/v5"}},
			"store/transfer may not import github.com/jackc/pgx/v5",
		},
		"the store opens SQLite": {
			listedPackage{ImportPath: "linecheck/store", Imports: []string{"modernc.org/sqlite"}},
			"store may not import modernc.org/sqlite",
		},
		"the store opens PostgreSQL": {
			listedPackage{ImportPath: "linecheck/store", Imports: []string{"gorm.io/driver/postgres"}},
			"store may not import gorm.io/driver/postgres",
		},
		"a handler reaches past the store": {
			listedPackage{ImportPath: "linecheck/handlers", Imports: []string{"linecheck/store/database"}},
			"handlers may not import linecheck/store/database",
		},
	} {
		t.Run(name, func(t *testing.T) {
			if got := dependencyFaults([]listedPackage{c.listed}); len(got) != 1 || got[0] != c.want {
				t.Errorf("got %q, want %q", got, c.want)
			}
		})
	}
	good := []listedPackage{
		{
			ImportPath:   "linecheck/handlers",
			Imports:      []string{"context", "net/http", "linecheck/store", "linecheck/formats/read", "github.com/gin-gonic/gin"},
			XTestImports: []string{"linecheck/store/storetest", "example.com/only/for/tests"},
		},
		{
			ImportPath:  "linecheck/store",
			Imports:     []string{"gorm.io/gorm", "linecheck/store/database"},
			TestImports: []string{"gorm.io/gorm"},
		},
		{
			ImportPath: "linecheck/store/database",
			Imports:    []string{"gorm.io/driver/postgres", "modernc.org/sqlite", "github.com/pressly/goose/v3", "linecheck/migrations"},
		},
		{ImportPath: "linecheck/store/transfer", Imports: []string{"linecheck/store", "linecheck/store/database", "linecheck/models"}},
		{ImportPath: "linecheck/store/storetest", Imports: []string{"linecheck/store", "testing"}},
		{ImportPath: "linecheck/text/claim", Imports: []string{"strings", "linecheck/text/sentence"}},
	}
	if got := dependencyFaults(good); len(got) != 0 {
		t.Errorf("sound packages were refused: %q", got)
	}
}

// TestArchitectureDialsOutInOnePlace finds uses of the client side of net/http and net, which handlers and
// cmd can import together with the server side.
func TestArchitectureDialsOutInOnePlace(t *testing.T) {
	t.Parallel()
	checked := 0
	for _, listed := range listPackages(t) {
		for _, name := range listed.GoFiles {
			content, err := os.ReadFile(filepath.Join(listed.Dir, name))
			if err != nil {
				t.Fatal(err)
			}
			checked++
			if listed.ImportPath == "linecheck/formats/fetch" {
				continue
			}
			for _, call := range networkCalls(t, name, content) {
				t.Errorf("%s/%s uses %s: only formats/fetch may open connections", listed.ImportPath, name, call)
			}
		}
	}
	if checked == 0 {
		t.Fatal("no file was read")
	}
	sample := []byte(
		"package p\nimport (\"net/http\"; \"net\")\nvar _ = http.Client{}\nfunc f() { http.Get(\"x\"); net.Dial(\"tcp\", \"x\"); http.Error(nil, \"\", 0) }",
	)
	if got := networkCalls(t, "sample.go", sample); !slices.Equal(got, []string{"http.Client", "http.Get", "net.Dial"}) {
		t.Errorf("in the sample the test saw %q", got)
	}
}

// TestArchitectureReachesTheDatabaseThroughTheStore finds calls of Store.Database, which needs no import, outside of store/transfer.
func TestArchitectureReachesTheDatabaseThroughTheStore(t *testing.T) {
	t.Parallel()
	found := 0
	for _, listed := range listPackages(t) {
		for _, name := range listed.GoFiles {
			file, err := parser.ParseFile(token.NewFileSet(), filepath.Join(listed.Dir, name), nil, parser.SkipObjectResolution)
			if err != nil {
				t.Fatal(err)
			}
			ast.Inspect(file, func(node ast.Node) bool {
				selector, ok := node.(*ast.SelectorExpr)
				if ok && selector.Sel.Name == "Database" {
					found++
					if listed.ImportPath != "linecheck/store/transfer" {
						t.Errorf("%s/%s calls %v.Database: only store/transfer may", listed.ImportPath, name, selector.X)
					}
				}
				return true
			})
		}
	}
	if found == 0 {
		t.Error("no call was found, not even in store/transfer")
	}
}

// TestArchitectureUsesTheTestedSQLite checks the version of modernc.org/libc: it must be the one with which modernc.org/sqlite v1.60.1
// was built and tested. Any other version can corrupt memory, as the driver's notes warn.
func TestArchitectureUsesTheTestedSQLite(t *testing.T) {
	t.Parallel()
	for module, want := range map[string]string{"modernc.org/libc": "v1.77.1", "modernc.org/sqlite": "v1.60.1"} {
		if got := strings.TrimSpace(string(runGo(t, "list", "-m", "-f", "{{.Version}}{{with .Replace}} replaced{{end}}", module))); got != want {
			t.Errorf("%s is %s, want %s", module, got, want)
		}
	}
}

// dependencyFaults lists all forbidden imports.
func dependencyFaults(packages []listedPackage) (faults []string) {
	for _, listed := range packages {
		name := strings.TrimPrefix(listed.ImportPath, "linecheck/")
		home := layerOf(name)
		if home == nil {
			faults = append(faults, name+" is in no layer")
			continue
		}
		for _, imported := range listed.Imports {
			if !home.mayImport(imported) {
				faults = append(faults, name+" may not import "+imported)
			}
		}
		// Tests may import anything except GORM, which only tests of the store may import.
		for _, imported := range slices.Concat(listed.TestImports, listed.XTestImports) {
			if home.folder != "store" && home.folder != "store/database" && isUnder(imported, "gorm.io") {
				faults = append(faults, "a test of "+name+" may not import "+imported)
			}
		}
	}
	return faults
}

// layerOf finds the layer of a package. Of nested layers it returns the inner one.
func layerOf(name string) (home *layer) {
	for i, candidate := range layers {
		if isUnder(name, candidate.folder) && (home == nil || len(candidate.folder) > len(home.folder)) {
			home = &layers[i]
		}
	}
	return home
}

func (f *layer) mayImport(imported string) bool {
	if name, ours := strings.CutPrefix(imported, "linecheck/"); ours {
		return isUnder(name, f.folder) && layerOf(name).folder == f.folder || matchesAny(name, f.ownPackages)
	}
	first, _, _ := strings.Cut(imported, "/")
	if strings.Contains(first, ".") {
		return slices.ContainsFunc(f.libraries, func(library string) bool { return isUnder(imported, library) })
	}
	opensConnections := matchesAny(imported, []string{"net", "net/http", "net/http/...", "net/rpc/...", "net/smtp", "crypto/tls"})
	if imported != "C" && !opensConnections && slices.Contains(f.standard, "...") {
		return true
	}
	return matchesAny(imported, f.standard)
}

// matchesAny reports whether a path is one of the patterns, or is below a pattern that ends in "/...".
func matchesAny(path string, patterns []string) bool {
	return slices.ContainsFunc(patterns, func(pattern string) bool {
		above, below := strings.CutSuffix(pattern, "/...")
		return path == pattern || below && strings.HasPrefix(path, above+"/")
	})
}

// isUnder reports whether a path is the folder or is in it.
func isUnder(path, folder string) bool {
	return path == folder || strings.HasPrefix(path, folder+"/")
}

// networkCalls lists the names in a file that open connections, in order.
func networkCalls(t *testing.T, name string, content []byte) (found []string) {
	t.Helper()
	file, err := parser.ParseFile(token.NewFileSet(), name, content, parser.SkipObjectResolution)
	if err != nil {
		t.Fatal(err)
	}
	opens := regexp.MustCompile(
		`^(http\.(Get|Head|Post|PostForm|Client|DefaultClient|Transport|DefaultTransport)|net\.(Dial.*|Dialer)|tls\.Dial.*)$`,
	)
	ast.Inspect(file, func(node ast.Node) bool {
		if selector, ok := node.(*ast.SelectorExpr); ok {
			if used := fmt.Sprint(selector.X, ".", selector.Sel.Name); opens.MatchString(used) {
				found = append(found, used)
			}
		}
		return true
	})
	return found
}

// listPackages lists our packages with go list. The flag -e ignores missing or broken libraries, which the
// build reports, because only our own imports matter here.
func listPackages(t *testing.T) (packages []listedPackage) {
	t.Helper()
	decoder := json.NewDecoder(
		bytes.NewReader(runGo(t, "list", "-e", "-json=ImportPath,Dir,GoFiles,Imports,TestImports,XTestImports", "./...")),
	)
	for decoder.More() {
		var listed listedPackage
		if err := decoder.Decode(&listed); err != nil {
			t.Fatal(err)
		}
		packages = append(packages, listed)
	}
	return packages
}

// runGo runs the go tool in the repository's root and returns its output.
func runGo(t *testing.T, arguments ...string) []byte {
	t.Helper()
	var stderr bytes.Buffer
	command := exec.Command("go", arguments...)
	command.Dir, command.Stderr = repositoryRoot, &stderr
	out, err := command.Output()
	if err != nil {
		t.Fatalf("go %s: %v\n%s", strings.Join(arguments, " "), err, &stderr)
	}
	return out
}
