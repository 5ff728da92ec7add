package main

import (
	"encoding/json"
	"errors"
	"fmt"
	"go/parser"
	"go/token"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"strings"
	"testing"

	"github.com/goccy/go-yaml"
)

// codeBlock matches a block of code in Markdown: its language and its lines.
var codeBlock = regexp.MustCompile("(?ms)^```([a-z]+)\n(.*?)^```$")

// sampleCheckers check a sample by its language. They return an error for an invalid sample.
var sampleCheckers = map[string]func(t *testing.T, sample string) error{
	"sh":    func(t *testing.T, sample string) error { return checkWith(t, sample, "bash", "-n") },
	"json":  func(_ *testing.T, sample string) error { return json.Unmarshal([]byte(sample), new(any)) },
	"go":    func(_ *testing.T, sample string) error { return checkGo(sample) },
	"yaml":  checkYAML,
	"nginx": checkNginx,
	"js":    checkJavaScript,
}

// TestSamplesOfTheDocumentationParse runs every sample of the documentation through the checker of its language.
func TestSamplesOfTheDocumentationParse(t *testing.T) {
	checked := map[string]int{}
	for name, document := range readDocuments(t) {
		for _, block := range codeBlock.FindAllStringSubmatch(document, -1) {
			language, sample := block[1], block[2]
			check, known := sampleCheckers[language]
			if !known {
				t.Errorf("%s: no checker for samples of %s", name, language)
				continue
			}
			if err := check(t, sample); err != nil {
				t.Errorf("%s: a sample of %s is wrong: %v\n%s", name, language, err, sample)
			}
			checked[language]++
		}
	}
	for language := range sampleCheckers {
		if checked[language] == 0 {
			t.Errorf("no sample of %s was found", language)
		}
	}
}

// TestSampleCheckersFindMistakes checks the checkers.
func TestSampleCheckersFindMistakes(t *testing.T) {
	for language, sample := range map[string]string{
		"sh":   "if true; then echo",
		"json": `{"a": }`,
		"go":   "x := := 1",
		"js":   "await",
		"yaml": "groups:\n  - name: a\n    rules:\n      - { alert: Away, expr: up{job=\"linecheck\"} == 0 }\n",
	} {
		if err := sampleCheckers[language](t, sample); err == nil {
			t.Errorf("%s: no mistake was found in\n%s", language, sample)
		}
	}
}

// checkGo parses a sample of Go: a file, declarations, or statements.
func checkGo(sample string) error {
	var err error
	for _, form := range []string{"%s", "package sample\n%s", "package sample\nfunc _() {\n%s\n}"} {
		if _, err = parser.ParseFile(token.NewFileSet(), "sample.go", fmt.Sprintf(form, sample), 0); err == nil {
			return nil
		}
	}
	return err
}

// checkJavaScript compares a sample of JavaScript with the script that TestReceiptsWorkWithJose runs.
func checkJavaScript(t *testing.T, sample string) error {
	if sample != readDeployFile(t, "formats/receipt/testdata/jose/verify.mjs") {
		return errors.New("it is not formats/receipt/testdata/jose/verify.mjs")
	}
	return nil
}

// checkYAML parses a sample of YAML. It checks alert rules with promtool, where that is installed.
func checkYAML(t *testing.T, sample string) error {
	var document struct {
		Groups []struct {
			Rules []struct{ Alert, Expr string }
		}
	}
	if err := yaml.Unmarshal([]byte(sample), &document); err != nil {
		return err
	}
	for _, group := range document.Groups {
		for _, rule := range group.Rules {
			if rule.Alert == "" || rule.Expr == "" {
				return fmt.Errorf("a rule has no name or no expression: %+v", rule)
			}
			if err := checkMetrics(rule.Expr); err != nil {
				return err
			}
		}
	}
	if _, err := exec.LookPath("promtool"); len(document.Groups) == 0 || err != nil {
		t.Log("promtool is not installed, or there are no rules: only the YAML and the names of the metrics were checked")
		return nil
	}
	return checkWith(t, sample, "promtool", "check", "rules")
}

// metricName matches the program's own metrics in an expression.
var metricName = regexp.MustCompile(`\blinecheck_[a-z_]+`)

// checkMetrics looks for the metrics of an expression in the source code.
func checkMetrics(expr string) error {
	files, err := filepath.Glob("../../handlers/*.go")
	if err != nil {
		return err
	}
	var source strings.Builder
	for _, file := range files {
		b, err := os.ReadFile(file)
		if err != nil {
			return err
		}
		source.Write(b)
	}
	for _, name := range metricName.FindAllString(expr, -1) {
		if !strings.Contains(source.String(), `"`+strings.TrimSuffix(name, "_bucket")+`"`) {
			return fmt.Errorf("there is no metric %s", name)
		}
	}
	return nil
}

// checkNginx checks a part of a configuration for nginx.
func checkNginx(t *testing.T, sample string) error {
	folder := t.TempDir()
	config := "pid " + folder + "/pid;\nerror_log stderr;\nevents {}\nhttp {\n" +
		strings.ReplaceAll(sample, "server {", "server { listen unix:"+folder+"/socket;") + "\n}\n"
	path := filepath.Join(folder, "nginx.conf")
	if err := os.WriteFile(path, []byte(config), 0o600); err != nil {
		return err
	}
	if _, err := exec.LookPath("nginx"); err != nil {
		t.Log("nginx is not installed")
		return nil
	}
	out, err := exec.Command("nginx", "-t", "-p", folder, "-c", path).CombinedOutput()
	if err != nil {
		return fmt.Errorf("%w: %s", err, out)
	}
	return nil
}

// checkWith writes a sample to a file and runs a program on it.
func checkWith(t *testing.T, sample, program string, args ...string) error {
	path := filepath.Join(t.TempDir(), "sample")
	if err := os.WriteFile(path, []byte(sample), 0o600); err != nil {
		return err
	}
	out, err := exec.Command(program, append(args, path)...).CombinedOutput()
	if err != nil {
		return fmt.Errorf("%w: %s", err, out)
	}
	return nil
}
