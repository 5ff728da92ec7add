package read

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"math"
	"strings"
	"unicode/utf16"
	"unicode/utf8"

	"github.com/klippa-app/go-pdfium"
	pdferrors "github.com/klippa-app/go-pdfium/errors"
	"github.com/klippa-app/go-pdfium/references"
	"github.com/klippa-app/go-pdfium/requests"
	"github.com/klippa-app/go-pdfium/webassembly"
	"github.com/tetratelabs/wazero"
	"github.com/tetratelabs/wazero/experimental"

	"linecheck/text"
)

// readerMemory is PDFium's memory, in bytes: for the file, up to 20 MB, and its pages. Go maps at most 200
// MB in addition for the largest file (VmData in /proc).
const readerMemory = 144 << 20

// fixedMemory is the memory in which PDFium runs. It is allocated at once, because growing would copy it,
// and it cannot grow: a document that needs more is not read.
type fixedMemory []byte

// Reallocate returns the first size bytes, or nil if there are fewer.
func (m fixedMemory) Reallocate(size uint64) []byte {
	if size > uint64(len(m)) {
		return nil
	}
	return m[:size]
}

// Free does nothing, because the process is about to end.
func (m fixedMemory) Free() {}

// servePDF reads a PDF from in and writes a pdfResult as JSON to out.
func servePDF(engine pdfium.Pdfium, in io.Reader, out io.Writer) error {
	b := allocateOffHeap(maxPDFBytes + 1)
	n, err := io.ReadFull(in, b)
	if err != nil && !errors.Is(err, io.ErrUnexpectedEOF) && !errors.Is(err, io.EOF) {
		return fmt.Errorf("taking in the PDF: %w", err)
	}
	answer, err := scanPDF(engine, b[:n])
	if err != nil {
		return err
	}
	return json.NewEncoder(out).Encode(answer)
}

// startPDFium starts PDFium, which is compiled to WebAssembly: it has no access to files, the network or
// other memory.
func startPDFium(cache string) (pdfium.Pdfium, error) {
	config := wazero.NewRuntimeConfig()
	if cache != "" {
		if kept, err := wazero.NewCompilationCacheWithDir(cache); err == nil { // if the folder is not writable, the program is only slower
			config = config.WithCompilationCache(kept)
		}
	}
	ctx := experimental.WithMemoryAllocator(
		context.Background(),
		experimental.MemoryAllocatorFunc(func(_, _ uint64) experimental.LinearMemory {
			return fixedMemory(allocateOffHeap(readerMemory))
		}),
	)
	pool, err := webassembly.Init(webassembly.Config{Context: ctx, MinIdle: 1, MaxIdle: 1, MaxTotal: 1,
		RuntimeConfig: config, FSConfig: wazero.NewFSConfig(), Stdout: io.Discard, Stderr: io.Discard})
	if err != nil {
		return nil, err
	}
	return pool.GetInstance(childPrepareTimeout)
}

func scanPDF(engine pdfium.Pdfium, b []byte) (answer pdfResult, err error) {
	opened, err := engine.OpenDocument(&requests.OpenDocument{File: &b})
	switch {
	case errors.Is(err, pdferrors.ErrPassword), errors.Is(err, pdferrors.ErrSecurity):
		return pdfResult{Fault: pdfEncryptedFault}, nil
	case err != nil:
		return pdfResult{Fault: pdfBrokenFault}, nil
	}
	count, err := engine.FPDF_GetPageCount(&requests.FPDF_GetPageCount{Document: opened.Document})
	switch {
	case err != nil || count.PageCount < 1:
		return pdfResult{Fault: pdfBrokenFault}, nil
	case count.PageCount > maxPDFPages:
		return pdfResult{Fault: pdfTooLongFault}, nil
	}
	for i := range count.PageCount {
		page, err := scanPage(engine, opened.Document, i)
		if err != nil {
			return pdfResult{Fault: pdfBrokenFault}, nil // a text with a missing page would look complete
		}
		answer.Pages = append(answer.Pages, page)
	}
	for tag, to := range map[string]*string{"Title": &answer.Title, "Author": &answer.Author, "CreationDate": &answer.Created} {
		if said, err := engine.FPDF_GetMetaText(&requests.FPDF_GetMetaText{Document: opened.Document, Tag: tag}); err == nil {
			*to = said.Value
		}
	}
	if said, err := engine.FPDFCatalog_GetLanguage(&requests.FPDFCatalog_GetLanguage{Document: opened.Document}); err == nil {
		answer.Language = said.Language
	}
	return answer, nil
}

// openPDFPage is an open page.
type openPDFPage struct {
	engine   pdfium.Pdfium
	document references.FPDF_DOCUMENT
	page     requests.Page
	text     references.FPDF_TEXTPAGE
}

