"""The ledger: what the evidence says of each statement of the two founding articles.

`data/claims.csv` holds the statements, `data/verdicts.csv` what we say of them. A verdict marked `computed` is returned by
a function below, from the rows as they stand; the file repeats it so that a reason can be written for it, and `check`
reports every claim whose rows now say something else. The others are `judged`: a person weighed them.

    >>> entry("A24").verdict
    'contradicted'
"""

import math
from pathlib import Path
from typing import NamedTuple

import pandas as pd

from . import derived
from . import evidence as ev
from .faults import Fault
from .paths import DATA

SUPPORTED, CAVEAT, CONTRADICTED = "supported", "supported with a caveat", "contradicted"
OPEN, JUDGEMENT = "not testable with public evidence", "a matter of judgement"
VERDICTS = (SUPPORTED, CAVEAT, CONTRADICTED, OPEN, JUDGEMENT)
SHORT = {
    SUPPORTED: "supported",
    CAVEAT: "with a caveat",
    CONTRADICTED: "contradicted",
    OPEN: "not testable",
    JUDGEMENT: "judgement",
}
HOW = ("computed", "judged")
TOPICS = {
    "production": "How much is mined",
    "markets": "Trade, price and money",
    "control": "Who holds the ground",
    "actors": "Who is involved",
    "processing": "Refining",
    "environment": "What it costs",
    "india": "India",
    "logistics": "Roads and gates",
    "policy": "Policy of the powers",
    "alternative": "The alternative",
}
ARTICLES = {"A": "first founding article", "B": "second founding article"}

COMPUTED = {}


class Entry(NamedTuple):
    """One line of the ledger. `reason` holds figures as `{text <id>}`; `ids` are the rows it rests on."""

    id: str
    topic: str
    paraphrase: str
    verdict: str
    how: str
    reason: str
    ids: tuple
    written: str  # the verdict that the reason was written for
    path: str
    line: int


def computed(*claims):
    """Register the function that decides these claims. It gets an `Asked` and the claim's id, and returns a verdict."""

    def register(function):
        COMPUTED.update(dict.fromkeys(claims, function))
        return function

    return register


class Asked:
    """Figures by row id, remembering which rows were asked: those are what the verdict rests on."""

    def __init__(self, data=None):
        self.data, self.evidence, self.ids = data, ev.load(data), []
        self._claims = self.evidence.claims.set_index("id")

    def row(self, id):
        found = self.evidence.row(id)
        self.ids.append(found.id)
        return found

    def __call__(self, id):
        """The figure of a row: its value, else the middle of the range, else the one bound."""
        found = self.row(id)
        return next(x for x in (found.value, found.mid, found.low, found.high) if x == x)

    def day(self, id):
        """First day of a row's period."""
        return self.row(id).start

    def claimed(self, claim):
        """The figure that the statement gives: the middle of low and high, or the one of them that is there."""
        one = self._claims.loc[claim]
        bounds = [x for x in (one.value_low, one.value_high) if x == x]
        return sum(bounds) / len(bounds)

    def independent(self, series, **where):
        """Rows of a series that are evidence: not the articles' own words, not a known error."""
        rows = self.evidence.observations
        rows = rows[
            (rows.series == series) & (rows.basis != "claim") & (rows.quality != "known wrong")
        ]
        for column, wanted in where.items():
            rows = rows[rows[column] == wanted]
        self.ids += rows.id.tolist()
        return rows.assign(figure=rows.value.fillna(rows.mid).fillna(rows.low).fillna(rows.high))


def close(value, claimed, within=0.05):
    """Within this part of the claimed figure."""
    return math.isclose(value, claimed, rel_tol=within)


def graded(first, second=None):
    """Both hold: supported. One: supported with a caveat. None: contradicted. A test that stands alone knows no caveat."""
    second = first if second is None else second
    return {2: SUPPORTED, 1: CAVEAT, 0: CONTRADICTED}[bool(first) + bool(second)]


# ---- How much is mined


@computed("A03")
def third_place(ask, claim):
    """Third in the edition of the time; still third in the newest?"""

    def rank(own, others):
        return 1 + sum(ask(other) > ask(own) for other in others)

    then = rank("prod-0011", ["prod-0017", "prod-0002", "prod-0005", "prod-0032", "prod-0044"])
    now = rank("econ-0150", ["proc-0737", "proc-0790", "proc-0719"])
    return graded(then == ask.claimed(claim), now == ask.claimed(claim))


