"""`data/datapackage.json`: what every table and column means, for people and for other tools.

Written in the form of Data Package 2 (`$schema` on the package and on every resource) with field types and constraints
that tools for version 1 know, so that `frictionless validate data/datapackage.json` reads it. It is made from this file and
the tables by `python -m heavyground datapackage`; `rules.py` faults one that is out of date.
"""

import hashlib
import json
from pathlib import Path

import yaml

from . import evidence as ev
from . import rules
from .paths import DATA, ROOT

SCHEMA = "https://datapackage.org/profiles/2.0/{}.json"
LICENCE = {
    "name": "CC-BY-4.0",
    "title": "Creative Commons Attribution 4.0",
    "path": "https://creativecommons.org/licenses/by/4.0/",
}

TITLES = {
    "observations": ("Observations: {}", "One row is one figure from one source."),
    "series.csv": ("Series", "A series is one quantity in one unit."),
    "sources.csv": (
        "Sources",
        "Every source, once. Rights are those of each source: single facts are cited from it.",
    ),
    "events.csv": ("Events", "Dated events, each with a source."),
    "claims.csv": (
        "Statements under test",
        "The statements of the two founding articles in our words.",
    ),
    "verdicts.csv": ("Verdicts", "What the evidence says of each statement."),
    "entities.csv": (
        "Entities",
        "Countries, armed actors, companies, places and bodies, with the spellings met in sources.",
    ),
    "items.csv": ("Items", "Elements, oxides, tariff lines, magnets, stages and other goods."),
    "places.csv": (
        "Places",
        "Coordinates of towns and public gates to two decimals, of mine areas to one.",
    ),
    "routes.csv": ("Routes", "Routes by legs."),
    "parameters.csv": ("Parameters", "What the models are fed."),
    "corrections.csv": ("Corrections", "Known errors in sources, and what is used instead."),
    "left_out.csv": (
        "Left out",
        "Ids of research rows that are not in the evidence, with the reason.",
    ),
    "units.csv": ("Units", "The short list of units."),
    "slugs.csv": ("Old series", "From the series names of the research to those of this data."),
    "disagreements.csv": (
        "Disagreements explained",
        "Why some figures differ, in our words; the disagreements themselves are computed.",
    ),
    "glossary.csv": ("Glossary", "Terms, places and groups."),
}
FIELDS = {  # what a column means, wherever it stands; "table.column" where it means something else there
    "id": "Permanent id, never reused or renumbered.",
    "series": "Series, see series.csv.",
    "entity": "Whom or what the figure is about, see entities.csv.",
    "partner": "The other side: a trading partner, an opponent, or the whole of which a share is taken.",
    "item": "What is counted, see items.csv.",
    "period": "2024, 2024-05, 2024-05-31, 2017/2024 (both ends included) or FY2024-25 (April to March).",
    "period_kind": "Form of the period.",
    "period_basis": "printed: the source names the period. inferred: worked out from its text. publication: a figure in the present tense, dated by its page.",
    "value": "The figure as the source prints it, in `unit`.",
    "low": "Lower bound. Alone it reads: more than.",
    "high": "Upper bound. Alone it reads: under.",
    "unit": "Unit, see units.csv.",
    "printed": "The source's own wording where it differs from value and unit.",
    "basis": "How the source comes by it; compiled: put together by us and not recomputable from rows; claim: a statement under test, never evidence.",
    "source": "Key of the source, see sources.csv.",
    "cites": 'Rows or sources that this row relays, separated by "; ".',
    "locator": "Where in the source: page, table, paragraph.",
    "quality": "How far the source can be leaned on for this figure.",
    "verified": "Day and outcome of a second look at the source.",
    "also": 'Ids of rows merged into this one, separated by "; ".',
    "note": "What a reader should know before using it.",
    "title": "Name a reader sees.",
    "quantity": "The question it answers; series that share it are rivals.",
    "definition": "What it measures.",
    "not_to_confuse_with": "What it must not be mistaken for.",
    "preferred": 'Source keys, best first, separated by "; ".',
    "reason": "Why.",
    "theme": "Chapter it belongs to.",
    "key": "Key of the source.",
    "authors": "Family, Given; Family, Given.",
    "organisation": "Publisher.",
    "date": "Day, month or year.",
    "date_basis": "printed, inferred or undated.",
    "url": "Address.",
    "kind": "Kind.",
    "language": "Language code.",
    "rights": "What may be done with it.",
    "reliability": "high, medium or low.",
    "read": "whole, part, or relay (read through a text that retells it).",
    "accessed": "When it was consulted, as an archived copy.",
    "status": "cited, context or founding-article.",
    "original_of": "Key of the source that this one is the original of.",
    "date_precision": "How exact the date is.",
    "description": "What happened.",
    "actors": "Who took part.",
    "place": "Where.",
    "topic": "Topic.",
    "seed": "Key of the founding article.",
    "paraphrase": "The statement in our words.",
    "figure": "The figure as the article words it.",
    "value_low": "The figure, or its lower end.",
    "value_high": "The figure, or its upper end.",
    "testable_by": "What would test it.",
    "bears_on": "Ids of the rows that bear on it.",
    "claim": "Id of the statement.",
    "verdict": "What the evidence says.",
    "how": "computed from the rows, or judged.",
    "ids": "Ids it rests on.",
    "name": "Name, the key.",
    "part_of": "What it belongs to.",
    "spellings": 'Spellings met in sources, separated by "; ".',
    "script_name": "Name in its own script.",
    "family": "What makes two items rivals.",
    "hs": "Codes of the Harmonized System.",
    "country": "Country.",
    "admin1": "State or province.",
    "lat": "Latitude, degrees.",
    "lon": "Longitude, degrees.",
    "precision": "How exact the coordinates are.",
    "route_id": "Route.",
    "route": "Name of the route.",
    "leg": "Number of the leg.",
    "from": "Where the leg begins.",
    "to": "Where the leg ends.",
    "mode": "Road, rail, river, sea.",
    "printed_km": "Length the source prints, km.",
    "model": "Model it belongs to.",
    "assumption": "Our reason, where it is ours.",
    "field": "Column that is wrong.",
    "use": "What we use; empty where the figure is not used.",
    "expect": "What must still stand in the row; the check fails when it does not.",
    "folder": "Folder of the research.",
    "old_series": "Name in the research.",
    "old_unit": "Unit in the research.",
    "new_series": "Series here.",
    "new_unit": "Unit here.",
    "n": "Rows.",
    "explanation": "Why they differ, as far as known.",
    "disagreements.csv.ids": 'Rows that differ, separated by "; ".',
    "term": "Term.",
    "aliases": "Other words for it.",
    "units.csv.unit": "The unit.",
    "series.csv.series": "Name of the series, the key.",
    "parameters.csv.source": "Row ids or source keys.",
    "corrections.csv.id": "Id of the row.",
    "corrections.csv.printed": "What the source prints.",
    "left_out.csv.id": "Id of the row left out.",
    "parameters.csv.value": "The value.",
    "parameters.csv.low": "Lower end.",
    "parameters.csv.high": "Upper end.",
}
LINKS = {  # column: (table, its key); lists ("; ") cannot be foreign keys and are checked by rules.py
    "observations": {
        "series": ("series.csv", "series"),
        "entity": ("entities.csv", "name"),
        "partner": ("entities.csv", "name"),
        "item": ("items.csv", "name"),
        "unit": ("units.csv", "unit"),
        "source": ("sources.csv", "key"),
    },
    "series.csv": {"unit": ("units.csv", "unit")},
    "events.csv": {"source": ("sources.csv", "key")},
    "places.csv": {"source": ("sources.csv", "key")},
    "claims.csv": {"seed": ("sources.csv", "key")},
    "verdicts.csv": {"claim": ("claims.csv", "id")},
    "entities.csv": {"part_of": ("entities.csv", "name")},
}
KEYS = {
    **rules.KEYS,
    "observations": ["id"],
    "verdicts.csv": ["claim"],
    "glossary.csv": ["term"],
    "disagreements.csv": ["ids"],
}
WHOLE_NUMBERS = {"leg", "n"}


