"""Rates of exchange, and units of money."""

from heavyground.derived.registry import Inputs

CRORE = 1e7  # rupees


def yuan_per_dollar(book: Inputs, period: str) -> float:
    """Average of a year ("2025") or a month ("2025-03")."""
    return book.one("exchange-rate", entity="China", period=period)


def rupees_per_dollar(book: Inputs, period: str) -> float:
    """Average of a year or a month."""
    return book.one("exchange-rate", entity="India", period=period)
