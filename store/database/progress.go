package database

import "context"

// Progress is how far a long operation has come.
type Progress struct {
	Step  string // what is done now, such as "Copying events"
	Done  int64  // rows of Total
	Total int64  // 0 if it is not known
}

type progressKey struct{}

// WithProgress returns a context in which long operations report their progress. report is called often, and must return quickly.
func WithProgress(ctx context.Context, report func(Progress)) context.Context {
	return context.WithValue(ctx, progressKey{}, report)
}

// ReportProgress reports the progress of the operation that runs in a context.
func ReportProgress(ctx context.Context, step string, done, total int64) {
	if report, ok := ctx.Value(progressKey{}).(func(Progress)); ok {
		report(Progress{Step: step, Done: done, Total: total})
	}
}

// ReportEvery is how many rows are handled between two reports.
const ReportEvery = 1000
