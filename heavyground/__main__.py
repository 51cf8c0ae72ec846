"""The book's commands: `python -m heavyground check`, `serve`, `new FOLDER`."""

import argparse
import io
import json
import sys
from collections import Counter
from collections.abc import Sequence
from pathlib import Path

from . import scaffold
from .checks.everything import Report, check, check_tables
from .project import NoProject, Project


def main(arguments: Sequence[str] | None = None) -> int:
    """Run a command; returns the exit code: 0 where all is well, 1 where there are faults."""
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            # A console that cannot show a letter shows its code instead of hiding the report.
            stream.reconfigure(errors="backslashreplace")
    parser = _parser()
    chosen, rest = parser.parse_known_args(arguments)
    if rest and chosen.command != "serve":
        parser.error(f"unknown: {' '.join(rest)}")
    try:
        if chosen.command == "serve":
            return _serve(rest)
        return _new(chosen) if chosen.command == "new" else _check(chosen)
    except NoProject as error:
        print(error, file=sys.stderr)
        return 1


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="python -m heavyground", description=__doc__)
    commands = parser.add_subparsers(dest="command", required=True, metavar="COMMAND")
    judged = commands.add_parser(
        "check", help="judge evidence and pages; list every fault, and exit with 1 if there is one"
    )
    judged.add_argument(
        "--data", type=Path, metavar="FOLDER", help="judge the tables of this folder, and no pages"
    )
    judged.add_argument("--json", action="store_true", help="say the same as JSON")
    commands.add_parser(
        "serve",
        add_help=False,
        help="build the book, show it in a browser, and build again when a file is saved",
    )
    new = commands.add_parser("new", help="lay a small book into a new folder, to go on from")
    new.add_argument("folder", type=Path, help="a folder that is not there or is empty")
    new.add_argument("--title", default="", help="the book's title (default: the folder's name)")
    return parser


# ---- check


def _check(chosen: argparse.Namespace) -> int:
    if chosen.data is not None and not chosen.data.is_dir():
        message = "no such folder; give the one that holds datapackage.json and the tables."
        print(f"{chosen.data}: {message}", file=sys.stderr)
        return 1
    report = check(Project.find()) if chosen.data is None else _check_folder(chosen.data)
    for note in report.notes:
        print(note, file=sys.stderr)
    if chosen.json:
        faults = [fault.as_dict() for fault in report.faults]
        print(json.dumps({"faults": faults, "counts": report.counts}, indent=1))
    else:
        print("\n".join([*map(str, report.faults), summary(report)]))
    return 1 if report.faults else 0


def _check_folder(data: Path) -> Report:
    """The tables of a folder, with the analysis of the book it belongs to, if to any."""
    for start in (data, Path.cwd()):
        try:
            project = Project.find(start)
        except NoProject:
            continue
        return check_tables(data, project.shown, project.matter, project.analysis.rules)
    return check_tables(data, Path.as_posix)


def summary(report: Report) -> str:
    """One line: how many faults of which rules, or how much was found in order."""
    if not report.faults:
        return "No faults. " + ", ".join(f"{n:,} {what}" for what, n in report.counts.items()) + "."
    rules = Counter(fault.rule for fault in report.faults).most_common()
    several = "s" * (len(report.faults) != 1)
    return f"{len(report.faults)} fault{several}: " + ", ".join(f"{n} {rule}" for rule, n in rules)


# ---- serve, new


def _serve(arguments: Sequence[str]) -> int:
    from .site import serve  # a whole command, which needs what a check does not

    return serve.main(arguments)


def _new(chosen: argparse.Namespace) -> int:
    try:
        written = scaffold.lay(chosen.folder, chosen.title)
    except (FileExistsError, ValueError) as error:
        print(error, file=sys.stderr)
        return 1
    for path in written:
        print(path)
    return 0


if __name__ == "__main__":
    sys.exit(main())
