"""Derived values: budgets against output."""

from heavyground.derived.registry import Inputs, Registry

VALUES = Registry()

STATES = {"tuvalu": {"state": "Tuvalu"}, "palau": {"state": "Palau"}, "nauru": {"state": "Nauru"}}


@VALUES.derive_each("budget_share_{key}", unit="% share", over=STATES)
def budget_share(book: Inputs, key: str, state: str) -> float:
    """budget revenue of {state} divided by its output, each of the latest year known"""
    revenue = book.one("government-revenue", entity=state)
    return 100 * revenue / book.one("gdp", entity=state)


@VALUES.derive(unit="USD")
def output_of_all_states(book: Inputs) -> float:
    """output of all states in the table, added"""
    return sum(book.all("gdp"))


@VALUES.derive(unit="count")
def budgets_below_the_sum(book: Inputs) -> float:
    """budgets in the table that are smaller than the sum the article names"""
    claimed = book.one("armed-group-revenue", basis="claim")
    return sum(budget < claimed for budget in book.all("government-revenue"))


@VALUES.derive(unit="USD")
def budget_half_paid(book: Inputs) -> float:
    """budget of Tuvalu by the model when half of what is due is paid"""
    return float(book.model("budget").central("half paid")["revenue"])
