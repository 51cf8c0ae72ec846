"""Periods as the tables write them: 2024, 2024-05, 2024-05-31, 2017/2024 (both ends included),
FY2024-25.
"""

import calendar
import re
from dataclasses import dataclass
from datetime import date
from functools import lru_cache

_DAY = r"\d{4}-\d{2}-\d{2}"
_END = rf"(?:{_DAY}|\d{{4}}-\d{{2}}|\d{{4}})"
_FISCAL = r"FY\d{4}-\d{2}"
FORMS = {
    "year": r"\d{4}",
    "month": r"\d{4}-\d{2}",
    "date": _DAY,
    "fiscal-year": _FISCAL,
    "span": rf"(?:{_END}/{_END}|{_FISCAL}/{_FISCAL})",
}


NO_DAY = date(1, 1, 1)  # both ends of a period that a correction took away


@dataclass(frozen=True, slots=True)
class Period:
    """A period: its text, its kind (a key of FORMS), how it is known, and its first and last day,
    both included.
    """

    text: str
    kind: str
    basis: str
    start: date
    end: date

    @property
    def year(self) -> int:
        """The year it stands for in a chart: of a span the last one, of a fiscal year the one in
        which it begins.
        """
        if self.kind != "span":
            return self.start.year
        last = self.text.rpartition("/")[2]
        return int(last[2:6]) if last.startswith("FY") else self.end.year

    @property
    def dated(self) -> bool:
        """Is there a period? A correction may say that the printed one is impossible."""
        return self.start != NO_DAY

    @property
    def days(self) -> int:
        """Days from the first to the last, both counted."""
        return (self.end - self.start).days + 1

    def shared(self, other: "Period") -> int:
        """Days that two periods have in common; zero or less where they do not meet."""
        if not (self.dated and other.dated):
            return 0
        return (min(self.end, other.end) - max(self.start, other.start)).days + 1

    @property
    def words(self) -> str:
        """As a sentence has it: `2017 to 2024`."""
        return self.text.replace("/", " to ")

    def __str__(self) -> str:
        return self.text


@lru_cache(maxsize=4096)
def bounds(text: str, fiscal_month: int = 1) -> tuple[date, date] | None:
    """First and last day of a period, or None where the text is no period of the calendar.

    fiscal_month: month in which a fiscal year begins; see `Schema.fiscal_month`.

    >>> bounds("2024-02")
    (datetime.date(2024, 2, 1), datetime.date(2024, 2, 29))
    >>> bounds("FY2024-25", 4)
    (datetime.date(2024, 4, 1), datetime.date(2025, 3, 31))
    >>> bounds("2017/2024-03")
    (datetime.date(2017, 1, 1), datetime.date(2024, 3, 31))
    >>> bounds("2024-13") is None
    True
    """
    first, stroke, last = text.partition("/")
    start, end = (
        _one(first, fiscal_month),
        _one(last if stroke else first, fiscal_month),
    )
    return (start[0], end[1]) if start and end else None


def _one(text: str, fiscal_month: int) -> tuple[date, date] | None:
    try:
        if re.fullmatch(_FISCAL, text):
            year = int(text[2:6])
            if (year + 1) % 100 != int(text[-2:]):
                return None
            return date(year, fiscal_month, 1), _before(date(year + 1, fiscal_month, 1))
        if not re.fullmatch(_END, text, re.ASCII):
            return None
        year, month, day = (int(part) for part in (text + "-00-00").split("-")[:3])
        if day:
            return date(year, month, day), date(year, month, day)
        if month:
            return date(year, month, 1), date(year, month, calendar.monthrange(year, month)[1])
        return date(year, 1, 1), date(year, 12, 31)
    except (ValueError, calendar.IllegalMonthError):
        return None


def _before(day: date) -> date:
    return date.fromordinal(day.toordinal() - 1)


MONTHS = [
    "January",
    "February",
    "March",
    "April",
    "May",
    "June",
    "July",
    "August",
    "September",
    "October",
    "November",
    "December",
]


def spoken_date(text: str) -> str:
    """A date as a sentence has it.

    >>> spoken_date("2024-03-07"), spoken_date("2024-03"), spoken_date("2024")
    ('7 March 2024', 'March 2024', '2024')
    """
    year, *rest = text.split("-")
    if not rest:
        return year
    month = MONTHS[int(rest[0]) - 1]
    return f"{int(rest[1])} {month} {year}" if len(rest) > 1 else f"{month} {year}"
