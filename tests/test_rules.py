"""Each rule is proven by a broken copy of real rows: the fault, at its file and line, and what to do."""

import json
import re
import subprocess
import sys

import pytest

from heavyground import evidence as ev
from heavyground import paths, rules

from conftest import read_rows, write_rows

PROD = "observations/production.csv"

CASES = [  # what is broken, file, row, cells, rule, words of the message
    (
        "a source that is not there",
        PROD,
        "prod-0701",
        {"source": "globalwitness2024pres"},
        "unknown-source",
        "near: globalwitness2024press",
    ),
    (
        "an unknown series",
        PROD,
        "prod-0701",
        {"series": "imports-wheight"},
        "unknown-series",
        "near: imports-weight",
    ),
    (
        "an unknown entity",
        PROD,
        "prod-0701",
        {"entity": "Chyna"},
        "unknown-entity",
        "data/entities.csv",
    ),
    (
        "an unknown partner",
        PROD,
        "prod-0701",
        {"partner": "Burmah"},
        "unknown-partner",
        "data/entities.csv",
    ),
    (
        "an unknown item",
        PROD,
        "prod-0701",
        {"item": "HS 2846901"},
        "unknown-item",
        "data/items.csv",
    ),
    ("an unknown unit", PROD, "prod-0701", {"unit": "tons"}, "unknown-unit", "data/units.csv"),
    (
        "a unit that is not the series'",
        PROD,
        "prod-0701",
        {"unit": "t"},
        "unit",
        'series imports-weight is in "t gross", this row in "t"',
    ),
    (
        "text in a number column",
        PROD,
        "prod-0701",
        {"value": "41700 t"},
        "number",
        'value "41700 t" is not a plain number',
    ),
    (
        "a thousands separator",
        PROD,
        "prod-0701",
        {"value": "41,700"},
        "number",
        "not a plain number",
    ),
    ("an infinity", PROD, "prod-0701", {"value": "inf"}, "number", "not a plain number"),
    ("a wrong id form", PROD, "prod-0701", {"id": "prod-701"}, "id-form", "prod- and four digits"),
    (
        "an id of another theme",
        PROD,
        "prod-0701",
        {"id": "ctrl-9701"},
        "id-form",
        "prod- and four digits in this file",
    ),
    (
        "a duplicate id",
        PROD,
        "prod-0701",
        {"id": "prod-0700"},
        "duplicate",
        "prod-0700 stands already at",
    ),
    ("an empty required cell", PROD, "prod-0701", {"item": ""}, "required", "item is empty"),
    (
        "a word outside the vocabulary",
        PROD,
        "prod-0701",
        {"basis": "guessed"},
        "vocabulary",
        "not one of reported, estimated",
    ),
    (
        "a quality that is none",
        PROD,
        "prod-0701",
        {"quality": "good"},
        "vocabulary",
        "official statistic",
    ),
    (
        "a period of another kind",
        PROD,
        "prod-0701",
        {"period": "2023-05"},
        "period",
        'period "2023-05" is no year',
    ),
    (
        "a month 13",
        PROD,
        "prod-0701",
        {"period": "2023-13", "period_kind": "month"},
        "period",
        "no date of the calendar",
    ),
    (
        "a day that does not exist",
        PROD,
        "prod-0701",
        {"period": "2023-02-30", "period_kind": "date"},
        "period",
        "no date of the calendar",
    ),
    (
        "a fiscal year that skips",
        PROD,
        "prod-0701",
        {"period": "FY2021-23", "period_kind": "fiscal-year"},
        "period",
        "no date of the calendar",
    ),
    (
        "a span backwards",
        PROD,
        "prod-0701",
        {"period": "2023/2021", "period_kind": "span"},
        "period",
        "ends before it begins",
    ),
    ("a period in words", PROD, "prod-0701", {"period": "early 2023"}, "period", "is no year"),
    (
        "a share of 140 %",
        PROD,
        "prod-0736",
        {"value": "140"},
        "share",
        "140 % share lies outside 0 to 100",
    ),
    ("a negative share", PROD, "prod-0736", {"value": "-3"}, "share", "-3 % share lies outside"),
    (
        "low above high",
        PROD,
        "prod-0701",
        {"value": "", "low": "300", "high": "200"},
        "range-order",
        "low 300 exceeds high 200; swap",
    ),
    ("value below low", PROD, "prod-0701", {"low": "41701"}, "range-order", "lies below low 41701"),
    (
        "value above high",
        PROD,
        "prod-0701",
        {"high": "41699"},
        "range-order",
        "lies above high 41699",
    ),
    (
        "no figure at all",
        PROD,
        "prod-0701",
        {"value": ""},
        "no-figure",
        "value, low and high are all empty",
    ),
    ("a negative weight", PROD, "prod-0701", {"value": "-41700"}, "negative", "below zero"),
    (
        "a period after its source",
        PROD,
        "prod-0701",
        {"period": "2025"},
        "later-than-source",
        "begins after its source was published",
    ),
    (
        "a formula in a cell",
        PROD,
        "prod-0701",
        {"note": "=HYPERLINK(1)"},
        "injection",
        "a spreadsheet may run",
    ),
    (
        "a cell that begins with @",
        PROD,
        "prod-0701",
        {"printed": "@sum"},
        "injection",
        "printed begins with '@'",
    ),
    (
        "a cell that begins with a tab",
        PROD,
        "prod-0701",
        {"note": "\tx"},
        "injection",
        "note begins",
    ),
    (
        "white space at an end",
        PROD,
        "prod-0701",
        {"entity": "China "},
        "whitespace",
        "entity has white space",
    ),
    (
        "an invisible character",
        PROD,
        "prod-0701",
        {"note": "oxide\u200bline"},
        "whitespace",
        "invisible character",
    ),
    (
        "a merged id in two places",
        PROD,
        "prod-0701",
        {"also": "ctrl-0157; ctrl-0155"},
        "merged-id",
        "which was merged into",
    ),
    (
        "a merged id that is a row",
        PROD,
        "prod-0701",
        {"also": "prod-0700"},
        "merged-id",
        "which is a row of its own",
    ),
    (
        "a merged id that is none",
        PROD,
        "prod-0701",
        {"also": "ctrl-157"},
        "merged-id",
        "is not an id",
    ),
    ("an id that vanished", PROD, "prod-0701", {"also": ""}, "lost-id", "ctrl-0157 is nowhere"),
    (
        "a citation of nothing",
        PROD,
        "prod-0701",
        {"cites": "reuters1999"},
        "cites",
        "neither a row nor a source",
    ),
    (
        "a citation of a merged row",
        PROD,
        "prod-0701",
        {"cites": "ctrl-0157"},
        "cites",
        "was merged into prod-0701",
    ),
    (
        "a row that cites itself",
        PROD,
        "prod-0701",
        {"cites": "prod-0701"},
        "cites",
        "cites itself; name what it relays",
    ),
    (
        "a claim that is none",
        PROD,
        "prod-0701",
        {"basis": "claim"},
        "claim",
        "is no founding article",
    ),
    (
        "evidence from a founding article",
        PROD,
        "prod-0704",
        {"basis": "reported"},
        "claim",
        "founding article under test",
    ),
    (
        "a neighbour 1,000 times off",
        PROD,
        "prod-0332",
        {"value": "72073760", "note": ""},
        "neighbours",
        "more than 50 times apart",
    ),
    (
        "a World row below its countries",
        "observations/processing.csv",
        "proc-0804",
        {"value": "38000", "note": "misprint"},
        "sum",
        "add up to",
    ),
    (
        "a tariff line above its heading",
        PROD,
        "prod-0701",
        {"value": "99000"},
        "part",
        "more than its heading HS 284690",
    ),
    (
        "a second look without a day",
        PROD,
        "prod-0701",
        {"verified": "ok"},
        "verified",
        "2026-11-25 confirmed",
    ),
    ("an event on an odd date", "events.csv", "ev-0134", {"date": "2024-10"}, "date", "is no day"),
    (
        "an event after its source",
        "events.csv",
        "ev-0134",
        {"date": "2029-10-22"},
        "later-than-source",
        "lies after its source",
    ),
    (
        "an event without a source",
        "events.csv",
        "ev-0134",
        {"source": "nobody2024"},
        "unknown-source",
        "data/sources.csv",
    ),
    (
        "a dangerous address",
        "sources.csv",
        "globalwitness2024press",
        {"url": "javascript:alert(1)"},
        "url",
        "is no web address",
    ),
    (
        "a bracketed address",
        "sources.csv",
        "globalwitness2024press",
        {"url": "https://[bad"},
        "url",
        "is no web address",
    ),
    (
        "a source without a day",
        "sources.csv",
        "globalwitness2024press",
        {"date": ""},
        "date",
        'says date_basis "undated"',
    ),
    (
        "a source with an odd date",
        "sources.csv",
        "globalwitness2024press",
        {"date": "May 2024"},
        "date",
        "is no date",
    ),
    (
        "an access that is no month",
        "sources.csv",
        "globalwitness2024press",
        {"accessed": "yesterday"},
        "date",
        "is no month",
    ),
    (
        "an unused source",
        "sources.csv",
        "globalwitness2024press",
        {"key": "globalwitness2024unused"},
        "unused-source",
        "nothing rests on globalwitness2024unused",
    ),
    (
        "a series in an unknown unit",
        "series.csv",
        "imports-weight",
        {"unit": "tonnes"},
        "unknown-unit",
        "data/units.csv",
    ),
    (
        "a preferred source that is not there",
        "series.csv",
        "mine-production",
        {"preferred": "usgs2026mcsre; usgs1900"},
        "unknown-preferred",
        "usgs1900",
    ),
    (
        "a mine placed too exactly",
        "places.csv",
        "Hpare",
        {"lat": "25.81"},
        "coordinates",
        "round to 1 decimal",
    ),
    (
        "a town placed too exactly",
        "places.csv",
        "Myitkyina",
        {"lon": "97.391"},
        "coordinates",
        "round to 2 decimals",
    ),
    (
        "a place off the globe",
        "places.csv",
        "Myitkyina",
        {"lat": "125.4"},
        "coordinates",
        "not on the globe",
    ),
    (
        "a military position",
        "places.csv",
        "Myitkyina",
        {"kind": "military base"},
        "coordinates",
        "this book places none",
    ),
    (
        "a correction that no longer fits",
        "corrections.csv",
        "proc-0431",
        {"expect": "3934"},
        "correction",
        'where "3934" is expected',
    ),
    (
        "a corrected row that was mended",
        "observations/processing.csv",
        "proc-0431",
        {"value": "3993"},
        "correction",
        "the row was changed",
    ),
    (
        "a correction of nothing",
        "corrections.csv",
        "proc-0431",
        {"id": "proc-9431"},
        "correction",
        "is no row",
    ),
    (
        "a correction of no column",
        "corrections.csv",
        "proc-0431",
        {"field": "colour"},
        "correction",
        "is no column",
    ),
    (
        "a correction that is no number",
        "corrections.csv",
        "proc-0431",
        {"use": "about 4000"},
        "correction",
        "is not a number",
    ),
    (
        "a left-out id that is a row",
        "left_out.csv",
        "econ-0505",
        {"id": "prod-0701"},
        "left-out",
        "left out and yet a row",
    ),
    (
        "a statement that bears on nothing",
        "claims.csv",
        "A01",
        {"bears_on": "prod-9999"},
        "bears-on",
        "is no row",
    ),
    (
        "a statement that bears on a merged row",
        "claims.csv",
        "A01",
        {"bears_on": "ctrl-0157"},
        "bears-on",
        "was merged into prod-0701",
    ),
    (
        "a parameter without origin",
        "parameters.csv",
        None,
        {"source": "", "assumption": ""},
        "parameter",
        "neither source nor assumption",
    ),
]


