"""All that `make check` says, and the build too: one function, one report."""

import traceback
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Protocol

from ..evidence.book import Book, Matter
from ..evidence.faults import Fault, Faults
from ..evidence.schema import PACKAGE, Schema, read_schema
from ..evidence.tables import Table, all_faults, read_tables
from ..evidence.text import listed
from . import schema_rules
from .claims import check_ledger
from .disagreements import check_disagreements
from .package import citation_agrees
from .pages import ReadPage, check_pages, read_pages
from .rules import Evidence, judge
from .verdicts import Verdicts


class Brought(Protocol):
    """What a book's analysis brings to a check."""

    @property
    def verdicts(self) -> Verdicts: ...

    @property
    def rules(self) -> tuple[Callable[[Evidence], Iterator[Fault]], ...]: ...


class Folder(Protocol):
    """A book's folder as a check needs it; `heavyground.project.Project` is one."""

    @property
    def root(self) -> Path: ...

    @property
    def data(self) -> Path: ...

    @property
    def analysis(self) -> Brought: ...

    @property
    def matter(self) -> Matter: ...

    def pages(self) -> list[Path]: ...

    def shown(self, path: Path) -> str: ...


@dataclass(frozen=True)
class Report:
    """faults: all of them, by file and line · counts: {what: how many} · notes: what could not be
    checked, and why.
    """

    faults: list[Fault]
    counts: Mapping[str, int] = field(default_factory=dict)
    notes: tuple[str, ...] = ()


def check(folder: Folder, book: Book | None = None) -> Report:
    """Everything: tables, pages, ledger, disagreements, computed values, and what ties them.

    book: the folder's, where it is open already.
    """
    try:
        schema, tables = (book.schema, book.tables) if book else _read(folder.data, folder.shown)
    except Faults as error:
        return Report(error.faults, notes=("Nothing else was checked: there is no schema.",))
    counts = _table_counts(tables, schema)
    try:
        analysis, matter = folder.analysis, folder.matter
    except Exception as error:  # whatever the book's own module raises is a fault in it
        faults = {*all_faults(tables), *schema_rules.judge(tables, schema)}
        faults.add(_import_fault(error, folder))
        note = "Only the tables were checked, against their schema: the analysis is not there."
        return Report(sorted(faults), counts, (note,))
    faults = set(judge(tables, schema, matter, analysis.rules))
    faults.update(citation_agrees(folder.root, schema, folder.shown(folder.data / PACKAGE)))
    try:
        book = book or _book(schema, tables, matter)
    except Faults:
        note = "Pages were not checked: the evidence cannot be read before its faults are mended."
        return Report(sorted(faults), counts, (note,))
    pages, unread = read_pages(folder.pages(), folder.shown, book)
    faults.update(unread, check_pages(pages, book))
    faults.update(check_ledger(book, analysis.verdicts), check_disagreements(book))
    faults.update(check_values(book, folder))
    return Report(sorted(faults), {**counts, **_page_counts(pages)})


def check_tables(
    data: Path,
    shown: Callable[[Path], str],
    matter: Matter | None = None,
    rules: Iterable[Callable[[Evidence], Iterator[Fault]]] = (),
) -> Report:
    """The tables of a data folder alone. matter, rules: what the book's analysis brings."""
    try:
        schema, tables = _read(data, shown)
    except Faults as error:
        return Report(error.faults, notes=("Nothing else was checked: there is no schema.",))
    return Report(judge(tables, schema, matter, rules), _table_counts(tables, schema))


def _read(data: Path, shown: Callable[[Path], str]) -> tuple[Schema, dict[str, Table]]:
    schema = read_schema(data, shown(data / PACKAGE))
    return schema, read_tables(data, schema, shown(data))


def _book(schema: Schema, tables: Mapping[str, Table], matter: Matter) -> Book:
    """Raises Faults where a table could not be read as it should be."""
    if unread := all_faults(tables):
        raise Faults(unread)
    return Book(schema, tables, matter)


# ---- Counts


def _table_counts(tables: Mapping[str, Table], schema: Schema) -> dict[str, int]:
    rows = [row for table in schema.observations for row in tables[table.name]]
    names = ("series", "sources", "events", "claims", "entities", "items", "places")
    present = {name: tables[f"{name}.csv"] for name in names if f"{name}.csv" in tables}
    counts = {"observations": len(rows), **{name: len(table) for name, table in present.items()}}
    counts["merged ids"] = sum(len(listed(row["also"])) for row in rows)
    for name, path in (("left out", "left_out.csv"), ("corrections", "corrections.csv")):
        if path in tables:
            counts[name] = len(tables[path])
    return counts


def _page_counts(pages: list[ReadPage]) -> dict[str, int]:
    roles = Counter(scanned.role for page in pages for scanned in page.scanned)
    return {
        "pages": len(pages),
        "numbers verified in prose": roles["num"],
        "claims opened": roles["claim"],
        "literals": roles["lit"],
    }


# ---- The analysis


def check_values(book: Book, folder: Folder) -> Iterator[Fault]:
    """A computed value that cannot be computed, at the line of the analysis that asked in vain."""
    for name in book.matter.values.names():
        try:
            book.derived(name)
        except LookupError as error:
            path, line = _place(error.__cause__ or error, folder)
            yield Fault(path, line, "derived", str(error.args[0]))


def _import_fault(error: Exception, folder: Folder) -> Fault:
    path, line = _place(error, folder)
    words = f"the analysis cannot be imported: {type(error).__name__}: {error}"
    return Fault(path, line, "analysis", f"{words.rstrip('.')}. Mend it, or the setting.")


ENGINE = Path(__file__).resolve().parents[1]
CONFIG, SETTING = "_config.yml", "heavyground_analysis"


def _place(error: BaseException, folder: Folder) -> tuple[str, int]:
    """(file, line) of the book's own code that an error came from; else where the code is named."""
    if isinstance(error, SyntaxError) and error.filename:
        return folder.shown(Path(error.filename)), error.lineno or 1
    for frame in reversed(traceback.extract_tb(error.__traceback__)):
        path = Path(frame.filename).resolve()
        own = folder.root in path.parents and ENGINE not in path.parents
        if own and path.is_file():
            return folder.shown(path), frame.lineno or 1
    lines = (folder.root / CONFIG).read_text("utf-8").split("\n")
    named = (number for number, line in enumerate(lines, 1) if SETTING in line)
    return CONFIG, next(named, 1)
