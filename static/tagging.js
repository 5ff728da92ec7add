// Saying something of a claim: at once, or after asking for what goes with it.
import { tr } from './messages.js';
import { main, article, cards, current, go, sentence, step } from './place.js';
import { post, quoted, say, send } from './saving.js';
import * as selection from './selection.js';

const repeated = new Set(main.dataset.repeated?.split(',').map(Number));
const chosenCard = () => cards().querySelector('.card.here') ?? cards().querySelector('.card');

// tag says s, d or u of the chosen claim; of selected words it makes the claim first.
export async function tag(status) {
  if (selection.held() && !(await mark())) return;
  const card = chosenCard();
  const form = card?.querySelector('form.tag');
  if (!form) return say(tr('There is no claim here: select its words first (w).'));
  if (!ask(card, status)) submit(form, status);
}

// ask opens what has to be typed before a status can be said; false when nothing has to be.
export function ask(card, status) {
  const form = card.querySelector('form.tag');
  const field = (name) => form.elements[name];
  let first = null;
  if (status === 'sourced' && !('proved' in card.dataset) && !field('evidence-title').value && !form.querySelector('[name=evidence-source]:checked')) first = field('evidence-title');
  const given = field('evidence-stance').value === 'contradicts' && field('evidence-title').value;
  const contradicted = status === 'disputed' && (given || 'contradicted' in card.dataset);
  if (status !== 'sourced' && !contradicted && !field('note').value) first = field('note');
  if (!first) return false;
  form.dataset.chosen = status;
  form.querySelector('details').open = true;
  first.focus();
  return true;
}

export function submit(form, status) {
  form.requestSubmit(form.querySelector(`.save button[value=${status}]`));
}

// mark makes a claim of the selected words; its card is the chosen one then.
export async function mark() {
  const words = selection.taken();
  if (!words) {
    say(tr('Select the words of the claim first (w).'));
    return false;
  }
  const kind = document.getElementById('tool-kind');
  const from = current();
  const saved = await post(`/articles/${article}/claims`, { ...words, kind: kind.value, ordinal: from || words.ordinal }, tr('claim marked'), from);
  if (saved) {
    selection.clear();
    kind.value = 'other';
  }
  return saved;
}

// nothing marks the sentence as read with nothing to check, and goes on to the next: at once, unless this may offer to mark
// identical sentences too. One stays to see that.
export function nothing() {
  const n = current();
  const here = cards().dataset.n === String(n);
  const form = here && cards().querySelector('form[action$="/readings"]');
  const id = document.querySelector('.sentence[aria-current]')?.dataset.id;
  if (!id || (here && !form)) {
    return say(tr('You have marked this sentence already, or its claims leave nothing else to check.'));
  }
  if (!here && sentence(n).querySelector('mark')) return say(tr('Look at its claims first: they are on their way.'));
  const covered = form?.elements?.covered?.value ?? '';
  const saved = post(`/sentences/${id}/readings`, { covered }, tr('nothing to check in sentence %s', n), n);
  if (!mayOffer(n)) return step(1);
  saved.then((done) => done && current() === n && !cards().querySelector('.offer') && step(1));
}

// mayOffer tells whether marking a sentence read may lead to an offer; the cards know it, and until they are here, the article
// knows which sentences are identical to others.
const mayOffer = (n) => (cards().dataset.n === String(n) ? 'offers' in cards().dataset : repeated.has(n));

// offer takes what the chosen card offers for the identical sentences, or what the sentence does. Nothing else ever takes it.
export function offer() {
  const form = cards().dataset.n === String(current()) && (chosenCard()?.querySelector('form.offer') ?? cards().querySelector('form.offer'));
  if (!form) return say(tr('Nothing is offered here for identical sentences.'));
  form.requestSubmit();
}

// take makes a claim of what is suggested: what has the focus, or the first.
export const take = () => suggested('form.take', tr('Nothing is suggested here to be marked.'));

// refuse has what is suggested not suggested again: what has the focus, or the first.
export const refuse = () => suggested('form.refuse', tr('Nothing is suggested here.'));

function suggested(kind, none) {
  const form = cards().dataset.n === String(current()) && (document.activeElement.closest('.suggestion')?.querySelector(kind) ?? cards().querySelector('.suggestions ' + kind));
  if (!form) return say(none);
  form.requestSubmit();
}

export function undo() {
  post(`/articles/${article}/undo`, { ordinal: current() || 1 }, tr('last change undone'), current());
}

// redo takes back the last undo.
export function redo() {
  post(`/articles/${article}/redo`, { ordinal: current() || 1 }, tr('last undo taken back'), current());
}

// pick chooses the next or previous claim of the sentence.
export function pick(by) {
  const all = [...cards().querySelectorAll('.card')];
  const at = all.findIndex((c) => c.matches('.here'));
  const card = all[Math.min(Math.max(at + by, 0), all.length - 1)];
  if (!card) return;
  all.forEach((c) => c.classList.toggle('here', c === card));
  card.scrollIntoView({ block: 'nearest' });
  say(quoted(card.querySelector('blockquote').textContent) + ', ' + card.querySelector('.status').textContent.trim());
}

// confirm says that a sentence that changed was read again and what was found of it holds; then it goes on to the next that waits.
// What changed has to be on the screen for that.
export function confirm() {
  if (current() && cards().dataset.n !== String(current())) return say(tr('Look at what changed first: it is on its way.'));
  const form = cards().querySelector('#confirm');
  if (!form) return say(tr('There is nothing to confirm in this sentence.'));
  const boxes = [...form.querySelectorAll('[name=claim]')];
  if (boxes.length && !boxes.some((box) => box.checked) && document.activeElement.name !== 'claim') {
    boxes[0].focus();
    return say(tr('Tick what still holds of the new words, then press c again.'));
  }
  const n = current();
  send(form).then((saved) => saved && current() === n && waits());
}

// waits goes to the next sentence that is to be checked again, if there is one.
function waits() {
  const next = [...document.querySelectorAll('.live .sentence.recheck')].map((s) => Number(s.id.slice(1)));
  const n = next.find((m) => m > current()) ?? next[0];
  if (n) go(n);
}

// place says that a lost claim stands at the selected words: the one that was opened in the list, else that of the chosen card, else the only one.
// A key can be quicker than the cards: it waits for them.
export function place() {
  if (!current()) return say(tr('Go to a sentence first (j).'));
  if (cards().dataset.n !== String(current())) return document.addEventListener('htmx:finally:request', place, { once: true });
  const all = [...cards().querySelectorAll('form.place')];
  const open = all.filter((form) => form.closest('.lost-list')?.open && form.closest('.lost-one').open);
  const form = open.length === 1 ? open[0] : chosenCard()?.querySelector('form.place') ?? (all.length === 1 && all[0]);
  if (!form) return say(tr(all.length ? 'Open the lost claim that is meant first.' : 'No claim of this article is lost.'));
  const words = selection.taken();
  if (!words) return say(tr('Select the words where the claim stands now first (w).'));
  post(form.getAttribute('action'), { ...words, version: form.elements.version.value }, tr('claim placed'), current()).then((saved) => saved && selection.clear());
}
