"""The diversion for chapters: scenarios, years, draws and what moves them, as data frames."""

from collections.abc import Sequence
from typing import Any

import numpy as np
import pandas as pd

from analysis.derived.models import irel_budget_usd
from analysis.models.diversion import MODEL, YEARS, bid_per_kg
from analysis.models.diversion import requirements as required
from analysis.models.frames.asked import joined, read
from heavyground.evidence.book import Book
from heavyground.models.sampling import interval, quantile

MILLION = 1e6
TREATED = ("reo", "dy", "tb", "of_intake", "of_dysprosium", "of_ndpr")


def by_year(book: Book, names: Sequence[str] = TREATED) -> pd.DataFrame:
    """Scenarios through the years 2026 to 2032: central value, interval and middle draw of outputs.

    Columns: scenario, year, output, central, low, median, high, ids.
    """
    bound, rows = MODEL.of(book), []
    years = np.asarray(YEARS, float)
    for scenario in bound.scenarios:
        middle = bound.central(scenario, year=years)
        drawn = bound.simulate(scenario, year=years[:, None])
        for name in names:
            low, high = interval(drawn[name])
            median = quantile(drawn[name], 0.5)
            centre = np.broadcast_to(middle[name], years.shape)
            ids = joined(bound.rows_behind(scenario, name))
            rows += [
                {
                    "scenario": scenario,
                    "year": year,
                    "output": name,
                    "central": float(centre[at]),
                    "low": float(low[at]),
                    "median": float(median[at]),
                    "high": float(high[at]),
                    "ids": ids,
                }
                for at, year in enumerate(YEARS)
            ]
    return pd.DataFrame(rows)


def spread(
    book: Book, scenario: str = "build-out", output: str = "reo", step: int = 500
) -> pd.DataFrame:
    """How the draws of an output fall into steps: nothing, up to `step`, and so on.

    Columns: feed (where a step begins, in words), share [% of draws], plan (is it the step of the
    central value?), ids. A step holds its upper end.
    """
    bound = MODEL.of(book)
    drawn = bound.simulate(scenario)[output]
    plan = float(bound.central(scenario)[output])
    steps = range(0, int(np.ceil(drawn.max() / step)) * step, step)
    ends = [0, *(low + step for low in steps)]
    parts = pd.Series(pd.cut(drawn, [-1, *ends])).value_counts(sort=False, normalize=True)
    return pd.DataFrame(
        {
            "feed": ["none", *(f"{low:,}" for low in steps)],
            "share": 100 * parts.to_numpy(),
            "plan": [end - step < plan <= end for end in ends],
            "ids": joined(bound.rows_behind(scenario, output)),
        }
    )


def tornado(book: Book, output: str = "reo", scenario: str = "build-out") -> pd.DataFrame:
    """What each input moves when it alone goes from the low to the high end of its range.

    Columns: name, label, low, high (of the input, in the table's units), unit, low_result,
    high_result, swing (of the output), ids; largest swing first.
    """
    bound, rows = MODEL.of(book), []
    ids = joined(bound.rows_behind(scenario, output))
    for name, setting in bound.scenario(scenario).items():
        if setting.known:
            continue
        at_low, at_high = (
            float(bound.central(scenario, **{name: end})[output])
            for end in (setting.low, setting.high)
        )
        rows.append(
            {
                "name": name,
                "label": MODEL.label(name),
                "low": setting.low,
                "high": setting.high,
                "unit": bound.table[name].unit,
                "low_result": at_low,
                "high_result": at_high,
                "swing": abs(at_high - at_low),
                "ids": ids,
            }
        )
    found = pd.DataFrame(rows)
    return found.sort_values("swing", ascending=False, kind="stable", ignore_index=True)


def requirements(book: Book) -> pd.DataFrame:
    """What it takes to treat a tenth, a quarter and a half of China's intake elsewhere in 2030.

    Columns: share · reo [t REO] · plants · capital [USD million] · decide_by [year] · irel_years:
    capital over IREL's yearly capital budget · of_kachin: part of Kachin's shipments · ids.
    """
    bound = MODEL.of(book)
    budget, ids = read(book, irel_budget_usd)
    needs = bound.rows_behind("build-out", "reo", "capital", centre=True)
    return pd.DataFrame(
        {
            "share": one.share,
            "reo": one.reo,
            "plants": one.plants,
            "capital": one.capital / MILLION,
            "decide_by": one.decide_by,
            "irel_years": one.budgets,
            "of_kachin": one.of_kachin,
            "ids": joined(needs, bound.table["plant"].centre, bound.table["passage"].centre, ids),
        }
        for one in required(bound, budget)
    )


def cost_parts(book: Book, scenario: str = "build-out") -> pd.DataFrame:
    """The cost of a kg of REO, part by part, beside the Chinese buyer's.

    Columns: buyer, part, usd_kg, order, ids.
    """
    bound = MODEL.of(book)
    at, found = bound.settings(scenario), bound.central(scenario)
    settings = bound.scenario(scenario)

    def behind(output: str) -> str:
        return joined(bound.rows_behind(scenario, output, centre=True))

    def given(*names: str) -> str:
        return joined(*(settings[name].centre for name in names))

    def part(buyer: str, name: str, cost: Any, ids: str) -> dict[str, Any]:
        return {"buyer": buyer, "part": name, "usd_kg": float(cost), "ids": ids}

    new, chinese = "New buyer", "Chinese buyer"
    bid = bid_per_kg(at["bid"], at["rate"], at["standard"])
    fee = bid_per_kg(at["fee_china"], at["rate"], at["standard"])
    rows = [
        part(new, "ore and levy", found["ore"], behind("ore")),
        part(new, "freight", found["freight"], behind("freight")),
        part(new, "processing", at["processing"], given("processing")),
        part(new, "capital", found["idle"], behind("idle")),
        part(chinese, "ore and levy", bid, given("bid", "rate", "standard")),
        part(chinese, "processing", fee, given("fee_china", "rate", "standard")),
    ]
    return pd.DataFrame(rows).assign(order=range(len(rows)))
