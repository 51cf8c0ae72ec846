"""The evidence: the only reader of `data/`, and the questions an author asks of it.

    >>> from heavyground import evidence as ev
    >>> weight = ev.series("imports-weight", entity="China", partner="Myanmar", item="HS 284690")
    >>> weight[weight.year == 2023][["id", "value", "unit"]].values.tolist()
    [['prod-0332', 72073.76, 't gross']]

Files are read as text first (`read`), each row with its file and physical line, so that `rules` can point at it; then
typed (`load`). Text that is absent is an empty string, a number that is absent is NaN. A value named in
`corrections.csv` is replaced by the one we use, and the reason stands in the column `correction`.
"""

import csv
import difflib
import io
import re
from dataclasses import dataclass, field, fields
from functools import lru_cache
from pathlib import Path
from typing import NamedTuple

import pandas as pd

from .faults import Fault, Faults
from .paths import DATA, relative

PREFIXES = {
    "production": "prod",
    "control": "ctrl",
    "processing": "proc",
    "india": "ind",
    "environment": "env",
    "economics": "econ",
    "geography": "geo",
}
OBSERVATION = (
    "id series entity partner item period period_kind period_basis value low high unit printed basis source cites "
    "locator quality verified also note"
).split()
COLUMNS = {
    **{f"observations/{theme}.csv": OBSERVATION for theme in PREFIXES},
    "series.csv": "series title quantity unit definition not_to_confuse_with preferred reason theme".split(),
    "sources.csv": (
        "key authors organisation title date date_basis url kind language rights reliability read accessed status "
        "note"
    ).split(),
    "events.csv": "id date date_precision title description actors place topic source also".split(),
    "claims.csv": "id seed topic paraphrase figure value_low value_high unit period kind testable_by bears_on".split(),
    "entities.csv": "name kind part_of spellings script_name note".split(),
    "items.csv": "name family kind hs spellings note".split(),
    "places.csv": "name kind country admin1 lat lon precision source spellings note".split(),
    "routes.csv": "route_id route status leg from to mode printed_km source note".split(),
    "parameters.csv": "name model value low high unit source assumption note".split(),
    "corrections.csv": "id field printed use reason expect".split(),
    "left_out.csv": "id reason".split(),
    "units.csv": "unit title kind note".split(),
    "verdicts.csv": "claim verdict how reason ids".split(),
    "disagreements.csv": "ids explanation".split(),
    "glossary.csv": "term aliases definition script_name source".split(),
    "slugs.csv": "folder old_series old_unit new_series new_unit n".split(),
}
OPTIONAL_COLUMNS = {"sources.csv": ["original_of"]}
NUMBERS = {
    "observations": ["value", "low", "high"],
    "places.csv": ["lat", "lon"],
    "parameters.csv": ["value", "low", "high"],
    "claims.csv": ["value_low", "value_high"],
    "routes.csv": ["leg", "printed_km"],
    "slugs.csv": ["n"],
}
CATEGORIES = [
    "series",
    "entity",
    "partner",
    "item",
    "period_kind",
    "period_basis",
    "unit",
    "basis",
    "source",
    "quality",
]


# ---- Files as text


class Table(NamedTuple):
    """One CSV as text: `frame` has its columns plus `path` and `line` (physical, from 1); `faults` is what reading met."""

    name: str
    frame: pd.DataFrame
    faults: list


def tables(data=None):
    """Every table of a data folder as {name: Table}, in a fixed order; a missing file is an empty table with a fault."""
    data = Path(data or DATA)
    return {name: read(data / name, name) for name in COLUMNS}


