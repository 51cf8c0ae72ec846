"""Each rule is proven by a broken cell: the fault, at its file and line, and what to do."""

from collections.abc import Iterator
from dataclasses import dataclass, replace

import pytest

from heavyground.checks import schema_rules
from heavyground.checks.rules import RULES, Evidence, Rules, Said, judge
from heavyground.derived.registry import Inputs, Registry
from heavyground.evidence.book import Matter
from heavyground.evidence.faults import Fault
from heavyground.evidence.tables import Table
from helpers import OBSERVATIONS, changed, schema, small_tables

values = Registry()


@values.derive(unit="t", aliases=["ore-0011"])
def double_output(book: Inputs) -> float:
    """output of 2024, twice"""
    return 2 * book.row("ore-0001")


MATTER = Matter(values)

# A whole small evidence, in which every rule has something to look at.
TEXTS = {
    "observations": """
        id       | series     | entity | item | period | value | unit    | source    | also
        ore-0001 | output     | Peru   | tin  | 2024   | 31000 | t       | atlas2025 | ore-0002
        ore-0003 | output     | Peru   | tin  | 2023   | 30000 | t       | atlas2025 |
        ore-0004 | tin-share  | Peru   | tin  | 2024   | 40    | % share | atlas2025 |
        ore-0005 | output     | World  | tin  | 2024   | 90000 | t       | atlas2025 |
        ore-0006 | output     | Peru   | tin  | 2022   | 29000 | t       | atlas2025 |
        ore-0008 | change     | Peru   | tin  | 2024   | 3     | % change| atlas2025 |
    """,
    "trade": """
        id         | series  | entity | partner | item        | value | source    | cites
        trade-0001 | imports | Japan  | Peru    | HS 2609     | 500   | book2025  |
        trade-0002 | imports | Japan  | Peru    | HS 26090000 | 400   | book2025  | trade-0001
        trade-0003 | imports | Japan  | Peru    | tin         | 700   | essay2025 |
    """,
    "entities": """
        name  | kind
        Peru  | country
        Japan | country
        World | region
    """,
    "items": """
        name | kind
        lead | ore
    """,
    "sources": """
        key       | status           | url                         | note
        essay2025 | founding-article | https://example.org/essay   |
        spare2025 | context          | https://example.org/spare   | Read for its map.
    """,
    "events": """
        id      | date       | date_precision | source
        ev-0001 | 2024-10-22 | day            | atlas2025
    """,
    "claims": """
        id  | value_low | unit | bears_on
        A01 | 700       | t    | trade-0003; =double_output; ev-0001
    """,
    "verdicts": """
        claim | ids
        A01   | trade-0003
    """,
    "places": """
        name | kind      | lat   | lon
        Lima | town      | -12.1 | -77.04
        Pit  | mine area | -14.2 | -70.1
    """,
    "corrections": """
        id       | field | printed | use   | reason     | expect
        ore-0006 | value | 29000   | 29500 | A misprint | 29000
    """,
    "left_out": """
        id       | reason
        ore-0007 | Counted twice.
    """,
    "aliases": """
        id       | formula       | value | unit
        ore-0009 | half of it    | 15500 | t
        ore-0010 | a third of it | 10333 | t
    """,
    "parameters": """
        name   | model  | value | low | high | value_of | source   | assumption
        weight | levy   |       | 0   |      | ore-0001 | ore-0001 |
        paid   | levy   | 80    | 50  | 100  |          |          | Our assumption: most pay.
        seen   | levy   | 33    |     |      |          | ore-0004 |
    """,
}
TABLES = small_tables(**TEXTS)
TRADE = "observations/trade.csv"
TABLES[TRADE] = changed(TABLES[TRADE], "trade-0003", basis="claim")


def faults(*tables: Table) -> list[Fault]:
    """Faults with some tables in place of the whole ones."""
    return judge({**TABLES, **{table.name: table for table in tables}}, schema(), MATTER)


def test_the_whole_evidence_has_no_fault() -> None:
    assert faults() == []


@dataclass(frozen=True)
class Case:
    """What is broken, where, the rule and words of its message, and where the fault stands."""

    what: str
    table: str
    key: str
    cells: dict[str, str]
    rule: str
    words: str
    at: str = ""


