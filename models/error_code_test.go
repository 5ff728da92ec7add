package models

import (
	"flag"
	"fmt"
	"os"
	"regexp"
	"slices"
	"strings"
	"testing"
)

var update = flag.Bool("update", false, "write what is generated instead of comparing it")

// Every constant ErrorCode has one entry, and every entry is complete.
func TestErrorKinds(t *testing.T) {
	var listed, named []string
	for _, kind := range ErrorKinds {
		listed = append(listed, string(kind.Code))
		if !regexp.MustCompile(`^[a-z]+(_[a-z]+)*$`).MatchString(string(kind.Code)) {
			t.Errorf("%q is no code: lower-case words joined by _", kind.Code)
		}
		if kind.Status < 400 || kind.Status > 599 {
			t.Errorf("%s: status %d is no error's", kind.Code, kind.Status)
		}
		for name, sentence := range map[string]string{"Person": string(kind.UserMessage), "Program": string(kind.APIMessage)} {
			if !strings.HasSuffix(sentence, ".") {
				t.Errorf("%s: %s is %q, want a sentence", kind.Code, name, sentence)
			}
		}
		if string(kind.Title) == "" || strings.HasSuffix(string(kind.Title), ".") {
			t.Errorf("%s: the title is %q", kind.Code, string(kind.Title))
		}
		if got, ok := kind.Code.Kind(); !ok || got != kind {
			t.Errorf("%s finds %+v", kind.Code, got)
		}
	}
	source, err := os.ReadFile("error_code.go")
	if err != nil {
		t.Fatal(err)
	}
	for _, found := range regexp.MustCompile(`ErrorCode = "(.*)"`).FindAllSubmatch(source, -1) {
		named = append(named, string(found[1]))
	}
	if !slices.Equal(listed, named) {
		t.Errorf("ErrorKinds lists\n%v, the constants are\n%v", listed, named)
	}
	if !slices.IsSortedFunc(ErrorKinds, func(a, b ErrorKind) int { return a.Status - b.Status }) {
		t.Error("ErrorKinds is not in the order of status")
	}
	if kind, ok := ErrorCode("about:blank").Kind(); ok {
		t.Errorf("an unknown code has the entry %+v", kind)
	}
}

// docs/reference/errors.md is generated: make generate writes it.
func TestErrorsDocument(t *testing.T) {
	const file = "../docs/reference/errors.md"
	want := errorsDocument()
	if *update {
		if err := os.WriteFile(file, []byte(want), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	got, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	if string(got) != want {
		t.Errorf("docs/reference/errors.md differs from ErrorKinds; make generate writes it. It should be\n%s", want)
	}
}

// errorsDocument lists the codes, then explains each one under its own heading, so that
// docs/reference/errors.md#stale links to it.
func errorsDocument() string {
	var b strings.Builder
	b.WriteString(`# Errors and their codes

<!-- Generated from models/error_code.go by "make generate". Do not edit. -->

The API answers an error as ` + "`application/problem+json`" + ` (RFC 9457). Its ` + "`type`" + ` is ` + "`/errors/CODE`" + `, relative to the server's own address.
There a page explains the code to anybody, and ` + "`/errors`" + ` lists all of them. A code keeps its meaning. Titles and sentences may change,
so a program tells errors apart by ` + "`type`" + `.

| code | HTTP status | title | page |
|---|---|---|---|
`)
	for _, kind := range ErrorKinds {
		fmt.Fprintf(&b, "| [`%s`](#%[1]s) | %d | %s | `%s` |\n", kind.Code, kind.Status, string(kind.Title), kind.Code.Page())
	}
	for _, kind := range ErrorKinds {
		fmt.Fprintf(&b, "\n## %s\n\n%d, “%s”.\n\n", kind.Code, kind.Status, string(kind.Title))
		fmt.Fprintf(&b, "- Message for people: %s\n- Message for programs: %s\n", string(kind.UserMessage), kind.APIMessage)
	}
	return b.String()
}