def read(path, name):
    """Read one CSV as text.

    Never raises on bad input: bytes that are not UTF-8, a byte order mark, CRLF, ragged rows, wrong columns and empty
    files come back as faults, and what could be read comes back beside them.
    """
    shown, columns, faults = relative(path), COLUMNS[name], []
    if not path.exists():
        return Table(
            name,
            _empty(columns),
            [
                Fault(
                    shown,
                    1,
                    "missing-file",
                    "the file is missing; restore it, with its heading even if it has no rows.",
                )
            ],
        )
    text = _decode(path.read_bytes(), shown, faults)
    header, records = _records(text, shown, faults)
    if header is None:
        return Table(
            name,
            _empty(columns),
            [
                *faults,
                Fault(
                    shown,
                    1,
                    "empty-file",
                    f"the file is empty; its first line must be {','.join(columns)}.",
                ),
            ],
        )
    faults += _column_faults(header, name, shown)
    frame = pd.DataFrame([cells for _, cells in records], columns=range(len(header)), dtype=str)
    frame.columns = header
    frame = frame.loc[:, ~frame.columns.duplicated()].reindex(
        columns=[*columns, *(c for c in OPTIONAL_COLUMNS.get(name, []))], fill_value=""
    )
    frame["path"], frame["line"] = shown, pd.array([line for line, _ in records], dtype="int64")
    return Table(name, frame, faults)


def _empty(columns):
    frame = pd.DataFrame({column: pd.Series(dtype=str) for column in columns})
    return frame.assign(path=pd.Series(dtype=str), line=pd.Series(dtype="int64"))


def _decode(raw, shown, faults):
    """Bytes to text with LF; says where a byte order mark, a bad byte or a carriage return stands."""
    if raw.startswith(b"\xef\xbb\xbf"):
        faults.append(
            Fault(
                shown,
                1,
                "byte-order-mark",
                "the file starts with a byte order mark; save it as UTF-8 without one.",
            )
        )
        raw = raw[3:]
    try:
        text = raw.decode("utf-8")
    except UnicodeDecodeError:
        text = raw.decode("utf-8", errors="replace")
        for number, line in enumerate(raw.split(b"\n"), 1):
            try:
                line.decode("utf-8")
            except UnicodeDecodeError as error:
                faults.append(
                    Fault(
                        shown,
                        number,
                        "encoding",
                        f"byte 0x{line[error.start]:02x} at column {error.start + 1} is not UTF-8; save the file as UTF-8.",
                    )
                )
    if "\r" in text:
        lines = [number for number, line in enumerate(text.split("\n"), 1) if "\r" in line]
        faults.append(
            Fault(
                shown,
                lines[0],
                "line-ending",
                f"carriage return in {len(lines)} line(s), first here; save the file with LF line ends.",
            )
        )
        text = text.replace("\r\n", "\n").replace("\r", "\n")
    if "\x00" in text:
        faults.append(
            Fault(
                shown,
                text[: text.index("\x00")].count("\n") + 1,
                "encoding",
                "a NUL character; remove it.",
            )
        )
        text = text.replace("\x00", "")
    return text


def _records(text, shown, faults):
    """Heading and [(line, cells)]; rows with too few or too many cells are faults and are padded or cut."""
    if not text.strip():
        return None, []
    reader, before, header, records = csv.reader(io.StringIO(text), strict=True), 0, None, []
    while True:
        try:
            cells = next(reader)
        except StopIteration:
            break
        except csv.Error as error:
            faults.append(
                Fault(
                    shown,
                    before + 1,
                    "csv",
                    f"{error}; a cell with a quotation mark must be quoted and the mark doubled. Nothing after this line was read.",
                )
            )
            break
        line, before = before + 1, reader.line_num
        if header is None:
            header = cells
        elif not any(cells):
            faults.append(Fault(shown, line, "blank-line", "the line is empty; remove it."))
        else:
            if len(cells) != len(header):
                what = (
                    "a stray comma? quote the cell that holds it"
                    if len(cells) > len(header)
                    else "a missing comma or a broken line?"
                )
                faults.append(
                    Fault(
                        shown,
                        line,
                        "cells",
                        f"{len(cells)} cells where the heading has {len(header)}: {what}.",
                    )
                )
                cells = (cells + [""] * len(header))[: len(header)]
            records.append((line, cells))
    return header, records


