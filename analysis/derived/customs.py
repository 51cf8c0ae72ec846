"""What China's customs recorded from Myanmar and its neighbours: weight, value, unit value, shares.

Weight is gross. The heading is HS 284690; before 2017 it is HS 2846, which has cerium compounds
too. For 2025 no heading was found, only the tariff lines under it, which are added.
"""

from typing import Literal

from analysis.derived.arithmetic import change, share
from heavyground.derived.registry import Inputs, Registry

values = Registry()

Measure = Literal["imports-weight", "imports-value"]
OWN_LINES = 2025  # the year that customs gave by tariff line


# ---- What was recorded


def heading(book: Inputs, year: int, partner: str = "Myanmar") -> float:
    """Gross weight under the heading [t gross]."""
    if year == OWN_LINES:
        return book.value(f"heading_{partner.lower()}_{year}")
    return _recorded(book, "imports-weight", year, partner)


def heading_value(book: Inputs, year: int, partner: str = "Myanmar") -> float:
    """Value under the heading [USD]."""
    if year == OWN_LINES:
        return book.value(f"heading_value_{partner.lower()}_{year}")
    return _recorded(book, "imports-value", year, partner)


def _recorded(book: Inputs, series: Measure, year: int, partner: str) -> float:
    item, source = ("HS 284690", "atlas2026feed")
    if year < 2017:
        item, source = ("HS 2846", "comtrade2026hs2846")
    return book.one(
        series, entity="China", partner=partner, item=item, period=str(year), source=source
    )


def _lines(book: Inputs, series: Measure, partner: str) -> float:
    """The tariff lines under the heading, added."""
    rows = book.select(
        series,
        entity="China",
        partner=partner,
        period=str(OWN_LINES),
        source="atlas2026tariffline",
    )
    return sum(book.row(row.id) for row in rows if row.item.startswith("HS 284690"))


@values.derive(unit="t gross", aliases=["prod-0578"])
def heading_myanmar_2025(book: Inputs) -> float:
    """the two tariff lines under HS 284690 recorded from Myanmar in 2025, added"""
    return _lines(book, "imports-weight", "Myanmar")


@values.derive(unit="USD", aliases=["prod-0579"])
def heading_value_myanmar_2025(book: Inputs) -> float:
    """value of the two tariff lines recorded from Myanmar in 2025, added"""
    return _lines(book, "imports-value", "Myanmar")


NEIGHBOURS = {"laos": {"partner": "Laos"}, "malaysia": {"partner": "Malaysia"}}


@values.derive_each("heading_{key}_2025", unit="t gross", over=NEIGHBOURS)
def heading_of_neighbour(book: Inputs, key: str, partner: str) -> float:
    """the tariff lines under HS 284690 recorded from {partner} in 2025, added"""
    return _lines(book, "imports-weight", partner)


@values.derive_each("heading_value_{key}_2025", unit="USD", over=NEIGHBOURS)
def heading_value_of_neighbour(book: Inputs, key: str, partner: str) -> float:
    """value of the tariff lines under HS 284690 recorded from {partner} in 2025, added"""
    return _lines(book, "imports-value", partner)


# ---- Unit values


@values.derive_each(
    "unit_value_myanmar_{key}",
    unit="USD/t",
    over=range(2011, OWN_LINES),
    aliases={
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
    },
)
def unit_value_myanmar(book: Inputs, year: int) -> float:
    """value of China's imports from Myanmar in {key} divided by their gross weight"""
    return heading_value(book, year) / heading(book, year)


@values.derive(unit="USD/t", aliases=["prod-0596"])
def unit_value_myanmar_2025(book: Inputs) -> float:
    """value of the two lines of 2025 divided by their gross weight"""
    return heading_value(book, 2025) / heading(book, 2025)


@values.derive(unit="ratio")
def unit_value_multiple_2017_2022(book: Inputs) -> float:
    """unit value of China's imports from Myanmar in 2022 divided by that of 2017"""
    return book.value("unit_value_myanmar_2022") / book.value("unit_value_myanmar_2017")


