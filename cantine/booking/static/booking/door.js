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

// Who reads a picture: the browser's own detector where it has one (Android), else ours, fetched at the first press (iPad,
// Firefox). Both answer the text of the code, or nothing.
async function reader(decoder) {
  if ("BarcodeDetector" in window) {
    const own = new BarcodeDetector({ formats: ["qr_code"] });
    return async (view) => (await own.detect(view).catch(() => []))[0]?.rawValue;
  }
  const { decodeQR } = await import(decoder);
  const canvas = document.createElement("canvas");
  const pen = canvas.getContext("2d", { willReadFrequently: true });
  return async (view) => {
    if (!view.videoWidth) return undefined;
    const scale = Math.min(1, 640 / view.videoWidth);
    canvas.width = view.videoWidth * scale;
    canvas.height = view.videoHeight * scale;
    pen.drawImage(view, 0, 0, canvas.width, canvas.height);
    const { data, width, height } = pen.getImageData(0, 0, canvas.width, canvas.height);
    try { return decodeQR({ data, width, height }); } catch { return undefined; } // it throws where it finds none
  };
}

const form = document.querySelector("[data-scan]");
if (form && navigator.mediaDevices?.getUserMedia) {
  const start = form.querySelector("[data-scan-start]");
  const view = form.querySelector("[data-scan-view]");
  start.hidden = false;
  start.addEventListener("click", async () => {
    const read = await reader(start.dataset.decoder).catch(() => null);
    const stream = read && await navigator.mediaDevices.getUserMedia({ video: { facingMode: "user" } }).catch(() => null);
    if (!stream) { start.hidden = true; return; }
    scanning = true;
    view.srcObject = stream;
    view.hidden = false;
    await view.play();
    const stop = () => { scanning = false; view.hidden = true; for (const track of stream.getTracks()) track.stop(); };
    const end = Date.now() + RETURN_AFTER;
    while (scanning && Date.now() < end) {
      const code = await read(view);
      if (code) { form.elements.code.value = code; stop(); form.requestSubmit(); return; }
      await new Promise((resolve) => setTimeout(resolve, 150));
    }
    stop();
  });
}