@pytest.mark.parametrize(
    "file, key, cells, rule, words", [case[1:] for case in CASES], ids=[case[0] for case in CASES]
)
def test_a_broken_row_is_named_with_file_line_and_remedy(
    broken, real, file, key, cells, rule, words
):
    key = key or real[0][file].frame.iloc[0, 0]
    found, line = broken.set(file, key, cells)
    if rule == "lost-id":
        file, line = (
            "observations/control.csv",
            1,
        )  # the id stands nowhere, so the file of its theme is named
    if rule == "correction" and file.startswith(
        "observations"
    ):  # the fault lies where the correction stands
        file = "corrections.csv"
        line = int(real[0][file].frame.set_index("id").line[key])
    mine = [
        fault
        for fault in found
        if fault.rule == rule and fault.path == f"data/{file}" and fault.line == line
    ]
    assert mine, f"no {rule} fault at data/{file}:{line}; found: {[str(f) for f in found]}"
    assert any(words in fault.message for fault in mine), [fault.message for fault in mine]


def test_every_rule_has_a_case():
    """A new rule must come with a broken copy."""
    proven = {case[4] for case in CASES} | {"one-page-two-keys"}
    source = (paths.ROOT / "heavyground" / "rules.py").read_text("utf-8")
    named = set(re.findall(r'(?:Fault\([^"\n]*|_faults\(.*?), "([a-z-]+)", ', source)) | {
        "required"
    }
    assert named - proven <= {"datapackage", "unknown"}, sorted(named - proven)


