package main

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"net"
	"net/netip"
	"net/url"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"time"

	"linecheck/store"
	"linecheck/store/transfer"
)

type doctorCmd struct {
	listenFlags
	backupFlags
}

// Run checks everything that can be checked from the command line, prints a line for each, and fails if
// anything is unsafe.
func (c *doctorCmd) Run(ctx context.Context, s *settings, io *stdio) error {
	d := doctor{doctorCmd: c, settings: s, now: time.Now()}
	d.operatingSystemUser()
	d.folders()
	d.database(ctx)
	d.space()
	d.backups()
	d.anchor()
	d.listenAddress()
	d.proxies()
	d.webhookNetworks()
	d.mail(ctx)
	unsafe := 0
	for _, f := range d.found {
		if f.verdict == unsafeVerdict {
			unsafe++
		}
		fmt.Fprintf(io.Out, "%-6s  %s\n", f.verdict, f.message)
	}
	if unsafe > 0 {
		return fmt.Errorf("%d of %d are unsafe", unsafe, len(d.found))
	}
	return nil
}

// The doctor's verdicts. Unsafe settings have to be changed; a note is information.
const (
	safeVerdict   = "ok"
	noteVerdict   = "note"
	unsafeVerdict = "unsafe"
)

type finding struct{ verdict, message string }

// doctor is one run of the checks.
type doctor struct {
	*doctorCmd
	settings *settings
	now      time.Time
	found    []finding
}

func (d *doctor) say(verdict, format string, args ...any) {
	d.found = append(d.found, finding{verdict, fmt.Sprintf(format, args...)})
}

// rule prints wrong as unsafe or right as safe.
func (d *doctor) rule(broken bool, wrong, right string) {
	if broken {
		d.say(unsafeVerdict, "%s", wrong)
	} else {
		d.say(safeVerdict, "%s", right)
	}
}

func (d *doctor) operatingSystemUser() {
	d.rule(os.Geteuid() == 0, "it runs as root: give it a user of its own", "it does not run as root")
}

// folders checks who can read the database and its files.
func (d *doctor) folders() {
	paths := []string{d.settings.Data, d.settings.snapshotFolder(), d.backupDir(d.settings)}
	if path, lite := strings.CutPrefix(d.settings.databaseURL(), "sqlite:"); lite {
		paths = append(paths, path, path+"-wal", path+"-shm")
	}
	for _, path := range paths {
		info, err := os.Stat(path)
		switch {
		case errors.Is(err, fs.ErrNotExist):
		case err != nil:
			d.say(unsafeVerdict, "%s cannot be looked at: %v", path, err)
		default:
			d.rule(
				info.Mode().Perm()&0o077 != 0,
				fmt.Sprintf("others on this machine may open %s (mode %04o): chmod go-rwx", path, info.Mode().Perm()),
				path+" is its owner's alone",
			)
		}
	}
}

func (d *doctor) database(ctx context.Context) {
	if path, lite := strings.CutPrefix(d.settings.databaseURL(), "sqlite:"); lite {
		if _, err := os.Stat(path); errors.Is(err, fs.ErrNotExist) {
			d.say(noteVerdict, "there are no records at %s yet", path)
			return
		}
	} else {
		d.tls()
	}
	x, err := store.Diagnose(ctx, d.settings.databaseURL())
	if err != nil {
		d.say(unsafeVerdict, "the database: %s", oneLine(err))
		return
	}
	d.rule(
		x.UnsafeSetting != "",
		"the database may forget what it has acknowledged: "+x.UnsafeSetting,
		fmt.Sprintf("%s %s, with settings that keep what it has acknowledged", x.Engine, x.EngineVersion),
	)
	switch {
	case x.SchemaVersion == x.NewestSchema:
		d.say(safeVerdict, "the schema is at step %d, the newest of this program", x.SchemaVersion)
	case x.SchemaVersion < x.NewestSchema:
		d.say(
			noteVerdict,
			"the schema is at step %d and goes to %d at the next start; the records are copied before",
			x.SchemaVersion,
			x.NewestSchema,
		)
	default:
		d.say(unsafeVerdict, "the schema is at step %d and this program knows %d: use the newer program", x.SchemaVersion, x.NewestSchema)
	}
	d.rule(
		x.LastEvent.After(d.now.Add(time.Minute)) || d.now.Year() < 2026,
		fmt.Sprintf("this machine's clock is wrong: it is %s, and the last event of the record was at %s",
			d.now.UTC().Format(time.RFC3339), x.LastEvent.UTC().Format(time.RFC3339)),
		"the clock is not behind the record",
	)
}

