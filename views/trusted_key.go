package views

import "linecheck/models"

// TrustedKeys are the keys of other newsrooms that a desk trusts, with the form for a new one.
type TrustedKeys struct {
	Desk   models.Desk
	List   []models.TrustedKeyRow
	Form   models.TrustedKeyForm // as typed
	Errors models.ValidationErrors
}

// TrustedKeysURL is the path of the keys that a desk trusts.
func TrustedKeysURL(desk int64) string { return "/desks/" + id(desk) + "/keys" }
