"""The frame behind a figure: as a table for the page, and as CSV."""

import csv
import io
from collections.abc import Mapping
from decimal import Decimal
from typing import Any

import pandas as pd

from .record import DataTable

COLUMNS = {
    "period": "Period",
    "entity": "Who",
    "partner": "Partner",
    "item": "What",
    "value": "Value",
    "low": "Low",
    "high": "High",
    "unit": "Unit",
    "basis": "Basis",
    "quality": "Quality",
    "source": "Source",
    "id": "Row",
}
# Columns of the evidence that the page's table leaves to the CSV.
BEHIND = {
    "series",
    "period_kind",
    "period_basis",
    "printed",
    "cites",
    "locator",
    "verified",
    "also",
    "note",
    "year",
    "start",
    "end",
    "mid",
    "source_title",
    "source_label",
    "theme",
    "ids",
    "correction",
}
UNWRITTEN = ("source_label",)  # and one that even the CSV leaves out: `source` says it
SAID_ONCE = ("entity", "partner", "item", "unit", "basis", "quality")
ROWS_SHOWN = 120


def grouped(value: Any) -> str:
    """A number as tables print it: narrow spaces between thousands, ten digits, never an exponent.

    >>> grouped(41700), grouped(-0.5), grouped(None)
    ('41\\u202f700', '−0.5', '')
    """
    if value is None or value == "" or pd.isna(value):
        return ""
    text = f"{Decimal(f'{float(value):.10g}'):,f}"
    return text.replace(",", "\u202f").replace("-", "\u2212")


def table_of(data: pd.DataFrame, more: Mapping[str, str]) -> DataTable:
    """A frame as the page's table; what is the same in every row is said once.

    more: {column: heading} beyond those of the evidence.
    """
    frame = plain(data)
    shown = _shown(frame, more)
    same = {
        column: str(frame[column].iloc[0])
        for column in SAID_ONCE
        if column in shown and len(frame) > 1 and frame[column].astype(str).nunique() == 1
    }
    unit = same.get("unit", "")
    shown = {column: heading for column, heading in shown.items() if column not in same}
    return DataTable(
        columns=tuple(shown),
        heads=tuple(
            f"{heading}, {unit}" if unit and column in ("value", "low", "high") else heading
            for column, heading in shown.items()
        ),
        numeric=tuple(
            pd.api.types.is_numeric_dtype(frame[column]) and column != "year" for column in shown
        ),
        cells=tuple(
            tuple(_cell(row[column]) for column in shown)
            for row in frame.head(ROWS_SHOWN).to_dict("records")
        ),
        total=len(frame),
        same=tuple(value for column, value in same.items() if column != "unit"),
    )


def plain(rows: pd.DataFrame) -> pd.DataFrame:
    """A copy whose categories are plain text again, so that new values may be written."""
    kinds = {
        str(column): object
        for column in rows
        if isinstance(rows[column].dtype, pd.CategoricalDtype)
    }
    return rows.astype(kinds)


def _shown(frame: pd.DataFrame, more: Mapping[str, str]) -> dict[str, str]:
    """{column: heading} of the columns that have something to say, in their order."""
    known = {*COLUMNS, *BEHIND, *more}
    own = {str(c): str(c).replace("_", " ").capitalize() for c in frame.columns if c not in known}
    return {
        column: heading
        for column, heading in {**COLUMNS, **more, **own}.items()
        if column in frame and _says(frame[column])
    }


def _says(column: "pd.Series[Any]") -> bool:
    return bool(column.notna().any() and (column.astype(str) != "").any())


def _cell(value: Any) -> str:
    """One cell of the page's table."""
    if isinstance(value, (bool, str)):
        return str(value)
    if isinstance(value, (list, tuple)):
        return str(value)
    if value is None or pd.isna(value):
        return ""
    if isinstance(value, pd.Timestamp):
        return value.date().isoformat()
    return grouped(value) if isinstance(value, (int, float)) else str(value)


def csv_of(data: pd.DataFrame) -> str:
    """The frame as CSV: numbers as they are, dates in ISO form."""
    frame = data.drop(columns=[column for column in UNWRITTEN if column in data])
    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\n")
    writer.writerow(frame.columns)
    for row in frame.itertuples(index=False):
        writer.writerow([_written(value) for value in row])
    return text.getvalue()


def _written(value: Any) -> Any:
    """One cell of the CSV."""
    if isinstance(value, (list, tuple)):
        return "; ".join(map(str, value))
    if value is None or pd.isna(value):
        return ""
    if isinstance(value, pd.Timestamp):
        return value.date().isoformat()
    return f"{value:.12g}" if isinstance(value, float) else value
