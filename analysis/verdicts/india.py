"""Verdicts on India: magnets, schemes, roads, ores."""

from analysis.verdicts.thresholds import A_LARGE_SHARE, ROUGHLY
from heavyground.checks.verdicts import (
    CAVEAT,
    CONTRADICTED,
    JUDGEMENT,
    SUPPORTED,
    Ask,
    Verdicts,
    close,
    graded,
)

VERDICTS = Verdicts()

ANOTHER_ORDER = 0.1  # part of the claimed number below which a count is of another order
NEARLY_NONE = 1.0  # % share
FULLY_USED = 75.0  # % of a plant's capacity


@VERDICTS.test("A56")
def magnet_imports(ask: Ask, claim: str) -> str:
    """A count of rare-earth magnets proper lies within a tenth of the claim. It is contradicted
    where no count comes to a tenth of it.
    """
    counts = [ask(id) for id in ("ind-0093", "ind-0097", "ind-0137")]
    if any(close(count, ask.claimed(claim), ROUGHLY) for count in counts):
        return SUPPORTED
    return CONTRADICTED if max(counts) < ANOTHER_ORDER * ask.claimed(claim) else CAVEAT


@VERDICTS.test("A57")
def magnet_origin(ask: Ask, claim: str) -> str:
    """China has more than three quarters by weight on the wide count; and on the narrow one."""
    return graded(ask("ind-0014") > A_LARGE_SHARE, ask("ind-0094") > A_LARGE_SHARE)


@VERDICTS.test("A58")
def indian_output(ask: Ask, claim: str) -> str:
    """Below the bound in the first edition; and in the later one."""
    return graded(ask("prod-0023") < ask.claimed(claim), ask("proc-0745") < ask.claimed(claim))


@VERDICTS.test("A59")
def idle_plants(ask: Ask, claim: str) -> str:
    """A plant that stands idle for want of ore, used to less than three quarters, is not held back
    by its age.
    """
    idle = ask("ind-0321") < FULLY_USED and ask("ind-0048") > 0
    return CONTRADICTED if idle else JUDGEMENT


@VERDICTS.test("A60")
def mission_sum(ask: Ask, claim: str) -> str:
    """The sum as the gazette has it, within 5 %."""
    return graded(close(ask.value("ncmm_expected_inr"), ask.claimed(claim)))


@VERDICTS.test("A63")
def scheme_sum(ask: Ask, claim: str) -> str:
    """The sum as the gazette has it, within 5 %."""
    return graded(close(ask.value("scheme_outlay_inr"), ask.claimed(claim)))


def _fits_the_rate(ask: Ask, implied: float) -> str:
    rate = ask("econ-0224")
    return graded(close(implied, rate, ROUGHLY), close(implied, rate))


@VERDICTS.test("A61")
def rate_of_the_mission_sum(ask: Ask, claim: str) -> str:
    """Rupees per dollar that the conversion implies, within a tenth of the average of 2025; and
    within 5 %.
    """
    return _fits_the_rate(ask, ask.value("implied_inr_seed_ncmm"))


@VERDICTS.test("A64")
def rate_of_the_scheme_sum(ask: Ask, claim: str) -> str:
    """Rupees per dollar that the conversion implies, within a tenth of the average of 2025; and
    within 5 %.
    """
    return _fits_the_rate(ask, ask.value("implied_inr_seed_repm"))


@VERDICTS.test("A66")
def trilateral_highway(ask: Ask, claim: str) -> str:
    """It exists; and more of it was ready in the later report."""
    return graded(ask("ind-0250") > 0, ask("ind-0327") > ask("ind-0250"))


@VERDICTS.test("A67")
def kaladan_project(ask: Ask, claim: str) -> str:
    """It exists; and its end did not move further away."""
    return graded(ask("ind-0256") > 0, ask("ind-0268") <= ask("ind-0257"))


@VERDICTS.test("A80")
def refining_capacity(ask: Ask, claim: str) -> str:
    """The oxide that IREL assures is less than the magnet plan needs."""
    return graded(ask("ind-0205") < ask.value("oxide_need_6000t"))


@VERDICTS.test("B31")
def heavy_reserves(ask: Ask, claim: str) -> str:
    """Xenotime, the heavy ore, is less than 1 % of monazite."""
    return graded(ask.value("xenotime_over_monazite") < NEARLY_NONE)
