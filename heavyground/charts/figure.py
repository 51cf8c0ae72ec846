"""`figure()`: the one way a chart reaches a page.

A cell hands over an Altair chart, what it says, and the rows behind it. Out comes one mime bundle: HTML with a chart that
needs no script, SVG, PNG, and the alt text. The HTML carries a record of everything (`<script type="application/json">`,
inert) from which the press makes the page's own figure with number, label, downloads and the live chart.
"""

import base64
import csv
import html
import io
import json
import re
from dataclasses import dataclass, field
from decimal import Decimal

import altair as alt
import pandas as pd
import vl_convert

from . import evidence, theme
from . import svg as svgs
from .evidence import listed

COLUMNS = {
    "period": "Period",
    "entity": "Who",
    "partner": "Partner",
    "item": "What",
    "value": "Value",
    "low": "Low",
    "high": "High",
    "unit": "Unit",
    "basis": "Basis",
    "quality": "Quality",
    "source": "Source",
    "id": "Row",
}
# Columns of the evidence that the page's table leaves to the CSV.
BEHIND = {
    "series",
    "period_kind",
    "period_basis",
    "printed",
    "cites",
    "locator",
    "verified",
    "also",
    "note",
    "year",
    "start",
    "end",
    "mid",
    "source_title",
    "path",
    "line",
    "theme",
    "ids",
    "correction",
}
ROWS_SHOWN = 120
SOURCES_SHOWN = 10  # a longer list opens on demand under the chart, and a picture gives its number
NAME = re.compile(r"[a-z][a-z0-9]*(-[a-z0-9]+)+")
ROW_ID = re.compile(r"(prod|ctrl|proc|ind|env|econ|geo|ev)-\d{4}")


class FigureError(ValueError):
    """A figure that says too little; the message lists all that is missing and what to write."""


def figure(
    chart,
    *,
    name=None,
    title=None,
    subtitle=None,
    alt=None,
    data=None,
    controls=(),
    note="",
    span="column",
    columns=None,
    height=None,
):
    """Make a figure of a chart. Let it be the last expression of the cell.

    chart: an Altair chart, or a function of the width in px that returns one (for small multiples, or where a phone wants
        another arrangement; below 480 px is a phone).
    name: permanent id, hyphenated, unique in the book: `{numref}` and the address use it.
    title: the finding, one sentence without a full stop · subtitle: measure, unit, place, period.
    alt: chart type, what is plotted, the range, the finding, for someone who cannot see it.
    data: the frame behind the chart, with a column `id` of evidence rows, or `ids` (several, separated by "; ").
    controls: Altair parameters with a binding; a chart's own bound parameters are found by themselves.
    note: one sentence under the chart · span: `column` (592 px) or `page` (864 px, uses the margin).
    columns: {column: heading} for further columns of the table · height: of the plot in px.
    Figures in title, subtitle, alt and note go through `num()`. Raises FigureError with every fault at once.
    """
    faults = list(_faults(chart, name, title, subtitle, alt, data, span))
    if faults:
        raise FigureError(
            "\n".join(
                [f"figure {name!r}:" if name else "figure:", *(f"  - {fault}" for fault in faults)]
            )
        )
    title, subtitle, alt, note = (_checked(text) for text in (title, subtitle, alt, note))
    wide = _render(chart, theme.WIDTHS[span], f"{name}-w", controls, height)
    narrow = _render(chart, theme.WIDTHS["narrow"], f"{name}-n", controls, height)
    ids, sources = _origins(data)
    key = _how_to_read(wide.spec)
    record = {
        "name": name,
        "title": title,
        "subtitle": subtitle,
        "alt": alt,
        "note": " ".join(filter(None, [note, key])),
        "span": span,
        "ids": ids,
        "sources": sources,
        "wide": [wide.svg, round(wide.width), round(wide.height)],
        "narrow": [narrow.svg, round(narrow.width), round(narrow.height)],
        "controls": wide.controls,
        "table": _table(data, columns or {}),
        "csv": _csv(data),
        "vegalite": _download_spec(wide.spec, title, subtitle, alt),
        "live": {"wide": wide.vega, "narrow": narrow.vega},
    }
    return Figure(record)


