package sitetest

import (
	"crypto/rand"
	"crypto/rsa"
	"crypto/sha256"
	"encoding/base64"
	"encoding/json"
	"maps"
	"net/http"
	"net/http/httptest"
	"net/url"
	"sync"
	"testing"
	"time"

	"github.com/go-jose/go-jose/v4"

	"linecheck/handlers"
	"linecheck/models"
)

// SigningKey is the provider's key, generated once because that is slow.
var SigningKey = sync.OnceValue(func() *rsa.PrivateKey {
	key, err := rsa.GenerateKey(rand.Reader, 2048)
	if err != nil {
		panic(err)
	}
	return key
})

// Provider is a small OpenID provider that implements the protocol: discovery, keys, codes that work once,
// PKCE, signed tokens. A test sets its user and how it forges answers.
type Provider struct {
	t                 testing.TB
	Server            *httptest.Server
	mutex             sync.Mutex
	codes             map[string]url.Values // the query of the request for each code
	Person            map[string]any        // the claims of its user
	ChangeClaims      func(claims map[string]any)
	Sign              func(claims []byte) string // replaces its own signature
	secret            string
	AuthorizeRequests []url.Values // the queries to /authorize
}

// StartProvider starts an OpenID provider on the loopback interface.
func StartProvider(t testing.TB) *Provider {
	p := &Provider{t: t, codes: map[string]url.Values{}, secret: "a secret & more",
		Person: map[string]any{
			"sub":            "ann-1",
			"name":           "Ann Other",
			"email":          "ann@example.org",
			"email_verified": true,
			"groups":         []string{"editors"},
		}}
	routes := http.NewServeMux()
	routes.HandleFunc("GET /.well-known/openid-configuration", func(w http.ResponseWriter, _ *http.Request) {
		p.writeJSON(
			w,
			map[string]any{
				"issuer":                                p.Server.URL,
				"authorization_endpoint":                p.Server.URL + "/authorize",
				"token_endpoint":                        p.Server.URL + "/token",
				"jwks_uri":                              p.Server.URL + "/keys",
				"response_types_supported":              []string{"code"},
				"subject_types_supported":               []string{"public"},
				"id_token_signing_alg_values_supported": []string{"RS256", "HS256", "none"},
			},
		)
	})
	routes.HandleFunc("GET /keys", func(w http.ResponseWriter, _ *http.Request) {
		p.writeJSON(
			w,
			jose.JSONWebKeySet{Keys: []jose.JSONWebKey{{Key: SigningKey().Public(), KeyID: "one", Algorithm: "RS256", Use: "sig"}}},
		)
	})
	routes.HandleFunc("GET /authorize", p.authorize)
	routes.HandleFunc("POST /token", p.token)
	p.Server = httptest.NewServer(routes)
	t.Cleanup(p.Server.Close)
	return p
}

// Settings returns the configuration of a site for this provider.
func (p *Provider) Settings(roles ...string) *handlers.SSOConfig {
	s := &handlers.SSOConfig{
		Issuer:       p.Server.URL,
		ClientID:     "linecheck",
		ClientSecret: p.secret,
		Scopes:       []string{"openid", "profile", "email"},
		Name:         "Example <ID>",
		GroupsClaim:  "groups",
	}
	for _, line := range roles {
		role, err := models.ParseGroupRole(line)
		if err != nil {
			p.t.Fatal(err)
		}
		s.Roles = append(s.Roles, role)
	}
	return s
}

func (p *Provider) writeJSON(w http.ResponseWriter, v any) {
	w.Header().Set("Content-Type", "application/json")
	if err := json.NewEncoder(w).Encode(v); err != nil {
		p.t.Error(err)
	}
}

// authorize returns a code at once, as if the user agreed.
func (p *Provider) authorize(w http.ResponseWriter, r *http.Request) {
	asked := r.URL.Query()
	p.mutex.Lock()
	defer p.mutex.Unlock()
	p.AuthorizeRequests = append(p.AuthorizeRequests, asked)
	if asked.Get("response_type") != "code" || asked.Get("client_id") != "linecheck" || asked.Get("code_challenge_method") != "S256" ||
		len(asked.Get("code_challenge")) != 43 ||
		asked.Get("nonce") == "" ||
		asked.Get("state") == "" ||
		asked.Get("scope") != "openid profile email" {
		http.Error(w, "invalid_request", http.StatusBadRequest)
		return
	}
	code := rand.Text()
	p.codes[code] = asked
	http.Redirect(
		w,
		r,
		asked.Get("redirect_uri")+"?"+url.Values{"code": {code}, "state": {asked.Get("state")}, "iss": {p.Server.URL}}.Encode(),
		http.StatusFound,
	)
}

// token exchanges a code, once, for a client with the right secrets.
func (p *Provider) token(w http.ResponseWriter, r *http.Request) {
	id, secret, _ := r.BasicAuth()
	if plain, err := url.QueryUnescape(secret); id != "linecheck" || err != nil || plain != p.secret {
		http.Error(w, `{"error":"invalid_client"}`, http.StatusUnauthorized)
		return
	}
	p.mutex.Lock()
	asked, known := p.codes[r.FormValue("code")]
	delete(p.codes, r.FormValue("code"))
	p.mutex.Unlock()
	sum := sha256.Sum256([]byte(r.FormValue("code_verifier")))
	if !known || base64.RawURLEncoding.EncodeToString(sum[:]) != asked.Get("code_challenge") ||
		r.FormValue("redirect_uri") != asked.Get("redirect_uri") ||
		r.FormValue("grant_type") != "authorization_code" {
		http.Error(w, `{"error":"invalid_grant"}`, http.StatusBadRequest)
		return
	}
	answer := map[string]any{
		"access_token": rand.Text(),
		"token_type":   "Bearer",
		"expires_in":   60,
		"id_token":     p.idToken(asked.Get("nonce")),
	}
	if answer["id_token"] == "" {
		delete(answer, "id_token")
	}
	p.writeJSON(w, answer)
}

func (p *Provider) idToken(nonce string) string {
	claims := map[string]any{
		"iss":   p.Server.URL,
		"aud":   "linecheck",
		"iat":   time.Now().Unix(),
		"exp":   time.Now().Add(time.Minute).Unix(),
		"nonce": nonce,
	}
	maps.Copy(claims, p.Person)
	if p.ChangeClaims != nil {
		p.ChangeClaims(claims)
	}
	body, err := json.Marshal(claims)
	if err != nil {
		p.t.Fatal(err)
	}
	if p.Sign != nil {
		return p.Sign(body)
	}
	return SignJWT(p.t, jose.SigningKey{Algorithm: jose.RS256, Key: jose.JSONWebKey{Key: SigningKey(), KeyID: "one"}}, body)
}

// SignJWT signs a body with a key, as a compact JWS.
func SignJWT(t testing.TB, key jose.SigningKey, body []byte) string {
	signer, err := jose.NewSigner(key, (&jose.SignerOptions{}).WithType("JWT"))
	if err != nil {
		t.Fatal(err)
	}
	object, err := signer.Sign(body)
	if err != nil {
		t.Fatal(err)
	}
	token, err := object.CompactSerialize()
	if err != nil {
		t.Fatal(err)
	}
	return token
}

// UnsignedJWT returns a token without a signature, or with one that anybody can make, with the given header.
func UnsignedJWT(header string, body []byte, hash func([]byte) []byte) string {
	first := base64.RawURLEncoding.EncodeToString([]byte(header)) + "." + base64.RawURLEncoding.EncodeToString(body)
	return first + "." + base64.RawURLEncoding.EncodeToString(hash([]byte(first)))
}
