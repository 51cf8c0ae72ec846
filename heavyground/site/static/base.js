// Small conveniences, and what the other scripts share. All that they touch works without them.
(() => {
  "use strict";
  const root = document.documentElement;
  const book = (window.HeavyGround = window.HeavyGround || {});

  // ---- Shared

  // An element with its attributes and children, which are elements or text.
  book.element = (tag, attributes = {}, ...children) => {
    const made = document.createElement(tag);
    for (const [name, value] of Object.entries(attributes)) made.setAttribute(name, value);
    made.append(...children);
    return made;
  };

  // A number's text with its thousands apart. Not by locale, which loads the language data; no
  // lookbehind, which stops an older Safari at the whole file.
  book.grouped = (text) => {
    const [whole, ...rest] = text.split(".");
    return [whole.replace(/\B(?=(\d{3})+$)/g, "\u202f"), ...rest].join(".");
  };

  // ---- Light or dark: the button needs scripts; the choice is kept where the browser allows it
  const prefersDark = matchMedia("(prefers-color-scheme: dark)");

  function isDark() {
    return root.dataset.theme ? root.dataset.theme === "dark" : prefersDark.matches;
  }
  function nameToggle(button) {
    button.textContent = isDark() ? "Light" : "Dark";
    button.setAttribute("aria-label", isDark() ? "Light colours" : "Dark colours");
  }
  function toggleTheme(button) {
    root.dataset.theme = isDark() ? "light" : "dark";
    try {
      localStorage.setItem("theme", root.dataset.theme);
    } catch {
      /* not kept, still applied */
    }
    nameToggle(button);
  }
  for (const button of document.querySelectorAll("[data-theme-toggle]")) {
    button.hidden = false;
    nameToggle(button);
    button.addEventListener("click", () => toggleTheme(button));
    prefersDark.addEventListener?.("change", () => nameToggle(button));
  }

  // ---- The contents menu closes with Escape and with a click elsewhere
  const menus = document.querySelectorAll("details[data-closes]");
  document.addEventListener("keydown", (event) => {
    if (event.key !== "Escape") return;
    for (const menu of menus) {
      if (!menu.open) continue;
      menu.open = false;
      menu.querySelector("summary").focus();
    }
  });
  document.addEventListener("click", (event) => {
    for (const menu of menus) if (!menu.contains(event.target)) menu.open = false;
  });

  // ---- A region that does not scroll needs no tab stop. Asked only when it has a size: a measure
  // on loading would lay out the whole page again for each table in a closed disclosure.
  function setTabStop({target, contentRect}) {
    if (!contentRect.width) return;
    const wide = target.scrollWidth > target.clientWidth + 1;
    const high = target.scrollHeight > target.clientHeight + 1;
    if (wide || high) target.tabIndex = 0;
    else target.removeAttribute("tabindex");
  }
  if (window.ResizeObserver) {
    const sizes = new ResizeObserver((entries) => entries.forEach(setTabStop));
    for (const region of document.querySelectorAll(".scrolls")) sizes.observe(region);
  }

  // ---- What the stylesheet skips on a fresh visit is laid out right after the first layout, in
  // pieces: no piece holds up a finger, and jumps, the scroll bar and pictures of the whole page
  // soon find everything in place.
  function layOut(selector, step, later) {
    const parts = Array.from(document.querySelectorAll(selector));
    later(function next() {
      for (const part of parts.splice(0, step)) part.style.contentVisibility = "visible";
      if (parts.length) later(next);
    });
  }
  // Asking for a height is what lays a section out.
  function inTaskOfItsOwn(next) {
    setTimeout(() => {
      void root.offsetHeight;
      next();
    }, 0);
  }
  // Sections one by one, long lists when nothing else is to be done. Not before the first picture:
  // the browser decides only then what is out of sight, and a height asked for earlier costs the
  // whole page.
  if (root.classList.contains("fresh")) {
    requestAnimationFrame(() => {
      layOut(".article > section > section, .timeline > li", 1, inTaskOfItsOwn);
      layOut(".datum, .source, .cited li", 20, window.requestIdleCallback || setTimeout);
    });
  }
})();
