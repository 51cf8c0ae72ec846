"""The real evidence, read once for all tests of it, and with one thing in it broken."""

from collections.abc import Callable, Mapping
from dataclasses import replace
from pathlib import Path

import pytest

from heavyground.checks.rules import judge
from heavyground.evidence.book import Book, Matter
from heavyground.evidence.faults import Fault
from heavyground.evidence.schema import Schema, read_schema
from heavyground.evidence.tables import Table, read_table, read_tables
from heavyground.project import Project
from helpers import ROOT, changed

Tables = Mapping[str, Table]


class Evidence:
    """The book's tables, unbroken: `judge` gives the faults of a copy in which some are others."""

    def __init__(self, project: Project) -> None:
        self.project = project
        self.schema: Schema = read_schema(project.data)
        self.tables: Tables = read_tables(project.data, self.schema)
        self.matter: Matter = project.matter
        self.book: Book = Book(self.schema, self.tables, self.matter)
        self.known = frozenset(self.judge())

    def judge(self, **tables: Table) -> list[Fault]:
        """New faults of the tables with some in place of the real ones."""
        known = getattr(self, "known", frozenset())
        found = judge({**self.tables, **tables}, self.schema, self.matter)
        return [fault for fault in found if fault not in known]

    def opened(self, **tables: Table) -> Book:
        """The book with some tables in place of the real ones."""
        return Book(self.schema, {**self.tables, **tables}, self.matter)

    def with_cells(self, changes: Mapping[str, Mapping[str, str]]) -> Book:
        """The book with other cells in some observations: {id: {column: cell}}."""
        tables: dict[str, Table] = {}
        for id, cells in changes.items():
            name = next(
                table.name
                for table in self.schema.observations
                if table.prefix == id.partition("-")[0]
            )
            tables[name] = changed(tables.get(name, self.tables[name]), id, **cells)
        return self.opened(**tables)

    def line(self, name: str, key: str) -> int:
        """The line of the row whose first cell is `key`."""
        first = self.tables[name].schema.columns[0]
        return next(row.line for row in self.tables[name] if row[first] == key)

    def broken(self, name: str, key: str, /, **cells: str) -> list[Fault]:
        """New faults when a row has other cells."""
        return self.judge(**{name: changed(self.tables[name], key, **cells)})

    def with_row(self, name: str, key: str, /, **cells: str) -> tuple[list[Fault], int]:
        """New faults when a copy of a row with other cells is appended; and its line."""
        table = self.tables[name]
        copy = next(row for row in changed(table, key, **cells) if row.line == self.line(name, key))
        line = table.rows[-1].line + 1
        longer = replace(table, rows=(*table.rows, replace(copy, line=line)))
        return self.judge(**{name: longer}), line


@pytest.fixture(scope="session")
def evidence() -> Evidence:
    """The real evidence, read once."""
    return Evidence(Project.find(ROOT))


@pytest.fixture
def damaged(evidence: Evidence, tmp_path: Path) -> Callable[..., list[Fault]]:
    """New faults when the bytes of a file are others."""

    def judge_bytes(name: str, change: Callable[[bytes], bytes]) -> list[Fault]:
        path = tmp_path / Path(name).name
        path.write_bytes(change((evidence.project.data / name).read_bytes()))
        table = read_table(path, evidence.schema.tables[name], f"data/{name}")
        return evidence.judge(**{name: table})

    return judge_bytes
