"""Cells in a row open by one fold: a cell that only prepares joins the one that shows.

A cell holds one idea in few lines, so that several may stand before a chart. A reader who wants the
code wants it whole.
"""

from docutils import nodes
from myst_nb.sphinx_ import HideCodeCellNode
from sphinx.application import Sphinx
from sphinx.transforms.post_transforms import SphinxPostTransform

from .state import SAFE, Setup


class JoinFolds(SphinxPostTransform):
    """Put the hidden code of a cell without output into the fold of the next cell."""

    default_priority = 200  # after MyST-NB has hidden the code, at 199
    formats = ("html",)

    def run(self, **kwargs: object) -> None:
        """Join what stands side by side, from the top down."""
        for cell in list(self.document.findall(nodes.container)):
            fold, after = fold_of(cell), cell.next_node(siblings=True, descend=False)
            onward = fold_of(after) if isinstance(after, nodes.container) else None
            if fold is not None and onward is not None and len(cell) == 1:
                onward[:0] = fold.children
                cell.parent.remove(cell)


def fold_of(cell: nodes.Element) -> HideCodeCellNode | None:
    """The fold that opens a cell of code, if it has one."""
    if cell.get("nb_element") != "cell_code" or not len(cell):
        return None
    return cell[0] if isinstance(cell[0], HideCodeCellNode) else None


def setup(app: Sphinx) -> Setup:
    app.add_post_transform(JoinFolds)
    return SAFE
