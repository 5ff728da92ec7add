// Pasted text keeps its formatting. The script sends the clipboard's HTML as a file, which preserves headings, lists, links and captions.
// The field shows the words. If the user edits them, they are sent as plain text instead.
const text = document.getElementById('text');
const file = document.getElementById('file');
const said = document.getElementById('pasted');
const name = text.name;
let rich = null; // the pasted text with formatting, as in the field

text.addEventListener('paste', (event) => {
  const html = event.clipboardData.getData('text/html');
  const plain = event.clipboardData.getData('text/plain');
  if (!html || !plain || text.value.trim() || !/<(a|h[1-6]|li|blockquote|figcaption)\b/i.test(html)) return; // plain text would lose nothing
  event.preventDefault();
  const along = new DataTransfer();
  along.items.add(new File([html], 'pasted.html', { type: 'text/html' }));
  file.files = along.files;
  text.value = plain;
  rich = text.value;
  text.removeAttribute('name'); // the file contains the words
  said.hidden = false;
});

// After an edit, or when another file is chosen, the pasted file no longer belongs to the text.
text.addEventListener('input', () => rich !== null && text.value !== rich && plainly());
file.addEventListener('change', () => rich !== null && plainly(true));

function plainly(otherFile = false) {
  rich = null;
  text.name = name;
  said.hidden = true;
  if (!otherFile) file.value = '';
  else text.value = '';
}
