"""What a source is called: one label for each, everywhere, and no two alike.

Who: family names (two joined, more "et al."), else the organisation, else the title. When: the
year; where that names two sources, the day; where that still does, a letter. "Global Witness 2024",
"Kang et al. 2022", "Survey Office 2025a".
"""

import re
from collections import defaultdict
from collections.abc import Iterable, Mapping

from .text import listed


def who(authors: str, organisation: str, title: str) -> str:
    """The short name of those who speak.

    >>> who("Vasisht, C; Aung Thura Ko Ko", "The Diplomat", ""), who("", "Reuters (via Yahoo)", "")
    ('Vasisht and Aung Thura Ko Ko', 'Reuters')
    """
    families = [name.split(",")[0].strip() for name in listed(authors)]
    if len(families) > 2:
        return f"{families[0]} et al."
    return (
        " and ".join(families) or re.sub(r"\s*\([^()]*\)$", "", organisation) or title or "Unsigned"
    )


def dates(rows: Iterable[Mapping[str, str]]) -> dict[str, str]:
    """{key: what stands after the name}: the year, else the day, else the year with a letter, so
    that labels differ.

    rows: sources as text, with key, authors, organisation, title and date.
    """
    same_year, same_day = (
        defaultdict[tuple[str, str], list[str]](list),
        defaultdict[tuple[str, str], list[str]](list),
    )
    rows = list(rows)
    for row in rows:
        name = who(row["authors"], row["organisation"], row["title"]).lower()
        same_year[name, row["date"][:4]].append(row["key"])
        same_day[name, row["date"]].append(row["key"])
    found = {}
    for row in rows:
        name, year = (
            who(row["authors"], row["organisation"], row["title"]).lower(),
            row["date"][:4],
        )
        alike = same_day[name, row["date"]]
        if len(same_year[name, year]) == 1:
            found[row["key"]] = year or "undated"
        elif len(alike) == 1 and len(row["date"]) == 10:
            found[row["key"]] = row["date"]
        else:
            found[row["key"]] = (year or "undated") + letters(
                _place(row, same_year[name, year], alike, rows)
            )
    return found


def _place(
    row: Mapping[str, str],
    year: list[str],
    day: list[str],
    rows: list[Mapping[str, str]],
) -> int:
    """Which letter: counted over all sources of that name and year that need one."""
    date = {source["key"]: source["date"] for source in rows}
    needy = [
        key
        for key in sorted(year)
        if len(date[key]) != 10 or sum(date[other] == date[key] for other in year) > 1
    ]
    return needy.index(row["key"])


def letters(number: int) -> str:
    """0 is a, 25 is z, 26 is aa."""
    first, last = divmod(number, 26)
    return (letters(first - 1) if first else "") + chr(ord("a") + last)
