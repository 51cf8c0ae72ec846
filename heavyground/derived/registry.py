"""Arithmetic on the evidence, and the only place for it.

A derived value has a name, a unit, its formula in words, and the rows it is made from. It is computed anew from them each
time, so that a changed row changes it, and every text that cites it is checked again. Old ids of rows that were our own
arithmetic live here as aliases.

    >>> share = get("oxide_share_2023")
    >>> round(share.value, 1), share.unit, share.inputs
    (57.9, '% share', ('prod-0701', 'prod-0332'))

Inputs are row ids, other derived values (`=name`) and events (`ev-0134`, which count as days). Where an input has a range,
the value is computed from its value (or the middle of the range) and `low` and `high` from its ends, each input moved in
the direction that lowers or raises the result; this is exact for formulas that only rise or only fall with each input, as
all here do. A figure with one bound alone ("more than 370") counts as that bound, and leaves the result open on that side.

To add one: a line `derive(name, unit, formula, inputs, aliases)(function)`, or the decorator above a small function.
"""

import difflib
import importlib
import math
from dataclasses import dataclass
from functools import partial

import numpy as np

from . import evidence as ev

REGISTRY, ALIASES = {}, {}
NAN = float("nan")

# Where a value comes out otherwise than research had noted it, and why.
DIFFERS = {
    "proc-0326": "Noted as USD 38.02 a kilogram from a weight of 69.4 t; the row has 69.415 t.",
    "econ-0305": "Noted from a weight in kilograms that the row rounds to three decimals of a tonne.",
    "econ-1219": "Noted from 44,365.5 t rounded; the row has 44,365.512 t.",
    "geo-0014": "Noted from USD 33,573 rounded; here the quotient is carried on.",
    "env-0264": "Noted as a round 390 million yuan.",
    "econ-1249": "Noted at the upper end of three to five times; here the middle, with both ends as low and high.",
}


class UnknownDerived(LookupError):
    """A name that is no derived value."""


@dataclass(frozen=True)
class Derived:
    """A computed value: `low` and `high` are NaN where no input has a range."""

    name: str
    value: float
    low: float
    high: float
    unit: str
    formula: str
    inputs: tuple
    aliases: tuple = ()
    places: tuple = ()


@dataclass(frozen=True)
class Formula:
    """An entry of the registry."""

    name: str
    unit: str
    formula: str
    inputs: tuple
    function: object
    aliases: tuple
    floor: (
        float | None
    )  # what an input with `high` alone counts as at least (a content below a detection limit: 0)
    places: tuple


def derive(name, unit, formula, inputs=(), aliases=(), floor=None, places=()):
    """Put a function among the derived values. It takes one number for each input and returns one number.

    Raises ValueError when the name or an alias is taken.
    """

    def register(function):
        entry = Formula(
            name, unit, formula, tuple(inputs), function, tuple(aliases), floor, tuple(places)
        )
        taken = [one for one in (name, *aliases) if one in REGISTRY or one in ALIASES]
        if taken:
            raise ValueError(
                f"derived value {name}: {', '.join(taken)} exists already; choose another name."
            )
        REGISTRY[name] = entry
        ALIASES.update(dict.fromkeys(entry.aliases, name))
        return function

    return register


def get(name, data=None):
    """Compute a derived value. An old id answers with the value it became. Raises UnknownDerived, or LookupError for an input that is gone."""
    entry = REGISTRY.get(ALIASES.get(name, name))
    if entry is None:
        near = difflib.get_close_matches(name, REGISTRY, 2)
        raise UnknownDerived(
            f"={name} is no derived value{' (near: ' + ', '.join('=' + n for n in near) + ')' if near else ''}; see heavyground/derived.py."
        )
    value, low, high = _compute(entry, [_input(one, entry, data) for one in entry.inputs])
    return Derived(
        entry.name,
        value,
        low,
        high,
        entry.unit,
        entry.formula,
        entry.inputs,
        entry.aliases,
        entry.places,
    )


def name_of(id):
    """Name of the derived value that an old id became, or None."""
    return ALIASES.get(id)


def aliases():
    """{old id: name}."""
    return dict(ALIASES)


def names():
    """All names, in the order they were written."""
    return list(REGISTRY)


def _input(one, entry, data):
    """(value, low, high) of an input; low and high infinite where it is open."""
    evidence = ev.load(data)
    if one.startswith("="):
        found = get(one[1:], data)
        return (
            found.value,
            found.value if found.low != found.low else found.low,
            found.value if found.high != found.high else found.high,
        )
    if one.startswith("ev-"):
        event = evidence.events[evidence.events.id == one]
        if not len(event):
            raise LookupError(f"{one}, an input of ={entry.name}, is no event.")
        day = float(event.start.iloc[0].toordinal())
        return day, day, day
    row = evidence.row(one)
    value, low, high = row.value, row.low, row.high
    if value == value:
        return value, value if low != low else low, value if high != high else high
    if low == low and high == high:
        return (low + high) / 2, low, high
    if low == low:
        return low, low, math.inf
    if high != high:
        raise LookupError(f"{one}, an input of ={entry.name}, has no figure that is used.")
    return (high, -math.inf, high) if entry.floor is None else (entry.floor, entry.floor, high)


def _compute(entry, inputs):
    """Value and bounds; see the top of this file."""
    central = [value for value, _, _ in inputs]
    result = float(entry.function(*central))
    if all(low == value == high for value, low, high in inputs):
        return result, NAN, NAN
    lowest, highest = list(central), list(central)
    open_low = open_high = False
    for at, (value, low, high) in enumerate(inputs):
        for end, other in ((low, high), (high, low)):
            step = end if math.isfinite(end) else (value * 2 if end > 0 else value / 2)
            moved = float(entry.function(*central[:at], step, *central[at + 1 :]))
            if moved < result:
                lowest[at], open_low = (end, open_low) if math.isfinite(end) else (value, True)
            if moved > result:
                highest[at], open_high = (end, open_high) if math.isfinite(end) else (value, True)
    return (
        result,
        NAN if open_low else float(entry.function(*lowest)),
        NAN if open_high else float(entry.function(*highest)),
    )


# ---- Formulas that many share


def ratio(part, whole):
    return part / whole


def share(part, whole):
    return 100 * part / whole


def change(new, old):
    return 100 * (new / old - 1)


def product(*factors):
    return math.prod(factors)


def percent_of(percent, whole):
    return percent / 100 * whole


def total(*parts):
    return sum(parts)


def less(whole, *parts):
    return whole - sum(parts)


def same(value):
    return value


def days(later, earlier):
    return later - earlier


def hhi(*parts):
    """Herfindahl-Hirschman index, 0 to 10,000: sum of squared percentage shares."""
    return sum((100 * part / sum(parts)) ** 2 for part in parts)


def rising(last, first, years):
    """Compound growth in per cent a year."""
    return 100 * ((last / first) ** (1 / years) - 1)


# ---- China's imports from Myanmar and Laos: weight, value, unit value

derive(
    "heading_myanmar_2025",
    "t gross",
    "the two tariff lines under HS 284690 recorded from Myanmar in 2025, added",
    ["prod-0474", "prod-0476"],
    ["prod-0578"],
)(total)
derive(
    "heading_value_myanmar_2025",
    "USD",
    "value of the two tariff lines recorded from Myanmar in 2025, added",
    ["prod-0475", "prod-0477"],
    ["prod-0579"],
)(total)

