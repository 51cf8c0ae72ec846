"""Deciding which pages have to run, running them, and saying how it went."""

import os
import time
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Literal

from ..evidence.book import Book
from ..evidence.faults import Fault
from ..project import MODULE, Project
from .answers import Answers
from .cells import Cell, cells_of, digest
from .jobs import RULE, Job
from .lock import lock
from .modules import Modules
from .store import Run, Store, load
from .workers import TIMEOUT, Event, ends, executed

State = Literal["kept", "run", "failed"]
Say = Callable[[str], None]
UNKNOWN = 1e9  # seconds that a page is thought to take that never ran: it comes first


@dataclass(frozen=True, slots=True)
class Outcome:
    """How a page stands. page: from the book's folder · seconds: that it took now · faults: why it
    failed · run: the file in the store, None where it failed · digest: of its outputs."""

    page: str
    state: State
    seconds: float = 0.0
    faults: tuple[Fault, ...] = ()
    run: Path | None = None
    digest: str = ""

    def outputs(self) -> list[list[dict[str, Any]]]:
        """Outputs of every cell, as nbformat writes them. Raises OSError, ValueError where the
        store was damaged since."""
        return load(self.run) if self.run else []


def run_pages(
    project: Project,
    pages: Iterable[Path],
    store: Store,
    *,
    jobs: int = 0,
    say: Say = print,
    book: Book | None = None,
    timeout: float = TIMEOUT,
) -> dict[str, Outcome]:
    """Have the outputs of pages in the store: what is there and holds is left, the rest runs, the
    longest first.

    jobs: how many at a time, all cores where it is 0 · say: takes lines of progress · book: the
    project's, where it is open already · timeout: seconds that one cell may take. A page without
    cells has no outcome. Raises Faults where the tables cannot be read.
    """
    there = {project.shown(path): cells_of(path) for path in pages}
    cells = {page: found for page, found in there.items() if found}
    modules = Modules(project.root, project.setting(MODULE))
    before = modules.all()  # what anybody imports from now on is no older
    decide = _Decision(project, modules, store, book)
    outcomes, waiting = {}, []
    for page, found in cells.items():
        if run := decide.run_that_holds(page, found):
            outcomes[page] = Outcome(page, "kept", run=run.path, digest=run.outputs)
            say(f"{page}: kept")
        else:
            waiting.append(page)
    waiting.sort(key=decide.seconds, reverse=True)
    todo = [
        Job(project.root, page, cells[page], store.folder, decide.lock, before) for page in waiting
    ]
    outcomes |= _executed(todo, jobs or cores(), timeout, say)
    return {page: outcomes[page] for page in cells}


def cores() -> int:
    """How many processes may run at a time here."""
    if hasattr(os, "sched_getaffinity"):
        return len(os.sched_getaffinity(0))
    return os.cpu_count() or 1


class _Decision:
    """Which runs of the store hold, as things are now."""

    def __init__(self, project: Project, modules: Modules, store: Store, book: Book | None) -> None:
        self.lock = lock(project.root)
        self._modules, self._store = modules, store
        self._answers = Answers(project, modules, book)
        self._seconds: dict[str, float] = {}

    def run_that_holds(self, page: str, cells: tuple[Cell, ...]) -> Run | None:
        """A run of a page on which nothing has changed, if there is one that is whole."""
        now = digest(cells, page)
        runs = self._store.runs(page)
        self._seconds[page] = runs[0].seconds if runs else UNKNOWN + len(cells)
        holding = (run for run in runs if run.depends.cells == now and self._holds(run))
        return next((run for run in holding if self._store.whole(run)), None)

    def _holds(self, run: Run) -> bool:
        """What costs least is compared first."""
        depends = run.depends
        return (
            depends.lock == self.lock
            and all(self._modules.now(file) == kept for file, kept in depends.modules.items())
            and all(self._answers.digest(asked) == kept for asked, kept in depends.answers)
        )

    def seconds(self, page: str) -> float:
        """How long a page took when it ran last."""
        return self._seconds[page]


def _executed(jobs: Sequence[Job], slots: int, timeout: float, say: Say) -> dict[str, Outcome]:
    """The outcomes of pages that run."""
    outcomes: dict[str, Outcome] = {}
    by_page = {job.page: job for job in jobs}
    began: dict[str, float] = {}
    for event in executed(jobs, slots, timeout):
        page = event["page"]
        if page not in began:
            began[page] = time.monotonic()
            say(f"{page}: running")
        if ends(event):
            seconds = time.monotonic() - began[page]
            outcomes[page] = outcome = _outcome(by_page[page], event, seconds)
            say(f"{page}: {'done' if outcome.run else 'failed'}, {seconds:.1f} s")
    return outcomes


def _outcome(job: Job, event: Event, seconds: float) -> Outcome:
    if "kept" in event:
        return Outcome(job.page, "run", seconds, (), Path(event["kept"]), event["outputs"])
    if "faults" in event:
        faults = tuple(Fault(**fault) for fault in event["faults"])
        return Outcome(job.page, "failed", seconds, faults)
    return Outcome(job.page, "failed", seconds, (_ended_badly(job, event),))


def _ended_badly(job: Job, event: Event) -> Fault:
    """Why a page has no outputs although none of its cells raised anything."""
    if "broken" in event:
        return Fault(job.page, 1, "engine", f"the engine failed:\n{event['broken'].rstrip()}")
    words = f"the process that ran this cell is gone ({event.get('lost')}); too little memory?"
    if "late" in event:
        words = f"the cell took longer than {event['late']:g} s; make it faster."
    return Fault(job.page, job.cells[event["cell"]].line, RULE, words)