func scanPage(engine pdfium.Pdfium, document references.FPDF_DOCUMENT, number int) (pdfPage, error) {
	loaded, err := engine.FPDF_LoadPage(&requests.FPDF_LoadPage{Document: document, Index: number})
	if err != nil {
		return pdfPage{}, err
	}
	defer engine.FPDF_ClosePage(&requests.FPDF_ClosePage{Page: loaded.Page})
	s := openPDFPage{engine: engine, document: document, page: requests.Page{ByReference: &loaded.Page}}
	height, err := engine.FPDF_GetPageHeightF(&requests.FPDF_GetPageHeightF{Page: s.page})
	if err != nil {
		return pdfPage{}, err
	}
	words, err := engine.FPDFText_LoadPage(&requests.FPDFText_LoadPage{Page: s.page})
	if err != nil {
		return pdfPage{}, err
	}
	defer engine.FPDFText_ClosePage(&requests.FPDFText_ClosePage{TextPage: words.TextPage})
	s.text = words.TextPage
	lines, err := s.lines()
	return pdfPage{Height: float64(height.PageHeight), Lines: lines}, err
}

// lines splits the page's characters at the line ends that PDFium inserts according to the positions of the
// letters.
func (s openPDFPage) lines() (lines []pdfLine, err error) {
	count, err := s.engine.FPDFText_CountChars(&requests.FPDFText_CountChars{TextPage: s.text})
	if err != nil {
		return nil, err
	}
	chars, err := s.chars(count.Count)
	if err != nil {
		return nil, err
	}
	links := s.links()
	var letters []letter
	end := func() error {
		line, err := s.line(letters, links)
		if err == nil && line.Text != "" {
			lines = append(lines, line)
		}
		letters = letters[:0]
		return err
	}
	for i, r := range chars {
		switch r {
		case 0:
		case '\r', '\n':
			err = end()
		case hyphenMark, '\uFFFE':
			letters = append(letters, letter{hyphenMark, i})
			err = end()
		default:
			letters = append(letters, letter{r, i})
		}
		if err != nil {
			return nil, err
		}
	}
	return lines, end()
}

// chars returns the page's characters, with surrogates counted separately, as PDFium numbers them. Usually
// the text can be read at once. If some characters map to nothing, each is read by its number, which takes
// ten times as long.
func (s openPDFPage) chars(count int) ([]rune, error) {
	whole, err := s.engine.FPDFText_GetText(&requests.FPDFText_GetText{TextPage: s.text, Count: count})
	if err != nil {
		return nil, err
	}
	chars := make([]rune, 0, count)
	for _, unit := range utf16.Encode([]rune(strings.TrimSuffix(whole.Text, "\x00"))) {
		chars = append(chars, rune(unit))
	}
	if len(chars) == count {
		return chars, nil
	}
	chars = chars[:0]
	for i := range count {
		char, err := s.engine.FPDFText_GetUnicode(&requests.FPDFText_GetUnicode{TextPage: s.text, Index: i})
		if err != nil {
			return nil, err
		}
		chars = append(chars, rune(uint32(char.Unicode)))
	}
	return chars, nil
}

// hyphenMark is PDFium's character for a hyphen at the end of a line, which no line end follows.
const hyphenMark = '\u0002'

// letter is a character and its number on the page.
type letter struct {
	char rune
	at   int
}

// line measures a line by its first, middle and last letter, and finds the links in it.
func (s openPDFPage) line(letters []letter, links []pdfLink) (line pdfLine, err error) {
	for len(letters) > 0 && letters[0].char == ' ' {
		letters = letters[1:]
	}
	for len(letters) > 0 && letters[len(letters)-1].char == ' ' {
		letters = letters[:len(letters)-1]
	}
	if len(letters) == 0 {
		return pdfLine{}, nil
	}
	for _, sample := range measuredLetters(letters) {
		if place, ok := s.letterBox(sample.at); ok {
			if line.fontSize() == 0 {
				line.Left, line.Right = place.Left, place.Right
			}
			if place.fontSize() > line.fontSize() {
				line.Bottom, line.Top = place.Bottom, place.Top
			}
			line.Left, line.Right = min(line.Left, place.Left), max(line.Right, place.Right)
		}
	}
	letters = logicalOrder(letters, func(l letter) float64 {
		place, _ := s.letterBox(l.at)
		return place.Left
	})
	chars := make([]rune, 0, len(letters))
	position := s.scripts(line, letters)
	for i, l := range letters {
		l.char = position(i)
		if n := len(chars); n > 0 && utf16.IsSurrogate(chars[n-1]) {
			chars[n-1] = utf16.DecodeRune(chars[n-1], l.char)
			continue
		}
		if l.char == hyphenMark && i < len(letters)-1 {
			continue
		}
		chars = append(chars, l.char)
	}
	line.Text = string(chars)
	if len(chars) == len(letters) {
		line.Links = s.lineLinks(line, letters, links)
	}
	return line, nil
}

// measuredLetters returns the letters from which a line is measured: the first, the middle and the last. In a right-to-left line it adds
// the letters of foreign words, because their last letter may be the outermost.
func measuredLetters(letters []letter) []letter {
	some := []letter{letters[0], letters[len(letters)/2], letters[len(letters)-1]}
	if !isRightToLeft(lettersText(letters)) {
		return some
	}
	for _, l := range letters {
		if isLeftToRight(l.char) {
			some = append(some, l)
		}
	}
	return some
}

