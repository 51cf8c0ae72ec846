"""Frames that several charts share: rows side by side as a chapter draws them, with the ids behind
each mark.

Numbers come from rows or from derived values; nothing is computed here.
"""

from typing import Any

import pandas as pd

from analysis.derived.levy import share_of_price
from analysis.derived.oxide_line import OTHER_COMPOUNDS, YEARS
from heavyground.evidence.frames import Frames

__all__ = [
    "OTHER_COMPOUNDS",
    "by_year",
    "customs",
    "levy_on_quotes",
    "oxide_line",
    "survey_editions",
    "unit_values",
]

HEADING = "HS 284690"
CUSTOMS = ["atlas2026feed", "atlas2026tariffline"]


def customs(ev: Frames, *partners: str, series: str = "imports-weight") -> pd.DataFrame:
    """Rows of what China recorded under the heading: the heading itself to 2024, its tariff lines
    for 2025.
    """
    rows = ev.series(series, entity="China", partner=partners, source=CUSTOMS)
    inside = rows["item"].astype(str).str.startswith(HEADING)
    return rows[inside].drop_duplicates(["partner", "item", "year"])


def by_year(ev: Frames, *partners: str, series: str = "imports-weight") -> pd.DataFrame:
    """The same by partner and year: partner, year, value, ids. Where customs gave lines only, the
    value is the derived one that adds them.
    """
    sums = {"imports-weight": "heading", "imports-value": "heading_value"}
    records: list[dict[str, Any]] = []
    rows = customs(ev, *partners, series=series)
    parts: Any = rows.groupby(["partner", "year"], observed=True)
    for (partner, year), part in parts:
        value = part["value"].iloc[0]
        if len(part) > 1:
            value = ev.book.central(f"{sums[series]}_{partner.lower()}_{year}")
        ids = "; ".join(part["id"])
        records.append({"partner": partner, "year": year, "value": value, "ids": ids})
    return pd.DataFrame(records)


def unit_values(ev: Frames, *partners: str) -> pd.DataFrame:
    """Value by weight of what China recorded: partner, year, t, usd, ids, value [USD/t gross]."""
    weight = by_year(ev, *partners)
    money = by_year(ev, *partners, series="imports-value")
    rows = weight.merge(money, on=["partner", "year"], suffixes=("_t", "_usd"))
    names = [f"{p.lower()}_{y}" for p, y in zip(rows["partner"], rows["year"], strict=True)]
    names = [name.replace("laos_2025", "laos_lines_2025") for name in names]
    rows["ids"] = rows["ids_t"] + "; " + rows["ids_usd"]
    rows["value"] = list(ev.values(f"unit_value_{name}" for name in names)["value"])
    rows = rows.rename(columns={"value_t": "t", "value_usd": "usd"})
    return rows[["partner", "year", "t", "usd", "ids", "value"]]


def levy_on_quotes(ev: Frames, levy: float) -> pd.DataFrame:
    """Quotes of ion-adsorption ore in China: id, date, price [CNY/t], share of a levy [CNY/t] in it
    [%], source.
    """
    quotes = ev.series("price-cny-t", entity="China", item="ion-adsorption ore")
    shares = [share_of_price(levy, price) for price in quotes["mid"]]
    rows = quotes.assign(date=quotes["start"], price=quotes["mid"], share=shares)
    return rows[["id", "date", "price", "share", "source"]]


def oxide_line(ev: Frames) -> pd.DataFrame:
    """The line of unlisted oxides from Myanmar by year, t gross: ids, year, value as printed (as
    computed for 2024), and from derived values `half` of it and `other`, the rest of the heading.
    """
    records = []
    for year in YEARS:
        half, other = (
            ev.book.derived(f"{name}_{year}") for name in ("half_oxide_line", "other_lines")
        )
        (line,) = half.inputs  # the row that prints it, or the value that computes it
        name = line.removeprefix("=")
        records.append(
            {
                "ids": line if name in ev.book else "; ".join(ev.behind(name)),
                "year": year,
                "value": ev.book.central(name),
                "half": half.amount.value,
                "other": other.amount.value,
            }
        )
    return pd.DataFrame(records)


# ---- Production: what the survey printed, edition by edition

EDITIONS = {  # of the Mineral Commodity Summaries; Y is the Minerals Yearbook
    "19": ["prod-0146"],
    "21": ["prod-0131"],
    "22": ["prod-0116", "prod-0115"],
    "23": ["prod-0100", "prod-0099"],
    "24": ["prod-0081"],
    "25": ["prod-0010", "prod-0011"],
    "26": ["econ-0150", "econ-0153"],
    "Y": ["proc-0760", "proc-0761", "proc-0762", "proc-0763", "proc-0764"],
}
BESIDE = 0.42  # of a year, between marks of one year


def survey_editions(ev: Frames) -> pd.DataFrame:
    """Estimates of Burma's output: rows, their `edition`, and `x`, where each mark stands."""
    rows = pd.concat([ev.rows(ids).assign(edition=name) for name, ids in EDITIONS.items()])
    years = rows.groupby("year")["id"]
    middle = (years.transform("size").astype(int) - 1) / 2
    rows["x"] = rows["year"].astype(int) + (years.cumcount() - middle) * BESIDE
    return rows
