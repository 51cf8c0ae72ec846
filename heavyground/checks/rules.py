"""What a schema cannot say about the evidence. One rule, one function; each yields every fault it finds, at its line.

`check(data)` runs them all over the tables as text, so that one broken cell hides no other fault. To add a rule, write a
function that takes a `Tables` and yields `Fault`s, and put `@rule` above it.
"""

import re
from functools import cached_property
from pathlib import Path
from urllib.parse import urlsplit

import pandas as pd

from . import evidence as ev
from .faults import Fault
from .paths import relative

RULES = []

PERIOD_KINDS = ["year", "month", "date", "span", "fiscal-year"]
VOCABULARY = {
    "observations": {
        "period_kind": PERIOD_KINDS,
        "period_basis": ["printed", "inferred", "publication"],
        "basis": ["reported", "estimated", "forecast", "target", "budget", "compiled", "claim"],
        "quality": [
            "official statistic",
            "primary document",
            "reputable secondary",
            "weak single source",
            "known wrong",
        ],
    },
    "sources.csv": {
        "date_basis": ["printed", "inferred", "undated"],
        "reliability": ["high", "medium", "low"],
        "read": ["whole", "part", "relay"],
        "status": ["cited", "context", "founding-article"],
    },
    "events.csv": {"date_precision": ["day", "month", "year"]},
    "entities.csv": {
        "kind": [
            "country",
            "armed actor",
            "company",
            "place",
            "government body",
            "organisation",
            "region",
            "other",
        ]
    },
    "items.csv": {
        "kind": ["element", "oxide", "hs-line", "magnet", "stage", "good", "ore", "site", "other"]
    },
    "units.csv": {
        "kind": [
            "mass",
            "rate",
            "count",
            "share",
            "change",
            "ratio",
            "index",
            "money",
            "price",
            "flag",
            "time",
            "length",
            "area",
            "concentration",
            "other",
        ]
    },
    "places.csv": {"precision": ["0.01 degree", "0.1 degree"]},
}
REQUIRED = {
    "observations": "id series entity item period period_kind period_basis unit basis source quality",
    "series.csv": "series title quantity unit definition theme",
    "sources.csv": "key title kind language rights reliability read accessed status",
    "events.csv": "id date date_precision title topic source",
    "claims.csv": "id seed topic paraphrase",
    "entities.csv": "name kind",
    "items.csv": "name family kind",
    "places.csv": "name kind country lat lon precision source",
    "routes.csv": "route_id leg from to mode",
    "parameters.csv": "name model unit",
    "corrections.csv": "id field printed reason expect",
    "left_out.csv": "id reason",
    "units.csv": "unit title kind",
    "slugs.csv": "folder old_series new_series",
}
KEYS = {
    "series.csv": ["series"],
    "sources.csv": ["key"],
    "events.csv": ["id"],
    "claims.csv": ["id"],
    "entities.csv": ["name"],
    "items.csv": ["name"],
    "places.csv": ["name"],
    "routes.csv": ["route_id", "leg"],
    "parameters.csv": ["name", "model"],
    "corrections.csv": ["id", "field"],
    "left_out.csv": ["id"],
    "units.csv": ["unit"],
}
AHEAD = ["forecast", "target", "budget"]  # bases that may speak of a time after their source


def rule(function):
    """Put a function among the rules."""
    RULES.append(function)
    return function


def check(data=None):
    """Every fault of a data folder, sorted by file and line; an empty list when there is none."""
    return judge(Tables(ev.tables(data))) or list(description_is_up_to_date(data or ev.DATA))


def judge(tables):
    """Every fault that the rules find in tables already read."""
    found = [fault for table in tables.read.values() for fault in table.faults]
    for one in RULES:
        found += one(tables)
    return sorted(set(found))


def description_is_up_to_date(data):
    """`datapackage.json` is made from the tables; asked only when they have no other fault."""
    from . import datapackage

    path = Path(data) / "datapackage.json"
    if not path.exists() or path.read_text("utf-8") != datapackage.text(data):
        yield Fault(
            relative(path),
            1,
            "datapackage",
            "the description is missing or out of date; run: python -m heavyground datapackage",
        )


