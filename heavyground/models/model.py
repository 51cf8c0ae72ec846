"""A model as a book defines it, and the same bound to a book's inputs.

    MODEL = Model(
        name="budget",
        formulas=(revenue, outputs),
        labels={"output": "Output", "share": "Part that is due"},
        results=(Result("revenue", "Revenue, USD"),),
        sliders=("share",),
        printed=Printed("Revenue in two scenarios", "Scenario", results=("revenue",)),
    )

    bound = MODEL.of(book)
    bound.central("half paid")["revenue"]      at the centre of every input
    bound.interval("half paid", "revenue")     5 and 95 % of its draws

The last formula takes every input by keyword and returns a dict of outputs; numbers and arrays
alike.
"""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

import numpy as np
from numpy.lib.mixins import NDArrayOperatorsMixin

from ..evidence.book import Book
from ..evidence.text import near
from . import sampling
from .parameters import Input, Scenarios, Setting, inputs, scenarios
from .sampling import Array
from .translate import Formula, javascript

Outputs = dict[str, Any]


class UnknownInput(LookupError):
    """A scenario, an input or an output that a model does not have."""


@dataclass(frozen=True, slots=True)
class Result:
    """One output as people read it.

    label: with its unit, used wherever it is shown · head: a shorter one for the head of a column ·
    digits after the point · factor: 100 for a fraction shown in percent · grouped: thousands apart,
    as in all numbers but years · live: does the panel show it too?
    """

    name: str
    label: str
    digits: int = 0
    factor: int = 1
    head: str = ""
    grouped: bool = True
    live: bool = True


@dataclass(frozen=True, slots=True)
class Printed:
    """The table of scenarios on the page.

    corner: its first head · results: which ones · inputs: those shown before them, {name: head} ·
    centres: results shown without their interval · turned: a result in each row and a scenario in
    each column, instead of the other way.
    """

    caption: str
    corner: str
    results: tuple[str, ...]
    inputs: Mapping[str, str] = field(default_factory=dict)
    centres: tuple[str, ...] = ()
    turned: bool = False


@dataclass(frozen=True)
class Model:
    """A definition.

    formulas: in the order of their use, the last one gives the outputs · labels: of the inputs ·
    results: outputs as people read them · sliders: inputs that a reader moves, in this order ·
    constants: numbers that the formulas refer to by name · fixed: inputs that no table holds ·
    units: {unit of the table: how the sliders say it}, where that is not the unit itself.
    """

    name: str
    formulas: tuple[Formula, ...]
    labels: Mapping[str, str]
    results: tuple[Result, ...]
    sliders: tuple[str, ...]
    printed: Printed
    constants: Mapping[str, float] = field(default_factory=dict)
    fixed: Mapping[str, float] = field(default_factory=dict)
    units: Mapping[str, str] = field(default_factory=dict)

    @property
    def outputs(self) -> Callable[..., Outputs]:
        """The formula that gives every output."""
        return self.formulas[-1]

    def result(self, name: str) -> Result:
        """A result by the name of its output. Raises UnknownInput."""
        for result in self.results:
            if result.name == name:
                return result
        raise UnknownInput(f"{self.name} has no result {name!r}.")

    def label(self, name: str) -> str:
        """What an input is called; its name where nobody said."""
        return self.labels.get(name, name)

    def unit(self, unit: str) -> str:
        """A unit as the sliders say it: "% share" is "%"."""
        return self.units.get(unit, unit.removesuffix(" share"))

    def of(self, book: Book) -> "Bound":
        """The model on a book's inputs, bound once for each book. Raises Faults."""
        return book.remember(("model", self.name), lambda: Bound(self, book))

    def javascript(self) -> str:
        """Its formulas for the page. Raises NotTranslatable."""
        return javascript(self.formulas, self.constants)