ORE = OBSERVATIONS


def ore(what: str, rule: str, words: str, at: str = "", **cells: str) -> Case:
    """A case that breaks the row of Peru's output in 2024."""
    return Case(what, ORE, "ore-0001", cells, rule, words, at)


CASES = [
    # ---- The schema
    ore("an unknown source", "unknown-source", "near: atlas2025", source="atlas2026"),
    ore("an unknown series", "unknown-series", "near: output", series="outputt"),
    ore("an unknown entity", "unknown-entity", "data/entities.csv", entity="Perou"),
    ore("an unknown partner", "unknown-partner", "data/entities.csv", partner="Jappan"),
    ore("an unknown item", "unknown-item", "data/items.csv", item="tinn"),
    ore("an unknown unit", "unknown-unit", "data/units.csv", unit="tons"),
    ore("text in a number column", "number", 'value "31000 t" is not a plain', value="31000 t"),
    ore("a thousands separator", "number", "not a plain number", value="31,000"),
    ore("an infinity", "number", "not a plain number", value="inf"),
    ore("an exponent", "number", "write digits and a point only", value="3.1E+04"),
    ore("a minus nought", "number", "write digits and a point only", value="-0"),
    ore("a minus nought with decimals", "number", "digits and a point", low="-0.00"),
    ore("a leading nought", "number", "write digits and a point only", value="031000"),
    ore("a number that begins with a point", "number", "digits and a point", low=".5"),
    ore("a wrong id form", "id-form", "ore- and four digits", id="ore-701"),
    ore("an id of another theme", "id-form", "four digits in this file", id="trade-9701"),
    ore("a duplicate id", "duplicate", "ore-0003 stands already", "ore-0003", id="ore-0003"),
    ore("an empty required cell", "required", "item is empty", item=""),
    ore("a word outside the list", "vocabulary", "one of reported, estimated", basis="guessed"),
    ore("a quality that is none", "vocabulary", "official statistic", quality="good"),
    Case(
        "an event of a wrong form",
        "events.csv",
        "ev-0001",
        {"id": "ev-1"},
        "id-form",
        "ev- and four digits",
    ),
    Case(
        "a statement of a wrong form",
        "claims.csv",
        "A01",
        {"id": "C1"},
        "id-form",
        "A or B and two or three digits",
    ),
    Case(
        "a place off the globe",
        "places.csv",
        "Lima",
        {"lat": "125.4"},
        "limit",
        "lat 125.4 lies above 90",
    ),
    Case(
        "an event without a source",
        "events.csv",
        "ev-0001",
        {"source": "nobody2024"},
        "unknown-source",
        "data/sources.csv",
    ),
    Case(
        "a series in an unknown unit",
        "series.csv",
        "output",
        {"unit": "tonnes"},
        "unknown-unit",
        "data/units.csv",
    ),
    Case(
        "a preferred source that is not there",
        "series.csv",
        "output",
        {"preferred": "atlas2025; usgs1900"},
        "unknown-preferred",
        "usgs1900",
    ),
    Case(
        "a verdict on no claim",
        "verdicts.csv",
        "A01",
        {"claim": "A99"},
        "unknown-claim",
        "data/claims.csv",
    ),
    # ---- Cells
    ore("a formula in a cell", "injection", "a spreadsheet may run", note="=HYPERLINK(1)"),
    ore("a cell that begins with @", "injection", "printed begins with '@'", printed="@sum"),
    ore("a cell that begins with a tab", "injection", "note begins", note="\tx"),
    ore("white space at an end", "whitespace", "note has white space", note="tin "),
    ore("an invisible character", "whitespace", "invisible character", note="oxide\u200bline"),
    ore("a sign that turns text round", "whitespace", "invisible", note="tin\u202etnemec"),
    ore("a lost letter", "damaged", "letter read in another encoding", note="Caf\ufffd"),
    ore("a letter read as Latin-1", "damaged", 'holds "Ã©"', note="Caf\u00c3\u00a9"),
    ore("a quotation mark read as such", "damaged", "encoding", note="so \u00e2\u20ac\u0153it"),
    # ---- Ids
    Case(
        "a merged id in two places",
        ORE,
        "ore-0003",
        {"also": "ore-0002"},
        "merged-id",
        "which was merged into ore-0001 already",
    ),
    ore("a merged id that is a row", "merged-id", "a row of its own", also="ore-0003"),
    ore("a merged id that is none", "merged-id", "is not an id", also="ore-2"),
    ore("an id that vanished", "lost-id", "ore-0002 is nowhere", "1", also=""),
    ore("a citation of nothing", "cites", "neither a row nor a source", cites="reuters1999"),
    ore("a citation of a merged row", "cites", "was merged into ore-0001", cites="ore-0002"),
    ore("a row that cites itself", "cites", "cites itself; name what it", cites="ore-0001"),
    Case(
        "a circle of citations",
        TRADE,
        "trade-0001",
        {"cites": "trade-0002"},
        "cites",
        "trade-0001 cites itself by way of others",
    ),
    Case(
        "a left-out id that is a row",
        "left_out.csv",
        "ore-0007",
        {"id": "ore-0001"},
        "left-out",
        "left out and yet a row",
    ),
    Case(
        "a left-out id that was merged",
        "left_out.csv",
        "ore-0007",
        {"id": "ore-0002"},
        "left-out",
        "yet merged into ore-0001",
    ),
    Case(
        "old arithmetic that is a row",
        "aliases.csv",
        "ore-0009",
        {"id": "ore-0001"},
        "alias",
        "yet a row",
    ),
    Case(
        "old arithmetic that was merged",
        "aliases.csv",
        "ore-0009",
        {"id": "ore-0002"},
        "alias",
        "yet merged into ore-0001",
    ),
    Case(
        "old arithmetic that was left out",
        "aliases.csv",
        "ore-0009",
        {"id": "ore-0007"},
        "alias",
        "yet left out",
    ),
    Case(
        "old arithmetic that a value answers",
        "aliases.csv",
        "ore-0009",
        {"id": "ore-0011"},
        "alias",
        "an alias of =double_output",
    ),
    Case(
        "old arithmetic that vanished",
        "aliases.csv",
        "ore-0009",
        {"id": "ore-0012"},
        "lost-id",
        "ore-0009 is nowhere",
        f"{ORE}:1",
    ),
    # ---- Amounts
    ore("a unit that is not the series'", "unit", 'is in "t", this row in "USD"', unit="USD"),
    ore("no number at all", "no-number", "value, low and high are all empty", value=""),
    ore(
        "low above high", "range-order", "low 300 exceeds high 200", value="", low="300", high="200"
    ),
    ore("value below low", "range-order", "lies below low 31001", low="31001"),
    ore("value above high", "range-order", "lies above high 30999", high="30999"),
    ore("a negative weight", "negative", "-31000 t is below zero", value="-31000"),
    ore("a negative bound", "negative", "-5 t is below zero", low="-5"),
    ore("a neighbour 1,000 times off", "neighbours", "more than 50 times apart", value="31000000"),
    Case(
        "a share of 140 %",
        ORE,
        "ore-0004",
        {"value": "140"},
        "share",
        "140 % share lies outside 0 to 100",
    ),
    Case("a negative share", ORE, "ore-0004", {"value": "-3"}, "share", "-3 % share lies outside"),
    Case(
        "a World row below its countries",
        ORE,
        "ore-0005",
        {"value": "30000", "note": "misprint"},
        "sum",
        "add up to 31,000",
    ),
    Case(
        "a tariff line above its heading",
        TRADE,
        "trade-0002",
        {"value": "600"},
        "part",
        "more than its heading HS 2609 in trade-0001",
    ),
    # ---- Time
    ore("a period of another kind", "period", 'period "2024-05" is no year', period="2024-05"),
    ore("a period in words", "period", "is no year", period="early 2024"),
    ore(
        "a month 13",
        "period",
        "no date of the calendar",
        period="2023-13",
        period_kind="month",
    ),
    ore(
        "a day that does not exist",
        "period",
        "no date of the calendar",
        period="2023-02-30",
        period_kind="date",
    ),
    ore(
        "a fiscal year that skips",
        "period",
        "no date of the calendar",
        period="FY2021-23",
        period_kind="fiscal-year",
    ),
    ore(
        "a span backwards",
        "period",
        "ends before it begins",
        period="2023/2021",
        period_kind="span",
    ),
    ore("a period after its source", "later-than-source", "after its source", period="2026"),
    ore("a second look without a day", "verified", "2026-11-25 confirmed", verified="ok"),
    Case(
        "an event on an odd date",
        "events.csv",
        "ev-0001",
        {"date": "2024-10"},
        "date",
        "is no day",
    ),
    Case(
        "an event after its source",
        "events.csv",
        "ev-0001",
        {"date": "2029-10-22"},
        "later-than-source",
        "lies after its source",
    ),
    Case(
        "a source without a day",
        "sources.csv",
        "atlas2025",
        {"date": ""},
        "date",
        'says date_basis "undated"',
    ),
    Case(
        "a source with an odd date",
        "sources.csv",
        "atlas2025",
        {"date": "May 2024"},
        "date",
        "is no date",
    ),
    Case(
        "an access that is no month",
        "sources.csv",
        "atlas2025",
        {"accessed": "yesterday"},
        "date",
        "is no month",
    ),
    # ---- Sources
    Case(
        "a dangerous address",
        "sources.csv",
        "atlas2025",
        {"url": "javascript:alert(1)"},
        "url",
        "is no web address",
    ),
    Case(
        "a bracketed address",
        "sources.csv",
        "atlas2025",
        {"url": "https://[bad"},
        "url",
        "is no web address",
    ),
    Case("no address and no reason", "sources.csv", "atlas2025", {"url": ""}, "url", "has no url"),
    Case(
        "an unused source",
        "sources.csv",
        "spare2025",
        {"status": "cited"},
        "unused-source",
        "nothing rests on spare2025",
    ),
    Case(
        "one page under two keys",
        "sources.csv",
        "spare2025",
        {"url": "http://www.example.org/essay/#map"},
        "one-page-two-keys",
        "spare2025 and essay2025 are one page",
    ),
    ore("a claim that is none", "claim", "is no founding article", basis="claim"),
    Case(
        "evidence from a founding article",
        TRADE,
        "trade-0003",
        {"basis": "reported"},
        "claim",
        "founding article under test",
    ),
    Case(
        "a correction that no longer fits",
        "corrections.csv",
        "ore-0006",
        {"expect": "28000"},
        "correction",
        'where "28000" is expected',
    ),
    Case(
        "a corrected row that was mended",
        ORE,
        "ore-0006",
        {"value": "29500"},
        "correction",
        "the row was changed",
        "corrections.csv:2",
    ),
    Case(
        "a correction of nothing",
        "corrections.csv",
        "ore-0006",
        {"id": "ore-9999"},
        "correction",
        "is no row",
    ),
    Case(
        "a correction of no column",
        "corrections.csv",
        "ore-0006",
        {"field": "colour"},
        "correction",
        "is no column",
    ),
    Case(
        "a correction that is no number",
        "corrections.csv",
        "ore-0006",
        {"use": "about 4000"},
        "correction",
        "is not a number",
    ),
    # ---- Places
    Case(
        "a mine placed too exactly",
        "places.csv",
        "Pit",
        {"lat": "-14.21"},
        "coordinates",
        "round to 1 decimal.",
    ),
    Case(
        "a town placed too exactly",
        "places.csv",
        "Lima",
        {"lon": "-77.041"},
        "coordinates",
        "round to 2 decimals",
    ),
    Case(
        "a military position",
        "places.csv",
        "Lima",
        {"kind": "military base"},
        "coordinates",
        "this book places none",
    ),
    # ---- Statements and parameters
    Case(
        "a statement that bears on nothing",
        "claims.csv",
        "A01",
        {"bears_on": "ore-9999"},
        "bears-on",
        "is no row",
    ),
    Case(
        "a statement that bears on a merged row",
        "claims.csv",
        "A01",
        {"bears_on": "ore-0002"},
        "bears-on",
        "was merged into ore-0001",
    ),
    Case(
        "a statement that bears on old arithmetic",
        "claims.csv",
        "A01",
        {"bears_on": "ore-0011"},
        "bears-on",
        "is now =double_output",
    ),
    Case(
        "a parameter without origin",
        "parameters.csv",
        "paid",
        {"assumption": ""},
        "parameter",
        "neither source nor assumption",
    ),
    Case(
        "a parameter from nowhere",
        "parameters.csv",
        "seen",
        {"source": "ore-9999"},
        "parameter",
        "neither a row nor a source",
    ),
    Case(
        "a parameter in no order",
        "parameters.csv",
        "paid",
        {"low": "90"},
        "range-order",
        "low 90, value 80, high 100 are not in order",
    ),
    Case(
        "a number beside the row that it is",
        "parameters.csv",
        "weight",
        {"value": "31000"},
        "parameter",
        "value is typed and value_of names ore-0001; empty one",
    ),
    Case(
        "an end that is nothing",
        "parameters.csv",
        "weight",
        {"value_of": "=double_outputs"},
        "parameter",
        "neither a row nor a derived value (near: double_output)",
    ),
    Case(
        "an end that is merged",
        "parameters.csv",
        "weight",
        {"value_of": "ore-0002"},
        "parameter",
        "was merged into ore-0001; name that",
    ),
    Case(
        "a bound that is none",
        "parameters.csv",
        "weight",
        {"value_of": "ore-0001.middle"},
        "parameter",
        "after the point stands low or high",
    ),
]


