package store

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
)

// Moving says what is moved where.
type Moving struct {
	From, To string
	Files    string       // the folder of snapshots, which stays where it is; "" leaves them unlooked at
	Batch    int          // rows that are committed together; 0: as many as are quick
	Say      func(string) // hears of every step; nil: nobody

	goesOn bool // the source may be written meanwhile: what is copied is the state at the beginning
}

// Moved is what was moved: every table as both databases have it, and the chain as it stands in both.
type Moved struct {
	Tables []MovedTable
	Chain  models.Verification
}

// MovedTable is one table with the SHA-256 over all its values.
type MovedTable struct {
	Name   string
	Rows   int64
	SHA256 string
}

// Move copies the whole newsroom from one database into another, empty one, and looks at every row there again. It does not change the first.
// Killed half way, the same call goes on where it stopped.
func Move(ctx context.Context, m Moving) (Moved, error) {
	if m.Say == nil {
		m.Say = func(string) {}
	}
	if m.Batch == 0 {
		m.Batch = 2000
	}
	if m.From == m.To {
		return Moved{}, errors.New("that is the database which is to be moved")
	}
	from, err := openSource(ctx, m.From)
	if err != nil {
		return Moved{}, err
	}
	to, err := openTarget(ctx, m.To)
	if err != nil {
		return Moved{}, errors.Join(err, from.close())
	}
	v := mover{Moving: m, from: from, to: to}
	moved, err := v.move(ctx)
	return moved, errors.Join(err, to.close(), from.close())
}

// end is one of the two databases: a store that takes no changes, the lock on it, and the one connection over which rows go.
type end struct {
	*Store
	db   *sql.Conn
	lock *os.File
}

// openEnd connects without bringing anything up to date.
func openEnd(ctx context.Context, url string) (*end, error) {
	lock, err := takeAlone(url)
	if err != nil {
		return nil, err
	}
	e := &end{Store: &Store{}, lock: lock}
	if err := e.connect(ctx, url); err != nil {
		return nil, errors.Join(err, letGo(lock))
	}
	pool, err := e.write.DB()
	if err == nil {
		e.db, err = pool.Conn(ctx)
	}
	if err != nil {
		return nil, errors.Join(err, e.close())
	}
	return e, nil
}

// settle puts all of a SQLite database into its one file.
func (e *end) settle(ctx context.Context) error {
	if e.Engine() != "sqlite" {
		return nil
	}
	pool, err := e.write.DB()
	if err != nil {
		return err
	}
	if err := e.giveBack(); err != nil { // the one that writes
		return err
	}
	var busy, all, done int
	if err := pool.QueryRowContext(ctx, "PRAGMA wal_checkpoint(TRUNCATE)").Scan(&busy, &all, &done); err != nil {
		return err
	}
	if busy != 0 {
		return errors.New("the database is not all in its file: something still reads it")
	}
	return nil
}

// giveBack gives the connection back. Twice is once.
func (e *end) giveBack() error {
	if e.db == nil {
		return nil
	}
	err := e.db.Close()
	e.db = nil
	return err
}

func (e *end) close() error {
	return errors.Join(e.giveBack(), e.engine.close(), letGo(e.lock))
}

// openSource opens the database that is moved, which must be there, up to date, and left alone meanwhile: of SQLite nobody else may write
// until the move has ended, of PostgreSQL one state is read, and at the end it is asked whether it went on.
func openSource(ctx context.Context, url string) (*end, error) {
	if path, lite := strings.CutPrefix(url, "sqlite:"); lite {
		if _, err := os.Stat(path); err != nil {
			return nil, fmt.Errorf("there is nothing to move: %w", err)
		}
	}
	e, err := openEnd(ctx, url)
	if err != nil {
		return nil, err
	}
	err = e.upToDate(ctx)
	if err == nil {
		begin := "BEGIN IMMEDIATE"
		if e.Engine() == "postgres" {
			begin = "BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY"
		}
		_, err = e.db.ExecContext(ctx, begin)
	}
	if err != nil {
		return nil, errors.Join(fmt.Errorf("the database to move: %w", err), e.close())
	}
	return e, nil
}

// upToDate refuses a database that lacks steps of the schema, has newer ones, or is itself half moved.
func (e *end) upToDate(ctx context.Context) error {
	half, err := e.halfMoved(ctx)
	if err != nil {
		return err
	}
	if half {
		return errHalf
	}
	return atVersion(ctx, e.Store)
}

