"""What this book says of its charts, held against its evidence."""

import ast
import json
import re
from collections.abc import Iterator

import pytest

from analysis import views
from analysis.colours import PALETTE
from analysis.maps import GROUND
from heavyground.evidence.book import Book
from heavyground.evidence.frames import Frames
from heavyground.numbers.prose import Cell, read_page
from heavyground.project import Project
from helpers import ROOT

LONGEST, WIDEST = 25, 100  # lines of a cell, and characters of a line


@pytest.fixture(scope="module")
def book() -> Book:
    return Project.find(ROOT).book()


@pytest.fixture(scope="module")
def ev(book: Book) -> Frames:
    return Frames(book)


def cells() -> Iterator[tuple[str, Cell]]:
    project = Project.find(ROOT)
    for path in project.pages():
        for cell in read_page(path).cells:
            yield f"{project.shown(path)}:{cell.line}", cell


# ---- Colours and maps


def test_every_coloured_actor_is_in_the_evidence(book: Book) -> None:
    assert {name for name in PALETTE.entities if name != "world"} <= book.entities.keys()


def test_every_coloured_word_is_part_of_a_good(book: Book) -> None:
    goods = " ".join(book.items).lower()
    assert [word for word in PALETTE.items if word.lower() not in goods] == []


def test_the_hue_of_the_subject_belongs_to_nothing_else() -> None:
    of_home = {name for name, hue in PALETTE.entities.items() if hue == PALETTE.home}
    assert of_home == {"Myanmar", "Kachin State", "KIO/KIA"}
    assert PALETTE.home not in PALETTE.items.values()


def test_the_shaded_region_is_on_the_map() -> None:
    states = json.loads((ROOT / "data" / "geo" / "admin1.geojson").read_text("utf-8"))["features"]
    assert GROUND.shaded in {state["properties"]["name"] for state in states}


# ---- Frames that charts share


def test_a_year_of_tariff_lines_is_the_derived_sum(ev: Frames) -> None:
    years = views.by_year(ev, "Myanmar").set_index("year")
    assert years.value[2025] == ev.book.central("heading_myanmar_2025")
    assert years.ids[2025].split("; ") == ev.behind("heading_myanmar_2025")
    assert years.value[2023] == ev.row(years.ids[2023]).central


def test_the_oxide_line_and_the_rest_make_the_heading(ev: Frames) -> None:
    heading = views.by_year(ev, "Myanmar").set_index("year").value
    for row in views.oxide_line(ev).itertuples():
        assert row.value + row.other == pytest.approx(heading[row.year])
        assert row.half * 2 == pytest.approx(row.value)


def test_a_unit_value_is_the_money_by_the_weight(ev: Frames) -> None:
    for row in views.unit_values(ev, "Myanmar", "Laos", "Malaysia").itertuples():
        assert row.value == pytest.approx(row.usd / row.t)


def test_marks_of_one_year_stand_side_by_side(ev: Frames) -> None:
    marks = views.survey_editions(ev)
    assert not marks.x.duplicated().any()
    assert (marks.x - marks.year.astype(float)).abs().max() < 1


# ---- Cells that a reader sees


def test_cells_are_short_enough_to_be_read_beside_their_chart() -> None:
    long = []
    for place, cell in cells():
        lines = [line for line in cell.code.split("\n") if line.strip()]
        if len(lines) > LONGEST or max(map(len, lines), default=0) > WIDEST:
            long.append(f"{place}: {len(lines)} lines")
    assert long == []


def test_every_chart_has_a_name_of_its_own() -> None:
    names = [
        keyword.value.value
        for _, cell in cells()
        for call in ast.walk(ast.parse(cell.code))
        if isinstance(call, ast.Call) and isinstance(call.func, ast.Name)
        if call.func.id == "figure"
        for keyword in call.keywords
        if keyword.arg == "name" and isinstance(keyword.value, ast.Constant)
    ]
    assert len(names) == len(set(names)) > 0
    assert all(re.fullmatch(r"[a-z0-9-]+", str(name)) for name in names)
