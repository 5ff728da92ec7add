// Splits and joins sentences, and reloads a page whose sentence boundaries have changed.
import { tr } from './messages.js';
import { main, article, address, current, go, sentence } from './place.js';
import { failed, post, say, saving } from './saving.js';
import * as selection from './selection.js';

const live = main.matches('.live');
const shelf = 'kept for a reload';
let found = null; // what to restore after a reload

// split splits the sentence before the selected words.
export function split() {
  const words = selection.taken();
  if (!words) return say(tr('Select the word with which the second sentence begins first (w).'));
  ask(words.ordinal, 'split', { at: words.start }, tr('sentence split'));
}

// merge joins the current sentence with the next one.
export function merge() {
  if (current()) ask(current(), 'merge', {}, tr('sentences joined'));
  else say(tr('Go to a sentence first (j).'));
}

function ask(n, act, values, said) {
  post(`/sentences/${sentence(n).dataset.id}/${act}`, values, said, current());
}

// otherwise reports whether a response has other sentence boundaries than this page, or does not know one of
// its sentences. Its fragments do not fit into this page then.
export function otherwise(ctx) {
  if (ctx.request.method === 'GET' && ctx.response.status === 404) return true;
  return differs(ctx, 'cuts');
}

// differs reports whether a response is about another state of the article than this page.
function differs(ctx, what) {
  const now = ctx.text.match(new RegExp(` data-${what}="(\\d+)"`))?.[1];
  return now !== undefined && now !== main.dataset[what];
}

// reload reloads the page as soon as nothing is being saved. It keeps the position and the message about the last change.
export function reload(ctx) {
  setTimeout(load);
  if (found && (found.bad || ctx.request.method === 'GET')) return; // a message about an error takes precedence, then one about a save
  const here = sentence(current());
  const n = Number(ctx.text.match(/ data-n="(\d+)"/)?.[1]);
  const follow = ctx.request.method === 'POST' && (ctx.from === undefined || ctx.from === current() || failed(ctx));
  const said = document.getElementById('said');
  found = {
    article, n: follow || !here ? n : 0, start: Number(here?.querySelector('.t').dataset.start ?? 0), words: here?.querySelector('.t').textContent, top: here?.getBoundingClientRect().top,
    inCards: Boolean(document.activeElement.closest('#cards')),
    said: said.textContent, bad: said.classList.contains('failed'),
  };
  if (ctx.request.method === 'GET') {
    found.said = tr(differs(ctx, 'revision') ? 'A new draft came in meanwhile: this is the article as it is now.' : 'Sentences were split or joined meanwhile: this is the article as it is now.');
  } else if (failed(ctx)) found.said = tr('Not saved. %s', reasonOf(ctx.text));
}

// reloadHere reloads the page at once and keeps the position.
export function reloadHere() {
  const here = sentence(current());
  found = { article, n: 0, start: Number(here?.querySelector('.t').dataset.start ?? 0), words: here?.querySelector('.t').textContent, top: here?.getBoundingClientRect().top, said: tr('This is the article as it is now.'), bad: false };
  load();
}

// reasonOf returns the error messages in a response.
function reasonOf(text) {
  const refusal = new DOMParser().parseFromString(text, 'text/html').querySelector('#refusal');
  return [...(refusal?.querySelectorAll('li, p') ?? [])].map((part) => part.textContent.trim()).join(' ');
}

function load() {
  if (saving()) return; // called again when its response arrives
  sessionStorage.setItem(shelf, JSON.stringify(found));
  history.scrollRestoration = 'manual';
  if (!live) return location.assign(address(found.n));
  if (found.n) history.replaceState(null, '', '#s' + found.n);
  location.reload();
}

// arrive restores the position after a reload. It returns false if there was none.
export function arrive() {
  const was = JSON.parse(sessionStorage.getItem(shelf) ?? 'null');
  sessionStorage.removeItem(shelf);
  history.scrollRestoration = 'auto';
  if (was?.article !== article) return false;
  const n = was.n || standing(was.start, was.words);
  if (live) go(n, { scroll: false });
  if (live && was.top !== undefined) keepAt(n, was.top);
  if (was.inCards) focusAgain();
  say(was.said, was.bad);
  return true;
}

// keepAt scrolls a sentence back to its position on the screen, twice, because the layout of a long article
// changes when it becomes visible.
function keepAt(n, top) {
  const move = () => sentence(n) && scrollBy({ top: sentence(n).getBoundingClientRect().top - top, behavior: 'instant' });
  move();
  requestAnimationFrame(() => requestAnimationFrame(move));
}

// focusAgain moves the focus back to the cards when they have loaded.
function focusAgain() {
  const summary = document.querySelector('#boundaries summary');
  if (summary) summary.focus({ preventScroll: true });
  else document.addEventListener('htmx:finally:request', focusAgain, { once: true });
}

// standing returns the number of the nearest sentence with these words, or of the sentence now at that
// offset.
function standing(start, words) {
  const all = [...document.querySelectorAll('.t')];
  const from = (t) => Math.abs(Number(t.dataset.start) - start);
  const same = all.filter((t) => t.textContent === words).sort((a, b) => from(a) - from(b));
  const there = same[0] ?? all.filter((t) => Number(t.dataset.start) <= start).at(-1);
  return Number(there?.closest('.sentence').id.slice(1) ?? 1);
}
