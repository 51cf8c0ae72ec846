"""The two models: worked by hand, never surprising at the edges, mass kept, and fed by the rows
they say they are fed by.
"""

import subprocess
import sys
from collections.abc import Callable

import numpy as np
import pandas as pd
import pytest

from analysis.models import MODELS, diversion, levy
from analysis.models.frames import diversion as diversion_frames
from analysis.models.frames import levy as levy_frames
from heavyground.charts import origins
from heavyground.evidence.book import Book
from heavyground.models.model import Bound
from heavyground.models.sampling import LEVEL, POINTS, triangular
from heavyground.site.directives import model as directive
from helpers import ROOT

from .conftest import Evidence

Frame = Callable[[Book], pd.DataFrame]


@pytest.fixture(name="book", scope="module")
def _book(evidence: Evidence) -> Book:
    return evidence.book


def of(book: Book, name: str) -> Bound:
    return MODELS[name].of(book)


# ---- The levy


def test_the_received_sum_by_hand(book: Book) -> None:
    received = of(book, "levy").central("received reading")
    assert received["total"] == pytest.approx(41_700 * 35_000 / 7.1875 / 1e6)
    assert received["of_goal"] == pytest.approx(received["total"] / 200)


def test_the_levy_is_zero_at_zero_and_rises_with_each_factor() -> None:
    assert levy.revenue(0, 35_000, 7.2) == 0
    assert levy.revenue(1000, 0, 7.2) == 0
    assert levy.revenue(1000, 35_000, 7.2, 0) == 0
    tonnes, levies, rates = (np.linspace(*ends, 33) for ends in ((0, 8e4), (0, 7e4), (6, 8)))
    assert (np.diff(levy.revenue(tonnes, 35_000, 7.2)) > 0).all()
    assert (np.diff(levy.revenue(1000, levies, 7.2)) > 0).all()
    assert (np.diff(levy.revenue(1000, 35_000, rates)) < 0).all()


@pytest.mark.parametrize(
    "given, words",
    [
        ((-1, 35_000, 7.2, 1), "cannot be negative"),
        ((1000, -1, 7.2, 1), "cannot be negative"),
        ((1000, 35_000, 0, 1), "must be positive"),
        ((1000, 35_000, 7.2, 1.5), "between 0 and 1"),
    ],
)
def test_the_levy_refuses_what_cannot_be(
    given: tuple[float, float, float, float], words: str
) -> None:
    with pytest.raises(ValueError, match=words):
        levy.revenue(*given)


def test_what_is_needed_for_the_quoted_sum_brings_it(book: Book) -> None:
    line = levy_frames.contour(book, range(20_000, 70_001, 10_000))
    table = of(book, "levy").table
    found = levy.revenue(line.tonnes.to_numpy(), line.levy.to_numpy(), table["rate"].value)
    assert np.asarray(found) == pytest.approx(table["goal"].value)
    assert np.isnan(levy.needed(0, 7.2, 2e8))


def test_a_year_lies_between_its_bounds(book: Book) -> None:
    years = levy_frames.by_year(book)
    assert (years.low <= years.central).all()
    assert (years.central <= years.high).all()


# ---- The diversion


def test_more_passage_means_more_feed_and_never_more_than_there_is(book: Book) -> None:
    model = of(book, "diversion")
    treated = [
        float(model.central("build-out", passage=passage)["reo"]) for passage in range(0, 101, 5)
    ]
    assert treated[0] == 0
    assert (np.diff(treated) >= 0).all()
    flood = model.central("build-out", plant=1e6, passage=100)
    feed, kachin = (model.table[name] for name in ("feed", "kachin"))
    assert flood["reo"] == pytest.approx(feed.value * kachin.of(kachin.value))


def test_oxides_never_weigh_more_than_the_feed(book: Book) -> None:
    drawn = of(book, "diversion").simulate("build-out")
    assert (drawn["dy"] + drawn["tb"] + drawn["ndpr"] <= drawn["reo"] + 1e-9).all()


