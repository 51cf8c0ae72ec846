"""Forms that several charts share: each takes evidence rows and returns an Altair chart to be refined or layered.

    rivals     one line per source: dot, range, figure; grouped by year or other column
    vintages   successive editions of one estimate
    lines      series over time, broken where a year is missing
    steps      a rate that holds until it is changed
    bars       amounts, longest first
    slope      two dates, one line per actor
    lanes      what happened or was held when, one lane per actor or place
    tornado    which assumption moves a result most

Uncertainty is always drawn: a bar from low to high, an arrowhead where only one bound is known, a hollow mark for a weak
single source. Rows come from `evidence` (columns value, low, high, quality, source_title, period, id); several forms say
which further columns they want. No rows, or a missing column, is a FormError that says what to do.
"""

import altair as alt
import pandas as pd

from . import theme
from .figures import number, source_label, sources

WEAK = {"weak single source", "known wrong"}
KEYS = {
    "hollow": "Hollow marks: a weak single source.",
    "range": "Bars run from the low to the high figure.",
    "arrow": "Arrowheads: only one bound is known.",
}


class FormError(ValueError):
    """Rows a form cannot draw."""


def prepare(rows, form, columns=()):
    """Checked copy of evidence rows with what every form needs.

    Adds `at` (value, else middle of the range, else the one bound), `mark` (value, span, from, under), `hollow`,
    and the columns of the tooltip: Figure, Source, Period, Basis, Row. Raises FormError.
    """
    if rows is None or not len(rows):
        raise FormError(
            f"{form}: no rows. Check the selection: series, entity, partner, item and period must be spelled as in the data."
        )
    rows = plain(rows)
    if "source" in rows and "source_label" not in rows:
        rows["source_label"] = source_labels(rows)
    if missing := [column for column in columns if column not in rows]:
        raise FormError(
            f"{form}: the rows have no column {', '.join(missing)}; they have {', '.join(map(str, rows.columns))}."
        )
    for column in ("value", "low", "high"):
        rows[column] = pd.to_numeric(rows[column]) if column in rows else float("nan")
    rows["at"] = (
        rows["value"]
        .fillna((rows["low"] + rows["high"]) / 2)
        .fillna(rows["low"])
        .fillna(rows["high"])
    )
    if rows["at"].isna().any():
        bad = rows.loc[rows["at"].isna(), "id"] if "id" in rows else rows.index[rows["at"].isna()]
        raise FormError(
            f"{form}: neither value nor low nor high in {', '.join(map(str, list(bad)[:5]))}; leave these rows out."
        )
    rows["mark"] = [_kind(*bounds) for bounds in zip(rows["value"], rows["low"], rows["high"])]
    rows["hollow"] = rows["quality"].isin(WEAK) if "quality" in rows else False
    rows["Figure"] = [
        figure_text(*row)
        for row in zip(rows["value"], rows["low"], rows["high"], _text(rows, "unit"))
    ]
    for name, column in {
        "Source": "source_title",
        "Period": "period",
        "Basis": "basis",
        "Row": "id",
    }.items():
        rows[name] = _text(rows, column)
    if "source_title" not in rows:
        rows["Source"] = _text(rows, "source")
    return rows


def plain(rows):
    """A copy whose categories are plain text again, so that new values may be written."""
    return rows.astype(
        {column: object for column in rows if isinstance(rows[column].dtype, pd.CategoricalDtype)}
    )


def source_labels(rows):
    """Who published each row and when: "Global Witness 2024"; with the day, else the title, where that names two sources."""
    table = sources()

    def label(key, fields):
        row = table.get(key, {})
        who = row.get("organisation") or source_label(row) if row else key
        return " ".join(
            filter(None, [str(who), *(str(row.get(name, ""))[:cut] for name, cut in fields)])
        )

    names = {key: label(key, [("date", 4)]) for key in rows["source"].unique()}
    for fields in ([("date", 10)], [("date", 4), ("title", 40)]):
        twice = {name for name in names.values() if list(names.values()).count(name) > 1}
        names |= {key: label(key, fields) for key, name in names.items() if name in twice}
    return rows["source"].map(names)


TIP = ["Figure:N", "Source:N", "Period:N", "Basis:N", "Row:N"]
_CARRIED = ["at", "low", "high", "mark", "hollow", "Figure", "Source", "Period", "Basis", "Row"]


