"""Every form on the rows that break forms: one, none, half a range, two hundred, long names, very large, very small."""

import re
import xml.etree.ElementTree as ET

import pandas as pd
import pytest

from heavyground import forms, theme
from heavyground.figures import FigureError, figure

LONG = "Ministry of Natural Resources and Environmental Conservation of the Republic of the Union of Myanmar"
ALT = "A chart of rows made up for a test of the forms, drawn at both widths of the book."


def rows(values, names=None, years=None, **more):
    """Rows as `evidence` gives them, with real ids and sources so that `figure` takes them."""
    n = len(values)
    frame = pd.DataFrame(
        {
            "id": "prod-0001",
            "entity": names or [f"Actor {i}" for i in range(n)],
            "item": "rare earths",
            "period": "2023",
            "period_kind": "year",
            "year": years or [2023] * n,
            "value": [float(v) if v is not None else None for v in values],
            "low": None,
            "high": None,
            "unit": "t REO",
            "basis": "estimated",
            "quality": "official statistic",
            "source": "usgs2025mcs",
            "source_title": "Mineral commodity summaries",
        }
    ).assign(**more)
    frame["period"] = frame["year"].astype(str)
    frame["start"] = pd.to_datetime(frame["year"].astype(str) + "-01-01")
    return frame


def spans(n, **more):
    frame = rows(range(n)).assign(**{"what": [f"Event {i}" for i in range(n)], **more})
    frame["start"] = pd.date_range("2020-01-01", periods=n, freq="40D")
    frame["end"] = frame["start"] + pd.Timedelta(days=30)
    return frame


def moves(n, name="Assumption {}"):
    """One row per assumption, and how far each moves a result of 100."""
    return rows(range(n)).assign(
        name=[name.format(i) for i in range(n)],
        low_result=[100 - i for i in range(n)],
        high_result=[100 + 2 * i for i in range(n)],
        low_input="5",
        high_input="9",
    )


def years(n):
    return list(range(2024 - n, 2024))


# form: (draw, rows of n lines or marks, rows with these two figures)
FORMS = {
    "rivals": (
        lambda r: forms.rivals(r, label="entity"),
        lambda n: rows(range(1, n + 1)),
        lambda a, b: rows([a, b]),
    ),
    "bars": (forms.bars, lambda n: rows(range(1, n + 1)), lambda a, b: rows([a, b])),
    "lines": (
        lambda r: forms.lines(r, by="entity"),
        lambda n: rows(range(1, n + 1), ["China"] * n, years(n)),
        lambda a, b: rows([a, b], ["China"] * 2, [2020, 2021]),
    ),
    "steps": (
        lambda r: forms.steps(r, by="entity"),
        lambda n: rows(range(1, n + 1), ["China"] * n, years(n)),
        lambda a, b: rows([a, b], ["China"] * 2, [2020, 2021]),
    ),
    "vintages": (
        lambda r: forms.vintages(r, edition="edition"),
        lambda n: rows(range(1, n + 1), ["China"] * n, years(n), edition="2025"),
        lambda a, b: rows([a, b], ["China"] * 2, [2020, 2021], edition=["2022", "2023"]),
    ),
    "slope": (
        forms.slope,
        lambda n: rows(
            [i for i in range(1, n + 1) for _ in "ab"],
            [f"A{i}" for i in range(n) for _ in "ab"],
            [2020, 2024] * n,
        ),
        lambda a, b: rows([a, b], ["China"] * 2, [2020, 2024]),
    ),
    "lanes": (lambda r: lambda w: forms.lanes(r, "entity", label="what", width=w), spans, None),
    "tornado": (lambda r: forms.tornado(r, base=100, unit="t"), moves, None),
}
MEASURED = [name for name, (_, _, two) in FORMS.items() if two]


def drawn(chart, frame):
    """The figure's record, after looking at both pictures for what a broken chart leaves behind."""
    record = figure(
        chart,
        name="a-test",
        title="A finding",
        subtitle="measure, unit, place, period",
        alt=ALT,
        data=frame,
    ).record
    for kind in ("wide", "narrow"):
        markup, width, height = record[kind]
        assert not re.search(r"NaN|Infinity|undefined|null", markup), kind
        assert (
            abs(width - theme.WIDTHS["column" if kind == "wide" else "narrow"]) <= 0.08 * width
            and height > 20
        )
        assert ET.fromstring(markup).findall(".//path") or ET.fromstring(markup).findall(
            ".//circle"
        )
    return record


def words(record, kind="wide"):
    return " ".join(
        " ".join(node.itertext()) for node in ET.fromstring(record[kind][0]).iter("text")
    )


