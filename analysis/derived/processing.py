"""Refining, magnets and prices in China."""

from statistics import median

from analysis.derived.arithmetic import KILOGRAMS, change
from analysis.derived.rates import yuan_per_dollar
from heavyground.derived.registry import Inputs, Registry
from heavyground.evidence.rows import Observation

values = Registry()


# ---- Refining


ALL_RARE_EARTHS = (
    "processing",
    "processing capacity",
    "refining",
    "separation and refining",
    "smelting capacity",
)
SINCE = 2019


def of_all_rare_earths(row: Observation) -> bool:
    """Is it a share of all rare earths, since SINCE, and neither a forecast nor a known error?"""
    recent = row.period.start.year >= SINCE and row.basis != "forecast"
    return row.item in ALL_RARE_EARTHS and recent and row.sound


@values.derive(unit="% share")
def refining_share_median(book: Inputs) -> float:
    """middle of the shares of all rare earths refined in China that sources give for 2019 and
    later; no forecasts, no known errors
    """
    rows = book.select("refining-share", entity="China")
    return median(book.row(row.id) for row in rows if of_all_rare_earths(row))


# ---- Exports of magnets


@values.derive(unit="% change")
def magnet_exports_change_2025(book: Inputs) -> float:
    """China's exports of rare-earth magnets, May 2025 against January 2025"""
    exports = {"entity": "China", "partner": "World", "item": "rare-earth magnets"}
    may = book.one("exports-weight", period="2025-05", source="econotimes2025may", **exports)
    january = book.one("exports-weight", period="2025-01", source="devdiscourse2025nov", **exports)
    return change(may, january)


# ---- Chinese quotes of dysprosium oxide in dollars


DYSPROSIUM_QUOTES = (
    "2024-12-31",
    "2025-02-20",
    "2025-03-04",
    "2025-03-10",
    "2025-03-26",
    "2025-04-10",
    "2025-04-24",
    "2025-05-08",
    "2025-05-09",
    "2025-07-07",
    "2025-07-08",
    "2025-07-09",
    "2025-07-10",
    "2025-09-04",
    "2025-10-23",
    "2025-12-26",
    "2026-01-22",
)


@values.derive_each(
    "dysprosium_usd_{key}",
    unit="USD/kg",
    over={
        day.replace("-", "_"): {"day": day, "month": day[: len("2024-12")]}
        for day in DYSPROSIUM_QUOTES
    },
)
def dysprosium_usd(book: Inputs, name: str, day: str, month: str) -> float:
    """the Chinese quote of dysprosium oxide of {day}, in dollars at the average rate of its
    month
    """
    tonne = book.one("price-cny-t", entity="China", item="dysprosium oxide", period=day)
    return tonne / KILOGRAMS / yuan_per_dollar(book, month)
