"""What a chart rests on: the rows in its drawn data and the inputs of its derived values, and
their sources.

An id in a frame is a row or an event, a derived value (`=name`), a place or a claim by name.
"""

from collections.abc import Iterable, Sequence
from typing import Any

import pandas as pd

from ..evidence.book import Book
from ..evidence.rows import Source
from ..evidence.text import listed
from .record import CitedSource

IN_FRAMES = ("id", "ids")
IN_DRAWINGS = ("id", "ids", "Row")  # forms call it Row, as the reader's tooltip does


def ids_of(data: pd.DataFrame) -> list[str]:
    """Ids behind a frame as they are written in it, in order, once each."""
    cells = [cell for column in IN_FRAMES if column in data for cell in data[column].dropna()]
    return list(dict.fromkeys(id for cell in cells for id in listed(str(cell))))


def rows_without(data: pd.DataFrame) -> list[Any]:
    """Labels of the rows of a frame that name no id."""
    columns = [column for column in IN_FRAMES if column in data]
    return [
        label
        for label, *cells in data[columns].itertuples(name=None)
        if not any(listed(str(cell)) for cell in cells if not pd.isna(cell))
    ]


def drawn_ids(datasets: Iterable[Sequence[Any]]) -> list[str]:
    """Ids in the rows that a chart draws; a layer without ids (a rule, a label) has none."""
    cells = (
        row[column]
        for rows in datasets
        for row in rows
        if isinstance(row, dict)
        for column in IN_DRAWINGS
        if isinstance(row.get(column), str)
    )
    return list(dict.fromkeys(id for cell in cells for id in listed(cell)))


def expanded(book: Book, ids: Iterable[str]) -> list[str]:
    """Derived values replaced by what they were made from, down to rows, events and places.

    Raises LookupError for a derived value that is none.
    """
    return list(dict.fromkeys(leaf for id in ids for leaf in book.behind(id)))


def unknown(book: Book, ids: Iterable[str]) -> list[str]:
    """Those that are no row, event, place or claim of the book."""
    return [id for id in ids if source_of(book, id) is None]


def unasked(book: Book, ids: Iterable[str]) -> list[str]:
    """Rows and events that this book never handed out: they were typed, not selected."""
    return [
        id for id in ids if id in book.observations or id in book.events if id not in book.asked
    ]


def source_of(book: Book, id: str) -> Source | None:
    """The source behind one id; None where there is no such thing."""
    if id in book.observations:
        return book.observations[id].source
    if id in book.events:
        return book.events[id].source
    if id in book.places:
        return book.places[id].source
    return book.claims[id].article if id in book.claims else None


def sources_of(book: Book, ids: Iterable[str]) -> tuple[CitedSource, ...]:
    """The sources behind ids, once each, in the order of their keys."""
    found = {source.key: source for id in ids if (source := source_of(book, id))}
    return tuple(
        CitedSource(source.key, source.label, source.title, source.url)
        for _, source in sorted(found.items())
    )