MYANMAR = {  # year: weight, value, world weight, world value; HS 2846 to 2016, HS 284690 and HS 2846 with 280530 (weight of all origins) from 2017
    2011: ("econ-0278", "econ-0279", None, "econ-0277"),
    2012: ("econ-0283", "econ-0284", None, "econ-0282"),
    2013: ("econ-0288", "econ-0289", None, "econ-0287"),
    2014: ("econ-0293", "econ-0294", None, "econ-0292"),
    2015: ("econ-0298", "econ-0299", None, "econ-0297"),
    2016: ("econ-0303", "econ-0304", None, "econ-0302"),
    2017: ("prod-0320", "prod-0321", "prod-0500", "econ-0307"),
    2018: ("prod-0322", "prod-0323", "prod-0501", "econ-0320"),
    2019: ("prod-0324", "prod-0325", "prod-0502", "econ-0333"),
    2020: ("prod-0326", "prod-0327", "prod-0503", "econ-0348"),
    2021: ("prod-0328", "prod-0329", "prod-0504", "econ-0363"),
    2022: ("prod-0330", "prod-0331", "prod-0505", "econ-0378"),
    2023: ("prod-0332", "prod-0333", "prod-0506", "econ-0393"),
    2024: ("prod-0334", "prod-0335", "prod-0507", "econ-0411"),
}
UNIT_VALUE_ALIASES = {
    2011: ["econ-0280"],
    2012: ["econ-0285"],
    2013: ["econ-0290"],
    2014: ["econ-0295", "proc-0324"],
    2015: ["econ-0300", "proc-0325"],
    2016: ["econ-0305", "proc-0326"],
    2017: ["prod-0580", "proc-0327", "econ-0310"],
    2018: ["prod-0582", "proc-0328", "econ-0323"],
    2019: ["prod-0584", "proc-0329", "econ-0336"],
    2020: ["prod-0586", "proc-0330", "econ-0351"],
    2021: ["prod-0588", "proc-0331", "econ-0366"],
    2022: ["prod-0590", "proc-0332", "econ-0381"],
    2023: ["prod-0592", "proc-0333", "econ-0396"],
    2024: ["prod-0594", "proc-0334", "econ-0414"],
}
WEIGHT_SHARE_ALIASES = {
    2017: ["prod-0581"],
    2018: ["prod-0583"],
    2019: ["prod-0585"],
    2020: ["prod-0587"],
    2021: ["prod-0589"],
    2022: ["prod-0591"],
    2023: ["prod-0593"],
    2024: ["prod-0595"],
}
VALUE_SHARE_ALIASES = {
    2014: ["proc-0313"],
    2015: ["proc-0314"],
    2016: ["proc-0315"],
    2017: ["proc-0316"],
    2018: ["proc-0317"],
    2019: ["proc-0318"],
    2020: ["proc-0319"],
    2021: ["proc-0320"],
    2022: ["proc-0321"],
    2023: ["proc-0322"],
    2024: ["proc-0323"],
}
for year, (weight, value, world_weight, world_value) in MYANMAR.items():
    derive(
        f"unit_value_myanmar_{year}",
        "USD/t",
        f"value of China's imports from Myanmar in {year} divided by their gross weight",
        [value, weight],
        UNIT_VALUE_ALIASES[year],
    )(ratio)
    derive(
        f"myanmar_value_share_{year}",
        "% share",
        f"Myanmar's part of the value of China's imports under HS 2846 in {year}",
        [value, world_value],
        VALUE_SHARE_ALIASES.get(year, ()),
    )(share)
    if world_weight:
        derive(
            f"myanmar_weight_share_{year}",
            "% share",
            f"Myanmar's part of the gross weight of rare-earth compounds and metals that China imported in {year}; ores and monazite not counted",
            [weight, world_weight],
            WEIGHT_SHARE_ALIASES[year],
        )(share)
derive(
    "unit_value_myanmar_2025",
    "USD/t",
    "value of the two lines of 2025 divided by their gross weight",
    ["=heading_value_myanmar_2025", "=heading_myanmar_2025"],
    ["prod-0596"],
)(ratio)
derive(
    "compounds_and_metals_2025",
    "t gross",
    "oxides, carbonate, chloride, other compounds and metals that China imported in 2025, added; ores and monazite not counted",
    ["prod-0561", "prod-0563", "prod-0565", "prod-0564", "prod-0566"],
)(total)
derive(
    "myanmar_weight_share_2025",
    "% share",
    "Myanmar's part of the gross weight of rare-earth compounds and metals that China imported in 2025; ores and monazite not counted",
    ["=heading_myanmar_2025", "=compounds_and_metals_2025"],
    ["prod-0597"],
)(share)
derive(
    "unit_value_laos_2023",
    "USD/t",
    "value of China's imports from Laos in 2023 divided by their gross weight",
    ["prod-0337", "prod-0336"],
    ["econ-0399"],
)(ratio)
derive(
    "unit_value_laos_2024",
    "USD/t",
    "value of China's imports from Laos in 2024 divided by their gross weight",
    ["prod-0339", "prod-0338"],
    ["econ-0417"],
)(ratio)
derive(
    "unit_value_laos_2025",
    "USD/t",
    "value of the oxide line that China recorded from Laos in 2025 divided by its gross weight",
    ["prod-0479", "prod-0478"],
)(ratio)
for _year, _part, _whole in (
    ("2023", "prod-0529", "prod-0520"),
    ("2024", "prod-0548", "prod-0539"),
    ("2025", "prod-0567", "prod-0558"),
):
    derive(
        f"myanmar_reo_share_{_year}",
        "% share",
        f"Myanmar's part of all rare-earth feed that China imported in {_year}, ores and monazite counted, t REO",
        [_part, _whole],
    )(share)
for _year, _survey, _customs in (
    ("2021", "proc-0763", "prod-0328"),
    ("2022", "proc-0764", "prod-0330"),
    ("2023", "prod-0010", "prod-0332"),
    ("2024", "econ-0150", "prod-0334"),
    ("2025", "econ-0153", "=heading_myanmar_2025"),
):
    derive(
        f"usgs_over_customs_{_year}",
        "% share",
        f"the survey's estimate of Burma's mines (t REO) against China's gross customs weight of {_year}",
        [_survey, _customs],
    )(share)


def of_years(first, last, column):
    """Row ids of a run of years from the table above; column 0 weight, 1 value."""
    return [MYANMAR[year][column] for year in range(first, last + 1)]


