"""India: rates that conversions imply, magnets, the magnet scheme, monazite."""

from analysis.derived.arithmetic import KILOGRAMS, change, percent_of, share
from analysis.derived.rates import CRORE, rupees_per_dollar
from heavyground.derived.registry import Inputs, Registry

values = Registry()

FIRST_ARTICLE = "vasisht2025kachin"
MISSION = "National Critical Mineral Mission, expected investment"


# ---- Rupees for a dollar, implied by a sum printed in both


@values.derive(unit="INR/USD", aliases=["ind-0007", "geo-0040"])
def implied_inr_seed_ncmm(book: Inputs) -> float:
    """rupees for a dollar implied by 18,000 crore = USD 2.2 billion"""
    return _implied_by_article(book, MISSION)


@values.derive(unit="INR/USD", aliases=["ind-0008", "geo-0041"])
def implied_inr_seed_repm(book: Inputs) -> float:
    """rupees for a dollar implied by 7,300 crore = USD 822 million"""
    return _implied_by_article(book, "magnet scheme")


def _implied_by_article(book: Inputs, item: str) -> float:
    said = {"entity": "India", "item": item, "source": FIRST_ARTICLE, "basis": "claim"}
    crore = book.one("programme-outlay-inr", **said)
    return crore * CRORE / book.one("programme-outlay-usd", **said)


@values.derive(unit="INR/USD", aliases=["ind-0212"])
def implied_inr_advisors(book: Inputs) -> float:
    """rupees for a dollar implied by 73 billion rupees = USD 802 million"""
    scheme = {"entity": "India", "item": "magnet scheme"}
    crore = book.one(
        "programme-outlay-inr", period="2025-10", source="moneycontrol2025irelndpr", **scheme
    )
    dollars = book.one("programme-outlay-usd", source="advisorsindia2026reddy", **scheme)
    return crore * CRORE / dollars


@values.derive(unit="INR/USD", aliases=["ind-0213"])
def implied_inr_ibef(book: Inputs) -> float:
    """rupees for a dollar implied by 18,000 crore = USD 2.03 billion"""
    crore = mission_outlay(book)
    dollars = book.one(
        "programme-outlay-usd", entity="India", item=MISSION, source="ibef2025neodymium"
    )
    return crore * CRORE / dollars


IREL_IN_DOLLARS = 115e6  # stands in the note of the row in crore; no row holds it


@values.derive(unit="INR/USD")
def implied_inr_irel(book: Inputs) -> float:
    """rupees for a dollar implied by 962 crore = USD 115 million (the note of ind-0083)"""
    crore = book.one(
        "company-accounts-inr",
        entity="IREL",
        item="foreign exchange earnings",
        period="FY2023-24",
        source="rareearthexchanges2025irel",
    )
    return crore * CRORE / IREL_IN_DOLLARS


@values.derive(unit="% change")
def implied_inr_gap(book: Inputs) -> float:
    """one implied rate against the other in the same article"""
    return change(book.value("implied_inr_seed_repm"), book.value("implied_inr_seed_ncmm"))


# ---- Magnets


MAGNETS = {
    "entity": "India",
    "partner": "World",
    "item": "permanent magnets, all kinds",
    "source": "indianexpress2025magnets",
}
VALUE_ROSE = 1.05  # "rose only 5 %": stands in the note of the row of FY2024-25; no row holds it


def magnet_imports(book: Inputs, year: str) -> float:
    """India's imports of permanent magnets of all kinds [t gross]."""
    return book.one("imports-weight", period=year, **MAGNETS)


def magnet_import_value_fy2025(book: Inputs) -> float:
    """Their value in the fiscal year 2024-25 [INR]."""
    return book.one("imports-value-inr", period="FY2024-25", **MAGNETS) * CRORE


