"""Smaller SVG with the same picture, and a frame for pictures that leave the page.

vl-convert writes what a program would: a role on every mark, the font on every word, numbers to ten places. `tidy`
keeps what can be seen. No `style` attribute is left, because the site's policy forbids inline styles.
"""

import re
import xml.etree.ElementTree as ET

from . import theme

NOISE = {
    "role",
    "class",
    "version",
    "pointer-events",
    "aria-hidden",
    "aria-label",
    "aria-roledescription",
    "cursor",
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
NUMBER = re.compile(r"-?\d*\.?\d+(?:e-?\d+)?")
SHIFT = re.compile(r"translate\(([-\d.e]+)[, ]+([-\d.e]+)\)")
HALO = {
    "paint-order": "stroke",
    "stroke": theme.PAPER,
    "stroke-width": "3",
    "stroke-linejoin": "round",
}
CIRCLE = re.compile(r"M([\d.]+),0A\1,\1,0,1,1,-\1,0A\1,\1,0,1,1,\1,0Z?$")


def tidy(svg, name):
    """The SVG of vl-convert without noise: (markup, width, height). `name` prefixes the ids, which a page must not share."""
    root = ET.fromstring(re.sub(r' xmlns(:xlink)?="[^"]*"', "", svg).replace("xlink:href", "href"))
    width, height = float(root.get("width")), float(root.get("height"))
    _clean(root, name)
    _hoist(root)
    _fold(root)
    for key in list(root.attrib):
        if key not in ("viewBox",):
            root.set(key, root.attrib.pop(key)) if key in INHERITED else root.attrib.pop(key)
    root.set("viewBox", f"0 0 {short(width)} {short(height)}")
    root.set("font-size", str(theme.TEXT))
    body = ET.tostring(root, encoding="unicode", short_empty_elements=True).replace(" />", "/>")
    return body, width, height


def short(number):
    """A number to one decimal, written as briefly as SVG allows."""
    text = f"{float(number):.1f}".removesuffix(".0")
    if text in ("-0", ""):
        return "0"
    return text.replace("0.", ".", 1) if text.startswith(("0.", "-0.")) else text


def _clean(node, name):
    """Drop what cannot be seen, round numbers, turn styles into attributes. Depth first."""
    for child in list(node):
        if child.tag == "g" or not _invisible(child):
            _clean(child, name)
        if _invisible(child):
            node.remove(child)
    if node.tag == "g" and {"mark-text", "role-mark"} <= set(node.get("class", "").split()):
        _halo(node)
    for rule in filter(None, node.attrib.pop("style", "").split(";")):
        key, value = rule.split(":", 1)
        node.set(key.strip(), value.strip())
    for key, value in list(node.attrib.items()):
        if key in NOISE or (key, value) in DEFAULTS:
            del node.attrib[key]
        elif key == "id":
            node.set(key, f"{name}-{value}")
        elif key == "clip-path":
            node.set(key, value.replace("#", f"#{name}-"))
        elif key == "d":
            node.set(key, path(value))
        elif key in ("x2", "y2", "width", "height", "stroke-width", "font-size"):
            node.set(key, short(value.removesuffix("px")))
            if (key, node.get(key)) in DEFAULTS:
                del node.attrib[key]
        elif key == "font-family":
            del node.attrib[key]
    if node.tag == "line":
        _line(node)
    elif node.tag in ("path", "text", "g"):
        _place(node)


def _halo(group):
    """A thin edge of the ground round words among the marks, so that no line strikes them through. `figure.css` does the same for live charts."""
    for text in group.iter("text"):
        if text.get("fill") != theme.PAPER:
            text.attrib |= HALO


def _invisible(node):
    if node.tag == "g":
        return len(node) == 0
    if node.get("display") == "none" or node.get("opacity") == "0":
        return True
    if node.tag == "path":
        paint = [node.get("fill", "none"), node.get("stroke", "none")]
        return not node.get("d") or (
            node.get("class") in ("background", "foreground")
            and paint in (["none", "none"], ["transparent", "none"])
        )
    return node.tag == "text" and not (node.text or "").strip() and len(node) == 0


def _line(node):
    """A rule as a two-point path without its own transform."""
    match = SHIFT.fullmatch(node.attrib.pop("transform", "translate(0,0)"))
    x, y = map(float, match.groups())
    dx, dy = float(node.attrib.pop("x2", 0)), float(node.attrib.pop("y2", 0))
    node.tag = "path"
    move = (
        f"h{short(dx)}" if dy == 0 else f"v{short(dy)}" if dx == 0 else f"l{short(dx)},{short(dy)}"
    )
    node.set("d", f"M{short(x)},{short(y)}{move}")


def _place(node):
    """Shorter transforms; circles as circles; text at x and y."""
    transform = node.attrib.pop("transform", "")
    match = SHIFT.fullmatch(transform)
    if (
        node.tag == "path"
        and (circle := CIRCLE.match(node.get("d", "")))
        and (match or not transform)
    ):
        del node.attrib["d"]
        x, y = map(float, match.groups()) if match else (0, 0)
        node.tag = "circle"
        node.attrib |= {"cx": short(x), "cy": short(y), "r": circle[1]}
    elif match and node.tag == "text" and not len(node):
        node.attrib |= {"x": short(match[1]), "y": short(match[2])}
    elif transform:
        kept = NUMBER.sub(lambda number: short(number[0]), transform)
        if kept != "translate(0,0)":
            node.set("transform", kept)


def path(data):
    """Path data to one decimal; runs of points as relative steps, which is what makes a coastline small."""
    tokens = re.findall(r"[A-Za-z]|-?\d*\.?\d+(?:e-?\d+)?", data)
    if set(re.findall(r"[A-Za-z]", data)) - set("MLZ"):
        return NUMBER.sub(lambda number: short(number[0]), data)
    out, here, i, command, last = [], None, 0, "", ""
    while i < len(tokens):
        if tokens[i].isalpha():
            command = tokens[i]
            i += 1
            if command == "Z":
                out.append("Z")
                here, last = None, ""
            continue
        point = (round(float(tokens[i]) * 10), round(float(tokens[i + 1]) * 10))
        i += 2
        if command == "M" or here is None:
            out.append(f"M{short(point[0] / 10)},{short(point[1] / 10)}")
            command, last = "L", ""
        else:
            dx, dy = short((point[0] - here[0]) / 10), short((point[1] - here[1]) / 10)
            if dx != "0" or dy != "0":
                lead = "l" if last != "l" else "" if dx.startswith("-") else " "
                out.append(f"{lead}{dx}{'' if dy.startswith('-') else ','}{dy}")
                last = "l"
        here = point
    return "".join(out)


def _fold(node):
    """Groups that say nothing give their children to the parent; a group in a group adds its shift."""
    for child in list(node):
        _fold(child)
    children = []
    for child in list(node):
        if child.tag == "g" and not child.attrib:
            children += list(child)
        else:
            children.append(child)
    node[:] = children
    if (
        node.tag == "g"
        and len(node) == 1
        and node[0].tag == "g"
        and set(node[0].attrib) == {"transform"}
    ):
        outer, inner = (
            SHIFT.fullmatch(node.get("transform", "translate(0,0)")),
            SHIFT.fullmatch(node[0].get("transform")),
        )
        if outer and inner:
            x, y = (float(outer[i]) + float(inner[i]) for i in (1, 2))
            node.set("transform", f"translate({short(x)},{short(y)})")
            node[:] = list(node[0])


def _hoist(node):
    """An attribute that every child of a group shares moves to the group."""
    for child in node:
        _hoist(child)
    if node.tag != "g" or not len(node):
        return
    for key in INHERITED:
        values = {child.get(key) for child in node}
        if len(values) == 1 and None not in values and (len(node) > 1 or node.get(key) is None):
            node.set(key, values.pop())
            for child in node:
                del child.attrib[key]


def framed(svg, width, height, title, subtitle, lines):
    """A picture that stands alone: literal light colours, its title above, its sources below.

    svg: markup of `tidy` · lines: the texts under the picture. Returns markup with its own size, ground and font.
    """
    margin, inner = 16, width
    head = [(line, 16, "bold", theme.INK) for line in theme.wrap(title, int(inner / 8.2))]
    head += [(line, 13, "normal", theme.QUIET) for line in theme.wrap(subtitle, int(inner / 6.3))]
    foot = [
        (line, 11, "normal", theme.QUIET)
        for text in lines
        for line in theme.wrap(text, int(inner / 5.3))
    ]
    texts, y = [], margin
    for line, size, weight, fill in head:
        y += size * 1.3
        texts.append(_text(line, margin, y - size * 0.3, size, weight, fill))
    top = y + 12
    y = top + height + 8
    for line, size, weight, fill in foot:
        y += size * 1.35
        texts.append(_text(line, margin, y - size * 0.3, size, weight, fill))
    total_w, total_h = round(width + 2 * margin), round(y + margin)
    inside = svg.replace(
        "<svg ",
        f'<svg x="{margin}" y="{short(top)}" width="{short(width)}" height="{short(height)}" ',
        1,
    )
    return theme.literal(
        f'<svg xmlns="http://www.w3.org/2000/svg" width="{total_w}" height="{total_h}" viewBox="0 0 {total_w} {total_h}" '
        f'font-family="{theme.FONT}"><rect width="100%" height="100%" fill="{theme.PAPER}"/>{"".join(texts)}{inside}</svg>'
    )


def _text(text, x, y, size, weight, fill):
    node = ET.Element("text", {"x": short(x), "y": short(y), "font-size": str(size), "fill": fill})
    if weight != "normal":
        node.set("font-weight", weight)
    node.text = text
    return ET.tostring(node, encoding="unicode")
