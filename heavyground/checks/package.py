"""What a book is called, in which version and by whom: two files say it, and must say the same."""

from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

import yaml

from ..evidence.faults import Fault
from ..evidence.schema import PACKAGE, Schema

CITATION = "CITATION.cff"


def citation_agrees(root: Path, schema: Schema, shown: str) -> Iterator[Fault]:
    """`datapackage.json` and `CITATION.cff` agree in title, version and authors.

    root: the book's folder; one without a `CITATION.cff` has no such fault · shown: the path of
    `datapackage.json` in messages.
    """
    path = root / CITATION
    if not path.is_file():
        return
    try:
        citation = yaml.safe_load(path.read_text("utf-8"))
    except (yaml.YAMLError, UnicodeDecodeError) as error:
        mark = getattr(error, "problem_mark", None)
        line = mark.line + 1 if mark else 1
        yield Fault(CITATION, line, "citation-file", f"the file cannot be read: {error}.")
        return
    text = (root / "data" / PACKAGE).read_text("utf-8")
    for name, ours, theirs in _pairs(schema.package, citation or {}):
        if ours != theirs:
            words = f'{name} is "{ours}" here and "{theirs}" in {CITATION}; write one in both.'
            yield Fault(shown, _line_of(text, name), "citation-file", words)


def _pairs(package: Mapping[str, Any], citation: Mapping[str, Any]) -> Iterator[tuple[str, ...]]:
    for name in ("title", "version"):
        yield name, str(package.get(name, "")), str(citation.get(name, ""))
    contributors = "; ".join(str(one.get("title")) for one in package.get("contributors", []))
    authors = "; ".join(_author(one) for one in citation.get("authors", []))
    yield "contributors", contributors, authors


def _author(author: Mapping[str, Any]) -> str:
    parts = (author.get("given-names", ""), author.get("family-names", ""))
    return str(author.get("name") or " ".join(part for part in parts if part))


def _line_of(text: str, name: str) -> int:
    """The line on which a name first stands as a key."""
    before = text.partition(f'"{name}"')[0]
    return before.count("\n") + 1
