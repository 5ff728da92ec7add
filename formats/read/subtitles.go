package read

import (
	"regexp"
	"strconv"
	"strings"
)

var (
	cueTime = regexp.MustCompile(`^[ \t]*(?:(\d{1,3}):)?(\d\d):(\d\d)[.,](\d{1,3})[ \t]+-->[ ` +
		`\t]+(?:(\d{1,3}):)?(\d\d):(\d\d)[.,](\d{1,3})(?:[ \t].*)?$`)
	cueMarks = regexp.MustCompile(`</?[A-Za-z][^<>]{0,200}>|<\d[\d:.]{1,20}>|\{\\[^{}]{0,200}\}`)
)

const (
	maxSniffLines = 60  // before the first cue of subtitles
	speakerPause  = 4.0 // seconds of silence after which a new paragraph begins
)

// looksLikeSubtitles reports whether a file has the cues of SubRip (.srt) or WebVTT (.vtt) at its beginning.
func looksLikeSubtitles(s string) bool {
	s = strings.TrimLeft(s, "\uFEFF \t\r\n")
	if s == "WEBVTT" || strings.HasPrefix(s, "WEBVTT\n") || strings.HasPrefix(s, "WEBVTT\r") || strings.HasPrefix(s, "WEBVTT ") {
		return true
	}
	n, number := 0, false
	for line := range strings.Lines(s) {
		line = strings.TrimRight(line, "\r\n")
		if number && cueTime.MatchString(line) {
			return true
		}
		number = strings.Trim(strings.TrimSpace(line), "0123456789") == "" && strings.TrimSpace(line) != ""
		if n++; n > maxSniffLines || n > 2 {
			return false // SubRip begins with a cue
		}
	}
	return false
}

// readSubtitles reads the words of subtitles. Cues continue a paragraph, until a pause or a change of speaker.
func readSubtitles(plain Document) (Document, error) {
	p := newProse("\n\n")
	before, cue, skipping := -speakerPause, false, false
	lines := strings.Split(lineFeeds.Replace(strings.TrimPrefix(plain.Text, "\uFEFF")), "\n")
	for i, line := range lines {
		times := cueTime.FindStringSubmatch(line)
		switch {
		case times != nil:
			if seconds(times[1:5])-before >= speakerPause {
				p.end(bodyRegion)
			}
			before, cue, skipping = seconds(times[5:9]), true, false
		case strings.TrimSpace(line) == "":
			cue, skipping = false, false
		case skipping || !cue:
			// a header, a number, a comment or a style; it is no word that anybody hears
			skipping = true
		default:
			words := strings.TrimSpace(cueMarks.ReplaceAllString(line, ""))
			if _, turn := strings.CutPrefix(words, "-"); turn || strings.HasPrefix(words, "–") || strings.HasPrefix(words, ">>") {
				p.end(bodyRegion)
			}
			p.collapse(words + " ")
		}
		if err := p.limit(); i%1024 == 0 && err != nil {
			return Document{}, err
		}
	}
	p.end(bodyRegion)
	return p.document(Document{Encoding: plain.Encoding, MediaType: "text/vtt"})
}

// seconds converts hours, minutes, seconds and their fraction.
func seconds(parts []string) float64 {
	sum := 0.0
	for _, part := range parts[:3] {
		n, _ := strconv.Atoi(part)
		sum = sum*60 + float64(n)
	}
	fraction, _ := strconv.ParseFloat("0."+parts[3], 64)
	return sum + fraction
}
