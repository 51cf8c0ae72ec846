"""Every form on the rows that break forms: one, none, half a range, two hundred, long names, very
large, very small.
"""

import re
import xml.etree.ElementTree as ET
from collections.abc import Callable, Sequence
from typing import Any

import altair as alt
import pandas as pd
import pytest

from heavyground.charts import marks
from heavyground.charts.figure import FigureError, make_figure
from heavyground.charts.forms import FormError, Forms
from heavyground.charts.palette import Palette
from heavyground.charts.record import FigureRecord
from heavyground.charts.theme import WIDTHS, Theme
from heavyground.evidence.frames import Frames
from helpers import small_book

LONG = "Ministry of Natural Resources and Environmental Conservation of the Republic of the Union"
ALT = "A chart of rows made up for a test of the forms, drawn at both widths of the book."
BOOK = small_book(observations="id | value\nore-0001 | 1")
Frames(BOOK).rows(["ore-0001"])  # so that charts may rest on it
FORMS = Forms(Theme(Palette({"China": "blue", "India": "teal"})))

Draw = Callable[[pd.DataFrame], Any]


def rows(
    values: Sequence[float | None],
    names: list[str] | None = None,
    years: list[int] | None = None,
    **more: Any,
) -> pd.DataFrame:
    """Rows as `Frames` gives them, with an id and a source that the book has."""
    frame = pd.DataFrame(
        {
            "id": "ore-0001",
            "entity": names or [f"Actor {i}" for i in range(len(values))],
            "item": "tin",
            "period_kind": "year",
            "year": years or [2023] * len(values),
            "value": [float(v) if v is not None else None for v in values],
            "low": None,
            "high": None,
            "unit": "t",
            "basis": "estimated",
            "quality": "official statistic",
            "source": "atlas2025",
            "source_title": "An atlas",
        }
    ).assign(**more)
    frame["period"] = frame["year"].astype(str)
    frame["start"] = pd.to_datetime(frame["period"] + "-01-01")
    return frame


def moves(n: int, name: str = "Assumption {}") -> pd.DataFrame:
    """One row per assumption, and how far each moves a result of 100."""
    return rows(range(n)).assign(
        name=[name.format(i) for i in range(n)],
        low_result=[100 - i for i in range(n)],
        high_result=[100 + 2 * i for i in range(n)],
        low_input="5",
        high_input="9",
    )


def by_entity(n: int) -> pd.DataFrame:
    return rows(range(1, n + 1), ["China"] * n, list(range(2024 - n, 2024)))


def two_years(a: float, b: float) -> pd.DataFrame:
    return rows([a, b], ["China"] * 2, [2020, 2021])


# form: how it is drawn, and how n rows of it are made
DRAWN: dict[str, Draw] = {
    "rivals": lambda r: FORMS.rivals(r, label="entity"),
    "bars": FORMS.bars,
    "lines": lambda r: FORMS.lines(r, by="entity"),
    "steps": lambda r: FORMS.steps(r, by="entity"),
    "tornado": lambda r: FORMS.tornado(r, base=100, unit="t"),
}
SOME: dict[str, Callable[[int], pd.DataFrame]] = {
    "rivals": lambda n: rows(range(1, n + 1)),
    "bars": lambda n: rows(range(1, n + 1)),
    "lines": by_entity,
    "steps": by_entity,
    "tornado": moves,
}
TWO: dict[str, Callable[[float, float], pd.DataFrame]] = {
    "rivals": lambda a, b: rows([a, b]),
    "bars": lambda a, b: rows([a, b]),
    "lines": two_years,
    "steps": two_years,
}


def drawn(chart: Any, frame: pd.DataFrame) -> FigureRecord:
    """The figure's record, after a look at both drawings for what a broken chart leaves behind."""
    texts = {"name": "a-test", "title": "A finding", "subtitle": "measure, unit, place, period"}
    record = make_figure(BOOK, chart, alt=ALT, data=frame, **texts).record
    for kind, drawing in (("column", record.wide), ("narrow", record.narrow)):
        assert not re.search(r"NaN|Infinity|undefined|null", drawing.svg), kind
        assert abs(drawing.width - WIDTHS[kind]) <= 0.08 * drawing.width
        assert drawing.height > 20
        root = ET.fromstring(drawing.svg)
        assert root.findall(".//path") or root.findall(".//circle")
    return record


