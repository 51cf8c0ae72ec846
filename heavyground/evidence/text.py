"""Small things done to words, in one way everywhere."""

import difflib
import re
from collections.abc import Iterable


def listed(cell: str) -> tuple[str, ...]:
    """The parts of a cell that holds several, `a; b`; an empty cell has none.

    >>> listed("prod-0011; econ-0150;")
    ('prod-0011', 'econ-0150')
    """
    return tuple(part.strip() for part in cell.split(";") if part.strip())


def near(word: str, known: Iterable[str]) -> str:
    """Hint for a message: the most similar of the known words in brackets, or nothing.

    >>> near("imports-wheight", ["imports-weight", "reserves"])
    ' (near: imports-weight)'
    """
    found = difflib.get_close_matches(word, [name for name in known if name], 3, 0.5)
    return f" (near: {', '.join(found)})" if found else ""


def spoken(names: Iterable[str]) -> str:
    """Names as a sentence has them.

    >>> spoken(["a", "b", "c"])
    'a, b and c'
    """
    *first, last = names
    return f"{', '.join(first)} and {last}" if first else last


def blanks(match: re.Match[str]) -> str:
    """As many spaces as a match is long, so that what stands after it keeps its place.

    >>> re.sub("b+", blanks, "abbc")
    'a  c'
    """
    return " " * len(match[0])
