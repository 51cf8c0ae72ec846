"""Data frames of the evidence, for chapters: the same rows, flat, as pandas and Altair want them.

ev = Frames(book)
weight = ev.series("imports-weight", entity="Harbour", item="tin")
weight[weight.year == 2023][["id", "value", "unit"]]
"""

from collections.abc import Iterable, Mapping, Sequence
from functools import cached_property
from typing import Any

import pandas as pd

from .book import Book
from .rows import Observation, Place

CATEGORIES = [
    "series",
    "entity",
    "partner",
    "item",
    "period_kind",
    "period_basis",
    "unit",
    "basis",
    "source",
    "quality",
    "theme",
]


class Frames:
    """What a chapter asks of a book, answered in frames.

    A frame of observations has the columns of the table and: year (Int64), start, end (Timestamp,
    both included), mid (value or middle of the range), source_label, source_title, theme,
    correction. Columns of few words are categories.
    """

    def __init__(self, book: Book) -> None:
        self.book = book

    def of(self, rows: Sequence[Observation]) -> pd.DataFrame:
        """A frame of observations, in the order given; their ids count as asked for."""
        self.book.asked.update(dict.fromkeys(row.id for row in rows))
        frame = pd.DataFrame([flat(row) for row in rows], columns=COLUMNS)
        frame = frame.astype(
            {"year": "Int64", "value": float, "low": float, "high": float, "mid": float}
        )
        for column in ("start", "end"):
            frame[column] = pd.to_datetime(frame[column]).astype("datetime64[s]")
        return frame.astype(dict.fromkeys(CATEGORIES, "category"))

    @cached_property
    def observations(self) -> pd.DataFrame:
        """Every observation."""
        return self.of(list(self.book.observations.values()))

    def rows(self, ids: Iterable[str] | Mapping[str, str], label: str = "what") -> pd.DataFrame:
        """Observations by id, in that order; of `{id: words}` with the words in a column `label`.

        Raises UnknownRow with all ids that are none.
        """
        frame = self.of(self.book.rows(ids))
        return frame.assign(**{label: list(ids.values())}) if isinstance(ids, Mapping) else frame

    def row(self, id: str) -> Observation:
        """One observation, typed. Raises UnknownRow."""
        return self.book[id]

    def series(self, name: str, **where: str | Iterable[str] | None) -> pd.DataFrame:
        """Rows of one series, sorted by period; filters and errors are those of `Book.select`."""
        return self.of(self.book.select(name, **where))

    @cached_property
    def events(self) -> pd.DataFrame:
        """Every event: the columns of the table and start, end (Timestamp)."""
        rows = [
            {
                "id": event.id,
                "date": event.date,
                "date_precision": event.precision,
                "title": event.title,
                "description": event.description,
                "actors": "; ".join(event.actors),
                "place": event.place,
                "topic": event.topic,
                "source": event.source.key,
                "also": "; ".join(event.also),
                "start": pd.Timestamp(event.start),
                "end": pd.Timestamp(event.end),
            }
            for event in self.book.events.values()
        ]
        self.book.asked.update(dict.fromkeys(self.book.events))
        return pd.DataFrame(rows)

    def day(self, event: str) -> pd.Timestamp:
        """The first day that an event's date allows. Raises UnknownRow."""
        return pd.Timestamp(self.book.event(event).start)

    @cached_property
    def places(self) -> pd.DataFrame:
        """Every place: the columns of the table, lat and lon in degrees, and `id`, its name."""
        return self.located(self.book.places)

    def located(self, names: Iterable[str]) -> pd.DataFrame:
        """Places in this order: the columns of the table, lat and lon in degrees, and `id`, which
        is the name. Raises LookupError, naming all that are not there.
        """
        names, table = list(names), self.book.places
        if missing := [name for name in names if name not in table]:
            raise LookupError(f"{', '.join(missing)}: no such place in data/places.csv.")
        self.book.asked.update(dict.fromkeys(names))
        return pd.DataFrame([flat_place(table[name]) for name in names])

    def values(self, names: Iterable[str]) -> pd.DataFrame:
        """Derived values by name: id (`=name`), name, value, low, high, unit, and ids (the rows
        behind them, through other derived values too, joined by "; ").
        """
        rows: list[dict[str, Any]] = []
        for name in names:
            value = self.book.derived(name)
            rows.append(
                {
                    "id": f"={name}",
                    "name": name,
                    "value": value.amount.value,
                    "low": value.amount.low,
                    "high": value.amount.high,
                    "unit": value.amount.unit,
                    "ids": "; ".join(self.behind(name)),
                }
            )
        return pd.DataFrame(rows).astype({"value": float, "low": float, "high": float})

    def behind(self, name: str) -> list[str]:
        """The rows, events and places behind a derived value, through other derived values too."""
        return list(dict.fromkeys(self.book.behind(f"={name}")))


COLUMNS = [
    "id",
    "series",
    "entity",
    "partner",
    "item",
    "period",
    "period_kind",
    "period_basis",
    "value",
    "low",
    "high",
    "unit",
    "printed",
    "basis",
    "source",
    "cites",
    "locator",
    "quality",
    "verified",
    "also",
    "note",
    "theme",
    "correction",
    "start",
    "end",
    "year",
    "mid",
    "source_label",
    "source_title",
]


def flat(row: Observation) -> dict[str, Any]:
    """An observation as one record of a frame."""
    return {
        "id": row.id,
        "series": row.series.name,
        "entity": row.entity,
        "partner": row.partner,
        "item": row.item,
        "period": row.period.text,
        "period_kind": row.period.kind,
        "period_basis": row.period.basis,
        "value": row.amount.value,
        "low": row.amount.low,
        "high": row.amount.high,
        "unit": row.amount.unit,
        "printed": row.printed,
        "basis": row.basis,
        "source": row.source.key,
        "cites": "; ".join(row.cites),
        "locator": row.locator,
        "quality": row.quality,
        "verified": row.verified,
        "also": "; ".join(row.also),
        "note": row.note,
        "theme": row.theme,
        "correction": row.correction,
        "start": row.period.start if row.period.dated else None,
        "end": row.period.end if row.period.dated else None,
        "year": row.period.year if row.period.dated else None,
        "mid": row.amount.middle,
        "source_label": row.source.label,
        "source_title": row.source.title,
    }


def flat_place(place: Place) -> dict[str, Any]:
    """A place as one record of a frame."""
    return {
        "name": place.name,
        "kind": place.kind,
        "country": place.country,
        "admin1": place.admin1,
        "lat": place.lat,
        "lon": place.lon,
        "precision": place.precision,
        "source": place.source.key,
        "spellings": "; ".join(place.spellings),
        "note": place.note,
        "id": place.name,
    }