def words(svg: str) -> str:
    return " ".join(" ".join(node.itertext()) for node in ET.fromstring(svg).iter("text"))


@pytest.mark.parametrize("name", DRAWN)
def test_one_row(name: str) -> None:
    frame = SOME[name](1)
    drawn(DRAWN[name](frame), frame)


@pytest.mark.parametrize("name", DRAWN)
def test_no_rows_are_an_error_that_says_what_to_do(name: str) -> None:
    with pytest.raises(FormError, match=f"{'lines' if name == 'steps' else name}: no rows"):
        DRAWN[name](SOME[name](1).iloc[:0])


@pytest.mark.parametrize("name", DRAWN)
def test_two_hundred_rows(name: str) -> None:
    frame = SOME[name](200)
    assert drawn(DRAWN[name](frame), frame).table.total == len(frame)


@pytest.mark.parametrize("name", TWO)
@pytest.mark.parametrize(
    "pair", [(3.9e13, 1.2e13), (2e-7, 9e-7), (1e-6, 8e9), (0, 5), (-40, 60)], ids=str
)
def test_very_large_very_small_and_below_zero(name: str, pair: tuple[float, float]) -> None:
    frame = TWO[name](*pair)
    drawn(DRAWN[name](frame), frame)


@pytest.mark.parametrize("name", TWO)
@pytest.mark.parametrize(
    "bounds", [(None, 5, None), (None, None, 9), (None, 5, 9), (7, 5, 9)], ids=str
)
def test_half_a_range_and_a_whole_one(name: str, bounds: tuple[float | None, ...]) -> None:
    frame = TWO[name](6, 8)
    frame.loc[0, ["value", "low", "high"]] = [
        float("nan") if bound is None else bound for bound in bounds
    ]
    value, low, high = bounds
    expected = "arrow" if value is None and (low is None or high is None) else "range"
    assert marks.KEYS[expected] in drawn(DRAWN[name](frame), frame).note


@pytest.mark.parametrize("name", TWO)
def test_a_row_without_a_number_is_named(name: str) -> None:
    frame = TWO[name](6, 8)
    frame.loc[1, "value"] = float("nan")
    with pytest.raises(FormError, match="neither value nor low nor high in ore-0001"):
        DRAWN[name](frame)


@pytest.mark.parametrize("name", TWO)
def test_two_units_do_not_share_an_axis(name: str) -> None:
    frame = TWO[name](6, 8)
    frame.loc[1, "unit"] = "USD"
    with pytest.raises(FormError, match="t, USD; one axis takes one unit"):
        DRAWN[name](frame)


@pytest.mark.parametrize(
    "frame, name",
    [
        (rows([5, 3], [LONG, "Atlas"]), "rivals"),
        (rows([5, 3], [LONG, "Atlas"]), "bars"),
        (moves(2, LONG + " {}"), "tornado"),
    ],
    ids=["rivals", "bars", "tornado"],
)
def test_a_long_name_is_wrapped_and_whole(frame: pd.DataFrame, name: str) -> None:
    record = drawn(DRAWN[name](frame), frame)
    for drawing in (record.wide, record.narrow):
        assert set(LONG.split()) <= set(words(drawing.svg).split())


@pytest.mark.parametrize("name", TWO)
def test_a_weak_source_is_hollow(name: str) -> None:
    frame = TWO[name](6, 8)
    assert marks.KEYS["hollow"] not in drawn(DRAWN[name](frame), frame).note
    frame.loc[0, "quality"] = "weak single source"
    assert marks.KEYS["hollow"] in drawn(DRAWN[name](frame), frame).note


@pytest.mark.parametrize("name", ["lines", "steps"])
def test_a_long_name_at_the_end_of_a_line_is_whole_or_refused(name: str) -> None:
    """There is no room to wrap it; the author is told, the reader never sees half a name."""
    frame = pd.concat([two_years(6, 8).assign(entity=LONG), two_years(3, 4)])
    with pytest.raises(FigureError, match="labels are too long"):
        drawn(DRAWN[name](frame), frame)


