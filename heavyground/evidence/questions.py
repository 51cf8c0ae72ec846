"""What others say of the same thing: rivals, origins, witnesses."""

import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date

from .book import Book
from .rows import Observation, Source

# Kinds of unit that add up over time, so that a month is no rival of a year.
FLOWS = ("mass", "money", "rate")
NEAR = 0.05  # two numbers agree when they differ by at most this part of the larger

Thing = tuple[str, str, str, str]  # quantity, entity, partner, family of item


def alike(book: Book, row: Observation) -> list[Observation]:
    """The rows on the same thing, itself among them: same quantity, entity, partner and family of
    item.
    """
    groups = book.remember("alike", lambda: _groups(book))
    return groups[thing(row)]


def thing(row: Observation) -> Thing:
    """What a row is about."""
    return row.series.quantity, row.entity, row.partner, row.family


def _groups(book: Book) -> dict[Thing, list[Observation]]:
    groups: dict[Thing, list[Observation]] = {}
    for row in book.observations.values():
        groups.setdefault(thing(row), []).append(row)
    return groups


@dataclass(frozen=True, slots=True)
class Rival:
    """Another row on the same thing. `ratio`: its number over this one's, where the unit is the
    same; `origin`: see there.
    """

    row: Observation
    ratio: float | None
    origin: str


def rivals(book: Book, id: str) -> list[Rival]:
    """What other sources, editions and bases say of the same thing, nearest period first.

    Rows on the same thing whose period overlaps; for flows (see FLOWS) the overlap must be at least
    half of the longer period. A row without a date, since the printed one is impossible, has all
    that are dated beside it, and stands beside none of them.
    """
    return book.remember(("rivals", id), lambda: _rivals(book, book[id]))


def _rivals(book: Book, this: Observation) -> list[Rival]:
    unit = book.units.get(this.unit)
    flow = unit is not None and unit.kind in FLOWS
    found: list[tuple[tuple[int, date, str, str], Rival]] = []
    for row in alike(book, this):
        if row.id == this.id or (row.source is this.source and row.basis == this.basis):
            continue
        period = this.period if this.period.dated else row.period
        shared, longer = period.shared(row.period), max(period.days, row.period.days)
        if shared > 0 and (shared * 2 >= longer or not flow):
            order = (longer - shared, row.period.start, row.source.key, row.id)
            found.append((order, Rival(row, _ratio(row, this), origin(book, row.id))))
    return [rival for _, rival in sorted(found, key=lambda pair: pair[0])]


def _ratio(row: Observation, this: Observation) -> float | None:
    if row.unit != this.unit or row.central is None or not this.central:
        return None
    return row.central / this.central


def origin(book: Book, id: str) -> str:
    """Who a number goes back to, as far as the evidence tells.

    In this order:
    1. a row that `cites` another row or source has that one's origin, and so on to the end;
    2. whom the row's note cites ("citing Reuters") or the publisher's name says is retold
       ("(summary of Reuters)");
    3. else the organisation that published the source, so that two editions or two articles of one
       house are one origin;
    4. what the book knows of its own subject (`Matter.origin`) has the last word, such as a
       statistic that is made from another's records.
    """
    return book.remember(("origin", id), lambda: _origin(book, id))


def _origin(book: Book, id: str) -> str:
    seen: set[str] = set()
    while True:
        this = book.observations[book.merged.get(id, id)]
        seen.add(this.id)
        onward = next((id for id in _cited(book, this) if id not in seen), None)
        if onward is None:
            break
        id = onward
    relayed = next((book.sources[key] for key in this.cites if key in book.sources), this.source)
    return book.matter.origin(this, house(this, relayed))


# "citing X" in a row's note, "(citing X)", "(summary of X)" or "(X repost)" after a publisher's
# name; X begins with a capital.
_CITING = re.compile(r"\b[Cc]iting (?:the |a |an )?([A-Z][^;,.():]*)")
_RETOLD = re.compile(r"\((?:[^()]*?\bciting |summary of )([^(),]+)\)|\(([A-Z][^(),]+) repost\)")
_TAIL = re.compile(
    r"\s+(?:via .*|sources?|work|slide set|reply|January.*|of .*|May.*|\d{4}.*|et al)$"
)


def house(row: Observation, source: Source) -> str:
    """Rules 2 and 3 of `origin`: whom a row retells, else who published it."""
    name = source.organisation or "; ".join(source.authors) or row.source.key
    retold = _CITING.search(row.note) or _RETOLD.search(name)
    if not retold:
        return re.sub(r"\s*\([^()]*\)", "", name)
    return _TAIL.sub("", next(filter(None, retold.groups())).strip())


@dataclass(frozen=True)
class Witnesses:
    """`count` independent origins; `origins` {origin: ids}; `rows` all that say the same, this one
    first.
    """

    count: int
    origins: dict[str, list[str]]
    rows: list[Observation]


UNDER_TEST = "claim under test"


def witnesses(book: Book, id: str) -> Witnesses:
    """Who else says this very number, and how many independent origins they come to.

    The row itself, the rows it cites or is cited by, and its rivals over the same period whose
    number lies within 5 % in the same kind of unit (a tonne of whatever basis is a tonne here).
    Statements under test are no witnesses.
    """
    return book.remember(("witnesses", id), lambda: _witnesses(book, book[id]))


def _witnesses(book: Book, this: Observation) -> Witnesses:
    kind = _kind_of(book)
    same = [
        row
        for row in alike(book, this)
        if (row.period.start, row.period.end) == (this.period.start, this.period.end)
        and kind(row) == kind(this)
        and row.source is not this.source
        and _close(row.central, this.central)
    ]
    citing = book.remember("citing", lambda: _citing(book))
    ids = [
        this.id,
        *(row.id for row in _in_file_order(book, same)),
        *_cited(book, this),
    ]
    ids = list(dict.fromkeys([*ids, *citing.get(this.id, [])]))
    rows = [
        row
        for row in map(book.observations.__getitem__, ids)
        if not row.claimed or row.id == this.id
    ]
    origins: dict[str, list[str]] = {}
    for row in rows:
        origins.setdefault(UNDER_TEST if row.claimed else origin(book, row.id), []).append(row.id)
    return Witnesses(len(origins.keys() - {UNDER_TEST}), origins, rows)


def _kind_of(book: Book) -> Callable[[Observation], str]:
    return lambda row: book.units[row.unit].kind if row.unit in book.units else row.unit


def _close(first: float | None, second: float | None) -> bool:
    return (
        first is not None
        and second is not None
        and abs(first - second) <= NEAR * max(abs(first), abs(second))
    )


def _in_file_order(book: Book, rows: list[Observation]) -> list[Observation]:
    place = book.remember("place", lambda: {id: at for at, id in enumerate(book.observations)})
    return sorted(rows, key=lambda row: place[row.id])


def _citing(book: Book) -> dict[str, list[str]]:
    """{id: ids of the rows that cite it}."""
    found: dict[str, list[str]] = {}
    for row in book.observations.values():
        for cited in _cited(book, row):
            found.setdefault(cited, []).append(row.id)
    return found


def _cited(book: Book, row: Observation) -> list[str]:
    """Ids of the rows that a row cites; of a merged one, the row it became."""
    ids = (book.merged.get(id, id) for id in row.cites)
    return [id for id in ids if id in book.observations]
