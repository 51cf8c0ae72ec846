"""Read the evidence and ask it: the only reader of `data/`.

>>> from heavyground import evidence as ev
>>> int(ev.row("prod-0701").value)
41700
>>> ev.series("imports-weight", entity="China", partner="Myanmar", item="HS 284690").year.min()
2017
"""

from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

import pandas as pd

from . import periods
from .paths import DATA

NUMBERS = ["value", "low", "high"]
TABLES = {
    "series_table": "series.csv", "units": "units.csv", "sources": "sources.csv", "events": "events.csv",
    "claims": "claims.csv", "entities": "entities.csv", "items": "items.csv", "places": "places.csv",
    "routes": "routes.csv", "parameters": "parameters.csv", "corrections": "corrections.csv",
    "left_out": "left_out.csv", "verdicts": "verdicts.csv", "glossary": "glossary.csv",
}
CATEGORIES = ["series", "entity", "partner", "item", "period_kind", "period_basis", "unit", "basis", "source", "quality", "theme"]


@dataclass(frozen=True)
class Evidence:
    """Every table of one data folder. `observations` is indexed by id; the other frames keep their columns as text."""

    folder: Path
    observations: pd.DataFrame
    tables: dict
    merged: dict  # merged id -> the row that holds the fact

    def __getattr__(self, name):
        if name in TABLES:
            return self.tables[name]
        raise AttributeError(name)


def load(data=None):
    """The evidence of a data folder (default: the book's own), read once per state of its files.

    `observations` has the columns of the tables plus `theme`, `start` and `end` (Timestamps, both inside the period), `year`
    (of the start), `mid` (the value, else the middle of low and high, else the one bound), `source_title` and `quantity`.
    Raises FileNotFoundError if the folder has no observations.
    """
    folder = Path(data or DATA)
    files = sorted([*folder.glob("observations/*.csv"), *folder.glob("*.csv")])
    return _load(folder, tuple((str(path), path.stat().st_mtime_ns, path.stat().st_size) for path in files))


@lru_cache(maxsize=8)
def _load(folder, _state):
    tables = {name: _text(folder / file) for name, file in TABLES.items()}
    observations = _observations(folder)
    observations["source_title"] = observations.source.astype(str).map(_by(tables["sources"], "key", "title"))
    observations["source_label"] = observations.source.astype(str).map(source_labels(tables["sources"]))
    observations["quantity"] = observations.series.astype(str).map(_by(tables["series_table"], "series", "quantity"))
    observations["family"] = observations["item"].astype(str).map(_by(tables["items"], "name", "family"))
    merged = {other: kept for kept, also in zip(observations.index, observations["also"]) for other in split(also)}
    return Evidence(folder, observations, tables, merged)


def _text(path):
    if not path.exists():
        return pd.DataFrame()
    return pd.read_csv(path, dtype=str, keep_default_na=False, encoding="utf-8")


def _observations(folder):
    paths = sorted(folder.glob("observations/*.csv"))
    if not paths:
        raise FileNotFoundError(f"no tables in {folder / 'observations'}")
    rows = pd.concat([_text(path).assign(theme=path.stem) for path in paths], ignore_index=True)
    for column in NUMBERS:
        rows[column] = pd.to_numeric(rows[column], errors="coerce").astype("Float64")
    spans = {text: _bounds_or_missing(text) for text in rows.period.unique()}
    rows["start"] = pd.to_datetime(rows.period.map(lambda text: spans[text][0]))
    rows["end"] = pd.to_datetime(rows.period.map(lambda text: spans[text][1]))
    rows["year"] = rows.start.dt.year.astype("Int64")
    rows["mid"] = rows.value.fillna((rows.low + rows.high) / 2).fillna(rows.low).fillna(rows.high)
    return rows.astype({column: "category" for column in CATEGORIES}).set_index("id", drop=False).rename_axis(None)


def _bounds_or_missing(text):
    try:
        return periods.bounds(text)
    except ValueError:
        return pd.NaT, pd.NaT


def _by(table, key, value):
    return dict(zip(table[key], table[value])) if len(table) else {}


def split(cell):
    """The parts of a list cell: `a; b` gives [a, b], an empty cell []."""
    return [part.strip() for part in str(cell).split(";") if part.strip()]


def source_labels(sources):
    """key -> short name of a source for labels: the organisation or first family name, and the year."""
    labels = {}
    for source in sources.itertuples():
        name = source.organisation or source.authors.split(",")[0] or source.title
        labels[source.key] = f"{name} {source.date[:4]}".strip()
    return labels


def row(id, data=None):
    """One observation as a Series. Raises KeyError that says what became of the id."""
    evidence = load(data)
    if id in evidence.observations.index:
        return evidence.observations.loc[id]
    raise KeyError(whereabouts(id, evidence))


def whereabouts(id, evidence):
    """Why an id is no row: merged, left out, or never there."""
    if id in evidence.merged:
        return f"{id} was merged into {evidence.merged[id]}; cite that"
    left = evidence.left_out
    if len(left) and id in set(left["id"]):
        return f"{id} was left out: {left.loc[left['id'] == id, 'reason'].iloc[0]}"
    return f"there is no row {id} in data/observations"


def rows(ids, data=None):
    """The observations with these ids, in this order."""
    evidence = load(data)
    lost = [whereabouts(id, evidence) for id in ids if id not in evidence.observations.index]
    if lost:
        raise KeyError("; ".join(lost))
    return tidy(evidence.observations.loc[list(ids)])


