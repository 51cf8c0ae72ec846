"""What the two models are fed that no row holds as it is, and what they say, for prose."""

import numpy as np

from analysis.derived.india import irel_budget
from analysis.derived.mines import mined
from analysis.derived.rates import CRORE, rupees_per_dollar
from analysis.models.diversion import Requirement, requirements
from heavyground.derived.registry import Inputs, Registry
from heavyground.models.model import Bound
from heavyground.models.sampling import LEVEL, POINTS

values = Registry()

LEVY, DIVERSION = "levy", "diversion"
SHIPPED, PILOT, BUILD_OUT = "2025 as shipped", "pilot", "build-out"
MILLION = 1e6
LOW, HIGH = LEVEL
MIDDLE = 0.5


# ---- What they are fed (data/parameters.csv names these)


@values.derive(unit="% of REO")
def ndpr_share_xinfeng(book: Inputs) -> float:
    """neodymium and praseodymium oxide in the REO of Xinfeng clay, added"""
    clay = {"entity": "Xinfeng", "source": "usgs2024myb"}
    return book.one("ree-composition", item="neodymium oxide", **clay) + book.one(
        "ree-composition", item="praseodymium oxide", **clay
    )


@values.derive(unit="ratio")
def ndpr_per_magnet(book: Inputs) -> float:
    """tonnes of NdPr oxide in a tonne of magnets: what IREL makes in a year divided by the magnets
    that it is said to suffice for
    """
    year = {"period": "2025", "source": "moneycontrol2025irelndpr"}
    oxide = book.one("refined-output", entity="IREL", item="NdPr oxide", **year)
    return oxide / book.one("refined-output", item="magnets from 500 t of NdPr oxide", **year)


@values.derive(unit="t/yr")
def build_out_capacity(book: Inputs) -> float:
    """feed a year of two plants of the size of Caremag's, one in India and one with a partner"""
    return 2 * book.one("capacity", entity="Caremag, Lacq", item="mining concentrates")


@values.derive(unit="USD/t")
def first_plant_cost(book: Inputs) -> float:
    """twice the capital per tonne of feed a year of Lynas's new heavy plant, the cheapest new one
    that was found, as first plants cost
    """
    plant = "Lynas Malaysia, new heavy plant"
    capital = book.one("capex-usd", entity=plant, source="lcdproduct2025lynas")
    feed = book.one("capacity", entity=plant, source="processonline2025lynas")
    return 2 * capital / feed


@values.derive(unit="INR/t-km")
def hill_freight(book: Inputs) -> float:
    """India's average road rate times three to five, Myanmar's rates over its neighbours'"""
    times = "trucking rates, times those of other South-East Asian countries"
    road = book.one("freight-cost-inr", item="road freight", source="theprint2025freight")
    return road * book.one("multiple", item=times)


@values.derive(unit="INR/t-km")
def hill_freight_blocked(book: Inputs) -> float:
    """that rate times the rise of a Burmese rate when its road was blocked"""
    free = book.one("freight-cost-mmk", item="road freight", period="2023")
    blocked = book.one("freight-cost-mmk", item="road freight, road blocked")
    return book.value("hill_freight") * blocked / free


# ---- How they are asked


@values.derive(unit="count")
def model_draws(book: Inputs) -> float:
    """points at which the ranges of a model are tried: text, tables, charts and panels alike"""
    return POINTS


@values.derive(unit="% share")
def model_interval_share(book: Inputs) -> float:
    """part of the draws that an interval of the models holds"""
    return 100 * (HIGH - LOW)


def central(book: Inputs, scenario: str, output: str, **instead: float) -> float:
    """An output of the diversion at the centre of a scenario; `instead`: other inputs."""
    bound: Bound = book.model(DIVERSION, scenario, output, centre=True)
    return float(bound.central(scenario, **instead)[output])


def receipts(book: Inputs, scenario: str) -> float:
    """Receipts of the levy at the centre of a reading [USD]."""
    bound: Bound = book.model(LEVY, scenario, "total", centre=True)
    return float(bound.central(scenario)["total"]) * MILLION


