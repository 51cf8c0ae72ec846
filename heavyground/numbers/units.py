"""Units: what the data's short list means, and how people write it.

A unit is read as what it counts (`what`), how much of the base unit that is (`factor`), the basis of a weight (gross, REO),
and, for rates and prices, the same for what stands under the stroke. The base of mass is the tonne, of length the
kilometre, of area the square kilometre, of concentration the milligram a litre, of money each currency itself.
"""

import re
from dataclasses import dataclass


@dataclass(frozen=True)
class Unit:
    what: str  # mass, USD, CNY ..., percent, points, ratio, count, length, area, concentration, days, years ...
    factor: float = 1.0
    basis: str = ""  # of a mass: gross, REO or unstated
    per: str = ""  # mass, year, day, month, litre ...
    per_factor: float = 1.0

    @property
    def scale(self):
        """Factor from this unit to its base."""
        return self.factor / self.per_factor


CURRENCIES = {
    "USD": r"USD|US dollars?|dollars?",
    "CNY": r"CNY|RMB|yuan|renminbi",
    "INR": r"INR|rupees?",
    "AUD": r"AUD|Australian dollars?",
    "EUR": r"EUR|euros?",
    "JPY": r"JPY|yen",
    "MYR": r"MYR|ringgit",
    "MMK": r"MMK|kyats?",
    "THB": r"THB|baht",
}
SCALES = {
    "thousand": 1e3,
    "million": 1e6,
    "billion": 1e9,
    "bn": 1e9,
    "trillion": 1e12,
    "lakh": 1e5,
    "crore": 1e7,
    "crores": 1e7,
}

# How a unit is written after a figure, longest first: pattern, unit.
_WRITTEN = [
    (
        r"t REO|tonnes? REO|tonnes? of REO|tonnes? of (?:rare-earth )?oxides?",
        Unit("mass", basis="REO"),
    ),
    (r"t gross|tonnes? gross|gross tonnes?", Unit("mass", basis="gross")),
    (r"kt|kilotonnes?", Unit("mass", 1e3)),
    (r"kg|kilograms?", Unit("mass", 1e-3)),
    (r"metric tons?|tonnes?|tons?|t", Unit("mass")),
    (r"mg/L|mg/l|milligrams? (?:a|per) litre", Unit("concentration")),
    (r"(?:µg|μg|ug)/[Ll]|micrograms? (?:a|per) litre", Unit("concentration", 1e-3)),
    (r"mg/kg|milligrams? (?:a|per) kilogram", Unit("mg/kg")),
    (r"percentage points?|points of a per cent", Unit("points")),
    (r"%|per cent|percent", Unit("percent")),
    (r"km2|km²|square kilometres?", Unit("area")),
    (r"ha|hectares?", Unit("area", 1e-2)),
    (r"rai", Unit("area", 1.6e-3)),
    (r"km|kilometres?", Unit("length")),
    (r"miles?", Unit("length", 1.609344)),
    (r"m|metres?", Unit("length", 1e-3)),
    (r"m3|m³|cubic metres?", Unit("m3")),
    (r"hours?", Unit("hours")),
    (r"days?", Unit("days")),
    (r"weeks?", Unit("weeks")),
    (r"months?", Unit("months")),
    (r"years?", Unit("years")),
    (r"times|-?fold|×", Unit("ratio")),
    *((pattern, Unit(code)) for code, pattern in CURRENCIES.items()),
]
_PER = [
    (r"tonnes? of (?:REO|oxide)|t REO", "mass", 1.0),
    (r"kilogram|kg", "mass", 1e-3),
    (r"tonne|ton|t", "mass", 1.0),
    (r"year|yr", "year", 1.0),
    (r"month", "month", 1.0),
    (r"day", "day", 1.0),
    (r"litre|l", "litre", 1.0),
    (r"viss", "viss", 1.0),
    (r"kilometre|km", "length", 1.0),
    (r"megawatt|MW", "MW", 1.0),
]
_AFTER = [(re.compile(rf"(?:{pattern})(?![A-Za-z²³])"), unit) for pattern, unit in _WRITTEN]
_UNDER = [
    (re.compile(rf"\s*(?:/\s?|per |an? |each )(?:{pattern})(?![A-Za-z])"), per, factor)
    for pattern, per, factor in _PER
]
_BEFORE = [
    (
        re.compile(rf"(?:{'|'.join(word for word in pattern.split('|') if word.isupper())})\s*$"),
        Unit(code),
    )
    for code, pattern in CURRENCIES.items()
]

