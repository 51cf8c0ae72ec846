"""Rules on the inputs of models: each has an origin, and a number of a row *is* that row."""

from collections.abc import Iterator

from ...evidence.amounts import Amount
from ...evidence.tables import TextRow
from ...evidence.text import listed, near
from .rulebook import Evidence, Row, Rules, Said, became, number

rules = Rules()

TABLE = "parameters.csv"
ENDS = ("value", "low", "high")


@rules.rule("parameter")
def parameters_have_an_origin(evidence: Evidence) -> Said:
    """Every parameter has a source (row ids or keys) or is called our assumption with a reason."""
    known = evidence.ids | evidence.sources.keys() | evidence.derived
    for row in evidence.rows(TABLE):
        if not row["source"] and not row["assumption"] and not _linked(row):
            yield (
                row,
                f"{row['name']} has neither source nor assumption; name a row or source, or write "
                "why we assume it.",
            )
        for origin in listed(row["source"]):
            if origin not in known and evidence.whole:
                why = became(evidence, origin, "is neither a row nor a source.")
                yield row, f"source {origin} {why}"


def _linked(row: TextRow) -> bool:
    """Is an end of it a row or a derived value?"""
    return any(row[f"{end}_of"] for end in ENDS)


@rules.rule("parameter")
def ends_are_rows_or_derived_values(evidence: Evidence) -> Said:
    """`value_of`, `low_of`, `high_of` name a row or a derived value, or its bound (`ore-0001.low`);
    the number cell beside such a one is empty.
    """
    derived = {name[1:] for name in evidence.derived}
    for row in evidence.rows(TABLE):
        for end in ENDS:
            of = row[f"{end}_of"]
            if of and row[end]:
                yield row, f"{end} is typed and {end}_of names {of}; empty one of the two cells."
            name, _, bound = of.partition(".")
            if of and name not in evidence.ids | derived and evidence.whole:
                other = f"is neither a row nor a derived value{near(name.lstrip('='), derived)}."
                yield row, f"{end}_of {of} {became(evidence, name, other)}"
            elif bound not in ("", "low", "high"):
                yield row, f"{end}_of {of}: after the point stands low or high."


@rules.rule("parameter")
def a_row_is_not_typed_again(evidence: Evidence) -> Said:
    """A number typed where a row of its source states it would stay behind when the row changes.

    It is the row's number to the digits typed. What an assumption explains may be typed.
    """
    rows = {row["id"]: row for row in evidence.observations}
    for row in evidence.rows(TABLE):
        if row["assumption"]:
            continue
        for end in ENDS:
            for id in listed(row["source"]):
                if row[end] and id in rows and rows[id]["unit"] == row["unit"]:
                    yield from ((row, words) for words in _typed_again(row[end], end, rows[id]))


def _typed_again(typed: str, end: str, row: Row) -> Iterator[str]:
    """What to say where a typed number is a row's own, or one of its bounds."""
    central = Amount(row.value, row["unit"], row.low, row.high).central
    for name, stated in (("", central), (".low", row.low), (".high", row.high)):
        if _same(typed, stated):
            of = f"{row['id']}{name}"
            yield f"{end} {typed} is {of}; write that in {end}_of and leave {end} empty."
            return


def _same(typed: str, stated: float | None) -> bool:
    """Is this the number, rounded to the digits typed?"""
    written = number(typed)
    if written is None or stated is None:
        return False
    return round(stated, len(typed.partition(".")[2])) == written


@rules.rule("range-order")
def parameters_are_in_order(evidence: Evidence) -> Said:
    """Low, value and high stand in this order, as far as they are typed."""
    for row in evidence.rows(TABLE):
        ends = [number(row[end]) for end in ("low", "value", "high")]
        typed = [end for end in ends if end is not None]
        if typed != sorted(typed):
            yield (
                row,
                f"low {row['low']}, value {row['value']}, high {row['high']} are not in order.",
            )
