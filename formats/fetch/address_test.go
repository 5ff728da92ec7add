package fetch

import (
	"context"
	"errors"
	"fmt"
	"net"
	"net/http"
	"net/netip"
	"strings"
	"sync/atomic"
	"testing"
	"unicode/utf8"

	"golang.org/x/net/dns/dnsmessage"

	"linecheck/internal/testutil"
)

// fakeResolver returns a resolver that uses a name server of the test on loopback, so that names are really
// looked up.
func fakeResolver(t *testing.T, answer func(name string) []netip.Addr) *net.Resolver {
	t.Helper()
	server, err := net.ListenPacket("udp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { server.Close() })
	go func() {
		for question := make([]byte, 512); ; {
			n, from, err := server.ReadFrom(question)
			if err != nil {
				return
			}
			server.WriteTo(dnsReply(question[:n], answer), from)
		}
	}()
	return &net.Resolver{PreferGo: true, Dial: func(ctx context.Context, _, _ string) (net.Conn, error) {
		return new(net.Dialer).DialContext(ctx, "udp", server.LocalAddr().String())
	}}
}

// dnsReply answers a query with the addresses of the requested type, or with "no such name".
func dnsReply(question []byte, answer func(string) []netip.Addr) []byte {
	var m dnsmessage.Message
	if err := m.Unpack(question); err != nil || len(m.Questions) != 1 {
		return nil
	}
	asked := m.Questions[0]
	m.Response, m.Additionals = true, nil
	found := answer(strings.TrimSuffix(asked.Name.String(), "."))
	if found == nil {
		m.RCode = dnsmessage.RCodeNameError
	}
	for _, ip := range found {
		header := dnsmessage.ResourceHeader{Name: asked.Name, Class: asked.Class, Type: asked.Type}
		switch {
		case ip.Is4() && asked.Type == dnsmessage.TypeA:
			m.Answers = append(m.Answers, dnsmessage.Resource{Header: header, Body: &dnsmessage.AResource{A: ip.As4()}})
		case ip.Is6() && asked.Type == dnsmessage.TypeAAAA:
			m.Answers = append(m.Answers, dnsmessage.Resource{Header: header, Body: &dnsmessage.AAAAResource{AAAA: ip.As16()}})
		}
	}
	packed, _ := m.Pack()
	return packed
}

func refusal(t *testing.T, err error) string {
	t.Helper()
	var refused *RefusedError
	if !errors.As(err, &refused) || IsDead(err) || IsTimeout(err) {
		t.Errorf("%v (%T) is no refusal", err, err)
		return ""
	}
	return refused.Reason
}

func TestGetRefusesInternalAddresses(t *testing.T) {
	const inside = "This address leads inside a network ("
	c := New(Options{ResolverForTests: fakeResolver(t, func(string) []netip.Addr { return nil })})
	for address, want := range map[string]string{
		"http://127.0.0.1/":                               inside + "127.0.0.1), so it was not opened.",
		"http://127.1.2.3:80/":                            inside + "127.1.2.3), so it was not opened.",
		"https://10.0.0.1/":                               inside + "10.0.0.1), so it was not opened.",
		"http://172.31.255.1/":                            inside,
		"http://192.168.1.1/router":                       inside,
		"http://100.64.0.1/":                              inside,
		"http://169.254.169.254/latest/meta-data/":        inside + "169.254.169.254), so it was not opened.",
		"http://0.0.0.0/":                                 inside,
		"http://0.1.2.3/":                                 inside,
		"http://224.0.0.1/":                               inside,
		"http://255.255.255.255/":                         inside,
		"http://[::]/":                                    inside,
		"http://[::1]/":                                   inside + "::1), so it was not opened.",
		"http://[::ffff:127.0.0.1]/":                      inside + "127.0.0.1), so it was not opened.",
		"http://[::ffff:7f00:1]/":                         inside + "127.0.0.1), so it was not opened.",
		"http://[0:0:0:0:0:ffff:a9fe:a9fe]/":              inside + "169.254.169.254), so it was not opened.",
		"http://[::127.0.0.1]/":                           inside,
		"http://[64:ff9b::7f00:1]/":                       inside,
		"http://[64:ff9b::10.0.0.1]/":                     inside,
		"http://[64:ff9b:1::10.0.0.1]/":                   inside,
		"http://[2002:7f00:1::]/":                         inside,
		"http://[2001:0:7f00:1::]/":                       inside,
		"http://[fe80::1]/":                               inside,
		"http://[fe80::1%25eth0]/":                        inside,
		"http://[2600::1%25eth0]/":                        inside,
		"http://[fd00:ec2::254]/":                         inside,
		"http://[fc00::1]/":                               inside,
		"http://[ff02::1]/":                               inside,
		"http://[2001:db8::1]/":                           inside,
		"http://localhost/":                               inside + "localhost), so it was not opened.",
		"http://LocalHost./":                              inside + "localhost), so it was not opened.",
		"http://a.localhost/":                             inside,
		"http://127.0.0.1./":                              inside,
		"http://2130706433/":                              "This address has a number where the site's name should be (2130706433), so it was not opened.",
		"http://017700000001/":                            "This address has a number",
		"http://0x7f000001/":                              "This address has a number",
		"http://0X7F.1/":                                  "This address has a number",
		"http://0177.0.0.1/":                              "This address has a number",
		"http://0x7f.0x0.0x0.0x1/":                        "This address has a number",
		"http://127.1/":                                   "This address has a number",
		"http://127.0.1/":                                 "This address has a number",
		"http://0/":                                       "This address has a number",
		"http://127.0.0.0x1/":                             "This address has a number",
		"http://127.0.0.01/":                              "This address has a number",
		"http://127.0.0.256/":                             "This address has a number",
		"http://１２７.０.０.１/":                               inside + "127.0.0.1), so it was not opened.",
		"http://127。0。0。1/":                               inside + "127.0.0.1), so it was not opened.",
		"http://example.com@127.0.0.1/":                   "This address holds a name or password, so it was not opened.",
		"http://user:pass@example.com/":                   "This address holds a name or password, so it was not opened.",
		"http://:@example.com/":                           "This address holds a name or password, so it was not opened.",
		"http://127.0.0.1:80@example.com/":                "This address holds a name or password, so it was not opened.",
		"http://example.com:22/":                          "This address names port 22; only the usual ports of the web, 80 and 443, are opened.",
		"http://example.com:0080/":                        "This address names port 0080;",
		"https://example.com:8443/":                       "This address names port 8443;",
		"http://[::1]:6379/":                              "This address names port 6379;",
		"ftp://example.com/":                              "Only addresses that begin with http:// or https:// are opened.",
		"file:///etc/passwd":                              "Only addresses",
		"gopher://127.0.0.1:6379/_INFO":                   "Only addresses",
		"data:text/html,hello":                            "Only addresses",
		"javascript:alert(1)":                             "Only addresses",
		"//example.com/":                                  "Only addresses",
		"example.com":                                     "Only addresses",
		"":                                                "Only addresses",
		"http:///etc/passwd":                              "This address names no site, so it was not opened.",
		"http:example.com":                                "This address names no site",
		"http://127.0.0.1\\@example.com/":                 "This is not an address that can be opened; copy it again from the browser.",
		"http://%31%32%37.0.0.1/":                         "This is not an address",
		"http://example.com/\r\nHost: inside":             "This is not an address",
		"http://exa mple.com/":                            "This is not an address",
		"http://[::1/":                                    "This is not an address",
		"http://example.com/" + strings.Repeat("a", 9000): "This address is longer than 8000 characters",
	} {
		_, err := c.Get(t.Context(), address)
		if why := refusal(t, err); !strings.HasPrefix(why, want) {
			t.Errorf("%.60q: %q, want %q", address, why, want)
		}
	}
}

// A name alone does not show where it leads. The IP address counts when the connection is made.
func TestGetRefusesNamesOfInternalAddresses(t *testing.T) {
	resolver := fakeResolver(t, func(name string) []netip.Addr {
		written := strings.Trim(strings.TrimSuffix(name, ".nip.test"), "n") // a name must not begin or end with a hyphen
		if ip, err := netip.ParseAddr(strings.ReplaceAll(written, "-", ":")); err == nil {
			return []netip.Addr{ip}
		}
		return nil
	})
	c := New(Options{ResolverForTests: resolver})
	for _, name := range []string{"127.0.0.1", "10.1.2.3", "169.254.169.254", "192.168.0.1", "0.0.0.0", "--1", "--", "fd00--1", "fe80--1", "64-ff9b--a00-1", "64-ff9b--7f00-1", "2002-a00-1--"} {
		for _, scheme := range []string{"http", "https"} {
			_, err := c.Get(t.Context(), scheme+"://n"+name+"n.nip.test/")
			if why := refusal(t, err); !strings.HasPrefix(why, "This address leads inside a network (") {
				t.Errorf("%s: %q", name, why)
			}
		}
	}
	if _, err := c.Get(t.Context(), "http://n--ffff-7f00-1n.nip.test/"); refusal(
		t,
		err,
	) != "This address leads inside a network (127.0.0.1), so it was not opened." {
		t.Errorf("IPv4 within IPv6: %v", err)
	}
}

func TestGetRefusesRedirectsToInternalAddresses(t *testing.T) {
	for _, to := range []string{"http://169.254.169.254/latest/", "http://10.0.0.1/", "//[::1]/", "http://2130706433/", "http://localhost:80/", "file:///etc/passwd",
		"ftp://example.com/", "http://a:b@example.com/", "http://example.com:25/"} {
		c, address := serve(t, Options{}, func(w http.ResponseWriter, r *http.Request) {
			if r.URL.Path == "/" {
				http.Redirect(w, r, "/on", http.StatusTemporaryRedirect)
				return
			}
			w.Header().Set("Location", to)
			w.WriteHeader(http.StatusFound)
		})
		_, err := c.Get(t.Context(), address)
		if refusal(t, err) == "" {
			t.Errorf("a redirect to %s: %v", to, err)
		}
	}
}

// DNS rebinding: the name first resolves to an allowed server and later to an internal address.
func TestGetChecksEachConnection(t *testing.T) {
	var reached atomic.Int32
	resolver := fakeResolver(t, func(string) []netip.Addr {
		if reached.Load() == 0 { // for every lookup until then
			return []netip.Addr{netip.MustParseAddr("127.0.0.1")}
		}
		return []netip.Addr{netip.MustParseAddr("10.0.0.1")}
	})
	c, address := serve(t, Options{ResolverForTests: resolver}, func(w http.ResponseWriter, r *http.Request) {
		reached.Add(1)
		http.Redirect(w, r, "/again", http.StatusFound)
	})
	_, err := c.Get(t.Context(), strings.Replace(address, "127.0.0.1", "rebound.test", 1))
	if why := refusal(t, err); why != "This address leads to something other than a site of the web, so it was not opened." &&
		!strings.Contains(why, "10.0.0.1") ||
		reached.Load() != 1 {
		t.Errorf("%q after %d requests", why, reached.Load())
	}
}

func TestControlRefusesOtherPortsAndNetworks(t *testing.T) {
	g := newGuard(nil, []netip.AddrPort{netip.MustParseAddrPort("127.0.0.1:1234")})
	for _, c := range []struct {
		network, address string
		open             bool
	}{
		{"tcp4", "93.184.216.34:80", true}, {"tcp4", "93.184.216.34:443", true}, {"tcp6", "[2606:2800:220:1::1]:443", true}, {"tcp4", "127.0.0.1:1234", true},
		{"tcp4", "93.184.216.34:22", false}, {"udp4", "93.184.216.34:443", false}, {"tcp4", "127.0.0.1:80", false}, {"tcp4", "127.0.0.2:1234", false},
		{"unix", "/run/socket", false}, {"tcp6", "[::ffff:93.184.216.34]:80", false}, {"tcp4", "", false},
	} {
		if err := g.control(c.network, c.address, nil); (err == nil) != c.open {
			t.Errorf("%s %s: %v", c.network, c.address, err)
		}
	}
}

// Every accepted address is http or https, without user name and password, at a usual port, and not an
// internal IP address. Every refusal is one printable sentence.
func FuzzAddress(f *testing.F) {
	for _, s := range []string{"http://example.com/", "https://[2606::1]:443/a?b#c", "http://0x7f.1/", "http://a@b:80", "http://127.0.0.1.", "HTTP://[::ffff:10.0.0.1]", "http://\u202e/", "http://08.8", "http://.", "http://444\u2008/"} {
		f.Add(s)
	}
	g := newGuard(nil, nil)
	f.Fuzz(func(t *testing.T, address string) {
		u, err := g.check(address)
		if err != nil {
			if why := refusal(t, err); why == "" || !utf8.ValidString(why) ||
				strings.ContainsFunc(why, func(r rune) bool { return r != '\uFFFD' && !isPrintable(r) }) {
				t.Errorf("%q was refused with %q", address, why)
			}
			return
		}
		host := strings.TrimSuffix(u.Hostname(), ".")
		testutil.False(t, "u.Scheme != 'http' && u.Scheme != 'https'", u.Scheme != "http" && u.Scheme != "https")
		testutil.Equal(t, "u.User", u.User == nil, true)
		testutil.Different(t, "host", host, "")
		testutil.Contains(t, "'80 443'", "80 443", u.Port())
		if ip, err := netip.ParseAddr(host); err == nil && isInsideByHand(ip) {
			t.Errorf("%q was let through though %s lies inside", address, ip)
		}
		if ip, ok := parseNumericHost(host); ok && host != ip.String() {
			t.Errorf("%q was let through though %s is a way to write %s", address, host, ip)
		}
	})
}

// An internal IP address, or one that embeds an internal one, is never connected to.
func FuzzConnection(f *testing.F) {
	for _, s := range []string{"127.0.0.1", "::1", "::ffff:10.0.0.1", "64:ff9b::a00:1", "2002:a00:1::", "8.8.8.8", "2606::1"} {
		f.Add(netip.MustParseAddr(s).AsSlice(), uint16(443))
	}
	g := newGuard(nil, nil)
	f.Fuzz(func(t *testing.T, b []byte, port uint16) {
		ip, ok := netip.AddrFromSlice(b)
		if !ok {
			return
		}
		network := "tcp6"
		if ip.Is4() {
			network = "tcp4"
		}
		if err := g.control(network, netip.AddrPortFrom(ip, port).String(), nil); err == nil &&
			(isInsideByHand(ip) || port != 80 && port != 443) {
			t.Errorf("%s port %d was connected to", ip, port)
		}
	})
}

// isInsideByHand is a second implementation of the guard's tables, with the standard library's methods and
// the addresses embedded in IPv6 addresses.
func isInsideByHand(ip netip.Addr) bool {
	if ip.Is4In6() {
		return isInsideByHand(ip.Unmap())
	}
	if b := ip.AsSlice(); ip.Is6() {
		for prefix, at := range map[string]int{"0064ff9b0000000000000000": 12, "0064ff9b0001": 12, "2002": 2, "000000000000000000000000": 12} {
			if strings.HasPrefix(fmt.Sprintf("%x", b), prefix) && isInsideByHand(netip.AddrFrom4([4]byte(b[at:at+4]))) {
				return true
			}
		}
	}
	return ip.IsLoopback() || ip.IsPrivate() || ip.IsLinkLocalUnicast() || ip.IsMulticast() || ip.IsUnspecified() || ip.Zone() != "" ||
		ip.Is4() && (ip.As4()[0] == 0 || ip.As4()[0] >= 240 || ip.As4()[0] == 100 && ip.As4()[1]&0xC0 == 64)
}

// parseNumericHost parses a host as inet_aton of the C library does: one to four numbers, decimal, octal or
// hexadecimal, the last filling the remaining bytes.
func parseNumericHost(host string) (netip.Addr, bool) {
	parts := strings.Split(host, ".")
	if len(parts) > 4 {
		return netip.Addr{}, false
	}
	var value uint64
	for i, part := range parts {
		var n uint64
		var rest string
		format := "%d%s"
		switch lower := strings.ToLower(part); {
		case strings.HasPrefix(lower, "0x"):
			part, format = lower[2:], "%x%s"
		case strings.HasPrefix(part, "0") && part != "0":
			part, format = part[1:], "%o%s"
		}
		if strings.ContainsAny(part, "+-_ ") {
			return netip.Addr{}, false
		}
		if read, _ := fmt.Sscanf(part, format, &n, &rest); read != 1 {
			return netip.Addr{}, false
		}
		if last := i == len(parts)-1; last {
			value += n
		} else if n > 255 {
			return netip.Addr{}, false
		} else {
			value += n << (24 - 8*i)
		}
	}
	if value > 0xFFFFFFFF {
		return netip.Addr{}, false
	}
	return netip.AddrFrom4([4]byte{byte(value >> 24), byte(value >> 16), byte(value >> 8), byte(value)}), true
}