@computed("A04")
def output_2024(ask, claim):
    """As printed in 2025; as revised in 2026."""
    return graded(
        close(ask("prod-0011"), ask.claimed(claim)), close(ask("econ-0150"), ask.claimed(claim))
    )


@computed("A05")
def output_2022(ask, claim):
    """As printed; by the same yardstick, output over customs weight, as the year before?"""
    yardstick_2021, yardstick_2022 = (
        ask("proc-0763") / ask("prod-0328"),
        ask("proc-0764") / ask("prod-0330"),
    )
    printed = close(ask("proc-0764"), ask.claimed(claim))
    return graded(printed, printed and close(yardstick_2022, yardstick_2021, 0.1))


@computed("A06")
def output_rose(ask, claim):
    """End over start; and no fall on the way."""
    return graded(
        ask("prod-0011") > 1.5 * ask("proc-0764"),
        ask("proc-0764") <= ask("prod-0010") <= ask("prod-0011"),
    )


@computed("A07")
def centre_in_kachin(ask, claim):
    """Kachin's region 1 has more than half of all sites counted in Myanmar; or at least more than Shan State's clusters."""
    kachin, shan = ask("ctrl-0098"), ask("prod-0842") + ask("prod-0845") + ask("ctrl-0111")
    return graded(kachin > shan, kachin > ask("prod-0839") / 2)


@computed("A20")
def fivefold(ask, claim):
    """A fivefold rise in weight supports it; a fivefold estimate beside a smaller rise only with a caveat."""
    weight = max(ask(id) for id in ("prod-0328", "prod-0330", "prod-0332", "prod-0334")) / ask(
        "prod-0326"
    )
    estimated = max(ask("prod-0833"), ask("econ-0995"))
    if weight >= ask.claimed(claim):
        return SUPPORTED
    return CAVEAT if estimated >= ask.claimed(claim) and weight > 1.5 else CONTRADICTED


@computed("A27", "B21")
def sites_at_first(ask, claim):
    """Does anyone but the two articles count Kachin's sites in 2020 or 2021?"""
    counts = ask.independent("site-count", entity="Kachin State", item="mine sites")
    counts = counts[counts.year.isin([2020, 2021])].figure
    ask("prod-0824"), ask("ctrl-0098")
    if counts.empty:
        return OPEN
    return (
        SUPPORTED
        if any(close(count, ask.claimed(claim), 0.1) for count in counts)
        else CONTRADICTED
    )


@computed("A28", "B22")
def sites_at_last(ask, claim):
    """An independent count of that size; from a source that shows it?"""
    counts = ask.independent("site-count", entity="Kachin State", item="mine sites")
    counts = counts[counts.year.isin([2024, 2025]) & (counts.figure >= 0.95 * ask.claimed(claim))]
    ask("env-0010")
    return (
        graded(len(counts), (counts.quality != "weak single source").any()) if len(counts) else OPEN
    )


@computed("A30")
def reserves_unknown(ask, claim):
    """No reserve or resource of Myanmar or of a place in it is in the evidence."""
    rows = ask.evidence.observations
    ours = rows.entity.isin(
        ["Myanmar", "Kachin State", "Chipwi", "Pangwa area", "Kachin Special Region 1"]
    )
    ask("prod-0003"), ask("prod-0018")
    return (
        CONTRADICTED
        if (ours & rows.series.isin(["reserves", "resource-reo", "resource-mineral"])).any()
        else SUPPORTED
    )


@computed("A31")
def recoverable(ask, claim):
    """The claimed stock against a printed one, if there is any."""
    ask("prod-0701")
    return OPEN if reserves_unknown(ask, claim) == SUPPORTED else JUDGEMENT


@computed("A44", "B11")
def share_of_heavy(ask, claim):
    """A44: does any source but a weak one reach two thirds? B11: do the better ones reach half, Kachin alone included?"""
    if claim == "B11":
        return graded(ask("prod-0735") >= 50, ask("prod-0746") >= 50)
    better, weak = (
        max(ask("prod-0735"), ask("prod-0746"), ask("prod-0736"), ask("econ-0770")),
        ask("econ-0700"),
    )
    return graded(better >= 0.95 * ask.claimed(claim), better >= 0.9 * weak)