def test_all_forms_are_tried():
    offered = {
        name
        for name, one in vars(forms).items()
        if callable(one)
        and getattr(one, "__module__", "") == forms.__name__
        and name in re.findall(r"^    (\w+)  ", forms.__doc__, re.M)
    }
    assert offered == set(FORMS)


@pytest.mark.parametrize("name", FORMS)
def test_one_row(name):
    draw, some, _ = FORMS[name]
    frame = some(1)
    drawn(draw(frame), frame)


@pytest.mark.parametrize("name", FORMS)
def test_no_rows_are_an_error_that_says_what_to_do(name):
    draw, some, _ = FORMS[name]
    with pytest.raises(forms.FormError, match=f"{'lines' if name == 'steps' else name}: no rows"):
        made = draw(some(1).iloc[:0])
        made(592) if name == "lanes" else made


@pytest.mark.parametrize("name", FORMS)
def test_two_hundred_rows(name):
    draw, some, _ = FORMS[name]
    frame = some(200)
    record = drawn(draw(frame), frame)
    assert record["table"]["total"] == len(frame)


@pytest.mark.parametrize("name", MEASURED)
@pytest.mark.parametrize(
    "pair", [(3.9e13, 1.2e13), (2e-7, 9e-7), (1e-6, 8e9), (0, 5), (-40, 60)], ids=str
)
def test_very_large_very_small_and_below_zero(name, pair):
    draw, _, two = FORMS[name]
    frame = two(*pair)
    drawn(draw(frame), frame)


@pytest.mark.parametrize("name", MEASURED)
@pytest.mark.parametrize(
    "bounds", [(None, 5, None), (None, None, 9), (None, 5, 9), (7, 5, 9)], ids=str
)
def test_half_a_range_and_a_whole_one(name, bounds):
    draw, _, two = FORMS[name]
    frame = two(6, 8)
    frame.loc[0, ["value", "low", "high"]] = [
        float("nan") if bound is None else bound for bound in bounds
    ]
    record = drawn(draw(frame), frame)
    value, low, high = bounds
    expected = "arrow" if value is None and (low is None or high is None) else "range"
    assert forms.KEYS[expected] in record["note"]


@pytest.mark.parametrize("name", MEASURED)
def test_a_row_without_a_figure_is_named(name):
    draw, _, two = FORMS[name]
    frame = two(6, 8)
    frame.loc[1, "value"] = float("nan")
    with pytest.raises(forms.FormError, match="neither value nor low nor high in prod-0001"):
        draw(frame)


@pytest.mark.parametrize("name", MEASURED)
def test_two_units_do_not_share_an_axis(name):
    draw, _, two = FORMS[name]
    frame = two(6, 8)
    frame.loc[1, "unit"] = "USD"
    with pytest.raises(forms.FormError, match="t REO, USD; one axis takes one unit"):
        draw(frame)


@pytest.mark.parametrize("name", ["rivals", "bars"])
def test_a_long_name_is_wrapped_and_whole(name):
    draw, _, _ = FORMS[name]
    frame = rows([5, 3], [LONG, "USGS"])
    record = drawn(draw(frame), frame)
    for kind in ("wide", "narrow"):
        assert set(LONG.split()) <= set(words(record, kind).split()), kind


def test_a_long_name_in_lanes_and_tornado():
    frame = spans(2, entity=[LONG, "B"])
    assert set(LONG.split()) <= set(
        words(drawn(lambda w: forms.lanes(frame, "entity", label="what", width=w), frame)).split()
    )
    frame = moves(2, LONG + " {}")
    assert set(LONG.split()) <= set(
        words(drawn(forms.tornado(frame, base=100, unit="t"), frame)).split()
    )


@pytest.mark.parametrize("name", MEASURED)
def test_a_weak_source_is_hollow(name):
    draw, _, two = FORMS[name]
    frame = two(6, 8)
    assert forms.KEYS["hollow"] not in drawn(draw(frame), frame)["note"]
    frame.loc[0, "quality"] = "weak single source"
    assert forms.KEYS["hollow"] in drawn(draw(frame), frame)["note"]


@pytest.mark.parametrize("name", ["lines", "steps", "slope"])
def test_a_long_name_at_the_end_of_a_line_is_whole_or_refused(name):
    """There is no room to wrap it; the author is told, the reader never sees half a name."""
    draw, _, two = FORMS[name]
    frame = pd.concat([two(6, 8), two(3, 4).assign(entity="India")])
    frame.loc[frame["entity"] == "China", "entity"] = LONG
    with pytest.raises(FigureError, match="labels are too long"):
        drawn(draw(frame), frame)


