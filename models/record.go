package models

// AnnotationRecord is one row of annotations.csv, in the order of its columns: an annotation, or a claim that
// nobody has annotated. The slices are valid only until the function that was given the record returns.
type AnnotationRecord [][]byte

// AnnotationColumns names the columns of annotations.csv. Others' scripts rely on the names.
var AnnotationColumns = []string{"article_id", "article", "revision", "sentence", "region", "sentence_text", "claim_id", "claim_text", "start", "end",
	"kind", "claim_status", "disagree", "resolution", "annotation_id", "reviewer", "status", "note", "ruling", "annotated_at", "evidence",
	"risk", "resolved_by", "resolved_at", "override"}

// SentenceRecord is one row of sentences.csv, in the order of its columns.
type SentenceRecord [][]byte

// SentenceColumns names the columns of sentences.csv. Others' scripts rely on the names.
var SentenceColumns = []string{"article_id", "article", "revision", "sentence", "region", "start", "end", "text", "state", "read_by", "read_at",
	"claims", "sourced", "disputed", "unverified", "unchecked"}
