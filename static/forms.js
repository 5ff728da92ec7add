// The forms of a claim's card. A key opens one, Ctrl+Enter saves it, and Escape closes it.
import { tr } from './messages.js';
import { cards, current } from './place.js';
import { say } from './saving.js';

export const chosenCard = () => cards().querySelector('.card.here') ?? cards().querySelector('.card');

// loaded reports whether the cards are those of the current sentence.
export const loaded = () => cards().dataset.n === String(current());

// open shows a form of the selected card, or of the sentence if it has no claim, and focuses it. If the cards are still loading, it waits
// for them.
export function open(name) {
  if (!current()) return say(tr('Go to a sentence first (j).'));
  if (!loaded()) return document.addEventListener('htmx:finally:request', () => loaded() && open(name), { once: true });
  const wanted = `[data-act-field=${name}]`;
  const field = chosenCard()?.querySelector(wanted) ?? cards().querySelector(`#cards > :not(.card) ${wanted}`);
  if (!field) return say(tr('That cannot be done here.'));
  reveal(field);
}

// reveal opens the sections that hide a field, and moves the focus to it.
export function reveal(field) {
  for (let part = field.closest('details'); part; part = part.parentElement.closest('details')) part.open = true;
  field.focus();
  if (field.matches('[data-act-field=correct]')) field.select();
  field.scrollIntoView({ block: 'nearest' });
}

// save submits the form that somebody is in, with its main button.
export function save(target) {
  const form = target.closest('form');
  if (!form || !form.closest('#main')) return say(tr('You are in no form.'));
  if (form.matches('.tag')) return document.dispatchEvent(new CustomEvent('saveverdict', { detail: form }));
  form.requestSubmit([...form.querySelectorAll('button:not([type=button])')].find((button) => !button.matches('.quiet')));
}

// leave takes the focus out of a field, and closes the form that it is in.
export function leave(field) {
  field.blur();
  const summary = field.closest('details')?.querySelector('summary');
  if (field.closest('.card') && summary) summary.parentElement.open = false;
}

// number chooses the option with a digit in the list that has the focus, and saves it if no reason is required. It returns false if there
// is no such option.
export function number(list, digit) {
  const option = list.matches('[data-act-field=outcome]') && list.options[digit];
  if (!option) return false;
  list.value = option.value;
  const reason = list.form.elements.reason;
  if (reason.required && !reason.value) reason.focus();
  else list.form.requestSubmit();
  return true;
}
