"""What the answer to a question is now, as a digest."""

import hashlib
from collections.abc import Callable, Mapping
from dataclasses import fields, is_dataclass
from pathlib import Path
from typing import Any

from ..checks.claims import ledger
from ..evidence import questions
from ..evidence.book import Book
from ..evidence.recording import Question
from ..evidence.rows import Claim, Event, Observation
from ..numbers.check import num
from ..project import MODULE, Project
from .modules import ABSENT, ENGINE, Import, Modules, file_digest, names_in

PLACES = ("path", "line")  # where a row stands, no part of what it is
NAMELESS = (Observation, Event, Claim)  # those rows


class Answers:
    """The answers of one project; each question is answered once.

    book: where it is open already · read: answers known from when they were given. An answer may be
    an error: its kind and its words then.
    """

    def __init__(
        self,
        project: Project,
        modules: Modules,
        book: Book | None = None,
        read: Mapping[Question, Any] | None = None,
    ) -> None:
        self._project, self._modules, self._read = project, modules, read or {}
        self._opened = book
        self._digests: dict[Question, str] = {}
        self._parts: dict[int, tuple[object, str]] = {}  # by identity: rows share sources, series

    def digest(self, question: Question) -> str:
        """Of the answer to a question. Raises KeyError for one of a kind that nobody asks."""
        if question.kind not in ANSWERS:
            return ""
        if question not in self._digests:
            self._digests[question] = _digest(repr(self._answered(question)))
        return self._digests[question]

    def _answered(self, question: Question) -> Any:
        if question in self._read:
            return self._plain(self._read[question])
        try:
            return self._plain(ANSWERS[question.kind](self, *question.said))
        except Exception as error:  # that it fails, and how, is the answer
            return f"{type(error).__name__}: {error}"

    @property
    def _book(self) -> Book:
        if self._opened is None:
            self._opened = self._project.book()
        return self._opened

    # ---- By kind of question

    def _entry(self, table: str, key: str) -> Any:
        return self._mapping(table).get(key, ABSENT)

    def _names(self, table: str) -> Any:
        return tuple(self._mapping(table))

    def _table(self, table: str) -> Any:
        if table == "schema":
            return self._book.schema.package
        if table in ("models", "origin"):
            return self._code()
        if table in ("config", "value_aliases"):
            return self._mapping(table)
        return getattr(self._book, table)

    def _mapping(self, table: str) -> Mapping[str, Any]:
        if table == "models":
            return dict.fromkeys(self._project.analysis.models, "")
        if table == "values":
            return dict.fromkeys(self._project.analysis.values.names(), "")
        if table == "value_aliases":
            return self._project.analysis.values.aliases
        if table == "config":
            return self._project.config
        found: Mapping[str, Any] = getattr(self._book, table)
        return found

    def _stands(self, kind: str, id: str) -> Any:
        tables = {
            "Observation": self._book.observations,
            "Event": self._book.events,
            "Claim": self._book.claims,
        }
        row: Any = tables[kind][id]
        return row.path, row.line

    def _selection(self, kind: str, series: str, *where: tuple[str, Any]) -> Any:
        return getattr(self._book, kind)(series, **dict(where))

    def _model(self, name: str) -> Any:
        bound = self._project.analysis.models[name].of(self._book)
        return bound.table, bound.scenarios

    def _ledger(self) -> Any:
        return ledger(self._book, self._project.analysis.verdicts)

    def _analysis(self, part: str) -> Any:
        analysis, book = self._project.analysis, self._book
        if part == "values":
            return [book.derived(name) for name in analysis.values.names()]
        if part == "verdicts":
            return self._ledger(), [analysis.verdicts.words(claim) for claim in book.claims]
        if part in ("origin", "rules"):
            return self._code()
        return getattr(analysis, part)

    def _code(self) -> Any:
        """All modules of the analysis."""
        root = self._project.root
        return self._modules.closure([Import(self._project.setting(MODULE))], root)

    def _file(self, name: str) -> str:
        return file_digest(self._path(name))

    def _folder(self, name: str) -> Any:
        return names_in(self._path(name))

    def _path(self, name: str) -> Path:
        """A path from the book's folder or, where it is none of the book, from the engine's."""
        inside = self._project.root / name
        return inside if inside.exists() else ENGINE.parent / name

    # ---- Digests

    def _plain(self, value: Any) -> Any:
        """A value as numbers, texts and tuples that are written alike on every machine."""
        if isinstance(value, (str, int, float, type(None))):
            return value
        if isinstance(value, Mapping):
            return [(key, self._plain(part)) for key, part in value.items()]
        if isinstance(value, (list, tuple)):
            return [self._plain(part) for part in value]
        if is_dataclass(value) and not isinstance(value, type):
            return self._of_parts(value)
        return repr(value)

    def _of_parts(self, value: Any) -> str:
        """The same of a row or a part of one."""
        if id(value) not in self._parts:
            left_out = PLACES if isinstance(value, NAMELESS) else ()
            names = [field.name for field in fields(value) if field.name not in left_out]
            said = [(name, self._plain(getattr(value, name))) for name in names]
            self._parts[id(value)] = value, _digest(f"{type(value).__name__} {said!r}")
        return self._parts[id(value)][1]


def _digest(text: str) -> str:
    return hashlib.blake2b(text.encode(), digest_size=12).hexdigest()


Answer = Callable[..., Any]
ANSWERS: Mapping[str, Answer] = {
    "row": lambda self, id: self._book[id],
    "event": lambda self, id: self._book.event(id),
    "why_unknown": lambda self, id: self._book.why_unknown(id),
    "select": lambda self, *said: self._selection("select", *said),
    "one": lambda self, *said: self._selection("one", *said),
    "derived": lambda self, name: self._book.derived(name),
    "central": lambda self, id: self._book.central(id),
    "parameters": lambda self: self._book.parameters,
    "rivals": lambda self, id: questions.rivals(self._book, id),
    "witnesses": lambda self, id: questions.witnesses(self._book, id),
    "origin": lambda self, id: questions.origin(self._book, id),
    "num": lambda self, text, worded: str(num(self._book, text, worded)),
    "entry": Answers._entry,
    "names": Answers._names,
    "table": Answers._table,
    "stands": Answers._stands,
    "model": Answers._model,
    "ledger": Answers._ledger,
    "analysis": Answers._analysis,
    "setting": lambda self, name: self._project.setting(name),
    "file": Answers._file,
    "folder": Answers._folder,
}