# ---- Trade, price and money


@computed("A46", "A47")
def oxide_line(ask, claim):
    """Global Witness has the weight; is it all that came in?"""
    line, heading = {"A46": ("prod-0700", "prod-0328"), "A47": ("prod-0701", "prod-0332")}[claim]
    return graded(
        close(ask(line), ask.claimed(claim)), close(ask(heading), ask.claimed(claim), 0.1)
    )


@computed("A48")
def imports_surged(ask, claim):
    """By half or more, on the line and on the heading."""
    return graded(
        ask("prod-0701") > 1.5 * ask("prod-0700"), ask("prod-0332") > 1.5 * ask("prod-0328")
    )


@computed("A49")
def value_of_imports(ask, claim):
    """The sum; and does it belong to the weight in the same sentence?"""
    return graded(
        close(ask("prod-0333"), ask.claimed(claim)),
        close(ask("prod-0332"), ask.claimed("A47"), 0.1),
    )


@computed("A50")
def dependence(ask, claim):
    """Half or more by every estimate of the better kind."""
    shares = [ask(id) for id in ("prod-0633", "prod-0735", "prod-0509", "proc-0966")]
    return graded(max(shares) >= 50, min(shares) >= 50)


@computed("A42")
def set_price(ask, claim):
    """A price lies near the market's; a levy far below it."""
    market = ask("econ-1119")
    called_tax = sum(ask.row(id).basis != "claim" for id in ("ctrl-0064", "ctrl-0065", "ctrl-0067"))
    if close(market, ask.claimed(claim), 0.25):
        return SUPPORTED
    return CONTRADICTED if called_tax and market > 2 * ask.claimed(claim) else CAVEAT


@computed("A43")
def fifth_on_top(ask, claim):
    """A fifth is reported; is it a second charge, or the 35,000 yuan in another form?"""
    in_kind = ask("econ-1125")
    same_charge = close(in_kind / 100 * ask("econ-1119"), ask("ctrl-0064"), 0.1)
    return graded(close(in_kind, ask.claimed(claim)), not same_charge)


@computed("A40")
def deal_of_late_2024(ask, claim):
    """Dealings in December 2024; and the notice in the same year?"""
    return graded(ask.day("geo-0001").year == 2024, ask.day("ctrl-0064").year == 2024)


@computed("A41")
def exports_resumed(ask, claim):
    """Resumed by May 2025; and already in the winter?"""
    return graded(ask("prod-0692") > 0, ask("ctrl-0145") > -50)


@computed("B13")
def levies_taxes(ask, claim):
    """Houses other than the articles that call the levy a tax."""
    houses = {ask.row(id).source for id in ("ctrl-0064", "ctrl-0065", "ctrl-0067")}
    return graded(houses, len(houses) >= 2)


@computed("B02", "B35")
def revenue(ask, claim):
    """Printed receipts decide; without them, what the levy could bring on a year's customs weight bounds the claim."""
    receipts = ask.independent("armed-group-revenue", entity="KIO/KIA")
    receipts = receipts[receipts.basis == "reported"]
    if len(receipts):
        return graded(receipts.figure.max() >= ask.claimed(claim))
    ceiling = (ask("prod-0474") + ask("prod-0476")) * ask("ctrl-0064") / ask("econ-0212")
    return OPEN if ceiling > 0.75 * ask.claimed(claim) else CONTRADICTED


@computed("B36")
def small_nations(ask, claim):
    """States whose budget is below the claimed revenue; the revenue itself is B02."""
    budgets = ask.independent("government-revenue")
    return graded(
        (budgets.figure < ask.claimed("B02")).sum() >= 3, revenue(ask, "B02") == SUPPORTED
    )


# ---- Who holds the ground


def taken(ask, place):
    """Earliest and latest reported day on which a place was taken by the KIA and its allies."""
    rows = ask.independent("status-on-date", entity=place, item="taken by the KIA and allies")
    return rows.start.min(), rows.start.max()


@computed("A22")
def offensive(ask, claim):
    """The first capture that any source dates."""
    rows = ask.independent("status-on-date", item="taken by the KIA and allies")
    return graded(
        rows.start.min() < pd.Timestamp("2024-01-01"), rows.start.min() < pd.Timestamp("2024-02-01")
    )


