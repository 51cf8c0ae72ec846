"""The checks from the command line: `python -m heavyground check`, `python -m heavyground datapackage`."""

import argparse
import json
import sys
from collections import Counter
from pathlib import Path

from . import paths, rules
from .evidence import PREFIXES
from .faults import Faults


def main(arguments=None):
    parser = argparse.ArgumentParser(prog="python -m heavyground", description=__doc__)
    commands = parser.add_subparsers(dest="command", required=True)
    check = commands.add_parser(
        "check", help="judge evidence and prose; list every fault, exit 1 if there is one"
    )
    check.add_argument(
        "--data",
        type=Path,
        default=None,
        help="judge this folder of evidence only (default: the book's own, and its prose)",
    )
    check.add_argument("--json", action="store_true", help="the same as JSON")
    package = commands.add_parser(
        "datapackage", help="write data/datapackage.json anew from the tables"
    )
    package.add_argument("--data", type=Path, default=paths.DATA)
    chosen = parser.parse_args(arguments)
    return _check(chosen.data, chosen.json) if chosen.command == "check" else _package(chosen.data)


def _check(data, as_json):
    if data is not None and not data.is_dir():
        print(
            f"{data}: no such folder; give the one that holds observations/ and sources.csv.",
            file=sys.stderr,
        )
        return 1
    tables = rules.Tables(rules.ev.tables(data))
    faults = rules.judge(tables) or list(rules.description_is_up_to_date(data or paths.DATA))
    counts = _counts(tables)
    if data is None:
        found, more = _check_prose()
        faults, counts = sorted({*faults, *found}), {**counts, **more}
    if as_json:
        print(
            json.dumps(
                {"faults": [fault.as_dict() for fault in faults], "counts": counts},
                ensure_ascii=False,
                indent=1,
            )
        )
    else:
        for fault in faults:
            print(fault)
        print(
            f"{len(faults)} fault{'s' * (len(faults) != 1)}: "
            + ", ".join(f"{n} {rule}" for rule, n in Counter(f.rule for f in faults).most_common())
            if faults
            else "No faults. " + ", ".join(f"{n:,} {what}" for what, n in counts.items()) + "."
        )
    return 1 if faults else 0


def _counts(tables):
    shown = {theme: len(tables[f"observations/{theme}.csv"]) for theme in PREFIXES}
    return {
        "observations": sum(shown.values()),
        **{
            name: len(tables[f"{name}.csv"])
            for name in ("series", "sources", "events", "claims", "entities", "items", "places")
        },
        "merged ids": len(tables.merged),
        "left out": len(tables["left_out.csv"]),
        "corrections": len(tables["corrections.csv"]),
    }


def _check_prose():
    """Faults of the pages, and how many figures they hold. Without readable data no figure can be compared, and that is said."""
    from . import claims, disagreements, style

    faults, roles = [], Counter()
    try:
        for path in paths.prose_files():
            found, scanned = style.check_page(path)
            faults += found
            roles.update(number.role for number in scanned)
        faults += [*claims.check(), *disagreements.check()]
    except Faults as error:
        print(
            f"Prose was not checked: the evidence cannot be read ({len(error.faults)} faults, listed).",
            file=sys.stderr,
        )
    names = {"num": "figures verified in prose", "claim": "claims opened", "lit": "literals"}
    return faults, {
        "pages": len(paths.prose_files()),
        **{names[role]: roles[role] for role in names},
    }


def _package(data):
    from . import datapackage

    path = datapackage.write(data)
    print(paths.relative(path))
    return 0


if __name__ == "__main__":
    sys.exit(main())
