"""One visual language: colours, type and axis style of every chart.

A colour is written `var(--c-blue, #27659a)`: the page's stylesheet may change it (dark mode, print), and a picture
without a page falls back to the light value. The stylesheet's block is made here: `python -m heavyground.theme`.

Six hues and greys. `tests/test_theme.py` computes that each has at least 3:1 on its ground and that any two stay apart
for protan, deutan and tritan eyes. Laterite belongs to Kachin and Myanmar, and to nothing else in a chart.
"""

import re

import altair as alt
import pandas as pd

# name: (light, dark)
HUES = {
    "laterite": ("#9c3d1e", "#e08a63"),
    "blue": ("#27659a", "#7aaee0"),
    "teal": ("#1d9486", "#3fdcc0"),
    "gold": ("#a9830c", "#f0d24f"),
    "violet": ("#55309a", "#986be0"),
    "plum": ("#6c3150", "#d5467e"),
}
GREYS = {
    "ink": ("#1d1f23", "#e6e3dc"),
    "quiet": ("#5c5f66", "#a3a19b"),
    "slate": ("#70747c", "#8b8f96"),  # actors without a hue of their own
    "line": ("#d9d5cc", "#34373d"),
    "paper": ("#fbfaf7", "#15171b"),
    "land": ("#efebe2", "#20242a"),
    "home": ("#f0dcd0", "#4a2f23"),  # Kachin State on a map
    "water": ("#9db8cc", "#3d566b"),
}
STEPS = {  # an ordered scale in five named steps, pale to strong
    "step1": ("#dfe6ea", "#27313a"),
    "step2": ("#b3c6d3", "#34495a"),
    "step3": ("#7fa0b8", "#4a6d8a"),
    "step4": ("#487799", "#6a97bd"),
    "step5": ("#1f4e74", "#a3c9ea"),
}
COLOURS = HUES | GREYS | STEPS
FONT = "Arial, Liberation Sans, Helvetica Neue, Helvetica, sans-serif"
SMALL, TEXT = 11, 12  # px, the whole type scale inside a chart
WIDTHS = {"narrow": 350, "column": 592, "page": 864}  # px; the site's own column and page widths


def colour(name):
    """A colour of the theme as charts want it: `colour("blue")` is `var(--c-blue, #27659a)`."""
    if name not in COLOURS:
        raise KeyError(f"theme has no colour {name!r}; it has {', '.join(COLOURS)}")
    return f"var(--c-{name}, {COLOURS[name][0]})"


LATERITE, BLUE, TEAL, GOLD, VIOLET, PLUM = map(colour, HUES)
INK, QUIET, SLATE, LINE, PAPER, LAND, HOME, WATER = map(colour, GREYS)
RAMP = [colour(name) for name in STEPS]

# The same actor has the same colour in the whole book.
ENTITY = {
    "Myanmar": LATERITE,
    "Kachin State": LATERITE,
    "KIO/KIA": LATERITE,
    "China": BLUE,
    "India": TEAL,
    "Thailand": GOLD,
    "United States": VIOLET,
    "Australia": PLUM,
    "World": INK,
    "world": INK,
}
# Things of trade by family word; the first that occurs in a name decides. Laterite is not among them.
ITEM = {
    "dysprosium": BLUE,
    "terbium": TEAL,
    "yttrium": GOLD,
    "neodymium": VIOLET,
    "praseodymium": VIOLET,
    "NdPr": VIOLET,
    "magnet": PLUM,
    "carbonate": TEAL,
    "284690": INK,
    "oxide": BLUE,
}
CATEGORIES = [BLUE, GOLD, TEAL, PLUM, VIOLET, SLATE]
SHAPES = ["circle", "square", "triangle-up", "diamond", "triangle-down", "cross"]
DASHES = [[1, 0], [6, 3], [2, 2], [8, 3, 2, 3], [4, 4], [1, 3]]


def literal(text):
    """Text with every theme variable replaced by its light value, for pictures that stand outside the page."""
    return re.sub(r"var\(--[\w-]+, ?(#[0-9a-fA-F]+)\)", r"\1", text)