def build(data=DATA):
    """The package as a dict; tables that are not there are left out."""
    release = yaml.safe_load((ROOT / "CITATION.cff").read_text("utf-8"))
    names = [name for name in ev.COLUMNS if (Path(data) / name).exists()]
    return {
        "$schema": SCHEMA.format("datapackage"),
        "name": "heavy-ground",
        "title": release["title"],
        "description": "The evidence behind the book: figures, sources, events, statements under test, places.",
        "version": str(release["version"]),
        "licenses": [LICENCE],
        "contributors": [
            {"title": author["name"], "roles": ["author"]} for author in release["authors"]
        ],
        "keywords": release["keywords"],
        "sources": [
            {
                "title": "See sources.csv; each observation names its source and its place in it",
                "path": "sources.csv",
            }
        ],
        "resources": [_resource(Path(data), name) for name in names]
        + [_shapes(path, data) for path in sorted((Path(data) / "geo").glob("*.geojson"))],
    }


def _resource(data, name):
    group = "observations" if name.startswith("observations/") else name
    title, description = TITLES[group]
    raw = (data / name).read_bytes()
    header = raw.decode("utf-8", errors="replace").split("\n", 1)[0].split(",")
    columns = [*ev.COLUMNS[name], *(c for c in ev.OPTIONAL_COLUMNS.get(name, []) if c in header)]
    links = {
        column: target
        for column, target in LINKS.get(group, {}).items()
        if (data / target[0]).exists()
    }
    schema = {
        "$schema": SCHEMA.format("tableschema"),
        "fieldsMatch": "equal",
        "missingValues": [""],
        "fields": [_field(group, column) for column in columns],
    }
    if group in KEYS:
        schema["primaryKey"] = KEYS[group]
    if links:
        schema["foreignKeys"] = [
            {
                "fields": [column],
                "reference": {"resource": "" if target == name else _slug(target), "fields": [key]},
            }
            for column, (target, key) in links.items()
        ]
    return {
        "$schema": SCHEMA.format("dataresource"),
        "name": _slug(name),
        "type": "table",
        "path": name,
        "title": title.format(Path(name).stem),
        "description": description,
        "format": "csv",
        "mediatype": "text/csv",
        "encoding": "utf-8",
        "bytes": len(raw),
        "hash": f"sha256:{hashlib.sha256(raw).hexdigest()}",
        "dialect": {
            "delimiter": ",",
            "lineTerminator": "\n",
            "quoteChar": '"',
            "doubleQuote": True,
            "header": True,
        },
        "licenses": [LICENCE],
        "schema": schema,
    }


