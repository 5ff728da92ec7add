// Live updates: changes by other users in the text, the map and the cards, and the people who are present. An update never takes away the
// focus, a selection or typed text. An update that would do so is delayed, or offered as a button.
import { tr } from './messages.js';
import { main, article, cards, current, refresh } from './place.js';
import { saving } from './saving.js';
import * as selection from './selection.js';
import * as cutting from './cutting.js';

const people = document.getElementById('people');
const line = document.getElementById('line');
const news = document.getElementById('news');
const single = !main.matches('.live');
const gather = 100; // milliseconds during which changes are collected
const most = 60; // sentences in one request, as on the server
const patience = 2000; // milliseconds without a connection until a message appears
const visible = () => document.visibilityState === 'visible';

let source = null;
let last = Number(main.dataset.event); // the id of the newest event
let page = ''; // the server's name for this page
let me = 0;
let lost = 0; // the timer of the message about the lost connection
let coming = 0; // the timer of the next attempt
let tries = 0;
let flushing = 0;
let asked = false; // a request is pending
let changed = new Map(); // ids of sentences to load, with the id of the event that changed each
let all = false; // the counts have to be loaded
let counted = last; // the id of the newest event that the shown counts include
const shown = new Map(); // the id of the newest event that a sentence from another response includes, by its id
let late = new Map(); // elements that wait until a selection or the focus has gone, by id
let present = [];

export function listen() {
  if (!main.dataset.event) return;
  document.addEventListener('visibilitychange', () => (visible() ? connect() : part()));
  document.addEventListener('place', (event) => tell(event.detail));
  document.addEventListener('selectionchange', () => late.size && soon());
  document.addEventListener('letgo', () => late.size && soon());
  document.addEventListener('focusout', () => late.size && soon());
  document.addEventListener('htmx:finally:request', () => (late.size || all) && soon());
  // A response to another request may be older or newer than this page: it contains the id of its last event.
  document.addEventListener('htmx:before:swap', ({ detail: { ctx, tasks } }) => noteAge(ctx?.text, tasks));
  document.addEventListener('htmx:after:swap', showPeople);
  document.getElementById('show').addEventListener('click', show);
  addEventListener('pagehide', part);
  addEventListener('online', connect);
  if (visible()) connect();
}

// --- the connection ---

function connect() {
  clearTimeout(coming);
  if (source && source.readyState !== EventSource.CLOSED) return;
  source = new EventSource(`/api/v1/articles/${article}/events?after=${last}`);
  source.addEventListener('hello', (event) => {
    ({ page, user: me } = JSON.parse(event.data));
    tries = 0;
    clearTimeout(lost);
    lost = 0;
    line.textContent = '';
    main.dataset.line = 'live';
    if (current()) tell(current());
  });
  source.addEventListener('change', (event) => {
    last = Math.max(last, Number(event.lastEventId));
    take(JSON.parse(event.data), Number(event.lastEventId));
  });
  source.addEventListener('people', (event) => {
    present = JSON.parse(event.data);
    showPeople();
  });
  source.addEventListener('closed', (event) => closed(JSON.parse(event.data).status));
  source.addEventListener('error', () => {
    main.dataset.line = 'lost';
    lost ||= setTimeout(() => (line.textContent = tr('Connection lost: what others do does not show. Trying again…')), patience);
    if (source?.readyState === EventSource.CLOSED) again(); // a browser reconnects by itself unless the response was an error
  });
}

function again() {
  clearTimeout(coming);
  const wait = Math.min(30, 2 ** tries++) * 1000;
  coming = setTimeout(() => visible() && connect(), wait * (0.5 + Math.random() / 2));
}

// part closes the connection. A browser allows only six connections for each site, and a hidden page catches up when it is shown.
function part() {
  clearTimeout(coming);
  clearTimeout(lost);
  lost = 0;
  source?.close();
  source = null;
}

function closed(status) {
  part();
  main.dataset.line = 'closed';
  line.textContent = tr(status === 401 ? 'You are signed out, so changes by others are not shown.' : 'You may no longer see this article.');
}

// --- changes ---

// take records what an event changed. It skips changes that the response to the user's own change has already shown.
function take(change, event) {
  const old = change.sentences.filter((id) => byID(id) && event > (shown.get(id) ?? 0));
  for (const id of old) changed.set(id, event);
  if (!old.length && event <= counted) return;
  all = true;
  soon();
}

function soon() {
  flushing ||= setTimeout(flush, gather);
}

async function flush() {
  flushing = 0;
  if (saving() || asked) return; // called again when its response arrives
  putLate();
  if (!all) return;
  const ids = [...changed].filter(([id]) => byID(id));
  const some = ids.slice(0, most);
  changed = new Map(ids.slice(most));
  all = changed.size > 0;
  asked = true;
  const answer = await ask(some.map(([id]) => id));
  asked = false;
  if (!answer) {
    keep(some);
    all = true;
    return setTimeout(soon, 2000);
  }
  if (saving()) { // the response may be older than what is being saved
    keep(some);
    all = true;
    return;
  }
  put(answer, some.map(([id]) => id));
  if (all) soon();
}

