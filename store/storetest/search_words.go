package storetest

// searchWordsFill fills PostgreSQL's search index after rows were loaded without triggers.
var searchWordsFill = []string{
	`INSERT INTO search_words
		SELECT 'article', x.id, x.desk_id, searched_words(x.title) FROM articles x ON CONFLICT DO NOTHING`,
	`INSERT INTO search_words
		SELECT 'sentence', x.id, a.desk_id, searched_words(x.text)
		FROM sentences x JOIN revisions v ON v.id = x.revision_id JOIN articles a ON a.id = v.article_id ON CONFLICT DO NOTHING`,
	`INSERT INTO search_words
		SELECT 'claim', x.id, c.desk_id, searched_words(x.exact)
		FROM occurrences x JOIN claims c ON c.id = x.claim_id ON CONFLICT DO NOTHING`,
	`INSERT INTO search_words
		SELECT 'note', x.id, c.desk_id, searched_words(x.note)
		FROM annotations x JOIN claims c ON c.id = x.claim_id WHERE x.note <> '' ON CONFLICT DO NOTHING`,
	`INSERT INTO search_words
		SELECT 'evidence', x.id, c.desk_id, searched_words(s.title || ' ' || s.publisher || ' ' || s.url || ' ' || x.quote)
		FROM evidence x JOIN claims c ON c.id = x.claim_id JOIN sources s ON s.id = x.source_id
		WHERE NOT s.confidential ON CONFLICT DO NOTHING`,
	`INSERT INTO search_words
		SELECT 'message', x.id, q.desk_id, searched_words(x.body)
		FROM messages x JOIN queries q ON q.id = x.query_id ON CONFLICT DO NOTHING`,
}
