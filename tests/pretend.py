"""A build that is none: what directives ask of Sphinx, on a tiny book, so that they run by
themselves.
"""

from collections.abc import Iterable
from pathlib import Path
from types import SimpleNamespace
from typing import Any

from bs4 import BeautifulSoup
from docutils import nodes

from heavyground.checks.claims import ledger
from heavyground.evidence.book import Book
from heavyground.evidence.schema import Schema
from heavyground.project import Analysis
from heavyground.site.directives.directive import BookDirective
from heavyground.site.domain import BookDomain, Held
from heavyground.site.state import __name__ as STATE
from heavyground.site.templating import Templates
from helpers import schema, small_tables

BARE = ("series.csv", "sources.csv", "units.csv", "entities.csv", "items.csv")


def bare_book(**texts: str) -> Book:
    """A book that has none of the tables that a book can do without."""
    names = [*(table.name for table in schema().observations), *BARE]
    bare = Schema({name: schema().tables[name] for name in names}, schema().package)
    tables = small_tables(**texts)
    return Book(bare, {name: tables[name] for name in names})


class Pretend:
    """One page of a book as its directives see it. held: what they note of it."""

    def __init__(
        self,
        book: Book,
        analysis: Analysis | None = None,
        page: str = "chapters/page",
        others: Iterable[str] = (),
    ) -> None:
        analysis = analysis or Analysis()
        project = SimpleNamespace(analysis=analysis, pages=list, shown=Path.as_posix)
        build = SimpleNamespace(
            book=book,
            project=project,
            templates=Templates(),
            ledger=ledger(book, analysis.verdicts),
        )
        self.app: Any = SimpleNamespace(
            extensions={STATE: SimpleNamespace(metadata={"build": build})},
            config=SimpleNamespace(project="Tin"),
            builder=SimpleNamespace(name="html", get_target_uri=lambda name: f"{name}.html"),
        )
        self.env: Any = SimpleNamespace(
            app=self.app,
            docname=page,
            found_docs={page, *others},
            domaindata={},
            domains={},
            note_dependency=lambda path: None,
        )
        domain = BookDomain(self.env)
        self.env.get_domain = lambda name: domain
        self.app.env = self.env
        self.held: Held = domain.page(page)

    def run(self, directive: type[BookDirective]) -> list[nodes.Node]:
        """The nodes that a directive makes."""
        asked = object.__new__(directive)
        settings = SimpleNamespace(env=self.env)
        asked.state = SimpleNamespace(document=SimpleNamespace(settings=settings))
        return asked.run()

    def soup(self, directive: type[BookDirective]) -> BeautifulSoup:
        """The HTML that a directive makes; headings of sections stand as such."""
        return BeautifulSoup("".join(map(html, self.run(directive))), "html.parser")


def html(node: nodes.Node) -> str:
    """Nodes of directives as HTML."""
    if isinstance(node, nodes.raw):
        return str(node.astext())
    if isinstance(node, nodes.title):
        return f"<h2>{node.astext()}</h2>"
    return "".join(map(html, node.children))


def text(soup: Any) -> str:
    """Visible text, on one line."""
    return " ".join(soup.get_text(" ").split())
