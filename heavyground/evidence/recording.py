"""A book that remembers what it was asked: when an answer changes, what was made of it is out of
date, and nothing else is.

    book = RecordedBook.open(data)
    book.select("output", entity="Peru")
    list(book.notes.questions)     [Question("select", ("output", ("entity", "Peru")))]

What is looked up in order to answer a question is not noted beside it. A whole table counts as
asked for once somebody walks over it; its names alone where only these were wanted.
"""

import threading
from collections.abc import Callable, Hashable, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any, TypeAlias, TypeVar, cast

from .book import Book, Matter, Values
from .rows import Claim, Derived, Event, Explanation, Observation, Parameter, Term
from .schema import Schema
from .tables import Table

T = TypeVar("T")
Said: TypeAlias = "str | bool | None | tuple[Said, ...]"

REMEMBERED = frozenset({"rivals", "witnesses", "origin"})  # of `questions`, one question each
MAPPINGS = (
    "observations",
    "merged",
    "series",
    "sources",
    "units",
    "entities",
    "items",
    "places",
    "events",
    "claims",
    "verdicts",
    "left_out",
    "aliases",
)


@dataclass(frozen=True, slots=True)
class Question:
    """What was asked: its kind, and what was said with it.

    >>> asked = Question("select", ("output", ("entity", "Peru")))
    >>> asked.to_json()
    ['select', 'output', ['entity', 'Peru']]
    >>> Question.from_json(asked.to_json()) == asked
    True
    """

    kind: str
    said: tuple[Said, ...] = ()

    def to_json(self) -> list[Any]:
        return [self.kind, *map(_as_list, self.said)]

    @classmethod
    def from_json(cls, data: list[Any]) -> "Question":
        kind, *said = data
        return cls(str(kind), tuple(map(_as_tuple, said)))


def _as_list(said: Said) -> Any:
    return list(map(_as_list, said)) if isinstance(said, tuple) else said


def _as_tuple(said: Any) -> Said:
    return tuple(map(_as_tuple, said)) if isinstance(said, list) else said


class Notes:
    """The questions of one execution, in the order asked.

    remembered: first words of the keys of `Book.remember` that are one question each, whatever is
    looked up to answer it. Every thread has its own outermost question.
    """

    def __init__(self, remembered: Iterable[str] = REMEMBERED) -> None:
        self.questions: dict[Question, None] = {}
        self._remembered = frozenset(remembered)
        self._thread = threading.local()

    def note(self, *questions: Question) -> None:
        """They were asked, unless it is in order to answer another."""
        self._open[-1].update(dict.fromkeys(questions))

    @contextmanager
    def answering(self, question: Question) -> Iterator[None]:
        """A question; what is asked inside is not noted."""
        self.note(question)
        with self.silent():
            yield

    @contextmanager
    def silent(self) -> Iterator[None]:
        """What is asked inside is not noted."""
        with self.collecting():
            yield

    @contextmanager
    def collecting(self) -> Iterator[dict[Question, None]]:
        """What is asked inside, for the caller to note."""
        asked: dict[Question, None] = {}
        self._open.append(asked)
        try:
            yield asked
        finally:
            self._open.pop()

    def question_of(self, key: Hashable) -> Question | None:
        """The question that a key of `Book.remember` stands for, if it is one."""
        if isinstance(key, tuple) and key and key[0] in self._remembered:
            return Question(str(key[0]), tuple(part for part in key[1:] if isinstance(part, str)))
        return None

    @property
    def _open(self) -> list[dict[Question, None]]:
        """The questions being answered, outermost first."""
        if not hasattr(self._thread, "open"):
            self._thread.open = [self.questions]
        found: list[dict[Question, None]] = self._thread.open
        return found