def series(name, entity=None, partner=None, item=None, source=None, basis=None, data=None):
    """All figures of one series in order of time. Every filter takes one name or a list of them.

    Rows resting on a founding article (basis `claim`) are claims under test and stay out unless asked for.
    Raises KeyError on a series, or a filter, that selects nothing.
    """
    evidence = load(data)
    if name not in set(evidence.series_table.series):
        raise KeyError(f"there is no series {name!r}; data/series.csv lists them")
    chosen = evidence.observations[evidence.observations.series == name]
    if basis is None:
        chosen = chosen[chosen.basis != "claim"]
    for column, wanted in {"entity": entity, "partner": partner, "item": item, "source": source, "basis": basis}.items():
        if wanted is not None:
            wanted = [wanted] if isinstance(wanted, str) else list(wanted)
            chosen = chosen[chosen[column].astype(str).isin(wanted)]
            if chosen.empty:
                raise KeyError(f"no row of series {name!r} has {column} {' or '.join(map(repr, wanted))}")
    return tidy(chosen.sort_values(["start", "end", "id"], kind="stable"))


def tidy(frame):
    """A copy for charts: plain text and float columns, a plain index."""
    frame = frame.reset_index(drop=True).copy()
    for column in frame.columns:
        if isinstance(frame[column].dtype, pd.CategoricalDtype):
            frame[column] = frame[column].astype(object)
    return frame.astype({column: "float64" for column in [*NUMBERS, "mid"]})


def source(key, data=None):
    """One source as a Series. Raises KeyError if the key is unknown."""
    found = load(data).sources
    found = found[found.key == key]
    if found.empty:
        raise KeyError(f"there is no source {key!r} in data/sources.csv")
    return found.iloc[0]


# --- rivals, witnesses, leading series ---

CUSTOMS = "China's customs"


def rivals(id, data=None):
    """Figures that answer the same question otherwise: another source or basis for the same quantity, entity, partner and
    family of item, over a period that covers at least half of the longer of the two (or within one month).

    Units may differ and are a column of the result; `ratio` (rival / row) is given only within one unit. Nearest value first.

    >>> "prod-0332" in set(rivals("prod-0701").id)
    True
    """
    evidence = load(data)
    own = row(id, data)
    all_rows = evidence.observations
    same = all_rows[
        (all_rows.quantity == own.quantity) & (all_rows.entity == own.entity) & (all_rows.partner == own.partner)
        & (all_rows.family == own.family) & (all_rows.id != id)
        & ((all_rows.source != own.source) | (all_rows.basis != own.basis) | (all_rows["item"] != own["item"]))
    ]
    same = same[_comparable(same, own)]
    same = same.assign(ratio=(same.mid / own.mid).where((same.unit == own.unit) & (own.mid != 0)).astype("float64"))
    distance = (same.ratio - 1).abs().fillna(9e9)
    return tidy(same.assign(_distance=distance).sort_values(["_distance", "id"]).drop(columns="_distance"))


def _comparable(rows, own):
    """Do these periods cover at least half of the longer of the two, or fall within one month of each other?"""
    shared = (rows.end.clip(upper=own.end) - rows.start.clip(lower=own.start)).dt.days + 1
    longest = (rows.end - rows.start).dt.days.clip(lower=(own.end - own.start).days) + 1
    return (shared >= longest / 2) | ((shared >= 1) & (longest <= 31))


def origin(id, data=None):
    """Where a figure comes from in the end: the source at the end of its chain of `cites`, or the Chinese customs desk.

    China's records of what it imports, whoever prints them, are one origin; so is the USGS estimate of Burma's mines,
    which MCS 2025 (footnote 12) derives from them.
    """
    own = _trace(row(id, data), load(data))
    if not isinstance(own, str):
        series_name = str(own.series)
        from_customs = series_name.startswith(("imports-", "import-", "unit-value")) and own.entity == "China"
        usgs_burma = own.entity == "Myanmar" and series_name.startswith("mine-production") and "usgs" in str(own.source)
        return CUSTOMS if from_customs or usgs_burma else str(own.source)
    return own


def _trace(own, evidence):
    """The row at the end of a chain of `cites`, or the source key where the chain leaves the table."""
    seen = set()
    while own.id not in seen:
        seen.add(own.id)
        cited = split(own.cites)
        if not cited:
            return own
        first = evidence.merged.get(cited[0], cited[0])
        if first not in evidence.observations.index:
            return first
        own = evidence.observations.loc[first]
    return own


def witnesses(id, data=None):
    """Independent origins of one figure: origin -> ids of the rows that state it (within 1 %, same unit), row included.

    >>> list(witnesses("prod-0701"))
    ["China's customs"]
    """
    near = rivals(id, data)
    near = near[(near.ratio - 1).abs() <= 0.01]
    found = {}
    for other in [id, *near.id]:
        found.setdefault(origin(other, data), []).append(other)
    return found


def leading(name, entity=None, data=None, **filters):
    """One figure per period by the preference in `series.csv`: the first preferred source that has the period.

    The column `break` is True on the first row after a change of source: charts leave a gap there, and nothing is spliced.
    """
    frame = series(name, entity=entity, data=data, **filters)
    preferred = split(load(data).series_table.set_index("series").preferred[name])
    rank = {key: place for place, key in enumerate(preferred)}
    frame = frame.assign(_rank=frame.source.map(lambda key: rank.get(key, len(rank))))
    frame = frame.sort_values(["start", "end", "_rank", "id"]).drop_duplicates("period").drop(columns="_rank")
    frame["break"] = frame.source.ne(frame.source.shift()) & frame.source.shift().notna()
    return frame.reset_index(drop=True)
