"""Gates between Kachin and China: how long they were shut, and who held them and the belt."""

from datetime import date

from heavyground.derived.registry import Inputs, Registry

values = Registry()

TRUCE, LAST_TOWN = "ev-0003", "ev-0142"
CLOSED, PARTLY_OPEN, OPEN = "ev-0134", "ev-0148", "ev-0234"
# Events have no other name.


@values.derive(unit="days")
def gate_closure_partial(book: Inputs) -> float:
    """days from the closure of the gates to the first partial opening"""
    return book.day(PARTLY_OPEN) - book.day(CLOSED)


@values.derive(unit="days")
def gate_closure_general(book: Inputs) -> float:
    """days from the closure of the gates to the general opening"""
    return book.day(OPEN) - book.day(CLOSED)


@values.derive_each(
    "gates_held_{key}",
    unit="count",
    over={
        "2024_03_30": {"day": "2024-03-30"},
        "2024_03_31": {"day": "2024-03-31"},
        "2024_10_19": {"day": "2024-10-19"},
        "2024_11_02": {"day": "2024-11-02"},
        "2024_11_20": {"day": "2024-11-20"},
    },
)
def gates_held(book: Inputs, name: str, day: str) -> float:
    """crossings held by the KIA of the six named in this book"""
    held = "border crossings held, of six named"
    return book.one("gate-count", entity="KIO/KIA", item=held, period=day)


@values.derive(unit="years")
def years_under_one_militia(book: Inputs) -> float:
    """calendar years from the truce of the NDA-K to the fall of the last town of its region"""
    first, last = (date.fromordinal(int(book.day(event))).year for event in (TRUCE, LAST_TOWN))
    return last - first