// letterBox returns the position of a letter: its sides, and its height from the baseline by the size of
// its font. Inserted letters have no position.
func (s openPDFPage) letterBox(at int) (pdfLine, bool) {
	box, err1 := s.engine.FPDFText_GetLooseCharBox(&requests.FPDFText_GetLooseCharBox{TextPage: s.text, Index: at})
	origin, err2 := s.engine.FPDFText_GetCharOrigin(&requests.FPDFText_GetCharOrigin{TextPage: s.text, Index: at})
	font, err3 := s.engine.FPDFText_GetFontSize(&requests.FPDFText_GetFontSize{TextPage: s.text, Index: at})
	turned, err4 := s.engine.FPDFText_GetMatrix(&requests.FPDFText_GetMatrix{TextPage: s.text, Index: at})
	if errors.Join(err1, err2, err3, err4) != nil {
		return pdfLine{}, false
	}
	size := font.FontSize * math.Hypot(float64(turned.Matrix.C), float64(turned.Matrix.D))
	place := pdfLine{Left: float64(box.Rect.Left), Right: float64(box.Rect.Right), Bottom: origin.Y, Top: origin.Y + size}
	return place, !math.IsNaN(size) && !math.IsInf(size, 0) && size > 0
}

// pdfLink is an area of the page that links to an address.
type pdfLink struct {
	left, right, bottom, top float64
	address                  string
}

// links returns the page's links to addresses outside the file.
func (s openPDFPage) links() (links []pdfLink) {
	const most = 2000 // per page; the list of a hostile file may be circular
	for start := 0; len(links) < most; {
		found, err := s.engine.FPDFLink_Enumerate(&requests.FPDFLink_Enumerate{Page: s.page, StartPos: start})
		if err != nil || found.Link == nil || found.NextStartPos == nil || *found.NextStartPos <= start {
			break
		}
		start = *found.NextStartPos
		rect, err := s.engine.FPDFLink_GetAnnotRect(&requests.FPDFLink_GetAnnotRect{Link: *found.Link})
		if err != nil || rect.Rect == nil {
			continue
		}
		action, err := s.engine.FPDFLink_GetAction(&requests.FPDFLink_GetAction{Link: *found.Link})
		if err != nil || action.Action == nil {
			continue
		}
		path, err := s.engine.FPDFAction_GetURIPath(&requests.FPDFAction_GetURIPath{Document: s.document, Action: *action.Action})
		if err != nil || path.URIPath == nil || !isWebAddress(*path.URIPath) {
			continue
		}
		r := rect.Rect
		links = append(
			links,
			pdfLink{float64(r.Left), float64(r.Right), float64(min(r.Bottom, r.Top)), float64(max(r.Bottom, r.Top)), *path.URIPath},
		)
	}
	return links
}

// lineLinks finds the letters of a line that are within a link.
func (s openPDFPage) lineLinks(line pdfLine, letters []letter, links []pdfLink) (spans []Link) {
	middle := (line.Bottom + line.Top) / 2
	for _, link := range links {
		if middle < link.bottom || middle > link.top || line.Right < link.left || line.Left > link.right {
			continue
		}
		first, last := -1, -1
		for i, l := range letters {
			box, err := s.engine.FPDFText_GetCharBox(&requests.FPDFText_GetCharBox{TextPage: s.text, Index: l.at})
			if x := 0.0; err == nil && l.char != ' ' {
				if x = (box.Left + box.Right) / 2; x >= link.left && x <= link.right {
					if first < 0 {
						first = i
					}
					last = i
				}
			}
		}
		if first >= 0 && (len(spans) == 0 || spans[len(spans)-1].End <= first) {
			spans = append(spans, Link{Span: text.Span{Start: first, End: last + 1}, Address: link.address})
		}
	}
	return spans
}

// minRaiseShare is the least distance of a raised or lowered figure from its line, as a share of the line's size.
const minRaiseShare = 0.12

// scripts returns a function that returns the character of the i-th letter. A raised or lowered figure becomes a
// superscript or subscript character, so that it does not join the number before it.
func (s openPDFPage) scripts(line pdfLine, letters []letter) func(i int) rune {
	if isRightToLeft(lettersText(letters)) {
		return func(i int) rune { return letters[i].char }
	}
	return func(i int) rune {
		r := letters[i].char
		sign := strings.ContainsRune("+-−–", r) && i+1 < len(letters) && letters[i+1].char >= '0' && letters[i+1].char <= '9'
		if !sign && (r < '0' || r > '9') || i == 0 || letters[i-1].char == ' ' {
			return r
		}
		origin, err := s.engine.FPDFText_GetCharOrigin(&requests.FPDFText_GetCharOrigin{TextPage: s.text, Index: letters[i].at})
		if err != nil {
			return r
		}
		forms := raisedForms
		switch shift := origin.Y - line.Bottom; {
		case shift > line.fontSize() || shift < -line.fontSize():
			return r
		case shift > minRaiseShare*line.fontSize():
		case shift < -minRaiseShare*line.fontSize():
			forms = loweredForms
		default:
			return r
		}
		converted, _ := utf8.DecodeRuneInString(forms.Replace(string(r)))
		return converted
	}
}
