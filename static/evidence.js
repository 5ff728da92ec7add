// The evidence form. One field takes pasted text, and the server sorts the text into the fields of a source. Keys choose the class and
// the stance of a source. A digit chooses a known source.
import { tr } from './messages.js';
import { cards } from './place.js';
import { chosenCard, loaded, reveal } from './forms.js';

const most = 9; // sources in one form, as on the server
const picks = {
  p: ['class', 0], c: ['class', 1], '+': ['stance', 0], '=': ['stance', 0], '-': ['stance', 1], '−': ['stance', 1], 0: ['stance', 2],
};
const waiting = new Map(); // for each form, the requests without a response

const entries = (form) => [...form.querySelectorAll('.entries > .entry')];
export const filled = (form) => entries(form).filter((entry) => entry.matches('.filled'));
const prefix = (n) => (n === 1 ? 'evidence-' : `evidence-${n}-`);
const nameIn = (entry) => prefix(Number(entry.dataset.entry));
const field = (entry, name) => entry.querySelector(`[name="${nameIn(entry)}${name}"]`);
const pasteField = (form) => form.elements['evidence-paste'];

// settled resolves when all text that was pasted into a form has been sorted into its fields.
export const settled = (form) => Promise.all(waiting.get(form) ?? []);

// contradicts reports whether a source of the form contradicts the claim.
const picked = (entry, name) => entry.querySelector(`[data-pick=${name}] input:checked`);
export const contradicts = (form) => filled(form).some((entry) => picked(entry, 'stance')?.value === 'contradicts');

export function listen() {
  document.addEventListener('paste', onPaste);
  document.addEventListener('keydown', onKey);
  document.addEventListener('click', onClick);
  document.addEventListener('focusin', (event) => event.target.closest?.('.entry.shut')?.classList.remove('shut'));
  document.addEventListener('input', (event) => event.target.closest?.('.entry') && filling(event.target.closest('.entry')));
  document.addEventListener('change', (event) => {
    if (event.target.matches?.('.found input[name=evidence-source]') && event.target.value) choose(event.target);
  });
}

// onPaste inserts text that was pasted outside of a field into the form of the selected claim.
function onPaste(event) {
  const words = event.clipboardData?.getData('text/plain') || event.clipboardData?.files[0]?.name;
  const target = event.target instanceof Element ? event.target : document.body;
  const typing = target.closest('input:not([type=radio], [type=checkbox]), textarea, select, [contenteditable], dialog');
  const form = typing ? typing.form : loaded() && chosenCard()?.querySelector('form.tag');
  if (!words?.trim() || !form || (typing && typing.name !== 'evidence-paste')) return;
  event.preventDefault();
  take(form, words);
}

// take makes a source of words that were pasted or typed.
function take(form, words) {
  const entry = nextEntry(form);
  if (!entry) return;
  field(entry, 'title').value = '';
  entry.querySelector('.entry-title').textContent = words.trim().split('\n')[0].slice(0, 120);
  show(form, entry);
  const paste = pasteField(form);
  const answer = ask(paste.dataset.address, { paste: words }).then((source) => {
    if (!source) return put(entry, { title: words.trim().split('\n')[0] });
    put(entry, source);
    if (source.url && 'opens' in paste.dataset) open(entry, paste.dataset.address, words, source);
  });
  waiting.set(form, [...(waiting.get(form) ?? []), answer]);
}

// open asks the server to open the page. The user can go on typing, and no typed text is lost.
async function open(entry, address, words, before) {
  say(entry, tr('Opening the page…'));
  const source = await ask(address, { paste: words, open: 1 });
  if (!entry.isConnected) return;
  if (!source) return say(entry, tr('The page was not opened: fill in what it says.'));
  if (!source.opened) return say(entry, source.said);
  if (field(entry, 'title').value === before.title) field(entry, 'title').value = '';
  put(entry, source);
  if (!before.quote) say(entry, tr('From the page.'));
  else say(entry, source.on_page ? tr('From the page. The quote is on the page.') : tr('From the page. The quote was not found there.'));
}

async function ask(address, values) {
  try {
    const response = await fetch(address, { method: 'POST', body: new URLSearchParams(values), headers: { Accept: 'application/json' } });
    return response.ok && !response.redirected ? await response.json() : null;
  } catch {
    return null; // the words stay as the title
  }
}

// put fills the empty fields of a source.
function put(entry, source) {
  for (const name of ['title', 'url', 'publisher', 'contact', 'quote', 'locator']) {
    const input = field(entry, name);
    if (source[name] && !input.value) input.value = source[name];
  }
  if (source.kind) field(entry, 'kind').value = source.kind;
  filling(entry);
}