@values.derive_each(
    "unit_value_laos_{key}",
    unit="USD/t",
    over=[2023, 2024],
    aliases={2023: ["econ-0399"], 2024: ["econ-0417"]},
)
def unit_value_laos(book: Inputs, year: int) -> float:
    """value of China's imports from Laos in {key} divided by their gross weight"""
    return heading_value(book, year, "Laos") / heading(book, year, "Laos")


@values.derive(unit="USD/t")
def unit_value_laos_2025(book: Inputs) -> float:
    """value of the oxide line that China recorded from Laos in 2025 divided by its gross weight"""
    line = {"entity": "China", "partner": "Laos", "item": "HS 28469019", "period": "2025"}
    return book.one("imports-value", **line) / book.one("imports-weight", **line)


@values.derive(unit="USD/t")
def unit_value_laos_lines_2025(book: Inputs) -> float:
    """value of all lines under HS 284690 that China recorded from Laos in 2025 divided by their
    gross weight
    """
    return heading_value(book, 2025, "Laos") / heading(book, 2025, "Laos")


@values.derive_each("unit_value_malaysia_{key}", unit="USD/t", over=range(2017, OWN_LINES + 1))
def unit_value_malaysia(book: Inputs, year: int) -> float:
    """value of China's imports from Malaysia under HS 284690 in {key} divided by their gross
    weight
    """
    return heading_value(book, year, "Malaysia") / heading(book, year, "Malaysia")


# ---- Myanmar's part of what China imported


@values.derive_each(
    "myanmar_weight_share_{key}",
    unit="% share",
    over=range(2017, OWN_LINES),
    aliases={
        2017: ["prod-0581"],
        2018: ["prod-0583"],
        2019: ["prod-0585"],
        2020: ["prod-0587"],
        2021: ["prod-0589"],
        2022: ["prod-0591"],
        2023: ["prod-0593"],
        2024: ["prod-0595"],
    },
)
def myanmar_weight_share(book: Inputs, year: int) -> float:
    """Myanmar's part of the gross weight of rare-earth compounds and metals that China imported in
    {key}; ores and monazite not counted
    """
    of_all = {"entity": "China", "partner": "World", "item": "HS 2846 and 280530"}
    return share(heading(book, year), book.one("imports-weight", period=str(year), **of_all))


@values.derive(unit="t gross")
def compounds_and_metals_2025(book: Inputs) -> float:
    """oxides, carbonate, chloride, other compounds and metals that China imported in 2025, added;
    ores and monazite not counted
    """
    goods = (
        "rare-earth oxides",
        "rare-earth carbonate",
        "rare-earth chloride",
        "other rare-earth compounds",
        "rare-earth metals",
    )
    of_all = {"entity": "China", "partner": "World", "source": "atlas2026supply", "period": "2025"}
    return sum(book.one("imports-weight", item=good, **of_all) for good in goods)


@values.derive(unit="% share", aliases=["prod-0597"])
def myanmar_weight_share_2025(book: Inputs) -> float:
    """Myanmar's part of the gross weight of rare-earth compounds and metals that China imported in
    2025; ores and monazite not counted
    """
    return share(heading(book, 2025), book.value("compounds_and_metals_2025"))


def as_oxide(book: Inputs, year: int, partner: str = "Myanmar") -> float:
    """Oxide in all rare-earth feed that China imported, by the atlas [t REO]."""
    feed = {"entity": "China", "item": "all rare-earth feed", "source": "atlas2026supply"}
    return book.one("imports-reo", partner=partner, period=str(year), **feed)


@values.derive_each("myanmar_reo_share_{key}", unit="% share", over=[2023, 2024, 2025])
def myanmar_reo_share(book: Inputs, year: int) -> float:
    """Myanmar's part of all rare-earth feed that China imported in {key}, ores and monazite
    counted, t REO
    """
    return share(as_oxide(book, year), as_oxide(book, year, "World"))


@values.derive(unit="% share")
def reo_share_of_heading_2024(book: Inputs) -> float:
    """oxide by the atlas in what China imported from Myanmar in 2024 divided by the gross weight
    under the heading
    """
    return share(as_oxide(book, 2024), heading(book, 2024))


# ---- Several years


