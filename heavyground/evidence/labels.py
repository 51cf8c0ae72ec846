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
    rows = list(rows)
    names = {
        row["key"]: who(row["authors"], row["organisation"], row["title"]).lower() for row in rows
    }
    date = {row["key"]: row["date"] for row in rows}
    same_year = defaultdict[tuple[str, str], list[str]](list)
    for row in rows:
        same_year[names[row["key"]], row["date"][:4]].append(row["key"])
    found = {}
    for key, day in date.items():
        year = day[:4] or "undated"
        alike = same_year[names[key], day[:4]]
        lettered = [other for other in sorted(alike) if _needs_a_letter(other, alike, date)]
        if len(alike) == 1:
            found[key] = year
        else:
            found[key] = f"{year}{letters(lettered.index(key))}" if key in lettered else day
    return found


def _needs_a_letter(key: str, alike: list[str], date: Mapping[str, str]) -> bool:
    """Does the day of a source not tell it from the others of its name and year?"""
    return len(date[key]) != 10 or sum(date[other] == date[key] for other in alike) > 1


def letters(number: int) -> str:
    """0 is a, 25 is z, 26 is aa."""
    first, last = divmod(number, 26)
    return (letters(first - 1) if first else "") + chr(ord("a") + last)
