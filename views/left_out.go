package views

import (
	"context"

	"linecheck/models"
)

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