class Tables:
    """All tables as text, with what several rules need, made once."""

    def __init__(self, read):
        self.read = read

    def __getitem__(self, name):
        return self.read[name].frame

    def __contains__(self, name):
        """Was the table there to be read? Rules on keys stay silent about a table that is missing; that is a fault already."""
        return not any(
            fault.rule in ("missing-file", "empty-file") for fault in self.read[name].faults
        )

    @cached_property
    def observations(self):
        """All themes as one frame; `value_n`, `low_n`, `high_n` are numbers, `start`, `end` the period, `prefix` the file's."""
        frame = pd.concat(
            [
                self[f"observations/{theme}.csv"].assign(prefix=prefix)
                for theme, prefix in ev.PREFIXES.items()
            ],
            ignore_index=True,
        )
        frame = frame.assign(
            **{f"{c}_n": pd.to_numeric(frame[c], errors="coerce") for c in ("value", "low", "high")}
        )
        return frame.join(ev.period_bounds(frame.period))

    @cached_property
    def everything(self):
        return {
            **{name: self[name] for name in self.read if not name.startswith("observations/")},
            "observations": self.observations,
        }

    @cached_property
    def unit_of_series(self):
        return dict(zip(self["series.csv"].series, self["series.csv"].unit))

    @cached_property
    def ids(self):
        return set(self.observations.id)

    @cached_property
    def merged(self):
        """Merged ids, one a row: id, into, path, line."""
        rows = self.observations.loc[
            self.observations["also"] != "", ["id", "also", "path", "line"]
        ].rename(columns={"id": "into"})
        return _exploded(rows, "also").rename(columns={"also": "id"})

    @cached_property
    def corrected(self):
        return set(self["corrections.csv"].id)


def _exploded(rows, column):
    """One line for each part of a cell that holds several, separated by "; "."""
    rows = rows.assign(**{column: rows[column].str.split(";")}).explode(column, ignore_index=True)
    return rows.assign(**{column: rows[column].str.strip()})


def _faults(rows, rule, say):
    """A fault for each row; `say` makes the message from the row."""
    for row in rows.itertuples(index=False):
        yield Fault(row.path, row.line, rule, say(row))


def _quoted(words):
    return ", ".join(map(str, words))


# ---- Cells


@rule
def required_cells_are_filled(t):
    """What every row must say."""
    for name, columns in REQUIRED.items():
        frame = t.everything[name]
        for column in columns.split():
            if column in frame:
                yield from _faults(
                    frame[frame[column].str.strip() == ""],
                    "required",
                    lambda row, c=column: f"{c} is empty; fill it in.",
                )


@rule
def numbers_are_numbers(t):
    """A number column holds plain numbers: no text, no thousands separators, no infinities."""
    for name, frame in t.everything.items():
        for column in ev.NUMBERS.get(name, []):
            bad = frame[
                (frame[column] != "")
                & ~frame[column].str.fullmatch(r"-?\d+(\.\d+)?([eE][+-]?\d+)?")
            ]
            yield from _faults(
                bad,
                "number",
                lambda row,
                c=column: f'{c} "{getattr(row, c)}" is not a plain number; write digits and a point only, and the source\'s wording in printed.',
            )


@rule
def words_come_from_the_vocabulary(t):
    """Columns with a short list of words."""
    for name, columns in VOCABULARY.items():
        frame = t.everything[name]
        for column, words in columns.items():
            bad = frame[(frame[column] != "") & ~frame[column].isin(words)]
            yield from _faults(
                bad,
                "vocabulary",
                lambda row,
                c=column,
                w=words: f'{c} "{getattr(row, c)}" is not one of {_quoted(w)}.',
            )


@rule
def cells_cannot_act_as_formulas(t):
    """Files are shipped byte for byte; a spreadsheet runs a cell that begins with = + - @ or a tab."""
    for name, frame in t.everything.items():
        numbers = ev.NUMBERS.get(name, [])
        for column in frame.columns.difference(
            ["path", "line", "prefix", "start", "end", "value_n", "low_n", "high_n", *numbers]
        ):
            bad = frame[frame[column].str.startswith(("=", "+", "-", "@", "\t"))]
            yield from _faults(
                bad,
                "injection",
                lambda row,
                c=column: f"{c} begins with {getattr(row, c)[:1]!r}, which a spreadsheet may run; reword it so that a letter, digit or quotation mark comes first.",
            )


@rule
def cells_are_trimmed(t):
    """No white space at the ends, no control characters (they hide differences between two keys)."""
    for name, frame in t.everything.items():
        for column in frame.columns.difference(
            ["path", "line", "prefix", "start", "end", "value_n", "low_n", "high_n"]
        ):
            text = frame[column]
            bad = frame[
                (text != text.str.strip())
                | text.str.contains(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\u200b\ufeff]")
            ]
            yield from _faults(
                bad,
                "whitespace",
                lambda row,
                c=column: f"{c} has white space at an end or an invisible character; remove it.",
            )


