package fetch

import (
	"fmt"
	"net/netip"
)

// ParseNetwork parses a network in CIDR notation for Options.Networks. It converts an IPv4 network that is mapped into IPv6, because
// connections use the IPv4 addresses. The error explains the notation.
func ParseNetwork(text string) (netip.Prefix, error) {
	n, err := netip.ParsePrefix(text)
	if err != nil {
		if ip, err := netip.ParseAddr(text); err == nil && ip.Zone() == "" {
			ip = ip.Unmap()
			return netip.Prefix{}, fmt.Errorf("%q is one address; write %s for it alone", text, netip.PrefixFrom(ip, ip.BitLen()))
		}
		return netip.Prefix{}, fmt.Errorf("%q is not a network in CIDR notation, such as 10.0.0.0/8 or fd00::/8", text)
	}
	if n.Masked() != n {
		return netip.Prefix{}, fmt.Errorf("%q names an address within a network; write %s for the network", text, n.Masked())
	}
	if n.Addr().Is4In6() {
		const mapped = 96 // bits of the prefix ::ffff:0:0/96, RFC 4291, section 2.5.5.2
		if n.Bits() < mapped {
			return netip.Prefix{}, fmt.Errorf("%q is larger than all IPv4 addresses; write them as 0.0.0.0/0", text)
		}
		n = netip.PrefixFrom(n.Addr().Unmap(), n.Bits()-mapped)
	}
	return n, nil
}
