"""The pure functions of the script that makes the base maps; no package is fetched."""

import hashlib
import json
import tomllib
from pathlib import Path

import pytest
import shapely
from shapely.geometry import LineString, MultiPolygon, Polygon
from shapely.geometry.base import BaseGeometry

from tools import maps

# Two areas that share a ragged border; a state inside the left one; a line that follows the border.
BORDER = [(10.0, 0.0), (9.61, 2.0), (9.0, 5.0), (10.0, 7.0), (10.0, 10.0)]
LEFT = Polygon([(0, 0), *BORDER, (0, 10)])
RIGHT = Polygon([(20, 0), (20, 10), *reversed(BORDER)])
STATE = Polygon([(0, 0), *BORDER[:3], (0, 5)])
LINE = LineString(BORDER[1:4])
BOX = (0.0, 0.0, 20.0, 10.0)


def points(one: BaseGeometry) -> set[tuple[float, ...]]:
    return {tuple(point) for point in shapely.get_coordinates(one).tolist()}


def test_what_is_shared_stays_shared() -> None:
    left, right, state, line = maps.thinned([LEFT, RIGHT, STATE, LINE], 0.1)
    assert right.boundary.intersection(left.boundary).length == pytest.approx(
        LineString(BORDER).length
    ), "the line's end keeps the point that the borders alone would lose"
    assert left.intersection(right).area == 0
    assert state.difference(left).area == 0
    assert line.difference(left.boundary).is_empty


def test_points_within_the_tolerance_go_and_meeting_points_and_ends_stay() -> None:
    left, right, _ = maps.thinned([LEFT, RIGHT, LineString([(9, 5), (5, 5)])], 0.1)
    assert (9.61, 2.0) not in points(left) | points(right)
    assert {(10.0, 0.0), (10.0, 10.0), (9.0, 5.0)} <= points(left) & points(right)
    kept = maps.thinned([LEFT, RIGHT, LINE], 0.1)
    assert all((9.61, 2.0) in points(one) for one in kept), "an end of a line belongs to all"


def test_a_small_island_is_still_a_ring() -> None:
    (island,) = maps.thinned([Polygon([(0, 0), (0.01, 0), (0.01, 0.01), (0, 0.01)])], 1)
    assert len(points(island)) >= 3


def test_cutting_leaves_out_small_islands_and_holes_and_winds_clockwise() -> None:
    hole = [(2, 2), (2, 3), (3, 3), (3, 2)]
    speck = [(5, 5), (5, 5.1), (5.1, 5.1)]
    main = Polygon([(-5, -5), (8, -5), (8, 8), (-5, 8)], [hole, speck])
    island = Polygon([(9, 9), (9.1, 9), (9.1, 9.1)])
    done = maps.cut(MultiPolygon([main, island]), BOX, smallest=0.02, decimals=2)
    assert done.geom_type == "MultiPolygon"
    (part,) = shapely.get_parts(done)
    assert part.area == pytest.approx(64 - 1)
    assert not part.exterior.is_ccw
    assert [ring.is_ccw for ring in part.interiors] == [True]


def test_what_rounding_lets_cross_is_mended() -> None:
    island = [(3, 1.996), (4, 1.996), (4, 3), (3, 3)]  # rounds to overlap the coast below it
    coast = [(0, 0), (9, 0), (9, 1.994), (3.5, 1.98), (3.5, 2.02), (2, 1.9), (0, 1.9)]
    done = maps.cut(MultiPolygon([Polygon(coast), Polygon(island)]), BOX, 0.02, 1)
    assert done.is_valid
    assert done.geom_type == "MultiPolygon"
    assert done.area == pytest.approx(9 * 2 + 1, rel=0.05)
    assert maps.rounded(done, 1).equals(done)


def test_cutting_ends_a_line_at_the_edge_and_rounds_it() -> None:
    done = maps.cut(LineString([(-1, 1.2345), (1.006, 1.2345), (1.0061, 1.2345)]), BOX, 0, 2)
    assert [list(line.coords) for line in shapely.get_parts(done)] == [[(0, 1.23), (1.01, 1.23)]]


@pytest.mark.parametrize(
    "one",
    [
        Polygon([(-3, -3), (-2, -3), (-2, -2)]),
        LineString([(-3, -3), (-2, -2)]),
        LineString([(1.001, 1), (1.002, 1)]),
    ],
    ids=["area outside", "line outside", "line shorter than the rounding"],
)
def test_nothing_left_is_empty(one: BaseGeometry) -> None:
    assert maps.cut(one, BOX, 0, 2).is_empty


TOPOLOGY = {
    "transform": {"scale": [0.5, 2], "translate": [10, 20]},
    "arcs": [[[0, 0], [2, 1]], [[4, 3], [-2, -2]]],  # the second walks back to the first's end
    "objects": {
        "rivers": {
            "geometries": [
                {"type": "LineString", "arcs": [0, -2]},
                {"type": "MultiLineString", "arcs": [[0], [1]]},
            ]
        }
    },
}


def test_rivers_are_joined_from_their_arcs() -> None:
    whole, first, second = maps.river_lines(TOPOLOGY)
    assert points(whole) == {(10, 20), (11, 22), (12, 26)}
    assert whole.geom_type == "LineString"
    assert points(first) == {(10, 20), (11, 22)}
    assert points(second) == {(11, 22), (12, 26)}


def test_a_river_is_named_by_a_point_near_it() -> None:
    lines = maps.river_lines(TOPOLOGY)
    assert points(maps.passing(lines[1:], [[12.05, 26]])) == points(lines[2])
    with pytest.raises(ValueError, match="no river passes"):
        maps.passing(lines, [[50, 50]])


def test_a_layer_is_one_feature_a_line() -> None:
    text = maps.as_text([({"name": "N'Mai Hka"}, LINE), ({"name": "é"}, LEFT)])
    assert len(text.splitlines()) == 4
    read = json.loads(text)
    assert [one["properties"]["name"] for one in read["features"]] == ["N'Mai Hka", "é"]
    assert read["features"][0]["geometry"]["type"] == "LineString"


def test_a_package_with_another_digest_is_refused(tmp_path: Path) -> None:
    (tmp_path / "a.tgz").write_bytes(b"whole")
    package = {"file": "a.tgz", "request": "a@1", "sha256": hashlib.sha256(b"whole").hexdigest()}
    assert maps.fetched(package, tmp_path) == tmp_path / "a.tgz"
    (tmp_path / "a.tgz").write_bytes(b"changed")
    with pytest.raises(ValueError, match="sha256"):
        maps.fetched(package, tmp_path)


def test_the_layers_in_the_book_hold_what_the_settings_name() -> None:
    settings = tomllib.loads((maps.ROOT / "tools" / "maps.toml").read_text("utf-8"))
    for table, layer in [("countries", "countries"), ("states", "admin1")]:
        read = json.loads((maps.ROOT / "data" / "geo" / f"{layer}.geojson").read_text("utf-8"))
        names = [one["properties"]["name"] for one in read["features"]]
        assert names == list(settings[table].values())
    read = json.loads((maps.ROOT / "data" / "geo" / "rivers.geojson").read_text("utf-8"))
    assert [one["properties"]["name"] for one in read["features"]] == list(settings["rivers"])
