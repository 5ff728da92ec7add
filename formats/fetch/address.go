package fetch

import (
	"fmt"
	"net/netip"
	"net/url"
	"slices"
	"strings"
	"syscall"
	"unicode"

	"code.dny.dev/ssrf"
)

// maxAddressLen is in bytes. RFC 9110, section 4.1, recommends support for at least 8,000.
const maxAddressLen = 8000

// guard decides which addresses may be opened. It checks every address before anything is sent, so that the error is clear. It also
// checks every connection, after the name was resolved. Only this second check protects the network, because a name can resolve
// differently each time.
type guard struct {
	guardian *ssrf.Guardian
	networks []netip.Prefix   // internal networks that the operator allows, with every port
	allowed  []netip.AddrPort // exceptions for tests
}

func newGuard(networks []netip.Prefix, allowed []netip.AddrPort) guard {
	return guard{guardian: ssrf.New(), networks: networks, allowed: allowed}
}

// check parses an address and returns a *RefusedError if it may not be opened.
func (g guard) check(address string) (*url.URL, error) {
	refuse := func(format string, a ...any) (*url.URL, error) {
		return nil, &RefusedError{Address: address, Reason: fmt.Sprintf(format, a...)}
	}
	if len(address) > maxAddressLen {
		return refuse("This address is longer than %d characters, so it was not opened.", maxAddressLen)
	}
	u, err := url.Parse(strings.TrimSpace(address))
	switch {
	case err != nil:
		return refuse("This is not an address that can be opened; copy it again from the browser.")
	case strings.ContainsFunc(u.Hostname(), func(r rune) bool { return unicode.IsSpace(r) || !isPrintable(r) }):
		return refuse("This address has a character in its site's name that cannot stand there; copy it again from the browser.")
	case u.Scheme != "http" && u.Scheme != "https":
		return refuse("Only addresses that begin with http:// or https:// are opened.")
	case u.User != nil:
		return refuse("This address holds a name or password, so it was not opened.")
	case strings.Trim(u.Hostname(), ".") == "":
		return refuse("This address names no site, so it was not opened.")
	}
	if why, inside := g.checkHost(u); why != "" {
		return nil, &RefusedError{Address: address, Reason: why, Inside: inside}
	}
	return u, nil
}

// checkHost returns why a site may not be opened, or "", and whether an operator may allow it as a network. If networks are allowed, only
// the connection shows whether a name resolves to an address in one of them.
func (g guard) checkHost(u *url.URL) (why string, inside bool) {
	host := strings.ToLower(strings.TrimSuffix(u.Hostname(), "."))
	ip, err := netip.ParseAddr(host)
	isName := err != nil && !endsInNumber(host)
	switch {
	case err == nil && (g.isAllowed(ip, u.Port()) || g.inNetworks(ip)), isName && len(g.networks) > 0:
		return "", false
	case !isUsualPort(u.Port()) && !g.allowsPort(u.Port()):
		return unusualPortReason(u.Port()), true
	case err == nil && g.guardian.SafeAddr(ip) != nil:
		return insideNetworkReason(ip), true
	case host == "localhost" || strings.HasSuffix(host, ".localhost"):
		return fmt.Sprintf("This address leads inside a network (%s), so it was not opened.", sanitize(host)), true
	case err != nil && !isName:
		return fmt.Sprintf("This address has a number where the site's name should be (%s), so it was not opened.", sanitize(host)), false
	}
	return "", false
}

// inNetworks reports whether an IP address is in a network that the operator allows. An IPv4 address that is
// mapped into IPv6 counts as the IPv4 address that it connects to.
func (g guard) inNetworks(ip netip.Addr) bool {
	return slices.ContainsFunc(g.networks, func(n netip.Prefix) bool { return n.Contains(ip.Unmap()) })
}

func isUsualPort(port string) bool { return port == "" || port == "80" || port == "443" }

func unusualPortReason(port string) string {
	return fmt.Sprintf("This address names port %s; only the usual ports of the web, 80 and 443, are opened.", port)
}

// endsInNumber is the URL Standard's test for a host that browsers parse as a number
// (https://url.spec.whatwg.org/#ends-in-a-number-checker): its last label is decimal, octal or hexadecimal.
// Such a host that is not a plain IPv4 address has no legitimate use: 2130706433, 0177.1 and 0x7f.1 are all
// 127.0.0.1.
func endsInNumber(host string) bool {
	last := host[strings.LastIndexByte(host, '.')+1:]
	digits, only := last, "0123456789"
	if hex, ok := strings.CutPrefix(last, "0x"); ok {
		digits, only = hex, "0123456789abcdef"
	}
	return last != "" && strings.Trim(digits, only) == ""
}

func insideNetworkReason(ip netip.Addr) string {
	return fmt.Sprintf("This address leads inside a network (%s), so it was not opened.", sanitize(ip.Unmap().String()))
}

// control is the Control function of a net.Dialer. It sees the IP address before the connection is made.
func (g guard) control(network, address string, raw syscall.RawConn) error {
	to, err := netip.ParseAddrPort(address)
	if err == nil && (slices.Contains(g.allowed, to) || g.inNetworks(to.Addr())) {
		return nil
	}
	if g.guardian.Safe(network, address, raw) == nil {
		return nil
	}
	refused := &RefusedError{Address: address, Reason: "This address leads to something other than a site of the web, so it was not opened."}
	switch {
	case err != nil:
	case g.guardian.SafeAddr(to.Addr()) != nil:
		refused.Reason, refused.Inside = insideNetworkReason(to.Addr()), true
	case !isUsualPort(fmt.Sprint(to.Port())):
		refused.Reason, refused.Inside = unusualPortReason(fmt.Sprint(to.Port())), true
	}
	return refused
}

func (g guard) isAllowed(ip netip.Addr, port string) bool {
	return slices.ContainsFunc(g.allowed, func(a netip.AddrPort) bool { return a.Addr() == ip && fmt.Sprint(a.Port()) == port })
}

func (g guard) allowsPort(port string) bool {
	return slices.ContainsFunc(g.allowed, func(a netip.AddrPort) bool { return fmt.Sprint(a.Port()) == port })
}

// isPrintable reports whether a character may be shown in a line of text: no control and no format
// character.
func isPrintable(r rune) bool {
	return unicode.IsPrint(r) && r != unicode.ReplacementChar
}
