"""The reader of the evidence and the questions asked of it."""

import doctest

import numpy as np
import pandas as pd
import pytest

from heavyground import evidence as ev
from heavyground import numbers, units
from heavyground.faults import Faults


def test_examples():
    for module in (ev, numbers, units):
        assert doctest.testmod(module).failed == 0, module.__name__


def test_frames_are_typed():
    rows = ev.load().observations
    assert all(isinstance(rows[column].dtype, pd.CategoricalDtype) for column in ev.CATEGORIES)
    assert (
        all(rows[column].dtype == float for column in ("value", "low", "high", "mid"))
        and rows.year.dtype == "Int64"
    )
    assert rows.start.dtype.kind == rows.end.dtype.kind == "M"
    dated = rows[rows.period != ""]  # a correction may take an impossible period away
    assert (dated.start <= dated.end).all() and (rows.correction[rows.period == ""] != "").all()
    assert (
        (rows.source_title != "").all()
        and rows.id.is_unique
        and set(rows.theme) == set(ev.PREFIXES)
    )


def test_every_row_knows_its_file_and_line():
    row = ev.row("prod-0701")
    line = (
        (ev.DATA / "observations" / "production.csv").read_text("utf-8").split("\n")[row.line - 1]
    )
    assert row.path == "data/observations/production.csv" and line.startswith(
        "prod-0701,imports-weight,China,Myanmar"
    )


PERIODS = [
    ("2024", "2024-01-01", "2024-12-31"),
    ("2024-02", "2024-02-01", "2024-02-29"),
    ("2023-02", "2023-02-01", "2023-02-28"),
    ("2024-05-31", "2024-05-31", "2024-05-31"),
    ("2017/2024", "2017-01-01", "2024-12-31"),
    ("2024-11/2025-02-03", "2024-11-01", "2025-02-03"),
    ("FY2024-25", "2024-04-01", "2025-03-31"),
    ("FY2024-25/FY2030-31", "2024-04-01", "2031-03-31"),
    ("FY1999-00", "1999-04-01", "2000-03-31"),
]


@pytest.mark.parametrize("period, start, end", PERIODS)
def test_periods_have_first_and_last_day(period, start, end):
    found = ev.period_bounds(pd.Series([period]))
    assert found.start[0] == pd.Timestamp(start) and found.end[0] == pd.Timestamp(end)


@pytest.mark.parametrize(
    "period",
    ["", "soon", "2024-13", "2024-02-30", "FY2024-26", "24", "2024-5", "2024/soon", "2024//2025"],
)
def test_a_malformed_period_has_no_day(period):
    assert ev.period_bounds(pd.Series([period])).isna().any(axis=None)


def test_years_of_spans_and_fiscal_years():
    rows = ev.load().observations
    span = rows[rows.period == "2017/2024"].iloc[0]
    assert span.year == 2024 and rows[rows.period == "FY2024-25"].iloc[0].year == 2024
    assert (rows[rows.period == "FY2024-25/FY2030-31"].year == 2030).all()


def test_mid_is_the_value_or_the_middle_of_a_range():
    rows = ev.load().observations
    assert (rows.mid[rows.value.notna()] == rows.value[rows.value.notna()]).all()
    between = rows[rows.value.isna() & rows.low.notna() & rows.high.notna()]
    assert (
        np.allclose(between.mid, (between.low + between.high) / 2)
        and rows.mid[rows.value.isna() & rows.high.isna()].isna().all()
    )


def test_a_correction_is_applied_and_its_reason_stands_beside():
    row = ev.row("proc-0431")
    assert row.value == 3993 and row.printed == "3933" and "slip" in row.correction
    assert np.isnan(ev.row("ind-0022").value) and ev.row("prod-0701").correction == ""


def test_rows_come_in_the_order_asked_and_merged_ids_answer():
    assert ev.rows(["prod-0332", "prod-0011", "ctrl-0157"]).id.tolist() == [
        "prod-0332",
        "prod-0011",
        "prod-0701",
    ]
    with pytest.raises(
        ev.UnknownRow,
        match="prod-9999 is no row.*econ-0505 was left out.*prod-0592 was our own arithmetic and is now =unit_value_myanmar_2023",
    ):
        ev.rows(["prod-0011", "prod-9999", "econ-0505", "prod-0592"])


def test_series_filters_and_leaves_claims_out():
    found = ev.series(
        "imports-weight", entity="China", partner=["Myanmar", "Laos"], item="HS 284690"
    )
    assert (
        set(found.partner) == {"Myanmar", "Laos"}
        and found.start.is_monotonic_increasing
        and list(found.item.cat.categories) == ["HS 284690"]
    )
    assert "claim" not in set(ev.series("mine-production", entity="Myanmar").basis) and len(
        ev.series("mine-production", entity="Myanmar", basis="claim")
    )


@pytest.mark.parametrize(
    "filters, words",
    [
        ({"name": "imports-wheight"}, "near: imports-weight"),
        ({"name": "imports-weight", "entity": "Chyna"}, "near: China"),
        (
            {"name": "imports-weight", "entity": "China", "partner": "Atlantis"},
            "no row with partner",
        ),
        (
            {"name": "mine-production", "entity": "Myanmar", "source": "usgs2026mcs"},
            "near: usgs2026mcsre",
        ),
    ],
)
def test_a_selection_that_finds_nothing_says_what_there_is(filters, words):
    with pytest.raises(LookupError, match=words):
        ev.series(**filters)


