// The table of all rows is fetched when a reader asks for it, or comes by an address with a filter.
(() => {
  "use strict";
  const {element} = window.HeavyGround;
  const place = document.querySelector("[data-table]");
  const button = place?.querySelector("button");
  if (!button) return;

  function load() {
    const script = element("script", {src: place.dataset.table});
    button.disabled = true;
    button.textContent = "Loading";
    script.addEventListener("error", () => {
      button.disabled = false;
      button.textContent = "Could not be loaded. Try again";
    });
    document.head.append(script);
  }
  button.hidden = false;
  button.addEventListener("click", load);
  if (location.search.length > 1) load();
})();
