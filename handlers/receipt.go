package handlers

import (
	"io"
	"net/http"

	"github.com/gin-gonic/gin"
)

// joseMediaType is the media type of a compact JWS.
const joseMediaType = "application/jose"

// receiptFile sends the receipt of an article's sign-off as a download.
func (h *Handlers) receiptFile(c *gin.Context) error {
	id, err := parseIDParam(c, "id")
	if err != nil {
		return err
	}
	ctx, who := c.Request.Context(), reader(c)
	jws, err := h.store.Receipt(ctx, who, id)
	if err != nil {
		return err
	}
	a, err := h.store.Article(ctx, who, id)
	if err != nil {
		return err
	}
	return h.sendFile(c, joseMediaType, attachmentHeader("receipt.jws", a.Title, id), func(w io.Writer) error {
		_, err := io.WriteString(w, jws)
		return err
	})
}

// sendReceipt sends the receipt through the API.
func (h *Handlers) sendReceipt(c *gin.Context) error {
	id, err := parseIDParam(c, "id")
	if err != nil {
		return err
	}
	jws, err := h.store.Receipt(c.Request.Context(), reader(c), id)
	if err != nil {
		return err
	}
	c.Data(http.StatusOK, joseMediaType, []byte(jws))
	return nil
}

// revocations sends the signed revocation list. It needs no session.
func (h *Handlers) revocations(c *gin.Context) error {
	jws, err := h.store.Revocations(c.Request.Context())
	if err != nil {
		return err
	}
	c.Header("Cache-Control", "no-store")
	c.Data(http.StatusOK, joseMediaType, []byte(jws))
	return nil
}