def _text(rows, column):
    return (
        rows[column].fillna("").astype(str) if column in rows else pd.Series("", index=rows.index)
    )


def _kind(value, low, high):
    if value == value:
        return "value"
    return "span" if low == low and high == high else "from" if low == low else "under"


def figure_text(value, low, high, unit=""):
    """A row's figure in words: "31 000 t", "27 000 to 39 919 t", "more than 130", "under 3 000 t"."""
    span = f"{number(low)} to {number(high)}" if low == low and high == high else ""
    if value == value:
        text = number(value) + (f" ({span})" if span and low != high else "")
    else:
        text = span or (f"more than {number(low)}" if low == low else f"under {number(high)}")
    return f"{text} {unit}".strip()


def describe(rows, *more):
    """Sentence for the reader on how to read the marks that occur; `figure()` prints it under the chart."""
    said = (
        [KEYS["range"]]
        if (rows["low"].notna() & rows["high"].notna() & (rows["low"] != rows["high"])).any()
        else []
    )
    said += [KEYS["arrow"]] if rows["mark"].isin(["from", "under"]).any() else []
    said += [KEYS["hollow"]] if rows["hollow"].any() else []
    return "How to read: " + " ".join([*said, *more])


def _ranges(base, rows, axis, hue):
    """Bars from low to high along `axis`, of the rows that have both; no layer where no row has."""
    if not (rows["low"].notna() & rows["high"].notna() & (rows["low"] != rows["high"])).any():
        return []
    ends = {axis: alt.X("low:Q") if axis == "x" else alt.Y("low:Q"), axis + "2": "high:Q"}
    return [
        base.transform_filter(
            "isValid(datum.low) && isValid(datum.high) && datum.low != datum.high"
        )
        .mark_rule(strokeWidth=5, strokeOpacity=0.38, strokeCap="round")
        .encode(**ends, color=hue)
    ]


def _dots(base, rows, axis, at, hue, size=64):
    """Dots at the figure: solid, hollow where weak, an arrowhead where only one bound is known.

    Rows may bring their own shapes in a column `shape`; a bound without its other end is an arrowhead all the same.
    """
    marks = base.encode(**{axis: at}, color=hue, shape=alt.Shape("form:N", scale=None), tooltip=TIP)
    heads = (
        "{from: 'triangle-right', under: 'triangle-left'"
        if axis == "x"
        else "{from: 'triangle-up', under: 'triangle-down'"
    )
    marks = marks.transform_calculate(
        form=heads + ", span: 'stroke'}[datum.mark] || datum.shape || 'circle'"
    )
    solid = marks.transform_filter("!datum.hollow").mark_point(filled=True, size=size, opacity=1)
    hollow = marks.transform_filter("datum.hollow").mark_point(
        filled=False, size=58, strokeWidth=1.8, fill=theme.PAPER, opacity=1
    )
    return [
        layer
        for layer, wanted in ((solid, ~rows["hollow"]), (hollow, rows["hollow"]))
        if wanted.any()
    ]


def _hue(rows, colour):
    """Colour channel: a theme colour for all, or a column told apart by its scale."""
    if colour is None:
        colour = theme.BLUE
    if isinstance(colour, str) and colour.startswith("var("):
        return alt.value(colour)
    return alt.Color(f"{colour}:N", scale=theme.scale(colour, rows)).legend(None)


def _joined(text, width):
    return "|".join(theme.wrap(text, width)) or " "


def _lanes_axis(order, grid=False):
    """A discrete y axis without labels: `_names` writes them, centred however many lines they have."""
    return (
        alt.Y("lane:N", scale=alt.Scale(domain=list(order)))
        .title(None)
        .axis(labels=False, domain=False, ticks=False, grid=grid)
    )


def _names(names, order, bold=()):
    """Names at the left of the lanes. names: {lane: text of lines joined by "|"} · bold: lanes that are headings."""
    frame = pd.DataFrame({"lane": list(names), "text": list(names.values())})
    frame["lines"], frame["bold"] = (
        frame["text"].str.count(r"\|") + 1,
        frame["lane"].isin(list(bold)),
    )
    layers = []
    for (lines, heavy), part in frame.groupby(["lines", "bold"], sort=True):
        layers.append(
            alt.Chart(part[["lane", "text"]])
            .mark_text(
                align="right",
                baseline="middle",
                lineBreak="|",
                lineHeight=14,
                dy=-7 * (lines - 1),
                limit=0,
                fontWeight="bold" if heavy else "normal",
            )
            .encode(_lanes_axis(order), x=alt.value(-9), text="text:N")
        )
    return layers