// tls checks the connection to a PostgreSQL server. Others can read it unless the server is on this machine
// or the connection is encrypted.
func (d *doctor) tls() {
	u, err := url.Parse(d.settings.databaseURL())
	if err != nil {
		d.say(unsafeVerdict, "the database's address cannot be read")
		return
	}
	host := u.Hostname()
	if h := u.Query().Get("host"); h != "" {
		host = h
	}
	mode := u.Query().Get("sslmode")
	d.rule(host != "" && !strings.HasPrefix(host, "/") && !isLoopback(host) && mode != "verify-full" && mode != "verify-ca",
		"the way to PostgreSQL is not sealed: add sslmode=verify-full to its address", "nobody on the way to PostgreSQL can read along")
}

// minFreeBytes is the disk space that must be free in addition to twice the size of the database.
const minFreeBytes = 512 << 20

func (d *doctor) space() {
	size := int64(0)
	if path, lite := strings.CutPrefix(d.settings.databaseURL(), "sqlite:"); lite {
		if info, err := os.Stat(path); err == nil {
			size = info.Size()
		}
	}
	for _, folder := range []string{d.settings.Data, d.backupDir(d.settings)} {
		free, err := freeSpace(folder)
		if err != nil {
			continue // does not exist yet, or is unknown on this system
		}
		d.rule(
			free < minFreeBytes+2*size,
			fmt.Sprintf("only %d MiB are free at %s: a backup and an upgrade want %d", free>>20, folder, (minFreeBytes+2*size)>>20),
			fmt.Sprintf("%d MiB are free at %s", free>>20, folder),
		)
	}
}

// maxBackupAge is the maximum age of the newest backup if none are scheduled.
const maxBackupAge = 48 * time.Hour

func (d *doctor) backups() {
	folder := d.backupDir(d.settings)
	most := maxBackupAge
	if d.BackupEvery > 0 {
		most = 2 * d.BackupEvery
	} else {
		d.say(noteVerdict, "no backups are scheduled: serve --backup-every 24h makes them")
	}
	last, err := transfer.LastBackup(folder)
	switch {
	case err != nil:
		d.say(unsafeVerdict, "the backups: %v", err)
	case last.IsZero():
		d.say(unsafeVerdict, "there is no backup in %s", folder)
	default:
		age := d.now.Sub(last).Truncate(time.Minute)
		d.rule(age > most, fmt.Sprintf("the newest backup in %s is %s old", folder, age), fmt.Sprintf("the newest backup is %s old", age))
	}
	if d.isInDataFolder(folder) {
		d.say(noteVerdict, "the backups are in the data folder: what takes that disk takes them too (--backup-dir)")
	}
}

func (d *doctor) isInDataFolder(path string) bool {
	way, err := filepath.Rel(d.settings.Data, path)
	return err == nil && way != ".." && !strings.HasPrefix(way, "../")
}

