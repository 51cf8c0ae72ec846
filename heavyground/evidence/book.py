"""The book's evidence, opened and passed: typed rows, the questions about them, and the values
computed from them.

    book = Book.open(folder / "data", matter)
    row = book["ore-0332"]
    row.amount, row.words, row.href
    # Amount(72073.76, "t"), "72,073.76 t", "data/ore.html#ore-0332"

Absent text is an empty string, an absent number None. A value named in `corrections.csv` is
replaced by the one we use, and the reason stands in `correction`. `asked` holds the ids that were
handed out: what a page rests on.
"""

from collections.abc import Callable, Hashable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Protocol, TypeVar, cast

from .faults import Faults
from .reading import Contents, contents, parameters
from .rows import Derived, Event, Observation, Parameter
from .schema import Schema, read_schema
from .tables import Table, all_faults, read_tables
from .text import near, spoken

T = TypeVar("T")


class UnknownRow(LookupError):
    """An id that is no row, or a selection that meets none or several."""


class Values(Protocol):
    """The registry of computed values, as the book needs it; see `heavyground.derived`."""

    def names(self) -> Sequence[str]: ...

    @property
    def aliases(self) -> Mapping[str, str]:
        """{old id: name of the value that it became}."""

    def alias(self, id: str) -> str | None:
        """Name of the value that an old id became."""

    def compute(self, name: str, book: "Book") -> Derived: ...


class NoValues:
    """A book that computes nothing."""

    aliases: Mapping[str, str] = {}

    def names(self) -> Sequence[str]:
        return ()

    def alias(self, id: str) -> str | None:
        return None

    def compute(self, name: str, book: "Book") -> Derived:
        raise LookupError(f"={name} is no derived value; this book computes none.")


@dataclass(frozen=True)
class Matter:
    """What a book on one subject brings to its evidence.

    values: its computed values · origin: who a row goes back to, given what the general rules say ·
    models: its models by name, for the values that ask them.
    """

    values: Values = field(default_factory=NoValues)
    origin: Callable[[Observation, str], str] = lambda row, house: house
    models: Mapping[str, Any] = field(default_factory=dict)


