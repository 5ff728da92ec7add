// What is being saved, what was saved, what was not; and drafts: typed text outlives a failed request, a move to another
// sentence and a reload.
import { tr } from './messages.js';

const said = document.getElementById('said');
const retry = document.getElementById('retry');
const shelf = 'draft ' + document.getElementById('main').dataset.article + ' ';
let running = 0;

export const saving = () => running > 0;
export const failed = (ctx) => Boolean(ctx.trouble) || !(ctx.response?.status < 400);

// quoted keeps words of the article from reordering ours.
export const quoted = (words) => '“\u2068' + words + '\u2069”';

export function say(text, bad = false) {
  said.textContent = text;
  said.classList.toggle('failed', bad);
  retry.hidden = true;
}

const isPost = (ctx) => ctx.request.method === 'POST';

// post changes something without a form, asked for in sentence from, and tells whether it was saved.
export function post(url, values, said, from) {
  return new Promise((done) => {
    htmx.ajax('POST', url, { source: '#article', values, said, from, done, again: () => post(url, values, said, from) });
  });
}

// send submits a form and tells whether it was saved.
export function send(form) {
  return new Promise((done) => {
    form.done = done;
    form.requestSubmit();
  });
}

export function watchSaving({ begin, settle, resume, otherwise, reload }) {
  // Other requests of the page, such as that for the reader's name, are no business of ours.
  const ours = (ctx) => ctx?.select === '#cards';
  const on = (name, run) => document.addEventListener('htmx:' + name, (event) => ours(event.detail.ctx) && run(event.detail.ctx, event));
  on('before:request', (ctx) => {
    if (!isPost(ctx)) return;
    begin();
    running++;
    ctx.counted = true;
    say(tr('Saving…'));
  });
  // The cards that were there when it was asked for may have been replaced by another answer since.
  on('after:request', (ctx) => (ctx.target = document.getElementById('cards')));
  on('before:swap', (ctx, event) => {
    ctx.anew = otherwise(ctx);
    if (ctx.anew) return event.preventDefault();
    if (ctx.text.includes('id="cards"')) return;
    event.preventDefault(); // another page than ours must not take the cards' place
    ctx.trouble = troubleOf(ctx.response);
  });
  on('error', (ctx) => (ctx.trouble = tr('The network or the server did not answer.')));
  on('after:swap', (ctx) => (ctx.swapped = true));
  on('finally:request', (ctx) => {
    if (ctx.counted) running--;
    if (isPost(ctx) && !failed(ctx)) dropDraft(ctx.request.form);
    report(ctx);
    if (ctx.anew) reload(ctx);
    else if (ctx.swapped) settle(ctx);
    else if (isPost(ctx)) resume();
    (ctx.done ?? ctx.request.form?.done)?.(!failed(ctx));
  });
  document.addEventListener('input', keepDraft);
  retry.addEventListener('click', () => {
    retry.hidden = true;
    retry.again?.();
  });
  restoreDrafts();
}

// report says how a request ended. A request that was given up for a newer one says nothing.
function report(ctx) {
  if (ctx.trouble) {
    if (!isPost(ctx) && !retry.hidden) return; // that something was not saved weighs more
    say(tr(isPost(ctx) ? 'Not saved, your text is still here. %s' : 'Not loaded. %s', ctx.trouble), true);
    const form = ctx.request.form;
    retry.again = ctx.again ?? (form && (() => again(form, ctx.request.submitter)));
    retry.hidden = !retry.again;
  } else if (isPost(ctx) && ctx.response) {
    if (failed(ctx)) say(tr('Not saved yet: see above the claims.'), true);
    else say(more(ctx.text) || tr('Saved: %s', ctx.request.submitter?.dataset.said ?? ctx.request.form?.dataset.said ?? ctx.said));
  }
}

// more is what an answer says of what was done; "" where there is no more to say than that it was saved.
const more = (answer) => new DOMParser().parseFromString(answer ?? '', 'text/html').getElementById('cards')?.dataset.said;

function again(form, submitter) {
  if (form.isConnected) form.requestSubmit(submitter);
  else say(tr('Your text is kept with its claim: go back there and save it.'), true);
}

function troubleOf(response) {
  const status = response.status;
  if (status === 401 || (response.raw.redirected && new URL(response.raw.url).pathname === '/login')) {
    return tr('You are signed out: sign in in another tab, then try again.');
  }
  if (status === 403) return tr('Your role does not allow that.');
  if (status === 404) return tr('It is not there any more.');
  if (status === 503) return tr('The server could not write it down: try again in a moment.');
  return tr('The server could not do it (%s).', status);
}

// Drafts are kept by form, for this tab alone.
const typedIn = (form) => [...form.elements].filter((e) => e.matches('textarea, input:not([type=hidden], [type=checkbox], [type=radio], [type=search])'));

function keepDraft(event) {
  const form = event.target.closest?.('form.tag, form.ask');
  if (!form) return;
  // What is said in confidence is kept nowhere but in the form: who next sits at this computer must not find it.
  if (form.elements['evidence-confidential']?.checked) return dropDraft(form);
  const typed = typedIn(form).map((e) => [e.name, e.value]).filter(([, value]) => value);
  if (typed.length) sessionStorage.setItem(shelf + form.id, JSON.stringify({ typed, chosen: form.dataset.chosen }));
  else dropDraft(form);
}

function dropDraft(form) {
  if (form?.id) sessionStorage.removeItem(shelf + form.id);
}

export function restoreDrafts() {
  for (const form of document.querySelectorAll('form.tag, form.ask')) {
    const draft = JSON.parse(sessionStorage.getItem(shelf + form.id) ?? 'null');
    if (!draft) continue;
    for (const [name, value] of draft.typed) {
      const field = form.elements[name];
      if (field && !field.value) field.value = value;
    }
    form.dataset.chosen ||= draft.chosen ?? '';
    (form.querySelector('details') ?? form.closest('details')).open = true;
  }
}
