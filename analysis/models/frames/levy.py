"""The levy for chapters: readings, years, and the map of weight against levy, as data frames."""

from collections.abc import Iterable
from typing import Any

import numpy as np
import pandas as pd

from analysis.derived.customs import heading, heading_value
from analysis.derived.levy import WEIGHTS
from analysis.derived.mines import EDITION_2026, mined
from analysis.derived.oxide_line import oxide_line
from analysis.derived.rates import yuan_per_dollar
from analysis.models.frames.asked import joined, read
from analysis.models.levy import MILLION, MODEL, cash, liable, needed, revenue
from heavyground.derived.registry import Inputs
from heavyground.evidence.book import Book
from heavyground.models.model import Bound
from heavyground.models.parameters import Input
from heavyground.models.sampling import Array, interval

# ---- Had it stood all year


YEARS = range(2021, 2026)
WITHOUT_LINES = (2022,)  # no source splits the heading
LOWEST = {  # the survey's number that bounds a year from below; in 2021 the oxide line itself does
    2022: "laosmining2023producers",
    2023: "inn2024producers",
    2024: EDITION_2026,
    2025: EDITION_2026,
}
IN_CASH, IN_KIND = "35,000 CNY/t in cash", "20 % in kind"
IN_FORCE = {2025: 9}  # months in which the cash levy really stood: none before April 2025


def weights(book: Inputs, year: int) -> tuple[float, float, float]:
    """(low, central, high) of a year's exports [t gross, low in t REO].

    Central is the oxide line where it is known: it is the unit of the received number.
    """
    whole = heading(book, year)
    central = whole if year in WITHOUT_LINES else oxide_line(book, year)
    low = mined(book, year, LOWEST[year]) if year in LOWEST else central
    return low, central, whole


def by_year(book: Book) -> pd.DataFrame:
    """What the charge would bring in each year 2021 to 2025 had it stood all year, in both forms.

    Columns: year, form (cash, or in kind at the customs value), central, low, high [USD million],
    in_force (months in which the cash levy really stood), ids. Tonnage, KIO share and share paid
    are drawn; the in-kind form is valued at Chinese import value, which is known and leaves only
    the two shares open.
    """
    forms = (_in_cash, _in_kind)
    return pd.DataFrame([form(book, year) for year in YEARS for form in forms])


def _in_cash(book: Book, year: int) -> dict[str, Any]:
    bound = MODEL.of(book)
    kachin, collected, levy = (bound.table[name] for name in ("kachin", "collected", "levy"))
    (low, mode, high), ids = read(book, lambda ask: weights(ask, year))
    rate, rate_ids = read(book, lambda ask: yuan_per_dollar(ask, str(year)))
    paying = liable(
        bound.drawn("tonnes", low, mode, high), 12, _drawn(bound, kachin), _drawn(bound, collected)
    )
    drawn = cash(paying, _drawn(bound, levy), rate)
    centre = liable(mode, 12, kachin.of(kachin.value), collected.of(collected.value))
    return {
        "year": year,
        "form": IN_CASH,
        "central": float(cash(centre, levy.value, rate)),
        **_ends(drawn),
        "in_force": IN_FORCE.get(year, 0),
        "ids": joined(ids, rate_ids, levy.rows, kachin.rows, collected.rows),
    }


def _in_kind(book: Book, year: int) -> dict[str, Any]:
    bound = MODEL.of(book)
    kachin, collected = bound.table["kachin"], bound.table["collected"]
    value, ids = read(book, lambda ask: heading_value(ask, year))
    taken = bound.settings("in kind")["share"]
    worth = value * taken / MILLION
    drawn = worth * _drawn(bound, kachin) * _drawn(bound, collected)
    return {
        "year": year,
        "form": IN_KIND,
        "central": float(worth * kachin.of(kachin.value) * collected.of(collected.value)),
        **_ends(drawn),
        "in_force": 0,
        "ids": joined(ids, bound.scenario("in kind")["share"].rows, kachin.rows, collected.rows),
    }


def _drawn(bound: Bound, given: Input) -> Array:
    return bound.drawn(given.name, given.low, given.value, given.high)


def _ends(drawn: Any) -> dict[str, float]:
    low, high = interval(drawn)
    return {"low": float(low), "high": float(high)}


