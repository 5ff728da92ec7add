// Package browsertest drives the pages in a real browser. Only tests import it.
//
// A test opens a page with Open and calls a user's actions. Every step waits for the elements that it needs,
// and a page with console errors fails its test at the end. Only browser.go and tab.go use the browser
// library.
//
// The tests are in packages by kind, so that they run in parallel: journeys follow a user's whole work,
// scripts test the JavaScript, and pages visits every page.
package browsertest

import (
	"cmp"
	"context"
	_ "embed"
	"encoding/json"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"sync"
	"testing"

	"github.com/chromedp/cdproto/browser"
	"github.com/chromedp/cdproto/cdp"
	"github.com/chromedp/cdproto/input"
	"github.com/chromedp/cdproto/network"
	"github.com/chromedp/chromedp"
)

// axeScript is axe-core, which finds accessibility violations.
//
//go:embed testdata/axe.min.js
var axeScript string

// Options are the properties of the screen and the browser.
type Options struct {
	Width, Height int64 // CSS pixels; 0 means 1400 by 900. Below 600 the browser emulates a phone.
	Dark          bool  // prefers-color-scheme: dark
	NoScript      bool  // disables the page's scripts
}

// Page is one tab with its own cookies, so two pages are two users.
type Page struct {
	T       testing.TB
	base    string
	Options Options
	ctx     context.Context

	mutex    sync.Mutex
	problems []string
	allowed  []string
	requests []string // since GoOffline
}

// Open opens an empty tab on the site at base, such as "http://127.0.0.1:4321". Without a browser it skips
// the test, or fails if complete tests are required.
func Open(t testing.TB, base string, options Options) *Page {
	t.Helper()
	p := &Page{T: t, base: base, Options: options}
	ctx, cancel := chromedp.NewContext(startBrowser(t), chromedp.WithNewBrowserContext(), chromedp.WithListener(p.listen))
	p.ctx = ctx
	t.Cleanup(func() {
		for _, problem := range p.Problems() {
			t.Errorf("the browser complained: %s", problem)
		}
		cancel()
	})
	if err := chromedp.Do(ctx); err != nil { // a tab lives as long as the context of its first step
		t.Fatalf("open a tab: %v", err)
	}
	p.emulate()
	return p
}

// Go opens a URL or a path on the site and waits until it has loaded. It returns the HTTP status.
func (p *Page) Go(address string) int {
	p.T.Helper()
	if strings.HasPrefix(address, "/") {
		address = p.base + address
	}
	return p.runNavigation("go to "+address, chromedp.Navigate(address))
}

// Navigate calls do, which opens another page, and waits until that has loaded. It returns the HTTP status.
func (p *Page) Navigate(do func()) int {
	p.T.Helper()
	return p.runNavigation("wait for the next page", toAction(do))
}

// Await calls do and waits until the DOM event that it causes reaches the document, such as
// "htmx:finally:request". It needs scripts.
func (p *Page) Await(event string, do func()) {
	p.T.Helper()
	p.Eval(
		fmt.Sprintf(
			`void (window.awaited = new Promise(heard => document.addEventListener(%s, () => heard(true), {once: true})))`,
			QuoteJS(event),
		),
		nil,
	)
	do()
	p.Eval(`window.awaited`, nil)
}

// Click waits until the element is visible and clicks on its center.
func (p *Page) Click(selector string) {
	p.T.Helper()
	p.runStep("click "+selector, chromedp.Click(chromedp.CSS(selector)))
}

// Type focuses the field and types the text at its end, key by key.
func (p *Page) Type(selector, text string) {
	p.T.Helper()
	p.runStep(
		"type into "+selector,
		chromedp.WaitVisible(chromedp.CSS(selector)),
		chromedp.Focus(chromedp.CSS(selector)),
		// Only text fields have a caret that can be set; others, such as email, throw.
		chromedp.Evaluate[chromedp.Void](
			`(field => { try { field.setSelectionRange(field.value.length, field.value.length) } catch {} })(document.activeElement)`,
		),
		chromedp.KeyEvent(text),
	)
}

// Fill replaces the field's value at once, as pasting does.
func (p *Page) Fill(selector, text string) {
	p.T.Helper()
	p.runStep("fill "+selector,
		chromedp.WaitVisible(chromedp.CSS(selector)),
		chromedp.Focus(chromedp.CSS(selector)),
		chromedp.Evaluate[chromedp.Void](`document.activeElement.select()`),
		commandAction(input.InsertText, input.InsertTextParams{Text: text}))
}

