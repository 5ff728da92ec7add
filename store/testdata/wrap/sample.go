// Package wrap is read by TestWrapFaultsAreNoticed, and never built.
package wrap

func (s *Store) Bare(id int64) error { return s.work(id) }

func (s *Store) Late(id int64) (err error) {
	s.begin()
	defer wrap(&err, "begin %d", id)
	return s.work(id)
}

func (s *Store) Unnamed(id int64) error {
	var err error
	s.keep(err)
	defer wrap(&err, "do %d", id)
	return err
}

func (s *Store) Short(from, to int64) (err error) {
	defer wrap(&err, "copy %d to %d", from)
	return s.work(from, to)
}

func (s *Store) Twice(id int64) (err error) {
	defer wrap(&err, "do %d again", id)
	return s.Good(id)
}

func (s *Store) Good(id int64) (err error) {
	defer wrap(&err, "do %d", id)
	return s.work(id)
}

func (s *Store) Number() int64 { return 1 }

func (s *Store) unexported() error { return nil }