def _column_faults(header, name, shown):
    expected, allowed = COLUMNS[name], COLUMNS[name] + OPTIONAL_COLUMNS.get(name, [])
    for column in expected:
        if column not in header:
            near = difflib.get_close_matches(column, [c for c in header if c not in allowed], 1)
            hint = f'; "{near[0]}" looks like it' if near else ""
            yield Fault(
                shown,
                1,
                "column",
                f'column "{column}" is missing{hint}. The heading must be {",".join(expected)}.',
            )
    for column in header:
        if column not in allowed:
            yield Fault(
                shown,
                1,
                "column",
                f'column "{column}" is not known here; remove it or spell it as one of {", ".join(allowed)}.',
            )
    for column in sorted({c for c in header if header.count(c) > 1}):
        yield Fault(shown, 1, "column", f'column "{column}" stands twice; keep one.')


# ---- Periods

_DAY = r"\d{4}-\d{2}-\d{2}"
_END = rf"(?:{_DAY}|\d{{4}}-\d{{2}}|\d{{4}})"
PERIOD = {
    "year": r"\d{4}",
    "month": r"\d{4}-\d{2}",
    "date": _DAY,
    "fiscal-year": r"FY\d{4}-\d{2}",
    "span": rf"(?:{_END}/{_END}|FY\d{{4}}-\d{{2}}/FY\d{{4}}-\d{{2}})",
}


def period_bounds(periods):
    """First and last day of periods as a frame with `start`, `end` (Timestamps, both included; NaT where malformed).

    periods: Series of text such as 2024, 2024-05, 2024-05-31, 2017/2024, FY2024-25. A fiscal year is India's, April to
    March; the one other entity with fiscal-year rows, Myanmar's Lweje gate, has kept the same months since 2022.

    >>> period_bounds(pd.Series(["2024-02", "FY2024-25", "2017/2024-03"])).astype(str).values.tolist()
    [['2024-02-01', '2024-02-29'], ['2024-04-01', '2025-03-31'], ['2017-01-01', '2024-03-31']]
    """
    unique = pd.Series(pd.unique(periods.astype(str)), dtype=str)
    first, last = (
        _bounds_of_one(unique.str.replace("/.*", "", regex=True)),
        _bounds_of_one(unique.str.replace("^[^/]*/", "", regex=True)),
    )
    bounds = pd.DataFrame({"start": first["start"].values, "end": last["end"].values}, index=unique)
    return bounds.reindex(periods.astype(str)).set_axis(periods.index)


def _bounds_of_one(text):
    """Bounds of undivided periods."""
    fiscal = text.str.fullmatch(r"FY\d{4}-\d{2}")
    year = pd.to_numeric(text.where(~fiscal, text.str[2:6]).str[:4], errors="coerce")
    proper = text.str.fullmatch(_END) | (
        fiscal & ((year + 1) % 100 == pd.to_numeric(text.str[-2:], errors="coerce"))
    )
    iso = text.where(~fiscal, text.str[2:6] + "-04-01")
    iso = iso.where(iso.str.len() != 4, iso + "-01-01").where(iso.str.len() != 7, iso + "-01")
    start = pd.to_datetime(iso.where(proper), format="%Y-%m-%d", errors="coerce").astype(
        "datetime64[s]"
    )
    length = text.str.len().where(~fiscal, 4)
    end = start.where(
        length == 10,
        (start + pd.offsets.MonthEnd(0)).where(
            length == 7, start + pd.DateOffset(years=1) - pd.Timedelta(days=1)
        ),
    )
    return pd.DataFrame({"start": start, "end": end})


# ---- Typed


