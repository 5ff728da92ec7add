package sitetest

import (
	"bytes"
	"mime/multipart"
	"net/http"
	"net/http/httptest"
	"net/url"
)

// Upload posts a form with a file, as a browser does.
func (v Caller) Upload(address string, fields url.Values, name string, content []byte) Reply {
	v.T.Helper()
	var body bytes.Buffer
	form := multipart.NewWriter(&body)
	for field, values := range fields {
		if err := form.WriteField(field, values[0]); err != nil {
			v.T.Fatal(err)
		}
	}
	file, err := form.CreateFormFile("file", name)
	if err == nil {
		_, err = file.Write(content)
	}
	if err == nil {
		err = form.Close()
	}
	if err != nil {
		v.T.Fatal(err)
	}
	request := httptest.NewRequest(http.MethodPost, address, &body)
	request.Header.Set("Content-Type", form.FormDataContentType())
	return v.Do(request)
}
