"""Rules on time: periods, dates, and what a source can have known."""

import re

from ...evidence.periods import FORMS, bounds
from .rulebook import Evidence, Rules, Said

rules = Rules()

EXAMPLES = {
    "year": "2024",
    "month": "2024-05",
    "date": "2024-05-31",
    "span": "2017/2024 (each end a year, month or day)",
    "fiscal-year": "FY2024-25",
}
AHEAD = ("forecast", "target", "budget")  # bases that may speak of a time after their source


@rules.rule("period")
def periods_have_their_form(evidence: Evidence) -> Said:
    """2024, 2024-05, 2024-05-31, 2017/2024 or FY2024-25, as `period_kind` says, with real dates in
    order.
    """
    for row in evidence.observations:
        period, kind = row["period"], row["period_kind"]
        if not period or kind not in FORMS:
            continue
        if not re.fullmatch(FORMS[kind], period, re.ASCII):
            yield (
                row,
                f'period "{period}" is no {kind}; write {EXAMPLES[kind]}, or mend period_kind.',
            )
        elif row.start is None or row.end is None:
            yield row, f'period "{period}" is no date of the calendar; correct it.'
        elif row.start > row.end:
            yield row, f'period "{period}" ends before it begins; swap the ends.'


PRECISION = {"day": 10, "month": 7, "year": 4}  # letters in a date
_DATE = re.compile(r"\d{4}(-\d\d(-\d\d)?)?", re.ASCII)


@rules.rule("date")
def events_have_a_date(evidence: Evidence) -> Said:
    """Year, month or day, as `date_precision` says."""
    for row in evidence.rows("events.csv"):
        length = PRECISION.get(row["date_precision"])
        if length and (len(row["date"]) != length or not bounds(row["date"])):
            yield (
                row,
                f'date "{row["date"]}" is no {row["date_precision"]}; write 2024, 2024-05 or '
                "2024-05-31 as date_precision says.",
            )


@rules.rule("date")
def sources_have_a_date_or_say_that_they_have_none(evidence: Evidence) -> Said:
    """A source's date is a year, month or day; one without a date says `undated`."""
    for row in evidence.rows("sources.csv"):
        written = row["date"]
        if written and not (_DATE.fullmatch(written) and bounds(written)):
            yield (
                row,
                f'date "{written}" is no date; write 2024, 2024-05 or 2024-05-31, or leave it '
                "empty and say undated.",
            )
        if (not written) != (row["date_basis"] == "undated"):
            yield row, 'a source without a date says date_basis "undated", and only such a one.'
        if row["accessed"] and not re.fullmatch(r"\d{4}-\d{2}(-\d{2})?", row["accessed"], re.ASCII):
            yield row, f'accessed "{row["accessed"]}" is no month; write 2026-11.'


@rules.rule("later-than-source")
def periods_do_not_outrun_their_source(evidence: Evidence) -> Said:
    """A source cannot report what began after it was published; only a forecast, target or budget
    looks ahead.
    """
    for row in evidence.observations:
        published = evidence.published.get(row["source"])
        if published and row.start and row.start > published and row["basis"] not in AHEAD:
            yield (
                row,
                f"period {row['period']} begins after its source was published ({published}); mend "
                "period or source, or mark the row as forecast, target or budget.",
            )


@rules.rule("later-than-source")
def events_do_not_outrun_their_source(evidence: Evidence) -> Said:
    """A source cannot report an event that came after it."""
    for row in evidence.rows("events.csv"):
        published, when = evidence.published.get(row["source"]), bounds(row["date"])
        if published and when and when[0] > published:
            yield (
                row,
                f"{row['date']} lies after its source was published ({published}); mend the date "
                "or the source.",
            )


_RECHECKED = re.compile(r"\d{4}-\d{2}-\d{2} (confirmed|corrected|not seen again)\b")


@rules.rule("verified")
def rechecks_have_their_form(evidence: Evidence) -> Said:
    """`verified` is empty or a day and a verdict."""
    for row in evidence.observations:
        if row["verified"] and not _RECHECKED.match(row["verified"]):
            yield (
                row,
                f'verified "{row["verified"][:40]}" must be like "2026-11-25 confirmed", '
                '"... corrected: why" or "... not seen again: why".',
            )
