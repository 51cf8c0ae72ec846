"""The mechanics of the ledger on a small one: marks, lines, reasons, what a verdict rests on."""

import pytest

from heavyground.checks.claims import check_ledger, ledger
from heavyground.checks.verdicts import (
    CAVEAT,
    CONTRADICTED,
    SUPPORTED,
    Ask,
    Verdicts,
    graded,
)
from heavyground.derived.registry import Inputs, Registry
from heavyground.evidence.book import Book, Matter
from heavyground.evidence.tables import Table
from helpers import changed, schema, small_tables

values = Registry()


@values.derive(unit="t")
def added(book: Inputs) -> float:
    """output of two years, added"""
    return book.row("ore-0001") + book.row("ore-0002")


@values.derive(unit="t")
def added_twice(book: Inputs) -> float:
    """that sum, twice"""
    return 2 * book.value("added") + 0 * book.day("ev-0001")


verdicts = Verdicts()


@verdicts.test("A01")
def large(ask: Ask, claim: str) -> str:
    """The two years reach
    the claim; the first one does alone.
    """
    return graded(ask.value("added") >= ask.claimed(claim), ask("ore-0001") >= ask.claimed(claim))


TABLES = small_tables(
    observations="""
        id       | period | value | basis
        ore-0001 | 2024   | 40    | reported
        ore-0002 | 2023   | 30    | reported
        ore-0003 | 2022   | 20    | reported
    """,
    events="""
        id      | date
        ev-0001 | 2024-03-01
    """,
    claims="""
        id  | value_low | value_high
        A01 | 50        |
        A02 | 10        | 30
    """,
    verdicts="""
        claim | verdict                | how      | reason                         | ids
        A01   | supported with a caveat| computed | It is {40 t <ore-0001>} alone. | ore-0003
        A02   | a matter of judgement  | judged   | Nobody counts it.              | ev-0001
    """,
)


def book(*tables: Table) -> Book:
    return Book(schema(), {**TABLES, **{table.name: table for table in tables}}, Matter(values))


def messages(*tables: Table, tests: Verdicts = verdicts) -> list[str]:
    return [fault.message for fault in check_ledger(book(*tables), tests)]


def test_a_whole_ledger_has_no_fault() -> None:
    assert messages() == []


def test_an_entry_says_what_was_computed_from_which_rows_and_how() -> None:
    first, second = ledger(book(), verdicts)
    assert (first.id, first.verdict, first.written) == ("A01", CAVEAT, CAVEAT)
    assert first.ids == ("ore-0001", "ore-0002", "ore-0003")
    assert first.test == "The two years reach the claim; the first one does alone."
    assert (second.test, second.ids, second.line) == ("", ("ev-0001",), 3)


@pytest.mark.parametrize("output, verdict", [("50", SUPPORTED), ("10", CONTRADICTED)])
def test_a_changed_row_changes_the_verdict_and_is_a_fault_at_its_line(
    output: str, verdict: str
) -> None:
    broken = changed(TABLES["observations/ore.csv"], "ore-0001", value=output)
    assert ledger(book(broken), verdicts)[0].verdict == verdict
    faults = check_ledger(book(broken), verdicts)
    assert {(fault.path, fault.line) for fault in faults} == {("data/verdicts.csv", 2)}
    said = next(fault.message for fault in faults if fault.rule == "verdict")
    assert f"the rows now say {verdict}, the reason was written for {CAVEAT}" in said
    assert "ore-0001, ore-0002, ore-0003" in said


def test_a_verdict_rests_on_the_rows_behind_the_values_it_asks() -> None:
    ask = Ask(book())
    assert ask.value("added_twice") == 140
    assert ask.ids == ("ore-0001", "ore-0002", "ev-0001")


@pytest.mark.parametrize(
    "claim, cells, words",
    [
        ("A01", {"how": "judged"}, "A01 is marked judged, but a test of the analysis decides it"),
        ("A02", {"how": "computed"}, "A02 is marked computed, but no test of the analysis"),
        ("A01", {"reason": "It is {41 t <ore-0001>} alone."}, "Write 40 t"),
        ("A02", {"reason": "It is 4,321 t."}, "4,321 t stands without an origin"),
        ("A02", {"ids": "ore-9999; ev-9999"}, "A02: ore-9999 is no row of the evidence."),
        ("A02", {"ids": "ore-9999; ev-9999"}, "A02: ev-9999 is no row of the evidence."),
    ],
)
def test_a_broken_line_is_a_fault(claim: str, cells: dict[str, str], words: str) -> None:
    found = messages(changed(TABLES["verdicts.csv"], claim, **cells))
    assert any(words in message for message in found), found


def test_a_claim_without_a_line_is_a_fault() -> None:
    table = changed(TABLES["verdicts.csv"], "A02", claim="A03")
    assert "A02 has no line; every claim gets a verdict." in messages(table)
    with pytest.raises(LookupError, match="no line for A02"):
        ledger(book(table), verdicts)


def test_a_test_that_asks_for_a_row_that_is_gone_is_a_fault_of_its_claim() -> None:
    tests = Verdicts()

    @tests.test("A01")
    def lost(ask: Ask, claim: str) -> str:
        """A row that is not there."""
        return graded(ask("ore-9999"))

    (message,) = messages(tests=tests)
    assert message.startswith("A01 cannot be decided: ore-9999 is no row")


def test_a_test_without_a_claim_is_a_fault() -> None:
    tests = Verdicts.merged([verdicts, Verdicts()])

    @tests.test("A99")
    def nothing(ask: Ask, claim: str) -> str:
        """It holds."""
        return SUPPORTED

    assert messages(tests=tests) == [
        "a test decides A99, which is no claim of data/claims.csv; remove the test."
    ]


def test_a_test_must_say_what_it_tests_and_decides_each_claim_alone() -> None:
    tests = Verdicts()
    with pytest.raises(ValueError, match="write the test in words"):
        tests.test("A01")(lambda ask, claim: SUPPORTED)
    with pytest.raises(ValueError, match="A01: two tests"):
        Verdicts.merged([verdicts, verdicts])