@dataclass
class Figure:
    """A finished figure. `record` is plain JSON; the forms below are made from it."""

    record: dict

    def svg(self):
        """The chart as a picture of its own: literal colours, title, sources."""
        record = self.record
        lines = [record["note"]] if record["note"] else []
        many = len(record["sources"]) > SOURCES_SHOWN
        named = (
            f"{len(record['sources'])}, named in the figure's CSV"
            if many
            else "; ".join(dict.fromkeys(source["label"] for source in record["sources"]))
        )
        lines += [f"Sources: {named}."] if named else []
        lines += [f"Heavy Ground: rare earths from Kachin, figure “{record['name']}”. CC BY 4.0."]
        return svgs.framed(*record["wide"], record["title"], record["subtitle"], lines)

    def png(self):
        return vl_convert.svg_to_png(self.svg(), scale=2)

    def html(self, links=None):
        return markup(self.record, links)

    def _repr_mimebundle_(self, include=None, exclude=None):
        packed = json.dumps(self.record, ensure_ascii=False, separators=(",", ":")).replace(
            "<", "\\u003c"
        )
        carried = f'<script type="application/json" class="hg-record">{packed}</script>'
        return {
            "text/html": self.html() + carried,
            "image/svg+xml": self.svg(),
            "image/png": base64.b64encode(self.png()).decode(),
            "text/plain": f"{self.record['title']}. {self.record['alt']}",
        }


# ---- What a figure must say


def _faults(chart, name, title, subtitle, alt_text, data, span):
    """Everything missing or wrong in a call, in words."""
    if not name:
        yield 'name= is missing. Write a permanent id, e.g. name="customs-line-and-heading".'
    elif not NAME.fullmatch(name):
        yield f'name={name!r} must be two or more lower-case words joined by hyphens, e.g. "customs-line-and-heading".'
    if not (title or "").strip():
        yield 'title= is missing. Write the finding in one sentence, e.g. title="Imports fell by a third in 2024".'
    elif title.rstrip().endswith("."):
        yield "title= ends with a full stop; a title has none."
    if not (subtitle or "").strip():
        yield 'subtitle= is missing. Write measure, unit, place and period, e.g. subtitle="China\'s imports from Myanmar, t gross, 2017-2025".'
    if len((alt_text or "").strip()) < 40:
        yield (
            "alt= is missing or too short. Write the chart type, what is plotted, the range and the finding, "
            'e.g. alt="Line chart, 2017 to 2025, of ... It rises until 2023, then falls."'
        )
    elif alt_text.strip() == (title or "").strip():
        yield "alt= repeats the title. Say what can be seen: chart type, what is plotted, range, finding."
    if not isinstance(data, pd.DataFrame):
        yield "data= is missing. Hand over the frame of evidence rows behind the chart: data=rows."
    elif data.empty:
        yield "data= has no rows. Check the selection; an empty chart is not published."
    elif not {"id", "ids"} & set(data.columns):
        yield "data= has no column `id` (or `ids`). Keep the ids of the evidence rows through every step, so that each mark has its origin."
    elif bad := [one for one in _ids(data) if not ROW_ID.fullmatch(one) and one not in _places()]:
        yield f"data= has ids that are no row of the evidence: {', '.join(bad[:5])}."
    if span not in ("column", "page"):
        yield f'span={span!r}: write "column" or "page".'
    if not callable(chart) and not isinstance(chart, alt.TopLevelMixin):
        yield "the first argument is no Altair chart and no function of the width that returns one."


def _ids(data):
    """Ids of all rows behind a frame, in order, once each."""
    texts = [
        str(text) for column in ("id", "ids") if column in data for text in data[column].dropna()
    ]
    return list(dict.fromkeys(one for text in texts for one in listed(text)))


def _places():
    """Names of places: on a map they stand for rows, since `data/places.csv` knows its places by name."""
    return set(evidence.load().places.name)


def _checked(text):
    """Text with its figures compared with the evidence, where it has marked ones."""
    text = (text or "").strip()
    if re.search(r"\{[^{}]*<[^<>]+>\}", text):
        from .numbers import num

        return str(num(text))
    return str(text)


# ---- Drawing


