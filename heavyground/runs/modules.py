"""Which Python files a page's cells use, and a digest of each.

From the import statements of the cells on, file by file, within the book's folder and the engine.
Where the way ends: what the engine takes from the rooms that answer questions (is this number
right? what is this value? which verdict?) is no code that draws, and their answers are compared
themselves. For the same reason a module of the analysis does not bring the rest of its package with
it, unless a name of the package is taken.
"""

import ast
import hashlib
import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

ENGINE = Path(__file__).resolve().parents[1]
ANSWERING = tuple(f"{ENGINE.name}.{room}" for room in ("checks", "derived", "numbers"))
ABSENT = "absent"
NEW = "not there before"  # is the digest of no file, so that what used it runs again
_DYNAMIC = ("import_module", "__import__")
_MAGIC = re.compile(r"^\s*[%!].*$", re.M)  # IPython's own, no Python


@dataclass(frozen=True, slots=True)
class Import:
    """One import: of a module, or of names from it (which may be modules themselves)."""

    module: str
    names: tuple[str, ...] = ()


class Modules:
    """The modules of one book and of the engine.

    root: of the book · analysis: name of the package that computes · known: digests taken earlier,
    by file as people write it. A file is read once: its digest is that of the moment when it was
    first asked for.
    """

    def __init__(self, root: Path, analysis: str, known: Mapping[str, str] | None = None) -> None:
        self._root, self._analysis, self._known = root, analysis, known
        self._digests: dict[Path, str] = {}
        self._imports: dict[Path, list[Import]] = {}

    # ---- Files

    def all(self) -> dict[str, str]:
        """{file: digest} of everything that cells may use, to be taken before it is imported."""
        packages = [path.parent for path in self._root.glob("*/__init__.py")]
        beside = [path for page in ("", "*/") for path in self._root.glob(f"{page}*.py")]
        inside = [path for folder in {ENGINE, *packages} for path in folder.rglob("*.py")]
        return {self.shown(path): self.digest(path) for path in {*beside, *inside}}

    def digest(self, path: Path) -> str:
        """Of a file's bytes; of one that is not there, a word that says so."""
        if self._known is not None:
            return self._known.get(self.shown(path), NEW)
        if path not in self._digests:
            self._digests[path] = file_digest(path)
        return self._digests[path]

    def shown(self, path: Path) -> str:
        """A file as people write it: from the book's folder or from the engine's."""
        start = self._root if self._root in path.parents else ENGINE.parent
        return path.relative_to(start).as_posix()

    def now(self, shown: str) -> str:
        """The digest of a file that `shown` named."""
        found = (start / shown for start in (self._root, ENGINE.parent))
        return next((self.digest(path) for path in found if path.is_file()), ABSENT)

    def find(self, name: str, folder: Path) -> Path | None:
        """The file of a module of the book or the engine, imported by a cell that runs in `folder`;
        None for a third party's."""
        parts = name.split(".")
        starts = [ENGINE.parent] if parts[0] == ENGINE.name else [folder, self._root]
        for start in starts:
            path = start.joinpath(*parts)
            for file in (path / "__init__.py", path.with_name(f"{path.name}.py")):
                if file.is_file():
                    return file
        return None

    # ---- Ways

    def used_by(
        self, codes: Iterable[str], folder: Path, more: Iterable[str] = ()
    ) -> dict[str, str]:
        """{file: digest} of what cells use. folder: where they run · more: names of further
        modules."""
        imports = [found for code in codes for found in imports_of(code)]
        return self.closure([*imports, *map(Import, more)], folder)

    def closure(self, imports: Iterable[Import], folder: Path) -> dict[str, str]:
        """The same from imports on."""
        files: dict[Path, None] = {}
        walked: set[str] = set()
        waiting = [name for found in imports for name in self._meant(found, folder)]
        while waiting:
            name = waiting.pop()
            path = None if name in walked else self.find(name, folder)
            walked.add(name)
            if path is None:
                continue
            files[path] = None
            for package in _packages_of(name):
                if self._of_answers(package):
                    files[self.find(package, folder) or path] = None
                else:
                    waiting.append(package)
            for found in self._imports_in(path, name):
                if not (ENGINE in path.parents and found.module.startswith(ANSWERING)):
                    waiting += self._meant(found, folder)
        return {self.shown(path): self.digest(path) for path in sorted(files)}

    def _of_answers(self, package: str) -> bool:
        """Is it a package of the analysis, whose modules are a collection of answers?"""
        return bool(self._analysis) and package.split(".")[0] == self._analysis.split(".")[0]

    def _meant(self, found: Import, folder: Path) -> Iterator[str]:
        """The modules that an import is of."""
        for name in found.names:
            inside = f"{found.module}.{name}".strip(".")
            yield inside if self.find(inside, folder) else found.module
        if not found.names:
            yield found.module

    def _imports_in(self, path: Path, name: str) -> list[Import]:
        if path not in self._imports:
            package = name if path.name == "__init__.py" else name.rpartition(".")[0]
            self._imports[path] = list(imports_of(path.read_text("utf-8"), package))
        return self._imports[path]


def file_digest(path: Path) -> str:
    """Of a file's bytes; of one that is not there, a word that says so."""
    try:
        return hashlib.blake2b(path.read_bytes(), digest_size=16).hexdigest()
    except OSError:
        return ABSENT


def names_in(folder: Path) -> list[str] | str:
    """What lies in a folder; of one that is not there, a word that says so."""
    try:
        return sorted(path.name for path in folder.iterdir())
    except OSError:
        return ABSENT


def _packages_of(name: str) -> Iterator[str]:
    while name := name.rpartition(".")[0]:
        yield name


# ---- Reading Python


def imports_of(code: str, package: str = "") -> Iterator[Import]:
    """Everything that a text of Python imports. package: the one it belongs to.

    >>> list(imports_of("from .a import b\\nimport c.d as e", "book"))
    [Import(module='book.a', names=('b',)), Import(module='c.d', names=())]
    """
    for node in ast.walk(_parsed(code)):
        if isinstance(node, ast.Import):
            for alias in node.names:
                yield Import(alias.name)
                if "." in alias.name and not alias.asname:  # it is reached through its root
                    yield Import(alias.name.partition(".")[0])
        elif isinstance(node, ast.ImportFrom):
            yield Import(_absolute(node, package), tuple(alias.name for alias in node.names))
        elif isinstance(node, ast.Call) and (name := _imported_by(node)):
            yield Import(name)


def _parsed(code: str) -> ast.AST:
    """Empty where it is no Python; the cell says so itself when it runs."""
    for text in (code, _MAGIC.sub("", code)):
        try:
            return ast.parse(text)
        except SyntaxError:
            continue
    return ast.Module([], [])


def _absolute(node: ast.ImportFrom, package: str) -> str:
    if not node.level:
        return node.module or ""
    parts = package.split(".")
    start = parts[: len(parts) - node.level + 1]
    return ".".join([*start, *([node.module] if node.module else [])])


def _imported_by(node: ast.Call) -> str:
    """The module that a call imports by its name; empty where it is no such call."""
    called = node.func
    name = called.attr if isinstance(called, ast.Attribute) else getattr(called, "id", "")
    said = node.args[0] if node.args else None
    if name in _DYNAMIC and isinstance(said, ast.Constant) and isinstance(said.value, str):
        return said.value
    return ""