derive(
    "myanmar_weight_2017_2024",
    "t gross",
    "gross weight of China's imports from Myanmar, eight years added",
    of_years(2017, 2024, 0),
    ["prod-0598"],
)(total)
derive(
    "myanmar_value_2017_2024",
    "USD",
    "value of China's imports from Myanmar, eight years added",
    of_years(2017, 2024, 1),
    ["prod-0599"],
)(total)
derive(
    "myanmar_weight_2017_2020",
    "t gross",
    "gross weight, the four years before the coup added",
    of_years(2017, 2020, 0),
)(total)
derive(
    "myanmar_value_2017_2020",
    "USD",
    "value, the four years before the coup added",
    of_years(2017, 2020, 1),
    ["prod-0600"],
)(total)
derive(
    "myanmar_weight_2021_2024",
    "t gross",
    "gross weight, the four years from 2021 added",
    of_years(2021, 2024, 0),
)(total)
derive(
    "myanmar_value_2021_2024",
    "USD",
    "value, the four years from 2021 added",
    of_years(2021, 2024, 1),
    ["prod-0601"],
)(total)
derive(
    "value_share_after_coup",
    "% share",
    "value of 2021 to 2024 divided by that of 2017 to 2024",
    ["=myanmar_value_2021_2024", "=myanmar_value_2017_2024"],
)(share)
derive(
    "weight_share_after_coup",
    "% share",
    "weight of 2021 to 2024 divided by that of 2017 to 2024",
    ["=myanmar_weight_2021_2024", "=myanmar_weight_2017_2024"],
)(share)
derive(
    "value_multiple_after_coup",
    "ratio",
    "ISP-Myanmar's value of 2021 to 2024 divided by its value of 2017 to 2020",
    ["prod-0717", "prod-0720"],
)(ratio)
derive(
    "customs_value_multiple_after_coup",
    "ratio",
    "customs value of 2021 to 2024 divided by that of 2017 to 2020",
    ["=myanmar_value_2021_2024", "=myanmar_value_2017_2020"],
)(ratio)
derive(
    "weight_multiple_2020_2023",
    "ratio",
    "gross weight of 2023 divided by that of 2020",
    ["prod-0332", "prod-0326"],
)(ratio)
derive(
    "weight_change_2021",
    "% change",
    "gross weight from Myanmar, 2021 against 2020",
    ["prod-0328", "prod-0326"],
)(change)
derive(
    "weight_change_2025",
    "% change",
    "gross weight from Myanmar, 2025 against 2024",
    ["=heading_myanmar_2025", "prod-0334"],
)(change)
derive(
    "reo_change_2025",
    "% change",
    "China's imports from Myanmar as oxide by the atlas, 2025 against 2024",
    ["prod-0567", "prod-0548"],
)(change)
derive(
    "weight_change_2022",
    "% change",
    "gross weight from Myanmar, 2022 against 2021",
    ["prod-0330", "prod-0328"],
)(change)
derive(
    "weight_change_2024",
    "% change",
    "gross weight from Myanmar, 2024 against 2023",
    ["prod-0334", "prod-0332"],
    ["prod-0679"],
)(change)

# ---- The oxide line inside the heading

OTHER_COMPOUNDS = (
    0.55  # REO in other compounds, the central factor of atlas2026supply; oxide counts 1.0
)


def oxide_line(reo, weight):
    """Oxide O and other compounds X from O + X = weight and O + 0.55 X = REO."""
    return (reo - OTHER_COMPOUNDS * weight) / (1 - OTHER_COMPOUNDS)


LINE = "the weight of unlisted oxides that makes gross weight and REO content agree, other compounds counted at 0.55 and no carbonate assumed"
derive("oxide_line_2023", "t gross", LINE, ["prod-0529", "prod-0332"], ["prod-0602"])(oxide_line)
derive("oxide_line_2024", "t gross", LINE, ["prod-0548", "prod-0334"], ["prod-0604"])(oxide_line)
derive(
    "other_line_2023",
    "t gross",
    "the heading less the computed oxide line",
    ["prod-0332", "=oxide_line_2023"],
    ["prod-0603"],
)(less)
derive(
    "other_line_2024",
    "t gross",
    "the heading less the computed oxide line",
    ["prod-0334", "=oxide_line_2024"],
    ["prod-0605"],
)(less)
derive(
    "oxide_line_2023_giti",
    "t gross",
    "Myanmar's printed share of the mixed oxides China imported, times their weight",
    ["prod-0651", "prod-0645"],
    ["prod-0659"],
)(percent_of)
derive(
    "other_line_2023_giti",
    "t gross",
    "Myanmar's printed share of the other compounds China imported, times their weight",
    ["prod-0656", "prod-0649"],
    ["prod-0660"],
)(percent_of)
derive(
    "oxide_share_2023",
    "% share",
    "the oxide line of 2023 divided by the whole heading",
    ["prod-0701", "prod-0332"],
)(share)
derive(
    "oxide_line_over_ionic_quota_2023",
    "ratio",
    "the oxide line from Myanmar divided by China's own quota for ionic clays, 2023",
    ["prod-0701", "proc-0855"],
    ["prod-0823"],
)(ratio)
derive(
    "oxide_line_multiple_2021_2023",
    "ratio",
    "the oxide line of 2023 divided by that of 2021",
    ["prod-0701", "prod-0700"],
)(ratio)
derive(
    "quoted_pair_unit_value",
    "USD/t",
    "the quoted sum divided by the quoted weight, which do not belong together",
    ["prod-0702", "prod-0701"],
    ["geo-0013"],
)(ratio)
derive(
    "quoted_pair_unit_value_cny",
    "CNY/t",
    "the quoted pair's unit value in yuan at the rate that 35,000 yuan and USD 4,830 imply",
    ["=quoted_pair_unit_value", "geo-0002", "geo-0003"],
    ["geo-0014"],
)(lambda value, yuan, dollars: value * yuan / dollars)

# ---- Mine production

derive(
    "usgs2025_burma_change_2024",
    "% change",
    "USGS Mineral Commodity Summaries 2025: Burma's mines, 2024 against 2023",
    ["prod-0011", "prod-0010"],
)(change)
derive(
    "usgs2026_burma_change_2025",
    "% change",
    "USGS Mineral Commodity Summaries 2026: Burma's mines, 2025 against 2024",
    ["econ-0153", "econ-0150"],
)(change)
derive(
    "burma_change_across_editions",
    "% change",
    "2025 of the 2026 edition against 2024 of the 2025 edition: two editions mixed",
    ["econ-0153", "prod-0011"],
)(change)
derive(
    "output_multiple_2022_2024",
    "ratio",
    "31,000 t of 2024 divided by 12,000 t of 2022, two editions of USGS",
    ["prod-0011", "prod-0099"],
)(ratio)
derive(
    "myanmar_world_share_2024",
    "% share",
    "Myanmar's mines divided by the world's, USGS 2026 edition",
    ["econ-0150", "proc-0804"],
)(share)
derive(
    "myanmar_world_share_2025",
    "% share",
    "Myanmar's mines divided by the world's, USGS 2026 edition",
    ["econ-0153", "proc-0805"],
)(share)
derive(
    "dysprosium_myanmar_2021",
    "t",
    "Myanmar's printed share of the world's dysprosium times the printed total; oxide or metal is not stated",
    ["prod-0739", "prod-0737"],
    ["prod-0741"],
)(percent_of)

