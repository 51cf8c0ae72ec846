"""The process that executes pages: started once, with everything imported that chapters import, it
forks for each page. So each begins with a fresh interpreter, and none waits for imports.

It opens no book and draws nothing itself; what has threads of its own begins after the fork. It
reads its jobs from stdin, which stays open as long as somebody wants the result, and writes what
happens to stdout, a line of JSON each (see `execution`) with the page it is about.

Where processes cannot fork it executes the one job that it is given.
"""

import contextlib
import gc
import importlib
import json
import os
import selectors
import signal
import sys
import time
import traceback
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, BinaryIO

from ..project import Project
from .execution import execute
from .jobs import Job

WARM = ("altair", "pandas", "vl_convert", f"{__package__.partition('.')[0]}.chapter")


def main() -> None:
    """Execute the jobs of stdin."""
    said = json.loads(sys.stdin.buffer.readline())
    jobs = [Job.from_json(job) for job in said["jobs"]]
    events = os.fdopen(os.dup(1), "wb", buffering=0)
    os.dup2(2, 1)  # nobody else writes among the events
    if not said["fork"]:
        _execute(jobs[0], events)
    else:
        _warm_up(jobs[0].root)
        _Forks(jobs, said["slots"], said["timeout"], events).run()


def _warm_up(root: Path) -> None:
    for name in WARM:
        importlib.import_module(name)
    with contextlib.suppress(Exception):  # the first page that needs it says what is wrong
        Project(root).analysis  # noqa: B018  it imports the modules
    gc.collect()
    gc.freeze()  # what is here now is shared by all, and nobody's rubbish


def _execute(job: Job, to: BinaryIO) -> None:
    """A page in this process; what the engine itself gets wrong is said too."""
    try:
        execute(job, lambda said: _write(to, {"page": job.page, **said}))
    except Exception:
        _write(to, {"page": job.page, "broken": traceback.format_exc()})


def _write(to: BinaryIO, said: Mapping[str, Any]) -> None:
    to.write(json.dumps(said).encode() + b"\n")


@dataclass(slots=True)
class _Child:
    """A page that is being executed."""

    job: Job
    process: int
    pipe: BinaryIO
    began: float
    text: bytes = b""
    cell: int = 0
    ended: dict[str, Any] = field(default_factory=dict)


class _Forks:
    """Executes jobs, several at a time, each in a fork of this process."""

    def __init__(self, jobs: list[Job], slots: int, timeout: float, events: BinaryIO) -> None:
        self._waiting, self._slots, self._timeout = list(jobs), slots, timeout
        self._events = events
        self._running: list[_Child] = []
        self._heard = selectors.DefaultSelector()
        self._heard.register(sys.stdin.fileno(), selectors.EVENT_READ)

    def run(self) -> None:
        """All of them; none if whoever asked is gone."""
        try:
            while self._waiting or self._running:
                while self._waiting and len(self._running) < self._slots:
                    self._start(self._waiting.pop(0))
                for key, _ in self._heard.select(self._patience()):
                    if key.data is None:
                        return
                    self._read(key.data)
                self._end_late_ones()
        finally:
            for child in self._running:
                _kill(child.process)

    def _start(self, job: Job) -> None:
        to_read, to_write = os.pipe()
        process = os.fork()
        if not process:
            self._become(job, to_write)
        os.close(to_write)
        child = _Child(job, process, os.fdopen(to_read, "rb", buffering=0), time.monotonic())
        self._running.append(child)
        self._heard.register(to_read, selectors.EVENT_READ, child)

    def _become(self, job: Job, to_write: int) -> None:
        """The fork: executes its page and ends."""
        try:
            os.setpgid(0, 0)  # with whatever the page starts
            os.dup2(os.open(os.devnull, os.O_RDONLY), 0)
            self._events.close()
            _execute(job, os.fdopen(to_write, "wb", buffering=0))
        finally:
            os._exit(0)  # at once: nothing of the parent's is to be tidied up here

    def _read(self, child: _Child) -> None:
        """What a child has said; its end where it has no more to say."""
        data = os.read(child.pipe.fileno(), 1 << 16)
        if not data:
            self._end(child)
            return
        *lines, child.text = (child.text + data).split(b"\n")
        for line in lines:
            said = json.loads(line)
            if "cell" in said:
                child.cell, child.began = said["cell"], time.monotonic()
            else:
                child.ended = said
            _write(self._events, said)

    def _end(self, child: _Child) -> None:
        self._heard.unregister(child.pipe)
        child.pipe.close()
        _kill(child.process)  # what it started may still run
        _, status = os.waitpid(child.process, 0)
        self._running.remove(child)
        if not child.ended:
            number = os.waitstatus_to_exitcode(status)
            reason = signal.Signals(-number).name if number < 0 else f"exit code {number}"
            lost = {"page": child.job.page, "cell": child.cell, "lost": reason}
            _write(self._events, lost)

    def _patience(self) -> float | None:
        """Seconds until the first cell has had its time."""
        ends = [child.began + self._timeout for child in self._running]
        return max(0.0, min(ends) - time.monotonic()) if ends else None

    def _end_late_ones(self) -> None:
        for child in list(self._running):
            if time.monotonic() - child.began >= self._timeout:
                late = {"page": child.job.page, "cell": child.cell, "late": self._timeout}
                child.ended = late
                _write(self._events, late)
                self._end(child)


def _kill(process: int) -> None:
    """End a child and everything that it started."""
    for end in (os.killpg, os.kill):
        try:
            end(process, signal.SIGKILL)
        except (ProcessLookupError, PermissionError):
            continue
        return


if __name__ == "__main__":
    main()
