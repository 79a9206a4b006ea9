// Read before the first paint, so that a chosen theme never flashes. A module would come too late.
try {
  const chosen = localStorage.getItem("theme");
  if (chosen === "light" || chosen === "dark") document.documentElement.dataset.theme = chosen;
} catch {
  // Storage is refused in some private windows: the system's own theme then holds.
}
