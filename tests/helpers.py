"""Tiny tables and books for unit tests, written as text in the test.

    book = small_book(
        observations='''
            id       | series | entity | item | period | value | unit | source
            ore-0001 | output | Peru   | tin  | 2024   | 31000 | t    | atlas2025
        '''
    )

A table is lines of cells parted by "|", the first line its heading; columns left out are empty, or
filled in where a rule asks for them. What rows refer to (series, sources, units, entities, items)
is made for them where no such table is given. There are two themes: `observations` with ids like
ore-0001 in observations/ore.csv, and `trade` with ids like trade-0001 in observations/trade.csv.
"""

import csv
import io
import json
import re
from collections.abc import Iterable, Mapping
from dataclasses import replace
from functools import cache
from pathlib import Path
from typing import Any

from heavyground.evidence.book import Book, Matter
from heavyground.evidence.periods import FORMS
from heavyground.evidence.schema import Schema, read_schema
from heavyground.evidence.tables import Table, TextRow

ROOT = Path(__file__).resolve().parent.parent
THEMES = {"ore": "ore", "trade": "trade"}  # theme: prefix of its ids
OBSERVATIONS = "observations/ore.csv"
TRADE = "observations/trade.csv"
NAMES = {"observations": OBSERVATIONS, "trade": TRADE}

Rows = list[dict[str, str]]

# What a row says where the test leaves it out.
USUAL: dict[str, dict[str, str]] = {
    "observations": {
        "series": "output",
        "entity": "Peru",
        "item": "tin",
        "period": "2024",
        "period_basis": "printed",
        "unit": "t",
        "basis": "reported",
        "source": "atlas2025",
        "quality": "official statistic",
    },
    "series.csv": {"title": "A series", "unit": "t", "definition": "What it is.", "theme": "ore"},
    "sources.csv": {
        "organisation": "Atlas House",
        "title": "An atlas",
        "date": "2025-06-30",
        "date_basis": "printed",
        "url": "https://example.org/",
        "kind": "report",
        "language": "en",
        "rights": "unknown",
        "reliability": "high",
        "read": "whole",
        "accessed": "2026-11",
        "status": "cited",
    },
    "units.csv": {"title": "A unit", "kind": "other"},
    "entities.csv": {"kind": "other"},
    "items.csv": {"kind": "other"},
    "events.csv": {
        "date_precision": "day",
        "title": "An event",
        "topic": "trade",
        "source": "atlas2025",
    },
    "claims.csv": {"seed": "essay2025", "topic": "output", "paraphrase": "It is so."},
    "verdicts.csv": {
        "verdict": "a matter of judgement",
        "how": "judged",
        "reason": "Nobody counts it.",
    },
    "places.csv": {
        "kind": "town",
        "country": "Peru",
        "lat": "-12.0",
        "lon": "-77.0",
        "precision": "0.1 degree",
        "source": "atlas2025",
    },
    "parameters.csv": {"unit": "t", "assumption": "Our assumption, to try the model."},
}
UNIT_KINDS = {"t": "mass", "kg": "mass", "USD": "money", "% share": "share", "count": "count"}


@cache
def schema() -> Schema:
    """The book's own schema, with two themes of observations in place of its seven."""
    whole = read_schema(ROOT / "data")
    pattern = whole.observations[0]
    themes = {
        f"observations/{theme}.csv": replace(
            pattern, name=f"observations/{theme}.csv", theme=theme, prefix=prefix
        )
        for theme, prefix in THEMES.items()
    }
    others = {name: table for name, table in whole.tables.items() if not table.prefix}
    return Schema({**themes, **others}, whole.package)


def rows_of(text: str) -> Rows:
    """Rows of a table written as text."""
    lines = [line for line in text.strip("\n").split("\n") if line.strip()]
    if not lines:
        return []
    header, *rest = ([cell.strip() for cell in line.split("|")] for line in lines)
    return [dict(zip(header, cells, strict=True)) for cells in rest]


def filled(**texts: str) -> dict[str, Rows]:
    """Rows by table path, with usual cells and with what they refer to; see the top."""
    rows = {
        NAMES.get(name, name if name.endswith(".csv") else f"{name}.csv"): rows_of(text)
        for name, text in texts.items()
    }
    for name in NAMES.values():
        rows[name] = [_observation(row) for row in rows.get(name, [])]
    for name, usual in USUAL.items():
        if name != "observations":
            rows[name] = [{**usual, **row} for row in rows.get(name, [])]
    _add_series(rows)
    _add_sources(rows)
    _add_names(rows)
    for row in rows["series.csv"]:
        row.setdefault("quantity", row["series"])
    return rows


def _observation(row: Mapping[str, str]) -> dict[str, str]:
    made = {**USUAL["observations"], **row}
    if not {"value", "low", "high"} & row.keys():
        made["value"] = "1"
    return {"period_kind": _kind(made["period"]), **made}


def _kind(period: str) -> str:
    return next((kind for kind, form in FORMS.items() if re.fullmatch(form, period)), "year")


