"""Rules on ids: none twice, none lost, and what cites them finds them."""

import re
from collections.abc import Iterator, Mapping

from ...evidence.tables import TextRow
from ...evidence.text import listed
from .rulebook import Evidence, Rules, Said

rules = Rules()


@rules.rule("merged-id")
def merged_ids_stand_once(evidence: Evidence) -> Said:
    """`also` lists ids merged into this row: well formed, in one place only, no row any more."""
    form = re.compile(rf"(?:{'|'.join(map(re.escape, evidence.schema.prefixes))})-\d{{4}}")
    heirs: dict[str, str] = {}
    for id, row in evidence.merged:
        if not form.fullmatch(id):
            yield row, f'also "{id}" is not an id; separate ids with "; ".'
        if id in evidence.ids:
            yield row, f"also names {id}, which is a row of its own; remove the row or the name."
        if id in heirs:
            yield (
                row,
                f"also names {id}, which was merged into {heirs[id]} already; it can have one "
                "heir.",
            )
        heirs.setdefault(id, row["id"])


@rules.rule("left-out")
def left_out_ids_are_nowhere_else(evidence: Evidence) -> Said:
    """What was left out is no row and was not merged."""
    for row in evidence.rows("left_out.csv"):
        id = row["id"]
        if id in evidence.ids:
            yield row, f"{id} is left out and yet a row; remove one of the two."
        if id in evidence.heirs:
            yield (
                row,
                f"{id} is left out and yet merged into {evidence.heirs[id]}; "
                "remove one of the two.",
            )


@rules.rule("alias")
def old_arithmetic_is_nowhere_else(evidence: Evidence) -> Said:
    """An id kept in aliases.csv alone is no row, not merged, not left out, and answered by no
    derived value.
    """
    left_out = {row["id"] for row in evidence.rows("left_out.csv")}
    for row in evidence.rows("aliases.csv"):
        id, name = row["id"], evidence.matter.values.alias(row["id"])
        places = (
            (id in evidence.ids, "a row"),
            (id in evidence.heirs, f"merged into {evidence.heirs.get(id)}"),
            (id in left_out, "left out"),
            (bool(name), f"an alias of ={name}"),
        )
        for stands, place in places:
            if stands:
                yield row, f"{id} is kept as old arithmetic and yet {place}; remove one of the two."


@rules.rule("lost-id")
def nothing_vanishes(evidence: Evidence) -> Said:
    """Every id up to the highest of its prefix is a row, merged, left out with a reason, or our
    own arithmetic: an alias of a derived value, or in aliases.csv.
    """
    if not evidence.whole:
        return
    accounted = {*evidence.ids, *evidence.heirs, *evidence.matter.values.aliases}
    accounted |= {
        row["id"] for name in ("left_out.csv", "aliases.csv") for row in evidence.rows(name)
    }
    for table in evidence.schema.observations:
        rows = evidence.rows(table.name)
        if not rows:
            continue
        highest = max(_numbers(accounted, table.prefix), default=0)
        for n in range(1, highest + 1):
            id = f"{table.prefix}-{n:04d}"
            if id not in accounted:
                yield (
                    TextRow({}, rows[0].path, 1),  # of no row: the first line of its file
                    f"{id} is nowhere: no row, not merged (also), not in left_out.csv or "
                    "aliases.csv, no alias of a derived value. Say what became of it.",
                )


def _numbers(ids: set[str], prefix: str) -> Iterator[int]:
    for id in ids:
        before, _, digits = id.partition("-")
        if before == prefix and re.fullmatch(r"\d{4}", digits, re.ASCII):
            yield int(digits)


@rules.rule("cites")
def cited_rows_exist(evidence: Evidence) -> Said:
    """`cites` names rows or sources that are there, and not the row itself."""
    for row in evidence.observations:
        for cited in listed(row["cites"]):
            if cited == row["id"]:
                yield row, f"{cited} cites itself; name what it relays."
            elif cited in evidence.heirs and cited not in evidence.ids:
                yield (
                    row,
                    f"cites {cited}, which was merged into {evidence.heirs[cited]}; cite that.",
                )
            elif cited not in evidence.ids and cited not in evidence.sources and evidence.whole:
                yield (
                    row,
                    f"cites {cited}, which is neither a row nor a source; correct it, or separate "
                    'several with "; ".',
                )


@rules.rule("cites")
def citations_run_in_no_circle(evidence: Evidence) -> Said:
    """A row relays what came before it, never itself by way of others."""
    onward = {
        row["id"]: [id for id in listed(row["cites"]) if id in evidence.ids and id != row["id"]]
        for row in evidence.observations
        if row["cites"]
    }
    for row in evidence.observations:
        if row["cites"] and _reaches(row["id"], onward):
            yield (
                row,
                f"{row['id']} cites itself by way of others; break the circle at the row that came "
                "first.",
            )


def _reaches(start: str, onward: Mapping[str, list[str]]) -> bool:
    """Does a walk along the citations come back to where it started?"""
    seen: set[str] = set()
    ahead = list(onward.get(start, []))
    while ahead:
        id = ahead.pop()
        if id == start:
            return True
        if id not in seen:
            seen.add(id)
            ahead += onward.get(id, [])
    return False
