"""The directive ```{model} NAME```: the scenarios of a model as a printed table, and what its live
panel needs.

The table needs no script. Where scripts run, `static/model.js` reads the block of JSON beside it
and computes with the formulas that are made from the Python when the site is built.
"""

import json
import math
from dataclasses import dataclass
from typing import Any

from docutils import nodes
from markupsafe import Markup
from sphinx.application import Sphinx

from ...evidence.text import near
from ...models import sampling
from ...models.model import Bound, Model, Result
from ..state import SAFE, Setup, project, templates
from ..templating import Templates
from .directive import BookDirective, raw

THIN_SPACE = "\N{NARROW NO-BREAK SPACE}"
NOTHING = "\N{EN DASH}"


@dataclass(frozen=True, slots=True)
class Cell:
    """What a cell says; `low` and `high` are empty where there is no interval."""

    central: str
    low: str = ""
    high: str = ""


Row = tuple[str, list[Cell]]


def shown(result: Result, value: float) -> str:
    """A number as the page writes it: "3 750", "40.0"."""
    text = f"{value * result.factor:{',' if result.grouped else ''}.{result.digits}f}"
    return text.replace(",", THIN_SPACE)


def cell(bound: Bound, scenario: str, result: Result) -> Cell:
    """A result in a scenario: its central value and its interval, where the draws differ; a dash
    where there is none.
    """
    value = float(bound.central(scenario)[result.name])
    if math.isnan(value):
        return Cell(NOTHING)
    central = shown(result, value)
    if result.name in bound.model.printed.centres:
        return Cell(central)
    low, high = (float(end) for end in bound.interval(scenario, result.name))
    if math.isnan(low) or low == high:
        return Cell(central)
    return Cell(central, shown(result, low), shown(result, high))


def table(bound: Bound) -> tuple[list[str], list[Row]]:
    """Heads and rows of the printed table."""
    printed = bound.model.printed
    results = [bound.model.result(name) for name in printed.results]
    if printed.turned:
        head = [printed.corner, *map(_capital, bound.scenarios)]
        return head, [(each.label, _across(bound, each)) for each in results]
    heads = [each.head or each.label for each in results]
    head = [printed.corner, *printed.inputs.values(), *heads]
    return head, [
        (_capital(scenario), [*_inputs(bound, scenario), *_down(bound, scenario, results)])
        for scenario in bound.scenarios
    ]


def _across(bound: Bound, result: Result) -> list[Cell]:
    return [cell(bound, scenario, result) for scenario in bound.scenarios]


def _down(bound: Bound, scenario: str, results: list[Result]) -> list[Cell]:
    return [cell(bound, scenario, result) for result in results]


def _inputs(bound: Bound, scenario: str) -> list[Cell]:
    whole = Result("", "")
    settings = bound.scenario(scenario)
    return [Cell(shown(whole, settings[name].value)) for name in bound.model.printed.inputs]


def caption(model: Model) -> str:
    """What the table is, and what stands in brackets."""
    low, high = (f"{100 * level:.0f}" for level in sampling.LEVEL)
    brackets = f"the {low} to {high} % interval of {sampling.POINTS:,} draws"
    return f"{model.printed.caption}; in brackets {brackets}"


def panel(bound: Bound) -> dict[str, Any]:
    """Everything the live panel knows: inputs in the table's units, scenarios as value, low and
    high, results, draws.
    """
    model = bound.model
    return {
        "order": model.sliders,
        "inputs": {
            name: {
                "label": model.label(name),
                "unit": model.unit(given.unit),
                "scale": given.scale,
                "low": given.reach[0],
                "high": given.reach[1],
                "prime": bound.primes[name],
            }
            for name, given in bound.table.items()
        },
        "scenarios": {
            scenario: {name: [one.value, one.low, one.high] for name, one in settings.items()}
            for scenario, settings in bound.scenarios.items()
        },
        "results": [
            {"name": each.name, "label": each.label, "factor": each.factor, "digits": each.digits}
            for each in model.results
            if each.live
        ],
        "draws": sampling.POINTS,
        "level": sampling.LEVEL,
        "fixed": model.fixed,
    }


def island(bound: Bound) -> Markup:
    """The panel's knowledge as JSON that a script element can hold."""
    text = json.dumps(panel(bound), allow_nan=False, separators=(",", ":"))
    return Markup(text.replace("<", "\\u003c"))


def _capital(word: str) -> str:
    return word[:1].upper() + word[1:]


class ModelDirective(BookDirective):
    """The scenarios of one model."""

    required_arguments = 1

    def run(self) -> list[nodes.Node]:
        models = project(self.app).analysis.models
        name = self.arguments[0]
        if name not in models:
            known = f"write one of {', '.join(models)}" if models else "this book has none"
            raise self.error(f"there is no model {name!r}{near(name, models)}; {known}")
        return [raw(page(templates(self.app), models[name].of(self.book)))]


def page(made_by: Templates, bound: Bound) -> Markup:
    """The printed table of a model and what its panel needs."""
    head, rows = table(bound)
    return made_by.render(
        "model.html",
        name=bound.model.name,
        caption=caption(bound.model),
        head=head,
        rows=rows,
        panel=island(bound),
    )


def setup(app: Sphinx) -> Setup:
    app.add_directive("model", ModelDirective)
    return SAFE
