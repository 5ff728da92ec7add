package models

// AnnotationExportRow is one row of annotations.csv, in the order of its columns. It is an annotation, a
// claim without annotations, or evidence of a user who has not annotated the claim. The slices are only valid
// during the callback that receives the row.
type AnnotationExportRow [][]byte

// AnnotationColumns names the columns of annotations.csv. They are public; scripts rely on them.
var AnnotationColumns = []string{
	"article_id",
	"article",
	"revision",
	"sentence",
	"region",
	"sentence_text",
	"claim_id",
	"claim_text",
	"start",
	"end",
	"kind",
	"claim_status",
	"disagree",
	"resolution",
	"annotation_id",
	"reviewer",
	"status",
	"note",
	"ruling",
	"annotated_at",
	"evidence",
	"risk",
	"resolved_by",
	"resolved_at",
	"override",
	"placement",
	"version",
	"reviewer_email",
	"judged_text",
	"counts",
	"why_not",
	"without_second_person",
	"snapshots",
}

// ClaimExportRow is one row of a workbook's claims, in the order of its columns.
type ClaimExportRow [][]byte

// ClaimColumns names the columns of a workbook's claims. They are public; formulas rely on them.
var ClaimColumns = []string{
	"article_id",
	"article",
	"revision",
	"sentence",
	"region",
	"claim_id",
	"claim_text",
	"start",
	"end",
	"placement",
	"kind",
	"risk",
	"status",
	"disagree",
	"resolution",
	"resolved_by",
	"resolved_at",
	"assignee",
	"due_at",
	"reviewers",
	"annotations",
	"pieces_of_evidence",
	"created_by",
	"created_at",
	"changed_at",
	"version",
}

// ArticleExportRow is one row of a workbook's articles, in the order of its columns.
type ArticleExportRow [][]byte

// ArticleColumns names the columns of a workbook's articles. Under a filter on claims, only the claims that
// match it are counted.
var ArticleColumns = []string{
	"article_id",
	"article",
	"desk",
	"language",
	"state",
	"gate",
	"due_at",
	"revision",
	"people",
	"sentences",
	"unread",
	"clear",
	"open",
	"done",
	"recheck",
	"claims",
	"sourced",
	"disputed",
	"unverified",
	"unchecked",
	"sealed",
	"disagreements",
	"queries",
	"address",
	"created_at",
}

// SentenceExportRow is one row of sentences.csv, in the order of its columns.
type SentenceExportRow [][]byte

// SentenceColumns names the columns of sentences.csv. They are public; scripts rely on them.
var SentenceColumns = []string{
	"article_id",
	"article",
	"revision",
	"sentence",
	"region",
	"start",
	"end",
	"text",
	"state",
	"read_by",
	"read_at",
	"claims",
	"sourced",
	"disputed",
	"unverified",
	"unchecked",
	"rest_read",
	"without_second_person",
}
