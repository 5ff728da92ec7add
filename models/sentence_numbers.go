package models

import (
	"slices"
	"strconv"
	"strings"

	"linecheck/text/message"
)

// FormatSentenceNumbers lists sentence numbers in order, with neighbours as a range.
func FormatSentenceNumbers(list []int) message.Text {
	var parts []string
	for i := 0; i < len(list); {
		n := i + 1
		for n < len(list) && list[n] == list[n-1]+1 {
			n++
		}
		part := strconv.Itoa(list[i])
		if n-i > 1 {
			part += "–" + strconv.Itoa(list[n-1])
		}
		parts, i = append(parts, part), n
	}
	if len(list) == 1 {
		return message.New("sentence %s", parts[0])
	}
	return message.New("sentences %s", strings.Join(parts, ", "))
}

// FormatSentences names sentences by their numbers; 0 is the title.
func FormatSentences(list []int) message.Text {
	list = slices.Compact(slices.Sorted(slices.Values(list)))
	switch {
	case len(list) == 0:
		return message.Text{}
	case list[0] > 0:
		return FormatSentenceNumbers(list)
	case len(list) == 1:
		return message.New("the title")
	}
	return message.New("the title and %s", FormatSentenceNumbers(list[1:]))
}
