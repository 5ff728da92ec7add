// A range of neighbouring sentences, selected with the keyboard and marked as read in one step. Only sentences that the user has seen can
// be selected.
import { tr } from './messages.js';
import { article, cards, current, sentence, step } from './place.js';
import { post, say } from './saving.js';
import * as selection from './selection.js';

const most = 20; // models.MaxRangeSentences
const sheet = new CSSStyleSheet(); // sentences are replaced often, but rules for their ids remain
document.adoptedStyleSheets.push(sheet);

let list = []; // the numbers of the selected sentences, in order
let anchor = 0, end = 0; // the sentence at which the range began, and the one to which it was extended; 0: it cannot be extended
let at = 0; // the current sentence

export const held = () => list.length > 0;

export function clear() {
  if (!held()) return;
  list = [];
  sheet.replaceSync('');
}

// extend moves the end of the range by a sentence.
export function extend(by) {
  const n = current();
  if (!n) return say(tr('Go to a sentence first (j).'));
  if (!held() || !end) anchor = end = n;
  const to = end + by;
  if (to < 1 || !sentence(to)) return;
  if (Math.abs(to - anchor) >= most) return say(tr('A range has at most %s sentences.', most));
  end = to;
  const first = Math.min(anchor, end), last = Math.max(anchor, end);
  take(Array.from({ length: last - first + 1 }, (_, i) => first + i));
  sentence(to).scrollIntoView({ block: 'nearest' });
}

// paragraph selects the sentences of the current one's paragraph that are in view.
export function paragraph() {
  const here = sentence(current());
  if (!here) return say(tr('Go to a sentence first (j).'));
  const all = inView(here.parentElement.querySelectorAll('.sentence')).slice(0, most);
  [anchor, end] = [all[0], all.at(-1)];
  take(all);
}

// captions selects the captions in view.
export function captions() {
  const all = inView(document.querySelectorAll('#article .caption .sentence')).slice(0, most);
  if (!all.length) return say(tr('No caption is in view.'));
  end = 0;
  take(all);
}

// inView returns the numbers of the sentences that are wholly in view.
function inView(sentences) {
  const top = document.querySelector('.top')?.getBoundingClientRect().bottom ?? 0;
  const bottom = document.getElementById('bar').getBoundingClientRect().top;
  const shown = (s) => {
    const box = s.querySelector('.t').getBoundingClientRect();
    return box.top >= Math.max(top, 0) && box.bottom <= bottom;
  };
  return [...sentences].filter(shown).map((s) => Number(s.id.slice(1)));
}

function take(numbers) {
  selection.clear();
  list = numbers;
  at = current();
  if (list.length < 2) {
    clear();
    return say(tr('No more than one sentence is selected.'));
  }
  const all = (prefix) => list.map((n) => '#' + prefix + n).join(',');
  sheet.replaceSync(`
    :is(${all('s')}).sentence .t { background: var(--range); color: var(--ink); }
    :is(${all('m')}).cell { outline: 2px solid var(--focus); outline-offset: -2px; }
  `);
  say(tr('Selected: sentences %s to %s, %s in all. n marks those without a claim or a suggestion.', list[0], list.at(-1), list.length));
}

// mark marks the selected sentences as read, by their ids and the words that are on the page.
export async function mark() {
  const from = current(), last = list.at(-1);
  const values = { sentences: list.map((n) => sentence(n).dataset.id).join(' '), ordinal: from };
  for (const n of list) {
    const part = sentence(n).querySelector('.t'), id = sentence(n).dataset.id;
    values['words-' + id] = part.textContent;
    const start = Number(part.dataset.start);
    if (part.querySelector('mark')) values['covered-' + id] = `${start}-${start + [...part.textContent].length}`;
  }
  const saved = await post(`/articles/${article}/readings`, values, tr('nothing to check in sentences %s to %s', list[0], last), from);
  if (!saved) return;
  clear();
  if (current() === last && !('leftOut' in cards().dataset)) step(1);
}

document.addEventListener('place', ({ detail }) => detail === at || clear());
