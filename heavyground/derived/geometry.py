"""Distances on the globe."""

import math

EARTH = 6371.0  # mean radius, km

Point = tuple[float, float]


def great_circle(here: Point, there: Point) -> float:
    """Kilometres between two (latitude, longitude) in degrees, on a sphere (haversine).

    >>> round(great_circle((0.0, 0.0), (0.0, 1.0)), 1)
    111.2
    """
    lat1, lon1, lat2, lon2 = map(math.radians, (*here, *there))
    half = (
        math.sin((lat2 - lat1) / 2) ** 2
        + math.cos(lat1) * math.cos(lat2) * math.sin((lon2 - lon1) / 2) ** 2
    )
    return 2 * EARTH * math.asin(math.sqrt(half))
