/* The live panel of a model: scenario buttons, sliders, results. The state stands in the address, so that a setting can be shared.
   Arithmetic is in formulas.js, made from the Python models. */
(function () {
  "use strict";
  var models = (window.HeavyGround || {}).models || {};

  function make(tag, attributes, text) {
    var node = document.createElement(tag);
    Object.keys(attributes || {}).forEach(function (name) { node.setAttribute(name, attributes[name]); });
    if (text !== undefined) node.textContent = text;
    return node;
  }
  function shown(number, digits) {
    if (!isFinite(number)) return "none";
    return number.toLocaleString("en", {minimumFractionDigits: digits, maximumFractionDigits: digits}).replace(/,/g, "\u202f");
  }

  document.querySelectorAll("[data-model]").forEach(function (box) {
    var name = box.dataset.model, known = JSON.parse(box.querySelector("script").textContent), formulas = models[name];
    if (!formulas) return;
    var state = {}, sliders = {}, said = {}, first = Object.keys(known.scenarios)[0];

    function compute() {
      var given = Object.assign({}, known.fixed);
      Object.keys(known.inputs).forEach(function (key) { given[key] = state[key] / known.inputs[key].scale; });
      return formulas.outputs(given);
    }
    function start(scenario) {
      Object.keys(known.inputs).forEach(function (key) {
        var own = known.scenarios[scenario][key];
        state[key] = own === undefined ? known.inputs[key].value : own;
      });
    }
    function show() {
      var out = compute();
      known.results.forEach(function (result) { said[result[0]].textContent = shown(out[result[0]] * result[2], result[3]); });
      known.order.forEach(function (key) {
        sliders[key].value = state[key];
        sliders[key].nextSibling.textContent = shown(state[key], state[key] % 1 ? 2 : 0) + " " + known.inputs[key].unit.replace(" share", "").replace("local currency/USD", "to the dollar");
      });
    }
    function remember() {
      var query = new URLSearchParams(location.search);
      known.order.forEach(function (key) { query.set(name + "." + key, state[key]); });
      try { history.replaceState(null, "", "?" + query + "#model-" + name); } catch (error) { /* a folder may refuse; the panel works all the same */ }
    }

    var panel = make("section", {"class": "panel", "aria-label": "Move the assumptions of the model"});
    var buttons = make("p", {"class": "scenarios"});
    Object.keys(known.scenarios).forEach(function (scenario) {
      var button = make("button", {type: "button"}, scenario[0].toUpperCase() + scenario.slice(1));
      button.addEventListener("click", function () { start(scenario); show(); remember(); });
      buttons.append(button);
    });
    panel.append(buttons);
    var inputs = make("div", {"class": "inputs"});
    known.order.forEach(function (key) {
      var input = known.inputs[key], field = make("label"), id = "m-" + name + "-" + key;
      var low = input.low === null ? input.value * 0.5 : input.low, high = input.high === null ? input.value * 1.5 : input.high;
      sliders[key] = make("input", {type: "range", id: id, min: low, max: high, step: input.unit === "year" || input.unit === "months" ? 1 : (high - low) / 200 || 1});
      sliders[key].addEventListener("input", function () { state[key] = Number(sliders[key].value); show(); });
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
    panel.append(list);
    box.prepend(panel);

    start(first);
    var query = new URLSearchParams(location.search);
    known.order.forEach(function (key) {
      var given = Number(query.get(name + "." + key));
      if (query.has(name + "." + key) && isFinite(given)) state[key] = given;
    });
    show();
  });
})();
