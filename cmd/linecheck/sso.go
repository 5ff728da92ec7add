package main

import (
	"context"
	"errors"
	"fmt"
	"net/netip"
	"net/url"
	"os"
	"slices"
	"strings"

	"linecheck/handlers"
	"linecheck/models"
	"linecheck/store"
)

// provider returns the configuration of the single sign-on, or nil without one, and creates missing desks.
func (c ssoFlags) provider(ctx context.Context, records *store.Store) (*handlers.SSOConfig, error) {
	if c.Issuer == "" {
		if c.ClientID != "" || len(c.Roles) > 0 || c.Only {
			return nil, errors.New("the single sign-on needs --oidc-issuer")
		}
		return nil, nil
	}
	if err := c.check(); err != nil {
		return nil, err
	}
	secret, err := c.secret()
	if err != nil {
		return nil, err
	}
	provider := &handlers.SSOConfig{
		Issuer:       c.Issuer,
		ClientID:     c.ClientID,
		ClientSecret: secret,
		Scopes:       c.Scopes,
		Name:         c.Name,
		GroupsClaim:  c.GroupsClaim,
		Only:         c.Only,
	}
	for _, line := range c.Roles {
		role, err := models.ParseGroupRole(line)
		if err != nil {
			return nil, fmt.Errorf("--oidc-roles: %w", err)
		}
		provider.Roles = append(provider.Roles, role)
	}
	for _, role := range provider.Roles {
		if _, err := findOrCreateDesk(ctx, records, role.Desk); err != nil {
			return nil, fmt.Errorf("making the desk %q: %w", role.Desk, err)
		}
	}
	return provider, nil
}

// check rejects invalid settings. Without https a man in the middle could sign in as anybody, so only a
// provider on the same machine may use http.
func (c ssoFlags) check() error {
	u, err := url.Parse(c.Issuer)
	switch {
	case err != nil || u.Host == "" || u.Scheme != "https" && u.Scheme != "http":
		return fmt.Errorf("--oidc-issuer: %q is no address of a provider", c.Issuer)
	case u.Scheme == "http" && !isLoopback(u.Hostname()):
		return errors.New("--oidc-issuer: the provider's address must begin with https://")
	case c.ClientID == "":
		return errors.New("the single sign-on needs --oidc-client-id")
	case !slices.Contains(c.Scopes, "openid"):
		return errors.New("--oidc-scopes: openid must be among them")
	}
	return nil
}

func isLoopback(host string) bool {
	ip, err := netip.ParseAddr(host)
	return host == "localhost" || err == nil && ip.IsLoopback()
}

// secret returns the client's secret, from a file if one is named.
func (c ssoFlags) secret() (string, error) {
	if c.ClientSecretFile == "" {
		return c.ClientSecret, nil
	}
	if c.ClientSecret != "" {
		return "", errors.New("give either --oidc-client-secret or --oidc-client-secret-file")
	}
	content, err := os.ReadFile(c.ClientSecretFile)
	if err != nil {
		return "", fmt.Errorf("reading the client's secret: %w", err)
	}
	return strings.TrimSpace(string(content)), nil
}
