"""The levy: what the KIO would collect from rare-earth exports, and what the quoted sum takes.

The notice of 26 March 2025 names a tax of 35,000 CNY for each tonne exported, 33,333.33 CNY for
some firms. Reuters calls it a tax on stockpiles, and the notice as published does not name the KIO.
**A yearly revenue is therefore an extrapolation of ours**: it supposes that the charge stays, falls
on every kind of tonne, and is paid. No receipts have been published. An earlier rule, of January
2025, took 20 % of the goods in kind; at the ore price of that day the two are worth the same, so we
read them as one charge in two wordings and never add them. That reading is an inference.

    cash    = tonnes x months/12 x Kachin's share x share collected x levy / rate
    in kind = tonnes x months/12 x Kachin's share x share collected x ore price x share taken / rate

Numbers and NumPy arrays alike; arrays broadcast. Shares are fractions, money USD million unless
said.
"""

import numpy as np

from heavyground.models.model import Model, Printed, Result
from heavyground.models.sampling import Number

MILLION = 1e6

# ---- The formulas. The page runs these same lines; see heavyground/models/translate.py.


def liable(tonnes: Number, months: Number, kachin: Number, collected: Number) -> Number:
    """Tonnes on which the charge is paid [t gross a year].

    tonnes: exported from Myanmar in a year [t gross] · months: in which the charge is paid, 0 to 12
    · kachin: part that leaves areas of the KIO, 0 to 1 · collected: part that pays, 0 to 1.
    """
    return tonnes * months / 12 * kachin * collected


def cash(paying: Number, levy: Number, rate: Number) -> Number:
    """Receipts of a charge per tonne [USD million].

    paying: tonnes that pay [t gross] · levy [CNY/t] · rate [CNY/USD].
    """
    return paying * levy / rate / MILLION


def in_kind(paying: Number, ore_price: Number, share: Number, rate: Number) -> Number:
    """Worth of a share of the goods [USD million].

    paying [t gross] · ore_price [CNY/t] · share: taken, 0 to 1 · rate [CNY/USD].
    """
    return paying * ore_price * share / rate / MILLION


def needed(levy: Number, rate: Number, goal: Number) -> Number:
    """Tonnes a year, all paying, that bring the goal [t gross]; NaN without a levy.

    levy [CNY/t] · rate [CNY/USD] · goal [USD a year].
    """
    return np.where(levy > 0, goal * rate / np.maximum(levy, 1e-9), np.nan)


def outputs(
    *,
    tonnes: Number,
    months: Number,
    kachin: Number,
    collected: Number,
    levy: Number,
    share: Number,
    ore_price: Number,
    rate: Number,
    goal: Number,
) -> dict[str, Number]:
    """Everything the panel shows.

    cash, kind, total [USD million] · of_goal: total over the quoted sum · burden: levy over ore
    price · paying, needed [t gross].
    """
    paying = liable(tonnes, months, kachin, collected)
    money = cash(paying, levy, rate)
    goods = in_kind(paying, ore_price, share, rate)
    return {
        "total": money + goods,
        "cash": money,
        "kind": goods,
        "of_goal": (money + goods) * MILLION / goal,
        "burden": levy / ore_price,
        "paying": paying,
        "needed": needed(levy, rate, goal),
    }


MODEL = Model(
    name="levy",
    formulas=(liable, cash, in_kind, needed, outputs),
    constants={"MILLION": MILLION},
    labels={
        "tonnes": "Exports from Myanmar in a year",
        "months": "Months in which the levy is paid",
        "kachin": "Part from KIO areas",
        "collected": "Part that pays",
        "levy": "Levy per tonne",
        "share": "Share taken in kind",
        "ore_price": "Ore price in China",
        "rate": "Exchange rate",
        "goal": "The quoted sum",
    },
    results=(
        Result("total", "Receipts, USD million a year", head="USD million"),
        Result("of_goal", "of the quoted 200 million", digits=2, head="Of 200 million"),
        Result("burden", "Levy as % of the ore's price", digits=1, factor=100),
        Result("needed", "Tonnes that would have to pay for 200 million"),
    ),
    sliders=("tonnes", "levy", "collected", "kachin", "months", "share", "ore_price", "rate"),
    printed=Printed(
        "Levy receipts in six readings",
        corner="Reading",
        inputs={"tonnes": "Tonnes", "months": "Months"},
        results=("total", "of_goal"),
        centres=("of_goal",),
    ),
    units={"local currency/USD": "to the dollar"},
)


# ---- Checked entry


def revenue(tonnes: Number, levy: Number, rate: Number, collected: Number = 1.0) -> Number:
    """Levy receipts in USD.

    tonnes: shipped weight [t gross] · levy: [CNY/t] · rate: [CNY/USD] · collected: share paid, 0 to
    1. Arrays broadcast.
    revenue = tonnes x levy x collected / rate
    Raises ValueError on negative tonnage or levy, a rate that is not positive or a share outside 0
    to 1.

    >>> round(revenue(41_700, 35_000, 7.1875) / 1e6)
    203
    """
    if np.any(np.asarray(tonnes) < 0) or np.any(np.asarray(levy) < 0):
        raise ValueError("tonnes and levy cannot be negative")
    if np.any(np.asarray(rate) <= 0):
        raise ValueError("the exchange rate must be positive, in CNY per USD")
    if np.any((np.asarray(collected) < 0) | (np.asarray(collected) > 1)):
        raise ValueError("shares lie between 0 and 1; write 20 % as 0.2")
    return cash(liable(tonnes, 12, 1.0, collected), levy, rate) * MILLION
