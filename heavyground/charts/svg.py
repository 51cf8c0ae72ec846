"""Smaller SVG with the same picture.

vl-convert writes what a program would: a role on every mark, the font on every word, numbers to
ten places. `tidy` keeps what can be seen. No `style` attribute is left, because the site's policy
forbids inline styles.
"""

import re
import xml.etree.ElementTree as ET

from .colours import PAPER
from .theme import TEXT

NOISE = {
    "role",
    "class",
    "version",
    "pointer-events",
    "aria-hidden",
    "aria-label",
    "aria-roledescription",
    "cursor",
    "font-family",
}
INHERITED = [
    "fill",
    "stroke",
    "stroke-width",
    "stroke-dasharray",
    "stroke-linecap",
    "stroke-linejoin",
    "font-size",
    "font-weight",
    "font-style",
    "text-anchor",
    "fill-opacity",
    "stroke-opacity",
    "font-family",
    "paint-order",
]
DEFAULTS = {
    ("opacity", "1"),
    ("fill-opacity", "1"),
    ("stroke-opacity", "1"),
    ("font-weight", "normal"),
    ("font-style", "normal"),
    ("text-anchor", "start"),
    ("stroke-miterlimit", "10"),
    ("stroke-linejoin", "miter"),
    ("stroke-width", "1"),
    ("font-size", "12"),
}
LENGTHS = ("x2", "y2", "width", "height", "stroke-width", "font-size")
NUMBER = re.compile(r"-?\d*\.?\d+(?:e-?\d+)?")
SHIFT = re.compile(r"translate\(([-\d.e]+)[, ]+([-\d.e]+)\)")
ID = re.compile(r'\bid="([^"]+)"')
USED_ID = re.compile(r'(\bid="|url\(#)([^")]+)')
CIRCLE = re.compile(r"M([\d.]+),0A\1,\1,0,1,1,-\1,0A\1,\1,0,1,1,\1,0Z?$")
HALO = {
    "paint-order": "stroke",
    "stroke": PAPER,
    "stroke-width": "3",
    "stroke-linejoin": "round",
}


def tidy(svg: str, name: str) -> tuple[str, float, float]:
    """The SVG of vl-convert without noise: (markup, width, height).

    name: prefixes the ids, which a page must not share. They are counted anew, since the renderer
    counts on from one chart to the next.
    """
    plain = re.sub(r' xmlns(:xlink)?="[^"]*"', "", svg).replace("xlink:href", "href")
    root = ET.fromstring(_renumbered(plain, name))
    width, height = float(root.get("width", 0)), float(root.get("height", 0))
    _clean(root)
    _hoist(root)
    _fold(root)
    for key in list(root.attrib):
        if key != "viewBox":
            value = root.attrib.pop(key)
            if key in INHERITED:
                root.set(key, value)
    root.set("viewBox", f"0 0 {short(width)} {short(height)}")
    root.set("font-size", str(TEXT))
    body = ET.tostring(root, encoding="unicode", short_empty_elements=True).replace(" />", "/>")
    return body, width, height


def short(number: str | float) -> str:
    """A number to one decimal, written as briefly as SVG allows.

    >>> short(0.52), short("12.04"), short(-0.01)
    ('.5', '12', '0')
    """
    text = f"{float(number):.1f}".removesuffix(".0")
    if text in ("-0", ""):
        return "0"
    return text.replace("0.", ".", 1) if text.startswith(("0.", "-0.")) else text


def _renumbered(svg: str, name: str) -> str:
    ids = {id: f"{name}-{n}" for n, id in enumerate(dict.fromkeys(ID.findall(svg)))}
    return USED_ID.sub(lambda use: use[1] + ids.get(use[2], use[2]), svg)


def _shorter(text: str) -> str:
    return NUMBER.sub(lambda number: short(number[0]), text)


# ---- Cleaning, from the leaves to the root


def _clean(node: ET.Element) -> None:
    """Drop what cannot be seen, round numbers, turn styles into attributes."""
    for child in list(node):
        if child.tag == "g" or not _invisible(child):
            _clean(child)
        if _invisible(child):
            node.remove(child)
    if node.tag == "g" and {"mark-text", "role-mark"} <= set(node.get("class", "").split()):
        _halo(node)
    for rule in filter(None, node.attrib.pop("style", "").split(";")):
        key, value = rule.split(":", 1)
        node.set(key.strip(), value.strip())
    for key, value in list(node.attrib.items()):
        _attribute(node, key, value)
    if node.tag == "line":
        _line(node)
    elif node.tag in ("path", "text", "g"):
        _place(node)


def _attribute(node: ET.Element, key: str, value: str) -> None:
    """One attribute: away with it, or in its shortest form."""
    if key == "d":
        value = path(value)
    elif key in LENGTHS and (key, value) not in DEFAULTS:
        value = short(value.removesuffix("px"))
    if key in NOISE or (key, value) in DEFAULTS:
        del node.attrib[key]
    else:
        node.set(key, value)


