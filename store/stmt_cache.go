package store

import (
	"context"
	"database/sql/driver"
)

// cachingConn is a SQLite connection that keeps what it has parsed. Parsing takes longer than most of our statements
// run, and the layers above it parse anew for every transaction.
type cachingConn struct {
	sqliteConn
	idle map[string]preparedStmt // those that are not running now
}

// sqliteConn is what the layers above use of a connection.
type sqliteConn interface {
	driver.Conn
	driver.ConnPrepareContext
	driver.ConnBeginTx
	driver.Pinger
	driver.SessionResetter
	driver.Validator
}

// preparedStmt is what they use of a parsed statement.
type preparedStmt interface {
	driver.Stmt
	driver.StmtExecContext
	driver.StmtQueryContext
}

// maxCachedStmts bounds how many are kept. Ours are far fewer; filters in all their combinations could come to more.
const maxCachedStmts = 500

// connector opens connections that keep what they have parsed.
type connector struct {
	driver driver.Driver
	dsn    string
}

// Connect opens one.
func (c connector) Connect(context.Context) (driver.Conn, error) {
	conn, err := c.driver.Open(c.dsn)
	if err != nil {
		return nil, err
	}
	return &cachingConn{conn.(sqliteConn), map[string]preparedStmt{}}, nil
}

// Driver is the driver underneath.
func (c connector) Driver() driver.Driver { return c.driver }

// acquire finds a parsed statement that is not running, or parses it.
func (s *cachingConn) acquire(ctx context.Context, query string) (preparedStmt, error) {
	if p, ok := s.idle[query]; ok {
		delete(s.idle, query)
		return p, nil
	}
	p, err := s.PrepareContext(ctx, query)
	if err != nil {
		return nil, err
	}
	return p.(preparedStmt), nil
}

// release keeps a statement that has run for the next time.
func (s *cachingConn) release(query string, p preparedStmt) error {
	if _, twice := s.idle[query]; twice || len(s.idle) >= maxCachedStmts {
		return p.Close()
	}
	s.idle[query] = p
	return nil
}

// ExecContext runs a statement that answers no rows.
func (s *cachingConn) ExecContext(ctx context.Context, query string, args []driver.NamedValue) (driver.Result, error) {
	p, err := s.acquire(ctx, query)
	if err != nil {
		return nil, err
	}
	result, err := p.ExecContext(ctx, args)
	if err != nil {
		p.Close() // nothing to save of one that failed
		return nil, err
	}
	return result, s.release(query, p)
}

// QueryContext runs a statement that answers rows.
func (s *cachingConn) QueryContext(ctx context.Context, query string, args []driver.NamedValue) (driver.Rows, error) {
	p, err := s.acquire(ctx, query)
	if err != nil {
		return nil, err
	}
	rows, err := p.QueryContext(ctx, args)
	if err != nil {
		p.Close()
		return nil, err
	}
	return &cachedRows{rows, func() error { return s.release(query, p) }}, nil
}

// Close forgets what was parsed and closes the connection.
func (s *cachingConn) Close() error {
	for _, p := range s.idle {
		p.Close()
	}
	return s.sqliteConn.Close()
}

// cachedRows is rows that give their statement back when they are closed.
type cachedRows struct {
	driver.Rows
	release func() error
}

// Close ends the answer.
func (a *cachedRows) Close() error {
	if err := a.Rows.Close(); err != nil {
		return err
	}
	return a.release()
}
