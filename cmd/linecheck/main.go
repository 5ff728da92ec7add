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

	"github.com/alecthomas/kong"

	"linecheck/formats/read"
	"linecheck/models"
	"linecheck/store"
)

func main() {
	read.RunAsChild() // this process may be the one in which a PDF is read
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
	defer stop()
	os.Exit(run(ctx, os.Args[1:], &stdio{In: os.Stdin, Out: os.Stdout, Err: os.Stderr}))
}

// stdio is where a command reads and writes: results go to Out, everything else to Err.
type stdio struct {
	In       io.Reader
	Out, Err io.Writer
}

// run carries out one command. The exit code is 0 for done, 1 for failed and 2 for wrong usage.
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
	if ended >= 0 { // --help has said what it had to say
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

// oneLine is an error as one line for the person at the shell.
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