# ---- Ids and keys


@rule
def ids_have_their_form(t):
    """prod-0001 in production.csv, and so on; events ev-0001, statements A01 or B01."""
    rows = t.observations
    for prefix, some in rows.groupby("prefix"):
        bad = some[(some.id != "") & ~some.id.str.fullmatch(rf"{prefix}-\d{{4}}")]
        yield from _faults(
            bad,
            "id-form",
            lambda row, p=prefix: f'id "{row.id}" must be {p}- and four digits in this file.',
        )
    for name, form, words in (
        ("events.csv", r"ev-\d{4}", "ev- and four digits"),
        ("claims.csv", r"[AB]\d{2,3}", "A or B and two digits"),
    ):
        frame = t[name]
        yield from _faults(
            frame[(frame.id != "") & ~frame.id.str.fullmatch(form)],
            "id-form",
            lambda row, w=words: f'id "{row.id}" must be {w}.',
        )


@rule
def keys_stand_once(t):
    """An id or a key names one row."""
    for name, columns in {"observations": ["id"], **KEYS}.items():
        frame = t.everything[name]
        frame = frame[(frame[columns] != "").all(axis=1)]
        first = frame.drop_duplicates(columns).set_index(columns)["line"]
        first_path = frame.drop_duplicates(columns).set_index(columns)["path"]
        for row in frame[frame.duplicated(columns)].itertuples(index=False):
            key = (
                getattr(row, columns[0])
                if len(columns) == 1
                else tuple(getattr(row, c) for c in columns)
            )
            shown = key if isinstance(key, str) else ", ".join(key)
            yield Fault(
                row.path,
                row.line,
                "duplicate",
                f"{shown} stands already at {first_path[key]}:{first[key]}; give this row its own {'id' if 'id' in columns else 'key'}, or merge the two.",
            )


@rule
def keys_are_known(t):
    """What a cell refers to exists in its table."""
    links = [
        ("observations", "source", "sources.csv", "key", False),
        ("observations", "series", "series.csv", "series", False),
        ("observations", "entity", "entities.csv", "name", False),
        ("observations", "partner", "entities.csv", "name", False),
        ("observations", "item", "items.csv", "name", False),
        ("observations", "unit", "units.csv", "unit", False),
        ("series.csv", "unit", "units.csv", "unit", False),
        ("series.csv", "preferred", "sources.csv", "key", True),
        ("events.csv", "source", "sources.csv", "key", True),
        ("places.csv", "source", "sources.csv", "key", True),
        ("routes.csv", "source", "sources.csv", "key", True),
        ("entities.csv", "part_of", "entities.csv", "name", False),
        ("claims.csv", "seed", "sources.csv", "key", False),
        ("routes.csv", "from", "places.csv", "name", False),
        ("routes.csv", "to", "places.csv", "name", False),
    ]
    for name, column, target, key, several in links:
        if target not in t:
            continue
        frame = t.everything[name]
        frame = frame[frame[column] != ""].rename(columns={column: "_cell"})
        frame = _exploded(frame, "_cell") if several else frame
        known = set(t[target][key])
        for row in (
            frame[~frame._cell.isin(known)]
            .rename(columns={"_cell": "cell"})
            .itertuples(index=False)
        ):
            hint = ev.near(row.cell, known)
            yield Fault(
                row.path,
                row.line,
                f"unknown-{column}",
                f'{column} "{row.cell}" is not in data/{target}{hint}; add it there or correct the spelling.',
            )


@rule
def units_fit_their_series(t):
    """A series is one quantity in one unit."""
    rows = t.observations
    wanted = rows.series.map(t.unit_of_series)
    bad = rows.assign(wanted=wanted)[wanted.notna() & (rows.unit != "") & (rows.unit != wanted)]
    yield from _faults(
        bad,
        "unit",
        lambda row: f'series {row.series} is in "{row.wanted}", this row in "{row.unit}". Say which the source means, or choose another series.',
    )


