package database

import (
	"context"
	"database/sql/driver"
	"errors"
	"sync"
)

// dataVersionReader reads SQLite's data_version, a number that changes with every commit of another connection or process. It always uses
// the same connection, because the numbers of two connections cannot be compared.
type dataVersionReader struct {
	mutex sync.Mutex
	conn  driver.Conn
	query driver.StmtQueryContext
}

func newDataVersionReader(c connector) (*dataVersionReader, error) {
	conn, err := c.driver.Open(c.dsn)
	if err != nil {
		return nil, err
	}
	stmt, err := conn.Prepare("PRAGMA data_version")
	if err != nil {
		return nil, errors.Join(err, conn.Close())
	}
	return &dataVersionReader{conn: conn, query: stmt.(driver.StmtQueryContext)}, nil
}

func (v *dataVersionReader) read() (int64, error) {
	v.mutex.Lock()
	defer v.mutex.Unlock()
	rows, err := v.query.QueryContext(context.Background(), nil)
	if err != nil {
		return 0, err
	}
	var row [1]driver.Value
	err = errors.Join(rows.Next(row[:]), rows.Close())
	n, _ := row[0].(int64)
	return n, err
}

func (v *dataVersionReader) close() error { return v.conn.Close() }