def drawn(book: Inputs, model: str, scenario: str, output: str, part: float) -> float:
    """The value below which a part of an output's draws lies."""
    bound: Bound = book.model(model, scenario, output)
    return bound.quantile(scenario, output, part)


def share_of_draws(book: Inputs, below: float, or_equal: bool = False) -> float:
    """Part of the build-out's draws that treat less than so much feed in 2030 [% share]."""
    treated = book.model(DIVERSION, BUILD_OUT, "reo").simulate(BUILD_OUT)["reo"]
    return 100 * float(np.mean(treated <= below if or_equal else treated < below))


def required(book: Inputs, share: float) -> Requirement:
    """What it takes to treat a part of China's intake elsewhere."""
    bound: Bound = book.model(DIVERSION, BUILD_OUT, "reo", "capital", centre=True)
    (found,) = requirements(bound, irel_budget_usd(book), [share])
    return found


def irel_budget_usd(book: Inputs) -> float:
    """IREL's capital budget of a year [USD]."""
    return irel_budget(book) * CRORE / rupees_per_dollar(book, "2025")


# ---- The diversion: central values


@values.derive(unit="t REO")
def model_pilot_reo_2030(book: Inputs) -> float:
    """feed treated in 2030 in the pilot scenario, central value of analysis/models/diversion.py
    with data/parameters.csv
    """
    return central(book, PILOT, "reo")


@values.derive(unit="t")
def model_pilot_dy_2030(book: Inputs) -> float:
    """dysprosium oxide made in 2030 in the pilot scenario, central value of
    analysis/models/diversion.py with data/parameters.csv
    """
    return central(book, PILOT, "dy")


@values.derive(unit="USD")
def model_pilot_capital(book: Inputs) -> float:
    """capital of the pilot scenario, central value of analysis/models/diversion.py with
    data/parameters.csv
    """
    return central(book, PILOT, "capital") * MILLION


@values.derive(unit="t REO")
def model_buildout_reo_2030(book: Inputs) -> float:
    """feed treated in 2030 in the build-out scenario, central value of analysis/models/diversion.py
    with data/parameters.csv
    """
    return central(book, BUILD_OUT, "reo")


@values.derive(unit="t")
def model_buildout_dy_2030(book: Inputs) -> float:
    """dysprosium oxide made in 2030 in the build-out scenario, central value of
    analysis/models/diversion.py with data/parameters.csv
    """
    return central(book, BUILD_OUT, "dy")


@values.derive(unit="t")
def model_buildout_tb_2030(book: Inputs) -> float:
    """terbium oxide made in 2030 in the build-out scenario, central value of
    analysis/models/diversion.py with data/parameters.csv
    """
    return central(book, BUILD_OUT, "tb")


@values.derive(unit="% share")
def model_buildout_intake(book: Inputs) -> float:
    """part of China's intake from Myanmar taken in 2030 in the build-out scenario, central value of
    analysis/models/diversion.py with data/parameters.csv
    """
    return 100 * central(book, BUILD_OUT, "of_intake")


@values.derive(unit="% share")
def model_buildout_ndpr(book: Inputs) -> float:
    """part of the magnet scheme's NdPr need met in 2030 in the build-out scenario, central value of
    analysis/models/diversion.py with data/parameters.csv
    """
    return 100 * central(book, BUILD_OUT, "of_ndpr")


@values.derive(unit="USD/kg")
def model_buildout_cost(book: Inputs) -> float:
    """cost of a kilogram of separated oxide in the build-out scenario, central value of
    analysis/models/diversion.py with data/parameters.csv
    """
    return central(book, BUILD_OUT, "cost")


@values.derive(unit="USD/kg")
def model_rival_cost(book: Inputs) -> float:
    """cost of the same kilogram to a Chinese buyer, central value of analysis/models/diversion.py
    with data/parameters.csv
    """
    return central(book, BUILD_OUT, "rival")


