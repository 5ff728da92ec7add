package browsertest

import (
	"net/http"

	"linecheck/models"
	"linecheck/store/storetest"
)

// SignIn signs a user of the sample newsroom in with the form.
func SignIn(p *Page, who models.Reader) {
	p.T.Helper()
	p.Go("/login")
	p.Fill("input[name=email]", who.Email)
	p.Fill("input[name=password]", storetest.Password)
	if status := p.Navigate(func() { p.Click("main button") }); status != http.StatusOK {
		p.T.Fatalf("signing in as %s answered %d", who.Email, status)
	}
}
