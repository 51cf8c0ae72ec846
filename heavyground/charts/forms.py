"""Forms that several charts share: each takes evidence rows and returns an Altair chart to be
refined or layered.

    forms = Forms(theme)
    forms.rivals     one line per source: dot, range, number; grouped by year or other column
    forms.lines      series over time, broken where a year is missing
    forms.steps      a rate that holds until it is changed
    forms.bars       amounts, longest first
    forms.tornado    which assumption moves a result most
    forms.words      words beside marks: names, thresholds, events

Rows come from `Frames` (columns value, low, high, quality, source_title, period, id); several
forms say which further columns they want. No rows, or a missing column, is a FormError that says
what to do. How marks are drawn: `marks.py`.
"""

from typing import Any, Literal, cast

import altair as alt
import pandas as pd

from . import marks
from .colours import BLUE, GOLD, INK
from .marks import CARRIED, HAS_RANGE, TIP, FormError
from .render import READ
from .table import grouped
from .theme import DASHES, Theme

__all__ = ["FormError", "Forms"]

DENSE = 60  # marks on a line from which they are drawn small


class Forms:
    """The forms in the colours of one book."""

    def __init__(self, theme: Theme) -> None:
        self.theme = theme

    def rivals(
        self,
        rows: pd.DataFrame,
        label: str = "source_label",
        group: str | None = None,
        colour: str | None = None,
        title: str | None = None,
        label_width: int = 26,
        step: float | None = None,
    ) -> alt.LayerChart:
        """Rival amounts of one quantity, one line each: dot, range, the number in words.

        rows: evidence rows with one unit · label: column that names a line · group: column whose
        values head the blocks, such as `year` · colour: a theme colour, or a column (`entity`,
        `item`, `basis`) · title: of the x axis · label_width: in characters · step: px per line.
        """
        rows = marks.prepare(rows, "rivals", [label, *_columns(group), *_columns(colour)])
        marks.one_unit(rows, "rivals")
        rows["block"] = rows[group].astype(str) if group else ""
        rows["text"] = [marks.wrapped(text, label_width) for text in rows[label]]
        rows["lane"] = rows["block"] + "/" + rows["text"]
        rows["upper"] = rows[["at", "high"]].max(axis=1)
        lines = dict(zip(rows["lane"], rows["text"], strict=True))
        if group:
            lines |= {block: block for block in rows["block"]}
        order = _order_in_blocks(rows, headed=bool(group))
        base = _chart(rows, ["lane", "upper", *_columns(colour)]).encode(marks.lanes(order))
        hue = self._hue(rows, colour)
        axis = alt.Axis(grid=True, domain=False, titleAnchor="start")
        x = alt.X("at:Q", title=title or marks.unit_of(rows), axis=axis)
        return layered(
            *marks.ranges(base, rows, "x", hue),
            *marks.dots(base, rows, "x", x, hue),
            marks.numbers_beside(base, rows),
            *marks.names(lines, order, set(rows["block"])),
        ).properties(
            height=marks.step(lines.values(), step or 24), description=marks.describe(rows)
        )

    def bars(
        self,
        rows: pd.DataFrame,
        label: str = "entity",
        colour: str | None = None,
        title: str | None = None,
        label_width: int = 24,
        sort: bool = True,
    ) -> alt.LayerChart:
        """Amounts as horizontal bars, longest first, with the number at the end and the range
        where one is printed. Raises FormError where a name stands twice.
        """
        rows = marks.prepare(rows, "bars", [label])
        marks.one_unit(rows, "bars")
        rows["lane"] = [marks.wrapped(text, label_width) for text in rows[label]]
        # Beside the bar, also where it runs to the left.
        rows["upper"] = rows[["at", "high"]].max(axis=1).clip(lower=0)
        if (twice := rows["lane"].duplicated()).any():
            raise FormError(
                f"bars: {label} names {rows.loc[twice, label].iloc[0]!r} twice;"
                " select one row each, or use rivals."
            )
        if sort:
            rows = rows.sort_values("at", ascending=False, kind="stable")
        colour = colour or ("entity" if label == "entity" else BLUE)
        lines = dict(zip(rows["lane"], rows["lane"], strict=True))
        base = _chart(rows, ["lane", "upper", *_columns(colour)]).encode(marks.lanes(lines))
        axis = alt.Axis(grid=True, titleAnchor="start")
        x = alt.X("at:Q", title=title or marks.unit_of(rows), axis=axis)
        shown = base.encode(x, color=self._hue(rows, colour), tooltip=TIP)
        return layered(
            shown.transform_filter("!datum.hollow").mark_bar(height={"band": 0.62}),
            shown.transform_filter("datum.hollow").mark_bar(
                height={"band": 0.56}, filled=False, strokeWidth=1.8
            ),
            base.transform_filter(HAS_RANGE)
            .mark_rule(color=INK, strokeWidth=1.5)
            .encode(x="low:Q", x2="high:Q"),
            marks.numbers_beside(base, rows),
            *marks.names(lines, lines),
        ).properties(height=marks.step(lines, 26), description=marks.describe(rows))

    def lines(
        self,
        rows: pd.DataFrame,
        by: str = "item",
        colour: str | None = None,
        title: str | None = None,
        height: float = 300,
        zero: bool = True,
        labels: bool = True,
        rule: Literal["linear", "step-after"] = "linear",
    ) -> alt.LayerChart:
        """Series over time, one line per value of `by`; a missing year breaks the line, ranges
        and weak sources show.

        colour: column of the colours (default `by`, up to six values) or one theme colour ·
        labels: names at the line ends · rule: how points are joined, as Vega-Lite names it.
        """
        rows = marks.prepare(rows, "lines", [by, "year"])
        marks.one_unit(rows, "lines")
        field, kind, x = time_axis(rows)
        rows = rows.sort_values([by, field], kind="stable")
        rows["run"] = _runs(rows, by) if rule == "linear" else rows[by].astype(str)
        hue = self._hue(rows, colour or by)
        y = alt.Y("at:Q", scale=alt.Scale(zero=zero), title=title or marks.unit_of(rows))
        base = _chart(rows, [field, by, "run", *_columns(colour)]).encode(x)
        strokes = base.mark_line(interpolate=rule).encode(
            y, color=hue, detail="run:N", strokeDash=self._dash(rows, by, colour)
        )
        small = rows.groupby(by)["at"].count().max() > DENSE
        layers = [
            *marks.ranges(base, rows, "y", hue),
            strokes,
            *marks.dots(base, rows, "y", y, hue, size=9 if small else 64),
        ]
        if labels and rows[by].nunique() > 1:
            ends: dict[str, Any] = {"x": field, "y": "at", "kind": kind, "height": height}
            named = False if colour and not _columns(colour) else colour
            layers.append(self.theme.direct_labels(rows, by, **ends, zero=zero, colour=named))
        return layered(*_choosable(layers, by, rows)).properties(
            height=height, description=marks.describe(rows)
        )

    def steps(
        self,
        rows: pd.DataFrame,
        by: str = "item",
        colour: str | None = None,
        title: str | None = None,
        height: float = 260,
    ) -> alt.LayerChart:
        """A rate, quota or count that holds until it is changed: steps instead of slopes.
        Otherwise as `lines`.
        """
        return self.lines(rows, by, colour, title, height, rule="step-after")

    def tornado(
        self,
        rows: pd.DataFrame,
        base: float,
        label: str = "name",
        low: str = "low_result",
        high: str = "high_result",
        unit: str = "",
        label_width: int = 24,
    ) -> alt.LayerChart:
        """What each assumption, moved alone from its low to its high value, does to a result.

        rows: columns `label`, `low`, `high` (results) and perhaps `low_input`, `high_input` (texts
        for the ends) · base: the result with all assumptions in the middle. The widest bar comes
        first.
        """
        rows = marks.there(rows, "tornado", [label, low, high]).copy()
        rows["span"] = (rows[high] - rows[low]).abs()
        rows = rows.sort_values("span", ascending=False, kind="stable")
        rows["lane"] = [marks.wrapped(text, label_width) for text in rows[label]]
        lines = dict(zip(rows["lane"], rows["lane"], strict=True))
        middle = alt.Chart(pd.DataFrame({"result": [base]}))
        return layered(
            *_moves(_ends(rows, base, low, high), lines, unit),
            middle.mark_rule(color=INK, strokeWidth=1.5).encode(x="result:Q"),
            *marks.names(lines, lines),
        ).properties(
            height=marks.step(lines, 30),
            description=(
                f"{READ}The upright line is the result with every input at its central"
                f" setting, {f'{grouped(base)} {unit}'.rstrip()}. Gold: one input at its low end;"
                " blue: at its high end."
            ),
        )

    @staticmethod
    def prepare(rows: pd.DataFrame) -> pd.DataFrame:
        """Rows with what every form draws of them (`at`, `mark`, `hollow` and the columns of the
        tooltip), for a chart of one's own. Raises FormError.
        """
        return marks.prepare(rows, "prepare")

    @staticmethod
    def scaled(rows: pd.DataFrame, by: float, unit: str) -> pd.DataFrame:
        """The same amounts in a larger unit: `scaled(rows, 1e6, "million t")`."""
        columns = [column for column in ("value", "low", "high") if column in rows]
        return rows.assign(**{column: rows[column] / by for column in columns}, unit=unit)

    @staticmethod
    def words(rows: pd.DataFrame, text: str, x: Any, y: Any, **style: Any) -> alt.Chart:
        """Words beside marks.

        rows: where the marks are · text: the column that has the words, or the words themselves ·
        x, y: channels, or their shorthand ("year:Q") · style: of the words, as `mark_text` takes
        it (align, dx, dy, color, fontSize ...); they begin at the mark where it says nothing.
        """
        shown: Any = alt.Text(f"{text}:N") if text in rows else alt.value(text)
        words: alt.Chart = alt.Chart(rows).mark_text(**{"align": "left", **style})
        return words.encode(x=x, y=y, text=shown)

    def _hue(self, rows: pd.DataFrame, colour: str | None) -> Any:
        """Colour channel: a theme colour for all, or a column told apart by its scale."""
        if not _columns(colour):
            return alt.value(colour or BLUE)
        return alt.Color(f"{colour}:N", scale=self.theme.scale(str(colour), rows)).legend(None)

    def _dash(self, rows: pd.DataFrame, by: str, colour: str | None) -> Any:
        """Lines that share a colour are told apart by their dashes."""
        unnamed = sum(name not in self.theme.entities for name in rows[by].unique())
        shared = (colour is not None and colour != by) or (by == "entity" and unnamed > 1)
        names = list(pd.unique(rows[by]))
        if not shared or len(names) > len(DASHES):
            return alt.value([1, 0])
        scale = alt.Scale(domain=names, range=DASHES[: len(names)])
        return alt.StrokeDash(f"{by}:N", scale=scale).legend(None)


