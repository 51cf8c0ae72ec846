"""Verdicts on who holds the ground, the roads and the gates."""

from datetime import date

from analysis.verdicts.thresholds import FELL_BY_HALF
from heavyground.checks.verdicts import (
    CAVEAT,
    CONTRADICTED,
    OPEN,
    SUPPORTED,
    Ask,
    Verdicts,
    centrals,
    graded,
)

VERDICTS = Verdicts()

TAKEN = "taken by the KIA and allies"
ALL_GATES = 6
SHORT, LONG = 90, 180  # days that gates stay shut: fewer are short, half a year and more is long


def captures(ask: Ask, place: str) -> tuple[date, date]:
    """Earliest and latest reported day on which the KIA and its allies took a place; the last day
    of the calendar where nobody reports one.
    """
    rows = ask.independent("status-on-date", entity=place, item=TAKEN)
    days = [row.period.start for row in rows]
    return min(days, default=date.max), max(days, default=date.max)


@VERDICTS.test("A22")
def offensive(ask: Ask, claim: str) -> str:
    """The first capture that any source dates lies before February 2024; and before 2024."""
    rows = ask.independent("status-on-date", item=TAKEN)
    first = min((row.period.start for row in rows), default=date.max)
    return graded(first < date(2024, 1, 1), first < date(2024, 2, 1))


@VERDICTS.test("A24")
def towns_by_late_2023(ask: Ask, claim: str) -> str:
    """By the earliest dating Chipwi was taken before 2024; and Pangwa was."""
    chipwi, pangwa = (captures(ask, place)[0] for place in ("Chipwi", "Pangwa"))
    return graded(chipwi < date(2024, 1, 1), pangwa < date(2024, 1, 1))


@VERDICTS.test("B10")
def towns_by_late_2024(ask: Ask, claim: str) -> str:
    """By every dating Chipwi was taken between September and December 2024; and Pangwa was."""

    def in_autumn(place: str) -> bool:
        first, last = captures(ask, place)
        return date(2024, 9, 1) <= first and last <= date(2024, 12, 31)

    return graded(in_autumn("Chipwi"), in_autumn("Pangwa"))


@VERDICTS.test("A33")
def zones_lost(ask: Ask, claim: str) -> str:
    """The four towns of the belt were taken by the end of 2024, by every dating; and the allied
    border guard holds no headquarters.
    """
    belt = [captures(ask, place)[1] for place in ("Chipwi", "Pangwa", "Phimaw", "Kanpaiti")]
    return graded(max(belt) < date(2025, 1, 1), ask("ctrl-0026") == 0)


@VERDICTS.test("A10")
def most_areas(ask: Ask, claim: str) -> str:
    """Special Region 1 has more sites than the areas of the Wa and the NDAA together; and Pangwa,
    its centre, was taken by the end of 2024.
    """
    more = ask("ctrl-0098") > ask.value("sites_under_wa_and_ndaa")
    return graded(more, captures(ask, "Pangwa")[1] < date(2025, 1, 1))


@VERDICTS.test("A26")
def gatekeeper(ask: Ask, claim: str) -> str:
    """All six gates held; and a levy on what passes."""
    return graded(ask("ctrl-0031") == ALL_GATES, ask("ctrl-0064") > 0)


@VERDICTS.test("A23")
def outposts(ask: Ask, claim: str) -> str:
    """The largest count for the state alone reaches the claim. One for a wider area that does
    leaves it open.
    """
    rows = ask.independent("positions-captured", entity="Kachin State", item="outposts")
    wider = ask("ctrl-0015")
    if max(centrals(rows), default=0.0) >= ask.claimed(claim):
        return SUPPORTED
    return OPEN if wider >= ask.claimed(claim) else CONTRADICTED


@VERDICTS.test("A39")
def closed_briefly(ask: Ask, claim: str) -> str:
    """Days until the gates opened in general: under 90 is short, half a year and more is not."""
    ask.rests_on("ctrl-0036")
    days = ask("ctrl-0037")
    if days < SHORT:
        return SUPPORTED
    return CAVEAT if days < LONG else CONTRADICTED


@VERDICTS.test("B15")
def gates_shut(ask: Ask, claim: str) -> str:
    """Gates shut in the month in which Pangwa fell; and imports fell by more than half after."""
    shut, fell = ask.day("ctrl-0033"), captures(ask, "Pangwa")[0]
    same_month = (shut.year, shut.month) == (fell.year, fell.month)
    return graded(same_month and ask("ctrl-0033") > 0, ask("ctrl-0145") < FELL_BY_HALF)


@VERDICTS.test("B16")
def talks_by_december(ask: Ask, claim: str) -> str:
    """A dated meeting in December 2024."""
    day = ask.event("ev-0147").start
    return graded(date(2024, 12, 1) <= day <= date(2024, 12, 31))