# USGS country tables without the World row: the Minerals Yearbook (number of the row of 2018; Burundi has none for 2022), then
# the 2026 edition, whose "other countries" count as one.
YEARBOOK = {
    "Australia": 714,
    "Brazil": 721,
    "Burundi": 728,
    "China": 732,
    "India": 739,
    "Madagascar": 746,
    "Malaysia": 753,
    "Myanmar": 760,
    "Russia": 771,
    "Thailand": 778,
    "United States": 785,
    "Vietnam": 792,
}
COUNTRIES = {
    year: [
        f"proc-{first + year - 2018:04d}"
        for country, first in YEARBOOK.items()
        if not (country == "Burundi" and year == 2022)
    ]
    for year in range(2018, 2023)
}
COUNTRIES[2024] = [
    "proc-0719",
    "proc-0726",
    "proc-0737",
    "proc-0744",
    "proc-0751",
    "proc-0758",
    "econ-0150",
    "proc-0767",
    "proc-0776",
    "proc-0783",
    "proc-0790",
    "proc-0797",
    "proc-0769",
]
COUNTRIES[2025] = [
    "proc-0720",
    "proc-0727",
    "proc-0738",
    "proc-0745",
    "proc-0752",
    "proc-0759",
    "econ-0153",
    "proc-0768",
    "proc-0777",
    "proc-0784",
    "proc-0791",
    "proc-0798",
    "proc-0770",
]
CHINA_AND_WORLD = {
    2018: ("proc-0732", "proc-0799"),
    2019: ("proc-0733", "proc-0800"),
    2020: ("proc-0734", "proc-0801"),
    2021: ("proc-0735", "proc-0802"),
    2022: ("proc-0736", "proc-0803"),
    2024: ("proc-0737", "proc-0804"),
    2025: ("proc-0738", "proc-0805"),
}
HHI_ALIASES = {
    2018: "proc-0886",
    2019: "proc-0887",
    2020: "proc-0888",
    2021: "proc-0889",
    2022: "proc-0890",
    2024: "proc-0891",
    2025: "proc-0892",
}
CHINA_SHARE_ALIASES = {
    2018: "proc-0916",
    2019: "proc-0917",
    2020: "proc-0918",
    2021: "proc-0919",
    2022: "proc-0920",
    2024: "proc-0921",
    2025: "proc-0922",
}
for year, (china, world) in CHINA_AND_WORLD.items():
    derive(
        f"mine_hhi_{year}",
        "HHI",
        f"sum of the squared shares of the rows itemised by USGS for {year}",
        COUNTRIES[year],
        [HHI_ALIASES[year]],
    )(hhi)
    derive(
        f"china_mine_share_{year}",
        "% share",
        f"China's mines divided by the world's as USGS rounds it, {year}",
        [china, world],
        [CHINA_SHARE_ALIASES[year]],
    )(share)

derive(
    "light_quota_growth_2017_2024",
    "% change",
    "compound growth a year of China's light-ore quota over seven years: 87,100 t in 2017, 270,000 less 19,150 t in 2024",
    ["prod-0782", "proc-0855", "prod-0762"],
)(lambda all_ores, ionic, first: rising(all_ores - ionic, first, 7))
derive(
    "ionic_quota_growth_2017_2024",
    "% change",
    "compound growth a year of China's ionic-clay quota over seven years: 17,900 t in 2017, 19,150 t since 2018",
    ["proc-0855", "prod-0763"],
)(partial(rising, years=7))

# ---- The levy: what 35,000 yuan comes to

DOLLARS = "35,000 yuan a tonne times {what}, in dollars at the average rate of 2025; as if every tonne had paid"


def levy(yuan, tonnes, rate):
    return yuan * tonnes / rate


derive(
    "levy_usd_2025_03",
    "USD/t",
    "35,000 yuan at the average rate of March 2025",
    ["ctrl-0064", "econ-0239"],
    ["econ-1214"],
)(ratio)
derive(
    "levy_usd_2025",
    "USD/t",
    "35,000 yuan at the average rate of 2025",
    ["ctrl-0064", "econ-0212"],
    ["econ-1215"],
)(ratio)
derive(
    "levy_breakeven_tonnage",
    "t",
    "tonnes needed for USD 200 million at 35,000 yuan a tonne and the average rate of 2025",
    ["ctrl-0080", "econ-0212", "ctrl-0064"],
    ["econ-1216"],
)(lambda dollars, rate, yuan: dollars * rate / yuan)
for name, what, tonnes, alias in (
    ("levy_on_oxide_line_2023", "the oxide line of 2023", "prod-0701", ["econ-1217"]),
    ("levy_on_heading_2023", "the whole heading of 2023", "prod-0332", ["econ-1218"]),
    ("levy_on_heading_2024", "the heading of 2024", "prod-0334", ["econ-1219"]),
    ("levy_on_heading_2025", "the heading of 2025", "=heading_myanmar_2025", []),
    (
        "levy_on_usgs_2024",
        "the USGS mine figure for 2024, oxide content",
        "econ-0150",
        ["econ-1220"],
    ),
    (
        "levy_on_usgs_2025",
        "the USGS mine figure for 2025, oxide content",
        "econ-0153",
        ["econ-1221"],
    ),
):
    derive(name, "USD", DOLLARS.format(what=what), ["ctrl-0064", tonnes, "econ-0212"], alias)(levy)
derive(
    "levy_on_oxide_line_2023_cny",
    "CNY",
    "35,000 yuan a tonne times the oxide line of 2023",
    ["ctrl-0064", "prod-0701"],
    ["ctrl-0082"],
)(product)
derive(
    "levy_reuters_usd_times_2023_volume",
    "USD",
    "Reuters' USD 4,800 a tonne times the oxide line of 2023",
    ["ctrl-0072", "prod-0701"],
    ["ctrl-0083"],
)(product)
derive(
    "levy_on_jan_may_2025",
    "USD",
    "USD 4,800 a tonne times the volume of January to May 2025; an upper bound, since the levy began on 27 March and part of the ore is not Kachin's",
    ["ctrl-0072", "ctrl-0146"],
    ["ctrl-0084"],
)(product)
derive(
    "levy_thiha_times_2023_volume",
    "USD",
    "USD 4,830 a tonne times the oxide line of 2023",
    ["geo-0003", "prod-0701"],
    ["geo-0011"],
)(product)
derive(
    "levy_thiha_times_2024_output",
    "USD",
    "USD 4,830 a tonne times the USGS mine figure for 2024",
    ["geo-0003", "prod-0011"],
    ["geo-0012"],
)(product)
derive(
    "fifth_of_quoted_value_2023",
    "USD",
    "20 % of the quoted USD 1.4 billion",
    ["geo-0001", "prod-0702"],
    ["ctrl-0085"],
)(percent_of)
FIFTH_ALIASES = {2021: "econ-1222", 2022: "econ-1223", 2023: "econ-1224", 2024: "econ-1225"}
for year, alias in FIFTH_ALIASES.items():
    derive(
        f"fifth_of_import_value_{year}",
        "USD",
        f"20 % of the value China recorded from Myanmar in {year}; an upper bound, since the share is taken in ore inside Kachin",
        ["geo-0001", MYANMAR[year][1]],
        [alias],
    )(percent_of)
derive(
    "levy_share_of_unit_value_2024",
    "% share",
    "35,000 yuan, at the average rate of 2025, divided by the unit value of China's imports from Myanmar in 2024",
    ["=levy_usd_2025", "=unit_value_myanmar_2024"],
    ["econ-1226"],
)(share)
for name, ore, alias in (
    ("2024_12", "econ-1119", "econ-1227"),
    ("2025_01", "econ-1134", "econ-1228"),
    ("2025_03", "proc-0539", "econ-1229"),
    ("2025_07", "proc-0546", "econ-1230"),
    ("2025_12", "econ-1105", "econ-1231"),
    ("2026_02", "econ-1194", "econ-1232"),
):
    derive(
        f"levy_share_{name}",
        "% share",
        f"35,000 yuan divided by the price of ion-adsorption ore, {name.replace('_', '-')}",
        ["ctrl-0064", ore],
        [alias],
    )(share)
