"""The one way a chart reaches a page.

A cell hands over an Altair chart, what it says, and the rows behind it. Out comes one MIME bundle:
the record of the figure, from which the site makes its own figure with number, label, downloads
and the live chart; HTML that stands alone; SVG, PNG and words. Each picture is drawn once, here.
"""

import base64
import json
import re
import textwrap
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

import altair as alt
import pandas as pd

from ..evidence.book import Book
from ..evidence.text import listed
from ..numbers.check import num
from ..numbers.parsing import NumberError
from . import origins
from .colours import COLOURS, literal
from .page import SOURCES_SHOWN, html_of
from .picture import framed
from .record import MIME, PNG, SVG, CitedSource, Drawing, FigureRecord
from .render import Chart, FigureError, Renderer, png, readings
from .spec import Spec, datasets
from .table import csv_of, table_of
from .theme import WIDTHS

__all__ = ["Figure", "FigureError", "make_figure"]

NAME = re.compile(r"[a-z][a-z0-9]*(-[a-z0-9]+)+")
ALT_LEAST = 40  # characters
SPANS = ("column", "page")
SCHEMA = "https://vega.github.io/schema/vega-lite/v6.json"


@dataclass(frozen=True, slots=True)
class Figure:
    """A finished figure: its record, and the picture that leaves the page (SVG in literal colours,
    with title and sources).
    """

    record: FigureRecord
    svg: str

    def png(self) -> bytes:
        return png(self.svg)

    def html(self) -> str:
        """HTML that stands alone."""
        return html_of(self.record)

    def _repr_mimebundle_(self, include: Any = None, exclude: Any = None) -> dict[str, Any]:
        return {
            MIME: self.record.to_json(),
            "text/html": self.html(),
            SVG: self.svg,
            PNG: base64.b64encode(self.png()).decode(),
            "text/plain": f"{self.record.title}. {self.record.alt}",
        }


@dataclass(frozen=True, slots=True)
class Texts:
    """What a figure says."""

    name: str
    title: str
    subtitle: str
    alt: str
    note: str
    span: str


def make_figure(
    book: Book,
    chart: Chart,
    *,
    name: str = "",
    title: str = "",
    subtitle: str = "",
    alt: str = "",
    data: pd.DataFrame | None = None,
    controls: Sequence[Any] = (),
    note: str = "",
    span: str = "column",
    columns: Mapping[str, str] | None = None,
    height: float | None = None,
    credit: str = "",
) -> Figure:
    """Make a figure of a chart. Let it be the last expression of the cell.

    chart: an Altair chart, or a function of the width in px that returns one (for small multiples,
    or where a phone wants another arrangement; below 480 px is a phone).
    name: permanent id, hyphenated, unique in the book: `{numref}` and the address use it.
    title: the finding, one sentence without a full stop · subtitle: measure, unit, place, period.
    alt: chart type, what is plotted, the range, the finding, for someone who cannot see it.
    data: the frame behind the chart, with a column `id` of rows, events or derived values, or
    `ids` (several, separated by "; "); every row that is drawn is in it.
    controls: Altair parameters with a binding; those of the chart are found by themselves.
    note: one sentence under the chart · span: `column` (592 px) or `page` (864 px, uses the
    margin) · columns: {column: heading} for further columns of the table · height: of the plot in
    px · credit: the line of a picture that says which book it is from ("{name}" is the figure's).
    Numbers in title, subtitle, alt and note are compared with the evidence (`num`). Raises
    FigureError with every fault at once.
    """
    said, faults = _compared(book, Texts(name, title, subtitle, alt, note, span))
    faults += [*_faults(said), *_faults_of_data(book, data), *_faults_of_chart(chart)]
    if faults or data is None:
        raise _error(name, faults)
    renderer = Renderer(chart, controls, height)
    wide = renderer.at(WIDTHS[span], f"{name}-w")
    narrow = renderer.at(WIDTHS["narrow"], f"{name}-n")
    ids = tuple(origins.expanded(book, origins.ids_of(data)))
    if strays := _strays(book, wide.spec, ids):
        raise _error(name, strays)
    record = FigureRecord(
        name=said.name,
        title=said.title,
        subtitle=said.subtitle,
        alt=said.alt,
        note=" ".join(filter(None, [said.note, readings(wide.spec)])),
        span=said.span,
        ids=ids,
        sources=origins.sources_of(book, ids),
        wide=wide.drawing,
        narrow=narrow.drawing,
        controls=wide.controls,
        table=table_of(data, columns or {}),
        csv=csv_of(data),
        vegalite=for_other_tools(wide.spec, said),
        live={"wide": wide.live, "narrow": narrow.live},
    )
    return Figure(record, picture(record, credit))


def _error(name: str, faults: Sequence[str]) -> FigureError:
    head = f"figure {name!r}:" if name else "figure:"
    return FigureError("\n".join([head, *(f"  - {fault}" for fault in faults)]))


# ---- What a figure must say


def _compared(book: Book, said: Texts) -> tuple[Texts, list[str]]:
    """The texts as readers see them, their numbers compared with the evidence, and what differs."""
    texts, faults = {}, []
    for part in ("title", "subtitle", "alt", "note"):
        try:
            text = num(book, getattr(said, part) or "", worded=part != "alt")
            texts[part] = str(text).strip()
        except NumberError as error:
            faults.append(f"{part}=: {error}")
    return replace(said, name=said.name or "", **texts), faults


