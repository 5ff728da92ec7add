package main

import (
	"crypto/ecdsa"
	"crypto/elliptic"
	"crypto/rand"
	"crypto/sha256"
	"crypto/tls"
	"crypto/x509"
	"crypto/x509/pkix"
	"encoding/base64"
	"encoding/pem"
	"io"
	"math/big"
	"net/http"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"
	"time"

	"linecheck/internal/testutil"
)

func readDeployFile(t *testing.T, name string) string {
	t.Helper()
	b, err := os.ReadFile(filepath.Join(repositoryRoot, name))
	if err != nil {
		t.Fatal(err)
	}
	return string(b)
}

// The nginx example, with another certificate and other ports, serves the program over TLS.
func TestNginx(t *testing.T) {
	t.Parallel()
	s := newShellWithAdmin(t)
	running := startProgram(t, testutil.Linecheck(t), s.data)
	folder := t.TempDir()
	writeCertificate(t, folder)
	ports := testutil.Ports(t, 2)
	site := strings.NewReplacer("/etc/letsencrypt/live/desk.example.org/fullchain.pem", folder+"/cert.pem", "/etc/letsencrypt/live/desk.example.org/privkey.pem", folder+"/key.pem",
		"listen 80;", "listen 127.0.0.1:"+ports[0]+";", "listen [::]:80;", "", "listen 443", "listen 127.0.0.1:"+ports[1], "listen [::]:443 ssl http2;", "",
		"http://127.0.0.1:8080", running.base).
		Replace(readDeployFile(t, "deploy/nginx.conf"))
	config := "master_process off;\nevents {}\nhttp {\naccess_log off;\nclient_body_temp_path " + folder + "/a;\nproxy_temp_path " + folder +
		"/b;\nfastcgi_temp_path " + folder + "/c;\nuwsgi_temp_path " + folder + "/d;\nscgi_temp_path " + folder + "/e;\n" + site + "}\n"
	testutil.Nginx(t, config)
	client := &http.Client{
		Transport: &http.Transport{TLSClientConfig: &tls.Config{InsecureSkipVerify: true, ServerName: "desk.example.org"}},
	}
	for path, want := range map[string]int{"/login": http.StatusOK, "/healthz": http.StatusOK, "/metrics": http.StatusNotFound} {
		answer, err := client.Get("https://127.0.0.1:" + ports[1] + path)
		if err != nil {
			t.Fatalf("get %s by nginx: %v", path, err)
		}
		body, _ := io.ReadAll(answer.Body)
		_ = answer.Body.Close()
		if answer.StatusCode != want || path == "/login" && !strings.Contains(string(body), "password") {
			t.Errorf("%s by nginx: %s", path, answer.Status)
		}
	}
}

// writeCertificate writes a self-signed certificate.
func writeCertificate(t *testing.T, folder string) {
	t.Helper()
	key, err := ecdsa.GenerateKey(elliptic.P256(), rand.Reader)
	if err != nil {
		t.Fatal(err)
	}
	template := &x509.Certificate{
		SerialNumber: big.NewInt(1),
		Subject:      pkix.Name{CommonName: "desk.example.org"},
		DNSNames:     []string{"desk.example.org"},
		NotBefore:    time.Now().Add(-time.Hour),
		NotAfter:     time.Now().Add(time.Hour),
	}
	made, err := x509.CreateCertificate(rand.Reader, template, template, &key.PublicKey, key)
	if err != nil {
		t.Fatal(err)
	}
	private, err := x509.MarshalPKCS8PrivateKey(key)
	if err != nil {
		t.Fatal(err)
	}
	for name, block := range map[string]*pem.Block{"cert.pem": {Type: "CERTIFICATE", Bytes: made}, "key.pem": {Type: "PRIVATE KEY", Bytes: private}} {
		if err := os.WriteFile(filepath.Join(folder, name), pem.EncodeToMemory(block), 0o600); err != nil {
			t.Fatal(err)
		}
	}
}

// Every setting in the files of deploy, the Dockerfile and the operators' documents exists in the program.
func TestDeployedSettings(t *testing.T) {
	t.Parallel()
	_, help, _ := newShell(t).run("", "serve", "--help")
	names := []string{"Dockerfile", "deploy/linecheck.service"}
	for path := range readDocuments(t) {
		if strings.HasPrefix(path, "docs/operations/") {
			names = append(names, path)
		}
	}
	if !slices.Contains(names, "docs/operations/running.md") {
		t.Error("docs/operations/running.md was not read")
	}
	for _, name := range names {
		for _, setting := range regexp.MustCompile(`LINECHECK_[A-Z_]*[A-Z]`).FindAllString(readDeployFile(t, name), -1) {
			if !strings.Contains(help, "$"+setting) {
				t.Errorf("%s names %s, which serve --help does not have", name, setting)
			}
		}
	}
	for _, flag := range regexp.MustCompile(`--(addr|base-url|proxies)`).FindAllString(readDeployFile(t, "deploy/nginx.conf")+readDeployFile(t, "deploy/Caddyfile"), -1) {
		if !strings.Contains(help, flag) {
			t.Errorf("there is no %s", flag)
		}
	}
}

// The page that verifies receipts is one small file that loads nothing, runs only its own script, and never interprets a receipt as HTML.
func TestReceiptPageStandsAlone(t *testing.T) {
	t.Parallel()
	page := readDeployFile(t, "deploy/verify-receipt.html")
	if len(page) > 20_000 {
		t.Errorf("the page has %d bytes, more than 20,000", len(page))
	}
	for _, tag := range []string{"script", "style"} {
		_, after, _ := strings.Cut(page, "<"+tag+">")
		content, _, found := strings.Cut(after, "</"+tag+">")
		sum := sha256.Sum256([]byte(content))
		want := tag + "-src 'sha256-" + base64.StdEncoding.EncodeToString(sum[:]) + "';"
		if !found || !strings.Contains(page, want) {
			t.Errorf("the content security policy lacks %s", want)
		}
	}
	forbidden := regexp.MustCompile(`(?i)\b(innerHTML|outerHTML|insertAdjacentHTML|document\.write|eval|fetch|XMLHttpRequest)\b` +
		`|https?:|<(a|img|iframe|base|script|link) [^>]*(src|href)="[^d]|\son[a-z]+="`)
	if found := forbidden.FindString(page); found != "" {
		t.Errorf("the page has %q", found)
	}
}
