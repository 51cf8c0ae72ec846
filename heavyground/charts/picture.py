"""A chart that leaves the page: one picture with its title above and its sources below, in literal
light colours.
"""

import textwrap
import xml.etree.ElementTree as ET
from collections.abc import Sequence
from dataclasses import dataclass

from .colours import INK, PAPER, QUIET, literal
from .svg import short
from .theme import FONT

MARGIN = 16


@dataclass(frozen=True, slots=True)
class Style:
    """How a line of words is set. letter and leading: width and height as parts of the size."""

    size: int
    fill: str
    letter: float
    leading: float
    weight: str = "normal"


TITLE = Style(16, INK, 8.2, 1.3, "bold")
SUBTITLE = Style(13, QUIET, 6.3, 1.3)
FOOT = Style(11, QUIET, 5.3, 1.35)


def framed(
    svg: str, width: float, height: float, title: str, subtitle: str, foot: Sequence[str]
) -> str:
    """A picture that stands alone.

    svg: markup of `svg.tidy`, and its size in px · foot: the texts under the picture. Returns
    markup with its own size, ground and font.
    """
    head = [(TITLE, title), (SUBTITLE, subtitle)]
    texts, y = _lines(head, MARGIN, width)
    top = y + 12
    below, y = _lines([(FOOT, text) for text in foot], top + height + 8, width)
    total_w, total_h = round(width + 2 * MARGIN), round(y + MARGIN)
    place = f'x="{MARGIN}" y="{short(top)}" width="{short(width)}" height="{short(height)}"'
    inside = svg.replace("<svg ", f"<svg {place} ", 1)
    return literal(
        f'<svg xmlns="http://www.w3.org/2000/svg" width="{total_w}" height="{total_h}" '
        f'viewBox="0 0 {total_w} {total_h}" font-family="{FONT}">'
        f'<rect width="100%" height="100%" fill="{PAPER}"/>{"".join(texts + below)}{inside}</svg>'
    )


def _lines(texts: Sequence[tuple[Style, str]], y: float, width: float) -> tuple[list[str], float]:
    """Texts wrapped to a width from a height downwards: markup of the lines, and where they end."""
    drawn: list[str] = []
    for style, text in texts:
        for line in textwrap.wrap(text, int(width / style.letter), break_on_hyphens=False):
            y += style.size * style.leading
            drawn.append(_line(line, y - style.size * 0.3, style))
    return drawn, y


def _line(text: str, y: float, style: Style) -> str:
    place = {"x": short(MARGIN), "y": short(y), "font-size": str(style.size), "fill": style.fill}
    node = ET.Element("text", place)
    if style.weight != "normal":
        node.set("font-weight", style.weight)
    node.text = text
    return ET.tostring(node, encoding="unicode")
