"""The registry of computed values.

A derived value is a small function that asks the book for rows by meaning and returns one number:

    values = Registry()

    @values.derive(unit="t", aliases=["econ-1216"])
    def tonnes_for_the_sum(book: Inputs) -> float:
        \"\"\"tonnes that must pay for the quoted sum, at the average rate of 2025\"\"\"
        dollars = book.one("revenue", entity="Harbour", source="ledger2025")
        rate = book.one("exchange-rate", entity="Harbour", period="2025")
        due = book.one("due-per-tonne", entity="Harbour", period="2025-03-26")
        return dollars * rate / due

The rows it asked are its inputs, and its docstring is the formula in words. It is computed anew for
each book, so that a changed row changes it. Where an input has a range, the value is computed from
its value (or the middle of the range), and `low` and `high` from its ends, each input moved in the
direction that lowers or raises the result; this is exact for formulas that only rise or only fall
with each input, as all should. A number with one bound alone ("more than 370") counts as that bound
and leaves the result open on that side.
"""

import inspect
import itertools
import math
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from ..evidence.amounts import Amount
from ..evidence.book import Book
from ..evidence.rows import Derived, Observation
from ..evidence.text import near
from .geometry import great_circle


class UnknownDerived(LookupError):
    """A name that is no derived value, or a value that cannot be computed."""


@dataclass(frozen=True, slots=True)
class Bounds:
    """What an input allows: its central number and its ends, infinite where it is open."""

    central: float
    low: float
    high: float

    @property
    def exact(self) -> bool:
        return self.low == self.central == self.high


class Inputs:
    """The book as a derived function sees it: numbers, and a memory of which rows gave them.

    moved: other numbers for some inputs, when the ends of a range are tried. floor: what an input
    with an upper bound alone counts as at least (a content below a detection limit: 0).
    """

    def __init__(
        self, book: Book, moved: Mapping[str, float] | None = None, floor: float | None = None
    ) -> None:
        self.book = book
        self.asked: dict[str, Bounds] = {}
        self._moved = moved or {}
        self._floor = floor

    def one(self, series: str, **where: str | Iterable[str] | None) -> float:
        """The number of the one row that a selection means; see `Book.one`. Raises UnknownRow."""
        return self._take(self.book.one(series, **where))

    def all(self, series: str, **where: str | Iterable[str] | None) -> list[float]:
        """The numbers of all rows of a selection, by period; see `Book.select`.

        Raises UnknownRow.
        """
        return [self._take(row) for row in self.book.select(series, **where)]

    def select(self, series: str, **where: str | Iterable[str] | None) -> list[Observation]:
        """The rows of a selection, to choose among; one counts as an input once `row` takes its
        number. Raises UnknownRow.
        """
        return self.book.select(series, **where)

    def row(self, id: str) -> float:
        """The number of a row by id, for a row that is itself what is meant. Raises UnknownRow."""
        return self._take(self.book[id])

    def value(self, name: str) -> float:
        """Another derived value. Raises LookupError."""
        amount = self.book.derived(name).amount
        central = amount.value
        if central is None:
            raise UnknownDerived(f"={name} has no value.")
        low = central if amount.low is None else amount.low
        high = central if amount.high is None else amount.high
        return self._note(f"={name}", Bounds(central, low, high))

    def day(self, event: str) -> float:
        """The first day of an event, counted so that differences are days. Raises UnknownRow."""
        day = float(self.book.event(event).start.toordinal())
        return self._note(event, Bounds(day, day, day))

    def distance(self, *places: str) -> float:
        """Kilometres of straight legs from place to place; names as in places.csv. Raises
        LookupError.
        """
        if missing := [name for name in places if name not in self.book.places]:
            raise LookupError(f"{', '.join(missing)}: no such place in data/places.csv.")
        points = [(self.book.places[name].lat, self.book.places[name].lon) for name in places]
        for name in places:
            self._note(name, Bounds(0.0, 0.0, 0.0))
        return sum(great_circle(here, there) for here, there in itertools.pairwise(points))

    def model(self, name: str, scenario: str = "", *outputs: str, centre: bool = False) -> Any:
        """A model of the book, bound to its parameters. The rows behind these count as inputs: with
        a scenario those behind its outputs, all of them where none is named; centre: only behind
        their central values. Raises LookupError.
        """
        if name not in self.book.matter.models:
            raise LookupError(f"there is no model {name!r}{near(name, self.book.matter.models)}.")
        bound = self.book.matter.models[name].of(self.book)
        rows = bound.rows
        if scenario:
            rows = bound.rows_behind(scenario, *outputs, centre=centre)
        for id in rows:
            self._note(id, Bounds(0.0, 0.0, 0.0))
        return bound

    def _take(self, row: Observation) -> float:
        return self._note(row.id, self._bounds(row))

    def _note(self, key: str, bounds: Bounds) -> float:
        self.asked[key] = bounds
        return self._moved.get(key, bounds.central)

    def _bounds(self, row: Observation) -> Bounds:
        amount = row.amount
        central, low, high = amount.middle, amount.low, amount.high
        if central is not None:
            return Bounds(
                central, central if low is None else low, central if high is None else high
            )
        if low is not None:
            return Bounds(low, low, math.inf)
        if high is None:
            raise LookupError(f"{row.id} has no number that is used.")
        if self._floor is not None:
            return Bounds(self._floor, self._floor, high)
        return Bounds(high, -math.inf, high)


Function = Callable[[Inputs], float]


@dataclass(frozen=True)
class Formula:
    """An entry of the registry."""

    name: str
    unit: str
    words: str
    function: Function
    aliases: tuple[str, ...]
    floor: float | None