derive(
    "levy_in_kind_value",
    "CNY/t",
    "20 % in kind at the ore price of 31 December 2024",
    ["econ-1125", "econ-1119"],
)(percent_of)
derive(
    "ore_price_rise_2025",
    "% change",
    "price of ion-adsorption ore, 28 August 2025 against 31 December 2024",
    ["econ-1163", "econ-1119"],
)(change)
derive(
    "levy_per_head",
    "USD",
    "USD 200 million divided by the inhabitants of Kachin State (2014)",
    ["ctrl-0080", "econ-0663"],
    ["econ-1233"],
)(ratio)
REVENUES = [f"econ-{n:04d}" for n in range(720, 737)]
PRODUCTS = [f"econ-{n:04d}" for n in range(432, 454)]
BELOW = 200e6
derive(
    "states_with_revenue_below",
    "count",
    "states in the table with a budget revenue below USD 200 million",
    REVENUES,
    ["econ-1234"],
)(lambda *all_: sum(one < BELOW for one in all_))
derive(
    "states_with_gdp_below",
    "count",
    "states in the table with a gross domestic product below USD 200 million",
    PRODUCTS,
    ["econ-1235"],
)(lambda *all_: sum(one < BELOW for one in all_))

# ---- Gates, sites, land

derive(
    "gate_closure_partial",
    "days",
    "days from the closure of the gates to the first partial opening",
    ["ev-0148", "ev-0134"],
)(days)
derive(
    "gate_closure_general",
    "days",
    "days from the closure of the gates to the general opening",
    ["ev-0234", "ev-0134"],
)(days)
for day, row in (
    ("2024_03_30", "ctrl-0027"),
    ("2024_03_31", "ctrl-0028"),
    ("2024_10_19", "ctrl-0029"),
    ("2024_11_02", "ctrl-0030"),
    ("2024_11_20", "ctrl-0031"),
):
    derive(
        f"gates_held_{day}",
        "count",
        "crossings held by the KIA of the six named in this book",
        [row],
    )(same)
derive(
    "sites_outside_kio",
    "count",
    "sites counted by the Shan Human Rights Foundation at Mong Bawk, Mong Yawng and Mong Yawn, added; two of the three are minima",
    ["prod-0845", "prod-0842", "prod-0846"],
    ["ctrl-0367"],
)(total)
derive(
    "sites_implied_2021",
    "count",
    "over 300 sites in 2023 divided by a growth of 40 %",
    ["ctrl-0101", "prod-0831"],
    ["env-0261"],
)(lambda sites, growth: sites / (1 + growth / 100))
derive(
    "sites_growth_2020_2024",
    "% change",
    "the first article's 370 sites against its 130",
    ["prod-0825", "prod-0824"],
    ["env-0262"],
)(change)
derive(
    "sites_multiple_2020_2024",
    "ratio",
    "the first article's 370 sites divided by its 130",
    ["prod-0825", "prod-0824"],
)(ratio)
derive(
    "sites_added_2025",
    "count",
    "Stimson's count of November 2025 less that of September",
    ["prod-0839", "prod-0837"],
    ["env-0263"],
)(less)
derive(
    "mined_area_growth",
    "% change",
    "mapped mining zone around Pangwa, 2024 against 2018",
    ["prod-0848", "prod-0847"],
    ["env-0045"],
)(change)
derive(
    "tree_cover_loss_chipwi_bhamo",
    "ha",
    "loss of three townships less that of Momauk",
    ["env-0048", "env-0049"],
    ["env-0050"],
)(less)
derive(
    "flood_growth_2019_2024",
    "% change",
    "flooded area on the Irrawaddy, 2024 against 2019",
    ["env-0052", "env-0051"],
    ["env-0053"],
)(change)
derive(
    "arsenic_round_two_low",
    "ratio",
    "the lowest reading of round two in the Sai against the limit",
    ["env-0288", "env-0083"],
)(ratio)
derive(
    "arsenic_round_two_high",
    "ratio",
    "the highest reading of round two in the Sai against the limit",
    ["env-0320", "env-0083"],
)(ratio)
derive(
    "ganzhou_treated_share",
    "% share",
    "treated land divided by damaged land",
    ["env-0214", "env-0211"],
    ["env-0215"],
)(share)
derive(
    "ganzhou_cost_per_km2",
    "CNY/km2",
    "the clean-up estimate divided by the damaged land; the two figures come from different texts",
    ["env-0198", "env-0211"],
    ["env-0264"],
)(ratio)
derive(
    "ganzhou_budget_share",
    "% share",
    "the plan of 2016 to 2020 divided by the clean-up estimate",
    ["env-0202", "env-0198"],
    ["env-0265"],
)(share)

# ---- India

derive(
    "implied_inr_seed_ncmm",
    "INR/USD",
    "rupees for a dollar implied by 18,000 crore = USD 2.2 billion",
    ["ind-0003", "ind-0004"],
    ["ind-0007", "geo-0040"],
)(lambda crore, dollars: crore * 1e7 / dollars)
derive(
    "implied_inr_seed_repm",
    "INR/USD",
    "rupees for a dollar implied by 7,300 crore = USD 822 million",
    ["ind-0005", "ind-0006"],
    ["ind-0008", "geo-0041"],
)(lambda crore, dollars: crore * 1e7 / dollars)
derive(
    "implied_inr_advisors",
    "INR/USD",
    "rupees for a dollar implied by 73 billion rupees = USD 802 million",
    ["ind-0192", "ind-0210"],
    ["ind-0212"],
)(lambda crore, dollars: crore * 1e7 / dollars)
derive(
    "implied_inr_ibef",
    "INR/USD",
    "rupees for a dollar implied by 18,000 crore = USD 2.03 billion",
    ["ind-0171", "ind-0053"],
    ["ind-0213"],
)(lambda crore, dollars: crore * 1e7 / dollars)
derive(
    "implied_inr_irel",
    "INR/USD",
    "rupees for a dollar implied by 962 crore = USD 115 million (the note of ind-0083)",
    ["ind-0083"],
)(lambda crore: crore * 1e7 / 115e6)
derive(
    "implied_inr_gap",
    "% change",
    "one implied rate against the other in the same article",
    ["=implied_inr_seed_repm", "=implied_inr_seed_ncmm"],
)(change)
derive(
    "magnet_unit_value_fy2025",
    "INR/kg",
    "value of India's imports of all permanent magnets divided by their weight, FY2024-25",
    ["ind-0015", "ind-0012"],
    ["proc-0095", "ind-0334"],
)(lambda crore, tonnes: crore * 1e7 / (tonnes * 1e3))
derive(
    "magnet_unit_value_fy2024",
    "INR/kg",
    "the value of FY2024-25 less its rise of 5 % (the note of ind-0015), divided by the weight of FY2023-24",
    ["ind-0015", "ind-0011"],
)(lambda crore, tonnes: crore * 1e7 / 1.05 / (tonnes * 1e3))
for _year, _rate in (("2025", "econ-0223"), ("2024", "econ-0222")):
    derive(
        f"magnet_unit_value_fy{_year}_usd",
        "USD/kg",
        f"value of India's imports of all permanent magnets divided by their weight, FY{int(_year) - 1}-{_year[2:]}, in dollars at the average rate of {int(_year) - 1}",
        [f"=magnet_unit_value_fy{_year}", _rate],
    )(ratio)