@pytest.mark.parametrize("case", CASES, ids=[case.what for case in CASES])
def test_a_broken_cell_is_named_with_file_line_and_remedy(case: Case) -> None:
    table = changed(TABLES[case.table], case.key, **case.cells)
    found = faults(table)
    place = _place(case)
    here = [fault for fault in found if fault.rule == case.rule and _at(fault) == place]
    assert any(case.words in fault.message for fault in here), [str(fault) for fault in found]


def _place(case: Case) -> str:
    """Where the fault is to stand: `at` is a place, a line of the same file, or another row."""
    if ":" in case.at:
        return case.at
    key = case.at if "-" in case.at else case.key
    first = TABLES[case.table].schema.columns[0]
    line = next(row.line for row in TABLES[case.table] if row[first] == key)
    return f"{case.table}:{case.at if case.at.isdigit() else line}"


def _at(fault: Fault) -> str:
    return f"{fault.path.removeprefix('data/')}:{fault.line}"


def test_every_rule_has_a_case() -> None:
    """A new rule must come with a broken cell."""
    proven = {case.rule for case in CASES}
    named = {*RULES.names, *schema_rules.NAMES} - {"form"}
    assert named <= proven, sorted(named - proven)
    assert all(rule in named or rule.startswith("unknown-") for rule in proven)


