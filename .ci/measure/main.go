// Measure prints metrics of the source code, to compare two versions of it. Run it in the root of a
// checkout:
//
//	go run ./.ci/measure
//
// It prints the lengths of files and functions by folder, the number of lines of more than 140 characters,
// the exported names without a doc comment, the number of uses of the words in .ci/dialect, and how many
// files of the store depend on each other in a cycle.
//
//	go run ./.ci/measure -draw 7
//
// This prints 36 comments drawn at random with the seed 7, to be read by somebody who has not seen them.
package main

import (
	"bytes"
	"encoding/json"
	"errors"
	"flag"
	"fmt"
	"go/ast"
	"go/importer"
	"go/parser"
	"go/token"
	"go/types"
	"io"
	"log"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"text/tabwriter"
	"unicode/utf8"
)

const (
	maxLine     = 140 // characters in a line
	maxFunction = 60  // lines of a function that counts as long
	maxFile     = 350 // lines of a file that counts as long
)

// folder contains the metrics of the Go files in one folder, without tests and generated files.
type folder struct {
	name      string
	files     []int // lines of each file
	functions []int // lines of each function
	undoc     []string
}

func main() {
	log.SetFlags(0)
	seed := flag.Uint64("draw", 0, "print comments drawn at random with this `seed`, instead of the metrics")
	flag.Parse()
	if *seed != 0 {
		if err := drawComments(*seed); err != nil {
			log.Fatal("draw comments: ", err)
		}
		return
	}
	folders, err := measureFolders()
	if err != nil {
		log.Fatal("measure the folders: ", err)
	}
	printFolders(folders)

	long, err := countLongLines()
	if err != nil {
		log.Fatal("count long lines: ", err)
	}
	fmt.Printf("\nlines of more than %d characters: %d\n", maxLine, long)

	words, err := exec.Command("bash", ".ci/words", "--count").Output()
	if err != nil {
		words = []byte("not counted: this checkout has no .ci/words\n")
	}
	fmt.Printf("words of the old dialect in comments and documents: %s", words)

	for _, path := range []string{"./store", "./store/database", "./store/transfer"} {
		circle, all, err := largestCircle(path)
		if err != nil {
			fmt.Printf("circle of files in %s: not measured: %v\n", path, err)
			continue
		}
		fmt.Printf("circle of files in %s: %d of %d\n", path, circle, all)
	}
}

// goFiles returns the Go files under version control, without tests and generated files.
func goFiles() ([]string, error) {
	out, err := exec.Command("git", "ls-files", "*.go").Output()
	if err != nil {
		return nil, err
	}
	var files []string
	for _, name := range strings.Fields(string(out)) {
		test := strings.HasSuffix(name, "_test.go") || strings.Contains(name, "testdata/")
		if !test && !strings.HasSuffix(name, "_templ.go") {
			files = append(files, name)
		}
	}
	return files, nil
}

func measureFolders() ([]*folder, error) {
	files, err := goFiles()
	if err != nil {
		return nil, err
	}
	byName := map[string]*folder{}
	var folders []*folder
	for _, name := range files {
		dir := filepath.Dir(name)
		if byName[dir] == nil {
			byName[dir] = &folder{name: dir}
			folders = append(folders, byName[dir])
		}
		if err := byName[dir].measure(name); err != nil {
			return nil, err
		}
	}
	return folders, nil
}

// measure adds the metrics of one file.
func (f *folder) measure(name string) error {
	source, err := os.ReadFile(name)
	if err != nil {
		return err
	}
	set := token.NewFileSet()
	file, err := parser.ParseFile(set, name, source, parser.ParseComments|parser.SkipObjectResolution)
	if err != nil {
		return err
	}
	f.files = append(f.files, bytes.Count(source, []byte("\n")))
	for _, decl := range file.Decls {
		switch decl := decl.(type) {
		case *ast.FuncDecl:
			f.functions = append(f.functions, set.Position(decl.End()).Line-set.Position(decl.Pos()).Line+1)
			if decl.Name.IsExported() && decl.Doc == nil {
				f.undoc = append(f.undoc, decl.Name.Name)
			}
		case *ast.GenDecl:
			f.undoc = append(f.undoc, undocumented(decl)...)
		}
	}
	return nil
}

// undocumented returns the exported types, constants and variables of a declaration that have no comment. A
// comment above a group counts for its constants and variables.
func undocumented(decl *ast.GenDecl) []string {
	var names []string
	for _, spec := range decl.Specs {
		switch spec := spec.(type) {
		case *ast.TypeSpec:
			if spec.Name.IsExported() && decl.Doc == nil && spec.Doc == nil {
				names = append(names, spec.Name.Name)
			}
		case *ast.ValueSpec:
			for _, name := range spec.Names {
				if name.IsExported() && decl.Doc == nil && spec.Doc == nil && spec.Comment == nil {
					names = append(names, name.Name)
				}
			}
		}
	}
	return names
}

