"""Pages executed side by side, and what happens meanwhile."""

import contextlib
import json
import os
import queue
import subprocess
import sys
import threading
from collections import deque
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from .jobs import Job
from .modules import ENGINE

FORKS = hasattr(os, "fork") and sys.platform != "darwin"  # there a fork may not draw
TIMEOUT = 300.0  # seconds that one cell may take
GOES = 5  # seconds that a process has to go by itself

# The same everywhere: no zone, language, hash seed or number of threads of the machine. And no
# warnings filter of the one who builds.
ENVIRONMENT = {
    "TZ": "UTC",
    "LC_ALL": "C.UTF-8",
    "PYTHONHASHSEED": "0",
    "PYTHONUTF8": "1",
    "OPENBLAS_NUM_THREADS": "1",  # a thread that is there before the fork is lost in it
    "OMP_NUM_THREADS": "1",
}
LEFT_OUT = ("PYTHONWARNINGS", "PYTHONSTARTUP", "PYTHONINSPECT", "MPLBACKEND")

# The engine of this process, wherever it lies, and nothing else from there.
START = (
    "import sys; sys.path.insert(0, {0!r}); from {1} import main; sys.path.remove({0!r}); main()"
)

WORKER = f"{ENGINE.name}.runs.worker"
ENDS = frozenset({"kept", "faults", "late", "lost", "broken"})
Event = Mapping[str, Any]


def executed(
    jobs: Sequence[Job], slots: int, timeout: float = TIMEOUT, fork: bool = FORKS
) -> Iterator[Event]:
    """What happens while jobs are executed, in their order as far as there are slots: the events
    of `execution`, each with its page, and one that says how the page ended:

        {"kept": ...}, {"faults": ...}     see there
        {"late": seconds, "cell": 2}       a cell took longer than it may
        {"lost": "SIGKILL", "cell": 2}     the process is gone
        {"broken": traceback}              the engine itself failed

    Whoever stops listening stops everything.
    """
    if not jobs:
        return
    if fork:
        yield from _forked(jobs, slots, timeout)
    else:
        yield from _spawned(jobs, slots, timeout)


def ends(event: Event) -> bool:
    """Is it the last one of its page?"""
    return not event.keys().isdisjoint(ENDS)


def _forked(jobs: Sequence[Job], slots: int, timeout: float) -> Iterator[Event]:
    """One process that forks for each page."""
    said = {"fork": True, "slots": slots, "timeout": timeout}
    missing = dict.fromkeys(job.page for job in jobs)
    with _worker({**said, "jobs": [job.to_json() for job in jobs]}) as process:
        for event in _events(process):
            if ends(event):
                missing.pop(event["page"])
            yield event
    for page in missing:
        yield {"page": page, "cell": 0, "lost": f"the worker ended with {process.returncode}"}


def _spawned(jobs: Sequence[Job], slots: int, timeout: float) -> Iterator[Event]:
    """A process for each page, which imports everything for itself."""
    waiting, events = deque(jobs), queue.SimpleQueue[Event | None]()
    running: dict[str, subprocess.Popen[bytes]] = {}

    def serve() -> None:
        while waiting:
            with contextlib.suppress(IndexError):  # another thread took the last one
                for event in _alone(waiting.popleft(), timeout, running):
                    events.put(event)
        events.put(None)

    servers = [threading.Thread(target=serve, daemon=True) for _ in range(min(slots, len(jobs)))]
    for server in servers:
        server.start()
    serving = len(servers)
    try:
        while serving:
            if (event := events.get()) is None:
                serving -= 1
            else:
                yield event
    finally:
        waiting.clear()
        for process in list(running.values()):
            process.kill()


def _alone(
    job: Job, timeout: float, running: dict[str, subprocess.Popen[bytes]]
) -> Iterator[Event]:
    """One page in a process of its own."""
    ended, cell = False, 0
    late = threading.Event()
    with _worker({"fork": False, "jobs": [job.to_json()]}) as process:
        running[job.page] = process

        def too_late() -> None:
            late.set()
            process.kill()

        timer = threading.Timer(timeout, too_late)
        timer.start()
        for event in _events(process):
            timer.cancel()
            ended, cell = ended or ends(event), event.get("cell", cell)
            if not ended:
                timer = threading.Timer(timeout, too_late)
                timer.start()
            yield event
        timer.cancel()
    running.pop(job.page, None)
    if late.is_set():
        yield {"page": job.page, "cell": cell, "late": timeout}
    elif not ended:
        yield {"page": job.page, "cell": cell, "lost": f"exit code {process.returncode}"}


@contextlib.contextmanager
def _worker(said: Mapping[str, Any]) -> Iterator[subprocess.Popen[bytes]]:
    """A process that works on what it is told, and is gone afterwards, whatever happens."""
    kept = {name: value for name, value in os.environ.items() if name not in LEFT_OUT}
    process = subprocess.Popen(
        [sys.executable, "-P", "-c", START.format(str(ENGINE.parent), WORKER)],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        env={**kept, **ENVIRONMENT},
        start_new_session=True,  # Ctrl-C is for us, and we tell it
    )
    assert process.stdin is not None
    try:
        with contextlib.suppress(BrokenPipeError):
            process.stdin.write(json.dumps(said).encode() + b"\n")
            process.stdin.flush()
        yield process
    finally:
        with contextlib.suppress(OSError):
            process.stdin.close()  # it ends what it has begun
        try:
            process.wait(GOES)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()
        if process.stdout:
            process.stdout.close()


def _events(process: subprocess.Popen[bytes]) -> Iterator[Event]:
    """What a process says, until it has no more to say."""
    for line in process.stdout or ():
        yield json.loads(line)
