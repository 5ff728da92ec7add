package main

import (
	"bytes"
	"encoding/json"
	"fmt"
	"math/rand/v2"
	"net/http"
	"strings"
	"time"
)

// byAPI asks through the API under a key. Where no answer is certain it is owed, and asked again under the same key. Now and then what was answered is
// asked again as well, which must change nothing.
func (h *hand) byAPI(d *deed) bool {
	h.owed = d
	request, err := http.NewRequest(http.MethodPost, h.n.base+d.path, bytes.NewReader(d.body))
	if err != nil {
		h.wrong = err.Error()
		return false
	}
	request.Header.Set("Authorization", "Bearer "+h.token)
	request.Header.Set("Content-Type", "application/json")
	request.Header.Set("Idempotency-Key", d.words)
	answer, err := h.n.ask(request)
	switch {
	case err != nil:
		h.count(-1)
		return false
	case answer.status == http.StatusCreated:
		h.owed = nil
		return h.took(d, answer) && (rand.IntN(5) > 0 || h.same(d, answer))
	case answer.status == http.StatusServiceUnavailable:
		if !strings.Contains(answer.body, `"type":"/errors/not_saved"`) &&
			!strings.Contains(answer.body, `"type":"/errors/maybe_not_saved"`) {
			h.wrong = answer.String()
		}
		h.count(1)
		time.Sleep(20 * time.Millisecond) // it comes again, and not at once
	case answer.status == http.StatusTooManyRequests:
		time.Sleep(100 * time.Millisecond)
	case answer.status == http.StatusConflict:
		h.owed = nil
	default:
		h.wrong = d.path + ": " + answer.String()
	}
	return h.wrong == ""
}

// took notes what was acknowledged.
func (h *hand) took(d *deed, a heard) bool {
	var claim struct {
		ID          int64
		Version     int
		Annotations []struct {
			ID   int64
			Note string
		}
	}
	if err := json.Unmarshal([]byte(a.body), &claim); err != nil {
		h.wrong = err.Error()
		return false
	}
	id := claim.ID
	if d.kind == "claim" {
		h.claims = append(h.claims, &marked{id: id, version: claim.Version})
	}
	for _, said := range claim.Annotations {
		if said.Note == d.words {
			id = said.ID
		}
	}
	h.acknowledge(d, id)
	return true
}

// same asks again under the same key.
func (h *hand) same(d *deed, first heard) bool {
	request, _ := http.NewRequest(http.MethodPost, h.n.base+d.path, bytes.NewReader(d.body))
	request.Header.Set("Authorization", "Bearer "+h.token)
	request.Header.Set("Content-Type", "application/json")
	request.Header.Set("Idempotency-Key", d.words)
	answer, err := h.n.ask(request)
	switch {
	case err != nil:
		h.count(-1)
		return false
	case answer.status == http.StatusCreated && answer.body != first.body:
		h.wrong = fmt.Sprintf("the same key was answered otherwise: %s and %s", first, answer)
	}
	return h.wrong == ""
}
