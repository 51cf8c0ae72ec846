// The table of all rows: DataTables over the index, with a form for theme, series, who, source and
// years. What is shown has an address: `?theme=Production&from=2020`.
(() => {
  "use strict";
  const {element, rows: index} = window.HeavyGround;
  const place = document.getElementById("find");
  const at = Object.fromEntries(index.columns.map((name, column) => [name, column]));

  function value(row, name) {
    const cell = row[at[name]];
    return name in index.lists ? index.lists[name][cell] : cell;
  }

  // ---- The form
  function field(name, label, type) {
    return element("label", {}, `${label} `, element("input", {name, type, autocomplete: "off"}));
  }
  function choice(name, label) {
    const options = index.lists[name]
      .filter(Boolean)
      .map((text) => element("option", {value: text}, text));
    const every = element("option", {value: ""}, "all");
    return element("label", {}, `${label} `, element("select", {name}, every, ...options));
  }
  const EXACT = ["theme", "series", "entity", "source"];
  const form = element(
    "form",
    {class: "filter"},
    field("words", "Words", "search"),
    choice("theme", "Theme"),
    choice("series", "Series"),
    choice("entity", "Who"),
    choice("source", "Source"),
    field("from", "From year", "number"),
    field("to", "To year", "number"),
    element("button", {type: "reset"}, "Show all"),
  );

  // ---- The table
  function safe(text) {
    return String(text).replace(/[&<>"']/g, (sign) => `&#${sign.charCodeAt(0)};`);
  }
  // A column: what it says, the HTML of that, and what it is sorted by.
  function column(title, says, html = (row) => safe(says(row)), order = says) {
    const render = (cell, type, row) => {
      if (type === "display") return html(row);
      return type === "sort" || type === "type" ? order(row) : says(row);
    };
    return {title, data: null, render};
  }
  function link(row) {
    const id = safe(value(row, "id"));
    return `<a href="../data/${id.split("-")[0]}.html#${id}">${id}</a>`;
  }
  function who(row) {
    return [value(row, "entity"), value(row, "partner")].filter(Boolean).join(", ");
  }
  const table = element(
    "table",
    {id: "rows"},
    element("caption", {class: "visually-hidden"}, "All rows of the evidence"),
  );
  const scroller = element(
    "div",
    {class: "table-wrap scrolls", role: "region", "aria-label": "Rows", tabindex: "0"},
    table,
  );
  place.replaceChildren(form, scroller);

  const shown = new window.DataTable(table, {
    data: index.rows,
    deferRender: true,
    autoWidth: false,
    pageLength: 25,
    order: [[0, "asc"]],
    lengthChange: false,
    layout: {topStart: "info", topEnd: null, bottomStart: null, bottomEnd: "paging"},
    language: {
      info: "Rows _START_ to _END_ of _TOTAL_",
      infoEmpty: "No rows",
      infoFiltered: "(of _MAX_)",
      zeroRecords: "No row fits. Take a filter away.",
    },
    columns: [
      column("Row", (row) => value(row, "id"), link),
      column(
        "Figure",
        (row) => value(row, "words"),
        undefined,
        (row) => value(row, "rank"),
      ),
      column("What", (row) => value(row, "series")),
      column("Of", (row) => value(row, "item")),
      column("Who", who),
      column("Period", (row) => value(row, "period").replace("/", " to ")),
      column("Source", (row) => value(row, "source")),
    ],
  });

  // ---- Filtering, and an address for what is shown
  const SEARCHED = ["id", "words", "period", ...Object.keys(index.lists)];

  function wanted() {
    const filled = Array.from(new FormData(form), ([name, text]) => [name, text.trim()]);
    return Object.fromEntries(filled.filter(([, text]) => text));
  }
  function plain(text) {
    return text.toLowerCase().replace(/,/g, ""); // 41700 finds 41,700
  }
  function fits(row, now, words) {
    if (EXACT.some((name) => now[name] && value(row, name) !== now[name])) return false;
    if (now.from && value(row, "last") < Number(now.from)) return false;
    if (now.to && value(row, "first") > Number(now.to)) return false;
    if (!words.length) return true;
    const text = plain(SEARCHED.map((name) => value(row, name)).join(" "));
    return words.every((word) => text.includes(word));
  }
  function apply() {
    const now = wanted();
    const words = plain(now.words || "")
      .split(/\s+/)
      .filter(Boolean);
    shown.search.fixed("form", (text, row) => fits(row, now, words));
    shown.draw();
    const query = Object.keys(now).length ? `?${new URLSearchParams(now)}` : "";
    try {
      history.replaceState(null, "", `${location.pathname}${query}#find`);
    } catch {
      /* the address stays */
    }
  }
  // An address may hold what is no filter, or a choice that is not there.
  function fill(input, text) {
    const options = Array.from(input.options || []);
    const option = options.find((one) => one.value.toLowerCase() === text.toLowerCase());
    if (option || !options.length) input.value = option ? option.value : text;
  }
  new URLSearchParams(location.search).forEach((text, name) => {
    const input = form.elements.namedItem(name);
    if (input) fill(input, text);
  });
  form.addEventListener("input", apply);
  form.addEventListener("submit", (event) => event.preventDefault());
  form.addEventListener("reset", () => setTimeout(apply));
  if (Object.keys(wanted()).length) apply();
  form.elements.words.focus({preventScroll: true});
  dispatchEvent(new Event("resize"));
})();
