package store

import (
	"context"
	"database/sql"
	"fmt"
	"slices"

	"gorm.io/gorm"

	"linecheck/models"
)

// GatePage reads an article's gate with all sign-offs and overrides, and whether this reader is restricted
// from signing.
func (s *Store) GatePage(ctx context.Context, r models.Reader, id int64) (_ models.GatePage, err error) {
	defer wrap(&err, "read the gate of article %d", id)
	var page models.GatePage
	if _, err := s.visibleVersion(ctx, r, id); err != nil {
		return page, err
	}
	err = s.readTx(ctx, func(db *gorm.DB) (err error) {
		if err := queryOne(db, &page.Article, "SELECT * FROM articles WHERE id = ?", id); err != nil {
			return err
		}
		var desk models.Desk
		if err := queryOne(db, &desk, "SELECT * FROM desks WHERE id = ?", page.DeskID); err != nil {
			return err
		}
		page.Desk, page.SmallDesk, page.HasDependencies = desk.Name, desk.SmallDesk, models.HasDependencies(page.Language)
		page.Policy = models.CurrentPolicy(desk)
		if err := queryOne(db, &page.Revision, "SELECT id, article_id, number, sha256, created_by, created_at FROM revisions WHERE id = ?", *page.RevisionID); err != nil {
			return err
		}
		if err := blindViewFor(r).redactCounters(db, r, &page.Article); err != nil {
			return err
		}
		full, err := gateForReader(newTx(db), r, page.Article, desk)
		if err != nil {
			return err
		}
		page.Gate, page.Resolvers = full.state, full.resolvers
		if err := addPublication(db, r, &page); err != nil {
			return err
		}
		page.Override = r.IsAllowed(models.ActSign, page.DeskID)
		if page.Override {
			if page.Restriction, _, err = accountRestriction(db, r.UserID, page.DeskID); err != nil {
				return err
			}
		}
		if err := addFormerDecisions(db, &page); err != nil {
			return err
		}
		if page.WriterID != nil {
			if err := queryOne(db, &page.Writer, "SELECT name FROM users WHERE id = ?", *page.WriterID); err != nil {
				return err
			}
		}
		if page.Signers, err = signersOf(db, page.DeskID); err != nil {
			return err
		}
		if page.OfferSmallDesk, err = isSmallDesk(db, page.DeskID); err != nil {
			return err
		}
		if page.Words, err = loadRevisionWords(db, id, false); err != nil {
			return err
		}
		return describeGate(db, &page, full)
	})
	fromFile := func(s models.NamedSignOff) bool { return s.VoidReason == models.VoidFromFile }
	if err == nil && slices.ContainsFunc(page.SignOffs, fromFile) {
		page.Imported, err = s.importOrigin(ctx, r, id)
	}
	return page, err
}

// addPublication adds what the gate says to the public: whether there is a receipt, and the switch of the public page.
func addPublication(db *gorm.DB, r models.Reader, page *models.GatePage) (err error) {
	if s := page.Gate.SignOff; s != nil && !r.ChecksBlind(page.DeskID) {
		if err := queryOne(db, &page.Receipt, "SELECT EXISTS (SELECT 1 FROM receipts WHERE signoff_id = ?)", s.ID); err != nil {
			return err
		}
	}
	page.PublicPage, err = publicPageOf(db, page.ID)
	return err
}

// addFormerDecisions adds an article's sign-offs, and its overrides that are void.
func addFormerDecisions(db *gorm.DB, page *models.GatePage) error {
	former, err := overridesOf(db, "o.article_id = ? AND o.voided_at IS NOT NULL", page.ID)
	if err != nil {
		return err
	}
	signed, err := signOffsOf(db, "o.article_id = ?", page.ID)
	page.ExpiredOverrides, page.SignOffs = former[page.ID], signed[page.ID]
	return err
}

// detailedGate is an article's gate with the items behind its reasons.
type detailedGate struct {
	state     models.GateState
	facts     []models.SentenceFacts
	resolvers map[models.GateCode][]string // for reasons that not everybody can resolve: the names of those who can
}

// gateForReader computes an article's gate for a reader. If the reader may sign, it is the gate for their own signature. For a signed
// article it is the signer's gate, for every reader. A reader who checks blind gets only counts.
func gateForReader(t *tx, r models.Reader, a models.Article, desk models.Desk) (detailedGate, error) {
	if r.ChecksBlind(a.DeskID) {
		state, err := gateOf(t.DB, a)
		return detailedGate{state: state}, err
	}
	signer := int64(0)
	if r.IsAllowed(models.ActSign, a.DeskID) {
		signer = r.UserID
	}
	standing, err := validSignOffs(t.DB, []models.Article{a})
	if err != nil {
		return detailedGate{}, err
	}
	if s := standing[a.ID]; s != nil {
		signer = s.UserID
	}
	return gateOfSigner(t, a, desk, signer, standing[a.ID])
}

