"""What the models are fed: values and ranges from `data/parameters.csv`, and draws from those ranges.

The table's column `model` says what a row is for:

    levy                     a fact of the levy model: value, and the range our ignorance leaves
    levy choice              something a reader or a planner decides; its range is only how far the slider goes
    levy: 2025 as shipped    what a named scenario says instead; low and high are then the scenario's own, and where they
                             are empty the scenario takes the value as known
    levy reach               how far the slider of a fact goes, where that is further than its range

Percentages stand in the table as percent and reach the formulas as fractions.
"""

from dataclasses import dataclass

import numpy as np

from .. import evidence as ev

PRIMES = (
    2,
    3,
    5,
    7,
    11,
    13,
    17,
    19,
    23,
    29,
    31,
    37,
    41,
    43,
    47,
    53,
    59,
    61,
    67,
    71,
    73,
    79,
    83,
    89,
    97,
    101,
    103,
    107,
    109,
    113,
    127,
    131,
    137,
    139,
    149,
    151,
    157,
    163,
    167,
    173,
)
LEVEL = (0.05, 0.95)  # every interval in the models is this wide
PAGE_DRAWS = 512  # points behind an interval on the page


@dataclass(frozen=True)
class Parameter:
    """One input. value, low, high and reach (of its slider) in `unit` as the table has them; `of()` turns them into what formulas take."""

    name: str
    value: float
    low: float
    high: float
    unit: str
    choice: bool
    reach: tuple
    source: tuple
    assumption: str
    note: str

    @property
    def scale(self):
        """100 where the table says percent, else 1."""
        return 100 if self.unit.startswith("%") else 1

    def of(self, number):
        return number / self.scale


def table(model):
    """{name: Parameter} of one model, in the order of the file. Raises ValueError, listing every row that is incomplete."""
    every = ev.load().parameters
    rows = every[every.model.isin([model, f"{model} choice"])]
    reach = {
        row.name: (row.low, row.high)
        for row in every[every.model == f"{model} reach"].itertuples(index=False)
    }
    faults = [
        f"data/parameters.csv: {row.name} ({row.model}): {fault}"
        for row in rows.itertuples(index=False)
        for fault in _faults(row)
    ]
    if faults or not len(rows):
        raise ValueError(
            "\n".join(faults) or f"data/parameters.csv has no rows for the model {model!r}"
        )
    return {
        row.name: Parameter(
            row.name,
            row.value,
            row.low,
            row.high,
            row.unit,
            row.model.endswith("choice"),
            reach.get(row.name, (row.low, row.high)),
            tuple(ev.listed(row.source)),
            row.assumption,
            row.note,
        )
        for row in rows.itertuples(index=False)
    }


def _faults(row):
    if not row.low <= row.value <= row.high:
        yield f"low {row.low:g}, value {row.value:g}, high {row.high:g} are not in order; fill all three"
    if not row.source and not row.assumption:
        yield "names neither a source nor an assumption with its reason"


def scenarios(model):
    """{scenario: {name: (value, low, high)}} of one model, each complete, in the order of the file and in its units.

    Names a scenario does not mention keep the table's value; facts keep their range, choices have none.
    Raises ValueError where a scenario names something the model does not have.
    """
    base, found = table(model), {}
    rows = ev.load().parameters
    rows = rows[rows.model.str.startswith(f"{model}: ")]
    standard = {
        one.name: (one.value, one.value, one.value)
        if one.choice
        else (one.value, one.low, one.high)
        for one in base.values()
    }
    for row in rows.itertuples(index=False):
        if row.name not in base:
            raise ValueError(
                f"data/parameters.csv: scenario {row.model!r} sets {row.name!r}, which the model does not have"
            )
        settings = found.setdefault(row.model.split(": ", 1)[1], dict(standard))
        settings[row.name] = (
            row.value,
            row.value if np.isnan(row.low) else row.low,
            row.value if np.isnan(row.high) else row.high,
        )
    return found


def central(model, scenario, **instead):
    """{name: number as formulas take it}, central values. instead: values in the table's units for some names."""
    base = table(model)
    values = {name: value for name, (value, _, _) in scenarios(model)[scenario].items()} | instead
    return {name: base[name].of(value) for name, value in values.items()}


def triangular(u, low, mode, high):
    """Inverse distribution function of the triangular distribution: `u` in 0..1 becomes a value in low..high.

    Arrays broadcast. Where low equals high the value is that number.
    """
    span = np.maximum(high - low, 1e-300)
    left = (mode - low) / span
    return np.where(
        u < left,
        low + np.sqrt(u * span * (mode - low)),
        high - np.sqrt((1 - u) * span * (high - mode)),
    )


def lattice(number, count):
    """Point `number` of an evenly spread sequence for the `count`-th parameter, 0..1: fractional part of n times the root of a prime.

    Richtmyer's sequence; exact on every machine, so that page and book draw the same points.
    """
    turn = (number + 0.5) * np.sqrt(count)
    return turn - np.floor(turn)


def uniforms(names, n, seed=None):
    """{name: array (n,)} of numbers in 0..1. seed: a seed of NumPy's generator; None takes the page's evenly spread points."""
    if seed is None:
        return {name: lattice(np.arange(n), PRIMES[place]) for place, name in enumerate(names)}
    generator = np.random.default_rng(seed)
    return {name: generator.random(n) for name in names}


def draws(model, scenario, n=10_000, seed=2026, **held):
    """{name: array (n,) or number as formulas take it}: seeded Monte Carlo from the scenario's ranges.

    Facts are independent and triangular between low and high with the mode at the value. held: names taken as known, in
    the table's units. seed None takes the evenly spread points the page uses.
    """
    base, settings = table(model), scenarios(model)[scenario]
    chance, drawn = uniforms(list(base), n, seed), {}
    for name, (value, low, high) in settings.items():
        known = held.get(name, value if low == high else None)
        drawn[name] = base[name].of(
            known if known is not None else triangular(chance[name], low, value, high)
        )
    return drawn


def interval(values, axis=-1):
    """(low, high) of draws at the book's level, 5 % and 95 %. NaN where any draw is NaN."""
    return tuple(np.quantile(values, LEVEL, axis=axis))
