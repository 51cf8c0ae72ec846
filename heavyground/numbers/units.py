"""Units: what the data's short list means, and how people write it.

A unit is read as what it counts, how much of the base unit that is, what a weight is weighed as
(its basis), and, for rates and prices, the same for what stands under the stroke. The base of mass
is the tonne, of length the kilometre, of area the square kilometre, of concentration the milligram
a litre, of time the day, of money each currency itself.

What every book can use stands here: metric and a few other units, currencies, scales, per cent.
What belongs to one subject stands in its units.csv: a unit of mass with a `basis` (t Sn, whose
basis is Sn) is written by its name, its title, and the phrases of its column `written`.
"""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from functools import cached_property

from ..evidence.book import Book
from ..evidence.text import listed

TABLE = "units.csv"


@dataclass(frozen=True, slots=True)
class Measure:
    """What a unit measures: mass, USD, percent, points, ratio, count, length, area, time, ...

    factor: how much of the base unit it is · basis: of a mass, what is weighed · per: what it is
    counted by (mass, year, day, litre ...) and per_factor how much of that one's base.
    """

    what: str
    factor: float = 1.0
    basis: str = ""
    per: str = ""
    per_factor: float = 1.0

    @property
    def scale(self) -> float:
        """Factor from this unit to its base."""
        return self.factor / self.per_factor

    @property
    def takes_nouns(self) -> bool:
        """May any noun follow the number ("18 streams")?"""
        return self.what in ("count", "ratio", "year")


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

