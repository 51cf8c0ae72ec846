"""Watching what cells ask: of the book, of its settings and its analysis, of files in its folder.

`watch` changes the process that it is called in for good: it is for one that executes one page and
ends. There, `Project` is a project whose book takes notes, and `num` is one question.
"""

import os
import sys
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Any, ClassVar, cast

from .. import chapter, numbers, project
from ..charts import figure
from ..evidence.book import Book, Matter
from ..evidence.recording import REMEMBERED, Notes, Question, RecordedBook, RecordedMapping
from ..numbers import check
from ..numbers.check import Checked
from ..project import Analysis, Project
from .modules import ENGINE, file_digest, names_in

REMEMBERED_HERE = REMEMBERED | {"model", "ledger"}
OF_PYTHON = (f"{os.sep}importlib{os.sep}", "linecache.py", "tokenize.py", "pkgutil.py")
SKIPPED = ("_build", "__pycache__", "node_modules")  # and all hidden folders


class RecordedProject(Project):
    """A project whose answers are noted; `opened` holds the books, each with its project."""

    notes: ClassVar[Notes]
    opened: ClassVar[list[tuple[Book, Project]]]

    @property
    def config(self) -> Mapping[str, Any]:
        with self.notes.silent():
            real = super().config
        return RecordedMapping(lambda: self.notes, "config", real)

    def setting(self, name: str, default: str = "") -> str:
        with self.notes.answering(Question("setting", (name,))):
            return super().setting(name, default)

    @cached_property
    def analysis(self) -> Analysis:
        with self.notes.silent():
            real = super().analysis
        return cast(Analysis, RecordedAnalysis(self.notes, real))

    @property
    def matter(self) -> Matter:
        with self.notes.silent():
            real: Analysis = cast(Any, self.analysis).real
            return Matter(real.values, real.origin, real.models)

    def book(self, data: Path | None = None) -> Book:
        """The book's own evidence takes notes; of another folder the files that are read count."""
        if data is not None and data.resolve() != self.data:
            return super().book(data)
        with self.notes.silent():
            book = cast(
                RecordedBook, RecordedBook.open(self.data, self.matter, self.shown(self.data))
            )
        book.notes = self.notes
        self.opened.append((book, self))
        return book


class RecordedAnalysis:
    """An analysis that notes which of its parts were asked for; stands for an `Analysis`."""

    def __init__(self, notes: Notes, real: Analysis) -> None:
        self._notes, self.real = notes, real
        self.models = RecordedMapping(lambda: notes, "models", real.models)

    def __getattr__(self, name: str) -> Any:
        self._notes.note(Question("analysis", (name,)))
        return getattr(self.real, name)


@dataclass(frozen=True, slots=True)
class Watched:
    """What has been noted so far: questions, the books that were opened, and what the files that
    were read held when they were."""

    notes: Notes
    opened: list[tuple[Book, Project]]
    read: Mapping[Question, Any]


def watch(root: Path) -> Watched:
    """Take notes in this process from now on. root: the book's folder."""
    notes, opened = Notes(REMEMBERED_HERE), list[tuple[Book, Project]]()
    kind = type("Project", (RecordedProject,), {"notes": notes, "opened": opened})
    for place in (project, chapter):
        place.Project = kind  # type: ignore[attr-defined]
    noting = _noting(check.num)
    for place in (chapter, figure, check, numbers):
        place.num = noting  # type: ignore[attr-defined]
    listener = Listener(notes, root)
    sys.addaudithook(listener)
    return Watched(notes, opened, listener.read)


def _noting(num: Callable[..., Checked]) -> Callable[..., Checked]:
    """`num` as one question, so that no table of names counts as asked for."""

    def noted(book: Book, text: str, worded: bool = False) -> Checked:
        if not isinstance(book, RecordedBook):
            return num(book, text, worded)
        source = text.source if isinstance(text, Checked) else str(text)
        with book.notes.answering(Question("num", (source, worded))):
            return num(book, text, worded)

    return noted


class Listener:
    """Hears of every file that Python opens, every folder that it lists and every module that it
    imports, and notes those of the book and the engine."""

    def __init__(self, notes: Notes, root: Path) -> None:
        self._notes, self._root = notes, root
        self.read: dict[Question, Any] = {}
        self._reading = False
        self._tops = {ENGINE.name, *(path.stem for path in root.iterdir())}

    def __call__(self, event: str, args: tuple[Any, ...]) -> None:
        if event == "open":
            path, mode, flags = args
            if _reads(mode, flags):
                self._heard("file", path, file_digest)
        elif event in ("os.listdir", "os.scandir"):
            self._heard("folder", args[0], names_in)
        elif event == "import" and args[0].partition(".")[0] in self._tops:
            self._notes.note(Question("import", (args[0],)))

    def _heard(self, kind: str, path: Any, look: Callable[[Path], Any]) -> None:
        """Note a path, and what it holds before it is read: what changes meanwhile is seen."""
        if self._reading or path is None or isinstance(path, int) or _by_python_itself():
            return
        full = Path(os.path.abspath(os.fsdecode(path)))
        if (inside := self._inside(full)) is None:
            return
        question = Question(kind, (inside,))
        self._notes.note(question)
        if question not in self.read:
            self._reading = True
            self.read[question] = look(full)
            self._reading = False

    def _inside(self, path: Path) -> str | None:
        """A path from the book's folder, or the engine's; None outside of both."""
        for start, above in ((self._root, self._root), (ENGINE, ENGINE.parent)):
            if path.is_relative_to(start):
                inside = path.relative_to(above)
                hidden = any(part.startswith(".") or part in SKIPPED for part in inside.parts)
                return None if hidden else inside.as_posix()
        return None


def _reads(mode: Any, flags: Any) -> bool:
    if isinstance(mode, str):
        return "r" in mode or "+" in mode
    return not (isinstance(flags, int) and flags & os.O_WRONLY)


def _by_python_itself() -> bool:
    """Is it an import, a search for what is installed, or the reading of code for a traceback?"""
    name = sys._getframe(3).f_code.co_filename
    return name.startswith("<frozen importlib") or any(part in name for part in OF_PYTHON)
