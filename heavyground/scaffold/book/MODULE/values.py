"""Derived values: small functions that select rows by meaning and return one number."""

from heavyground.derived.registry import Inputs, Registry

VALUES = Registry()


@VALUES.derive(unit="ratio")
def nauru_over_tuvalu(book: Inputs) -> float:
    """output of Nauru divided by that of Tuvalu, 2023"""
    nauru = book.one("gdp", entity="Nauru", period="2023")
    return nauru / book.one("gdp", entity="Tuvalu", period="2023")
