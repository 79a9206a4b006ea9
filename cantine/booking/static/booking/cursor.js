// The slate by keyboard. One tab stop: a button that walks the half-hours of the free stretches, or the bookings that
// may be opened, wherever the arrows lead. Each step is a new button, so that a screen reader says it.

import { HALF_HOUR, announce, bookingAddress, clock, day, fill, frees, hour, isPool, isSlate, lanes, put, shortestOf, spotOf, trackOf, words } from "./slate.js";

let here = null; // { lane: its id, start, end, date: of a booking when the focus is on one }

const laneOf = (id) => document.getElementById(id);
const links = (lane) => [...lane.querySelectorAll(".bk:not(.also) > a")];

// What the arrows reach in a lane, in the order of time: half-hours that are free, bookings that open.
function stops(lane) {
  if (isPool(lane)) return [];
  const slots = frees(lane).flatMap(({ start, end }) => {
    const found = [];
    const step = Math.max(HALF_HOUR, shortestOf(lane));
    for (let at = start; at + shortestOf(lane) <= end; at = Math.floor(at / HALF_HOUR + 1) * HALF_HOUR) {
      found.push({ start: at, end: Math.min(end, at + step), last: end });
    }
    return found;
  });
  const bookings = links(lane).map((link) => ({ ...spotOf(link.parentElement), link }));
  return [...slots, ...bookings].sort((a, b) => a.start - b.start);
}

function button(lane, { start, end, last }, extended) {
  const text = words();
  const values = { day: day().dataset.dayWords, start: hour(start), end: hour(end), room: lane.dataset.room };
  const item = Object.assign(document.createElement("li"), { className: "cursor" });
  put(item, start, end);
  const control = Object.assign(document.createElement("button"), { type: "button" });
  control.setAttribute("aria-label", fill(extended ? text.free_until : text.free, values));
  control.textContent = extended ? `${clock(start)}–${clock(end)}` : clock(start);
  Object.assign(control.dataset, { cursor: lane.id, start, end, last, extended: extended ? "1" : "" });
  item.append(control);
  return item;
}

function tabStops() {
  for (const link of day().querySelectorAll(".free > a, .bk:not(.also) > a")) link.tabIndex = -1;
}

function asList() {
  for (const old of day().querySelectorAll(".cursor")) old.remove();
  for (const link of day().querySelectorAll("[tabindex]")) link.removeAttribute("tabindex");
}

function go(lane, stop, { focus = true, extended = false } = {}) {
  const before = [...day().querySelectorAll(".cursor")];
  for (const link of day().querySelectorAll(".bk > a")) link.tabIndex = -1;
  let control = stop.link;
  if (control) {
    control.tabIndex = 0;
  } else {
    const item = button(lane, stop, extended);
    trackOf(lane).append(item);
    control = item.firstElementChild;
  }
  here = { lane: lane.id, start: stop.start, end: stop.end, extended, date: stop.link?.parentElement.dataset.date };
  if (focus) control.focus();
  for (const old of before) old.remove();
  if (focus) control.scrollIntoView({ block: "nearest", inline: "nearest" });
}

function nearest(stops_, start) {
  return stops_.reduce((best, stop) => {
    const far = (each) => (each.start <= start && start < each.end ? 0 : Math.abs(each.start - start));
    return best === null || far(stop) < far(best) ? stop : best;
  }, null);
}

function current(target) {
  const lane = target.closest(".lane");
  if (target.dataset.cursor) {
    const { start, end, last, extended } = target.dataset;
    return { lane, start: Number(start), end: Number(end), last: Number(last), extended: Boolean(extended) };
  }
  return { lane, ...spotOf(target.parentElement) };
}

function along(at, step) {
  const all = stops(at.lane);
  const next = step > 0
    ? all.find((stop) => stop.start > at.start)
    : all.findLast((stop) => stop.start < at.start);
  if (next) go(at.lane, next);
  else announce(words().edge);
}

function across(at, step) {
  const all = lanes();
  for (let row = all.indexOf(at.lane) + step; all[row]; row += step) {
    const stop = nearest(stops(all[row]), at.start);
    if (stop) return go(all[row], stop);
  }
  return announce(words().edge);
}

function stretch(at, step) {
  if (at.last === undefined) return;
  const end = Math.min(at.last, Math.max(at.start + shortestOf(at.lane), at.end + step * HALF_HOUR));
  if (end === at.end) announce(words().edge);
  else go(at.lane, { start: at.start, end, last: at.last }, { extended: true });
}

const KEYS = {
  ArrowRight: (at, shift) => (shift ? stretch(at, 1) : along(at, 1)),
  ArrowLeft: (at, shift) => (shift ? stretch(at, -1) : along(at, -1)),
  ArrowDown: (at) => across(at, 1),
  ArrowUp: (at) => across(at, -1),
  Home: (at) => go(at.lane, stops(at.lane)[0]),
  End: (at) => go(at.lane, stops(at.lane).at(-1)),
  PageDown: () => document.querySelector('.day-nav [rel="next"]')?.click(),
  PageUp: () => document.querySelector('.day-nav [rel="prev"]')?.click(),
};

function onKey(event) {
  const target = event.target.closest?.(".cursor > button, .bk > a, .free > a");
  if (!target || !isSlate() || !day().contains(target) || event.altKey || event.ctrlKey || event.metaKey) return;
  const act = KEYS[event.key];
  if (!act) return;
  event.preventDefault();
  act(current(target), event.shiftKey);
}

// The tab stop: where the arrows left it, else the first free half-hour, else the first booking.
export function stand() {
  if (!day()) return undefined;
  if (!isSlate()) return asList();
  tabStops();
  const lane = here && laneOf(here.lane);
  const held = lane && stops(lane).find((stop) => (here.date ? stop.link?.parentElement.dataset.date === here.date : !stop.link && stop.start === here.start));
  if (held) return go(lane, held, { focus: false });
  for (const each of lanes()) {
    const first = stops(each).find((stop) => !stop.link) ?? stops(each)[0];
    if (first) return go(each, first, { focus: false });
  }
  return undefined;
}

// Before the slate is drawn again: say where the focus is; after: put it back, and tell if the time is gone.
export function remember() {
  const target = document.activeElement;
  return day()?.contains(target) && target.closest(".cursor, .bk, .free") ? { ...here } : null;
}

export function restore(held) {
  if (!held || !isSlate()) return;
  const lane = laneOf(held.lane);
  if (!lane) return;
  const all = stops(lane);
  const same = all.find((stop) => (held.date ? stop.link?.parentElement.dataset.date === held.date : !stop.link && stop.start === held.start));
  const stop = same ?? nearest(all, held.start);
  if (!stop) return;
  if (same && held.extended && held.end <= same.last) go(lane, { ...same, end: held.end }, { extended: true });
  else go(lane, stop);
  if (!same && !held.date) announce(fill(words().gone, { start: hour(held.start), room: lane.dataset.room }));
}

export function start(book) {
  document.addEventListener("keydown", onKey);
  document.addEventListener("click", ({ target }) => {
    const control = target.closest?.(".cursor > button");
    if (!control) return;
    const at = current(control);
    book(bookingAddress(at.lane, at.start, at.extended ? at.end : 0));
  });
  let slate = isSlate();
  new ResizeObserver(() => { if (slate !== isSlate()) { slate = !slate; stand(); } }).observe(document.getElementById("board"));
  stand();
}
