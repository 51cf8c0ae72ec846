"""Counts of mine sites. Every counter looks at another piece of ground; see the series."""

from analysis.derived.arithmetic import share
from heavyground.derived.registry import Inputs, Registry

values = Registry()

FIRST_ARTICLE = "vasisht2025kachin"


def sites(book: Inputs, entity: str, period: str, source: str | None = None) -> float:
    """Sites counted in an area at a time, by a source where several counted."""
    return book.one("site-count", entity=entity, item="mine sites", period=period, source=source)


def claimed_sites(book: Inputs, year: str) -> float:
    """Sites in Kachin State as the first article states them."""
    return book.one(
        "site-count", entity="Kachin State", period=year, source=FIRST_ARTICLE, basis="claim"
    )


@values.derive(unit="count", aliases=["ctrl-0367"])
def sites_outside_kio(book: Inputs) -> float:
    """sites counted by the Shan Human Rights Foundation at Mong Bawk, Mong Yawng and Mong Yawn,
    added; two of the three are minima
    """
    return sites_under_wa_and_ndaa(book) + sites(book, "Mong Yawn", "2025")


@values.derive(unit="count")
def sites_under_wa_and_ndaa(book: Inputs) -> float:
    """sites counted by the Shan Human Rights Foundation at Mong Bawk and Mong Yawng, added"""
    return sites(book, "Mong Bawk", "2025") + sites(book, "Mong Yawng", "2025-05")


@values.derive(unit="count")
def sites_in_shan_state(book: Inputs) -> float:
    """sites counted by the Shan Human Rights Foundation at Mong Bawk, Mong Yawng and, in May 2025,
    Mong Yawn, added
    """
    return sites_under_wa_and_ndaa(book) + sites(book, "Mong Yawn", "2025-05-15")


@values.derive(unit="% share")
def region_one_share_of_sites(book: Inputs) -> float:
    """Global Witness's sites in Kachin Special Region 1 in 2022 divided by Stimson's sites in all
    Myanmar in November 2025
    """
    region = sites(book, "Kachin Special Region 1", "2022-03", "globalwitness2022press")
    return share(region, sites(book, "Myanmar", "2025-11"))


@values.derive(unit="ratio")
def sites_multiple_2020_2024(book: Inputs) -> float:
    """the first article's 370 sites divided by its 130"""
    return claimed_sites(book, "2024") / claimed_sites(book, "2020")
