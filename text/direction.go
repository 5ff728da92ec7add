package text

import "strings"

// rtlLanguages are the languages written from right to left, by primary subtag.
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

// rtlScripts are the scripts written from right to left, as in the tag "az-Arab".
var rtlScripts = map[string]bool{"adlm": true, "arab": true, "hebr": true, "nkoo": true, "rohg": true, "syrc": true, "thaa": true}

// Direction returns the direction of writing, "rtl" or "ltr", for a language tag such as "fa" or "uz-Arab".
func Direction(language string) string {
	parts := strings.Split(strings.ToLower(language), "-")
	right := rtlLanguages[parts[0]]
	if len(parts) > 1 && len(parts[1]) == 4 { // four letters are a script, which takes precedence over the language
		right = rtlScripts[parts[1]]
	}
	if right {
		return "rtl"
	}
	return "ltr"
}