@values.derive(unit="INR/kg", aliases=["proc-0095", "ind-0334"])
def magnet_unit_value_fy2025(book: Inputs) -> float:
    """value of India's imports of all permanent magnets divided by their weight, FY2024-25"""
    value = magnet_import_value_fy2025(book)
    return value / (magnet_imports(book, "FY2024-25") * KILOGRAMS)


@values.derive(unit="INR/kg")
def magnet_unit_value_fy2024(book: Inputs) -> float:
    """the value of FY2024-25 less its rise of 5 % (the note of ind-0015), divided by the weight of
    FY2023-24
    """
    value = magnet_import_value_fy2025(book) / VALUE_ROSE
    return value / (magnet_imports(book, "FY2023-24") * KILOGRAMS)


@values.derive_each(
    "magnet_unit_value_{key}_usd",
    unit="USD/kg",
    over={
        "fy2025": {"fiscal": "FY2024-25", "year": "2024"},
        "fy2024": {"fiscal": "FY2023-24", "year": "2023"},
    },
)
def magnet_unit_value_usd(book: Inputs, key: str, fiscal: str, year: str) -> float:
    """value of India's imports of all permanent magnets divided by their weight, {fiscal}, in
    dollars at the average rate of {year}
    """
    return book.value(f"magnet_unit_value_{key}") / rupees_per_dollar(book, year)


@values.derive(unit="USD/kg", aliases=["proc-0205"])
def china_magnet_unit_value_2024(book: Inputs) -> float:
    """value of China's exports of rare-earth magnets divided by their weight"""
    exports = {
        "entity": "China",
        "item": "rare-earth magnets",
        "period": "2024",
        "source": "adamas2025record",
    }
    dollars = book.one("exports-value", **exports)
    return dollars / (book.one("exports-weight", **exports) * KILOGRAMS)


@values.derive(unit="% share")
def rare_earth_magnet_share(book: Inputs) -> float:
    """rare-earth magnets proper (Crisil) divided by all permanent magnets that India imported,
    FY2024-25
    """
    imports = {"entity": "India", "partner": "World", "period": "FY2024-25"}
    proper = book.one("imports-weight", source="crisil2025magnets", **imports)
    return share(proper, book.one("imports-weight", source="outlookbusiness2025irel", **imports))


# ---- The mission and the magnet scheme


def mission_outlay(book: Inputs) -> float:
    """What the mission is expected to draw, as gazetted [INR crore]."""
    return book.one("programme-outlay-inr", entity="India", item=MISSION, source="gazette2025ncmm")


@values.derive(unit="INR")
def ncmm_expected_inr(book: Inputs) -> float:
    """the mission's expected investment as gazetted, in rupees: a crore is ten million"""
    return mission_outlay(book) * CRORE


@values.derive(unit="INR")
def scheme_outlay_inr(book: Inputs) -> float:
    """the magnet scheme's outlay as gazetted, in rupees: a crore is ten million"""
    gazetted = {"item": "magnet scheme", "source": "gazette2025repm"}
    return book.one("programme-outlay-inr", entity="India", **gazetted) * CRORE


def scheme_outlay(book: Inputs, part: str = "") -> float:
    """The magnet scheme's outlay, or a part of it, as approved in November 2025 [INR crore]."""
    item = f"magnet scheme, {part}" if part else "magnet scheme"
    return book.one(
        "programme-outlay-inr",
        entity="India",
        item=item,
        period="2025-11-26",
        source="ndtvprofit2025repm",
    )


def scheme_capacity(book: Inputs) -> float:
    """Magnets that the scheme aims at, as approved [t/yr]."""
    return book.one("capacity", entity="India", item="magnet scheme", period="2025-11-26")


@values.derive(unit="INR crore", aliases=["ind-0196"])
def scheme_remainder(book: Inputs) -> float:
    """the magnet scheme's outlay less incentive and subsidy"""
    whole, incentive = scheme_outlay(book), scheme_outlay(book, "sales-linked incentive")
    return whole - incentive - scheme_outlay(book, "capital subsidy")


