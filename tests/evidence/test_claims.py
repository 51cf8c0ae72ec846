"""The ledger of this book: a verdict on every statement, and computed ones follow their rows."""

from dataclasses import replace

import pytest

from analysis.verdicts import VERDICTS
from heavyground.checks.claims import Entry, check_ledger, ledger
from heavyground.checks.verdicts import (
    CAVEAT,
    CONTRADICTED,
    JUDGEMENT,
    OPEN,
    SUPPORTED,
)
from heavyground.evidence.book import Book
from heavyground.numbers import num

from .conftest import Evidence


def entry(book: Book, claim: str) -> Entry:
    return next(entry for entry in ledger(book, VERDICTS) if entry.id == claim)


def value(number: float) -> dict[str, str]:
    return {"value": str(number), "low": "", "high": ""}


def test_every_statement_has_a_line_and_the_ledger_has_no_fault(evidence: Evidence) -> None:
    assert [entry.id for entry in ledger(evidence.book, VERDICTS)] == list(evidence.book.claims)
    assert [str(fault) for fault in check_ledger(evidence.book, VERDICTS)] == []


def test_reasons_are_short_and_say_more_than_the_verdict(evidence: Evidence) -> None:
    for line in ledger(evidence.book, VERDICTS):
        words = num(evidence.book, line.reason).split()
        assert 2 <= len(words) <= 85, f"{line.id}: {len(words)} words"


TEXTS = {"B06", "B07"}  # they rest on a source, not on rows


def test_a_quarter_or_more_is_computed_and_rests_on_rows(evidence: Evidence) -> None:
    lines = ledger(evidence.book, VERDICTS)
    computed = [line for line in lines if line.how == "computed"]
    assert len(computed) * 4 >= len(lines)
    assert {line.id for line in computed if not line.ids} == TEXTS


def test_the_test_behind_each_computed_verdict_is_said_in_words(evidence: Evidence) -> None:
    for line in ledger(evidence.book, VERDICTS):
        assert bool(line.test) == (line.how == "computed"), line.id


FLIPS = [  # claim, rows changed, verdict then
    ("A02", {"econ-1006": {"low": "", "high": "3", "value": ""}}, SUPPORTED),
    ("A03", {"proc-0719": value(13000)}, SUPPORTED),
    ("A04", {"econ-0150": value(31000)}, SUPPORTED),
    ("A04", {"prod-0011": value(20000)}, CONTRADICTED),
    ("A05", {"proc-0764": value(23700)}, CONTRADICTED),
    ("A06", {"prod-0010": value(20000)}, SUPPORTED),
    ("A07", {"prod-0839": value(900)}, CAVEAT),
    ("A10", {"prod-0845": value(400)}, CAVEAT),
    ("A19", {"ctrl-0352": value(20)}, CAVEAT),
    ("A20", {"prod-0332": value(200000)}, SUPPORTED),
    ("A20", {"prod-0332": value(36000), "prod-0334": value(36000)}, CONTRADICTED),
    ("A22", {"ctrl-0353": {"period": "2023-11-08"}}, SUPPORTED),
    ("A23", {"ctrl-0013": {"low": "210"}}, SUPPORTED),
    ("A23", {"ctrl-0015": {"low": "150"}}, CONTRADICTED),
    (
        "A24",
        {"ctrl-0359": {"period": "2023-11-30"}, "ctrl-0361": {"period": "2023-12-01"}},
        SUPPORTED,
    ),
    ("A26", {"ctrl-0031": value(4)}, CAVEAT),
    ("A27", {"prod-0824": {"basis": "estimated"}}, SUPPORTED),
    ("A28", {"prod-0827": {"quality": "reputable secondary"}}, SUPPORTED),
    ("A28", {"prod-0827": {"low": "200", "value": ""}}, OPEN),
    ("A29", {"prod-0828": {"basis": "estimated"}}, SUPPORTED),
    ("A30", {"prod-0003": {"entity": "Myanmar"}}, CONTRADICTED),
    ("A33", {"ctrl-0026": value(2)}, CAVEAT),
    ("A39", {"ctrl-0037": value(60)}, SUPPORTED),
    ("A39", {"ctrl-0037": value(120)}, CAVEAT),
    ("A40", {"ctrl-0064": {"period": "2024-12-27"}}, SUPPORTED),
    ("A41", {"ctrl-0145": value(-20)}, SUPPORTED),
    ("A42", {"econ-1119": value(36000)}, SUPPORTED),
    ("A43", {"econ-1119": value(400000)}, SUPPORTED),
    ("A44", {"prod-0735": value(66)}, SUPPORTED),
    ("A46", {"prod-0328": value(19500)}, SUPPORTED),
    ("A47", {"prod-0701": value(30000)}, CONTRADICTED),
    ("A48", {"prod-0332": value(36000)}, CAVEAT),
    ("A49", {"prod-0332": value(41700)}, SUPPORTED),
    ("A50", {"prod-0633": value(20)}, CAVEAT),
    ("A55", {"proc-0111": value(12)}, CAVEAT),
    ("A56", {"ind-0093": value(52000)}, SUPPORTED),
    ("A57", {"ind-0094": {"low": "40", "value": ""}}, CAVEAT),
    ("A58", {"proc-0745": value(3500)}, CAVEAT),
    ("A59", {"ind-0321": value(95)}, JUDGEMENT),
    ("A60", {"ind-0171": value(9000)}, CONTRADICTED),
    ("A61", {"econ-0224": value(82)}, SUPPORTED),
    ("A63", {"ind-0199": value(5000)}, CONTRADICTED),
    ("A64", {"econ-0224": value(60)}, CONTRADICTED),
    ("A66", {"ind-0327": value(90)}, SUPPORTED),
    ("A67", {"ind-0268": value(2014)}, SUPPORTED),
    ("A80", {"ind-0205": value(4000)}, CONTRADICTED),
    ("A82", {"proc-0948": value(60)}, CAVEAT),
    ("A90", {"proc-0112": value(-5)}, CAVEAT),
    ("B02", {"econ-0212": value(14)}, CONTRADICTED),
    ("B02", {"ctrl-0080": {"basis": "reported"}}, SUPPORTED),
    ("B10", {"ctrl-0359": {"period": "2024-05-30"}}, CAVEAT),
    ("B11", {"prod-0735": value(30)}, CAVEAT),
    (
        "B13",
        {"ctrl-0065": {"source": "smm2025notice"}, "ctrl-0067": {"source": "smm2025notice"}},
        CAVEAT,
    ),
    ("B15", {"ctrl-0145": value(-10)}, CAVEAT),
    ("B26", {"env-0032": value(300)}, OPEN),
    ("B31", {"ind-0069": value(5000000)}, CONTRADICTED),
    ("B36", {f"econ-072{last}": value(9e9) for last in range(4)}, CONTRADICTED),
]
NEW_EVIDENCE = {"prod-0824", "prod-0828", "prod-0003"}  # statements, or rows of other places


