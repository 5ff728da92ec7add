package testutil

import (
	"fmt"
	"math/rand/v2"
	"net"
	"testing"
)

// Ports lie below those that systems give to whoever asks for any port (Linux: from 32768), so that neither another listener nor an
// outgoing connection takes one between this call and the program that is to listen there.
const firstPort, lastPort = 20_000, 31_999

// Ports gives so many free TCP ports of 127.0.0.1, all different, for programs that have to be told their port before they start.
//
// A port stays reserved until the test ends, also against other test processes: whoever has the UDP port of the same number owns it.
// Where a program can choose (":0") and say where it listens, let it.
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
			continue // somebody else's
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
