// The slate by mouse: drag over free time to book it, drag a booking to move it, its edges to change its hours. A
// finger scrolls and taps: it is given the links.

import { announce, bookingAddress, clock, fill, frees, gridOf, hour, isPool, isSlate, lanes, put, shortestOf, spotOf, stepsOfDay, trackOf, words } from "./slate.js";

const EDGE = 8;
const TRAVEL = 5;
let drag = null;

const laneAt = (y) => lanes().find((lane) => {
  const box = lane.getBoundingClientRect();
  return y >= box.top && y < box.bottom;
});

function stepAt(lane, x, round = Math.floor) {
  const box = trackOf(lane).getBoundingClientRect();
  const grid = gridOf(lane);
  const step = round(((x - box.left) / box.width) * stepsOfDay() / grid) * grid;
  return Math.min(stepsOfDay(), Math.max(0, step));
}

function ghost(lane, start, end, fits = true) {
  const item = drag.ghost ?? Object.assign(document.createElement("li"), { ariaHidden: "true" });
  item.className = fits ? "ghost" : "ghost no";
  put(item, start, end);
  item.textContent = `${clock(start)}–${clock(end)}`;
  if (item.parentElement !== trackOf(lane)) trackOf(lane).append(item);
  Object.assign(drag, { ghost: item, lane, start, end, fits });
}

// -- free time ---------------------------------------------------------------------------------------------------------

function beginBooking(event, item) {
  const lane = item.closest(".lane");
  const free = spotOf(item);
  const from = Math.max(free.start, stepAt(lane, event.clientX));
  drag = { kind: "book", x: event.clientX, lane, free, from, moved: false };
}

function growBooking(event) {
  const { lane, free, from } = drag;
  const at = stepAt(lane, event.clientX, Math.round);
  const least = shortestOf(lane);
  const [start, end] = at >= from
    ? [from, Math.min(free.end, Math.max(at, from + least))]
    : [Math.max(free.start, Math.min(at, from - least)), from];
  ghost(lane, Math.min(start, Math.max(free.start, free.end - least)), end);
}

// A click in a free stretch books from the half-hour under the pointer.
function clickedAddress(event, item) {
  const lane = item.closest(".lane");
  const free = spotOf(item);
  const half = Math.floor(stepAt(lane, event.clientX) / 6) * 6;
  const start = Math.max(free.start, Math.min(half, free.end - shortestOf(lane)));
  return bookingAddress(lane, start, 0);
}

// -- bookings ----------------------------------------------------------------------------------------------------------

function beginMoving(event, item) {
  const box = item.getBoundingClientRect();
  const lane = item.closest(".lane");
  const edge = event.clientX < box.left + EDGE ? "start" : event.clientX > box.right - EDGE ? "end" : "";
  const spot = spotOf(item);
  drag = { kind: "move", item, edge, x: event.clientX, from: spot, home: lane, grab: stepAt(lane, event.clientX) - spot.start, moved: false };
}

function covers(item, lane) {
  const count = Number([...item.classList].find((name) => /^n\d+$/.test(name))?.slice(1) ?? 1);
  const all = lanes();
  const first = all.indexOf(item.closest(".lane"));
  const row = all.indexOf(lane);
  return row >= first && row < first + count;
}

function carry(event) {
  const { item, edge, from, home, grab } = drag;
  item.classList.add("moving");
  let { start, end } = from;
  let lane = home;
  if (edge) {
    const at = stepAt(home, event.clientX, Math.round);
    if (edge === "start") start = Math.min(at, end - shortestOf(home));
    else end = Math.max(at, start + shortestOf(home));
  } else {
    const over = laneAt(event.clientY);
    lane = !over || isPool(over) || !over.dataset.book || covers(item, over) ? home : over;
    start = Math.min(stepsOfDay() - (end - start), Math.max(0, stepAt(home, event.clientX) - grab));
    start -= start % gridOf(lane);
    end = start + (from.end - from.start);
  }
  ghost(lane, start, end, fits(lane, start, end, item));
}

