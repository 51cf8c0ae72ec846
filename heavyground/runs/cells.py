"""The code cells of a page, as they are executed."""

import hashlib
import json
import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from ..numbers.prose import parse_page

_FENCE = re.compile(r"\s*(`{3,}|~{3,})")
SKIPPED, MAY_RAISE = "skip-execution", "raises-exception"  # Jupyter's own tags


@dataclass(frozen=True, slots=True)
class Cell:
    """One cell: `line` is where its code starts on the page."""

    line: int
    code: str
    skipped: bool = False
    may_raise: bool = False


def cells_of(path: Path) -> tuple[Cell, ...]:
    """The cells of a page in their order; none for a page that is prose alone. Raises OSError,
    UnicodeDecodeError.
    """
    text = path.read_text("utf-8")
    return tuple(_cells(text)) if "{code-cell}" in text else ()


def _cells(text: str) -> Iterator[Cell]:
    lines = text.split("\n")
    for cell in parse_page(text).cells:
        options = _options(lines, cell.line)
        blank = len(cell.code) - len(cell.code.lstrip("\n"))
        code = cell.code.strip("\n").rstrip()
        yield Cell(cell.line + blank, code, SKIPPED in options, MAY_RAISE in options)


def _options(lines: list[str], line: int) -> str:
    """What stands between the fence and the first line of a cell's code."""
    first = line - 1
    while first > 0 and not _FENCE.match(lines[first - 1]):
        first -= 1
    return "\n".join(lines[first : line - 1])


def digest(cells: tuple[Cell, ...], page: str) -> str:
    """Of what is executed, and in which folder. page: its path from the book's root. Lines are no
    part of it, so that prose may be written above a cell."""
    folder = page.rpartition("/")[0]
    said = [folder, *([cell.code, cell.skipped, cell.may_raise] for cell in cells)]
    return hashlib.blake2b(json.dumps(said).encode(), digest_size=16).hexdigest()
