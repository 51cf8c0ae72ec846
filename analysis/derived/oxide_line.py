"""The line of unlisted rare-earth oxides (HS 28469019) inside the heading.

Customs printed the line for 2025 alone; others printed it for 2020, 2021 and 2023. For 2024 it is
computed from the gross weight and the oxide in it.
"""

from analysis.derived.arithmetic import percent_of, share
from analysis.derived.customs import as_oxide, heading
from analysis.derived.quota import ionic_quota_2023
from heavyground.derived.registry import Inputs, Registry

values = Registry()

# Oxide in a tonne of other compounds: the central factor by which atlas2026supply makes t REO of
# gross weight, oxides counting 1. No row holds it as its value; the notes of its rows print it.
OTHER_COMPOUNDS = 0.55

PRINTED_BY = {
    2020: "argus2021burma",
    2021: "globalwitness2024press",
    2023: "globalwitness2024press",
    2025: "atlas2026tariffline",
}
YEARS = (2020, 2021, 2023, 2024, 2025)  # no source splits 2022


def oxide_line(book: Inputs, year: int) -> float:
    """The line as printed, for 2024 as computed [t gross]."""
    if year == 2024:
        return book.value("oxide_line_2024")
    return book.one(
        "imports-weight",
        entity="China",
        partner="Myanmar",
        item="HS 28469019",
        period=str(year),
        source=PRINTED_BY[year],
    )


def quoted_value_2023(book: Inputs) -> float:
    """The sum that is quoted with the line of 2023 [USD]."""
    return book.one(
        "imports-value",
        entity="China",
        partner="Myanmar",
        period="2023",
        source="globalwitness2024press",
    )


@values.derive_each(
    "oxide_line_{key}",
    unit="t gross",
    over=[2023, 2024],
    aliases={2023: ["prod-0602"], 2024: ["prod-0604"]},
)
def oxide_line_computed(book: Inputs, year: int) -> float:
    """the weight of unlisted oxides that makes gross weight and REO content agree, other compounds
    counted at 0.55 and no carbonate assumed
    """
    # oxide + other = weight, and oxide + OTHER_COMPOUNDS x other = contained
    contained, weight = as_oxide(book, year), heading(book, year)
    return (contained - OTHER_COMPOUNDS * weight) / (1 - OTHER_COMPOUNDS)


@values.derive_each(
    "other_lines_{key}",
    unit="t gross",
    over=YEARS,
    aliases={2024: ["prod-0605", "other_line_2024"]},
)
def other_lines(book: Inputs, year: int) -> float:
    """everything under the heading in {key} less the oxide line"""
    return heading(book, year) - oxide_line(book, year)


@values.derive_each("half_oxide_line_{key}", unit="t gross", over=YEARS)
def half_oxide_line(book: Inputs, year: int) -> float:
    """half of the weight of the oxide line from Myanmar in {key}"""
    return oxide_line(book, year) / 2


@values.derive(unit="t gross", aliases=["prod-0659"])
def oxide_line_2023_giti(book: Inputs) -> float:
    """Myanmar's printed share of the mixed oxides China imported, times their weight"""
    oxides = {"entity": "China", "item": "mixed rare-earth oxides", "source": "giti2024imports2023"}
    printed = book.one("import-share", partner="Myanmar", **oxides)
    return percent_of(printed, book.one("imports-weight", partner="World", **oxides))


@values.derive(unit="% share")
def oxide_share_2023(book: Inputs) -> float:
    """the oxide line of 2023 divided by the whole heading"""
    return share(oxide_line(book, 2023), heading(book, 2023))


@values.derive(unit="ratio", aliases=["prod-0823"])
def oxide_line_over_ionic_quota_2023(book: Inputs) -> float:
    """the oxide line from Myanmar divided by China's own quota for ionic clays, 2023"""
    return oxide_line(book, 2023) / ionic_quota_2023(book)


@values.derive(unit="ratio")
def oxide_line_multiple_2021_2023(book: Inputs) -> float:
    """the oxide line of 2023 divided by that of 2021"""
    return oxide_line(book, 2023) / oxide_line(book, 2021)


@values.derive(unit="USD/t", aliases=["geo-0013"])
def quoted_pair_unit_value(book: Inputs) -> float:
    """the quoted sum divided by the quoted weight, which do not belong together"""
    return quoted_value_2023(book) / oxide_line(book, 2023)