// Choose selects the option of a select element with this value.
func (p *Page) Choose(selector, value string) {
	p.T.Helper()
	p.WaitFor(selector)
	p.Eval(fmt.Sprintf(`((field, value) => {
		if (![...field.options].some(option => option.value === value)) throw new Error('there is no option ' + value)
		field.value = value
		field.dispatchEvent(new Event('input', {bubbles: true}))
		field.dispatchEvent(new Event('change', {bubbles: true}))
	})(document.querySelector(%s), %s)`, QuoteJS(selector), QuoteJS(value)), nil)
}

// Upload chooses files for a file field.
func (p *Page) Upload(selector string, files ...string) {
	p.T.Helper()
	p.runStep("upload to "+selector, chromedp.SetUploadFiles(chromedp.CSS(selector), files))
}

// Press presses keys one after the other, each a character or a name: "j", "J", "Enter", "Shift+Tab",
// "Control+a".
func (p *Page) Press(keys ...string) {
	p.T.Helper()
	for _, key := range keys {
		pressed, modifiers := parseKey(key)
		p.runStep("press "+key, keyActions(pressed, modifiers)...)
	}
}

// WaitFor waits until an element is visible.
func (p *Page) WaitFor(selector string) {
	p.T.Helper()
	p.runStep("wait for "+selector, chromedp.WaitVisible(chromedp.CSS(selector)))
}

// WaitGone waits until no such element is on the page.
func (p *Page) WaitGone(selector string) {
	p.T.Helper()
	p.runStep("wait until there is no "+selector, chromedp.WaitNotPresent(chromedp.CSS(selector)))
}

// WaitText waits until an element's text contains the text.
func (p *Page) WaitText(selector, text string) {
	p.T.Helper()
	found := fmt.Sprintf(
		`[...document.querySelectorAll(%s)].filter(element => element.textContent.includes(%s))`,
		QuoteJS(selector),
		QuoteJS(text),
	)
	p.runStep(fmt.Sprintf("wait for %q in %s", text, selector), chromedp.WaitReady(chromedp.JSPath(found)))
}

// Text waits for the element and returns its rendered text.
func (p *Page) Text(selector string) string {
	p.T.Helper()
	return p.evalElement(selector, `element.innerText`)
}

// Value waits for the field and returns its value.
func (p *Page) Value(selector string) string {
	p.T.Helper()
	return p.evalElement(selector, `element.value`)
}

// Attr waits for the element and returns an attribute, or "" if it is missing.
func (p *Page) Attr(selector, name string) string {
	p.T.Helper()
	return p.evalElement(selector, `element.getAttribute(`+QuoteJS(name)+`) ?? ''`)
}

// Count returns the current number of matching elements.
func (p *Page) Count(selector string) int {
	p.T.Helper()
	var count int
	p.Eval(`document.querySelectorAll(`+QuoteJS(selector)+`).length`, &count)
	return count
}

// URL returns the page's URL without the site's base.
func (p *Page) URL() string {
	p.T.Helper()
	var address string
	p.Eval(`location.href`, &address)
	return strings.TrimPrefix(address, p.base)
}

// Eval runs JavaScript in the page, unaffected by the content security policy. It waits for a promise and
// stores the value in into, which may be nil.
func (p *Page) Eval(script string, into any) {
	p.T.Helper()
	var raw []byte
	p.runStep("run "+script[:min(len(script), 80)], func(ctx context.Context, t *chromedp.Target) (none chromedp.Void, err error) {
		raw, err = chromedp.Evaluate[[]byte](script, chromedp.EvalAwaitPromise)(ctx, t)
		return none, err
	})
	if into == nil {
		return
	}
	if err := json.Unmarshal(raw, into); err != nil {
		p.T.Fatalf("read the value %q of %s: %v", raw, script, err)
	}
}

// GoOffline disconnects the tab from the network and begins to record its requests.
func (p *Page) GoOffline() {
	p.T.Helper()
	p.runStep("go offline",
		commandAction(network.Enable, network.EnableParams{}),
		commandAction(network.OverrideNetworkState, network.OverrideNetworkStateParams{Offline: true}),
		commandAction(network.EmulateNetworkConditionsByRule, network.EmulateNetworkConditionsByRuleParams{
			MatchedNetworkConditions: []*network.Conditions{{Offline: true, DownloadThroughput: -1, UploadThroughput: -1}},
		}))
}

// Requests lists the addresses of all requests since GoOffline, also of files.
func (p *Page) Requests() []string {
	p.T.Helper()
	p.Eval(`void 0`, nil) // all earlier events have been received when this returns
	p.mutex.Lock()
	defer p.mutex.Unlock()
	return slices.Clone(p.requests)
}

