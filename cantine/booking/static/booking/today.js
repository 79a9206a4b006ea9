// The day of the team, kept true: it is read again when something changes here, but never under the hand that works it.
// Without this file the page is as true as when it was read.

const today = document.getElementById("today");
const trusted = globalThis.trustedTypes?.createPolicy("today", { createHTML: (html) => html });
const nodesOf = (html) => new DOMParser().parseFromString(trusted?.createHTML(html) ?? html, "text/html").body.childNodes;
let stream = null;
let waiting = false;

const worked = () => today.querySelector(".refuse[open]") !== null || today.contains(document.activeElement);

async function refresh() {
  if (worked()) { waiting = true; return; }
  waiting = false;
  let answer;
  try { answer = await fetch(today.dataset.refresh, { headers: { "HX-Request": "true" }, cache: "no-store" }); } catch { return; }
  if (!answer.ok || worked()) return;
  const open = today.querySelector(".seen")?.open;
  today.replaceChildren(...nodesOf(await answer.text()));
  today.dataset.live = answer.headers.get("X-Live") ?? today.dataset.live;
  const seen = today.querySelector(".seen");
  if (seen && open) seen.open = true;
}

function listen() {
  if (!today.dataset.live || !("EventSource" in window)) return;
  let again = false;
  stream = new EventSource(today.dataset.live);
  stream.addEventListener("changed", refresh);
  stream.addEventListener("open", () => { if (again) refresh(); again = true; });
}

// Hours pass too: who was expected is late. Where the stream is broken, it is tried again with a newer token.
function eachMinute() {
  if (document.hidden) return;
  refresh().then(() => { if (!stream || stream.readyState === EventSource.CLOSED) listen(); });
}

document.addEventListener("focusout", () => { if (waiting) setTimeout(refresh, 200); });
document.addEventListener("visibilitychange", () => { if (!document.hidden) refresh(); });
setInterval(eachMinute, 60_000);
listen();
