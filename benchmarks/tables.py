"""Time reading, typing and judging at 1, 10 and 100 times the real rows, side by side.

    python -m benchmarks.tables           # 1x, 10x, 100x
    python -m benchmarks.tables 1 30      # other sizes

The larger tables are copies of the real observations with new ids, sources and entities multiplied alike, in a temporary
folder. Each figure is the best of three runs (one for the largest). The rule on the form of ids is left out, since copies
need longer ids; copied sources that only events rest on count as unused, which is where the faults come from.
"""

import csv
import io
import sys
import tempfile
import time
from pathlib import Path

from heavyground import evidence as ev
from heavyground import rules
from heavyground.paths import DATA


def main(sizes):
    rules.RULES.remove(rules.ids_have_their_form)
    print(
        f"{'rows':>10} {'MB':>7} {'read s':>8} {'type s':>8} {'judge s':>8} {'faults':>8}   microseconds a row (read + type, judge)"
    )
    for times in sizes:
        with tempfile.TemporaryDirectory() as folder:
            data = multiply(Path(folder), times)
            weight = sum(path.stat().st_size for path in data.rglob("*.csv")) / 1e6
            tables, read = timed(lambda: ev.tables(data), times)
            typed, typing = timed(lambda: ev.typed(tables), times)
            faults, judging = timed(lambda: rules.judge(rules.Tables(tables)), times)
            rows = len(typed.observations)
            print(
                f"{rows:>10,} {weight:>7.1f} {read:>8.2f} {typing:>8.2f} {judging:>8.2f} {len(faults):>8,}   {(read + typing) / rows * 1e6:.0f}, {judging / rows * 1e6:.0f}"
            )


def timed(work, times):
    """(result, best seconds)."""
    best = float("inf")
    for _ in range(3 if times < 40 else 1):
        start = time.perf_counter()
        result = work()
        best = min(best, time.perf_counter() - start)
    return result, best


# Column of each table that holds its own key, and columns that refer to a table multiplied with it.
OWN = {"observations": "id", "sources.csv": "key", "entities.csv": "name"}
REFERRING = {
    "observations": {"source": "sources.csv", "entity": "entities.csv", "partner": "entities.csv"}
}
LISTS = {"observations": ["also", "cites"]}


def multiply(folder, times):
    """A data folder with every observation, source and entity `times` times; copies carry the number of the copy."""
    for name in ev.COLUMNS:
        source, target = DATA / name, folder / name
        if not source.exists():
            continue
        target.parent.mkdir(parents=True, exist_ok=True)
        group = "observations" if name.startswith("observations/") else name
        if group not in OWN:
            target.write_bytes(source.read_bytes())
            continue
        header, *rows = csv.reader(io.StringIO(source.read_text("utf-8")))
        with target.open("w", encoding="utf-8", newline="") as file:
            writer = csv.writer(file, lineterminator="\n")
            writer.writerow(header)
            for copy in range(times):
                writer.writerows(_renamed(header, rows, group, copy))
    return folder


def _renamed(header, rows, group, copy):
    if copy == 0:
        return rows
    at = {
        column: header.index(column)
        for column in [OWN[group], *REFERRING.get(group, {}), *LISTS.get(group, [])]
    }
    url = header.index("url") if "url" in header else None
    renamed = []
    for row in rows:
        row = list(row)
        for column in [OWN[group], *REFERRING.get(group, {})]:
            if row[at[column]]:
                row[at[column]] += f"x{copy}"
        for column in LISTS.get(group, []):
            row[at[column]] = ""
        if url is not None and row[url]:
            row[url] += f"{'&' if '?' in row[url] else '?'}copy={copy}"
        renamed.append(row)
    return renamed


if __name__ == "__main__":
    main([int(size) for size in sys.argv[1:]] or [1, 10, 100])