@rule
def merged_ids_stand_once(t):
    """`also` lists ids that were merged into this row: well formed, in one place only, and no row any more."""
    rows = t.merged
    bad = rows[~rows.id.str.fullmatch(r"(?:prod|ctrl|proc|ind|env|econ|geo)-\d{4}")]
    yield from _faults(
        bad, "merged-id", lambda row: f'also "{row.id}" is not an id; separate ids with "; ".'
    )
    yield from _faults(
        rows[rows.id.isin(t.ids)],
        "merged-id",
        lambda row: f"also names {row.id}, which is a row of its own; remove the row or the name.",
    )
    first = dict(zip(rows.drop_duplicates("id").id, rows.drop_duplicates("id").into))
    yield from _faults(
        rows[rows.id.duplicated()],
        "merged-id",
        lambda row: f"also names {row.id}, which was merged into {first[row.id]} already; it can have one heir.",
    )


@rule
def nothing_vanishes(t):
    """Every id up to the highest of its prefix is a row, merged, left out with a reason, or a derived value by alias."""
    from . import derived

    left = t["left_out.csv"]
    yield from _faults(
        left[left.id.isin(t.ids)],
        "left-out",
        lambda row: f"{row.id} is left out and yet a row; remove one of the two.",
    )
    heirs = dict(zip(t.merged.id, t.merged.into))
    yield from _faults(
        left[left.id.isin(heirs)],
        "left-out",
        lambda row: f"{row.id} is left out and yet merged into {heirs[row.id]}; remove one of the two.",
    )
    accounted = t.ids | set(left.id) | set(heirs) | set(derived.aliases())
    for theme, prefix in ev.PREFIXES.items():
        frame = t[f"observations/{theme}.csv"]
        numbers = pd.to_numeric(
            pd.Series([one[-4:] for one in accounted if one.startswith(prefix + "-")]),
            errors="coerce",
        ).dropna()
        if frame.empty or numbers.empty:
            continue
        missing = [
            f"{prefix}-{n:04d}"
            for n in range(1, int(numbers.max()) + 1)
            if f"{prefix}-{n:04d}" not in accounted
        ]
        for id in missing:
            yield Fault(
                frame.path.iloc[0],
                1,
                "lost-id",
                f"{id} is nowhere: no row, not merged (also), not in left_out.csv, no alias in derived.py. Say what became of it.",
            )


@rule
def cited_figures_exist(t):
    """`cites` names rows or sources that are there, and never runs in a circle."""
    rows = t.observations[t.observations.cites != ""]
    one = _exploded(rows[["id", "cites", "path", "line"]], "cites")
    known = t.ids | set(t["sources.csv"].key)
    heirs = dict(zip(t.merged.id, t.merged.into))
    bad = one[~one.cites.isin(known)]
    yield from _faults(
        bad,
        "cites",
        lambda row: f"cites {row.cites}, which "
        + (
            f"was merged into {heirs[row.cites]}; cite that."
            if row.cites in heirs
            else 'is neither a row nor a source; correct it, or separate several with "; ".'
        ),
    )
    yield from _faults(
        one[one.cites == one.id],
        "cites",
        lambda row: f"{row.id} cites itself; name what it relays.",
    )
    onward = {}
    for row in one[one.cites.isin(t.ids) & (one.cites != one.id)].itertuples(index=False):
        onward.setdefault(row.id, []).append(row.cites)
    lines = dict(zip(rows.id, zip(rows.path, rows.line)))
    for start in onward:
        seen, todo = set(), list(onward[start])
        while todo:
            at = todo.pop()
            if at == start:
                yield Fault(
                    *lines[start],
                    "cites",
                    f"{start} cites itself by way of others; break the circle at the row that came first.",
                )
                break
            if at not in seen:
                seen.add(at)
                todo += onward.get(at, [])


# ---- Figures


@rule
def a_row_has_a_figure(t):
    """At least one of value, low, high."""
    rows = t.observations
    bad = rows[(rows[["value", "low", "high"]] == "").all(axis=1)]
    yield from _faults(
        bad,
        "no-figure",
        lambda row: "value, low and high are all empty; give the figure, or list the id in left_out.csv with the reason.",
    )


@rule
def low_is_not_above_high(t):
    """`low` and `high` bound the figure as the source prints it."""
    rows = t.observations
    yield from _faults(
        rows[rows.low_n > rows.high_n],
        "range-order",
        lambda row: f"low {row.low_n:g} exceeds high {row.high_n:g}; swap them or check the source.",
    )
    yield from _faults(
        rows[rows.value_n < rows.low_n],
        "range-order",
        lambda row: f"value {row.value_n:g} lies below low {row.low_n:g}; check the source.",
    )
    yield from _faults(
        rows[rows.value_n > rows.high_n],
        "range-order",
        lambda row: f"value {row.value_n:g} lies above high {row.high_n:g}; check the source.",
    )