def of(kind, name):
    """Colour of one entity or item; slate where it has none of its own."""
    if kind == "entity":
        return ENTITY.get(name, SLATE)
    return next((hue for word, hue in ITEM.items() if word.lower() in str(name).lower()), SLATE)


def scale(kind, rows=None):
    """Colour scale of `entity` or `item`, or of any other column, whose values then take the categories in order.

    rows: a frame (or list of names) limits the domain to what occurs, so that a legend shows nothing else.
    Raises ValueError for a free column with more than six values: use direct labels or small multiples.
    """
    names = (
        None
        if rows is None
        else list(pd.unique(rows[kind].dropna() if hasattr(rows, "columns") else pd.Series(rows)))
    )
    if kind == "entity":
        names = list(ENTITY) if names is None else names
        return alt.Scale(domain=names, range=[of(kind, name) for name in names])
    if kind == "item":
        names = list(ITEM) if names is None else names
        return alt.Scale(domain=names, range=_told_apart([of(kind, name) for name in names]))
    if names is None or len(names) > len(CATEGORIES):
        raise ValueError(
            f"theme.scale({kind!r}) needs rows with at most {len(CATEGORIES)} values of {kind}; "
            "beyond that label the lines directly and draw the rest in theme.SLATE"
        )
    return alt.Scale(domain=names, range=CATEGORIES[: len(names)])


def _told_apart(colours):
    """The first user of a hue keeps it; a second one takes the next free hue, while there is one."""
    used = []
    for hue in colours:
        free = [other for other in CATEGORIES if other not in colours and other not in used]
        used.append(hue if hue not in used or not free else free[0])
    return used


def direct_labels(
    rows, by, x="year", y="value", colour=None, height=300, zero=True, kind="O", dx=6
):
    """Names at the right-hand ends of lines, moved apart where they would collide. An Altair layer.

    rows: the frame of the lines · by: the column that names them · x, y: its axes, y linear · kind: of the x axis (O, Q or T) ·
    height: of the plot, px · zero: whether the y axis starts at zero · colour: a column for the colour scale (default
    `by`), or False for ink.
    """
    ends = (
        rows.dropna(subset=[y])
        .sort_values(x, kind="stable")
        .groupby(by, sort=False, observed=True)
        .tail(1)
        .copy()
    )
    if ends.empty:
        raise ValueError(f"direct_labels: no row has both {by} and {y}")
    low = min(0, rows[y].min()) if zero else rows[y].min()
    span = (rows[y].max() - low) or 1
    ends["label_y"] = spread(list(ends[y]), (TEXT + 2) * span / height)
    key = by if colour is None else colour
    hue = (
        alt.value(INK)
        if key is False
        else alt.Color(f"{key}:N", scale=scale(key, rows)).legend(None)
    )
    return (
        alt.Chart(ends[[x, by, "label_y", *([key] if key and key != by else [])]])
        .mark_text(
            align="left",
            dx=dx,
            baseline="middle",
            limit=0,
        )
        .encode(alt.X(f"{x}:{kind}"), alt.Y("label_y:Q"), alt.Text(f"{by}:N"), color=hue)
    )


def spread(values, gap):
    """Values moved as little as needed so that neighbours are at least `gap` apart; the order is kept."""
    order = sorted(range(len(values)), key=lambda i: values[i])
    groups = []  # [members, centre]: runs of labels that touch, each spaced evenly round its own mean
    for i in order:
        groups.append([[i], float(values[i])])
        while len(groups) > 1 and _top(groups[-2], gap) + gap > _bottom(groups[-1], gap) + 1e-9:
            members = groups[-2][0] + groups[-1][0]
            groups[-2:] = [[members, sum(values[j] for j in members) / len(members)]]
    out = [0.0] * len(values)
    for members, centre in groups:
        for rank, i in enumerate(members):
            out[i] = centre + (rank - (len(members) - 1) / 2) * gap
    return out


def _top(group, gap):
    return group[1] + (len(group[0]) - 1) / 2 * gap


def _bottom(group, gap):
    return group[1] - (len(group[0]) - 1) / 2 * gap


