"""The diversion: what part of Kachin's feed could be refined outside China by 2030, and its cost.

A buyer (India, with Japan, Korea or the United States) builds a separation plant, and feed must
pass from the mines to it. Tonnes are tonnes of rare-earth oxide (REO) in the feed unless said.

    treated   = smaller of plant x part of the year's capacity in use x passage,
                and what Kachin ships
    products  = treated x share of the oxide in the feed x recovery
    cost      = premium x (Chinese bid - levy in it) + levy asked + freight + processing
                + capital / passage
    Chinese   = Chinese bid + Chinese processing fee

Passage is the part of the plant's need that gets through in a year. A plant that waits for feed
still costs its capital, so passage enters twice: in the tonnes and, inverted, in the cost. The levy
cancels where both buyers pay it. Numbers and NumPy arrays alike; arrays broadcast. Shares are
fractions, money USD.

The three scenarios are conditions, not forecasts: each says what happens if its passage is granted.
No tonne of Kachin feed is known to have gone to India.
"""

import math
from collections.abc import Iterable
from dataclasses import dataclass

import numpy as np

from heavyground.models.model import Bound, Model, Printed, Result
from heavyground.models.sampling import Number

HORIZON = 2030  # the year asked for
YEARS = range(2026, 2033)  # to the year of India's magnet target
# kg dysprosium in a kg of Dy2O3, by the atomic weights: 2 x 162.50 / (2 x 162.50 + 3 x 15.999)
OXIDE_TO_METAL = 0.8713


# ---- The formulas. The page runs these same lines; see heavyground/models/translate.py.


def ramped(age: Number, ramp: Number) -> Number:
    """Years of full output made by `age` years after start, when output climbs evenly.

    age, ramp: of the climb, above 0 [years].
    """
    climb = np.minimum(np.maximum(age, 0), ramp)
    return climb * climb / (2 * ramp) + np.maximum(age - ramp, 0)


def running(year: Number, start: Number, ramp: Number) -> Number:
    """Part of capacity used in a calendar year, 0 to 1.

    start: date as a decimal year · ramp: time to full output [years].
    """
    return ramped(year + 1 - start, ramp) - ramped(year - start, ramp)


def treated(
    year: Number,
    plant: Number,
    start: Number,
    ramp: Number,
    passage: Number,
    feed: Number,
    kachin: Number,
) -> Number:
    """Feed refined in a year [t REO]; never more than Kachin ships.

    plant [t REO a year] · start, ramp as in `running` · passage: part of the plant's need that gets
    through, 0 to 1 · feed: Myanmar's shipments [t REO a year] · kachin: Kachin's part, 0 to 1.
    """
    return np.minimum(plant * running(year, start, ramp) * passage, feed * kachin)


def bid_per_kg(bid: Number, rate: Number, standard: Number) -> Number:
    """Chinese price of the ore [USD/kg REO].

    bid [CNY/t] · rate [CNY/USD] · standard: REO in the ore that is priced, 0 to 1.
    """
    return bid / rate / standard / 1000


def levy_per_kg(levy: Number, rate: Number, grade: Number) -> Number:
    """Levy on a kg of REO [USD/kg].

    levy [CNY/t gross] · rate [CNY/USD] · grade: REO in what is shipped, 0 to 1.
    """
    return levy / rate / grade / 1000


def freight_per_kg(
    hill_km: Number,
    hill_rate: Number,
    plain_km: Number,
    plain_rate: Number,
    rupees: Number,
    grade: Number,
) -> Number:
    """Freight of a kg of REO [USD/kg].

    distances [km] · rates [INR/t-km] · rupees [INR/USD] · grade: REO in what is shipped, 0 to 1.
    """
    return (hill_km * hill_rate + plain_km * plain_rate) / rupees / grade / 1000


def annuity(discount: Number, life: Number) -> Number:
    """Yearly charge on a unit of capital. discount: rate a year, above 0 · life [years]."""
    return discount / (1 - (1 + discount) ** (-life))


def capital_per_kg(capex: Number, discount: Number, life: Number, passage: Number) -> Number:
    """Capital charge on a kg of REO treated in a full year [USD/kg]; NaN where nothing passes.

    capex [USD per t REO a year] · discount, life as in `annuity` · passage, 0 to 1.
    """
    return np.where(
        passage > 0, capex * annuity(discount, life) / np.maximum(passage, 1e-12) / 1000, np.nan
    )