SHARES = ["% share", "% of REO", "% by mass"]


@rule
def shares_lie_between_0_and_100(t):
    """A share is part of a whole; what may exceed 100 or fall below 0 is a change."""
    rows = t.observations
    figures = rows[["value_n", "low_n", "high_n"]]
    bad = rows[rows.unit.isin(SHARES) & ((figures > 100) | (figures < 0)).any(axis=1)]
    yield from _faults(
        bad,
        "share",
        lambda row: f'{_first_outside(row):g} {row.unit} lies outside 0 to 100; if the source speaks of a rise or fall, use a series in "% change".',
    )


def _first_outside(row):
    return next(x for x in (row.value_n, row.low_n, row.high_n) if x > 100 or x < 0)


@rule
def counts_and_weights_are_not_negative(t):
    """Only changes, balances of money and degrees may be below zero."""
    rows = t.observations
    kinds = dict(zip(t["units.csv"].unit, t["units.csv"].kind))
    bad = rows[
        rows.unit.map(kinds).isin(
            ["mass", "rate", "count", "price", "length", "area", "concentration", "index"]
        )
        & ((rows.value_n < 0) | (rows.low_n < 0))
    ]
    yield from _faults(
        bad,
        "negative",
        lambda row: f"{row.value or row.low} {row.unit} is below zero; if it is a change, use a series of changes.",
    )


@rule
def neighbours_are_of_one_size(t):
    """A figure more than 50 times off its nearest neighbours is usually a slip of unit; one that is not says why.

    Neighbours: the same series, entity, partner and item, next to it in time. Said why: a note, a correction, or the mark
    "known wrong".
    """
    rows = t.observations.assign(
        figure=t.observations.value_n.fillna(t.observations.low_n)
        .fillna(t.observations.high_n)
        .abs()
    )
    rows = rows[rows.figure > 0].sort_values(["series", "entity", "partner", "item", "start", "id"])
    same = ["series", "entity", "partner", "item"]
    for direction in (1, -1):
        rows[f"next{direction}"] = rows.groupby(same, observed=True).figure.shift(direction)
        rows[f"id{direction}"] = rows.groupby(same, observed=True).id.shift(direction)
    apart = lambda other: (rows.figure / other > 50) | (other / rows.figure > 50)
    first, last = apart(rows.next1), apart(rows["next-1"])
    said = (rows.note != "") | (rows.quality == "known wrong") | rows.id.isin(t.corrected)
    bad = rows[((first & (last | rows["next-1"].isna())) | (last & rows.next1.isna())) & ~said]
    bad = bad.assign(
        other=bad["id1"].where(first, bad["id-1"]), size=bad.next1.where(first, bad["next-1"])
    )
    yield from _faults(
        bad,
        "neighbours",
        lambda row: f"{row.figure:g} {row.unit} stands beside {row.size:g} in {row.other}, more than 50 times apart; check the unit, or say in note why.",
    )


@rule
def parts_do_not_exceed_their_whole(t):
    """In one table of one source, countries add up to no more than its World row (3 % for rounding)."""
    rows = t.observations[
        t.observations.value_n.notna() & t.observations.unit.isin(["t REO", "t", "t gross"])
    ]
    rows = rows[rows.series.isin(["mine-production", "reserves"]) & (rows.basis != "claim")]
    countries = set(t["entities.csv"].name[t["entities.csv"].kind == "country"]) - {"World"}
    same = ["source", "series", "item", "period", "locator", "basis"]
    world = rows[rows.entity == "World"].drop_duplicates(same)
    parts = (
        rows[rows.entity.isin(countries) & (rows.partner == "")]
        .groupby(same, observed=True)
        .value_n.agg(total="sum", biggest="max")
        .reset_index()
    )
    both = world.merge(parts, on=same)
    bad = both[both.total > both.value_n * 1.03]
    yield from _faults(
        bad,
        "sum",
        lambda row: f"the countries of {row.source} for {row.period} add up to {row.total:,.0f}, more than this World figure of {row.value_n:,.0f}; one of them is wrong or stands twice.",
    )


