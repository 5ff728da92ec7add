package handlers

import (
	"net/http"
	"time"

	"linecheck/models"
	"linecheck/text/compare"
)

// apiPublished is the body of a call that compares a published article. Exactly one of its fields is set.
type apiPublished struct {
	URL  string `json:"url,omitempty" doc:"The server opens it, where the desk's policy allows that."`
	Text string `json:"text,omitempty" doc:"With or without the title as its first line."`
	HTML string `json:"html,omitempty" doc:"The whole page, or its article."`
}

// apiComparison is the result of a comparison.
type apiComparison struct {
	Same      int                  `json:"same"`
	Changed   int                  `json:"changed"`
	Added     int                  `json:"added"`
	Missing   int                  `json:"missing"`
	Moved     int                  `json:"moved"`
	Equal     bool                 `json:"equal" doc:"Every sentence is the same, in the same order, and nothing was added."`
	Signed    apiSignedAt          `json:"signed"`
	Sentences []apiPublishedResult `json:"sentences" doc:"In the order of what was published; what is missing is where it was."`
	Furniture []string             `json:"furniture" doc:"Lines that are the site's own, by the rules of the desk."`
}

// apiSignedAt identifies the sign-off.
type apiSignedAt struct {
	Revision int       `json:"revision"`
	At       time.Time `json:"at"`
	Valid    bool      `json:"valid" doc:"False where the sign-off was withdrawn, or the article has changed since."`
}

// apiPublishedResult is the result for one signed sentence or one added passage.
type apiPublishedResult struct {
	How       compare.How `json:"how"`
	Sentence  *int        `json:"sentence,omitempty" doc:"Its number, 0 of the title; left out where it was added."`
	Signed    string      `json:"signed"`
	Published string      `json:"published"`
}

// apiComparePublished compares a published article with the signed text. It changes nothing.
func apiComparePublished(q *call, sent apiPublished) (answer, error) {
	signed, list, err := q.h.comparePublished(q.ctx, q.reader, q.id, models.PublishedInput(sent))
	if err != nil {
		return answer{}, err
	}
	return answer{status: http.StatusOK, body: toAPIComparison(signed, list), article: q.id}, nil
}

func toAPIComparison(signed models.SignedText, list []compare.Result) apiComparison {
	body := apiComparison{Equal: compare.AllSame(list), Signed: apiSignedAt{signed.Revision, signed.SignedAt.UTC(), signed.Valid},
		Sentences: []apiPublishedResult{}, Furniture: []string{}}
	counts := map[compare.How]*int{compare.Same: &body.Same, compare.Changed: &body.Changed, compare.Added: &body.Added,
		compare.Missing: &body.Missing, compare.Moved: &body.Moved}
	for _, r := range list {
		if r.How == compare.Furniture {
			body.Furniture = append(body.Furniture, r.Published)
			continue
		}
		*counts[r.How]++
		result := apiPublishedResult{How: r.How, Signed: r.Signed, Published: r.Published}
		if r.Ordinal >= 0 {
			result.Sentence = &r.Ordinal
		}
		body.Sentences = append(body.Sentences, result)
	}
	return body
}

// publishedOperations returns the calls that compare published articles and send receipts.
func (h *Handlers) publishedOperations() []operation {
	return []operation{
		{
			method:      "GET",
			path:        "/articles/:id/receipt",
			operationID: "getReceipt",
			summary:     "The receipt of the sign-off, a compact JWS. docs/reference/receipt.md says how to verify it.",
			rawHandler:  h.sendReceipt,
			answers:     map[int]any{200: rawMediaType(joseMediaType)},
		},
		{
			method:      "POST",
			path:        "/articles/:id/published",
			operationID: "comparePublished",
			summary:     "Compare what was published with what was signed. It changes nothing.",
			endpoint:    withBody[apiPublished](apiComparePublished),
			answers:     map[int]any{200: apiComparison{}},
		},
	}
}
