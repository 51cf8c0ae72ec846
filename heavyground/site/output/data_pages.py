"""The evidence on the site: one static page of rows for each id prefix, the tables byte for byte, and all of them as one zip.

data/prod.html#prod-0123    a row; ids merged into it answer too, and ids left out say why
data/ev.html#ev-0134        an event          data/derived.html#oxide_share_2023    a derived value
data/observations/*.csv …   the files as they are in the book          data/heavy-ground-data.zip
"""

import shutil
import zipfile
from html import escape
from pathlib import Path

from docutils import nodes
from sphinx.util.docutils import SphinxDirective

from heavyground import derived
from heavyground import evidence as ev
from heavyground import numbers
from heavyground.figures import source_label
from heavyground.paths import DATA

from .timeline import spoken

THEMES = {prefix: theme for theme, prefix in ev.PREFIXES.items()}
ZIP = "heavy-ground-data.zip"
ROOT = "../"


def source_link(key, sources):
    if key not in sources:
        return escape(key)
    return f'<a href="{ROOT}references.html#ref-{escape(key)}">{escape(source_label(sources[key]))}</a>'


def row_html(row, sources):
    """One row as a block with a permanent address."""
    others = "".join(f'<span id="{one}"></span>' for one in ev.listed(row.also))
    what = " · ".join(
        escape(part)
        for part in (
            row.entity,
            f"with {row.partner}" if row.partner else "",
            row["item"],
            row.period,
        )
        if part
    )
    meta = [
        escape(part)
        for part in (row.series, f"period {row.period_basis}", row.basis, row.quality, row.locator)
        if part
    ]
    lines = [f'<p class="meta">{" · ".join([source_link(row.source, sources), *meta])}</p>']
    for label, text in (
        ("Printed as", row.printed),
        ("Relays", row.cites),
        ("Merged here", row.also),
        ("Checked", row.verified),
        ("Note", row.note),
    ):
        if text:
            lines.append(f'<p class="meta">{label}: {escape(str(text))}</p>')
    return f'<div class="datum" id="{row.id}">{others}<p><a href="#{row.id}">{row.id}</a> <b>{escape(numbers.show(numbers.look_up(row.id)))}</b> {what}</p>{"".join(lines)}</div>'


def rows_page(prefix, loaded, sources):
    """All rows of one theme, and what became of ids that are no row."""
    theme = THEMES[prefix]
    rows = loaded.observations
    rows = rows[rows.id.astype(str).str.startswith(prefix + "-")]
    body = "".join(row_html(row, sources) for _, row in rows.iterrows())
    gone = "".join(
        f'<div class="datum" id="{one.id}"><p><a href="#{one.id}">{one.id}</a> left out</p><p class="meta">{escape(one.reason)}</p></div>'
        for one in loaded.left_out.itertuples()
        if one.id.startswith(prefix + "-")
    )
    now_derived = "".join(
        f'<span id="{old}"></span><p class="meta">{old} is our own arithmetic: <a href="derived.html#{name.replace("_", "-")}">{name}</a></p>'
        for old, name in sorted(derived.aliases().items())
        if old.startswith(prefix + "-")
    )
    moved = "".join(
        f'<p class="meta" id="{old}">{old} is now <a href="{new.split("-")[0]}.html#{new}">{new}</a></p>'
        for old, new in sorted(loaded.merged.items())
        if old.startswith(prefix + "-") and not new.startswith(prefix + "-")
    )
    rest = (
        f"<h2>Ids that are no row</h2>{gone}{moved}{now_derived}"
        if gone or moved or now_derived
        else ""
    )
    return f'<h1>Rows: {theme}</h1><p>{len(rows):,} figures as their sources give them. The table is <a href="observations/{theme}.csv">{theme}.csv</a>.</p>{body}{rest}'


def events_page(loaded, sources):
    """Every event with its address."""
    body = "".join(
        f'<div class="datum" id="{one.id}"><p><a href="#{one.id}">{one.id}</a> <b>{spoken(one.date)}</b> {escape(one.title)}</p>'
        f'<p class="meta">{escape(one.description)} {source_link(one.source, sources)}</p></div>'
        for one in loaded.events.itertuples()
    )
    return f'<h1>Rows: events</h1><p>The table is <a href="events.csv">events.csv</a>; the <a href="{ROOT}chapters/timeline.html">timeline</a> reads better.</p>{body}'


