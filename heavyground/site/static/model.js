// The live panel of a model: scenario buttons, sliders, results with intervals. Scenario and moved
// inputs stand in the address, so that a setting can be shared. The formulas and the points of the
// draws are made from the book's Python when the site is built.
(() => {
  "use strict";
  const book = window.HeavyGround;
  const {element, grouped} = book;
  const SLICE = 8; // milliseconds of work before the page may answer again
  const AT_ONCE = 64; // draws between two looks at the clock
  const WHOLE = ["year", "months"]; // units that a slider counts one by one

  // ---- Arithmetic, without a page

  // The value below which `part` of sorted numbers lies, linear between them.
  function quantile(sorted, part) {
    const place = part * (sorted.length - 1);
    const below = Math.floor(place);
    const above = Math.ceil(place);
    return sorted[below] + (sorted[above] - sorted[below]) * (place - below);
  }

  // The round number at or below: 1, 2 or 5 times a power of ten, so that a slider stops at
  // numbers people would say. 1 for nothing.
  function roundStep(number) {
    const wanted = number || 1;
    const power = 10 ** Math.floor(Math.log10(wanted));
    return [5, 2, 1].find((part) => part * power <= wanted * (1 + 1e-9)) * power;
  }

  // A result in words.
  function inWords(result, number) {
    const shown = number * result.factor;
    return Number.isFinite(shown) ? grouped(shown.toFixed(result.digits)) : "none";
  }

  // A setting in words. Years are never grouped.
  function settingInWords(input, number) {
    if (input.unit === "year") return String(number);
    return `${grouped(number.toFixed(number % 1 ? 2 : 0))} ${input.unit}`;
  }

  // The value of an input in a draw: what the reader set, else what is known, else drawn from its
  // range, most often near the scenario's value.
  function drawnValue(input, [value, low, high], draw) {
    if (low === high) return value;
    const {lattice, triangular} = book.sampling;
    return triangular(lattice(draw, input.prime), low, value, high);
  }

  book.model = {quantile, roundStep, inWords, settingInWords, drawnValue};

  // ---- What the address holds of a model: "?dues.scenario=in+kind&dues.rate=7.1#model-dues"

  function readAddress(name, known) {
    const query = new URLSearchParams(location.search);
    const held = {};
    for (const key of known.order) {
      const given = Number(query.get(`${name}.${key}`));
      if (query.has(`${name}.${key}`) && Number.isFinite(given)) held[key] = given;
    }
    return {scenario: query.get(`${name}.scenario`), held};
  }

  function writeAddress(name, known, {scenario, held}) {
    const query = new URLSearchParams(location.search);
    query.set(`${name}.scenario`, scenario);
    for (const key of known.order) {
      if (key in held) query.set(`${name}.${key}`, held[key]);
      else query.delete(`${name}.${key}`);
    }
    try {
      history.replaceState(null, "", `?${query}#model-${name}`);
    } catch {
      /* a folder may refuse; the panel works all the same */
    }
  }

  // ---- The state of a panel: its scenario and what the reader moved

  class Setting {
    constructor(known, formulas) {
      this.known = known;
      this.outputs = formulas.outputs;
      this.inputs = Object.entries(known.inputs);
      this.titles = Object.keys(known.scenarios);
      this.start(this.titles[0]);
    }

    start(scenario) {
      this.scenario = scenario;
      this.held = {};
    }

    value(key) {
      return key in this.held ? this.held[key] : this.known.scenarios[this.scenario][key][0];
    }

    // Every output with every input at its centre.
    central() {
      return this.compute((key) => this.value(key));
    }

    // Every output of one draw; what the reader moved is taken as known.
    draw(number) {
      const {inputs, scenarios} = this.known;
      const settings = scenarios[this.scenario];
      return this.compute((key) =>
        key in this.held ? this.held[key] : drawnValue(inputs[key], settings[key], number),
      );
    }

    compute(valueOf) {
      const given = {...this.known.fixed};
      for (const [key, input] of this.inputs) {
        given[key] = valueOf(key) / input.scale;
      }
      return this.outputs(given);
    }
  }

  // ---- Draws, a few milliseconds at a time, so that the page never stalls

  class Sampler {
    constructor(setting, done) {
      this.setting = setting;
      this.done = done;
    }

    start() {
      const {draws, results} = this.setting.known;
      this.stop();
      this.number = 0;
      this.columns = results.map(() => new Float64Array(draws));
      this.work();
    }

    stop() {
      clearTimeout(this.timer);
    }

    work() {
      const {draws} = this.setting.known;
      const until = performance.now() + SLICE;
      while (this.number < draws && performance.now() < until) {
        const next = Math.min(this.number + AT_ONCE, draws);
        while (this.number < next) this.take(this.number++);
      }
      if (this.number < draws) this.timer = setTimeout(() => this.work());
      else this.done(this.columns.map((column) => column.sort()));
    }

    take(number) {
      const found = this.setting.draw(number);
      this.setting.known.results.forEach((result, at) => {
        this.columns[at][number] = found[result.name];
      });
    }
  }

  // ---- On the page

  function scenarioButtons(setting, choose) {
    const buttons = new Map(
      setting.titles.map((title) => {
        const words = title[0].toUpperCase() + title.slice(1);
        const button = element("button", {type: "button"}, words);
        button.addEventListener("click", () => choose(title));
        return [title, button];
      }),
    );
    const label = "Scenarios; each one resets the sliders";
    const group = {class: "scenarios", role: "group", "aria-label": label};
    return {buttons, node: element("p", group, ...buttons.values())};
  }

  function slider(name, key, input) {
    const {low, high} = input;
    const step = WHOLE.includes(input.unit) ? 1 : roundStep((high - low) / 200);
    const min = Math.ceil(low / step - 1e-9) * step;
    const max = Math.floor(high / step + 1e-9) * step;
    const id = `m-${name}-${key}`;
    const field = element("input", {type: "range", id, step, min, max});
    const output = element("output", {for: id});
    const label = element("label", {}, element("span", {}, input.label), field, output);
    const show = (value) => {
      field.value = value;
      output.textContent = settingInWords(input, value);
    };
    return {field, label, show};
  }

  function resultList(results) {
    const cells = results.map(() => element("dd"));
    const list = element("dl", {class: "results", "aria-live": "polite"});
    results.forEach((result, at) => list.append(element("dt", {}, result.label), cells[at]));
    return {cells, list};
  }

  function note({draws, level: [low, high]}) {
    const percent = `${Math.round(100 * low)} to ${Math.round(100 * high)} %`;
    const words =
      `In brackets: ${percent} of ${grouped(String(draws))} draws over what is not ` +
      "known. The figure before them has every input at its centre and can lie outside. What " +
      "you set is taken as known; a scenario's button resets it.";
    return element("p", {class: "quiet"}, words);
  }

  function build(box) {
    const name = box.dataset.model;
    const known = JSON.parse(box.querySelector("script").textContent);
    const formulas = (book.models || {})[name];
    if (!formulas) return;
    const setting = new Setting(known, formulas);
    const {cells, list} = resultList(known.results);
    let near = false; // drawn only for a reader who comes near
    const panel = element("section", {
      class: "panel",
      "aria-label": "Move the assumptions of the model",
    });

    const sampler = new Sampler(setting, (columns) => {
      known.results.forEach((result, at) => {
        const [low, high] = known.level.map((part) => inWords(result, quantile(columns[at], part)));
        if (columns[at].every(Number.isFinite) && low !== high) {
          cells[at].append(` (${low} to ${high})`);
        }
      });
      panel.toggleAttribute("data-settled", true);
    });

    const {buttons, node} = scenarioButtons(setting, (title) => {
      setting.start(title);
      show();
      writeAddress(name, known, setting);
    });
    const sliders = known.order.map((key) => ({key, ...slider(name, key, known.inputs[key])}));
    for (const {key, field} of sliders) {
      field.addEventListener("input", () => {
        setting.held[key] = Number(field.value);
        show();
      });
      field.addEventListener("change", () => writeAddress(name, known, setting));
    }

    function show() {
      const found = setting.central();
      known.results.forEach((result, at) => {
        cells[at].replaceChildren(element("b", {}, inWords(result, found[result.name])));
      });
      for (const {key, show: showValue} of sliders) showValue(setting.value(key));
      for (const [title, button] of buttons) {
        button.setAttribute("aria-pressed", title === setting.scenario);
      }
      panel.toggleAttribute("data-settled", false);
      if (near) sampler.start();
    }

    const inputs = element("div", {class: "inputs"}, ...sliders.map(({label}) => label));
    panel.append(node, inputs, list, note(known));
    box.prepend(panel);

    const {scenario, held} = readAddress(name, known);
    if (setting.titles.includes(scenario)) setting.start(scenario);
    setting.held = held;
    show();

    new IntersectionObserver(
      (entries, watch) => {
        if (!entries.some((entry) => entry.isIntersecting)) return;
        near = true;
        watch.disconnect();
        show();
      },
      {rootMargin: "300px"},
    ).observe(panel);
  }

  // Each panel in a task of its own, so that the page answers between them.
  for (const box of document.querySelectorAll("[data-model]")) setTimeout(build, 0, box);
})();
