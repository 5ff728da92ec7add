package store

// AcquireLock is how a server takes its database.
var AcquireLock = acquireLock
