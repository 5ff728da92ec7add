// What scripts say comes from the catalogue, too. A page in another language than English brings its translations in a block of data.
const translations = JSON.parse(document.getElementById('messages')?.textContent ?? '{}');

// tr is a message with its arguments in place of %s. The English sentence is its key; views/script_messages.go lists all of them.
export function tr(key, ...args) {
  let next = 0;
  return (translations[key] ?? key).replace(/%(?:\[(\d+)\])?s/g, (_, n) => args[n ? n - 1 : next++]);
}
