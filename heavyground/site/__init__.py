"""The site: a Sphinx extension and theme that turn a book into pages.

Logic about the evidence lives in the rooms above; what is here only knows about pages.

    state, domain, templating, addresses     what the other parts ask
    roles, figures, cards                    numbers, claims and charts on a page
    directives/                              parts of pages made from tables
    pages, metadata, translator, ...         a page as a whole
    builder, assets, output/                 what is written
"""

from pathlib import Path

from sphinx.application import Sphinx
from sphinx.util import logging

from .state import SAFE, Setup, version

LOG = logging.getLogger(__name__)

PARTS = (
    "state",
    "domain",
    "builder",
    "translator",
    "folds",
    "mathml",
    "bibliography",
    "pages",
    "metadata",
    "freshness",
    "checking",
    "notebooks",
    "roles",
    "figures",
    "cards",
    "directives.ledger",
    "directives.disagreements",
    "directives.timeline",
    "directives.terms",
    "directives.datalist",
    "directives.rows_table",
    "directives.model",
    "output.row_pages",
    "output.rows_index",
    "output.tables",
    "output.export",
    "output.social",
    "output.files",
)
TEMPLATES = Path(__file__).parent / "templates"


def setup(app: Sphinx) -> Setup:
    """Entry point of Sphinx. A part that cannot be loaded is an error."""
    _fail_on_any_warning(app)
    app.add_html_theme("heavyground", str(TEMPLATES))
    for part in PARTS:
        app.setup_extension(f"{__name__}.{part}")
    _stamp(app)
    return {"version": "1", **SAFE}


def _stamp(app: Sphinx) -> None:
    """The build's clock is the commit's; where the pages cannot be dated one by one, say so."""
    version(app).fix_the_clock()
    if shortcoming := version(app).shortcoming:
        LOG.info("version: %s", shortcoming)


def _fail_on_any_warning(app: Sphinx) -> None:
    """All warnings are listed, and one is enough for exit code 1, with or without `-W`."""
    if not app.warningiserror:
        app.keep_going = True
