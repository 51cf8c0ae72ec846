"""One visual language: colours, type and axis style of every chart.

    theme = Theme(palette)
    theme.BLUE, theme.of("entity", "Peru"), theme.scale("item", rows)

`switch_on` makes Altair draw in this style; nothing happens at import.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from typing import Any

import altair as alt
import pandas as pd

from .colours import (
    BLUE,
    GOLD,
    HOME,
    INK,
    LAND,
    LATERITE,
    LINE,
    PAPER,
    PLUM,
    QUIET,
    RAMP,
    SLATE,
    TEAL,
    VIOLET,
    WATER,
    colour,
)
from .palette import Palette

FONT = "Arial, Liberation Sans, Helvetica Neue, Helvetica, sans-serif"
SMALL, TEXT = 11, 12  # px, the whole type scale inside a chart
WIDTHS = {"narrow": 350, "column": 592, "page": 864}  # px; the site's own column and page widths

CATEGORIES = [BLUE, GOLD, TEAL, PLUM, VIOLET, SLATE]
DASHES = [[1, 0], [6, 3], [2, 2], [8, 3, 2, 3], [4, 4], [1, 3]]


class Theme:
    """The look of one book's charts: hues as attributes, colours of its actors and goods."""

    LATERITE, BLUE, TEAL, GOLD, VIOLET, PLUM = LATERITE, BLUE, TEAL, GOLD, VIOLET, PLUM
    INK, QUIET, SLATE, LINE, PAPER = INK, QUIET, SLATE, LINE, PAPER
    LAND, HOME, WATER = LAND, HOME, WATER
    RAMP, CATEGORIES, DASHES = RAMP, CATEGORIES, DASHES
    SMALL, TEXT, WIDTHS = SMALL, TEXT, WIDTHS

    def __init__(self, palette: Palette | None = None) -> None:
        """Raises KeyError when the palette names a hue that is not there."""
        palette = palette or Palette()
        self.entities = {name: colour(hue) for name, hue in palette.entities.items()}
        self.items = {word: colour(hue) for word, hue in palette.items.items()}

    def of(self, kind: str, name: str) -> str:
        """Colour of one entity or item; slate where it has none of its own."""
        if kind == "entity":
            return self.entities.get(name, SLATE)
        words = (word for word in self.items if word.lower() in str(name).lower())
        return self.items.get(next(words, ""), SLATE)

    def scale(self, kind: str, rows: pd.DataFrame | Sequence[str] | None = None) -> alt.Scale:
        """Colour scale of `entity` or `item`, or of any other column, whose values then take the
        categories in order.

        rows: a frame (or list of names) limits the domain to what occurs, so that a legend shows
        nothing else. Raises ValueError for a free column with more than six values.
        """
        names = None if rows is None else _names(kind, rows)
        if kind == "entity":
            names = list(self.entities) if names is None else names
            return alt.Scale(domain=names, range=[self.of(kind, name) for name in names])
        if kind == "item":
            names = list(self.items) if names is None else names
            return alt.Scale(domain=names, range=told_apart([self.of(kind, n) for n in names]))
        if names is None or len(names) > len(CATEGORIES):
            raise ValueError(
                f"theme.scale({kind!r}) needs rows with at most {len(CATEGORIES)} values of {kind};"
                " beyond that label the lines directly and draw the rest in theme.SLATE"
            )
        return alt.Scale(domain=names, range=CATEGORIES[: len(names)])

    def hues(self, column: str, colours: Mapping[str, str]) -> alt.Color:
        """Colour channel of a column whose values have these colours, without a legend."""
        scale = alt.Scale(domain=list(colours), range=list(colours.values()))
        return alt.Color(f"{column}:N", scale=scale).legend(None)

    def direct_labels(
        self,
        rows: pd.DataFrame,
        by: str,
        *,
        x: str = "year",
        y: str = "value",
        colour: str | bool | None = None,
        height: float = 300,
        zero: bool = True,
        kind: str = "O",
        dx: float = 6,
    ) -> alt.Chart:
        """Names at the right-hand ends of lines, moved apart where they would collide.

        rows: the frame of the lines · by: the column that names them · x, y: its axes, y linear ·
        kind: of the x axis (O, Q or T) · height: of the plot, px · zero: whether the y axis starts
        at zero · colour: a column for the colour scale (default `by`), or False for ink.
        Raises ValueError where no row has a name and a number.
        """
        ends = line_ends(rows, by, x, y)
        low = min(0, rows[y].min()) if zero else rows[y].min()
        span = (rows[y].max() - low) or 1
        ends["label_y"] = spread(list(ends[y]), (TEXT + 2) * span / height)
        key = by if colour is None or colour is True else colour
        hue: Any = alt.value(INK)
        if key:
            hue = alt.Color(f"{key}:N", scale=self.scale(key, rows)).legend(None)
        columns = list(dict.fromkeys([x, by, "label_y", *([key] if key else [])]))
        words: alt.Chart = alt.Chart(ends[columns]).mark_text(
            align="left", dx=dx, baseline="middle", limit=0
        )
        return words.encode(
            alt.X(f"{x}:{kind}"), alt.Y("label_y:Q"), alt.Text(f"{by}:N"), color=hue
        )

    @staticmethod
    def up_to(values: Iterable[float], spare: float) -> list[float]:
        """Domain of an axis from zero to the largest value and a part more, for the words beside
        the marks: `up_to([72074], 0.08)` is [0, 78000].
        """
        return [0, float(f"{max(values) * (1 + spare):.2g}")]


