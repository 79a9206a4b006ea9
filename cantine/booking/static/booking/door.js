// The tablet at the door. Without this script everything works by typing; with it, the camera reads the QR, and the
// page comes back by itself when nobody presses anything.

const RETURN_AFTER = 45_000;
let scanning = false;

const idle = document.querySelector("[data-idle]");
if (idle) {
  let timer;
  const again = () => { clearTimeout(timer); timer = setTimeout(() => location.replace(idle.dataset.idle), RETURN_AFTER); };
  for (const kind of ["pointerdown", "keydown"]) document.addEventListener(kind, again);
  again();
}

const home = document.querySelector("[data-door]");
if (home) {
  const busy = () => scanning || (document.activeElement?.matches("input") && document.activeElement.value);
  const again = () => { if (!busy()) location.replace(home.dataset.door); };
  setInterval(again, RETURN_AFTER);
  if (home.dataset.live && "EventSource" in window) {
    const shown = Date.now();
    new EventSource(home.dataset.live).addEventListener("changed", () => setTimeout(again, Math.max(0, shown + 6_000 - Date.now())));
  }
}


const form = document.querySelector("[data-scan]");
if (form && "BarcodeDetector" in window && navigator.mediaDevices?.getUserMedia) {
  const start = form.querySelector("[data-scan-start]");
  const view = form.querySelector("[data-scan-view]");
  start.hidden = false;
  start.addEventListener("click", async () => {
    const detector = new BarcodeDetector({ formats: ["qr_code"] });
    const stream = await navigator.mediaDevices.getUserMedia({ video: { facingMode: "user" } }).catch(() => null);
    if (!stream) { start.hidden = true; return; }
    scanning = true;
    view.srcObject = stream;
    view.hidden = false;
    await view.play();
    const stop = () => { scanning = false; view.hidden = true; for (const track of stream.getTracks()) track.stop(); };
    const end = Date.now() + RETURN_AFTER;
    while (scanning && Date.now() < end) {
      const [code] = await detector.detect(view).catch(() => []);
      if (code) { form.elements.code.value = code.rawValue; stop(); form.requestSubmit(); return; }
      await new Promise((resolve) => setTimeout(resolve, 150));
    }
    stop();
  });
}
