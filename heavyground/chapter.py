"""What a chapter of a book has in hand: its evidence, its charts, its models.

from heavyground.chapter import open_chapter
chapter = open_chapter()
ev, figure, num = chapter.ev, chapter.figure, chapter.num
forms, theme, maps = chapter.forms, chapter.theme, chapter.maps
"""

from collections.abc import Callable
from functools import cached_property, partial
from pathlib import Path
from typing import Any

from .charts.figure import Figure, make_figure
from .charts.forms import Forms
from .charts.maps import Maps
from .charts.theme import Theme, switch_on
from .checks.claims import Entry, ledger
from .evidence.book import Book
from .evidence.frames import Frames
from .evidence.rows import Derived
from .evidence.text import near
from .numbers.check import Checked, num
from .project import Project

LICENCE = "CC BY 4.0"  # of every picture, where the setting `heavyground_licence` says no other


def open_chapter(start: Path | None = None) -> "Chapter":
    """The chapter of the book in whose folder, or below it, `start` lies (the working folder by
    default). Every chart of the process is drawn in the book's style from then on.

    Raises NoProject where no book lies there, Faults where its tables cannot be read.
    """
    switch_on()
    return Chapter(Project.find(start))


class Chapter:
    """One book, opened for a chapter: each chapter opens its own, so that `book.asked` is what this
    one rests on.
    """

    def __init__(self, project: Project) -> None:
        """Raises Faults where the tables cannot be read."""
        self.project = project
        self.book: Book = project.book()

    @cached_property
    def ev(self) -> Frames:
        """The evidence as frames."""
        return Frames(self.book)

    @cached_property
    def theme(self) -> Theme:
        """Colours and scales."""
        return Theme(self.project.analysis.palette)

    @cached_property
    def forms(self) -> Forms:
        """The forms that charts share."""
        return Forms(self.theme)

    @cached_property
    def maps(self) -> Maps:
        """Grounds of maps, and what is laid over them."""
        return Maps(self.project.data / "geo", self.project.analysis.ground)

    @cached_property
    def figure(self) -> Callable[..., Figure]:
        """`make_figure` for this book: `figure(chart, name=..., title=..., ...)`."""
        licence = self.project.setting("heavyground_licence", LICENCE)
        credit = f"{self.project.title}, figure “{{name}}”. {licence}."
        bound = partial(make_figure, self.book, credit=credit)
        bound.__doc__ = make_figure.__doc__  # for an author who asks in the notebook
        return bound

    def num(self, text: str) -> Checked:
        """A text whose numbers are compared with the evidence. Raises NumberError."""
        return num(self.book, text)

    def model(self, name: str) -> Any:
        """A model of the book, bound to its parameters. Raises LookupError."""
        models = self.project.analysis.models
        if name not in models:
            raise LookupError(f"there is no model {name!r}{near(name, models)}.")
        return models[name].of(self.book)

    @cached_property
    def ledger(self) -> list[Entry]:
        """Every statement under test with its verdict. Raises LookupError; see `checks.claims`."""
        return ledger(self.book, self.project.analysis.verdicts)

    def derived(self, name: str) -> Derived:
        """A computed value. Raises LookupError."""
        return self.book.derived(name)