@values.derive(unit="USD/kg")
def model_freight(book: Inputs) -> float:
    """freight in a kilogram of oxide on the way to India, central value of
    analysis/models/diversion.py with data/parameters.csv
    """
    return central(book, BUILD_OUT, "freight")


@values.derive(unit="USD")
def model_buildout_capital(book: Inputs) -> float:
    """capital of the build-out scenario, central value of analysis/models/diversion.py with
    data/parameters.csv
    """
    return central(book, BUILD_OUT, "capital") * MILLION


# ---- The levy


@values.derive(unit="USD")
def model_levy_received(book: Inputs) -> float:
    """levy receipts in the received reading, analysis/models/levy.py with data/parameters.csv"""
    return receipts(book, "received reading")


@values.derive(unit="USD")
def model_levy_shipped_2025(book: Inputs) -> float:
    """levy receipts in the reading by what was shipped in 2025, analysis/models/levy.py with
    data/parameters.csv
    """
    return receipts(book, SHIPPED)


@values.derive(unit="USD")
def model_levy_shipped_2025_low(book: Inputs) -> float:
    """levy receipts in the same, lower end of the 5 to 95 % interval, analysis/models/levy.py with
    data/parameters.csv
    """
    return drawn(book, LEVY, SHIPPED, "total", LOW) * MILLION


@values.derive(unit="USD")
def model_levy_shipped_2025_high(book: Inputs) -> float:
    """levy receipts in the same, upper end, analysis/models/levy.py with data/parameters.csv"""
    return drawn(book, LEVY, SHIPPED, "total", HIGH) * MILLION


@values.derive(unit="USD")
def model_levy_stockpiles(book: Inputs) -> float:
    """levy receipts in the reading by stockpiles alone, analysis/models/levy.py with
    data/parameters.csv
    """
    return receipts(book, "stockpiles only")


@values.derive(unit="USD")
def model_levy_in_kind(book: Inputs) -> float:
    """levy receipts in a fifth of the goods in kind at 2025 weight and price,
    analysis/models/levy.py with data/parameters.csv
    """
    return receipts(book, "in kind")


@values.derive(unit="USD")
def model_levy_shipped_2025_median(book: Inputs) -> float:
    """levy receipts by what was shipped in 2025, middle; from the draws of analysis/models/levy.py
    with data/parameters.csv
    """
    return drawn(book, LEVY, SHIPPED, "total", MIDDLE) * MILLION


# ---- The diversion: draws


@values.derive(unit="t REO")
def model_pilot_reo_low(book: Inputs) -> float:
    """feed treated in 2030 in the pilot scenario, lower end of the 5 to 95 % interval; from the
    draws of analysis/models/diversion.py with data/parameters.csv
    """
    return drawn(book, DIVERSION, PILOT, "reo", LOW)


@values.derive(unit="t REO")
def model_pilot_reo_high(book: Inputs) -> float:
    """feed treated in 2030 in the pilot scenario, upper end of the 5 to 95 % interval; from the
    draws of analysis/models/diversion.py with data/parameters.csv
    """
    return drawn(book, DIVERSION, PILOT, "reo", HIGH)


@values.derive(unit="t REO")
def model_buildout_reo_median(book: Inputs) -> float:
    """feed treated in 2030 in the build-out scenario, middle; from the draws of
    analysis/models/diversion.py with data/parameters.csv
    """
    return drawn(book, DIVERSION, BUILD_OUT, "reo", MIDDLE)


@values.derive(unit="t")
def model_buildout_dy_median(book: Inputs) -> float:
    """dysprosium oxide made in 2030 in the build-out scenario, middle; from the draws of
    analysis/models/diversion.py with data/parameters.csv
    """
    return drawn(book, DIVERSION, BUILD_OUT, "dy", MIDDLE)


