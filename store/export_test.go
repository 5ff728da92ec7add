package store

// TakeAlone is how a server takes its database.
var TakeAlone = takeAlone
