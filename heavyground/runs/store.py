"""Runs as they are kept: one file each, written in one go, several of a page, so that going back to
an earlier state finds what it had.

    <folder>/<page>/<name of the run>.json

The first line of a file says what the run depended on, the second holds the outputs. A file that
was not written to its end, or is not what its first line says, is no run.
"""

import contextlib
import hashlib
import json
import os
import tempfile
import time
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from ..evidence.recording import Question

KEPT = 6  # runs of a page
STALE = 3600  # seconds after which what a process began to write and did not end is in the way
FORMAT = 1


class NotKept(OSError):
    """A run that could not be written; the message is one line."""


@dataclass(frozen=True, slots=True)
class Depends:
    """What a run depended on, all as digests.

    cells: what was executed and where · lock: the packages that draw · modules: {file: digest} ·
    answers: (question, digest of its answer).
    """

    cells: str
    lock: str
    modules: Mapping[str, str]
    answers: tuple[tuple[Question, str], ...]

    def to_json(self) -> dict[str, Any]:
        answers = [[question.to_json(), digest] for question, digest in self.answers]
        modules = dict(self.modules)
        return {"cells": self.cells, "lock": self.lock, "modules": modules, "answers": answers}

    @classmethod
    def from_json(cls, data: Mapping[str, Any]) -> "Depends":
        answers = ((Question.from_json(asked), digest) for asked, digest in data["answers"])
        return cls(data["cells"], data["lock"], data["modules"], tuple(answers))

    @property
    def name(self) -> str:
        """The same for the same."""
        return _digest(json.dumps(self.to_json(), sort_keys=True).encode())


@dataclass(frozen=True, slots=True)
class Run:
    """A run in its file. seconds: how long it took · outputs: digest of them."""

    path: Path
    depends: Depends
    seconds: float
    outputs: str


class Store:
    """The runs in one folder."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder

    def runs(self, page: str) -> list[Run]:
        """Those of a page, the one used last first; what is no run is left out."""
        found = []
        for path in _newest_first(self.of(page)):
            with contextlib.suppress(OSError, ValueError, KeyError, TypeError):
                found.append(_read(path))
        return found

    def whole(self, run: Run) -> bool:
        """Is its file what it says it is? If not it is removed. Reads it, and so counts as use."""
        try:
            _body(run.path)
            os.utime(run.path)
        except (OSError, ValueError):
            with contextlib.suppress(OSError):
                run.path.unlink()
            return False
        return True

    def put(
        self, page: str, depends: Depends, seconds: float, outputs: list[list[dict[str, Any]]]
    ) -> Run:
        """Keep a run; the oldest ones of the page go. Raises NotKept."""
        body = json.dumps(outputs, ensure_ascii=False, separators=(",", ":")).encode()
        head = {
            "format": FORMAT,
            "outputs": _digest(body),
            "length": len(body),
            "seconds": round(seconds, 2),
            "depends": depends.to_json(),
        }
        path = self.of(page) / f"{depends.name}.json"
        write_whole(path, b"%s\n%s\n" % (json.dumps(head).encode(), body))
        for old in _newest_first(path.parent)[KEPT:]:
            with contextlib.suppress(OSError):
                old.unlink()
        return Run(path, depends, seconds, _digest(body))

    def of(self, page: str) -> Path:
        """The folder of a page."""
        return self.folder / page.removesuffix(".md")


def load(path: Path) -> list[list[dict[str, Any]]]:
    """The outputs of a run, cell by cell. Raises OSError, ValueError where it is no whole run."""
    outputs: list[list[dict[str, Any]]] = json.loads(_body(path))
    return outputs


def _body(path: Path) -> bytes:
    """The outputs as they were written. Raises OSError, ValueError where they are others."""
    head, _, rest = path.read_bytes().partition(b"\n")
    said, body = json.loads(head), rest.removesuffix(b"\n")
    if not isinstance(said, dict) or said.get("outputs") != _digest(body):
        raise ValueError(f"{path}: the outputs are not those that were written.")
    return body


def _read(path: Path) -> Run:
    """A run but for its outputs. Raises ValueError, KeyError, TypeError where it is none."""
    with path.open("rb") as file:
        line = file.readline()
    head = json.loads(line)
    if head["format"] != FORMAT or path.stat().st_size != len(line) + head["length"] + 1:
        raise ValueError("an older format, or not written to its end")
    return Run(path, Depends.from_json(head["depends"]), head["seconds"], head["outputs"])


def _newest_first(folder: Path) -> list[Path]:
    """Files of runs by the time of their last use."""
    times = []
    for path in folder.glob("*.json") if folder.is_dir() else ():
        with contextlib.suppress(OSError):  # another process has just removed it
            times.append((path.stat().st_mtime_ns, path.name, path))
    return [path for *_, path in sorted(times, reverse=True)]


def write_whole(path: Path, data: bytes) -> None:
    """A file that is there whole or not at all. Raises NotKept."""
    temporary = None
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        _sweep(path.parent)
        handle, temporary = tempfile.mkstemp(dir=path.parent, prefix=".", suffix=".part")
        with os.fdopen(handle, "wb") as file:
            file.write(data)
            file.flush()
            os.fsync(file.fileno())
        os.replace(temporary, path)
    except OSError as error:
        if temporary:
            with contextlib.suppress(OSError):
                os.unlink(temporary)
        reason = error.strerror or str(error)
        raise NotKept(f"{path}: {reason}. Nothing of it was left half-written.") from error


def _sweep(folder: Path) -> None:
    """Remove what a process that was killed left behind."""
    for path in folder.glob(".*.part"):
        with contextlib.suppress(OSError):
            if time.time() - path.stat().st_mtime > STALE:
                path.unlink()


def _digest(data: bytes) -> str:
    return hashlib.blake2b(data, digest_size=16).hexdigest()