class Book:
    """All tables of a data folder, typed, and what is computed from them."""

    def __init__(
        self, schema: Schema, tables: Mapping[str, Table], matter: Matter | None = None
    ) -> None:
        """Raises Faults on a text in a number column or a period that cannot be read."""
        self.schema, self.tables, self.matter = schema, tables, matter or Matter()
        self.asked: dict[str, None] = {}
        self._kept: dict[Hashable, Any] = {}
        found: Contents = contents(schema, tables)
        self.observations = found.observations
        self.merged = found.merged
        self.series, self.sources, self.units = found.series, found.sources, found.units
        self.entities, self.items, self.places = found.entities, found.items, found.places
        self.events, self.claims, self.verdicts = found.events, found.claims, found.verdicts
        self.left_out, self.aliases = found.left_out, found.aliases
        self.explanations, self.terms = found.explanations, found.terms
        self._of_series = _grouped(self.observations.values(), lambda row: row.series.name)

    @classmethod
    def open(cls, data: Path, matter: Matter | None = None, shown: str = "data") -> "Book":
        """The book of a data folder. shown: the folder in messages. Raises Faults where a table
        cannot be read as it should be.
        """
        schema = read_schema(data, f"{shown}/datapackage.json")
        tables = read_tables(data, schema, shown)
        if faults := all_faults(tables):
            raise Faults(faults)
        return cls(schema, tables, matter)

    # ---- Rows

    def __getitem__(self, id: str) -> Observation:
        """One observation; a merged id answers with the row it became. Raises UnknownRow."""
        row = self.observations.get(self.merged.get(id, id))
        if row is None:
            raise UnknownRow(self.why_unknown(id))
        self.asked[row.id] = None
        return row

    def __contains__(self, id: object) -> bool:
        """Is it an observation, or merged into one?"""
        return isinstance(id, str) and self.merged.get(id, id) in self.observations

    def rows(self, ids: Iterable[str]) -> list[Observation]:
        """Several observations in the order asked for. Raises UnknownRow with all ids that are
        none.
        """
        ids = list(ids)
        if unknown := [id for id in ids if id not in self]:
            raise UnknownRow(" ".join(map(self.why_unknown, unknown)))
        return [self[id] for id in ids]

    def event(self, id: str) -> Event:
        """One event. Raises UnknownRow."""
        if id not in self.events:
            raise UnknownRow(f"{id} is no event; look it up in data/events.csv.")
        self.asked[id] = None
        return self.events[id]

    def why_unknown(self, id: str) -> str:
        """Sentence on an id that is no row: left out and why, our arithmetic, or never there."""
        if id in self.left_out:
            reason = self.left_out[id].rstrip(".")
            return f"{id} was left out of the evidence ({reason}); cite another row."
        if name := self.matter.values.alias(id):
            return f"{id} was our own arithmetic and is now ={name}; cite that."
        if id in self.aliases:
            formula = self.aliases[id].formula
            kept = "is kept in data/aliases.csv only; cite its rows."
            return f"{id} was our own arithmetic ({formula}) and {kept}"
        return f"{id} is no row of the evidence; look it up in data/observations/."

    def select(self, series: str, **where: str | Iterable[str] | None) -> list[Observation]:
        """Rows of one series by meaning, sorted by period, source and id.

        where: entity, partner, item, period, source (key), basis, theme, quality: one value or
        several. Statements under test are left out unless `basis` asks for them. Raises UnknownRow,
        naming what there is, when series or value do not occur.
        """
        found = self._of_series.get(series)
        if not found:
            raise UnknownRow(
                f'no series "{series}"{near(series, self.series)}; see data/series.csv.'
            )
        for column, asked in where.items():
            if asked is None:
                continue
            wanted = {asked} if isinstance(asked, str) else set(asked)
            present = {column_of(row, column) for row in found}
            if missing := sorted(wanted - present):
                hint = near(missing[0], present) or f" (there: {spoken(sorted(present)[:6])})"
                raise UnknownRow(
                    f'series {series} has no row with {column} "{missing[0]}"{hint} '
                    "under the other filters."
                )
            found = [row for row in found if column_of(row, column) in wanted]
        if where.get("basis") is None:
            found = [row for row in found if not row.claimed]
        found = sorted(
            found,
            key=lambda row: (row.period.start, row.period.end, row.source.key, row.id),
        )
        self.asked.update(dict.fromkeys(row.id for row in found))
        return found

    def one(self, series: str, **where: str | Iterable[str] | None) -> Observation:
        """The one row of a series that a selection means. Raises UnknownRow when it meets none or
        several, naming them.
        """
        found = self.select(series, **where)
        if len(found) != 1:
            said = ", ".join(
                f"{column} {value!r}" for column, value in where.items() if value is not None
            )
            met = "; ".join(
                f"{row.id}: {row.entity}, {row.item}, {row.period}, {row.source.key}"
                for row in found[:6]
            )
            raise UnknownRow(
                f"series {series} with {said} means {len(found)} rows"
                f"{f' ({met})' if met else ''}; say more."
            )
        return found[0]

    # ---- Computed values

    def derived(self, name: str) -> Derived:
        """A computed value.

        Raises LookupError for a name that is none, or an input that is gone.
        """
        return self.remember(("derived", name), lambda: self.matter.values.compute(name, self))

    def behind(self, id: str) -> Iterator[str]:
        """What an id rests on, with repetitions: the rows, events and places behind a derived value
        (`=name`), through other values too; else the id itself, of a merged row the one it became.

        Raises LookupError for a derived value that is none.
        """
        if not id.startswith("="):
            yield self.merged.get(id, id)
            return
        for part in self.derived(id[1:]).inputs:
            yield from self.behind(part)

    @property
    def parameters(self) -> tuple[Parameter, ...]:
        """The inputs of the models, each that is a row or a derived value with the amount of that
        one.

        Raises LookupError where one names a row that is not there.
        """
        return self.remember("parameters", lambda: parameters(self.tables, self.central))

    def central(self, id: str) -> float:
        """The number of a row id or of a derived value by name; with `.low` or `.high` after it,
        that bound: "ore-0001", "ore-0001.high". Raises LookupError where there is none.
        """
        name, _, bound = id.partition(".")
        if name in self:
            amount = self[name].amount
        elif name in self.matter.values.names():
            amount = self.derived(name).amount
        else:
            raise UnknownRow(self.why_unknown(id))
        ends = {"": amount.central, "low": amount.low, "high": amount.high}
        if bound not in ends:
            raise UnknownRow(f"{id}: after the point stands low or high.")
        found = ends[bound]
        if found is None:
            raise UnknownRow(f"{id} has no number that is used.")
        return found

    def remember(self, key: Hashable, make: Callable[[], T]) -> T:
        """What `make` returns, made once for this book."""
        if key not in self._kept:
            self._kept[key] = make()
        return cast(T, self._kept[key])


def _grouped(
    rows: Iterable[Observation], key: Callable[[Observation], str]
) -> dict[str, list[Observation]]:
    groups: dict[str, list[Observation]] = {}
    for row in rows:
        groups.setdefault(key(row), []).append(row)
    return groups


def column_of(row: Observation, column: str) -> str:
    """A cell of an observation as the table writes it, for filters."""
    if column in ("source", "series", "period"):
        return {
            "source": row.source.key,
            "series": row.series.name,
            "period": row.period.text,
        }[column]
    return str(getattr(row, column))
