// Uploads several files one after the other, with progress and result for each. Without scripts, one form
// sends all of them and one page reports on them.
import { tr } from './messages.js';

const form = document.querySelector('main form');
const input = document.getElementById('file');
const title = document.getElementById('title');

form.addEventListener('submit', (event) => {
  if (input.files.length < 2 || form.elements.text.value.trim() || title.value.trim()) return; // the server reports the error
  event.preventDefault();
  sendAll([...input.files]);
});

async function sendAll(files) {
  const list = document.createElement('ul');
  list.className = 'rows uploads';
  const heading = document.createElement('h1');
  heading.textContent = tr('Adding %s files', files.length);
  heading.tabIndex = -1;
  const rows = files.map((file) => rowOf(file, list));
  form.replaceWith(list);
  document.querySelector('main h1').replaceWith(heading);
  heading.focus();
  let refused = 0;
  for (const [i, file] of files.entries()) {
    if (!(await send(file, rows[i]))) refused++;
  }
  heading.textContent = tr('%s of %s files added', files.length - refused, files.length);
  heading.focus();
}

function rowOf(file, list) {
  const row = list.appendChild(document.createElement('li'));
  const name = row.appendChild(document.createElement('bdi'));
  name.textContent = file.name;
  const progress = row.appendChild(document.createElement('progress'));
  progress.max = file.size || 1;
  progress.value = 0;
  progress.setAttribute('aria-label', file.name);
  return row;
}

// send sends one file with the form's other fields; true if it became an article.
function send(file, row) {
  const data = new FormData(form);
  data.delete('file');
  data.append('file', file);
  return new Promise((done) => {
    const request = new XMLHttpRequest();
    const progress = row.querySelector('progress');
    request.upload.addEventListener('progress', (event) => { progress.value = Math.min(event.loaded, progress.max); });
    request.upload.addEventListener('load', () => progress.removeAttribute('value')); // the server is parsing it
    request.addEventListener('loadend', () => done(report(request, row)));
    request.open('POST', form.action);
    request.responseType = 'document';
    request.send(data);
  });
}

// report shows the result for a file: a link to its article, or the error.
function report(request, row) {
  row.querySelector('progress').remove();
  const brought = request.status === 200 && /\/articles\/\d+$/.test(request.responseURL);
  const part = document.createElement(brought ? 'a' : 'p');
  if (brought) {
    part.href = request.responseURL;
    part.textContent = request.response?.title.split(' · ')[0] ?? request.responseURL;
    row.append(': ');
  } else {
    part.className = 'error';
    const said = [...(request.response?.querySelectorAll('.error-summary li, main > p') ?? [])].map((p) => p.textContent.trim());
    part.textContent = said.join(' ') || tr('This could not be sent, and nothing of it was saved. Try again.');
  }
  row.append(part);
  return brought;
}