@dataclass
class Rendering:
    """One width of a chart: markup, its size, and the specs it came from."""

    svg: str
    width: float
    height: float
    spec: dict
    vega: dict
    controls: list = field(default_factory=list)


def _render(chart, width, name, controls, height):
    """Draw a chart so that the whole picture, with axes and labels, is `width` px wide."""
    inner = width - 60
    for _ in range(5):
        spec = _spec(chart, width, inner, controls, height)
        still, bound = _unbound(spec)
        vega = vl_convert.vegalite_to_vega(still)
        raw = vl_convert.vega_to_svg(vega)
        excess = float(re.search(r'width="([\d.]+)"', raw)[1]) - width
        if -1.5 < excess <= 0.5 or inner - excess < 80:
            break
        inner -= excess
    if excess > width * 0.08:  # a little over is scaled down with the rest
        raise FigureError(
            f"figure {name[:-2]!r} needs {width + excess:.0f} px where {width} are there; its labels are too long. "
            "Shorten or wrap them (theme.wrap), or hand over a function of the width."
        )
    markup, w, h = svgs.tidy(raw, name)
    return Rendering(markup, w, h, spec, _fixed(vega, raw, w, h), bound)


def _spec(chart, width, inner, controls, height):
    """The Vega-Lite spec at one width. A compound chart from a function arranges itself within the given width."""
    made = chart(round(inner + 60)) if callable(chart) else chart
    if controls:
        made = made.add_params(*controls)
    spec = made.to_dict()
    spec.pop("$schema", None)
    _size(spec, round(inner), height, own=callable(chart))
    return spec


def _size(spec, width, height, own):
    """Set the width where the chart leaves it to us: single views, layers, and views stacked in one column."""
    if "hconcat" in spec or "concat" in spec or "facet" in spec or "repeat" in spec:
        if not own:
            raise FigureError(
                "side-by-side and faceted charts cannot follow the page's width by themselves. Hand over a "
                "function of the width: figure(lambda width: ..., ...)"
            )
        return
    if "vconcat" in spec:
        for part in spec["vconcat"]:
            _size(part, width, height, own)
        return
    encoding = json.dumps(spec.get("encoding", {})) + json.dumps(
        [layer.get("encoding", {}) for layer in spec.get("layer", [])]
    )
    if '"column"' not in encoding and not (own and "width" in spec):
        spec["width"] = width
    if height:
        spec["height"] = height


def _unbound(spec):
    """The spec with input bindings taken out, and those as a list of controls for the page to draw."""
    spec = json.loads(json.dumps(spec))
    found = []
    for part in _parts(spec):
        for param in part.get("params", []):
            binding = param.get("bind")
            if isinstance(binding, dict) and ("input" in binding):
                del param["bind"]
                found.append({"signal": param["name"], "value": param.get("value"), **binding})
    return spec, found


def _parts(spec):
    yield spec
    for key in ("layer", "vconcat", "hconcat", "concat"):
        for part in spec.get(key, []):
            yield from _parts(part)
    if isinstance(spec.get("spec"), dict):
        yield from _parts(spec["spec"])


def _how_to_read(spec):
    """What the forms in a chart say about their marks; each sentence once."""
    texts = [part.get("description", "") for part in _parts(spec)]
    said = [
        sentence
        for text in texts
        if text.startswith("How to read: ")
        for sentence in re.findall(r"\S.*?\.(?=\s|$)", text[13:])
    ]
    return " ".join(dict.fromkeys(sentence.strip() for sentence in said))


def _fixed(vega, raw, width, height):
    """The compiled spec with the still picture's size and margins nailed down: the live chart cannot make the page jump."""
    left, top = map(
        float, re.search(r'<g [^>]*?transform="translate\(([\d.]+),([\d.]+)\)"', raw).groups()
    )
    inner_w, inner_h = vega.get("width"), vega.get("height")
    vega = {key: value for key, value in vega.items() if key not in ("$schema", "usermeta")}
    if isinstance(inner_w, (int, float)) and isinstance(inner_h, (int, float)):
        vega["autosize"] = "none"
        vega["padding"] = {
            "left": left,
            "top": top,
            "right": max(0, width - left - inner_w),
            "bottom": max(0, height - top - inner_h),
        }
    return vega


