"""M2, the diversion: what part of Kachin's feed could be taken and refined outside China by 2030, and at what cost.

A buyer (India, with Japan, Korea or the United States) builds a separation plant, and feed must pass from the mines to
it. Tonnes are tonnes of rare-earth oxide (REO) in the feed unless said.

    treated   = smaller of plant x part of the year's capacity in use x passage, and what Kachin ships
    products  = treated x share of the oxide in the feed x recovery
    cost      = premium x (Chinese bid - levy in it) + levy asked + freight + processing + capital / passage
    Chinese   = Chinese bid + Chinese processing fee

Passage is the part of the plant's need that gets through in a year. A plant that waits for feed still costs its capital,
so passage enters twice: in the tonnes and, inverted, in the cost. The levy cancels where both buyers pay it.
Scalars and NumPy arrays alike; arrays broadcast. Shares are fractions, money USD.

The three scenarios are conditions, not forecasts: each says what happens if its passage is granted. No tonne of Kachin
feed is known to have gone to India.
"""

import numpy as np
import pandas as pd

from .. import evidence as ev
from . import parameters

YEARS = np.arange(
    2026, 2033
)  # 2030 is the year asked for; 2032 is the year of India's magnet target
HORIZON = 2030
OXIDE_TO_METAL = 0.8713  # kg dysprosium in a kg of Dy2O3: 2 x 162.50 / (2 x 162.50 + 3 x 15.999)
CONSTANTS = {"OXIDE_TO_METAL": OXIDE_TO_METAL}


# ---- The formulas. The page runs these same lines (see script.py).


def ramped(age, ramp):
    """Years of full output made by `age` years after start, when output climbs evenly for `ramp` years. ramp > 0."""
    climb = np.clip(age, 0, ramp)
    return climb * climb / (2 * ramp) + np.maximum(age - ramp, 0)


def running(year, start, ramp):
    """Part of capacity used in a calendar year, 0 to 1. start: date as a decimal year · ramp [years]."""
    return ramped(year + 1 - start, ramp) - ramped(year - start, ramp)


def treated(year, plant, start, ramp, passage, feed, kachin):
    """Feed refined in a year [t REO]; never more than Kachin ships.

    plant [t REO a year] · passage: part of the plant's need that gets through · feed: Myanmar's shipments [t REO a year] · kachin: Kachin's part.
    """
    return np.minimum(plant * running(year, start, ramp) * passage, feed * kachin)


def bid_per_kg(bid, rate, standard):
    """Chinese price of the ore [USD/kg REO]. bid [CNY/t] · rate [CNY/USD] · standard: REO in the ore that is priced."""
    return bid / rate / standard / 1000


def levy_per_kg(levy, rate, grade):
    """Levy on a kg of REO [USD/kg]. levy [CNY/t gross] · grade: REO in what is shipped."""
    return levy / rate / grade / 1000


def freight_per_kg(hill_km, hill_rate, plain_km, plain_rate, rupees, grade):
    """Freight of a kg of REO [USD/kg]. distances [km] · rates [INR/t-km] · rupees [INR/USD] · grade: REO in what is shipped."""
    return (hill_km * hill_rate + plain_km * plain_rate) / rupees / grade / 1000


def annuity(discount, life):
    """Yearly charge on a unit of capital. discount: rate a year, above 0 · life [years]."""
    return discount / (1 - (1 + discount) ** (-life))


def capital_per_kg(capex, discount, life, passage):
    """Capital charge on a kg of REO treated in a full year [USD/kg]; NaN where nothing passes. capex [USD per t REO a year]."""
    return np.where(
        passage > 0, capex * annuity(discount, life) / np.maximum(passage, 1e-12) / 1000, np.nan
    )


