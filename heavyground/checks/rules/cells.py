"""Rules on single cells, whatever their table."""

import re

from ...evidence.tables import TextRow
from .rulebook import Evidence, Rules, Said

rules = Rules()


def _cells(evidence: Evidence, numbers: bool = True) -> "list[tuple[TextRow, str, str]]":
    """(row, column, cell) of every cell that is not empty; without those of number columns."""
    return [
        (row, column, cell)
        for table in evidence.tables.values()
        for columns in [{f.name for f in table.schema.fields if numbers or not f.number}]
        for row in table
        for column, cell in row.cells.items()
        if cell and column in columns
    ]


@rules.rule("injection")
def cells_cannot_act_as_formulas(evidence: Evidence) -> Said:
    """Files are shipped byte for byte; a spreadsheet runs a cell that begins with = + - @ or a
    tab.
    """
    for row, column, cell in _cells(evidence, numbers=False):
        if cell[0] in "=+-@\t":
            yield (
                row,
                f"{column} begins with {cell[0]!r}, which a spreadsheet may run; reword it so that "
                "a letter, digit or quotation mark comes first.",
            )


# Control characters, zero-width space and mark, and the signs that turn the direction of text.
_INVISIBLE = re.compile(
    "[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\u200b\u200e\u200f\u202a-\u202e\u2066-\u2069\ufeff]"
)


@rules.rule("whitespace")
def cells_are_trimmed(evidence: Evidence) -> Said:
    """No white space at the ends and no invisible character: they hide differences between two
    keys.
    """
    for row, column, cell in _cells(evidence):
        if cell != cell.strip() or _INVISIBLE.search(cell):
            yield row, f"{column} has white space at an end or an invisible character; remove it."


# UTF-8 read as Latin-1 or Windows-1252: a lead byte as a letter, then a byte of 0x80 to 0xBF.
_DAMAGED = re.compile("\ufffd|[\u00c2\u00c3\u0080-\u009f][\u0080-\u00bf]|\u00e2[\u0080\u20ac].")


@rules.rule("damaged")
def text_is_not_damaged(evidence: Evidence) -> Said:
    """A program that read the file in another encoding leaves such signs, and then saves them."""
    for row, column, cell in _cells(evidence):
        if match := _DAMAGED.search(cell):
            yield (
                row,
                f'{column} holds "{match[0]}", what is left of a letter read in another encoding; '
                "write the letter, and open the file as UTF-8.",
            )
