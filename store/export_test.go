package store

// AcquireLock exports acquireLock for tests.
var AcquireLock = acquireLock
