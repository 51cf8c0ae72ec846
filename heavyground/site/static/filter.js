// Lists a reader can narrow: a form with data-filter="id of the list" shows itself, and hides the
// entries that do not match. A select named `topic` is compared with data-topic (several values
// are separated by "; "), the search field with the text.
(() => {
  "use strict";

  function matches(entry, text, words, selects) {
    const chosen = ({name, value}) => `; ${entry.dataset[name]}; `.includes(`; ${value}; `);
    return (
      words.every((word) => text.includes(word)) &&
      selects.every((select) => !select.value || chosen(select))
    );
  }

  function attach(form) {
    const list = document.getElementById(form.dataset.filter);
    if (!list) return;
    const entries = Array.from(list.querySelectorAll("[data-entry]"));
    const texts = new Map(entries.map((entry) => [entry, entry.textContent.toLowerCase()]));
    const groups = Array.from(list.querySelectorAll("[data-group]"));
    const selects = Array.from(form.querySelectorAll("select"));
    const field = form.querySelector("input[type=search]");
    const count = form.querySelector("output");

    function apply() {
      const words = (field ? field.value : "").toLowerCase().split(/\s+/).filter(Boolean);
      for (const entry of entries) {
        entry.hidden = !matches(entry, texts.get(entry), words, selects);
      }
      for (const group of groups) {
        group.hidden = !group.querySelector("[data-entry]:not([hidden])");
      }
      const shown = entries.filter((entry) => !entry.hidden).length;
      count.textContent = `${shown} of ${entries.length} shown`;
    }

    form.addEventListener("input", apply);
    form.addEventListener("submit", (event) => event.preventDefault());
    form.addEventListener("reset", () => setTimeout(apply));
    form.hidden = false;
    apply();
  }

  document.querySelectorAll("form[data-filter]").forEach(attach);
})();