function filling(entry) {
  const title = field(entry, 'title').value;
  if (title) entry.querySelector('.entry-title').textContent = title;
  const word = (name) => picked(entry, name)?.nextSibling.textContent.trim();
  const facts = [field(entry, 'url').value.replace(/^https?:\/\//, ''), field(entry, 'publisher').value, word('class'), word('stance')];
  entry.querySelector('.entry-facts').textContent = facts.filter(Boolean).join(' · ');
  entry.querySelector('.facts-more').open ||= field(entry, 'kind').value !== 'web page';
  entry.classList.add('filled');
}

const say = (entry, words) => (entry.querySelector('.entry-said').textContent = words ?? '');

// nextEntry returns the first empty source of a form, or adds one. It returns null if the form has the maximum number.
function nextEntry(form) {
  const empty = entries(form).find((entry) => !entry.matches('.filled'));
  if (empty) return empty;
  const n = Math.max(...entries(form).map((entry) => Number(entry.dataset.entry))) + 1;
  return n > most ? null : addEntry(form, n);
}

function addEntry(form, n) {
  const entry = form.querySelector('.next-entry').content.firstElementChild.cloneNode(true);
  const renamed = (value) => value.replace('evidence-0-', prefix(n));
  entry.dataset.entry = n;
  entry.setAttribute('aria-label', tr('Source %s', n));
  entry.querySelector('.entry-number').textContent = n;
  for (const part of entry.querySelectorAll('[id], [name], [for]')) {
    for (const name of ['id', 'name', 'for']) if (part.hasAttribute(name)) part.setAttribute(name, renamed(part.getAttribute(name)));
  }
  form.querySelector('.entries').append(entry);
  return entry;
}

// prepare adds the sources to which fields belong that a draft has.
export function prepare(form, names) {
  for (const name of names) {
    const found = name.match(/^evidence-(?:(\d+)-)?(?!paste)/);
    const n = found ? Number(found[1] ?? 1) : 0;
    if (n > 1 && n <= most && !form.elements[name]) addEntry(form, n);
    if (n) entries(form).find((entry) => entry.dataset.entry === String(n))?.classList.add('filled');
  }
}

// show presents a source and moves the focus to it, where keys choose its class and stance.
function show(form, entry) {
  const status = form.dataset.chosen ||= 'sourced';
  const stance = entry.querySelector(`[data-pick=stance] [value=${status === 'disputed' ? 'contradicts' : 'supports'}]`);
  stance.checked = true;
  entry.classList.add('filled');
  for (const other of filled(form)) {
    const complete = other !== entry && picked(other, 'class') && !other.querySelector('[aria-invalid]');
    other.classList.toggle('shut', Boolean(complete));
  }
  entry.querySelector('.facts-more').open = false;
  pasteField(form).value = '';
  reveal(entry);
}

// choose takes a source of the desk. The class of last time is shown, to be confirmed.
function choose(input) {
  const form = input.form;
  const entry = nextEntry(form);
  if (!entry) return;
  let source = field(entry, 'source');
  if (!source) {
    source = document.createElement('input');
    source.type = 'hidden';
    source.name = nameIn(entry) + 'source';
    entry.append(source);
  }
  source.value = input.value;
  entry.classList.add('known-source');
  const title = input.dataset.title ?? input.closest('label').querySelector('.title').textContent;
  entry.querySelector('.entry-title').textContent = title;
  const last = input.dataset.class && entry.querySelector(`[data-pick=class] [value=${input.dataset.class}]`);
  if (last) {
    last.checked = true;
    say(entry, tr('The class is that of last time: is it right here?'));
  }
  if (input.dataset.kind) field(entry, 'kind').value = input.dataset.kind;
  input.checked = false;
  input.closest('.found')?.replaceChildren();
  show(form, entry);
  filling(entry);
}

function onKey(event) {
  if (event.defaultPrevented || event.isComposing || event.ctrlKey || event.metaKey || event.altKey) return;
  const target = event.target;
  if (target.name === 'evidence-paste') return inPaste(event);
  const entry = target.closest?.('.entry');
  if (!entry) return;
  if (target.matches('textarea, select, summary, button, input:not([type=radio], [type=checkbox])')) return;
  if (event.key === 'Enter') {
    event.preventDefault();
    return document.dispatchEvent(new CustomEvent('saveverdict', { detail: entry.closest('form') }));
  }
  const pick = picks[event.key] ?? picks[{ KeyP: 'p', KeyC: 'c', Digit0: '0', Minus: '-', Equal: '+' }[event.code]];
  if (pick) {
    event.preventDefault();
    const input = entry.querySelectorAll(`[data-pick=${pick[0]}] input`)[pick[1]];
    input.checked = true;
    input.dispatchEvent(new Event('input', { bubbles: true }));
    return;
  }
  const known = /^[1-9]$/.test(event.key) && digit(entry.closest('form'), event.key);
  if (known) {
    event.preventDefault();
    choose(known);
  }
}

const digit = (form, key) => form.querySelector(`.known [data-digit="${key}"]`);

function inPaste(event) {
  const form = event.target.form;
  const known = !event.target.value && digit(form, event.key);
  if (known) {
    event.preventDefault();
    choose(known);
  } else if (event.key === 'Enter' && !event.shiftKey) {
    event.preventDefault();
    if (event.target.value.trim()) take(form, event.target.value);
    else document.dispatchEvent(new CustomEvent('saveverdict', { detail: form }));
  }
}

function onClick(event) {
  const known = event.target.closest?.('.known label');
  if (known) {
    event.preventDefault();
    return choose(known.querySelector('input'));
  }
  const drop = event.target.closest?.('.entry .drop');
  if (!drop) return;
  const entry = drop.closest('.entry'), form = entry.closest('form');
  if (entry.dataset.entry === '1') clearEntry(entry);
  else entry.remove();
  pasteField(form).focus();
}

function clearEntry(entry) {
  for (const input of entry.querySelectorAll('input:not([type=radio], [type=checkbox]), textarea')) input.value = '';
  for (const input of entry.querySelectorAll('[data-pick=class] input, [type=checkbox]')) input.checked = false;
  field(entry, 'source')?.remove();
  entry.classList.remove('filled', 'known-source', 'shut');
  say(entry, '');
}