@rule
def a_tariff_line_is_part_of_its_heading(t):
    """HS 28469019 cannot weigh more than HS 284690 in the same record."""
    rows = t.observations[
        t.observations.value_n.notna() & t.observations.item.str.fullmatch(r"HS \d{4,8}")
    ]
    rows = rows.assign(code=rows.item.str[3:])
    same = ["series", "entity", "partner", "period"]
    pairs = rows.merge(
        rows[[*same, "code", "value_n", "id", "source"]], on=same, suffixes=("", "_whole")
    )
    pairs = pairs[(pairs.code.str.len() > pairs.code_whole.str.len())]
    within = pd.Series(
        [a.startswith(b) for a, b in zip(pairs.code, pairs.code_whole)],
        index=pairs.index,
        dtype=bool,
    )
    bad = pairs[within & (pairs.value_n > pairs.value_n_whole * 1.001)]
    yield from _faults(
        bad,
        "part",
        lambda row: f"{row.item} has {row.value_n:,.10g} {row.unit}, more than its heading HS {row.code_whole} in {row.id_whole} ({row.value_n_whole:,.10g}); check both.",
    )


# ---- Time


@rule
def periods_have_their_form(t):
    """2024, 2024-05, 2024-05-31, 2017/2024 or FY2024-25, as `period_kind` says, with real dates in order."""
    rows = t.observations
    for kind, form in ev.PERIOD.items():
        some = rows[(rows.period_kind == kind) & (rows.period != "")]
        yield from _faults(
            some[~some.period.str.fullmatch(form)],
            "period",
            lambda row: f'period "{row.period}" is no {row.period_kind}; write {_FORMS[row.period_kind]}, or mend period_kind.',
        )
        proper = some[some.period.str.fullmatch(form)]
        yield from _faults(
            proper[proper.start.isna() | proper.end.isna()],
            "period",
            lambda row: f'period "{row.period}" is no date of the calendar; correct it.',
        )
        yield from _faults(
            proper[proper.start > proper.end],
            "period",
            lambda row: f'period "{row.period}" ends before it begins; swap the ends.',
        )


_FORMS = {
    "year": "2024",
    "month": "2024-05",
    "date": "2024-05-31",
    "span": "2017/2024 (each end a year, month or day)",
    "fiscal-year": "FY2024-25",
}


@rule
def event_dates_have_their_form(t):
    """Dates of events and sources: year, month or day; an event's precision says which."""
    events = t["events.csv"]
    length = events.date_precision.map({"day": 10, "month": 7, "year": 4})
    bad = events[
        length.notna()
        & ((events.date.str.len() != length) | ev.period_bounds(events.date)["start"].isna())
    ]
    yield from _faults(
        bad,
        "date",
        lambda row: f'date "{row.date}" is no {row.date_precision}; write 2024, 2024-05 or 2024-05-31 as date_precision says.',
    )
    sources = t["sources.csv"]
    bad = sources[
        (sources.date != "")
        & (
            ~sources.date.str.fullmatch(r"\d{4}(-\d\d(-\d\d)?)?")
            | ev.period_bounds(sources.date)["start"].isna()
        )
    ]
    yield from _faults(
        bad,
        "date",
        lambda row: f'date "{row.date}" is no date; write 2024, 2024-05 or 2024-05-31, or leave it empty and say undated.',
    )
    bad = sources[(sources.date == "") != (sources.date_basis == "undated")]
    yield from _faults(
        bad,
        "date",
        lambda row: 'a source without a date says date_basis "undated", and only such a one.',
    )
    bad = sources[
        (sources.accessed != "") & ~sources.accessed.str.fullmatch(r"\d{4}-\d{2}(-\d{2})?")
    ]
    yield from _faults(
        bad, "date", lambda row: f'accessed "{row.accessed}" is no month; write 2026-11.'
    )


@rule
def periods_do_not_outrun_their_source(t):
    """A source cannot report what began after it was published; only a forecast, target or budget looks ahead."""
    rows, sources = t.observations, t["sources.csv"].drop_duplicates("key")
    published = dict(zip(sources.key, ev.period_bounds(sources.date)["end"]))
    rows = rows.assign(published=pd.to_datetime(rows.source.map(published)))
    bad = rows[(rows.start > rows.published) & ~rows.basis.isin(AHEAD)]
    yield from _faults(
        bad,
        "later-than-source",
        lambda row: f"period {row.period} begins after its source was published ({row.published:%Y-%m-%d}); mend period or source, or mark the row as forecast, target or budget.",
    )
    events = t["events.csv"]
    events = events.assign(
        start=ev.period_bounds(events.date)["start"],
        published=pd.to_datetime(events.source.map(published)),
    )
    yield from _faults(
        events[events.start > events.published],
        "later-than-source",
        lambda row: f"{row.date} lies after its source was published ({row.published:%Y-%m-%d}); mend the date or the source.",
    )


