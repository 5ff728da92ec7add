package transfer

import (
	"context"
	"crypto/sha256"
	"database/sql"
	"encoding/hex"
	"errors"
	"fmt"
	"os"
	"strings"

	"linecheck/models"
	"linecheck/store"
	"linecheck/store/database"
)

// CopyOptions says what is copied where.
type CopyOptions struct {
	From, To  string
	Files     string // the folder of snapshots, which is not copied; "" leaves it unverified
	BatchRows int    // rows of one commit; 0 for the fastest

	sourceLive bool // the source may be written during the copy; the state at the beginning is copied
}

// CopyResult is what was copied: every table, and the head of the hash chain, which are equal in both databases.
type CopyResult struct {
	Tables []CopiedTable
	Chain  models.Verification
}

// CopiedTable is one table with the SHA-256 of all its values.
type CopiedTable struct {
	Name   string
	Rows   int64
	SHA256 string
}

// CopyDatabase copies the whole newsroom from one database into another, empty one, and compares every row. It does not change the first.
// If it was killed, the same call resumes where it stopped.
func CopyDatabase(ctx context.Context, m CopyOptions) (CopyResult, error) {
	if m.BatchRows == 0 {
		m.BatchRows = 2000
	}
	if m.From == m.To {
		return CopyResult{}, errors.New("that is the database which is to be moved")
	}
	from, err := openSource(ctx, m.From)
	if err != nil {
		return CopyResult{}, err
	}
	to, err := openTarget(ctx, m.To)
	if err != nil {
		return CopyResult{}, errors.Join(err, from.close())
	}
	v := databaseCopy{CopyOptions: m, from: from, to: to}
	moved, err := v.run(ctx)
	return moved, errors.Join(err, to.close(), from.close())
}

// endpoint is one of the two databases of a copy, with its lock and the connection over which rows go. Nobody else may use it
// during the copy.
type endpoint struct {
	*database.DB
	conn *sql.Conn
}

// openEndpoint connects without changing the schema.
func openEndpoint(ctx context.Context, url string) (*endpoint, error) {
	db, err := database.Open(ctx, database.Config{URL: url, Exclusive: true})
	if err != nil {
		return nil, err
	}
	e := &endpoint{DB: db}
	if e.conn, err = db.WriteConn(ctx); err != nil {
		return nil, errors.Join(err, db.Close())
	}
	return e, nil
}

// compact puts all of a SQLite database into its one file.
func (e *endpoint) compact(ctx context.Context) error {
	if err := e.releaseConn(); err != nil { // SQLite has only one for writes
		return err
	}
	return e.Compact(ctx)
}

// releaseConn gives the connection back. It may be called twice.
func (e *endpoint) releaseConn() error {
	if e.conn == nil {
		return nil
	}
	err := e.conn.Close()
	e.conn = nil
	return err
}

func (e *endpoint) close() error { return errors.Join(e.releaseConn(), e.Close()) }

// openSource opens the database that is copied. It must exist and be up to date. Of SQLite, nobody else may write until the copy ends. Of
// PostgreSQL, one state is read, and at the end the copy fails if the newsroom has changed since.
func openSource(ctx context.Context, url string) (*endpoint, error) {
	if path, lite := strings.CutPrefix(url, "sqlite:"); lite {
		if _, err := os.Stat(path); err != nil {
			return nil, fmt.Errorf("there is nothing to move: %w", err)
		}
	}
	e, err := openEndpoint(ctx, url)
	if err != nil {
		return nil, err
	}
	err = e.checkUpToDate(ctx)
	if err == nil {
		begin := "BEGIN IMMEDIATE"
		if e.Engine() == "postgres" {
			begin = "BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY"
		}
		_, err = e.conn.ExecContext(ctx, begin)
	}
	if err != nil {
		return nil, errors.Join(fmt.Errorf("the database to move: %w", err), e.close())
	}
	return e, nil
}

// checkUpToDate refuses a database whose schema is older or newer than this program's, or into which a copy has not ended.
func (e *endpoint) checkUpToDate(ctx context.Context) error {
	half, err := e.HasIncompleteCopy(ctx)
	if err != nil {
		return err
	}
	if half {
		return database.ErrCopyIncomplete
	}
	return e.CheckSchemaVersion(ctx)
}

// databaseCopy is one copy that runs.
type databaseCopy struct {
	CopyOptions
	from, to  *endpoint
	tables    []*table
	checksums map[string]*tableChecksum // of the source, by table
	total     int64                     // rows of the source
	done      int64                     // rows of the step that runs
}

// run takes all steps of the copy.
func (m *databaseCopy) run(ctx context.Context) (moved CopyResult, err error) {
	for _, step := range []func(context.Context) error{
		m.checkCompatible, m.countSource, m.checksumSource, m.recordSource, m.loadTables, m.loadDeferred, m.setIDs, m.analyze, m.compare,
	} {
		if err := step(ctx); err != nil {
			return moved, err
		}
	}
	if moved.Chain, err = m.verify(ctx); err != nil {
		return moved, err
	}
	for _, t := range m.tables {
		moved.Tables = append(moved.Tables, CopiedTable{t.name, m.checksums[t.name].rows, m.checksums[t.name].String()})
	}
	if _, err = m.to.conn.ExecContext(ctx, "DROP TABLE "+database.CopyProgressTable); err != nil {
		return moved, err
	}
	return moved, m.to.compact(ctx)
}

