package main

import (
	"fmt"
	"go/ast"
	"go/parser"
	"go/token"
	"path/filepath"
	"slices"
	"strings"
	"testing"
)

// Every exported name has a comment that explains it where it is declared.
func TestArchitectureExportedNamesAreDocumented(t *testing.T) {
	for _, listed := range listPackages(t) {
		for _, name := range listed.GoFiles {
			if strings.HasSuffix(name, "_templ.go") {
				continue // its comments are in the .templ file
			}
			for _, fault := range undocumented(t, filepath.Join(listed.Dir, name), nil) {
				t.Error(strings.TrimPrefix(listed.ImportPath, "linecheck/") + "/" + fault)
			}
		}
	}
}

// TestArchitectureCheckFindsMissingComments shows that the test above can fail.
func TestArchitectureCheckFindsMissingComments(t *testing.T) {
	const source = `package p
type A struct{ B int }
func F() {}
func (a *A) M() {}
func (a hidden) M() {}
var (
	X = 1
	y = 2
)
// G is documented.
func G() {}
// These are documented together.
const (
	C = 1
	D = 2
)
const E = 1 // E is documented
type hidden struct{}
`
	got := undocumented(t, "p.go", source)
	want := []string{"p.go:2: A has no comment", "p.go:3: F has no comment", "p.go:4: A.M has no comment", "p.go:7: X has no comment"}
	if !slices.Equal(got, want) {
		t.Errorf("got %q, want %q", got, want)
	}
}

// undocumented lists the exported names of a file without a comment. source may replace the file's content.
func undocumented(t *testing.T, path string, source any) (faults []string) {
	t.Helper()
	files := token.NewFileSet()
	parsed, err := parser.ParseFile(files, path, source, parser.ParseComments|parser.SkipObjectResolution)
	if err != nil {
		t.Fatal(err)
	}
	report := func(name string, at ast.Node, comments ...*ast.CommentGroup) {
		for _, exported := range strings.Split(name, ".") {
			if !ast.IsExported(exported) {
				return
			}
		}
		if !slices.ContainsFunc(comments, func(c *ast.CommentGroup) bool { return c != nil }) {
			faults = append(faults, fmt.Sprintf("%s:%d: %s has no comment", filepath.Base(path), files.Position(at.Pos()).Line, name))
		}
	}
	for _, declared := range parsed.Decls {
		switch declared := declared.(type) {
		case *ast.FuncDecl:
			report(fullName(declared), declared, declared.Doc)
		case *ast.GenDecl:
			for _, spec := range declared.Specs {
				switch spec := spec.(type) {
				case *ast.TypeSpec:
					report(spec.Name.Name, spec, declared.Doc, spec.Doc, spec.Comment)
				case *ast.ValueSpec:
					for _, name := range spec.Names {
						report(name.Name, name, declared.Doc, spec.Doc, spec.Comment)
					}
				}
			}
		}
	}
	return faults
}

// fullName returns a function's name, with the type of its receiver if it has one.
func fullName(f *ast.FuncDecl) string {
	if f.Recv == nil {
		return f.Name.Name
	}
	receiver := f.Recv.List[0].Type
	if pointer, ok := receiver.(*ast.StarExpr); ok {
		receiver = pointer.X
	}
	if generic, ok := receiver.(*ast.IndexExpr); ok {
		receiver = generic.X
	}
	return fmt.Sprint(receiver, ".", f.Name.Name)
}
