"""The levy on rare-earth exports: what 35,000 yuan a tonne comes to, and a fifth of the goods."""

from collections.abc import Callable
from typing import NamedTuple

from analysis.derived.arithmetic import change, percent_of, share
from analysis.derived.customs import heading, heading_value, imports_jan_may_2025
from analysis.derived.mines import EDITION_2025, mined
from analysis.derived.oxide_line import oxide_line, quoted_value_2023
from analysis.derived.rates import yuan_per_dollar
from heavyground.derived.registry import Inputs, Registry

values = Registry()

KIO = {"entity": "KIO/KIA", "partner": "China"}


# ---- What is charged


def levy(book: Inputs) -> float:
    """The levy of the notice of March 2025 [CNY/t]."""
    return book.one("levy-per-tonne", item="exports by firms in construction projects", **KIO)


def levy_by_reuters(book: Inputs) -> float:
    """The same levy as Reuters put it [USD/t]."""
    return book.one("levy-per-tonne-usd", item="rare-earth stocks, called a tax", **KIO)


def fifth(book: Inputs) -> float:
    """The share of exported concentrate that is called a levy [% share]."""
    return book.one("levy-share", item="rare-earth concentrate, called a levy", **KIO)


def quoted_revenue(book: Inputs) -> float:
    """The revenue that is quoted, a year [USD/yr]."""
    return book.one("armed-group-revenue", item="levy of 20 %", **KIO)


def ore_price(book: Inputs, day: str) -> float:
    """The quote of ion-adsorption ore of a day [CNY/t]."""
    return book.one("price-cny-t", entity="China", item="ion-adsorption ore", period=day)


# ---- In dollars


@values.derive(unit="USD/t", aliases=["econ-1214"])
def levy_usd_2025_03(book: Inputs) -> float:
    """35,000 yuan at the average rate of March 2025"""
    return levy(book) / yuan_per_dollar(book, "2025-03")


@values.derive(unit="USD/t", aliases=["econ-1215"])
def levy_usd_2025(book: Inputs) -> float:
    """35,000 yuan at the average rate of 2025"""
    return levy(book) / yuan_per_dollar(book, "2025")


@values.derive(unit="t", aliases=["econ-1216"])
def levy_breakeven_tonnage(book: Inputs) -> float:
    """tonnes needed for USD 200 million at 35,000 yuan a tonne and the average rate of 2025"""
    return quoted_revenue(book) * yuan_per_dollar(book, "2025") / levy(book)


# ---- On a weight, as if every tonne had paid


class Weight(NamedTuple):
    """A weight that the levy may be laid on: what it is, and where it comes from [t]."""

    what: str
    of: Callable[[Inputs], float]


WEIGHTS = {
    "oxide_line_2023": Weight("the oxide line of 2023", lambda book: oxide_line(book, 2023)),
    "heading_2023": Weight("the whole heading of 2023", lambda book: heading(book, 2023)),
    "heading_2024": Weight("the heading of 2024", lambda book: heading(book, 2024)),
    "heading_2025": Weight("the heading of 2025", lambda book: heading(book, 2025)),
    "oxide_line_2025": Weight("the oxide line of 2025", lambda book: oxide_line(book, 2025)),
    "usgs_2024_first": Weight(
        "the USGS mine figure for 2024 in its first edition, oxide content",
        lambda book: mined(book, 2024, EDITION_2025),
    ),
    "usgs_2024": Weight(
        "the USGS mine figure for 2024, oxide content", lambda book: mined(book, 2024)
    ),
    "usgs_2025": Weight(
        "the USGS mine figure for 2025, oxide content", lambda book: mined(book, 2025)
    ),
    "imports_jan_may_2025": Weight("the imports of January to May 2025", imports_jan_may_2025),
}


@values.derive_each(
    "levy_on_{key}",
    unit="USD",
    over={name: weight._asdict() for name, weight in WEIGHTS.items()},
    aliases={
        "oxide_line_2023": ["econ-1217"],
        "heading_2023": ["econ-1218"],
        "heading_2024": ["econ-1219"],
        "usgs_2024": ["econ-1220"],
        "usgs_2025": ["econ-1221"],
    },
)
def levy_on(book: Inputs, name: str, what: str, of: Callable[[Inputs], float]) -> float:
    """35,000 yuan a tonne times {what}, in dollars at the average rate of 2025; as if every tonne
    had paid
    """
    return levy(book) * of(book) / yuan_per_dollar(book, "2025")


