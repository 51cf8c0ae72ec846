"""The directive ```{table-of-rows}```: search and filter over all rows, in the reader's browser, without a server.

Nothing of it is loaded before a reader asks: a button, or an address with a filter (`data.html?theme=india`), fetches one
file with a table library (`vendor/`), the index of all rows and the glue (`table.js`).
"""

import hashlib
import json
from pathlib import Path

from docutils import nodes
from sphinx.util.docutils import SphinxDirective

from heavyground import evidence as ev
from heavyground import numbers
from heavyground.paths import DATA

HERE = Path(__file__).parent
LIBRARY = ("vendor/jquery-3.7.1.min.js", "vendor/datatables-2.3.8.min.js", "table.js")
COLUMNS = (
    "theme",
    "series",
    "entity",
    "partner",
    "item",
    "source",
)  # sent as places in a list of their values


def index():
    """All rows, small: `lists` of the values of each column, `rows` of [id, figure, period, first year, last year, places...]."""
    loaded = ev.load()
    rows = loaded.observations.sort_values("id")
    labels = {key: numbers.source_label(one, key) for key, one in loaded.source.items()}
    titles = dict(zip(loaded.series_table.series, loaded.series_table.title))
    shown = {
        "theme": rows.theme.astype(str).str.capitalize(),
        "series": rows.series.astype(str).map(titles),
        "entity": rows.entity.astype(str),
        "partner": rows.partner.astype(str),
        "item": rows["item"].astype(str),
        "source": rows.source.astype(str).map(labels),
    }
    lists = {name: sorted(set(values), key=str.lower) for name, values in shown.items()}
    places = {
        name: shown[name].map({value: place for place, value in enumerate(lists[name])}).tolist()
        for name in COLUMNS
    }
    figures = [numbers.show(numbers.look_up(id)) for id in rows.id]
    years = [
        (start.year if start == start else 0, end.year if end == end else 0)
        for start, end in zip(rows.start, rows.end)
    ]
    packed = [
        [id, figure, period, *span, *at]
        for id, figure, period, span, at in zip(
            rows.id, figures, rows.period, years, zip(*(places[name] for name in COLUMNS))
        )
    ]
    return {"lists": lists, "columns": COLUMNS, "rows": packed}


def script():
    """(file name, text) of everything the table needs, named by its content."""
    parts = [(HERE / name).read_text("utf-8") for name in LIBRARY]
    packed = (
        json.dumps(index(), ensure_ascii=False, separators=(",", ":"))
        .replace("<", "\\u003c")
        .replace("\u2028", "\\u2028")
        .replace("\u2029", "\\u2029")
    )
    text = "\n;".join([*parts[:2], f"window.HeavyGroundRows={packed};", parts[2]])
    return f"table.{hashlib.sha256(text.encode()).hexdigest()[:10]}.js", text


class TableOfRows(SphinxDirective):
    """A button, and the place for the table."""

    def run(self):
        for path in [*DATA.rglob("*.csv"), *(HERE / name for name in LIBRARY)]:
            self.env.note_dependency(str(path))
        name, _ = script()
        rows = len(ev.load().observations)
        html = (
            f'<div id="find" data-table="../data/{name}"><p><button type="button" class="button" hidden>Search all {rows:,} rows</button>'
            "<noscript>Search runs in your browser and needs scripts. Without them, the pages of rows below hold everything.</noscript></p></div>"
        )
        return [nodes.raw("", html, format="html")]


def write(app, exception):
    if exception or app.builder.name != "html":
        return
    folder = Path(app.outdir) / "data"
    name, text = script()
    for old in folder.glob("table.*.js*"):
        if not old.name.startswith(name):
            old.unlink()
    (folder / name).write_text(text, "utf-8")


def setup(app):
    app.add_directive("table-of-rows", TableOfRows)
    app.connect("build-finished", write, priority=850)
    return {"parallel_read_safe": True, "parallel_write_safe": True}
