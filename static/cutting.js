// Where sentences begin and end: splitting one, joining two, and a page whose sentences somebody has cut otherwise since.
import { tr } from './messages.js';
import { main, article, address, current, go, sentence } from './place.js';
import { failed, post, say, saving } from './saving.js';
import * as selection from './selection.js';

const live = main.matches('.live');
const shelf = 'cut anew';
let found = null; // what is to be found again once the page is loaded anew

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

// otherwise tells whether an answer counts the sentences in another way than this page does, or does not know one of them. Its
// parts have no place here then.
export function otherwise(ctx) {
  if (ctx.request.method === 'GET' && ctx.response.status === 404) return true;
  return differs(ctx, 'cuts');
}

// differs tells whether an answer names another state of the article than this page does.
function differs(ctx, what) {
  const now = ctx.text.match(new RegExp(` data-${what}="(\\d+)"`))?.[1];
  return now !== undefined && now !== main.dataset[what];
}

// reload loads the page anew once nothing is being saved any more, and finds there the place, and what was said of the last change.
export function reload(ctx) {
  setTimeout(load);
  if (found && (found.bad || ctx.request.method === 'GET')) return; // what was not saved weighs more, and then what was
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

// anew loads the page anew at once, and finds the place again.
export function anew() {
  const here = sentence(current());
  found = { article, n: 0, start: Number(here?.querySelector('.t').dataset.start ?? 0), words: here?.querySelector('.t').textContent, top: here?.getBoundingClientRect().top, said: tr('This is the article as it is now.'), bad: false };
  load();
}

// reasonOf is what an answer says was refused.
function reasonOf(text) {
  const refusal = new DOMParser().parseFromString(text, 'text/html').querySelector('#refusal');
  return [...(refusal?.querySelectorAll('li, p') ?? [])].map((part) => part.textContent.trim()).join(' ');
}

function load() {
  if (saving()) return; // its answer comes here again
  sessionStorage.setItem(shelf, JSON.stringify(found));
  history.scrollRestoration = 'manual';
  if (!live) return location.assign(address(found.n));
  if (found.n) history.replaceState(null, '', '#s' + found.n);
  location.reload();
}

// arrive finds the place again after that; false where nothing was to be found.
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

// keepAt brings a sentence to where it was on the screen. A long article is laid out as it comes into sight, which moves it once more.
function keepAt(n, top) {
  const move = () => scrollBy({ top: sentence(n).getBoundingClientRect().top - top, behavior: 'instant' });
  move();
  requestAnimationFrame(() => requestAnimationFrame(move));
}

// focusAgain takes who worked in the cards back there, once they have come.
function focusAgain() {
  const summary = document.querySelector('#boundaries summary');
  if (summary) summary.focus({ preventScroll: true });
  else document.addEventListener('htmx:finally:request', focusAgain, { once: true });
}

// standing is the number of the sentence in which certain words stand now: the nearest to where they stood, or what stands there now.
function standing(start, words) {
  const all = [...document.querySelectorAll('.t')];
  const from = (t) => Math.abs(Number(t.dataset.start) - start);
  const same = all.filter((t) => t.textContent === words).sort((a, b) => from(a) - from(b));
  const there = same[0] ?? all.filter((t) => Number(t.dataset.start) <= start).at(-1);
  return Number(there?.closest('.sentence').id.slice(1) ?? 1);
}
