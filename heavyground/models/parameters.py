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
from ..evidence.tables import TextRow
from ..evidence.text import listed, near, spoken

TABLE = "parameters.csv"
RULE = "parameter"


@dataclass(frozen=True, slots=True)
class Setting:
    """What a scenario says of one input, in the table's unit, and the rows that say so."""

    value: float
    low: float
    high: float
    rows: tuple[str, ...] = ()

    @property
    def known(self) -> bool:
        """Is nothing left to chance?"""
        return self.low == self.high


@dataclass(frozen=True, slots=True)
class Input:
    """One input. value, low, high and reach (of its slider) are in `unit`, as in the table."""

    name: str
    value: float
    low: float
    high: float
    unit: str
    choice: bool
    reach: tuple[float, float]
    rows: tuple[str, ...]  # observations that its numbers are or rest on

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
            return Setting(self.value, self.value, self.value, self.rows)
        return Setting(self.value, self.low, self.high, self.rows)


Scenarios = dict[str, dict[str, Setting]]


def inputs(book: Book, model: str) -> dict[str, Input]:
    """{name: Input} of one model, in the order of the table. Raises Faults, all of them."""
    if faults := list(faults_of(book, model)):
        raise Faults(faults)
    reach = {row.name: row for row in book.parameters if row.model == f"{model} reach"}
    return {
        row.name: _input(book, row, reach.get(row.name, row))
        for row in book.parameters
        if row.model in (model, f"{model} choice")
    }


def _input(book: Book, row: Parameter, reach: Parameter) -> Input:
    value, low, high = _three(row)
    _, lowest, highest = _three(reach)
    return Input(
        row.name,
        value,
        low,
        high,
        row.amount.unit,
        row.model.endswith(" choice"),
        (lowest, highest),
        observations(book, row),
    )


def _three(row: Parameter) -> tuple[float, float, float]:
    """Value and ends of a row; an end that is not there is the value."""
    value = row.amount.value or 0.0
    low, high = row.amount.low, row.amount.high
    return value, value if low is None else low, value if high is None else high


def scenarios(book: Book, model: str, known: Mapping[str, Input]) -> Scenarios:
    """{scenario: {name: Setting}} of one model, each complete, in the order of the table."""
    found: Scenarios = {}
    for row in book.parameters:
        if row.model.startswith(f"{model}: "):
            name = row.model.partition(": ")[2]
            settings = found.setdefault(name, {key: one.usual for key, one in known.items()})
            settings[row.name] = Setting(*_three(row), observations(book, row))
    return found


def models(book: Book) -> list[str]:
    """Names of the models that the table feeds, in its order."""
    return list(dict.fromkeys(_model(row) for row in book.parameters))


def _model(row: Parameter) -> str:
    name = row.model.partition(": ")[0]
    return name.removesuffix(" choice").removesuffix(" reach")


def observations(book: Book, row: Parameter) -> tuple[str, ...]:
    """Ids of the rows that a parameter's numbers are or are computed from, and that it rests on.

    They count as asked for. A source named by its key alone is no row.
    """
    found = [id for name in row.rows for id in behind(book, name)]
    found += [book[id].id for id in row.source if id in book]
    return tuple(dict.fromkeys(found))


def behind(book: Book, key: str) -> Iterator[str]:
    """Ids of the observations behind a row id or a derived value, `name` or `=name`; events and
    places are none.
    """
    name = key.removeprefix("=")
    if name in book:
        yield book[name].id
    elif name in book.matter.values.names():
        for deeper in book.derived(name).inputs:
            yield from behind(book, deeper)


# ---- What can be wrong


def faults_of(book: Book, model: str) -> Iterator[Fault]:
    """What is wrong with the rows of one model."""
    rows = [row for row in book.parameters if _model(row) == model]
    base = [row for row in rows if row.model in (model, f"{model} choice")]
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
    scenario, reach = ": " in row.model, row.model.endswith(" reach")
    needed = ("value",) if scenario else ("low", "high") if reach else ("value", "low", "high")
    if row.name not in names:
        yield f"the model has no such input{near(row.name, names)}; add one or leave this row out."
    elif missing := [end for end in needed if getattr(row.amount, end) is None]:
        yield f"fill {spoken(missing)}."
    else:
        value, low, high = _three(row)
        if not (low <= high if reach else low <= value <= high):
            yield f"low {low:g}, value {value:g}, high {high:g} are not in order."
    if not scenario and not reach and not row.source and not row.assumption:
        yield "name a source, or an assumption with its reason."


def repeats(book: Book) -> Iterator[Fault]:
    """Numbers typed in the table that a row named as their source has: the row should be named."""
    for text in book.tables.get(TABLE, ()):
        for end in ("value", "low", "high"):
            same = _same(book, text, end) if text[end] else ""
            if same:
                where = f"{text['name']} ({text['model']})"
                do = f"leave it empty and write {same} under {end}_of"
                said = f"{where}: {end} {text[end]} repeats a row; {do}."
                yield Fault(text.path, text.line, RULE, said)


def _same(book: Book, text: TextRow, end: str) -> str:
    """What the cell should name instead, or nothing: "prod-0701", "proc-0548.high"."""
    number = float(text[end])
    for id in (id for id in listed(text["source"]) if id in book):
        amount = book[id].amount
        if number == amount.central:
            return id
        if number == {"low": amount.low, "high": amount.high}.get(end):
            return f"{id}.{end}"
    return ""
