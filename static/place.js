// Where one is: the current sentence, moving to another, and its cards.
import { saving, failed, restoreDrafts } from './saving.js';

export const main = document.getElementById('main');
export const article = main.dataset.article;
const live = main.matches('.live'); // the article view; otherwise one sentence's page
const map = document.getElementById('map');
const parts = '.sentence,.cell,#tallies';

let here = Number(document.querySelector('.sentence[aria-current]')?.id.slice(1) ?? 0);
let waiting = 0; // the timer of the fetch to come
let words = null; // the selected words, as watchWords was given them: their module imports this one
let wanted = null; // which sentences J leads to, by their numbers; null: those that ask for something
let owed = false; // whether the cards of the current sentence are still to come

map.setAttribute('hx-sync', 'this:replace'); // of two sentences asked for, only the newer one counts

export const current = () => here;
export const sentence = (n) => document.getElementById('s' + n);
export const cards = () => document.getElementById('cards');
export const address = (n) => `/articles/${article}/sentences/${n}`;

// watchWords is given what this module must know of the selected words: held tells whether there are any, redraw draws them again.
export function watchWords({ held, redraw }) {
  words = { held, redraw };
}

// want is given which sentences J leads to, by their numbers; null: those that ask for something.
export const want = (which) => (wanted = which);
const asks = (n) => (wanted ? wanted(n) : sentence(n).matches('.unread, .open, .recheck'));

// go makes a sentence the current one at once, and fetches its cards when the moving has stopped.
export function go(n, { scroll = true, again = false } = {}) {
  const shown = n === here && !main.matches('.closed');
  if (!sentence(n) || (shown && !again)) return;
  if (!live) return location.assign(address(n));
  here = n;
  mark(scroll);
  history.replaceState(null, '', '#s' + n);
  main.classList.remove('closed');
  main.classList.add('waiting');
  owed = true;
  clearTimeout(waiting);
  waiting = setTimeout(fetchCards, 60);
}

// step moves by one sentence, or to the next one that is wanted.
export function step(by, asking = false) {
  if (!live) return document.querySelector(by > 0 ? '.cards a[rel=next]' : '.cards a[rel=prev]')?.click();
  let n = here + by;
  while (asking && sentence(n) && !asks(n)) n += by;
  if (n < 1) n = here || 1;
  if (sentence(n)) go(n);
}

// fetchCards waits for what is being saved: its answer brings cards too, and the last to come must be the newest.
export function fetchCards() {
  clearTimeout(waiting);
  if (saving() || !owed) return;
  // Words that are selected just now must stay the nodes they are.
  const selectOOB = words.held() ? '.cell,#tallies' : parts;
  const chosen = cards().dataset.n === String(here) && cards().querySelector('.card.here')?.dataset.claim;
  htmx.ajax('GET', address(here) + (chosen ? '?claim=' + chosen : ''), { source: map, target: '#cards', select: '#cards', swap: 'outerHTML', selectOOB, again: () => go(here, { again: true }) });
}

// refresh fetches the cards of the current sentence anew, with the same claim chosen.
export function refresh() {
  if (!live) return htmx.ajax('GET', location.href, { source: map, target: '#cards', select: '#cards', swap: 'outerHTML', selectOOB: '#tallies' });
  owed = true;
  fetchCards();
}

// begin runs when a change is sent. Cards that are on their way could be older than what it answers, so they are given up.
export function begin() {
  map.dispatchEvent(new Event('htmx:abort'));
}

// settle runs when an answer has been put in place. After a change it may be another sentence's, which is the current one
// then: unless one has gone on since, and nothing was wrong.
export function settle(ctx) {
  const changed = ctx.request.method === 'POST';
  const shown = Number(cards()?.dataset.n);
  const stayed = ctx.from === undefined ? !owed : ctx.from === here;
  const follow = changed && shown && shown !== here && (stayed || failed(ctx));
  if (follow) {
    here = shown;
    if (live) history.replaceState(null, '', '#s' + here);
  }
  mark(follow);
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
  document.dispatchEvent(new CustomEvent('place', { detail: here }));
  if (scroll) sentence(here)?.scrollIntoView({ block: 'nearest' });
  if (cell) map.scrollTop = cell.offsetTop - map.offsetTop - map.clientHeight / 2;
}

// leave stops what is under way when the page goes.
export function leave() {
  clearTimeout(waiting);
}
