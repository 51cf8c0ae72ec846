"""Amounts: what a row, a derived value or a parameter comes to, and how that is put into words."""

from collections.abc import Callable
from dataclasses import dataclass, replace

NO_UNIT_SAID = ("count", "persons")  # "370", not "370 count"


@dataclass(frozen=True, slots=True)
class Amount:
    """A value in a unit, and its bounds. None is what is not there; `low` alone reads "more than",
    `high` alone "under".
    """

    value: float | None
    unit: str
    low: float | None = None
    high: float | None = None

    @property
    def middle(self) -> float | None:
        """The value, else the middle of the range."""
        if self.value is not None:
            return self.value
        return (
            (self.low + self.high) / 2 if self.low is not None and self.high is not None else None
        )

    @property
    def central(self) -> float | None:
        """The one number that stands for it: the value, else the middle of the range, else the one
        bound.
        """
        return first(self.middle, self.low, self.high)

    @property
    def kind(self) -> str:
        """value | span (low and high alone) | from (low alone) | under (high alone) | none."""
        if self.value is not None:
            return "value"
        if self.low is not None:
            return "span" if self.high is not None else "from"
        return "under" if self.high is not None else "none"

    @property
    def ranged(self) -> bool:
        """Has it two bounds that differ?"""
        return self.low is not None and self.high is not None and self.low != self.high

    @property
    def words(self) -> str:
        """In words, with ten digits at most.

        >>> Amount(41700, "t gross").words, Amount(None, "count", low=20).words
        ('41,700 t gross', 'more than 20')
        >>> Amount(-38.4, "% change").words
        '-38.4 %'
        >>> Amount(None, "mg/L", 0.011, 0.014).words, Amount(2, "t", 1, 3).words
        ('0.011 to 0.014 mg/L', '2 (1 to 3) t')
        """
        unit = "%" if self.unit.startswith("%") else "" if self.unit in NO_UNIT_SAID else self.unit
        return f"{self.numbers()} {unit}".strip()

    def numbers(self, write: Callable[[float], str] | None = None) -> str:
        """Its words without the unit. write: how a number is written, `digits` by default."""
        write = write or digits
        if self.low is not None and self.high is not None:
            span = f"{write(self.low)} to {write(self.high)}"
            if self.value is None:
                return span
            return f"{write(self.value)} ({span})" if self.ranged else write(self.value)
        if self.value is not None:
            return write(self.value)
        if self.low is not None:
            return f"more than {write(self.low)}"
        return f"under {write(self.high)}" if self.high is not None else "no number"

    def rounded(self) -> "Amount":
        """The same to five digits, whole numbers kept: how computed amounts are shown."""
        value, low, high = (
            None if end is None else five(end) for end in (self.value, self.low, self.high)
        )
        return replace(self, value=value, low=low, high=high)


def first(*numbers: float | None) -> float | None:
    """The first that is there."""
    return next((number for number in numbers if number is not None), None)


def digits(number: float) -> str:
    """A number with thousands separated, at most ten digits, no exponent.

    >>> digits(72073.76), digits(1_441_901_598), digits(0.011)
    ('72,073.76', '1,441,901,598', '0.011')
    """
    return f"{number:,.10g}" if abs(number) < 1e10 else f"{number:,.0f}"


def five(number: float) -> float:
    """Rounded to five digits; whole numbers above 100,000 are kept.

    >>> five(57.857142), five(203061.4), five(1234567.0)
    (57.857, 203061.0, 1234567.0)
    """
    if number == 0 or abs(number) >= 1e5:
        return float(round(number))
    return float(f"{number:.5g}")
