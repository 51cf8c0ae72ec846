"""CSV files as text: whatever is wrong with a file is said at its line, and the rest is read."""

from pathlib import Path

import pytest

from heavyground.evidence.tables import Table, read_table
from helpers import schema

UNITS = "units.csv"
HEADING = b"unit,title,kind,note\n"


def read(tmp_path: Path, raw: bytes) -> Table:
    table = schema().tables[UNITS]
    heading = ",".join(table.columns).encode() + b"\n"
    path = tmp_path / UNITS
    path.write_bytes(raw.replace(HEADING, heading))
    return read_table(path, table, f"data/{UNITS}")


def row(*cells: str) -> bytes:
    """A row of units with its further cells left empty."""
    table = schema().tables[UNITS]
    return (",".join([*cells, *[""] * (len(table.columns) - len(cells))]) + "\n").encode()


def said(table: Table) -> list[tuple[int, str]]:
    return [(fault.line, fault.rule) for fault in table.faults]


def test_a_clean_file_has_rows_with_their_lines(tmp_path: Path) -> None:
    table = read(tmp_path, HEADING + row("t", "tonnes", "mass") + row("km", "kilometres", "length"))
    assert said(table) == []
    assert [(one["unit"], one.line, one.path) for one in table] == [
        ("t", 2, "data/units.csv"),
        ("km", 3, "data/units.csv"),
    ]


def test_a_cell_over_several_lines_keeps_the_physical_line_of_the_next_row(tmp_path: Path) -> None:
    table = read(tmp_path, HEADING + row("t", '"two\nlines"', "mass") + row("km", "k", "length"))
    assert [one.line for one in table] == [2, 4]


@pytest.mark.parametrize(
    "raw, expected",
    [
        (b"\xef\xbb\xbf" + HEADING + row("t", "tonnes", "mass"), (1, "byte-order-mark")),
        (HEADING + b"\n" + row("t", "tonnes", "mass"), (2, "blank-line")),
        (HEADING + row("t", "tonn\xe9s", "mass").replace(b"\xc3\xa9", b"\xe9"), (2, "encoding")),
        (HEADING + row("t", "ton\x00nes", "mass"), (2, "encoding")),
        (HEADING + row("t", "tonnes", "mass").replace(b"\n", b"\r\n"), (2, "line-ending")),
        (HEADING + b"t,tonnes\n", (2, "cells")),
        (HEADING + row("t", "tonnes", "mass").replace(b"\n", b",,,,\n"), (2, "cells")),
        (HEADING + row("t", 'a "quoted" word', "mass").replace(b'a "', b'"a" "'), (2, "csv")),
    ],
)
def test_each_damage_is_named_at_its_line(
    tmp_path: Path, raw: bytes, expected: tuple[int, str]
) -> None:
    assert expected in said(read(tmp_path, raw))


def test_a_missing_column_names_the_one_that_looks_like_it(tmp_path: Path) -> None:
    columns = ",".join(schema().tables[UNITS].columns).replace("title", "tittle")
    path = tmp_path / UNITS
    path.write_text(columns + "\n", "utf-8")
    messages = [fault.message for fault in read_table(path, schema().tables[UNITS], UNITS).faults]
    assert any('column "title" is missing (near: tittle)' in message for message in messages)
    assert any('column "tittle" is not known here' in message for message in messages)


def test_a_quoted_heading_is_a_heading(tmp_path: Path) -> None:
    columns = ",".join(f'"{column}"' for column in schema().tables[UNITS].columns)
    path = tmp_path / UNITS
    path.write_bytes(columns.encode() + b"\n" + row("t", "tonnes", "mass"))
    table = read_table(path, schema().tables[UNITS], UNITS)
    assert said(table) == []
    assert len(table) == 1


def test_a_missing_or_empty_file_is_absent_and_says_so(tmp_path: Path) -> None:
    table = read_table(tmp_path / UNITS, schema().tables[UNITS], UNITS)
    assert table.absent
    assert said(table) == [(1, "missing-file")]
    empty = read(tmp_path, b"")
    assert empty.absent
    assert said(empty) == [(1, "empty-file")]