@rule
def rechecks_have_their_form(t):
    """`verified` is empty or a day and a verdict."""
    rows = t.observations
    bad = rows[
        (rows.verified != "")
        & ~rows.verified.str.match(r"\d{4}-\d{2}-\d{2} (confirmed|corrected|not seen again)\b")
    ]
    yield from _faults(
        bad,
        "verified",
        lambda row: f'verified "{row.verified[:40]}" must be like "2026-11-25 confirmed", "... corrected: why" or "... not seen again: why".',
    )


# ---- Sources


@rule
def sources_are_used(t):
    """A source that nothing rests on is dropped, or marked as context."""
    used = set(t.observations.source) | set(
        t["series.csv"].preferred.str.split(";").explode().str.strip()
    )
    used |= set(t.observations.cites.str.split(";").explode().str.strip())
    for name in ("events.csv", "places.csv", "routes.csv", "parameters.csv"):
        used |= set(t[name].source.str.split(";").explode().str.strip())
    used |= set(t["claims.csv"].seed)
    sources = t["sources.csv"]
    bad = sources[~sources.key.isin(used) & (sources.status != "context")]
    yield from _faults(
        bad,
        "unused-source",
        lambda row: f'nothing rests on {row.key}; remove it, or give it the status "context" with a note.',
    )


@rule
def addresses_are_web_addresses(t):
    """http or https, with a host; the site links to them as they stand."""
    sources = t["sources.csv"]
    yield from _faults(
        sources[(sources.url == "") & (sources.note == "")],
        "url",
        lambda row: f"{row.key} has no url; give it, or say in note why there is none.",
    )
    for row in sources[sources.url != ""].itertuples(index=False):
        try:
            parts = urlsplit(row.url)
            fine = (
                parts.scheme in ("http", "https")
                and "." in parts.netloc
                and not re.search(r"[\s<>\"]", row.url)
            )
        except ValueError:
            fine = False
        if not fine:
            yield Fault(
                row.path,
                row.line,
                "url",
                f'url "{row.url[:60]}" is no web address; write one that begins with https:// or http://.',
            )


@rule
def one_page_has_one_key(t):
    """The same address under two keys is one source, unless its note names the other key (two editions of one page).

    Compared without scheme, www, trailing stroke and fragment.
    """
    sources = t["sources.csv"]
    plain = (
        sources.url.str.replace(r"^https?://(www\.)?|#.*$", "", regex=True)
        .str.rstrip("/")
        .str.lower()
    )
    sources = sources.assign(plain=plain)[plain != ""]
    first = dict(zip(sources.drop_duplicates("plain").plain, sources.drop_duplicates("plain").key))
    said = pd.Series(
        [first[plain] in note for plain, note in zip(sources.plain, sources.note)],
        index=sources.index,
        dtype=bool,
    )
    bad = sources[sources.plain.duplicated() & ~said]
    yield from _faults(
        bad,
        "one-page-two-keys",
        lambda row: f"{row.key} and {first[row.plain]} are one page; keep one key, or say in note which edition each is, naming the other key.",
    )


@rule
def claims_rest_on_founding_articles(t):
    """Rows of the two founding articles are claims under test, and nothing else is."""
    status = dict(zip(t["sources.csv"].key, t["sources.csv"].status))
    rows = t.observations.assign(status=t.observations.source.map(status))
    bad = rows[(rows.basis == "claim") & (rows.status != "founding-article") & rows.status.notna()]
    yield from _faults(
        bad,
        "claim",
        lambda row: f"basis claim, but {row.source} is no founding article; say reported, estimated or compiled.",
    )
    bad = rows[(rows.basis != "claim") & (rows.status == "founding-article")]
    yield from _faults(
        bad,
        "claim",
        lambda row: f"{row.source} is a founding article under test; its rows have the basis claim.",
    )


