"""Maps: land, borders, disputed lines and rivers of the region, and what a chapter lays over them.

Shapes come from `data/geo/` (Natural Earth, public domain). Its border runs up to 5 km off the gates of Kachin, so no map
here is closer than the region, and every one says so in its note.
"""

import json
import math

import altair as alt
import pandas as pd

from . import theme
from .evidence import located
from .geo import clip_ring
from .paths import DATA

REGION = (92.0, 101.0, 19.2, 28.2)  # Kachin, Shan, the Thai rivers and the ways to India
KACHIN = (95.6, 99.2, 23.6, 27.6)
WIDE = (76.0, 117.0, 16.0, 30.0)  # from India's coast to the separation plants of Jiangxi
_SIDES = [
    (8, 0, "left"),
    (-8, 0, "right"),
    (0, -10, "center"),
    (0, 14, "center"),
    (8, -9, "left"),
    (-8, -9, "right"),
    (8, 11, "left"),
    (-8, 11, "right"),
]


def note(extent):
    """What has to be said of the ground of a map, for the note of its figure. extent: (west, east, south, north) in degrees."""
    dashed = (
        "; where a line is disputed it is dashed" if _shapes("disputed", extent, lines=True) else ""
    )
    return f"Shaded: Kachin State, whoever holds it. Borders are those of Natural Earth and up to 5 km off near the gates{dashed}. No border is endorsed."


def base(extent):
    """The ground of a map as a list of layers, to which a chapter adds its own with `on`.

    extent: (west, east, south, north) in degrees. Raises ValueError on an extent that is no box.
    """
    west, east, south, north = extent
    if not (west < east and south < north):
        raise ValueError(
            f"maps: extent {extent} is (west, east, south, north) with west < east and south < north"
        )
    land = _shapes("countries", extent)
    states = _shapes("admin1", extent)
    home = [one for one in states if one["properties"]["name"] == "Kachin State"]
    layers = [
        _layer(land).mark_geoshape(fill=theme.LAND),
        _layer(home).mark_geoshape(fill=theme.HOME, stroke=None) if home else None,
        _layer(_shapes("rivers", extent, lines=True)).mark_geoshape(
            filled=False, stroke=theme.WATER, strokeWidth=1.3
        ),
        _layer(states).mark_geoshape(filled=False, stroke=theme.LINE, strokeWidth=0.7),
        _layer(land).mark_geoshape(filled=False, stroke=theme.QUIET, strokeWidth=0.8),
        _layer(_shapes("disputed", extent, lines=True)).mark_geoshape(
            filled=False, stroke=theme.PAPER, strokeWidth=1.4, strokeDash=[3, 3]
        ),
    ]
    return [layer for layer in layers if layer is not None] + [_scale_bar(extent)]


def on(extent, width, *layers):
    """Lay layers on one projection: a map of this extent, `width` px wide, as high as the extent asks."""
    west, east, south, north = extent
    scale = width / math.radians(east - west)
    height = scale * (_mercator(north) - _mercator(south))
    middle = math.degrees(
        2 * math.atan(math.exp((_mercator(north) + _mercator(south)) / 2)) - math.pi / 2
    )
    flat = [layer for group in layers for layer in (group if isinstance(group, list) else [group])]
    return (
        alt.layer(*flat)
        .project(
            "mercator",
            scale=scale,
            center=[(west + east) / 2, middle],
            translate=[width / 2, height / 2],
        )
        .properties(width=width, height=round(height))
    )


def places(
    names,
    extent,
    width,
    colour=theme.INK,
    size=34,
    shape="circle",
    bold=False,
    before=(),
    data=None,
):
    """Points with labels that do not cover one another, for places of `data/places.csv`.

    before: names already on the map, whose points and labels are to be left free.
    Raises LookupError on a place the table does not know.
    """
    rows = located([*before, *names], data)
    return points(rows, extent, width, colour, size, shape, bold, drawn=len(before))


