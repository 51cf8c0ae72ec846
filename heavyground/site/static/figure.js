// Figures come alive when a reader reaches for them. Until then nothing is loaded; without scripts
// nothing is missing. The live chart has the still picture's size and view box, so the page never
// moves and a hidden parent does no harm.
(() => {
  "use strict";
  const book = window.HeavyGround;
  const {element} = book;
  const specs = {}; // by name of the figure: {wide, narrow}, each a Vega specification
  const loading = {}; // by address: a promise of the script
  const views = new WeakMap(); // by picture: a promise of its Vega view

  // A figure's own file calls this; data from a file:// page cannot be fetched.
  book.spec = (name, pair) => {
    specs[name] = pair;
  };

  function load(src) {
    loading[src] =
      loading[src] ||
      new Promise((resolve, reject) => {
        const script = element("script", {src});
        script.addEventListener("load", resolve);
        script.addEventListener("error", () => {
          delete loading[src];
          script.remove();
          reject(new Error(src));
        });
        document.head.append(script);
      });
    return loading[src];
  }

  // ---- From still to live. Each of the two widths comes alive when it is the one that shows.

  function shownPicture(figure) {
    const pictures = Array.from(figure.querySelectorAll(".hg-wide, .hg-narrow"));
    return pictures.find((picture) => picture.clientWidth > 0);
  }
  // What the reader has set: pairs of a signal's name and its value.
  function settings(figure) {
    return Array.from(figure.querySelectorAll("[data-signal]"), (input) => {
      if (input.type === "checkbox") return [input.dataset.signal, input.checked];
      const number = input.value === "" || isNaN(input.value) ? input.value : Number(input.value);
      return [input.dataset.signal, number];
    });
  }
  // A promise of the live view, or of null where it cannot be had.
  function enliven(figure) {
    const picture = shownPicture(figure);
    if (!picture || !figure.dataset.live) return Promise.resolve(null);
    if (!views.has(picture)) {
      const view = Promise.all([load(figure.dataset.vega), load(figure.dataset.live)])
        .then(() => draw(figure, picture))
        .catch((error) => {
          views.delete(picture);
          complain(figure);
          console.error(error);
          return null;
        });
      views.set(picture, view);
    }
    return views.get(picture);
  }
  function specOf(figure, picture) {
    const width = picture.classList.contains("hg-wide") ? "wide" : "narrow";
    const spec = JSON.parse(JSON.stringify(specs[figure.dataset.name][width]));
    const wanted = new Map(settings(figure));
    for (const signal of spec.signals || []) {
      if (wanted.has(signal.name)) signal.value = wanted.get(signal.name);
    }
    return spec;
  }
  async function draw(figure, picture) {
    const still = picture.querySelector("svg");
    const box = element("div");
    scalePointer(box);
    const {view} = await book.embed(box, specOf(figure, picture), {
      mode: "vega",
      ast: true, // no code made from text: the policy forbids it
      renderer: "svg",
      actions: false,
      defaultStyle: false,
      tooltip: (handler, event, item, value) => {
        showTip(figure, value, event.unscaled || [event.clientX, event.clientY]);
      },
    });
    const svg = box.querySelector("svg");
    svg.setAttribute("viewBox", still.getAttribute("viewBox"));
    svg.removeAttribute("width");
    svg.removeAttribute("height");
    picture.replaceChildren(box);
    figure.dataset.state = "live";
    return view;
  }
  function complain(figure) {
    if (figure.querySelector(".hg-problem")) return;
    const words =
      "The live chart could not be loaded. " + "The picture and the table are complete without it.";
    const problem = element("p", {class: "hg-problem", role: "status"}, words);
    figure.querySelector(".hg-stage").after(problem);
  }

  // The picture is scaled by its view box; Vega reads the pointer's place in its own units, and
  // asks the event. So the event is told so, and keeps the true place as `unscaled`.
  const POINTER = [
    "pointermove",
    "pointerdown",
    "pointerup",
    "mousemove",
    "mousedown",
    "mouseup",
    "click",
    "dblclick",
    "wheel",
  ];
  function scalePointer(box) {
    function scale(event) {
      const svg = box.querySelector("svg");
      const area = svg?.getBoundingClientRect();
      const by = area?.width ? svg.viewBox.baseVal.width / area.width : 1;
      event.unscaled = [event.clientX, event.clientY];
      if (Math.abs(by - 1) < 0.005) return;
      const [x, y] = event.unscaled;
      Object.defineProperty(event, "clientX", {value: area.left + (x - area.left) * by});
      Object.defineProperty(event, "clientY", {value: area.top + (y - area.top) * by});
    }
    for (const type of POINTER) box.addEventListener(type, scale, true);
  }

  // ---- The tooltip: text only, whatever the data hold

  function tipOf(figure) {
    const known = figure.querySelector(".hg-tip");
    if (known) return known;
    const tip = element("div", {class: "hg-tip", role: "status"});
    figure.querySelector(".hg-stage").after(tip);
    return tip;
  }
  // value: an object of words by name, or one word · place: x and y in the window
  function showTip(figure, value, place) {
    const tip = tipOf(figure);
    tip.hidden = value === null || value === undefined || value === "";
    if (tip.hidden) return;
    const pairs = typeof value === "object" ? Object.entries(value) : [["", value]];
    const list = element("dl");
    for (const [name, words] of pairs) {
      if (words === "" || words === null || words === undefined) continue;
      list.append(element("dt", {}, name), element("dd", {}, String(words)));
    }
    tip.replaceChildren(list);
    const frame = figure.getBoundingClientRect();
    const [x, y] = [place[0] - frame.left, place[1] - frame.top];
    const fits = x + 14 + tip.offsetWidth <= frame.width;
    tip.style.left = `${fits ? x + 14 : Math.max(0, x - tip.offsetWidth - 14)}px`;
    tip.style.top = `${Math.max(0, y - tip.offsetHeight - 12)}px`;
  }
  function hideTip(figure) {
    const tip = figure.querySelector(".hg-tip");
    if (tip) tip.hidden = true;
  }

  // ---- Keyboard: the arrows go from mark to mark, Escape lets go

  // The marks that have something to say, from left to right: {node, tooltip, x, y}. Vega's SVG
  // renderer keeps a mark's item at the node as `__data__`. That is not in its documents; it has no
  // other way from a node to its item, and tests/test_figures_browser.py says when it changes.
  function marksOf(figure) {
    const nodes = shownPicture(figure).querySelectorAll("path, rect, circle, text");
    const marks = [];
    for (const node of nodes) {
      const item = node.__data__;
      if (!item?.mark || !item.tooltip) continue;
      const box = node.getBoundingClientRect();
      const [x, y] = [box.left + box.width / 2, box.top + box.height / 2];
      marks.push({node, tooltip: item.tooltip, x, y});
    }
    return marks.sort((a, b) => a.x - b.x || a.y - b.y);
  }
  async function walk(figure, step) {
    if (!(await enliven(figure))) return;
    const marks = marksOf(figure);
    if (!marks.length) return;
    const before = figure.dataset.place ?? (step > 0 ? -1 : 0);
    const place = (Number(before) + step + marks.length) % marks.length;
    figure.dataset.place = place;
    unmark(figure);
    const {node, tooltip, x, y} = marks[place];
    node.classList.add("hg-here");
    showTip(figure, tooltip, [x, y]);
  }
  function unmark(figure) {
    for (const node of figure.querySelectorAll(".hg-here")) node.classList.remove("hg-here");
  }
  function release(figure) {
    unmark(figure);
    hideTip(figure);
  }

  // ---- Sliders and choices

  async function set(figure, input) {
    const output = figure.querySelector(`output[for="${input.id}"]`);
    if (output) {
      output.textContent = book.grouped(String(Number(input.value)).replace("-", "\u2212"));
    }
    const view = await enliven(figure);
    if (!view) return;
    for (const [name, value] of settings(figure)) view.signal(name, value);
    view.runAsync();
  }

  const STEPS = {ArrowRight: 1, ArrowDown: 1, ArrowLeft: -1, ArrowUp: -1};

  function attach(figure) {
    const stage = figure.querySelector(".hg-stage");
    const controls = figure.querySelector(".hg-controls");
    stage.tabIndex = 0;
    for (const part of controls ? [stage, controls] : [stage]) {
      for (const type of ["pointerenter", "pointerdown", "focusin"]) {
        part.addEventListener(type, () => enliven(figure));
      }
    }
    stage.addEventListener("keydown", (event) => {
      if (event.key === "Escape") release(figure);
      if (!STEPS[event.key]) return;
      event.preventDefault();
      walk(figure, STEPS[event.key]);
    });
    stage.addEventListener("blur", () => release(figure));
    stage.addEventListener("pointerleave", () => release(figure));
    figure.addEventListener("input", (event) => {
      if (event.target.dataset.signal) set(figure, event.target);
    });
    // Turned or resized across the two widths while alive: the other picture comes alive too, with
    // the same settings.
    if (!window.ResizeObserver) return;
    const sizes = new ResizeObserver(() => {
      if (figure.dataset.state === "live") enliven(figure);
    });
    sizes.observe(stage);
  }

  document.querySelectorAll("figure[data-live]").forEach(attach);
})();
