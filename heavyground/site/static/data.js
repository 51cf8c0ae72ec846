// The table of all rows is fetched when a reader asks for it, or comes by an address that holds a filter.
(function () {
  "use strict";
  var place = document.querySelector("[data-table]"), button = place && place.querySelector("button");
  if (!button) return;
  function load() {
    var script = document.createElement("script");
    button.disabled = true;
    button.textContent = "Loading";
    script.src = place.dataset.table;
    script.onerror = function () { button.disabled = false; button.textContent = "Could not be loaded. Try again"; };
    document.head.append(script);
  }
  button.hidden = false;
  button.addEventListener("click", load);
  if (location.search.length > 1) load();
})();
