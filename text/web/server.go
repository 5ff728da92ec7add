package web

import (
	"net/netip"
	"net/url"
	"path"
	"slices"
	"strconv"
	"strings"
)

// Server is the set of addresses of this server. None of them is evidence, because its pages show the
// desk's own work.
type Server struct {
	bases []serverBase
}

// serverBase is a host, port and path prefix of the server's pages.
type serverBase struct{ host, port, path string }

// WithAddress returns the server with one more address, such as https://desk.example.org/linecheck, or host
// and port alone.
func (s Server) WithAddress(address string) Server {
	u, err := url.Parse(address)
	if !strings.Contains(address, "://") {
		u, err = url.Parse("http://" + address)
	}
	if err != nil || u.Hostname() == "" {
		return s
	}
	base := serverBase{normalizedHost(u), effectivePort(u), strings.TrimRight(u.Path, "/")}
	if !strings.Contains(address, "://") && u.Port() == "" {
		base.port = "" // a proxy in front may use http or https
	}
	return Server{append(slices.Clip(s.bases), base)}
}

// Owns reports whether an address leads to this server, also through an archive or another wrapper.
// Loopback names match at every port.
func (s Server) Owns(address string) bool {
	u := unwrapAddress(address, maxNested)
	if u == nil {
		return false
	}
	host, port, at := normalizedHost(u), effectivePort(u), path.Clean("/"+u.Path)
	if isLoopback(host) {
		return true
	}
	return slices.ContainsFunc(s.bases, func(b serverBase) bool {
		return b.host == host && (b.port == port || b.port == "") && (b.path == "" || at == b.path || strings.HasPrefix(at, b.path+"/"))
	})
}

func effectivePort(u *url.URL) string {
	switch {
	case u.Port() != "":
		return u.Port()
	case u.Scheme == "https":
		return "443"
	}
	return "80"
}

// loopbackNames are the usual names of this machine in hosts files.
var loopbackNames = []string{"localhost", "localhost.localdomain", "localhost4", "localhost6", "ip6-localhost", "ip6-loopback"}

// isLoopback reports whether a host, in the form of normalizedHost, is this machine in any spelling.
func isLoopback(host string) bool {
	if slices.Contains(loopbackNames, host) || strings.HasSuffix(host, ".localhost") {
		return true
	}
	ip, err := netip.ParseAddr(strings.Trim(host, "[]"))
	if err != nil {
		number, ok := parseNumericHost(host)
		if !ok {
			return false
		}
		ip = number
	}
	ip = ip.Unmap()
	return ip.IsLoopback() || ip.IsUnspecified()
}

// parseNumericHost parses an IPv4 address as browsers do: one to four numbers, decimal, octal or
// hexadecimal, the last filling the remaining bytes.
func parseNumericHost(host string) (netip.Addr, bool) {
	parts := strings.Split(host, ".")
	if len(parts) > 4 {
		return netip.Addr{}, false
	}
	var value uint64
	for i, part := range parts {
		n, err := strconv.ParseUint(part, 0, 32)
		if err != nil {
			return netip.Addr{}, false
		}
		if i < len(parts)-1 {
			if n > 255 {
				return netip.Addr{}, false
			}
			value = value<<8 | n
			continue
		}
		rest := 8 * (4 - i)
		if n >= 1<<rest {
			return netip.Addr{}, false
		}
		value = value<<rest | n
	}
	return netip.AddrFrom4([4]byte{byte(value >> 24), byte(value >> 16), byte(value >> 8), byte(value)}), true
}