def outputs(
    *,
    year: Number,
    plant: Number,
    decision: Number,
    build: Number,
    ramp: Number,
    passage: Number,
    premium: Number,
    levy: Number,
    feed: Number,
    kachin: Number,
    bid: Number,
    levy_china: Number,
    fee_china: Number,
    standard: Number,
    rate: Number,
    rupees: Number,
    grade: Number,
    dy: Number,
    tb: Number,
    ndpr: Number,
    recovery: Number,
    hill_km: Number,
    hill_rate: Number,
    plain_km: Number,
    plain_rate: Number,
    processing: Number,
    capex: Number,
    discount: Number,
    life: Number,
    magnets: Number,
    dy_in_magnets: Number,
    metal_loss: Number,
    ndpr_per_magnet: Number,
    basket: Number,
) -> dict[str, Number]:
    """Everything the panel shows for one year.

    reo [t] · dy, tb, ndpr [t oxide] · of_intake: part of what China took from Myanmar ·
    of_dysprosium, of_ndpr: part of India's need for its magnet target · cost, rival, gap, freight,
    idle (capital), ore, worth [USD/kg REO] · capital [USD million] · start [year]. Without a plant,
    start and freight are NaN.
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


FORMULAS = (
    ramped,
    running,
    treated,
    bid_per_kg,
    levy_per_kg,
    freight_per_kg,
    annuity,
    capital_per_kg,
    outputs,
)

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

RESULTS = (
    Result("start", "First output, year", grouped=False, live=False),
    Result("reo", "Feed treated in 2030, t REO"),
    Result("dy", "Dysprosium oxide in 2030, t", digits=1),
    Result("tb", "Terbium oxide in 2030, t", digits=1),
    Result("of_intake", "Of China's intake from Myanmar, %", digits=1, factor=100),
    Result("of_ndpr", "Of the magnet scheme's NdPr, %", digits=1, factor=100),
    Result("cost", "Cost, USD a kg REO", digits=1),
    Result("freight", "of which freight, USD a kg REO", digits=2),
    Result("rival", "Chinese buyer's cost, USD a kg REO", digits=1),
    Result("capital", "Capital, USD million", digits=1),
)

MODEL = Model(
    name="diversion",
    formulas=FORMULAS,
    constants={"OXIDE_TO_METAL": OXIDE_TO_METAL},
    fixed={"year": HORIZON},
    labels=LABELS,
    results=RESULTS,
    sliders=(
        "plant",
        "decision",
        "build",
        "ramp",
        "passage",
        "premium",
        "levy",
        "bid",
        "capex",
        "processing",
        "grade",
        "recovery",
    ),
    printed=Printed(
        "The diversion in three scenarios",
        corner="In 2030",
        results=tuple(result.name for result in RESULTS),
        turned=True,
    ),
    units={"local currency/USD": "to the dollar"},
)


# ---- What would have to be true


@dataclass(frozen=True, slots=True)
class Requirement:
    """What a part of China's intake from Myanmar takes, were it treated elsewhere.

    share: the part, 0 to 1 · reo [t REO a year] · plants: whole ones of the common size, running
    full with the usual part of their need passing · capital of those plants [USD] · decide_by: for
    full running all through the year asked for · budgets: that capital in yearly capital budgets of
    India's state company · of_kachin: the same feed as a part of Kachin's shipments, 0 to 1.
    """

    share: float
    reo: float
    plants: int
    capital: float
    decide_by: float
    budgets: float
    of_kachin: float


def requirements(
    bound: Bound, budget: float, shares: Iterable[float] = (0.10, 0.25, 0.50)
) -> list[Requirement]:
    """What would have to be true for parts of China's intake to be treated elsewhere in HORIZON.

    Size and passage are the table's own, the rest the build-out's centre. budget: of India's state
    company, for capital [USD a year].
    """
    at = bound.settings("build-out")
    size = bound.table["plant"].value
    passing = bound.table["passage"].of(bound.table["passage"].value)
    found = []
    for share in shares:
        reo = share * at["feed"]
        plants = math.ceil(reo / passing / size)
        capital = plants * size * at["capex"]
        found.append(
            Requirement(
                share=share,
                reo=reo,
                plants=plants,
                capital=capital,
                decide_by=HORIZON - at["ramp"] - at["build"],
                budgets=capital / budget,
                of_kachin=share / at["kachin"],
            )
        )
    return found