def outputs(
    *,
    year,
    plant,
    decision,
    build,
    ramp,
    passage,
    premium,
    levy,
    feed,
    kachin,
    bid,
    levy_china,
    fee_china,
    standard,
    rate,
    rupees,
    grade,
    dy,
    tb,
    ndpr,
    recovery,
    hill_km,
    hill_rate,
    plain_km,
    plain_rate,
    processing,
    capex,
    discount,
    life,
    magnets,
    dy_in_magnets,
    metal_loss,
    ndpr_per_magnet,
    basket,
):
    """Everything the panel shows for one year, as a dict.

    reo [t] · dy, tb, ndpr [t oxide] · of_intake: part of what China took from Myanmar · of_dysprosium, of_ndpr: part of India's need for its magnet
    target · cost, rival, gap, freight, idle (capital), worth [USD/kg REO] · capital [USD million] · start [year]. Without a plant, start and freight are NaN.
    """
    start = decision + build
    reo = treated(year, plant, start, ramp, passage, feed, kachin)
    dysprosium = reo * dy * recovery
    neodymium = reo * ndpr * recovery
    need = magnets * dy_in_magnets / OXIDE_TO_METAL / (1 - metal_loss)
    china = bid_per_kg(bid, rate, standard)
    taxed = levy_per_kg(levy, rate, grade)
    freight = freight_per_kg(hill_km, hill_rate, plain_km, plain_rate, rupees, grade)
    idle = capital_per_kg(capex, discount, life, passage)
    ore = premium * (china - levy_per_kg(levy_china, rate, grade)) + taxed
    cost = ore + freight + processing + idle
    rival = china + bid_per_kg(fee_china, rate, standard)
    return {
        "reo": reo,
        "dy": dysprosium,
        "tb": reo * tb * recovery,
        "ndpr": neodymium,
        "of_intake": reo / feed,
        "of_dysprosium": dysprosium / need,
        "of_ndpr": neodymium / (magnets * ndpr_per_magnet),
        "cost": cost,
        "rival": rival,
        "gap": cost - rival,
        "freight": np.where(plant > 0, freight, np.nan),
        "idle": idle,
        "ore": ore,
        "worth": basket * recovery,
        "capital": plant * capex / 1e6,
        "start": np.where(plant > 0, start, np.nan),
    }


FORMULAS = [
    ramped,
    running,
    treated,
    bid_per_kg,
    levy_per_kg,
    freight_per_kg,
    annuity,
    capital_per_kg,
    outputs,
]

LABELS = {
    "plant": "Plant size",
    "decision": "Decision to build",
    "build": "Time to build",
    "ramp": "Time to full output",
    "passage": "Passage: part of the need that gets through",
    "premium": "Price paid, against what China's buyer leaves the seller",
    "levy": "Levy asked of the new buyer",
    "bid": "Chinese price of the ore",
    "capex": "Capital per tonne a year",
    "processing": "Processing",
    "recovery": "Recovery",
    "dy": "Dysprosium oxide in the feed",
    "tb": "Terbium oxide in the feed",
    "ndpr": "Neodymium and praseodymium oxide in the feed",
    "grade": "REO in what is shipped",
    "hill_km": "Hill road",
    "hill_rate": "Freight on the hill road",
    "plain_km": "Way in India",
    "plain_rate": "Freight in India",
    "feed": "Myanmar's shipments",
    "kachin": "Kachin's part of them",
    "dy_in_magnets": "Dysprosium in the magnets",
    "discount": "Discount rate",
    "life": "Life of the plant",
    "levy_china": "Levy in the Chinese price",
    "fee_china": "Chinese processing fee",
    "standard": "REO in the ore that is priced",
    "rate": "Yuan per dollar",
    "rupees": "Rupees per dollar",
    "magnets": "India's magnet target",
    "metal_loss": "Loss from oxide to metal",
    "ndpr_per_magnet": "NdPr oxide per tonne of magnets",
    "basket": "Worth of the oxides in a kg of REO",
}
SHARES = ("of_intake", "of_dysprosium", "of_ndpr")


# ---- What the book asks


def simulate(scenario, year=HORIZON, n=10_000, seed=2026, **held):
    """`outputs` of seeded draws from a scenario's ranges. year: number, or array of years, which become the first axis.

    held: names taken as known, in the table's units. 100,000 draws of one year take about a tenth of a second.
    """
    drawn = parameters.draws("diversion", scenario, n, seed, **held)
    year = np.asarray(year, float)
    return outputs(year=year[:, None] if year.ndim else year, **drawn)


def central(scenario, year=HORIZON, **instead):
    """`outputs` at a scenario's central values; `instead`: other values for some names, in the table's units."""
    return outputs(
        year=np.asarray(year, float), **parameters.central("diversion", scenario, **instead)
    )


def summary(
    year=HORIZON,
    n=10_000,
    seed=2026,
    names=("reo", "dy", "tb", *SHARES, "cost", "rival", "gap", "freight", "capital", "start"),
):
    """Scenarios with central value and 5-95 % interval of each output in one year. A frame: scenario, output, central, low, high."""
    rows = []
    for scenario in parameters.scenarios("diversion"):
        middle, drawn = central(scenario, year), simulate(scenario, year, n, seed)
        rows += [
            {
                "scenario": scenario,
                "output": name,
                "central": float(middle[name]),
                **dict(zip(("low", "high"), parameters.interval(np.broadcast_to(drawn[name], n)))),
            }
            for name in names
        ]
    return pd.DataFrame(rows)


