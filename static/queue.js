// The queue by keyboard. j and k choose an item, whose forms are loaded beside the list. Enter opens the item.
const list = document.querySelector('[data-queue]');
const rows = () => [...document.querySelectorAll('.queue-rows > li')];
const links = () => rows().map((row) => row.querySelector('a.words'));
const pane = () => document.getElementById('chosen');

// A key clicks a button of the pane, so that both do the same.
const buttons = {
  c: '[formaction$="/settle"], button.primary, button[name=decision]',
  s: 'button[value=sourced]',
  d: 'button[value=disputed]',
  u: 'button[value=unverified]',
};
const fields = { a: 'textarea[name=body]', o: 'select[name=resolution]' };

function chosen() {
  return rows().findIndex((row) => row.classList.contains('here'));
}

function choose(at) {
  const link = links()[at];
  link?.focus();
  link?.click();
}

function onKey(event) {
  if (event.defaultPrevented || event.isComposing || event.ctrlKey || event.altKey || event.metaKey) return;
  if (event.target.matches('input, textarea, select')) return event.key === 'Escape' && event.target.blur();
  if (event.key === 'Enter' && event.target.matches('a.words')) return open(event);
  if (localStorage.getItem('keys') === 'off') return;
  const by = { j: 1, k: -1 }[event.key];
  if (by) choose(Math.min(Math.max(chosen() + by, 0), rows().length - 1));
  else if (buttons[event.key]) press(pane()?.querySelector(buttons[event.key]));
  else if (fields[event.key]) pane()?.querySelector(fields[event.key])?.focus();
  else if (event.key === '/') location.assign('/search');
  else return;
  event.preventDefault();
}

// press submits a form as its button does. For a ruling, it first asks for a reason.
function press(button) {
  const reason = button?.form?.querySelector('textarea');
  if (reason?.name === 'note' && !reason.value.trim()) return reason.focus();
  button?.click();
}

function open(event) {
  event.preventDefault();
  pane()?.querySelector('[data-open]')?.click();
}

if (list) {
  document.addEventListener('keydown', onKey);
  document.addEventListener('htmx:after:swap', () => {
    const key = pane()?.dataset.item;
    for (const row of rows()) {
      const here = row.id === 'item-' + key;
      row.classList.toggle('here', here);
      const link = row.querySelector('a.words');
      if (here) link.setAttribute('aria-current', 'true');
      else link.removeAttribute('aria-current');
    }
  });
}
