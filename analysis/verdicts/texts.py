"""Verdicts on what the articles say of other texts."""

from heavyground.checks.verdicts import Ask, Verdicts, graded

VERDICTS = Verdicts()

PAPER = "thiha2025realpolitik"


@VERDICTS.test("B06")
def author_and_day(ask: Ask, claim: str) -> str:
    """The source as it was consulted names that author; and that day."""
    paper = ask.book.sources[PAPER]
    return graded(any("Thiha" in name for name in paper.authors), paper.date == "2025-06-24")


@VERDICTS.test("B07")
def publisher(ask: Ask, claim: str) -> str:
    """The source as it was consulted names that publisher."""
    return graded("Stimson" in ask.book.sources[PAPER].organisation)
