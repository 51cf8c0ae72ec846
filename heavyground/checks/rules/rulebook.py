"""What a rule is, what it is given, and how rules are listed.

    rules = Rules()

    @rules.rule("share")
    def shares_lie_between_0_and_100(evidence: Evidence) -> Said:
        \"\"\"A share is part of a whole; what may exceed 100 or fall below 0 is a change.\"\"\"
        for row in evidence.observations:
            if ...:
                yield row, f"{row.value:g} {row['unit']} lies outside 0 to 100; ..."

A rule is one idea. It yields every row that breaks it, with what is wrong and what to do; the
name is what stands in the fault. Rules see tables as text, so that one broken cell hides no other.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from typing import Protocol

from ...evidence.book import Matter
from ...evidence.faults import Fault
from ...evidence.periods import bounds
from ...evidence.reading import NUMBER
from ...evidence.schema import Schema
from ...evidence.tables import Table, TextRow
from ...evidence.text import listed


class Located(Protocol):
    """What has a place in a file."""

    @property
    def path(self) -> str: ...

    @property
    def line(self) -> int: ...


Said = Iterator[tuple[Located, str]]


# ---- What a rule is given


@dataclass(frozen=True, slots=True)
class Row:
    """One observation as its file has it, no correction applied: cells by name, and its numbers
    and its first and last day where these can be read.
    """

    cells: Mapping[str, str]
    path: str
    line: int
    value: float | None
    low: float | None
    high: float | None
    start: date | None
    end: date | None

    def __getitem__(self, column: str) -> str:
        return self.cells[column]

    @property
    def numbers(self) -> tuple[float, ...]:
        """Those of value, low and high that are there."""
        return tuple(n for n in (self.value, self.low, self.high) if n is not None)


class Evidence:
    """All tables as text, with what several rules need, made once."""

    def __init__(
        self, tables: Mapping[str, Table], schema: Schema, matter: Matter | None = None
    ) -> None:
        self.tables, self.schema, self.matter = tables, schema, matter or Matter()

    def rows(self, name: str) -> tuple[TextRow, ...]:
        """The rows of a table by its path; none where the book has no such table."""
        return self.tables[name].rows if name in self.tables else ()

    def there(self, name: str) -> bool:
        """Was the table there to be read? That it was not is a fault already."""
        return name in self.tables and not self.tables[name].absent

    @cached_property
    def whole(self) -> bool:
        """Was every table read to its end, with all its columns?

        Where not, rules keep silent on what is nowhere: it may stand in what was not read.
        """
        return all(table.whole for table in self.tables.values())

    @cached_property
    def observations(self) -> tuple[Row, ...]:
        """The rows of all themes."""
        month = self.schema.fiscal_month
        return tuple(
            _row(row, month) for table in self.schema.observations for row in self.rows(table.name)
        )

    @cached_property
    def ids(self) -> frozenset[str]:
        """Ids of all observations."""
        return frozenset(row["id"] for row in self.observations)

    @cached_property
    def merged(self) -> tuple[tuple[str, Row], ...]:
        """(merged id, row that took it in), as often as `also` has it."""
        return tuple((old, row) for row in self.observations for old in listed(row["also"]))

    @cached_property
    def heirs(self) -> Mapping[str, str]:
        """{merged id: id of the row that took it in}."""
        return {old: row["id"] for old, row in reversed(self.merged)}

    @cached_property
    def sources(self) -> Mapping[str, TextRow]:
        """Sources by key."""
        return {row["key"]: row for row in reversed(self.rows("sources.csv"))}

    @cached_property
    def published(self) -> Mapping[str, date]:
        """{key of a source: last day on which it may have come out}, of those with a date."""
        ends = ((key, bounds(row["date"])) for key, row in self.sources.items())
        return {key: found[1] for key, found in ends if found}

    @cached_property
    def unit_kinds(self) -> Mapping[str, str]:
        """{unit: what it measures}."""
        return {row["unit"]: row["kind"] for row in self.rows("units.csv")}

    @cached_property
    def derived(self) -> frozenset[str]:
        """Derived values as cells name them: `=name`."""
        return frozenset(f"={name}" for name in self.matter.values.names())


def number(cell: str) -> float | None:
    """The number in a cell; None where there is none.

    It may have an exponent, so that it is still compared; `schema_rules` says how it must be
    written.
    """
    return float(cell) if NUMBER.fullmatch(cell) else None


def _row(row: TextRow, fiscal_month: int) -> Row:
    cells = row.cells
    start, end = bounds(cells["period"], fiscal_month) or (None, None)
    return Row(
        cells,
        row.path,
        row.line,
        number(cells["value"]),
        number(cells["low"]),
        number(cells["high"]),
        start,
        end,
    )


# ---- Rules and their lists


@dataclass(frozen=True)
class Rule:
    """One rule: the name in its faults, and the function that finds them."""

    name: str
    function: Callable[[Evidence], Said]

    def __call__(self, evidence: Evidence) -> Iterator[Fault]:
        """Every fault against this rule."""
        for row, message in self.function(evidence):
            yield Fault(row.path, row.line, self.name, message)


class Rules:
    """Rules in the order they were written."""

    def __init__(self) -> None:
        self._rules: list[Rule] = []

    def rule(self, name: str) -> Callable[[Callable[[Evidence], Said]], Rule]:
        """Put a function among the rules; `name` stands in its faults."""

        def register(function: Callable[[Evidence], Said]) -> Rule:
            made = Rule(name, function)
            self._rules.append(made)
            return made

        return register

    def __iter__(self) -> Iterator[Rule]:
        return iter(self._rules)

    @property
    def names(self) -> tuple[str, ...]:
        """The names that stand in faults, each once."""
        return tuple(dict.fromkeys(rule.name for rule in self._rules))

    @classmethod
    def merged(cls, several: Iterable["Rules"]) -> "Rules":
        """All rules of several lists."""
        whole = cls()
        for rules in several:
            whole._rules += rules
        return whole


def grouped(rows: Iterable[Row], *columns: str) -> dict[tuple[str, ...], list[Row]]:
    """Rows by the cells in some columns."""
    groups: dict[tuple[str, ...], list[Row]] = {}
    for row in rows:
        groups.setdefault(tuple(row[column] for column in columns), []).append(row)
    return groups


def became(evidence: Evidence, id: str, otherwise: str) -> str:
    """What to say of an id that is no row: merged, arithmetic of ours now, or `otherwise`."""
    if id in evidence.heirs:
        return f"was merged into {evidence.heirs[id]}; name that."
    if name := evidence.matter.values.alias(id):
        return f"is now ={name}; name that."
    return otherwise
