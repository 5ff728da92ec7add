package sentence

import "fmt"

// Region is the part of an article that a sentence stands in.
type Region string

// The regions of an article. Headline and captions are checked as the body is.
const (
	Title    Region = "title" // beside the text; the splitter finds none
	Headline Region = "headline"
	Kicker   Region = "kicker"
	Byline   Region = "byline"
	Dateline Region = "dateline"
	Caption  Region = "caption"
	Body     Region = "body"
	QuoteBox Region = "quote box"
	List     Region = "list"
)

// ParseRegion returns the region of that name, or an error that names what was given.
func ParseRegion(name string) (Region, error) {
	switch r := Region(name); r {
	case Title, Headline, Kicker, Byline, Dateline, Caption, Body, QuoteBox, List:
		return r, nil
	}
	return "", fmt.Errorf("unknown region %q", name)
}
