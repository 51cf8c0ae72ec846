"""What every form draws of a row: its checked copy, dots, ranges, words and names.

Uncertainty is always drawn: a bar from low to high, an arrowhead where only one bound is known, a
hollow mark for a weak single source.
"""

import textwrap
from collections.abc import Iterable, Mapping, Sequence
from typing import Any, Literal, TypeAlias, cast

import altair as alt
import pandas as pd

from ..evidence.amounts import Amount
from .colours import PAPER
from .render import READ
from .table import grouped, plain

Axis: TypeAlias = Literal["x", "y"]

WEAK = ("weak single source", "known wrong")
KEYS = {
    "hollow": "Hollow marks: a weak single source.",
    "range": "Bars run from the low to the high figure.",
    "arrow": "Arrowheads: only one bound is known.",
}
TIP = ["Figure:N", "Source:N", "Period:N", "Basis:N", "Row:N"]
TOLD = {"Source": "source_title", "Period": "period", "Basis": "basis", "Row": "id"}
CARRIED = ["at", "low", "high", "mark", "hollow", "Figure", *TOLD]
HAS_RANGE = "isValid(datum.low) && isValid(datum.high) && datum.low != datum.high"
POINTERS = {
    "x": "{from: 'triangle-right', under: 'triangle-left'",
    "y": "{from: 'triangle-up', under: 'triangle-down'",
}


class FormError(ValueError):
    """Rows a form cannot draw."""


def prepare(rows: pd.DataFrame | None, form: str, columns: Sequence[str] = ()) -> pd.DataFrame:
    """Checked copy of evidence rows with what every form needs.

    Adds `at` and `mark` (`central` and `kind` of its amount), `hollow`, and the columns of the
    tooltip: Figure, Source, Period, Basis, Row. Raises FormError.
    """
    rows = plain(there(rows, form, columns))
    for column in ("value", "low", "high"):
        rows[column] = pd.to_numeric(rows[column]) if column in rows else float("nan")
    amounts = amounts_of(rows)
    names = rows.get("id", rows.index)
    if bare := [str(name) for name, one in zip(names, amounts, strict=True) if one.kind == "none"]:
        raise FormError(
            f"{form}: neither value nor low nor high in {', '.join(bare[:5])};"
            " leave these rows out."
        )
    rows["at"] = [amount.central for amount in amounts]
    rows["mark"] = [amount.kind for amount in amounts]
    rows["hollow"] = rows["quality"].isin(WEAK) if "quality" in rows else False
    rows["Figure"] = [f"{amount.numbers(grouped)} {amount.unit}".strip() for amount in amounts]
    for name, column in TOLD.items():
        rows[name] = words_of(rows, column)
    if "source_title" not in rows:
        rows["Source"] = words_of(rows, "source")
    return rows


def there(rows: pd.DataFrame | None, form: str, columns: Sequence[str]) -> pd.DataFrame:
    """The rows, when there are any and they have these columns. Raises FormError."""
    if rows is None or rows.empty:
        raise FormError(
            f"{form}: no rows. Check the selection: series, entity, partner, item and period must"
            " be spelled as in the data."
        )
    if missing := [column for column in columns if column not in rows]:
        raise FormError(
            f"{form}: the rows have no column {', '.join(missing)};"
            f" they have {', '.join(map(str, rows.columns))}."
        )
    return rows


def words_of(rows: pd.DataFrame, column: str) -> "pd.Series[str]":
    """A column as text; empty where it is missing."""
    if column not in rows:
        return pd.Series("", index=rows.index)
    return rows[column].fillna("").astype(str)


def amounts_of(rows: pd.DataFrame) -> list[Amount]:
    """What each row states, of rows that have value, low and high as numbers."""
    ends = (rows[column] for column in ("value", "low", "high"))
    return [
        Amount(_there(value), unit, _there(low), _there(high))
        for value, low, high, unit in zip(*ends, words_of(rows, "unit"), strict=True)
    ]


def _there(number: Any) -> float | None:
    return None if pd.isna(number) else number


def unit_of(rows: pd.DataFrame) -> str:
    return str(rows["unit"].iloc[0]) if "unit" in rows else ""


def one_unit(rows: pd.DataFrame, form: str) -> None:
    """Raises FormError when the rows are in several units."""
    if "unit" in rows and rows["unit"].nunique() > 1:
        units = ", ".join(map(str, rows["unit"].unique()))
        raise FormError(f"{form}: the rows are in {units}; one axis takes one unit.")