class RecordedMapping(Mapping[str, T]):
    """A table of the book that notes which of its entries were asked for."""

    def __init__(self, notes: Callable[[], Notes], name: str, real: Mapping[str, T]) -> None:
        self._notes, self._name, self._real = notes, name, real

    def __getitem__(self, key: str) -> T:
        self._entry(key)
        return self._real[key]

    def __contains__(self, key: object) -> bool:
        self._entry(key)
        return key in self._real

    def get(self, key: str, default: Any = None) -> Any:
        self._entry(key)
        return self._real.get(key, default)

    def __iter__(self) -> Iterator[str]:
        self._whole("names")
        return iter(self._real)

    def __len__(self) -> int:
        self._whole("names")
        return len(self._real)

    def keys(self) -> Any:
        self._whole("names")
        return self._real.keys()

    def values(self) -> Any:
        self._whole("table")
        return self._real.values()

    def items(self) -> Any:
        self._whole("table")
        return self._real.items()

    def __repr__(self) -> str:
        self._whole("table")
        return repr(self._real)

    def _entry(self, key: object) -> None:
        if isinstance(key, str):
            self._notes().note(Question("entry", (self._name, key)))

    def _whole(self, kind: str) -> None:
        self._notes().note(Question(kind, (self._name,)))


class RecordedNames(Sequence[str]):
    """Names that note whether one or all of them were asked for."""

    def __init__(self, notes: Callable[[], Notes], name: str, real: Sequence[str]) -> None:
        self._notes, self._name, self._real = notes, name, real

    def __contains__(self, name: object) -> bool:
        if isinstance(name, str):
            self._notes().note(Question("entry", (self._name, name)))
        return name in self._real

    def __getitem__(self, at: Any) -> Any:
        self._notes().note(Question("names", (self._name,)))
        return self._real[at]

    def __len__(self) -> int:
        self._notes().note(Question("names", (self._name,)))
        return len(self._real)


class RecordedValues:
    """Computed values that note which were asked for; stands for `Values`."""

    def __init__(self, notes: Callable[[], Notes], real: Values) -> None:
        self._notes, self._real = notes, real

    def names(self) -> Sequence[str]:
        return RecordedNames(self._notes, "values", self._real.names())

    @property
    def aliases(self) -> Mapping[str, str]:
        return RecordedMapping(self._notes, "value_aliases", self._real.aliases)

    def alias(self, id: str) -> str | None:
        return self.aliases.get(id)

    def compute(self, name: str, book: Book) -> Derived:
        with self._notes().answering(Question("derived", (name,))):
            return self._real.compute(name, book)


class RecordedMatter:
    """What a subject brings, noted where it is used; stands for `Matter`."""

    def __init__(self, notes: Callable[[], Notes], real: Matter) -> None:
        self._notes, self.real = notes, real
        self.values: Values = RecordedValues(notes, real.values)
        self.models: Mapping[str, Any] = RecordedMapping(notes, "models", real.models)

    @property
    def origin(self) -> Callable[[Observation, str], str]:
        self._notes().note(Question("table", ("origin",)))
        return self.real.origin