def _step(names, least):
    """Height of one lane, px: room for the longest name."""
    return alt.Step(max(least, 14 * (max(text.count("|") for text in names) + 1) + 8))


def rivals(
    rows, label="source_label", group=None, colour=None, title=None, label_width=26, step=None
):
    """Rival figures of one quantity, one line each: dot, range, the figure in words.

    rows: evidence rows with one unit · label: column that names a line · group: column whose values head the blocks, such
    as `year` · colour: a theme colour, or a column (`entity`, `item`, `basis`) · title: of the x axis · label_width: in
    characters · step: px per line.
    """
    rows = prepare(
        rows,
        "rivals",
        [
            label,
            *([group] if group else []),
            *([colour] if colour and not colour.startswith("var(") else []),
        ],
    )
    _one_unit(rows, "rivals")
    rows["block"] = rows[group].astype(str) if group else ""
    rows["text"] = [_joined(text, label_width) for text in rows[label]]
    rows["lane"] = rows["block"] + "/" + rows["text"]
    rows["upper"] = rows[["at", "high"]].max(axis=1)
    names = dict(zip(rows["lane"], rows["text"])) | (
        {block: block for block in rows["block"]} if group else {}
    )
    order = []
    for block in pd.unique(rows["block"]):
        part = rows[rows["block"] == block].sort_values("at", ascending=False, kind="stable")
        order += ([block] if group else []) + list(dict.fromkeys(part["lane"]))
    base = alt.Chart(
        rows[[*_CARRIED, "lane", "upper", *([colour] if colour in rows else [])]]
    ).encode(_lanes_axis(order))
    hue = _hue(rows, colour)
    x = alt.X("at:Q").title(title or _unit(rows)).axis(grid=True, domain=False, titleAnchor="start")
    return alt.layer(
        *_ranges(base, rows, "x", hue),
        *_dots(base, rows, "x", x, hue),
        _words(base, rows),
        *_names(names, order, set(rows["block"])),
    ).properties(height=_step(names.values(), step or 24), description=describe(rows))


def _words(base, rows):
    """The figure in words at the right of each mark, without the unit that the axis names."""
    return (
        base.transform_calculate(words=f"replace(datum.Figure, / {_regex(_unit(rows))}$/, '')")
        .mark_text(align="left", dx=9)
        .encode(x="upper:Q", text="words:N")
    )


def _unit(rows):
    return str(rows["unit"].iloc[0]) if "unit" in rows else ""


def _regex(text):
    return "".join(f"\\{c}" if c in r"\/.*+?()[]{}^$|" else c for c in text)


def _one_unit(rows, form):
    if "unit" in rows and rows["unit"].nunique() > 1:
        raise FormError(
            f"{form}: the rows are in {', '.join(map(str, rows['unit'].unique()))}; one axis takes one unit."
        )


def _time(rows):
    """The time axis of rows: whole years as numbers, else dates."""
    if "start" in rows and not ("period_kind" in rows and (rows["period_kind"] == "year").all()):
        return (
            "start",
            "T",
            alt.X("start:T").title(None).axis(format="%Y", tickCount="year", labelOverlap=True),
        )
    first, last = rows["year"].min(), rows["year"].max()
    ticks = (
        {"values": list(range(int(first), int(last) + 1))}
        if last - first < 6
        else {"tickMinStep": 1}
    )  # else half years
    return (
        "year",
        "Q",
        alt.X("year:Q", scale=alt.Scale(zero=False, nice=False, padding=14))
        .title(None)
        .axis(format="d", labelOverlap=True, **ticks),
    )


