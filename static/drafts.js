// Drafts of long fields. The script stores typed text on this device until the server has saved it, and offers it after a reload, a crash
// or an ended session. Drafts belong to an account, and signing out deletes them. The cards of an article have their own drafts
// (saving.js).
import { tr } from './messages.js';

const forms = () => [...document.querySelectorAll('main form[method=post]')].filter((form) => !form.closest('.desk') && form.querySelector('textarea'));
const fields = (form) => [...form.elements].filter((e) => e.name && e.matches('textarea, input:is([type=text], [type=url], :not([type]))'));
const sent = 'draft sent';
let account = '';

const key = (form) => ['draft of', account, location.pathname, form.id || form.getAttribute('action')].join(' ');
const read = (name) => JSON.parse(localStorage.getItem(name) ?? 'null');

function keep(event) {
  const form = event.target.closest?.('form[method=post]');
  if (!account || !form || !forms().includes(form) || !fields(form).includes(event.target)) return;
  const typed = fields(form).map((e) => [e.name, e.value]).filter(([, value]) => value);
  try {
    if (typed.length) localStorage.setItem(key(form), JSON.stringify({ typed, at: Date.now() }));
    else localStorage.removeItem(key(form));
  } catch {
    // The device has no room. The page still has the text.
  }
}

// offer shows a draft that differs from the form's content, with one button that restores it and one that deletes it.
function offer(form) {
  const draft = read(key(form));
  const lacks = draft?.typed.some(([name, value]) => form.elements[name] && form.elements[name].value !== value);
  if (!lacks) return;
  const note = document.createElement('div');
  note.className = 'notice warn draft';
  note.setAttribute('role', 'status');
  const words = document.createElement('p');
  words.textContent = tr('You typed something here that was not saved.');
  const button = (label, run) => {
    const b = document.createElement('button');
    b.type = 'button';
    b.textContent = label;
    b.addEventListener('click', () => (run(), note.remove()));
    return b;
  };
  const taking = button(tr('Take the draft'), () => take(form, draft));
  const deleting = button(tr('Delete the draft'), () => localStorage.removeItem(key(form)));
  note.append(words, taking, ' ', deleting);
  let place = form; // in a closed part nobody would see it
  for (let part = form.closest('details'); part; part = part.parentElement.closest('details')) if (!part.open) place = part;
  place.before(note);
}

function take(form, draft) {
  for (const [name, value] of draft.typed) if (form.elements[name]) form.elements[name].value = value;
  for (let part = form.closest('details'); part; part = part.parentElement.closest('details')) part.open = true;
  fields(form)[0]?.focus();
}

// settle deletes the draft of a submitted form after the server answered with another page. It keeps the draft if the server shows the
// form again with an error, or asks the user to sign in.
function settle() {
  const name = sessionStorage.getItem(sent);
  const arrived = performance.getEntriesByType('navigation')[0]?.redirectCount > 0 && location.pathname !== '/login';
  if (name && arrived) localStorage.removeItem(name);
  sessionStorage.removeItem(sent);
}

function start() {
  const user = document.getElementById('me')?.dataset.user;
  if (!user || account) return;
  account = user;
  settle();
  forms().forEach(offer);
}

document.addEventListener('input', keep);
document.addEventListener('submit', (event) => forms().includes(event.target) && sessionStorage.setItem(sent, key(event.target)));
document.addEventListener('htmx:after:swap', start);
start();
