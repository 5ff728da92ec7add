// Command linecheck proves that every sentence of an article was checked before it is published.
package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"os/signal"
	"strings"
	"syscall"
	_ "time/tzdata" // for machines without a database of time zones

	"github.com/alecthomas/kong"

	"linecheck/formats/read"
	"linecheck/models"
	"linecheck/store"
)

func main() {
	read.RunAsChild() // if this process is the child that reads a PDF, this does not return
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
	defer stop()
	os.Exit(run(ctx, os.Args[1:], &stdio{In: os.Stdin, Out: os.Stdout, Err: os.Stderr}))
}

// stdio contains the streams of a command: results go to Out, everything else to Err.
type stdio struct {
	In       io.Reader
	Out, Err io.Writer
}

// run runs one command. The exit code is 0 for success, 1 for failure and 2 for wrong usage.
func run(ctx context.Context, args []string, io *stdio) int {
	ctx = store.WithDoor(ctx, models.Door{Kind: models.CommandDoor})
	var line commandLine
	ended := -1
	parser, err := kong.New(
		&line,
		kong.Name("linecheck"),
		kong.Description("Proves that every sentence of an article was checked before it is published."),
		kong.Writers(io.Out, io.Err),
		kong.Exit(func(code int) { ended = code }),
		kong.UsageOnError(),
		kong.BindTo(ctx, (*context.Context)(nil)),
		kong.Bind(io),
	)
	if err != nil {
		fmt.Fprintln(io.Err, "linecheck:", err)
		return 1
	}
	command, err := parser.Parse(args)
	if ended >= 0 { // --help has printed its text
		return ended
	}
	if err != nil {
		fmt.Fprintln(io.Err, "linecheck:", err)
		return 2
	}
	if err := command.Run(&line.settings); err != nil {
		fmt.Fprintln(io.Err, "linecheck:", oneLine(err))
		return 1
	}
	return 0
}

// oneLine formats an error as one line.
func oneLine(err error) string {
	var wrong models.ValidationErrors
	if errors.As(err, &wrong) {
		details := make([]string, len(wrong))
		for i, w := range wrong {
			details[i] = w.Detail
		}
		return strings.Join(details, " ")
	}
	return strings.ReplaceAll(err.Error(), "\n", "; ")
}