def _download_spec(spec, title, subtitle, alt_text):
    """Vega-Lite for other people's tools: literal colours, title and description inside."""
    spec = json.loads(theme.literal(json.dumps(spec)))
    spec["config"] = {**spec.get("config", {}), "background": theme.COLOURS["paper"][0]}
    spec.pop("description", None)  # what a form says of its marks stands in the note
    return {
        "$schema": "https://vega.github.io/schema/vega-lite/v6.json",
        "description": alt_text,
        "title": {
            "text": theme.wrap(title, 70),
            "subtitle": theme.wrap(subtitle, 90),
            "anchor": "start",
        },
        **spec,
    }


# ---- The rows behind it


def _origins(data):
    """Row ids of a frame, and its sources: those it names and those of its rows."""
    loaded = evidence.load()
    ids = _ids(data)
    named = list(data["source"].dropna().astype(str)) if "source" in data else []
    found = [str(_source_of(loaded, one)) for one in ids if ROW_ID.fullmatch(one)]
    keys = sorted({key for text in named + found for key in listed(text)})
    table = sources()
    unknown = [key for key in keys if key not in table]
    if unknown:
        raise FigureError(f"figure: no such source in data/sources.csv: {', '.join(unknown)}")
    return ids, [
        {
            "key": key,
            "label": source_label(table[key]),
            "title": table[key]["title"],
            "url": table[key]["url"],
        }
        for key in keys
    ]


def _source_of(loaded, one):
    """Source keys of one row of the observations or events."""
    if one.startswith("ev-"):
        return loaded.events.set_index("id").loc[one, "source"]
    return loaded.row(one)["source"]


def sources():
    """The table of sources as {key: row}."""
    return evidence.load().source


def source_label(row):
    """How a source is named under a figure: family names or organisation, and the year."""
    families = [name.split(",")[0].strip() for name in listed(str(row.get("authors") or ""))]
    who = " and ".join(families) if len(families) <= 2 else f"{families[0]} et al."
    return f"{who or row.get('organisation') or row.get('title')} {str(row.get('date') or 'undated')[:4]}"


def number(value):
    """A figure as the book prints it in tables: narrow spaces between thousands, ten digits, never an exponent."""
    if value is None or value == "" or value != value:
        return ""
    text = f"{Decimal(f'{float(value):.10g}'):,f}"
    return text.replace(",", "\u202f").replace("-", "\u2212")


def _table(data, extra):
    """Caption facts, headings and cells of the page's table: what is the same in every row is said once."""
    frame = data.astype(
        {column: object for column in data if isinstance(data[column].dtype, pd.CategoricalDtype)}
    )
    own = [
        column
        for column in frame.columns
        if column not in COLUMNS and column not in BEHIND and column not in extra
    ]
    shown = {
        column: heading
        for column, heading in {
            **COLUMNS,
            **extra,
            **{c: c.replace("_", " ").capitalize() for c in own},
        }.items()
        if column in frame
        and frame[column].notna().any()
        and (frame[column].astype(str) != "").any()
    }
    same = {}
    for column in ("entity", "partner", "item", "unit", "basis", "quality"):
        if column in shown and len(frame) > 1 and frame[column].astype(str).nunique() == 1:
            same[column] = str(frame[column].iloc[0])
            del shown[column]
    unit = same.get("unit", "")
    heads = [
        f"{heading}, {unit}" if unit and column in ("value", "low", "high") else heading
        for column, heading in shown.items()
    ]
    cells = [
        [_cell(row[column]) for column in shown]
        for row in frame.head(ROWS_SHOWN).to_dict("records")
    ]
    numeric = [
        column in frame and pd.api.types.is_numeric_dtype(frame[column]) and column != "year"
        for column in shown
    ]
    return {
        "columns": list(shown),
        "heads": heads,
        "numeric": numeric,
        "cells": cells,
        "total": len(frame),
        "same": [value for column, value in same.items() if column != "unit"],
    }


