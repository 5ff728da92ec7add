package store

import "linecheck/store/database"

// AcquireLock is how a server takes its database.
var AcquireLock = database.AcquireLock