_KNOWN = {
    "t": Unit("mass", basis="unstated"),
    "t gross": Unit("mass", basis="gross"),
    "t REO": Unit("mass", basis="REO"),
    "kt": Unit("mass", 1e3),
    "kg": Unit("mass", 1e-3),
    "% share": Unit("percent"),
    "% change": Unit("percent"),
    "% of REO": Unit("percent"),
    "% by mass": Unit("percent"),
    "percentage points": Unit("points"),
    "ratio": Unit("ratio"),
    "INR crore": Unit("INR", 1e7),
    "INR million": Unit("INR", 1e6),
    "count": Unit("count"),
    "persons": Unit("count"),
    "vehicles": Unit("count"),
    "trucks": Unit("count"),
    "truckloads": Unit("count"),
    "km": Unit("length"),
    "m": Unit("length", 1e-3),
    "miles": Unit("length", 1.609344),
    "km2": Unit("area"),
    "ha": Unit("area", 1e-2),
    "rai": Unit("area", 1.6e-3),
    "mg/L": Unit("concentration"),
    "ug/L": Unit("concentration", 1e-3),
    "mg/kg": Unit("mg/kg"),
}
_KNOWN_PER = {
    "t": ("mass", 1.0),
    "t REO": ("mass", 1.0),
    "kg": ("mass", 1e-3),
    "kg REO": ("mass", 1e-3),
    "yr": ("year", 1.0),
    "year": ("year", 1.0),
    "day": ("day", 1.0),
    "month": ("month", 1.0),
    "l": ("litre", 1.0),
    "km": ("length", 1.0),
    "viss": ("viss", 1.0),
    "MW": ("MW", 1.0),
    "t-km": ("t-km", 1.0),
}


def of_data(text):
    """The Unit of a spelling used in the data (`units.csv`) or by a derived value.

    >>> of_data("CNY/kg").scale, of_data("INR crore").scale, of_data("t REO").basis
    (1000.0, 10000000.0, 'REO')
    """
    text = str(text)
    if text in _KNOWN:
        return _KNOWN[text]
    over, _, under = text.partition("/")
    top = _KNOWN.get(over, Unit(over))
    if not under:
        return top
    per, factor = _KNOWN_PER.get(under, (under, 1.0))
    return Unit(top.what, top.factor, top.basis, per, factor)


def after_figure(text):
    """Unit written at the start of a text that follows a figure, and what is left: (Unit or None, rest).

    >>> after_figure("yuan a tonne of ore")
    (Unit(what='CNY', factor=1.0, basis='', per='mass', per_factor=1.0), 'of ore')
    """
    text = text.strip()
    for pattern, unit in _AFTER:
        if match := pattern.match(text):
            rest = text[match.end() :]
            per, factor, rest = under_stroke(rest)
            return Unit(unit.what, unit.factor, unit.basis, per, factor), rest.strip()
    return None, text


def under_stroke(text):
    """What a unit is counted by, from a text such as "a tonne" or "/kg": (per, factor, rest)."""
    for pattern, per, factor in _UNDER:
        if match := pattern.match(text):
            return per, factor, text[match.end() :]
    return "", 1.0, text


def before_figure(text):
    """Currency written before a figure, and what stands before that: (Unit or None, rest)."""
    for pattern, unit in _BEFORE:
        if match := pattern.search(text):
            return unit, text[: match.start()]
    return None, text
