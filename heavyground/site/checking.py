"""The same faults as `heavyground check`, each once, as a warning; a warning fails the build.

Everything that is checked is checked there: every page of the book, whether or not this build reads
it again.
"""

from sphinx.application import Sphinx
from sphinx.environment import BuildEnvironment
from sphinx.util import logging

from ..checks.everything import check
from .state import SAFE, Setup, book, fresh, project

LOG = logging.getLogger(__name__)


def warn(
    app: Sphinx, env: BuildEnvironment, added: set[str], changed: set[str], removed: set[str]
) -> list[str]:
    """Log every fault of the book before a cell runs or a page is read. Where nothing changed
    there is none: there was none when the pages were written."""
    if fresh(app):
        return []
    for fault in check(project(app), book(app)).faults:
        LOG.warning("%s", fault)
    return []


def setup(app: Sphinx) -> Setup:
    app.connect("env-get-outdated", warn, priority=400)
    return SAFE
