"""The record of a figure: everything a page needs of it, plain JSON under a MIME type of its own.

It is made once, in the cell. Its HTML (`page.py`), the site's downloads, number and label all come
from it.
"""

from collections.abc import Mapping
from dataclasses import asdict, dataclass
from typing import Any

MIME = "application/vnd.heavyground.figure+json"
SVG, PNG = "image/svg+xml", "image/png"  # beside it in the bundle: the pictures to download


@dataclass(frozen=True, slots=True)
class Drawing:
    """The chart at one width: SVG markup for the page, and its size in px."""

    svg: str
    width: int
    height: int


@dataclass(frozen=True, slots=True)
class CitedSource:
    """A source behind the figure."""

    key: str
    label: str
    title: str
    url: str


@dataclass(frozen=True, slots=True)
class Control:
    """What a reader may move: a parameter of the live chart and the field that sets it.

    kind: range | select | radio | checkbox · options and labels: of a choice, label by label.
    """

    signal: str
    kind: str
    label: str
    value: Any
    low: float = 0
    high: float = 100
    step: float | str = "any"
    options: tuple[Any, ...] = ()
    labels: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class DataTable:
    """The rows behind the figure as the page shows them.

    columns: names in the frame · heads: as printed · numeric: which are numbers · cells: row by
    row, at most `table.ROWS_SHOWN` · total: rows there are · same: what all rows share.
    """

    columns: tuple[str, ...]
    heads: tuple[str, ...]
    numeric: tuple[bool, ...]
    cells: tuple[tuple[str, ...], ...]
    total: int
    same: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class FigureRecord:
    """One finished figure.

    ids: the rows it rests on · wide, narrow: for the page and for the phone · csv: the frame ·
    vegalite: the spec for other people's tools · live: {"wide", "narrow"}: compiled specs of the
    living chart.
    """

    name: str
    title: str
    subtitle: str
    alt: str
    note: str
    span: str
    ids: tuple[str, ...]
    sources: tuple[CitedSource, ...]
    wide: Drawing
    narrow: Drawing
    controls: tuple[Control, ...]
    table: DataTable
    csv: str
    vegalite: Mapping[str, Any]
    live: Mapping[str, Any]

    def to_json(self) -> dict[str, Any]:
        """As the bundle carries it."""
        return asdict(self)

    @classmethod
    def from_json(cls, data: Mapping[str, Any]) -> "FigureRecord":
        """From what the bundle carries, perhaps through a file. Raises TypeError, KeyError when it
        is no such record.
        """
        table = data["table"]
        made = {
            "ids": tuple(data["ids"]),
            "sources": tuple(CitedSource(**source) for source in data["sources"]),
            "wide": Drawing(**data["wide"]),
            "narrow": Drawing(**data["narrow"]),
            "controls": tuple(
                Control(**control | {key: tuple(control[key]) for key in ("options", "labels")})
                for control in data["controls"]
            ),
            "table": DataTable(
                columns=tuple(table["columns"]),
                heads=tuple(table["heads"]),
                numeric=tuple(table["numeric"]),
                cells=tuple(map(tuple, table["cells"])),
                total=table["total"],
                same=tuple(table["same"]),
            ),
        }
        return cls(**{**data, **made})