# ---- What is no fault


@pytest.mark.parametrize(
    "table, key, cells",
    [
        (ORE, "ore-0008", {"value": "-0.5"}),  # a change may be below nought
        (ORE, "ore-0001", {"period": "2027", "basis": "forecast"}),
        (ORE, "ore-0001", {"verified": "2026-11-25 corrected: a digit"}),
        (ORE, "ore-0005", {"value": "30200"}),  # 3 % for rounding
        ("sources.csv", "spare2025", {"note": "Second edition of essay2025."}),
        ("sources.csv", "atlas2025", {"date": "", "date_basis": "undated"}),
        ("parameters.csv", "weight", {"value_of": "double_output"}),
        ("parameters.csv", "weight", {"value_of": "ore-0004.low"}),
        ("corrections.csv", "ore-0006", {"expect": "29000.0"}),
    ],
)
def test_what_is_right_is_no_fault(table: str, key: str, cells: dict[str, str]) -> None:
    assert [str(fault) for fault in faults(changed(TABLES[table], key, **cells))] == []


def test_neighbours_of_another_size_may_stand_where_they_say_why() -> None:
    tables = small_tables(
        observations="""
            id       | period | value | note
            ore-0001 | 2023   | 30    |
            ore-0002 | 2024   | 31000 |
        """
    )
    assert [fault.rule for fault in judge(tables, schema())] == ["neighbours", "neighbours"]
    for id in ("ore-0001", "ore-0002"):
        tables[ORE] = changed(tables[ORE], id, note="The mine reopened.")
    assert judge(tables, schema()) == []


