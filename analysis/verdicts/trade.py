"""Verdicts on trade, price and money."""

from analysis.verdicts.thresholds import FELL_BY_HALF, HALF, ROSE, ROUGHLY
from heavyground.checks.verdicts import (
    CAVEAT,
    CONTRADICTED,
    OPEN,
    SUPPORTED,
    Ask,
    Verdicts,
    centrals,
    close,
    graded,
)

VERDICTS = Verdicts()

LIKE_THE_MARKET = 0.25  # part of a price by which one quote may lie off the market
FAR_BELOW = 2  # times the claimed price that the market must exceed to make it no price
WITHIN_REACH = 0.75  # part of a claimed sum from which an upper bound leaves it open
SEVERAL = 3  # states
LEVY = ("ctrl-0064", "ctrl-0065", "ctrl-0067")  # rows that name the sum a tonne


@VERDICTS.test("A46")
def oxide_line_2021(ask: Ask, claim: str) -> str:
    """Global Witness has the weight, within 5 %; and it is all that came in, within a tenth."""
    claimed = ask.claimed(claim)
    return graded(close(ask("prod-0700"), claimed), close(ask("prod-0328"), claimed, ROUGHLY))


@VERDICTS.test("A47")
def oxide_line_2023(ask: Ask, claim: str) -> str:
    """Global Witness has the weight, within 5 %; and it is all that came in, within a tenth."""
    claimed = ask.claimed(claim)
    return graded(close(ask("prod-0701"), claimed), close(ask("prod-0332"), claimed, ROUGHLY))


@VERDICTS.test("A48")
def imports_surged(ask: Ask, claim: str) -> str:
    """By more than half on the oxide line; and on the whole heading."""
    line = ask.value("oxide_line_multiple_2021_2023") > ROSE
    return graded(line, ask.value("weight_multiple_2021_2023") > ROSE)


@VERDICTS.test("A49")
def value_of_imports(ask: Ask, claim: str) -> str:
    """The sum, within 5 %; and it belongs to the weight in the same sentence, within a tenth."""
    printed = close(ask("prod-0333"), ask.claimed(claim))
    return graded(printed, close(ask("prod-0332"), ask.claimed("A47"), ROUGHLY))


@VERDICTS.test("A50")
def dependence(ask: Ask, claim: str) -> str:
    """Half or more by one estimate of the better kind; and by every one."""
    shares = [ask(id) for id in ("prod-0633", "prod-0735", "prod-0509", "proc-0966")]
    return graded(max(shares) >= HALF, min(shares) >= HALF)


@VERDICTS.test("A42")
def set_price(ask: Ask, claim: str) -> str:
    """A price lies within a quarter of the market's. One that sources call a tax, while the market
    pays more than twice as much, is none.
    """
    market = ask("econ-1119")
    called_tax = [row for row in map(ask.row, LEVY) if not row.claimed]
    if close(market, ask.claimed(claim), LIKE_THE_MARKET):
        return SUPPORTED
    return CONTRADICTED if called_tax and market > FAR_BELOW * ask.claimed(claim) else CAVEAT


@VERDICTS.test("A43")
def fifth_on_top(ask: Ask, claim: str) -> str:
    """A fifth is reported, within 5 %; and it is a second charge, not the 35,000 yuan in another
    form (worth as much within a tenth).
    """
    same_charge = close(ask.value("levy_in_kind_value"), ask("ctrl-0064"), ROUGHLY)
    return graded(close(ask("econ-1125"), ask.claimed(claim)), not same_charge)


@VERDICTS.test("A40")
def deal_of_late_2024(ask: Ask, claim: str) -> str:
    """Dealings in 2024; and the notice of the levy in the same year."""
    return graded(ask.day("geo-0001").year == 2024, ask.day("ctrl-0064").year == 2024)


@VERDICTS.test("A41")
def exports_resumed(ask: Ask, claim: str) -> str:
    """Resumed by May 2025; and imports had not fallen by half in the winter."""
    return graded(ask("prod-0692") > 0, ask("ctrl-0145") > FELL_BY_HALF)


@VERDICTS.test("B13")
def levies_taxes(ask: Ask, claim: str) -> str:
    """A house other than the articles calls the levy a tax; and a second one does."""
    houses = {ask.row(id).source.key for id in LEVY}
    return graded(houses, len(houses) >= 2)


@VERDICTS.test("B02", "B35")
def revenue(ask: Ask, claim: str) -> str:
    """Printed receipts decide. Without them, what the levy could bring on a year's customs weight
    bounds the claim: it stays open where that comes to three quarters of it.
    """
    rows = ask.independent("armed-group-revenue", entity="KIO/KIA")
    receipts = centrals(row for row in rows if row.basis == "reported")
    if receipts:
        return graded(max(receipts) >= ask.claimed(claim))
    ceiling = ask.value("levy_on_heading_2025")
    return OPEN if ceiling > WITHIN_REACH * ask.claimed(claim) else CONTRADICTED


@VERDICTS.test("B36")
def small_nations(ask: Ask, claim: str) -> str:
    """Three states or more have a budget below the claimed revenue; and the revenue itself, tested
    as B02, is supported.
    """
    budgets = centrals(ask.independent("government-revenue"))
    below = sum(budget < ask.claimed("B02") for budget in budgets)
    return graded(below >= SEVERAL, revenue(ask, "B02") == SUPPORTED)
