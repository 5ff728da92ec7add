// The list of claims by keyboard: x or Space ticks a claim, the arrows go from one to the next, and with Shift they tick a range. A key
// opens a part of the form, and Ctrl+Enter sends it.
const form = document.getElementById('several');
const ticks = () => [...form.querySelectorAll('input[name=claim]')];

let last; // the claim from which a range is ticked

function onKey(event) {
  if (event.defaultPrevented || event.isComposing || event.altKey) return;
  const part = event.target.closest?.('details');
  if (event.key === 'Enter' && event.ctrlKey && form.contains(part)) return act(event, () => part.querySelector('button').click());
  if (event.ctrlKey || event.metaKey) return;
  if (event.target.matches('textarea, select, input:not([type=checkbox])')) return;
  const by = { ArrowDown: 1, ArrowUp: -1 }[event.key];
  const all = ticks();
  const at = all.indexOf(event.target);
  if (by && (at >= 0 || event.target === document.body)) return act(event, () => move(all, at, by, event.shiftKey));
  if (localStorage.getItem('keys') === 'off') return;
  if (event.key === 'x') return act(event, () => (at >= 0 ? all[at].click() : all[0]?.focus()));
  const summary = form.querySelector(`summary[data-key="${CSS.escape(event.key)}"]`);
  if (summary) act(event, () => open(summary.parentElement));
}

function act(event, run) {
  event.preventDefault();
  run();
}

function move(all, at, by, range) {
  const next = all[Math.min(Math.max(at + by, 0), all.length - 1)];
  if (range && at >= 0) all[at].checked = next.checked = true;
  next?.focus();
}

function open(part) {
  part.open = true;
  part.querySelector('select, textarea').focus();
}

// A click with Shift ticks everything from the claim that was clicked before.
function onClick(event) {
  if (!event.target.matches('input[name=claim]')) return;
  const all = ticks();
  const [from, to] = [all.indexOf(last), all.indexOf(event.target)];
  if (event.shiftKey && from >= 0) {
    for (const tick of all.slice(Math.min(from, to), Math.max(from, to) + 1)) tick.checked = event.target.checked;
  }
  last = event.target;
}

if (form) {
  document.addEventListener('keydown', onKey);
  form.addEventListener('click', onClick);
  form.querySelector('.several-hint').hidden = false;
}