def test_a_missing_year_breaks_the_line():
    """Three years in a row are one stroke of two steps; with the middle one missing there is no stroke at all."""

    def strokes(there):
        frame = rows([1, 2, 3], ["China"] * 3, there)
        paths = ET.fromstring(drawn(forms.lines(frame, by="entity"), frame)["wide"][0]).iter("path")
        return [
            path.get("d") for path in paths if re.fullmatch(r"M[\d.]+,[\d.]+l.*", path.get("d"))
        ]

    assert len(strokes([2019, 2020, 2021])) == 1 and strokes([2017, 2019, 2021]) == []


def test_figures_are_written_out_whatever_their_size():
    frame = rows([3.9e13, 1], ["A", "B"])
    assert "39 000 000 000 000" in words(drawn(forms.bars(frame), frame)).replace("\u202f", " ")
    frame = rows([2e-7, 1], ["A", "B"])
    assert "0.0000002" in words(drawn(forms.bars(frame), frame))


def test_the_figure_of_a_loss_stands_beside_its_bar():
    frame = rows([-40, 60], ["China", "India"])
    texts = {
        "".join(node.itertext()): float(node.get("x", 0))
        for node in ET.fromstring(drawn(forms.bars(frame), frame)["wide"][0]).iter("text")
    }
    assert texts["\u221240"] > texts["0"]


def test_a_bound_is_an_arrowhead_among_editions_too():
    frame = FORMS["vintages"][2](6, 8)

    def markup():
        return drawn(forms.vintages(frame, edition="edition"), frame)["wide"][0]

    whole = markup()
    frame.loc[0, ["value", "low"]] = [float("nan"), 6]
    assert len(re.findall("M-?[.\\d]+,[.\\d]+L0,-[.\\d]+L|M0,-", markup())) > len(
        re.findall("M-?[.\\d]+,[.\\d]+L0,-[.\\d]+L|M0,-", whole)
    )


@pytest.mark.parametrize("last", [2021, 2023, 2040])
def test_every_year_on_the_axis_is_written_once(last):
    frame = rows([1, 2], ["China"] * 2, [2020, last])
    shown = re.findall(r"20[2-4]\d", words(drawn(forms.lines(frame, by="entity"), frame)))
    assert len(shown) == len(set(shown)) >= 2


def test_ends_of_a_tornado_on_one_side_are_named_once():
    frame = moves(2).assign(low_result=[100, 108], high_result=[100, 120])
    said = words(drawn(forms.tornado(frame, base=100, unit="t"), frame)).split()
    assert said.count("9") == 2 and said.count("5") == 1 and said.count("to") == 1


def test_lines_of_one_colour_differ_in_dash():
    frame = rows([1, 2, 3, 4], ["Laos", "Laos", "Vietnam", "Vietnam"], [2020, 2021] * 2)
    assert "stroke-dasharray" in drawn(forms.lines(frame, by="entity"), frame)["wide"][0]


def test_marks_of_one_lane_do_not_write_over_each_other():
    """Six events in a fortnight, on an axis of fourteen years: each has a line of its own."""
    frame = spans(7, entity="One actor", what="A rather long description")
    frame["start"] = frame["end"] = [
        pd.Timestamp("2010-01-01"),
        *pd.date_range("2024-01-01", periods=6, freq="3D"),
    ]
    record = drawn(lambda w: forms.lanes(frame, "entity", label="what", width=w), frame)
    assert record["wide"][2] > 6 * 40


def test_a_slope_has_two_dates():
    with pytest.raises(forms.FormError, match="year has 3 values"):
        forms.slope(rows([1, 2, 3], ["China"] * 3, [2020, 2021, 2022]))


def test_a_name_twice_in_bars_is_refused():
    with pytest.raises(forms.FormError, match="names 'China' twice"):
        forms.bars(rows([1, 2], ["China", "China"]))


def test_an_end_before_its_start_is_named():
    frame = spans(1)
    frame["end"] = frame["start"] - pd.Timedelta(days=1)
    with pytest.raises(forms.FormError, match="ends before it starts: Actor 0"):
        forms.lanes(frame, "entity")


@pytest.mark.parametrize("form", [forms.rivals, forms.bars], ids=["rivals", "bars"])
def test_a_missing_column_is_named_with_those_there_are(form):
    with pytest.raises(forms.FormError, match="no column nobody; they have id, entity"):
        form(rows([1]), label="nobody")


def test_a_picture_too_wide_says_what_to_do():
    frame = rows([1, 2], ["A", "B"])
    with pytest.raises(FigureError, match="Shorten or wrap them"):
        figure(
            forms.rivals(frame.assign(entity=["A" * 90, "B"]), label="entity", label_width=95),
            name="a-test",
            title="A finding",
            subtitle="s",
            alt=ALT,
            data=frame,
        )