def lines(
    rows, by="item", colour=None, title=None, height=300, zero=True, labels=True, rule="linear"
):
    """Series over time, one line per value of `by`; a missing year breaks the line, ranges and weak sources show.

    colour: column of the colours (default `by`, up to six values) or one theme colour · labels: names at the line ends.
    """
    rows = prepare(rows, "lines", [by, "year"])
    _one_unit(rows, "lines")
    field, kind, x = _time(rows)
    rows = rows.sort_values([by, field], kind="stable")
    gap = rows.groupby(by)["year"].diff().fillna(1) > 1
    rows["run"] = (
        gap.groupby(rows[by]).cumsum().astype(str) + rows[by].astype(str)
        if rule == "linear"
        else rows[by].astype(str)
    )
    hue = _hue(rows, colour or by)
    y = alt.Y("at:Q", scale=alt.Scale(zero=zero)).title(title or _unit(rows))
    base = alt.Chart(
        rows[[*dict.fromkeys([*_CARRIED, field, by, "run", *([colour] if colour in rows else [])])]]
    ).encode(x)
    strokes = base.mark_line(interpolate=rule).encode(
        y, color=hue, detail="run:N", strokeDash=_dash(rows, by, colour)
    )
    dense = rows.groupby(by)["at"].count().max() > 60
    layers = [
        *_ranges(base, rows, "y", hue),
        strokes,
        *_dots(base, rows, "y", y, hue, size=9 if dense else 64),
    ]
    if labels and rows[by].nunique() > 1:
        layers.append(
            theme.direct_labels(
                rows,
                by,
                x=field,
                y="at",
                kind=kind,
                height=height,
                zero=zero,
                colour=False if colour and colour.startswith("var(") else colour,
            )
        )
    return alt.layer(*_choosable(layers, by, rows)).properties(
        height=height, description=describe(rows)
    )


def _choosable(layers, by, rows):
    """A click on a line, its dots or its name keeps that one strong and lets the others fade; a click beside them undoes it."""
    if rows[by].nunique() < 2:
        return layers
    chosen = alt.selection_point(
        name=f"chosen_{by}", fields=[by], on="click", clear="view:click[!event.item]"
    )
    layers = [
        layer.encode(opacity=alt.when(chosen).then(alt.value(1)).otherwise(alt.value(0.15)))
        for layer in layers
    ]
    return [layers[0].add_params(chosen), *layers[1:]]


def _dash(rows, by, colour):
    """Lines that share a colour are told apart by their dashes."""
    shared = (
        colour is not None
        and colour != by
        or by == "entity"
        and sum(n not in theme.ENTITY for n in rows[by].unique()) > 1
    )
    names = list(pd.unique(rows[by]))
    if not shared or len(names) > len(theme.DASHES):
        return alt.value([1, 0])
    return alt.StrokeDash(
        f"{by}:N", scale=alt.Scale(domain=names, range=theme.DASHES[: len(names)])
    ).legend(None)


def steps(rows, by="item", colour=None, title=None, height=260):
    """A rate, quota or count that holds until it is changed: steps instead of slopes. Otherwise as `lines`."""
    return lines(rows, by=by, colour=colour, title=title, height=height, rule="step-after")


def vintages(rows, edition="source_label", colour=None, title=None, height=300):
    """Editions of one estimate: each edition its own mark and line, the newest in colour, the older ones in grey.

    rows: one entity, one unit, years in `year` · edition: column naming the edition, in an order that sorts by age unless
    the rows have `source_date` · colour: of the newest (default: the entity's).
    """
    rows = prepare(rows, "vintages", [edition, "year"])
    _one_unit(rows, "vintages")
    age = "source_date" if "source_date" in rows else edition
    order = list(rows.sort_values(age, kind="stable")[edition].drop_duplicates())
    newest = colour or (
        theme.of("entity", rows["entity"].iloc[0]) if "entity" in rows else theme.BLUE
    )
    hue = alt.Color(
        f"{edition}:N",
        scale=alt.Scale(domain=order, range=[theme.SLATE] * (len(order) - 1) + [newest]),
    ).legend(None)
    rows["shape"] = [
        theme.SHAPES[(len(order) - 1 - order.index(name)) % len(theme.SHAPES)]
        for name in rows[edition]
    ]
    _, _, x = _time(rows.assign(period_kind="year"))
    y = alt.Y("at:Q").title(title or _unit(rows))
    base = alt.Chart(rows[[*_CARRIED, "year", "shape", edition]]).encode(x)
    strokes = base.mark_line(strokeWidth=1.5).encode(y, color=hue, detail=f"{edition}:N")
    names = theme.direct_labels(
        rows, edition, x="year", y="at", kind="Q", height=height, colour=False
    )
    layers = [*_ranges(base, rows, "y", hue), strokes, *_dots(base, rows, "y", y, hue), names]
    return alt.layer(*_choosable(layers, edition, rows)).properties(
        height=height, description=describe(rows)
    )