// validSignOffs reads the valid sign-offs by article. Only articles in the state "signed" have one.
func validSignOffs(db *gorm.DB, articles []models.Article) (map[int64]*models.NamedSignOff, error) {
	var ids []int64
	for _, a := range articles {
		if a.State == models.Signed {
			ids = append(ids, a.ID)
		}
	}
	standing := map[int64]*models.NamedSignOff{}
	if len(ids) == 0 {
		return standing, nil
	}
	signed, err := signOffsOf(db, "o.article_id IN ? AND o.voided_at IS NULL", ids)
	for id, own := range signed {
		standing[id] = &own[0]
	}
	return standing, err
}

// gateWithItems derives a gate from the article's rows. signer is the user who would sign; 0: nobody in
// particular.
func gateWithItems(t *tx, a models.Article, desk models.Desk, signer int64) (detailedGate, error) {
	standing, err := validSignOffs(t.DB, []models.Article{a})
	if err != nil {
		return detailedGate{}, err
	}
	return gateOfSigner(t, a, desk, signer, standing[a.ID])
}

// gateOfSigner computes the gate for a signer, like gateWithItems. standing is the valid sign-off, or nil.
func gateOfSigner(t *tx, a models.Article, desk models.Desk, signer int64, standing *models.NamedSignOff) (detailedGate, error) {
	full := detailedGate{state: models.GateState{SignOff: standing}}
	var err error
	if full.facts, err = loadSentenceFacts(t, sentencesOfRevision, *a.RevisionID); err != nil {
		return full, err
	}
	facts := models.GateFacts{Items: models.SentenceItems(full.facts, desk.SecondReader, signer)}
	for _, of := range []struct {
		code  models.GateCode
		kind  models.GateItemKind
		query string
	}{
		{models.GateQueries, models.QueryItem, `SELECT q.id, q.version, coalesce(
				(SELECT s.ordinal FROM sentences s WHERE s.track_id = q.track_id AND s.revision_id = $1),
				(SELECT min(s.ordinal) FROM occurrences o JOIN sentences s ON s.id = o.sentence_id
					WHERE o.claim_id = q.claim_id AND o.revision_id = $1), 0)
			FROM queries q WHERE q.article_id = $2 AND q.state IN ('open', 'answered') ORDER BY q.id`},
		{models.GateLost, models.ClaimItem, "SELECT c.id, c.version - c.assignments, min(s.ordinal) " + lostClaimsFrom + " WHERE o.revision_id = $1 AND c.article_id = $2 AND " + notEndedAsCut + " GROUP BY c.id, c.version, c.assignments ORDER BY 3, c.id"},
		{models.GateCorrections, models.ClaimItem, `SELECT c.id, c.version - c.assignments, coalesce(min(s.ordinal), 0) FROM claims c LEFT JOIN occurrences o ON o.claim_id = c.id AND o.revision_id = $1
			LEFT JOIN sentences s ON s.id = o.sentence_id
			WHERE c.article_id = $2 AND c.withdrawn_at IS NULL AND EXISTS (SELECT 1 FROM corrections k WHERE k.claim_id = c.id AND k.state = 'accepted') GROUP BY c.id, c.version, c.assignments ORDER BY 3, c.id`},
	} {
		err := t.queryEach(of.query, []any{*a.RevisionID, a.ID}, func(rows *sql.Rows) error {
			thing := models.GateItem{Kind: of.kind}
			var version int
			err := rows.Scan(&thing.ID, &version, &thing.Ordinal)
			thing.Key, thing.Version = thing.ID, models.ItemVersion(thing.ID, version)
			facts.Items[of.code] = append(facts.Items[of.code], thing)
			return err
		})
		if err != nil {
			return full, err
		}
	}
	if facts.Items[models.GateContradiction], err = contradictedItems(t, a); err != nil {
		return full, err
	}
	if facts.Items[models.GateProof], err = unprovedItems(t, a, desk); err != nil {
		return full, err
	}
	overrides, err := overridesOf(t.DB, "o.article_id = ? AND o.voided_at IS NULL", a.ID)
	if err != nil {
		return full, err
	}
	facts.Overrides = overrides[a.ID]
	if !desk.SmallDesk {
		facts.Overrides = models.OverridesWithSecondPerson(facts.Overrides, full.facts, facts.Items)
	}
	full.state.Reasons = models.ComputeGate(facts)
	full.resolvers, err = gateResolvers(t, a, full, signer)
	return full, err
}

