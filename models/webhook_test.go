package models

import (
	"errors"
	"strings"
	"testing"
	"time"
)

// The example of the Standard Webhooks reference libraries.
func TestSignWebhook(t *testing.T) {
	got, err := SignWebhook(
		"whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw",
		"msg_p5jXN8AQM9LWM0D4loKWxJek",
		time.Unix(1614265330, 0),
		[]byte(`{"test": 2432232314}`),
	)
	if want := "v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE="; err != nil || got != want {
		t.Errorf("%q, %v", got, err)
	}
	for _, secret := range []string{"", "whsec_", "whsec_!"} {
		if _, err := SignWebhook(secret, "msg_1", time.Unix(0, 0), nil); err == nil {
			t.Errorf("%q signs", secret)
		}
	}
	if a, b := NewWebhookSecret(), NewWebhookSecret(); a == b || !strings.HasPrefix(a, "whsec_") || len(a) != len("whsec_")+44 {
		t.Errorf("secrets %q and %q", a, b)
	}
}

// Eight tries take about a day for any random number, and each delay is longer than the one before.
func TestNextRetry(t *testing.T) {
	for _, luck := range []float64{0, 0.5, 1} {
		var sum, last time.Duration
		for tries := 1; ; tries++ {
			wait, again := NextRetry(tries, luck)
			if !again {
				if tries != MaxDeliveryTries {
					t.Errorf("%d tries", tries)
				}
				break
			}
			if wait <= last {
				t.Errorf("after %d tries a wait of %s, and %s before", tries, wait, last)
			}
			sum, last = sum+wait, wait
		}
		if sum < 18*time.Hour || sum > 28*time.Hour {
			t.Errorf("with luck %v all tries take %s", luck, sum)
		}
	}
	even, _ := NextRetry(1, 0.5)
	low, _ := NextRetry(1, 0)
	if even != 15*time.Second || low != 12*time.Second {
		t.Errorf("the first wait is %s, or %s", even, low)
	}
}

func TestWebhookForm(t *testing.T) {
	for _, c := range []struct {
		form  WebhookForm
		wrong string // fields
	}{
		{WebhookForm{Name: " CMS ", Address: " https://cms.example/hook?key=1 ", Claims: true}, ""},
		{WebhookForm{Name: "CMS", Address: "http://cms.example", Gates: true}, ""},
		{WebhookForm{}, "name address kinds"},
		{WebhookForm{Name: strings.Repeat("é", 201), Address: "ftp://cms.example", SignOffs: true}, "name address"},
		{WebhookForm{Name: "CMS", Address: "https://" + strings.Repeat("a", 2000), SignOffs: true}, "address"},
		{WebhookForm{Name: "CMS", Address: "https:///hook", SignOffs: true}, "address"},
		{WebhookForm{Name: "CMS", Address: "javascript:alert(1)", SignOffs: true}, "address"},
	} {
		got, err := c.form.Check()
		var fields []string
		var wrong ValidationErrors
		if errors.As(err, &wrong) {
			for _, f := range wrong {
				fields = append(fields, f.Field)
			}
		}
		if strings.Join(fields, " ") != c.wrong {
			t.Errorf("%+v: %v", c.form, err)
		}
		if err == nil && (got.Name != "CMS" || strings.TrimSpace(got.Address) != got.Address) {
			t.Errorf("%+v", got)
		}
	}
	if got := WebhookHost("https://cms.example:443/hook?key=secret"); got != "https://cms.example:443" {
		t.Errorf("of the address the record would show %q", got)
	}
}