@dataclass(frozen=True)
class Evidence:
    """All tables, typed. `observations` has the columns of the CSV plus year, start, end, mid, source_title, theme,
    path, line, correction; the other tables have those of their CSV (numbers as floats)."""

    observations: pd.DataFrame
    series_table: pd.DataFrame
    sources: pd.DataFrame
    events: pd.DataFrame
    claims: pd.DataFrame
    entities: pd.DataFrame
    items: pd.DataFrame
    places: pd.DataFrame
    routes: pd.DataFrame
    parameters: pd.DataFrame
    corrections: pd.DataFrame
    left_out: pd.DataFrame
    units: pd.DataFrame
    slugs: pd.DataFrame
    index: dict = field(repr=False)
    merged: dict = field(repr=False)
    source: dict = field(repr=False)  # {key: row of sources as dict}
    alike: dict = field(
        repr=False
    )  # {id: positions of the rows} on the same thing: quantity, entity, partner, family of item

    def row(self, id):
        """One observation as a Series. A merged id answers with the row it became. Raises UnknownRow otherwise."""
        place = self.index.get(self.merged.get(id, id))
        if place is None:
            raise UnknownRow(self.why_unknown(id))
        return self.observations.iloc[place]

    def rows(self, ids):
        """Several observations as a frame, in the order asked for. Raises UnknownRow with all ids that are none."""
        ids = list(ids)
        if unknown := [id for id in ids if self.merged.get(id, id) not in self.index]:
            raise UnknownRow(" ".join(map(self.why_unknown, unknown)))
        return self.observations.iloc[
            [self.index[self.merged.get(id, id)] for id in ids]
        ].reset_index(drop=True)

    def why_unknown(self, id):
        """Sentence on an id that is no row: left out and why, our arithmetic now, or never there."""
        left = self.left_out[self.left_out.id == id]
        if len(left):
            return f"{id} was left out of the evidence ({left.reason.iloc[0].rstrip('.')}); cite another row."
        from . import derived

        if name := derived.name_of(id):
            return f"{id} was our own arithmetic and is now ={name}; cite that."
        return f"{id} is no row of the evidence; look it up in data/observations/."


class UnknownRow(LookupError):
    """An id that is no row."""


def load(data=None):
    """Read, type and cache the evidence of a folder (the book's own by default); read again when a file changes.

    Raises Faults where a table cannot be read as it should be; `python -m heavyground check` says the same and more.
    """
    data = Path(data or DATA).resolve()
    stamp = tuple(
        (p.stat().st_mtime_ns, p.stat().st_size) if (p := data / name).exists() else None
        for name in COLUMNS
    )
    return _load(data, stamp)


@lru_cache(maxsize=8)
def _load(data, stamp):
    read_tables = tables(data)
    core = ("observations/", "series.csv", "sources.csv", "units.csv")
    faults = [
        fault
        for name, table in read_tables.items()
        for fault in table.faults
        if fault.rule != "missing-file" or name.startswith(core)
    ]  # the others may be absent from a part of the data
    if faults:
        raise Faults(faults)
    return typed(read_tables)


def typed(read_tables):
    """Typed evidence from tables as text. Raises Faults on a text in a number column or a period that cannot be read."""
    frames, faults = {}, []
    for name, table in read_tables.items():
        numbers = NUMBERS.get(name.split("/")[0], NUMBERS.get(name, []))
        converted = {
            column: pd.to_numeric(table.frame[column], errors="coerce") for column in numbers
        }
        for column, values in converted.items():
            bad = table.frame[values.isna() & (table.frame[column] != "")]
            faults += [
                Fault(
                    row.path,
                    row.line,
                    "number",
                    f'{column} "{getattr(row, column)}" is not a number.',
                )
                for row in bad.itertuples()
            ]
        frames[name] = table.frame.assign(**converted)
    if faults:
        raise Faults(faults)
    others = {
        ("series_table" if name == "series.csv" else Path(name).stem): frame.drop(
            columns=["path", "line"]
        )
        for name, frame in frames.items()
        if not name.startswith("observations/")
    }
    others["events"] = others["events"].assign(
        **period_bounds(others["events"].date)[["start", "end"]]
    )
    observations = _observations(frames, others)
    wanted = {f.name for f in fields(Evidence)}
    also = observations.loc[observations.also != "", ["id", "also"]]
    merged = {old: new for new, olds in also.itertuples(index=False) for old in listed(olds)}
    index = dict(zip(observations.id, range(len(observations))))
    source = {one["key"]: one for one in others["sources"].to_dict("records")}
    return Evidence(
        observations,
        index=index,
        merged=merged,
        source=source,
        alike=_alike(observations, others),
        **{k: v for k, v in others.items() if k in wanted},
    )