# ---- Rival weights against the quoted sum


RECKONINGS = {  # which weight: the unit in which it stands, and its name among those of the levy
    "oxide line, 2023": ("t gross", "oxide_line_2023"),
    "whole heading, 2023": ("t gross", "heading_2023"),
    "whole heading, 2024": ("t gross", "heading_2024"),
    "both lines, 2025": ("t gross", "heading_2025"),
    "oxide line, 2025": ("t gross", "oxide_line_2025"),
    "USGS, 2024, first edition": ("t REO", "usgs_2024_first"),
    "USGS, 2024, next edition": ("t REO", "usgs_2024"),
    "USGS, 2025": ("t REO", "usgs_2025"),
    "imports, January to May 2025": ("t gross", "imports_jan_may_2025"),
}


def reconciliation(book: Book) -> pd.DataFrame:
    """Rival tonnages against the quoted sum, every tonne paying the levy at the rate of 2025.

    Columns: reading, ids, tonnes, unit (of the tonnes), revenue [USD million], of_goal, needed [t].
    """
    table = MODEL.of(book).table
    levy, rate, goal = table["levy"], table["rate"], table["goal"]
    rows = []
    for reading, (unit, name) in RECKONINGS.items():
        tonnes, ids = read(book, WEIGHTS[name].of)
        money = revenue(tonnes, levy.value, rate.value)
        rows.append(
            {
                "reading": reading,
                "ids": joined(ids, levy.centre, rate.centre, goal.centre),
                "tonnes": tonnes,
                "unit": unit,
                "revenue": float(money) / MILLION,
                "of_goal": float(money) / goal.value,
                "needed": float(needed(levy.value, rate.value, goal.value)),
            }
        )
    return pd.DataFrame(rows)


# ---- Weight against levy


def goal(book: Book) -> pd.DataFrame:
    """The quoted sum, one row: usd_million, ids."""
    quoted = MODEL.of(book).table["goal"]
    return pd.DataFrame([{"usd_million": quoted.value / MILLION, "ids": joined(quoted.centre)}])


def heat_map(book: Book, tonnes: Iterable[float], levies: Iterable[float]) -> pd.DataFrame:
    """Grid of revenue, every tonne paying, at the rate of 2025.

    Columns: tonnes [t gross], levy [CNY/t], revenue [USD million], ids.
    """
    rate = MODEL.of(book).table["rate"]
    weight, levy = np.meshgrid(np.asarray(list(tonnes), float), np.asarray(list(levies), float))
    money = np.asarray(revenue(weight, levy, rate.value)) / MILLION
    found = {"tonnes": weight.ravel(), "levy": levy.ravel(), "revenue": money.ravel()}
    return pd.DataFrame(found).assign(ids=joined(rate.centre))


MARKED = {  # on the map: {words: name of the weight}
    "stock": "imports_jan_may_2025",
    "line 2025": "oxide_line_2025",
    "line 2023": "oxide_line_2023",
    "heading 2023": "heading_2023",
}


def known_weights(book: Book) -> pd.DataFrame:
    """Weights that were printed, at the levy of March 2025.

    Columns: those of the map, words (a name), close (does it bring the quoted sum, to a tenth?).
    """
    levy, rate, goal = (MODEL.of(book).table[name] for name in ("levy", "rate", "goal"))
    rows = []
    for words, name in MARKED.items():
        tonnes, ids = read(book, WEIGHTS[name].of)
        money = float(revenue(tonnes, levy.value, rate.value))
        rows.append(
            {
                "tonnes": tonnes,
                "levy": levy.value,
                "revenue": money / MILLION,
                "ids": joined(ids, levy.centre, rate.centre, goal.centre),
                "words": words,
                "close": abs(money / goal.value - 1) < 0.1,
            }
        )
    return pd.DataFrame(rows)


def contour(book: Book, levies: Iterable[float]) -> pd.DataFrame:
    """The line on that map where revenue is the quoted sum.

    Columns: levy [CNY/t], tonnes [t gross], ids.
    """
    table = MODEL.of(book).table
    levy = np.asarray(list(levies), float)
    return pd.DataFrame(
        {
            "levy": levy,
            "tonnes": needed(levy, table["rate"].value, table["goal"].value),
            "ids": joined(table["rate"].centre, table["goal"].centre),
        }
    )