def derived_page():
    """Every derived value: what it comes to, its formula in words, its inputs."""

    def inputs(value):
        links = [f'<a href="{address(one)}">{escape(one)}</a>' for one in value.inputs]
        return ", ".join(links) or escape("; ".join(value.places)) or "the model and its parameters"

    def block(name):
        value = derived.get(name)
        old = f'<p class="meta">Old ids: {", ".join(value.aliases)}</p>' if value.aliases else ""
        anchors = "".join(f'<span id="{one}"></span>' for one in value.aliases)
        anchor = name.replace("_", "-")
        return (
            f'<div class="datum" id="{anchor}"><span id="{name}"></span>{anchors}<p><a href="#{anchor}">{name}</a> <b>{escape(numbers.show(numbers.look_up(f"={name}")))}</b></p>'
            f'<p class="meta">{escape(value.formula)}</p><p class="meta">From {inputs(value)}</p>{old}</div>'
        )

    return f"<h1>Derived values</h1><p>Arithmetic on the evidence, computed anew at each build.</p>{''.join(map(block, derived.names()))}"


def address(one):
    """Where an input of a derived value stands, from another page of this folder."""
    if one.startswith("="):
        return f"derived.html#{one[1:].replace('_', '-')}"
    return f"{one.split('-')[0]}.html#{one}"


def collect(app):
    """Pages that have no source text."""
    if app.builder.name != "html":
        return
    loaded = ev.load()
    pages = {
        f"data/{prefix}": (f"Rows: {theme}", rows_page(prefix, loaded, loaded.source))
        for prefix, theme in THEMES.items()
    }
    pages["data/ev"] = ("Rows: events", events_page(loaded, loaded.source))
    pages["data/derived"] = ("Derived values", derived_page())
    for name, (title, body) in pages.items():
        app.env.metadata[name] = {
            "description": f"{title} of Heavy Ground, each with a permanent address and its source."
        }
        yield name, {"title": title, "body": body}, "page.html"


def copy_tables(app, exception):
    """The data folder as it is, and the same files as one zip whose bytes depend on them alone."""
    if exception or app.builder.name != "html":
        return
    out = Path(app.outdir) / "data"
    paths = sorted(path for path in DATA.rglob("*") if path.is_file())
    with zipfile.ZipFile(out / ZIP, "w", zipfile.ZIP_DEFLATED, compresslevel=9) as bundle:
        for path in paths:
            name = path.relative_to(DATA)
            (out / name).parent.mkdir(parents=True, exist_ok=True)
            shutil.copyfile(path, out / name)
            bundle.writestr(
                zipfile.ZipInfo(str(name.as_posix()), (2026, 1, 1, 0, 0, 0)),
                path.read_bytes(),
                zipfile.ZIP_DEFLATED,
                9,
            )


class DataList(SphinxDirective):
    """Links to the pages of rows, the tables and the zip, with counts."""

    def run(self):
        rows = ev.load().observations
        prefixes = rows.id.astype(str).str.split("-").str[0].value_counts()
        items = "".join(
            f'<li><a href="../data/{prefix}.html">{theme.capitalize()}</a>, {prefixes.get(prefix, 0)} rows '
            f'(<a href="../data/observations/{theme}.csv" download>{theme}.csv</a>)</li>'
            for prefix, theme in THEMES.items()
        )
        tables = ", ".join(
            f'<a href="../data/{path.name}" download>{path.name}</a>'
            for path in sorted(DATA.glob("*.csv"))
        )
        html = (
            f'<ul>{items}<li><a href="../data/ev.html">Events</a></li><li><a href="../data/derived.html">Derived values</a></li></ul>'
            f'<p>The other tables: {tables}. Everything at once: <a href="../data/{ZIP}" download>{ZIP}</a>.</p>'
        )
        return [nodes.raw("", html, format="html")]


def setup(app):
    app.add_directive("datalist", DataList)
    app.connect("html-collect-pages", collect)
    app.connect("build-finished", copy_tables, priority=900)
    return {"parallel_read_safe": True, "parallel_write_safe": True}
