"""The machinery of models: inputs and scenarios from the table, one sampler, which rows an output
was made from, and the table on the page.
"""

import json
from collections.abc import Callable

import numpy as np
import pytest
from docutils.parsers.rst import DirectiveError

from heavyground.derived.registry import Inputs, Registry
from heavyground.evidence.book import Book, Matter
from heavyground.evidence.faults import Faults
from heavyground.models import parameters, sampling, translate
from heavyground.models.model import Bound, Model, Printed, Result, UnknownInput
from heavyground.models.sampling import Number
from heavyground.models.translate import NotTranslatable
from heavyground.project import Analysis
from heavyground.site.directives import model as directive
from helpers import small_book
from pretend import Pretend, text

# ---- A smelter: ore in, tin out, and what it earns


def smelted(ore: Number, grade: Number, loss: Number) -> Number:
    """Tin [t]. ore [t] · grade, loss: 0 to 1."""
    return ore * grade * (1 - loss)


def outputs(
    *,
    year: Number,
    ore: Number,
    grade: Number,
    loss: Number,
    price: Number,
    start: Number,
) -> dict[str, Number]:
    """tin [t] · earned [USD], nothing before the start, NaN without ore · since [years]."""
    tin = np.where(year >= start, smelted(ore, grade, loss), 0)
    return {
        "tin": tin,
        "earned": np.where(ore > 0, tin * price * SHARE, np.nan),
        "since": np.maximum(year - start, 0),
    }


SHARE = 0.5
MODEL = Model(
    name="smelter",
    formulas=(smelted, outputs),
    constants={"SHARE": SHARE},
    fixed={"year": 2030},
    labels={"ore": "Ore smelted", "grade": "Tin in the ore"},
    results=(
        Result("tin", "Tin, t", digits=1),
        Result("earned", "Earned, USD", head="USD"),
        Result("since", "Years of work", grouped=False, live=False),
    ),
    sliders=("ore", "grade"),
    printed=Printed(
        "A smelter in two scenarios",
        corner="Scenario",
        inputs={"ore": "Ore"},
        results=("tin", "earned"),
        centres=("earned",),
    ),
    units={"t/yr": "t a year"},
)

OBSERVATIONS = """
    id       | series | entity | value | low | high | unit | period | source
    ore-0001 | output | Peru   | 41700 |     |      | t    | 2024   | atlas2025
    ore-0002 | grade  | Peru   |       | 1   | 3    | %    | 2024   | atlas2025
    ore-0003 | loss   | Peru   | 10    |     |      | %    | 2024   | atlas2025
    ore-0004 | price  | World  | 30000 |     |      | USD  | 2024   | atlas2025
    ore-0005 | price  | World  | 20000 |     |      | USD  | 2023   | atlas2025
"""
PARAMETERS = """
    name  | model             | value | low | high | value_of | low_of     | high_of    | unit
    ore   | smelter choice    |       | 0   | 9e4  | ore-0001 |            |            | t/yr
    grade | smelter           | 2     |     |      |          | ore-0002.low | ore-0002.high | %
    grade | smelter reach     |       | 0   | 5    |          |            |            | %
    loss  | smelter           |       | 5   | 20   | ore-0003 |            |            | %
    price | smelter           |       |     |      | mean_price | ore-0005 | ore-0004   | USD
    start | smelter choice    | 2028  | 2026 | 2032 |         |            |            | year
    ore   | smelter: closed   | 0     |     |      |          |            |            | t/yr
    grade | smelter: as it is | 2     | 1   | 3    |          |            |            | %
"""

values = Registry()


@values.derive(unit="USD")
def mean_price(book: Inputs) -> float:
    """the mean of two years"""
    return sum(book.all("price", entity="World")) / 2


def book_of(parameters: str = PARAMETERS, observations: str = OBSERVATIONS) -> Book:
    matter = Matter(values, models={"smelter": MODEL})
    return small_book(matter, observations=observations, parameters=parameters)


