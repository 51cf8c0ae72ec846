"""The disagreements of this book's sources: the known ones are found, ordered and explained."""

import pytest

from heavyground.checks.disagreements import (
    BASES,
    LEAST,
    Disagreement,
    check_disagreements,
    disagreements,
)
from heavyground.checks.pages import cited, read_pages
from heavyground.evidence.book import Book

from .conftest import Evidence


@pytest.fixture(scope="module")
def found(evidence: Evidence) -> list[Disagreement]:
    """All disagreements, weighed by how often the pages cite them."""
    project = evidence.project
    pages, _ = read_pages(project.pages(), project.shown, evidence.book)
    return disagreements(evidence.book, cited(pages))


def group_of(found: list[Disagreement], id: str) -> Disagreement | None:
    return next((group for group in found if id in {row.id for row in group.rows}), None)


def ids(group: Disagreement | None) -> set[str]:
    return {row.id for row in group.rows} if group else set()


def test_each_is_between_sources_and_more_than_a_tenth(found: list[Disagreement]) -> None:
    assert found
    for group in found:
        assert group.ratio >= LEAST
        assert len(group.sources) >= 2
        assert all(row.quality != "known wrong" and row.basis in BASES for row in group.rows)


def test_the_known_ones_are_there(found: list[Disagreement]) -> None:
    magnets, customs = group_of(found, "ind-0036"), group_of(found, "prod-0701")
    assert magnets
    assert customs
    assert "ind-0093" in ids(magnets)
    assert magnets.ratio == pytest.approx(53748 / 540, rel=0.01)
    assert magnets.independent
    assert {"prod-0332", "prod-0529"} <= ids(customs)
    assert not customs.independent
    assert customs.ratio == pytest.approx(72073.76 / 41700, rel=0.01)
    assert customs.unit == "t gross"


def test_the_order_is_gap_times_use(found: list[Disagreement]) -> None:
    weights = [group.weight for group in found]
    assert weights == sorted(weights, reverse=True)
    assert found[0].uses > 0


def test_addresses_are_unique(found: list[Disagreement]) -> None:
    anchors = [group.anchor for group in found]
    assert len(set(anchors)) == len(anchors)


def exactly(number: str) -> dict[str, str]:
    return {"value": number, "low": "", "high": ""}


def without(book: Book, id: str) -> bool:
    return group_of(disagreements(book), id) is None


def test_two_sources_that_come_together_no_longer_disagree(evidence: Evidence) -> None:
    assert not without(evidence.book, "env-0034")
    assert without(evidence.with_cells({"env-0038": exactly("26")}), "env-0038")


def test_a_new_gap_is_found(evidence: Evidence) -> None:
    assert without(evidence.book, "prod-0333")
    wider = group_of(
        disagreements(evidence.with_cells({"geo-0027": exactly("900000000")})), "geo-0027"
    )
    assert wider
    assert wider.ratio > 1.5


def test_an_open_bound_differs_only_from_what_lies_beyond_it(evidence: Evidence) -> None:
    """ "More than 1,200" against 1,000 is a gap, against 1,300 none."""
    assert not without(evidence.book, "ctrl-0351")
    assert without(evidence.with_cells({"env-0239": exactly("1300")}), "ctrl-0351")


def test_explanations_belong_to_disagreements(
    evidence: Evidence, found: list[Disagreement]
) -> None:
    assert list(check_disagreements(evidence.book)) == []
    explained = {group.explanation for group in found} - {""}
    assert explained == {said.text for said in evidence.book.explanations}