def wrap(text, width):
    """Text as a list of lines of at most `width` characters, broken at spaces; a longer word is cut with a hyphen."""
    lines = [""]
    for word in str(text).split():
        while len(word) > width:
            word, rest = word[: width - 1] + "-", word[width - 1 :]
            lines += [word, ""] if not lines[-1] else [word, ""]
            word = rest
        lines[-1:] = (
            [f"{lines[-1]} {word}".strip()]
            if len(lines[-1]) + len(word) < width
            else [lines[-1], word]
        )
    return [line for line in lines if line]


NUMBERS = {"decimal": ".", "thousands": "\u202f", "grouping": [3], "currency": ["", ""]}

CONFIG = {
    "aria": False,  # figure() writes one name and one description; a hundred marks that speak are noise
    "background": None,
    "font": FONT,
    "locale": {"number": NUMBERS},
    "view": {
        "stroke": None,
        "continuousWidth": 592,
        "continuousHeight": 300,
        "discreteWidth": {"step": 28},
    },
    "axis": {
        "domain": False,
        "ticks": False,
        "gridColor": LINE,
        "gridWidth": 1,
        "labelColor": QUIET,
        "labelFontSize": TEXT,
        "labelPadding": 6,
        "titleColor": QUIET,
        "titleFontSize": TEXT,
        "titleFontWeight": "normal",
        "titlePadding": 8,
        "labelLimit": 260,
        "titleLimit": 520,
        "tickCount": 5,
    },
    "axisX": {
        "grid": False,
        "domain": True,
        "domainColor": QUIET,
        "labelAngle": 0,
        "labelFlush": False,
        "labelOverlap": True,
        "labelSeparation": 10,
        "titleAnchor": "end",
    },
    "axisY": {
        "titleAngle": 0,
        "titleAlign": "left",
        "titleBaseline": "bottom",
        "titleAnchor": "end",
        "titleX": 0,
        "titleY": -8,
    },
    "axisBand": {"domain": False},
    "header": {
        "labelColor": INK,
        "labelFontSize": TEXT,
        "labelFontWeight": "bold",
        "labelAnchor": "start",
        "titleColor": QUIET,
        "titleFontSize": TEXT,
        "titleFontWeight": "normal",
    },
    "legend": {
        "orient": "top",
        "direction": "horizontal",
        "labelColor": INK,
        "labelFontSize": TEXT,
        "titleColor": QUIET,
        "titleFontSize": TEXT,
        "titleFontWeight": "normal",
        "symbolSize": 70,
        "columns": 3,
        "offset": 26,
        "labelLimit": 260,
    },
    "text": {"color": INK, "fontSize": TEXT},
    "line": {"strokeWidth": 2, "strokeCap": "round", "strokeJoin": "round", "color": BLUE},
    "point": {"filled": True, "size": 55, "color": BLUE, "opacity": 1},
    "circle": {"size": 55, "color": BLUE, "opacity": 1},
    "bar": {"color": BLUE},
    "area": {"color": BLUE},
    "tick": {"color": BLUE},
    "rule": {"color": QUIET, "strokeWidth": 1.5},
    "range": {"category": CATEGORIES, "ordinal": RAMP, "ramp": RAMP, "heatmap": RAMP},
}


@alt.theme.register("heavyground", enable=True)
def _theme():
    return {"config": CONFIG}


def css():
    """The variables as a stylesheet block: light, dark by preference, dark by the reader's choice, white ground."""
    light = " ".join(f"--c-{name}: {pair[0]};" for name, pair in COLOURS.items())
    dark = " ".join(f"--c-{name}: {pair[1]};" for name, pair in COLOURS.items())
    return "\n".join(
        [
            f":root {{ {light} }}",
            f'@media (prefers-color-scheme: dark) {{ :root:not([data-theme="light"]) {{ {dark} }} }}',
            f':root[data-theme="dark"] {{ {dark} }}',
            f'@media print, (forced-colors: active) {{ :root, :root[data-theme="dark"], :root:not([data-theme="light"]) {{ {light} }} }}',
        ]
    )


if __name__ == "__main__":
    print(css())