@values.derive(unit="ratio", aliases=["ind-0306"])
def scheme_over_irel_capex(book: Inputs) -> float:
    """the magnet scheme's outlay divided by IREL's capital expenditure of a year"""
    return scheme_outlay(book) / irel_budget(book)


def irel_budget(book: Inputs) -> float:
    """IREL's capital expenditure as budgeted for 2026-27 [INR crore]."""
    return book.one("capex-inr", entity="IREL", item="capital expenditure", period="FY2026-27")


@values.derive(unit="t", aliases=["ind-0207"])
def oxide_need_6000t(book: Inputs) -> float:
    """NdPr oxide for 6,000 t of magnets, one tonne for three"""
    magnets = scheme_capacity(book)
    return magnets / book.one("multiple", item="tonnes of magnets per tonne of NdPr oxide")


@values.derive(unit="t")
def oxide_gap_6000t(book: Inputs) -> float:
    """that need less what IREL makes in a year"""
    made = {"entity": "IREL", "item": "NdPr oxide", "source": "moneycontrol2025irelndpr"}
    return book.value("oxide_need_6000t") - book.one("refined-output", **made)


@values.derive(unit="% share")
def oxide_assured_share(book: Inputs) -> float:
    """NdPr oxide that IREL assures divided by what 6,000 t of magnets need"""
    assured = book.one("offtake", entity="IREL", item="NdPr oxide", period="2025-12")
    return share(assured, book.value("oxide_need_6000t"))


def magnet_target(book: Inputs) -> float:
    """Magnets in 2032, the target that the dysprosium is reckoned for [t/yr]."""
    return book.one(
        "capacity", entity="India", item="sintered rare-earth magnets", source="ndtv2025repm"
    )


def content(book: Inputs, item: str) -> float:
    """What a magnet holds [% by mass]."""
    return book.one("content-by-mass", entity="World", item=item)


NEW_WAY = "dysprosium and terbium in NdFeB magnets"  # grain-boundary diffusion
HOT = "dysprosium and terbium in NdFeB magnets for high temperature"


@values.derive(unit="t", aliases=["econ-1241"])
def dysprosium_need_low(book: Inputs) -> float:
    """dysprosium and terbium in 6,000 t of magnets at 0.6 % by mass (grain-boundary diffusion),
    before losses
    """
    return percent_of(content(book, NEW_WAY), magnet_target(book))


@values.derive(unit="t", aliases=["econ-1242"])
def dysprosium_need_high_temperature(book: Inputs) -> float:
    """dysprosium and terbium in 6,000 t of magnets at 3 % by mass (high temperature), before
    losses
    """
    return percent_of(content(book, HOT), magnet_target(book))


@values.derive(unit="ratio")
def magnet_content_ratio(book: Inputs) -> float:
    """dysprosium and terbium in magnets made by grain-boundary diffusion divided by those in
    magnets for high temperature
    """
    return content(book, NEW_WAY) / content(book, HOT)


# ---- Monazite


def mineral(book: Inputs, item: str, period: str, source: str) -> float:
    """A resource of India [t of mineral]."""
    return book.one("resource-mineral", entity="India", item=item, period=period, source=source)


@values.derive(unit="% change")
def monazite_growth_2002_2025(book: Inputs) -> float:
    """India's monazite, 2025 against 2002"""
    latest = mineral(book, "monazite", "2025-07", "menafn2025reserves")
    return change(latest, mineral(book, "monazite", "2002", "ibm2010rareearths"))


@values.derive(unit="% share")
def xenotime_over_monazite(book: Inputs) -> float:
    """India's xenotime, the heavy ore, divided by its monazite, the light one"""
    xenotime = mineral(book, "xenotime concentrate", "2022-09", "dae2022monazite")
    return share(xenotime, mineral(book, "monazite", "2022-09", "dae2022monazite"))
