package handlers_test

import (
	"bytes"
	"cmp"
	"context"
	"encoding/json"
	"fmt"
	"os"
	"os/exec"
	"strconv"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/chromedp/cdproto/browser"
	"github.com/chromedp/cdproto/cdp"
	"github.com/chromedp/cdproto/emulation"
	"github.com/chromedp/cdproto/input"
	"github.com/chromedp/cdproto/log"
	devpage "github.com/chromedp/cdproto/page"
	"github.com/chromedp/cdproto/runtime"
	"github.com/chromedp/chromedp"
	"github.com/chromedp/chromedp/kb"

	"linecheck/formats/read"
)

// stepLimit is how long one step may wait before it counts as failed. Nothing waits this long when all is well: it only
// has to be longer than the slowest machine under the race detector needs.
const stepLimit = 60 * time.Second

// shared is the one browser of this test binary. TestMain closes it.
var shared struct {
	sync.Once
	ctx   context.Context
	close func()
	err   error
}

// TestMain closes the browser after the last test, so that no process and no profile stays behind. This binary may also be the child that reads a PDF.
func TestMain(m *testing.M) {
	read.BeChild()
	code := m.Run()
	if shared.close != nil {
		shared.close()
	}
	os.Exit(code)
}

// startedBrowser starts the browser at the first call.
func startedBrowser(t testing.TB) context.Context {
	t.Helper()
	program := findBrowser()
	if program == "" {
		const words = "no browser: install chromium to run this test (Debian: apt-get install chromium)"
		if mustBeComplete() {
			t.Fatal(words)
		}
		t.Skip(words)
	}
	shared.Do(func() {
		options := append(chromedp.DefaultExecAllocatorOptions[:], chromedp.ExecPath(program), chromedp.DisableGPU,
			chromedp.Flag("disable-component-update", true), chromedp.Flag("lang", "en-GB"))
		if os.Geteuid() == 0 {
			options = append(options, chromedp.NoSandbox) // Chromium has no sandbox for root
		}
		allocator, stop := chromedp.NewExecAllocator(context.Background(), options...) // with a fresh profile that stop removes
		ctx, cancel := chromedp.NewContext(allocator)
		shared.ctx, shared.err = ctx, chromedp.Do(ctx)
		shared.close = func() { cancel(); stop() }
	})
	if shared.err != nil {
		t.Fatalf("start %s: %v", program, shared.err)
	}
	return shared.ctx
}

func findBrowser() string {
	for _, name := range []string{"chromium", "chromium-browser", "google-chrome"} {
		if path, err := exec.LookPath(name); err == nil {
			return path
		}
	}
	return ""
}

// mustBeComplete tells whether a test that cannot run is a failure: in continuous integration and in make check.
func mustBeComplete() bool {
	ci, _ := strconv.ParseBool(os.Getenv("CI"))
	required, _ := strconv.ParseBool(os.Getenv("LINECHECK_TEST_REQUIRE"))
	return ci || required
}

// emulate makes the tab the screen that the options ask for.
func (p *page) emulate() {
	p.t.Helper()
	scheme := "light"
	if p.options.Dark {
		scheme = "dark"
	}
	width, height := cmp.Or(p.options.Width, 1400), cmp.Or(p.options.Height, 900)
	p.do("set the screen",
		command(emulation.SetDeviceMetricsOverride, emulation.SetDeviceMetricsOverrideParams{
			Width: width, Height: height, DeviceScaleFactor: 1, Mobile: width < 600}),
		command(emulation.SetEmulatedMedia, emulation.SetEmulatedMediaParams{
			Features: []*emulation.MediaFeature{{Name: "prefers-color-scheme", Value: scheme}}}))
	p.allowScripts(!p.options.NoScript)
}

// allowScripts switches the page's scripts on or off.
func (p *page) allowScripts(allowed bool) {
	p.t.Helper()
	p.do("switch scripts", command(emulation.SetScriptExecutionDisabled, emulation.SetScriptExecutionDisabledParams{Value: !allowed}))
}

// listen notes what the browser complains about. It runs on the goroutine that reads the browser's messages and must not wait.
func (p *page) listen(event any) {
	switch event := event.(type) {
	case *runtime.EventConsoleAPICalled:
		switch event.Type {
		case runtime.ConsoleAPICalledTypeError, runtime.ConsoleAPICalledTypeWarning, runtime.ConsoleAPICalledTypeAssert:
			p.note("console.%s: %s", event.Type, describe(event.Args...))
		}
	case *runtime.EventExceptionThrown:
		details := event.ExceptionDetails
		p.note("exception: %s %s (%s:%d)", details.Text, describe(details.Exception), details.URL, details.LineNumber+1)
	case *log.EventEntryAdded:
		if entry := event.Entry; entry.Level == log.EntryLevelError || entry.Level == log.EntryLevelWarning {
			p.note("%s %s: %s %s", entry.Source, entry.Level, entry.Text, entry.URL)
		}
	case *devpage.EventJavascriptDialogOpening:
		p.note("dialog: %s", event.Message)
		go func() { // an error here shows as a step that waits in vain
			_, _ = cdp.Call(p.ctx, chromedp.FromContext(p.ctx).Target, devpage.HandleJavaScriptDialog, devpage.HandleJavaScriptDialogParams{Accept: true})
		}()
	}
}

func (p *page) note(format string, arguments ...any) {
	p.mutex.Lock()
	defer p.mutex.Unlock()
	p.problems = append(p.problems, fmt.Sprintf(format, arguments...))
}