def test_a_broken_table_is_named_when_loading(data_copy):
    path = data_copy / "observations" / "production.csv"
    path.write_bytes(path.read_bytes().replace(b",41700,", b",many,").replace(b"\n", b"\r\n", 1))
    with pytest.raises(Faults) as error:
        ev.load(data_copy)
    assert [fault.rule for fault in error.value.faults] == ["line-ending"]
    path.write_bytes(path.read_bytes().replace(b"\r\n", b"\n"))
    with pytest.raises(Faults, match='value "many" is not a number'):
        ev.load(data_copy)


def test_loading_again_sees_a_change_and_is_cached_without_one(data_copy):
    first = ev.load(data_copy)
    assert ev.load(data_copy) is first
    path = data_copy / "observations" / "production.csv"
    path.write_text(
        path.read_text("utf-8").replace(
            "prod-0701,imports-weight,China,Myanmar,HS 28469019,2023,year,printed,41700",
            "prod-0701,imports-weight,China,Myanmar,HS 28469019,2023,year,printed,417000",
        ),
        "utf-8",
    )
    assert ev.load(data_copy).row("prod-0701").value == 417000


# ---- Rivals, witnesses, leading


def test_rivals_share_the_question_and_not_the_source():
    this, found = ev.row("prod-0011"), ev.rivals("prod-0011")
    assert {"econ-0150", "prod-0254", "prod-0307"} <= set(found.id) and "prod-0011" not in set(
        found.id
    )
    assert (found.entity == this.entity).all() and (
        (found.start <= this.end) & (found.end >= this.start)
    ).all()
    quantity = dict(zip(ev.load().series_table.series, ev.load().series_table.quantity))
    assert {quantity[name] for name in found.series} == {quantity[this.series]}


def test_ratios_are_taken_within_one_unit_only():
    found = ev.rivals("prod-0701").set_index("id")
    assert (
        found.ratio["prod-0332"] == pytest.approx(72073.76 / 41700)
        and np.isnan(found.ratio["prod-0529"])
        and found.unit["prod-0529"] == "t REO"
    )


def test_a_month_is_no_rival_of_a_year():
    assert not set(ev.rivals("prod-0332").period_kind) & {"month", "date"}


def test_rows_without_rivals_give_an_empty_frame():
    rows = ev.load().observations
    assert (
        any(len(ev.rivals(id)) == 0 for id in rows.id[:40])
        and "ratio" in ev.rivals(rows.id[0]).columns
    )


def test_usgs_on_burma_and_chinese_customs_are_one_origin():
    assert (
        ev.origin("prod-0011")
        == ev.origin("econ-0150")
        == ev.origin("prod-0332")
        == ev.origin("prod-0701")
        == ev.CUSTOMS
    )
    assert ev.origin("prod-0002") != ev.CUSTOMS  # the survey on the United States
    found = ev.witnesses("prod-0011")
    assert found.count == 1 and "prod-0011" in found.origins[ev.CUSTOMS]


def test_a_relay_is_no_second_witness(data_copy):
    """Two houses that say the same are two origins, until one cites the other."""
    path = data_copy / "observations" / "environment.csv"
    text = path.read_text("utf-8")
    rows = ev.load().observations
    base = rows[
        (rows.theme == "environment") & (rows.cites == "") & (rows.series == "tree-cover-loss")
    ].iloc[0]
    line = next(one for one in text.split("\n") if one.startswith(base.id))
    other = (
        ev.load()
        .sources.query("organisation != '' and key != @base.source and status == 'cited'")
        .key.iloc[0]
    )
    twin = line.replace(base.id, "env-9001", 1).replace(str(base.source), other)
    path.write_text(text + twin + "\n", "utf-8")
    assert ev.witnesses(base.id, data_copy).count == 2
    cells = next(iter(__import__("csv").reader([twin])))
    cells[ev.OBSERVATION.index("cites")] = base.id
    out = __import__("io").StringIO()
    __import__("csv").writer(out, lineterminator="\n").writerow(cells)
    path.write_text(text + out.getvalue(), "utf-8")
    assert ev.witnesses(base.id, data_copy).count == 1


def test_claims_are_no_witnesses():
    assert "prod-0704" not in {
        id for origin, ids in ev.witnesses("prod-0701").origins.items() for id in ids
    }


def test_leading_is_one_source_as_far_as_it_goes_and_names_its_breaks():
    found = ev.leading("mine-production", entity="Myanmar", item="rare earths")
    assert found.rows.start.is_unique and found.rows.segment.is_monotonic_increasing
    for _, stretch in found.rows.groupby("segment"):
        assert stretch.source.nunique() == 1 and stretch.basis.nunique() == 1
    assert len(found.breaks) == found.rows.segment.max() - 1 and {
        "at",
        "from_source",
        "to_source",
        "from_basis",
        "to_basis",
    } <= set(found.breaks)
    assert found.rows[found.rows.year == 2024].id.tolist() == ["econ-0150"] and found.rows[
        found.rows.year == 2023
    ].id.tolist() == ["prod-0010"]


def test_leading_mixes_no_kinds_of_period_and_no_forecasts():
    for name in ("imports-weight", "exports-weight", "price-cny-t", "capacity"):
        rows = ev.leading(name).rows
        assert (
            rows.groupby(["entity", "partner", "item"], observed=True).period_kind.nunique().max()
            == 1
        )
        assert not set(rows.basis) & {"forecast", "target", "budget", "claim"}


def test_every_question_answers_for_every_row():
    """No row makes rivals, origin or witnesses raise (every seventh, for time)."""
    for id in ev.load().observations.id[::37]:
        ev.rivals(id), ev.witnesses(id)