derive(
    "china_magnet_unit_value_2024",
    "USD/kg",
    "value of China's exports of rare-earth magnets divided by their weight",
    ["proc-0206", "proc-0145"],
    ["proc-0205"],
)(lambda dollars, tonnes: dollars / (tonnes * 1e3))
derive(
    "magnet_imports_first_half_fy2024",
    "t gross",
    "16,281 t a year later, after a fall of 56 %",
    ["ind-0017", "ind-0018"],
    ["ind-0019"],
)(lambda tonnes, fall: tonnes / (1 + fall / 100))
derive(
    "rare_earth_imports_fy2025",
    "t gross",
    "India's imports of rare-earth metals and compounds, added",
    ["ind-0115", "ind-0119"],
    ["ind-0127"],
)(total)
derive(
    "ncmm_remainder",
    "INR crore",
    "the mission's outlay less the three named parts",
    ["ind-0155", "ind-0158", "ind-0159", "ind-0160"],
    ["ind-0162"],
)(less)
derive(
    "scheme_remainder",
    "INR crore",
    "the magnet scheme's outlay less incentive and subsidy",
    ["ind-0193", "ind-0194", "ind-0195"],
    ["ind-0196"],
)(less)
derive(
    "scheme_outlay_per_capacity",
    "INR crore/(t/yr)",
    "the magnet scheme's outlay divided by the capacity it aims at",
    ["ind-0193", "ind-0197"],
    ["ind-0198"],
)(ratio)
derive(
    "scheme_over_irel_capex",
    "ratio",
    "the magnet scheme's outlay divided by IREL's capital expenditure of a year",
    ["ind-0193", "ind-0302"],
    ["ind-0306"],
)(ratio)
derive(
    "oxide_need_6000t",
    "t",
    "NdPr oxide for 6,000 t of magnets, one tonne for three",
    ["ind-0197", "ind-0208"],
    ["ind-0207"],
)(ratio)
derive(
    "oxide_gap_6000t",
    "t",
    "that need less what IREL makes in a year",
    ["=oxide_need_6000t", "ind-0055"],
)(less)
derive(
    "dysprosium_need_low",
    "t",
    "dysprosium and terbium in 6,000 t of magnets at 0.6 % by mass (grain-boundary diffusion), before losses",
    ["econ-1006", "econ-0581"],
    ["econ-1241"],
)(percent_of)
derive(
    "dysprosium_need_high_temperature",
    "t",
    "dysprosium and terbium in 6,000 t of magnets at 3 % by mass (high temperature), before losses",
    ["econ-1005", "econ-0581"],
    ["econ-1242"],
)(percent_of)
derive(
    "dysprosium_need_wind",
    "t",
    "dysprosium in 6,000 t of magnets at 4 % by mass (wind turbines), before losses",
    ["econ-0626", "econ-0581"],
    ["econ-1243"],
)(percent_of)

# ---- An alternative: plants, feed, freight

FEED = 5000.0  # tonnes a year of the plant that chapter "Alternative" imagines; our assumption
derive(
    "plant_cost_lynas_new",
    "USD/(t/yr)",
    "cost of Lynas's new heavy plant divided by its feed",
    ["econ-0565", "econ-0564"],
    ["econ-1236"],
)(ratio)
derive(
    "plant_cost_lynas_circuit",
    "AUD/(t/yr)",
    "cost of Lynas's heavy circuit, a conversion, divided by its feed",
    ["econ-0566", "econ-0567"],
    ["econ-1237"],
)(ratio)
derive(
    "plant_cost_caremag",
    "USD/(t/yr)",
    "cost of Caremag divided by 5,000 t of concentrate and 2,000 t of magnets (the note of econ-0576)",
    ["econ-0575", "econ-0576"],
    ["econ-1238"],
)(lambda dollars, concentrate: dollars / (concentrate + 2000))
derive(
    "plant_cost_eneabba",
    "AUD/(t/yr)",
    "cost of Eneabba's separation section divided by its oxides",
    ["econ-0760", "econ-0762"],
    ["econ-1239"],
)(ratio)
derive(
    "plant_cost_aclara",
    "USD/(t/yr)",
    "cost of Aclara's plant divided by its magnet oxides",
    ["econ-0554", "proc-0002", "proc-0003", "proc-0004"],
    ["econ-1240"],
)(lambda dollars, *oxides: dollars / sum(oxides))
derive(
    "feed_dysprosium",
    "t REO",
    "dysprosium oxide in 5,000 t REO of feed composed like Xinfeng's",
    ["econ-0809"],
    ["econ-1244"],
)(partial(percent_of, whole=FEED))
derive(
    "feed_terbium",
    "t REO",
    "terbium oxide in 5,000 t REO of feed composed like Xinfeng's",
    ["econ-0808"],
    ["econ-1245"],
)(partial(percent_of, whole=FEED))
derive(
    "feed_share_of_usgs_2024",
    "% share",
    "5,000 t REO divided by the USGS mine figure of Myanmar for 2024",
    ["econ-0150"],
    ["econ-1246"],
)(lambda whole: share(FEED, whole))
derive(
    "feed_share_of_heading_2024",
    "% share",
    "5,000 t gross divided by China's imports from Myanmar in 2024",
    ["prod-0334"],
    ["econ-1247"],
)(lambda whole: share(FEED, whole))
derive(
    "freight_road_india",
    "USD/t-km",
    "India's average road rate at the average exchange rate of 2024",
    ["econ-0612", "econ-0223"],
    ["econ-1248"],
)(ratio)
derive(
    "freight_road_stressed",
    "USD/t-km",
    "that rate times three to five (Myanmar's rates over its neighbours') and times the rise of a Burmese rate when its road was blocked",
    ["=freight_road_india", "econ-0973", "econ-0976", "econ-0975"],
    ["econ-1249"],
)(lambda rate, times, blocked, open_: rate * times * blocked / open_)
derive(
    "freight_air_india",
    "USD/t-km",
    "India's air rate at the average exchange rate of 2024",
    ["econ-0617", "econ-0223"],
    ["econ-1250"],
)(ratio)
derive(
    "separation_fee_usd",
    "USD/t",
    "5,000 yuan at the average rate of January 2025",
    ["econ-1140", "econ-0237"],
    ["econ-1251"],
)(ratio)

# ---- What a kilogram of mixed oxide holds: USGS compositions times USGS yearly prices