def test_the_status_quo_makes_nothing_and_begins_never(book: Book) -> None:
    found = of(book, "diversion").central("status quo")
    assert found["reo"] == 0
    assert np.isnan(found["start"])
    assert np.isnan(found["cost"])


def test_a_year_is_a_year_of_output_at_most() -> None:
    running = [diversion.running(year, 2029.5, 2.0) for year in range(2026, 2036)]
    assert running[0] == 0
    assert running[-1] == pytest.approx(1)
    assert (np.diff(running) >= 0).all()


def test_half_takes_five_times_what_a_tenth_takes(book: Book) -> None:
    tenth, _, half = diversion.requirements(of(book, "diversion"), budget=1e6)
    assert half.reo == pytest.approx(5 * tenth.reo)
    assert half.plants <= 5 * tenth.plants
    assert half.budgets == pytest.approx(half.capital / 1e6)


def test_the_parts_of_the_cost_are_the_cost(book: Book) -> None:
    parts = diversion_frames.cost_parts(book).groupby("buyer").usd_kg.sum()
    central = of(book, "diversion").central("build-out")
    assert parts["New buyer"] == pytest.approx(central["cost"])
    assert parts["Chinese buyer"] == pytest.approx(central["rival"])


def test_the_steps_hold_every_draw_and_one_holds_the_plan(book: Book) -> None:
    steps = diversion_frames.spread(book)
    assert steps.share.sum() == pytest.approx(100)
    assert steps.plan.sum() == 1
    plan = float(of(book, "diversion").central("build-out")["reo"])
    begins = float(steps.feed[steps.plan].iloc[0].replace(",", ""))
    assert begins < plan <= begins + 500
    nothing = book.derived("model_buildout_nothing").amount.value
    assert steps.share[0] == pytest.approx(nothing)


# ---- What they are fed


def test_a_changed_row_changes_the_model(evidence: Evidence, book: Book) -> None:
    """A model's input that repeats a row is that row."""
    other = evidence.with_cells({"prod-0701": {"value": "41800"}})
    before, after = (of(each, "levy").scenario("received reading") for each in (book, other))
    assert (before["tonnes"].value, after["tonnes"].value) == (41700, 41800)


def test_every_end_that_is_a_row_follows_it(evidence: Evidence, book: Book) -> None:
    """All rows that inputs are, made larger by a thousandth: so are the inputs."""
    named = {id: book[id].amount for each in book.parameters for id in each.rows if id in book}
    ends = ("value", "low", "high")
    larger = {
        id: {end: str(1.001 * number) for end in ends if (number := getattr(amount, end))}
        for id, amount in named.items()
    }
    other = evidence.with_cells(larger)
    for before, after in zip(book.parameters, other.parameters, strict=True):
        for end in (end for end, name in before.ends.items() if name in book):
            numbers = [getattr(each.amount, end) for each in (before, after)]
            assert numbers[1] == pytest.approx(1.001 * numbers[0]), (before.name, before.model, end)


def test_the_plan_is_no_number_of_the_code(evidence: Evidence, book: Book) -> None:
    """Another size of plant: another plan, and the share of draws under it keeps its sense."""
    other = evidence.with_cells({"econ-0576": {"value": "4000"}})
    plans = [each.derived("model_buildout_reo_2030").amount.value for each in (book, other)]
    assert plans[1] == pytest.approx(0.8 * (plans[0] or 0))
    below = [each.derived("model_buildout_below_plan").amount.value for each in (book, other)]
    assert below[1] == pytest.approx(below[0], abs=1)
    steps = diversion_frames.spread(other)
    assert steps.feed[steps.plan].tolist() == ["2,500"]


FRAMES: dict[str, Frame] = {
    "levy.by_year": levy_frames.by_year,
    "levy.reconciliation": levy_frames.reconciliation,
    "levy.heat_map": lambda book: levy_frames.heat_map(book, [1e4, 4e4], [2e4, 3e4]),
    "levy.known_weights": levy_frames.known_weights,
    "levy.contour": lambda book: levy_frames.contour(book, [2e4, 3e4]),
    "levy.goal": levy_frames.goal,
    "diversion.by_year": diversion_frames.by_year,
    "diversion.spread": diversion_frames.spread,
    "diversion.tornado": diversion_frames.tornado,
    "diversion.requirements": diversion_frames.requirements,
    "diversion.cost_parts": diversion_frames.cost_parts,
}