// Screenshot saves the whole page, including what is scrolled out of view, as a PNG file.
func (p *Page) Screenshot(file string) {
	p.T.Helper()
	p.runStep("take a picture", func(ctx context.Context, t *chromedp.Target) (none chromedp.Void, err error) {
		picture, err := chromedp.FullScreenshot(100)(ctx, t)
		return none, cmp.Or(err, os.WriteFile(file, picture, 0o644))
	})
}

// Download clicks a link or button that downloads a file, and returns the file's suggested name and content.
func (p *Page) Download(selector string) (name string, content []byte) {
	p.T.Helper()
	folder := p.T.TempDir()
	tab := chromedp.FromContext(p.ctx)
	if _, err := cdp.Call(p.ctx, tab.Browser, browser.SetDownloadBehavior, browser.SetDownloadBehaviorParams{
		Behavior: browser.SetDownloadBehaviorBehaviorAllowAndName, BrowserContextID: tab.BrowserContextID,
		DownloadPath: folder, EventsEnabled: new(true),
	}); err != nil {
		p.T.Fatalf("prepare a download: %v", err)
	}
	ctx, cancel := context.WithTimeout(p.ctx, StepLimit)
	defer cancel()
	arrived := watchDownloads(ctx, p.T, cdp.FrameID(tab.Target.TargetID))
	p.Click(selector)
	select {
	case file := <-arrived:
		content, err := os.ReadFile(filepath.Join(folder, file.GUID))
		if err != nil {
			p.T.Fatalf("read the download: %v", err)
		}
		return file.SuggestedFilename, content
	case <-ctx.Done():
		p.failStep("download from "+selector, errors.New("no file arrived"))
		return "", nil
	}
}

// CheckAccessibility fails the test for every violation that axe-core finds on the page, in both colour
// schemes. The name identifies the page and its state.
func (p *Page) CheckAccessibility(t testing.TB, name string) {
	t.Helper()
	for _, fault := range p.AccessibilityFaults() {
		t.Errorf("accessibility of %s: %s", name, fault)
	}
}

// AccessibilityFaults lists the violations of WCAG 2.2 A and AA and of good practice, each with its element
// and reason. The other colour scheme changes only colours, so only the colour rules run there.
func (p *Page) AccessibilityFaults() []string {
	p.T.Helper()
	// axe-core needs timers, which a tab without scripts lacks. The page's own scripts were not loaded and do
	// not run.
	p.allowScripts(true)
	defer p.allowScripts(!p.Options.NoScript)
	p.Eval(axeScript+`;void 0`, nil)
	faults := p.runAxe(`['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22a', 'wcag22aa', 'best-practice']`)
	p.setColorScheme(!p.Options.Dark)
	defer p.setColorScheme(p.Options.Dark)
	for _, fault := range p.runAxe(`{type: 'rule', values: ['color-contrast', 'link-in-text-block']}`) {
		faults = append(faults, fmt.Sprintf("dark %v: %s", !p.Options.Dark, fault))
	}
	return faults
}

// runAxe lists the violations of some of axe-core's rules.
func (p *Page) runAxe(rules string) (faults []string) {
	p.T.Helper()
	p.Eval(`axe.run(document, {runOnly: `+rules+`, resultTypes: ['violations']})
	.then(result => result.violations.flatMap(rule => rule.nodes.map(node =>
		rule.id + ' (' + rule.impact + '): ' + rule.help + '\n  ' + node.target.join(' ') + '  ' + node.html.slice(0, 200) +
		'\n  ' + node.failureSummary.replaceAll('\n', '\n  '))))`, &faults)
	return faults
}

// AllowProblems adds parts of messages that this test causes on purpose, such as "status of 409".
func (p *Page) AllowProblems(parts ...string) {
	p.mutex.Lock()
	defer p.mutex.Unlock()
	p.allowed = append(p.allowed, parts...)
}

// Problems lists the browser's messages except those that AllowProblems names: console errors and warnings,
// uncaught exceptions, violations of the content security policy, failed requests, and dialogs.
func (p *Page) Problems() []string {
	// All earlier events have been received when this call returns.
	ctx, cancel := context.WithTimeout(p.ctx, StepLimit)
	defer cancel()
	_, err := chromedp.Run(ctx, chromedp.Evaluate[chromedp.Void](`void 0`))
	p.mutex.Lock()
	defer p.mutex.Unlock()
	var problems []string
	for _, problem := range p.problems {
		if !containsAny(problem, p.allowed) {
			problems = append(problems, problem)
		}
	}
	if err != nil {
		problems = append(problems, "the tab does not answer: "+err.Error())
	}
	return problems
}
