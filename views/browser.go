package views

import (
	"context"

	"strings"
)

// Each name comes before those whose token its User-Agent contains too: every browser claims to be Safari,
// and most claim to be Chrome.
var (
	browsers = [][2]string{{"Edg/", "Edge"}, {"OPR/", "Opera"}, {"SamsungBrowser/", "Samsung Internet"}, {"Firefox/", "Firefox"},
		{"FxiOS/", "Firefox"}, {"CriOS/", "Chrome"}, {"Chrome/", "Chrome"}, {"Safari/", "Safari"}}
	systems = [][2]string{{"Android", "Android"}, {"iPhone", "iPhone"}, {"iPad", "iPad"}, {"Windows", "Windows"}, {"Mac OS X", "macOS"},
		{"CrOS", "ChromeOS"}, {"Linux", "Linux"}}
)

// browserName returns the common name of a browser for its User-Agent; an unknown one is returned unchanged.
func browserName(ctx context.Context, userAgent string) string {
	browser, system := firstMatch(browsers, userAgent), firstMatch(systems, userAgent)
	switch {
	case userAgent == "":
		return say(ctx, "unknown browser")
	case browser == "":
		return userAgent
	case system == "":
		return browser
	}
	return say(ctx, "%s on %s", browser, system)
}

func firstMatch(names [][2]string, in string) string {
	for _, n := range names {
		if strings.Contains(in, n[0]) {
			return n[1]
		}
	}
	return ""
}
