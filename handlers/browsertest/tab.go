package browsertest

import (
	"bytes"
	"cmp"
	"context"
	"encoding/json"
	"flag"
	"fmt"
	"os"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/chromedp/cdproto/browser"
	"github.com/chromedp/cdproto/cdp"
	"github.com/chromedp/cdproto/emulation"
	"github.com/chromedp/cdproto/input"
	"github.com/chromedp/cdproto/log"
	"github.com/chromedp/cdproto/network"
	devpage "github.com/chromedp/cdproto/page"
	"github.com/chromedp/cdproto/runtime"
	"github.com/chromedp/chromedp"
	"github.com/chromedp/chromedp/kb"

	"linecheck/formats/read"
	"linecheck/internal/testutil"
)

// StepLimit is the timeout of one step. It only has to be longer than the slowest machine needs under the
// race detector.
const StepLimit = 60 * time.Second

// shared is the one browser of this test binary. RunMain closes it.
var shared struct {
	sync.Once
	ctx   context.Context
	close func()
	err   error
}

// RunMain runs a package's tests, and then closes the browser and deletes its profile. The TestMain of every package that opens pages
// calls it. With -short it runs no tests. If the test binary was started as the child process that parses a PDF, RunMain does that
// instead.
func RunMain(m *testing.M) {
	read.RunAsChild()
	flag.Parse()
	if testing.Short() {
		fmt.Println("left out by -short: tests in a browser")
		os.Exit(0)
	}
	code := m.Run()
	testutil.RemoveLinecheck()
	if shared.close != nil {
		shared.close()
	}
	os.Exit(code)
}

// startBrowser starts the browser at the first call.
func startBrowser(t testing.TB) context.Context {
	t.Helper()
	program := testutil.Program(t, "chromium-headless-shell", "chromium", "chromium-browser", "google-chrome")
	shared.Do(func() {
		options := append(chromedp.DefaultExecAllocatorOptions[:], chromedp.ExecPath(program), chromedp.DisableGPU,
			chromedp.Flag("disable-component-update", true), chromedp.Flag("lang", "en-GB"))
		if os.Geteuid() == 0 {
			options = append(options, chromedp.NoSandbox) // Chromium's sandbox does not work for root
		}
		allocator, stop := chromedp.NewExecAllocator(context.Background(), options...) // uses a fresh profile, which stop removes
		ctx, cancel := chromedp.NewContext(allocator)
		shared.ctx, shared.err = ctx, chromedp.Do(ctx)
		shared.close = func() { cancel(); stop() }
	})
	if shared.err != nil {
		t.Fatalf("start %s: %v", program, shared.err)
	}
	return shared.ctx
}

// emulate sets the tab's screen to the options.
func (p *Page) emulate() {
	p.T.Helper()
	width, height := cmp.Or(p.Options.Width, 1400), cmp.Or(p.Options.Height, 900)
	p.runStep("set the screen",
		commandAction(emulation.SetDeviceMetricsOverride, emulation.SetDeviceMetricsOverrideParams{
			Width: width, Height: height, DeviceScaleFactor: 1, Mobile: width < 600}))
	p.setColorScheme(p.Options.Dark)
	p.allowScripts(!p.Options.NoScript)
}

// setColorScheme sets the colour scheme. In the scheme that differs from the options, colours change without
// transitions.
func (p *Page) setColorScheme(dark bool) {
	p.T.Helper()
	scheme, motion := "light", ""
	if dark {
		scheme = "dark"
	}
	if dark != p.Options.Dark {
		motion = "reduce"
	}
	p.runStep(
		"set the colour scheme",
		commandAction(emulation.SetEmulatedMedia, emulation.SetEmulatedMediaParams{Features: []*emulation.MediaFeature{
			{Name: "prefers-color-scheme", Value: scheme},
			{Name: "prefers-reduced-motion", Value: motion},
		}}),
	)
}

// allowScripts enables or disables the page's scripts.
func (p *Page) allowScripts(allowed bool) {
	p.T.Helper()
	p.runStep(
		"switch scripts",
		commandAction(emulation.SetScriptExecutionDisabled, emulation.SetScriptExecutionDisabledParams{Value: !allowed}),
	)
}

// listen records the browser's messages. It runs on the goroutine that receives them and must not block.
func (p *Page) listen(event any) {
	switch event := event.(type) {
	case *runtime.EventConsoleAPICalled:
		switch event.Type {
		case runtime.ConsoleAPICalledTypeError, runtime.ConsoleAPICalledTypeWarning, runtime.ConsoleAPICalledTypeAssert:
			p.addProblem("console.%s: %s", event.Type, formatConsoleArguments(event.Args...))
		}
	case *runtime.EventExceptionThrown:
		details := event.ExceptionDetails
		p.addProblem("exception: %s %s (%s:%d)", details.Text, formatConsoleArguments(details.Exception), details.URL, details.LineNumber+1)
	case *log.EventEntryAdded:
		if entry := event.Entry; entry.Level == log.EntryLevelError || entry.Level == log.EntryLevelWarning {
			p.addProblem("%s %s: %s %s", entry.Source, entry.Level, entry.Text, entry.URL)
		}
	case *network.EventRequestWillBeSent:
		p.mutex.Lock()
		p.requests = append(p.requests, event.Request.URL)
		p.mutex.Unlock()
	case *devpage.EventJavascriptDialogOpening:
		p.addProblem("dialog: %s", event.Message)
		go func() { // after an error here, a step times out
			_, _ = cdp.Call(p.ctx, chromedp.FromContext(p.ctx).Target, devpage.HandleJavaScriptDialog, devpage.HandleJavaScriptDialogParams{Accept: true})
		}()
	}
}

