package views

import (
	"fmt"
	"strings"

	"github.com/boombuler/barcode/qr"
)

// quietZone is the white edge that a reader of square codes needs, in modules.
const quietZone = 4

// qrPath draws a square code (QR) as the path of an SVG, a module a unit, and says how wide it is.
func qrPath(content string) (path, box string, err error) {
	code, err := qr.Encode(content, qr.M, qr.Auto)
	if err != nil {
		return "", "", fmt.Errorf("drawing a square code: %w", err)
	}
	var drawn strings.Builder
	size := code.Bounds().Dx()
	for y := range size {
		for x := range size {
			if r, _, _, _ := code.At(x, y).RGBA(); r == 0 {
				fmt.Fprintf(&drawn, "M%d %dh1v1h-1z", x+quietZone, y+quietZone)
			}
		}
	}
	return drawn.String(), fmt.Sprintf("0 0 %d %d", size+2*quietZone, size+2*quietZone), nil
}

// groupByFour is a secret in groups of four, as people type it.
func groupByFour(secret string) string {
	var groups []string
	for len(secret) > 4 {
		groups, secret = append(groups, secret[:4]), secret[4:]
	}
	return strings.Join(append(groups, secret), " ")
}
