// Selected words: with the pointer, or word by word with the keyboard. Offsets are code points of the whole
// text, as on the server; JavaScript strings count UTF-16 units.
import { tr } from './messages.js';
import { main, current, sentence } from './place.js';
import { quoted, say } from './saving.js';

const tool = document.getElementById('tool'); // null if the user may not mark claims
const highlight = window.Highlight && new Highlight();
if (highlight) CSS.highlights.set('selection', highlight);

// words: from and to are offsets in sentence n, in UTF-16 units. A pointer's selection may end in another
// sentence.
let words = null;
const field = document.getElementById('jump');

export const held = () => words !== null;

// holds reports whether words of sentence n are selected.
export const holds = (n) => words !== null && n >= words.n && n <= words.last;

export function clear() {
  if (field && !field.hidden) {
    field.hidden = true;
    if (tool) tool.hidden = true;
  }
  if (!words) return;
  const byPointer = words.pointer;
  words = null;
  highlight?.clear();
  if (tool) tool.hidden = true;
  if (byPointer) getSelection().removeAllRanges();
  document.dispatchEvent(new Event('letgo'));
}

// taken returns the form values for the selected words.
export function taken() {
  if (!words) return null;
  const start = pointOf(words.n, words.from), end = pointOf(words.last, words.to);
  const values = { revision: main.dataset.revision, start, end, ordinal: words.n };
  if (words.n === words.last) values.quote = textOf(words.n).slice(words.from, words.to);
  if (words.part || words.list) values.within_word = 1;
  return values;
}

const partOf = (n) => sentence(n)?.querySelector('.t');
const textOf = (n) => partOf(n).textContent;
const pointOf = (n, unit) => Number(partOf(n).dataset.start) + [...textOf(n).slice(0, unit)].length;

// --- with the keyboard ---

// widen selects the first word of the sentence, or extends the selection by one word.
export function widen(by = 1) {
  if (!tool) return;
  if (!words || words.pointer) return start();
  const { list, first, end } = words;
  set(list, first, Math.min(Math.max(end + by, first), list.length - 1));
}

// move shifts the selection by a word; false if nothing is selected with the keyboard.
export function move(by) {
  if (!words?.list) return false;
  const { list, first, end } = words;
  const shift = by > 0 ? Math.min(by, list.length - 1 - end) : Math.max(by, -first);
  set(list, first + shift, end + shift);
  return true;
}

// jump selects words by what is typed: the first word that begins so, and after a space the next word that begins so as the last one.
export function jump() {
  if (!tool) return;
  if (!partOf(current())) return say(tr('Go to a sentence first (j).'));
  clear();
  tool.hidden = false;
  tool.classList.add('docked');
  field.hidden = false;
  field.value = '';
  field.focus();
}

const plain = (text) => text.normalize('NFKD').replace(/\p{M}/gu, '').toLowerCase();

function find() {
  const part = partOf(current());
  const list = wordsOf(part.textContent, part.closest('[lang]').lang);
  const [begin, ...rest] = plain(field.value.trim()).split(/\s+/);
  const begins = (prefix, from) => list.findIndex(([a, b], i) => i >= from && plain(part.textContent.slice(a, b)).startsWith(prefix));
  const first = begin ? begins(begin, 0) : -1;
  if (first < 0) return say(tr('No word here begins with “%s”.', field.value.trim()));
  const last = rest.length ? begins(rest.at(-1), first + 1) : first;
  set(list, first, last < 0 ? first : last);
}

function start() {
  const part = partOf(current());
  const list = part ? wordsOf(part.textContent, part.closest('[lang]').lang) : [];
  if (list.length) set(list, 0, 0);
  else say(tr('Go to a sentence first (j).'));
}

function set(list, first, end) {
  const n = current();
  words = { n, last: n, list, first, end, from: list[first][0], to: list[end][1] };
  redraw();
  say(tr('Selected: %s', quoted(textOf(n).slice(words.from, words.to))));
}

