"""Derived values: every old id recomputes to what research noted, or the difference is explained; ranges travel; inputs exist."""

import csv
import doctest
import math
from pathlib import Path

import pytest

from heavyground import derived, units
from heavyground import evidence as ev

NOTED = list(
    csv.DictReader((Path(__file__).parent / "data" / "derived_as_noted.csv").open(encoding="utf-8"))
)


def test_there_are_as_many_aliases_as_noted_rows():
    assert {row["id"] for row in NOTED} == set(derived.aliases()) and len(NOTED) == 227


@pytest.mark.parametrize("row", NOTED, ids=[row["id"] for row in NOTED])
def test_recomputes_to_what_was_noted(row):
    found, noted = derived.get(row["id"]), float(row["noted"])
    value = found.value / 1000 if (row["unit"], found.unit) == ("USD/kg", "USD/t") else found.value
    step = 10.0 ** -len(row["noted"].partition(".")[2])
    same = abs(value - noted) <= step / 2 + 1e-9 * abs(noted)
    assert same != (row["id"] in derived.DIFFERS), f"{found.name}: {value} against {noted} as noted"
    assert (
        same or math.isclose(value, noted, rel_tol=0.002) or found.low <= noted <= found.high * 1.01
    )


def test_every_difference_is_explained():
    assert set(derived.DIFFERS) <= set(derived.aliases()) and all(
        len(reason) > 20 for reason in derived.DIFFERS.values()
    )


@pytest.mark.parametrize(
    "id, name",
    [("prod-0821", "light_quota_growth_2017_2024"), ("prod-0822", "ionic_quota_growth_2017_2024")],
)
def test_the_two_known_slips_come_out_as_corrected(id, name):
    """The source divides by eight years; corrections.csv has what seven give."""
    fix = ev.load().corrections.set_index("id").loc[id]
    value = derived.get(name).value
    assert (
        float(fix.use) == round(value, len(fix.use.partition(".")[2]))
        and float(fix.printed) != float(fix.use)
        and ev.row(id).value == float(fix.use)
    )


@pytest.mark.parametrize("name", derived.names())
def test_every_value_computes_from_living_rows(name):
    found = derived.get(name)
    assert (
        math.isfinite(found.value)
        and found.formula
        and found.unit
        and (found.inputs or found.places or "heavyground/models" in found.formula)
    )
    assert not (
        found.low > found.value * (1 + 1e-12) if found.value > 0 else False
    ) and not found.high < found.value * (1 - 1e-12)
    evidence = ev.load()
    for one in found.inputs:
        assert one.startswith(("=", "ev-")) or one in evidence.index, (
            f"{one} is merged or gone; name the living row"
        )


def test_the_names_of_prose():
    """A few that the text leans on, by hand."""
    for name, value, unit in (
        ("oxide_share_2023", 41700 / 72073.76 * 100, "% share"),
        ("levy_on_oxide_line_2023", 35000 * 41700 / 7.1875, "USD"),
        ("usgs2026_burma_change_2025", -500 / 27, "% change"),
        ("implied_inr_seed_ncmm", 18000e7 / 2.2e9, "INR/USD"),
        ("implied_inr_seed_repm", 7300e7 / 822e6, "INR/USD"),
        ("levy_share_2024_12", 3500 / 170, "% share"),
        ("levy_breakeven_tonnage", 200e6 * 7.1875 / 35000, "t"),
        ("gate_closure_general", 367, "days"),
        ("china_magnet_unit_value_2024", 2.86e9 / 58152e3, "USD/kg"),
    ):
        found = derived.get(name)
        assert math.isclose(found.value, value) and found.unit == unit, name


def test_ranges_travel():
    """A price of 208,000 to 210,000 yuan gives a share between both ends; the result falls as the price rises."""
    found = derived.get("levy_share_2025_12")
    assert (
        math.isclose(found.low, 3500 / 210)
        and math.isclose(found.high, 3500 / 208)
        and math.isclose(found.value, 3500 / 209)
    )


def test_an_open_figure_leaves_the_result_open():
    found = derived.get("sites_multiple_2020_2024")
    assert found.value == found.low == 370 / 130 and math.isnan(found.high)


def test_contents_below_the_limit_count_as_nothing_and_at_most_the_limit():
    found = derived.get("basket_value_longnan_2021")
    assert found.value == found.low < found.high


def test_exact_inputs_give_no_range():
    found = derived.get("oxide_share_2023")
    assert math.isnan(found.low) and math.isnan(found.high)


def test_a_changed_row_changes_the_value(data_copy):
    path = data_copy / "observations" / "production.csv"
    path.write_text(path.read_text("utf-8").replace(",41700,", ",20850,"), "utf-8")
    assert math.isclose(
        derived.get("oxide_share_2023", data_copy).value, derived.get("oxide_share_2023").value / 2
    )


def test_unknown_names_and_names_taken():
    with pytest.raises(derived.UnknownDerived, match="near: =oxide_share_2023"):
        derived.get("oxide_share_2032")
    with pytest.raises(ValueError, match="exists already"):
        derived.derive("oxide_share_2023", "t", "x")(float)
    with pytest.raises(ValueError, match="exists already"):
        derived.derive("a_new_name", "t", "x", aliases=["prod-0578"])(float)
    assert "a_new_name" not in derived.names()


def test_great_circle_against_known_distances():
    """A degree of a great circle is 111.19 km on a sphere of 6,371 km; a quarter of it is 10,007.5 km."""
    assert math.isclose(
        derived.great_circle((0, 0), (0, 1)), 111.195, rel_tol=1e-4
    ) and math.isclose(derived.great_circle((0, 0), (90, 0)), 10007.5, rel_tol=1e-4)
    assert derived.great_circle((25.6, 98.4), (25.6, 98.4)) == 0
    with pytest.raises(LookupError, match="no such place"):
        derived.along("Pangwa", "Nowhere")


def test_units_are_known():
    """Every derived unit is one that prose can be checked in."""
    for name in derived.names():
        assert units.of_data(derived.get(name).unit).what


def test_examples():
    assert doctest.testmod(derived).failed == 0
