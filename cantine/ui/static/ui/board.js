// The now-line follows the clock: see docs/reference/board.md.

const STEP = 5 * 60 * 1000;

function clockOf(zone, now) {
  return new Intl.DateTimeFormat("fr-FR", { hour: "2-digit", minute: "2-digit", timeZone: zone }).format(now);
}

function moveLine(line, now) {
  const [mark] = line.children;
  const steps = Math.floor((now - new Date(line.dataset.from)) / STEP);
  const last = Number(getComputedStyle(line).getPropertyValue("--steps"));
  line.hidden = steps < 0 || steps >= last;
  mark.className = `s${Math.min(last, Math.max(0, steps))}`;
  mark.firstElementChild.textContent = clockOf(line.dataset.zone, now);
}

function tick() {
  const now = new Date();
  for (const line of document.querySelectorAll(".board-now[data-from]")) moveLine(line, now);
  for (const clock of document.querySelectorAll("[data-clock]")) clock.textContent = clockOf(clock.dataset.clock, now);
}

tick();
setInterval(tick, 15_000);
document.addEventListener("htmx:after:swap", tick);
document.addEventListener("visibilitychange", tick);