def points(rows, extent, width, colour=theme.INK, size=34, shape="circle", bold=False, drawn=0):
    """Points of a frame with `name`, `lat`, `lon`: marks and labels as layers. The first `drawn` rows are there already."""
    placed = _place_labels(rows.reset_index(drop=True), extent, width).iloc[drawn:]
    rows = placed[["name", "lat", "lon"]]
    marks = (
        alt.Chart(rows)
        .mark_point(filled=True, opacity=1, size=size, shape=shape, color=colour)
        .encode(longitude="lon:Q", latitude="lat:Q", tooltip=["name"])
    )
    words = [
        alt.Chart(part)
        .mark_text(
            dx=dx,
            dy=dy,
            align=side,
            baseline="middle",
            fontSize=theme.SMALL,
            fontWeight="bold" if bold else "normal",
            color=theme.INK,
        )
        .encode(longitude="lon:Q", latitude="lat:Q", text="name:N")
        for (dx, dy, side), part in placed.groupby("side", sort=False)
    ]
    return [marks, *words]


def route(names, colour=theme.TEAL, dash=(5, 3), width=1.8, data=None):
    """A schematic line through places in this order."""
    rows = located(names, data).reset_index(names="order")
    return arrow(rows, colour, dash, width)


def river(name, extent, colour=theme.BLUE, width=2.4):
    """One river of the ground, drawn stronger. Raises KeyError on a name that `data/geo/rivers.geojson` does not have."""
    found = [
        one for one in _shapes("rivers", extent, lines=True) if one["properties"]["name"] == name
    ]
    if not found:
        raise KeyError(f"maps: no river {name!r} within {extent}")
    return _layer(found).mark_geoshape(filled=False, stroke=colour, strokeWidth=width)


def arrow(rows, colour=theme.QUIET, dash=(2, 2), width=1.6):
    """A line through the rows' `lat` and `lon` in their `order`, ending in a head: for flows that are schematic."""
    line = (
        alt.Chart(rows)
        .mark_line(color=colour, strokeDash=list(dash), strokeWidth=width)
        .encode(longitude="lon:Q", latitude="lat:Q", order="order:O")
    )
    head = rows.iloc[[-1]]
    return [
        line,
        alt.Chart(head)
        .mark_point(shape="circle", filled=True, size=26, color=colour, opacity=1)
        .encode(longitude="lon:Q", latitude="lat:Q"),
    ]


def label(text, lat, lon, colour=theme.QUIET, size=theme.SMALL, italic=False, angle=0):
    """Words at a point: a country, a sea, a river."""
    return (
        alt.Chart(pd.DataFrame({"lat": [lat], "lon": [lon], "text": [text]}))
        .mark_text(
            color=colour, fontSize=size, fontStyle="italic" if italic else "normal", angle=angle
        )
        .encode(longitude="lon:Q", latitude="lat:Q", text="text:N")
    )


def _layer(features):
    return alt.Chart(alt.InlineData(values=features))


def _shapes(name, extent, lines=False):
    """Features of one layer cut to the extent and a little beyond, so that edges fall outside the picture."""
    west, east, south, north = extent
    edge = (east - west) * 0.02
    box = (west - edge, south - edge, east + edge, north + edge)
    features = json.loads((DATA / "geo" / f"{name}.geojson").read_text("utf-8"))["features"]
    cut = [
        (one, _cut_lines(one["geometry"], box) if lines else _cut_rings(one["geometry"], box))
        for one in features
    ]
    kind = "MultiLineString" if lines else "MultiPolygon"
    return [
        {
            "type": "Feature",
            "properties": one["properties"],
            "geometry": {"type": kind, "coordinates": shape},
        }
        for one, shape in cut
        if shape
    ]


def _cut_rings(geometry, box):
    groups = (
        geometry["coordinates"] if geometry["type"] == "MultiPolygon" else [geometry["coordinates"]]
    )
    rings = [[clip_ring(ring, box) for ring in group] for group in groups]
    return [
        [ring for ring in group if len(ring) > 3] for group in rings if group and len(group[0]) > 3
    ]


