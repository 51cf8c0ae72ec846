"""The script of the table of rows: a table library (`vendor/`), the index of all rows, and what
joins them (`rows_table.js`), as one file that is fetched when a reader asks.

    data/table.<digest>.js
"""

import hashlib
import json
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from sphinx.application import Sphinx

from ...evidence.book import Book
from ...evidence.rows import Observation
from ..state import SAFE, Setup, book, pages_written
from .files import unpacked, write_if_new

FOLDER = "data"
SITE = Path(__file__).parents[1]
LIBRARY = (SITE / "vendor/jquery-3.7.1.min.js", SITE / "vendor/datatables-2.3.8.min.js")
GLUE = SITE / "directives" / "rows_table.js"
PARTS = (*LIBRARY, GLUE)
STEM = "table"

# Columns that are sent as places in a list of their values.
LISTED: dict[str, Callable[[Observation], str]] = {
    "theme": lambda row: row.theme.capitalize(),
    "series": lambda row: row.series.title,
    "entity": lambda row: row.entity,
    "partner": lambda row: row.partner,
    "item": lambda row: row.item,
    "source": lambda row: row.source.label,
}
PLAIN = ("id", "words", "rank", "period", "first", "last")  # sent as they are, before those


@dataclass(frozen=True, slots=True)
class Script:
    """A file of the site; its name holds a digest of its text."""

    file: str
    text: str


def index(rows: Iterable[Observation]) -> dict[str, Any]:
    """All rows, small: `lists` {column: its values}, `columns` the names of what a row holds,
    `rows` one list each, by id.

    rank: place in the order by unit and number, so that numbers are sorted within their unit ·
    first, last: years, 0 where there is no period.
    """
    rows = sorted(rows, key=lambda row: row.id)
    rank = {row.id: place for place, row in enumerate(sorted(rows, key=by_number))}
    lists, columns = {}, []
    for name, value in LISTED.items():
        values = [value(row) for row in rows]
        lists[name] = sorted(set(values), key=lambda text: (text.lower(), text))
        place = {text: at for at, text in enumerate(lists[name])}
        columns.append([place[text] for text in values])
    packed = [
        [row.id, row.words, rank[row.id], row.period.text, *years(row), *places]
        for row, *places in zip(rows, *columns, strict=True)
    ]
    return {"lists": lists, "columns": [*PLAIN, *LISTED], "rows": packed}


def by_number(row: Observation) -> tuple[str, float, str]:
    """Order of rows by what they state: unit by unit, rows without a number first."""
    return row.unit, float("-inf") if row.central is None else row.central, row.id


def years(row: Observation) -> tuple[int, int]:
    """First and last year of a row's period."""
    return (row.period.start.year, row.period.end.year) if row.period.dated else (0, 0)


def script(book: Book) -> Script:
    """The whole file, made once for a book."""
    return book.remember((__name__, "script"), lambda: _script(book))


def _script(book: Book) -> Script:
    library = [path.read_text("utf-8") for path in LIBRARY]
    data = f"window.HeavyGround.rows={as_literal(index(book.observations.values()))};"
    text = "\n;".join([*library, data, GLUE.read_text("utf-8")])
    return Script(f"{STEM}.{hashlib.sha256(text.encode()).hexdigest()[:10]}.js", text)


def as_literal(value: Any) -> str:
    """JSON that is also JavaScript wherever it stands."""
    text = json.dumps(value, ensure_ascii=False, separators=(",", ":"))
    for sign in "<\u2028\u2029":
        text = text.replace(sign, f"\\u{ord(sign):04x}")
    return text


def write(app: Sphinx, exception: Exception | None) -> None:
    """Write the script, and remove those of other evidence."""
    if not pages_written(app, exception):
        return
    made, folder = script(book(app)), Path(app.outdir) / FOLDER
    for old in folder.glob(f"{STEM}.*.js*"):
        if unpacked(old.name) != made.file:
            old.unlink()
    write_if_new(folder / made.file, made.text)


def setup(app: Sphinx) -> Setup:
    app.connect("build-finished", write, priority=850)
    return SAFE
