"""What mining does to land and water, and what repair costs."""

from analysis.derived.arithmetic import change, share
from heavyground.derived.registry import Inputs, Registry

values = Registry()


# ---- Land


@values.derive(unit="% change", aliases=["env-0045"])
def mined_area_growth(book: Inputs) -> float:
    """mapped mining zone around Pangwa, 2024 against 2018"""
    zone = {"entity": "Pangwa area", "item": "mine area", "source": "myanmarwitness2024hidden"}
    mapped, before = (book.one("mining-area", period=year, **zone) for year in ("2024", "2018"))
    return change(mapped, before)


# ---- Arsenic in the Sai


def arsenic(book: Inputs, point: str, span: str) -> float:
    """A reading of the department at a point of the Sai in a round [mg/L]."""
    return book.one(
        "concentration-water",
        entity=f"Sai River, {point}",
        item="arsenic",
        period=span,
        source="pcd2026rounds",
    )


def arsenic_limit(book: Inputs) -> float:
    """Thailand's limit for surface water [mg/L]."""
    return book.one("water-standard", entity="Thailand", item="arsenic")


@values.derive_each(
    "arsenic_round_two_{key}",
    unit="ratio",
    over={
        "low": {"end": "lowest", "point": "Ban Hua Fai"},
        "high": {"end": "highest", "point": "Ban Pa Sang Ngam"},
    },
)
def arsenic_round_two(book: Inputs, name: str, end: str, point: str) -> float:
    """the {end} reading of round two in the Sai against the limit"""
    return arsenic(book, point, "2025-04-21/2025-05-02") / arsenic_limit(book)


@values.derive(unit="ratio")
def arsenic_sai_peak(book: Inputs) -> float:
    """the reading of July 2025 at Ban Hua Fai in the Sai against the limit"""
    return arsenic(book, "Ban Hua Fai", "2025-07-21/2025-07-25") / arsenic_limit(book)


@values.derive(unit="ratio")
def arsenic_sai_2026_03(book: Inputs) -> float:
    """the reading of March 2026 at Ban Pa Sang Ngam in the Sai against the limit"""
    return arsenic(book, "Ban Pa Sang Ngam", "2026-03-10/2026-03-13") / arsenic_limit(book)


# ---- Ganzhou's bill


def clean_up(book: Inputs, year: str, source: str) -> float:
    """An estimate of what cleaning up Ganzhou's mines costs [CNY]."""
    good = "clean-up of rare-earth mines"
    return book.one(
        "environmental-cost-cny", entity="Ganzhou", item=good, period=year, source=source
    )


@values.derive(unit="% share", aliases=["env-0265"])
def ganzhou_budget_share(book: Inputs) -> float:
    """the plan of 2016 to 2020 divided by the clean-up estimate"""
    plan = book.one("outlay-cny", entity="Ganzhou", item="mine restoration", period="2016/2020")
    return share(plan, clean_up(book, "2012", "netease2012ganzhou"))


@values.derive(unit="ratio")
def ganzhou_estimates_ratio(book: Inputs) -> float:
    """the clean-up estimate of 2012 divided by the other ministry's of 2016"""
    return clean_up(book, "2012", "netease2012ganzhou") / clean_up(book, "2016", "mep2016ganzhou")
