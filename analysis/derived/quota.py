"""China's quotas for mining."""

from analysis.derived.arithmetic import growth
from heavyground.derived.registry import Inputs, Registry

values = Registry()

ALL, IONIC, LIGHT = "rare earths", "medium and heavy rare earths", "light rare earths"


def quota(book: Inputs, item: str, period: str, source: str) -> float:
    """A quota of the ministries for mining [t REO]."""
    return book.one("quota-mining", entity="China", item=item, period=period, source=source)


def ionic_quota_2023(book: Inputs) -> float:
    """The quota for ionic clays, which has stood since 2018."""
    return quota(book, IONIC, "2023", "capitalcore2024market")


@values.derive(unit="% change")
def light_quota_growth_2017_2024(book: Inputs) -> float:
    """compound growth a year of China's light-ore quota over seven years: 87,100 t in 2017, 270,000
    less 19,150 t in 2024
    """
    light = quota(book, ALL, "2024", "starfeu2024quota") - ionic_quota_2023(book)
    return growth(light, quota(book, LIGHT, "2017", "ifuun2018quota"), years=7)


@values.derive(unit="% change")
def ionic_quota_growth_2017_2024(book: Inputs) -> float:
    """compound growth a year of China's ionic-clay quota over seven years: 17,900 t in 2017, 19,150
    t since 2018
    """
    return growth(ionic_quota_2023(book), quota(book, IONIC, "2017", "ifuun2018quota"), years=7)


@values.derive(unit="ratio")
def mining_quota_multiple_2018_2024(book: Inputs) -> float:
    """China's mining quota of 2024 divided by that of 2018"""
    latest = quota(book, ALL, "2024", "starfeu2024quota")
    return latest / quota(book, ALL, "2018", "ifuun2018quota")
