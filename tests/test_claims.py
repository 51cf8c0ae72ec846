"""The ledger: every statement has a verdict; the computed ones follow their rows."""

import csv

import pytest

from heavyground import claims, derived, numbers
from heavyground import evidence as ev

from conftest import read_rows, write_rows


def edit(folder, changes):
    """Change cells of observations, {id: {column: value}}, in a copy of the data folder."""
    for path in sorted(folder.glob("observations/*.csv")):
        header, rows = read_rows(path)
        touched = [cells for _, cells in rows if cells[0] in changes]
        for cells in touched:
            for column, value in changes[cells[0]].items():
                cells[header.index(column)] = value
        if touched:
            write_rows(path, header, rows)
    return folder


def value(figure):
    return {"value": str(figure), "low": "", "high": ""}


def test_every_statement_has_a_line_and_the_ledger_has_no_fault():
    ledger = claims.ledger()
    assert [one.id for one in ledger] == list(ev.load().claims.id)
    assert len(ledger) == 138
    assert claims.check() == []


def test_reasons_are_short_and_say_more_than_the_verdict():
    for one in claims.ledger():
        words = numbers.num(one.reason).split()
        assert 2 <= len(words) <= 85, f"{one.id}: {len(words)} words"


def test_enough_is_computed_and_rests_on_rows():
    computed = [one for one in claims.ledger() if one.how == "computed"]
    assert len(computed) >= 35
    assert all(one.ids for one in computed if one.id not in ("B06", "B07"))


def test_functions_decide_only_claims_that_are_marked():
    marked = {one.id for one in claims.ledger() if one.how == "computed"}
    assert marked == set(claims.COMPUTED)


FLIPS = [  # claim, rows changed, verdict then
    ("A02", {"econ-1006": {"low": "", "high": "3", "value": ""}}, claims.SUPPORTED),
    ("A03", {"proc-0719": value(13000)}, claims.SUPPORTED),
    ("A04", {"econ-0150": value(31000)}, claims.SUPPORTED),
    ("A04", {"prod-0011": value(20000)}, claims.CONTRADICTED),
    ("A05", {"proc-0764": value(23700)}, claims.CONTRADICTED),
    ("A06", {"prod-0010": value(20000)}, claims.SUPPORTED),
    ("A07", {"prod-0839": value(900)}, claims.CAVEAT),
    ("A10", {"prod-0845": value(400)}, claims.CAVEAT),
    ("A19", {"ctrl-0352": value(20)}, claims.CAVEAT),
    ("A20", {"prod-0332": value(200000)}, claims.SUPPORTED),
    ("A20", {"prod-0332": value(36000), "prod-0334": value(36000)}, claims.CONTRADICTED),
    ("A22", {"ctrl-0353": {"period": "2023-11-08"}}, claims.SUPPORTED),
    ("A23", {"ctrl-0013": {"low": "210"}}, claims.SUPPORTED),
    ("A23", {"ctrl-0015": {"low": "150"}}, claims.CONTRADICTED),
    (
        "A24",
        {"ctrl-0359": {"period": "2023-11-30"}, "ctrl-0361": {"period": "2023-12-01"}},
        claims.SUPPORTED,
    ),
    ("A26", {"ctrl-0031": value(4)}, claims.CAVEAT),
    ("A27", {"prod-0824": {"basis": "estimated"}}, claims.SUPPORTED),
    ("A28", {"prod-0827": {"quality": "reputable secondary"}}, claims.SUPPORTED),
    ("A28", {"prod-0827": {"low": "200", "value": ""}}, claims.OPEN),
    ("A29", {"prod-0828": {"basis": "estimated"}}, claims.SUPPORTED),
    ("A30", {"prod-0003": {"entity": "Myanmar"}}, claims.CONTRADICTED),
    ("A33", {"ctrl-0026": value(2)}, claims.CAVEAT),
    ("A36", {"proc-0941": value(89)}, None),
    ("A39", {"ctrl-0037": value(60)}, claims.SUPPORTED),
    ("A39", {"ctrl-0037": value(120)}, claims.CAVEAT),
    ("A40", {"ctrl-0064": {"period": "2024-12-27"}}, claims.SUPPORTED),
    ("A41", {"ctrl-0145": value(-20)}, claims.SUPPORTED),
    ("A42", {"econ-1119": value(36000)}, claims.SUPPORTED),
    ("A43", {"econ-1119": value(400000)}, claims.SUPPORTED),
    ("A44", {"prod-0735": value(66)}, claims.SUPPORTED),
    ("A46", {"prod-0328": value(19500)}, claims.SUPPORTED),
    ("A47", {"prod-0701": value(30000)}, claims.CONTRADICTED),
    ("A48", {"prod-0332": value(36000)}, claims.CAVEAT),
    ("A49", {"prod-0332": value(41700)}, claims.SUPPORTED),
    ("A50", {"prod-0633": value(20)}, claims.CAVEAT),
    ("A55", {"proc-0111": value(12)}, claims.CAVEAT),
    ("A56", {"ind-0093": value(52000)}, claims.SUPPORTED),
    ("A57", {"ind-0094": {"low": "40", "value": ""}}, claims.CAVEAT),
    ("A58", {"proc-0745": value(3500)}, claims.CAVEAT),
    ("A59", {"ind-0321": value(95)}, claims.JUDGEMENT),
    ("A60", {"ind-0171": value(9000)}, claims.CONTRADICTED),
    ("A61", {"econ-0224": value(82)}, claims.SUPPORTED),
    ("A63", {"ind-0199": value(5000)}, claims.CONTRADICTED),
    ("A64", {"econ-0224": value(60)}, claims.CONTRADICTED),
    ("A66", {"ind-0327": value(90)}, claims.SUPPORTED),
    ("A67", {"ind-0268": value(2014)}, claims.SUPPORTED),
    ("A80", {"ind-0205": value(4000)}, claims.CONTRADICTED),
    ("A82", {"proc-0948": value(60)}, claims.CAVEAT),
    ("A90", {"proc-0112": value(-5)}, claims.CAVEAT),
    ("B02", {"econ-0212": value(14)}, claims.CONTRADICTED),
    ("B02", {"ctrl-0080": {"basis": "reported"}}, claims.SUPPORTED),
    ("B10", {"ctrl-0359": {"period": "2024-05-30"}}, claims.CAVEAT),
    ("B11", {"prod-0735": value(30)}, claims.CAVEAT),
    (
        "B13",
        {"ctrl-0065": {"source": "smm2025notice"}, "ctrl-0067": {"source": "smm2025notice"}},
        claims.CAVEAT,
    ),
    ("B15", {"ctrl-0145": value(-10)}, claims.CAVEAT),
    ("B26", {"env-0032": value(300)}, claims.OPEN),
    ("B31", {"ind-0069": value(5000000)}, claims.CONTRADICTED),
    (
        "B36",
        {
            "econ-0720": value(9e9),
            "econ-0721": value(9e9),
            "econ-0722": value(9e9),
            "econ-0723": value(9e9),
        },
        claims.CONTRADICTED,
    ),
]