def _cut_lines(geometry, box):
    parts = (
        geometry["coordinates"]
        if geometry["type"] == "MultiLineString"
        else [geometry["coordinates"]]
    )
    return [run for part in parts for run in _cut_line(part, box)]


def _cut_line(line, box):
    """The parts of a line inside the box, ended where it crosses the edge: a river drawn from few points must not stop short."""
    runs = [[]]
    for (x1, y1), (x2, y2) in zip(line, line[1:]):
        first, last = (
            0.0,
            1.0,
        )  # Liang-Barsky: the stretch of the segment that lies inside, as shares of its length
        for step, room in (
            (x1 - x2, x1 - box[0]),
            (x2 - x1, box[2] - x1),
            (y1 - y2, y1 - box[1]),
            (y2 - y1, box[3] - y1),
        ):
            if step == 0:
                first = first if room >= 0 else 2.0
            else:
                first, last = (
                    (max(first, room / step), last) if step < 0 else (first, min(last, room / step))
                )
        if first > last:
            continue
        ends = [
            (round(x1 + (x2 - x1) * share, 3), round(y1 + (y2 - y1) * share, 3))
            for share in (first, last)
        ]
        if not runs[-1] or runs[-1][-1] != ends[0]:
            runs.append([ends[0]])
        runs[-1].append(ends[1])
    return [run for run in runs if len(run) > 1]


def _mercator(lat):
    return math.log(math.tan(math.pi / 4 + math.radians(lat) / 2))


def _pixels(rows, extent, width):
    west, east, south, north = extent
    scale = width / math.radians(east - west)
    x = (rows["lon"] - west).map(math.radians) * scale
    y = (_mercator(north) - rows["lat"].map(_mercator)) * scale
    return x, y


def _place_labels(rows, extent, width):
    """Choose a side for each label, in the order of the rows, so that none covers a point or an earlier label."""
    x, y = _pixels(rows, extent, width)
    taken = [(px - 5, py - 5, px + 5, py + 5) for px, py in zip(x, y)]
    sides = []
    for px, py, name in zip(x, y, rows["name"]):
        long = 6.3 * len(str(name))
        choices = [(dx, dy, side) for dx, dy, side in _SIDES]
        boxes = [_box(px, py, long, *choice) for choice in choices]
        free = [
            sum(_overlap(box, other) for other in taken) + _outside(box, width) for box in boxes
        ]
        best = min(range(len(choices)), key=lambda i: (free[i], i))
        taken.append(boxes[best])
        sides.append(choices[best])
    return rows.assign(side=sides)


def _box(px, py, long, dx, dy, side):
    left = px + dx - {"left": 0, "right": long, "center": long / 2}[side]
    return left, py + dy - 6, left + long, py + dy + 6


def _overlap(a, b):
    return max(0, min(a[2], b[2]) - max(a[0], b[0])) * max(0, min(a[3], b[3]) - max(a[1], b[1]))


def _outside(box, width):
    return 1000 * (max(0, -box[0]) + max(0, box[2] - width))


def _scale_bar(extent):
    """A bar of a round number of kilometres in the south-west corner."""
    west, east, south, north = extent
    lat = south + (north - south) * 0.035
    degree = 111.32 * math.cos(math.radians(lat))
    km = max(
        step
        for step in (50, 100, 200, 500, 1000)
        if step <= 0.28 * (east - west) * degree or step == 50
    )
    lon = west + (east - west) * 0.04
    rows = pd.DataFrame({"lat": [lat, lat], "lon": [lon, lon + km / degree], "order": [0, 1]})
    line = (
        alt.Chart(rows)
        .mark_line(color=theme.INK, strokeWidth=2)
        .encode(longitude="lon:Q", latitude="lat:Q", order="order:O")
    )
    words = (
        alt.Chart(pd.DataFrame({"lat": [lat], "lon": [lon], "text": [f"{km} km"]}))
        .mark_text(align="left", dy=-9, fontSize=theme.SMALL, color=theme.INK)
        .encode(longitude="lon:Q", latitude="lat:Q", text="text:N")
    )
    return alt.layer(line, words)
