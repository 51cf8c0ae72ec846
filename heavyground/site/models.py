"""The directive ```{model} levy``` or ```{model} diversion```: the named scenarios as printed tables, and what a live panel needs.

The tables need no script; the models make them from `data/parameters.csv` when the page is built. Where scripts run,
`static/model.js` reads the block of JSON beside them and computes with `static/formulas.js`, which is made from the Python.
"""

import json
from html import escape

from docutils import nodes
from sphinx.util.docutils import SphinxDirective

from heavyground.models import diversion, levy, parameters
from heavyground.paths import DATA

DIVERSION = {
    "start": ("First output, year", "{:.0f}", 1),
    "reo": ("Feed treated in 2030, t REO", "{:,.0f}", 1),
    "dy": ("Dysprosium oxide in 2030, t", "{:,.1f}", 1),
    "tb": ("Terbium oxide in 2030, t", "{:,.1f}", 1),
    "of_intake": ("Of China's intake from Myanmar, %", "{:.1f}", 100),
    "of_ndpr": ("Of the magnet scheme's NdPr, %", "{:.1f}", 100),
    "cost": ("Cost, USD a kg REO", "{:.1f}", 1),
    "freight": ("of which freight, USD a kg REO", "{:.2f}", 1),
    "rival": ("Chinese buyer's cost, USD a kg REO", "{:.1f}", 1),
    "capital": ("Capital, USD million", "{:,.1f}", 1),
}


def cell(text, value, scale, low, high):
    """A central value with its interval, or a dash where a scenario has none."""
    if value != value:
        return "–"

    def shown(number):
        return text.format(number * scale).replace(",", "\u202f")

    return (
        shown(value)
        if low != low or low == high
        else f"{shown(value)} <small>({shown(low)} to {shown(high)})</small>"
    )


def table(caption, head, rows):
    """A table of our own kind: caption, scopes, inside a region that scrolls."""
    heads = "".join(f'<th scope="col">{escape(one)}</th>' for one in head)
    body = "".join(
        f'<tr><th scope="row">{escape(name)}</th>{"".join(f"<td>{one}</td>" for one in cells)}</tr>'
        for name, cells in rows
    )
    return (
        f'<div class="table-wrap scrolls" role="region" aria-label="{escape(caption)}" tabindex="0"><table>'
        f"<caption>{escape(caption)}</caption><thead><tr>{heads}</tr></thead><tbody>{body}</tbody></table></div>"
    )


def levy_table():
    frame = levy.summary()
    rows = [
        (
            one.scenario[0].upper() + one.scenario[1:],
            [
                f"{one.tonnes:,.0f}".replace(",", "\u202f"),
                f"{one.months:.0f}",
                cell("{:,.0f}", one.revenue, 1, one.low, one.high),
                f"{one.of_goal:.2f}",
            ],
        )
        for one in frame.itertuples()
    ]
    return table(
        "Levy receipts in six readings; in brackets the 5 to 95 % interval of 10,000 seeded draws",
        ["Reading", "Tonnes", "Months", "USD million", "Of 200 million"],
        rows,
    )


def diversion_table():
    frame = diversion.summary().set_index(["output", "scenario"])
    names = list(dict.fromkeys(frame.index.get_level_values("scenario")))
    rows = [
        (
            label,
            [
                cell(
                    text,
                    frame.central[key, name],
                    scale,
                    frame.low[key, name],
                    frame.high[key, name],
                )
                for name in names
            ],
        )
        for key, (label, text, scale) in DIVERSION.items()
    ]
    return table(
        "The diversion in three scenarios; in brackets the 5 to 95 % interval of 10,000 seeded draws",
        ["In 2030", *(name[0].upper() + name[1:] for name in names)],
        rows,
    )


TABLES = {"levy": levy_table, "diversion": diversion_table}
LABELS = {"levy": levy.LABELS, "diversion": diversion.LABELS}
SLIDERS = {
    "levy": ("tonnes", "levy", "collected", "kachin", "months", "share", "ore_price", "rate"),
    "diversion": (
        "plant",
        "decision",
        "build",
        "ramp",
        "passage",
        "premium",
        "levy",
        "bid",
        "capex",
        "processing",
        "grade",
        "recovery",
    ),
}
RESULTS = {  # output, words, factor, digits
    "levy": [
        ("total", "Receipts, USD million a year", 1, 0),
        ("of_goal", "of the quoted 200 million", 1, 2),
        ("burden", "Levy as % of the ore's price", 100, 1),
        ("needed", "Tonnes that would have to pay for 200 million", 1, 0),
    ],
    "diversion": [
        ("reo", "Feed treated in 2030, t REO", 1, 0),
        ("dy", "Dysprosium oxide, t", 1, 1),
        ("tb", "Terbium oxide, t", 1, 1),
        ("of_intake", "% of China's intake from Myanmar", 100, 1),
        ("of_ndpr", "% of the magnet scheme's NdPr", 100, 1),
        ("cost", "Cost, USD a kg REO", 1, 1),
        ("freight", "of which freight, USD a kg REO", 1, 2),
        ("rival", "Chinese buyer's cost, USD a kg REO", 1, 1),
        ("capital", "Capital, USD million", 1, 0),
    ],
}


def island(name):
    """Everything the live panel knows, as JSON: inputs in the table's units, scenarios as (value, low, high), results, draws."""
    table = parameters.table(name)
    inputs = {
        one.name: {
            "label": LABELS[name].get(one.name, one.name),
            "unit": one.unit,
            "scale": one.scale,
            "value": one.value,
            "low": one.reach[0],
            "high": one.reach[1],
            "prime": prime,
        }
        for one, prime in zip(table.values(), parameters.PRIMES)
    }
    for known in inputs.values():
        known.update({edge: None for edge in ("low", "high") if known[edge] != known[edge]})
    text = json.dumps(
        {
            "order": SLIDERS[name],
            "inputs": inputs,
            "scenarios": parameters.scenarios(name),
            "results": RESULTS[name],
            "draws": parameters.PAGE_DRAWS,
            "level": parameters.LEVEL,
            "fixed": {"year": diversion.HORIZON} if name == "diversion" else {},
        },
        allow_nan=False,
        separators=(",", ":"),
    )
    return f'<script type="application/json">{text.replace("<", chr(92) + "u003c")}</script>'


class Model(SphinxDirective):
    """The scenarios of one model."""

    required_arguments = 1

    def run(self):
        name = self.arguments[0]
        if name not in TABLES:
            raise self.error(f"there is no model {name!r}; write one of {', '.join(TABLES)}")
        self.env.note_dependency(str(DATA / "parameters.csv"))
        return [
            nodes.raw(
                "",
                f'<div class="model" id="model-{name}" data-model="{name}">{TABLES[name]()}{island(name)}</div>',
                format="html",
            )
        ]


def setup(app):
    app.add_directive("model", Model)
    return {"parallel_read_safe": True, "parallel_write_safe": True}
