// Small conveniences. Everything they touch reads and works without them.
(function () {
  "use strict";
  var root = document.documentElement;

  // ---- Light or dark: the button appears only with scripts; the choice is kept where the browser allows it
  function isDark() {
    if (root.dataset.theme) return root.dataset.theme === "dark";
    return matchMedia("(prefers-color-scheme: dark)").matches;
  }
  function nameToggle(button) {
    button.textContent = isDark() ? "Light" : "Dark";
    button.setAttribute("aria-label", isDark() ? "Light colours" : "Dark colours");
  }
  function toggleTheme(button) {
    root.dataset.theme = isDark() ? "light" : "dark";
    try { localStorage.setItem("theme", root.dataset.theme); } catch (error) { /* not kept, still applied */ }
    nameToggle(button);
    document.dispatchEvent(new CustomEvent("themechange"));
  }
  document.querySelectorAll("[data-theme-toggle]").forEach(function (button) {
    button.hidden = false;
    nameToggle(button);
    button.addEventListener("click", function () { toggleTheme(button); });
    matchMedia("(prefers-color-scheme: dark)").addEventListener("change", function () { nameToggle(button); });
  });

  // ---- The contents menu closes with Escape and with a click elsewhere
  var menus = document.querySelectorAll("details[data-closes]");
  document.addEventListener("keydown", function (event) {
    if (event.key !== "Escape") return;
    menus.forEach(function (menu) {
      if (menu.open) { menu.open = false; menu.querySelector("summary").focus(); }
    });
  });
  document.addEventListener("click", function (event) {
    menus.forEach(function (menu) { if (!menu.contains(event.target)) menu.open = false; });
  });

  // ---- A region that does not scroll needs no tab stop. Asked only when it has a size: a measure on loading would lay out the whole page
  // again for each table in a closed disclosure.
  var scrollers = new ResizeObserver(function (entries) {
    entries.forEach(function (entry) {
      var region = entry.target;
      if (!entry.contentRect.width) return;
      if (region.scrollWidth > region.clientWidth + 1 || region.scrollHeight > region.clientHeight + 1) region.tabIndex = 0;
      else region.removeAttribute("tabindex");
    });
  });
  document.querySelectorAll(".scrolls").forEach(function (region) { scrollers.observe(region); });

  // ---- Cards: something about a word, opened in place. In the margin where there is one, else under the line.
  var open = null;
  function closeCard(back) {
    if (!open) return;
    open.card.remove();
    open.anchor.setAttribute("aria-expanded", "false");
    if (back) open.anchor.focus();
    open = null;
  }
  function place(card, anchor, article) {
    var box = anchor.getClientRects()[0] || anchor.getBoundingClientRect();
    var frame = article.getBoundingClientRect();
    var inMargin = parseFloat(getComputedStyle(root).getPropertyValue("--margin")) > 0;
    card.style.top = (inMargin ? box.top - frame.top - 6 : box.bottom - frame.top + 6) + "px";
    if (inMargin) return;
    var left = Math.min(box.left - frame.left, article.clientWidth - card.offsetWidth);
    card.style.left = Math.max(0, left) + "px";
  }
  function makeCard(anchor, content, label) {
    var card = document.createElement("div");
    var close = document.createElement("button");
    card.className = "card";
    card.setAttribute("role", "dialog");
    card.setAttribute("aria-label", label);
    card.tabIndex = -1;
    close.type = "button";
    close.className = "close";
    close.setAttribute("aria-label", "Close");
    close.textContent = "\u00d7";
    close.addEventListener("click", function () { closeCard(true); });
    card.append(close, content);
    return card;
  }
  // anchor: the element that was used; content: a node; pinned: true for click and Enter, false for hover.
  function openCard(anchor, content, label, pinned) {
    if (open && open.anchor === anchor) {
      if (pinned && open.pinned) closeCard(true);
      else if (pinned) { open.pinned = true; open.card.focus({preventScroll: true}); }
      return;
    }
    closeCard(false);
    var article = document.getElementById("main");
    var block = anchor.closest("p, li, dd, figure, .table-wrap, h1, h2, h3") || anchor;
    while (block.parentElement !== article && block.parentElement.tagName !== "SECTION") block = block.parentElement;
    var card = makeCard(anchor, content, label);
    block.after(card);
    place(card, anchor, article);
    anchor.setAttribute("aria-expanded", "true");
    open = {anchor: anchor, card: card, pinned: pinned};
    if (pinned) card.focus({preventScroll: true});
  }
  document.addEventListener("keydown", function (event) { if (event.key === "Escape") closeCard(open && open.pinned); });
  document.addEventListener("click", function (event) {
    if (open && !open.card.contains(event.target) && !open.anchor.contains(event.target)) closeCard(false);
  });
  addEventListener("resize", function () { closeCard(false); });

  // ---- A citation shows its reference: taken from the list at the end of the page
  function reference(link) {
    var key = (link.hash || "").replace("#ref-", "");
    var item = key && document.getElementById("cited-" + key);
    if (!item) return null;
    var content = document.createElement("div");
    content.append.apply(content, Array.from(item.cloneNode(true).childNodes));
    return content;
  }
  var waiting = 0;
  document.querySelectorAll('.bibtex-citation a[href*="#ref-"]').forEach(function (link) {
    link.setAttribute("aria-expanded", "false");
    link.addEventListener("click", function (event) {
      var content = event.ctrlKey || event.metaKey || event.shiftKey ? null : reference(link);
      if (!content) return;
      event.preventDefault();
      openCard(link, content, "Source", true);
    });
    link.addEventListener("pointerenter", function (event) {
      if (event.pointerType !== "mouse" || (open && open.pinned)) return;
      waiting = setTimeout(function () {
        var content = reference(link);
        if (content) openCard(link, content, "Source", false);
      }, 180);
    });
    link.addEventListener("pointerleave", function () {
      clearTimeout(waiting);
      var seen = open;
      if (seen && !seen.pinned) setTimeout(function () {
        if (open === seen && !seen.pinned && !seen.card.matches(":hover")) closeCard(false);
      }, 250);
    });
  });

  // ---- What the stylesheet skips on a fresh visit is laid out right after the first layout, in pieces: no piece holds up a
  // finger, and jumps, the scroll bar and pictures of the whole page soon find everything in place.
  function layOut(selector, step, later) {
    var parts = Array.from(document.querySelectorAll(selector));
    later(function go() {
      parts.splice(0, step).forEach(function (part) { part.style.contentVisibility = "visible"; });
      if (parts.length) later(go);
    });
  }
  // Sections each in a task of its own: asking for a height is what lays it out. Long lists when nothing else is to be done.
  // Not before the first picture: the browser decides only then what is out of sight, and a height asked for earlier costs the whole page.
  if (root.classList.contains("fresh")) requestAnimationFrame(function () {
    layOut(".article > section > section, .timeline > li", 1, function (go) { setTimeout(function () { void root.offsetHeight; go(); }, 0); });
    layOut(".datum, .source, .cited li", 20, window.requestIdleCallback || setTimeout);
  });

  // A number's text with its thousands apart. Not by locale, which loads the language data; no lookbehind, which stops an older Safari at the whole file.
  function grouped(text) {
    var parts = text.split(".");
    parts[0] = parts[0].replace(/\B(?=(\d{3})+$)/g, "\u202f");
    return parts.join(".");
  }

  // Other parts of this script open their cards through the same door and write numbers the same way.
  window.HeavyGround = {openCard: openCard, closeCard: closeCard, isDark: isDark, grouped: grouped};
})();
