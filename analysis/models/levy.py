"""M1, the levy: what the KIO would collect from rare-earth exports, and what "over USD 200 million a year" takes.

The notice of 26 March 2025 names a tax of 35,000 CNY for each tonne exported, 33,333.33 CNY for some firms. Reuters calls it
a tax on stockpiles, and the notice as published does not name the KIO. **A yearly revenue is therefore an
extrapolation of ours**: it supposes that the charge stays, falls on every kind of tonne, and is paid. No receipts have been
published. An earlier rule, of January 2025, took 20 % of the goods in kind; at the ore price of that day the two are
worth the same, so we read them as one charge in two wordings and never add them. That reading is an inference.

    cash    = tonnes x months/12 x Kachin's share x share collected x levy / rate
    in kind = tonnes x months/12 x Kachin's share x share collected x ore price x share taken / rate

Scalars and NumPy arrays alike; arrays broadcast. Shares are fractions, money USD million unless said.
"""

import numpy as np
import pandas as pd

from .. import evidence as ev
from . import parameters

GOAL = 200.0  # USD million a year, as claimed (ctrl-0081, prod-0850)
CONSTANTS = {"GOAL": GOAL}


# ---- The formulas. The page runs these same lines (see script.py).


def liable(tonnes, months, kachin, collected):
    """Tonnes on which the charge is paid [t gross a year].

    tonnes: exported from Myanmar in a year [t gross] · months: in which the charge is paid, 0 to 12 · kachin: part that
    leaves areas of the KIO, 0 to 1 · collected: part that pays, 0 to 1.
    """
    return tonnes * months / 12 * kachin * collected


def cash(paying, levy, rate):
    """Receipts of a charge per tonne [USD million]. paying [t gross] · levy [CNY/t] · rate [CNY/USD]."""
    return paying * levy / rate / 1e6


def in_kind(paying, ore_price, share, rate):
    """Worth of a share of the goods [USD million]. paying [t gross] · ore_price [CNY/t] · share: taken, 0 to 1 · rate [CNY/USD]."""
    return paying * ore_price * share / rate / 1e6


def needed(levy, rate):
    """Tonnes a year, all paying, that bring USD 200 million [t gross]. levy [CNY/t], zero gives NaN · rate [CNY/USD]."""
    return np.where(levy > 0, GOAL * 1e6 * rate / np.maximum(levy, 1e-9), np.nan)


def outputs(*, tonnes, months, kachin, collected, levy, share, ore_price, rate):
    """Everything the panel shows, as a dict.

    cash, kind, total [USD million] · of_goal: total over USD 200 million · burden: levy over ore price · paying [t gross] · needed [t gross].
    """
    paying = liable(tonnes, months, kachin, collected)
    money = cash(paying, levy, rate)
    goods = in_kind(paying, ore_price, share, rate)
    return {
        "total": money + goods,
        "cash": money,
        "kind": goods,
        "of_goal": (money + goods) / GOAL,
        "burden": levy / ore_price,
        "paying": paying,
        "needed": needed(levy, rate),
    }


FORMULAS = [liable, cash, in_kind, needed, outputs]

LABELS = {
    "tonnes": "Exports from Myanmar in a year",
    "months": "Months in which the levy is paid",
    "kachin": "Part from KIO areas",
    "collected": "Part that pays",
    "levy": "Levy per tonne",
    "share": "Share taken in kind",
    "ore_price": "Ore price in China",
    "rate": "Exchange rate",
}


# ---- Checked entry for chapters


def revenue(tonnes, levy, rate, collected=1.0):
    """Levy receipts in USD.

    tonnes: shipped weight [t gross] · levy: [CNY/t] · rate: [CNY/USD] · collected: share paid, 0 to 1. Arrays broadcast.
    revenue = tonnes x levy x collected / rate
    Raises ValueError on negative tonnage or levy, a rate that is not positive or a share outside 0 to 1.

    >>> round(revenue(41_700, 35_000, 7.1875) / 1e6)
    203
    """
    _check(tonnes, levy, rate, collected)
    return cash(liable(tonnes, 12, 1.0, collected), levy, rate) * 1e6


