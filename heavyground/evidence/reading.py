"""From tables as text to typed rows: numbers, periods, lists, links and corrections."""

import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass

from . import labels
from .amounts import Amount
from .faults import Fault, Faults
from .periods import NO_DAY, Period, bounds
from .rows import (
    Alias,
    Claim,
    Event,
    Explanation,
    Named,
    Observation,
    Parameter,
    Place,
    Series,
    Source,
    Term,
    Unit,
    Verdict,
)
from .schema import Schema
from .tables import Table, TextRow
from .text import listed

Tables = Mapping[str, Table]
NUMBER = re.compile(r"-?\d+(\.\d+)?([eE][+-]?\d+)?", re.ASCII)


@dataclass(frozen=True)
class Contents:
    """Everything a data folder holds, by id or name, in the order of the files."""

    series: Mapping[str, Series]
    sources: Mapping[str, Source]
    units: Mapping[str, Unit]
    entities: Mapping[str, Named]
    items: Mapping[str, Named]
    places: Mapping[str, Place]
    observations: Mapping[str, Observation]
    merged: Mapping[str, str]
    events: Mapping[str, Event]
    claims: Mapping[str, Claim]
    verdicts: Mapping[str, Verdict]
    left_out: Mapping[str, str]
    aliases: Mapping[str, Alias]
    explanations: tuple[Explanation, ...]
    terms: tuple[Term, ...]


def contents(schema: Schema, tables: Tables) -> Contents:
    """Typed rows of all tables. Raises Faults, all of them, on a number or a period that cannot be
    read.

    A link that leads nowhere is no fault here (`checks.rules` names it): what it points to is then
    a blank of that name.
    """
    faults = [*_number_faults(tables), *_period_faults(schema, tables)]
    if faults:
        raise Faults(faults)
    reader = _Reader(schema, tables)
    observations = {row.id: row for row in reader.observations()}
    return Contents(
        series=reader.series,
        sources=reader.sources,
        units={
            row["unit"]: Unit(row["unit"], row["title"], row["kind"], row["note"])
            for row in reader.rows("units.csv")
        },
        entities=reader.named("entities.csv", "part_of"),
        items=reader.items,
        places={row["name"]: reader.place(row) for row in reader.rows("places.csv")},
        observations=observations,
        merged={old: row.id for row in observations.values() for old in row.also},
        events={row["id"]: reader.event(row) for row in reader.rows("events.csv")},
        claims={row["id"]: reader.claim(row) for row in reader.rows("claims.csv")},
        verdicts={row["claim"]: _verdict(row) for row in reader.rows("verdicts.csv")},
        left_out={row["id"]: row["reason"] for row in reader.rows("left_out.csv")},
        aliases={row["id"]: _alias(row) for row in reader.rows("aliases.csv")},
        explanations=tuple(
            Explanation(listed(row["ids"]), row["explanation"], row.path, row.line)
            for row in reader.rows("disagreements.csv")
        ),
        terms=tuple(
            Term(
                row["term"],
                listed(row["aliases"]),
                row["definition"],
                row["script_name"],
                row["source"],
            )
            for row in reader.rows("glossary.csv")
        ),
    )


def _number_faults(tables: Tables) -> Iterator[Fault]:
    for table in tables.values():
        for column in (field.name for field in table.schema.fields if field.number):
            for row in table:
                if row[column] and not NUMBER.fullmatch(row[column]):
                    yield Fault(
                        row.path,
                        row.line,
                        "number",
                        f'{column} "{row[column]}" is not a number.',
                    )


def _period_faults(schema: Schema, tables: Tables) -> Iterator[Fault]:
    for table in schema.observations:
        for row in tables[table.name]:
            if bounds(row["period"], schema.fiscal_month) is None:
                yield Fault(
                    row.path,
                    row.line,
                    "period",
                    f'period "{row["period"]}" is no period of the calendar.',
                )


def _number(cell: str) -> float | None:
    return float(cell) if cell else None


