"""The book's own evidence under the rules: without a fault, and not deaf on rows as they are."""

import csv
import io
from collections.abc import Callable
from dataclasses import replace

import pytest

from heavyground.evidence.faults import Fault

from .conftest import Evidence

PROD = "observations/production.csv"
CONTROL = "observations/control.csv"
PROCESSING = "observations/processing.csv"


def test_the_evidence_has_no_fault(evidence: Evidence) -> None:
    assert [str(fault) for fault in sorted(evidence.known)] == []


CASES = [  # file, row, cells, rule, words, file and row at which the fault stands
    (PROD, "prod-0701", {"source": "globalwitness2024pres"}, "unknown-source", "near: globalw"),
    (PROD, "prod-0701", {"unit": "t"}, "unit", 'series imports-weight is in "t gross"'),
    (PROD, "prod-0701", {"id": "prod-0700"}, "duplicate", "prod-0700 stands already at"),
    (PROD, "prod-0736", {"value": "140"}, "share", "140 % share lies outside 0 to 100"),
    (PROD, "prod-0701", {"also": "ctrl-0157; ctrl-0155"}, "merged-id", "which was merged into"),
    (PROD, "prod-0701", {"cites": "ctrl-0157"}, "cites", "was merged into prod-0701"),
    (PROD, "prod-0704", {"basis": "reported"}, "claim", "founding article under test"),
    (PROD, "prod-0332", {"value": "72073760", "note": ""}, "neighbours", "50 times apart"),
    (PROD, "prod-0701", {"value": "99000"}, "part", "more than its heading HS 284690"),
    (PROCESSING, "proc-0804", {"value": "38000", "note": "misprint"}, "sum", "add up to"),
    ("places.csv", "Hpare", {"lat": "25.81"}, "coordinates", "round to 1 decimal"),
    ("corrections.csv", "proc-0431", {"expect": "3934"}, "correction", 'where "3934" is'),
    ("left_out.csv", "econ-0505", {"id": "prod-0701"}, "left-out", "left out and yet a row"),
    ("claims.csv", "A01", {"bears_on": "ctrl-0157"}, "bears-on", "was merged into prod-0701"),
]


@pytest.mark.parametrize("file, key, cells, rule, words", CASES)
def test_a_broken_row_is_named_at_its_line(
    evidence: Evidence, file: str, key: str, cells: dict[str, str], rule: str, words: str
) -> None:
    found = evidence.broken(file, key, **cells)
    place = (f"data/{file}", evidence.line(file, key))
    here = [fault for fault in found if (fault.path, fault.line) == place and fault.rule == rule]
    assert any(words in fault.message for fault in here), [str(fault) for fault in found]


def test_a_merged_id_that_is_dropped_is_missed(evidence: Evidence) -> None:
    found = evidence.broken(PROD, "prod-0701", also="")
    assert [(f.path, f.line, f.rule) for f in found] == [(f"data/{CONTROL}", 1, "lost-id")]
    assert "ctrl-0157 is nowhere" in found[0].message


def test_a_circle_of_citations_names_both_rows(evidence: Evidence) -> None:
    assert not evidence.broken(PROD, "prod-0700", cites="prod-0701")
    table = evidence.tables[PROD]
    other = {"prod-0700": "prod-0701", "prod-0701": "prod-0700"}
    rows = tuple(
        replace(row, cells={**row.cells, "cites": other[row["id"]]}) if row["id"] in other else row
        for row in table
    )
    found = evidence.judge(**{PROD: replace(table, rows=rows)})
    assert sum("by way of others" in fault.message for fault in found) == 2


def test_the_same_page_under_two_keys(evidence: Evidence) -> None:
    twin = {"key": "globalwitness2024twin", "note": ""}
    found, line = evidence.with_row("sources.csv", "globalwitness2024press", **twin)
    (fault,) = [fault for fault in found if fault.rule == "one-page-two-keys"]
    assert fault.line == line
    assert "globalwitness2024press are one page" in fault.message


def test_a_copied_input_of_a_model_is_a_fault(evidence: Evidence) -> None:
    """The model would go on with the old number when the row is corrected."""
    table = evidence.tables["parameters.csv"]
    copies = [line for line in table if line["value_of"] == "prod-0701"]
    assert copies, "a model reads the row"
    typed = {**copies[0].cells, "value": "41700", "value_of": "", "assumption": ""}
    rows = tuple(replace(r, cells=typed) if r is copies[0] else r for r in table)
    found = evidence.judge(**{"parameters.csv": replace(table, rows=rows)})
    assert [fault.message for fault in found] == [
        "value 41700 is prod-0701; write that in value_of and leave value empty."
    ]


# ---- Bytes


def one_line(line: int, change: Callable[[bytes], bytes]) -> Callable[[bytes], bytes]:
    """Change one line of a file."""

    def change_file(raw: bytes) -> bytes:
        lines = raw.split(b"\n")
        lines[line - 1] = change(lines[line - 1])
        return b"\n".join(lines)

    return change_file