DEPOSITS = {  # place: composition ids, name in formulas, first alias (value 2021; then share 2021, value 2022 ... share 2025)
    "xunwu": (
        range(786, 801),
        "Xunwu, Jiangxi",
        [
            "econ-0883",
            "econ-0884",
            "econ-0885",
            "econ-0886",
            "econ-0887",
            "econ-0888",
            "econ-0889",
            "econ-0890",
            "econ-0891",
            "econ-0892",
        ],
    ),
    "xinfeng": (
        range(801, 816),
        "Xinfeng, Jiangxi",
        [
            "econ-0893",
            "econ-0894",
            "econ-0895",
            "econ-0896",
            "econ-0897",
            "econ-0898",
            "econ-0899",
            "econ-0900",
            "econ-0901",
            "econ-0902",
        ],
    ),
    "longnan": (
        range(816, 831),
        "Longnan, Jiangxi",
        [
            "econ-0903",
            "econ-0904",
            "econ-0905",
            "econ-0906",
            "econ-0907",
            "econ-0908",
            "econ-0909",
            "econ-0910",
            "econ-0911",
            "econ-0912",
        ],
    ),
    "guangdong": (
        range(831, 846),
        "southeast Guangdong, xenotime",
        [
            "econ-0913",
            "econ-0914",
            "econ-0915",
            "econ-0916",
            "econ-0917",
            "econ-0918",
            "econ-0919",
            "econ-0920",
            "econ-0921",
            "econ-0922",
        ],
    ),
    "manavalakurichi": (
        range(846, 861),
        "Manavalakurichi, monazite",
        [
            "econ-0923",
            "econ-0924",
            "econ-0925",
            "econ-0926",
            "econ-0927",
            "econ-0928",
            "econ-0929",
            "econ-0930",
            "econ-0931",
            "econ-0932",
        ],
    ),
    "mount_weld": (
        range(861, 875),
        "Mount Weld",
        [
            "econ-0933",
            "econ-0934",
            "econ-0935",
            "econ-0936",
            "econ-0937",
            "econ-0938",
            "econ-0939",
            "econ-0940",
            "econ-0941",
            "econ-0942",
        ],
    ),
    "mountain_pass": (
        range(875, 883),
        "Mountain Pass",
        [
            "econ-0943",
            "econ-0944",
            "econ-0945",
            "econ-0946",
            "econ-0947",
            "econ-0948",
            "econ-0949",
            "econ-0950",
            "econ-0951",
            "econ-0952",
        ],
    ),
}
PRICES = {  # oxide: row of 2021, step from year to year
    "lanthanum": ("econ", 110, 8),
    "cerium": ("econ", 111, 8),
    "praseodymium": ("proc", 651, 1),
    "neodymium": ("proc", 646, 1),
    "samarium": ("proc", 656, 1),
    "europium": ("econ", 116, 8),
    "gadolinium": ("proc", 624, 1),
    "terbium": ("proc", 668, 1),
    "dysprosium": ("proc", 619, 1),
    "holmium": ("proc", 629, 1),
    "erbium": ("econ", 159, 6),
    "ytterbium": ("econ", 160, 6),
    "lutetium": ("proc", 634, 1),
    "yttrium": ("proc", 673, 1),
}
ORDER = {  # the oxides in the order of each deposit's rows; thulium has no price and counts nothing
    "xunwu": "lanthanum cerium praseodymium neodymium samarium europium gadolinium terbium dysprosium holmium erbium thulium ytterbium lutetium yttrium",
    "longnan": "lanthanum praseodymium neodymium samarium gadolinium terbium dysprosium holmium erbium thulium ytterbium lutetium yttrium cerium europium",
    "mount_weld": "lanthanum cerium praseodymium neodymium samarium europium gadolinium terbium dysprosium holmium erbium thulium ytterbium yttrium",
    "mountain_pass": "lanthanum cerium praseodymium neodymium samarium europium gadolinium yttrium",
    "manavalakurichi": "lanthanum cerium praseodymium neodymium samarium europium gadolinium terbium dysprosium holmium erbium thulium ytterbium lutetium yttrium",
}


def basket(*contents_and_prices):
    """USD in a kilogram of mixed oxide: sum of content (per cent) times price (USD/kg), first all contents, then all prices."""
    half = len(contents_and_prices) // 2
    return sum(
        content / 100 * price
        for content, price in zip(contents_and_prices[:half], contents_and_prices[half:])
    )


def magnet_heavies(*contents_and_prices, at):
    """Per cent of that value in dysprosium and terbium, which stand at the places `at`."""
    half = len(contents_and_prices) // 2
    pairs = list(zip(contents_and_prices[:half], contents_and_prices[half:]))
    return (
        100
        * sum(content * price for content, price in (pairs[place] for place in at))
        / sum(content * price for content, price in pairs)
    )


for place, (numbers_, title, old) in DEPOSITS.items():
    oxides = ORDER.get(place, ORDER["xunwu"]).split()
    priced = [
        (f"econ-{number:04d}", oxide) for number, oxide in zip(numbers_, oxides) if oxide in PRICES
    ]
    heavies = [at for at, (_, oxide) in enumerate(priced) if oxide in ("dysprosium", "terbium")]
    for step, year in enumerate(range(2021, 2026)):
        prices = [
            f"{prefix}-{first + step * gap:04d}"
            for prefix, first, gap in (PRICES[oxide] for _, oxide in priced)
        ]
        inputs = [id for id, _ in priced] + prices
        derive(
            f"basket_value_{place}_{year}",
            "USD/kg REO",
            f"contents of {title} times USGS prices of {year}; contents below the limit counted as nothing, thulium unpriced, "
            "everything paid for, separation free",
            inputs,
            [old[2 * step]],
            floor=0.0,
        )(basket)
        derive(
            f"basket_heavy_share_{place}_{year}",
            "% share",
            f"part of dysprosium and terbium in the basket value of {title}, {year}",
            inputs,
            [old[2 * step + 1]],
            floor=0.0,
        )(partial(magnet_heavies, at=heavies))

# ---- Distances between our own coordinates

EARTH = 6371.0  # mean radius, km


def great_circle(here, there):
    """Kilometres between two (latitude, longitude) in degrees, on a sphere (haversine)."""
    (lat1, lon1), (lat2, lon2) = (tuple(map(math.radians, point)) for point in (here, there))
    half = (
        math.sin((lat2 - lat1) / 2) ** 2
        + math.cos(lat1) * math.cos(lat2) * math.sin((lon2 - lon1) / 2) ** 2
    )
    return 2 * EARTH * math.asin(math.sqrt(half))


def along(*names, data=None):
    """Kilometres of straight legs from place to place; names as in places.csv. Raises LookupError for one that is not there."""
    points = list(ev.located(names, data)[["lat", "lon"]].itertuples(index=False, name=None))
    return sum(great_circle(here, there) for here, there in zip(points, points[1:]))


for name, legs in {
    "distance_pangwa_mae_sai": ("Pangwa", "Mae Sai"),
    "distance_chipwi_houqiao": ("Chipwi", "Houqiao"),
    "distance_pangwa_ledo": (
        "Pangwa",
        "Chipwi",
        "Myitkyina",
        "Mogaung",
        "Tanai",
        "Shingbwiyang",
        "Pansaung",
        "Pangsau Pass",
        "Jairampur",
        "Lekhapani",
        "Ledo",
    ),
}.items():
    straight = "straight line" if len(legs) == 2 else "straight legs"
    derive(
        name,
        "km",
        f"{straight} between our coordinates: {', '.join(legs)} (data/places.csv)",
        places=legs,
    )(partial(along, *legs))


# ---- What the models say, for prose: central values of a scenario


def of_model(module, scenario, output, times=1.0):
    """A function without inputs that runs a model's central case and takes one of its outputs."""

    def value():
        # imported late: the models read the evidence through this module's neighbours
        return (
            float(importlib.import_module(f"heavyground.models.{module}").central(scenario)[output])
            * times
        )

    return value


def of_levy_reading(scenario, column):
    """A function without inputs that takes one figure of a named reading of the levy, USD."""

    def value():
        from .models import levy as model

        return float(model.summary().set_index("scenario")[column][scenario]) * 1e6

    return value


def of_draws(module, scenario, output, take, times=1.0):
    """A function without inputs that takes a figure of a scenario's 10,000 seeded draws: `take` makes one number of the array."""

    def value():
        return (
            float(
                take(
                    importlib.import_module(f"heavyground.models.{module}").simulate(scenario)[
                        output
                    ]
                )
            )
            * times
        )

    return value


def quantile(part):
    """A function that takes the value below which `part` of an array lies."""
    return lambda draws: np.quantile(draws, part)


