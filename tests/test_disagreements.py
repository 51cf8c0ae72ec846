"""When sources differ, on tiny tables: who is compared with whom, in what, and by which ends."""

from typing import Any

import pytest

from heavyground.checks.disagreements import Disagreement, check_disagreements, disagreements
from heavyground.evidence.book import Book
from helpers import small_book

HEAD = (
    "id | source | period | item | unit | series | basis | quality | value | low | high | partner"
)


def book(*rows: dict[str, str], **texts: str) -> Book:
    """A book whose observations have these cells; each row is of its own source by default."""
    usual = {"period": "2024", "item": "tin", "unit": "t", "series": "output", "basis": "reported"}
    lines = ["id | " + " | ".join(HEAD.split(" | ")[1:])]
    for number, row in enumerate(rows, 1):
        cells = {**usual, "quality": "official statistic", "source": f"house{number}2025", **row}
        made = [
            f"ore-{number:04d}",
            *(cells.get(column, "") for column in lines[0].split(" | ")[1:]),
        ]
        lines.append(" | ".join(made))
    return small_book(observations="\n".join(lines), **texts)


def found(*rows: dict[str, str], **more: Any) -> list[Disagreement]:
    return disagreements(book(*rows), **more)


def test_two_sources_more_than_a_tenth_apart_disagree() -> None:
    (group,) = found({"value": "100"}, {"value": "120"})
    assert group.ratio == pytest.approx(1.2)
    assert [row.id for row in group.rows] == ["ore-0002", "ore-0001"]  # the larger first
    assert (group.quantity, group.entity, group.period, group.unit) == (
        "output",
        "Peru",
        "2024",
        "t",
    )
    assert group.anchor == "d-ore-0001"


@pytest.mark.parametrize("other, apart", [("109", False), ("110", True), ("90", True)])
def test_a_tenth_is_the_least_gap(other: str, apart: bool) -> None:
    assert bool(found({"value": "100"}, {"value": other})) is apart


@pytest.mark.parametrize(
    "cells",
    [
        {"source": "house12025"},  # the same source
        {"period": "2023"},
        {"item": "lead"},
        {"partner": "Japan"},
        {"basis": "forecast"},
        {"quality": "known wrong"},
    ],
    ids=lambda cells: next(iter(cells)),
)
def test_rows_on_different_things_do_not_disagree(cells: dict[str, str]) -> None:
    assert found({"value": "100"}, {"value": "200"})
    assert not found({"value": "100"}, {"value": "200", **cells})


def test_only_what_has_one_unit_is_compared() -> None:
    series = """
        series    | quantity | unit
        output    | output   | t
        output-kg | output   | kg
    """
    kilograms = {"unit": "kg", "series": "output-kg"}
    rows = ({"value": "100"}, {"value": "100000", **kilograms})
    assert not disagreements(book(*rows, series=series))
    (group,) = disagreements(book(*rows, {"value": "50000", **kilograms}, series=series))
    assert (group.ratio, group.unit, len(group.rows)) == (2.0, "kg", 3)


@pytest.mark.parametrize(
    "cells, ratio",
    [
        ({"low": "90", "high": "110"}, None),  # it lies within
        ({"low": "120", "high": "150"}, 1.2),  # from the nearer end
        ({"low": "130"}, 1.3),
        ({"low": "80"}, None),  # "more than 80" may be 100
        ({"high": "50"}, 2.0),
        ({"high": "300"}, None),
    ],
)
def test_ranges_are_compared_by_their_nearer_ends(
    cells: dict[str, str], ratio: float | None
) -> None:
    groups = found({"value": "100"}, cells)
    assert [group.ratio for group in groups] == ([] if ratio is None else [pytest.approx(ratio)])


def test_changes_are_compared_by_the_levels_they_lead_to() -> None:
    change = {"unit": "% change", "series": "output-change"}
    (group,) = found({"value": "-20", **change}, {"value": "20", **change})
    assert group.ratio == pytest.approx(1.2 / 0.8)
    assert not found({"value": "1", **change}, {"value": "3", **change})


def test_what_is_cited_more_often_comes_first() -> None:
    rows = (
        {"value": "100"},
        {"value": "500"},
        {"value": "100", "item": "lead"},
        {"value": "150", "item": "lead"},
    )
    assert [group.family for group in found(*rows)] == ["tin", "lead"]
    weighed = found(*rows, uses={"ore-0003": 9, "ore-0001": 1})
    assert [(group.family, group.uses) for group in weighed] == [("lead", 9), ("tin", 1)]


def test_two_who_go_back_to_one_origin_are_not_independent() -> None:
    sources = """
        key        | organisation | url
        house12025 | A House      | https://example.org/1
        house22025 | A House      | https://example.org/2
    """
    (group,) = disagreements(book({"value": "100"}, {"value": "200"}, sources=sources))
    assert group.origins == ("A House",)
    assert not group.independent


EXPLAINED = """
    ids                | explanation
    ore-0001; ore-0002 | One counts {100 t <ore-0001>}, the other concentrate.
"""


def test_an_explanation_is_that_of_the_group_which_holds_its_rows() -> None:
    rows = ({"value": "100"}, {"value": "200"}, {"value": "100", "item": "lead"})
    made = book(*rows, {"value": "300", "item": "lead"}, disagreements=EXPLAINED)
    explained = {group.family: group.explanation for group in disagreements(made)}
    assert explained["tin"].startswith("One counts")
    assert explained["lead"] == ""
    assert list(check_disagreements(made)) == []


@pytest.mark.parametrize(
    "ids, words, message",
    [
        ("ore-0001; ore-0003", "Nothing.", "do not stand in one disagreement"),
        ("ore-0001; ore-0002", "It was {101 t <ore-0001>}.", "Write 100 t"),
        ("ore-0001; ore-0002", "It was 27,001 t.", "stands without an origin"),
    ],
)
def test_a_wrong_explanation_is_a_fault_at_its_line(ids: str, words: str, message: str) -> None:
    text = f"ids | explanation\n{ids} | {words}"
    rows = ({"value": "100"}, {"value": "200"}, {"value": "100", "item": "lead"})
    (fault,) = check_disagreements(book(*rows, disagreements=text))
    assert (fault.path, fault.line) == ("data/disagreements.csv", 2)
    assert message in fault.message
