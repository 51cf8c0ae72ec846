"""The directive ```{table-of-rows}```: search and filter over all rows, in the reader's browser,
without a server.

Nothing of it is loaded before a reader asks: a button, or an address with a filter
(`data.html?theme=Production`), fetches the script of `output.rows_index`.
"""

from docutils import nodes
from sphinx.application import Sphinx

from ..output import rows_index
from ..state import SAFE, Setup
from .directive import BookDirective


class RowsTableDirective(BookDirective):
    """A button, and the place for the table."""

    def run(self) -> list[nodes.Node]:
        for path in rows_index.PARTS:
            self.env.note_dependency(str(path))
        script = f"{rows_index.FOLDER}/{rows_index.script(self.book).file}"
        return [self.html("rows_table.html", script=script, rows=len(self.book.observations))]


def setup(app: Sphinx) -> Setup:
    app.add_directive("table-of-rows", RowsTableDirective)
    return SAFE