// checkCompatible reads both schemas, which must be equal, and sorts the tables.
func (m *databaseCopy) checkCompatible(ctx context.Context) error {
	from, err := readSchema(ctx, m.from.conn, m.from.Engine())
	if err != nil {
		return err
	}
	to, err := readSchema(ctx, m.to.conn, m.to.Engine())
	if err != nil {
		return err
	}
	if err := checkSameTables(from, to); err != nil {
		return err
	}
	m.tables, err = sortByReference(to)
	return err
}

// countSource counts the rows of the source, for the progress of the steps.
func (m *databaseCopy) countSource(ctx context.Context) error {
	for _, t := range m.tables {
		var n int64
		if err := m.from.conn.QueryRowContext(ctx, "SELECT count(*) FROM "+quoted(t.name)).Scan(&n); err != nil {
			return err
		}
		m.total += n
	}
	return nil
}

// advance counts a row of a step, and reports the progress from time to time.
func (m *databaseCopy) advance(ctx context.Context, step string) {
	if m.done++; m.done%database.ReportEvery == 0 {
		database.ReportProgress(ctx, step, m.done, m.total)
	}
}

// analyze has PostgreSQL count what was loaded. Without these statistics its plans for the steps that follow take many times as long.
func (m *databaseCopy) analyze(ctx context.Context) error {
	if m.to.Engine() != "postgres" {
		return nil
	}
	database.ReportProgress(ctx, "Analysing the tables", 0, 0)
	_, err := m.to.conn.ExecContext(ctx, "ANALYZE")
	return err
}

// checksumSource reads the whole source before anything is written. It refuses values that the target cannot store.
func (m *databaseCopy) checksumSource(ctx context.Context) error {
	m.checksums, m.done = map[string]*tableChecksum{}, 0
	for _, t := range m.tables {
		s := newTableChecksum()
		err := t.eachRow(ctx, m.from.conn, m.from.Engine(), nil, func(r tableRow) error {
			s.add(t, r)
			m.advance(ctx, "Reading")
			if m.to.Engine() == "postgres" {
				return t.checkPortable(r)
			}
			return nil
		})
		if err != nil {
			return err
		}
		m.checksums[t.name] = s
	}
	return nil
}

// sourceIdentity identifies one state of one source.
func (m *databaseCopy) sourceIdentity() string {
	h := sha256.New()
	for _, t := range m.tables {
		fmt.Fprintf(h, "%s %d %s\n", t.name, m.checksums[t.name].rows, m.checksums[t.name])
	}
	return hex.EncodeToString(h.Sum(nil))
}

// compare reads every row of both databases again and compares every value.
func (m *databaseCopy) compare(ctx context.Context) error {
	m.done = 0
	for _, t := range m.tables {
		s, err := m.compareTable(ctx, t)
		if err != nil {
			return err
		}
		if s.rows != m.checksums[t.name].rows || s.String() != m.checksums[t.name].String() {
			return fmt.Errorf("%s is not what was read at first", t.name)
		}
		database.ReportProgress(ctx, "Comparing", m.done, m.total)
	}
	return nil
}

func (m *databaseCopy) compareTable(ctx context.Context, t *table) (*tableChecksum, error) {
	ctx, stop := context.WithCancel(ctx)
	defer stop()
	copied, ended := make(chan tableRow), make(chan error, 1)
	go func() {
		defer close(copied)
		ended <- t.eachRow(ctx, m.to.conn, m.to.Engine(), nil, func(r tableRow) error {
			select {
			case copied <- r:
				return nil
			case <-ctx.Done():
				return ctx.Err()
			}
		})
	}()
	s := newTableChecksum()
	err := t.eachRow(ctx, m.from.conn, m.from.Engine(), nil, func(r tableRow) error {
		s.add(t, r)
		m.advance(ctx, "Comparing")
		got, there := <-copied
		if !there {
			return errors.Join(fmt.Errorf("the row %v of %s is missing", t.key(r), t.name), <-ended)
		}
		for i, c := range t.columns {
			if string(c.encode(r[i])) != string(c.encode(got[i])) {
				return fmt.Errorf("%s of the row %v of %s is another than it was", c.name, t.key(r), t.name)
			}
		}
		return nil
	})
	if err != nil {
		return s, err
	}
	if r, more := <-copied; more {
		return s, fmt.Errorf("%s has a row too many: %v", t.name, t.key(r))
	}
	return s, <-ended
}

// verify verifies the target, and compares its hash chain with that of the source.
func (m *databaseCopy) verify(ctx context.Context) (models.Verification, error) {
	_, got, err := m.to.verify(ctx, m.Files)
	if err != nil {
		return got, err
	}
	was, err := store.Attach(m.from.DB, "").Chain(ctx) // over another connection, which sees what was written since
	if err != nil {
		return got, err
	}
	if m.sourceLive {
		return got, nil
	}
	if was.Length != got.Length || was.Head != got.Head {
		return got, fmt.Errorf("the newsroom went on while it was moved: stop its server, empty the other database and begin again")
	}
	return got, nil
}
