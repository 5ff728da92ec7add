// Scripts of the article view and of a sentence's page: keys, claims from selected words, cards loaded in
// place. The same URLs also work without scripts.
import { main, cards, go, elsewhere, sentence, leave, begin, settle, fetchCards, watchWords } from './place.js';
import { watchSaving } from './saving.js';
import { listen, press } from './keys.js';
import * as selection from './selection.js';
import { ask, save as saveVerdict } from './tagging.js';
import * as evidence from './evidence.js';
import { save } from './forms.js';
import * as cutting from './cutting.js';
import * as live from './live.js';
import * as unseen from './unseen.js';
import './mentions.js';

// htmx would process every link of the page. A long article has thousands, but only the bar and the cards use
// htmx.
document.addEventListener('htmx:before:process', (event) => {
  if (event.target !== document.body) return;
  event.preventDefault();
  for (const part of [document.querySelector('.top'), cards()]) htmx.process(part);
}, { once: true });

watchWords(selection);
watchSaving({ begin, settle, resume: fetchCards, otherwise: cutting.otherwise, reload: cutting.reload, draft: evidence.prepare });
evidence.listen();
listen();
selection.listen();

// One listener serves all sentences, cells and buttons, because an article can have thousands.
document.addEventListener('click', (event) => {
  if (event.defaultPrevented || event.ctrlKey || event.metaKey || event.shiftKey || event.button !== 0) return;
  const act = event.target.closest('[data-act]');
  if (act) return press(act.dataset.act);
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
    selection.take(); // a click also ends a drag over words, which must be saved before the cards are loaded
    go(Number(sentence.id.slice(1)), { scroll: false });
  }
  const card = event.target.closest('.card');
  if (card) choose(card);
  if (event.target.closest('.open-card')) card.querySelector('.seg button, summary')?.focus(); // the button disappears
});

// Enter in a field saves the verdict that was chosen, not that of the form's first button.
document.addEventListener('keydown', (event) => {
  if (event.key !== 'Enter' || event.isComposing || event.defaultPrevented || event.ctrlKey || event.metaKey) return;
  if (!event.target.matches?.('form.tag input:not([type=checkbox], [type=radio])')) return;
  event.preventDefault();
  save(event.target);
});
document.addEventListener('saveverdict', ({ detail: form }) => saveVerdict(form));

function choose(card) {
  for (const other of document.querySelectorAll('.card.here')) other.classList.toggle('here', other === card);
  card.classList.add('here');
}

// A URL such as /articles/7#s5 opens its sentence.
function arrive() {
  const n = Number(location.hash.match(/^#s(\d+)$/)?.[1]);
  if (!n || !main.matches('.live')) return;
  if (sentence(n)) go(n);
  else elsewhere(n, true);
}
addEventListener('hashchange', arrive);
addEventListener('pagehide', leave);
if (!cutting.arrive()) arrive();
live.listen();
unseen.listen();
