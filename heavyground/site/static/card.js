// Cards: a number, a claim, a term or a citation opens its entry of the page's lists beside the
// text, in the margin where there is one, else under the line. Without scripts it leads there.
(() => {
  "use strict";
  const {element} = window.HeavyGround;
  const main = document.getElementById("main");
  if (!main) return;

  const SHOW_AFTER = 180; // ms under the mouse
  const HIDE_AFTER = 250; // ms without it
  const GAP = 10; // px between a card and the window's edge
  const LEAST = 240; // px: a card with less room below stands over its line
  // By the selector of the link: what the card is called, and the id of the entry by the link's.
  const KINDS = [
    {links: "a.num", name: "Number", entry: (id) => id},
    {links: "a.claim", name: "Claim", entry: (id) => `c-${id}`},
    {links: "a.term", name: "Term", entry: (id) => `t-${id}`, hovers: true},
    {
      links: '.bibtex-citation a[href*="#ref-"]',
      name: "Source",
      entry: (id) => id.replace("ref-", "cited-"),
      hovers: true,
    },
  ];
  const OPENS = KINDS.map((kind) => kind.links).join(", ");
  let open = null; // {anchor, card, pinned}: pinned by click or key, not by hovering

  // ---- What a link opens

  function kindOf(link) {
    return KINDS.find((kind) => link.matches(kind.links));
  }
  function entryOf(link) {
    const id = decodeURIComponent(link.hash.slice(1));
    return id ? document.getElementById(kindOf(link).entry(id)) : null;
  }
  function contentOf(entry) {
    const content = element("div", {}, ...entry.cloneNode(true).childNodes);
    for (const part of content.querySelectorAll("[id]")) part.removeAttribute("id");
    return content;
  }

  // ---- Opening and closing

  function makeCard(content, name) {
    const closes = {type: "button", class: "close", "aria-label": "Close"};
    const close = element("button", closes, "\u00d7");
    close.addEventListener("click", () => closeCard(true));
    const dialog = {class: "card", role: "dialog", "aria-label": name, tabindex: "-1"};
    return element("div", dialog, close, content);
  }
  // The block of the article after which the card stands.
  function blockOf(link) {
    let block = link.closest("p, li, dd, figure, .table-wrap, h1, h2, h3") || link;
    while (block.parentElement !== main && block.parentElement.tagName !== "SECTION") {
      block = block.parentElement;
    }
    return block;
  }
  // Beside the word where there is a margin, else under its line; inside the window: it shrinks,
  // and where that leaves too little it stands over the line instead.
  function place(card, link) {
    const line = link.getClientRects()[0] || link.getBoundingClientRect();
    const frame = main.getBoundingClientRect();
    const margin = getComputedStyle(document.documentElement).getPropertyValue("--margin");
    const beside = parseFloat(margin) > 0;
    card.style.top = `${(beside ? line.top - 6 : line.bottom + 6) - frame.top}px`;
    if (!beside) {
      const left = Math.min(line.left - frame.left, main.clientWidth - card.offsetWidth);
      card.style.left = `${Math.max(0, left)}px`;
    }
    const box = card.getBoundingClientRect();
    const room = innerHeight - box.top - GAP;
    if (box.height <= room) return;
    if (room >= LEAST) {
      card.style.maxHeight = `${room}px`;
      return;
    }
    const height = Math.min(box.height, Math.max(line.top - 2 * GAP, LEAST));
    const top = Math.max(GAP, line.top - height - 6);
    card.style.maxHeight = `${height}px`;
    card.style.top = `${card.offsetTop - (box.top - top)}px`;
  }
  function openCard(link, pinned) {
    const entry = entryOf(link);
    if (!entry) return;
    if (open?.anchor === link) {
      if (pinned && open.pinned) closeCard(true);
      else if (pinned) pin();
      return;
    }
    closeCard(false);
    const card = makeCard(contentOf(entry), kindOf(link).name);
    blockOf(link).after(card);
    place(card, link);
    link.setAttribute("aria-expanded", "true");
    open = {anchor: link, card, pinned: false};
    if (pinned) pin();
  }
  function pin() {
    open.pinned = true;
    open.card.focus({preventScroll: true});
  }
  // back: the focus returns to the word.
  function closeCard(back) {
    if (!open) return;
    const {anchor, card} = open;
    open = null;
    card.remove();
    anchor.setAttribute("aria-expanded", "false");
    if (back) anchor.focus();
  }
  // A word inside a card, such as an input of a derived value: the same card shows it.
  function showInside(card, link) {
    card.replaceChildren(card.querySelector(".close"), contentOf(entryOf(link)));
    card.setAttribute("aria-label", kindOf(link).name);
    card.scrollTop = 0;
    card.focus({preventScroll: true});
  }

  // ---- Mouse, finger and keys

  function isPlain(event) {
    const held = event.ctrlKey || event.metaKey || event.shiftKey || event.altKey;
    return !held && !event.button;
  }
  main.addEventListener("click", (event) => {
    const link = event.target.closest(OPENS);
    if (!link || !isPlain(event) || !entryOf(link)) return;
    event.preventDefault();
    const card = link.closest(".card");
    if (card) {
      event.stopPropagation();
      showInside(card, link);
    } else if (link.closest(".entries")) {
      entryOf(link).scrollIntoView();
    } else {
      openCard(link, true);
    }
  });
  document.addEventListener("click", (event) => {
    if (open && !open.card.contains(event.target) && !open.anchor.contains(event.target)) {
      closeCard(false);
    }
  });
  document.addEventListener("keydown", (event) => {
    if (event.key === "Escape" && open) closeCard(open.pinned);
  });
  addEventListener("resize", () => closeCard(false));

  function openOnHover(link) {
    let waiting = 0;
    link.addEventListener("pointerenter", (event) => {
      clearTimeout(waiting);
      if (event.pointerType !== "mouse" || open?.pinned) return;
      waiting = setTimeout(() => openCard(link, false), SHOW_AFTER);
    });
    link.addEventListener("pointerleave", () => {
      clearTimeout(waiting);
      setTimeout(() => {
        if (open?.anchor !== link || open.pinned) return;
        if (!open.card.matches(":hover, :focus-within")) closeCard(false);
      }, HIDE_AFTER);
    });
  }
  for (const link of main.querySelectorAll(OPENS)) {
    if (!entryOf(link)) continue;
    link.setAttribute("aria-expanded", "false");
    if (kindOf(link).hovers) openOnHover(link);
  }

  // ---- The lists themselves

  // Paper shows them open.
  let closed = [];
  addEventListener("beforeprint", () => {
    closed = Array.from(document.querySelectorAll(".entries details:not([open])"));
    for (const list of closed) list.open = true;
  });
  addEventListener("afterprint", () => {
    for (const list of closed) list.open = false;
  });

  // A reader sent to an entry of a closed list finds it open.
  function reveal() {
    const id = decodeURIComponent(location.hash.slice(1));
    const target = id ? document.getElementById(id) : null;
    const list = target?.closest("details");
    if (!list || list.open) return;
    list.open = true;
    target.scrollIntoView();
  }
  addEventListener("hashchange", reveal);
  reveal();
})();
