"""What the process that executes pages is told of one."""

from collections.abc import Mapping
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

from .cells import Cell

RULE = "cell"  # that a fault of a cell breaks


@dataclass(frozen=True, slots=True)
class Job:
    """One page to execute. root: the book's folder · page: from there · store: where runs are
    kept · lock, modules: digests of before anything was imported."""

    root: Path
    page: str
    cells: tuple[Cell, ...]
    store: Path
    lock: str
    modules: Mapping[str, str]

    @property
    def path(self) -> Path:
        return self.root / self.page

    def to_json(self) -> dict[str, Any]:
        cells = [asdict(cell) for cell in self.cells]
        return {
            "root": str(self.root),
            "page": self.page,
            "cells": cells,
            "store": str(self.store),
            "lock": self.lock,
            "modules": dict(self.modules),
        }

    @classmethod
    def from_json(cls, data: Mapping[str, Any]) -> "Job":
        cells = tuple(Cell(**cell) for cell in data["cells"])
        paths = {name: Path(data[name]) for name in ("root", "store")}
        return cls(**{**data, **paths, "cells": cells})
