"""`evidence.json`: every verified number, figure and claim of the built site with its address, for
programs.

Its form is `evidence.schema.json`, which is written beside it. Addresses are from the site's root.
"""

import json
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

from sphinx.application import Sphinx
from sphinx.environment import BuildEnvironment

from ...checks.claims import Entry
from ...evidence.book import Book
from ...numbers.references import Reference, parameter_of, state
from ..domain import Held, Use, domain
from ..figures import FOLDER, EvidenceFigure, figure_nodes
from ..state import SAFE, Setup, book, ledger, pages_written, version
from .files import write_if_new

FILE = "evidence.json"
SCHEMA = Path(__file__).with_name("evidence.schema.json")
DOWNLOADS = {"csv": "csv", "svg": "svg", "png": "png", "vegalite": "vl.json"}
Json = dict[str, Any]


def evidence(app: Sphinx) -> Json:
    """The whole export, in the order of the book."""
    order = reading_order(app.env)
    held = {docname: domain(app.env).pages.get(docname, Held()) for docname in order}
    address = {docname: app.builder.get_target_uri(docname) for docname in order}
    return {
        "$schema": SCHEMA.name,
        "title": version(app).release["title"],
        "version": version(app).number,
        "commit": version(app).commit,
        "pages": [page(app, docname, held[docname]) for docname in order],
        "numbers": [
            number(book(app), address[docname], use)
            for docname in order
            for use in held[docname].numbers
        ],
        "figures": list(figures(app, order)),
        "claims": [claim(entry, set(address.values())) for entry in ledger(app)],
    }


def reading_order(env: BuildEnvironment) -> list[str]:
    """Documents as the contents list them, then any other."""
    listed = [env.config.root_doc]
    for docname in listed:
        listed += [child for child in env.toctree_includes.get(docname, []) if child not in listed]
    others = sorted(set(env.all_docs) - set(listed))
    return [docname for docname in listed if docname in env.all_docs] + others


def page(app: Sphinx, docname: str, held: Held) -> Json:
    """One document: what it is about, and how much of the evidence it holds."""
    return {
        "page": app.builder.get_target_uri(docname),
        "title": app.env.titles[docname].astext(),
        "description": app.env.metadata.get(docname, {}).get("description", ""),
        "numbers": len(held.numbers),
        "claims": sorted(set(held.claims)),
        "literals": held.literals,
    }


def number(book: Book, page: str, use: Use) -> Json:
    """One number in the text: its place, its words, what it rests on.

    Raises LookupError where what it refers to is gone.
    """
    reference = use.reference
    said: Json = {
        "page": page,
        "anchor": use.anchor,
        "text": use.text,
        "ids": list(rests_on(book, reference)),
        "states": state(book, reference).words,
    }
    if reference.kind in ("derived", "parameter"):
        said[reference.kind] = reference.name
    return said


def rests_on(book: Book, reference: Reference) -> Iterator[str]:
    """The row or claim itself; the rows, events and values that a computed value is made from; the
    rows and values that a parameter is. Other values are written `=name`.
    """
    if reference.kind == "derived":
        for name in book.derived(reference.name).inputs:
            if name not in book.places:
                yield name
    elif reference.kind == "parameter":
        for name in parameter_of(book, reference).rows:
            yield name if name in book else f"={name}"
    else:
        yield reference.name


def figures(app: Sphinx, order: Iterable[str]) -> Iterator[Json]:
    """Every figure, page by page in reading order."""
    on_page: dict[str, list[EvidenceFigure]] = {}
    for docname, node in figure_nodes(app):
        on_page.setdefault(docname, []).append(node)
    for docname in order:
        for node in on_page.get(docname, ()):
            yield figure(app.builder.get_target_uri(docname), node)


def figure(page: str, node: EvidenceFigure) -> Json:
    """One figure with its downloads as paths in the site."""
    record = node.record
    place = f"{FOLDER}/{record.name}"
    return {
        "page": page,
        "anchor": node.anchor,
        "name": record.name,
        "title": record.title,
        "alt": record.alt,
        "ids": list(record.ids),
        "sources": [source.key for source in record.sources],
        "downloads": {name: f"{place}.{ending}" for name, ending in DOWNLOADS.items()},
    }


def claim(entry: Entry, pages: set[str]) -> Json:
    """One statement under test. pages: addresses there are; a book may have no ledger."""
    address, _, anchor = Reference("claim", entry.id).href.partition("#")
    return {
        "id": entry.id,
        "verdict": entry.verdict,
        "how": entry.how,
        "ids": list(entry.ids),
        "page": address if address in pages else "",
        "anchor": anchor,
    }


def write(app: Sphinx, exception: Exception | None) -> None:
    """Write the export and its schema."""
    if not pages_written(app, exception):
        return
    made = json.dumps(evidence(app), ensure_ascii=False, indent=1)
    write_if_new(Path(app.outdir) / FILE, f"{made}\n")
    write_if_new(Path(app.outdir) / SCHEMA.name, SCHEMA.read_bytes())


def setup(app: Sphinx) -> Setup:
    app.connect("build-finished", write, priority=850)
    return SAFE
