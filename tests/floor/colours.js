// Read by tests/floor/browser.py: which texts of a page are of colours that were not met before.
(() => {
  const ENOUGH = 2; // of each, in case one is hidden under something
  const bare = /^rgba\(0, 0, 0, 0\)$|^transparent$/;
  const behind = new Map();

  // What stands behind an element, as far up as the page goes.
  function ground(each) {
    if (!each) return "";
    if (!behind.has(each)) {
      const style = getComputedStyle(each);
      const own = [];
      if (!bare.test(style.backgroundColor)) own.push(style.backgroundColor);
      if (style.backgroundImage !== "none") own.push(style.backgroundImage);
      if (style.opacity !== "1") own.push(style.opacity);
      if (["fixed", "sticky", "absolute"].includes(style.position)) own.push(style.position);
      behind.set(each, own.length ? `${ground(each.parentElement)} < ${own.join(" ")}` : ground(each.parentElement));
    }
    return behind.get(each);
  }

  const says = (each) => each.matches("input, select, textarea, button") || [...each.childNodes].some((node) => node.nodeType === Node.TEXT_NODE && node.data.trim());
  const colours = (each) => {
    const { color, fontSize, fontWeight, textShadow } = getComputedStyle(each);
    return [color, fontSize, fontWeight, textShadow, each.matches(":disabled"), ground(each)].join("; ");
  };

  window.newColours = (met) => {
    behind.clear();
    const known = new Set(met), found = new Map();
    for (const each of document.body.querySelectorAll("*")) {
      if (!says(each) || !each.checkVisibility({ opacityProperty: true, visibilityProperty: true })) continue;
      const key = colours(each);
      if (known.has(key)) continue;
      const some = found.get(key) ?? [];
      if (some.length < ENOUGH) found.set(key, [...some, each]);
    }
    return found;
  };
})();
