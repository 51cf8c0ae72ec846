// Figures come alive when a reader reaches for them. Until then nothing is loaded; without scripts nothing is missing.
// The live chart has the still picture's size and view box, so the page never moves and a hidden parent does no harm.
(function () {
  "use strict";
  var hg = window.HeavyGround = window.HeavyGround || {};
  var specs = {}, loading = {}, views = new WeakMap();

  // A figure's own file calls this; data from a file:// page cannot be fetched.
  hg.spec = function (name, pair) { specs[name] = pair; };

  function load(src) {
    return loading[src] = loading[src] || new Promise(function (done, failed) {
      var script = document.createElement("script");
      script.src = src;
      script.onload = done;
      script.onerror = function () { delete loading[src]; script.remove(); failed(new Error(src)); };
      document.head.append(script);
    });
  }

  // ---- From still to live. Each of the two widths comes alive when it is the one that shows.
  function shown(figure) {
    return Array.from(figure.querySelectorAll(".hg-wide, .hg-narrow")).find(function (part) { return part.clientWidth > 0; });
  }
  function settings(figure) {
    return Array.from(figure.querySelectorAll("[data-signal]")).map(function (input) {
      var text = input.type === "checkbox" ? input.checked : input.value;
      return [input.dataset.signal, text === "" || isNaN(text) || typeof text === "boolean" ? text : Number(text)];
    });
  }
  function wake(figure) {
    var part = shown(figure);
    if (!part || !figure.dataset.live) return Promise.resolve(null);
    if (!views.has(part)) {
      views.set(part, Promise.all([load(figure.dataset.vega), load(figure.dataset.live)])
        .then(function () { return draw(figure, part); })
        .catch(function (error) { views.delete(part); complain(figure); console.error(error); return null; }));
    }
    return views.get(part);
  }
  function draw(figure, part) {
    var still = part.querySelector("svg"), live = document.createElement("div");
    var spec = JSON.parse(JSON.stringify(specs[figure.dataset.name][part.className.slice(3)]));
    var wanted = settings(figure);
    (spec.signals || []).forEach(function (signal) {
      wanted.forEach(function (pair) { if (pair[0] === signal.name) signal.value = pair[1]; });
    });
    truePointer(live);
    return hg.embed(live, spec, {
      mode: "vega", ast: true, renderer: "svg", actions: false, defaultStyle: false,
      tooltip: function (handler, event, item, value) { tip(figure, value, event.truly || [event.clientX, event.clientY]); }
    }).then(function (result) {
      var svg = live.querySelector("svg");
      svg.setAttribute("viewBox", still.getAttribute("viewBox"));
      svg.removeAttribute("width");
      svg.removeAttribute("height");
      part.replaceChildren(live);
      figure.dataset.state = "live";
      return result.view;
    });
  }
  function complain(figure) {
    if (figure.querySelector(".hg-problem")) return;
    var words = document.createElement("p");
    words.className = "hg-problem";
    words.setAttribute("role", "status");
    words.textContent = "The live chart could not be loaded. The picture and the table are complete without it.";
    figure.querySelector(".hg-stage").after(words);
  }
  // The picture is scaled by its view box; Vega wants the pointer in its own units.
  function truePointer(box) {
    "pointermove pointerdown pointerup mousemove mousedown mouseup click dblclick wheel".split(" ").forEach(function (type) {
      box.addEventListener(type, function (event) {
        var svg = box.querySelector("svg"), area = svg && svg.getBoundingClientRect();
        var scale = area && area.width ? svg.viewBox.baseVal.width / area.width : 1;
        event.truly = [event.clientX, event.clientY];
        if (Math.abs(scale - 1) < 0.005) return;
        Object.defineProperty(event, "clientX", {value: area.left + (event.clientX - area.left) * scale});
        Object.defineProperty(event, "clientY", {value: area.top + (event.clientY - area.top) * scale});
      }, true);
    });
  }

  // ---- The tooltip: text only, whatever the data hold
  function tip(figure, value, at) {
    var stage = figure.querySelector(".hg-stage"), box = figure.querySelector(".hg-tip");
    if (!box) {
      box = document.createElement("div");
      box.className = "hg-tip";
      box.setAttribute("role", "status");
      stage.after(box);
    }
    box.hidden = value === null || value === undefined || value === "";
    if (box.hidden) return;
    var list = document.createElement("dl"), pairs = typeof value === "object" ? Object.entries(value) : [["", value]];
    pairs.forEach(function (pair) {
      if (pair[1] === "" || pair[1] === null) return;
      var term = document.createElement("dt"), text = document.createElement("dd");
      term.textContent = pair[0];
      text.textContent = pair[1];
      list.append(term, text);
    });
    box.replaceChildren(list);
    var frame = figure.getBoundingClientRect(), wide = box.offsetWidth;
    var left = at[0] - frame.left + 14, above = at[1] - frame.top - box.offsetHeight - 12;
    if (left + wide > frame.width) left = Math.max(0, at[0] - frame.left - wide - 14);
    box.style.left = left + "px";
    box.style.top = Math.max(0, above) + "px";
  }

  // ---- Keyboard: the arrows go from mark to mark, Escape lets go
  function marks(figure) {
    return Array.from(shown(figure).querySelectorAll("path, rect, circle, text")).map(function (node) {
      var item = node.__data__;
      item = item && item.mark && item.tooltip !== undefined ? item : null;
      var box = item && item.tooltip ? node.getBoundingClientRect() : null;
      return box && {item: item, node: node, x: box.left + box.width / 2, y: box.top + box.height / 2};
    }).filter(Boolean).sort(function (a, b) { return a.x - b.x || a.y - b.y; });
  }
  function walk(figure, step) {
    wake(figure).then(function (view) {
      if (!view) return;
      var all = marks(figure), place = Number(figure.dataset.place === undefined ? (step > 0 ? -1 : 0) : figure.dataset.place);
      if (!all.length) return;
      place = (place + step + all.length) % all.length;
      figure.dataset.place = place;
      figure.querySelectorAll(".hg-here").forEach(function (node) { node.classList.remove("hg-here"); });
      all[place].node.classList.add("hg-here");
      tip(figure, all[place].item.tooltip, [all[place].x, all[place].y]);
    });
  }
  function letGo(figure) {
    figure.querySelectorAll(".hg-here").forEach(function (node) { node.classList.remove("hg-here"); });
    tip(figure, null);
  }

  // ---- Sliders and choices
  function number(value) {
    return hg.grouped(String(Number(value)).replace("-", "\u2212"));
  }
  function changed(figure, input) {
    var output = figure.querySelector('output[for="' + input.id + '"]');
    if (output) output.textContent = number(input.value);
    wake(figure).then(function (view) {
      if (!view) return;
      settings(figure).forEach(function (pair) { view.signal(pair[0], pair[1]); });
      view.runAsync();
    });
  }

  document.querySelectorAll("figure[data-live]").forEach(function (figure) {
    var stage = figure.querySelector(".hg-stage"), controls = figure.querySelector(".hg-controls");
    stage.tabIndex = 0;
    [stage, controls].filter(Boolean).forEach(function (part) {
      ["pointerenter", "pointerdown", "focusin"].forEach(function (type) {
        part.addEventListener(type, function () { wake(figure); });
      });
    });
    stage.addEventListener("keydown", function (event) {
      var step = {ArrowRight: 1, ArrowDown: 1, ArrowLeft: -1, ArrowUp: -1}[event.key];
      if (step) { event.preventDefault(); walk(figure, step); }
      if (event.key === "Escape") letGo(figure);
    });
    stage.addEventListener("blur", function () { letGo(figure); });
    stage.addEventListener("pointerleave", function () { letGo(figure); });
    figure.addEventListener("input", function (event) { if (event.target.dataset.signal) changed(figure, event.target); });
    // Turned or resized across the two widths while alive: the other picture comes alive too, with the same settings.
    new ResizeObserver(function () { if (figure.dataset.state === "live") wake(figure); }).observe(stage);
  });
})();