def _cell(value):
    if isinstance(value, (bool, str)):
        return str(value)
    if isinstance(value, pd.Timestamp):
        return value.date().isoformat()
    if isinstance(value, (int, float)) or hasattr(value, "dtype"):
        return "" if pd.isna(value) else number(value)
    return (
        ""
        if value is None
        or value is pd.NaT
        or (not isinstance(value, (list, tuple)) and pd.isna(value))
        else str(value)
    )


def _csv(data):
    """The frame as CSV: numbers as they are, dates in ISO form."""
    frame = data.drop(columns=[column for column in ("path", "line") if column in data])
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\n")
    writer.writerow(frame.columns)
    for row in frame.itertuples(index=False):
        writer.writerow([_plain(value) for value in row])
    return out.getvalue()


def _plain(value):
    if isinstance(value, pd.Timestamp):
        return value.date().isoformat()
    if isinstance(value, (list, tuple)):
        return "; ".join(map(str, value))
    if value is None or pd.isna(value):
        return ""
    if isinstance(value, float):
        return f"{value:.12g}"
    return value


# ---- HTML


def markup(record, links=None):
    """The figure as HTML, from its record alone.

    links: what only the press knows, all optional: `number` ("Figure 1.2"), `files` (address of the downloads without
    ending), `permanent`, `citation`, `references` (address of the reference list), `labels` ({key: label}),
    `rows` (function of a row id: its address), `vega` and `live` (scripts of the live chart).
    Without links the table, the sources and the chart are all there, and downloads are carried inside.
    """
    links = links or {}
    name, e = f"fig-{record['name']}", html.escape
    live = (
        f' data-vega="{e(links["vega"])}" data-live="{e(links["live"])}" data-name="{e(record["name"])}"'
        if links.get("live")
        else ""
    )
    number_part = (
        f'<span class="hg-number">{e(links["number"])}</span> ' if links.get("number") else ""
    )
    parts = [
        f'<figure class="hg-figure hg-{record["span"]}" id="{name}" aria-labelledby="{name}-title"{live}>',
        f'<figcaption><p class="hg-title" id="{name}-title">{number_part}{e(record["title"])}{_anchor(name, links)}</p>'
        f'<p class="hg-subtitle">{e(record["subtitle"])}</p></figcaption>',
        f'<div class="hg-stage" role="img" aria-labelledby="{name}-title" aria-describedby="{name}-alt">',
        *(
            f'<div class="hg-{kind}" aria-hidden="true">{record[kind][0]}</div>'
            for kind in ("wide", "narrow")
        ),
        "</div>",
        _controls(record, name),
        f'<p class="hg-note">{e(record["note"])}</p>' if record["note"] else "",
        _sources(record, links),
        f'<details class="hg-more"><summary>Table, downloads, how to cite</summary>'
        f'<p id="{name}-alt"><b>In words.</b> {e(record["alt"])}</p>{_table_html(record, name, links)}{_downloads(record, links)}'
        f"{_citation(record, links)}</details>",
        "</figure>",
    ]
    return "\n".join(part for part in parts if part)


def _anchor(name, links):
    return (
        f'<a class="headerlink" href="#{name}" aria-label="Link to this figure">#</a>'
        if links
        else ""
    )


def _controls(record, name):
    """Sliders and choices that the live chart listens to; their place is kept from the start, so nothing moves."""
    made = []
    for control in record["controls"]:
        field_id, e = f"{name}-{control['signal']}", html.escape
        label = e(str(control.get("name") or control["signal"]))
        attributes = f'id="{field_id}" data-signal="{e(control["signal"])}"'
        if control["input"] == "range":
            value = control.get("value", control.get("min", 0))
            box = (
                f'<input type="range" {attributes} min="{control.get("min", 0)}" max="{control.get("max", 100)}" '
                f'step="{control.get("step", "any")}" value="{value}"><output for="{field_id}">{number(value)}</output>'
            )
        elif control["input"] in ("select", "radio"):
            names = control.get("labels") or control["options"]
            options = "".join(
                f'<option value="{e(str(option))}"{" selected" if option == control.get("value") else ""}>{e(str(text))}</option>'
                for option, text in zip(control["options"], names)
            )
            box = f"<select {attributes}>{options}</select>"
        elif control["input"] == "checkbox":
            box = (
                f'<input type="checkbox" {attributes}{" checked" if control.get("value") else ""}>'
            )
        else:
            raise FigureError(
                f"figure: a control of kind {control['input']!r} is not drawn; use a range, a select or a checkbox"
            )
        made.append(f'<div class="hg-control"><label for="{field_id}">{label}</label>{box}</div>')
    return (
        f'<div class="hg-controls" role="group" aria-label="Move the assumptions">{"".join(made)}</div>'
        if made
        else ""
    )


