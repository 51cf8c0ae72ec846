"""What a book says of its charts without drawing any: whose colour is which, and what its maps
shade.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field


@dataclass(frozen=True)
class Palette:
    """Names of hues (see `colours`) by entity and by item.

    entities: {name: hue}, one colour for one actor in the whole book · items: {word: hue}, the
    first word that occurs in a name decides · home: the hue that belongs to the book's own subject
    and to nothing else in a chart.
    """

    entities: Mapping[str, str] = field(default_factory=dict)
    items: Mapping[str, str] = field(default_factory=dict)
    home: str = ""


@dataclass(frozen=True)
class Ground:
    """What the maps of a book are about.

    region: the piece of ground that several of them show (west, east, south, north, in degrees) ·
    shaded: name of the state that is shaded, as `data/geo/admin1.geojson` has it · says: the
    sentence about it for the note of a map · borders: the sentence about the lines drawn, without
    its full stop.
    """

    region: tuple[float, float, float, float] = (-180.0, 180.0, -60.0, 75.0)
    shaded: str = ""
    says: str = ""
    borders: str = "Borders are those of the map's source"