// lostClaimsFrom joins lost claims (as c) with the sentences at which they are shown.
const lostClaimsFrom = "FROM occurrences o JOIN claims c ON c.id = o.claim_id AND c.withdrawn_at IS NULL AND o.placement = 'lost' JOIN sentences s ON s.id = o.sentence_id"

// notEndedAsCut excludes claims (as c) with the outcome cut.
const notEndedAsCut = "c.resolution <> 'cut'"

// gateResolvers returns, for reasons that not everybody who checks can resolve, the names of those at the
// desk who can.
func gateResolvers(t *tx, a models.Article, full detailedGate, signer int64) (map[models.GateCode][]string, error) {
	who := map[models.GateCode][]string{}
	var people []models.DeskPerson
	for _, code := range []models.GateCode{models.GateIndependence, models.GateSecondReader} {
		reason := full.state.Reason(code)
		if reason.Count == 0 {
			continue
		}
		if people == nil {
			err := t.Raw(`SELECT u.id, u.name, m.role FROM memberships m JOIN users u ON u.id = m.user_id AND u.disabled_at IS NULL WHERE m.desk_id = ? ORDER BY u.name, u.id`,
				a.DeskID).
				Scan(&people).
				Error
			if err != nil {
				return nil, err
			}
		}
		who[code] = models.EligibleReaders(people, full.facts, reason, signer, code == models.GateIndependence)
	}
	return who, nil
}

// gateOf derives one article's gate.
func gateOf(db *gorm.DB, a models.Article) (models.GateState, error) {
	gates, err := gatesOf(db, []models.Article{a})
	return gates[a.ID], err
}

// addGates adds the gates of articles in a list.
func (s *Store) addGates(ctx context.Context, rows []models.ArticleRow) error {
	articles := make([]models.Article, len(rows))
	for i, row := range rows {
		articles[i] = row.Article
	}
	gates, err := gatesOf(s.readDB(ctx), articles)
	for i, row := range rows {
		rows[i].Gate = gates[row.ID]
	}
	return err
}

// addOverriddenCounts adds the number of claims that an editor accepted as sourced to articles in a list.
func (s *Store) addOverriddenCounts(ctx context.Context, r models.Reader, rows []models.ArticleRow) error {
	var ids []int64
	for _, row := range rows {
		if !r.ChecksBlind(row.DeskID) {
			ids = append(ids, row.ID)
		}
	}
	if len(ids) == 0 {
		return nil
	}
	var found []struct {
		ID int64
		N  int
	}
	err := s.readDB(ctx).Raw("SELECT a.id, "+overriddenClaims+" AS n FROM articles a WHERE a.id IN ?", ids).Scan(&found).Error
	counts := map[int64]int{}
	for _, x := range found {
		counts[x.ID] = x.N
	}
	for i, row := range rows {
		rows[i].Override = counts[row.ID]
	}
	return err
}

// gatesOf derives the gates of articles from their counters, as the reader may see them, and from a few rows.
func gatesOf(db *gorm.DB, articles []models.Article) (map[int64]models.GateState, error) {
	if len(articles) == 0 {
		return nil, nil
	}
	ids := make([]int64, len(articles))
	for i, a := range articles {
		ids[i] = a.ID
	}
	besides, err := loadGateInputs(db, ids)
	if err != nil {
		return nil, err
	}
	standing, err := validSignOffs(db, articles)
	if err != nil {
		return nil, err
	}
	gates := make(map[int64]models.GateState, len(articles))
	for _, a := range articles {
		more := besides[a.ID]
		if more.Overridden {
			full, err := gateOfSigner(newTx(db), a, more.toDesk(a), 0, standing[a.ID])
			if err != nil {
				return nil, err
			}
			gates[a.ID] = full.state
			continue
		}
		counts := a.GateCounts(more.SecondReader)
		counts[models.GateLost], counts[models.GateCorrections] = more.Lost, more.Corrections
		if a.ClaimsSealed == 0 { // the reasons would reveal others' verdicts to a reader who checks blind
			counts[models.GateContradiction] = more.Contradicted
		}
		gates[a.ID] = models.GateState{Reasons: models.ComputeGate(models.GateFacts{Counts: counts}), SignOff: standing[a.ID]}
	}
	return gates, nil
}

