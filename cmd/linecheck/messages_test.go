package main

import (
	"bytes"
	"encoding/json"
	"flag"
	"go/ast"
	"go/constant"
	"go/importer"
	"go/parser"
	"go/token"
	"go/types"
	"io"
	"maps"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"
)

var update = flag.Bool("update", false, "write what is generated instead of comparing it")

const (
	keyType      = "linecheck/text/message.Key"
	keysFile     = "../../text/message/keys.json"
	languagesDir = "../../text/message/languages"
)

// messageKeys is keys.json, which lists everything to be translated.
type messageKeys struct {
	Messages []string          `json:"messages"`
	Plurals  map[string]string `json:"plurals"` // for messages about a number: from the plural's key to the singular's
}

// The list of messages has every constant of type message.Key in the program. make generate writes it.
func TestMessageKeysAreListed(t *testing.T) {
	keys := collectMessageKeys(t)
	var want bytes.Buffer
	encoder := json.NewEncoder(&want)
	encoder.SetEscapeHTML(false)
	encoder.SetIndent("", "\t")
	if err := encoder.Encode(keys); err != nil {
		t.Fatal(err)
	}
	if *update {
		if err := os.WriteFile(keysFile, want.Bytes(), 0o644); err != nil {
			t.Fatal(err)
		}
		return
	}
	got, err := os.ReadFile(keysFile)
	if err != nil {
		t.Fatal(err)
	}
	if !bytes.Equal(got, want.Bytes()) {
		t.Errorf("text/message/keys.json is not up to date; make generate writes it. New: %q. Gone: %q",
			linesWithout(want.String(), string(got)), linesWithout(string(got), want.String()))
	}
}

// Every language has every message. A message about a number has at least the form "other".
func TestLanguagesHaveEveryMessage(t *testing.T) {
	listed, err := os.ReadFile(keysFile)
	if err != nil {
		t.Fatal(err)
	}
	var keys messageKeys
	if err := json.Unmarshal(listed, &keys); err != nil {
		t.Fatal(err)
	}
	if len(keys.Messages) == 0 || len(keys.Plurals) == 0 {
		t.Fatalf("the list has %d messages and %d plurals", len(keys.Messages), len(keys.Plurals))
	}
	files, err := filepath.Glob(languagesDir + "/*.json")
	if err != nil {
		t.Fatal(err)
	}
	for _, name := range files {
		content, err := os.ReadFile(name)
		if err != nil {
			t.Fatal(err)
		}
		for _, missing := range missingMessages(t, keys, content) {
			t.Errorf("%s lacks %q", filepath.Base(name), missing)
		}
	}
}

func TestMissingMessagesAreFound(t *testing.T) {
	keys := messageKeys{Messages: []string{"Save", "Open"}, Plurals: map[string]string{"%d claims": "%d claim", "%d notes": "%d note"}}
	language := `{"Save": "Sichern", "%d claims": {"one": "%d Aussage", "other": "%d Aussagen"}, "%d notes": {"one": "%d Notiz"}}`
	got := missingMessages(t, keys, []byte(language))
	if want := []string{"%d notes", "Open"}; !slices.Equal(got, want) {
		t.Errorf("got %q, want %q", got, want)
	}
}

// missingMessages lists the keys that a language's file lacks.
func missingMessages(t *testing.T, keys messageKeys, content []byte) []string {
	t.Helper()
	var translated map[string]any
	if err := json.Unmarshal(content, &translated); err != nil {
		t.Fatal(err)
	}
	var missing []string
	for _, key := range keys.Messages {
		if sentence, _ := translated[key].(string); sentence == "" {
			missing = append(missing, key)
		}
	}
	for key := range keys.Plurals {
		if forms, _ := translated[key].(map[string]any); forms["other"] == nil {
			missing = append(missing, key)
		}
	}
	slices.Sort(missing)
	return missing
}