func (p *Page) addProblem(format string, arguments ...any) {
	p.mutex.Lock()
	defer p.mutex.Unlock()
	p.problems = append(p.problems, fmt.Sprintf(format, arguments...))
}

// evalElement waits for the element and evaluates an expression with it.
func (p *Page) evalElement(selector, expression string) string {
	p.T.Helper()
	p.runStep("wait for "+selector, chromedp.WaitReady(chromedp.CSS(selector)))
	var value string
	p.Eval(fmt.Sprintf(`(element => %s)(document.querySelector(%s))`, expression, QuoteJS(selector)), &value)
	return value
}

// runNavigation runs a step that opens another page, and returns its HTTP status.
func (p *Page) runNavigation(what string, action chromedp.Action[chromedp.Void]) int {
	p.T.Helper()
	ctx, cancel := context.WithTimeout(p.ctx, StepLimit)
	defer cancel()
	response, err := chromedp.RunResponse(ctx, action)
	if err != nil {
		p.failStep(what, err)
	}
	if response == nil {
		return 0
	}
	return int(response.Status)
}

func (p *Page) runStep(what string, actions ...chromedp.Action[chromedp.Void]) {
	p.T.Helper()
	ctx, cancel := context.WithTimeout(p.ctx, StepLimit)
	defer cancel()
	if err := chromedp.Do(ctx, actions...); err != nil {
		p.failStep(what, err)
	}
}

// failStep fails the test with the page's current content.
func (p *Page) failStep(what string, cause error) {
	p.T.Helper()
	ctx, cancel := context.WithTimeout(p.ctx, StepLimit)
	defer cancel()
	shown, err := chromedp.Run(ctx, chromedp.Evaluate[string](`location.href + '\n' + document.body?.innerText.slice(0, 3000)`))
	p.T.Fatalf("%s: %v\nthe page was %s", what, cause, cmp.Or(shown, fmt.Sprint(err)))
}

// Drag drags the mouse from one point of the window to another, which selects the text between them.
func (p *Page) Drag(fromX, fromY, toX, toY float64) {
	p.T.Helper()
	mouse := func(kind input.DispatchMouseEventType, x, y float64) chromedp.Action[chromedp.Void] {
		return commandAction(
			input.DispatchMouseEvent,
			input.DispatchMouseEventParams{Type: kind, X: x, Y: y, Button: input.MouseButtonLeft, Buttons: 1, ClickCount: 1},
		)
	}
	p.runStep(
		"drag the mouse",
		mouse(input.DispatchMouseEventTypeMousePressed, fromX, fromY),
		mouse(input.DispatchMouseEventTypeMouseMoved, (fromX+toX)/2, (fromY+toY)/2),
		mouse(input.DispatchMouseEventTypeMouseMoved, toX, toY),
		mouse(input.DispatchMouseEventTypeMouseReleased, toX, toY),
	)
}

// toAction converts a function to an action of the browser library.
func toAction(do func()) chromedp.Action[chromedp.Void] {
	return chromedp.Func(func(context.Context, *chromedp.Target) error {
		do()
		return nil
	})
}

// commandAction converts a protocol command to an action.
func commandAction[Params, Result any](c cdp.Command[Params, Result], params Params) chromedp.Action[chromedp.Void] {
	return chromedp.Func(func(ctx context.Context, t *chromedp.Target) error {
		_, err := cdp.Call(ctx, t, c, params)
		return err
	})
}

// watchDownloads sends each file that the frame has downloaded completely.
func watchDownloads(ctx context.Context, t testing.TB, frame cdp.FrameID) <-chan browser.EventDownloadWillBegin {
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

// keyActions press and release keys. The keydown event contains the text that the key types, as a real keyboard's does. So a page that
// handles the key also suppresses the text. chromedp.KeyEvent would send the text as a separate event.
func keyActions(keys string, modifiers []chromedp.Modifier) []chromedp.Action[chromedp.Void] {
	var actions []chromedp.Action[chromedp.Void]
	for _, r := range keys {
		events := kb.Encode(r)
		for i, event := range events {
			chromedp.KeyModifiers(modifiers...)(event)
			if event.Type == kb.KeyChar {
				continue
			}
			held := event.Modifiers&^int64(chromedp.ModifierShift) != 0
			if event.Type == kb.KeyDown && !held && events[i+1].Type == kb.KeyChar {
				event.Text, event.UnmodifiedText = events[i+1].Text, events[i+1].UnmodifiedText
			}
			actions = append(actions, commandAction(input.DispatchKeyEvent, *event))
		}
	}
	return actions
}

// parseKey splits "Control+Enter" into the key in the browser library's notation and its modifiers.
func parseKey(name string) (key string, modifiers []chromedp.Modifier) {
	held := map[string]chromedp.Modifier{
		"Alt":     chromedp.ModifierAlt,
		"Control": chromedp.ModifierCtrl,
		"Meta":    chromedp.ModifierMeta,
		"Shift":   chromedp.ModifierShift,
	}
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

// formatConsoleArguments formats console arguments as the console does.
func formatConsoleArguments(values ...*runtime.RemoteObject) string {
	var words []string
	for _, value := range values {
		if value != nil {
			words = append(words, cmp.Or(value.Description, string(bytes.Trim(value.Value, `"`))))
		}
	}
	return strings.Join(words, " ")
}

// QuoteJS encodes a value as JavaScript.
func QuoteJS(value any) string {
	quoted, err := json.Marshal(value)
	if err != nil {
		panic(err) // tests only encode strings and lists of strings
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