def test_the_same_page_under_two_keys(broken):
    found, line = broken.add(
        "sources.csv", "globalwitness2024press", {"key": "globalwitness2024twin", "note": ""}
    )
    assert [
        f
        for f in found
        if f.rule == "one-page-two-keys"
        and f.line == line
        and "globalwitness2024press are one page" in f.message
    ]


def test_two_editions_of_a_page_may_stand_when_the_note_says_so(broken):
    found, _ = broken.add(
        "sources.csv",
        "globalwitness2024press",
        {
            "key": "globalwitness2024twin",
            "note": "Second edition of globalwitness2024press.",
            "status": "context",
        },
    )
    assert not [f for f in found if f.rule == "one-page-two-keys"]


def test_a_circle_of_citations(broken):
    found, line = broken.set(PROD, "prod-0700", {"cites": "prod-0701"})
    assert not [f for f in found if f.rule == "cites"]
    header, rows = read_rows(broken.folder / PROD)
    for _, cells in rows:
        if cells[0] == "prod-0701":
            cells[header.index("cites")] = "prod-0700"
    write_rows(broken.folder / PROD, header, rows)
    assert (
        len(
            [f for f in broken.judge(PROD) if f.rule == "cites" and "by way of others" in f.message]
        )
        == 2
    )


def test_a_fault_after_a_cell_of_several_lines_stands_at_its_physical_line(broken):
    header, rows = read_rows(paths.DATA / PROD)
    rows[0][1][header.index("note")] = "one\ntwo\nthree"
    at = next(i for i, (_, cells) in enumerate(rows) if cells[0] == "prod-0701")
    rows[at][1][header.index("value")] = "many"
    write_rows(broken.folder / PROD, header, rows)
    text = (broken.folder / PROD).read_text("utf-8").split("\n")
    fault = next(f for f in broken.judge(PROD) if f.rule == "number")
    assert text[fault.line - 1].startswith("prod-0701,") and fault.line == rows[at][0] + 2


