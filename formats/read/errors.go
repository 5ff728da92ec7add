package read

import "fmt"

// UnreadableError reports a file that is not plain text. Its message is a sentence for the user.
type UnreadableError struct {
	Name      string // name of the file, possibly empty
	LooksLike string // the detected kind: "a PDF", "a Word document"
}

// Error returns a sentence such as "This file is an Excel workbook, which is not read; …".
func (e *UnreadableError) Error() string {
	return fmt.Sprintf("This looks like %s; paste the text, or save it as a Word, ODT, PDF, HTML or plain text file.", e.LooksLike)
}

// TooLargeError reports a file or text beyond the caller's limit, in bytes.
type TooLargeError struct{ Limit int64 }

// Error names the limit in the largest unit in which it is at least one.
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

// FileError explains to the user, in a sentence, why a file of a supported kind was not read.
type FileError struct{ Detail string }

// Error returns the sentence.
func (e *FileError) Error() string { return e.Detail }

// The sentences, with a placeholder for the kind of file: "Word document", "OpenDocument text", "page".
const (
	corruptedMessage  = "This %s is damaged or not all there; open it in the program that wrote it, save it again and choose that file."
	encryptedMessage  = "This %s is protected by a password; save it without one and choose that file."
	emptyMessage      = "There is no text in this %s; if it shows pictures of text, type the text out."
	tooLargeMessage   = "This %s unpacks to more than an article can be; paste the text instead."
	tooComplexMessage = "This %s is put together in a way that no writing program does; paste the text instead."
	timeoutMessage    = "This %s took too long to read; paste the text instead."
)

// newFileError fills in one of the sentences.
func newFileError(sentence, what string) error { return &FileError{fmt.Sprintf(sentence, what)} }
