/* The live panel of a model: scenario buttons, sliders, results with intervals. Scenario and moved inputs stand in the address, so that
   a setting can be shared. Arithmetic and the points of the draws are in formulas.js, made from the Python models. */
(function () {
  "use strict";
  var book = window.HeavyGround || {}, models = book.models || {};

  function make(tag, attributes, text) {
    var node = document.createElement(tag);
    Object.keys(attributes || {}).forEach(function (name) { node.setAttribute(name, attributes[name]); });
    if (text !== undefined) node.textContent = text;
    return node;
  }
  function shown(number, digits) {
    if (!isFinite(number)) return "none";
    return book.grouped(number.toFixed(digits));
  }

  // The round number at or below: 1, 2 or 5 times a power of ten, so that a slider stops at figures people would say.
  function round(number) {
    var power = Math.pow(10, Math.floor(Math.log10(number || 1)));
    return [5, 2, 1].find(function (part) { return part * power <= (number || 1) * (1 + 1e-9); }) * power;
  }

  // Each panel in a task of its own, so that the page answers between them.
  document.querySelectorAll("[data-model]").forEach(function (box) { setTimeout(build, 0, box); });

  function build(box) {
    var name = box.dataset.model, known = JSON.parse(box.querySelector("script").textContent), formulas = models[name];
    if (!formulas) return;
    var keys = Object.keys(known.inputs), titles = Object.keys(known.scenarios), state = {}, held = {}, sliders = {}, buttons = {}, said = {}, chosen, timer, near = false;

    function compute(value) {
      var given = Object.assign({}, known.fixed);
      keys.forEach(function (key) { given[key] = value(key) / known.inputs[key].scale; });
      return formulas.outputs(given);
    }
    // What the reader moved is taken as known; the rest is drawn from its range in the scenario, mode at its value.
    function draw(number) {
      return compute(function (key) {
        var own = known.scenarios[chosen][key], sure = held[key] || own[1] === own[2];
        return sure ? state[key] : models.shared.triangular(models.shared.lattice(number, known.inputs[key].prime), own[1], own[0], own[2]);
      });
    }
    function quantile(sorted, part) {
      var place = part * (sorted.length - 1), below = Math.floor(place), above = Math.ceil(place);
      return sorted[below] + (sorted[above] - sorted[below]) * (place - below);
    }
    function start(scenario) {
      chosen = scenario;
      held = {};
      keys.forEach(function (key) { state[key] = known.scenarios[scenario][key][0]; });
    }
    // A few draws at a time, so that the page never stalls; a new setting begins again.
    function sample(draws) {
      for (var n = 0; n < 32 && draws.length < known.draws; n++) draws.push(draw(draws.length));
      if (draws.length < known.draws) timer = setTimeout(sample, 0, draws);
      else known.results.forEach(function (result) {
        var values = draws.map(function (one) { return one[result[0]]; }).sort(function (a, b) { return a - b; });
        var low = told(result, quantile(values, known.level[0])), high = told(result, quantile(values, known.level[1]));
        if (values.every(isFinite) && low !== high) said[result[0]].append(" (" + low + " to " + high + ")");
      });
      panel.toggleAttribute("data-settled", draws.length === known.draws);
    }
    function told(result, number) { return shown(number * result[2], result[3]); }
    function show() {
      var out = compute(function (key) { return state[key]; });
      known.results.forEach(function (result) { said[result[0]].replaceChildren(make("b", {}, told(result, out[result[0]]))); });
      clearTimeout(timer);
      if (near) sample([]);
      titles.forEach(function (title) { buttons[title].setAttribute("aria-pressed", title === chosen); });
      known.order.forEach(function (key) {
        sliders[key].value = state[key];
        sliders[key].nextSibling.textContent = known.inputs[key].unit === "year" ? state[key] : shown(state[key], state[key] % 1 ? 2 : 0) + " " + known.inputs[key].unit.replace(" share", "").replace("local currency/USD", "to the dollar");
      });
    }
    function remember() {
      var query = new URLSearchParams(location.search);
      query.set(name + ".scenario", chosen);
      known.order.forEach(function (key) { held[key] ? query.set(name + "." + key, state[key]) : query.delete(name + "." + key); });
      try { history.replaceState(null, "", "?" + query + "#model-" + name); } catch (error) { /* a folder may refuse; the panel works all the same */ }
    }

    var panel = make("section", {"class": "panel", "aria-label": "Move the assumptions of the model"});
    var choice = make("p", {"class": "scenarios", role: "group", "aria-label": "Scenarios; each one resets the sliders"});
    titles.forEach(function (scenario) {
      buttons[scenario] = make("button", {type: "button"}, scenario[0].toUpperCase() + scenario.slice(1));
      buttons[scenario].addEventListener("click", function () { start(scenario); show(); remember(); });
      choice.append(buttons[scenario]);
    });
    panel.append(choice);
    var inputs = make("div", {"class": "inputs"});
    known.order.forEach(function (key) {
      var input = known.inputs[key], field = make("label"), id = "m-" + name + "-" + key;
      var low = input.low === null ? input.value * 0.5 : input.low, high = input.high === null ? input.value * 1.5 : input.high;
      var step = input.unit === "year" || input.unit === "months" ? 1 : round((high - low) / 200);
      sliders[key] = make("input", {type: "range", id: id, step: step, min: Math.ceil(low / step - 1e-9) * step, max: Math.floor(high / step + 1e-9) * step});
      sliders[key].addEventListener("input", function () { state[key] = Number(sliders[key].value); held[key] = true; show(); });
      sliders[key].addEventListener("change", remember);
      field.append(make("span", {}, input.label), sliders[key], make("output", {"for": id}));
      inputs.append(field);
    });
    panel.append(inputs);
    var list = make("dl", {"class": "results", "aria-live": "polite"});
    known.results.forEach(function (result) {
      said[result[0]] = make("dd");
      list.append(make("dt", {}, result[1]), said[result[0]]);
    });
    panel.append(list, make("p", {"class": "quiet"}, "In brackets: 5 to 95 % of " + known.draws + " draws over what is not known. The figure before them has every input at its centre and can lie outside. What you set is taken as known; a scenario's button resets it."));
    box.prepend(panel);
    new IntersectionObserver(function (entries, watch) {  // drawn only for a reader who comes near
      if (!entries.some(function (entry) { return entry.isIntersecting; })) return;
      near = true;
      watch.disconnect();
      show();
    }, {rootMargin: "300px"}).observe(panel);

    var query = new URLSearchParams(location.search), asked = query.get(name + ".scenario");
    start(titles.indexOf(asked) < 0 ? titles[0] : asked);
    known.order.forEach(function (key) {
      var given = Number(query.get(name + "." + key));
      if (query.has(name + "." + key) && isFinite(given)) { state[key] = given; held[key] = true; }
    });
    show();
  }
})();
