package main

import (
	"net"
	"net/netip"
	"os"

	textweb "linecheck/text/web"
)

// serverAddresses returns the addresses of the pages: the configured one, and the listening port with every
// name of the machine.
func serverAddresses(base string, listening net.Addr) textweb.Server {
	server := textweb.Server{}.WithAddress(base)
	host, port, err := net.SplitHostPort(listening.String())
	if err != nil {
		return server
	}
	names := []string{host}
	if ip, err := netip.ParseAddr(host); err == nil && ip.IsUnspecified() {
		names = machineNames()
	}
	for _, name := range names {
		server = server.WithAddress(net.JoinHostPort(name, port))
	}
	return server
}

// machineNames returns the known names and addresses of this machine.
func machineNames() []string {
	var names []string
	if name, err := os.Hostname(); err == nil {
		names = append(names, name)
	}
	addresses, err := net.InterfaceAddrs()
	if err != nil {
		return names
	}
	for _, a := range addresses {
		if prefix, err := netip.ParsePrefix(a.String()); err == nil {
			names = append(names, prefix.Addr().Unmap().String())
		}
	}
	return names
}
