"""How a range becomes draws: one sequence of points for tables, prose, charts and page.

The points are Richtmyer's lattice: the fractional parts of n times the square root of a prime, one
prime for each input. They fill a range more evenly than chance does, need no seed, and come out the
same on every machine and in both languages.

The number of points was measured on the first book's two models, against four million random
draws: the ends of their 5 to 95 % intervals lie off by 0.4 % of the interval's width with 4,096
points (root of the mean square), by 0.6 % with 10,000 random draws, by 1.3 % with 512 points. Twice
the points halve the error and double the time.
"""

from collections.abc import Iterable

import numpy as np
from numpy.typing import ArrayLike, NDArray

Array = NDArray[np.float64]
Number = float | Array

POINTS = 4_096
LEVEL = (0.05, 0.95)  # every interval of a model is this wide


def lattice(number: Number, prime: Number) -> Number:
    """Point `number` (from 0) of the sequence of a prime, in 0..1. Arrays broadcast."""
    turn = (number + 0.5) * np.sqrt(prime)
    return turn - np.floor(turn)


def triangular(part: Number, low: Number, mode: Number, high: Number) -> Number:
    """The value below which `part` (0..1) of a triangular distribution lies. Arrays broadcast.

    Where low equals high the value is that number.
    """
    span = np.maximum(high - low, 1e-300)
    left = (mode - low) / span
    return np.where(
        part < left,
        low + np.sqrt(part * span * (mode - low)),
        high - np.sqrt((1 - part) * span * (high - mode)),
    )


SHARED = (lattice, triangular)  # what the page needs beside the formulas of a model


def primes(names: Iterable[str]) -> dict[str, int]:
    """{name: its prime}: 2 for the first, 3 for the second, in the order given."""
    found: dict[str, int] = {}
    number = 2
    for name in names:
        while any(number % prime == 0 for prime in found.values()):
            number += 1
        found[name] = number
    return found


def points(prime: int) -> Array:
    """All points of one input, shape (POINTS,)."""
    return np.asarray(lattice(np.arange(POINTS, dtype=np.float64), prime))


def quantile(values: ArrayLike, part: float) -> Array:
    """The value below which `part` of the draws lies, linear between them, over the last axis.

    NaN where any draw is NaN.
    """
    return np.asarray(np.quantile(np.asarray(values, np.float64), part, axis=-1))


def interval(values: ArrayLike) -> tuple[Array, Array]:
    """Both ends of the interval of draws at LEVEL, over the last axis."""
    low, high = LEVEL
    return quantile(values, low), quantile(values, high)
