"""Rules on places: nobody is harmed by this book."""

import re

from .rulebook import Evidence, Rules, Said

rules = Rules()

_MINE = re.compile("mine|mining", re.I)
_MILITARY = re.compile("milit|outpost|base|camp|headquarter", re.I)


@rules.rule("coordinates")
def places_are_not_too_exact(evidence: Evidence) -> Said:
    """Two decimals for towns and public gates, one for mine areas."""
    for row in evidence.rows("places.csv"):
        fine = 1 if _MINE.search(row["kind"]) else 2
        for column in ("lat", "lon"):
            if len(row[column].partition(".")[2]) > fine:
                yield (
                    row,
                    f"{column} {row[column]} is too exact for a {row['kind']}; round to {fine} "
                    f"decimal{'s' * (fine > 1)}.",
                )


@rules.rule("coordinates")
def no_military_position_is_placed(evidence: Evidence) -> Said:
    """A place on a map can be aimed at."""
    for row in evidence.rows("places.csv"):
        if _MILITARY.search(row["kind"]):
            yield (
                row,
                f"{row['name']} is a military position; this book places none. Remove the row.",
            )
