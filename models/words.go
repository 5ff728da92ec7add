package models

import "linecheck/text/message"

// WordKey is the message for one of the newsroom's fixed words: a status, kind, role and so on. In English it is the value itself, as
// programs write it. A value that is not on the list is shown as it is.
func WordKey(value string) message.Key {
	if key, known := wordKeys[value]; known {
		return key
	}
	return message.Key(value)
}

// wordKeys are the words of every list of values that people see. TestEveryWordIsAMessage looks for all of them.
var wordKeys = map[string]message.Key{
	// verdicts, states of claims and of sentences
	"no verdict": "no verdict",
	"sourced":    "sourced", "disputed": "disputed", "unverified": "unverified", "unchecked": "unchecked", "sealed": "sealed",
	"unread": "unread", "open": "open", "recheck": "recheck", "clear": "clear", "done": "done",
	// kinds of claims
	"name": "name", "title": "title", "age": "age", "date": "date", "number": "number", "measurement": "measurement", "poll": "poll",
	"quote": "quote", "attribution": "attribution", "place": "place", "event": "event", "superlative": "superlative", "law": "law",
	"product": "product", "caption": "caption", "other": "other",
	// risks and outcomes
	"normal": "normal", "high": "high", "legal": "legal",
	"none": "none", "stands": "stands", "corrected": "corrected", "softened": "softened", "attributed": "attributed", "cut": "cut",
	"on author": "on author", "opinion": "opinion", "run as is": "run as is",
	// evidence
	"primary": "primary", "secondary": "secondary", "supports": "supports", "contradicts": "contradicts", "context": "context",
	"web page": "web page", "document": "document", "person": "person", "recording": "recording", "data": "data",
	"own observation": "own observation",
	// roles
	"writer": "writer", "reviewer": "reviewer", "editor": "editor", "auditor": "auditor", "admin": "admin",
	// queries, corrections and tokens
	"answered": "answered", "settled": "settled", "dismissed": "dismissed",
	"proposed": "proposed", "accepted": "accepted", "declined": "declined", "made": "made",
	"read": "read", "write": "write",
	// regions of a text
	"headline": "headline", "kicker": "kicker", "byline": "byline", "dateline": "dateline", "body": "body", "quote box": "quote box",
	"list": "list",
	// what is searched, and what a table is ordered by
	"articles": "articles", "sentences": "sentences", "claims": "claims", "notes": "notes", "evidence": "evidence", "queries": "queries",
	"sentence": "sentence", "region": "region", "state": "state", "status": "status",
	// what was done, as the audit log names it
	"revision made": "revision made", "correction made": "correction made", "correction put back": "correction put back",
	"article edited": "article edited", "sentence confirmed": "sentence confirmed", "account confirmed": "account confirmed",
	"annotation made": "annotation made", "annotation withdrawn": "annotation withdrawn", "annotations imported": "annotations imported",
	"public page switched": "public page switched",
	"article restored":     "article restored", "article trashed": "article trashed", "claim assigned": "claim assigned",
	"claim edited": "claim edited", "claim made": "claim made", "claim placed": "claim placed", "claim resolved": "claim resolved",
	"confirmation withdrawn": "confirmation withdrawn", "correction proposed": "correction proposed",
	"correction accepted": "correction accepted", "correction declined": "correction declined",
	"evidence confirmed": "evidence confirmed", "evidence given": "evidence given", "evidence overridden": "evidence overridden",
	"evidence withdrawn": "evidence withdrawn", "occurrence added": "occurrence added", "occurrence taken away": "occurrence taken away",
	"override made": "override made", "reading made": "reading made", "reading withdrawn": "reading withdrawn",
	"query raised": "query raised", "query written in": "query written in", "query settled": "query settled",
	"note added": "note added", "note withdrawn": "note withdrawn", "mention dismissed": "mention dismissed",
	"query dismissed": "query dismissed", "query reopened": "query reopened", "sentence split": "sentence split",
	"sentences merged": "sentences merged", "suggestion refused": "suggestion refused", "article assigned": "article assigned",
	"article unassigned": "article unassigned", "article signed": "article signed", "claim withdrawn": "claim withdrawn",
	"claim retired": "claim retired",
	// objects of the audit log
	"article": "article", "revision": "revision", "claim": "claim", "annotation": "annotation", "correction": "correction", "query": "query",
	"source": "source", "reading": "reading", "override": "override", "sign-off": "sign-off", "suggestion": "suggestion",
	"note": "note", "mention": "mention", "second look": "second look", "refusal": "refusal",
	"desk": "desk", "user": "user", "invitation": "invitation", "token": "token", "webhook": "webhook", "key": "key",
}
