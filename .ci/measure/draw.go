package main

import (
	"bytes"
	"fmt"
	"math/rand/v2"
	"os"
	"os/exec"
	"strings"
)

// drawn is how many comments one draw prints.
const drawn = 36

// comment is a block of comment lines, with the line after it.
type comment struct{ place, text string }

// drawComments prints comments drawn at random from all Go, templ, JavaScript, style and SQL files that are
// not generated, for somebody to read who has not seen them. The same seed draws the same comments of the
// same version.
func drawComments(seed uint64) error {
	names, err := exec.Command("git", "ls-files", "*.go", "*.templ", "static/*.js", "static/*.css", "*.sql").Output()
	if err != nil {
		return err
	}
	var all []comment
	for _, name := range strings.Fields(string(names)) {
		if strings.HasSuffix(name, "_templ.go") || strings.Contains(name, "htmx") {
			continue
		}
		content, err := os.ReadFile(name)
		if err != nil {
			return err
		}
		all = append(all, findComments(name, bytes.Split(content, []byte("\n")))...)
	}
	random := rand.New(rand.NewPCG(seed, 0))
	random.Shuffle(len(all), func(i, j int) { all[i], all[j] = all[j], all[i] })
	for _, c := range all[:min(drawn, len(all))] {
		fmt.Printf("%s\n%s\n", c.place, c.text)
	}
	return nil
}

// findComments returns the comments of a file that have lines of their own, or at least 25 characters behind code.
func findComments(name string, lines [][]byte) []comment {
	const minBehindCode = 25
	var all []comment
	for i := 0; i < len(lines); i++ {
		if _, behind, found := bytes.Cut(lines[i], []byte(" // ")); found && len(behind) >= minBehindCode {
			all = append(all, comment{fmt.Sprintf("%s:%d", name, i+1), string(lines[i]) + "\n"})
		}
		if !isCommentLine(lines[i]) {
			continue
		}
		first := i
		for i+1 < len(lines) && isCommentLine(lines[i+1]) {
			i++
		}
		text := bytes.Join(lines[first:min(i+2, len(lines))], []byte("\n"))
		all = append(all, comment{fmt.Sprintf("%s:%d", name, first+1), string(text) + "\n"})
	}
	return all
}

func isCommentLine(line []byte) bool {
	line = bytes.TrimSpace(line)
	return bytes.HasPrefix(line, []byte("// ")) || bytes.HasPrefix(line, []byte("/* ")) || bytes.HasPrefix(line, []byte("-- "))
}
