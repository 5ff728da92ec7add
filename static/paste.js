// A text pasted with its formatting keeps it: the clipboard's HTML goes along as a file, so that headings, lists, links and captions are known. The
// words are shown as they were pasted; who changes them sends them as plain text.
const text = document.getElementById('text');
const file = document.getElementById('file');
const said = document.getElementById('pasted');
const name = text.name;
let rich = null; // what was pasted with its formatting, as it stands in the field

text.addEventListener('paste', (event) => {
  const html = event.clipboardData.getData('text/html');
  const plain = event.clipboardData.getData('text/plain');
  if (!html || !plain || text.value.trim() || !/<(a|h[1-6]|li|blockquote|figcaption)\b/i.test(html)) return; // nothing in it that plain text would lose
  event.preventDefault();
  const along = new DataTransfer();
  along.items.add(new File([html], 'pasted.html', { type: 'text/html' }));
  file.files = along.files;
  text.value = plain;
  rich = text.value;
  text.removeAttribute('name'); // the file has the words
  said.hidden = false;
});

// Changed words are not those of the file any more; neither are they when another file was chosen.
text.addEventListener('input', () => rich !== null && text.value !== rich && plainly());
file.addEventListener('change', () => rich !== null && plainly(true));

function plainly(otherFile = false) {
  rich = null;
  text.name = name;
  said.hidden = true;
  if (!otherFile) file.value = '';
  else text.value = '';
}