@rule
def corrections_meet_what_they_correct(t):
    """A correction names a row and a field, and `expect` still stands there."""
    rows, fixes = t.observations.drop_duplicates("id").set_index("id"), t["corrections.csv"]
    for one in fixes.itertuples(index=False):
        if one.id not in rows.index:
            yield Fault(
                one.path,
                one.line,
                "correction",
                f"{one.id} is no row; remove the correction or name the row it is for.",
            )
        elif one.field not in ev.OBSERVATION:
            yield Fault(
                one.path, one.line, "correction", f'"{one.field}" is no column of the observations.'
            )
        elif not _same_cell(rows.at[one.id, one.field], one.expect):
            yield Fault(
                one.path,
                one.line,
                "correction",
                f'{one.id} has {one.field} "{rows.at[one.id, one.field]}" where "{one.expect}" is expected; the row was changed: look whether the correction is still needed.',
            )
        elif (
            one.field in ("value", "low", "high")
            and one.use
            and pd.isna(pd.to_numeric(one.use, errors="coerce"))
        ):
            yield Fault(one.path, one.line, "correction", f'use "{one.use}" is not a number.')


def _same_cell(found, expected):
    if found == expected:
        return True
    pair = pd.to_numeric(pd.Series([found, expected]), errors="coerce")
    return bool(pair.notna().all() and pair.iloc[0] == pair.iloc[1])


# ---- Places, statements, parameters


@rule
def places_are_not_too_exact(t):
    """Two decimals for towns and public gates, one for mine areas, and no military positions: nobody is harmed by this book."""
    places = t["places.csv"]
    fine = places.kind.str.contains("mine|mining", case=False).map({True: 1, False: 2})
    for column, limit in (("lat", 90), ("lon", 180)):
        decimals = places[column].str.replace(r"^[^.]*\.?", "", regex=True).str.len()
        bad = places.assign(fine=fine)[decimals > fine]
        yield from _faults(
            bad,
            "coordinates",
            lambda row,
            c=column: f"{c} {getattr(row, c)} is too exact for a {row.kind}; round to {row.fine} decimal{'s' if row.fine > 1 else ''}.",
        )
        off = places[pd.to_numeric(places[column], errors="coerce").abs() > limit]
        yield from _faults(
            off, "coordinates", lambda row, c=column: f"{c} {getattr(row, c)} is not on the globe."
        )
    bad = places[places.kind.str.contains("milit|outpost|base|camp|headquarter", case=False)]
    yield from _faults(
        bad,
        "coordinates",
        lambda row: f"{row.name} is a military position; this book places none. Remove the row.",
    )


@rule
def statements_name_their_rows(t):
    """`bears_on` names rows that are there."""
    claims = t["claims.csv"]
    one = _exploded(
        claims.loc[claims.bears_on != "", ["id", "bears_on", "path", "line"]], "bears_on"
    )
    from . import derived

    heirs, aliases = dict(zip(t.merged.id, t.merged.into)), derived.aliases()
    bad = one[
        ~one.bears_on.isin(t.ids | set(t["events.csv"].id))
        & ~one.bears_on.isin({f"={name}" for name in derived.names()})
    ]
    yield from _faults(
        bad,
        "bears-on",
        lambda row: f"bears_on {row.bears_on} "
        + (
            f"was merged into {heirs[row.bears_on]}; name that."
            if row.bears_on in heirs
            else f"is now ={aliases[row.bears_on]}; name that."
            if row.bears_on in aliases
            else "is no row; correct or remove it."
        ),
    )


@rule
def parameters_have_an_origin(t):
    """Every parameter of a model has a source (row ids or keys) or is called our assumption with a reason."""
    table = t["parameters.csv"]
    yield from _faults(
        table[(table.source == "") & (table.assumption == "")],
        "parameter",
        lambda row: f"{row.name} has neither source nor assumption; name a row or source, or write why we assume it.",
    )
    from . import derived

    one = _exploded(table.loc[table.source != "", ["name", "source", "path", "line"]], "source")
    known = t.ids | set(t["sources.csv"].key) | {f"={name}" for name in derived.names()}
    heirs = dict(zip(t.merged.id, t.merged.into))
    yield from _faults(
        one[~one.source.isin(known)],
        "parameter",
        lambda row: f"source {row.source} "
        + (
            f"was merged into {heirs[row.source]}; name that."
            if row.source in heirs
            else "is neither a row nor a source."
        ),
    )
    value, low, high = (pd.to_numeric(table[c], errors="coerce") for c in ("value", "low", "high"))
    yield from _faults(
        table[(low > high) | (value < low) | (value > high)],
        "range-order",
        lambda row: f"low {row.low}, value {row.value}, high {row.high} are not in order.",
    )
