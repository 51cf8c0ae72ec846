"""What one build knows: its project, its book and its ledger, each made once and found here only.

The state lives with the extension in the application, so that it ends with the build and is never
stored with the pages.
"""

from functools import cached_property
from typing import Any, cast

from sphinx.application import Sphinx
from sphinx.errors import ExtensionError

from ..checks.claims import Entry
from ..checks.claims import ledger as entries_of
from ..checks.everything import check
from ..evidence.book import Book
from ..project import NoProject, Project
from .templating import Templates
from .version import Version

Setup = dict[str, Any]  # what Sphinx wants back from `setup`
SAFE: Setup = {"parallel_read_safe": True, "parallel_write_safe": True}


class Build:
    """One build of one book. Everything is made when it is first asked for."""

    def __init__(self, app: Sphinx) -> None:
        self._app = app
        self.fresh = False  # nothing changed since the pages were written
        self.wrote = False  # pages were written in this build

    @cached_property
    def project(self) -> Project:
        """The book in whose folder the pages lie. Raises ExtensionError where there is none."""
        try:
            return Project.find(self._app.srcdir)
        except NoProject as error:
            raise ExtensionError(str(error)) from error

    @cached_property
    def book(self) -> Book:
        """The evidence. Raises ExtensionError with every fault where it cannot be read."""
        try:
            return self.project.book()
        except Exception as error:  # of a table, or whatever the book's own analysis raises
            report = check(self.project)
            if not report.faults:
                raise
            said = "\n".join(map(str, [*report.faults, *report.notes]))
            raise ExtensionError(f"The evidence cannot be read.\n{said}") from error

    @cached_property
    def ledger(self) -> list[Entry]:
        """Every statement under test with its verdict, in the order of the table."""
        return entries_of(self.book, self.project.analysis.verdicts)

    @cached_property
    def version(self) -> Version:
        return Version(self.project.root)

    @cached_property
    def templates(self) -> Templates:
        return Templates()


def project(app: Sphinx) -> Project:
    """The project of this build."""
    return _build(app).project


def book(app: Sphinx) -> Book:
    """The book of this build."""
    return _build(app).book


def ledger(app: Sphinx) -> list[Entry]:
    """The ledger of this build."""
    return _build(app).ledger


def version(app: Sphinx) -> Version:
    """Which state of the book this build shows."""
    return _build(app).version


def templates(app: Sphinx) -> Templates:
    """The templates of this build."""
    return _build(app).templates


def fresh(app: Sphinx) -> bool:
    """Are the pages there already, and those of now?"""
    return _build(app).fresh


def say_fresh(app: Sphinx, fresh: bool) -> None:
    """Say whether they are."""
    _build(app).fresh = fresh


def say_written(app: Sphinx) -> None:
    """Say that this build writes pages."""
    _build(app).wrote = True


def pages_written(app: Sphinx, exception: Exception | None) -> bool:
    """Did this build write pages to the end? What is made beside them is due then."""
    return exception is None and _build(app).wrote


def _build(app: Sphinx) -> Build:
    return cast(Build, cast(Setup, app.extensions[__name__].metadata)["build"])


def setup(app: Sphinx) -> Setup:
    return {**SAFE, "build": Build(app)}
