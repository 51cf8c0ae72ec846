/* Lists a reader can narrow: a form with data-filter="id of the list" shows itself, and hides the entries that do not match.
   A select named `topic` is compared with data-topic (several values separated by "; "), the search field with the text. */
(function () {
  "use strict";

  function attach(form) {
    var list = document.getElementById(form.dataset.filter);
    if (!list) return;
    var entries = Array.prototype.slice.call(list.querySelectorAll("[data-entry]"));
    var groups = Array.prototype.slice.call(list.querySelectorAll("[data-group]"));
    var count = form.querySelector("output");
    form.hidden = false;

    function matches(entry, words, selects) {
      return words.every(function (word) { return entry.dataset.text.indexOf(word) >= 0; }) &&
        selects.every(function (select) {
          return !select.value || ("; " + entry.dataset[select.name] + "; ").indexOf("; " + select.value + "; ") >= 0;
        });
    }

    function apply() {
      var field = form.querySelector("input[type=search]");
      var words = field ? field.value.toLowerCase().split(/\s+/).filter(Boolean) : [];
      var selects = Array.prototype.slice.call(form.querySelectorAll("select"));
      var shown = 0;
      entries.forEach(function (entry) {
        entry.hidden = !matches(entry, words, selects);
        if (!entry.hidden) shown += 1;
      });
      groups.forEach(function (group) { group.hidden = !group.querySelector("[data-entry]:not([hidden])"); });
      count.textContent = shown + " of " + entries.length + " shown";
    }

    entries.forEach(function (entry) { entry.dataset.text = entry.textContent.toLowerCase(); });
    form.addEventListener("input", apply);
    form.addEventListener("submit", function (event) { event.preventDefault(); });
    form.addEventListener("reset", function () { setTimeout(apply); });
    apply();
  }

  document.querySelectorAll("form[data-filter]").forEach(attach);
})();
