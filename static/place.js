// The position on the page: the current sentence, moves to another one, and its cards.
import { saving, failed, restoreDrafts } from './saving.js';

export const main = document.getElementById('main');
export const article = main.dataset.article;
const live = main.matches('.live'); // the article view; otherwise one sentence's page
const map = document.getElementById('map');
const parts = '.sentence,.cell,#tallies';
const of = Number(main.dataset.of ?? 0); // the number of sentences of an article that is shown in parts
const first = live ? Number(document.querySelector('.sentence')?.id.slice(1) ?? 1) : 1;

let here = Number(document.querySelector('.sentence[aria-current]')?.id.slice(1) ?? 0);
let from = 0; // the sentence before the last move by more than one
let waiting = 0; // the timer of the next request
let words = null; // the selected words; set by watchWords, because their module imports this one
let wanted = null; // selects the sentences to which J moves, by number; null: those that need work
let opened = false; // cards have been shown
let owed = false; // the cards of the current sentence have not loaded yet

map.setAttribute('hx-sync', 'this:replace'); // a newer request replaces a pending one

export const current = () => here;
export const sentence = (n) => document.getElementById('s' + n);
export const cards = () => document.getElementById('cards');
export const address = (n) => `/articles/${article}/sentences/${n}`;

// watchWords registers two functions of the selection. held reports whether words are selected, and redraw draws the selection again.
export function watchWords({ held, redraw }) {
  words = { held, redraw };
}

// want sets the numbers of the sentences to which J moves. null means those that need work.
export const want = (which) => (wanted = which);
const asks = (n) => (wanted ? wanted(n) : sentence(n).matches('.unread, .open, .recheck'));

// go makes a sentence the current one at once, and loads its cards after a short delay without further moves.
export function go(n, { scroll = true, again = false } = {}) {
  const shown = n === here && !main.matches('.closed');
  if (!sentence(n)) return elsewhere(n);
  if (shown && !again) return;
  if (!live) return location.assign(address(n));
  if (Math.abs(n - here) > 1) from = here;
  here = n;
  mark(scroll);
  history.replaceState(null, '', '#s' + n);
  main.classList.remove('closed');
  main.classList.add('waiting');
  owed = true;
  clearTimeout(waiting);
  waiting = setTimeout(fetchCards, 60);
}

// elsewhere opens the part of a long article that contains a sentence. It returns false if there is no such sentence. If the page was
// opened with the sentence's address, it replaces that entry of the history, so that the back button does not return to it.
export function elsewhere(n, opening = false) {
  if (!(n >= 1 && n <= of)) return false;
  const url = `/articles/${article}?from=${n}#s${n}`;
  opening ? location.replace(url) : location.assign(url);
  return true;
}

// back returns to the sentence before the last move by more than one sentence. It returns false if there was none.
export function back() {
  if (!sentence(from)) return false;
  const to = from;
  from = here;
  go(to);
  return true;
}

// step moves by one sentence, or to the next one that is wanted: true means those that need work.
export function step(by, asking = false) {
  if (!live) return document.querySelector(by > 0 ? '.cards a[rel=next]' : '.cards a[rel=prev]')?.click();
  let n = here ? here + by : first;
  const fits = (n) => (typeof asking === 'function' ? asking(sentence(n)) : asks(n));
  while (asking && sentence(n) && !fits(n)) n += by;
  if (n < 1) n = here || 1;
  go(n);
}

// fetchCards loads the cards when nothing is being saved. A response to a save contains cards too, and the newest cards must arrive last.
export function fetchCards() {
  clearTimeout(waiting);
  if (saving() || !owed) return;
  // Nodes with selected words must not be replaced.
  const selectOOB = words.held() ? '.cell,#tallies' : parts;
  const chosen = cards().dataset.n === String(here) && cards().querySelector('.card.here')?.dataset.claim;
  htmx.ajax('GET', address(here) + (chosen ? '?claim=' + chosen : ''), { source: map, target: '#cards', select: '#cards', swap: 'outerHTML', selectOOB, again: () => go(here, { again: true }) });
}

// refresh reloads the cards of the current sentence and keeps the selected claim.
export function refresh() {
  if (!live) return htmx.ajax('GET', location.href, { source: map, target: '#cards', select: '#cards', swap: 'outerHTML', selectOOB: '#tallies' });
  owed = true;
  fetchCards();
}

// begin runs when a change is sent. It cancels pending requests for cards, which could be older than the
// response.
export function begin() {
  map.dispatchEvent(new Event('htmx:abort'));
}

// settle runs after a response was inserted into the page. After a change, its sentence becomes the current one, unless the user has
// moved on and there was no error.
export function settle(ctx) {
  const changed = ctx.request.method === 'POST';
  const shown = Number(cards()?.dataset.n);
  const stayed = ctx.from === undefined ? !owed : ctx.from === here;
  const follow = changed && shown && shown !== here && (stayed || failed(ctx));
  if (follow) {
    here = shown;
    if (live) history.replaceState(null, '', '#s' + here);
  }
  mark(follow || shown && !opened); // on a small screen the first cards cover what they are about
  opened ||= Boolean(shown);
  owed &&= shown !== here;
  if (changed) {
    document.dispatchEvent(new Event('changed'));
    fetchCards();
  }
  main.classList.toggle('waiting', owed);
  restoreDrafts();
  words.redraw();
}

function mark(scroll) {
  for (const old of document.querySelectorAll('.sentence[aria-current], .cell[aria-current]')) old.removeAttribute('aria-current');
  const cell = document.getElementById('m' + here);
  sentence(here)?.setAttribute('aria-current', 'true');
  cell?.setAttribute('aria-current', 'true');
  document.getElementById('at').textContent = here || '–';
  announce();
  document.dispatchEvent(new CustomEvent('place', { detail: here }));
  if (scroll) sentence(here)?.scrollIntoView({ block: 'nearest' });
  if (cell) map.scrollTop = cell.offsetTop - map.offsetTop - map.clientHeight / 2;
}

// announce lets screen readers speak the number and state of the current sentence, and how many claims it has. It repeats nothing.
function announce() {
  const chosen = document.getElementById('chosen');
  const label = sentence(here)?.querySelector('.no').getAttribute('aria-label') ?? '';
  if (chosen.textContent !== label) chosen.textContent = label;
}

// leave stops pending timers when the page is closed.
export function leave() {
  clearTimeout(waiting);
}
