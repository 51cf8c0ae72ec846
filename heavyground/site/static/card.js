// Numbers, claims and terms open their entry of the page's lists beside the text. Without scripts the links lead there.
(function () {
  "use strict";
  var book = window.HeavyGround, main = document.getElementById("main");
  if (!book || !main) return;
  var OPENS = "a.num, a.claim, a.term";
  var NAMES = {num: "Number", claim: "Claim", term: "Term"};

  function kind(link) {
    return Object.keys(NAMES).find(function (name) { return link.classList.contains(name); });
  }
  // The list item behind a link: #n-prod-0701 itself, #A42 as c-A42, a term's address as t-reo.
  function item(link) {
    var id = decodeURIComponent(link.hash.slice(1)), prefix = {num: "", claim: "c-", term: "t-"}[kind(link)];
    return id && document.getElementById(prefix + id);
  }
  function content(link) {
    var found = item(link);
    if (!found) return null;
    var box = document.createElement("div");
    box.append.apply(box, Array.from(found.cloneNode(true).childNodes));
    box.querySelectorAll("[id]").forEach(function (part) { part.removeAttribute("id"); });
    return box;
  }
  // A card stays inside the window: it shrinks, and where that leaves too little it stands over the line instead.
  function fit(link) {
    var card = document.querySelector(".card"), gap = 10;
    if (!card) return;
    var box = card.getBoundingClientRect(), room = innerHeight - box.top - gap, line = link.getClientRects()[0];
    if (box.height <= room) return;
    if (room < 240 && line) {
      var height = Math.min(box.height, Math.max(line.top - 2 * gap, 240));
      card.style.maxHeight = height + "px";
      card.style.top = card.offsetTop - (box.top - Math.max(gap, line.top - height - 6)) + "px";
    } else {
      card.style.maxHeight = room + "px";
    }
  }
  function plain(event) { return !(event.ctrlKey || event.metaKey || event.shiftKey || event.altKey || event.button); }

  main.querySelectorAll(OPENS).forEach(function (link) {
    if (item(link)) link.setAttribute("aria-expanded", "false");
  });
  main.addEventListener("click", function (event) {
    var link = event.target.closest(OPENS), box = link && plain(event) && content(link);
    if (!box) return;
    event.preventDefault();
    var card = link.closest(".card");
    if (card) {  // an input of a derived value: the same card shows it
      event.stopPropagation();
      card.replaceChildren(card.querySelector(".close"), box);
      card.setAttribute("aria-label", NAMES[kind(link)]);
      card.scrollTop = 0;
      card.focus({preventScroll: true});
    } else if (!link.closest(".entries")) {
      book.openCard(link, box, NAMES[kind(link)], true);
      fit(link);
    } else {
      item(link).scrollIntoView();
    }
  });

  // A term shows its meaning under the mouse as well.
  var waiting = 0, hovered = null;
  main.querySelectorAll("a.term").forEach(function (link) {
    link.addEventListener("pointerenter", function (event) {
      clearTimeout(waiting);
      if (event.pointerType !== "mouse" || document.querySelector(".card:focus-within")) return;
      waiting = setTimeout(function () {
        var box = content(link);
        if (!box) return;
        hovered = link;
        book.openCard(link, box, NAMES.term, false);
        fit(link);
      }, 180);
    });
    link.addEventListener("pointerleave", function () {
      clearTimeout(waiting);
      setTimeout(function () {
        if (hovered === link && !document.querySelector(".card:hover, .card:focus-within")) { book.closeCard(false); hovered = null; }
      }, 250);
    });
  });

  // Paper shows the lists open.
  var closed = [];
  addEventListener("beforeprint", function () {
    closed = Array.from(document.querySelectorAll(".entries details:not([open])"));
    closed.forEach(function (list) { list.open = true; });
  });
  addEventListener("afterprint", function () { closed.forEach(function (list) { list.open = false; }); });

  // A reader sent to an entry of a closed list finds it open.
  function reveal() {
    var target = location.hash.length > 1 && document.getElementById(decodeURIComponent(location.hash.slice(1)));
    var list = target && target.closest("details");
    if (list && !list.open) { list.open = true; target.scrollIntoView(); }
  }
  addEventListener("hashchange", reveal);
  reveal();
})();
