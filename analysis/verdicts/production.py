"""Verdicts on how much is mined, where, and what lies in the ground."""

from analysis.verdicts.thresholds import HALF, ROSE, ROUGHLY
from heavyground.checks.verdicts import (
    CAVEAT,
    CONTRADICTED,
    JUDGEMENT,
    OPEN,
    SUPPORTED,
    Ask,
    Verdicts,
    centrals,
    close,
    graded,
)
from heavyground.evidence.rows import Observation

VERDICTS = Verdicts()

OF_THAT_SIZE = 0.95  # part of the claimed number that a count or a share must reach
NEAR_THE_WEAK_ONE = 0.9  # part of the weak source's share that a better one must reach
FIRST_YEARS, LAST_YEARS = (2020, 2021), (2024, 2025)  # of the growth in sites that is claimed


@VERDICTS.test("A03")
def third_place(ask: Ask, claim: str) -> str:
    """Third in the edition of the time; still third in the newest."""

    def rank(own: str, *others: str) -> int:
        return 1 + sum(ask(other) > ask(own) for other in others)

    then = rank("prod-0011", "prod-0017", "prod-0002", "prod-0005", "prod-0032", "prod-0044")
    newest = rank("econ-0150", "proc-0737", "proc-0790", "proc-0719")
    return graded(then == ask.claimed(claim), newest == ask.claimed(claim))


@VERDICTS.test("A04")
def output_2024(ask: Ask, claim: str) -> str:
    """Within 5 % as printed in 2025; and as revised in 2026."""
    claimed = ask.claimed(claim)
    return graded(close(ask("prod-0011"), claimed), close(ask("econ-0150"), claimed))


@VERDICTS.test("A05")
def output_2022(ask: Ask, claim: str) -> str:
    """Within 5 % as printed; and by the same yardstick as the year before, output over customs
    weight, within a tenth.
    """
    printed = close(ask("proc-0764"), ask.claimed(claim))
    before, then = ask.value("usgs_over_customs_2021"), ask.value("usgs_over_customs_2022")
    return graded(printed, printed and close(then, before, ROUGHLY))


@VERDICTS.test("A06")
def output_rose(ask: Ask, claim: str) -> str:
    """The end is at least half above the start; and there is no fall on the way."""
    rose = ask.value("usgs_output_multiple_2022_2024") > ROSE
    return graded(rose, ask("proc-0764") <= ask("prod-0010") <= ask("prod-0011"))


@VERDICTS.test("A07")
def centre_in_kachin(ask: Ask, claim: str) -> str:
    """Kachin's region 1 has more sites than the counted clusters of Shan State; and more than half
    of all sites counted in Myanmar.
    """
    more_than_shan = ask("ctrl-0098") > ask.value("sites_in_shan_state")
    return graded(more_than_shan, ask.value("region_one_share_of_sites") > HALF)


@VERDICTS.test("A20")
def fivefold(ask: Ask, claim: str) -> str:
    """A fivefold rise in weight supports it. A fivefold estimate beside a smaller rise, of more
    than half, does so with a caveat.
    """
    weight = ask.value("peak_weight_over_2020")
    estimated = max(ask("prod-0833"), ask("econ-0995"))
    if weight >= ask.claimed(claim):
        return SUPPORTED
    return CAVEAT if estimated >= ask.claimed(claim) and weight > ROSE else CONTRADICTED


def _sites(ask: Ask, years: tuple[int, ...]) -> list[Observation]:
    """Counts of Kachin's mine sites in some years by anyone but the articles."""
    rows = ask.independent("site-count", entity="Kachin State", item="mine sites")
    return [row for row in rows if row.period.year in years]


@VERDICTS.test("A27", "B21")
def sites_at_first(ask: Ask, claim: str) -> str:
    """Anyone but the two articles counts Kachin's sites in 2020 or 2021, within a tenth of the
    claim; without a count it stays open.
    """
    ask.rests_on("prod-0824", "ctrl-0098")
    counts = centrals(_sites(ask, FIRST_YEARS))
    if not counts:
        return OPEN
    return graded(any(close(count, ask.claimed(claim), ROUGHLY) for count in counts))


@VERDICTS.test("A28", "B22")
def sites_at_last(ask: Ask, claim: str) -> str:
    """An independent count of that size for 2024 or 2025 (at least 95 % of the claim); and from a
    source that shows it. Without such a count it stays open.
    """
    ask.rests_on("env-0010")
    least = OF_THAT_SIZE * ask.claimed(claim)
    counts = [row for row in _sites(ask, LAST_YEARS) if (row.central or 0) >= least]
    if not counts:
        return OPEN
    return graded(counts, any(row.quality != "weak single source" for row in counts))


MYANMAR = ("Myanmar", "Kachin State", "Chipwi", "Pangwa area", "Kachin Special Region 1")
STOCKS = ("reserves", "resource-reo", "resource-mineral")


@VERDICTS.test("A30")
def reserves_unknown(ask: Ask, claim: str) -> str:
    """No reserve or resource of Myanmar or of a place in it is in the evidence."""
    ask.rests_on("prod-0003", "prod-0018")
    rows = ask.book.observations.values()
    printed = any(row.series.name in STOCKS and row.entity in MYANMAR for row in rows)
    return CONTRADICTED if printed else SUPPORTED


@VERDICTS.test("A31")
def recoverable(ask: Ask, claim: str) -> str:
    """The claimed stock against a printed one; without one it stays open."""
    ask.rests_on("prod-0701")
    return OPEN if reserves_unknown(ask, claim) == SUPPORTED else JUDGEMENT


@VERDICTS.test("A44")
def two_thirds_of_heavy(ask: Ask, claim: str) -> str:
    """A source better than the weak one reaches 95 % of the claimed share; and 90 % of what the
    weak one says.
    """
    better = max(ask(id) for id in ("prod-0735", "prod-0746", "prod-0736", "econ-0770"))
    weak = ask("econ-0700")
    claimed = ask.claimed(claim)
    return graded(better >= OF_THAT_SIZE * claimed, better >= NEAR_THE_WEAK_ONE * weak)


@VERDICTS.test("B11")
def half_of_heavy(ask: Ask, claim: str) -> str:
    """The better sources reach half for Myanmar; and for Kachin alone."""
    return graded(ask("prod-0735") >= HALF, ask("prod-0746") >= HALF)
