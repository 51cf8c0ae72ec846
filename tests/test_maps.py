"""Maps: what is cut, what is shaded, and that no name covers another."""

import json
from itertools import combinations
from pathlib import Path
from typing import Any

import pandas as pd
import pytest
from shapely.geometry import shape

from heavyground.charts.labels import sides
from heavyground.charts.maps import Maps, cut
from heavyground.charts.mercator import Projection
from heavyground.charts.palette import Ground
from heavyground.charts.spec import datasets

BOX = (0.0, 0.0, 10.0, 10.0)  # west, south, east, north
EXTENT = (0.0, 10.0, 0.0, 10.0)  # west, east, south, north
SQUARE = [[-5, -5], [-5, 5], [5, 5], [5, -5], [-5, -5]]
GROUND = Ground(region=EXTENT, shaded="Home", says="Shaded: Home.", borders="Lines are rough")


def feature(name: str, kind: str, coordinates: Any) -> dict[str, Any]:
    geometry = {"type": kind, "coordinates": coordinates}
    return {"type": "Feature", "properties": {"name": name}, "geometry": geometry}


@pytest.fixture
def maps(tmp_path: Path) -> Maps:
    layers = {
        "countries": [feature("Land", "Polygon", [SQUARE])],
        "admin1": [feature("Home", "Polygon", [SQUARE])],
        "rivers": [feature("Long River", "LineString", [[-20, 3], [20, 3]])],
        "disputed": [feature("Line", "LineString", [[30, 30], [40, 40]])],
    }
    for name, features in layers.items():
        path = tmp_path / f"{name}.geojson"
        path.write_text(json.dumps({"type": "FeatureCollection", "features": features}))
    return Maps(tmp_path, GROUND)


def places(*names: str) -> pd.DataFrame:
    at = [5.0 + 0.01 * n for n in range(len(names))]
    return pd.DataFrame({"name": list(names), "lat": at, "lon": at})


# ---- Cutting


def test_an_area_ends_at_the_box_and_runs_clockwise() -> None:
    """The projection fills the outside of a ring wound the other way."""
    inside = cut(shape(feature("", "Polygon", [SQUARE])["geometry"]), BOX)
    assert inside is not None
    (ring,) = shape(inside).geoms
    assert ring.bounds == (0, 0, 5, 5)
    assert not ring.exterior.is_ccw


def test_a_line_of_few_points_is_drawn_to_the_edge() -> None:
    inside = cut(shape({"type": "LineString", "coordinates": [[-20, 3], [20, 3]]}), BOX)
    assert inside is not None
    assert shape(inside).bounds == (0, 3, 10, 3)


def test_what_lies_outside_is_left_out() -> None:
    assert cut(shape({"type": "LineString", "coordinates": [[30, 30], [40, 40]]}), BOX) is None


def test_a_ring_that_leaves_twice_becomes_two() -> None:
    horseshoe = [[2, 2], [2, 12], [8, 12], [8, 2], [6, 2], [6, 11], [4, 11], [4, 2], [2, 2]]
    inside = cut(shape({"type": "Polygon", "coordinates": [horseshoe]}), BOX)
    assert inside is not None
    assert len(shape(inside).geoms) == 2


# ---- The ground


def test_the_note_says_what_is_shaded_and_what_is_dashed(maps: Maps) -> None:
    plain = "Shaded: Home. Lines are rough. No border is endorsed."
    assert maps.note(EXTENT) == plain
    assert "; where a line is disputed it is dashed." in maps.note((25.0, 45.0, 25.0, 45.0))


def test_only_the_region_of_the_book_is_shaded(maps: Maps, tmp_path: Path) -> None:
    shaded = json.dumps(maps.of(EXTENT, 592).chart().to_dict())
    bare = json.dumps(Maps(tmp_path).of(EXTENT, 592).chart().to_dict())
    assert "--c-home" in shaded
    assert "--c-home" not in bare


def test_an_extent_that_is_no_box_is_refused(maps: Maps) -> None:
    with pytest.raises(ValueError, match="west < east and south < north"):
        maps.of((10.0, 0.0, 0.0, 10.0), 592)


def test_an_unknown_river_is_named(maps: Maps) -> None:
    assert maps.of(EXTENT, 592).river("Long River")
    with pytest.raises(KeyError, match="no river 'Short River'"):
        maps.of(EXTENT, 592).river("Short River")


def test_a_map_is_as_high_as_its_extent_asks(maps: Maps) -> None:
    spec = maps.of(EXTENT, 592).chart().to_dict()
    assert (spec["width"], spec["height"]) == (592, round(Projection(EXTENT, 592).height))
    assert Projection(EXTENT, 592).pixel(0, 0) == pytest.approx((0, spec["height"]), abs=1)


# ---- Names


def test_no_name_covers_another_or_leaves_the_picture() -> None:
    names = [f"A town {n}" for n in range(6)]
    pixels = [(300.0 + 3 * n, 200.0 + 12 * n) for n in range(6)]
    boxes = []
    for name, (x, y), side in zip(names, pixels, sides(names, pixels, 592), strict=True):
        length = 6.3 * len(name)
        left = x + side.dx - {"left": 0, "right": length, "center": length / 2}[side.align]
        boxes.append((left, y + side.dy - 6, left + length, y + side.dy + 6))
    for a, b in combinations(boxes, 2):
        assert a[2] <= b[0] or b[2] <= a[0] or a[3] <= b[1] or b[3] <= a[1]
    (at_the_edge,) = sides(["A long name"], [(585.0, 50.0)], 592)
    assert at_the_edge.align == "right"


def test_places_laid_later_keep_clear_of_those_before(maps: Maps) -> None:
    def side(ground: Any) -> Any:
        marks = ground.places(places("Second")).chart().to_dict()["layer"][-1]["mark"]
        return marks["align"], marks["dx"], marks["dy"]

    assert side(maps.of(EXTENT, 592)) != side(maps.of(EXTENT, 592).places(places("First")))


def test_places_are_drawn_without_ids_since_they_may_only_orient(maps: Maps) -> None:
    chart = maps.of(EXTENT, 592).places(places("Town").assign(id="Town")).chart()
    drawn = [row for rows in datasets(chart.to_dict()) for row in rows]
    assert any(row.get("name") == "Town" for row in drawn)
    assert not any("id" in row for row in drawn)