for _name, _scenario, _output, _unit, _times, _words in [
    (
        "model_pilot_reo_2030",
        "pilot",
        "reo",
        "t REO",
        1,
        "feed treated in 2030 in the pilot scenario",
    ),
    (
        "model_pilot_dy_2030",
        "pilot",
        "dy",
        "t",
        1,
        "dysprosium oxide made in 2030 in the pilot scenario",
    ),
    ("model_pilot_capital", "pilot", "capital", "USD", 1e6, "capital of the pilot scenario"),
    (
        "model_buildout_reo_2030",
        "build-out",
        "reo",
        "t REO",
        1,
        "feed treated in 2030 in the build-out scenario",
    ),
    (
        "model_buildout_dy_2030",
        "build-out",
        "dy",
        "t",
        1,
        "dysprosium oxide made in 2030 in the build-out scenario",
    ),
    (
        "model_buildout_tb_2030",
        "build-out",
        "tb",
        "t",
        1,
        "terbium oxide made in 2030 in the build-out scenario",
    ),
    (
        "model_buildout_intake",
        "build-out",
        "of_intake",
        "% share",
        100,
        "part of China's intake from Myanmar taken in 2030 in the build-out scenario",
    ),
    (
        "model_buildout_ndpr",
        "build-out",
        "of_ndpr",
        "% share",
        100,
        "part of the magnet scheme's NdPr need met in 2030 in the build-out scenario",
    ),
    (
        "model_buildout_cost",
        "build-out",
        "cost",
        "USD/kg",
        1,
        "cost of a kilogram of separated oxide in the build-out scenario",
    ),
    (
        "model_rival_cost",
        "build-out",
        "rival",
        "USD/kg",
        1,
        "cost of the same kilogram to a Chinese buyer",
    ),
    (
        "model_freight",
        "build-out",
        "freight",
        "USD/kg",
        1,
        "freight in a kilogram of oxide on the way to India",
    ),
    (
        "model_buildout_capital",
        "build-out",
        "capital",
        "USD",
        1e6,
        "capital of the build-out scenario",
    ),
]:
    derive(
        _name,
        _unit,
        f"{_words}, central value of heavyground/models/diversion.py with data/parameters.csv",
    )(of_model("diversion", _scenario, _output, _times))

for _name, _scenario, _column, _words in [
    ("model_levy_received", "received reading", "revenue", "the received reading"),
    (
        "model_levy_shipped_2025",
        "2025 as shipped",
        "revenue",
        "the reading by what was shipped in 2025",
    ),
    (
        "model_levy_shipped_2025_low",
        "2025 as shipped",
        "low",
        "the same, lower end of the 5 to 95 % interval",
    ),
    ("model_levy_shipped_2025_high", "2025 as shipped", "high", "the same, upper end"),
    ("model_levy_stockpiles", "stockpiles only", "revenue", "the reading by stockpiles alone"),
    (
        "model_levy_in_kind",
        "in kind",
        "revenue",
        "a fifth of the goods in kind at 2025 weight and price",
    ),
]:
    derive(
        _name,
        "USD",
        f"levy receipts in {_words}, heavyground/models/levy.py with data/parameters.csv",
    )(of_levy_reading(_scenario, _column))

for _name, _module, _scenario, _output, _unit, _times, _take, _words in [
    (
        "model_levy_shipped_2025_median",
        "levy",
        "2025 as shipped",
        "total",
        "USD",
        1e6,
        np.median,
        "levy receipts by what was shipped in 2025, middle",
    ),
    (
        "model_pilot_reo_low",
        "diversion",
        "pilot",
        "reo",
        "t REO",
        1,
        quantile(0.05),
        "feed treated in 2030 in the pilot scenario, lower end of the 5 to 95 % interval",
    ),
    (
        "model_pilot_reo_high",
        "diversion",
        "pilot",
        "reo",
        "t REO",
        1,
        quantile(0.95),
        "feed treated in 2030 in the pilot scenario, upper end of the 5 to 95 % interval",
    ),
    (
        "model_buildout_reo_median",
        "diversion",
        "build-out",
        "reo",
        "t REO",
        1,
        np.median,
        "feed treated in 2030 in the build-out scenario, middle",
    ),
    (
        "model_buildout_dy_median",
        "diversion",
        "build-out",
        "dy",
        "t",
        1,
        np.median,
        "dysprosium oxide made in 2030 in the build-out scenario, middle",
    ),
    (
        "model_buildout_reo_high",
        "diversion",
        "build-out",
        "reo",
        "t REO",
        1,
        quantile(0.95),
        "feed treated in 2030 in the build-out scenario, upper end of the 5 to 95 % interval",
    ),
    (
        "model_buildout_nothing",
        "diversion",
        "build-out",
        "reo",
        "% share",
        100,
        lambda draws: (draws <= 0).mean(),
        "part of the draws in which the build-out treats nothing in 2030",
    ),
    (
        "model_buildout_below_plan",
        "diversion",
        "build-out",
        "reo",
        "% share",
        100,
        lambda draws: (draws < 3750).mean(),
        "part of the draws in which it treats less than the central 3,750 t",
    ),
    (
        "model_buildout_cost_low",
        "diversion",
        "build-out",
        "cost",
        "USD/kg",
        1,
        quantile(0.05),
        "cost of a kilogram of separated oxide, lower end of the 5 to 95 % interval",
    ),
    (
        "model_buildout_cost_high",
        "diversion",
        "build-out",
        "cost",
        "USD/kg",
        1,
        quantile(0.95),
        "cost of a kilogram of separated oxide, upper end of the 5 to 95 % interval",
    ),
    (
        "model_freight_high",
        "diversion",
        "build-out",
        "freight",
        "USD/kg",
        1,
        quantile(0.95),
        "freight in a kilogram of oxide on the way to India, upper end of the 5 to 95 % interval",
    ),
]:
    derive(
        _name,
        _unit,
        f"{_words}; from 10,000 seeded draws of heavyground/models/{_module}.py with data/parameters.csv",
    )(of_draws(_module, _scenario, _output, _take, _times))


def of_diversion(take):
    """A function without inputs that asks the diversion model one thing."""
    return lambda: float(take(importlib.import_module("heavyground.models.diversion")))


for _name, _unit, _words, _take in [
    (
        "model_buildout_reo_bad_year",
        "t REO",
        "feed treated in 2030 in the build-out scenario when a tenth of the need gets through",
        lambda model: model.central("build-out", passage=10)["reo"],
    ),
    (
        "model_buildout_reo_late",
        "t REO",
        "feed treated in 2030 in the build-out scenario when it is decided a year later",
        lambda model: model.central("build-out", decision=2028)["reo"],
    ),
    (
        "model_quarter_capital",
        "USD",
        "capital of the four plants for a quarter of China's intake from Myanmar in 2030, half of the need getting through",
        lambda model: model.requirements().capital[1] * 1e6,
    ),
    (
        "model_half_capital",
        "USD",
        "capital of the eight plants for half of China's intake from Myanmar in 2030, half of the need getting through",
        lambda model: model.requirements().capital[2] * 1e6,
    ),
    (
        "model_buildout_over_usgs",
        "% share",
        "feed treated in 2030 in the build-out scenario over the survey's output of Myanmar in 2025 (econ-0153)",
        lambda model: 100 * model.central("build-out")["reo"] / ev.row("econ-0153").value,
    ),
    (
        "model_half_irel_years",
        "ratio",
        "that capital for a half over IREL's yearly capital budget (ind-0302)",
        lambda model: model.requirements().irel_years[2],
    ),
]:
    derive(_name, _unit, f"{_words}; heavyground/models/diversion.py with data/parameters.csv")(
        of_diversion(_take)
    )