func printFolders(folders []*folder) {
	w := tabwriter.NewWriter(os.Stdout, 0, 0, 2, ' ', tabwriter.AlignRight)
	fmt.Fprintf(w, "folder\tfiles\tmedian\tp95\t> %d\tfunctions\tmedian\tp95\t> %d\twithout doc\t\n", maxFile, maxFunction)
	all := &folder{name: "all"}
	for _, f := range folders {
		f.printRow(w)
		all.files = append(all.files, f.files...)
		all.functions = append(all.functions, f.functions...)
		all.undoc = append(all.undoc, f.undoc...)
	}
	all.printRow(w)
	if err := w.Flush(); err != nil {
		log.Fatal(err)
	}
}

func (f *folder) printRow(w io.Writer) {
	fmt.Fprintf(w, "%s\t%d\t%d\t%d\t%d\t%d\t%d\t%d\t%d\t%d\t\n", f.name,
		len(f.files), percentile(f.files, 50), percentile(f.files, 95), countAbove(f.files, maxFile),
		len(f.functions), percentile(f.functions, 50), percentile(f.functions, 95), countAbove(f.functions, maxFunction), len(f.undoc))
}

func percentile(values []int, p int) int {
	if len(values) == 0 {
		return 0
	}
	sorted := slices.Sorted(slices.Values(values))
	return sorted[min(len(sorted)*p/100, len(sorted)-1)]
}

func countAbove(values []int, limit int) int {
	n := 0
	for _, v := range values {
		if v > limit {
			n++
		}
	}
	return n
}

// countLongLines counts the lines of Go and templ files, including tests, that are too long.
func countLongLines() (int, error) {
	out, err := exec.Command("git", "ls-files", "*.go", "*.templ", ":!*_templ.go", ":!*/testdata/*").Output()
	if err != nil {
		return 0, err
	}
	n := 0
	for _, name := range strings.Fields(string(out)) {
		source, err := os.ReadFile(name)
		if err != nil {
			return 0, err
		}
		for line := range strings.Lines(string(source)) {
			if utf8.RuneCountInString(strings.TrimSuffix(line, "\n")) > maxLine {
				n++
			}
		}
	}
	return n, nil
}

// largestCircle type-checks a package. It returns the size of the largest set of its files that all depend
// on each other, and the number of its files. A file depends on another if it uses a name, a method or a
// field that the other declares.
func largestCircle(path string) (circle, all int, err error) {
	set, files, info, err := check(path)
	if err != nil {
		return 0, 0, err
	}
	fileOf := func(pos token.Pos) string { return set.Position(pos).Filename }
	own := map[string]bool{}
	for _, file := range files {
		own[fileOf(file.Pos())] = true
	}
	uses := map[string]map[string]bool{}
	for ident, object := range info.Uses {
		from, to := fileOf(ident.Pos()), fileOf(object.Pos())
		if object.Pos().IsValid() && from != to && own[to] {
			if uses[from] == nil {
				uses[from] = map[string]bool{}
			}
			uses[from][to] = true
		}
	}
	reach := map[string]map[string]bool{}
	for name := range own {
		reach[name] = map[string]bool{}
		walk(uses, name, reach[name])
	}
	for name := range own {
		n := 0
		for other := range reach[name] {
			if reach[other][name] {
				n++
			}
		}
		circle = max(circle, n)
	}
	return circle, len(files), nil
}

// walk adds all files that can be reached from a file to seen.
func walk(uses map[string]map[string]bool, from string, seen map[string]bool) {
	for to := range uses[from] {
		if !seen[to] {
			seen[to] = true
			walk(uses, to, seen)
		}
	}
}

// check type-checks a package against the export data of its imports.
func check(path string) (*token.FileSet, []*ast.File, *types.Info, error) {
	exports, dir, names, err := listExports(path)
	if err != nil {
		return nil, nil, nil, err
	}
	set := token.NewFileSet()
	var files []*ast.File
	for _, name := range names {
		file, err := parser.ParseFile(set, filepath.Join(dir, name), nil, parser.SkipObjectResolution)
		if err != nil {
			return nil, nil, nil, err
		}
		files = append(files, file)
	}
	lookup := func(path string) (io.ReadCloser, error) {
		if exports[path] == "" {
			return nil, errors.New("no export data of " + path)
		}
		return os.Open(exports[path])
	}
	info := &types.Info{Uses: map[*ast.Ident]types.Object{}}
	config := types.Config{Importer: importer.ForCompiler(set, "gc", lookup)}
	if _, err := config.Check(path, set, files, info); err != nil {
		return nil, nil, nil, err
	}
	return set, files, info, nil
}

// listExports returns the files with the export data of a package's dependencies, and the package's own folder and files.
func listExports(path string) (exports map[string]string, dir string, names []string, err error) {
	out, err := exec.Command("go", "list", "-export", "-deps", "-json=ImportPath,Export,Dir,GoFiles,DepOnly", path).Output()
	if err != nil {
		return nil, "", nil, err
	}
	exports = map[string]string{}
	decoder := json.NewDecoder(bytes.NewReader(out))
	for decoder.More() {
		var listed struct {
			ImportPath, Export, Dir string
			GoFiles                 []string
			DepOnly                 bool
		}
		if err := decoder.Decode(&listed); err != nil {
			return nil, "", nil, err
		}
		exports[listed.ImportPath] = listed.Export
		if !listed.DepOnly {
			dir, names = listed.Dir, listed.GoFiles
		}
	}
	return exports, dir, names, nil
}