def bars(rows, label="entity", colour=None, title=None, label_width=24, sort=True):
    """Amounts as horizontal bars, longest first, with the figure at the end and the range where one is printed."""
    rows = prepare(rows, "bars", [label])
    _one_unit(rows, "bars")
    rows["lane"] = [_joined(text, label_width) for text in rows[label]]
    rows["upper"] = (
        rows[["at", "high"]].max(axis=1).clip(lower=0)
    )  # beside the bar, also where it runs to the left
    if rows["lane"].duplicated().any():
        raise FormError(
            f"bars: {label} names {rows.loc[rows['lane'].duplicated(), label].iloc[0]!r} twice; select one row each, or use rivals."
        )
    if sort:
        rows = rows.sort_values("at", ascending=False, kind="stable")
    colour = colour or ("entity" if label == "entity" else theme.BLUE)
    hue, names = _hue(rows, colour), dict(zip(rows["lane"], rows["lane"]))
    base = alt.Chart(
        rows[[*_CARRIED, "lane", "upper", *([colour] if colour in rows else [])]]
    ).encode(_lanes_axis(names))
    shown = base.encode(
        alt.X("at:Q").title(title or _unit(rows)).axis(grid=True, titleAnchor="start"),
        color=hue,
        tooltip=TIP,
    )
    solid = shown.transform_filter("!datum.hollow").mark_bar(height={"band": 0.62})
    hollow = shown.transform_filter("datum.hollow").mark_bar(
        height={"band": 0.56}, filled=False, strokeWidth=1.8
    )
    whisker = (
        base.transform_filter(
            "isValid(datum.low) && isValid(datum.high) && datum.low != datum.high"
        )
        .mark_rule(color=theme.INK, strokeWidth=1.5)
        .encode(x="low:Q", x2="high:Q")
    )
    return alt.layer(solid, hollow, whisker, _words(base, rows), *_names(names, names)).properties(
        height=_step(names, 26), description=describe(rows)
    )


def slope(rows, by="entity", x="year", colour=None, title=None, height=300):
    """Two dates and one line per actor, with name and figure at the right and the figure at the left."""
    rows = prepare(rows, "slope", [by, x])
    _one_unit(rows, "slope")
    if rows[x].nunique() != 2:
        raise FormError(
            f"slope: {x} has {rows[x].nunique()} values ({', '.join(map(str, pd.unique(rows[x])[:5]))}); a slope has two."
        )
    rows[x] = rows[x].astype(str)
    first, last = sorted(rows[x].unique())
    span = rows["at"].max() - min(0, rows["at"].min()) or 1
    rows["place"] = 0.0
    for when in (first, last):
        at = rows[x] == when
        rows.loc[at, "place"] = theme.spread(
            list(rows.loc[at, "at"]), (theme.TEXT + 3) * span / height
        )
    rows["words"] = [
        number(v) if when == first else f"{number(v)}  {name}"
        for v, when, name in zip(rows["at"], rows[x], rows[by])
    ]
    hue = _hue(rows, colour or by)
    base = alt.Chart(
        rows[
            list(
                dict.fromkeys(
                    [*_CARRIED, x, by, "place", "words", *([colour] if colour in rows else [])]
                )
            )
        ]
    ).encode(alt.X(f"{x}:O", sort=[first, last], scale=alt.Scale(padding=0.12)).title(None))
    y = alt.Y("at:Q").title(title or _unit(rows)).axis(labels=False, grid=False)
    strokes = base.mark_line().encode(
        y, color=hue, detail=f"{by}:N", strokeDash=_dash(rows, by, colour)
    )
    left = (
        base.transform_filter(alt.datum[x] == first)
        .mark_text(align="right", dx=-9)
        .encode(y="place:Q", text="words:N")
    )
    right = (
        base.transform_filter(alt.datum[x] == last)
        .mark_text(align="left", dx=9)
        .encode(y="place:Q", text="words:N", color=hue)
    )
    return alt.layer(strokes, *_dots(base, rows, "y", y, hue), left, right).properties(
        height=height, description=describe(rows)
    )