@pytest.fixture(name="bound", scope="module")
def _bound() -> Bound:
    return MODEL.of(book_of())


# ---- Inputs and scenarios


def test_an_input_takes_its_number_from_the_row_it_names() -> None:
    changed = OBSERVATIONS.replace("41700", "41800")
    assert MODEL.of(book_of(observations=changed)).table["ore"].value == 41800


def test_an_input_that_is_a_row_needs_no_other_source() -> None:
    alone = """
        name | model   | value_of | low | high | source | assumption
        ore  | smelter | ore-0001 | 0   | 9e4  |        |
    """
    assert parameters.inputs(book_of(alone), "smelter")["ore"].value == 41700


def test_an_input_can_be_a_bound_of_a_row_and_a_derived_value(bound: Bound) -> None:
    grade, price = bound.table["grade"], bound.table["price"]
    assert (grade.low, grade.high) == (1, 3)
    assert (price.low, price.value, price.high) == (20000, 25000, 30000)


def test_percentages_reach_the_formulas_as_fractions(bound: Bound) -> None:
    assert bound.settings("as it is")["grade"] == pytest.approx(0.02)


def test_a_scenario_keeps_the_range_of_a_fact_and_takes_a_choice_as_known(bound: Bound) -> None:
    closed = bound.scenario("closed")
    assert (closed["loss"].low, closed["loss"].high) == (5, 20)
    assert closed["start"].known
    assert closed["ore"].known


def test_a_slider_reaches_further_than_the_range_where_the_table_says_so(bound: Bound) -> None:
    assert bound.table["grade"].reach == (0, 5)
    assert bound.table["loss"].reach == (5, 20)


FAULTY = """
    name | model           | value | low | high | assumption | source
    ore  | smelter         | 10    | 15  | 20   | Ours.      |
    ash  | smelter         | 10    |     | 20   | Ours.      |
    tin  | smelter         | 10    | 5   | 20   |            |
    ore  | smelter choice  | 10    | 5   | 20   | Ours.      |
    tin  | smelter: closed |       |     |      | Ours.      |
    tine | smelter: closed | 10    |     |      | Ours.      |
    tin  | smelter reach   | 10    |     |      | Ours.      |
"""


@pytest.mark.parametrize(
    "line, words",
    [
        (2, "ore (smelter): low 15, value 10, high 20 are not in order."),
        (3, "ash (smelter): fill low."),
        (4, "tin (smelter): name a source, or an assumption with its reason."),
        (5, "ore is an input of smelter already; leave one row out."),
        (6, "tin (smelter: closed): fill value."),
        (7, "tine (smelter: closed): the model has no such input (near: tin)"),
        (8, "tin (smelter reach): fill low and high."),
    ],
)
def test_every_fault_of_the_table_has_its_line(line: int, words: str) -> None:
    with pytest.raises(Faults) as raised:
        MODEL.of(book_of(FAULTY))
    told = [fault for fault in raised.value.faults if fault.line == line]
    assert any(fault.message.startswith(words) for fault in told)
    assert {fault.path for fault in told} == {"data/parameters.csv"}


def test_a_model_without_rows_says_so() -> None:
    with pytest.raises(Faults, match="there are no rows for the model 'smelter'"):
        MODEL.of(book_of("name | model | value | low | high\nore | mine | 1 | 1 | 1"))


def test_a_row_that_is_gone_is_named_with_the_line_of_the_parameter() -> None:
    with pytest.raises(LookupError, match=r"data/parameters\.csv:2: value_of: ore-0009 is no row"):
        MODEL.of(book_of(PARAMETERS.replace("9e4  | ore-0001", "9e4  | ore-0009")))


# ---- Central values and draws


def test_the_centre_of_a_scenario_by_hand(bound: Bound) -> None:
    found = bound.central("as it is")
    assert found["tin"] == pytest.approx(41700 * 0.02 * 0.9)
    assert found["earned"] == pytest.approx(41700 * 0.02 * 0.9 * 25000 / 2)
    assert found["since"] == 2


