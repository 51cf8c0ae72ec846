"""python -m heavyground.runs [--jobs N] [--store FOLDER] [PAGE ...]

Have the outputs of pages at hand, all of them where none is named, and say what had to run.
"""

import argparse
import sys
import time
from pathlib import Path

from ..evidence.faults import Faults
from ..project import NoProject, Project
from .decision import run_pages
from .store import Store


def main() -> int:
    """0 where every page has its outputs, else 1."""
    parser = argparse.ArgumentParser(prog="python -m heavyground.runs", description=__doc__)
    parser.add_argument("--jobs", type=int, default=0, help="how many pages at a time")
    parser.add_argument("--store", type=Path, help="where runs are kept (_build/runs)")
    parser.add_argument("pages", nargs="*", type=Path, metavar="PAGE")
    said = parser.parse_args()
    began, used = time.monotonic(), time.process_time()
    try:
        project = Project.find()
        pages = [path.resolve() for path in said.pages] or project.pages()
        store = Store(said.store or project.root / "_build" / "runs")
        outcomes = run_pages(project, pages, store, jobs=said.jobs)
    except (Faults, NoProject, OSError) as error:
        print(error, file=sys.stderr)
        return 1
    except KeyboardInterrupt:
        print("Stopped; what was done is kept.", file=sys.stderr)
        return 130
    for outcome in outcomes.values():
        for fault in outcome.faults:
            print(fault, file=sys.stderr)
    states = [outcome.state for outcome in outcomes.values()]
    counts = ", ".join(f"{states.count(state)} {state}" for state in ("kept", "run", "failed"))
    took = f"{time.monotonic() - began:.1f} s, deciding {time.process_time() - used:.2f} s of CPU"
    print(f"{counts} ({took})")
    return int("failed" in states)


if __name__ == "__main__":
    sys.exit(main())
