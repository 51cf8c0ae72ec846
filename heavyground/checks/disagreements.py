"""Where sources differ: one quantity, one place, one period, two sources or more, and more than a tenth between them.

Rows are compared only within one unit, by their ranges: a figure printed as "more than 300" differs from nothing above 300.
Forecasts, targets and budgets are not compared with what came after them; known errors are not disagreements.

    >>> worst = disagreements()[0]
    >>> worst.ratio > 1.1 and len(worst.sources) > 1
    True
"""

import math
from collections import Counter
from dataclasses import dataclass
from pathlib import Path

import pandas as pd

from . import evidence as ev
from . import numbers
from .faults import Fault
from .paths import DATA, prose_files

LEAST = 1.1  # ratio from which two figures count as different
BASES = ("reported", "estimated", "compiled", "claim")


@dataclass(frozen=True)
class Disagreement:
    """`rows`: a frame sorted by figure, with `origin` and `uses`. `ratio`: the largest over the smallest within one unit;
    for changes in per cent, of the levels they lead to. `uses`: how often the book's text cites these rows."""

    quantity: str
    entity: str
    partner: str
    family: str
    period: str
    rows: pd.DataFrame
    ratio: float
    unit: str
    uses: int
    explanation: str = ""

    @property
    def sources(self):
        return list(dict.fromkeys(self.rows.source.astype(str)))

    @property
    def origins(self):
        return list(dict.fromkeys(self.rows.origin))

    @property
    def independent(self):
        """Do the figures go back to two origins or more?"""
        return len(self.origins) > 1

    @property
    def weight(self):
        """How far apart, times how often used: the order of the page."""
        return math.log(self.ratio) * (1 + self.uses)

    @property
    def anchor(self):
        """A lasting address: that of the group's first row by id."""
        return f"d-{min(self.rows.id)}"


def disagreements(data=None, uses=None):
    """All disagreements, weightiest first.

    uses: {row id: times cited}; by default counted in the book's own prose.
    """
    evidence = ev.load(data)
    uses = cited() if uses is None else uses
    rows = evidence.observations
    rows = rows[rows.basis.isin(BASES) & (rows.quality != "known wrong")]
    table, items = evidence.series_table, evidence.items
    rows = rows.assign(
        quantity=rows.series.astype(str).map(dict(zip(table.series, table.quantity))),
        family=rows["item"].astype(str).map(dict(zip(items.name, items.family))),
    )
    texts = {name: rows[name].astype(str) for name in ("entity", "partner", "quantity", "family")}
    said = explanations(data)
    found = [
        _of_group(group, data, uses, said)
        for _, group in rows.assign(**texts).groupby(
            ["quantity", "entity", "partner", "family", "start", "end"], sort=True
        )
        if group.source.nunique() > 1
    ]
    return sorted(filter(None, found), key=lambda one: (-one.weight, one.anchor))


def _of_group(group, data, uses, said):
    """The disagreement within one group of rows, or None."""
    ratio, unit = max(
        (_apart(some), str(unit)) for unit, some in group.groupby("unit", observed=True)
    )
    if ratio < LEAST:
        return None
    group = group.assign(
        origin=[ev.origin(id, data) for id in group.id],
        uses=[uses.get(id, 0) for id in group.id],
        figure=group.value.fillna(group.mid).fillna(group.low).fillna(group.high),
    )
    group = group.sort_values(
        ["unit", "figure", "id"], ascending=[True, False, True], kind="stable"
    )
    first, ids = group.iloc[0], set(group.id)
    explanation = next((text for keys, text in said if keys <= ids), "")
    return Disagreement(
        first.quantity,
        first.entity,
        first.partner,
        first.family,
        first.period,
        group,
        ratio,
        unit,
        int(group.uses.sum()),
        explanation,
    )


def _apart(rows):
    """Largest ratio between the ranges of two sources: what lies between them, 1 where they touch."""
    low, high = _bounds(rows)
    worst = 1.0
    for i in range(len(rows)):
        for j in range(len(rows)):
            if rows.source.iloc[i] != rows.source.iloc[j] and low.iloc[i] > high.iloc[j] > 0:
                worst = max(worst, low.iloc[i] / high.iloc[j])
    return worst


def _bounds(rows):
    """Least and greatest figure that each row allows. A change of -20 % counts as the level 0.8 it leads to."""
    exact = rows.value.notna()
    low = rows.low.where(rows.low.notna(), rows.value).where(exact | rows.low.notna(), 0.0)
    high = rows.high.where(rows.high.notna(), rows.value).where(exact | rows.high.notna(), math.inf)
    level = rows.unit.astype(str).isin(["% change"])
    return low.where(~level, 1 + low / 100), high.where(~level, 1 + high / 100)


def cited():
    """{row id: how often the book's prose cites it}."""
    return Counter(
        number.target
        for path in prose_files()
        for number in numbers.scan(path)
        if number.role == "num"
    )


def explanations(data=None):
    """[({row ids}, why they differ, in our words)] of `disagreements.csv`; a group that holds all the ids gets the text."""
    table = ev.read(Path(data or DATA) / "disagreements.csv", "disagreements.csv").frame
    return [(set(ev.listed(row.ids)), row.explanation) for row in table.itertuples()]


def check(data=None):
    """Faults of `disagreements.csv`: ids that are none, an explanation of rows that do not differ, figures without a row."""
    table = ev.read(Path(data or DATA) / "disagreements.csv", "disagreements.csv")
    groups = [set(one.rows.id) for one in disagreements(data, uses={})]
    faults = list(table.faults)
    for row in table.frame.itertuples():
        ids = set(ev.listed(row.ids))
        if not any(ids <= group for group in groups):
            faults.append(
                Fault(
                    row.path,
                    row.line,
                    "disagreement",
                    f"{row.ids} do not stand in one disagreement; name rows that share quantity, entity, partner, family and period.",
                )
            )
        try:
            numbers.num(row.explanation, data)
        except numbers.NumberError as error:
            faults.append(Fault(row.path, row.line, "number", str(error)))
    return faults
