package views

import "linecheck/text"

// Direction is how a language is written, "rtl" or "ltr", from its tag such as "fa" or "uz-Arab".
func Direction(language string) string { return text.Direction(language) }