# ---- Parts of the forms


def layered(*layers: Any) -> alt.LayerChart:
    """Layers of one chart; Altair's own function also promises facets."""
    return cast(alt.LayerChart, alt.layer(*layers))


def _columns(name: str | None) -> list[str]:
    """A column that was asked for; a colour of the theme is none."""
    return [] if name is None or name.startswith("var(") else [name]


def _chart(rows: pd.DataFrame, columns: list[str]) -> alt.Chart:
    """A chart of what forms carry and these columns, where they are there."""
    wanted = dict.fromkeys([*CARRIED, *columns])
    return alt.Chart(rows[[column for column in wanted if column in rows]])


def _order_in_blocks(rows: pd.DataFrame, headed: bool) -> list[str]:
    """Lanes block by block, largest first, each block under its heading."""
    order: list[str] = []
    for block in pd.unique(rows["block"]):
        part = rows[rows["block"] == block].sort_values("at", ascending=False, kind="stable")
        order += [block] if headed else []
        order += list(dict.fromkeys(part["lane"]))
    return order


def _runs(rows: pd.DataFrame, by: str) -> "pd.Series[str]":
    """Which stroke of its line a row belongs to: a missing year begins another."""
    gap = rows.groupby(by)["year"].diff().fillna(1) > 1
    return gap.groupby(rows[by]).cumsum().astype(str) + rows[by].astype(str)


