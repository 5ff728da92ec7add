// Shortcut keys. They are defined only here and in the list that "?" opens.
import { main, address, current, step } from './place.js';
import * as selection from './selection.js';
import { tag, mark, nothing, offer, undo, redo, pick, confirm, place, take, refuse } from './tagging.js';
import { split, merge } from './cutting.js';

const help = document.getElementById('help');
const switched = document.getElementById('keys-on');
const check = 'check' in main.dataset;
const off = () => localStorage.getItem('keys') === 'off';

// Letters and symbols can be disabled, because speech input may type them by accident (WCAG 2.1.4).
const keys = {
  j: () => moved(1),
  k: () => moved(-1),
  J: () => moved(1, true),
  K: () => moved(-1, true),
  ']': () => pick(1),
  '[': () => pick(-1),
  o: () => current() && location.assign(address(current())),
  '/': () => location.assign('/articles#q'),
  '?': () => help.showModal(),
};
const checking = {
  w: () => selection.widen(),
  W: () => selection.widen(-1),
  s: () => tag('sourced'),
  d: () => tag('disputed'),
  u: () => tag('unverified'),
  n: () => nothing(),
  a: () => offer(),
  c: () => confirm(),
  p: () => place(),
  t: () => take(),
  r: () => refuse(),
  x: () => split(),
  m: () => merge(),
  z: () => undo(),
  Z: () => redo(),
};
const moving = 'jkJK][wW'; // keys that repeat while they are held down; all others act once

function moved(by, asking) {
  selection.clear();
  step(by, asking);
}

export function listen() {
  document.addEventListener('keydown', onKey);
  switched.checked = !off();
  switched.addEventListener('change', () => localStorage.setItem('keys', switched.checked ? 'on' : 'off'));
}

function onKey(event) {
  if (event.defaultPrevented || event.isComposing || event.ctrlKey || event.altKey || event.metaKey || help.open) return;
  const typing = event.target.matches('input:not([type=checkbox]), textarea, select, [contenteditable]');
  if (event.key === 'Escape') return typing ? event.target.blur() : escape();
  if (typing) return;
  if (event.key === 'Enter' && selection.held() && !event.target.closest('a, button, summary')) {
    event.preventDefault();
    return event.repeat || mark();
  }
  if (arrow(event)) return event.preventDefault();
  if (off() || !(keys[event.key] || (check && checking[event.key]))) return;
  event.preventDefault();
  if (!event.repeat || moving.includes(event.key)) press(event.key);
}

// arrow moves or extends a selection. Without one the arrow keys scroll. In right-to-left text it is reversed.
function arrow(event) {
  const right = { ArrowRight: 1, ArrowLeft: -1 }[event.key];
  if (!right) return false;
  const by = document.getElementById('article').dir === 'rtl' ? -right : right;
  if (!event.shiftKey) return selection.move(by);
  if (!selection.held()) return false;
  selection.widen(by);
  return true;
}

function escape() {
  if (selection.held()) return selection.clear();
  main.classList.add('closed'); // on a narrow screen the cards cover the text
}

// press performs the action of a key or of its button.
export function press(key) {
  if (key === 'Escape') return escape();
  if (key === 'Enter') return mark();
  keys[key]?.();
  if (check) checking[key]?.();
}
