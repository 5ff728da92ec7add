package main

import (
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"regexp"
	"testing"
)

// TestArchitectureTemplatesKeepTheContentPolicy rejects markup that browsers would not run or apply under
// the Content-Security-Policy.
func TestArchitectureTemplatesKeepTheContentPolicy(t *testing.T) {
	t.Parallel()
	err := filepath.WalkDir(repositoryRoot, func(path string, entry fs.DirEntry, err error) error {
		if err != nil || filepath.Ext(path) != ".templ" {
			return err
		}
		content, err := os.ReadFile(path)
		for _, fault := range policyFaults(string(content)) {
			t.Errorf("%s: %s", path, fault)
		}
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	for markup, faulty := range map[string]bool{
		`<script>alert(1)</script>`:                         true,
		`<script src="/x.js" defer></script>`:               false,
		`<script type="module" src={ x }> </script>`:        false,
		`<style>p { color: red }</style>`:                   true,
		`<p style="color: red">`:                            true,
		"<p\n\tstyle={ x }>":                                true,
		`<p class="style" data-style="x">`:                  false,
		`<button onclick="x()">`:                            true,
		`<button onclick={ x() }>`:                          true,
		`<button hx-on:click="x()">`:                        true,
		`<p>go on = "forward"</p>`:                          false,
		"css red() {":                                       true,
		"script run() {":                                    true,
		"if one := first(); one == \"on\" {\n\tonly = 1\n}": false,
	} {
		if got := policyFaults(markup); (len(got) > 0) != faulty {
			t.Errorf("%s: faults %q", markup, got)
		}
	}
}

// Each pattern has the reason why its markup is not allowed in a template. An attribute's "=" has no spaces
// around it, as templ formats it; Go's assignments have.
var policyRules = []struct {
	pattern *regexp.Regexp
	why     string
}{
	{regexp.MustCompile(`(?is)<script\b[^>]*>\s*[^\s<]`), "a script with content: our policy runs only files"},
	{regexp.MustCompile(`(?i)<style\b`), "a style element: our policy applies only files"},
	{regexp.MustCompile(`(?is)<[a-z][^<]*\sstyle\??=`), "a style attribute: our policy ignores it"},
	{regexp.MustCompile(`(?is)<[a-z][^<]*\son[a-z]+\??=["{']`), "an event attribute: our policy never runs it"},
	{regexp.MustCompile(`(?i)\s(data-)?hx-on[:=\-]`), "hx-on: it needs eval, which our policy forbids"},
	{regexp.MustCompile(`(?m)^(css|script) \w+\(`), "a templ css or script component: it writes inline"},
}

func policyFaults(template string) (faults []string) {
	for _, rule := range policyRules {
		for _, found := range rule.pattern.FindAllString(template, -1) {
			faults = append(faults, fmt.Sprintf("%s (%q)", rule.why, found[max(0, len(found)-40):]))
		}
	}
	return faults
}
