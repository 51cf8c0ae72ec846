"""The pages as read, once for a check: their lines, their cells, and every number on them."""

import ast
from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

from ..evidence.book import Book
from ..evidence.faults import Fault
from ..numbers import Names, Scanned, check_scanned, scan_page
from ..numbers.prose import Page, read_page
from ..numbers.scan import called
from .writing import check_writing


@dataclass(frozen=True)
class ReadPage:
    """One page: its path in messages, what was read, and the numbers scanned on it."""

    shown: str
    page: Page
    scanned: tuple[Scanned, ...]


def read_pages(
    paths: Iterable[Path], shown: Callable[[Path], str], book: Book
) -> tuple[list[ReadPage], list[Fault]]:
    """Pages that can be read, and a fault for each other. shown: a path as people write it."""
    known = Names.of(book)
    pages, faults = [], []
    for path in paths:
        try:
            page = read_page(path)
        except (OSError, UnicodeDecodeError) as error:
            why = "it is not UTF-8; save it as UTF-8" if isinstance(error, ValueError) else error
            faults.append(Fault(shown(path), 1, "page", f"the page cannot be read: {why}."))
            continue
        scanned = tuple(scan_page(page, shown(path), known))
        pages.append(ReadPage(shown(path), page, scanned))
    return pages, faults


def check_pages(pages: Iterable[ReadPage], book: Book) -> Iterator[Fault]:
    """Every fault of pages: numbers, wording, and cells."""
    pages = list(pages)
    for page in pages:
        yield from check_writing(page.page, page.shown, book)
        for scanned in page.scanned:
            for rule, message in check_scanned(book, scanned):
                yield Fault(page.shown, scanned.line, rule, message)
    yield from check_cells(pages)


def cited(pages: Iterable[ReadPage]) -> Counter[str]:
    """{row id: how often the text cites it}."""
    return Counter(
        scanned.target for page in pages for scanned in page.scanned if scanned.role == "num"
    )


# ---- Code cells


def check_cells(pages: Iterable[ReadPage]) -> Iterator[Fault]:
    """Cells that are no Python, and a figure's name used twice: its address would be another's."""
    first: dict[str, tuple[str, int]] = {}
    for page in pages:
        for cell in page.page.cells:
            try:
                tree = cell.tree()
            except SyntaxError as error:
                line = cell.line + (error.lineno or 1) - 1
                yield Fault(page.shown, line, "cell", f"the cell is no Python: {error.msg}.")
                continue
            for name, at in figure_names(tree):
                line = cell.line + at - 1
                if name in first:
                    where = "{}:{}".format(*first[name])
                    words = f"{name} is a figure at {where} already; give this one another name."
                    yield Fault(page.shown, line, "figure-name", words)
                first.setdefault(name, (page.shown, line))


def figure_names(tree: ast.Module) -> Iterator[tuple[str, int]]:
    """(name, line in the cell) of every `figure(..., name="...")`."""
    for call in ast.walk(tree):
        if isinstance(call, ast.Call) and called(call) == "figure":
            for keyword in call.keywords:
                name = keyword.value
                if keyword.arg == "name" and isinstance(name, ast.Constant):
                    yield str(name.value), name.lineno
