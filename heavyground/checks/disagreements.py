"""Where sources differ: one quantity, one place, one period, two sources or more, and more than a
tenth between them.

Rows are compared only within one unit, by their ranges: a number printed as "more than 300" differs
from nothing above 300. Forecasts, targets and budgets are not compared with what came after them;
known errors are not disagreements.
"""

import math
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property

from ..evidence.book import Book
from ..evidence.faults import Fault
from ..evidence.questions import origin, thing
from ..evidence.rows import Observation
from ..numbers import NumberError, num

LEAST = 1.1  # ratio from which two numbers count as different
BASES = ("reported", "estimated", "compiled", "claim")
CHANGE = "% change"


@dataclass(frozen=True, slots=True)
class Member:
    """One row of a disagreement: who it goes back to, and how often the text cites it."""

    row: Observation
    origin: str
    uses: int


@dataclass(frozen=True)
class Disagreement:
    """Rows that differ, by unit and then from the largest number down.

    ratio: the largest over the smallest within one unit, `unit`; for changes in per cent, of the
    levels they lead to · period: as the first row writes it.
    """

    members: tuple[Member, ...]
    ratio: float
    unit: str
    explanation: str = ""

    @property
    def first(self) -> Observation:
        """The row whose words stand for what all are about."""
        return self.members[0].row

    @property
    def quantity(self) -> str:
        return self.first.series.quantity

    @property
    def entity(self) -> str:
        return self.first.entity

    @property
    def partner(self) -> str:
        return self.first.partner

    @property
    def family(self) -> str:
        return self.first.family

    @property
    def period(self) -> str:
        return self.first.period.text

    @cached_property
    def rows(self) -> tuple[Observation, ...]:
        return tuple(member.row for member in self.members)

    @cached_property
    def sources(self) -> tuple[str, ...]:
        """Keys of the sources, each once."""
        return tuple(dict.fromkeys(row.source.key for row in self.rows))

    @cached_property
    def origins(self) -> tuple[str, ...]:
        """Whom the rows go back to, each once."""
        return tuple(dict.fromkeys(member.origin for member in self.members))

    @property
    def independent(self) -> bool:
        """Do the rows go back to two origins or more?"""
        return len(self.origins) > 1

    @property
    def uses(self) -> int:
        """How often the book's text cites these rows."""
        return sum(member.uses for member in self.members)

    @property
    def weight(self) -> float:
        """How far apart, times how often used: the order of the page."""
        return math.log(self.ratio) * (1 + self.uses)

    @property
    def anchor(self) -> str:
        """A lasting address: that of the group's first row by id."""
        return f"d-{min(row.id for row in self.rows)}"


def disagreements(book: Book, uses: Mapping[str, int] | None = None) -> list[Disagreement]:
    """All disagreements, weightiest first.

    uses: {row id: times the text cites it}; see `pages.cited`. None counts nothing.
    """
    found = []
    for rows, ratio, unit in book.remember("differing", lambda: list(_differing(book))):
        members = tuple(
            Member(row, origin(book, row.id), (uses or {}).get(row.id, 0)) for row in rows
        )
        found.append(Disagreement(members, ratio, unit, _explanation(book, rows)))
    return sorted(found, key=lambda group: (-group.weight, group.anchor))


def _explanation(book: Book, rows: Iterable[Observation]) -> str:
    """Why they differ, in our words: that of the first explanation all of whose rows are there."""
    ids = {row.id for row in rows}
    return next((said.text for said in book.explanations if ids.issuperset(said.ids)), "")


Differing = tuple[list[Observation], float, str]


def _differing(book: Book) -> Iterator[Differing]:
    """(rows on one thing, ratio, unit of the ratio) where sources differ."""
    groups: dict[tuple[object, ...], list[Observation]] = {}
    for row in book.observations.values():
        if row.basis in BASES and row.quality != "known wrong":
            about = (*thing(row), row.period.start, row.period.end)
            groups.setdefault(about, []).append(row)
    for rows in groups.values():
        if len({row.source.key for row in rows}) > 1:
            ratio, unit = max((_apart(some), unit) for unit, some in _by_unit(rows).items())
            if ratio >= LEAST:
                yield sorted(rows, key=_order), ratio, unit


def _by_unit(rows: Iterable[Observation]) -> dict[str, list[Observation]]:
    units: dict[str, list[Observation]] = {}
    for row in rows:
        units.setdefault(row.unit, []).append(row)
    return units


def _order(row: Observation) -> tuple[str, float, str]:
    return row.unit, -(row.central or 0.0), row.id


def _apart(rows: Sequence[Observation]) -> float:
    """Largest ratio between the ranges of two sources: what lies between, 1 where they touch."""
    ends = [(row.source.key, *_bounds(row)) for row in rows]
    worst = 1.0
    for source, low, _ in ends:
        for other, _, high in ends:
            if source != other and low > high > 0:
                worst = max(worst, low / high)
    return worst


def _bounds(row: Observation) -> tuple[float, float]:
    """Least and greatest number that a row allows. A change of -20 % counts as the level 0.8 it
    leads to.
    """
    amount = row.amount
    low = amount.low if amount.low is not None else amount.value
    high = amount.high if amount.high is not None else amount.value
    least, most = 0.0 if low is None else low, math.inf if high is None else high
    return (1 + least / 100, 1 + most / 100) if row.unit == CHANGE else (least, most)


# ---- The check


def check_disagreements(book: Book) -> Iterator[Fault]:
    """Faults of `disagreements.csv` that its schema cannot say: an explanation of rows that do not
    differ, numbers that are not those of their rows.
    """
    groups = [{row.id for row in group.rows} for group in disagreements(book)]
    for said in book.explanations:
        if not any(group.issuperset(said.ids) for group in groups):
            yield Fault(
                said.path,
                said.line,
                "disagreement",
                f"{'; '.join(said.ids)} do not stand in one disagreement; name rows that share "
                "quantity, entity, partner, family and period.",
            )
        try:
            num(book, said.text)
        except NumberError as error:
            yield Fault(said.path, said.line, "number", str(error))