# ---- Bad input, and several faults at once


def one_line(raw, line, change):
    lines = raw.split(b"\n")
    lines[line - 1] = change(lines[line - 1])
    return b"\n".join(lines)


BYTES = [
    (
        "byte order mark",
        lambda raw: b"\xef\xbb\xbf" + raw,
        "byte-order-mark",
        1,
        "save it as UTF-8 without one",
    ),
    ("CRLF", lambda raw: raw.replace(b"\n", b"\r\n"), "line-ending", 1, "save the file with LF"),
    (
        "CRLF on one line",
        lambda raw: one_line(raw, 7, lambda line: line + b"\r"),
        "line-ending",
        7,
        "1 line(s)",
    ),
    (
        "a byte that is not UTF-8",
        lambda raw: one_line(raw, 5, lambda line: line + b"\xff"),
        "encoding",
        5,
        "byte 0xff",
    ),
    ("a NUL", lambda raw: one_line(raw, 5, lambda line: line + b"\x00"), "encoding", 5, "NUL"),
    (
        "a stray delimiter",
        lambda raw: one_line(raw, 9, lambda line: line + b","),
        "cells",
        9,
        "22 cells where the heading has 21",
    ),
    (
        "a cell too few",
        lambda raw: one_line(raw, 9, lambda line: line.rpartition(b",")[0]),
        "cells",
        9,
        "20 cells where the heading has 21",
    ),
    ("an empty file", lambda raw: b"", "empty-file", 1, "its first line must be id,series"),
    (
        "an empty line",
        lambda raw: one_line(raw, 4, lambda line: line + b"\n"),
        "blank-line",
        5,
        "remove it",
    ),
    (
        "a missing column",
        lambda raw: one_line(raw, 1, lambda line: line.replace(b",locator", b"")),
        "column",
        1,
        '"locator" is missing',
    ),
    (
        "a column misspelt",
        lambda raw: one_line(raw, 1, lambda line: line.replace(b"quality", b"qualty")),
        "column",
        1,
        '"qualty" looks like it',
    ),
    (
        "a column too many",
        lambda raw: one_line(raw, 1, lambda line: line + b",colour"),
        "column",
        1,
        'column "colour" is not known',
    ),
    (
        "a column twice",
        lambda raw: one_line(raw, 1, lambda line: line.replace(b"printed", b"note", 1)),
        "column",
        1,
        "stands twice",
    ),
    (
        "an open quotation mark",
        lambda raw: one_line(raw, 6, lambda line: line + b'"x'),
        "csv",
        6,
        "quotation mark",
    ),
]


