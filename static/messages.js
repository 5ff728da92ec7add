// Messages of scripts come from the catalogue. A page in a language other than English contains their translations as JSON.
const translations = JSON.parse(document.getElementById('messages')?.textContent ?? '{}');

// tr returns a message with its arguments in place of %s. The key of a message is its English text. views/script_messages.go lists all
// messages.
export function tr(key, ...args) {
  let next = 0;
  return (translations[key] ?? key).replace(/%(?:\[(\d+)\])?s/g, (_, n) => args[n ? n - 1 : next++]);
}