@values.derive(unit="t REO")
def model_buildout_reo_high(book: Inputs) -> float:
    """feed treated in 2030 in the build-out scenario, upper end of the 5 to 95 % interval; from the
    draws of analysis/models/diversion.py with data/parameters.csv
    """
    return drawn(book, DIVERSION, BUILD_OUT, "reo", HIGH)


@values.derive(unit="% share")
def model_buildout_nothing(book: Inputs) -> float:
    """part of the draws in which the build-out treats nothing in 2030; from the draws of
    analysis/models/diversion.py with data/parameters.csv
    """
    return share_of_draws(book, 0, or_equal=True)


@values.derive(unit="% share")
def model_buildout_below_plan(book: Inputs) -> float:
    """part of the draws in which it treats less than its central value; from the draws of
    analysis/models/diversion.py with data/parameters.csv
    """
    return share_of_draws(book, central(book, BUILD_OUT, "reo"))


@values.derive(unit="USD/kg")
def model_buildout_cost_low(book: Inputs) -> float:
    """cost of a kilogram of separated oxide, lower end of the 5 to 95 % interval; from the draws of
    analysis/models/diversion.py with data/parameters.csv
    """
    return drawn(book, DIVERSION, BUILD_OUT, "cost", LOW)


@values.derive(unit="USD/kg")
def model_buildout_cost_high(book: Inputs) -> float:
    """cost of a kilogram of separated oxide, upper end of the 5 to 95 % interval; from the draws of
    analysis/models/diversion.py with data/parameters.csv
    """
    return drawn(book, DIVERSION, BUILD_OUT, "cost", HIGH)


@values.derive(unit="USD/kg")
def model_freight_high(book: Inputs) -> float:
    """freight in a kilogram of oxide on the way to India, upper end of the 5 to 95 % interval; from
    the draws of analysis/models/diversion.py with data/parameters.csv
    """
    return drawn(book, DIVERSION, BUILD_OUT, "freight", HIGH)


# ---- The diversion: one thing changed


@values.derive(unit="t REO")
def model_buildout_reo_bad_year(book: Inputs) -> float:
    """feed treated in 2030 in the build-out scenario when a tenth of the need gets through;
    analysis/models/diversion.py with data/parameters.csv
    """
    return central(book, BUILD_OUT, "reo", passage=10)


@values.derive(unit="t REO")
def model_buildout_reo_late(book: Inputs) -> float:
    """feed treated in 2030 in the build-out scenario when it is decided a year later;
    analysis/models/diversion.py with data/parameters.csv
    """
    bound: Bound = book.model(DIVERSION, BUILD_OUT, "reo", centre=True)
    decided = bound.table["decision"].value
    return central(book, BUILD_OUT, "reo", decision=decided + 1)


@values.derive(unit="USD")
def model_quarter_capital(book: Inputs) -> float:
    """capital of the plants for a quarter of China's intake from Myanmar in 2030, half of the need
    getting through; analysis/models/diversion.py with data/parameters.csv
    """
    return required(book, 0.25).capital


@values.derive(unit="USD")
def model_half_capital(book: Inputs) -> float:
    """capital of the plants for half of China's intake from Myanmar in 2030, half of the need
    getting through; analysis/models/diversion.py with data/parameters.csv
    """
    return required(book, 0.5).capital


@values.derive(unit="count")
def model_half_plants(book: Inputs) -> float:
    """plants of the common size for half of China's intake from Myanmar in 2030, half of the need
    getting through; analysis/models/diversion.py with data/parameters.csv
    """
    return required(book, 0.5).plants


@values.derive(unit="% share")
def model_buildout_over_usgs(book: Inputs) -> float:
    """feed treated in 2030 in the build-out scenario over the survey's output of Myanmar in 2025;
    analysis/models/diversion.py with data/parameters.csv
    """
    return 100 * central(book, BUILD_OUT, "reo") / mined(book, 2025)


@values.derive(unit="ratio")
def model_half_irel_years(book: Inputs) -> float:
    """that capital for a half over IREL's yearly capital budget; analysis/models/diversion.py with
    data/parameters.csv
    """
    return required(book, 0.5).budgets