def _observations(frames, others):
    """The seven themes as one typed frame, corrections applied."""
    parts = [frames[f"observations/{theme}.csv"].assign(theme=theme) for theme in PREFIXES]
    rows = _corrected(pd.concat(parts, ignore_index=True), others["corrections"])
    rows = rows.join(period_bounds(rows.period))
    point = ~rows.period_kind.isin(["span"])
    start_year, end_year = (
        rows.start.dt.year,
        rows.end.dt.year.where(~rows.period.str.contains("/FY"), rows.end.dt.year - 1),
    )
    rows["year"] = start_year.where(point, end_year).astype("Int64")
    rows["mid"] = rows.value.fillna((rows.low + rows.high) / 2)
    rows["source_title"] = rows.source.map(
        dict(zip(others["sources"].key, others["sources"].title))
    ).fillna("")
    return rows.astype({column: "category" for column in [*CATEGORIES, "theme"]})


def _corrected(rows, corrections):
    """Known errors of sources replaced by what we use: `value`, `low`, `high` or a text; the reason in `correction`.
    An empty `use` means the figure is not used at all. What the source prints goes to `printed` where that is empty."""
    rows["correction"] = ""
    place = dict(zip(rows.id, rows.index))
    for one in corrections.itertuples():
        if one.id not in place or one.field not in rows.columns:
            continue  # `rules` names it
        at = place[one.id]
        numeric = one.field in ("value", "low", "high")
        rows.loc[at, one.field] = (
            (float(one.use) if one.use else float("nan")) if numeric else one.use
        )
        rows.loc[at, "correction"] = one.reason
        if numeric and not rows.loc[at, "printed"]:
            rows.loc[at, "printed"] = one.printed
    return rows


# ---- Questions


def listed(cell):
    """The parts of a cell that holds several, `a; b`; an empty cell has none."""
    return [part.strip() for part in cell.split(";") if part.strip()]


def located(names, data=None):
    """Places of `places.csv` in this order: a frame with name, lat, lon. Raises LookupError, naming all that are not there."""
    table = load(data).places.set_index("name", drop=False)
    if missing := [name for name in names if name not in table.index]:
        raise LookupError(f"{', '.join(missing)}: no such place in data/places.csv.")
    return table.loc[list(names), ["name", "lat", "lon"]].reset_index(drop=True)


def row(id, data=None):
    """One observation.

    >>> float(row("prod-0701").value)
    41700.0
    """
    return load(data).row(id)


def rows(ids, data=None):
    """Observations by id, in that order.

    >>> rows(["prod-0011", "econ-0150"]).value.tolist()
    [31000.0, 27000.0]
    """
    return load(data).rows(ids)


def series(name, entity=None, partner=None, item=None, source=None, basis=None, data=None):
    """Rows of one series, sorted by period; each filter takes one value or a list of them.

    Claims under test (`basis` claim) are left out unless asked for. Raises LookupError, naming what there is, when the
    series or a filter's value does not occur.

    >>> series("mine-production", entity="Myanmar", source="usgs2026mcsre").value.tolist()
    [27000.0, 22000.0]
    """
    evidence = load(data)
    found = evidence.observations[evidence.observations.series == name]
    if not len(found):
        raise LookupError(
            f'no series "{name}"{near(name, evidence.series_table.series)}; see data/series.csv.'
        )
    for column, wanted in {
        "entity": entity,
        "partner": partner,
        "item": item,
        "source": source,
        "basis": basis,
    }.items():
        if wanted is None:
            continue
        wanted = [wanted] if isinstance(wanted, str) else list(wanted)
        present = set(found[column])
        if missing := [one for one in wanted if one not in present]:
            raise LookupError(
                f'series {name} has no row with {column} "{missing[0]}"{near(missing[0], present)} under the other filters.'
            )
        found = found[found[column].isin(wanted)]
    if basis is None:
        found = found[found.basis != "claim"]
    return _tidy(found.sort_values(["start", "end", "source", "id"], kind="stable"))