def time_axis(rows: pd.DataFrame) -> tuple[str, str, alt.X]:
    """The time axis of rows (column, kind, channel): whole years as numbers, else dates."""
    yearly = "period_kind" in rows and (rows["period_kind"] == "year").all()
    if "start" in rows and not yearly:
        axis = alt.Axis(format="%Y", tickCount="year", labelOverlap=True)
        return "start", "T", alt.X("start:T", title=None, axis=axis)
    first, last = int(rows["year"].min()), int(rows["year"].max())
    # Every year of a short span; else the axis would write half years.
    ticks: dict[str, Any] = {"tickMinStep": 1}
    if last - first < 6:
        ticks = {"values": list(range(first, last + 1))}
    scale = alt.Scale(zero=False, nice=False, padding=14)
    axis = alt.Axis(format="d", labelOverlap=True, **ticks)
    return "year", "Q", alt.X("year:Q", scale=scale, title=None, axis=axis)


def _choosable(layers: list[Any], by: str, rows: pd.DataFrame) -> list[Any]:
    """A click on a line, its dots or its name keeps that one strong and lets the others fade; a
    click beside them undoes it.
    """
    if rows[by].nunique() < 2:
        return layers
    chosen = alt.selection_point(
        name=f"chosen_{by}", fields=[by], on="click", clear="view:click[!event.item]"
    )
    strong = alt.when(chosen).then(alt.value(1)).otherwise(alt.value(0.15))
    layers = [layer.encode(opacity=strong) for layer in layers]
    return [layers[0].add_params(chosen), *layers[1:]]