def test_an_input_can_be_set_in_the_units_of_the_table(bound: Bound) -> None:
    assert bound.central("as it is", grade=3)["tin"] == pytest.approx(41700 * 0.03 * 0.9)
    assert bound.central("as it is", year=2027)["tin"] == 0


def test_what_is_set_is_not_drawn(bound: Bound) -> None:
    drawn = bound.simulate("as it is", grade=2, loss=10)["tin"]
    assert (drawn == drawn[0]).all()


@pytest.mark.parametrize(
    "ask, words",
    [
        (lambda bound: bound.central("shut"), "no scenario 'shut'"),
        (lambda bound: bound.central("closed", grad=2), r"no input 'grad' \(near: grade\)"),
        (lambda bound: bound.rows_behind("closed", "zinc"), "no output 'zinc'"),
        (lambda bound: bound.model.result("zinc"), "no result 'zinc'"),
    ],
    ids=["scenario", "input", "output", "result"],
)
def test_what_a_model_does_not_have_is_named(
    bound: Bound, ask: Callable[[Bound], object], words: str
) -> None:
    with pytest.raises(UnknownInput, match=words):
        ask(bound)


def test_several_years_come_back_as_the_first_axis(bound: Bound) -> None:
    years = np.array([2027.0, 2028, 2029])[:, None]
    drawn = bound.simulate("as it is", year=years)
    assert drawn["tin"].shape == (3, sampling.POINTS)
    assert drawn["since"].shape == (3, sampling.POINTS)
    assert (drawn["tin"][0] == 0).all()


def test_draws_stay_in_their_range_and_lie_most_often_near_the_value(bound: Bound) -> None:
    drawn = bound.draws("as it is")["grade"]
    assert drawn.min() >= 0.01
    assert drawn.max() <= 0.03
    assert abs(np.median(drawn) - 0.02) < 0.0005
    assert np.mean(abs(drawn - 0.02) < 0.005) > 0.7


def test_a_book_computes_a_scenario_once(bound: Bound) -> None:
    assert bound.simulate("closed")["tin"] is bound.simulate("closed")["tin"]
    assert MODEL.of(bound.book) is bound


# ---- The sampler


def test_points_fill_the_range_evenly() -> None:
    for prime in (2, 3, 113):
        shares, _ = np.histogram(sampling.points(prime), bins=16, range=(0, 1))
        assert abs(shares / sampling.POINTS - 1 / 16).max() < 0.002


def test_points_of_two_inputs_do_not_move_together() -> None:
    pairs = [sampling.points(prime) for prime in sampling.primes("abcdefgh").values()]
    apart = np.corrcoef(pairs)[~np.eye(len(pairs), dtype=bool)]
    assert abs(apart).max() < 0.05


def test_every_input_has_a_prime_of_its_own() -> None:
    names = [f"input {number}" for number in range(60)]
    found = list(sampling.primes(names).values())
    assert found[:5] == [2, 3, 5, 7, 11]
    assert len(set(found)) == 60
    assert all(all(prime % other for other in range(2, prime)) for prime in found)


@pytest.mark.parametrize("low, mode, high", [(0, 1, 4), (2, 2, 5), (2, 5, 5), (3, 3, 3)])
def test_a_triangle_has_its_ends_its_mode_and_its_mean(
    low: float, mode: float, high: float
) -> None:
    part = (np.arange(100_000) + 0.5) / 100_000
    drawn = np.asarray(sampling.triangular(part, low, mode, high))
    assert drawn.min() >= low
    assert drawn.max() <= high
    assert drawn.mean() == pytest.approx((low + mode + high) / 3, rel=1e-4)
    assert (np.diff(drawn) >= 0).all()