@pytest.mark.parametrize(
    "claim, changes, then",
    [flip for flip in FLIPS if flip[2]],
    ids=lambda part: part if isinstance(part, str) and len(part) == 3 else None,
)
def test_a_verdict_follows_its_rows(claim, changes, then, data_copy):
    before = claims.entry(claim)
    assert set(changes) <= set(before.ids) | {"prod-0824", "prod-0828", "prod-0003"}, (
        "the rows changed are those it rests on"
    )
    after = claims.entry(claim, edit(data_copy, changes))
    assert before.verdict != then and after.verdict == then


def test_a_flipped_verdict_is_a_fault_that_names_the_line_and_the_rows(data_copy):
    found = [str(fault) for fault in claims.check(edit(data_copy, {"ctrl-0037": value(60)}))]
    line = 1 + [
        row[0] for row in csv.reader((data_copy / "verdicts.csv").open(encoding="utf-8"))
    ].index("A39")
    hit = next(text for text in found if "A39: the rows now say supported" in text)
    assert hit.split(": verdict: ")[0].endswith(f"verdicts.csv:{line}")
    assert "ctrl-0037" in hit and "written for contradicted" in hit


@pytest.mark.parametrize(
    "column, cell, message",
    [
        ("verdict", "true", '"true" is no verdict'),
        ("how", "guessed", "neither computed nor judged"),
        ("how", "judged", "mark it computed"),
        ("reason", "", "has no reason"),
        ("reason", "Printed as {31,001 t <prod-0011>}.", "31,000"),
        ("reason", "It is 4,321 t.", "stands without an origin"),
    ],
)
def test_a_broken_line_is_a_fault(column, cell, message, data_copy):
    header, rows = read_rows(data_copy / "verdicts.csv")
    target = next(cells for _, cells in rows if cells[0] == "A04")
    target[header.index(column)] = cell
    write_rows(data_copy / "verdicts.csv", header, rows)
    assert any(message in str(fault) for fault in claims.check(data_copy))


def test_a_claim_without_a_line_is_a_fault(data_copy):
    header, rows = read_rows(data_copy / "verdicts.csv")
    write_rows(data_copy / "verdicts.csv", header, [row for row in rows if row[1][0] != "B44"])
    assert any("B44 has no line" in str(fault) for fault in claims.check(data_copy))
    with pytest.raises(LookupError, match="B44"):
        claims.ledger(data_copy)


def test_an_id_that_is_no_row_is_a_fault(data_copy):
    header, rows = read_rows(data_copy / "verdicts.csv")
    next(cells for _, cells in rows if cells[0] == "A08")[header.index("ids")] = (
        "ctrl-9999; ev-9999"
    )
    write_rows(data_copy / "verdicts.csv", header, rows)
    found = " ".join(map(str, claims.check(data_copy)))
    assert "ctrl-9999 is no row" in found and "ev-9999 is no row" in found


def test_kilometres_by_hand():
    """Pangwa (25.60 N, 98.38 E) to Mae Sai (20.43 N, 99.88 E): 5.17 degrees of latitude are 575 km, 1.5 of longitude about 153 km."""
    assert derived.along("Pangwa", "Mae Sai") == pytest.approx((575**2 + 153**2) ** 0.5, rel=0.01)
