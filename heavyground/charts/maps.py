"""Maps: land, borders, disputed lines and rivers of a region, and what a chapter lays over them.

    def draw(width):
        ground = maps.of(extent, width)
        return ground.places(towns, bold=True).labels({"SEA": (21.0, 95.2)}).chart()

An extent is (west, east, south, north) in degrees. Places come as frames with name, lat, lon
(`Frames.located`). Layers lie in the order in which they are laid, and no name of a place covers
one that was there before.
"""

import json
import math
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any, TypeAlias

import altair as alt
import pandas as pd
import shapely
from shapely.geometry import MultiLineString, MultiPolygon, Polygon, mapping, shape
from shapely.geometry.base import BaseGeometry

from . import labels
from .colours import BLUE, HOME, INK, LAND, LINE, PAPER, QUIET, TEAL, WATER
from .forms import layered
from .mercator import Extent, Projection
from .palette import Ground
from .theme import SMALL

Feature: TypeAlias = dict[str, Any]

EDGE = 0.02  # of the width: shapes are cut a little outside, so that cut edges are not seen
BARS = (50, 100, 200, 500, 1000)  # km, round lengths of a scale bar
KM_OF_DEGREE = 111.32  # on the equator


class Maps:
    """The ground of all maps of one book.

    folder: holds `countries`, `admin1`, `rivers` and `disputed` as GeoJSON · ground: what the maps
    are about.
    """

    def __init__(self, folder: Path, ground: Ground | None = None) -> None:
        self.folder, self.ground = folder, ground or Ground()
        self.region = self.ground.region
        self._kept: dict[tuple[str, Extent], list[Feature]] = {}

    def of(self, extent: Extent, width: float) -> "Map":
        """A map of an extent, `width` px wide. Raises ValueError on an extent that is no box."""
        return Map(self, extent, width)

    def note(self, extent: Extent) -> str:
        """What has to be said of the ground of a map, for the note of its figure."""
        dashed = (
            "; where a line is disputed it is dashed" if self.shapes("disputed", extent) else ""
        )
        said = f"{self.ground.says} {self.ground.borders}{dashed}. No border is endorsed."
        return said.strip()

    def shapes(self, name: str, extent: Extent) -> list[Feature]:
        """Features of one file cut to the extent and a little beyond, so that edges fall outside
        the picture.
        """
        if (name, extent) not in self._kept:
            west, east, south, north = extent
            edge = (east - west) * EDGE
            box = (west - edge, south - edge, east + edge, north + edge)
            path = self.folder / f"{name}.geojson"
            features = json.loads(path.read_text("utf-8"))["features"]
            self._kept[name, extent] = [
                {"type": "Feature", "properties": feature["properties"], "geometry": inside}
                for feature in features
                if (inside := cut(shape(feature["geometry"]), box))
            ]
        return self._kept[name, extent]


class Map:
    """One map: its ground and what is laid over it. All methods but `chart` return the map."""

    def __init__(self, maps: Maps, extent: Extent, width: float) -> None:
        west, east, south, north = extent
        if not (west < east and south < north):
            raise ValueError(
                f"maps: extent {extent} is (west, east, south, north)"
                " with west < east and south < north"
            )
        self.maps, self.extent, self.width = maps, extent, width
        self.view = Projection(extent, width)
        self._places: list[pd.DataFrame] = []
        self._layers = self._base()

    def chart(self) -> alt.LayerChart:
        """The layers on one projection, as high as the extent asks."""
        return (
            layered(*self._layers)
            .project(
                "mercator",
                scale=self.view.scale,
                center=list(self.view.centre),
                translate=[self.width / 2, self.view.height / 2],
            )
            .properties(width=self.width, height=round(self.view.height))
        )

    def add(self, *layers: Any) -> "Map":
        """Altair charts whose marks have longitude and latitude."""
        self._layers += layers
        return self

    def places(
        self,
        located: pd.DataFrame,
        colour: str = INK,
        size: float = 34,
        shape: str = "circle",
        bold: bool = False,
    ) -> "Map":
        """Points with their names, clear of one another and of the places before.

        located: name, lat, lon; ids are not drawn, since places may serve for orientation alone.
        """
        self._places.append(located)
        every = pd.concat(self._places)
        pixels = [
            self.view.pixel(lat, lon) for lat, lon in zip(every["lat"], every["lon"], strict=True)
        ]
        sides = labels.sides([str(name) for name in every["name"]], pixels, self.width)
        rows = located[["name", "lat", "lon"]]
        points = alt.Chart(rows).mark_point(
            filled=True, opacity=1, size=size, shape=shape, color=colour
        )
        beside = sides[len(every) - len(located) :]
        return self.add(_at(points, tooltip=["name"]), *_names(rows, beside, bold))

    def route(
        self,
        located: pd.DataFrame,
        colour: str = TEAL,
        dash: Sequence[float] = (5, 3),
        width: float = 1.8,
    ) -> "Map":
        """A schematic line through places in this order, ending in a dot."""
        return self.arrow(located, colour, dash, width)

    def arrow(
        self,
        located: pd.DataFrame,
        colour: str = QUIET,
        dash: Sequence[float] = (2, 2),
        width: float = 1.6,
    ) -> "Map":
        """A line through `lat` and `lon` in this order, ending in a dot: for flows that are
        schematic.
        """
        rows = located[["lat", "lon"]].reset_index(drop=True).reset_index(names="order")
        line = alt.Chart(rows).mark_line(color=colour, strokeDash=list(dash), strokeWidth=width)
        head = alt.Chart(rows.iloc[[-1]]).mark_point(
            shape="circle", filled=True, size=26, color=colour, opacity=1
        )
        return self.add(_at(line, order="order:O"), _at(head))

    def river(self, name: str, colour: str = BLUE, width: float = 2.4) -> "Map":
        """One river of the ground, drawn stronger. Raises KeyError on one that is not there."""
        if not (found := _named(self.maps.shapes("rivers", self.extent), name)):
            raise KeyError(f"maps: no river {name!r} within {self.extent}")
        return self.add(_outline(found, colour, width))

    def labels(
        self,
        words: Mapping[str, tuple[float, float]],
        colour: str = QUIET,
        italic: bool = False,
    ) -> "Map":
        """Words at points: countries, seas, rivers. words: {text: (lat, lon)}."""
        style: Any = "italic" if italic else "normal"
        for text, (lat, lon) in words.items():
            frame = pd.DataFrame({"lat": [lat], "lon": [lon], "text": [text]})
            marks = alt.Chart(frame).mark_text(color=colour, fontSize=SMALL, fontStyle=style)
            self.add(_at(marks, text="text:N"))
        return self

    def _base(self) -> list[Any]:
        """The ground as layers."""
        shapes = {
            name: self.maps.shapes(name, self.extent)
            for name in ("countries", "admin1", "rivers", "disputed")
        }
        land, states = shapes["countries"], shapes["admin1"]
        home = _named(states, self.maps.ground.shaded)
        return [
            _layer(land).mark_geoshape(fill=LAND),
            *([_layer(home).mark_geoshape(fill=HOME, stroke=None)] if home else []),
            _outline(shapes["rivers"], WATER, 1.3),
            _outline(states, LINE, 0.7),
            _outline(land, QUIET, 0.8),
            _outline(shapes["disputed"], PAPER, 1.4, strokeDash=[3, 3]),
            _scale_bar(self.extent),
        ]