@pytest.mark.parametrize(
    "change, rule, line, words", [case[1:] for case in BYTES], ids=[case[0] for case in BYTES]
)
def test_bytes_that_cannot_be_read_as_they_should(broken, change, rule, line, words):
    found = broken.raw(PROD, change)
    assert [
        f
        for f in found
        if f.path == f"data/{PROD}" and f.rule == rule and f.line == line and words in f.message
    ], [str(f) for f in found][:8]


def test_rubbish_never_raises(broken):
    for change in (
        lambda raw: raw[: len(raw) // 3],
        lambda raw: bytes(range(256)) * 50,
        lambda raw: b'"' * 999,
        lambda raw: raw.replace(b",", b";"),
        lambda raw: b"\n\n\n",
    ):
        for file in (
            PROD,
            "sources.csv",
            "series.csv",
            "events.csv",
            "corrections.csv",
            "places.csv",
        ):
            assert broken.raw(file, change)


def test_several_faults_are_all_listed(broken):
    header, rows = read_rows(paths.DATA / PROD)
    cell = lambda id, column, value: next(c for _, c in rows if c[0] == id).__setitem__(
        header.index(column), value
    )
    (
        cell("prod-0701", "source", "nobody2024"),
        cell("prod-0332", "period", "soon"),
        cell("prod-0736", "value", "140"),
        cell("prod-0010", "unit", "t"),
    )
    write_rows(broken.folder / PROD, header, rows)
    assert {"unknown-source", "period", "share", "unit"} <= {f.rule for f in broken.judge(PROD)}


# ---- The command


def run(*arguments):
    return subprocess.run(
        [sys.executable, "-m", "heavyground", "check", *arguments],
        capture_output=True,
        text=True,
        cwd=paths.ROOT,
    )


def test_the_command_lists_faults_and_exits_1(data_copy):
    file = data_copy / PROD
    file.write_bytes(file.read_bytes().replace(b",41700,", b",many,", 1))
    (data_copy / "series.csv").write_bytes(b"")
    done = run("--data", str(data_copy))
    assert done.returncode == 1 and "Traceback" not in done.stderr + done.stdout
    assert re.search(
        r"production\.csv:\d+: number: value \"many\" is not a plain number", done.stdout
    )
    assert re.search(r"series\.csv:1: empty-file: ", done.stdout) and re.search(
        r"^\d+ faults: ", done.stdout, re.M
    )


def test_the_command_speaks_json(data_copy):
    file = data_copy / PROD
    file.write_bytes(file.read_bytes().replace(b",41700,", b",many,", 1))
    said = json.loads(run("--data", str(data_copy), "--json").stdout)
    assert {"path", "line", "rule", "message"} == set(said["faults"][0]) and said["counts"][
        "observations"
    ] > 3000


def test_a_folder_that_is_not_there():
    done = run("--data", "/nowhere/at/all")
    assert (
        done.returncode == 1 and "no such folder" in done.stderr and "Traceback" not in done.stderr
    )


def test_the_real_evidence_has_no_fault(real):
    assert not [str(fault) for fault in sorted(real[1])]


def test_the_description_is_up_to_date():
    assert not list(rules.description_is_up_to_date(ev.DATA))


def test_a_strangers_tool_reads_the_package():
    from frictionless import Package

    report = Package(str(ev.DATA / "datapackage.json")).validate()
    assert report.valid, report.flatten(["rowNumber", "fieldName", "message"])[:5]
