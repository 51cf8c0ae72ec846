"""Who a number on this subject goes back to, where the general rules do not see it.

The general rules are in `heavyground.evidence.questions.origin`; what is said here has the last
word.
"""

import re

from heavyground.evidence.rows import Observation

CUSTOMS = "General Administration of Customs of China"

SHORT = {  # houses under a short name, as notes call them
    "USGS": "U.S. Geological Survey",
    "SHRF": "Shan Human Rights Foundation",
    "IEA": "International Energy Agency",
    "AP": "Associated Press",
    "EU JRC RMIS": "EU Joint Research Centre",
    "JRC RMIS": "EU Joint Research Centre",
}

# A note that says the number is a customs office's.
_TRADE_DATA = re.compile(
    r"\bciting (?:Chinese )?(?:customs|government data|trade data)"
    r"|DGCI&S|\bofficial trade data|\bcustoms figure"
)


def origin(row: Observation, house: str) -> str:
    """Who a row goes back to; house: who it is by the general rules.

    1. China's trade, by whomever it is printed, and sales to China are recorded at one place,
       China's customs; other trade whose note says so, at the customs of its country.
    2. The USGS estimates Burma's mine production from China's import data (footnote of the table
       in Mineral Commodity Summaries), so that number's origin is China's customs too, for those
       who cite the USGS as well.
    3. A house under a short name is the house.
    """
    if row.series.name.startswith(("import", "export")):
        if "China" in (row.entity, row.partner):
            return CUSTOMS
        if _TRADE_DATA.search(row.note):
            return f"customs of {row.entity}"
    house = SHORT.get(house, house)
    mines = row.series.name.startswith("mine-production") and row.entity == "Myanmar"
    return CUSTOMS if mines and "Geological Survey" in house else house
