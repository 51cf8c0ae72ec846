"""Rules on what a row states: its number, its unit, and what that is beside others."""

import re
from collections.abc import Iterable, Iterator
from datetime import date

from .rulebook import Evidence, Row, Rules, Said, grouped

rules = Rules()


@rules.rule("unit")
def units_fit_their_series(evidence: Evidence) -> Said:
    """A series is one quantity in one unit."""
    units = {row["series"]: row["unit"] for row in evidence.rows("series.csv")}
    for row in evidence.observations:
        wanted = units.get(row["series"])
        if wanted and row["unit"] and row["unit"] != wanted:
            yield (
                row,
                f'series {row["series"]} is in "{wanted}", this row in "{row["unit"]}". '
                "Say which the source means, or choose another series.",
            )


@rules.rule("no-number")
def a_row_has_a_number(evidence: Evidence) -> Said:
    """At least one of value, low, high."""
    for row in evidence.observations:
        if not (row["value"] or row["low"] or row["high"]):
            yield (
                row,
                "value, low and high are all empty; give the number, or list the id in "
                "left_out.csv with the reason.",
            )


@rules.rule("range-order")
def low_is_not_above_high(evidence: Evidence) -> Said:
    """`low` and `high` bound the number as the source prints it."""
    for row in evidence.observations:
        value, low, high = row.value, row.low, row.high
        if low is not None and high is not None and low > high:
            yield row, f"low {low:g} exceeds high {high:g}; swap them or check the source."
        if value is not None and low is not None and value < low:
            yield row, f"value {value:g} lies below low {low:g}; check the source."
        if value is not None and high is not None and value > high:
            yield row, f"value {value:g} lies above high {high:g}; check the source."


@rules.rule("share")
def shares_lie_between_0_and_100(evidence: Evidence) -> Said:
    """A share is part of a whole; what may exceed 100 or fall below 0 is a change."""
    for row in evidence.observations:
        if evidence.unit_kinds.get(row["unit"]) != "share":
            continue
        outside = next((number for number in row.numbers if not 0 <= number <= 100), None)
        if outside is not None:
            yield (
                row,
                f"{outside:g} {row['unit']} lies outside 0 to 100; if the source speaks of a rise "
                'or fall, use a series in "% change".',
            )


NEVER_BELOW_ZERO = ("mass", "rate", "count", "price", "length", "area", "concentration", "index")


@rules.rule("negative")
def counts_and_weights_are_not_negative(evidence: Evidence) -> Said:
    """Only changes, balances of money and degrees may be below zero."""
    for row in evidence.observations:
        if evidence.unit_kinds.get(row["unit"]) not in NEVER_BELOW_ZERO:
            continue
        below = next((number for number in row.numbers if number < 0), None)
        if below is not None:
            yield (
                row,
                f"{below:g} {row['unit']} is below zero; if it is a change, use a series of "
                "changes.",
            )


APART = 50  # times


@rules.rule("neighbours")
def neighbours_are_of_one_size(evidence: Evidence) -> Said:
    """A number more than 50 times off its nearest neighbours is usually a slip of unit; one that is
    not says why.

    Neighbours: the same series, entity, partner and item, next to it in time. Said why: a note, a
    correction, or the mark "known wrong".
    """
    corrected = {row["id"] for row in evidence.rows("corrections.csv")}
    sized = [row for row in evidence.observations if _size(row)]
    for rows in grouped(sized, "series", "entity", "partner", "item").values():
        rows.sort(key=lambda row: (row.start or date.max, row["id"]))
        for at, row in enumerate(rows):
            before, after = rows[max(at - 1, 0) : at], rows[at + 1 : at + 2]
            beside = before + after
            said = row["note"] or row["quality"] == "known wrong" or row["id"] in corrected
            if beside and not said and all(_apart(row, other) for other in beside):
                yield (
                    row,
                    f"{_size(row):g} {row['unit']} stands beside {_size(beside[0]):g} in "
                    f"{beside[0]['id']}, more than {APART} times apart; check the unit, or say in "
                    "note why.",
                )


def _size(row: Row) -> float:
    """How large a row's number is: the first of value, low and high, without its sign."""
    return abs(next(iter(row.numbers), 0.0))


def _apart(row: Row, other: Row) -> bool:
    ratio = _size(row) / _size(other)
    return ratio > APART or ratio < 1 / APART


WHOLE = "World"
ROUNDING = 1.03


@rules.rule("sum")
def parts_do_not_exceed_their_whole(evidence: Evidence) -> Said:
    """In one table of one source, weights of countries add up to no more than its World row (3 %
    for rounding).
    """
    countries = {r["name"] for r in evidence.rows("entities.csv") if r["kind"] == "country"}
    rows = _weights(evidence)
    same = ("source", "series", "item", "period", "locator", "basis")
    for table in grouped(rows, *same).values():
        world = next((row for row in table if row["entity"] == WHOLE), None)
        parts = [
            row.value or 0.0
            for row in table
            if row["entity"] in countries - {WHOLE} and not row["partner"]
        ]
        if world and sum(parts) > (world.value or 0.0) * ROUNDING:
            yield (
                world,
                f"the countries of {world['source']} for {world['period']} add up to "
                f"{sum(parts):,.0f}, more than this {WHOLE} row of {world.value:,.0f}; one of "
                "them is wrong or stands twice.",
            )


def _weights(evidence: Evidence) -> Iterator[Row]:
    """Rows with a single weight that are no claims under test."""
    for row in evidence.observations:
        weight = evidence.unit_kinds.get(row["unit"]) == "mass"
        if weight and row.value is not None and row["basis"] != "claim":
            yield row


_TARIFF = re.compile(r"HS (\d{4,8})")


@rules.rule("part")
def a_tariff_line_is_part_of_its_heading(evidence: Evidence) -> Said:
    """A line of the tariff, HS 12345678, has no more than its heading, HS 123456, in one record."""
    lines = [
        row
        for row in evidence.observations
        if row.value is not None and _TARIFF.fullmatch(row["item"])
    ]
    for record in grouped(lines, "series", "entity", "partner", "period").values():
        for row, heading in _within(record):
            if row.value is None or heading.value is None or row.value <= heading.value * 1.001:
                continue
            yield (
                row,
                f"{row['item']} has {row.value:,.10g} {row['unit']}, more than its heading "
                f"{heading['item']} in {heading['id']} ({heading.value:,.10g}); check both.",
            )


def _within(record: Iterable[Row]) -> Iterator[tuple[Row, Row]]:
    """(line, heading that holds it) among the rows of a record."""
    coded = [(match[1], row) for row in record if (match := _TARIFF.fullmatch(row["item"]))]
    for code, row in coded:
        for whole, heading in coded:
            if len(code) > len(whole) and code.startswith(whole):
                yield row, heading
