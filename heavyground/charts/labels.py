"""Where the name of a place stands on a map, so that it covers neither a point nor another name."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

Align = Literal["left", "right", "center"]
Box = tuple[float, float, float, float]  # left, top, right, bottom, in px

LETTER = 6.3  # px, mean width of a letter
HALF = 6  # px, half the height of a name
POINT = 5  # px round a place that stay free


@dataclass(frozen=True, slots=True)
class Side:
    """Where a name stands beside its place: px to the right and down, and which end is there."""

    dx: int
    dy: int
    align: Align


SIDES = (
    Side(8, 0, "left"),
    Side(-8, 0, "right"),
    Side(0, -10, "center"),
    Side(0, 14, "center"),
    Side(8, -9, "left"),
    Side(-8, -9, "right"),
    Side(8, 11, "left"),
    Side(-8, 11, "right"),
)


def sides(names: Sequence[str], pixels: Sequence[tuple[float, float]], width: float) -> list[Side]:
    """A side for each name, in this order, so that none covers a point or an earlier name.

    pixels: where the places are · width: of the picture, px, which no name should leave.
    """
    taken: list[Box] = [(x - POINT, y - POINT, x + POINT, y + POINT) for x, y in pixels]
    chosen = []
    for name, (x, y) in zip(names, pixels, strict=True):
        boxes = [_box(x, y, LETTER * len(name), side) for side in SIDES]
        costs = [
            sum(_overlap(box, other) for other in taken) + _outside(box, width) for box in boxes
        ]
        best = costs.index(min(costs))
        taken.append(boxes[best])
        chosen.append(SIDES[best])
    return chosen


def _box(x: float, y: float, length: float, side: Side) -> Box:
    left = x + side.dx - {"left": 0, "right": length, "center": length / 2}[side.align]
    return left, y + side.dy - HALF, left + length, y + side.dy + HALF


def _overlap(a: Box, b: Box) -> float:
    across = max(0, min(a[2], b[2]) - max(a[0], b[0]))
    return across * max(0, min(a[3], b[3]) - max(a[1], b[1]))


def _outside(box: Box, width: float) -> float:
    return 1000 * (max(0, -box[0]) + max(0, box[2] - width))