# How a unit is written after a number, the longer before the shorter that begins it.
WRITTEN = [
    (r"kt|kilotonnes?", Measure("mass", 1e3)),
    (r"kg|kilograms?", Measure("mass", 1e-3)),
    (r"metric tons?|tonnes?|tons?|t", Measure("mass")),
    (r"mg/L|mg/l|milligrams? (?:a|per) litre", Measure("concentration")),
    (r"(?:µg|μg|ug)/[Ll]|micrograms? (?:a|per) litre", Measure("concentration", 1e-3)),
    (r"mg/kg|milligrams? (?:a|per) kilogram", Measure("mg/kg")),
    (r"percentage points?|points of a per cent", Measure("points")),
    (r"%|per cent|percent", Measure("percent")),
    (r"km2|km²|square kilometres?", Measure("area")),
    (r"m3|m³|cubic metres?", Measure("m3")),
    (r"m2|m²|square metres?", Measure("area", 1e-6)),
    (r"ha|hectares?", Measure("area", 1e-2)),
    (r"rai", Measure("area", 1.6e-3)),
    (r"km|kilometres?", Measure("length")),
    (r"miles?", Measure("length", 1.609344)),
    (r"m|metres?", Measure("length", 1e-3)),
    (r"hours?", Measure("time", 1 / 24)),
    (r"days?", Measure("time")),
    (r"weeks?", Measure("time", 7)),
    (r"months?", Measure("time", 365.25 / 12)),
    (r"years?", Measure("time", 365.25)),
    (r"times|-?fold|×", Measure("ratio")),
    *((pattern, Measure(code)) for code, pattern in CURRENCIES.items()),
]
# What follows "a", "per" or a stroke: pattern, what it is, how much of that one's base.
UNDER = [
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

# How the data spell the general units.
_NAMES = {
    "t": Measure("mass"),
    "kt": Measure("mass", 1e3),
    "kg": Measure("mass", 1e-3),
    "percentage points": Measure("points"),
    "ratio": Measure("ratio"),
    "km": Measure("length"),
    "m": Measure("length", 1e-3),
    "miles": Measure("length", 1.609344),
    "km2": Measure("area"),
    "m2": Measure("area", 1e-6),
    "ha": Measure("area", 1e-2),
    "rai": Measure("area", 1.6e-3),
    "m3": Measure("m3"),
    "mg/L": Measure("concentration"),
    "ug/L": Measure("concentration", 1e-3),
    "mg/kg": Measure("mg/kg"),
    "year": Measure("year"),
    "hours": Measure("time", 1 / 24),
    "days": Measure("time"),
    "weeks": Measure("time", 7),
    "months": Measure("time", 365.25 / 12),
    "years": Measure("time", 365.25),
    **{code: Measure(code) for code in CURRENCIES},
}
_UNDER_NAMES = {"yr": "year", "l": "litre"}
_SCALE = re.compile(rf"\s({'|'.join(sorted(SCALES, key=len, reverse=True))})\b")
_BEFORE = re.compile(
    "(?:"
    + "|".join(
        f"({'|'.join(word for word in pattern.split('|') if word.isupper())})"
        for pattern in CURRENCIES.values()
    )
    + r")\s*$"
)


class Units:
    """How one book writes its units: the general ones, and those of its units.csv."""

    def __init__(self, rows: Iterable[Mapping[str, str]] = ()) -> None:
        """rows: cells of units.csv; `basis` and `written` may be absent."""
        self._rows = {row["unit"]: row for row in rows}
        self._bases = {basis for row in self._rows.values() if (basis := row.get("basis", ""))}
        self._measures: dict[str, Measure] = {}

    @classmethod
    def of(cls, book: Book) -> "Units":
        """The units of a book, made once."""
        return book.remember(
            ("numbers", "units"),
            lambda: cls(row.cells for row in book.tables[TABLE]) if TABLE in book.tables else cls(),
        )

    # ---- As the data spell them

    def measure(self, name: str) -> Measure:
        """What a unit of the data measures. One that is not known counts things of that name.

        >>> units = Units([{"unit": "t Sn", "basis": "Sn"}])
        >>> units.measure("CNY/kg").scale, units.measure("INR crore").scale
        (1000.0, 10000000.0)
        >>> units.measure("kg Sn").basis, units.measure("trucks/day").what
        ('Sn', 'count')
        """
        if name not in self._measures:
            self._measures[name] = self._read(name)
        return self._measures[name]

    def meaning(self, name: str) -> str:
        """What a unit is, for a message: the first sentence of its note, else its title."""
        row = self._rows.get(name, {})
        said = row.get("note", "").partition(". ")[0].rstrip(".")
        return said[:1].lower() + said[1:] if said else row.get("title", "")

    def _read(self, name: str) -> Measure:
        if name in _NAMES:
            return _NAMES[name]
        if name.startswith("%"):
            return Measure("percent")
        over, _, under = name.partition("/")
        top = self._top(over)
        if not under:
            return top
        below = self._top(under)
        if below.what in ("mass", "length"):
            return replace(top, per=below.what, per_factor=below.factor)
        return replace(top, per=_UNDER_NAMES.get(under, under))

    def _top(self, name: str) -> Measure:
        """What stands alone or over a stroke."""
        if name in _NAMES:
            return _NAMES[name]
        first, _, rest = name.partition(" ")
        known = _NAMES.get(first)
        if known is None:
            return Measure("count")
        basis = self._rows.get(name, {}).get("basis", "") or (rest if rest in self._bases else "")
        if known.what == "mass" and basis:
            return replace(known, basis=basis)
        if first in CURRENCIES and rest in SCALES:
            return replace(known, factor=SCALES[rest])
        return Measure(name)

    # ---- As people write them

    def after(self, text: str) -> tuple[Measure | None, str]:
        """The unit at the start of a text that follows a number, and what is left.

        >>> measure, rest = Units().after("yuan a tonne of ore")
        >>> measure.what, measure.per, rest
        ('CNY', 'mass', 'of ore')
        """
        text = text.strip()
        pattern, measures = self._after
        match = pattern.match(text)
        if match is None or match.lastindex is None:
            return None, text
        measure, rest = measures[match.lastindex - 1], text[match.end() :]
        if measure.what in CURRENCIES and (scale := _SCALE.match(rest)):
            measure = replace(measure, factor=SCALES[scale[1]])  # 7,280 INR crore
            rest = rest[scale.end() :]
        per, factor, rest = self.under(rest)
        if per:
            measure = replace(measure, per=per, per_factor=factor)
        return measure, rest.strip()

    def under(self, text: str) -> tuple[str, float, str]:
        """What a unit is counted by, from a text such as "a tonne" or "/kg": what, factor, rest."""
        pattern, pers = self._under
        match = pattern.match(text)
        if match is None or match.lastindex is None:
            return "", 1.0, text
        per, factor = pers[match.lastindex - 1]
        return per, factor, text[match.end() :]

    def before(self, text: str) -> tuple[Measure | None, str]:
        """The currency at the end of a text before a number, and what stands before that."""
        match = _BEFORE.search(text)
        if match is None or match.lastindex is None:
            return None, text
        return Measure(list(CURRENCIES)[match.lastindex - 1]), text[: match.start()]

    @cached_property
    def _own(self) -> list[tuple[str, Measure]]:
        """How the book's own units are written, the longest phrase first, as patterns."""
        phrases: dict[str, Measure] = {}
        for name, row in self._rows.items():
            if not (row.get("basis") or row.get("written")):
                continue
            for phrase in (name, row.get("title", ""), *listed(row.get("written", ""))):
                if phrase:
                    phrases.setdefault(phrase, self.measure(name))
        longest = sorted(phrases, key=len, reverse=True)
        return [(_either_number(phrase), phrases[phrase]) for phrase in longest]

    @cached_property
    def _after(self) -> tuple[re.Pattern[str], list[Measure]]:
        known = [*self._own, *WRITTEN]
        groups = "|".join(f"({pattern})" for pattern, _ in known)
        return re.compile(rf"(?:{groups})(?![A-Za-z²³])"), [measure for _, measure in known]

    @cached_property
    def _under(self) -> tuple[re.Pattern[str], list[tuple[str, float]]]:
        own = [
            (pattern, "mass", measure.factor)
            for pattern, measure in self._own
            if measure.what == "mass" and not measure.per
        ]
        known = [*own, *UNDER]
        groups = "|".join(f"({pattern})" for pattern, _, _ in known)
        pattern = re.compile(rf"\s*(?:/\s?|per |an? |each )(?:{groups})(?![A-Za-z])")
        return pattern, [(per, factor) for _, per, factor in known]


def _either_number(phrase: str) -> str:
    """Pattern of a phrase whose words in the plural may stand in the singular."""
    words = (
        re.escape(word[:-1]) + "s?"
        if len(word) > 3 and re.search("[^s]s$", word)
        else re.escape(word)
        for word in phrase.split(" ")
    )
    return " ".join(words)
