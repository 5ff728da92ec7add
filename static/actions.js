// The list of all actions: it finds an action by its name, or a sentence by its words or number, and performs it or goes there.
import { go } from './place.js';

const dialog = document.getElementById('help');
const field = document.getElementById('action-q');
const found = dialog.querySelector('.found-sentences');
const switched = document.getElementById('keys-on');
const most = 8; // sentences that are listed

// rows are the buttons of all acts.
export const rows = () => [...dialog.querySelectorAll('[data-keys]')];
export const shown = () => dialog.open;

export function show() {
  field.value = '';
  filter();
  dialog.showModal();
}

export function listen({ run, off }) {
  switched.checked = !off();
  switched.addEventListener('change', () => localStorage.setItem('keys', switched.checked ? 'on' : 'off'));
  field.addEventListener('input', filter);
  dialog.addEventListener('keydown', choose);
  dialog.addEventListener('click', (event) => {
    const row = event.target.closest('.found-actions button');
    if (!row) return;
    event.stopPropagation();
    dialog.close();
    if (row.dataset.n) go(Number(row.dataset.n));
    else run(row.dataset.act, 1);
  });
}

const plain = (text) => text.normalize('NFKD').replace(/\p{M}/gu, '').toLowerCase();

function filter() {
  const words = plain(field.value).split(/\s+/).filter(Boolean);
  const fits = (text) => words.every((word) => plain(text).includes(word));
  for (const group of dialog.querySelectorAll('.found-actions > div:not(.found-sentences)')) {
    for (const row of group.querySelectorAll('button, .keyless')) row.hidden = !fits(row.textContent);
    group.hidden = !group.querySelector('button:not([hidden]), .keyless:not([hidden])');
  }
  for (const old of found.querySelectorAll('button')) old.remove();
  const named = (s) => s.id === 's' + words[0] || fits(s.querySelector('.t').textContent);
  const sentences = words.length ? [...document.querySelectorAll('#article .sentence')].filter(named) : [];
  found.append(...sentences.slice(0, most).map(entry));
  found.hidden = !sentences.length;
  current(visible()[0]);
}

function entry(sentence) {
  const row = document.createElement('button');
  row.type = 'button';
  row.dataset.n = sentence.id.slice(1);
  const words = document.createElement('bdi');
  words.textContent = sentence.id.slice(1) + ' · ' + sentence.querySelector('.t').textContent.slice(0, 80);
  row.append(words);
  return row;
}

const visible = () => [...dialog.querySelectorAll('.found-actions button')].filter((row) => !row.hidden && !row.parentElement.hidden);

function current(row) {
  for (const old of dialog.querySelectorAll('.found-actions .here')) old.classList.remove('here');
  row?.classList.add('here');
  row?.scrollIntoView({ block: 'nearest' });
}

// choose moves with the arrow keys, and performs what is chosen with Enter.
function choose(event) {
  const by = { ArrowDown: 1, ArrowUp: -1 }[event.key];
  const all = visible();
  const at = all.findIndex((row) => row.matches('.here'));
  if (by) {
    event.preventDefault();
    current(all[Math.min(Math.max(at + by, 0), all.length - 1)]);
  } else if (event.key === 'Enter' && event.target === field) {
    event.preventDefault();
    all[at]?.click();
  }
}