class Registry:
    """Computed values by name, in the order they were written."""

    def __init__(self) -> None:
        self._formulas: dict[str, Formula] = {}
        self._aliases: dict[str, str] = {}
        self._running: list[str] = []

    @classmethod
    def merged(cls, registries: Iterable["Registry"]) -> "Registry":
        """One registry of several. Raises ValueError where a name or an alias is taken."""
        whole = cls()
        for registry in registries:
            for formula in registry._formulas.values():
                whole._add(formula)
        return whole

    def derive(
        self, unit: str, aliases: Iterable[str] = (), floor: float | None = None
    ) -> Callable[[Function], Function]:
        """Put a function among the values, under its own name; its docstring is the formula in
        words.

        aliases: old ids that it answers. Raises ValueError when the name or an alias is taken, or
        the words are missing.
        """

        def register(function: Function) -> Function:
            words = inspect.getdoc(function) or ""
            self._add(
                Formula(function.__name__, unit, _line(words), function, tuple(aliases), floor)
            )
            return function

        return register

    def derive_each(
        self,
        name: str,
        unit: str,
        over: Mapping[Any, Mapping[str, Any]] | Iterable[Any],
        aliases: Mapping[Any, Iterable[str]] | None = None,
        floor: float | None = None,
    ) -> Callable[[Callable[..., float]], Callable[..., float]]:
        """One function for several values: `name` and docstring are templates of the member,
        "share_{key}".

        over: the members, or {member: further arguments by name}. The function takes the book, the
        member and those arguments, which the templates may name too. aliases: {member: old ids}.
        """
        members = over if isinstance(over, Mapping) else {key: {} for key in over}

        def register(function: Callable[..., float]) -> Callable[..., float]:
            words = _line(inspect.getdoc(function) or "")
            for key, more in members.items():
                filled = {"key": key, **more}
                self._add(
                    Formula(
                        name.format(**filled),
                        unit,
                        words.format(**filled),
                        _bound(function, key, more),
                        tuple((aliases or {}).get(key, ())),
                        floor,
                    )
                )
            return function

        return register

    def _add(self, formula: Formula) -> None:
        if not formula.words:
            raise ValueError(
                f"derived value {formula.name}: write its formula in words as a docstring."
            )
        known = self._formulas.keys() | self._aliases.keys()
        if taken := [name for name in (formula.name, *formula.aliases) if name in known]:
            raise ValueError(
                f"derived value {formula.name}: {', '.join(taken)} exists already; "
                "choose another name."
            )
        self._formulas[formula.name] = formula
        self._aliases.update(dict.fromkeys(formula.aliases, formula.name))

    def names(self) -> Sequence[str]:
        """All names, in the order they were written."""
        return tuple(self._formulas)

    def __contains__(self, name: object) -> bool:
        return name in self._formulas

    def alias(self, id: str) -> str | None:
        """Name of the value that an old id became, or None."""
        return self._aliases.get(id)

    @property
    def aliases(self) -> Mapping[str, str]:
        """{old id: name}."""
        return dict(self._aliases)

    def compute(self, name: str, book: Book) -> Derived:
        """Compute a value. Raises UnknownDerived for a name that is none, an input that is gone, a
        division by nought, or a value that needs itself.
        """
        formula = self._formulas.get(self._aliases.get(name, name))
        if formula is None:
            raise UnknownDerived(
                f"={name} is no derived value{near(name, self._formulas)}; "
                "see the book's derived values."
            )
        if formula.name in self._running:
            circle = " -> ".join([*self._running, formula.name])
            raise UnknownDerived(f"={formula.name} needs itself: {circle}.")
        self._running.append(formula.name)
        try:
            amount, inputs = _compute(formula, book)
        except (LookupError, ArithmeticError) as error:
            raise UnknownDerived(f"={formula.name}: {error.args[0]}") from error
        finally:
            self._running.pop()
        return Derived(formula.name, amount, formula.words, inputs, formula.aliases)


def _line(words: str) -> str:
    return " ".join(words.split()).rstrip(".")


def _bound(function: Callable[..., float], key: Any, more: Mapping[str, Any]) -> Function:
    return lambda book: function(book, key, **more)


def _compute(formula: Formula, book: Book) -> tuple[Amount, tuple[str, ...]]:
    """Amount and inputs of a formula; see the top of this file."""

    def run(moved: Mapping[str, float]) -> tuple[float, dict[str, Bounds]]:
        inputs = Inputs(book, moved, formula.floor)
        return float(formula.function(inputs)), inputs.asked

    result, asked = run({})
    inputs = tuple(asked)
    ranged = {key: bounds for key, bounds in asked.items() if not bounds.exact}
    if not ranged:
        return Amount(result, formula.unit), inputs
    lowest: dict[str, float] = {}
    highest: dict[str, float] = {}
    open_low = open_high = False
    for key, bounds in ranged.items():
        for end in (bounds.low, bounds.high):
            moved, _ = run({key: _step(bounds.central, end)})
            if moved < result:
                open_low |= not math.isfinite(end)
                lowest[key] = end if math.isfinite(end) else bounds.central
            elif moved > result:
                open_high |= not math.isfinite(end)
                highest[key] = end if math.isfinite(end) else bounds.central
    low = None if open_low else run(lowest)[0]
    high = None if open_high else run(highest)[0]
    return Amount(result, formula.unit, low, high), inputs


def _step(central: float, end: float) -> float:
    """The end itself; an open end is tried at twice or half the number, to see which way the result
    goes.
    """
    if math.isfinite(end):
        return end
    return central * 2 if end > 0 else central / 2