// gateInputs is what the gate needs in addition to an article's counters.
type gateInputs struct {
	ID           int64
	Lost         int
	Corrections  int
	Contradicted int
	SecondReader bool
	SmallDesk    bool
	Secondaries  int
	SharedSites  string
	ProofRules   string
	Overridden   bool // there are overrides
}

func (b gateInputs) toDesk(a models.Article) models.Desk {
	return models.Desk{
		ID:           a.DeskID,
		SecondReader: b.SecondReader,
		SmallDesk:    b.SmallDesk,
		Secondaries:  b.Secondaries,
		SharedSites:  b.SharedSites,
		ProofRules:   b.ProofRules,
	}
}

// loadGateInputs reads the gate's inputs. Lost claims and pending corrections are few and have their own
// indexes.
func loadGateInputs(db *gorm.DB, articles []int64) (map[int64]gateInputs, error) {
	var rows []gateInputs
	err := db.Raw(`SELECT a.id, d.second_reader, d.small_desk, d.secondaries, d.shared_sites, d.proof_rules,
			(SELECT count(DISTINCT o.claim_id) `+lostClaimsFrom+` WHERE o.revision_id = a.revision_id AND `+notEndedAsCut+`) AS lost,
			`+waitingCorrections+` AS corrections,
			`+contradictedClaims+` AS contradicted,
			EXISTS (SELECT 1 FROM overrides v WHERE v.article_id = a.id AND v.claim_id IS NULL AND v.voided_at IS NULL) AS overridden
		FROM articles a JOIN desks d ON d.id = a.desk_id WHERE a.id IN ?`, articles).Scan(&rows).Error
	found := make(map[int64]gateInputs, len(rows))
	for _, row := range rows {
		found[row.ID] = row
	}
	return found, err
}

// waitingCorrections is an SQL expression that counts the claims of an article (as a) with an accepted
// correction that is not in the text.
const waitingCorrections = `(SELECT count(DISTINCT k.claim_id) FROM corrections k JOIN claims c ON c.id = k.claim_id AND c.article_id = a.id AND c.withdrawn_at IS NULL
	WHERE k.state = 'accepted')`

// signOffsOf reads sign-offs (as o) by article, newest first.
func signOffsOf(db *gorm.DB, where string, args ...any) (map[int64][]models.NamedSignOff, error) {
	var list []models.NamedSignOff
	err := db.Raw(`SELECT o.*, u.name, coalesce(v.name, '') AS voided_name,
			coalesce((SELECT e.door FROM events e WHERE e.object = 'sign-off' AND e.object_id = o.id AND e.action = 'article signed'), '') AS door
		FROM signoffs o JOIN users u ON u.id = o.user_id
		LEFT JOIN users v ON v.id = o.voided_by WHERE `+where+` ORDER BY o.id DESC`, args...).Scan(&list).Error
	by := map[int64][]models.NamedSignOff{}
	for _, o := range list {
		by[o.ArticleID] = append(by[o.ArticleID], o)
	}
	return by, err
}

// neutralActions are the actions that change nothing that a sign-off or an override covers, such as restoring from the trash. All other
// actions in the article, except for additiveActions, void the sign-off.
var neutralActions = map[string]bool{
	"article made": true, "article trashed": true, "article restored": true,
	"article assigned": true, "article unassigned": true, "claim assigned": true,
	"public page switched": true, "suggestion refused": true, "suggestion given again": true,
	"note added": true, "note withdrawn": true, "mention dismissed": true, "guest link made": true, "guest link revoked": true,
	"claim moved": true, "claim lost": true, "occurrence lost": true, // part of a revision, which voids
	"article signed": true, "rules changed": true, "evidence confirmed": true, "sign-off voided": true, "override voided": true,
}

// additiveActions are the actions that remove nothing that a sign-off counted. They void the sign-off only if they close the gate for its
// signer.
var additiveActions = map[string]bool{"reading made": true, "words claimed": true, "writer vouched for": true}

// voidAffectedDecisions voids sign-offs and overrides that are no longer valid after a change in an article.
// Recording an event calls it, so no kind of change can be forgotten.
func (t *tx) voidAffectedDecisions(e event) error {
	if e.article == 0 || e.accompanying || neutralActions[e.action] {
		return nil
	}
	var signed, overridden bool
	err := t.queryRow(
		`SELECT a.state = 'signed', EXISTS (SELECT 1 FROM overrides o WHERE o.article_id = a.id AND o.claim_id IS NULL AND o.voided_at IS NULL)
		FROM articles a WHERE a.id = $1`,
		[]any{e.article},
		&signed,
		&overridden,
	)
	if err != nil {
		return err
	}
	if overridden {
		if err := t.lapseOverrides(e); err != nil {
			return err
		}
	}
	if !signed {
		return nil
	}
	if e.additive || additiveActions[e.action] {
		if open, err := t.isGateOpenToSigner(e.article); err != nil || open {
			return err
		}
	}
	return t.voidSignOff(e.actor, e.article, e.desk, models.DescribeVoiding(e.action, e.rereadSentences))
}