def near(word, known):
    """Hint for a message: the most similar of the known words, or nothing."""
    found = difflib.get_close_matches(word, [k for k in known if k], 3, 0.5)
    return f" (near: {', '.join(found)})" if found else ""


def _tidy(rows):
    """Fresh index, and categories only of what occurs, so that charts draw no empty legend entries."""
    rows = rows.reset_index(drop=True)
    return rows.assign(
        **{
            c: rows[c].cat.remove_unused_categories()
            for c in rows.columns
            if isinstance(rows[c].dtype, pd.CategoricalDtype)
        }
    )


FLOWS = (
    "mass",
    "money",
    "rate",
)  # kinds of unit whose figures add up over time, so that a month is no rival of a year


def rivals(id, data=None):
    """What other sources, editions and bases say of the same thing.

    Rows that share quantity, entity, partner and the item's family, whose period overlaps; for flows (masses, sums of
    money) the overlap must be at least half of the longer period. Further columns: `ratio`, that row's figure over this
    one's, only where the unit is the same; `origin`, who it goes back to (see `origin`). Nearest period first.

    >>> "econ-0150" in rivals("prod-0011").id.tolist()
    True
    """
    evidence = load(data)
    this = evidence.row(id)
    found = _on_the_same(evidence, this)
    found = found[
        (found.id != this.id) & ~((found.source == this.source) & (found.basis == this.basis))
    ]
    shared = (found.end.clip(upper=this.end) - found.start.clip(lower=this.start)).dt.days + 1
    longer = (found.end - found.start).dt.days.clip(lower=(this.end - this.start).days) + 1
    flow = dict(zip(evidence.units.unit, evidence.units.kind)).get(this.unit) in FLOWS
    found = found[(shared > 0) & ((shared * 2 >= longer) | (not flow))]
    found = found.assign(
        ratio=(_figure(found) / _figure(this)).where(found.unit == this.unit),
        apart=(longer - shared).reindex(found.index),
    )
    found = found.assign(origin=[origin(one, data) for one in found.id])
    return _tidy(
        found.sort_values(["apart", "start", "source", "id"], kind="stable").drop(columns="apart")
    )


def _alike(rows, others):
    """Positions of the rows that share quantity, entity, partner and family of item, for each id."""
    quantity = dict(zip(others["series_table"].series, others["series_table"].quantity))
    family = dict(zip(others["items"].name, others["items"].family))
    key = pd.DataFrame(
        {
            "quantity": rows.series.astype(str).map(lambda name: quantity.get(name, name)),
            "entity": rows.entity.astype(str),
            "partner": rows.partner.astype(str),
            "family": rows["item"].astype(str).map(lambda name: family.get(name, name)),
        }
    )
    number = key.groupby(list(key.columns), sort=False).ngroup().to_numpy()
    places = pd.Series(range(len(rows))).groupby(number).indices
    return dict(zip(rows.id, (places[one] for one in number)))


def _on_the_same(evidence, this):
    """The rows on the same thing as `this`, itself among them."""
    return evidence.observations.iloc[evidence.alike[this.id]]


def _figure(rows):
    """The figure of rows: value, else the middle of the range, else the one bound."""
    if isinstance(rows, pd.Series):
        return next((x for x in (rows.mid, rows.low, rows.high) if x == x), float("nan"))
    return rows.mid.fillna(rows.low).fillna(rows.high)


CUSTOMS = "General Administration of Customs of China"
NEAR = 0.05  # two figures agree when they differ by at most this part of the larger