class RecordedBook(Book):
    """A book whose `notes` hold what it was asked."""

    def __init__(
        self, schema: Schema, tables: Mapping[str, Table], matter: Matter | None = None
    ) -> None:
        """Raises what `Book` raises."""
        self.notes = Notes()
        self._asked_for: dict[Hashable, dict[Question, None]] = {}
        super().__init__(schema, tables, matter)
        for rows, kind in (
            (self.observations, Observation),
            (self.events, Event),
            (self.claims, Claim),
        ):
            self._watch_places(rows.values(), kind)
        for name in MAPPINGS:
            setattr(self, name, RecordedMapping(lambda: self.notes, name, getattr(self, name)))

    def _watch_places(self, rows: Iterable[Any], kind: type) -> None:
        """Where a row stands in its file is no part of it, lest every row after a new one be
        another; whoever asks for it is noted."""

        def watched(name: str) -> property:
            cell = kind.__dict__[name]

            def read(row: Any) -> Any:
                self.notes.note(Question("stands", (kind.__name__, row.id)))
                return cell.__get__(row)

            return property(read, lambda row, value: cell.__set__(row, value))

        parts = {"__slots__": (), "path": watched("path"), "line": watched("line")}
        watching = type(kind.__name__, (kind,), parts)
        for row in rows:
            object.__setattr__(row, "__class__", watching)

    # ---- Questions

    def __getitem__(self, id: str) -> Observation:
        with self.notes.answering(Question("row", (id,))):
            return super().__getitem__(id)

    def __contains__(self, id: object) -> bool:
        if not isinstance(id, str):
            return False
        with self.notes.answering(Question("row", (id,))):
            return super().__contains__(id)

    def event(self, id: str) -> Event:
        with self.notes.answering(Question("event", (id,))):
            return super().event(id)

    def why_unknown(self, id: str) -> str:
        with self.notes.answering(Question("why_unknown", (id,))):
            return super().why_unknown(id)

    def select(self, series: str, **where: str | Iterable[str] | None) -> list[Observation]:
        asked = _listed(where)
        with self.notes.answering(_selection("select", series, asked)):
            return super().select(series, **asked)

    def one(self, series: str, **where: str | Iterable[str] | None) -> Observation:
        asked = _listed(where)
        with self.notes.answering(_selection("one", series, asked)):
            return super().one(series, **asked)

    def derived(self, name: str) -> Derived:
        with self.notes.answering(Question("derived", (name,))):
            return super().derived(name)

    def central(self, id: str) -> float:
        with self.notes.answering(Question("central", (id,))):
            return super().central(id)

    def remember(self, key: Hashable, make: Callable[[], T]) -> T:
        """What was asked when it was made is asked again by everyone who is handed it."""
        if question := self.notes.question_of(key):
            with self.notes.answering(question):
                return super().remember(key, make)
        asked = self._asked_for.get(key, {})
        try:
            if key in self._asked_for:
                return super().remember(key, make)
            with self.notes.collecting() as asked:
                made = super().remember(key, make)
            self._asked_for[key] = asked
            return made
        finally:
            self.notes.note(*asked)

    # ---- What counts as asked for as a whole

    @property
    def parameters(self) -> tuple[Parameter, ...]:
        with self.notes.answering(Question("parameters")):
            return super().parameters

    @property
    def explanations(self) -> tuple[Explanation, ...]:
        return self._handed("explanations", self._explanations)

    @explanations.setter
    def explanations(self, found: tuple[Explanation, ...]) -> None:
        self._explanations = found

    @property
    def terms(self) -> tuple[Term, ...]:
        return self._handed("terms", self._terms)

    @terms.setter
    def terms(self, found: tuple[Term, ...]) -> None:
        self._terms = found

    @property
    def tables(self) -> Mapping[str, Table]:
        return self._handed("tables", self._tables)

    @tables.setter
    def tables(self, found: Mapping[str, Table]) -> None:
        self._tables = found

    @property
    def schema(self) -> Schema:
        return self._handed("schema", self._schema)

    @schema.setter
    def schema(self, found: Schema) -> None:
        self._schema = found

    @property
    def matter(self) -> Matter:
        return self._matter

    @matter.setter
    def matter(self, found: Matter) -> None:
        self._matter = cast(Matter, RecordedMatter(lambda: self.notes, found))

    def _handed(self, name: str, found: T) -> T:
        self.notes.note(Question("table", (name,)))
        return found


Where: TypeAlias = "dict[str, str | list[str] | None]"


def _listed(where: Mapping[str, str | Iterable[str] | None]) -> Where:
    """The filters with several values as lists, since some can be walked over only once."""
    return {
        column: value if value is None or isinstance(value, str) else sorted(set(value))
        for column, value in where.items()
    }


def _selection(kind: str, series: str, where: Where) -> Question:
    """In the order of the filters, which shows in the message where one meets nothing."""
    said: list[Said] = []
    for column, value in where.items():
        if value is not None:
            said.append((column, tuple(value) if isinstance(value, list) else value))
    return Question(kind, (series, *said))
