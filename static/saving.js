// Messages about what is being saved, was saved or failed; and drafts, which keep typed text after a failed
// request, a move to another sentence and a reload.
import { tr } from './messages.js';

const said = document.getElementById('said');
const retry = document.getElementById('retry');
const shelf = 'draft ' + document.getElementById('main').dataset.article + ' ';
let running = 0;

export const saving = () => running > 0;
export const failed = (ctx) => Boolean(ctx.trouble) || !(ctx.response?.status < 400);

// quoted quotes words of the article, isolated so that their direction does not affect the surrounding text.
export const quoted = (words) => '“\u2068' + words + '\u2069”';

export function say(text, bad = false) {
  said.textContent = text;
  said.classList.toggle('failed', bad);
  retry.hidden = true;
}

// askForFragments makes a request ask for what changed in an open page, instead of a whole page. It names the parts
// of the cards that the page has already, except that with the form.
function askForFragments(ctx) {
  const has = [...document.querySelectorAll('#cards .part')].filter((part) => !part.contains(ctx.request.form ?? null));
  ctx.parts = new Map(has.map((part) => [part.dataset.part, part]));
  const url = new URL(ctx.request.action, location);
  url.searchParams.set('known', has.map((part) => part.dataset.part + '.' + part.dataset.hash));
  ctx.request.action = '/fragments' + url.pathname + url.search;
}

// keepParts puts the page's own elements into a response in place of the parts that were not sent again, with
// what is typed and open in them.
function keepParts(ctx, tasks) {
  const focus = document.activeElement;
  for (const { fragment } of tasks) {
    for (const part of fragment.querySelectorAll('.part[data-same]')) part.replaceWith(ctx.parts.get(part.dataset.part));
    const all = [...fragment.querySelectorAll('.card')];
    const here = all.find((card) => card.id === 'claim' + card.closest('#cards').dataset.claim)
      ?? all.find((card) => card.matches('.here')) ?? all[0];
    for (const card of all) card.classList.toggle('here', card === here);
  }
  if (!focus.isConnected) ctx.focus = focus;
}

const isPost = (ctx) => ctx.request.method === 'POST';

// post sends a change without a form, made in sentence from, and resolves to whether it was saved.
export function post(url, values, said, from) {
  return new Promise((done) => {
    htmx.ajax('POST', url, { source: '#article', values, said, from, done, again: () => post(url, values, said, from) });
  });
}

// send submits a form and resolves to whether it was saved.
export function send(form) {
  return new Promise((done) => {
    form.done = done;
    form.requestSubmit();
  });
}

let prepare = () => {}; // adds the fields that a draft needs

export function watchSaving({ begin, settle, resume, otherwise, reload, draft }) {
  prepare = draft;
  // Requests by other parts of the page, such as for the user's name, are ignored.
  const ours = (ctx) => ctx?.select === '#cards';
  const on = (name, run) => document.addEventListener('htmx:' + name, (event) => ours(event.detail.ctx) && run(event.detail.ctx, event));
  on('before:request', (ctx) => {
    askForFragments(ctx);
    if (!isPost(ctx)) return;
    begin();
    running++;
    ctx.counted = true;
    say(tr('Saving…'));
  });
  // The cards may have been replaced by another response since the request.
  on('after:request', (ctx) => (ctx.target = document.getElementById('cards')));
  on('before:swap', (ctx, event) => {
    ctx.reloads = otherwise(ctx);
    if (ctx.reloads) return event.preventDefault();
    if (ctx.text.includes('id="cards"')) return keepParts(ctx, event.detail.tasks);
    event.preventDefault(); // another page must not replace the cards
    ctx.trouble = troubleOf(ctx.response);
  });
  on('error', (ctx) => (ctx.trouble = tr('The network or the server did not answer.')));
  on('after:swap', (ctx) => {
    ctx.swapped = true;
    ctx.focus?.focus({ preventScroll: true });
  });
  on('finally:request', (ctx) => {
    if (ctx.counted) running--;
    if (isPost(ctx) && !failed(ctx)) dropDraft(ctx.request.form);
    report(ctx);
    if (ctx.reloads) reload(ctx);
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

// report shows the result of a request, unless a newer one replaced it.
function report(ctx) {
  if (ctx.trouble) {
    if (!isPost(ctx) && !retry.hidden) return; // an error about saving takes precedence
    say(tr(isPost(ctx) ? 'Not saved, your text is still here. %s' : 'Not loaded. %s', ctx.trouble), true);
    const form = ctx.request.form;
    retry.again = ctx.again ?? (form && (() => again(form, ctx.request.submitter)));
    retry.hidden = !retry.again;
  } else if (isPost(ctx) && ctx.response) {
    if (failed(ctx)) say(tr('Not saved yet: see above the claims.'), true);
    else say(more(ctx.text) || tr('Saved: %s', saidBy(ctx)));
  }
}

// saidBy names what was saved: as the button or the form says it, else by the button's own words.
function saidBy({ request: { submitter, form }, said }) {
  return submitter?.dataset.said ?? form?.dataset.said ?? said ?? submitter?.textContent.trim() ?? '';
}

// more returns the message in a response; "" if there is nothing to add to "saved".
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
  if (status === 503) return tr('The server could not save it. Try again in a moment.');
  return tr('The server could not do it (%s).', status);
}

// Drafts are stored for each form, in this tab only.
const typedIn = (form) => [...form.elements].filter((e) => e.matches('textarea, input:not([type=hidden], [type=checkbox], [type=radio], [type=search])'));

function keepDraft(event) {
  const form = event.target.closest?.('form.tag, form.ask');
  if (!form) return;
  // Confidential evidence is not stored, because somebody else may use this computer next.
  if (form.querySelector('[name^=evidence][name$=confidential]:checked')) return dropDraft(form);
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
    prepare(form, draft.typed.map(([name]) => name));
    for (const [name, value] of draft.typed) {
      const field = form.elements[name];
      if (field && !field.value) field.value = value;
    }
    form.dataset.chosen ||= draft.chosen ?? '';
    (form.querySelector('details') ?? form.closest('details')).open = true;
  }
}