def have_range(rows: pd.DataFrame) -> bool:
    return bool((rows["low"].notna() & rows["high"].notna() & (rows["low"] != rows["high"])).any())


def describe(rows: pd.DataFrame) -> str:
    """Sentences on how to read the marks that occur; a figure prints them under the chart."""
    said = [KEYS["range"]] if have_range(rows) else []
    said += [KEYS["arrow"]] if rows["mark"].isin(["from", "under"]).any() else []
    said += [KEYS["hollow"]] if rows["hollow"].any() else []
    return READ + " ".join(said)


# ---- Marks of rows


def ranges(base: alt.Chart, rows: pd.DataFrame, axis: Axis, hue: Any) -> list[alt.Chart]:
    """Bars from low to high, of the rows that have both; no layer where no row has."""
    if not have_range(rows):
        return []
    start = alt.X("low:Q") if axis == "x" else alt.Y("low:Q")
    bars = base.transform_filter(HAS_RANGE).mark_rule(
        strokeWidth=5, strokeOpacity=0.38, strokeCap="round"
    )
    return [bars.encode(**{axis: start, f"{axis}2": "high:Q"}, color=hue)]


def dots(
    base: alt.Chart, rows: pd.DataFrame, axis: Axis, at: Any, hue: Any, size: float = 64
) -> list[alt.Chart]:
    """Dots at the amounts: solid, hollow where weak, an arrowhead where one bound is known."""
    shape = alt.Shape("form:N", scale=None)
    marks = base.encode(**{axis: at}, color=hue, shape=shape, tooltip=TIP)
    marks = marks.transform_calculate(
        form=f"{POINTERS[axis]}, span: 'stroke'}}[datum.mark] || datum.shape || 'circle'"
    )
    solid = marks.transform_filter("!datum.hollow").mark_point(filled=True, size=size, opacity=1)
    hollow = marks.transform_filter("datum.hollow").mark_point(
        filled=False, size=58, strokeWidth=1.8, fill=PAPER, opacity=1
    )
    wanted = ((solid, ~rows["hollow"]), (hollow, rows["hollow"]))
    return [layer for layer, which in wanted if which.any()]


def numbers_beside(base: alt.Chart, rows: pd.DataFrame) -> alt.Chart:
    """The amount in words at the right of each mark, without the unit that the axis names."""
    bare = f"replace(datum.Figure, / {_regex(unit_of(rows))}$/, '')"
    words: alt.Chart = base.transform_calculate(words=bare).mark_text(align="left", dx=9)
    return words.encode(x="upper:Q", text="words:N")


def _regex(text: str) -> str:
    return "".join(f"\\{letter}" if letter in r"\/.*+?()[]{}^$|" else letter for letter in text)


# ---- Lanes: one line of marks for each name


def wrapped(text: object, width: int) -> str:
    """A name in lines of at most `width` characters, joined by "|"."""
    return "|".join(textwrap.wrap(str(text), width, break_on_hyphens=False)) or " "


def lanes(order: Iterable[str]) -> alt.Y:
    """A discrete y axis without labels: `names` writes them, however many lines they have."""
    axis = alt.Axis(labels=False, domain=False, ticks=False, grid=False)
    return alt.Y("lane:N", scale=alt.Scale(domain=list(order)), axis=axis, title=None)


def names(lines: Mapping[str, str], order: Iterable[str], bold: Iterable[str] = ()) -> list[Any]:
    """Names at the left of the lanes, by lane; those in `bold` are headings."""
    frame = pd.DataFrame({"lane": list(lines), "text": list(lines.values())})
    frame["lines"] = frame["text"].str.count(r"\|") + 1
    frame["bold"] = frame["lane"].isin(list(bold))
    y, parts = lanes(order), cast(Any, frame.groupby(["lines", "bold"], sort=True))
    return [
        alt.Chart(part[["lane", "text"]])
        .mark_text(
            align="right",
            baseline="middle",
            lineBreak="|",
            lineHeight=14,
            dy=-7 * (count - 1),
            limit=0,
            fontWeight="bold" if heavy else "normal",
        )
        .encode(y, x=alt.value(-9), text="text:N")
        for (count, heavy), part in parts
    ]


def step(lines: Iterable[str], least: float) -> alt.Step:
    """Height of one lane, px: room for the longest name."""
    return alt.Step(max(least, 14 * (max(text.count("|") for text in lines) + 1) + 8))