def _names(kind: str, rows: pd.DataFrame | Sequence[str]) -> list[str]:
    values = rows[kind].dropna() if isinstance(rows, pd.DataFrame) else pd.Series(list(rows))
    return list(pd.unique(values))


def told_apart(colours: Sequence[str]) -> list[str]:
    """The first user of a hue keeps it; a second takes the next free hue, while there is one."""
    used: list[str] = []
    for hue in colours:
        free = [other for other in CATEGORIES if other not in colours and other not in used]
        used.append(hue if hue not in used or not free else free[0])
    return used


def line_ends(rows: pd.DataFrame, by: str, x: str, y: str) -> pd.DataFrame:
    """The last row of each line that has a number. Raises ValueError where there is none."""
    there = rows.dropna(subset=[y]).sort_values(x, kind="stable")
    ends = there.groupby(by, sort=False, observed=True).tail(1).copy()
    if ends.empty:
        raise ValueError(f"direct_labels: no row has both {by} and {y}")
    return ends


def spread(values: Sequence[float], gap: float) -> list[float]:
    """Values moved as little as needed so that neighbours are at least `gap` apart, in their order.

    >>> spread([10, 10], 4)
    [8.0, 12.0]
    """
    runs: list[tuple[list[int], float]] = []  # labels that touch, spaced evenly round their mean
    for index in sorted(range(len(values)), key=lambda i: values[i]):
        runs.append(([index], float(values[index])))
        while len(runs) > 1 and _touch(runs[-2], runs[-1], gap):
            members = runs[-2][0] + runs[-1][0]
            runs[-2:] = [(members, sum(values[i] for i in members) / len(members))]
    placed = [0.0] * len(values)
    for members, centre in runs:
        for rank, index in enumerate(members):
            placed[index] = centre + (rank - (len(members) - 1) / 2) * gap
    return placed


def _touch(lower: tuple[list[int], float], upper: tuple[list[int], float], gap: float) -> bool:
    top = lower[1] + (len(lower[0]) - 1) / 2 * gap
    bottom = upper[1] - (len(upper[0]) - 1) / 2 * gap
    return top + gap > bottom + 1e-9


NAME = "heavyground"


def switch_on() -> None:
    """Draw every Altair chart of this process in this style from now on."""
    alt.theme.register(NAME, enable=True)(_config)


@contextmanager
def in_style() -> Iterator[None]:
    """Draw in this style, whatever else is switched on, until the block ends."""
    alt.theme.register(NAME, enable=False)(_config)
    with alt.theme.enable(NAME):
        yield


NUMBERS = {"decimal": ".", "thousands": "\u202f", "grouping": [3], "currency": ["", ""]}


def _config() -> Any:
    return {"config": CONFIG}


CONFIG: Mapping[str, Any] = {
    # The figure has one name and one description; a hundred marks that speak are noise.
    "aria": False,
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
