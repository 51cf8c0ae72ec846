// Runs before the first paint: a reader's own choice of light or dark, so that nothing flashes.
(() => {
  "use strict";
  const root = document.documentElement;
  try {
    const chosen = localStorage.getItem("theme");
    if (chosen === "light" || chosen === "dark") root.dataset.theme = chosen;
  } catch {
    /* storage refused: the system's preference stands */
  }
  // A visit that begins at the top need not lay out the whole page in one go (base.css, base.js);
  // a jump, a return or a reload does.
  const visit = performance.getEntriesByType("navigation")[0];
  if (!location.hash && visit && visit.type === "navigate") root.classList.add("fresh");
})();