def _field(group, column):
    kind = (
        "integer"
        if column in WHOLE_NUMBERS
        else "number"
        if column in ev.NUMBERS.get(group, [])
        else "string"
    )
    field = {
        "name": column,
        "type": kind,
        "description": FIELDS.get(f"{group}.{column}", FIELDS[column]),
    }
    constraints = {}
    if column in rules.REQUIRED.get(group, "").split():
        constraints["required"] = True
    if column in rules.VOCABULARY.get(group, {}):
        constraints["enum"] = rules.VOCABULARY[group][column]
    if column in ("lat", "lon"):
        constraints |= {
            "minimum": -90 if column == "lat" else -180,
            "maximum": 90 if column == "lat" else 180,
        }
    if column == "id" and group in PATTERNS:
        constraints["pattern"] = PATTERNS[group]
    return {**field, "constraints": constraints} if constraints else field


PATTERNS = {
    "observations": "(prod|ctrl|proc|ind|env|econ|geo)-[0-9]{4}",
    "events.csv": "ev-[0-9]{4}",
    "claims.csv": "[AB][0-9]{2,3}",
}


def _shapes(path, data):
    raw = path.read_bytes()
    return {
        "$schema": SCHEMA.format("dataresource"),
        "name": f"geo-{path.stem}",
        "path": path.relative_to(data).as_posix(),
        "title": f"Map layer: {path.stem}",
        "description": "Natural Earth, clipped and simplified; see geo/README.md.",
        "format": "geojson",
        "mediatype": "application/geo+json",
        "encoding": "utf-8",
        "bytes": len(raw),
        "hash": f"sha256:{hashlib.sha256(raw).hexdigest()}",
        "licenses": [
            {
                "name": "CC0-1.0",
                "title": "Public domain",
                "path": "https://creativecommons.org/publicdomain/zero/1.0/",
            }
        ],
    }


def _slug(name):
    return (
        Path(name).stem.replace("_", "-") if "/" not in name else f"observations-{Path(name).stem}"
    )


def text(data=DATA):
    """The file as it should stand."""
    return json.dumps(build(data), ensure_ascii=False, indent=1) + "\n"


def write(data=DATA):
    """Write it; returns its path."""
    path = Path(data) / "datapackage.json"
    path.write_text(text(data), "utf-8", newline="\n")
    return path