@pytest.mark.parametrize("name", FRAMES)
def test_every_row_of_a_frame_names_rows_that_the_book_was_asked_for(
    evidence: Evidence, name: str
) -> None:
    book = evidence.opened()
    frame = FRAMES[name](book)
    assert origins.rows_without(frame) == []
    ids = origins.ids_of(frame)
    assert all(id in book.observations for id in ids)
    assert origins.unasked(book, ids) == []


def test_a_frame_names_the_rows_that_change_it_and_no_other(evidence: Evidence, book: Book) -> None:
    """Each reading follows the rows that it names, and stays when another row is changed."""
    before = levy_frames.reconciliation(book).set_index("reading")
    for id in origins.ids_of(before):
        value = str(1.001 * (book[id].central or 0))
        after = levy_frames.reconciliation(evidence.with_cells({id: {"value": value}}))
        moved = ~np.isclose(after.set_index("reading").of_goal, before.of_goal)
        assert moved.tolist() == [id in ids.split("; ") for ids in before.ids], id


# ---- One sampler


def test_table_and_prose_show_one_interval(book: Book) -> None:
    model = of(book, "levy")
    low, high = model.interval("2025 as shipped", "total")
    for name, end in (("low", low), ("high", high)):
        told = book.derived(f"model_levy_shipped_2025_{name}").amount.value
        assert told == pytest.approx(float(end) * 1e6)
    _, rows = directive.table(model)
    cell = dict(rows)["2025 as shipped"][2]
    assert (cell.low, cell.high) == (f"{low:.0f}", f"{high:.0f}")


def test_a_chart_of_years_has_the_interval_of_the_table_in_its_year(book: Book) -> None:
    years = diversion_frames.by_year(book, ["reo"])
    low, high = of(book, "diversion").interval("pilot", "reo")
    (row,) = years[(years.scenario == "pilot") & (years.year == diversion.HORIZON)].itertuples()
    assert (row.low, row.high) == (low, high)


def test_the_points_are_enough(book: Book) -> None:
    """The ends of the intervals lie within a fiftieth of the interval's width of those of a
    quarter of a million random draws.
    """
    random = np.random.default_rng(1)
    for name, scenario, output in (
        ("levy", "2025 as shipped", "total"),
        ("levy", "in kind", "total"),
        ("diversion", "pilot", "reo"),
        ("diversion", "build-out", "cost"),
    ):
        model = of(book, name)
        drawn = dict(model.model.fixed)
        for key, setting in model.scenario(scenario).items():
            ends = (setting.low, setting.value, setting.high)
            part = random.random(250_000)
            value = setting.value if setting.known else triangular(part, *ends)
            drawn[key] = model.table[key].of(value)  # type: ignore[arg-type]
        many = np.quantile(model.model.outputs(**drawn)[output], LEVEL)
        ours = model.interval(scenario, output)
        assert ours == pytest.approx(many, abs=(many[1] - many[0]) / 50), (scenario, output)
    assert POINTS < 10_000


# ---- Both


@pytest.mark.parametrize("name", MODELS)
def test_every_input_has_a_label_and_every_slider_is_an_input(book: Book, name: str) -> None:
    model = of(book, name)
    assert set(model.model.labels) == set(model.table)
    assert set(model.model.sliders) <= set(model.table)
    outputs = model.central(next(iter(model.scenarios)))
    assert {result.name for result in model.model.results} <= outputs.keys()
    assert set(model.model.printed.results) <= {result.name for result in model.model.results}


def test_the_models_need_no_pandas() -> None:
    code = "import sys, analysis.models, analysis.derived; print('pandas' in sys.modules)"
    command = [sys.executable, "-c", code]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "False"