@values.derive(unit="CNY", aliases=["ctrl-0082"])
def levy_on_oxide_line_2023_cny(book: Inputs) -> float:
    """35,000 yuan a tonne times the oxide line of 2023"""
    return levy(book) * oxide_line(book, 2023)


@values.derive(unit="USD", aliases=["ctrl-0083"])
def levy_reuters_usd_times_2023_volume(book: Inputs) -> float:
    """Reuters' USD 4,800 a tonne times the oxide line of 2023"""
    return levy_by_reuters(book) * oxide_line(book, 2023)


@values.derive(unit="USD", aliases=["ctrl-0084"])
def levy_on_jan_may_2025(book: Inputs) -> float:
    """USD 4,800 a tonne times the volume of January to May 2025; an upper bound, since the levy
    began on 27 March and part of the ore is not Kachin's
    """
    return levy_by_reuters(book) * imports_jan_may_2025(book)


# ---- A fifth of the value


@values.derive(unit="USD", aliases=["ctrl-0085"])
def fifth_of_quoted_value_2023(book: Inputs) -> float:
    """20 % of the quoted USD 1.4 billion"""
    return percent_of(fifth(book), quoted_value_2023(book))


@values.derive_each(
    "fifth_of_import_value_{key}",
    unit="USD",
    over=range(2021, 2026),
    aliases={
        2021: ["econ-1222"],
        2022: ["econ-1223"],
        2023: ["econ-1224"],
        2024: ["econ-1225"],
    },
)
def fifth_of_import_value(book: Inputs, year: int) -> float:
    """20 % of the value China recorded from Myanmar in {key}; an upper bound, since the share is
    taken in ore inside Kachin
    """
    return percent_of(fifth(book), heading_value(book, year))


# ---- Beside the price of the ore


def share_of_price(due: float, price: float) -> float:
    """Part of the ore's price that the levy takes [% share]. due, price [CNY/t]."""
    return share(due, price)


@values.derive_each(
    "levy_share_{key}",
    unit="% share",
    over={
        "2024_12": {"month": "2024-12", "day": "2024-12-31"},
        "2025_01": {"month": "2025-01", "day": "2025-01-10"},
        "2025_03": {"month": "2025-03", "day": "2025-03-26"},
        "2025_07": {"month": "2025-07", "day": "2025-07-09"},
        "2025_12": {"month": "2025-12", "day": "2025-12-11"},
        "2026_02": {"month": "2026-02", "day": "2026-02-12"},
    },
    aliases={
        "2024_12": ["econ-1227"],
        "2025_01": ["econ-1228"],
        "2025_03": ["econ-1229"],
        "2025_07": ["econ-1230"],
        "2025_12": ["econ-1231"],
        "2026_02": ["econ-1232"],
    },
)
def levy_share(book: Inputs, name: str, month: str, day: str) -> float:
    """35,000 yuan divided by the price of ion-adsorption ore, {month}"""
    return share_of_price(levy(book), ore_price(book, day))


@values.derive(unit="CNY/t")
def levy_in_kind_value(book: Inputs) -> float:
    """20 % in kind at the ore price of 31 December 2024"""
    withheld = book.one("levy-share", item="ore withheld in kind, Pangwa", **KIO)
    return percent_of(withheld, ore_price(book, "2024-12-31"))


@values.derive(unit="% change")
def ore_price_rise_2025(book: Inputs) -> float:
    """price of ion-adsorption ore, 28 August 2025 against 31 December 2024"""
    return change(ore_price(book, "2025-08-28"), ore_price(book, "2024-12-31"))


# ---- Beside the budgets of states


@values.derive(unit="count", aliases=["econ-1234"])
def states_with_revenue_below(book: Inputs) -> float:
    """states in the table with a budget revenue below USD 200 million"""
    budgets, quoted = book.all("government-revenue"), quoted_revenue(book)
    return sum(budget < quoted for budget in budgets)
