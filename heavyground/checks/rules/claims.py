"""Rules on the statements under test."""

from ...evidence.text import listed
from .rulebook import Evidence, Rules, Said, became

rules = Rules()


@rules.rule("bears-on")
def statements_name_their_rows(evidence: Evidence) -> Said:
    """`bears_on` names rows, events or derived values that are there."""
    events = {row["id"] for row in evidence.rows("events.csv")}
    known = evidence.ids | events | evidence.derived
    for row in evidence.rows("claims.csv"):
        for id in listed(row["bears_on"]):
            if id not in known and evidence.whole:
                why = became(evidence, id, "is no row; correct or remove it.")
                yield row, f"bears_on {id} {why}"
