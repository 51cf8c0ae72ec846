"""A figure as HTML, from its record alone, by one template for notebook and site."""

import base64
import re
from collections.abc import Callable
from dataclasses import dataclass
from functools import lru_cache

from jinja2 import Environment, PackageLoader, Template
from markupsafe import Markup

from ..evidence.text import listed
from .record import FigureRecord
from .table import grouped

SOURCES_SHOWN = 10  # a longer list opens on demand under the chart, and a picture gives its number
DOWNLOADS = (("CSV", "csv"), ("SVG", "svg"), ("PNG", "png"), ("Vega-Lite", "vl.json"))
ADDRESS = re.compile(r"https?://[^\s<>\"]+")


@dataclass(frozen=True, slots=True)
class Links:
    """What only a site knows of a figure; addresses are as seen from the page that shows it.

    number: "Figure 1.2" · files: address of the downloads without their ending · permanent: of the
    figure's own page · citation: ready words · references: address of the reference list ·
    vega, live: scripts of the live chart · rows: address of an id, empty where it has none.
    """

    number: str = ""
    files: str = ""
    permanent: str = ""
    citation: str = ""
    references: str = ""
    vega: str = ""
    live: str = ""
    rows: Callable[[str], str] | None = None


def html_of(record: FigureRecord, links: Links | None = None) -> Markup:
    """The figure as HTML. Without links it stands alone: one drawing, its table and sources, and
    the CSV carried inside.
    """
    labels = {source.key: source.label for source in record.sources}
    return Markup(template().render(figure=record, links=links, labels=labels).rstrip("\n"))


@lru_cache(maxsize=1)
def template() -> Template:
    """The template, which never changes while a process runs."""
    jinja = Environment(
        loader=PackageLoader("heavyground.charts"), autoescape=True, keep_trailing_newline=False
    )
    jinja.globals |= {
        "listed": listed,
        "grouped": grouped,
        "shown": SOURCES_SHOWN,
        "downloads": DOWNLOADS,
        "is_address": lambda url: ADDRESS.fullmatch(url or "") is not None,
        "packed": lambda text: base64.b64encode(text.encode()).decode(),
    }
    return jinja.get_template("figure.html.j2")