// Characters that are trimmed from a word's ends, and the scripts without spaces between words, as on the
// server.
const edges = /^(?![-.]\p{N})[^\p{L}\p{N}\p{M}\p{S}\u{E0020}-\u{E007F}%‰٪#@&*§¶]+|(?<!\b\p{L}\.\p{L}\.)[^\p{L}\p{N}\p{M}\p{S}\u{E0020}-\u{E007F}%‰٪#@&*§¶]+$/gu;
const unspaced = /[\p{sc=Han}\p{sc=Hiragana}\p{sc=Katakana}\p{sc=Thai}\p{sc=Lao}\p{sc=Khmer}\p{sc=Myanmar}]/u;

function wordsOf(text, language) {
  if (unspaced.test(text)) {
    const cut = new Intl.Segmenter(language, { granularity: 'word' }).segment(text);
    return [...cut].filter((s) => s.isWordLike).map((s) => [s.index, s.index + s.segment.length]);
  }
  const list = [];
  for (const run of text.matchAll(/[^\s"“”«»„()\[\]{}—―]+/gu)) {
    const word = run[0].replace(edges, '');
    if (!word) continue;
    const from = run.index + run[0].indexOf(word);
    list.push([from, from + word.length]);
  }
  return list;
}

// --- with the pointer ---

export function listen() {
  if (!tool) return;
  let timer = 0;
  const changed = () => {
    clearTimeout(timer);
    if (!drawing) timer = setTimeout(take, 150); // the tools must not appear under a pointer that is still selecting
  };
  const pointer = (down) => () => {
    drawing = down;
    if (down) draws++;
    changed();
  };
  document.addEventListener('selectionchange', changed);
  document.addEventListener('pointerdown', pointer(true));
  document.addEventListener('pointerup', pointer(false));
  document.addEventListener('pointercancel', pointer(false));
  field.addEventListener('input', find);
  field.addEventListener('keydown', (event) => {
    const by = event.shiftKey && { ArrowRight: 1, ArrowLeft: -1 }[event.key];
    if (!by || !words?.list) return;
    event.preventDefault();
    widen(document.getElementById('article').dir === 'rtl' ? -by : by);
  });
  tool.addEventListener('pointerdown', (event) => event.target.closest('button') && event.preventDefault()); // keeps the selection
}

// take reads the browser's selection, limited to the words of sentences.
export function take() {
  if (!tool) return;
  const chosen = getSelection();
  const range = chosen.rangeCount && !chosen.isCollapsed ? chosen.getRangeAt(0) : null;
  const inside = range && document.getElementById('article').contains(range.commonAncestorContainer);
  if (!inside) {
    if (words?.pointer && !tool.contains(document.activeElement)) clear();
    return;
  }
  const touched = [...document.querySelectorAll('.t')].filter((t) => range.intersectsNode(t));
  if (!touched.length) return;
  const first = touched[0], last = touched.at(-1);
  const from = unitAt(first, range.startContainer, range.startOffset, 0);
  const to = unitAt(last, range.endContainer, range.endOffset, last.textContent.length);
  const n = Number(first.closest('.sentence').id.slice(1));
  if (first === last && !first.textContent.slice(from, to).trim()) return;
  words = { n, last: Number(last.closest('.sentence').id.slice(1)), from, to, pointer: true };
  wholeWords(first.textContent, last.textContent);
  redraw();
}

let drawing = false, draws = 0; // how often the pointer was pressed
let widened = null; // the selection that was extended last, and by which press

// wholeWords extends a selection to whole words and characters, unless the user selects the same part again.
function wholeWords(first, last) {
  const { n, from, to } = words, drawn = [n, words.last, from, to].join();
  while (splits(first, words.from)) words.from--;
  while (splits(last, words.to)) words.to++;
  if (words.from === from && words.to === to) return;
  if (widened?.drawn === drawn && widened.draws !== draws) {
    Object.assign(words, { from, to, part: true });
    return say(tr('Selected as it is, within a word.'));
  }
  if (widened?.drawn !== drawn) say(tr('Whole words are selected. Select the same part once more if it is what you mean.'));
  widened = { drawn, draws };
}

const characters = new Intl.Segmenter(undefined, { granularity: 'grapheme' });

// splits reports whether an offset is within a word, a number or a character, by the server's rules.
function splits(text, unit) {
  if (unit <= 0 || unit >= text.length) return false;
  if (characters.segment(text).containing(unit).index !== unit) return true;
  const before = text.slice(0, unit), after = text.slice(unit);
  const left = before.match(/(\P{M})\p{M}*$/u)?.[1] ?? '', right = String.fromCodePoint(after.codePointAt(0));
  if (unspaced.test(left) || unspaced.test(right)) return false;
  const word = /[\p{L}\p{Nd}]/u;
  if (word.test(left) && word.test(right)) return true;
  return (/\p{Nd}[.,]$/u.test(before) && /^\p{Nd}/u.test(after)) || (/\p{Nd}$/u.test(before) && /^[.,]\p{Nd}/u.test(after));
}

// unitAt returns the offset of a boundary in a sentence, or other if it is outside.
function unitAt(part, node, offset, other) {
  if (!part.contains(node)) return other;
  const before = new Range();
  before.setStart(part, 0);
  before.setEnd(node, offset);
  return before.toString().length;
}

// --- drawing ---

// redraw draws the selected words again, because a response may have replaced their nodes.
export function redraw() {
  if (!words) return;
  if (!partOf(words.n) || !partOf(words.last)) return clear();
  const range = new Range();
  range.setStart(...nodeAt(partOf(words.n), words.from));
  range.setEnd(...nodeAt(partOf(words.last), words.to));
  highlight?.clear();
  highlight?.add(range);
  tool.hidden = false;
  // The toolbar is next to the pointer, but docked for keyboard users and on phones, whose own menu is there.
  const docked = !words.pointer || matchMedia('(pointer: coarse), (max-width: 48rem)').matches;
  tool.classList.toggle('docked', docked);
  const boxes = range.getClientRects(), box = boxes[boxes.length - 1];
  if (docked || !box) return;
  const side = Math.max(8, Math.min(box.left, document.documentElement.clientWidth - tool.offsetWidth - 8));
  tool.style.setProperty('inset-block-start', box.bottom + scrollY + 8 + 'px');
  tool.style.setProperty('inset-inline-start', side + scrollX + 'px');
}

// nodeAt returns the text node and offset for an offset in a sentence.
function nodeAt(part, unit) {
  const walk = document.createTreeWalker(part, NodeFilter.SHOW_TEXT);
  let node = walk.nextNode();
  while (node && unit > node.length) {
    unit -= node.length;
    node = walk.nextNode();
  }
  return node ? [node, unit] : [part, 0];
}
