"""Where sources disagree: every figure with rivals in its own unit that lie more than a tenth away.

A disagreement is a series, entity, partner, family of item and period for which two or more sources print figures more than
10 % apart. Figures marked as known wrong stay in, since they circulate; claims under test stay out.
"""
from typing import NamedTuple

import pandas as pd

from . import evidence as ev

APART = 1.10  # the largest over the smallest, from which sources count as disagreeing


class Disagreement(NamedTuple):
    """One question with rival answers. `rows`: frame, largest first · ratio: largest over smallest · origins: independent ones."""

    subject: str
    unit: str
    period: str
    rows: pd.DataFrame
    ratio: float
    origins: tuple


def find(data=None):
    """All disagreements, the widest first. Prices and changes by day are left out: they differ because time passes."""
    loaded = ev.load(data)
    rows = loaded.observations
    rows = rows[(rows.basis != "claim") & rows.value.gt(0) & rows.unit.ne("yes/no") & ~rows.unit.astype(str).str.contains("change|year")].copy()
    kinds = loaded.units.set_index("unit").kind.to_dict()
    rows = rows[rows.unit.astype(str).map(kinds).ne("price") & rows.period_kind.isin(["year", "fiscal-year", "span", "month"])]
    family = loaded.items.set_index("name").family.to_dict()
    rows["family"] = rows["item"].astype(str).map(family).fillna("")
    keys = ["series", "entity", "partner", "item", "family", "period", "unit"]
    rows[keys] = rows[keys].astype(str)
    found = [one for key, group in rows.groupby(keys, sort=True) if group.source.nunique() > 1 and (one := _judge(key, group, loaded))]
    return sorted(found, key=lambda one: (-one.ratio, one.subject, one.period))


def _judge(key, group, loaded):
    ratio = group.value.max() / group.value.min()
    if ratio <= APART:
        return None
    series, entity, partner, item, _, period, unit = key
    title = loaded.series_table.set_index("series").title[series]
    subject = ", ".join(part for part in (title, entity, f"with {partner}" if partner else "", item) if part)
    origins = tuple(dict.fromkeys(str(ev.origin(one)) for one in group.id))
    return Disagreement(subject, unit, period, group.sort_values(["value", "id"], ascending=[False, True]), float(ratio), origins)