def _ends(rows: pd.DataFrame, base: float, low: str, high: str) -> pd.DataFrame:
    """Two rows for each assumption. Where both ends fall on one side of the base, only the outer
    one is named.
    """
    inputs = {"low": marks.words_of(rows, "low_input"), "high": marks.words_of(rows, "high_input")}
    still = (rows[low] == base) & (rows[high] == base)
    inputs["high"] = inputs["high"].where(~still, inputs["low"] + " to " + inputs["high"])
    one_side = (rows[low] >= base) == (rows[high] >= base)
    farther = {"low": (rows[low] - base).abs() > (rows[high] - base).abs()}
    farther["high"] = ~farther["low"]
    parts = []
    for end, column in (("low", low), ("high", high)):
        said = inputs[end].where(~one_side | farther[end], "")
        parts.append(rows.assign(end=end, result=rows[column], input=said, base=base))
    return pd.concat(parts).assign(upward=lambda long: long["result"] >= base)


def _moves(long: pd.DataFrame, lines: dict[str, str], unit: str) -> list[alt.Chart]:
    """The bars of a tornado and the words at their ends."""
    long["Result"] = [f"{grouped(value)} {unit}".strip() for value in long["result"]]
    outer = long.loc[long["result"].isin([long["result"].min(), long["result"].max()]), "input"]
    room = alt.Scale(zero=False, nice=False, padding=6.5 * outer.str.len().max() + 14)
    axis = alt.Axis(grid=True, domain=False, titleAnchor="start")
    columns = ["lane", "end", "result", "base", "upward", "input", "Result"]
    columns += [column for column in ("id", "ids") if column in long]
    base = alt.Chart(long[columns]).encode(
        marks.lanes(lines), alt.X("result:Q", scale=room, title=unit or None, axis=axis)
    )
    ends = alt.Scale(domain=["low", "high"], range=[GOLD, BLUE])
    right = base.transform_filter("datum.upward").mark_text(align="left", dx=6)
    left = base.transform_filter("!datum.upward").mark_text(align="right", dx=-6)
    return [
        base.mark_bar(height={"band": 0.6}).encode(
            x2="base:Q",
            color=alt.Color("end:N", scale=ends).legend(None),
            tooltip=["lane:N", "input:N", "Result:N"],
        ),
        right.encode(text="input:N"),
        left.encode(text="input:N"),
    ]
