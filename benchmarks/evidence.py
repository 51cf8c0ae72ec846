"""CPU seconds to read, type and judge the evidence at 1, 10 and 100 times its rows, in one run.

    python -m benchmarks.evidence           # 1x, 10x, 100x
    python -m benchmarks.evidence 1 30      # other sizes

The larger evidence holds copies of the observations with other ids and entities, made in memory.
The rule on lost ids is quiet there, since copies leave gaps; each figure is the best of three runs.
"""

import sys
import time
from collections.abc import Callable
from dataclasses import replace
from typing import TypeVar

from heavyground.checks.rules import judge
from heavyground.evidence.book import Book
from heavyground.evidence.tables import Table, read_tables
from heavyground.project import Project

T = TypeVar("T")


def multiplied(table: Table, times: int) -> Table:
    """A table of observations with `times` copies of its rows, each with an id and entity of its
    own.
    """
    rows = [
        replace(row, cells=_copy(row.cells, number), line=row.line + number * len(table))
        for number in range(times)
        for row in table
    ]
    return replace(table, rows=tuple(rows))


def _copy(cells: dict[str, str], number: int) -> dict[str, str]:
    if not number:
        return cells
    suffix = f"-copy{number}"
    return {**cells, "id": cells["id"] + suffix, "entity": cells["entity"] + suffix, "also": ""}


def best(make: Callable[[], T], runs: int = 3) -> tuple[float, T]:
    """CPU seconds of the quickest run, and what it made."""
    seconds = []
    for _ in range(runs):
        start = time.process_time()
        result = make()
        seconds.append(time.process_time() - start)
    return min(seconds), result


def main(sizes: list[int]) -> None:
    """Print one line for each size."""
    project = Project.find()
    schema = project.book().schema
    read, tables = best(lambda: read_tables(project.data, schema))
    print(f"reading the files: {read:.2f} s")
    print(f"{'rows':>9} {'typing s':>9} {'judging s':>10} {'microseconds a row':>19}")
    for times in sizes:
        names = {table.name for table in schema.observations}
        larger = {
            name: multiplied(table, times) if name in names else table
            for name, table in tables.items()
        }
        typing, book = best(lambda data=larger: Book(schema, data), 3 if times < 100 else 1)
        judging, _ = best(lambda data=larger: judge(data, schema), 1)
        rows = len(book.observations)
        a_row = (typing + judging) / rows * 1e6
        print(f"{rows:>9,} {typing:>9.2f} {judging:>10.2f} {a_row:>19.0f}")


if __name__ == "__main__":
    main([int(times) for times in sys.argv[1:]] or [1, 10, 100])
