package web

import "testing"

func TestServerOwnsItsAddresses(t *testing.T) {
	server := Server{}.WithAddress("https://desk.example.org:8443/check").WithAddress("10.1.2.3:8080").WithAddress("newsroom.lan")
	for _, address := range []string{
		"https://desk.example.org:8443/check", "https://DESK.example.org:8443/check/articles/7",
		"http://desk.example.org:8443/check/articles/7#s3",
		"https://www.desk.example.org:8443/check/api/v1/articles/7",
		"https://web.archive.org/web/2026/https://desk.example.org:8443/check/articles/7",
		"http://10.1.2.3:8080/articles/7/sentences.csv", "10.1.2.3:8080/articles/7",
		"http://newsroom.lan/articles/7/revisions/2", "https://newsroom.lan:444/",
		"http://localhost/articles/7", "localhost:8080/articles/7", "http://me.localhost:3000/",
		"http://127.0.0.1:9/x", "http://127.1/x", "http://2130706433/",
		"http://0x7f.0.0.1/", "http://0177.0.0.1/", "http://[::1]:8080/articles/7",
		"http://[::ffff:127.0.0.1]/", "http://0.0.0.0:8080/", "http://[::]/",
		"http://localhost.localdomain/articles/7", "http://ip6-localhost:8080/",
		"https://desk.example.org:8443//check/articles/7", "https://desk.example.org:8443/x/../check/articles/7",
	} {
		if !server.Owns(address) {
			t.Errorf("%s leads to the server", address)
		}
	}
	for _, address := range []string{
		"", "bridge", "https://desk.example.org/news", "https://desk.example.org:8443/checked",
		"https://example.org/check/articles/7", "http://10.1.2.3/articles/7",
		"http://10.1.2.4:8080/articles/7", "https://localhost.example/", "https://newsroom.lan.example/",
		"https://128.0.0.1/", "http://1.2.3.4.5/",
	} {
		if server.Owns(address) {
			t.Errorf("%s does not lead to the server", address)
		}
	}
}