def revenue_in_kind(tonnes, ore_price, share, rate, collected=1.0):
    """Worth in USD of a share of the goods, at the ore price in China: an upper bound, since it is taken at the mine.

    tonnes [t gross] · ore_price [CNY/t] · share: taken, 0 to 1 · rate [CNY/USD] · collected: 0 to 1. Raises as `revenue`.
    """
    _check(tonnes, ore_price, rate, collected, share)
    return in_kind(liable(tonnes, 12, 1.0, collected), ore_price, share, rate) * 1e6


def _check(tonnes, money, rate, *shares):
    if np.any(np.asarray(tonnes) < 0) or np.any(np.asarray(money) < 0):
        raise ValueError("tonnes, levy and ore price cannot be negative")
    if np.any(np.asarray(rate) <= 0):
        raise ValueError("the exchange rate must be positive, in CNY per USD")
    if any(np.any((np.asarray(one) < 0) | (np.asarray(one) > 1)) for one in shares):
        raise ValueError("shares lie between 0 and 1; write 20 % as 0.2")


# ---- What the book asks


def simulate(scenario, n=10_000, seed=2026, **held):
    """`outputs` of seeded draws from a scenario's ranges. held: names taken as known, in the table's units."""
    return outputs(**parameters.draws("levy", scenario, n, seed, **held))


def summary(n=10_000, seed=2026):
    """The named readings with central value and 5-95 % interval, as a frame.

    Columns: scenario, tonnes [t gross], months, revenue, low, high [USD million], of_goal [ratio].
    """
    rows = []
    for scenario, settings in parameters.scenarios("levy").items():
        middle = outputs(**parameters.central("levy", scenario))
        low, high = parameters.interval(np.broadcast_to(simulate(scenario, n, seed)["total"], n))
        rows.append(
            {
                "scenario": scenario,
                "tonnes": settings["tonnes"][0],
                "months": settings["months"][0],
                "revenue": float(middle["total"]),
                "low": low,
                "high": high,
                "of_goal": float(middle["of_goal"]),
            }
        )
    return pd.DataFrame(rows)


# Rows that bound each year's tonnage: low, central, high. Central is the oxide line where its weight is known: it is the
# unit of the received figure. The weights of 2024 and of the sum of 2025 are computed below.
TONNAGE = {
    2021: ("prod-0700", "prod-0700", "prod-0328"),
    2022: ("prod-0099", "prod-0330", "prod-0330"),
    2023: ("prod-0081", "prod-0701", "prod-0332"),
    2024: ("econ-0150", None, "prod-0334"),
    2025: ("econ-0153", "prod-0474", None),
}
RATES = {
    2021: "econ-0208",
    2022: "econ-0209",
    2023: "econ-0210",
    2024: "econ-0211",
    2025: "econ-0212",
}
VALUES = {
    2021: ("prod-0329",),
    2022: ("prod-0331",),
    2023: ("prod-0333",),
    2024: ("prod-0335",),
    2025: ("prod-0475", "prod-0477"),
}
OTHER_COMPOUNDS = 0.55  # t REO per t of other compounds, the factor of the source of prod-0548


def oxide_line_2024():
    """Weight of the oxide line in 2024 [t gross]: solves oxide + other = heading and oxide + 0.55 other = REO contained."""
    heading, contained = ev.rows(["prod-0334", "prod-0548"]).value
    return (contained - OTHER_COMPOUNDS * heading) / (1 - OTHER_COMPOUNDS)


def both_lines_2025():
    """Weight of the two lines found for 2025 [t gross]."""
    return ev.rows(["prod-0474", "prod-0476"]).value.sum()


def tonnage(year):
    """(low, central, high) of a year's exports [t gross]."""
    computed = {(2024, 1): oxide_line_2024, (2025, 2): both_lines_2025}
    return tuple(
        ev.row(id).value if id else computed[year, place]()
        for place, id in enumerate(TONNAGE[year])
    )


