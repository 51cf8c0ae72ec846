// The table of all rows: DataTables over the index, with a form for theme, series, who, source and years.
(function () {
  "use strict";
  var data = window.HeavyGroundRows, place = document.getElementById("find");
  var at = {}, names = data.columns;
  names.forEach(function (name, i) { at[name] = 5 + i; });
  function value(row, name) { return data.lists[name][row[at[name]]]; }

  function element(tag, attributes, children) {
    var made = document.createElement(tag);
    Object.keys(attributes || {}).forEach(function (name) { made.setAttribute(name, attributes[name]); });
    made.append.apply(made, children || []);
    return made;
  }

  // ---- The form
  function choice(name, label, list) {
    var every = element("option", {value: ""}, ["all"]);
    var options = list.filter(Boolean).map(function (one) { return element("option", {value: one}, [one]); });
    return element("label", {}, [label + " ", element("select", {name: name}, [every].concat(options))]);
  }
  function field(name, label, type) {
    return element("label", {}, [label + " ", element("input", {name: name, type: type, autocomplete: "off"})]);
  }
  var form = element("form", {"class": "filter"}, [
    field("words", "Words", "search"), choice("theme", "Theme", data.lists.theme), choice("series", "Series", data.lists.series),
    choice("entity", "Who", data.lists.entity), choice("source", "Source", data.lists.source),
    field("from", "From year", "number"), field("to", "To year", "number"),
    element("button", {type: "reset"}, ["Show all"])
  ]);

  // ---- The table
  function safe(text) {
    return String(text).replace(/[&<>"']/g, function (sign) { return "&#" + sign.charCodeAt(0) + ";"; });
  }
  function column(title, words, html) {
    return {title: title, data: null, render: function (ignored, type, row) {
      return type === "display" ? (html || safe)(words(row), row) : words(row);
    }};
  }
  function address(id) { return "../data/" + id.split("-")[0] + ".html#" + id; }
  var table = element("table", {id: "rows"}, [element("caption", {"class": "visually-hidden"}, ["All rows of the evidence"])]);
  var scroller = element("div", {"class": "table-wrap scrolls", role: "region", "aria-label": "Rows", tabindex: "0"}, [table]);
  place.replaceChildren(form, scroller);

  var shown = new window.DataTable(table, {
    data: data.rows, deferRender: true, autoWidth: false, pageLength: 25, order: [[0, "asc"]], lengthChange: false,
    layout: {topStart: "info", topEnd: null, bottomStart: null, bottomEnd: "paging"},
    language: {info: "Rows _START_ to _END_ of _TOTAL_", infoEmpty: "No rows", infoFiltered: "(of _MAX_)", zeroRecords: "No row fits. Take a filter away."},
    columns: [
      column("Row", function (row) { return row[0]; }, function (id) { return '<a href="' + address(id) + '">' + safe(id) + "</a>"; }),
      column("Figure", function (row) { return row[1]; }),
      column("What", function (row) { return value(row, "series"); }),
      column("Of", function (row) { return value(row, "item"); }),
      column("Who", function (row) { return value(row, "entity") + (value(row, "partner") ? ", " + value(row, "partner") : ""); }),
      column("Period", function (row) { return row[2].replace("/", " to "); }),
      column("Source", function (row) { return value(row, "source"); })
    ]
  });

  // ---- Filtering, and an address for what is shown
  function wanted() {
    var now = {};
    new FormData(form).forEach(function (text, name) { if (text.trim()) now[name] = text.trim(); });
    return now;
  }
  function plain(text) { return text.toLowerCase().replace(/,/g, ""); }  // 41700 finds 41,700
  function apply() {
    var now = wanted(), words = plain(now.words || "").split(/\s+/).filter(Boolean);
    shown.search.fixed("form", function (ignored, row) {
      if (["theme", "series", "entity", "source"].some(function (name) { return now[name] && value(row, name) !== now[name]; })) return false;
      if (now.from && row[4] < +now.from || now.to && row[3] > +now.to) return false;
      if (!words.length) return true;
      var text = plain(row.slice(0, 3).concat(names.map(function (name) { return value(row, name); })).join(" "));
      return words.every(function (word) { return text.indexOf(word) >= 0; });
    });
    shown.draw();
    try { history.replaceState(null, "", location.pathname + (Object.keys(now).length ? "?" + new URLSearchParams(now) : "") + "#find"); } catch (error) { /* the address stays */ }
  }
  new URLSearchParams(location.search).forEach(function (text, name) {
    if (form.elements[name]) form.elements[name].value = text;
  });
  form.addEventListener("input", apply);
  form.addEventListener("submit", function (event) { event.preventDefault(); });
  form.addEventListener("reset", function () { setTimeout(apply); });
  if (Object.keys(wanted()).length) apply();
  form.elements.words.focus({preventScroll: true});
  dispatchEvent(new Event("resize"));
})();
