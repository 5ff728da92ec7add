package database

import (
	"context"
	"database/sql/driver"
)

// cachingConn is a SQLite connection that caches parsed statements. Most of our statements take longer to parse than to run, and
// database/sql and GORM parse them again in every transaction.
type cachingConn struct {
	sqliteConn
	idle map[string]preparedStmt // by query: those that are not running now
}

// sqliteConn contains the methods of a connection that database/sql uses.
type sqliteConn interface {
	driver.Conn
	driver.ConnPrepareContext
	driver.ConnBeginTx
	driver.Pinger
	driver.SessionResetter
	driver.Validator
}

// preparedStmt contains the methods of a prepared statement that database/sql uses.
type preparedStmt interface {
	driver.Stmt
	driver.StmtExecContext
	driver.StmtQueryContext
}

// maxCachedStmts bounds the cache of a connection. Ours are far fewer, but filters can be combined in more ways.
const maxCachedStmts = 500

// connector opens connections that cache parsed statements.
type connector struct {
	driver driver.Driver
	dsn    string
}

// Connect opens a connection.
func (c connector) Connect(context.Context) (driver.Conn, error) {
	conn, err := c.driver.Open(c.dsn)
	if err != nil {
		return nil, err
	}
	return &cachingConn{conn.(sqliteConn), map[string]preparedStmt{}}, nil
}

// Driver returns the SQLite driver.
func (c connector) Driver() driver.Driver { return c.driver }

// acquire takes a parsed statement that is not running, or parses it.
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

// release returns a statement that has run to the cache.
func (s *cachingConn) release(query string, p preparedStmt) error {
	if _, twice := s.idle[query]; twice || len(s.idle) >= maxCachedStmts {
		return p.Close()
	}
	s.idle[query] = p
	return nil
}

// ExecContext runs a statement that returns no rows.
func (s *cachingConn) ExecContext(ctx context.Context, query string, args []driver.NamedValue) (driver.Result, error) {
	p, err := s.acquire(ctx, query)
	if err != nil {
		return nil, err
	}
	result, err := p.ExecContext(ctx, args)
	if err != nil {
		p.Close() // a statement that failed is parsed again
		return nil, err
	}
	return result, s.release(query, p)
}

// QueryContext runs a statement that returns rows.
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

// Close closes the cached statements and the connection.
func (s *cachingConn) Close() error {
	for _, p := range s.idle {
		p.Close()
	}
	return s.sqliteConn.Close()
}

// cachedRows returns the statement to the cache when the rows are closed.
type cachedRows struct {
	driver.Rows
	release func() error
}

// Close closes the rows and returns their statement.
func (r *cachedRows) Close() error {
	if err := r.Rows.Close(); err != nil {
		return err
	}
	return r.release()
}
