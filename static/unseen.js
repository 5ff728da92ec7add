// The second reader's map highlights what they have not looked at, and J moves to it. The numbers come from
// the page that lists it.
import { want } from './place.js';

const box = document.getElementById('unseen');
const shown = document.getElementById('unseen-shown');
const link = document.getElementById('unseen-link');
const sheet = new CSSStyleSheet(); // sentences and cells are replaced often, but rules for their ids remain
let asked = false; // a request is pending
let stale = false; // something changed since the request

export function listen() {
  if (!box) return;
  document.adoptedStyleSheets.push(sheet);
  shown.checked = localStorage.getItem('unseen') ? localStorage.getItem('unseen') === 'on' : 'second' in box.dataset;
  shown.closest('label').hidden = false;
  shown.addEventListener('change', () => {
    localStorage.setItem('unseen', shown.checked ? 'on' : 'off');
    refresh();
  });
  document.addEventListener('changed', refresh);
  refresh();
}

async function refresh() {
  if (!shown.checked) return draw([]);
  if (asked) {
    stale = true;
    return;
  }
  asked = true;
  const list = await fetchList();
  asked = false;
  if (list && shown.checked) {
    link.textContent = list.getElementById('unseen-figure').textContent;
    draw([...list.querySelectorAll('[data-ordinal]')].map((row) => Number(row.dataset.ordinal)));
  }
  if (stale) {
    stale = false;
    refresh();
  }
}

async function fetchList() {
  try {
    const response = await fetch(link.href, { headers: { Accept: 'text/html' } });
    return response.ok ? new DOMParser().parseFromString(await response.text(), 'text/html') : null;
  } catch {
    return null; // the next change requests it again
  }
}

// draw fades the cells that were looked at, and makes J move to the others. If none is left, both work as
// usual.
function draw(left) {
  const set = new Set(left);
  box.dataset.left = left.length;
  want(left.length ? (n) => set.has(n) : null);
  if (!left.length) return sheet.replaceSync('');
  const all = (prefix) => left.map((n) => prefix + n).join(',');
  sheet.replaceSync(`
    #map .cell { opacity: .35 }
    :is(${all('#m')}).cell { opacity: 1 }
    :is(${all('#s')}) .no { font-weight: 700; text-decoration: underline }
  `);
}
