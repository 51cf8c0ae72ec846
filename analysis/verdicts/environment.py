"""Verdicts on what it costs land and people."""

from heavyground.checks.verdicts import (
    CONTRADICTED,
    OPEN,
    Ask,
    Verdicts,
    centrals,
    graded,
)

VERDICTS = Verdicts()

HUNDREDS = 200  # people
FAR, NEAR = 100, 50  # km


@VERDICTS.test("A19")
def protests(ask: Ask, claim: str) -> str:
    """A protest of hundreds, 200 or more; and as many met the answer to it."""
    return graded(ask("ctrl-0351") >= HUNDREDS, ask("ctrl-0352") >= HUNDREDS)


@VERDICTS.test("A29")
def pits_in_chipwi(ask: Ask, claim: str) -> str:
    """A count for Chipwi by anyone but the article reaches the claim; without one it stays open."""
    ask.rests_on("ctrl-0099")
    counts = centrals(ask.independent("pool-count", entity="Chipwi"))
    if not counts:
        return OPEN
    return graded(max(counts) >= ask.claimed(claim))


@VERDICTS.test("B26")
def runoff_to_thailand(ask: Ask, claim: str) -> str:
    """Contradicted where Pangwa is more than 100 km from the Thai rivers and another counted mine
    less than 50 km; else open.
    """
    far = ask.value("distance_pangwa_mae_sai") > FAR
    return CONTRADICTED if far and ask("env-0032") < NEAR else OPEN
