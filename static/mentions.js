// Mentions. After "@" in a long field, the script offers the members of the desk whose names begin with the typed letters. The arrow keys
// choose, Enter or Tab inserts, and Escape closes the list. A name that is typed without the script is a mention too.
const most = 6;
const list = document.createElement('ul');
let field = null;

list.id = 'mention-list';
list.className = 'mention-list';
list.setAttribute('role', 'listbox');

const plain = (text) => text.normalize('NFKD').replace(/\p{M}/gu, '').toLowerCase();
const people = () => [...new Set([...document.querySelectorAll('.desk-people option')].map((option) => option.value))];

// begun returns the beginning of a name before the caret, or null if there is none.
const mention = /(?:^|[^\p{L}\p{N}])@([\p{L}\p{M}\p{N}'’.-]*(?: [\p{L}\p{M}\p{N}'’.-]*)?)$/u;
const begun = (area) => area.value.slice(0, area.selectionStart).match(mention)?.[1] ?? null;

function offer(area) {
  const typed = begun(area);
  const fits = (name) => plain(name) !== plain(typed) && [name, ...name.split(' ')].some((part) => plain(part).startsWith(plain(typed)));
  const names = typed === null ? [] : people().filter(fits).slice(0, most);
  if (!names.length) return close();
  field = area;
  list.replaceChildren(...names.map(option));
  area.after(list);
  area.setAttribute('aria-controls', list.id);
  area.setAttribute('aria-autocomplete', 'list');
  choose(0);
}

function option(name, n) {
  const row = document.createElement('li');
  row.id = 'mention-' + n;
  row.setAttribute('role', 'option');
  row.dir = 'auto';
  row.textContent = name;
  return row;
}

const chosen = () => [...list.children].findIndex((row) => row.getAttribute('aria-selected') === 'true');

function choose(at) {
  [...list.children].forEach((row, n) => row.setAttribute('aria-selected', String(n === at)));
  field.setAttribute('aria-activedescendant', 'mention-' + at);
}

function close() {
  list.remove();
  for (const name of ['aria-controls', 'aria-autocomplete', 'aria-activedescendant']) field?.removeAttribute(name);
  field = null;
}

// take replaces the typed beginning of a name by the whole name.
function take(name) {
  const area = field;
  const end = area.selectionStart;
  area.setRangeText(name + ' ', end - begun(area).length, end, 'end');
  close();
  area.focus();
  area.dispatchEvent(new Event('input', { bubbles: true })); // the draft has it too
}

function onKey(event) {
  if (!field || event.target !== field || event.isComposing || event.ctrlKey || event.metaKey || event.altKey) return;
  const by = { ArrowDown: 1, ArrowUp: -1 }[event.key];
  const count = list.children.length;
  if (by) choose((chosen() + by + count) % count);
  else if (event.key === 'Enter' || event.key === 'Tab') take(list.children[chosen()].textContent);
  else if (event.key === 'Escape') close();
  else return;
  event.preventDefault();
  event.stopPropagation();
}

document.addEventListener('input', (event) => event.target.matches('main form.ask textarea') && offer(event.target));
document.addEventListener('keydown', onKey, true); // before the keys of the page
document.addEventListener('focusout', (event) => event.target === field && !list.contains(event.relatedTarget) && close());
list.addEventListener('pointerdown', (event) => {
  event.preventDefault(); // the field keeps the focus
  const row = event.target.closest('[role=option]');
  if (row) take(row.textContent);
});
