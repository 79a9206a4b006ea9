// An entry under a hand: its sums follow what is typed, and a line more comes once the last one is begun. Without this
// file, “Count” and “More lines” ask the server for the same.

const sheet = document.querySelector("[data-write]");
const french = document.documentElement.lang.startsWith("fr");
const money = new Intl.NumberFormat(french ? "fr-FR" : "en-GB", { style: "currency", currency: "EUR" });
const say = (cents) => money.format(cents / 100);
const typed = (text) => {
  const found = /^(\d{1,9})(?:[.,](\d{1,2}))?$/.exec(text.replace(/[\s\u00a0\u202f€]/g, ""));
  return found ? Number(found[1]) * 100 + Number((found[2] ?? "").padEnd(2, "0")) : 0;
};

if (sheet) {
  const told = sheet.querySelector("[data-sums]");
  const lines = () => [...sheet.querySelectorAll("[data-line]")];
  const rows = sheet.querySelector('[name="rows"]');
  const sum = (side) => [...sheet.querySelectorAll(`[data-${side}]`)].reduce((total, field) => total + typed(field.value), 0);

  function show() {
    const debit = sum("debit"), credit = sum("credit");
    told.querySelector("[data-sum-debit]").textContent = say(debit);
    told.querySelector("[data-sum-credit]").textContent = say(credit);
    const gap = told.querySelector("[data-gap]");
    const { even, shortCredit, shortDebit } = told.dataset;
    if (debit === credit) gap.textContent = debit ? even : "";
    else gap.textContent = `${say(Math.abs(debit - credit))} ${debit > credit ? shortCredit : shortDebit}`;
    told.classList.toggle("even", debit > 0 && debit === credit);
  }

  function grow() {
    const all = lines(), last = all.at(-1), place = all.length;
    if (place >= 40 || ![...last.querySelectorAll("input")].some((field) => field.value)) return;
    const line = last.cloneNode(true);
    line.setAttribute("aria-label", line.getAttribute("aria-label").replace(/\d+/, String(place + 1)));
    for (const wrong of line.querySelectorAll(".wrong")) wrong.remove();
    for (const field of line.querySelectorAll(".field")) {
      const input = field.querySelector("input");
      field.classList.remove("has-errors");
      input.name = input.name.replace(/\d+$/, String(place));
      input.id = input.id.replace(/\d+$/, String(place));
      field.querySelector("label").htmlFor = input.id;
      for (const name of ["aria-invalid", "aria-describedby"]) input.removeAttribute(name);
      input.value = "";
    }
    last.after(line);
    rows.value = String(place + 1);
  }

  for (const button of sheet.querySelectorAll("[data-count], [value='more']")) button.hidden = true;
  sheet.addEventListener("input", () => { grow(); show(); });
  show();
}
