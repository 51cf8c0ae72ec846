"""CSV files as text, with every fault of the reading at its line.

Nothing here raises on bad input.
"""

import csv
import io
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

from .faults import Fault
from .schema import Schema, TableSchema
from .text import near

csv.field_size_limit(10_000_000)


@dataclass(frozen=True, slots=True)
class TextRow:
    """One row as text: its cells by column, its file as people write it and its physical line (from
    1).
    """

    cells: dict[str, str]
    path: str
    line: int

    def __getitem__(self, column: str) -> str:
        return self.cells[column]


@dataclass(frozen=True)
class Table:
    """One CSV as text: its schema, its rows, and what reading met.

    absent: there was no file, an empty one, or one that is no such CSV · missing: columns that the
    heading lacks · cut: reading stopped before the end.
    """

    schema: TableSchema
    rows: tuple[TextRow, ...]
    faults: tuple[Fault, ...]
    absent: bool = False
    missing: tuple[str, ...] = ()
    cut: bool = False

    @property
    def whole(self) -> bool:
        """Was all of it there to be read?"""
        return not (self.absent or self.missing or self.cut)

    @property
    def name(self) -> str:
        return self.schema.name

    def __iter__(self) -> Iterator[TextRow]:
        return iter(self.rows)

    def __len__(self) -> int:
        return len(self.rows)


def read_tables(data: Path, schema: Schema, shown: str = "data") -> dict[str, Table]:
    """Every table of a data folder by name; a missing file is an empty table with a fault. shown:
    the folder in messages.
    """
    return {
        name: read_table(data / name, table, f"{shown}/{name}")
        for name, table in schema.tables.items()
    }


def read_table(path: Path, schema: TableSchema, shown: str) -> Table:
    """Read one CSV as text.

    Bytes that are not UTF-8, a byte order mark, CRLF, ragged rows, wrong columns and empty files
    come back as faults, and what could be read comes back beside them.
    """
    faults: list[Fault] = []

    def absent(rule: str, words: str) -> Table:
        return Table(schema, (), (*faults, Fault(shown, 1, rule, words)), absent=True)

    try:
        raw = path.read_bytes()
    except FileNotFoundError:
        words = "the file is missing; restore it, with its heading even if it has no rows."
        return absent("missing-file", words)
    except OSError as error:
        return absent("missing-file", f"the file cannot be read: {error.strerror}.")
    if _utf_16(raw):
        return absent("encoding", "the file is saved as UTF-16; save it as UTF-8.")
    text = _decode(raw, shown, faults)
    of_rows: list[Fault] = []
    header, records = _records(text, shown, of_rows)
    if header is None:
        faults += of_rows
        heading = ",".join(schema.columns)
        return absent("empty-file", f"the file is empty; its first line must be {heading}.")
    if len(header) == 1 and (sign := _other_delimiter(header[0], schema)):
        return absent("delimiter", f"the cells are parted by {sign}; save the file with commas.")
    faults += [*of_rows, *_column_faults(header, schema, shown)]
    blank = dict.fromkeys(schema.columns, "")
    place = {column: header.index(column) for column in schema.columns if column in header}
    rows = tuple(
        TextRow(
            {**blank, **{column: cells[at] for column, at in place.items()}},
            shown,
            line,
        )
        for line, cells in records
    )
    missing = tuple(column for column in schema.columns if column not in header)
    cut = any(fault.rule == "csv" for fault in faults)
    return Table(schema, rows, tuple(faults), missing=missing, cut=cut)


def _utf_16(raw: bytes) -> bool:
    """Does it begin as UTF-16 does, with its mark or with letters of two bytes?"""
    marked = raw.startswith((b"\xff\xfe", b"\xfe\xff"))
    return marked or bytes(4) in (raw[:8:2], raw[1:8:2])


def _other_delimiter(heading: str, schema: TableSchema) -> str:
    """The name of what parts the heading's names where that is no comma; empty where it is none."""
    for sign, name in ((";", "semicolons"), ("\t", "tabs")):
        if {column.strip('"') for column in heading.split(sign)} >= set(schema.columns[:2]):
            return name
    return ""


