package store_test

import (
	"errors"
	"fmt"
	"go/ast"
	"go/parser"
	"go/token"
	"path/filepath"
	"strconv"
	"strings"
	"testing"

	"linecheck/models"
	"linecheck/store"
	"linecheck/store/storetest"
)

// TestErrorsNameTheOperation checks that an error says what was being done and to what, and is still the same named error.
func TestErrorsNameTheOperation(t *testing.T) {
	storetest.Each(t, func(t *testing.T, s *store.Store) {
		news := storetest.Newsroom(t, s)
		article := storetest.AddArticle(t, s, news)
		claim := storetest.AddClaim(t, s, news.Reviewer, article, "Ines Okoro").ClaimID
		for _, c := range []struct {
			do   func() error
			is   error
			want string
		}{
			{func() error {
				_, err := s.Annotate(ctx, news.Reviewer, 9999, models.AnnotationInput{Status: "unverified", Version: 1, Note: "Not so."})
				return err
			}, models.ErrNotFound, "annotate claim 9999: not found"},
			{func() error {
				_, err := s.Annotate(ctx, news.Reviewer, claim, models.AnnotationInput{Status: "unverified", Version: 7, Note: "Not so."})
				return err
			}, models.ErrStale, fmt.Sprintf("annotate claim %d: changed meanwhile", claim)},
			{func() error {
				_, err := s.SentencePage(ctx, news.OtherDeskReviewer, article.ID, 2)
				return err
			}, models.ErrNotFound, fmt.Sprintf("read the page of sentence 2 of article %d: not found", article.ID)},
			{func() error {
				_, err := s.Reader(ctx, "a secret token")
				return err
			}, models.ErrSignedOut, "find the user of a session: not signed in"},
		} {
			if err := c.do(); !errors.Is(err, c.is) || err.Error() != c.want {
				t.Errorf("got %q, is it %q: %v; want %q", err, c.is, errors.Is(err, c.is), c.want)
			}
		}
		err := s.EditArticle(ctx, news.Editor, article.ID, models.ArticleEdit{})
		if want := fmt.Sprintf("edit article %d: ", article.ID); !models.IsValidationError(err) || !strings.HasPrefix(err.Error(), want) {
			t.Errorf("got %q, want %q and the fields that are wrong", err, want)
		}
	})
}

// TestEveryMethodWrapsItsErrorOnce checks that every exported method of the Store that can fail begins with wrap, and calls no other
// method that wraps. It reads the source, so no new method is forgotten.
func TestEveryMethodWrapsItsErrorOnce(t *testing.T) {
	methods := failingMethods(t, "*.go")
	if len(methods) < 150 {
		t.Fatalf("only %d methods were found", len(methods))
	}
	for _, fault := range wrapFaults(methods) {
		t.Error(fault)
	}
}

// TestWrapFaultsAreNoticed shows that the test above can fail. Each method of the sample has one fault, the last has none.
func TestWrapFaultsAreNoticed(t *testing.T) {
	faults := wrapFaults(failingMethods(t, "testdata/wrap/sample.go"))
	want := []string{
		`Bare does not begin with defer wrap(&err, …)`,
		`Late does not begin with defer wrap(&err, …)`,
		`Unnamed does not begin with defer wrap(&err, …)`,
		`Short has 1 ids for the 2 places of "copy %d to %d"`,
		`Twice calls s.Good, whose error is wrapped already`,
	}
	if got := strings.Join(faults, "\n"); got != strings.Join(want, "\n") {
		t.Errorf("got:\n%s\nwant:\n%s", got, strings.Join(want, "\n"))
	}
}

// failingMethods returns the exported methods of *Store that return an error, in the order of the files.
func failingMethods(t *testing.T, pattern string) (methods []*ast.FuncDecl) {
	t.Helper()
	names, err := filepath.Glob(pattern)
	if err != nil {
		t.Fatal(err)
	}
	for _, name := range names {
		if strings.HasSuffix(name, "_test.go") {
			continue
		}
		file, err := parser.ParseFile(token.NewFileSet(), name, nil, parser.SkipObjectResolution)
		if err != nil {
			t.Fatal(err)
		}
		for _, d := range file.Decls {
			if f, ok := d.(*ast.FuncDecl); ok && f.Recv != nil && f.Name.IsExported() && ofStore(f) && fails(f) {
				methods = append(methods, f)
			}
		}
	}
	return methods
}

func ofStore(f *ast.FuncDecl) bool {
	pointer, ok := f.Recv.List[0].Type.(*ast.StarExpr)
	return ok && isIdent(pointer.X, "Store")
}

// fails reports whether the last result of a method is an error.
func fails(f *ast.FuncDecl) bool {
	return f.Type.Results != nil && isIdent(f.Type.Results.List[len(f.Type.Results.List)-1].Type, "error")
}

func isIdent(e ast.Expr, name string) bool {
	ident, ok := e.(*ast.Ident)
	return ok && ident.Name == name
}

// wrapFaults returns what is wrong with how the methods wrap their errors.
func wrapFaults(methods []*ast.FuncDecl) (faults []string) {
	wrapping := map[string]bool{}
	for _, m := range methods {
		wrapping[m.Name.Name] = true
	}
	for _, m := range methods {
		call := wrapCall(m)
		if call == nil {
			faults = append(faults, m.Name.Name+" does not begin with defer wrap(&err, …)")
			continue
		}
		doing, _ := strconv.Unquote(call.Args[1].(*ast.BasicLit).Value)
		if places, ids := strings.Count(doing, "%d"), len(call.Args)-2; places != ids {
			faults = append(faults, fmt.Sprintf("%s has %d ids for the %d places of %q", m.Name.Name, ids, places, doing))
		}
		ast.Inspect(m.Body, func(n ast.Node) bool {
			if s, ok := n.(*ast.SelectorExpr); ok && isIdent(s.X, "s") && wrapping[s.Sel.Name] {
				faults = append(faults, fmt.Sprintf("%s calls s.%s, whose error is wrapped already", m.Name.Name, s.Sel.Name))
			}
			return true
		})
	}
	return faults
}

// wrapCall returns the call of wrap with which a method begins, on its named error and with a literal description; nil for none.
func wrapCall(m *ast.FuncDecl) *ast.CallExpr {
	deferred, ok := m.Body.List[0].(*ast.DeferStmt)
	if !ok || !isIdent(deferred.Call.Fun, "wrap") || len(deferred.Call.Args) < 2 {
		return nil
	}
	of, ok := deferred.Call.Args[0].(*ast.UnaryExpr)
	results := m.Type.Results.List
	named := results[len(results)-1].Names
	if !ok || !isIdent(of.X, "err") || len(named) == 0 || named[len(named)-1].Name != "err" {
		return nil
	}
	if _, ok := deferred.Call.Args[1].(*ast.BasicLit); !ok {
		return nil
	}
	return deferred.Call
}
