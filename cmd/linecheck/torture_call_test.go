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

// byAPI makes an API call with an idempotency key. If the response is lost or not certain, the call is
// pending and repeated later with the same key. Some answered calls are repeated as well, which must change
// nothing.
func (h *tortureUser) byAPI(d *attempt) bool {
	h.unconfirmed = d
	request, err := http.NewRequest(http.MethodPost, h.torture.base+d.path, bytes.NewReader(d.body))
	if err != nil {
		h.failure = err.Error()
		return false
	}
	request.Header.Set("Authorization", "Bearer "+h.token)
	request.Header.Set("Content-Type", "application/json")
	request.Header.Set("Idempotency-Key", d.words)
	answer, err := h.torture.ask(request)
	switch {
	case err != nil:
		h.countUnavailable(-1)
		return false
	case answer.status == http.StatusCreated:
		h.unconfirmed = nil
		return h.recordResponse(d, answer) && (rand.IntN(5) > 0 || h.repeatCall(d, answer))
	case answer.status == http.StatusServiceUnavailable:
		if !strings.Contains(answer.body, `"type":"/errors/not_saved"`) &&
			!strings.Contains(answer.body, `"type":"/errors/maybe_not_saved"`) {
			h.failure = answer.String()
		}
		h.countUnavailable(1)
		time.Sleep(20 * time.Millisecond) // retry later
	case answer.status == http.StatusTooManyRequests:
		time.Sleep(100 * time.Millisecond)
	case answer.status == http.StatusConflict:
		h.unconfirmed = nil
	default:
		h.failure = d.path + ": " + answer.String()
	}
	return h.failure == ""
}

// recordResponse records an acknowledged call.
func (h *tortureUser) recordResponse(d *attempt, a httpAnswer) bool {
	var claim struct {
		ID          int64
		Version     int
		Annotations []struct {
			ID   int64
			Note string
		}
	}
	if err := json.Unmarshal([]byte(a.body), &claim); err != nil {
		h.failure = err.Error()
		return false
	}
	id := claim.ID
	if d.kind == "claim" {
		h.claims = append(h.claims, &claimRef{id: id, version: claim.Version})
	}
	for _, said := range claim.Annotations {
		if said.Note == d.words {
			id = said.ID
		}
	}
	h.acknowledge(d, id)
	return true
}

// repeatCall repeats a call with the same key.
func (h *tortureUser) repeatCall(d *attempt, first httpAnswer) bool {
	request, _ := http.NewRequest(http.MethodPost, h.torture.base+d.path, bytes.NewReader(d.body))
	request.Header.Set("Authorization", "Bearer "+h.token)
	request.Header.Set("Content-Type", "application/json")
	request.Header.Set("Idempotency-Key", d.words)
	answer, err := h.torture.ask(request)
	switch {
	case err != nil:
		h.countUnavailable(-1)
		return false
	case answer.status == http.StatusCreated && answer.body != first.body:
		h.failure = fmt.Sprintf("the same key was answered otherwise: %s and %s", first, answer)
	}
	return h.failure == ""
}
