package text

import "strings"

// rtlLanguages names the languages that are written from right to left, by the first part of their tag.
var rtlLanguages = map[string]bool{
	"ar":  true,
	"arc": true,
	"ckb": true,
	"dv":  true,
	"fa":  true,
	"he":  true,
	"iw":  true,
	"ks":  true,
	"nqo": true,
	"ps":  true,
	"prs": true,
	"sd":  true,
	"syr": true,
	"ug":  true,
	"ur":  true,
	"yi":  true,
}

// rtlScripts says the same of a script that the tag names, such as "az-Arab".
var rtlScripts = map[string]bool{"adlm": true, "arab": true, "hebr": true, "nkoo": true, "rohg": true, "syrc": true, "thaa": true}

// Direction is how a language is written, "rtl" or "ltr", from its tag such as "fa" or "uz-Arab".
func Direction(language string) string {
	parts := strings.Split(strings.ToLower(language), "-")
	right := rtlLanguages[parts[0]]
	if len(parts) > 1 && len(parts[1]) == 4 { // four letters are a script and outweigh the language
		right = rtlScripts[parts[1]]
	}
	if right {
		return "rtl"
	}
	return "ltr"
}
