package read

import "fmt"

// UnreadableError is a file that is not plain text. Its message is a sentence for the person who chose the file.
type UnreadableError struct {
	Name  string // the file's name as given, perhaps empty
	Looks string // what the bytes look like: "a PDF", "a Word document"
}

// Error reads "This looks like a PDF; paste the text or upload a .txt file."
func (e *UnreadableError) Error() string {
	return fmt.Sprintf("This looks like %s; paste the text or upload a .txt file.", e.Looks)
}

// TooLargeError is a file or text beyond the caller's limit, in bytes.
type TooLargeError struct{ Limit int64 }

// Error names the limit in the largest unit that is not less than one.
func (e *TooLargeError) Error() string {
	limit, unit := float64(e.Limit), "bytes"
	for _, larger := range []string{"kB", "MB", "GB"} {
		if limit < 1000 {
			break
		}
		limit, unit = limit/1000, larger
	}
	return fmt.Sprintf("This is larger than %.4g %s; split it into several articles.", limit, unit)
}