def test_a_missing_year_breaks_the_line() -> None:
    """Three years in a row are one stroke; with the middle one missing there is none at all."""

    def strokes(years: list[int]) -> list[str]:
        frame = rows([1, 2, 3], ["China"] * 3, years)
        svg = drawn(FORMS.lines(frame, by="entity"), frame).wide.svg
        paths = [path.get("d", "") for path in ET.fromstring(svg).iter("path")]
        return [path for path in paths if re.fullmatch(r"M[\d.]+,[\d.]+l.*", path)]

    assert len(strokes([2019, 2020, 2021])) == 1
    assert strokes([2017, 2019, 2021]) == []


def test_numbers_are_written_out_whatever_their_size() -> None:
    frame = rows([3.9e13, 1], ["A", "B"])
    assert "39\u202f000\u202f000\u202f000\u202f000" in words(
        drawn(FORMS.bars(frame), frame).wide.svg
    )
    frame = rows([2e-7, 1], ["A", "B"])
    assert "0.0000002" in words(drawn(FORMS.bars(frame), frame).wide.svg)


def test_the_number_of_a_loss_stands_beside_its_bar() -> None:
    frame = rows([-40, 60], ["China", "India"])
    nodes = ET.fromstring(drawn(FORMS.bars(frame), frame).wide.svg).iter("text")
    places = {"".join(node.itertext()): float(node.get("x", 0)) for node in nodes}
    assert places["\u221240"] > places["0"]


@pytest.mark.parametrize("last", [2021, 2023, 2040])
def test_every_year_on_the_axis_is_written_once(last: int) -> None:
    frame = rows([1, 2], ["China"] * 2, [2020, last])
    record = drawn(FORMS.lines(frame, by="entity"), frame)
    shown = re.findall(r"20[2-4]\d", words(record.wide.svg))
    assert len(shown) == len(set(shown)) >= 2


def test_ends_of_a_tornado_on_one_side_are_named_once() -> None:
    frame = moves(2).assign(low_result=[100, 108], high_result=[100, 120])
    said = words(drawn(FORMS.tornado(frame, base=100, unit="t"), frame).wide.svg).split()
    assert (said.count("9"), said.count("5"), said.count("to")) == (2, 1, 1)


def test_lines_of_one_colour_differ_in_dash() -> None:
    frame = rows([1, 2, 3, 4], ["Laos", "Laos", "Vietnam", "Vietnam"], [2020, 2021] * 2)
    assert "stroke-dasharray" in drawn(FORMS.lines(frame, by="entity"), frame).wide.svg


def test_a_name_twice_in_bars_is_refused() -> None:
    with pytest.raises(FormError, match="names 'China' twice"):
        FORMS.bars(rows([1, 2], ["China", "China"]))


@pytest.mark.parametrize("form", [FORMS.rivals, FORMS.bars], ids=["rivals", "bars"])
def test_a_missing_column_is_named_with_those_there_are(form: Any) -> None:
    with pytest.raises(FormError, match="no column nobody; they have id, entity"):
        form(rows([1]), label="nobody")


def test_a_picture_too_wide_says_what_to_do() -> None:
    frame = rows([1, 2], ["A" * 90, "B"])
    with pytest.raises(FigureError, match="Shorten or wrap them"):
        drawn(FORMS.rivals(frame, label="entity", label_width=95), frame)


def test_what_forms_say_of_marks_may_be_had_for_a_chart_of_ones_own() -> None:
    ready = FORMS.prepare(rows([None, 7], low=[20, None]))
    assert list(ready["mark"]) == ["from", "value"]
    assert list(ready["Figure"]) == ["more than 20 t", "7 t"]


def test_amounts_are_scaled_with_their_bounds() -> None:
    scaled = FORMS.scaled(rows([2e6], low=[1e6], high=[3e6]), 1e6, "million t")
    assert scaled[["value", "low", "high", "unit"]].values.tolist() == [[2, 1, 3, "million t"]]


def test_words_are_a_column_or_said_for_all() -> None:
    frame = rows([1, 2], ["China", "India"])[["entity", "value", "id"]]
    base = alt.Chart(frame).mark_point().encode(x="value:Q")
    names = FORMS.words(frame, "entity", "value:Q", alt.value(10))
    both = FORMS.words(frame.head(1), "the first", "value:Q", alt.value(30), dy=-4)
    said = words(drawn(base + names + both, frame).wide.svg)
    assert all(word in said for word in ("China", "India", "the first"))