def _faults(said: Texts) -> Iterator[str]:
    """Everything missing or wrong in the texts, in words."""
    if not said.name:
        yield 'name= is missing. Write a permanent id, e.g. name="output-by-year".'
    elif not NAME.fullmatch(said.name):
        yield (
            f"name={said.name!r} must be two or more lower-case words joined by hyphens,"
            ' e.g. "output-by-year".'
        )
    if not said.title:
        yield (
            "title= is missing. Write the finding in one sentence,"
            ' e.g. title="Imports fell by a third in 2024".'
        )
    elif said.title.endswith("."):
        yield "title= ends with a full stop; a title has none."
    if not said.subtitle:
        yield (
            "subtitle= is missing. Write measure, unit, place and period,"
            ' e.g. subtitle="Imports by origin, t, 2017-2025".'
        )
    if len(said.alt) < ALT_LEAST:
        yield (
            "alt= is missing or too short. Write the chart type, what is plotted, the range and"
            ' the finding, e.g. alt="Line chart, 2017 to 2025, of ... It rises until 2023, then'
            ' falls."'
        )
    elif said.alt == said.title:
        yield (
            "alt= repeats the title. Say what can be seen: chart type, what is plotted, range,"
            " finding."
        )
    if said.span not in SPANS:
        yield f'span={said.span!r}: write "column" or "page".'


def _faults_of_chart(chart: object) -> Iterator[str]:
    if not callable(chart) and not isinstance(chart, alt.TopLevelMixin):
        yield "the first argument is no Altair chart and no function of the width that returns one."


def _faults_of_data(book: Book, data: object) -> Iterator[str]:
    """What keeps a frame from being the origin of a chart."""
    if not isinstance(data, pd.DataFrame):
        yield "data= is missing. Hand over the frame of evidence rows behind the chart: data=rows."
    elif data.empty:
        yield "data= has no rows. Check the selection; an empty chart is not published."
    elif not set(origins.IN_FRAMES) & set(data.columns):
        yield (
            "data= has no column `id` (or `ids`). Keep the ids of the evidence rows through every"
            " step, so that each mark has its origin."
        )
    else:
        yield from _faults_of_ids(book, data)


def _faults_of_ids(book: Book, data: pd.DataFrame) -> Iterator[str]:
    if bare := origins.rows_without(data):
        yield (
            f"data= has rows without an id: {_some(bare)}. Keep the ids through every step; a"
            " value of our own needs a derived value (`=name`)."
        )
    try:
        ids = origins.expanded(book, origins.ids_of(data))
    except LookupError as error:
        yield f"data=: {error.args[0]}"
        return
    if unknown := origins.unknown(book, ids):
        yield (
            f"data= has ids that are no row, event, place or derived value: {_some(unknown)}."
            " Write the ids of the rows that are drawn."
        )
    if typed := origins.unasked(book, ids):
        yield (
            f"data= has ids that this book was never asked for: {_some(typed)}. Select the rows"
            " (`ev.rows`, `ev.series`) instead of typing their ids."
        )
    cells = list(data["source"].dropna()) if "source" in data else []
    named = {key for cell in cells for key in listed(str(cell))}
    if strange := sorted(key for key in named if key not in book.sources):
        yield f"data=: no such source in data/sources.csv: {_some(strange)}."


def _some(names: Sequence[object]) -> str:
    """The first few of many."""
    return ", ".join(map(str, names[:5])) + (" ..." if len(names) > 5 else "")


def _strays(book: Book, spec: Spec, ids: Sequence[str]) -> list[str]:
    """What the chart draws although `data=` does not hold it."""
    drawn = origins.expanded(book, origins.drawn_ids(datasets(spec)))
    if strays := [id for id in drawn if id not in ids]:
        return [
            f"the chart draws rows that data= does not hold: {_some(strays)}. Hand over every"
            " frame that is drawn: data=pd.concat([...])."
        ]
    return []


# ---- What leaves the page


def for_other_tools(spec: Spec, said: Texts) -> Spec:
    """Vega-Lite for other people's tools: literal colours, title and description inside."""
    plain: Spec = json.loads(literal(json.dumps(spec)))
    plain["config"] = {**plain.get("config", {}), "background": COLOURS["paper"][0]}
    plain.pop("description", None)  # what a form says of its marks stands in the note
    title = {"text": textwrap.wrap(said.title, 70), "subtitle": textwrap.wrap(said.subtitle, 90)}
    return {
        "$schema": SCHEMA,
        "description": said.alt,
        "title": {**title, "anchor": "start"},
        **plain,
    }


def picture(record: FigureRecord, credit: str) -> str:
    """The chart as a picture of its own: literal colours, title, note, sources, credit."""
    foot = [record.note, sources_in_words(record.sources), credit.format(name=record.name)]
    wide: Drawing = record.wide
    return framed(
        wide.svg, wide.width, wide.height, record.title, record.subtitle, list(filter(None, foot))
    )


def sources_in_words(sources: Sequence[CitedSource]) -> str:
    """The sources as a line under a picture; how many, where they are too many to name."""
    if not sources:
        return ""
    if len(sources) > SOURCES_SHOWN:
        return f"Sources: {len(sources)}, named in the figure's CSV."
    return f"Sources: {'; '.join(source.label for source in sources)}."