def _missing(rows: Rows, column: str, wanted: Iterable[str]) -> list[str]:
    known = {row[column] for row in rows}
    return [name for name in dict.fromkeys(wanted) if name and name not in known]


def _all(rows: Mapping[str, Rows]) -> Rows:
    return [row for name in NAMES.values() for row in rows[name]]


def _add_series(rows: dict[str, Rows]) -> None:
    units = {row["series"]: row["unit"] for row in reversed(_all(rows))}
    for name in _missing(rows["series.csv"], "series", (row["series"] for row in _all(rows))):
        rows["series.csv"].append({**USUAL["series.csv"], "series": name, "unit": units[name]})


def _add_sources(rows: dict[str, Rows]) -> None:
    keys = [row["source"] for row in _all(rows)]
    for name in ("events.csv", "places.csv"):
        keys += [row["source"] for row in rows[name]]
    for key in _missing(rows["sources.csv"], "key", keys):
        row = {**USUAL["sources.csv"], "key": key, "url": f"https://example.org/{key}"}
        rows["sources.csv"].append({**row, "organisation": key[:-4].title() + " House"})
    for key in _missing(rows["sources.csv"], "key", (row["seed"] for row in rows["claims.csv"])):
        row = {**USUAL["sources.csv"], "key": key, "url": f"https://example.org/{key}"}
        rows["sources.csv"].append({**row, "status": "founding-article", "title": "An essay"})


def _add_names(rows: dict[str, Rows]) -> None:
    units = [row["unit"] for row in [*_all(rows), *rows["series.csv"]]]
    for name in _missing(rows["units.csv"], "unit", units):
        kind = UNIT_KINDS.get(name, "other")
        rows["units.csv"].append({"unit": name, "title": name, "kind": kind})
    entities = [row.get(column, "") for row in _all(rows) for column in ("entity", "partner")]
    for name in _missing(rows["entities.csv"], "name", entities):
        rows["entities.csv"].append({**USUAL["entities.csv"], "name": name})
    for name in _missing(rows["items.csv"], "name", (row["item"] for row in _all(rows))):
        rows["items.csv"].append({**USUAL["items.csv"], "name": name, "family": name})
    for row in rows["items.csv"]:
        row.setdefault("family", row["name"])


def small_tables(**texts: str) -> dict[str, Table]:
    """Tables as reading makes them, with lines as in a file; one that is not given is empty.

    Raises KeyError for a column or a table that the schema does not know.
    """
    rows, known = filled(**texts), schema().tables
    for name in rows:
        known[name]
    made = {}
    for name, table in known.items():
        text_rows = tuple(
            TextRow({**dict.fromkeys(table.columns, ""), **_known(row, table.columns)}, path, line)
            for path in [f"data/{name}"]
            for line, row in enumerate(rows.get(name, []), 2)
        )
        made[name] = Table(table, text_rows, ())
    return made


def _known(row: Mapping[str, str], columns: Iterable[str]) -> Mapping[str, str]:
    if strange := row.keys() - set(columns):
        raise KeyError(f"no column {', '.join(sorted(strange))}")
    return row


def small_book(matter: Matter | None = None, **texts: str) -> Book:
    """A book of such tables."""
    return Book(schema(), small_tables(**texts), matter)


def changed(table: Table, key: str, /, **cells: str) -> Table:
    """The table with other cells in the row whose first cell is `key`. Raises KeyError."""
    first = table.schema.columns[0]
    if key not in (row[first] for row in table):
        raise KeyError(key)
    rows = (
        replace(row, cells={**row.cells, **_known(cells, table.schema.columns)})
        if row[first] == key
        else row
        for row in table
    )
    return replace(table, rows=tuple(rows))


def write_data(folder: Path, **texts: str) -> Path:
    """The same as files: a data folder with its datapackage.json. Returns the folder."""
    for name, table in small_tables(**texts).items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(csv_text(table.schema.columns, table), "utf-8", newline="\n")
    (folder / "datapackage.json").write_text(json.dumps(_package(), indent=1), "utf-8")
    fields = (ROOT / "data" / "observations" / "schema.json").read_text("utf-8")
    (folder / "observations" / "schema.json").write_text(fields, "utf-8")
    return folder


def csv_text(columns: Iterable[str], rows: Iterable[TextRow]) -> str:
    """A CSV of text rows."""
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\n")
    columns = list(columns)
    writer.writerow(columns)
    writer.writerows([row[column] for column in columns] for row in rows)
    return out.getvalue()


def _package() -> dict[str, Any]:
    package = json.loads((ROOT / "data" / "datapackage.json").read_text("utf-8"))
    resources = [one for one in package["resources"] if one.get("format", "csv") == "csv"]
    pattern = next(one for one in resources if "idPrefix" in one)
    themes = [
        {**pattern, "name": f"observations-{theme}", "path": f"observations/{theme}.csv"}
        | {"theme": theme, "idPrefix": prefix}
        for theme, prefix in THEMES.items()
    ]
    others = [one for one in resources if "idPrefix" not in one]
    return {**package, "resources": [*themes, *others]}
