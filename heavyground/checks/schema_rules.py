"""What `data/datapackage.json` says of every table, judged: filled cells, numbers, words, forms,
limits, keys and links. Nothing here knows a table by name.
"""

import re
from collections.abc import Callable, Iterator, Mapping

from ..evidence.faults import Fault
from ..evidence.schema import Field, Link, Schema
from ..evidence.tables import Table, TextRow
from ..evidence.text import listed, near

Tables = Mapping[str, Table]


def judge(tables: Tables, schema: Schema) -> Iterator[Fault]:
    """Every fault against the schema; a column or a table that was not there to be read is one
    already and gives no others.
    """
    for table in tables.values():
        for field in table.schema.fields:
            if field.name not in table.missing:
                for rule in OF_A_COLUMN:
                    yield from rule(table, field)
        for link in table.schema.links:
            target = tables.get(link.table)
            if target and not (target.absent or target.cut or link.key in target.missing):
                yield from links_lead_somewhere(table, link, target)
    yield from keys_stand_once(tables, schema)


def _fault(row: TextRow, rule: str, message: str) -> Fault:
    return Fault(row.path, row.line, rule, message)


def required_cells_are_filled(table: Table, field: Field) -> Iterator[Fault]:
    """`constraints.required`."""
    if field.required:
        for row in table:
            if not row[field.name].strip():
                yield _fault(row, "required", f"{field.name} is empty; fill it in.")


# No exponent (what a spreadsheet writes from a narrow column), no minus nought, no leading nought.
_PLAIN = re.compile(r"(?!-0(?:\.0*)?$)-?(?:0|[1-9]\d*)(?:\.\d+)?", re.ASCII)


def numbers_are_plain(table: Table, field: Field) -> Iterator[Fault]:
    """`type: number` or `integer`: digits and a point."""
    if not field.number:
        return
    wording = ", and the source's wording in printed" * ("printed" in table.schema.columns)
    for row in table:
        cell = row[field.name]
        if cell and not _PLAIN.fullmatch(cell):
            yield _fault(
                row,
                "number",
                f'{field.name} "{cell}" is not a plain number; write digits and a point only'
                f"{wording}.",
            )
        elif cell and field.type == "integer" and "." in cell:
            yield _fault(row, "number", f"{field.name} {cell} is no whole number; correct it.")


def words_come_from_the_list(table: Table, field: Field) -> Iterator[Fault]:
    """`constraints.enum`."""
    if field.words:
        for row in table:
            cell = row[field.name]
            if cell and cell not in field.words:
                yield _fault(
                    row,
                    "vocabulary",
                    f'{field.name} "{cell}" is not one of {", ".join(field.words)}.',
                )


def cells_have_their_form(table: Table, field: Field) -> Iterator[Fault]:
    """`constraints.pattern`; ids of observations begin as their file says (`idPrefix`)."""
    of_file = bool(table.schema.prefix) and field.name == "id"
    pattern = f"{table.schema.prefix}-[0-9]{{4}}" if of_file else field.pattern
    if not pattern:
        return
    form, rule = re.compile(pattern), "id-form" if field.name == "id" else "form"
    for row in table:
        cell = row[field.name]
        if cell and not form.fullmatch(cell):
            words = f"{in_words(pattern)}{' in this file' * of_file}"
            yield _fault(row, rule, f'{field.name} "{cell}" must be {words}.')


_DIGITS = {"1": "one", "2": "two", "3": "three", "4": "four", "5": "five"}


def in_words(pattern: str) -> str:
    """A pattern as an author reads it, where it is of the usual kind.

    >>> in_words("ev-[0-9]{4}"), in_words("[AB][0-9]{2,3}"), in_words("[a-z]+")
    ('ev- and four digits', 'A or B and two or three digits', 'of the form [a-z]+')
    """
    usual = re.fullmatch(r"(?:([\w-]+)|\[([A-Z]+)\])\[0-9\]\{([1-5])(?:,([1-5]))?\}", pattern)
    if not usual:
        return f"of the form {pattern}"
    fixed, letters, least, most = usual.groups()
    count = _DIGITS[least] + (f" or {_DIGITS[most]}" if most else "")
    return f"{fixed or ' or '.join(letters)} and {count} digits"


def numbers_keep_their_limits(table: Table, field: Field) -> Iterator[Fault]:
    """`constraints.minimum` and `maximum`."""
    if field.minimum is None and field.maximum is None:
        return
    for row in table:
        cell = row[field.name]
        if not cell or not _PLAIN.fullmatch(cell):
            continue
        if field.minimum is not None and float(cell) < field.minimum:
            words = f"{field.name} {cell} lies below {field.minimum:g}, the least it may be."
            yield _fault(row, "limit", words)
        if field.maximum is not None and float(cell) > field.maximum:
            words = f"{field.name} {cell} lies above {field.maximum:g}, the most it may be."
            yield _fault(row, "limit", words)


OF_A_COLUMN: tuple[Callable[[Table, Field], Iterator[Fault]], ...] = (
    required_cells_are_filled,
    numbers_are_plain,
    words_come_from_the_list,
    cells_have_their_form,
    numbers_keep_their_limits,
)


HINTS = 20  # a hint takes time, and a thousand unknown names are one mistake


def links_lead_somewhere(table: Table, link: Link, target: Table) -> Iterator[Fault]:
    """`foreignKeys`, and `references` of a list: what a cell refers to exists in its table."""
    known = {row[link.key] for row in target}
    hints: dict[str, str] = {}
    for row in table:
        cell = row[link.column]
        for name in listed(cell) if link.list else [cell] if cell else []:
            if name not in known:
                if name not in hints:
                    hints[name] = near(name, known) if len(hints) < HINTS else ""
                yield _fault(
                    row,
                    f"unknown-{link.column}",
                    f'{link.column} "{name}" is not in data/{link.table}{hints[name]}; add it '
                    "there or correct the spelling.",
                )


def keys_stand_once(tables: Tables, schema: Schema) -> Iterator[Fault]:
    """`primaryKey`: a key names one row; ids of observations are one key over all their files."""
    first: dict[tuple[str, ...], TextRow] = {}
    for name, table in tables.items():
        columns = table.schema.key
        kind = "observations" if table.schema.prefix else name
        for row in table if columns else ():
            key = tuple(row[column] for column in columns)
            if not all(key):
                continue
            before = first.setdefault((kind, *key), row)
            if before is not row:
                yield _fault(
                    row,
                    "duplicate",
                    f"{', '.join(key)} stands already at {before.path}:{before.line}; give this "
                    f"row its own {'id' if 'id' in columns else 'key'}, or merge the two.",
                )


NAMES = ("required", "number", "vocabulary", "id-form", "form", "limit", "duplicate")
"""The rules above by the name in their faults; links have `unknown-` and the column."""
