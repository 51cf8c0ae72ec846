"""The one schema: what `data/datapackage.json` says of every table.

People edit that file; reader, rules and site ask it here. It is a Data Package 2 that `frictionless
validate` reads. Four properties are ours, and other tools pass over them:

    theme, idPrefix     of a table of observations: its chapter and how its ids begin
    list: true          of a field: the cell holds several, separated by "; "
    references          of a list field: {"resource": ..., "field": ...}, what each part names
    fiscalYearBegins    of the package: the month in which a fiscal year (FY2024-25) begins
"""

import dataclasses
import json
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Any

from .faults import Fault, Faults
from .text import near

PACKAGE = "datapackage.json"


@dataclass(frozen=True)
class Field:
    """One column: its type (string | number | integer), what it means and what it may hold."""

    name: str
    type: str = "string"
    description: str = ""
    required: bool = False
    words: tuple[str, ...] = ()  # the allowed ones; empty where any will do
    pattern: str = ""
    minimum: float | None = None
    maximum: float | None = None
    list: bool = False

    @property
    def number(self) -> bool:
        """Does it hold numbers?"""
        return self.type in ("number", "integer")


@dataclass(frozen=True)
class Link:
    """A column whose cells, or in a list their parts, name a row of another table by its `key`."""

    column: str
    table: str
    key: str
    list: bool = False


@dataclass(frozen=True)
class TableSchema:
    """One table: `name` is its path in the data folder; `theme` and `prefix` are those of
    observations.
    """

    name: str
    title: str
    description: str
    fields: tuple[Field, ...]
    key: tuple[str, ...] = ()
    links: tuple[Link, ...] = ()
    theme: str = ""
    prefix: str = ""
    mediatype: str = "text/csv"

    @cached_property
    def columns(self) -> tuple[str, ...]:
        """Names of the columns in their order."""
        return tuple(field.name for field in self.fields)

    def __getitem__(self, column: str) -> Field:
        return next(field for field in self.fields if field.name == column)


@dataclass(frozen=True)
class Schema:
    """All tables by name, in the order of the file, and the package's own words."""

    tables: Mapping[str, TableSchema]
    package: Mapping[str, Any] = dataclasses.field(repr=False)

    @cached_property
    def observations(self) -> tuple[TableSchema, ...]:
        """The tables of observations, one for each theme."""
        return tuple(table for table in self.tables.values() if table.prefix)

    @cached_property
    def prefixes(self) -> Mapping[str, str]:
        """{prefix of ids: theme}."""
        return {table.prefix: table.theme for table in self.observations}

    @property
    def fiscal_month(self) -> int:
        """Month in which a fiscal year begins, 1 to 12."""
        return int(self.package.get("fiscalYearBegins", 1))

    def words(self, table: str, column: str) -> tuple[str, ...]:
        """The words a column may hold, in the order of the schema."""
        return self.tables[table][column].words


def read_schema(data: Path, shown: str = f"data/{PACKAGE}") -> Schema:
    """The schema of a data folder. shown: its path in messages. Raises Faults where the file cannot
    be used.
    """
    package = _package(data / PACKAGE, shown)
    faults: list[Fault] = []
    tables: dict[str, TableSchema] = {}
    names = {said.get("name", ""): said.get("path", "") for said in _resources(package)}
    for resource in _resources(package):
        if resource.get("format", "csv") == "csv":
            try:
                made = _table(resource, names, data)
                tables[made.name] = made
            except (KeyError, TypeError, ValueError, OSError) as error:
                said = f"resource {resource.get('name', '?')}: {_reason(error)}"
                faults.append(_fault(shown, f"{said}; mend its entry."))
    if not any(table.prefix for table in tables.values()):
        words = "no table of observations: a resource with theme and idPrefix is one."
        faults.append(_fault(shown, words))
    if faults:
        raise Faults(faults)
    return Schema(tables, package)


def _package(path: Path, shown: str) -> Any:
    """What the file holds. Raises Faults where it cannot be read."""
    try:
        return json.loads(path.read_text("utf-8"))
    except FileNotFoundError:
        words = "the file is missing; it says which tables there are. Restore it."
        raise Faults([_fault(shown, words)]) from None
    except json.JSONDecodeError as error:
        words = f"{error.msg} at column {error.colno}; mend the JSON."
        raise Faults([_fault(shown, words, error.lineno)]) from None
    except UnicodeDecodeError:
        raise Faults([_fault(shown, "the file is not UTF-8; save it as UTF-8.")]) from None


def _fault(shown: str, message: str, line: int = 1) -> Fault:
    return Fault(shown, line, "schema", message)


def _resources(package: Any) -> list[dict[str, Any]]:
    found = package.get("resources", []) if isinstance(package, dict) else []
    return [said for said in found if isinstance(said, dict)]


def _reason(error: Exception) -> str:
    return f"{error.args[0]} is missing" if isinstance(error, KeyError) else str(error)


def _table(resource: dict[str, Any], names: Mapping[str, str], data: Path) -> TableSchema:
    said = resource["schema"]
    if isinstance(said, str):  # several tables share one schema
        said = json.loads((data / said).read_text("utf-8"))
    fields = tuple(_field(field) for field in said["fields"])
    key = said.get("primaryKey", [])
    known = {field.name for field in fields}
    links = [_foreign(foreign, resource, names) for foreign in said.get("foreignKeys", [])]
    links += [
        Link(
            field["name"],
            _target(field["references"]["resource"], resource, names),
            field["references"]["field"],
            list=True,
        )
        for field in said["fields"]
        if "references" in field
    ]
    for column in (*([key] if isinstance(key, str) else key), *(link.column for link in links)):
        if column not in known:
            raise ValueError(
                f'a key names the column "{column}", which it does not have{near(column, known)}'
            )
    return TableSchema(
        name=resource["path"],
        title=resource.get("title", resource["name"]),
        description=resource.get("description", ""),
        fields=fields,
        key=(key,) if isinstance(key, str) else tuple(key),
        links=tuple(links),
        theme=resource.get("theme", ""),
        prefix=resource.get("idPrefix", ""),
        mediatype=resource.get("mediatype", "text/csv"),
    )


def _field(said: dict[str, Any]) -> Field:
    limits = said.get("constraints", {})
    return Field(
        name=said["name"],
        type=said.get("type", "string"),
        description=said.get("description", ""),
        required=bool(limits.get("required")),
        words=tuple(limits.get("enum", ())),
        pattern=limits.get("pattern", ""),
        minimum=limits.get("minimum"),
        maximum=limits.get("maximum"),
        list=bool(said.get("list")),
    )


def _foreign(said: dict[str, Any], resource: dict[str, Any], names: Mapping[str, str]) -> Link:
    column, target = said["fields"], said["reference"]
    column, key = (
        name if isinstance(name, str) else name[0] for name in (column, target["fields"])
    )
    return Link(column, _target(target.get("resource", ""), resource, names), key)


def _target(name: str, resource: dict[str, Any], names: Mapping[str, str]) -> str:
    """Path of the table a key points to; no name means the table itself."""
    if name and name not in names:
        raise ValueError(
            f'a key points to the resource "{name}", which is not there{near(name, names)}'
        )
    return names[name] if name else str(resource["path"])
