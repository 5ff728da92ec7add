package sentence

import "fmt"

// Region is the part of an article that a sentence belongs to.
type Region string

// The regions of an article. Headline and captions are checked like the body.
const (
	Title    Region = "title" // stored apart from the text; the splitter never returns it
	Headline Region = "headline"
	Kicker   Region = "kicker"
	Byline   Region = "byline"
	Dateline Region = "dateline"
	Caption  Region = "caption"
	Body     Region = "body"
	QuoteBox Region = "quote box"
	List     Region = "list"
)

// ParseRegion returns the region of that name, or an error with the name.
func ParseRegion(name string) (Region, error) {
	switch r := Region(name); r {
	case Title, Headline, Kicker, Byline, Dateline, Caption, Body, QuoteBox, List:
		return r, nil
	}
	return "", fmt.Errorf("unknown region %q", name)
}