def test_two_editions_of_a_page_may_stand_when_the_note_says_so() -> None:
    page = {"url": "https://example.org/essay", "note": "Second edition of essay2025."}
    assert faults(changed(TABLES["sources.csv"], "spare2025", **page)) == []


# ---- A model's input that repeats a row


@pytest.mark.parametrize(
    "end, typed, named",
    [("value", "40", "ore-0004"), ("low", "40", "ore-0004"), ("high", "40.0", "ore-0004")],
)
def test_a_number_that_is_a_row_of_its_source_is_not_typed_again(
    end: str, typed: str, named: str
) -> None:
    cells = {"value": "", "unit": "% share", end: typed}
    found = faults(changed(TABLES["parameters.csv"], "seen", **cells))
    words = f"{end} {typed} is {named}; write that in {end}_of and leave {end} empty."
    assert [fault.message for fault in found] == [words]


def test_a_bound_of_a_row_is_named_as_such() -> None:
    ranged = changed(TABLES[ORE], "ore-0004", low="35", high="45")
    typed = changed(TABLES["parameters.csv"], "seen", value="45", unit="% share")
    assert any("write that in value_of" in f.message for f in faults(ranged, typed))
    assert any("is ore-0004.high;" in f.message for f in faults(ranged, typed))


@pytest.mark.parametrize(
    "cells",
    [
        {"value": "41"},  # another number
        {"value": "40", "unit": "t"},  # another unit
        {"value": "40", "assumption": "Our assumption: as in the year before."},
    ],
)
def test_a_number_that_is_no_copy_or_is_explained_may_be_typed(cells: dict[str, str]) -> None:
    cells = {"unit": "% share", **cells}
    assert faults(changed(TABLES["parameters.csv"], "seen", **cells)) == []


