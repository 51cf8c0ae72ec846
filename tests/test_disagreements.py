"""Disagreements: found from the rows, within one unit, between sources; ordered, explained, checked."""

import pytest

from heavyground import disagreements as dis

from conftest import read_rows, write_rows
from test_claims import edit, value


@pytest.fixture(scope="module")
def found():
    return dis.disagreements()


def group_of(found, id):
    return next((one for one in found if id in set(one.rows.id)), None)


def test_each_is_between_sources_and_more_than_a_tenth(found):
    assert len(found) >= 50
    for one in found:
        assert one.ratio >= dis.LEAST and len(one.sources) >= 2
        assert one.rows.quality.ne("known wrong").all() and one.rows.basis.isin(dis.BASES).all()


def test_the_known_ones_are_there(found):
    magnets = group_of(found, "ind-0036")
    assert (
        "ind-0093" in set(magnets.rows.id)
        and magnets.ratio == pytest.approx(53748 / 540, rel=0.01)
        and magnets.independent
    )
    customs = group_of(found, "prod-0701")
    assert {"prod-0332", "prod-0529"} <= set(customs.rows.id) and not customs.independent
    assert customs.ratio == pytest.approx(72073.76 / 41700, rel=0.01) and customs.unit == "t gross"


def test_the_order_is_gap_times_use(found):
    assert [one.weight for one in found] == sorted((one.weight for one in found), reverse=True)
    assert found[0].uses > 0


def test_addresses_last_and_are_unique(found):
    anchors = [one.anchor for one in found]
    assert len(set(anchors)) == len(anchors)


def test_two_sources_that_come_together_no_longer_disagree(data_copy, found):
    assert group_of(found, "env-0034") is not None
    assert (
        group_of(dis.disagreements(edit(data_copy, {"env-0038": value(26)}), uses={}), "env-0038")
        is None
    )


def test_a_new_gap_is_found(data_copy, found):
    assert group_of(found, "prod-0333") is None
    wider = edit(data_copy, {"geo-0027": value(900000000)})
    assert group_of(dis.disagreements(wider, uses={}), "geo-0027").ratio > 1.5


def test_an_open_bound_differs_only_from_what_lies_beyond_it(data_copy):
    """ "More than 1,200" against 1,000 is a gap, against 1,300 none."""
    assert group_of(dis.disagreements(uses={}), "ctrl-0351") is not None
    assert (
        group_of(
            dis.disagreements(
                edit(data_copy, {"env-0239": {"value": "1300", "low": "", "high": ""}}), uses={}
            ),
            "ctrl-0351",
        )
        is None
    )


def test_explanations_belong_to_disagreements():
    assert dis.check() == []
    assert sum(bool(one.explanation) for one in dis.disagreements(uses={})) >= 25


@pytest.mark.parametrize(
    "ids, words, message",
    [
        ("prod-0011; ind-0036", "Nothing.", "do not stand in one disagreement"),
        ("prod-0011; econ-0150", "It was {27,001 t <econ-0150>}.", "27,000"),
        ("prod-0011; econ-0150", "It was 27,001 t.", "stands without an origin"),
    ],
)
def test_a_wrong_explanation_is_a_fault(ids, words, message, data_copy):
    header, rows = read_rows(data_copy / "disagreements.csv")
    write_rows(data_copy / "disagreements.csv", header, [*rows, (999, [ids, words])])
    assert any(message in str(fault) for fault in dis.check(data_copy))
