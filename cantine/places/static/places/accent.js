// The colour of the place, tried on the page before it is saved: the sheet is the one that everybody would get, made
// readable by the house. Without a script the colour shows once saved.

const field = document.querySelector('input[type="color"][name="accent"]');
const DELAY_MS = 120;
let waiting;

function tryOn(colour) {
  const worn = document.querySelector("link[data-accent-sheet]");
  const next = worn.cloneNode();
  next.href = worn.href.replace(/[0-9a-f]{6}(?=\.css)/, colour.slice(1).toLowerCase());
  if (next.href === worn.href) return;
  next.addEventListener("load", () => worn.remove());
  worn.after(next);
}

field?.addEventListener("input", () => {
  clearTimeout(waiting);
  waiting = setTimeout(() => tryOn(field.value), DELAY_MS);
});
