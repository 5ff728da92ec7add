// Package sqlite3 is empty. It replaces github.com/mattn/go-sqlite3, which gorm.io/driver/sqlite imports for its side
// effect alone: it registers a driver named "sqlite3". Linecheck opens its databases with the driver "sqlite" of
// modernc.org/sqlite and never uses the other. Without this package, every build on a machine with a C compiler would
// compile a second SQLite and link it into the program.
//
// A replace line in the root's go.mod puts it in place.
package sqlite3
