package views

import (
	"context"

	"linecheck/models"
)

// leftOutText says how much of a file is missing in the text.
func leftOutText(ctx context.Context, m *models.ImportedMarkup) string {
	n := len(m.Around)
	for _, o := range m.Omitted {
		n += o.Count
	}
	return count(ctx, n, "%d passage of the file is not part of this text.", "%d passages of the file are not part of this text.")
}

// omissionText says how many passages were left out of a file, and why.
func omissionText(ctx context.Context, o models.Omission) string {
	switch o.Kind {
	case "hidden":
		return count(ctx, o.Count, "%d hidden passage", "%d hidden passages")
	case "struck out":
		return count(ctx, o.Count, "%d struck-out passage", "%d struck-out passages")
	case "deleted":
		return count(ctx, o.Count, "%d passage that a tracked change deletes", "%d passages that tracked changes delete")
	case "navigation":
		return count(ctx, o.Count, "%d menu or form", "%d menus and forms")
	case "page numbers":
		return count(ctx, o.Count, "%d page number or running header", "%d page numbers and running headers")
	case "embedded":
		return count(ctx, o.Count, "%d embedded object", "%d embedded objects")
	}
	return count(ctx, o.Count, "%d other passage", "%d other passages")
}
