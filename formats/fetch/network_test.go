package fetch

import (
	"context"
	"net"
	"net/http"
	"net/http/httptest"
	"net/netip"
	"strings"
	"testing"
)

// newInsideServer starts a server at an address of this machine. It returns its port.
func newInsideServer(t *testing.T, address string, handler http.HandlerFunc) string {
	t.Helper()
	listener, err := net.Listen("tcp", net.JoinHostPort(address, "0"))
	if err != nil {
		t.Skipf("this machine has no address %s: %v", address, err)
	}
	server := &httptest.Server{Listener: listener, Config: &http.Server{Handler: handler}}
	server.Start()
	t.Cleanup(server.Close)
	_, port, err := net.SplitHostPort(listener.Addr().String())
	if err != nil {
		t.Fatal(err)
	}
	return port
}

func networks(t *testing.T, list ...string) (parsed []netip.Prefix) {
	t.Helper()
	for _, text := range list {
		n, err := ParseNetwork(text)
		if err != nil {
			t.Fatal(err)
		}
		parsed = append(parsed, n)
	}
	return parsed
}

// Only the operator's networks are reached, on every port, in every notation of an address. The IP address of
// the connection decides.
func TestPostReachesOnlyAllowedNetworks(t *testing.T) {
	reached := 0
	accept := func(http.ResponseWriter, *http.Request) { reached++ }
	port4, port6 := newInsideServer(t, "127.0.0.1", accept), newInsideServer(t, "::1", accept)
	names := map[string][]string{
		"cms.test":   {"127.0.0.1"},
		"six.test":   {"::1"},
		"both.test":  {"127.0.0.1", "127.0.0.2"},
		"other.test": {"127.0.0.2", "127.0.0.1"},
		"out.test":   {"127.0.0.2"},
		"db.test":    {"10.1.2.3"},
		"web.test":   {"93.184.215.14"},
	}
	resolver := fakeResolver(t, func(name string) (list []netip.Addr) {
		for _, ip := range names[name] {
			list = append(list, netip.MustParseAddr(ip))
		}
		return list
	})
	for _, c := range []struct {
		networks string
		host     string
		want     string // "": reached
	}{
		{"127.0.0.1/32", "127.0.0.1:" + port4, ""},
		{"127.0.0.0/8", "127.0.0.1:" + port4, ""},
		{"::ffff:127.0.0.0/104", "127.0.0.1:" + port4, ""},
		{"127.0.0.1/32", "[::ffff:127.0.0.1]:" + port4, ""},
		{"127.0.0.1/32", "[::ffff:7f00:1]:" + port4, ""},
		{"::1/128", "[::1]:" + port6, ""},
		{"127.0.0.1/32", "cms.test:" + port4, ""},
		{"::1/128", "six.test:" + port6, ""},
		{"127.0.0.1/32", "both.test:" + port4, ""},
		{"127.0.0.1/32", "other.test:" + port4, ""},
		{"127.0.0.1/32", "out.test:" + port4, "inside a network (127.0.0.2)"},
		{"127.0.0.1/32", "[::1]:" + port6, "names port"},
		{"::1/128", "127.0.0.1:" + port4, "names port"},
		{"::/0", "127.0.0.1:" + port4, "names port"},
		{"::/0", "[::ffff:127.0.0.1]:" + port4, "names port"},
		{"::/0", "cms.test:" + port4, "inside a network (127.0.0.1)"},
		{"127.0.0.1/32", "db.test:5432", "inside a network (10.1.2.3)"},
		{"127.0.0.1/32", "web.test:5432", "names port 5432"},
		{"127.0.0.1/32", "169.254.169.254", "inside a network (169.254.169.254)"},
		{"127.0.0.1/32", "[64:ff9b::7f00:1]", "inside a network"},
		{"127.0.0.1/32", "[2002:7f00:1::]", "inside a network"},
		{"127.0.0.1/32", "0.0.0.0:" + port4, "names port"},
		{"127.0.0.1/32", "2130706433:" + port4, "names port"},
		{"127.0.0.1/32", "2130706433", "has a number"},
		{"", "127.0.0.1:" + port4, "names port"},
		{"", "[::1]:" + port6, "names port"},
		{"", "cms.test:" + port4, "names port"},
		{"", "localhost", "inside a network (localhost)"},
	} {
		options := Options{ResolverForTests: resolver}
		if c.networks != "" {
			options.Networks = networks(t, c.networks)
		}
		reached = 0
		answer, err := New(options).Post(t.Context(), "http://"+c.host+"/hook", []byte("{}"), nil)
		if c.want == "" {
			if err != nil || !answer.IsAccepted() || reached != 1 {
				t.Errorf("%s with %q: %+v, %v", c.host, c.networks, answer, err)
			}
			continue
		}
		if why := refusal(t, err); !strings.Contains(why, c.want) || reached != 0 {
			t.Errorf("%s with %q: %q, want %q; %d requests", c.host, c.networks, why, c.want, reached)
		}
	}
}

// A receiver in an allowed network cannot send the program on to one that is not allowed, and a name cannot
// change where it leads between the check and the connection.
func TestAllowedNetworksOpenNoWayRound(t *testing.T) {
	secret := newInsideServer(t, "127.0.0.2", func(http.ResponseWriter, *http.Request) { t.Error("a refused address was reached") })
	port := newInsideServer(t, "127.0.0.1", func(w http.ResponseWriter, r *http.Request) {
		http.Redirect(w, r, "http://127.0.0.2:"+secret+"/", http.StatusTemporaryRedirect)
	})
	allowed := networks(t, "127.0.0.1/32")
	answer, err := New(Options{Networks: allowed}).Post(t.Context(), "http://127.0.0.1:"+port, []byte("{}"), nil)
	if err != nil || answer.Status != http.StatusTemporaryRedirect {
		t.Errorf("the redirect: %+v, %v", answer, err)
	}
	asked := 0
	rebinding := fakeResolver(t, func(string) []netip.Addr {
		if asked++; asked > 2 { // the first question has two parts, for IPv4 and IPv6
			return []netip.Addr{netip.MustParseAddr("127.0.0.2")}
		}
		return []netip.Addr{netip.MustParseAddr("127.0.0.1")}
	})
	if _, err := rebinding.LookupNetIP(context.Background(), "ip", "cms.test"); err != nil {
		t.Fatal(err)
	}
	_, err = New(Options{Networks: allowed, ResolverForTests: rebinding}).Post(t.Context(), "http://cms.test:"+secret, []byte("{}"), nil)
	if why := refusal(t, err); !strings.Contains(why, "inside a network (127.0.0.2)") {
		t.Errorf("the name that changed: %q", why)
	}
}
