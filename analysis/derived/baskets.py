"""What a kilogram of mixed oxide holds, at the prices of a year: both by the USGS."""

from heavyground.derived.registry import Inputs, Registry

values = Registry()

EDITION_2026 = ("usgs2026mcsre", "usgs2026mcsheavy", "usgs2026mcsyttrium", "usgs2026mcsdata")
UNPRICED = "thulium oxide"
YEARS = range(2021, 2026)
DEPOSITS = {"xunwu": "Xunwu", "xinfeng": "Xinfeng"}  # ionic clays of Jiangxi


def price(book: Inputs, oxide: str, year: int) -> float:
    """Average of a year in China, by the newest edition [USD/kg]."""
    return book.one(
        "price-average-usd-kg", source=EDITION_2026, entity="China", item=oxide, period=str(year)
    )


@values.derive_each(
    "basket_value_{key}",
    unit="USD/kg REO",
    over={
        f"{name}_{year}": {"deposit": deposit, "year": year}
        for name, deposit in DEPOSITS.items()
        for year in YEARS
    },
    aliases={
        "xunwu_2021": ["econ-0883"],
        "xunwu_2022": ["econ-0885"],
        "xunwu_2023": ["econ-0887"],
        "xunwu_2024": ["econ-0889"],
        "xunwu_2025": ["econ-0891"],
        "xinfeng_2021": ["econ-0893"],
        "xinfeng_2022": ["econ-0895"],
        "xinfeng_2023": ["econ-0897"],
        "xinfeng_2024": ["econ-0899"],
        "xinfeng_2025": ["econ-0901"],
    },
    floor=0.0,
)
def basket_value(book: Inputs, name: str, deposit: str, year: int) -> float:
    """contents of {deposit}, Jiangxi times USGS prices of {year}; contents below the limit counted
    as nothing, thulium unpriced, everything paid for, separation free
    """
    rows = book.select("ree-composition", entity=deposit, source="usgs2024myb")
    contents = {row.item: book.row(row.id) for row in rows if row.item != UNPRICED}
    prices = {oxide: price(book, oxide, year) for oxide in contents}
    return sum(contents[oxide] / 100 * prices[oxide] for oxide in contents)