def lanes(
    rows,
    lane,
    start="start",
    end="end",
    label=None,
    colour=None,
    label_width=18,
    words_width=30,
    step=40,
    width=592,
):
    """Dated lanes: a bar where something lasted, a dot where it happened on a day.

    rows: columns `lane`, `start` (Timestamp) and perhaps `end` (Timestamp; missing or equal to start is a dot) · label: a
    column written over the mark; marks whose words would collide go to a further line of their lane · colour: theme
    colour or column · width: of the whole picture, px; for a phone hand `figure` a function: `lambda w: lanes(..., width=w)`.
    """
    if rows is None or not len(rows):
        raise FormError("lanes: no rows. Check the selection.")
    if missing := [
        column for column in (lane, start, *([label] if label else [])) if column not in rows
    ]:
        raise FormError(f"lanes: the rows have no column {', '.join(missing)}.")
    rows = plain(rows)
    rows["from"] = pd.to_datetime(rows[start])
    rows["to"] = pd.to_datetime(rows[end]).fillna(rows["from"]) if end in rows else rows["from"]
    if (backwards := rows["to"] < rows["from"]).any():
        raise FormError(
            f"lanes: ends before it starts: {', '.join(map(str, rows.loc[backwards, lane].head(3)))}."
        )
    rows["name"] = [_joined(text, label_width) for text in rows[lane]]
    rows["words"] = [_joined(text, words_width) for text in rows[label]] if label else ""
    rows["When"] = [
        f"{a:%Y-%m-%d}" if a == b else f"{a:%Y-%m-%d} to {b:%Y-%m-%d}"
        for a, b in zip(rows["from"], rows["to"])
    ]
    rows["What"] = _text(rows, label or lane)
    rows["lasting"] = rows["to"] - rows["from"] > pd.Timedelta(days=1)
    _stack(rows, max(120, width - 6.2 * label_width - 40))
    order = [
        f"{name}/{line}"
        for name in pd.unique(rows["name"])
        for line in range(rows.loc[rows["name"] == name, "line"].max() + 1)
    ]
    names = {key: key.rsplit("/", 1)[0] if key.endswith("/0") else "" for key in order}
    hue = _hue(rows, colour)
    years = (rows["to"].max() - rows["from"].min()).days / 365
    x = (
        alt.X("from:T")
        .title(None)
        .axis(
            format="%Y" if years > 3 else "%b %Y",
            tickCount="year" if 3 < years < 12 else 5,
            grid=False,
        )
    )
    base = alt.Chart(
        rows[
            [
                "lane",
                "from",
                "to",
                "words",
                "When",
                "What",
                "lasting",
                "late",
                *([colour] if colour in rows else []),
            ]
        ]
    ).encode(_lanes_axis(order), x, tooltip=["What:N", "When:N"])
    layers = [
        base.transform_filter("datum.lasting")
        .mark_bar(height=9, cornerRadius=2)
        .encode(x2="to:T", color=hue),
        base.transform_filter("!datum.lasting").mark_point(size=70).encode(color=hue),
    ]
    if label:
        rows["tall"] = rows["words"].str.count(r"\|") + 1
        for (late, tall), part in rows.groupby(["late", "tall"], sort=True):
            layers.append(
                alt.Chart(part[["lane", "from", "to", "words"]])
                .mark_text(
                    align="right" if late else "left",
                    baseline="bottom",
                    dx=6 if late else -4,
                    dy=-8 - 13 * (tall - 1),
                    lineBreak="|",
                    lineHeight=13,
                    fontSize=theme.SMALL,
                    limit=0,
                )
                .encode(_lanes_axis(order), alt.X("to:T" if late else "from:T"), text="words:N")
            )
        step = max(step, 13 * rows["tall"].max() + 20)
    return alt.layer(*layers, *_names({k: v for k, v in names.items() if v}, order)).properties(
        height=_step(names.values(), step),
        description="How to read: Bars last, dots are single days.",
    )


