"""Mines: Myanmar's output by the survey, its rank in the world, and how few countries mine."""

from analysis.derived.arithmetic import change, concentration, share
from analysis.derived.customs import as_oxide, heading
from heavyground.derived.registry import Inputs, Registry

values = Registry()

YEARBOOK, EDITION_2025, EDITION_2026 = "usgs2024myb", "usgs2025mcs", "usgs2026mcsre"
NEWEST = {  # the newest edition of the survey that has the year
    2018: YEARBOOK,
    2019: YEARBOOK,
    2020: YEARBOOK,
    2021: YEARBOOK,
    2022: YEARBOOK,
    2023: EDITION_2025,
    2024: EDITION_2026,
    2025: EDITION_2026,
}


def mined(book: Inputs, year: int, edition: str = "", entity: str = "Myanmar") -> float:
    """Output of the mines by the survey, in its newest edition unless one is named [t REO]."""
    return book.one(
        "mine-production",
        entity=entity,
        item="rare earths",
        period=str(year),
        source=edition or NEWEST[year],
    )


# ---- Myanmar


@values.derive_each("usgs_over_customs_{key}", unit="% share", over=range(2021, 2026))
def usgs_over_customs(book: Inputs, year: int) -> float:
    """the survey's estimate of Burma's mines (t REO) against China's gross customs weight of
    {key}
    """
    return share(mined(book, year), heading(book, year))


@values.derive(unit="% change")
def usgs2025_burma_change_2024(book: Inputs) -> float:
    """USGS Mineral Commodity Summaries 2025: Burma's mines, 2024 against 2023"""
    return change(mined(book, 2024, EDITION_2025), mined(book, 2023, EDITION_2025))


@values.derive(unit="% change")
def usgs2026_burma_change_2025(book: Inputs) -> float:
    """USGS Mineral Commodity Summaries 2026: Burma's mines, 2025 against 2024"""
    return change(mined(book, 2025, EDITION_2026), mined(book, 2024, EDITION_2026))


@values.derive(unit="% change")
def burma_change_across_editions(book: Inputs) -> float:
    """2025 of the 2026 edition against 2024 of the 2025 edition: two editions mixed"""
    return change(mined(book, 2025, EDITION_2026), mined(book, 2024, EDITION_2025))


@values.derive(unit="ratio")
def output_multiple_2022_2024(book: Inputs) -> float:
    """31,000 t of 2024 divided by 12,000 t of 2022, two editions of USGS"""
    # The edition that first printed 2022 was seen in this copy of its table alone.
    return mined(book, 2024, EDITION_2025) / mined(book, 2022, "laosmining2023producers")


@values.derive(unit="ratio")
def usgs_output_multiple_2022_2024(book: Inputs) -> float:
    """Burma's mines in 2024 by the USGS edition of 2025 divided by those of 2022 by its Yearbook"""
    return mined(book, 2024, EDITION_2025) / mined(book, 2022, YEARBOOK)


@values.derive(unit="% change")
def estimates_spread_2024(book: Inputs) -> float:
    """the highest estimate of Myanmar's output in 2024, the atlas's, against the lowest, the
    survey's of 2026
    """
    return change(as_oxide(book, 2024), mined(book, 2024, EDITION_2026))


# ---- The world


@values.derive_each("myanmar_world_share_{key}", unit="% share", over=[2024, 2025])
def myanmar_world_share(book: Inputs, year: int) -> float:
    """Myanmar's mines divided by the world's, USGS 2026 edition"""
    return share(mined(book, year), mined(book, year, entity="World"))


@values.derive_each(
    "mine_hhi_{key}",
    unit="HHI",
    over=[2018, 2019, 2020, 2021, 2022, 2024, 2025],
    aliases={
        2018: ["proc-0886"],
        2019: ["proc-0887"],
        2020: ["proc-0888"],
        2021: ["proc-0889"],
        2022: ["proc-0890"],
        2024: ["proc-0891"],
        2025: ["proc-0892"],
    },
)
def mine_hhi(book: Inputs, year: int) -> float:
    """sum of the squared shares of the rows itemised by USGS for {key}"""
    table = book.select(
        "mine-production", source=NEWEST[year], period=str(year), item="rare earths"
    )
    itemised = sorted((row for row in table if row.entity != "World"), key=lambda row: row.entity)
    return concentration([book.row(row.id) for row in itemised])


@values.derive_each(
    "china_mine_share_{key}",
    unit="% share",
    over=[2018, 2019, 2020, 2021, 2022, 2024, 2025],
    aliases={
        2018: ["proc-0916"],
        2019: ["proc-0917"],
        2020: ["proc-0918"],
        2021: ["proc-0919"],
        2022: ["proc-0920"],
        2024: ["proc-0921"],
        2025: ["proc-0922"],
    },
)
def china_mine_share(book: Inputs, year: int) -> float:
    """China's mines divided by the world's as USGS rounds it, {key}"""
    return share(mined(book, year, entity="China"), mined(book, year, entity="World"))