// collectMessageKeys type-checks the program's packages and collects the constants of type message.Key.
func collectMessageKeys(t *testing.T) messageKeys {
	t.Helper()
	packages, exports := listCompiledPackages(t)
	messages, plurals := map[string]bool{}, map[string]string{}
	for _, p := range packages {
		set := token.NewFileSet()
		var files []*ast.File
		for _, name := range p.GoFiles {
			file, err := parser.ParseFile(set, filepath.Join(p.Dir, name), nil, parser.SkipObjectResolution)
			if err != nil {
				t.Fatal(err)
			}
			files = append(files, file)
		}
		lookup := func(path string) (io.ReadCloser, error) { return os.Open(exports[path]) }
		info := &types.Info{Types: map[ast.Expr]types.TypeAndValue{}}
		config := types.Config{Importer: importer.ForCompiler(set, "gc", lookup)}
		if _, err := config.Check(p.ImportPath, set, files, info); err != nil {
			t.Fatal(err)
		}
		for _, file := range files {
			ast.Inspect(file, func(n ast.Node) bool {
				return collectKeys(info, n, messages, plurals)
			})
		}
	}
	for many, one := range plurals {
		delete(messages, many)
		delete(messages, one)
	}
	return messageKeys{slices.Sorted(maps.Keys(messages)), plurals}
}

// collectKeys collects the keys of a message: one constant, or a singular and a plural. It reports whether to search within the node. The
// parts of a constant are not messages.
func collectKeys(info *types.Info, n ast.Node, messages map[string]bool, plurals map[string]string) bool {
	switch n := n.(type) {
	case *ast.CallExpr:
		signature, ok := info.TypeOf(n.Fun).(*types.Signature)
		if !ok {
			return true
		}
		for i := 0; i+1 < min(signature.Params().Len(), len(n.Args)); i++ {
			if signature.Params().At(i).Name() == "one" && signature.Params().At(i+1).Name() == "many" {
				addPlural(plurals, constantKey(info, n.Args[i]), constantKey(info, n.Args[i+1]))
			}
		}
	case *ast.CompositeLit: // two keys together are one message, singular and plural
		if array, ok := info.TypeOf(n).(*types.Array); ok && array.Len() == 2 && array.Elem().String() == keyType && len(n.Elts) == 2 {
			addPlural(plurals, constantKey(info, n.Elts[0]), constantKey(info, n.Elts[1]))
		}
	case ast.Expr:
		key := constantKey(info, n)
		if hasWords(key) {
			messages[key] = true
		}
		return key == ""
	}
	return true
}

func addPlural(plurals map[string]string, one, many string) {
	if hasWords(one) && hasWords(many) {
		plurals[many] = one
	}
}

// constantKey is the value of a constant of type message.Key, or "".
func constantKey(info *types.Info, e ast.Expr) string {
	found := info.Types[e]
	if found.Value == nil || found.Value.Kind() != constant.String || found.Type.String() != keyType {
		return ""
	}
	return constant.StringVal(found.Value)
}

// verbs are the formatting verbs of package fmt.
var verbs = regexp.MustCompile(`%(\[\d+\])?[-+# 0]*[\d.]*[a-zA-Z%]`)

// hasWords reports whether a key contains words to translate.
func hasWords(key string) bool {
	return strings.ContainsFunc(verbs.ReplaceAllString(key, ""), func(r rune) bool { return 'a' <= r && r <= 'z' || 'A' <= r && r <= 'Z' })
}

type compiledPackage struct {
	ImportPath, Export, Dir string
	GoFiles                 []string
	Standard                bool
}

// listCompiledPackages lists the program's own packages, and the export data of all that they import.
func listCompiledPackages(t *testing.T) (own []compiledPackage, exports map[string]string) {
	t.Helper()
	out, err := exec.Command("go", "list", "-export", "-deps", "-json=ImportPath,Export,Dir,GoFiles,Standard", ".").Output()
	if err != nil {
		t.Fatalf("go list: %v", err)
	}
	exports = map[string]string{}
	for decoder := json.NewDecoder(bytes.NewReader(out)); ; {
		var p compiledPackage
		if err := decoder.Decode(&p); err == io.EOF {
			return own, exports
		} else if err != nil {
			t.Fatal(err)
		}
		exports[p.ImportPath] = p.Export
		if p.ImportPath == "linecheck" || strings.HasPrefix(p.ImportPath, "linecheck/") {
			own = append(own, p)
		}
	}
}

// linesWithout are the lines of one text that another does not have.
func linesWithout(all, other string) []string {
	known := strings.Split(other, "\n")
	return slices.DeleteFunc(strings.Split(all, "\n"), func(line string) bool { return slices.Contains(known, line) })
}
