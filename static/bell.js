// The bell shows the number of unread notices in the bar, in the page's title and in its icon, and updates it live. On the page of
// notices, the list is updated too. If the user switched it on there, the browser displays new notices.
const bell = document.getElementById('bell');
const titled = bell.dataset.title !== undefined;
const icon = document.querySelector('link[rel=icon]');
const icons = bell.dataset.icons.split(' ');
const list = document.querySelector('[data-notices]');
const visible = () => document.visibilityState === 'visible';
const notifies = () => localStorage.getItem('notify') === 'on' && window.Notification?.permission === 'granted';

let source = null;
let newest = -1; // the id of the newest unread notice that this page knows; -1 before the first update

// A hidden page closes its connection and catches up when it is shown. It stays connected if the user wants the browser to display
// notices.
function connect() {
  if (!visible() && !notifies()) return part();
  if (source && source.readyState !== EventSource.CLOSED) return;
  source = new EventSource('/api/v1/notices/events');
  source.addEventListener('notices', (event) => show(JSON.parse(event.data)));
  source.addEventListener('closed', part);
}

function part() {
  source?.close();
  source = null;
}

function show({ unread, count, newest: id = 0, text, url }) {
  const badge = bell.querySelector('.count');
  badge.firstElementChild.textContent = count;
  badge.hidden = unread === 0;
  if (titled) document.title = (count && `(${count}) `) + document.title.replace(/^\([^)]*\) /, '');
  const wanted = icons[unread ? 1 : 0];
  if (icon.getAttribute('href') !== wanted) icon.setAttribute('href', wanted);
  const fresh = newest >= 0 && id > newest;
  newest = Math.max(newest, id);
  if (list && id > Number(list.dataset.notices)) reload(id);
  if (fresh && !visible() && notifies()) notify(id, text, url);
}

// notify displays a notice. If several pages are open, the browser displays it once, because the tags are equal.
function notify(id, text, url) {
  const shown = new Notification('Linecheck', { body: text, tag: 'notice-' + id });
  shown.addEventListener('click', () => {
    focus();
    location.assign(url);
  });
}

// reload replaces the list, unless the user is in it.
async function reload(id) {
  const old = document.getElementById('notices');
  if (old.contains(document.activeElement) || new URLSearchParams(location.search).has('after')) return;
  const response = await fetch(location.href, { headers: { Accept: 'text/html' } }).catch(() => null);
  if (!response?.ok) return;
  const page = new DOMParser().parseFromString(await response.text(), 'text/html');
  list.dataset.notices = id;
  old.replaceWith(page.getElementById('notices'));
  const head = page.querySelector('.page-head');
  document.querySelector('.page-head').replaceWith(head);
}

// Opening a notice's link marks the notice as read.
document.addEventListener('click', ({ target }) => {
  const address = target.closest?.('a[data-read]')?.dataset.read;
  if (address) fetch(address, { method: 'POST', keepalive: true, redirect: 'manual' }).catch(() => {}); // it then stays unread
});

// The switch for the browser's own notices.
const choice = document.querySelector('[data-notify]');
if (choice && window.Notification) {
  const box = choice.querySelector('input');
  choice.hidden = false;
  box.checked = notifies();
  box.addEventListener('change', async () => {
    if (box.checked) box.checked = (await Notification.requestPermission()) === 'granted';
    localStorage.setItem('notify', box.checked ? 'on' : 'off');
  });
}

document.addEventListener('visibilitychange', connect);
addEventListener('pagehide', part);
addEventListener('pageshow', connect);
connect();