def cut(one: BaseGeometry, box: tuple[float, float, float, float]) -> dict[str, Any] | None:
    """The part of a shape inside a box (west, south, east, north) as GeoJSON; None where none is.

    Outer rings run clockwise: the projection fills the outside of a ring wound the other way.
    """
    inside = shapely.clip_by_rect(one, *box)
    parts = [part for part in shapely.get_parts(inside) if part.length > 0]
    if not parts:
        return None
    if one.geom_type.endswith("Polygon"):
        areas = [part for part in parts if isinstance(part, Polygon)]
        parts = [shapely.orient_polygons(part, exterior_cw=True) for part in areas]
        return dict(mapping(MultiPolygon(parts)))
    return dict(mapping(MultiLineString(parts)))


def _named(features: Sequence[Feature], name: str) -> list[Feature]:
    return [feature for feature in features if feature["properties"]["name"] == name]


def _at(chart: alt.Chart, **channels: Any) -> alt.Chart:
    """A chart whose marks stand at `lat` and `lon`."""
    placed: alt.Chart = chart.encode(longitude="lon:Q", latitude="lat:Q", **channels)
    return placed


def _layer(features: list[Feature]) -> alt.Chart:
    return alt.Chart(alt.InlineData(values=features))


def _outline(features: list[Feature], stroke: str, width: float, **more: Any) -> alt.Chart:
    """Features as lines."""
    lines: alt.Chart = _layer(features).mark_geoshape(
        filled=False, stroke=stroke, strokeWidth=width, **more
    )
    return lines


def _names(rows: pd.DataFrame, beside: Sequence[labels.Side], bold: bool) -> list[alt.Chart]:
    """The names of places, each on its side; one layer for each side that occurs."""
    layers = []
    for side in dict.fromkeys(beside):
        part = rows[[one == side for one in beside]]
        words = alt.Chart(part).mark_text(
            dx=side.dx,
            dy=side.dy,
            align=side.align,
            baseline="middle",
            fontSize=SMALL,
            fontWeight="bold" if bold else "normal",
            color=INK,
        )
        layers.append(_at(words, text="name:N"))
    return layers


def _scale_bar(extent: Extent) -> alt.LayerChart:
    """A bar of a round number of kilometres in the south-west corner."""
    west, east, south, north = extent
    lat, lon = south + (north - south) * 0.035, west + (east - west) * 0.04
    degree = KM_OF_DEGREE * math.cos(math.radians(lat))
    room = 0.28 * (east - west) * degree
    km = max(length for length in BARS if length <= room or length == BARS[0])
    ends = pd.DataFrame({"lat": [lat, lat], "lon": [lon, lon + km / degree], "order": [0, 1]})
    said = pd.DataFrame({"lat": [lat], "lon": [lon], "text": [f"{km} km"]})
    line = alt.Chart(ends).mark_line(color=INK, strokeWidth=2)
    words = alt.Chart(said).mark_text(align="left", dy=-9, fontSize=SMALL, color=INK)
    return layered(_at(line, order="order:O"), _at(words, text="text:N"))
