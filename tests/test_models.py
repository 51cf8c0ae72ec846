"""The models: worked by hand, never surprising at the edges, mass kept, and the page's script in step with the Python."""

import numpy as np
import pytest

from heavyground.models import SCRIPT, diversion, formulas_js, levy, parameters
from heavyground.paths import ROOT


def test_the_received_sum_by_hand():
    assert levy.revenue(41_700, 35_000, 7.1875) == pytest.approx(41_700 * 35_000 / 7.1875)
    assert levy.revenue(41_700, 35_000, 7.1875) / 1e6 == pytest.approx(203.06, abs=0.01)


def test_the_levy_is_zero_at_zero_and_rises_with_each_factor():
    assert (
        levy.revenue(0, 35_000, 7.2) == 0
        and levy.revenue(1000, 0, 7.2) == 0
        and levy.revenue(1000, 35_000, 7.2, 0) == 0
    )
    tonnes = np.linspace(0, 80_000, 33)
    assert (np.diff(levy.revenue(tonnes, 35_000, 7.2)) > 0).all()
    assert (np.diff(levy.revenue(1000, np.linspace(0, 70_000, 33), 7.2)) > 0).all()
    assert (np.diff(levy.revenue(1000, 35_000, np.linspace(6, 8, 33))) < 0).all()


@pytest.mark.parametrize(
    "given", [(-1, 35_000, 7.2, 1), (1000, 35_000, 0, 1), (1000, 35_000, 7.2, 1.5)]
)
def test_the_levy_refuses_what_cannot_be(given):
    with pytest.raises(ValueError):
        levy.revenue(*given)


def test_what_is_needed_for_the_goal_brings_the_goal():
    for one in levy.contour().itertuples():
        assert levy.revenue(
            one.tonnes, one.levy, parameters.table("levy")["rate"].value
        ) / 1e6 == pytest.approx(levy.GOAL)


def test_more_passage_means_more_feed_and_never_more_than_there_is():
    shares = [
        diversion.central("build-out", passage=passage)["reo"] for passage in range(0, 101, 5)
    ]
    assert shares[0] == 0 and (np.diff(shares) >= 0).all()
    flood = diversion.central("build-out", plant=1e6, passage=100)
    table = parameters.table("diversion")
    assert flood["reo"] <= table["feed"].value * table["kachin"].of(table["kachin"].value) + 1e-6


def test_oxides_never_weigh_more_than_the_feed():
    draws = diversion.simulate("build-out", n=2000)
    assert (draws["dy"] + draws["tb"] + draws["ndpr"] <= draws["reo"] + 1e-9).all()


def test_the_status_quo_makes_nothing():
    assert diversion.central("status quo")["reo"] == 0


def test_draws_with_a_seed_repeat():
    one, two = levy.simulate("2025 as shipped", n=500), levy.simulate("2025 as shipped", n=500)
    assert (one["total"] == two["total"]).all()


def test_every_parameter_has_a_source_or_a_reason():
    for model in ("levy", "diversion"):
        for one in parameters.table(model).values():
            assert one.source or one.assumption or one.note, one.name


def test_the_script_of_the_page_is_made_from_these_formulas():
    assert (ROOT / "heavyground" / SCRIPT).read_text("utf-8") == formulas_js(), (
        "run: python -m heavyground.models"
    )
