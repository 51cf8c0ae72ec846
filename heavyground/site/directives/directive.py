"""What the directives of a book have in common: each puts one part of a page, made from tables."""

from dataclasses import dataclass
from typing import Any

from docutils import nodes
from markupsafe import Markup
from sphinx.application import Sphinx
from sphinx.util.docutils import SphinxDirective

from ...evidence.book import Book
from ..state import book, templates


class BookDirective(SphinxDirective):
    """A directive that knows its book and writes HTML from templates."""

    @property
    def app(self) -> Sphinx:
        return self.env.app

    @property
    def book(self) -> Book:
        return book(self.app)

    @property
    def here(self) -> str:
        """Address of the page, from the site's root."""
        return f"{self.env.docname}.html"

    def has_page(self, docname: str) -> bool:
        """Is there such a page in this book?"""
        return docname in self.env.found_docs

    def html(self, template: str, **context: Any) -> nodes.raw:
        """A whole template as a node; `here` is filled in."""
        return raw(templates(self.app).render(template, here=self.here, **context))


def raw(html: Markup) -> nodes.raw:
    """HTML as a node."""
    return nodes.raw("", str(html), format="html")


@dataclass(frozen=True, slots=True)
class Choice:
    """A list to choose from in a filter: `name` of what is compared, its label, what choosing
    nothing is called, and the options as (value, words).
    """

    name: str
    label: str
    every: str
    options: tuple[tuple[str, str], ...]