// read waits for the element and evaluates an expression of it.
func (p *page) read(selector, expression string) string {
	p.t.Helper()
	p.do("wait for "+selector, chromedp.WaitReady(chromedp.CSS(selector)))
	var value string
	p.Eval(fmt.Sprintf(`(element => %s)(document.querySelector(%s))`, expression, quote(selector)), &value)
	return value
}

// load runs a step that opens another page, and answers that page's HTTP status.
func (p *page) load(what string, action chromedp.Action[chromedp.Void]) int {
	p.t.Helper()
	ctx, cancel := context.WithTimeout(p.ctx, stepLimit)
	defer cancel()
	response, err := chromedp.RunResponse(ctx, action)
	if err != nil {
		p.fail(what, err)
	}
	if response == nil {
		return 0
	}
	return int(response.Status)
}

func (p *page) do(what string, actions ...chromedp.Action[chromedp.Void]) {
	p.t.Helper()
	ctx, cancel := context.WithTimeout(p.ctx, stepLimit)
	defer cancel()
	if err := chromedp.Do(ctx, actions...); err != nil {
		p.fail(what, err)
	}
}

// fail ends the test and says what the page showed at that moment.
func (p *page) fail(what string, cause error) {
	p.t.Helper()
	ctx, cancel := context.WithTimeout(p.ctx, stepLimit)
	defer cancel()
	shown, err := chromedp.Run(ctx, chromedp.Evaluate[string](`location.href + '\n' + document.body?.innerText.slice(0, 3000)`))
	p.t.Fatalf("%s: %v\nthe page was %s", what, cause, cmp.Or(shown, fmt.Sprint(err)))
}

// Drag presses the mouse at one place of the window, moves it to another and lets go: it selects the text between them.
func (p *page) Drag(fromX, fromY, toX, toY float64) {
	p.t.Helper()
	mouse := func(kind input.DispatchMouseEventType, x, y float64) chromedp.Action[chromedp.Void] {
		return command(input.DispatchMouseEvent, input.DispatchMouseEventParams{Type: kind, X: x, Y: y, Button: input.MouseButtonLeft, Buttons: 1, ClickCount: 1})
	}
	p.do("drag the mouse", mouse(input.DispatchMouseEventTypeMousePressed, fromX, fromY), mouse(input.DispatchMouseEventTypeMouseMoved, (fromX+toX)/2, (fromY+toY)/2),
		mouse(input.DispatchMouseEventTypeMouseMoved, toX, toY), mouse(input.DispatchMouseEventTypeMouseReleased, toX, toY))
}

// step makes a function of the test one step of the browser's library.
func step(do func()) chromedp.Action[chromedp.Void] {
	return chromedp.Func(func(context.Context, *chromedp.Target) error {
		do()
		return nil
	})
}

// command makes one protocol command a step.
func command[Params, Result any](c cdp.Command[Params, Result], params Params) chromedp.Action[chromedp.Void] {
	return chromedp.Func(func(ctx context.Context, t *chromedp.Target) error {
		_, err := cdp.Call(ctx, t, c, params)
		return err
	})
}

// downloads gives each file that the frame has fetched to the end.
func downloads(ctx context.Context, t testing.TB, frame cdp.FrameID) <-chan browser.EventDownloadWillBegin {
	t.Helper()
	begun := map[string]browser.EventDownloadWillBegin{}
	arrived := make(chan browser.EventDownloadWillBegin, 1)
	if err := chromedp.ListenBrowser(ctx, func(event any) {
		switch event := event.(type) {
		case *browser.EventDownloadWillBegin:
			if event.FrameID == frame {
				begun[event.GUID] = *event
			}
		case *browser.EventDownloadProgress:
			if file, ok := begun[event.GUID]; ok && event.State == browser.DownloadProgressStateCompleted {
				delete(begun, event.GUID)
				arrived <- file
			}
		}
	}); err != nil {
		t.Fatalf("listen for downloads: %v", err)
	}
	return arrived
}

// parseKey splits "Control+Enter" into the key as the browser's library writes it and the keys held down with it.
func parseKey(name string) (key string, modifiers []chromedp.Modifier) {
	held := map[string]chromedp.Modifier{"Alt": chromedp.ModifierAlt, "Control": chromedp.ModifierCtrl, "Meta": chromedp.ModifierMeta, "Shift": chromedp.ModifierShift}
	for {
		before, after, found := strings.Cut(name, "+")
		modifier, known := held[before]
		if !found || !known {
			break
		}
		modifiers, name = append(modifiers, modifier), after
	}
	named := map[string]string{
		"ArrowDown": kb.ArrowDown, "ArrowLeft": kb.ArrowLeft, "ArrowRight": kb.ArrowRight, "ArrowUp": kb.ArrowUp,
		"Backspace": kb.Backspace, "Delete": kb.Delete, "End": kb.End, "Enter": kb.Enter, "Escape": kb.Escape,
		"Home": kb.Home, "PageDown": kb.PageDown, "PageUp": kb.PageUp, "Space": " ", "Tab": kb.Tab,
	}
	return cmp.Or(named[name], name), modifiers
}

// describe writes console arguments as the console shows them.
func describe(values ...*runtime.RemoteObject) string {
	var words []string
	for _, value := range values {
		if value != nil {
			words = append(words, cmp.Or(value.Description, string(bytes.Trim(value.Value, `"`))))
		}
	}
	return strings.Join(words, " ")
}

// quote writes a text as a JavaScript string.
func quote(text string) string {
	quoted, err := json.Marshal(text)
	if err != nil {
		panic(err) // a string always has a JSON form
	}
	return string(quoted)
}

func containsAny(text string, parts []string) bool {
	for _, part := range parts {
		if strings.Contains(text, part) {
			return true
		}
	}
	return false
}
