// The till under a hand: what is pressed is counted here, and only the press that pays goes out. Without this file each
// press is a form that comes back with the sale so far.

const till = document.querySelector("[data-till]");
const french = document.documentElement.lang.startsWith("fr");
const money = new Intl.NumberFormat(french ? "fr-FR" : "en-GB", { style: "currency", currency: "EUR" });
const say = (cents) => money.format(cents / 100);
const typed = (text) => {
  const found = /^(\d{1,6})(?:[.,](\d{1,2}))?$/.exec(text.replace(/[\s\u00a0\u202f€]/g, ""));
  return found ? Number(found[1]) * 100 + Number((found[2] ?? "").padEnd(2, "0")) : 0;
};

if (till) {
  const lines = till.querySelector("[data-lines]");
  const part = (row, which) => row.querySelector(`[name="${which}"]`);
  const buttonOf = (row) => till.querySelector(`[name="tap"][value="${part(row, "line").value.split(":")[0]}"]`);
  const piecesOf = (row) => Number(part(row, "line").value.split(":")[1]);
  // What a plan gives is taken first, from line to line: ``left`` is what there still is of each use.
  const drawnOf = (row, left) => {
    const { use, left: whole } = buttonOf(row)?.dataset ?? {};
    if (!use) return 0;
    left[use] ??= Number(whole);
    const drawn = Math.min(piecesOf(row), left[use]);
    left[use] -= drawn;
    return drawn;
  };
  const centsOf = (row, drawn) => {
    const button = buttonOf(row);
    const known = button ? button.dataset.over || button.dataset.cents : row.dataset.cents;
    return (known ? Number(known) : typed(part(row, "typed").value)) * (piecesOf(row) - drawn);
  };

  // A line whose button is on another page keeps the amount that the server said.
  for (const row of lines.children) {
    if (!buttonOf(row)) row.dataset.cents = String(typed(row.querySelector(".till-amount").textContent) / piecesOf(row));
  }

  function show() {
    const left = {};
    let total = 0;
    [...lines.children].forEach((row, rank) => {
      const drawn = drawnOf(row, left);
      const cents = centsOf(row, drawn);
      total += cents;
      part(row, "less").value = String(rank);
      row.querySelector(".till-what b").textContent = String(piecesOf(row));
      row.querySelector(".till-amount").textContent = say(cents);
      if (buttonOf(row)) row.querySelector("[data-drawn]").textContent = drawn ? till.dataset.drawn.replace("%(count)s", drawn) : "";
    });
    till.querySelector("[data-total]").textContent = say(total);
    till.querySelector("[data-shown]").value = String(total);
    till.querySelector("[data-empty]").hidden = lines.children.length > 0;
    for (const note of till.querySelectorAll("[data-given]")) {
      const back = Number(note.dataset.given) - total;
      note.disabled = total > 0 && back < 0;
      const told = note.querySelector("[data-back]");
      told.hidden = !(total > 0 && back > 0);
      told.querySelector("span").textContent = say(Math.max(back, 0));
    }
    return total;
  }

  function tap(button) {
    const known = [...lines.children].find((row) => part(row, "line").value.startsWith(`${button.value}:`));
    const name = button.querySelector(".till-name").textContent;
    if (known) {
      part(known, "line").value = `${button.value}:${Math.min(piecesOf(known) + 1, 999)}`;
    } else {
      const row = till.querySelector("[data-line]").content.firstElementChild.cloneNode(true);
      part(row, "line").value = `${button.value}:1`;
      row.querySelector(".till-what > span").textContent = name;
      if ("open" in button.dataset) {
        const field = part(row, "typed");
        Object.assign(field, { type: "text", inputMode: "decimal", autocomplete: "off", maxLength: 10, placeholder: french ? "0,00" : "0.00" });
        field.className = "input till-typed";
        field.setAttribute("aria-label", name);
      }
      lines.append(row);
      if ("open" in button.dataset) part(row, "typed").focus();
    }
    till.querySelector("[data-done]")?.remove();
    till.querySelector("[data-said]").textContent = `${name}, ${say(show())}`;
  }

  function less(row) {
    const pieces = piecesOf(row) - 1;
    const next = row.nextElementSibling ?? row.previousElementSibling;
    if (pieces > 0) part(row, "line").value = `${part(row, "line").value.split(":")[0]}:${pieces}`;
    else {
      row.remove();
      (next ? part(next, "less") : till.querySelector('[name="tap"]'))?.focus();
    }
    till.querySelector("[data-said]").textContent = say(show());
  }

  till.addEventListener("click", (event) => {
    const button = event.target.closest("button");
    if (!button) return;
    // What is paid ahead names a large button: of one that is on another page, the form knows.
    const large = button.name === "tap" ? till.querySelector(`.till-button[value="${button.value}"]`) : null;
    if (large) { event.preventDefault(); tap(large); }
    if (button.name === "less") { event.preventDefault(); less(button.closest("li")); }
    if (button.name === "clear" && !till.querySelector('[name="who"]')) {
      event.preventDefault();
      lines.replaceChildren();
      show();
    }
  });
  lines.addEventListener("input", show);

  // Names found while one types: the arrows go through them, Enter presses the one at hand, Escape goes back to the field.
  const find = till.querySelector("[data-find]");
  find?.closest("fieldset").addEventListener("keydown", (event) => {
    const names = [...till.querySelectorAll("[data-found] button")];
    const at = names.indexOf(document.activeElement);
    const to = { ArrowDown: at + 1, ArrowRight: at + 1, ArrowUp: at - 1, ArrowLeft: at - 1 }[event.key];
    const inField = document.activeElement === find;
    if (event.key === "Escape" && at >= 0) { event.preventDefault(); find.focus(); }
    if (to === undefined || !names.length || (at < 0 && !(inField && event.key === "ArrowDown"))) return;
    event.preventDefault();
    (to < 0 ? find : names[Math.min(to, names.length - 1)]).focus();
  });

  // A payment pressed twice is sent once; the key of the page makes the rest sure.
  till.addEventListener("submit", (event) => {
    if (till.dataset.sent) { event.preventDefault(); return; }
    if (event.submitter?.name === "pay") till.dataset.sent = "1";
  });
  // Come back to by the arrow of the browser, the page is that of a sale that may be over: it is read again.
  addEventListener("pageshow", (event) => { if (event.persisted) location.reload(); });

  // Keys 1 to 9 then a to c, for who turns them on: a reader's own keys are not taken from anybody (WCAG 2.1.4).
  const keys = document.querySelector("[data-keys]");
  const showKeys = (on) => {
    keys.setAttribute("aria-pressed", String(on));
    for (const each of till.querySelectorAll(".till-key")) each.hidden = !on;
  };
  const remembered = () => { try { return localStorage.getItem("till-keys") === "on"; } catch { return false; } };
  document.querySelector("[data-keys-line]").hidden = false;
  showKeys(remembered());
  keys.addEventListener("click", () => {
    const on = keys.getAttribute("aria-pressed") !== "true";
    try { localStorage.setItem("till-keys", on ? "on" : "off"); } catch { /* held for this page only */ }
    showKeys(on);
  });
  document.addEventListener("keydown", (event) => {
    if (keys.getAttribute("aria-pressed") !== "true" || event.ctrlKey || event.metaKey || event.altKey) return;
    if (event.target.matches("input, select, textarea")) return;
    if (event.key === "Backspace" && lines.lastElementChild) { event.preventDefault(); less(lines.lastElementChild); return; }
    const button = till.querySelector(`[name="tap"][data-key="${CSS.escape(event.key.toLowerCase())}"]`);
    if (button) { event.preventDefault(); tap(button); }
  });
  show();
}

// The drawer at night: notes and coins make the sum, and the difference is said before the press.
const count = document.querySelector("[data-count]");
if (count) {
  const counted = count.querySelector('[name="counted"]');
  const told = count.querySelector("[data-difference]");
  const show = () => {
    told.hidden = counted.value.trim() === "";
    const difference = typed(counted.value) - Number(count.dataset.expected);
    told.textContent = difference === 0 ? told.dataset.even
      : `${say(Math.abs(difference))} ${difference > 0 ? told.dataset.over : told.dataset.short}`;
  };
  count.addEventListener("input", ({ target }) => {
    if (target.dataset.cents) {
      const sum = [...count.querySelectorAll("[data-cents]")].reduce((all, each) => all + Number(each.dataset.cents) * Number(each.value || 0), 0);
      counted.value = (sum / 100).toFixed(2).replace(".", french ? "," : ".");
    }
    show();
  });
  show();
}