def origin(id, data=None):
    """Who a figure goes back to, as far as the evidence tells.

    In this order:
    1. a row that `cites` another row or source has that one's origin, and so on to the end;
    2. China's trade, by whomever it is printed (series imports-* and exports-* of entity China, and of Myanmar's and
       Laos's sales to China), is recorded at one place: China's customs;
    3. the USGS estimate of Burma's mine production is made from China's import data (footnote of the table in Mineral
       Commodity Summaries), so its origin is China's customs too, for those who cite USGS as well;
    4. whom the row's note cites ("citing Reuters") or the publisher's name says is retold ("(summary of Reuters)");
    5. else the organisation that published the source, so that two editions or two articles of one house are one origin.

    >>> origin("prod-0011") == origin("prod-0332")
    True
    """
    evidence, seen = load(data), set()
    while True:
        this = evidence.row(id)
        seen.add(this.id)
        cited = listed(this.cites)
        onward = next((one for one in cited if one in evidence.index and one not in seen), None)
        if onward:
            id = onward
            continue
        relayed = next((one for one in cited if one in evidence.source), None)
        return _own_origin(this, evidence.source.get(relayed or this.source, {}))


# "citing X" in a row's note, "(citing X)", "(summary of X)" or "(X repost)" after a publisher's name; X begins with a capital.
_CITING = re.compile(r"\b[Cc]iting (?:the |a |an )?([A-Z][^;,.():]*)")
_RETOLD = re.compile(r"\((?:[^()]*?\bciting |summary of )([^(),]+)\)|\(([A-Z][^(),]+) repost\)")
_TRADE_DATA = re.compile(
    r"\bciting (?:Chinese )?(?:customs|government data|trade data)|DGCI&S|\bofficial trade data|\bcustoms figure"
)
_SHORT = {
    "USGS": "U.S. Geological Survey",
    "SHRF": "Shan Human Rights Foundation",
    "IEA": "International Energy Agency",
    "AP": "Associated Press",
    "EU JRC RMIS": "EU Joint Research Centre",
    "JRC RMIS": "EU Joint Research Centre",
}
_TAIL = re.compile(
    r"\s+(?:via .*|sources?|work|slide set|reply|January.*|of .*|May.*|\d{4}.*|et al)$"
)


def _own_origin(this, source):
    """Rules 2 to 5 of `origin`, for a row that cites nothing further."""
    trade = str(this.series).startswith(("import", "export"))
    if trade and "China" in (this.entity, this.partner):
        return CUSTOMS
    if trade and _TRADE_DATA.search(this.note):
        return f"customs of {this.entity}"
    house = source.get("organisation") or source.get("authors") or this.source
    retold = _CITING.search(this.note) or _RETOLD.search(house)
    named = (
        _TAIL.sub("", next(filter(None, retold.groups())).strip())
        if retold
        else re.sub(r"\s*\([^()]*\)", "", house)
    )
    named = _SHORT.get(named, named)
    if (
        "Geological Survey" in named
        and str(this.series).startswith("mine-production")
        and this.entity == "Myanmar"
    ):
        return CUSTOMS
    return named


class Witnesses(NamedTuple):
    """`count` independent origins; `origins` {origin: [ids]}; `rows` the frame of all that say the same."""

    count: int
    origins: dict
    rows: pd.DataFrame


