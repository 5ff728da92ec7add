// Where one is: the current sentence, moving to another, and its cards.
import { saving, failed, restoreDrafts } from './saving.js';
import * as selection from './selection.js';

export const main = document.getElementById('main');
export const article = main.dataset.article;
const live = main.matches('.live'); // the article view; otherwise one sentence's page
const map = document.getElementById('map');
const parts = '.sentence,.cell,#tallies';

let here = Number(document.querySelector('.sentence[aria-current]')?.id.slice(1) ?? 0);
let waiting = 0; // the timer of the cards to fetch
let owed = false; // cards to fetch once nothing is being saved

map.setAttribute('hx-sync', 'this:replace'); // of two sentences asked for, only the newer one counts

export const current = () => here;
export const sentence = (n) => document.getElementById('s' + n);
export const cards = () => document.getElementById('cards');
export const address = (n) => `/articles/${article}/sentences/${n}`;

// go makes a sentence the current one at once, and fetches its cards when the moving has stopped.
export function go(n, { scroll = true, again = false } = {}) {
  if (!sentence(n) || (n === here && !again && !main.matches('.closed'))) return;
  if (!live) return location.assign(address(n));
  here = n;
  main.classList.remove('closed');
  mark(scroll);
  history.replaceState(null, '', '#s' + n);
  main.classList.add('waiting');
  clearTimeout(waiting);
  waiting = setTimeout(fetchCards, 60);
}

// step moves by one sentence, or to the next one that asks for something.
export function step(by, wanted = false) {
  if (!live) return document.querySelector(by > 0 ? '.cards a[rel=next]' : '.cards a[rel=prev]')?.click();
  let n = here + by;
  while (wanted && sentence(n) && !sentence(n).matches('.unread, .open, .recheck')) n += by;
  if (n < 1) n = here || 1;
  if (sentence(n)) go(n);
}

function fetchCards() {
  if (saving()) {
    owed = true;
    return;
  }
  // Words that are selected just now must stay the nodes they are.
  const selectOOB = selection.held() ? '.cell,#tallies' : parts;
  htmx.ajax('GET', address(here), { source: map, target: '#cards', select: '#cards', swap: 'outerHTML', selectOOB, again: () => go(here, { again: true }) });
}

// settle runs when an answer has been put in place: after a change it may be another sentence's.
export function settle(ctx) {
  const shown = Number(cards()?.dataset.n);
  if (ctx.request.method === 'POST' && shown && (!owed || failed(ctx))) {
    owed = false;
    const moved = shown !== here;
    here = shown;
    mark(moved);
    if (live && moved) history.replaceState(null, '', '#s' + here);
  } else {
    mark(false);
  }
  if (owed && !saving()) {
    owed = false;
    fetchCards();
  } else {
    main.classList.remove('waiting');
  }
  restoreDrafts();
  selection.redraw();
}

function mark(scroll) {
  for (const old of document.querySelectorAll('.sentence[aria-current], .cell[aria-current]')) old.removeAttribute('aria-current');
  const cell = document.getElementById('m' + here);
  sentence(here)?.setAttribute('aria-current', 'true');
  cell?.setAttribute('aria-current', 'true');
  document.getElementById('at').textContent = here || '–';
  if (scroll) sentence(here)?.scrollIntoView({ block: 'nearest' });
  if (cell) map.scrollTop = cell.offsetTop - map.offsetTop - map.clientHeight / 2;
}

// leave stops what is under way when the page goes.
export function leave() {
  clearTimeout(waiting);
}
