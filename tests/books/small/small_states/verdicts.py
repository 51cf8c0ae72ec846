"""Verdicts: the one statement that rows can decide."""

from heavyground.checks.verdicts import Ask, Verdicts, centrals, graded

VERDICTS = Verdicts()
A_NUMBER = 3  # states that make "a number of" them


@VERDICTS.test("A01")
def smaller_than_the_sum(ask: Ask, claim: str) -> str:
    """Several budgets lie below the sum; several economies do, too."""
    claimed = ask.claimed("A02")
    budgets = centrals(ask.independent("government-revenue"))
    outputs = centrals(ask.independent("gdp"))
    return graded(
        sum(budget < claimed for budget in budgets) >= A_NUMBER,
        sum(output < claimed for output in outputs) >= A_NUMBER,
    )
