// The article view and a sentence's page, quicker: keys, a claim from selected words, cards fetched in place. Everything
// here can also be done without it, at the same addresses.
import { main, cards, go, leave, begin, settle, fetchCards, watchWords } from './place.js';
import { watchSaving } from './saving.js';
import { listen, press } from './keys.js';
import * as selection from './selection.js';
import { ask, submit } from './tagging.js';
import * as cutting from './cutting.js';
import * as live from './live.js';
import * as unseen from './unseen.js';

// htmx would look at every link of the page. Of the thousands in a long article none is its own: those are in the bar and the cards.
document.addEventListener('htmx:before:process', (event) => {
  if (event.target !== document.body) return;
  event.preventDefault();
  for (const part of [document.querySelector('.top'), cards()]) htmx.process(part);
}, { once: true });

watchWords(selection);
watchSaving({ begin, settle, resume: fetchCards, otherwise: cutting.otherwise, reload: cutting.reload });
listen();
selection.listen();

// One listener serves every sentence, cell and button: an article can have thousands.
document.addEventListener('click', (event) => {
  if (event.defaultPrevented || event.ctrlKey || event.metaKey || event.shiftKey || event.button !== 0) return;
  const key = event.target.closest('[data-key]');
  if (key) return press(key.dataset.key);
  const status = event.target.closest('.seg button[name=status]');
  if (status) {
    if (ask(status.closest('.card'), status.value)) event.preventDefault();
    return;
  }
  const link = event.target.closest('.no, .cell, a[data-go]');
  if (link && main.matches('.live')) {
    event.preventDefault();
    return go(Number(link.dataset.go ?? link.textContent.trim() ?? 0) || Number(link.id.slice(1)));
  }
  const sentence = event.target.closest('.live .sentence');
  if (sentence) {
    selection.take(); // a click also ends a drag over words: they have to be held before anything is fetched
    go(Number(sentence.id.slice(1)), { scroll: false });
  }
  const card = event.target.closest('.card');
  if (card) choose(card);
});

// Enter in a field says what was asked for, not what the form's first button says.
document.addEventListener('keydown', (event) => {
  const form = event.target.closest?.('form.tag');
  if (!form || event.key !== 'Enter' || event.isComposing) return;
  if (event.target.matches('input:not([type=checkbox])') || event.ctrlKey || event.metaKey) {
    event.preventDefault();
    submit(form, form.dataset.chosen || 'sourced');
  }
});

function choose(card) {
  for (const other of document.querySelectorAll('.card.here')) other.classList.toggle('here', other === card);
  card.classList.add('here');
}

// An address such as /articles/7#s5 opens on its sentence.
function arrive() {
  const n = Number(location.hash.match(/^#s(\d+)$/)?.[1]);
  if (n && main.matches('.live')) go(n);
}
addEventListener('hashchange', arrive);
addEventListener('pagehide', leave);
if (!cutting.arrive()) arrive();
live.listen();
unseen.listen();
