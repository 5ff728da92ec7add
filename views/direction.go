package views

import "linecheck/text"

// Direction returns the direction of a language's script, "rtl" or "ltr", for a tag such as "fa" or
// "uz-Arab".
func Direction(language string) string { return text.Direction(language) }