def by_year(n=10_000, seed=2026):
    """What the charge would bring in each year 2021 to 2025 had it stood all year, in both forms. A frame.

    Columns: year, form (cash, or 20 % in kind of the customs value), central, low, high [USD million], in_force (months
    in which the cash levy really stood: none before April 2025). Tonnage, KIO share and share paid are drawn; the in-kind
    form is valued at Chinese import value, which is known and only leaves the two shares open.
    """
    base, rows = parameters.table("levy"), []
    chance = parameters.uniforms(list(base), n, seed)
    drawn = {
        name: base[name].of(
            parameters.triangular(chance[name], base[name].low, base[name].value, base[name].high)
        )
        for name in ("kachin", "collected")
    }
    middle = {name: base[name].of(base[name].value) for name in ("kachin", "collected")}
    for year in TONNAGE:
        low, mode, high = tonnage(year)
        rate, value = ev.row(RATES[year]).value, ev.rows(VALUES[year]).value.sum()
        weight = parameters.triangular(chance["tonnes"], low, mode, high)
        levy = parameters.triangular(
            chance["levy"], *(getattr(base["levy"], one) for one in ("low", "value", "high"))
        )
        money = cash(liable(weight, 12, **drawn), levy, rate)
        goods = value * 0.2 / 1e6 * drawn["kachin"] * drawn["collected"]
        rows += [
            {
                "year": year,
                "form": "35,000 CNY/t in cash",
                "central": cash(liable(mode, 12, **middle), base["levy"].value, rate),
                **dict(zip(("low", "high"), parameters.interval(money))),
                "in_force": 9 if year == 2025 else 0,
            },
            {
                "year": year,
                "form": "20 % in kind",
                "central": value * 0.2 / 1e6 * middle["kachin"] * middle["collected"],
                **dict(zip(("low", "high"), parameters.interval(goods))),
                "in_force": 0,
            },
        ]
    return pd.DataFrame(rows)


RECKONINGS = {  # what each tonnage would bring if every tonne paid 35,000 CNY: row ids, added up
    "oxide line, 2023": ("prod-0701",),
    "whole heading, 2023": ("prod-0332",),
    "whole heading, 2024": ("prod-0334",),
    "both lines, 2025": ("prod-0474", "prod-0476"),
    "oxide line, 2025": ("prod-0474",),
    "USGS, 2024, first edition": ("prod-0011",),
    "USGS, 2024, next edition": ("econ-0150",),
    "USGS, 2025": ("econ-0153",),
    "imports, January to May 2025": ("ctrl-0146",),
}


def reconciliation():
    """Rival tonnages against USD 200 million, every tonne paying 35,000 CNY at the rate of 2025. A frame.

    Columns: reading, rows (ids), tonnes (in the unit of those rows), unit, revenue [USD million], of_goal, needed [t].
    """
    rate, levy, rows = ev.row(RATES[2025]).value, ev.row("econ-0010").value, []
    for reading, ids in RECKONINGS.items():
        found = ev.rows(ids)
        money = revenue(found.value.sum(), levy, rate) / 1e6
        rows.append(
            {
                "reading": reading,
                "rows": "; ".join(found.id),
                "tonnes": found.value.sum(),
                "unit": str(found.unit.iloc[0]),
                "revenue": money,
                "of_goal": money / GOAL,
                "needed": float(needed(levy, rate)),
            }
        )
    return pd.DataFrame(rows)


def heat_map(tonnes=np.arange(0, 75_001, 2_500), levies=np.arange(0, 70_001, 2_500)):
    """Grid of revenue, every tonne paying, at the rate of 2025. A frame: tonnes [t gross], levy [CNY/t], revenue [USD million]."""
    rate = ev.row(RATES[2025]).value
    weight, levy = np.meshgrid(tonnes, levies)
    return pd.DataFrame(
        {
            "tonnes": weight.ravel(),
            "levy": levy.ravel(),
            "revenue": revenue(weight, levy, rate).ravel() / 1e6,
        }
    )


def contour(goal=GOAL, levies=np.arange(20_000, 70_001, 1_000)):
    """The line on that map where revenue is `goal` USD million. A frame: levy [CNY/t], tonnes [t gross]."""
    return pd.DataFrame({"levy": levies, "tonnes": goal * 1e6 * ev.row(RATES[2025]).value / levies})


def levy_share():
    """The fixed levy against the price of Myanmar-type ore, quote by quote. A frame.

    Columns: id, date, price [CNY/t, middle of a range], share [% of the price], source. A tonne of ore stands for a
    tonne exported: the quotes do not say what the levy's tonne is.
    """
    quotes = ev.series("price-cny-t", entity="China", item="ion-adsorption ore")
    levy = ev.row("econ-0010").value
    return pd.DataFrame(
        {
            "id": quotes.id,
            "date": quotes.start,
            "price": quotes.mid,
            "share": 100 * levy / quotes.mid,
            "source": quotes.source.astype(str),
        }
    )