function keep(some) {
  for (const [id, event] of some) changed.set(id, Math.max(event, changed.get(id) ?? 0));
}

async function ask(ids) {
  try {
    const response = await fetch(`/articles/${article}/parts?sentences=${ids}&here=${single ? current() : 0}`, { headers: { Accept: 'text/html' } });
    if (!response.ok) return null;
    return new DOMParser().parseFromString(await response.text(), 'text/html').getElementById('parts');
  } catch {
    return null;
  }
}

const byID = (id) => document.querySelector(`.sentence[data-id="${id}"]`);

// put replaces elements that differ and are not in use.
function put(parts, ids) {
  if (parts.dataset.revision !== main.dataset.revision) return offer(tr('A new draft came in.'), cutting.reloadHere);
  if (parts.dataset.cuts !== main.dataset.cuts) return offer(tr('Sentences were split or joined.'), cutting.reloadHere);
  for (const part of parts.querySelectorAll('.sentence, .cell, #tallies')) late.set(part.id, part);
  putLate();
  document.dispatchEvent(new Event('changed'));
  if (ids.some((id) => byID(id)?.id === 's' + current())) cardsChanged(Number(parts.dataset.event));
}

function putLate() {
  for (const [id, part] of late) {
    const old = document.getElementById(id);
    if (old && busy(old)) continue;
    late.delete(id);
    if (!old) continue;
    const here = old.getAttribute('aria-current');
    if (here) part.setAttribute('aria-current', here);
    else part.removeAttribute('aria-current');
    if (old.outerHTML !== part.outerHTML) old.replaceWith(document.adoptNode(part));
  }
  showPeople();
  selection.redraw();
}

// busy reports whether an element has the focus or contains selected words.
function busy(element) {
  if (element.contains(document.activeElement)) return true;
  if (element.matches('.sentence') && selection.holds(Number(element.id.slice(1)))) return true;
  const chosen = getSelection();
  return !chosen.isCollapsed && chosen.containsNode(element, true);
}

// --- the cards of the current sentence ---

let cardsAfter = last; // the event after which the cards were rendered

// noteAge notes which events a response includes, so that they are not loaded again.
function noteAge(text, tasks) {
  const after = Number(text?.match(/ data-event="(\d+)"/)?.[1]);
  if (!after || !text.includes('id="cards"')) return;
  for (const { type, fragment } of tasks) {
    const part = type === 'oob' && fragment.firstElementChild;
    if (!part) continue;
    late.delete(part.id);
    if (part.id === 'tallies') counted = Math.max(counted, after);
    const id = Number(part.dataset.id);
    if (!id) continue;
    shown.set(id, after);
    if (changed.get(id) <= after) changed.delete(id);
  }
  all &&= changed.size > 0 || counted < last;
  cardsAfter = after;
  settleNews();
}

// cardsChanged reloads the cards, or offers to if the user is working in them.
function cardsChanged(event) {
  if (event <= cardsAfter) return; // they were part of the response to the user's own change
  if (cards().dataset.n !== String(current())) return; // they are being loaded
  if (working()) return offer(tr('Somebody changed this sentence’s claims.'), refresh);
  refresh();
}

// working reports whether the cards have the focus or contain unsaved input.
function working() {
  if (cards().contains(document.activeElement)) return true;
  return [...cards().querySelectorAll('textarea, input:not([type=hidden], [type=checkbox], [type=radio])')].some((field) => field.value !== field.defaultValue);
}

let offered = null;

function offer(what, act) {
  if (offered && offered !== refresh && act === refresh) return; // a new text of the page takes precedence
  offered = act;
  news.querySelector('span').textContent = what;
  news.hidden = false;
}

function show() {
  const act = offered;
  settleNews(true);
  act?.();
}

function settleNews(always = false) {
  if (!always && offered !== refresh) return;
  offered = null;
  news.hidden = true;
}

// --- who else is here ---

let telling = 0;

// tell sends the current sentence after a short delay without further moves.
function tell(n) {
  clearTimeout(telling);
  telling = setTimeout(() => {
    const sentence = document.getElementById('s' + n)?.dataset.id;
    if (!page || !sentence || !source) return;
    fetch(`/articles/${article}/presence`, { method: 'POST', body: new URLSearchParams({ page, sentence }) }).catch(() => {}); // sent again with the next move
  }, 400);
}

function showPeople() {
  const others = present.filter((p) => p.user !== me);
  for (const old of document.querySelectorAll('.cell[data-people]')) delete old.dataset.people;
  people.hidden = others.length === 0;
  const list = people.querySelector('ul');
  list.replaceChildren(...others.map(entry));
}

function entry(person) {
  const item = document.createElement('li');
  const name = document.createElement('bdi');
  name.textContent = person.name;
  item.append(name);
  const sentence = byID(person.sentence);
  if (!sentence) return item;
  const n = sentence.id.slice(1);
  const link = document.createElement('a');
  link.href = `/articles/${article}/sentences/${n}`;
  link.dataset.go = n;
  link.textContent = tr('at %s', n);
  item.append(' ', link);
  const cell = document.getElementById('m' + n);
  if (cell) cell.dataset.people = (cell.dataset.people ?? '') + [...person.name][0];
  return item;
}
