"""Verdicts on refining, licences and what magnets need."""

from analysis.derived.processing import of_all_rare_earths
from analysis.verdicts.thresholds import FELL_BY_HALF
from heavyground.checks.verdicts import SUPPORTED, Ask, Verdicts, centrals, close, graded

VERDICTS = Verdicts()

CLAIMED, MOSTLY, AT_LEAST = 90.0, 85.0, 80.0  # % of all rare earths refined in China
HALF_AS_MUCH = 0.5  # ratio


def refined_in_china(ask: Ask) -> list[float]:
    """China's shares of all rare earths refined, those whose middle is a derived value [%]."""
    rows = ask.independent("refining-share", entity="China")
    return centrals(filter(of_all_rare_earths, rows))


@VERDICTS.test("A36")
def nine_tenths_refined(ask: Ask, claim: str) -> str:
    """The middle of the shares of all rare earths refined in China since 2019 lies within 5 % of
    90 %; and one reaches it.
    """
    median = ask.value("refining_share_median")
    return graded(close(median, CLAIMED), max(refined_in_china(ask)) >= CLAIMED)


@VERDICTS.test("A54")
def more_than_nine_tenths_refined(ask: Ask, claim: str) -> str:
    """One share of all rare earths refined in China since 2019 lies above 90 %; and their middle
    does.
    """
    highest = max(refined_in_china(ask))
    return graded(highest > CLAIMED, ask.value("refining_share_median") > CLAIMED)


@VERDICTS.test("A82")
def dominance_in_refining(ask: Ask, claim: str) -> str:
    """The middle of the shares of all rare earths refined in China since 2019 is 85 % or more; and
    none lies below 80 %.
    """
    median = ask.value("refining_share_median")
    return graded(median >= MOSTLY, min(refined_in_china(ask)) >= AT_LEAST)


@VERDICTS.test("A55")
def export_controls(ask: Ask, claim: str) -> str:
    """More elements under licence than before; and less dysprosium shipped."""
    return graded(ask("proc-0393") > ask("proc-0392") > 0, ask("proc-0111") < 0)


@VERDICTS.test("A90")
def chain_control(ask: Ask, claim: str) -> str:
    """The share of refining, tested as A82, is supported; and what one buyer got fell by more than
    half.
    """
    refining = dominance_in_refining(ask, "A82") == SUPPORTED
    return graded(refining, ask("proc-0112") < FELL_BY_HALF)


@VERDICTS.test("A02")
def indispensable(ask: Ask, claim: str) -> str:
    """Hot magnets hold heavy elements; and no process needs less than half as much."""
    return graded(ask("econ-1005") > 0, ask.value("magnet_content_ratio") > HALF_AS_MUCH)