@computed("A24")
def towns_by_late_2023(ask, claim):
    """Chipwi and Pangwa taken before 2024, by any dating."""
    return graded(
        *(taken(ask, place)[0] < pd.Timestamp("2024-01-01") for place in ("Chipwi", "Pangwa"))
    )


@computed("B10")
def towns_by_late_2024(ask, claim):
    """Chipwi and Pangwa taken between September and December 2024, by every dating."""
    first, last = pd.Timestamp("2024-09-01"), pd.Timestamp("2024-12-31")
    return graded(
        *(
            first <= taken(ask, place)[0] and taken(ask, place)[1] <= last
            for place in ("Chipwi", "Pangwa")
        )
    )


@computed("A33")
def zones_lost(ask, claim):
    """The towns of the belt are taken, and the allied border guard holds no headquarters."""
    towns = all(
        taken(ask, place)[1] < pd.Timestamp("2025-01-01")
        for place in ("Chipwi", "Pangwa", "Phimaw", "Kanpaiti")
    )
    return graded(towns, ask("ctrl-0026") == 0)


@computed("A10")
def most_areas(ask, claim):
    """Sites in Special Region 1, KIO since 2024, against those under the Wa and the NDAA."""
    return graded(
        ask("ctrl-0098") > ask("prod-0845") + ask("prod-0842"),
        taken(ask, "Pangwa")[1] < pd.Timestamp("2025-01-01"),
    )


@computed("A26")
def gatekeeper(ask, claim):
    """All six gates held; and a levy on what passes."""
    return graded(ask("ctrl-0031") == 6, ask("ctrl-0064") > 0)


@computed("A23")
def outposts(ask, claim):
    """The largest count for the state alone, and the largest for any area."""
    alone = ask.independent(
        "positions-captured", entity="Kachin State", item="outposts"
    ).figure.max()
    wider = ask("ctrl-0015")
    if alone >= ask.claimed(claim):
        return SUPPORTED
    return OPEN if wider >= ask.claimed(claim) else CONTRADICTED


@computed("A39")
def closed_briefly(ask, claim):
    """Days until the gates opened in general: under 90 is short, half a year and more is not."""
    ask("ctrl-0036")
    days = ask("ctrl-0037")
    return SUPPORTED if days < 90 else CAVEAT if days < 180 else CONTRADICTED


@computed("B15")
def gates_shut(ask, claim):
    """Gates shut in the month in which Pangwa fell; imports down after."""
    same_month = ask.day("ctrl-0033").to_period("M") == taken(ask, "Pangwa")[0].to_period("M")
    return graded(same_month and ask("ctrl-0033") > 0, ask("ctrl-0145") < -50)


@computed("B16")
def talks_by_december(ask, claim):
    """A dated meeting in December 2024."""
    day = event(ask, "ev-0147").start
    return graded(pd.Timestamp("2024-12-01") <= day <= pd.Timestamp("2024-12-31"))


def event(ask, id):
    found = ask.evidence.events.set_index("id").loc[id]
    ask.ids.append(id)
    return found


# ---- Refining


@computed("A36", "A54", "A82")
def refining_share(ask, claim):
    """Shares of all rare earths refined in China: their middle near 90 %; above it; none below 80 %."""
    shares = ask.independent("refining-share", entity="China")
    general = shares[
        shares["item"].isin(
            [
                "processing",
                "processing capacity",
                "refining",
                "separation and refining",
                "smelting capacity",
            ]
        )
        & (shares.start.dt.year >= 2019)
        & (shares.basis != "forecast")
    ].figure
    if claim == "A36":
        return graded(close(general.median(), 90), general.max() >= 90)
    if claim == "A54":
        return graded(general.max() > 90, general.median() > 90)
    return graded(general.median() >= 85, general.min() >= 80)


@computed("A55")
def export_controls(ask, claim):
    """More elements under licence; less dysprosium shipped."""
    return graded(ask("proc-0393") > ask("proc-0392") > 0, ask("proc-0111") < 0)


@computed("A90")
def chain_control(ask, claim):
    """Refining as in A82, and a measured cut in what one buyer got."""
    return graded(refining_share(ask, "A82") == SUPPORTED, ask("proc-0112") < -50)


