"""What is wrong with the numbers of a page or of a string, and which rows hold a number."""

import bisect
import re
from collections.abc import Iterator
from dataclasses import dataclass

from ..evidence.book import Book
from ..evidence.text import blanks, near
from .compare import YES_NO, Conversion, compare, conversion
from .parsing import NumberError, Written, parse_written
from .references import Reference, claim_ids, state
from .scan import BRACES, KINDS, Names, Scanned, in_braces, orphans
from .units import Units

STRICT_KINDS = ("name", "year-like", "count-of-ours", "quotation")  # never carry evidence
_SHOWN_ROWS = 3  # how many rows a message names
_EPSILON = 1e-9


# ---- Pages


def check_scanned(book: Book, scanned: Scanned) -> Iterator[tuple[str, str]]:
    """(rule, message) for each thing wrong with one number of a page."""
    if scanned.role == "orphan":
        yield "orphan", _orphan(book, scanned)
    elif scanned.role == "lit":
        for message in _literal(book, scanned):
            yield "literal", message
    elif scanned.role == "claim":
        if scanned.target not in book.claims:
            name = scanned.target or scanned.text
            yield "claim", f"{name} is no statement in data/claims.csv; {claim_ids(book)}."
    elif not scanned.target:
        form = f"{{num}}`{scanned.text} <id>`"
        yield (
            "number",
            f'"{scanned.text}" names no row. Write {form}, or <=name> for a derived value.',
        )
    else:
        for message in _number(book, scanned):
            yield "number", message


def _number(book: Book, scanned: Scanned) -> list[str]:
    units = Units.of(book)
    try:
        written = parse_written(scanned.text, units)
        statement = state(book, scanned.target)
    except LookupError as error:
        return [str(error.args[0])]
    except NumberError as error:
        return [str(error)]
    return compare(written, statement, units, scanned.before, scanned.after)


def _form(scanned: Scanned, role: str, target: str) -> str:
    """How a number is marked where it stands."""
    braces = f"{scanned.text} <{target}>"
    return f"{{{braces}}}" if scanned.where == "string" else f"{{{role}}}`{braces}`"


def _orphan(book: Book, scanned: Scanned) -> str:
    rows = find(book, scanned.text)
    hint = f" Rows with this number: {', '.join(rows[:_SHOWN_ROWS])}." if rows else ""
    return (
        f"{scanned.text} stands without an origin.{hint} Write {_form(scanned, 'num', 'id')} with "
        "its row or derived value (=name); if it is no evidence, "
        f"{_form(scanned, 'lit', 'kind')} with one of {', '.join(KINDS)}."
    )


def _literal(book: Book, scanned: Scanned) -> Iterator[str]:
    """A literal needs a kind, and must not hide evidence."""
    if scanned.target not in KINDS:
        yield (
            f'"{scanned.text}" has the kind "{scanned.target}"{near(scanned.target, KINDS)}; '
            f"it must be one of {', '.join(KINDS)}."
        )
        return
    try:
        written = parse_written(scanned.text, Units.of(book))
    except NumberError:
        return
    significant = re.sub(r"\D", "", scanned.text).strip("0")
    if (
        written.measure
        and written.kind != "factor"
        and (scanned.target in STRICT_KINDS or len(significant) >= 3)
        and (rows := _rows_with(book, written))
    ):
        yield (
            f"{scanned.text} is evidence ({', '.join(rows[:_SHOWN_ROWS])}). "
            f"Write {_form(scanned, 'num', 'id')}."
        )


# ---- Which rows hold a number


def find(book: Book, text: str) -> list[str]:
    """Ids of the rows whose value agrees with a number as written, in a unit that does not
    contradict it. None for a text that holds no number, and for "half" or "nine in ten", with which
    too many agree.
    """
    try:
        written = parse_written(text, Units.of(book))
    except NumberError:
        return []
    told = written.kind in ("plain", "range") and written.of is None
    return _rows_with(book, written) if told else []


@dataclass(frozen=True, slots=True)
class _Column:
    """The values of all rows in one unit, without their signs and sorted; `places` and `ids` say
    where each stands in the evidence.
    """

    unit: str
    values: list[float]
    places: list[int]
    ids: list[str]


def _columns(book: Book) -> list[_Column]:
    by_unit: dict[str, list[tuple[float, int, str]]] = {}
    for place, row in enumerate(book.observations.values()):
        if row.amount.value is not None and row.unit != YES_NO:
            by_unit.setdefault(row.unit, []).append((abs(row.amount.value), place, row.id))
    columns = []
    for unit, rows in by_unit.items():
        rows.sort()
        values, places, ids = (
            [value for value, _, _ in rows],
            [place for _, place, _ in rows],
            [id for _, _, id in rows],
        )
        columns.append(_Column(unit, values, places, ids))
    return columns


def _rows_with(book: Book, written: Written) -> list[str]:
    units = Units.of(book)
    found: list[tuple[int, str]] = []
    for column in book.remember(("numbers", "columns"), lambda: _columns(book)):
        by = conversion(written, column.unit, units.measure(column.unit), yearly=True)
        if not isinstance(by, Conversion):
            continue
        middle = (written.low * by.text - by.shift) / by.row
        step, number = written.steps[0] * by.text, abs(written.low) * by.text
        reach = (step / 2 + _EPSILON * number) / by.row
        first = bisect.bisect_left(column.values, middle - reach)
        last = bisect.bisect_right(column.values, middle + reach)
        found += zip(column.places[first:last], column.ids[first:last], strict=True)
    return [id for _, id in sorted(found)]


# ---- Strings


class Checked(str):
    """A text whose numbers were compared with the evidence; `source` has them in braces, and
    `references` are what they refer to, in order.
    """

    source: str
    references: tuple[Reference, ...]

    def __new__(cls, text: str, source: str, references: tuple[Reference, ...] = ()) -> "Checked":
        made = super().__new__(cls, text)
        made.source, made.references = source, references
        return made

    def __reduce__(self) -> tuple[type["Checked"], tuple[object, ...]]:
        return Checked, (str(self), self.source, self.references)


def num(book: Book, text: str, worded: bool = False) -> Checked:
    """Text with its numbers compared with the evidence: `{58 % <=import_share>}` comes back `58 %`.

    worded: do number words count that say how much, as they do in titles? What was checked before
    may be checked again. Raises NumberError with every number that differs, names no row, or
    stands outside braces without being a year or a name.
    """
    source = text.source if isinstance(text, Checked) else str(text)
    messages: list[str] = []
    references: list[str] = []
    plain = BRACES.sub(blanks, source)
    for match in BRACES.finditer(source):
        scanned = in_braces(match, plain)
        messages += [message for _, message in check_scanned(book, scanned)]
        if scanned.role == "num":
            references.append(scanned.target)
    for _, token in orphans(plain, Names.of(book), worded):
        messages.append(_orphan(book, Scanned("", 0, 0, "orphan", token, where="string")))
    if messages:
        raise NumberError("\n".join([f"in {source[:80]!r}:", *(f"  - {one}" for one in messages)]))
    made = BRACES.sub(lambda match: match["text"].strip(), source)
    return Checked(made, source, tuple(map(Reference.parse, references)))
