// The planning in a browser that runs scripts: it hears what changes, and can be worked by keyboard and by mouse.
// Without this file every free stretch and every booking is a link, and the page is as true as when it was read.

import * as cursor from "./cursor.js";
import * as drag from "./drag.js";
import { announce, day, local, words } from "./slate.js";

const MINUTE = 60_000;
const board = document.getElementById("board");
const dialog = document.getElementById("board-dialog");
let stream = null;
let waiting = false;
let asked = 0;
let landed = "";

// The content security policy lets this policy's text, and htmx's, become HTML: both are fragments of our own pages.
const trusted = globalThis.trustedTypes?.createPolicy("planning", { createHTML: (html) => html });
const nodesOf = (html) => new DOMParser().parseFromString(trusted?.createHTML(html) ?? html, "text/html").body.childNodes;

// -- what changes ------------------------------------------------------------------------------------------------------

const occupied = () => drag.busy() || dialog?.open;

async function refresh() {
  if (occupied()) { waiting = true; return; }
  waiting = false;
  const turn = ++asked;
  const url = new URL(board.dataset.refresh, location.href);
  url.searchParams.set("part", "board");
  let answer;
  try { answer = await fetch(url, { headers: { "HX-Request": "true" }, cache: "no-store" }); } catch { return; }
  if (!answer.ok || turn !== asked) return;
  const html = await answer.text();
  if (occupied()) { waiting = true; return; }
  if (turn !== asked) return;
  const held = cursor.remember();
  board.replaceChildren(...nodesOf(html));
  board.dataset.live = answer.headers.get("X-Live") ?? board.dataset.live;
  cursor.stand();
  cursor.restore(held);
  document.dispatchEvent(new Event("htmx:after:swap"));
  land();
}

// What was just booked or moved is where the eye and the keyboard go.
function land() {
  const item = landed ? board.querySelector(`[data-date="${CSS.escape(landed)}"]:not(.also)`) : null;
  landed = "";
  item?.classList.add("landed");
  item?.querySelector("a, button")?.focus();
}

function whenFree() {
  if (waiting && !occupied()) refresh();
}

function listen() {
  if (!board.dataset.live || !("EventSource" in window)) return;
  let again = false;
  stream = new EventSource(board.dataset.live);
  stream.addEventListener("changed", refresh);
  stream.addEventListener("open", () => { if (again) refresh(); again = true; });
}

// Where the stream is broken the page asks by itself, and tries the stream again with a newer token.
function eachMinute() {
  if (document.hidden || stream?.readyState === EventSource.OPEN) return;
  refresh().then(() => { if (!stream || stream.readyState === EventSource.CLOSED) listen(); });
}

// -- what the hand does ------------------------------------------------------------------------------------------------

// Without a dialog, or where the answer is none of ours, the page of the room asks the same.
function book(address) {
  const url = new URL(address, location.href);
  url.searchParams.set("part", "dialog");
  return ask(url, {}, () => location.assign(address));
}

function show(html) {
  const nodes = [...nodesOf(html)];
  const over = nodes.find((node) => node.dataset?.done !== undefined);
  if (over) return done(over.dataset.done, over.textContent);
  const body = dialog.querySelector(".dialog-body");
  body.replaceChildren(...nodes);
  dialog.querySelector("h2").textContent = body.querySelector("[data-title]")?.dataset.title ?? dialog.dataset.title;
  globalThis.htmx?.process?.(body);
  if (!dialog.open) dialog.showModal();
  (body.querySelector("[data-focus]") ?? body.querySelector("input:not([type=hidden])") ?? body.querySelector("button[type=submit]"))?.focus();
  return undefined;
}

async function ask(url, options = {}, otherwise = undefined) {
  let answer;
  try { answer = await fetch(url, { ...options, headers: { "HX-Request": "true", Accept: "text/html" } }); }
  catch { return otherwise ? otherwise() : announce(document.body.dataset.failure); }
  if (answer.status === 204) return done(moving, words().moved);
  if (otherwise && (!answer.ok || answer.redirected)) return otherwise();
  if (answer.status >= 500) { dialog.close(); return announce(document.body.dataset.failure); }
  return show(await answer.text());
}

function done(date, said) {
  waiting = true;
  landed = date;
  dialog.close();
  announce(said);
}

let moving = "";

function move(item, { resource, start, end }) {
  moving = item.dataset.date;
  const from = local(start);
  const query = new URLSearchParams({ jour: from.day, debut: from.clock, fin: local(end).clock, salle: resource });
  ask(`${item.dataset.moves}?${query}`);
}

dialog?.addEventListener("submit", (event) => {
  if (event.target.method !== "post") return;
  event.preventDefault();
  const form = event.target;
  const body = new FormData(form, event.submitter);
  form.querySelectorAll("button").forEach((button) => { button.disabled = true; });
  ask(form.action, { method: "POST", body });
});
dialog?.addEventListener("click", ({ target }) => { if (target.closest("[data-close]")) dialog.close(); });
dialog?.addEventListener("close", whenFree);
document.addEventListener("slate:free", whenFree);
document.addEventListener("visibilitychange", () => { if (!document.hidden) eachMinute(); });

if (board) {
  if (day() && !("kiosk" in board.dataset)) {
    cursor.start(book);
    drag.start({ book, move });
  }
  listen();
  setInterval(eachMinute, MINUTE);
}