def test_a_quantile_lies_between_two_draws() -> None:
    assert sampling.quantile([0, 10], 0.25) == 2.5
    assert sampling.quantile([[1, 2, 3], [4, 5, 6]], 0.5).tolist() == [2, 5]
    assert np.isnan(sampling.quantile([1, np.nan], 0.5))


# ---- Where a number comes from


def test_an_output_names_the_rows_behind_its_inputs_and_no_others(bound: Bound) -> None:
    assert bound.needs("tin") == {"year", "start", "ore", "grade", "loss"}
    assert bound.rows_behind("as it is", "tin") == ("ore-0001", "ore-0003")
    assert "ore-0001" not in bound.rows_behind("closed", "tin")


def test_a_derived_value_stands_for_the_rows_it_was_made_from(bound: Bound) -> None:
    assert set(bound.rows_behind("as it is", "earned")) >= {"ore-0004", "ore-0005"}


def test_the_centre_rests_on_less_than_the_range() -> None:
    text = PARAMETERS.replace("mean_price | ore-0005", "ore-0004 | ore-0005")
    assert text != PARAMETERS
    bound = MODEL.of(book_of(text))
    centre = bound.rows_behind("as it is", "earned", centre=True)
    assert "ore-0005" not in centre
    assert "ore-0005" in bound.rows_behind("as it is", "earned")


def test_the_rows_of_a_model_count_as_asked_for() -> None:
    book = book_of()
    assert set(MODEL.of(book).rows) == set(book.observations)
    assert set(book.asked) == set(book.observations)


def test_a_derived_value_that_asks_a_model_has_its_rows_as_inputs() -> None:
    asking = Registry()

    @asking.derive(unit="t")
    def tin(book: Inputs) -> float:
        """tin of the smelter"""
        return float(book.model("smelter", "as it is", "tin").central("as it is")["tin"])

    matter = Matter(Registry.merged([values, asking]), models={"smelter": MODEL})
    book = small_book(matter, observations=OBSERVATIONS, parameters=PARAMETERS)
    assert book.derived("tin").inputs == ("ore-0001", "ore-0003")


def test_a_number_that_is_typed_rests_on_the_rows_of_its_source() -> None:
    text = """
        name | model   | value | low | high | source
        ore  | smelter | 10    | 5   | 20   | ore-0001; atlas2025
    """
    assert MODEL.of(book_of(text)).rows == ("ore-0001",)


def test_events_and_places_behind_a_derived_value_are_no_rows() -> None:
    assert list(parameters.behind(book_of(), "ev-0001")) == []


# ---- The formulas in the other language


def refused_loop(a: float) -> float:
    for number in range(3):
        a = a + number
    return a


def refused_branch(a: float) -> float:
    return 1 if a > 0 else 2


def refused_call(a: float) -> float:
    return float(np.log(a))


def refused_chain(a: float) -> bool:
    return 0 < a < 1


def refused_keyword(a: float) -> Number:
    return np.clip(a, 0, a_max=1)


def refused_word(a: float) -> bool:
    return True


def refused_key(a: float) -> dict[float, float]:
    return {a: a}


def refused_pair(a: float) -> float:
    b = c = a
    return b + c


@pytest.mark.parametrize(
    "formula, line",
    [
        (refused_loop, 2),
        (refused_branch, 2),
        (refused_call, 2),
        (refused_chain, 2),
        (refused_keyword, 2),
        (refused_word, 2),
        (refused_key, 2),
        (refused_pair, 2),
    ],
)
def test_what_the_page_cannot_run_is_refused_with_its_line(
    formula: Callable[..., object], line: int
) -> None:
    words = f"{formula.__name__}, line {line} of the function: .* cannot be written"
    with pytest.raises(NotTranslatable, match=words):
        translate.javascript([formula])


def test_a_formula_may_call_those_that_are_given_with_it_alone() -> None:
    with pytest.raises(NotTranslatable, match="smelted"):
        translate.javascript([outputs], {"SHARE": SHARE})


# ---- The table on the page, and what its panel knows