def _stack(rows, plot):
    """Give each mark a line of its lane where neither it nor its words touch another. Adds `late`, `line`, `lane`."""
    first, days = rows["from"].min(), max(1, (rows["to"].max() - rows["from"].min()).days)
    begin = (rows["from"] - first).dt.days / days * plot
    finish = (rows["to"] - first).dt.days / days * plot
    words = [max(map(len, text.split("|"))) * 5.6 + 14 if text else 12 for text in rows["words"]]
    rows["late"] = begin > plot / 2
    left = [
        min(b, f - w) - 6 if late else b - 6
        for b, f, w, late in zip(begin, finish, words, rows["late"])
    ]
    right = [
        f + 6 if late else max(f, b + w) + 6
        for b, f, w, late in zip(begin, finish, words, rows["late"])
    ]
    taken, lines = {}, []
    for name, a, b in zip(rows["name"], left, right):
        spans = taken.setdefault(name, [])
        line = next(
            (i for i, span in enumerate(spans) if all(b <= c or a >= d for c, d in span)),
            len(spans),
        )
        spans[line : line + 1] = [[*(spans[line] if line < len(spans) else []), (a, b)]]
        lines.append(line)
    rows["line"] = lines
    rows["lane"] = [f"{name}/{line}" for name, line in zip(rows["name"], lines)]


def tornado(
    rows, base, label="name", low="low_result", high="high_result", unit="", label_width=24
):
    """What each assumption, moved alone from its low to its high value, does to a result.

    rows: columns `label`, `low_result`, `high_result` and perhaps `low_input`, `high_input` (texts for the ends) · base: the
    result with all assumptions in the middle. The widest bar comes first.
    """
    if rows is None or not len(rows):
        raise FormError(
            "tornado: no rows. Give one row per assumption with its low and high result."
        )
    if missing := [column for column in (label, low, high) if column not in rows]:
        raise FormError(f"tornado: the rows have no column {', '.join(missing)}.")
    rows = rows.copy()
    rows["span"] = (rows[high] - rows[low]).abs()
    rows = rows.sort_values("span", ascending=False, kind="stable")
    rows["lane"] = [_joined(text, label_width) for text in rows[label]]
    long = _ends(rows, base, low, high)
    long["Result"] = [f"{number(value)} {unit}".strip() for value in long["result"]]
    outer = long.loc[long["result"].isin([long["result"].min(), long["result"].max()]), "input"]
    chart = alt.Chart(long[["lane", "end", "result", "base", "upward", "input", "Result"]]).encode(
        _lanes_axis(rows["lane"]),
        alt.X(
            "result:Q",
            scale=alt.Scale(zero=False, nice=False, padding=6.5 * outer.str.len().max() + 14),
        )
        .title(unit or None)
        .axis(grid=True, domain=False, titleAnchor="start"),
    )
    hue = alt.Color(
        "end:N", scale=alt.Scale(domain=["low", "high"], range=[theme.GOLD, theme.BLUE])
    ).legend(None)
    spans = chart.mark_bar(height={"band": 0.6}).encode(
        x2="base:Q", color=hue, tooltip=["lane:N", "input:N", "Result:N"]
    )
    right = (
        chart.transform_filter("datum.upward").mark_text(align="left", dx=6).encode(text="input:N")
    )
    left = (
        chart.transform_filter("!datum.upward")
        .mark_text(align="right", dx=-6)
        .encode(text="input:N")
    )
    middle = (
        alt.Chart(pd.DataFrame({"result": [base]}))
        .mark_rule(color=theme.INK, strokeWidth=1.5)
        .encode(x="result:Q")
    )
    names = dict(zip(rows["lane"], rows["lane"]))
    said = (
        f"How to read: The upright line is the result with every input at its central setting, {number(base)} {unit}".rstrip()
        + ". Gold: one input at its low end; blue: at its high end."
    )
    return alt.layer(spans, right, left, middle, *_names(names, names)).properties(
        height=_step(names, 30), description=said
    )


def _ends(rows, base, low, high):
    """Two rows for each assumption. Where both ends fall on one side of the base, only the outer one is named."""
    inputs = {"low": _text(rows, "low_input"), "high": _text(rows, "high_input")}
    still = (rows[low] == base) & (rows[high] == base)
    inputs["high"] = inputs["high"].where(~still, inputs["low"] + " to " + inputs["high"])
    one_side = (rows[low] >= base) == (rows[high] >= base)
    farther = {"low": (rows[low] - base).abs() > (rows[high] - base).abs()}
    farther["high"] = ~farther["low"]
    parts = [
        rows.assign(
            end=end,
            result=rows[column],
            input=inputs[end].where(~one_side | farther[end], ""),
            base=base,
        )
        for end, column in (("low", low), ("high", high))
    ]
    return pd.concat(parts).assign(upward=lambda long: long["result"] >= base)
