package store

import (
	"context"
	"database/sql/driver"
)

// statements is a SQLite connection that keeps what it has parsed. Parsing takes longer than most of our statements
// run, and the layers above it parse anew for every transaction.
type statements struct {
	sqliteConn
	parsed map[string]parsed // those that are not running now
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

// parsed is what they use of a parsed statement.
type parsed interface {
	driver.Stmt
	driver.StmtExecContext
	driver.StmtQueryContext
}

// mostParsed bounds how many are kept. Ours are far fewer; filters in all their combinations could come to more.
const mostParsed = 500

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
	return &statements{conn.(sqliteConn), map[string]parsed{}}, nil
}

// Driver is the driver underneath.
func (c connector) Driver() driver.Driver { return c.driver }

// take finds a parsed statement that is not running, or parses it.
func (s *statements) take(ctx context.Context, query string) (parsed, error) {
	if p, ok := s.parsed[query]; ok {
		delete(s.parsed, query)
		return p, nil
	}
	p, err := s.PrepareContext(ctx, query)
	if err != nil {
		return nil, err
	}
	return p.(parsed), nil
}

// give keeps a statement that has run for the next time.
func (s *statements) give(query string, p parsed) error {
	if _, twice := s.parsed[query]; twice || len(s.parsed) >= mostParsed {
		return p.Close()
	}
	s.parsed[query] = p
	return nil
}

// ExecContext runs a statement that answers no rows.
func (s *statements) ExecContext(ctx context.Context, query string, args []driver.NamedValue) (driver.Result, error) {
	p, err := s.take(ctx, query)
	if err != nil {
		return nil, err
	}
	result, err := p.ExecContext(ctx, args)
	if err != nil {
		p.Close() // nothing to save of one that failed
		return nil, err
	}
	return result, s.give(query, p)
}

// QueryContext runs a statement that answers rows.
func (s *statements) QueryContext(ctx context.Context, query string, args []driver.NamedValue) (driver.Rows, error) {
	p, err := s.take(ctx, query)
	if err != nil {
		return nil, err
	}
	rows, err := p.QueryContext(ctx, args)
	if err != nil {
		p.Close()
		return nil, err
	}
	return &answer{rows, func() error { return s.give(query, p) }}, nil
}

// Close forgets what was parsed and closes the connection.
func (s *statements) Close() error {
	for _, p := range s.parsed {
		p.Close()
	}
	return s.sqliteConn.Close()
}

// answer is rows that give their statement back when they are closed.
type answer struct {
	driver.Rows
	back func() error
}

// Close ends the answer.
func (a *answer) Close() error {
	if err := a.Rows.Close(); err != nil {
		return err
	}
	return a.back()
}