def _halo(group: ET.Element) -> None:
    """A thin edge of the ground round words among the marks, so that no line strikes them through.
    `figure.css` does the same for live charts.
    """
    for text in group.iter("text"):
        if text.get("fill") != PAPER:
            text.attrib |= HALO


def _invisible(node: ET.Element) -> bool:
    if node.tag == "g":
        return len(node) == 0
    if node.get("display") == "none" or node.get("opacity") == "0":
        return True
    if node.tag == "path":
        paint = [node.get("fill", "none"), node.get("stroke", "none")]
        empty = paint in (["none", "none"], ["transparent", "none"])
        return not node.get("d") or (node.get("class") in ("background", "foreground") and empty)
    return node.tag == "text" and not (node.text or "").strip() and len(node) == 0


def _shift(transform: str | None) -> tuple[float, float] | None:
    """How far a transform moves its element; None where it does more than that."""
    match = SHIFT.fullmatch(transform or "translate(0,0)")
    return (float(match[1]), float(match[2])) if match else None


def _line(node: ET.Element) -> None:
    """A rule as a two-point path without its own transform."""
    x, y = _shift(node.attrib.pop("transform", None)) or (0.0, 0.0)
    dx, dy = float(node.attrib.pop("x2", 0)), float(node.attrib.pop("y2", 0))
    if dy == 0:
        move = f"h{short(dx)}"
    else:
        move = f"v{short(dy)}" if dx == 0 else f"l{short(dx)},{short(dy)}"
    node.tag = "path"
    node.set("d", f"M{short(x)},{short(y)}{move}")


def _place(node: ET.Element) -> None:
    """Shorter transforms; circles as circles; text at x and y."""
    transform = node.attrib.pop("transform", "")
    shift = _shift(transform)
    circle = CIRCLE.match(node.get("d", "")) if node.tag == "path" else None
    if circle and shift:
        del node.attrib["d"]
        node.tag = "circle"
        node.attrib |= {"cx": short(shift[0]), "cy": short(shift[1]), "r": circle[1]}
    elif transform and shift and node.tag == "text" and not len(node):
        node.attrib |= {"x": short(shift[0]), "y": short(shift[1])}
    elif transform and (kept := _shorter(transform)) != "translate(0,0)":
        node.set("transform", kept)


# ---- Paths


def path(data: str) -> str:
    """Path data to one decimal; runs of points as relative steps, which is what makes a coastline
    small.

    >>> path("M0,0L10.04,0L20,5Z")
    'M0,0l10,0 10,5Z'
    """
    if set(re.findall(r"[A-Za-z]", data)) - set("MLZ"):
        return _shorter(data)
    written: list[str] = []
    here: tuple[int, int] | None = None
    stepping = False
    for command, numbers in re.findall(r"([MLZ])([^MLZ]*)", data):
        if command == "Z":
            written.append("Z")
            here, stepping = None, False
        for point in _points(numbers):
            if here is None or command == "M":
                written.append(f"M{short(point[0] / 10)},{short(point[1] / 10)}")
                command, stepping = "L", False
            elif point != here:
                written.append(_step(here, point, stepping))
                stepping = True
            here = point
    return "".join(written)


def _points(numbers: str) -> list[tuple[int, int]]:
    """Points in tenths of a pixel."""
    tenths = [round(float(number) * 10) for number in NUMBER.findall(numbers)]
    return list(zip(tenths[::2], tenths[1::2], strict=True))


def _step(here: tuple[int, int], there: tuple[int, int], stepping: bool) -> str:
    """From one point to the next, as briefly as it can be written after another step."""
    dx, dy = short((there[0] - here[0]) / 10), short((there[1] - here[1]) / 10)
    lead = "l" if not stepping else "" if dx.startswith("-") else " "
    return f"{lead}{dx}{'' if dy.startswith('-') else ','}{dy}"


# ---- Groups


def _hoist(node: ET.Element) -> None:
    """An attribute that every child of a group shares moves to the group."""
    for child in node:
        _hoist(child)
    if node.tag != "g" or not len(node):
        return
    for key in INHERITED:
        values = {child.get(key) for child in node}
        if len(values) == 1 and (len(node) > 1 or node.get(key) is None):
            value = values.pop()
            if value is not None:
                node.set(key, value)
                for child in node:
                    del child.attrib[key]


def _fold(node: ET.Element) -> None:
    """Groups that say nothing give their children to the parent; a group in a group adds its
    shift.
    """
    children: list[ET.Element] = []
    for child in node:
        _fold(child)
        children += list(child) if child.tag == "g" and not child.attrib else [child]
    node[:] = children
    if node.tag != "g" or len(node) != 1:
        return
    inner = node[0]
    if inner.tag == "g" and set(inner.attrib) == {"transform"}:
        there, more = _shift(node.get("transform")), _shift(inner.get("transform"))
        if there and more:
            x, y = there[0] + more[0], there[1] + more[1]
            node.set("transform", f"translate({short(x)},{short(y)})")
            node[:] = list(inner)
