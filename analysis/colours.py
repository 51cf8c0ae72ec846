"""Which actor and which good has which colour, the same in the whole book.

Laterite belongs to Kachin and Myanmar, and to nothing else in a chart.
"""

from heavyground.charts.palette import Palette

PALETTE = Palette(
    entities={
        "Myanmar": "laterite",
        "Kachin State": "laterite",
        "KIO/KIA": "laterite",
        "China": "blue",
        "India": "teal",
        "Thailand": "gold",
        "United States": "violet",
        "Australia": "plum",
        "World": "ink",
        "world": "ink",
    },
    items={
        "dysprosium": "blue",
        "terbium": "teal",
        "yttrium": "gold",
        "neodymium": "violet",
        "praseodymium": "violet",
        "NdPr": "violet",
        "magnet": "plum",
        "carbonate": "teal",
        "284690": "ink",
        "oxide": "blue",
    },
    home="laterite",
)
