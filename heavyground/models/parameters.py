"""The inputs of a model and its named scenarios, from the table of parameters.

The table's column `model` says what a row is for:

    NAME              a fact: value, and the range that our ignorance leaves
    NAME choice       something a reader or a planner decides; its range is only how far the slider
                      goes
    NAME: a scenario  what a named scenario says instead; low and high are then the scenario's own,
                      and where they are empty the scenario takes the value as known
    NAME reach        how far the slider of a fact goes, where that is further than its range

Percentages stand in the table as percent and reach the formulas as fractions.
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from ..evidence.book import Book
from ..evidence.faults import Fault, Faults
from ..evidence.rows import Parameter
from ..evidence.text import near, spoken

TABLE = "parameters.csv"
RULE = "parameter"


@dataclass(frozen=True, slots=True)
class Setting:
    """What a scenario says of one input, in the table's unit.

    rows: ids of the observations that these numbers are, are computed from or rest on · centre:
    those of the value alone.
    """

    value: float
    low: float
    high: float
    rows: tuple[str, ...] = ()
    centre: tuple[str, ...] = ()

    @property
    def known(self) -> bool:
        """Is nothing left to chance?"""
        return self.low == self.high


@dataclass(frozen=True, slots=True)
class Input:
    """One input. Its numbers and its reach (of the slider) are in `unit`, as in the table."""

    name: str
    range: Setting
    unit: str
    choice: bool
    reach: tuple[float, float]

    @property
    def value(self) -> float:
        return self.range.value

    @property
    def low(self) -> float:
        return self.range.low

    @property
    def high(self) -> float:
        return self.range.high

    @property
    def rows(self) -> tuple[str, ...]:
        """Ids of the observations behind its numbers."""
        return self.range.rows

    @property
    def centre(self) -> tuple[str, ...]:
        """Those behind its value alone."""
        return self.range.centre

    @property
    def scale(self) -> int:
        """100 where the table says percent, else 1."""
        return 100 if self.unit.startswith("%") else 1

    def of(self, number: float) -> float:
        """A number in the table's unit as the formulas take it."""
        return number / self.scale

    @property
    def usual(self) -> Setting:
        """What a scenario takes that does not mention it: a fact has its range, a choice none."""
        if self.choice:
            known, centre = self.value, self.range.centre
            return Setting(known, known, known, centre, centre)
        return self.range


Scenarios = dict[str, dict[str, Setting]]


def inputs(book: Book, model: str) -> dict[str, Input]:
    """{name: Input} of one model, in the order of the table. Raises Faults, all of them."""
    if faults := list(faults_of(book, model)):
        raise Faults(faults)
    rows = [row for row in book.parameters if row.feeds == model]
    reach = {row.name: row for row in rows if row.reach}
    return {row.name: _input(book, row, reach.get(row.name, row)) for row in rows if row.given}


def _input(book: Book, row: Parameter, reach: Parameter) -> Input:
    _, lowest, highest = _three(reach)
    return Input(row.name, _setting(book, row), row.amount.unit, row.choice, (lowest, highest))


def _setting(book: Book, row: Parameter) -> Setting:
    value, low, high = _three(row)
    ends = [end for end in ("low", "high") if getattr(row.amount, end) is not None]
    centre, rows = (observations(book, row, "value", *more) for more in ([], ends))
    return Setting(value, low, high, rows, centre)


def _three(row: Parameter) -> tuple[float, float, float]:
    """Value and ends of a row; an end that is not there is the value."""
    value = row.amount.value or 0.0
    low, high = row.amount.low, row.amount.high
    return value, value if low is None else low, value if high is None else high


def scenarios(book: Book, model: str, known: Mapping[str, Input]) -> Scenarios:
    """{scenario: {name: Setting}} of one model, each complete, in the order of the table."""
    found: Scenarios = {}
    for row in book.parameters:
        if row.feeds == model and row.scenario:
            usual = {key: one.usual for key, one in known.items()}
            found.setdefault(row.scenario, usual)[row.name] = _setting(book, row)
    return found


def observations(book: Book, row: Parameter, *ends: str) -> tuple[str, ...]:
    """Ids of the rows that these ends of a parameter are or are computed from; an end that is typed
    rests on the rows named as its source.

    They count as asked for. A source named by its key alone is no row.
    """
    found: list[str] = []
    for end in ends:
        names = [row.ends[end]] if end in row.ends else row.source
        found += [id for name in names for id in behind(book, name)]
    return tuple(dict.fromkeys(found))


def behind(book: Book, key: str) -> Iterator[str]:
    """Ids of the observations behind a row id or a derived value, `name` or `=name`; events and
    places are none.
    """
    name = key.removeprefix("=")
    if name not in book and name in book.matter.values.names():
        name = f"={name}"
    for id in book.behind(name):
        if id in book:
            yield book[id].id


# ---- What can be wrong


def faults_of(book: Book, model: str) -> Iterator[Fault]:
    """What is wrong with the rows of one model."""
    rows = [row for row in book.parameters if row.feeds == model]
    base = [row for row in rows if row.given]
    names = [row.name for row in base]
    if not names:
        yield Fault(f"data/{TABLE}", 1, RULE, f"there are no rows for the model {model!r}.")
    for row in rows:
        for message in _messages(row, names):
            yield Fault(row.path, row.line, RULE, f"{row.name} ({row.model}): {message}")
    for row in base:
        if names.count(row.name) > 1 and row is not base[names.index(row.name)]:
            message = f"{row.name} is an input of {model} already; leave one row out."
            yield Fault(row.path, row.line, RULE, message)


def _messages(row: Parameter, names: Iterable[str]) -> Iterator[str]:
    """What is wrong with one row; names: the inputs of its model."""
    needed = (
        ["low", "high"] if row.reach else ["value"] if row.scenario else ["value", "low", "high"]
    )
    if row.name not in names:
        yield f"the model has no such input{near(row.name, names)}; add one or leave this row out."
    elif missing := [end for end in needed if getattr(row.amount, end) is None]:
        yield f"fill {spoken(missing)}."
    else:
        value, low, high = _three(row)
        if not (low <= high if row.reach else low <= value <= high):
            yield f"low {low:g}, value {value:g}, high {high:g} are not in order."
    if row.given and not (row.source or row.assumption or row.ends):
        yield "name a source, or an assumption with its reason."
