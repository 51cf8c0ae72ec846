"""Arithmetic that many values share."""

import math

KILOGRAMS = 1000.0  # in a tonne


def share(part: float, whole: float) -> float:
    """Per cent that a part is of a whole."""
    return 100 * part / whole


def change(new: float, old: float) -> float:
    """Per cent by which a number rose or (below 0) fell."""
    return 100 * (new / old - 1)


def percent_of(percent: float, whole: float) -> float:
    """The part of a whole that so many per cent are."""
    return percent / 100 * whole


def growth(last: float, first: float, years: int) -> float:
    """Compound growth in per cent a year."""
    return 100 * (math.pow(last / first, 1 / years) - 1)


def concentration(parts: list[float]) -> float:
    """Herfindahl-Hirschman index, 0 to 10,000: the sum of the squared percentage shares."""
    return sum(share(part, sum(parts)) ** 2 for part in parts)
