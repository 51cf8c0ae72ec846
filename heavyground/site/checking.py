"""The same faults as `heavyground check`, each once, as a warning; a warning fails the build.

Everything that is checked is checked there: every page of the book, whether or not this build reads
it again.
"""

from sphinx.application import Sphinx
from sphinx.environment import BuildEnvironment
from sphinx.util import logging

from ..checks.everything import check
from .state import SAFE, Setup, book, project

LOG = logging.getLogger(__name__)


def warn(app: Sphinx, env: BuildEnvironment, docnames: list[str]) -> None:
    """Log every fault of the book before its pages are read."""
    for fault in check(project(app), book(app)).faults:
        LOG.warning("%s", fault)


def setup(app: Sphinx) -> Setup:
    app.connect("env-before-read-docs", warn)
    return SAFE
