// Acts on claims and sentences. A verdict is saved at once, or after asking for required fields.
import { tr } from './messages.js';
import { main, article, cards, current, go, sentence, step } from './place.js';
import { post, quoted, say, send } from './saving.js';
import * as selection from './selection.js';
import { chosenCard, loaded, open, reveal } from './forms.js';
import * as evidence from './evidence.js';

const repeated = new Set(main.dataset.repeated?.split(',').map(Number));

// tag gives the selected claim the status s, d or u. Selected words become a claim first.
export async function tag(status) {
  if (selection.held() && !(await mark())) return;
  const card = chosenCard();
  const form = card?.querySelector('form.tag');
  if (!form) return say(tr('There is no claim here: select its words first (w).'));
  if (!ask(card, status)) submit(form, status);
}

// ask opens the fields that a status requires; false if it requires none.
export function ask(card, status) {
  const form = card.querySelector('form.tag');
  const field = (name) => form.elements[name];
  let first = null;
  const picked = form.querySelector('.picker [name=evidence-source]:checked')?.value;
  const given = evidence.filled(form).length > 0 || form.elements['evidence-paste'].value.trim() || picked;
  if (status === 'sourced' && !('proved' in card.dataset) && !given) first = field('evidence-paste');
  const contradicted = status === 'disputed' && (evidence.contradicts(form) || 'contradicted' in card.dataset);
  const ruling = form.elements.ruling;
  if (ruling && !ruling.checked && !form.elements.note.value) {
    ruling.checked = true; // an editor's verdict on a disagreement is a ruling, with its reason
    first = field('note');
  }
  if (status !== 'sourced' && !contradicted && !field('note').value) first = field('note');
  if (!first) return false;
  form.dataset.chosen = status;
  form.querySelector('details').open = true;
  first.focus();
  return true;
}

export async function submit(form, status) {
  await evidence.settled(form);
  form.requestSubmit(form.querySelector(`.save button[value=${status}]`));
}

// save saves the verdict that was chosen in a form: with sources alone it is sourced, or disputed if one contradicts the claim.
export function save(form) {
  const sources = evidence.filled(form).length > 0 || form.elements['evidence-paste'].value.trim();
  const status = form.dataset.chosen || form.querySelector('.seg [aria-pressed=true]')?.value
    || (evidence.contradicts(form) ? 'disputed' : sources && 'sourced');
  if (!status) return say(tr('Choose a verdict first: s, d or u.'));
  submit(form, status);
}

// mark creates a claim of the selected words and selects its card.
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

// nothing marks the sentence as read and moves to the next at once, unless an offer to mark identical
// sentences may follow.
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

// mayOffer reports whether marking a sentence read may lead to an offer. Until the cards are loaded, the
// article says which sentences have identical ones.
const mayOffer = (n) => (cards().dataset.n === String(n) ? 'offers' in cards().dataset : repeated.has(n));

// offer accepts the offer for identical sentences on the selected card, or that of the sentence. Nothing else
// accepts it.
export function offer() {
  const form = cards().dataset.n === String(current()) && (chosenCard()?.querySelector('form.offer') ?? cards().querySelector('form.offer'));
  if (!form) return say(tr('Nothing is offered here for identical sentences.'));
  form.requestSubmit();
}

// take marks the suggestion with this number as a claim, or the places that it offers.
export const take = (number) => suggested('form.take, form.offer', number);

// dismiss dismisses the suggestion with this number.
export const dismiss = (number) => suggested('form.refuse', number);

function suggested(kind, number) {
  const form = loaded() && cards().querySelectorAll('.suggestions .suggestion')[number - 1]?.querySelector(kind);
  if (!form) return say(tr('Nothing is suggested here under this number.'));
  form.requestSubmit();
}

// tagWhole makes the whole sentence a claim and gives it a status.
export async function tagWhole(status) {
  const n = current(), id = sentence(n)?.dataset.id;
  if (!id) return say(tr('Go to a sentence first (j).'));
  selection.clear();
  if (await post(`/articles/${article}/claims`, { sentence: id, whole: 1, kind: 'other', ordinal: n }, tr('claim marked'), n)) tag(status);
}

// rule asks for the reason of a ruling on the selected claim. Its verdict is the one that counts now, until s, d or u choose another.
export function rule() {
  const card = chosenCard();
  const box = card?.querySelector('[name=ruling]');
  if (!box) return say(tr('Nobody disagrees on this claim.'));
  const form = box.form;
  box.checked = true;
  form.dataset.chosen ||= card.querySelector('.status').classList[1] ?? 'disputed';
  reveal(form.elements.note);
}

// addSource opens the field for a source of the selected claim.
export function addSource() {
  const form = loaded() && chosenCard()?.querySelector('form.tag');
  if (!form) return open('evidence');
  form.dataset.chosen ||= 'sourced';
  reveal(form.querySelector('[data-act-field~=evidence]'));
}

// openCard shows everything about the selected claim, or hides it again.
export function openCard() {
  const more = chosenCard()?.querySelector('details.more');
  if (more) more.open = !more.open;
}

export function undo() {
  post(`/articles/${article}/undo`, { ordinal: current() || 1 }, tr('last change undone'), current());
}

// redo reverts the last undo.
export function redo() {
  post(`/articles/${article}/redo`, { ordinal: current() || 1 }, tr('last undo taken back'), current());
}

// pick selects the next or previous claim of the sentence.
export function pick(by) {
  const all = [...cards().querySelectorAll('.card')];
  const at = all.findIndex((c) => c.matches('.here'));
  const card = all[Math.min(Math.max(at + by, 0), all.length - 1)];
  if (!card) return;
  all.forEach((c) => c.classList.toggle('here', c === card));
  card.scrollIntoView({ block: 'nearest' });
  say(quoted(card.querySelector('blockquote').textContent) + ', ' + card.querySelector('.status').textContent.trim());
}

// confirm confirms a changed sentence and moves to the next one to recheck. The change must be visible on the
// screen.
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

// waits moves to the next sentence to recheck, if there is one.
function waits() {
  const next = [...document.querySelectorAll('.live .sentence.recheck')].map((s) => Number(s.id.slice(1)));
  const n = next.find((m) => m > current()) ?? next[0];
  if (n) go(n);
}

// place puts a lost claim at the selected words: the one that is open in the list, else that of the selected
// card, else the only one. It waits until the cards are loaded.
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
