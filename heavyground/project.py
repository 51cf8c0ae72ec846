"""A book's folder: where its parts are, what its settings say, and the analysis that goes with it.

The only place that knows how the rooms are put together for one book.
"""

import importlib
import sys
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path
from types import ModuleType
from typing import Any

import yaml

from .charts.palette import Ground, Palette
from .checks.verdicts import Verdicts
from .derived.registry import Registry
from .evidence.book import Book, Matter
from .evidence.faults import Fault
from .evidence.rows import Observation

CONFIG = "_config.yml"
MODULE = "heavyground_analysis"  # the setting that names the analysis


@dataclass(frozen=True)
class Analysis:
    """What a book on one subject computes and says of itself; its module holds one as `ANALYSIS`.

    values: derived values · verdicts: the tests behind computed verdicts · models: by name ·
    origin: who a row goes back to, given what the general rules say · rules: further checks of the
    tables · palette: colours of actors and things · ground: what its maps are about · topics:
    {topic of claims: title} · event_topics: {topic of events: title}, both in the order of the
    pages.
    """

    values: Registry = field(default_factory=Registry)
    verdicts: Verdicts = field(default_factory=Verdicts)
    models: Mapping[str, Any] = field(default_factory=dict)
    origin: Callable[[Observation, str], str] = lambda row, house: house
    rules: tuple[Callable[..., Iterator[Fault]], ...] = ()
    palette: Palette = field(default_factory=Palette)
    ground: Ground = field(default_factory=Ground)
    topics: Mapping[str, str] = field(default_factory=dict)
    event_topics: Mapping[str, str] = field(default_factory=dict)


class NoProject(LookupError):
    """No book lies here or above."""


class Project:
    """One book's folder. `root` holds `_config.yml`, `data/` and the pages."""

    def __init__(self, root: Path) -> None:
        self.root = root.resolve()

    @classmethod
    def find(cls, start: Path | None = None) -> "Project":
        """The book in whose folder, or below it, `start` lies (the working folder by default).
        Raises NoProject.
        """
        start = (start or Path.cwd()).resolve()
        for folder in (start, *start.parents):
            if (folder / CONFIG).is_file() and (folder / "data").is_dir():
                return cls(folder)
        raise NoProject(f"{start}: no book here or above; one has {CONFIG} and data/.")

    @property
    def data(self) -> Path:
        return self.root / "data"

    @cached_property
    def config(self) -> Mapping[str, Any]:
        """`_config.yml` as it stands."""
        return yaml.safe_load((self.root / CONFIG).read_text("utf-8")) or {}

    def setting(self, name: str, default: str = "") -> str:
        """One setting of `sphinx: config:` as text."""
        found = (self.config.get("sphinx") or {}).get("config") or {}
        return str(found.get(name) or default)

    @property
    def title(self) -> str:
        return str(self.config.get("title", ""))

    def pages(self) -> list[Path]:
        """The pages whose numbers and wording are checked: front page, chapters, references."""
        chapters = sorted((self.root / "chapters").glob("*.md"))
        found = [self.root / "index.md", *chapters, self.root / "references.md"]
        return [path for path in found if path.is_file() and not path.name.startswith(".")]

    def shown(self, path: Path) -> str:
        """A path as people write it: from the book's root where it lies there, else as given."""
        try:
            return path.resolve().relative_to(self.root).as_posix()
        except ValueError:
            return path.as_posix()

    @cached_property
    def analysis(self) -> Analysis:
        """What goes with the book; an empty one where no module is set.

        Raises ImportError where the module is not in the book's folder, TypeError where it holds no
        analysis.
        """
        name = self.setting(MODULE)
        if not name:
            return Analysis()
        module = _imported(name, self.root)
        found = getattr(module, "ANALYSIS", None)
        if not isinstance(found, Analysis):
            raise TypeError(
                f"{name} ({MODULE} in {CONFIG}) has no ANALYSIS; see heavyground.project.Analysis."
            )
        return found

    @property
    def matter(self) -> Matter:
        found = self.analysis
        return Matter(found.values, found.origin, found.models)

    def book(self, data: Path | None = None) -> Book:
        """The book's evidence, or that of another data folder with the same analysis. Raises
        Faults.
        """
        data = data or self.data
        return Book.open(data, self.matter, self.shown(data))


def _imported(name: str, root: Path) -> ModuleType:
    """The module of that name in a book's folder. Raises ImportError where it lies elsewhere.

    Another book in this process may have used the same name for its own; that book keeps what it
    has, and the name is free again.
    """
    loaded = sys.modules.get(name)
    if loaded is not None and not _lies_in(loaded, root):
        for other in [key for key in sys.modules if key == name or key.startswith(f"{name}.")]:
            del sys.modules[other]
    sys.path.insert(0, str(root))
    try:
        importlib.invalidate_caches()
        module = importlib.import_module(name)
    finally:
        sys.path.remove(str(root))
    if not _lies_in(module, root):
        raise ImportError(
            f"{MODULE} in {CONFIG} names {name}, which is not in {root} but at {module.__file__}; "
            "name the book's own package."
        )
    return module


def _lies_in(module: ModuleType, root: Path) -> bool:
    return root in Path(module.__file__ or "").resolve().parents
