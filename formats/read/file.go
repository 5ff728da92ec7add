package read

import "context"

// MostFile is how large a file can be, in bytes: a long report as PDF, and small enough to be sent by a form.
const MostFile = 20 << 20

// File reads a file by what its bytes are. The error is one clear sentence.
func File(ctx context.Context, name string, b []byte) (Document, error) { return Text(name, b) }