def _decode(raw: bytes, shown: str, faults: list[Fault]) -> str:
    """Bytes to text with LF; says where a byte order mark, a bad byte, a carriage return stands."""
    if raw.startswith(b"\xef\xbb\xbf"):
        words = "the file starts with a byte order mark; save it as UTF-8 without one."
        faults.append(Fault(shown, 1, "byte-order-mark", words))
        raw = raw[3:]
    try:
        text = raw.decode("utf-8")
    except UnicodeDecodeError:
        text = raw.decode("utf-8", errors="replace")
        faults.extend(_bad_bytes(raw, shown))
    if "\r" in text:
        lines = [number for number, line in enumerate(text.split("\n"), 1) if "\r" in line]
        words = (
            f"carriage return in {len(lines)} line(s), first here; save the file with LF line ends."
        )
        faults.append(Fault(shown, lines[0], "line-ending", words))
        text = text.replace("\r\n", "\n").replace("\r", "\n")
    if "\x00" in text:
        line = text[: text.index("\x00")].count("\n") + 1
        faults.append(Fault(shown, line, "encoding", "a NUL character; remove it."))
        text = text.replace("\x00", "")
    return text


def _bad_bytes(raw: bytes, shown: str) -> Iterator[Fault]:
    for number, line in enumerate(raw.split(b"\n"), 1):
        try:
            line.decode("utf-8")
        except UnicodeDecodeError as error:
            where = f"byte 0x{line[error.start]:02x} at column {error.start + 1}"
            yield Fault(
                shown,
                number,
                "encoding",
                f"{where} is not UTF-8; save the file as UTF-8.",
            )


Records = list[tuple[int, list[str]]]


def _records(text: str, shown: str, faults: list[Fault]) -> tuple[list[str] | None, Records]:
    """Heading and (line, cells) of each row; rows with too few or too many cells are faults and are
    padded or cut.
    """
    if not text.strip():
        return None, []
    reader = csv.reader(io.StringIO(text), strict=True)
    before = 0
    header: list[str] | None = None
    records: Records = []
    while True:
        try:
            cells = next(reader)
        except StopIteration:
            return header, records
        except csv.Error as error:
            what = (
                "a cell with a quotation mark must be quoted and the mark doubled. "
                "Nothing after this line was read."
            )
            faults.append(Fault(shown, before + 1, "csv", f"{error}; {what}"))
            return header, records
        line, before = before + 1, reader.line_num
        if header is None:
            header = cells
        elif not any(cells):
            faults.append(Fault(shown, line, "blank-line", "the line is empty; remove it."))
        else:
            records.append((line, _fitted(cells, len(header), line, shown, faults)))


def _fitted(cells: list[str], width: int, line: int, shown: str, faults: list[Fault]) -> list[str]:
    if len(cells) == width:
        return cells
    stray = "a stray comma? quote the cell that holds it"
    what = stray if len(cells) > width else "a missing comma or a broken line?"
    faults.append(
        Fault(
            shown,
            line,
            "cells",
            f"{len(cells)} cells where the heading has {width}: {what}.",
        )
    )
    return (cells + [""] * width)[:width]


def _column_faults(header: list[str], schema: TableSchema, shown: str) -> Iterator[Fault]:
    expected = schema.columns
    for column in expected:
        if column not in header:
            hint = near(column, [name for name in header if name not in expected])
            words = f'column "{column}" is missing{hint}. The heading must be {",".join(expected)}.'
            yield Fault(shown, 1, "column", words)
    for column in header:
        if column not in expected:
            spelt = f"remove it or spell it as one of {', '.join(expected)}."
            words = f'column "{column}" is not known here; {spelt}'
            yield Fault(shown, 1, "column", words)
    for column in sorted({name for name in header if header.count(name) > 1}):
        yield Fault(shown, 1, "column", f'column "{column}" stands twice; keep one.')


def all_faults(tables: Mapping[str, Table]) -> list[Fault]:
    """What reading met in all tables."""
    return [fault for table in tables.values() for fault in table.faults]