@computed("A02")
def indispensable(ask, claim):
    """Heavy elements in hot magnets; and no process that needs much less."""
    return graded(ask("econ-1005") > 0, ask("econ-1006") > ask("econ-1005") / 2)


# ---- India


@computed("A56")
def magnet_imports(ask, claim):
    """Counts of rare-earth magnets proper against the claim."""
    counts = [ask(id) for id in ("ind-0093", "ind-0097", "ind-0137")]
    if any(close(count, ask.claimed(claim), 0.1) for count in counts):
        return SUPPORTED
    return CONTRADICTED if max(counts) < ask.claimed(claim) / 10 else CAVEAT


@computed("A57")
def magnet_origin(ask, claim):
    """China's share by weight, on the wide and on the narrow count."""
    return graded(ask("ind-0014") > 75, ask("ind-0094") > 75)


@computed("A58")
def indian_output(ask, claim):
    """Below the bound in both editions."""
    return graded(ask("prod-0023") < ask.claimed(claim), ask("proc-0745") < ask.claimed(claim))


@computed("A59")
def idle_plants(ask, claim):
    """A plant that stands idle for want of ore is not held back by its age."""
    return CONTRADICTED if ask("ind-0321") < 75 and ask("ind-0048") > 0 else JUDGEMENT


@computed("A60", "A63")
def scheme_sum(ask, claim):
    """The sum as the gazette has it, in crore rupees (1 crore = 10 million)."""
    return graded(
        close(ask({"A60": "ind-0171", "A63": "ind-0199"}[claim]) * 1e7, ask.claimed(claim))
    )


@computed("A61", "A64")
def implied_rate(ask, claim):
    """Rupees per dollar that the conversion implies, against the average of 2025."""
    implied = ask.claimed({"A61": "A60", "A64": "A63"}[claim]) / ask.claimed(claim)
    return graded(close(implied, ask("econ-0224"), 0.1), close(implied, ask("econ-0224"), 0.05))


@computed("A66", "A67")
def connecting_projects(ask, claim):
    """They exist; did they come nearer to service in the years that the evidence covers?"""
    if claim == "A66":
        return graded(ask("ind-0250") > 0, ask("ind-0327") > ask("ind-0250"))
    return graded(ask("ind-0256") > 0, ask("ind-0268") <= ask("ind-0257"))


@computed("A80")
def refining_capacity(ask, claim):
    """Oxide that the magnet plan needs, against what IREL assures."""
    return graded(ask("ind-0205") < ask("ind-0197") / ask("ind-0208"))


@computed("B31")
def heavy_reserves(ask, claim):
    """Xenotime, the heavy ore, as a part of monazite."""
    return graded(ask("ind-0069") < 0.01 * ask("ind-0066"))


# ---- Environment, texts


@computed("A19")
def protests(ask, claim):
    """A protest of at least hundreds, and the answer to it."""
    return graded(ask("ctrl-0351") >= 200, ask("ctrl-0352") >= 200)


@computed("A29")
def pits_in_chipwi(ask, claim):
    """A count for Chipwi by anyone but the article."""
    ask("ctrl-0099")
    counts = ask.independent("pool-count", entity="Chipwi").figure
    if counts.empty:
        return OPEN
    return SUPPORTED if counts.max() >= ask.claimed(claim) else CONTRADICTED


@computed("B26")
def runoff_to_thailand(ask, claim):
    """Kilometres from Pangwa to the Thai rivers, and from the nearest counted mine to them."""
    kachin, nearest = derived.along("Pangwa", "Mae Sai", data=ask.data), ask("env-0032")
    return CONTRADICTED if kachin > 100 and nearest < 50 else OPEN


@computed("B06", "B07")
def stimson_paper(ask, claim):
    """The source as it was consulted: its author and day, its publisher."""
    paper = ask.evidence.source["thiha2025realpolitik"]
    if claim == "B06":
        return graded("Thiha" in paper["authors"], paper["date"] == "2025-06-24")
    return graded("Stimson" in paper["organisation"])


# ---- The ledger


def entry(claim, data=None):
    """One line of the ledger. Raises KeyError for a claim that is none."""
    return {one.id: one for one in ledger(data)}[claim]