def cells(bound: Bound, printed: Printed) -> tuple[list[str], dict[str, list[directive.Cell]]]:
    other = Model(**{**vars(MODEL), "printed": printed})
    head, rows = directive.table(Bound(other, bound.book))
    return head, dict(rows)


def test_the_table_has_a_scenario_in_each_row(bound: Bound) -> None:
    head, rows = cells(bound, MODEL.printed)
    assert head == ["Scenario", "Ore", "Tin, t", "USD"]
    assert list(rows) == ["Closed", "As it is"]
    ore, tin, earned = rows["As it is"]
    assert ore.central == "41\u202f700"
    assert (tin.central, tin.low != "", earned.low) == ("750.6", True, "")
    assert rows["Closed"][2].central == "–"


def test_the_table_can_be_turned(bound: Bound) -> None:
    turned = Printed("", corner="In 2030", results=("since", "tin"), turned=True)
    head, rows = cells(bound, turned)
    assert head == ["In 2030", "Closed", "As it is"]
    assert [cell.central for cell in rows["Years of work"]] == ["2", "2"]


def test_table_panel_and_derived_values_show_one_interval(bound: Bound) -> None:
    low, high = bound.interval("as it is", "tin")
    _, rows = cells(bound, MODEL.printed)
    tin = rows["As it is"][1]
    assert (tin.low, tin.high) == (f"{low:.1f}", f"{high:.1f}")
    panel = directive.panel(bound)
    assert (panel["draws"], tuple(panel["level"])) == (sampling.POINTS, sampling.LEVEL)
    assert {name: known["prime"] for name, known in panel["inputs"].items()} == bound.primes
    assert bound.quantile("as it is", "tin", 0.05) == low


def test_the_panel_says_units_and_results_as_the_model_does(bound: Bound) -> None:
    panel = directive.panel(bound)
    assert panel["inputs"]["ore"]["unit"] == "t a year"
    assert panel["inputs"]["loss"]["label"] == "loss"
    assert [result["name"] for result in panel["results"]] == ["tin", "earned"]
    assert panel["fixed"] == {"year": 2030}


def test_no_text_ends_the_block_of_json(bound: Bound) -> None:
    labels = {"ore": "</script><b>"}
    other = Model(**{**vars(MODEL), "labels": labels})
    island = directive.island(Bound(other, bound.book))
    assert "<" not in island
    assert json.loads(island)["inputs"]["ore"]["label"] == "</script><b>"


def test_the_caption_says_what_the_brackets_hold() -> None:
    said = directive.caption(MODEL)
    assert said.startswith("A smelter in two scenarios; in brackets the 5 to 95 % interval of ")
    assert f"{sampling.POINTS:,} draws" in said


def test_the_directive_puts_table_and_panel_on_the_page() -> None:
    page = Pretend(book_of(), Analysis(models={"smelter": MODEL}))
    soup = page.soup(asking("smelter"))
    assert soup.find(id="model-smelter")["data-model"] == "smelter"
    assert text(soup.caption) == directive.caption(MODEL)
    assert [text(head) for head in soup.find_all("th", scope="row")] == ["Closed", "As it is"]
    assert json.loads(soup.script.string)["order"] == ["ore", "grade"]


@pytest.mark.parametrize(
    "models, words",
    [
        ({"smelter": MODEL}, "'smelters' (near: smelter); write one of smelter"),
        ({}, "'smelters'; this book has none"),
    ],
)
def test_a_model_that_is_none_is_an_error(models: dict[str, Model], words: str) -> None:
    with pytest.raises(DirectiveError) as raised:
        Pretend(book_of(), Analysis(models=models)).run(asking("smelters"))
    assert words in raised.value.msg


def asking(name: str) -> type[directive.ModelDirective]:
    """The directive as a page writes it."""
    asked: type[directive.ModelDirective] = type(
        "Asked", (directive.ModelDirective,), {"arguments": [name]}
    )
    return asked
