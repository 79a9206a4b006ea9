// Read by tests/floor/keyboard.py, put into each page before its own scripts.
(() => {
  const pressed = new Set();
  const listen = EventTarget.prototype.addEventListener;
  EventTarget.prototype.addEventListener = function (type, ...rest) {
    if (/^(click|mousedown|mouseup|pointerdown|dblclick)$/.test(type) && this instanceof Element) pressed.add(this);
    return listen.call(this, type, ...rest);
  };

  const REACHED = 'a[href], area[href], button:not(:disabled), input:not([type="hidden"], :disabled), select:not(:disabled), textarea:not(:disabled), summary, iframe, audio[controls], video[controls], [contenteditable="true"], [tabindex]';
  const WITHIN = "a[href], button, input, select, textarea, summary, label, option, iframe, [tabindex], dialog";
  // One stop of the keyboard for many: arrows lead from one to the next (tests/journeys/test_planning.py).
  const BY_ARROWS = "#board .free > a, #board .bk > a, #board .cursor > button";
  const STUCK = ["fixed", "sticky"];

  const seen = new Map();
  let last = null, again = 0, within = null;

  const shown = (each) => each.checkVisibility({ visibilityProperty: true, contentVisibilityAuto: true }) && each.getClientRects().length > 0;
  const name = (each) => {
    const words = each.getAttribute("aria-label") || each.labels?.[0]?.innerText || each.innerText || each.name || each.id || "";
    return `<${each.localName}${each.id ? "#" + each.id : ""}> ${words.trim().replace(/\s+/g, " ").slice(0, 50)}`;
  };
  // A box that is drawn by its label shows and receives the focus there.
  const drawn = (each) => {
    const { width, height } = each.getBoundingClientRect();
    const hidden = width < 3 || height < 3 || getComputedStyle(each).opacity === "0";
    return hidden ? each.labels?.[0] ?? each.parentElement : each;
  };
  const ringed = (each) => {
    const style = getComputedStyle(each);
    const outline = style.outlineStyle !== "none" && parseFloat(style.outlineWidth) >= 1 && !/, 0\)$|transparent/.test(style.outlineColor);
    return outline || style.boxShadow !== "none";
  };
  const hasRing = (each) => ringed(each) || ringed(drawn(each)) || [...drawn(each).querySelectorAll("*")].some(ringed)
    || ["::before", "::after"].some((part) => getComputedStyle(drawn(each), part).outlineStyle !== "none") || ringed(drawn(each).parentElement);

  function spots(each) {
    const boxes = [...each.getClientRects()];
    return boxes.flatMap((box) => {
      const left = Math.max(0, box.left), right = Math.min(innerWidth, box.right);
      const top = Math.max(0, box.top), bottom = Math.min(innerHeight, box.bottom);
      if (right - left < 1 || bottom - top < 1) return [null];
      return [0.1, 0.5, 0.9].flatMap((x) => [0.1, 0.5, 0.9].map((y) => document.elementFromPoint(left + (right - left) * x, top + (bottom - top) * y)));
    });
  }
  const isOf = (each, hit) => hit && (each.contains(hit) || hit.contains(each) && !STUCK.includes(getComputedStyle(hit).position) || each.labels && [...each.labels].some((label) => label.contains(hit)));

  function faultsOf(each) {
    const found = [];
    const picture = drawn(each);
    if (each.localName !== "iframe" && !hasRing(each)) found.push(`shows no focus: ${name(each)}`);
    const hits = spots(picture);
    const clear = hits.filter((hit) => isOf(picture, hit)).length;
    if (clear * 2 < hits.length) found.push(`hidden when it has the focus: ${name(each)} (${clear} of ${hits.length}, behind ${hits.find((hit) => hit && !isOf(picture, hit))?.outerHTML.slice(0, 60)})`);
    return found;
  }

  window.walking = {
    begin(all) {
      seen.clear(); last = null; again = 0;
      within = !all && document.querySelector("main") || document.body;
      document.activeElement?.blur();
      getSelection().removeAllRanges();
      const start = document.createElement("span");
      start.tabIndex = -1;
      within.prepend(start);
      start.focus({ preventScroll: true });
      start.remove();
      scrollTo(0, 0);
    },
    stop() {
      const each = document.activeElement;
      if (!each || each === document.body || each === document.documentElement || !within.contains(each)) return null;
      again = each === last ? again + 1 : 0;
      last = each;
      if (seen.has(each)) return { name: name(each), seen: true, again, frame: each.localName === "iframe", opens: "", faults: [] };
      seen.set(each, seen.size);
      const menu = each.localName === "summary" && each.parentElement.matches("details:not([open])");
      const opens = menu ? (each.parentElement.matches("[data-menu]") ? "menu" : "details") : each.matches("[data-dialog]") ? "dialog" : "";
      return { name: name(each), seen: false, again: 0, frame: each.localName === "iframe", opens, faults: faultsOf(each) };
    },
    isOpen: () => document.activeElement.closest("details")?.open ?? false,
    inDialog() {
      const open = document.querySelector("dialog[open]");
      if (!open) return ["opens no dialog"];
      return open.contains(document.activeElement) || document.activeElement === document.body ? [] : ["the focus leaves the dialog"];
    },
    backFrom(what) {
      const found = [];
      if (document.querySelector(what === "dialog" ? "dialog[open]" : "details[data-menu][open]")) found.push(`Escape does not close: ${name(last)}`);
      if (document.activeElement !== last) found.push(`the focus does not come back to: ${name(last)}`);
      return found;
    },
    end() {
      const found = [];
      const order = [...seen.keys()];
      for (const each of within.querySelectorAll(REACHED)) {
        if (!shown(each) || seen.has(each) || each.closest("[inert]")) continue;
        if (each.matches("summary") && each !== each.parentElement.querySelector(":scope > summary")) continue;
        if (each.matches('[tabindex="-1"]') && !each.matches("a[href], button, input, select, textarea, summary")) continue;
        if (each.matches('input[type="radio"]') && order.some((other) => other.type === "radio" && other.name === each.name && other.form === each.form)) continue;
        if (each.matches(BY_ARROWS) && order.some((other) => other.matches(BY_ARROWS))) continue;
        found.push(`no Tab leads to: ${name(each)}`);
      }
      for (let index = 1; index < order.length; index++) {
        const [before, after] = [order[index - 1], order[index]];
        if (after.isConnected && before.isConnected && !(before.compareDocumentPosition(after) & Node.DOCUMENT_POSITION_FOLLOWING)) found.push(`out of order: ${name(before)}, then ${name(after)}`);
      }
      for (const each of pressed) {
        if (each.isConnected && each !== document.body && each !== document.documentElement && !each.closest(WITHIN)) found.push(`only a mouse can press: ${name(each)}`);
      }
      for (const each of within.querySelectorAll("*")) {
        if (getComputedStyle(each).cursor === "pointer" && shown(each) && !each.closest(WITHIN)) found.push(`looks like something to press and is not: ${name(each)}`);
      }
      return found;
    },
    onSkip: () => document.activeElement.matches(".skip") && document.activeElement.getBoundingClientRect().top >= 0,
    pastHead() {
      const each = document.activeElement;
      if (each === document.body) return [];
      const main = document.getElementById("main");
      if (!main) return ["there is no content to skip to"];
      return main.compareDocumentPosition(each) & (Node.DOCUMENT_POSITION_CONTAINED_BY | Node.DOCUMENT_POSITION_FOLLOWING) ? [] : [`the link to the content leads to: ${name(each)}`];
    },
  };
})();
