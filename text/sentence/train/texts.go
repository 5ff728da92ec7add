package main

import (
	"bufio"
	"encoding/json"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"strings"
	"unicode/utf8"
)

// markedText is a text with its sentences, as spans in code points.
type markedText struct {
	Text  string
	Sents [][2]int
}

// readTexts reads a file of JSON lines, a file in CoNLL-U, or the training part of a treebank's folder.
func readTexts(name string) ([]markedText, error) {
	info, err := os.Stat(name)
	if err != nil {
		return nil, err
	}
	files := []string{name}
	if info.IsDir() {
		if files, err = filepath.Glob(filepath.Join(name, "*-train*.conllu")); err != nil {
			return nil, err
		}
		if len(files) == 0 {
			return nil, fmt.Errorf("%s has no training part (*-train*.conllu)", name)
		}
	}
	var all []markedText
	for _, file := range files {
		texts, err := readFile(file)
		if err != nil {
			return nil, fmt.Errorf("%s: %w", file, err)
		}
		all = append(all, texts...)
	}
	return all, nil
}

func readFile(name string) ([]markedText, error) {
	f, err := os.Open(name)
	if err != nil {
		return nil, err
	}
	defer f.Close()
	lines := bufio.NewScanner(f)
	lines.Buffer(nil, 64<<20)
	if filepath.Ext(name) == ".conllu" {
		return readTreebank(lines)
	}
	var texts []markedText
	for lines.Scan() {
		var t markedText
		if err := json.Unmarshal(lines.Bytes(), &t); err != nil {
			return nil, err
		}
		texts = append(texts, t)
	}
	return texts, lines.Err()
}

// readTreebank joins the sentences of a treebank to paragraphs: those between two marks "newpar" or "newdoc". A treebank without
// such marks is one text. Sentences are joined by a space, unless the last token has SpaceAfter=No.
// https://universaldependencies.org/format.html describes the format.
func readTreebank(lines *bufio.Scanner) ([]markedText, error) {
	var texts []markedText
	var p paragraph
	sentence, spaced := "", true
	for lines.Scan() {
		line := lines.Text()
		switch comment, value, _ := strings.Cut(strings.TrimPrefix(line, "#"), "="); {
		case !strings.HasPrefix(line, "#"):
			if columns := strings.Split(line, "\t"); len(columns) == 10 {
				spaced = !strings.Contains(columns[9], "SpaceAfter=No")
			} else if line != "" {
				return nil, fmt.Errorf("a line has %d columns and not 10: %q", len(columns), line)
			} else if sentence != "" {
				p.add(sentence, spaced)
				sentence, spaced = "", true
			}
		case strings.TrimSpace(comment) == "text":
			sentence = strings.TrimSpace(value)
		case strings.HasPrefix(strings.TrimSpace(comment), "newpar"), strings.HasPrefix(strings.TrimSpace(comment), "newdoc"):
			texts = p.appendTo(texts)
		}
	}
	if sentence != "" {
		p.add(sentence, spaced)
	}
	return p.appendTo(texts), lines.Err()
}

// paragraph joins sentences to a text.
type paragraph struct {
	text   strings.Builder
	length int // in code points
	spaced bool
	sents  [][2]int
}

func (p *paragraph) add(sentence string, spaced bool) {
	if p.length > 0 && p.spaced {
		io.WriteString(&p.text, " ")
		p.length++
	}
	n := utf8.RuneCountInString(sentence)
	p.text.WriteString(sentence)
	p.sents = append(p.sents, [2]int{p.length, p.length + n})
	p.length, p.spaced = p.length+n, spaced
}

// appendTo appends the paragraph, and empties it.
func (p *paragraph) appendTo(texts []markedText) []markedText {
	if p.length > 0 {
		texts = append(texts, markedText{p.text.String(), p.sents})
	}
	*p = paragraph{}
	return texts
}