function fits(lane, start, end, item) {
  const own = covers(item, lane) ? [spotOf(item)] : [];
  const open = [...frees(lane), ...own].sort((a, b) => a.start - b.start);
  let reached = start;
  for (const each of open) if (each.start <= reached && each.end > reached) reached = each.end;
  return reached >= end;
}

// -- the pointer -------------------------------------------------------------------------------------------------------

function onDown(event) {
  if (event.button !== 0 || event.pointerType === "touch" || !isSlate()) return;
  const free = event.target.closest("#board .free");
  const bar = event.target.closest("#board .bk[data-moves]");
  if (free) beginBooking(event, free);
  else if (bar) beginMoving(event, bar);
}

function onMove(event) {
  if (!drag) return hover(event);
  if (!drag.moved && Math.abs(event.clientX - drag.x) < TRAVEL && (drag.kind === "book" || laneAt(event.clientY) === drag.home)) return undefined;
  drag.moved = true;
  document.documentElement.classList.add("dragging");
  event.preventDefault();
  return drag.kind === "book" ? growBooking(event) : carry(event);
}

// The half-hour under the pointer shows itself.
function hover(event) {
  const item = event.pointerType === "touch" || !isSlate() ? null : event.target.closest?.("#board .free");
  const link = item?.querySelector("a");
  for (const old of document.querySelectorAll("#board .hint")) if (old.parentElement !== item?.parentElement) old.remove();
  if (!link) return document.querySelectorAll("#board .hint").forEach((old) => old.remove());
  const lane = item.closest(".lane");
  const free = spotOf(item);
  const start = Math.max(free.start, Math.min(Math.floor(stepAt(lane, event.clientX) / 6) * 6, free.end - shortestOf(lane)));
  const hint = item.parentElement.querySelector(".hint") ?? Object.assign(document.createElement("li"), { className: "hint", ariaHidden: "true" });
  put(hint, start, Math.min(free.end, start + Math.max(6, shortestOf(lane))));
  hint.textContent = clock(start);
  if (!hint.parentElement) item.parentElement.append(hint);
  return undefined;
}

function end() {
  drag?.ghost?.remove();
  drag?.item?.classList.remove("moving");
  document.documentElement.classList.remove("dragging");
  drag = null;
}

export const busy = () => Boolean(drag?.moved);

export function start({ book, move }) {
  document.addEventListener("pointerdown", onDown);
  document.addEventListener("pointermove", onMove);
  document.addEventListener("dragstart", (event) => { if (event.target.closest("#board")) event.preventDefault(); });
  document.addEventListener("keydown", (event) => { if (event.key === "Escape" && drag) end(); });
  document.addEventListener("pointercancel", end);
  document.addEventListener("pointerup", () => {
    if (!drag?.moved) { drag = null; return; }
    const done = { ...drag };
    end();
    // The click that ends a drag opens nothing.
    const swallow = (event) => { event.preventDefault(); event.stopPropagation(); };
    document.addEventListener("click", swallow, { capture: true });
    setTimeout(() => {
      document.removeEventListener("click", swallow, { capture: true });
      document.dispatchEvent(new Event("slate:free"));
    });
    if (done.kind === "book") book(bookingAddress(done.lane, done.start, done.end));
    else if (done.start !== done.from.start || done.end !== done.from.end || done.lane !== done.home) {
      const resource = done.lane === done.home ? done.item.dataset.resource : done.lane.dataset.resource;
      move(done.item, { resource, start: done.start, end: done.end, room: done.lane === done.home ? "" : done.lane.dataset.room });
      announce(fill(words().to, { start: hour(done.start), end: hour(done.end), room: done.lane.dataset.room }));
    }
  });
  document.addEventListener("click", (event) => {
    const link = event.target.closest("#board .free > a");
    if (!link || event.pointerType === "touch" || !isSlate() || event.detail === 0 || event.ctrlKey || event.metaKey) return;
    event.preventDefault();
    book(clickedAddress(event, link.parentElement));
  });
}