def _sources(record, links):
    """The sources as citations: to the reference list where there is one, else to their own address."""

    def one(source):
        label = html.escape(links.get("labels", {}).get(source["key"], source["label"]))
        if links.get("references"):
            return f'<a href="{html.escape(links["references"])}#ref-{html.escape(source["key"])}">{label}</a>'
        safe = re.match(r"https?://[^\s<>\"]+$", source["url"] or "")
        return f'<a href="{html.escape(source["url"])}">{label}</a>' if safe else label

    if not record["sources"]:
        return ""
    named = f'<span class="bibtex-citation">{"; ".join(map(one, record["sources"]))}</span>.'
    if len(record["sources"]) > SOURCES_SHOWN:
        return f'<details class="hg-more hg-sources"><summary>{len(record["sources"])} sources</summary><p>{named}</p></details>'
    return f'<p class="hg-sources">{"Source" if len(record["sources"]) == 1 else "Sources"}: {named}</p>'


def _table_html(record, name, links):
    table, e = record["table"], html.escape
    labels = {
        source["key"]: links.get("labels", {}).get(source["key"], source["label"])
        for source in record["sources"]
    }
    facts = f" ({e('; '.join(table['same']))})" if table["same"] else ""
    head = "".join(
        f'<th scope="col"{_right(right)}>{e(text)}</th>'
        for text, right in zip(table["heads"], table["numeric"])
    )
    body = []
    for cells in table["cells"]:
        tds = [
            _cell_html(column, text, right, i == 0, labels, links)
            for i, (column, text, right) in enumerate(
                zip(table["columns"], cells, table["numeric"])
            )
        ]
        body.append(f"<tr>{''.join(tds)}</tr>")
    rest = (
        f"<p>The first {len(table['cells'])} of {table['total']} rows; the CSV has all.</p>"
        if table["total"] > len(table["cells"])
        else ""
    )
    return (
        f'<div class="table-wrap scrolls" role="region" aria-label="Data of the figure" tabindex="0"><table>'
        f"<caption>Data behind the figure: {e(record['subtitle'])}{facts}</caption><thead><tr>{head}</tr></thead>"
        f"<tbody>{''.join(body)}</tbody></table></div>{rest}"
    )


def _right(numeric):
    return ' class="num"' if numeric else ""


def _cell_html(column, text, right, first, labels, links):
    text, e = str(text), html.escape
    content = e(labels.get(text, text) if column == "source" else text)
    if column in ("id", "ids") and links.get("rows"):
        content = "; ".join(
            f'<a href="{e(links["rows"](one))}">{e(one)}</a>' if ROW_ID.fullmatch(one) else e(one)
            for one in listed(text)
        )
    return f'<th scope="row">{content}</th>' if first else f"<td{_right(right)}>{content}</td>"


def _downloads(record, links):
    if links.get("files"):
        kinds = [("CSV", "csv"), ("SVG", "svg"), ("PNG", "png"), ("Vega-Lite", "vl.json")]
        items = [
            f'<a href="{html.escape(links["files"])}.{ending}" download>{kind}</a>'
            for kind, ending in kinds
        ]
    else:
        packed = base64.b64encode(record["csv"].encode()).decode()
        items = [f'<a href="data:text/csv;base64,{packed}" download="{record["name"]}.csv">CSV</a>']
    return f'<p class="hg-downloads">Download: {", ".join(items)}.</p>'


def _citation(record, links):
    """Ready words to cite this figure, and where it can always be found."""
    if not links.get("citation"):
        return ""
    permanent = html.escape(links["permanent"])
    return (
        f'<p class="hg-cite"><b>Cite this figure.</b> {html.escape(links["citation"])} '
        f'<a href="{permanent}">Permanent address</a>.</p>'
    )