class Bound:
    """A model on one book's inputs.

    table: {name: Input} · scenarios: {scenario: {name: Setting}}, in the order of the table. A
    scenario's results are computed once.
    """

    def __init__(self, model: Model, book: Book) -> None:
        """Raises Faults where the table of parameters is not complete."""
        self.model, self.book = model, book
        self.table: dict[str, Input] = inputs(book, model.name)
        self.scenarios: Scenarios = scenarios(book, model.name, self.table)
        self.primes = sampling.primes(self.table)

    # ---- Numbers

    def settings(self, scenario: str, **instead: float | Array) -> dict[str, Any]:
        """{name: number as the formulas take it}: a scenario's central values.

        instead: other values for some inputs, in the table's units. Raises UnknownInput.
        """
        held = self._held(instead)
        return {
            **{
                name: held.get(name, self.table[name].of(setting.value))
                for name, setting in self.scenario(scenario).items()
            },
            **self._fixed(held),
        }

    def central(self, scenario: str, **instead: float | Array) -> Outputs:
        """Every output with every input at its centre; `instead` as in `settings`."""
        return self.model.outputs(**self.settings(scenario, **instead))

    def draws(self, scenario: str, **held: float | Array) -> dict[str, Any]:
        """{name: number as the formulas take it, or its draws, shape (POINTS,)}.

        Facts are independent and triangular between low and high with the mode at the value. held:
        inputs taken as known, in the table's units. Raises UnknownInput.
        """
        known = self._held(held)
        drawn = self._fixed(known)
        for name, setting in self.scenario(scenario).items():
            if name in known:
                drawn[name] = known[name]
            elif setting.known:
                drawn[name] = self.table[name].of(setting.value)
            else:
                drawn[name] = self.drawn(name, setting.low, setting.value, setting.high)
        return drawn

    def drawn(self, name: str, low: float, mode: float, high: float) -> Array:
        """The draws of one input between other ends, shape (POINTS,), as the formulas take it."""
        part = self.book.remember(("points", self.primes[name]), lambda: self._points(name))
        return np.asarray(sampling.triangular(part, low, mode, high)) / self.table[name].scale

    def _points(self, name: str) -> Array:
        return sampling.points(self.primes[name])

    def simulate(self, scenario: str, **held: float | Array) -> dict[str, Array]:
        """Every output of the draws, shape (..., POINTS). held: as in `draws`; an array of numbers
        has the shape (n, 1), and comes back as the first axis.
        """
        if held:
            return self._simulated(scenario, held)
        key = ("simulated", self.model.name, scenario)
        return self.book.remember(key, lambda: self._simulated(scenario, {}))

    def _simulated(self, scenario: str, held: Mapping[str, Any]) -> dict[str, Array]:
        drawn = self.draws(scenario, **held)
        shape = np.broadcast_shapes((sampling.POINTS,), *map(np.shape, drawn.values()))
        found = self.model.outputs(**drawn)
        return {name: np.broadcast_to(np.asarray(value), shape) for name, value in found.items()}

    def interval(self, scenario: str, output: str, **held: float | Array) -> tuple[Array, Array]:
        """Both ends of an output's draws at the book's level. NaN where there is no such output."""
        return sampling.interval(self.simulate(scenario, **held)[output])

    def quantile(self, scenario: str, output: str, part: float) -> float:
        """The value below which this part of an output's draws lies."""
        return float(sampling.quantile(self.simulate(scenario)[output], part))

    def scenario(self, name: str) -> dict[str, Setting]:
        """A scenario by name. Raises UnknownInput."""
        if name not in self.scenarios:
            hint = near(name, self.scenarios)
            raise UnknownInput(f"{self.model.name} has no scenario {name!r}{hint}.")
        return self.scenarios[name]

    def _held(self, given: Mapping[str, Any]) -> dict[str, Any]:
        """What the caller sets, as the formulas take it."""
        known = {**self.table, **self.model.fixed}
        if unknown := [name for name in given if name not in known]:
            hint = near(unknown[0], known)
            raise UnknownInput(f"{self.model.name} has no input {unknown[0]!r}{hint}.")
        return {
            name: self.table[name].of(value) if name in self.table else value
            for name, value in given.items()
        }

    def _fixed(self, held: Mapping[str, Any]) -> dict[str, Any]:
        return {name: held.get(name, value) for name, value in self.model.fixed.items()}

    # ---- Where they come from

    @property
    def rows(self) -> tuple[str, ...]:
        """Ids of every row behind the model's inputs, in the order of the table."""
        settings = [one.usual for one in self.table.values()]
        settings += [setting for each in self.scenarios.values() for setting in each.values()]
        return _once(id for setting in settings for id in setting.rows)

    def rows_behind(self, scenario: str, *outputs: str, centre: bool = False) -> tuple[str, ...]:
        """Ids of the rows behind the inputs that these outputs are made of in a scenario; without
        outputs, behind all. centre: only those behind the central values. Raises UnknownInput.
        """
        needed = self.needs(*outputs) if outputs else set(self.table)
        settings = [one for name, one in self.scenario(scenario).items() if name in needed]
        return _once(id for one in settings for id in (one.centre if centre else one.rows))

    def needs(self, *outputs: str) -> set[str]:
        """Names of the inputs that outputs are made of, found by running the formulas on names."""
        traced = self.book.remember(("traced", self.model.name), self._traced)
        if unknown := [name for name in outputs if name not in traced]:
            raise UnknownInput(f"{self.model.name} has no output {unknown[0]!r}.")
        return {name for output in outputs for name in traced[output]}

    def _traced(self) -> dict[str, frozenset[str]]:
        names = {name: _Trace(frozenset({name})) for name in [*self.table, *self.model.fixed]}
        found = self.model.outputs(**names)
        return {name: _joined([value]).names for name, value in found.items()}


def _once(ids: Iterable[str]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(ids))


class _Trace(NDArrayOperatorsMixin):
    """Stands for a number and remembers which inputs it was made of."""

    def __init__(self, names: frozenset[str]) -> None:
        self.names = names

    def __array_ufunc__(self, ufunc: Any, method: str, *given: Any, **more: Any) -> "_Trace":
        return _joined(given)

    def __array_function__(self, function: Any, types: Any, given: Any, more: Any) -> "_Trace":
        return _joined(given)


def _joined(given: Iterable[Any]) -> _Trace:
    return _Trace(frozenset().union(*(one.names for one in given if isinstance(one, _Trace))))
