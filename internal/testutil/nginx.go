package testutil

import (
	"os"
	"os/exec"
	"path/filepath"
	"strconv"
	"strings"
	"syscall"
	"testing"
)

// Nginx runs nginx with a configuration until the test ends. When Nginx returns, nginx is listening,
// because its command starts a daemon and only returns after that has opened its sockets. The configuration
// must not contain "daemon off" or a pid file.
func Nginx(t testing.TB, config string) {
	t.Helper()
	nginx := Program(t, "nginx", "/usr/sbin/nginx")
	folder := t.TempDir()
	pid, file := filepath.Join(folder, "pid"), filepath.Join(folder, "nginx.conf")
	if err := os.WriteFile(file, []byte("pid "+pid+";\nerror_log "+folder+"/error.log;\n"+config), 0o600); err != nil {
		t.Fatal(err)
	}
	run := func(arguments ...string) {
		t.Helper()
		out, err := exec.Command(nginx, append(arguments, "-c", file, "-p", folder, "-e", folder+"/start.log")...).CombinedOutput()
		if err != nil || strings.Contains(string(out), "[warn]") {
			t.Fatalf("nginx %q: %v\n%s", arguments, err, out)
		}
	}
	run("-t")
	run()
	t.Cleanup(func() {
		content, err := os.ReadFile(pid)
		if err != nil {
			t.Errorf("nginx is not stopped, as its number is not known: %v", err)
			return
		}
		number, err := strconv.Atoi(strings.TrimSpace(string(content)))
		if server, found := os.FindProcess(number); err == nil && found == nil {
			err = server.Signal(syscall.SIGTERM)
		}
		if err != nil {
			t.Errorf("stop nginx: %v", err)
		}
	})
}
