"""The page's arithmetic of models, run in a browser beside the same in Python."""

from collections.abc import Iterator

import numpy as np
import pytest
from playwright.sync_api import Browser, Page

from heavyground.models import sampling
from heavyground.models.translate import scripts
from heavyground.site.assets import STATIC
from test_models import MODEL


@pytest.fixture(name="page", scope="module")
def _page(chromium: Browser) -> Iterator[Page]:
    """An empty page with the scripts that a panel needs."""
    page = chromium.new_page()
    for script in (
        (STATIC / "base.js").read_text("utf-8"),
        scripts({"smelter": MODEL}),
        (STATIC / "model.js").read_text("utf-8"),
    ):
        page.add_script_tag(content=script)
    yield page
    page.close()


def test_the_points_are_those_of_the_book_on_both_sides(page: Page) -> None:
    numbers = [0, 1, 2, 1000, sampling.POINTS - 1]
    for prime in (2, 3, 113):
        theirs = page.evaluate(
            "([numbers, prime]) => numbers.map((n) => HeavyGround.sampling.lattice(n, prime))",
            [numbers, prime],
        )
        assert theirs == pytest.approx(sampling.points(prime)[numbers], abs=1e-12)


def test_a_draw_from_a_range_is_the_same_on_both_sides(page: Page) -> None:
    for low, mode, high in ((0, 1, 4), (2, 2, 5), (2, 5, 5)):
        parts = [0.0, 0.1, 0.25, 0.5, 0.9, 1.0]
        theirs = page.evaluate(
            "([parts, ends]) => parts.map((p) => HeavyGround.sampling.triangular(p, ...ends))",
            [parts, [low, mode, high]],
        )
        ours = sampling.triangular(np.array(parts), low, mode, high)
        assert theirs == pytest.approx(np.asarray(ours), abs=1e-12)


def test_what_is_known_is_not_drawn(page: Page) -> None:
    drawn = (
        "([value, low, high]) => HeavyGround.model.drawnValue({prime: 3}, [value, low, high], 7)"
    )
    assert page.evaluate(drawn, [5, 5, 5]) == 5
    assert 1 < page.evaluate(drawn, [5, 1, 9]) < 9


def test_quantiles_are_the_same_on_both_sides(page: Page) -> None:
    drawn = np.sort(np.random.default_rng(3).normal(size=101))
    for part in (0.0, 0.05, 0.333, 0.5, 0.95, 1.0):
        theirs = page.evaluate(
            "([drawn, part]) => HeavyGround.model.quantile(drawn, part)", [drawn.tolist(), part]
        )
        assert theirs == pytest.approx(float(sampling.quantile(drawn, part)), rel=1e-12)


def test_the_formulas_are_the_same_on_both_sides(page: Page) -> None:
    random = np.random.default_rng(7)
    for ore in (0.0, 1000.0):
        given = {
            "year": 2030.0,
            "ore": ore,
            "grade": random.uniform(0, 0.05),
            "loss": random.uniform(0, 1),
            "price": 25000.0,
            "start": float(random.integers(2026, 2034)),
        }
        ours = MODEL.outputs(**given)
        theirs = page.evaluate("(given) => HeavyGround.models.smelter.outputs(given)", given)
        assert theirs.keys() == ours.keys()
        for name, value in ours.items():
            assert theirs[name] == pytest.approx(float(value), rel=1e-12, nan_ok=True), name


@pytest.mark.parametrize(
    "number, step",
    [(0, 1), (1, 1), (0.02, 0.02), (0.0199, 0.01), (375, 200), (999, 500), (1000, 1000)],
)
def test_a_slider_steps_by_a_round_number(page: Page, number: float, step: float) -> None:
    assert page.evaluate("(n) => HeavyGround.model.roundStep(n)", number) == pytest.approx(step)


@pytest.mark.parametrize(
    "number, digits, factor, words",
    [(1234567.891, 1, 1, "1\u202f234\u202f567.9"), (0.0567, 1, 100, "5.7"), (None, 0, 1, "none")],
)
def test_a_result_is_written_as_the_book_writes_numbers(
    page: Page, number: float | None, digits: int, factor: int, words: str
) -> None:
    said = "([result, n]) => HeavyGround.model.inWords(result, n === null ? NaN : n)"
    assert page.evaluate(said, [{"digits": digits, "factor": factor}, number]) == words


@pytest.mark.parametrize(
    "number, unit, words",
    [(2027, "year", "2027"), (35000, "CNY/t", "35\u202f000 CNY/t"), (7.1875, "", "7.19 ")],
)
def test_a_setting_is_written_with_its_unit(
    page: Page, number: float, unit: str, words: str
) -> None:
    said = "([input, n]) => HeavyGround.model.settingInWords(input, n)"
    assert page.evaluate(said, [{"unit": unit}, number]) == words