def by_year(n=10_000, seed=2026, names=("reo", "dy", "tb", *SHARES)):
    """The same through the years 2026 to 2032. A frame: scenario, year, output, central, low, high."""
    rows = []
    for scenario in parameters.scenarios("diversion"):
        middle, drawn = central(scenario, YEARS), simulate(scenario, YEARS, n, seed)
        for name in names:
            low, high = parameters.interval(np.broadcast_to(drawn[name], (len(YEARS), n)))
            rows += [
                {
                    "scenario": scenario,
                    "year": int(year),
                    "output": name,
                    "central": float(value),
                    "low": below,
                    "high": above,
                }
                for year, value, below, above in zip(
                    YEARS, np.broadcast_to(middle[name], len(YEARS)), low, high
                )
            ]
    return pd.DataFrame(rows)


def tornado(output="reo", scenario="build-out", year=HORIZON):
    """What each input moves when it alone goes from the low to the high end of its range. A frame, largest first.

    Columns: name, label, low, high (of the input, in the table's units), unit, at_low, at_high, swing (of the output).
    """
    base, rows = parameters.table("diversion"), []
    for name, (_, low, high) in parameters.scenarios("diversion")[scenario].items():
        if low == high:
            continue
        ends = [float(central(scenario, year, **{name: end})[output]) for end in (low, high)]
        rows.append(
            {
                "name": name,
                "label": LABELS[name],
                "low": low,
                "high": high,
                "unit": base[name].unit,
                "at_low": ends[0],
                "at_high": ends[1],
                "swing": abs(ends[1] - ends[0]),
            }
        )
    return pd.DataFrame(rows).sort_values(
        "swing", ascending=False, kind="stable", ignore_index=True
    )


COMMON_PLANT = (
    5_000  # t of feed a year, the size that Lynas and Caremag chose (econ-0564, econ-0576)
)


def requirements(shares=(0.10, 0.25, 0.50), scenario="build-out"):
    """What would have to be true for a part of China's intake from Myanmar to be treated elsewhere in 2030. A frame.

    Columns: share · reo [t REO] · plants: whole ones of 5,000 t of feed a year, running full with half of their need passing · capital [USD million] of those plants · decide_by [year]: for full running all through 2030 ·
    irel_years: capital over IREL's yearly capital budget · of_kachin: share of Kachin's shipments.
    """
    at = parameters.central("diversion", scenario)
    budget = ev.row("ind-0302").value * 1e7 / at["rupees"]  # INR crore to USD
    rows = []
    for share in shares:
        reo = share * at["feed"]
        plants = int(np.ceil(reo / 0.5 / COMMON_PLANT))
        capital = plants * COMMON_PLANT * at["capex"]
        rows.append(
            {
                "share": share,
                "reo": reo,
                "plants": plants,
                "capital": capital / 1e6,
                "decide_by": HORIZON - at["ramp"] - at["build"],
                "irel_years": capital / budget,
                "of_kachin": share / at["kachin"],
            }
        )
    return pd.DataFrame(rows)


def cost_parts(scenario="build-out"):
    """The cost of a kg of REO, part by part, beside the Chinese buyer's. A frame: buyer, part, usd_kg, order."""
    at, found = parameters.central("diversion", scenario), central(scenario)
    rows = [
        ("New buyer", "ore and levy", found["ore"]),
        ("New buyer", "freight", found["freight"]),
        ("New buyer", "processing", at["processing"]),
        ("New buyer", "capital", found["idle"]),
        ("Chinese buyer", "ore and levy", bid_per_kg(at["bid"], at["rate"], at["standard"])),
        ("Chinese buyer", "processing", bid_per_kg(at["fee_china"], at["rate"], at["standard"])),
    ]
    return pd.DataFrame(
        [
            {"buyer": buyer, "part": part, "usd_kg": float(value), "order": order}
            for order, (buyer, part, value) in enumerate(rows)
        ]
    )


COMPOSITION, PRICES, BASKET_YEARS = "Xinfeng", "usgs2026mcs", range(2021, 2026)


def basket_value(year):
    """Worth of the oxides in a kg of REO of Xinfeng-type clay at USGS average prices of a year [USD/kg REO]; thulium has no price."""
    rows = ev.load().observations
    parts = (
        rows[(rows.series == "ree-composition") & (rows.entity == COMPOSITION)]
        .set_index("item")
        .value
        / 100
    )
    prices = rows[
        (rows.series == "price-average-usd-kg")
        & (rows.entity == "China")
        & rows.source.astype(str).str.startswith(PRICES)
        & (rows.period == str(year))
    ]
    prices = prices.drop_duplicates("item").set_index("item").value
    shared = parts.index.intersection(prices.index)
    return float((parts[shared] * prices[shared]).sum())