def ledger(data=None):
    """All lines of the ledger in the order of `claims.csv`. Raises LookupError where a claim has no line in `verdicts.csv`."""
    data = Path(data or DATA)
    evidence, stamp = ev.load(data), (data / "verdicts.csv").stat().st_mtime_ns
    known = _KEPT.get(data)
    if not known or known[0] is not evidence or known[1] != stamp:
        known = _KEPT[data] = (evidence, stamp, _decide(data, evidence.claims))
    return known[2]


_KEPT = {}  # {folder: (evidence, time of verdicts.csv, entries)}: the rows are asked again only when a file changed


def _decide(data, claims):
    written = {
        row.claim: row for row in ev.read(data / "verdicts.csv", "verdicts.csv").frame.itertuples()
    }
    if missing := [id for id in claims.id if id not in written]:
        raise LookupError(
            f"data/verdicts.csv has no line for {', '.join(missing)}; every claim gets a verdict."
        )
    return [_entry(claim, written[claim.id], data) for claim in claims.itertuples()]


def _entry(claim, written, data):
    ids = ev.listed(written.ids)
    verdict = written.verdict
    if written.how == "computed" and claim.id in COMPUTED:
        ask = Asked(data)
        verdict = COMPUTED[claim.id](ask, claim.id)
        ids = [*ask.ids, *ids]
    return Entry(
        claim.id,
        claim.topic,
        claim.paraphrase,
        verdict,
        written.how,
        written.reason,
        tuple(dict.fromkeys(ids)),
        written.verdict,
        written.path,
        written.line,
    )


def table(data=None):
    """The ledger as a frame, one row per claim, for charts: id, topic, paraphrase, verdict, how."""
    return pd.DataFrame([entry[:5] for entry in ledger(data)], columns=Entry._fields[:5])


def check(data=None):
    """Faults of `verdicts.csv`: unknown words, a claim without a line, rows that are none, a verdict the rows no longer give,
    a reason whose figures differ from their rows."""
    data = Path(data or DATA)
    table = ev.read(data / "verdicts.csv", "verdicts.csv")
    claims = set(ev.load(data).claims.id)
    faults = list(table.faults)
    for one in table.frame.itertuples():
        faults += [
            Fault(one.path, one.line, rule, message) for rule, message in _line_faults(one, claims)
        ]
    missing = sorted(claims - set(table.frame.claim))
    faults += [
        Fault(
            table.frame.path.iloc[0], 1, "verdict", f"{id} has no line; every claim gets a verdict."
        )
        for id in missing
    ]
    if not faults:
        for entry in ledger(data):
            faults += [
                Fault(entry.path, entry.line, rule, message)
                for rule, message in _entry_faults(entry, data)
            ]
    return faults


def _line_faults(one, claims):
    if one.claim not in claims:
        yield "verdict", f"{one.claim} is no claim of data/claims.csv."
    if one.verdict not in VERDICTS:
        yield "verdict", f'"{one.verdict}" is no verdict; write one of: {"; ".join(VERDICTS)}.'
    if one.how not in HOW:
        yield "verdict", f'"{one.how}" is neither computed nor judged.'
    if one.how == "computed" and one.claim not in COMPUTED:
        yield (
            "verdict",
            f"{one.claim} is marked computed, but no function in heavyground/claims.py decides it; write one or mark it judged.",
        )
    if one.how == "judged" and one.claim in COMPUTED:
        yield (
            "verdict",
            f"{one.claim} is marked judged, but heavyground/claims.py decides it; mark it computed.",
        )
    if not one.reason.strip():
        yield "verdict", f"{one.claim} has no reason; write one to three sentences."


def _entry_faults(entry, data):
    from . import numbers  # numbers reads the ledger's ids for {claim}, so it is asked only here

    if entry.verdict != entry.written:
        yield (
            "verdict",
            (
                f"{entry.id}: the rows now say {entry.verdict}, the reason was written for {entry.written}. "
                f"It rests on {', '.join(entry.ids)}. Read them again and rewrite verdict and reason."
            ),
        )
    evidence = ev.load(data)
    for id in entry.ids:
        known = (
            id in set(evidence.events.id)
            if id.startswith("ev-")
            else evidence.merged.get(id, id) in evidence.index
        )
        if not known:
            yield "verdict", f"{entry.id}: {id} is no row of the evidence."
    try:
        numbers.num(entry.reason, data)
    except ValueError as error:
        yield "number", f"{entry.id}: {error}"
