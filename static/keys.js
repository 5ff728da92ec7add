// Shortcut keys. The list of all actions has the keys of each act, and is where the scripts read them from.
import { main, current, step, back } from './place.js';
import { say } from './saving.js';
import { tr } from './messages.js';
import * as selection from './selection.js';
import * as range from './range.js';
import * as acts from './tagging.js';
import * as forms from './forms.js';
import { split, merge } from './cutting.js';
import * as list from './actions.js';

const off = () => localStorage.getItem('keys') === 'off';

// Every act of the list by its name.
const run = {
  sourced: () => acts.tag('sourced'),
  disputed: () => acts.tag('disputed'),
  unverified: () => acts.tag('unverified'),
  'sourced-whole': () => acts.tagWhole('sourced'),
  'disputed-whole': () => acts.tagWhole('disputed'),
  'unverified-whole': () => acts.tagWhole('unverified'),
  evidence: () => acts.addSource(),
  ask: () => forms.open('ask'),
  note: () => forms.open('note'),
  correct: () => forms.open('correct'),
  outcome: () => forms.open('outcome'),
  assign: () => forms.open('assign'),
  kind: () => forms.open('kind'),
  risk: () => forms.open('risk'),
  rule: () => acts.rule(),
  'next-claim': () => acts.pick(1),
  'previous-claim': () => acts.pick(-1),
  place: () => acts.place(),
  nothing: () => (range.held() ? range.mark() : acts.nothing()),
  'range-next': () => range.extend(1),
  'range-previous': () => range.extend(-1),
  'range-paragraph': () => range.paragraph(),
  'range-captions': () => range.captions(),
  take: (digit) => acts.take(digit),
  dismiss: (digit) => acts.dismiss(digit),
  confirm: () => acts.confirm(),
  same: () => acts.offer(),
  split: () => split(),
  join: () => merge(),
  select: () => selection.widen(),
  narrow: () => selection.widen(-1),
  jump: () => selection.jump(),
  mark: () => (selection.held() ? acts.mark() : acts.openCard()),
  next: () => moved(1),
  previous: () => moved(-1),
  'next-open': () => moved(1, true),
  'previous-open': () => moved(-1, true),
  'next-unread': () => moved(1, (s) => s.matches('.unread')),
  return: () => back() || say(tr('You have not come from another sentence.')),
  undo: () => acts.undo(),
  redo: () => acts.redo(),
  save: () => forms.save(document.activeElement),
  actions: () => list.show(),
  help: () => list.show(),
  search: () => location.assign('/articles#q'),
  leave: () => escape(),
};

// byKey has the button of the list for every key.
const byKey = new Map();
for (const row of list.rows()) for (const key of row.dataset.keys.split(' ')) byKey.set(key, row);

function moved(by, asking) {
  selection.clear();
  range.clear();
  step(by, asking);
}

export function listen() {
  document.addEventListener('keydown', onKey);
  list.listen({ run: press, off });
}

const symbols = { Period: '.', Slash: '/', BracketLeft: '[', BracketRight: ']', Quote: "'", Equal: '=' };

// names returns the keys that an event may mean, the likeliest first: first by the letter, then by the position on the keyboard. So keys
// also work on Cyrillic, Greek, Arabic and Hebrew keyboards. Caps Lock makes no difference.
export function names(event) {
  const held = (event.ctrlKey || event.metaKey ? 'Control+' : '') + (event.shiftKey ? 'Shift+' : '');
  if (event.key.length > 1) return [held + event.key];
  const place = event.code.match(/^(?:Key|Digit)(.)$/)?.[1] ?? symbols[event.code];
  const of = (key) => {
    if (held.startsWith('Control')) return held + key.toLowerCase();
    return event.shiftKey ? key.toUpperCase() : key.toLowerCase();
  };
  const found = /[ -~]/.test(event.key) ? [of(event.key)] : [];
  if (place && event.shiftKey && /\d/.test(place)) found.push('Shift+' + place);
  else if (place && !/[a-z]/i.test(event.key)) found.push(event.shiftKey && place === '/' ? '?' : of(place));
  return found;
}

const typingIn = (target) => target.matches('input:not([type=checkbox], [type=radio]), textarea, select, [contenteditable]');

function onKey(event) {
  if (event.defaultPrevented || event.isComposing || event.altKey || list.shown()) return;
  if (event.key === 'Escape') return typingIn(event.target) && event.target.id !== 'jump' ? forms.leave(event.target) : escape();
  const key = names(event).find((name) => byKey.has(name));
  const row = byKey.get(key);
  if (event.ctrlKey || event.metaKey) { // these also work while somebody types
    if (!row) return;
    event.preventDefault();
    return event.repeat || press(row.dataset.act);
  }
  if (/^[1-9]$/.test(key) && event.target.matches('select') && forms.number(event.target, Number(key))) return event.preventDefault();
  if (event.key === 'Enter' && event.target.id === 'jump') {
    event.preventDefault();
    return acts.mark();
  }
  if (typingIn(event.target)) return;
  if (event.key === 'Enter') {
    if (!row || event.target.closest('a, button, summary, input')) return;
    event.preventDefault();
    return event.repeat || press('mark');
  }
  if (arrow(event)) return event.preventDefault();
  if (off() || !row) return;
  event.preventDefault();
  if (!event.repeat || 'repeats' in row.dataset) press(row.dataset.act, Number(key.match(/\d$/)?.[0]));
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
  if (range.held()) return range.clear();
  if (selection.held()) return selection.clear();
  main.classList.add('closed'); // on a narrow screen the cards cover the text
}

// press performs an act.
export const press = (act, digit) => run[act]?.(digit);
