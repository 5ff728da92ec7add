// Train trains the weights of text/claim on sentences that people labelled as worth checking or not, and
// writes them to a file.
//
//	go run ./text/claim/train -o text/claim/weights.bin -dev ../shared/data/claims/ct24_en_dev.tsv ../shared/data/claims/ct24_en_train.tsv
//
// The model is a logistic regression over hashed features. The result is reproducible. With -dev it also
// evaluates the weights on sentences that were not used for training, and compares them with a plain
// logistic regression over words and characters.
package main

import (
	"encoding/csv"
	"errors"
	"flag"
	"fmt"
	"io"
	"os"
	"path/filepath"

	"linecheck/text/claim"
)

func main() {
	out, dev := flag.String("o", "weights.bin", "file to write"), flag.String("dev", "", "marked sentences to judge the weights on")
	with := defaults
	flag.IntVar(&with.rounds, "rounds", defaults.rounds, "times to go through the examples")
	flag.Float64Var(&with.rate, "rate", defaults.rate, "how far to go in the first round")
	flag.Float64Var(&with.shrink, "shrink", defaults.shrink, "how much of a weight is lost each time it is moved")
	flag.Parse()
	if err := run(*out, *dev, with, flag.Args(), os.Stdout); err != nil {
		fmt.Fprintln(os.Stderr, "train:", err)
		os.Exit(1)
	}
}

// marked is a sentence and whether people labelled it as worth checking.
type marked struct {
	text  string
	worth bool
}

func run(out, dev string, with settings, files []string, report io.Writer) error {
	var sentences []marked
	for _, name := range files {
		more, err := read(name)
		if err != nil {
			return err
		}
		sentences = append(sentences, more...)
	}
	if len(sentences) == 0 {
		return errors.New("there is nothing to learn from: name files of marked sentences")
	}
	examples := look(sentences, seen)
	w := fit(examples, claim.BucketCount, with)
	learnt := crossValidated(examples, claim.BucketCount, with)
	w.bias -= learnt.least
	fmt.Fprintf(report, "%d sentences; threefold on the training set: F1 %.3f, AP %.3f\n", len(sentences), learnt.f1, learnt.ap)
	if dev != "" {
		if err := judge(report, dev, w, sentences, with); err != nil {
			return err
		}
	}
	if err := os.WriteFile(out, w.quantised(), 0o644); err != nil {
		return fmt.Errorf("writing the weights: %w", err)
	}
	return nil
}

// read returns the sentences of a tab-separated file with the columns Sentence_id, Text and class_label.
func read(name string) ([]marked, error) {
	f, err := os.Open(name)
	if err != nil {
		return nil, err
	}
	defer f.Close()
	r := csv.NewReader(f)
	r.Comma, r.FieldsPerRecord = '\t', 3
	rows, err := r.ReadAll()
	if err != nil {
		return nil, fmt.Errorf("%s: %w", name, err)
	}
	var list []marked
	for i, row := range rows {
		switch {
		case i == 0 && row[2] == "class_label":
		case row[2] == "Yes" || row[2] == "No":
			list = append(list, marked{row[1], row[2] == "Yes"})
		default:
			return nil, fmt.Errorf("%s, row %d: the label is %q, not Yes or No", name, i+1, row[2])
		}
	}
	return list, nil
}

// judge prints the results of the weights and of the baseline on a file.
func judge(report io.Writer, name string, w weights, sentences []marked, with settings) error {
	held, err := read(name)
	if err != nil {
		return err
	}
	set := filepath.Base(name)
	print := func(what string, r result) {
		fmt.Fprintf(report, "%-24s %s  F1 %.3f  best F1 %.3f  AP %.3f  (%d sentences)\n", set, what, r.at, r.f1, r.ap, len(held))
	}
	examples := look(sentences, plainly)
	base := fit(examples, claim.BucketCount, with)
	base.bias -= crossValidated(examples, claim.BucketCount, with).least
	print("words and characters", results(base.scores(look(held, plainly)), held))
	print("what is built       ", results(w.scores(look(held, seen)), held))
	return nil
}
