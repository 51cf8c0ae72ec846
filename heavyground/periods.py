"""Periods as the tables write them, and the dates they cover.

`2024`, `2024-05`, `2024-05-31`, a span `2017/2024` whose ends may be years, months or days, a fiscal year `FY2024-25`
(April to March, as in India) and a span of those. Start and end are both inside the period.
"""

import re

import pandas as pd

_FISCAL = re.compile(r"FY(\d{4})-(\d{2})")
_PLAIN = re.compile(r"(\d{4})(?:-(\d{2}))?(?:-(\d{2}))?")


def bounds(text):
    """First and last day of one period, as two Timestamps. Raises ValueError on text that is no period."""
    first, _, last = text.partition("/")
    start, end = _single(first)
    if last:
        end = _single(last)[1]
        if end < start:
            raise ValueError(f"the period {text!r} ends before it starts")
    return start, end


def kind(text):
    """year, month, date, fiscal-year or span: what the form of a period says it is."""
    if "/" in text:
        return "span"
    if text.startswith("FY"):
        return "fiscal-year"
    return {4: "year", 7: "month", 10: "date"}.get(len(text), "")


def _single(text):
    fiscal = _FISCAL.fullmatch(text)
    if fiscal:
        year = int(fiscal[1])
        if (year + 1) % 100 != int(fiscal[2]):
            raise ValueError(f"{text!r} is no fiscal year; write FY{year}-{(year + 1) % 100:02d}")
        return pd.Timestamp(year, 4, 1), pd.Timestamp(year + 1, 3, 31)
    plain = _PLAIN.fullmatch(text)
    if not plain:
        raise ValueError(f"{text!r} is no period; write 2024, 2024-05, 2024-05-31, 2017/2024 or FY2024-25")
    year, month, day = plain[1], plain[2], plain[3]
    try:
        start = pd.Timestamp(int(year), int(month or 1), int(day or 1))
    except ValueError:
        raise ValueError(f"{text!r} is no date of the calendar") from None
    if day:
        return start, start
    return start, start + (pd.offsets.MonthEnd(1) if month else pd.offsets.YearEnd(1))
