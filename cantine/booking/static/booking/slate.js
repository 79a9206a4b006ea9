// Reading and writing the slate: what stands in a lane, where, and how an hour is said. Places are classes (sN, dN):
// see docs/reference/board.md.

const STEP_MINUTES = 5;
export const HALF_HOUR = 30 / STEP_MINUTES;

export const day = () => document.querySelector('#board [data-board="day"]');
export const words = () => JSON.parse(day().dataset.words);
export const lanes = () => [...day().querySelectorAll(".lane")];

const number = (item, letter) => Number([...item.classList].find((name) => name.match(`^${letter}\\d+$`))?.slice(1) ?? 0);

export function spotOf(item) {
  const start = number(item, "s");
  return { start, end: start + number(item, "d") };
}

export function put(item, start, end) {
  item.classList.remove(...[...item.classList].filter((name) => /^[sd]\d+$/.test(name)));
  item.classList.add(`s${start}`, `d${Math.max(1, end - start)}`);
}

// Where it is narrow the slate is read as a list, and every link is its own tab stop.
export const isSlate = () => Boolean(day()) && getComputedStyle(day().querySelector(".board-ruler")).display !== "none";
export const trackOf = (lane) => lane.querySelector(".track");
export const isPool = (lane) => trackOf(lane).classList.contains("pool");
export const gridOf = (lane) => Math.max(1, Number(lane.dataset.grid) / STEP_MINUTES);
export const shortestOf = (lane) => Math.max(1, Number(lane.dataset.shortest) / STEP_MINUTES);
export const frees = (lane) => [...lane.querySelectorAll(".free")].map((item) => ({ item, ...spotOf(item) }));
export const stepsOfDay = () => Number(getComputedStyle(day().querySelector(".board-day")).getPropertyValue("--steps"));

// A step as an instant, and as the clock of the place shows it.
export function instant(step) {
  return new Date(new Date(day().querySelector(".board-day").dataset.start).getTime() + step * STEP_MINUTES * 60_000);
}

function wall(step) {
  const parts = new Intl.DateTimeFormat("en-GB", {
    timeZone: day().dataset.zone, hour12: false,
    year: "numeric", month: "2-digit", day: "2-digit", hour: "2-digit", minute: "2-digit",
  }).formatToParts(instant(step));
  const part = Object.fromEntries(parts.map(({ type, value }) => [type, value]));
  return { ...part, hour: part.hour === "24" ? "00" : part.hour };
}

export function clock(step) {
  const { hour, minute } = wall(step);
  return `${hour}:${minute}`;
}

export function local(step) {
  const { year, month, day: date, hour, minute } = wall(step);
  return { day: `${year}-${month}-${date}`, clock: `${hour}:${minute}` };
}

// 13 h 30 in French, 13:30 in English, as cantine.ui.formats says it.
export function hour(step) {
  const { hour: h, minute } = wall(step);
  if (document.documentElement.lang !== "fr") return `${h}:${minute}`;
  return minute === "00" ? `${Number(h)}\u00a0h` : `${Number(h)}\u00a0h\u00a0${minute}`;
}

export const fill = (text, values) => text.replace(/\{(\w+)\}/g, (_, name) => values[name]);

export function bookingAddress(lane, start, end) {
  const from = local(start);
  const query = new URLSearchParams({ debut: `${from.day}T${from.clock}` });
  if (end) query.set("fin", clock(end));
  return `${lane.dataset.book}?${query}`;
}

export function announce(text) {
  const region = document.getElementById("board-said");
  if (region) region.textContent = text;
}