def test_it_counts_as_a_copy_at_the_digits_typed() -> None:
    row = changed(TABLES[ORE], "ore-0004", value="40.26")
    for typed, copied in (("40.3", True), ("40", True), ("40.2", False), ("40.27", False)):
        parameter = changed(TABLES["parameters.csv"], "seen", value=typed, unit="% share")
        assert bool(faults(row, parameter)) is copied, typed


# ---- Several faults, and tables that could not be read


def test_several_faults_are_all_listed() -> None:
    table = changed(TABLES[ORE], "ore-0001", source="nobody2024", unit="USD")
    table = changed(table, "ore-0003", period="soon")
    table = changed(table, "ore-0004", value="140")
    assert {"unknown-source", "unit", "period", "share"} <= {f.rule for f in faults(table)}


@pytest.mark.parametrize("name", sorted(TABLES))
def test_a_table_that_is_not_there_is_the_only_fault(name: str) -> None:
    missing = Fault(f"data/{name}", 1, "missing-file", "the file is missing.")
    table = replace(TABLES[name], rows=(), faults=(missing,), absent=True)
    assert faults(table) == [missing]


def test_a_column_that_is_not_there_is_no_thousand_faults() -> None:
    fault = Fault("data/sources.csv", 1, "column", 'column "rights" is missing.')
    table = TABLES["sources.csv"]
    rows = tuple(replace(row, cells={**row.cells, "rights": ""}) for row in table)
    broken = replace(table, rows=rows, faults=(fault,), missing=("rights",))
    assert faults(broken) == [fault]


def test_a_books_own_rules_are_heard() -> None:
    rules = Rules()

    @rules.rule("tin")
    def only_tin(evidence: Evidence) -> Said:
        """This book is about tin."""
        for row in evidence.observations:
            if row["item"] != "tin":
                yield row, f"{row['item']} is not tin."

    found = judge(TABLES, schema(), MATTER, rules)
    assert {(fault.rule, fault.message) for fault in found} == {
        ("tin", "HS 2609 is not tin."),
        ("tin", "HS 26090000 is not tin."),
    }


def test_a_second_row_with_a_key_names_the_first() -> None:
    def twice() -> Iterator[Table]:
        for name in ("sources.csv", "places.csv"):
            table = TABLES[name]
            yield replace(table, rows=(*table.rows, replace(table.rows[0], line=99)))

    for table in twice():
        found = [fault for fault in faults(table) if fault.rule == "duplicate"]
        assert [fault.line for fault in found] == [99]
        assert f"stands already at data/{table.name}:2" in found[0].message