@pytest.mark.parametrize("claim, changes, then", FLIPS, ids=lambda part: str(part)[:30])
def test_a_verdict_follows_its_rows(
    evidence: Evidence, claim: str, changes: dict[str, dict[str, str]], then: str
) -> None:
    before = entry(evidence.book, claim)
    assert changes.keys() <= {*before.ids, *NEW_EVIDENCE}, "it rests on the rows changed"
    assert before.verdict != then
    assert entry(evidence.with_cells(changes), claim).verdict == then


def test_a_flipped_verdict_is_a_fault_that_names_the_line_and_the_rows(evidence: Evidence) -> None:
    broken = evidence.with_cells({"ctrl-0037": value(60)})
    fault = next(
        fault
        for fault in check_ledger(broken, VERDICTS)
        if "A39: the rows now say supported" in fault.message
    )
    assert fault.path == "data/verdicts.csv"
    assert fault.line == evidence.line("verdicts.csv", "A39")
    assert "ctrl-0037" in fault.message
    assert "written for contradicted" in fault.message


def test_every_test_decides_a_claim_that_is_marked(evidence: Evidence) -> None:
    marked = {line.id for line in ledger(evidence.book, VERDICTS) if line.how == "computed"}
    assert marked == set(VERDICTS.tests)


def test_a_row_that_a_verdict_needs_and_that_is_gone_is_a_fault(evidence: Evidence) -> None:
    name = "observations/control.csv"
    table = evidence.tables[name]
    rows = tuple(row for row in table if row["id"] != "ctrl-0026")
    book = evidence.opened(**{name: replace(table, rows=rows)})
    found = [fault.message for fault in check_ledger(book, VERDICTS)]
    assert any("A33 cannot be decided: ctrl-0026 is no row" in message for message in found)


def test_kilometres_by_hand(evidence: Evidence) -> None:
    """Pangwa (25.60 N, 98.38 E) to Mae Sai (20.43 N, 99.88 E): 5.17 degrees of latitude are 575 km,
    1.5 of longitude about 153 km.
    """
    distance = evidence.book.derived("distance_pangwa_mae_sai").amount.value
    assert distance == pytest.approx((575**2 + 153**2) ** 0.5, rel=0.01)