def witnesses(id, data=None):
    """Who else says this very figure, and how many independent origins they come to.

    The row itself, the rows it cites or is cited by, and its rivals over the same period whose figure lies within 5 % in
    the same kind of unit (a tonne of whatever basis is a tonne here). Claims under test are no witnesses.

    >>> witnesses("prod-0011").count
    1
    """
    evidence = load(data)
    this, all_rows = evidence.row(id), evidence.observations
    kind = dict(zip(evidence.units.unit, evidence.units.kind))
    same = _on_the_same(evidence, this)
    same = same[(same.start == this.start) & (same.end == this.end)]
    same = same[
        (same.unit.astype(str).map(kind) == kind.get(this.unit)) & (same.source != this.source)
    ]
    ours, theirs = _figure(this), _figure(same)
    close = (theirs - ours).abs() <= NEAR * pd.concat(
        [theirs.abs(), theirs * 0 + abs(ours)], axis=1
    ).max(axis=1)
    cited = [one for one in listed(this.cites) if one in evidence.index]
    citing = all_rows.id[all_rows.cites.str.contains(rf"\b{this.id}\b")].tolist()
    ids = [
        this.id,
        *(one for one in dict.fromkeys([*same.id[close], *cited, *citing]) if one != this.id),
    ]
    found = evidence.rows(ids)
    found = found[(found.basis != "claim") | (found.id == this.id)]
    origins = {}
    for one in found.itertuples():
        origins.setdefault(
            "claim under test" if one.basis == "claim" else origin(one.id, data), []
        ).append(one.id)
    return Witnesses(len(origins.keys() - {"claim under test"}), origins, _tidy(found))


class Leading(NamedTuple):
    """`rows`, with `segment` counting the stretches of one source and basis; `breaks`, one row where a stretch ends."""

    rows: pd.DataFrame
    breaks: pd.DataFrame


def leading(name, entity=None, partner=None, item=None, data=None):
    """One figure for each period of a series, from one source and basis as far as it goes.

    Sources lead in the order of `preferred` in series.csv, others after them by number of periods. A period the leader
    lacks is filled by the next; every change of source or basis along time starts a new `segment` and is listed in
    `breaks` (at, from_source, from_basis, to_source, to_basis), so that a chart draws a gap and nothing is spliced.
    Rows that differ in entity, partner or item lead each for themselves, by the kind of period they have most rows of
    (years are not mixed with months); forecasts, targets, budgets, claims and known errors do not lead.

    >>> found = leading("mine-production", entity="Myanmar", item="rare earths")
    >>> found.rows[found.rows.year >= 2024].id.tolist(), len(found.breaks) > 0
    (['econ-0150', 'econ-0153'], True)
    """
    found = series(name, entity=entity, partner=partner, item=item, data=data)
    found = found[
        found.mid.notna()
        & ~found.basis.isin(["forecast", "target", "budget", "claim"])
        & (found.quality != "known wrong")
    ]
    preferred = load(data).series_table.set_index("series").preferred[name]
    order = listed(preferred)
    chosen, breaks = [], []
    for _, group in found.groupby(["entity", "partner", "item"], observed=True, sort=True):
        group = group[group.period_kind == group.period_kind.astype(str).mode()[0]]
        counts = group.source.astype(str).value_counts()
        rest = sorted(
            (key for key in counts.index if key not in order), key=lambda key: (-counts[key], key)
        )
        rank = {key: place for place, key in enumerate([*order, *rest])}
        group = group.assign(rank=group.source.astype(str).map(rank)).sort_values(
            ["start", "end", "rank", "id"], kind="stable"
        )
        group = group.drop_duplicates(["start", "end"]).drop(columns="rank")
        change = (group.source.astype(str) != group.source.astype(str).shift()) | (
            group.basis.astype(str) != group.basis.astype(str).shift()
        )
        group = group.assign(segment=change.cumsum().astype(int))
        chosen.append(group)
        breaks.append(_breaks(group, change))
    rows_ = _tidy(pd.concat(chosen)) if chosen else found.assign(segment=pd.Series(dtype=int))
    return Leading(
        rows_, pd.concat(breaks, ignore_index=True) if breaks else pd.DataFrame(columns=["at"])
    )


def _breaks(group, change):
    before = group.shift()
    found = pd.DataFrame(
        {
            "entity": group.entity,
            "item": group["item"],
            "at": group.start,
            "from_source": before.source,
            "from_basis": before.basis,
            "to_source": group.source,
            "to_basis": group.basis,
            "id": group.id,
        }
    )
    return found[change & before.id.notna()]
