// What every page gains from a script; each part works, more plainly, without it.

const root = document.documentElement;
const night = matchMedia("(prefers-color-scheme: dark)");

function isDark() {
  return root.dataset.theme ? root.dataset.theme === "dark" : night.matches;
}

function showTheme(button) {
  button.setAttribute("aria-pressed", String(isDark()));
  button.hidden = false;
}

for (const button of document.querySelectorAll("[data-theme-switch]")) {
  showTheme(button);
  night.addEventListener("change", () => showTheme(button));
  button.addEventListener("click", () => {
    root.dataset.theme = isDark() ? "light" : "dark";
    try { localStorage.setItem("theme", root.dataset.theme); } catch { /* held for this page only */ }
    showTheme(button);
  });
}

// Where the browser asks for trusted types, only what htmx fetched from this origin may become HTML.
if (window.htmx && window.trustedTypes) {
  const policy = trustedTypes.createPolicy("cantine", { createHTML: (html) => html, createScript: () => "" });
  htmx.registerExtension("cantine", { init: (api) => api.initSecurity?.(policy) });
}

// htmx 4 sends no token by itself: forms carry theirs as a field, and a lone button takes the page's.
document.addEventListener("htmx:config:request", ({ detail: { ctx } }) => {
  const method = (ctx.request.method || "GET").toUpperCase();
  if (method === "GET" || method === "HEAD") return;
  const token = document.querySelector('meta[name="csrf-token"]')?.content
    ?? document.querySelector('input[name="csrfmiddlewaretoken"]')?.value;
  if (token) ctx.request.headers["X-CSRFToken"] = token;
});

function tell(text, level) {
  const notice = document.createElement("div");
  notice.className = `notice ${level}`;
  notice.append(Object.assign(document.createElement("div"), { textContent: text }));
  document.getElementById("messages")?.replaceChildren(notice);
}

document.addEventListener("htmx:error", () => tell(document.body.dataset.failure, "error"));
document.addEventListener("htmx:response:error", ({ detail: { ctx } }) => {
  if (ctx.response.status >= 500) tell(document.body.dataset.failure, "error");
});

// Errors are read first.
document.querySelector("[data-focus]")?.focus();

// What is shown once is easily taken: a press on the field selects it, a button copies it where the browser may.
for (const button of document.querySelectorAll("[data-copy]")) {
  button.hidden = !navigator.clipboard;
  button.addEventListener("click", async () => {
    const field = document.getElementById(button.dataset.copy);
    field.select();
    try { await navigator.clipboard.writeText(field.value); button.textContent = button.dataset.done; } catch { /* it is selected */ }
  });
}

document.addEventListener("focusin", ({ target }) => {
  if (target.matches("input[data-select]")) target.select();
});

document.addEventListener("click", ({ target }) => {
  const opener = target.closest("[data-dialog]");
  if (opener) document.getElementById(opener.dataset.dialog)?.showModal();
  if (target.matches("dialog")) target.close();
  for (const menu of document.querySelectorAll("details[data-menu][open]")) {
    if (!menu.contains(target)) menu.open = false;
  }
});

document.addEventListener("keydown", ({ key, target }) => {
  if (key !== "Escape") return;
  const menu = target.closest("details[data-menu][open]");
  if (menu) { menu.open = false; menu.querySelector("summary").focus(); }
});

// A menu left open would hide what has the focus next.
document.addEventListener("focusout", ({ target, relatedTarget }) => {
  const menu = target.closest("details[data-menu][open]");
  if (menu && relatedTarget && !menu.contains(relatedTarget)) menu.open = false;
});

// A bar of entries that is wider than a phone shows the one where one is.
for (const here of document.querySelectorAll(".side-list [aria-current]")) {
  const bar = here.closest(".side-menu");
  bar.scrollLeft = here.getBoundingClientRect().left - bar.getBoundingClientRect().left - (bar.clientWidth - here.offsetWidth) / 2;
}
