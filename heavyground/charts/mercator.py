"""The projection of a map: which pixel a place falls on."""

import math
from dataclasses import dataclass
from typing import TypeAlias

Extent: TypeAlias = tuple[float, float, float, float]  # west, east, south, north, in degrees


@dataclass(frozen=True, slots=True)
class Projection:
    """Mercator of an extent, `width` px wide and as high as the extent asks."""

    extent: Extent
    width: float

    @property
    def scale(self) -> float:
        """px of a radian of longitude."""
        return self.width / math.radians(self.extent[1] - self.extent[0])

    @property
    def height(self) -> float:
        """px."""
        return self.scale * (northing(self.extent[3]) - northing(self.extent[2]))

    @property
    def centre(self) -> tuple[float, float]:
        """Longitude and latitude of the middle of the picture."""
        west, east, south, north = self.extent
        middle = math.exp((northing(north) + northing(south)) / 2)
        return (west + east) / 2, math.degrees(2 * math.atan(middle) - math.pi / 2)

    def pixel(self, lat: float, lon: float) -> tuple[float, float]:
        """x and y of a place, from the upper left."""
        x = math.radians(lon - self.extent[0]) * self.scale
        return x, (northing(self.extent[3]) - northing(lat)) * self.scale


def northing(lat: float) -> float:
    """How far a latitude lies from the equator, in the unit of a radian of longitude."""
    return math.log(math.tan(math.pi / 4 + math.radians(lat) / 2))