SPANS = {
    "2017_2024": {
        "years": range(2017, 2025),
        "what": " of China's imports from Myanmar, eight years",
    },
    "2017_2020": {"years": range(2017, 2021), "what": ", the four years before the coup"},
    "2021_2024": {"years": range(2021, 2025), "what": ", the four years from 2021"},
}


@values.derive_each(
    "myanmar_weight_{key}", unit="t gross", over=SPANS, aliases={"2017_2024": ["prod-0598"]}
)
def myanmar_weight(book: Inputs, span: str, years: range, what: str) -> float:
    """gross weight{what} added"""
    return sum(heading(book, year) for year in years)


@values.derive_each(
    "myanmar_value_{key}",
    unit="USD",
    over=SPANS,
    aliases={
        "2017_2024": ["prod-0599"],
        "2017_2020": ["prod-0600"],
        "2021_2024": ["prod-0601"],
    },
)
def myanmar_value(book: Inputs, span: str, years: range, what: str) -> float:
    """value{what} added"""
    return sum(heading_value(book, year) for year in years)


@values.derive(unit="% share")
def value_share_after_coup(book: Inputs) -> float:
    """value of 2021 to 2024 divided by that of 2017 to 2024"""
    return share(book.value("myanmar_value_2021_2024"), book.value("myanmar_value_2017_2024"))


@values.derive(unit="% share")
def weight_share_after_coup(book: Inputs) -> float:
    """weight of 2021 to 2024 divided by that of 2017 to 2024"""
    return share(book.value("myanmar_weight_2021_2024"), book.value("myanmar_weight_2017_2024"))


@values.derive(unit="ratio")
def value_multiple_after_coup(book: Inputs) -> float:
    """ISP-Myanmar's value of 2021 to 2024 divided by its value of 2017 to 2020"""
    trade = {"entity": "China", "partner": "Myanmar"}  # each sum printed by another relay
    after = book.one("imports-value", period="2021/2024", source="k4dm2025unearthing", **trade)
    before = book.one("imports-value", period="2017/2020", source="reportify2025export", **trade)
    return after / before


@values.derive(unit="ratio")
def customs_value_multiple_after_coup(book: Inputs) -> float:
    """customs value of 2021 to 2024 divided by that of 2017 to 2020"""
    return book.value("myanmar_value_2021_2024") / book.value("myanmar_value_2017_2020")


@values.derive(unit="ratio")
def weight_multiple_2020_2023(book: Inputs) -> float:
    """gross weight of 2023 divided by that of 2020"""
    return heading(book, 2023) / heading(book, 2020)


@values.derive(unit="ratio")
def weight_multiple_2021_2023(book: Inputs) -> float:
    """gross weight from Myanmar of 2023 divided by that of 2021"""
    return heading(book, 2023) / heading(book, 2021)


@values.derive(unit="ratio")
def peak_weight_over_2020(book: Inputs) -> float:
    """largest gross weight from Myanmar of the years 2021 to 2024 divided by that of 2020"""
    return max(heading(book, year) for year in range(2021, 2025)) / heading(book, 2020)


@values.derive_each(
    "weight_change_{key}",
    unit="% change",
    over={
        2021: {"before": 2020},
        2022: {"before": 2021},
        2024: {"before": 2023},
        2025: {"before": 2024},
    },
    aliases={2024: ["prod-0679"]},
)
def weight_change(book: Inputs, year: int, before: int) -> float:
    """gross weight from Myanmar, {key} against {before}"""
    return change(heading(book, year), heading(book, before))


@values.derive(unit="% change")
def reo_change_2025(book: Inputs) -> float:
    """China's imports from Myanmar as oxide by the atlas, 2025 against 2024"""
    return change(as_oxide(book, 2025), as_oxide(book, 2024))


@values.derive(unit="t gross")
def stock_half_jan_may_2025(book: Inputs) -> float:
    """half of what China imported from Myanmar from January to May 2025"""
    return imports_jan_may_2025(book) / 2


def imports_jan_may_2025(book: Inputs) -> float:
    """Oxides and metals that China imported from Myanmar from January to May 2025 [t gross]."""
    return book.one(
        "imports-weight",
        entity="China",
        partner="Myanmar",
        item="rare-earth oxides and metals",
        period="2025-01/2025-05",
    )
