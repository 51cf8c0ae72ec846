"""Executing one page in this process, which does nothing else and ends with it.

What comes of it is said line by line, as JSON, so that somebody can follow:

    {"cell": 3}                          the fourth cell begins
    {"faults": [...]}                    it failed, with what a person has to mend
    {"kept": "<file>", "outputs": ...}   it is in the store; digest of the outputs
"""

import os
import re
import sys
import time
import traceback
from collections.abc import Callable, Iterable, Iterator, Mapping
from pathlib import Path
from typing import Any

from ..evidence.faults import Fault, Faults
from ..evidence.recording import Question
from ..project import MODULE, Project
from .answers import Answers
from .cells import Cell, digest
from .drawings import Drawings
from .jobs import RULE, Job
from .modules import ENGINE, Modules
from .shell import Output, Outputs, Shell
from .store import Depends, NotKept, Store
from .watching import Watched, watch

HERE = Path(__file__).parent
RAN = (*sorted(HERE.glob("*.py")), ENGINE / "evidence" / "recording.py")  # what ran it, and watched
LAST = 3  # lines of a traceback, or of what a cell printed, that a fault shows
Say = Callable[[Mapping[str, Any]], None]


def execute(job: Job, say: Say) -> None:
    """Run a page's cells and keep what comes of them. Nothing is kept where one fails."""
    started = time.monotonic()
    os.chdir(job.path.parent)
    sys.path.insert(0, str(job.path.parent))
    sys.argv = [""]
    shell = Shell(job.path)
    store = Store(job.store)
    drawings = Drawings(store.of(job.page), job.lock)
    drawings.install()
    watched = watch(job.root)
    outputs: list[list[Output]] = []
    for index, cell in enumerate(job.cells):
        say({"cell": index})
        put_out, faults = ([], []) if cell.skipped else _run(shell, job, cell)
        outputs.append(put_out)
        if faults:
            say({"faults": [fault.as_dict() for fault in faults]})
            return
    depends = _depends(job, watched)
    seconds = time.monotonic() - started
    try:
        drawings.keep()
        run = store.put(job.page, depends, seconds, outputs)
    except (NotKept, TypeError, ValueError) as error:
        say(
            {"faults": [Fault(job.page, 1, RULE, f"the outputs cannot be kept: {error}").as_dict()]}
        )
        return
    say({"kept": str(run.path), "outputs": run.outputs})


def _run(shell: Shell, job: Job, cell: Cell) -> tuple[Outputs, list[Fault]]:
    outputs, error = shell.run(cell)
    if error and cell.may_raise:
        outputs.raised(error)
    elif error:
        return outputs, list(_faults_of(error, job, cell))
    if text := outputs.written("stderr").strip():
        return outputs, [_of_stderr(text, job, cell)]
    return outputs, []


def _depends(job: Job, watched: Watched) -> Depends:
    """What the run depended on, with the answers that it was given."""
    asked = list(watched.notes.questions)
    imported = [str(question.said[0]) for question in asked if question.kind == "import"]
    with watched.notes.silent():
        book, project = watched.opened[0] if watched.opened else (None, Project(job.root))
        modules = Modules(job.root, project.setting(MODULE), job.modules)
        more = [*imported, *_models(asked, project)]
        used = modules.used_by([cell.code for cell in job.cells], job.path.parent, more)
        used |= {modules.shown(path): modules.digest(path) for path in RAN}
        answers = Answers(project, modules, book, watched.read)
        digests = tuple((q, answers.digest(q)) for q in asked if q.kind != "import")
    return Depends(digest(job.cells, job.page), job.lock, used, digests)


def _models(asked: Iterable[Question], project: Project) -> Iterator[str]:
    """The modules in which the models that were asked for are defined."""
    for question in asked:
        if question.kind == "model":
            yield project.analysis.models[str(question.said[0])].outputs.__module__


# ---- What went wrong


def _faults_of(error: BaseException, job: Job, cell: Cell) -> Iterator[Fault]:
    """One fault at the line of the page; those of tables name their own place."""
    if isinstance(error, Faults):
        yield from error.faults
        return
    frames = traceback.extract_tb(error.__traceback__)
    on_page = [at for at, frame in enumerate(frames) if frame.filename == str(job.path)]
    line = frames[on_page[-1]].lineno if on_page else None
    said = str(error)
    if isinstance(error, SyntaxError) and error.filename == str(job.path):
        line, said = error.lineno, error.msg
    words = f"{type(error).__name__}: {said}".removesuffix(": ")
    below = frames[on_page[-1] + 1 :] if on_page else []
    yield Fault(job.page, line or cell.line, RULE, "\n".join([words, *_way(below, job)]))


def _way(frames: list[traceback.FrameSummary], job: Job) -> list[str]:
    """The last lines of the book's own code on the way to an error."""
    lines = []
    for frame in frames:
        path = Path(frame.filename)
        inside = path.relative_to(job.root) if path.is_relative_to(job.root) else None
        if inside and not inside.parts[0].startswith(".") and ENGINE not in path.parents:
            where = f"{inside.as_posix()}:{frame.lineno}"
            lines.append(f"    {where}: in {frame.name}: {frame.line}")
    return lines[-LAST:]


def _of_stderr(text: str, job: Job, cell: Cell) -> Fault:
    """No cell writes to stderr; a warning is one that nobody reads on a page."""
    place = re.search(rf"{re.escape(str(job.path))}:(\d+):", text)
    last = "\n".join(text.replace(str(job.path), job.page).splitlines()[-LAST:])
    words = f"the cell writes to stderr; mend what it warns of:\n{last}"
    return Fault(job.page, int(place[1]) if place else cell.line, RULE, words)
