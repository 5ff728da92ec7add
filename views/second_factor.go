package views

import (
	"fmt"
	"strings"

	"github.com/boombuler/barcode/qr"
)

// quietZone is the white border that QR code scanners need, in modules.
const quietZone = 4

// qrPath returns a QR code as the path of an SVG with one unit for each module, and its viewBox.
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

// groupByFour splits a secret into groups of four characters, for typing.
func groupByFour(secret string) string {
	var groups []string
	for len(secret) > 4 {
		groups, secret = append(groups, secret[:4]), secret[4:]
	}
	return strings.Join(append(groups, secret), " ")
}
