"""Which actor and which thing of trade has which colour: what a book says, without drawing anything."""

from collections.abc import Mapping
from dataclasses import dataclass, field


@dataclass(frozen=True)
class Palette:
    """Names of hues (see `theme`) by entity and by item.

    entities: {name: hue}, one colour for one actor in the whole book · items: {word: hue}, the first word that occurs in a
    name decides · home: the hue that belongs to the book's own subject and to nothing else in a chart.
    """

    entities: Mapping[str, str] = field(default_factory=dict)
    items: Mapping[str, str] = field(default_factory=dict)
    home: str = ""