// mover is one move.
type mover struct {
	Moving
	from, to *end
	tables   []*table
	sums     map[string]*sum // of the source, by table
}

// move is the whole way.
func (m *mover) move(ctx context.Context) (moved Moved, err error) {
	for _, step := range []func(context.Context) error{m.agree, m.sumUp, m.mark, m.load, m.loadLater, m.setIDs, m.compare} {
		if err := step(ctx); err != nil {
			return moved, err
		}
	}
	if moved.Chain, err = m.prove(ctx); err != nil {
		return moved, err
	}
	for _, t := range m.tables {
		moved.Tables = append(moved.Tables, MovedTable{t.name, m.sums[t.name].rows, m.sums[t.name].String()})
	}
	if _, err = m.to.db.ExecContext(ctx, "DROP TABLE "+movingTable); err != nil {
		return moved, err
	}
	return moved, m.to.settle(ctx)
}

// agree reads both schemas, which must be the same, and puts the tables in order.
func (m *mover) agree(ctx context.Context) error {
	from, err := readSchema(ctx, m.from.db, m.from.Engine())
	if err != nil {
		return err
	}
	to, err := readSchema(ctx, m.to.db, m.to.Engine())
	if err != nil {
		return err
	}
	if err := sameTables(from, to); err != nil {
		return err
	}
	m.tables, err = inOrder(to)
	return err
}

// sumUp reads the whole source once before anything is written: what the other database would not keep is refused here.
func (m *mover) sumUp(ctx context.Context) error {
	m.sums = map[string]*sum{}
	for _, t := range m.tables {
		s := newSum()
		err := t.eachOf(ctx, m.from.db, m.from.Engine(), nil, func(r row) error {
			s.add(t, r)
			if m.to.Engine() == "postgres" {
				return t.refuse(r)
			}
			return nil
		})
		if err != nil {
			return err
		}
		m.sums[t.name] = s
	}
	return nil
}

// identity tells one state of one source from every other.
func (m *mover) identity() string {
	h := sha256.New()
	for _, t := range m.tables {
		fmt.Fprintf(h, "%s %d %s\n", t.name, m.sums[t.name].rows, m.sums[t.name])
	}
	return hex.EncodeToString(h.Sum(nil))
}

// compare reads every row of both databases again and compares them value by value.
func (m *mover) compare(ctx context.Context) error {
	for _, t := range m.tables {
		s, err := m.compareTable(ctx, t)
		if err != nil {
			return err
		}
		if s.rows != m.sums[t.name].rows || s.String() != m.sums[t.name].String() {
			return fmt.Errorf("%s is not what was read at first", t.name)
		}
		m.Say(fmt.Sprintf("%s: %d rows are the same in both", t.name, s.rows))
	}
	return nil
}

func (m *mover) compareTable(ctx context.Context, t *table) (*sum, error) {
	ctx, stop := context.WithCancel(ctx)
	defer stop()
	copied, ended := make(chan row), make(chan error, 1)
	go func() {
		defer close(copied)
		ended <- t.eachOf(ctx, m.to.db, m.to.Engine(), nil, func(r row) error {
			select {
			case copied <- r:
				return nil
			case <-ctx.Done():
				return ctx.Err()
			}
		})
	}()
	s := newSum()
	err := t.eachOf(ctx, m.from.db, m.from.Engine(), nil, func(r row) error {
		s.add(t, r)
		got, there := <-copied
		if !there {
			return errors.Join(fmt.Errorf("the row %v of %s is missing", t.key(r), t.name), <-ended)
		}
		for i, c := range t.columns {
			if string(c.bytes(r[i])) != string(c.bytes(got[i])) {
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

// prove has the store look at both ends as it does at every newsroom: the chain, the texts, and every counter.
func (m *mover) prove(ctx context.Context) (models.Verification, error) {
	_, got, err := m.to.prove(ctx, m.Files)
	if err != nil {
		return got, err
	}
	was, err := m.from.Chain(ctx) // over another connection: it sees what was written since
	if err != nil {
		return got, err
	}
	if m.goesOn {
		return got, nil
	}
	if was.Length != got.Length || was.Head != got.Head {
		return got, fmt.Errorf("the newsroom went on while it was moved: stop its server, empty the other database and begin again")
	}
	return got, nil
}