// isGateOpenToSigner reports whether the gate of a signed article is open for its signer, under the policy
// and the rules of the sign-off.
func (t *tx) isGateOpenToSigner(articleID int64) (bool, error) {
	a, desk, err := t.articleAndDesk(articleID)
	if err != nil {
		return false, err
	}
	var signer int64
	var policy string
	var rules int
	err = t.queryRow(
		"SELECT user_id, policy, rules FROM signoffs WHERE article_id = $1 AND voided_at IS NULL",
		[]any{articleID},
		&signer,
		&policy,
		&rules,
	)
	if err != nil || rules < models.CurrentRules {
		return err == nil, err
	}
	if desk, err = models.ApplySignedPolicy(desk, policy); err != nil {
		return false, err
	}
	full, err := gateWithItems(t, a, desk, signer)
	return full.state.Open(), err
}

func (t *tx) articleAndDesk(articleID int64) (models.Article, models.Desk, error) {
	var a models.Article
	var desk models.Desk
	if err := queryOne(t.DB, &a, "SELECT * FROM articles WHERE id = ?", articleID); err != nil {
		return a, desk, err
	}
	return a, desk, queryOne(t.DB, &desk, "SELECT * FROM desks WHERE id = ?", a.DeskID)
}

// voidSignOff voids an article's valid sign-off, if there is one.
func (t *tx) voidSignOff(by, article, desk int64, reason string) error {
	var id int64
	var sha string
	err := t.queryRow("SELECT id, sha256 FROM signoffs WHERE article_id = $1 AND voided_at IS NULL", []any{article}, &id, &sha)
	if err != nil {
		return err
	}
	if _, err := t.exec("UPDATE signoffs SET voided_at = $1, voided_by = $2, void_reason = $3 WHERE id = $4", t.now, nullableID(by), reason, id); err != nil {
		return err
	}
	if _, err := t.exec("UPDATE articles SET state = 'checking', changes = changes + 1 WHERE id = $1", article); err != nil {
		return err
	}
	return t.recordEvent(event{actor: by, action: "sign-off voided", object: "sign-off", id: id, article: article, desk: desk,
		before: map[string]any{"sha256": sha, "state": models.Signed}, after: map[string]any{"why": reason, "state": models.Checking}})
}

// compareGates checks that an article's gate counters equal a recount, and that an article is in the state
// "signed" exactly if it has a valid sign-off of its text.
func compareGates(db *gorm.DB, v *models.Verification) error {
	var wrong sql.NullInt64
	kept := func(column string) string {
		return "a.sentences_" + column + " <> (SELECT count(*) FROM sentences s JOIN tracks t ON t.id = s.track_id WHERE s.revision_id = a.revision_id AND t." + column + ")"
	}
	err := db.Raw(`SELECT min(a.id) FROM articles a WHERE a.revision_id IS NULL AND EXISTS (SELECT 1 FROM events e WHERE e.article_id = a.id)
		OR a.revision_id IS NOT NULL AND (` + kept("twice") + ` OR ` + kept("dependent") + ` OR ` + kept("leaning") + `
		OR NOT EXISTS (SELECT 1 FROM sentences s WHERE s.revision_id = a.revision_id AND s.ordinal = 0 AND s.text = a.title)
		OR EXISTS (SELECT 1 FROM sentences s LEFT JOIN tracks t ON t.id = s.track_id WHERE s.revision_id = a.revision_id AND s.ordinal = 0 AND (t.id IS NULL OR t.article_id <> a.id))
		OR a.claims_unproved <> (SELECT count(*) FROM claims c WHERE c.article_id = a.id AND c.withdrawn_at IS NULL AND c.unproved)
		OR (a.state = 'signed') <> EXISTS (SELECT 1 FROM signoffs o JOIN revisions r ON r.id = o.revision_id AND r.id = a.revision_id AND r.sha256 = o.sha256
			WHERE o.article_id = a.id AND o.voided_at IS NULL))`).
		Scan(&wrong).
		Error
	if err == nil && wrong.Valid {
		v.Break = fmt.Sprintf("article %d: what the gate rests on does not follow from its read marks, verdicts and sign-offs", wrong.Int64)
	}
	return err
}