class _Reader:
    """Makes typed rows; holds what they link to."""

    def __init__(self, schema: Schema, tables: Tables) -> None:
        self.schema, self.tables = schema, tables
        self.sources = self._sources()
        self.series = {row["series"]: _series(row) for row in self.rows("series.csv")}
        self.items = self.named("items.csv", "family")
        self._blank_sources: dict[str, Source] = {}
        self._fixes: dict[str, list[TextRow]] = {}
        for row in self.rows("corrections.csv"):
            self._fixes.setdefault(row["id"], []).append(row)

    def rows(self, name: str) -> tuple[TextRow, ...]:
        """Rows of a table; a book need not have every table."""
        return self.tables[name].rows if name in self.tables else ()

    def named(self, name: str, family: str) -> dict[str, Named]:
        found = {}
        for row in self.rows(name):
            script = row.cells.get("script_name", "")
            found[row["name"]] = Named(
                row["name"],
                row["kind"],
                row[family],
                listed(row["spellings"]),
                script,
                row["note"],
            )
        return found

    def _sources(self) -> dict[str, Source]:
        rows = self.rows("sources.csv")
        dates = labels.dates([row.cells for row in rows])
        found = {}
        for row in rows:
            cells = dict(row.cells)
            who = labels.who(cells["authors"], cells["organisation"], cells["title"])
            authors = listed(cells.pop("authors"))
            found[row["key"]] = Source(label=f"{who} {dates[row['key']]}", authors=authors, **cells)
        return found

    def source(self, key: str) -> Source:
        """The source of a key; a blank one where there is none."""
        return self.sources.get(key) or self._blank_sources.setdefault(key, _blank_source(key))

    def observations(self) -> Iterator[Observation]:
        for table in self.schema.observations:
            for row in self.rows(table.name):
                yield self._observation(row, table.theme)

    def _observation(self, row: TextRow, theme: str) -> Observation:
        cells, reason, misprint = self._corrected(row)
        series = self.series.get(cells["series"]) or _blank_series(cells["series"], theme)
        item = self.items.get(cells["item"])
        start, end = bounds(cells["period"], self.schema.fiscal_month) or (
            NO_DAY,
            NO_DAY,
        )
        return Observation(
            id=row["id"],
            theme=theme,
            series=series,
            entity=cells["entity"],
            partner=cells["partner"],
            item=cells["item"],
            family=item.family if item else cells["item"],
            period=Period(cells["period"], cells["period_kind"], cells["period_basis"], start, end),
            amount=_amount(cells, "value", "low", "high"),
            misprint=misprint,
            printed=cells["printed"],
            basis=cells["basis"],
            source=self.source(cells["source"]),
            cites=listed(cells["cites"]),
            locator=cells["locator"],
            quality=cells["quality"],
            verified=cells["verified"],
            also=listed(cells["also"]),
            note=cells["note"],
            correction=reason,
            path=row.path,
            line=row.line,
        )

    def _corrected(self, row: TextRow) -> tuple[dict[str, str], str, float | None]:
        """Cells with known errors replaced by what we use (empty: not used at all), the reason, and
        the value as printed.
        """
        cells, reason, misprint = dict(row.cells), "", None
        for fix in self._fixes.get(row["id"], []):
            if fix["field"] not in cells or fix["field"] == "id":
                continue  # the rules name it
            cells[fix["field"]], reason = fix["use"], fix["reason"]
            if fix["field"] in ("value", "low", "high") and not cells["printed"]:
                cells["printed"] = fix["printed"]
            if fix["field"] == "value" and NUMBER.fullmatch(fix["printed"]):
                misprint = float(fix["printed"])
            if (
                fix["field"] in ("value", "low", "high")
                and fix["use"]
                and not NUMBER.fullmatch(fix["use"])
            ):
                cells[fix["field"]] = ""  # the rules name it
        return cells, reason, misprint

    def event(self, row: TextRow) -> Event:
        start, end = bounds(row["date"]) or (NO_DAY, NO_DAY)
        return Event(
            row["id"],
            row["date"],
            row["date_precision"],
            start,
            end,
            row["title"],
            row["description"],
            listed(row["actors"]),
            row["place"],
            row["topic"],
            self.source(row["source"]),
            listed(row["also"]),
            row.path,
            row.line,
        )

    def claim(self, row: TextRow) -> Claim:
        low, high = _number(row["value_low"]), _number(row["value_high"])
        single = low if high is None or low == high else None
        return Claim(
            row["id"],
            self.source(row["seed"]),
            row["topic"],
            row["paraphrase"],
            row["figure"],
            Amount(single, row["unit"], low, high),
            row["period"],
            row["kind"],
            row["testable_by"],
            listed(row["bears_on"]),
            row.path,
            row.line,
        )

    def place(self, row: TextRow) -> Place:
        return Place(
            row["name"],
            row["kind"],
            row["country"],
            row["admin1"],
            float(row["lat"] or "nan"),
            float(row["lon"] or "nan"),
            row["precision"],
            self.source(row["source"]),
            listed(row["spellings"]),
            row["note"],
        )


def _amount(cells: Mapping[str, str], value: str, low: str, high: str) -> Amount:
    return Amount(_number(cells[value]), cells["unit"], _number(cells[low]), _number(cells[high]))


def _series(row: TextRow) -> Series:
    return Series(
        row["series"],
        row["title"],
        row["quantity"],
        row["unit"],
        row["definition"],
        row["not_to_confuse_with"],
        listed(row["preferred"]),
        row["reason"],
        row["theme"],
    )


def _blank_series(name: str, theme: str) -> Series:
    return Series(name, name, name, "", "", "", (), "", theme)


def _blank_source(key: str) -> Source:
    return Source(key, key, (), "", key, "", "undated", "", "", "", "", "", "", "", "", "", "")


def _verdict(row: TextRow) -> Verdict:
    return Verdict(
        row["claim"],
        row["verdict"],
        row["how"],
        row["reason"],
        listed(row["ids"]),
        row.path,
        row.line,
    )


def _alias(row: TextRow) -> Alias:
    amount = Amount(_number(row["value"]), row["unit"])
    also = listed(row.cells.get("also", ""))
    return Alias(row["id"], row["formula"], amount, listed(row["inputs"]), also)


def parameters(tables: Tables, central: Callable[[str], float]) -> tuple[Parameter, ...]:
    """The inputs of the models; an end that is a row or a derived value has that one's amount, by
    `central`.
    """
    if "parameters.csv" not in tables:
        return ()
    return tuple(_parameter(row, central) for row in tables["parameters.csv"])


def _parameter(row: TextRow, central: Callable[[str], float]) -> Parameter:
    numbers = {end: _number(row[end]) for end in ("value", "low", "high")}
    ends = {}
    for end in numbers:
        if of := row[f"{end}_of"]:
            ends[end] = of.partition(".")[0]
            try:
                numbers[end] = central(of)
            except LookupError as error:
                said = f"{row.path}:{row.line}: {end}_of: {error.args[0]}"
                raise type(error)(said) from error
    return Parameter(
        row["name"],
        row["model"],
        Amount(numbers["value"], row["unit"], numbers["low"], numbers["high"]),
        ends,
        listed(row["source"]),
        row["assumption"],
        row["note"],
        row.path,
        row.line,
    )