func (d *doctor) anchor() {
	path := d.settings.Anchor
	if path == "" {
		d.say(noteVerdict, "no anchor file: somebody with the database could rewrite the whole audit log (--anchor)")
		return
	}
	d.rule(
		d.isInDataFolder(path),
		"the anchor file is in the data folder, with what it is to guard",
		"the anchor file is outside the data folder",
	)
	last, err := store.LastCheckpoint(path)
	if err != nil {
		d.say(unsafeVerdict, "the anchor file: %v", err)
		return
	}
	age := d.now.Sub(last).Truncate(time.Minute)
	d.rule(
		age > maxBackupAge,
		fmt.Sprintf("the last line of the anchor file is %s old", age),
		fmt.Sprintf("the chain was anchored %s ago", age),
	)
}

// listenAddress checks how users reach the pages.
func (d *doctor) listenAddress() {
	host, _, err := net.SplitHostPort(d.Addr)
	if err != nil {
		d.say(unsafeVerdict, "the address to listen on cannot be read: %v", err)
		return
	}
	secure := strings.HasPrefix(d.BaseURL, "https://")
	d.rule(
		!secure && !isLoopback(host),
		fmt.Sprintf(
			"it listens on %s and people do not come by https: passwords can be read on the way (--base-url https://…, behind a proxy)",
			d.Addr,
		),
		"passwords are not sent in the open",
	)
	if secure && !isLoopback(host) {
		d.say(noteVerdict, "it listens on %s: make sure that only the proxy reaches it", d.Addr)
	}
	if !secure && d.BaseURL == "" {
		d.say(noteVerdict, "no --base-url: only people at this machine can use the pages")
	}
}

// widestProxyNetwork is the shortest prefix, in bits, of a network of trusted proxies that raises no
// warning.
var widestProxyNetwork = map[bool]int{true: 8, false: 32} // for IPv4 and IPv6

func (d *doctor) proxies() {
	if len(d.Proxies) == 0 && strings.HasPrefix(d.BaseURL, "https://") {
		d.say(noteVerdict, "no --proxies: behind a proxy, failed logins of one person are counted for everybody")
	}
	for _, p := range d.Proxies {
		d.rule(
			p.Bits() < widestProxyNetwork[p.Addr().Is4()],
			fmt.Sprintf("any machine of %s may say which address a request comes from: name the proxy alone", p),
			fmt.Sprintf("%s is believed as a proxy", p),
		)
	}
}

// sensitiveNetworks are networks that webhooks rarely need, and that a desk's administrator should not reach. They are the machine
// itself, and the addresses at which cloud providers serve credentials.
var sensitiveNetworks = map[string]string{
	"127.0.0.0/8":        "this machine's own services",
	"::1/128":            "this machine's own services",
	"169.254.0.0/16":     "the credentials that cloud providers hand out",
	"fd00:ec2::254/128":  "the credentials that cloud providers hand out",
	"fd20:ce::254/128":   "the credentials that cloud providers hand out",
	"100.100.100.200/32": "the credentials that cloud providers hand out",
}

// webhookNetworks checks which internal networks webhooks may reach.
func (d *doctor) webhookNetworks() {
	for _, n := range d.WebhookNetworks {
		network := netip.Prefix(n)
		var exposed []string
		for sensitive, what := range sensitiveNetworks {
			if network.Overlaps(netip.MustParsePrefix(sensitive)) && !slices.Contains(exposed, what) {
				exposed = append(exposed, what)
			}
		}
		slices.Sort(exposed)
		d.rule(
			len(exposed) > 0,
			fmt.Sprintf("webhooks may reach %s with %s: name the receivers' network alone", network, strings.Join(exposed, " and ")),
			fmt.Sprintf("webhooks may reach the internal network %s, on every port", network),
		)
	}
}

// mail checks that the mail server answers, with the encryption and the password that sending needs.
func (d *doctor) mail(ctx context.Context) {
	if d.SMTP == "" {
		d.say(noteVerdict, "no mail is sent: notices are seen in the pages alone")
		return
	}
	mailer, err := d.mailer()
	if err == nil {
		err = mailer.Check(ctx)
	}
	if err != nil {
		d.say(unsafeVerdict, "the mail server: %s", oneLine(err))
		return
	}
	d.say(safeVerdict, "the mail server answers")
}
