"""The directive ```{datalist}```: links to the pages of rows, to the tables and to the zip."""

from collections import Counter
from dataclasses import dataclass
from pathlib import PurePosixPath

from docutils import nodes
from sphinx.application import Sphinx

from ...evidence.book import Book
from ..output import row_pages, tables
from ..state import SAFE, Setup
from .directive import BookDirective


@dataclass(frozen=True, slots=True)
class Theme:
    """The observations of one theme: how many, and where their page and table are."""

    title: str
    rows: int
    page: str
    table: str


class DataListDirective(BookDirective):
    """What there is to open and to download."""

    def run(self) -> list[nodes.Node]:
        pages = [page for page in row_pages.pages(self.book) if not page.prefix]
        return [
            self.html(
                "datalist.html",
                themes=themes(self.book),
                pages=pages,
                tables=other_tables(self.book),
                zip=f"{tables.FOLDER}/{tables.zip_name(self.book)}",
            )
        ]


def themes(book: Book) -> list[Theme]:
    """Every theme in the order of the schema."""
    count = Counter(id.partition("-")[0] for id in book.observations)
    return [
        Theme(
            table.theme.capitalize(),
            count[table.prefix],
            f"{row_pages.FOLDER}/{table.prefix}.html",
            f"{tables.FOLDER}/{table.name}",
        )
        for table in book.schema.observations
    ]


def other_tables(book: Book) -> list[str]:
    """Addresses of the tables that hold no observations, by name, from the site's root."""
    others = (table.name for table in book.schema.tables.values() if not table.prefix)
    return sorted((f"{tables.FOLDER}/{name}" for name in others), key=file_name)


def file_name(path: str) -> str:
    return PurePosixPath(path).name


def setup(app: Sphinx) -> Setup:
    app.add_directive("datalist", DataListDirective)
    return SAFE
