package read

import "context"

func readPDF(_ context.Context, name string, _ []byte) (Document, error) {
	return Document{}, &UnreadableError{Name: name, Looks: "a PDF"}
}