BYTES = [
    ("byte order mark", lambda raw: b"\xef\xbb\xbf" + raw, "byte-order-mark", 1, "without one"),
    ("CRLF", lambda raw: raw.replace(b"\n", b"\r\n"), "line-ending", 1, "save the file with LF"),
    ("CRLF on one line", one_line(7, lambda row: row + b"\r"), "line-ending", 7, "1 line(s)"),
    ("no UTF-8", one_line(5, lambda row: row + b"\xff"), "encoding", 5, "byte 0xff"),
    ("a NUL", one_line(5, lambda row: row + b"\x00"), "encoding", 5, "NUL"),
    ("a stray comma", one_line(9, lambda row: row + b","), "cells", 9, "22 cells where the"),
    ("a cell too few", one_line(9, lambda row: row.rpartition(b",")[0]), "cells", 9, "20 cells"),
    ("an empty file", lambda raw: b"", "empty-file", 1, "its first line must be id,series"),
    ("an empty line", one_line(4, lambda row: row + b"\n"), "blank-line", 5, "remove it"),
    (
        "a missing column",
        one_line(1, lambda row: row.replace(b",locator", b"")),
        "column",
        1,
        '"locator" is missing',
    ),
    (
        "a column misspelt",
        one_line(1, lambda row: row.replace(b"quality", b"qualty")),
        "column",
        1,
        '"quality" is missing (near: qualty)',
    ),
    (
        "a column too many",
        one_line(1, lambda row: row + b",colour"),
        "column",
        1,
        'column "colour" is not known',
    ),
    (
        "a column twice",
        one_line(1, lambda row: row.replace(b"printed", b"note", 1)),
        "column",
        1,
        "stands twice",
    ),
    ("an open quotation mark", one_line(6, lambda row: row + b'"x'), "csv", 6, "quotation mark"),
]


@pytest.mark.parametrize(
    "change, rule, line, words", [case[1:] for case in BYTES], ids=[case[0] for case in BYTES]
)
def test_bytes_that_cannot_be_read_as_they_should(
    damaged: Callable[..., list[Fault]],
    change: Callable[[bytes], bytes],
    rule: str,
    line: int,
    words: str,
) -> None:
    found = damaged(PROD, change)
    here = [fault for fault in found if (fault.rule, fault.line) == (rule, line)]
    assert any(words in fault.message for fault in here), [str(fault) for fault in found][:8]


def parted_by(raw: bytes, delimiter: str) -> bytes:
    """A file as a spreadsheet of another country saves it: commas in cells stand unquoted."""
    out = io.StringIO()
    rows = csv.reader(io.StringIO(raw.decode()))
    csv.writer(out, delimiter=delimiter, lineterminator="\n").writerows(rows)
    return out.getvalue().encode()


@pytest.mark.parametrize(
    "change, rule, words",
    [
        (lambda raw: parted_by(raw, ";"), "delimiter", "parted by semicolons"),
        (lambda raw: parted_by(raw, "\t"), "delimiter", "parted by tabs"),
        (lambda raw: raw.decode().encode("utf-16"), "encoding", "UTF-16"),
        (lambda raw: raw.decode().encode("utf-16-be"), "encoding", "UTF-16"),
    ],
    ids=["semicolons", "tabs", "UTF-16", "UTF-16 without its mark"],
)
@pytest.mark.parametrize("file", [PROD, "sources.csv", "series.csv"])
def test_a_file_saved_in_another_way_is_one_fault(
    damaged: Callable[..., list[Fault]],
    file: str,
    change: Callable[[bytes], bytes],
    rule: str,
    words: str,
) -> None:
    """The cause alone, not thousands of what follows from it."""
    (fault,) = damaged(file, change)
    assert (fault.path, fault.line, fault.rule) == (f"data/{file}", 1, rule)
    assert words in fault.message


def test_rubbish_never_raises(damaged: Callable[..., list[Fault]]) -> None:
    for change in (
        lambda raw: raw[: len(raw) // 3],
        lambda raw: bytes(range(256)) * 50,
        lambda raw: b'"' * 999,
        lambda raw: b"\n\n\n",
    ):
        for file in (PROD, "sources.csv", "events.csv", "corrections.csv", "places.csv"):
            assert damaged(file, change)


def test_a_fault_after_a_cell_of_several_lines_stands_at_its_physical_line(
    evidence: Evidence, damaged: Callable[..., list[Fault]]
) -> None:
    line = evidence.line(PROD, "prod-0701")

    def change(raw: bytes) -> bytes:
        lines = raw.split(b"\n")
        lines[1] = lines[1].rpartition(b",")[0] + b',"one\ntwo\nthree"'
        lines[line - 1] = lines[line - 1].replace(b",41700,", b",many,")
        return b"\n".join(lines)

    fault = next(fault for fault in damaged(PROD, change) if fault.rule == "number")
    assert fault.line == line + 2
