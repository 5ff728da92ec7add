// Drafts of long fields: what somebody types is kept on this device until it is saved, and offered back after a reload, a crash or an
// ended session. They belong to an account, and signing out deletes them. The cards of an article keep their own (saving.js).
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

// offer shows a draft that differs from what a form contains, with a button to take it and one to delete it.
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
  form.before(note);
}

function take(form, draft) {
  for (const [name, value] of draft.typed) if (form.elements[name]) form.elements[name].value = value;
  for (let part = form.closest('details'); part; part = part.parentElement.closest('details')) part.open = true;
  fields(form)[0]?.focus();
}

// settle deletes the draft of a form that was sent, once the server has answered it with another page. An error shows the form again, and
// an ended session leads to the sign-in page.
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
