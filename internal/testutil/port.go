package testutil

import (
	"fmt"
	"math/rand/v2"
	"net"
	"testing"
)

// Ports are below the ephemeral range (Linux: from 32768), so that neither another listener nor an outgoing
// connection takes one before the program under test listens on it.
const firstPort, lastPort = 20_000, 31_999

// Ports returns free TCP ports of 127.0.0.1, all different, for programs that need to know their port
// before they start.
//
// A port is reserved until the test ends, also against other test processes, by holding the UDP port of the
// same number. If a program can choose its port (":0") and report it, let it.
func Ports(t testing.TB, count int) []string {
	t.Helper()
	var ports []string
	for tries := 0; len(ports) < count; tries++ {
		if tries > 10_000 {
			t.Fatalf("no free ports between %d and %d", firstPort, lastPort)
		}
		port := firstPort + rand.IntN(lastPort-firstPort+1)
		reservation, err := net.ListenPacket("udp4", fmt.Sprintf("127.0.0.1:%d", port))
		if err != nil {
			continue // in use
		}
		listener, err := net.Listen("tcp4", fmt.Sprintf("127.0.0.1:%d", port))
		if err != nil {
			_ = reservation.Close()
			continue
		}
		_ = listener.Close()
		t.Cleanup(func() { _ = reservation.Close() })
		ports = append(ports, fmt.Sprint(port))
	}
	return ports
}
