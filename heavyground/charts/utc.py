"""Dates in universal time, so that no picture depends on where it is drawn or read.

Vega-Lite reads `2024-03-01T00:00:00` as local time and writes ticks and tooltips in local time.
A reader west of the author would see another day. Here every date of a spec says that it is
universal, every time axis is a universal one, and every date in words is written in universal
time.
"""

import re
from collections.abc import Iterator

from .spec import Spec, datasets, parts

LOCAL = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d(:\d\d(\.\d+)?)?")  # a time without its zone
WORDS = ("text", "tooltip", "href", "url", "description")  # channels that write a date out
SHARED = ("x2", "y2", "detail", "order", "key")  # channels without a scale of their own
WRITTEN = "%b %d, %Y"  # as Vega-Lite writes a date without a format


def in_utc(spec: Spec) -> Spec:
    """The same Vega-Lite spec, changed in place, with all its dates in universal time."""
    for values in datasets(spec):
        for row in values:
            if isinstance(row, dict):
                row.update({k: f"{v}Z" for k, v in row.items() if _is_local(v)})
    written = False
    for channel, definition in _channels(spec):
        written |= _universal(channel, definition)
    if written:
        spec["config"] = {**spec.get("config", {}), "customFormatTypes": True}
    return spec


def _is_local(value: object) -> bool:
    return isinstance(value, str) and LOCAL.fullmatch(value) is not None


def _channels(spec: Spec) -> Iterator[tuple[str, Spec]]:
    """Every channel of every view that shows a date, by name."""
    for part in parts(spec):
        for channel, definitions in part.get("encoding", {}).items():
            for definition in definitions if isinstance(definitions, list) else [definitions]:
                for one in (definition, definition.get("condition")):
                    if isinstance(one, dict) and one.get("type") == "temporal":
                        yield channel, one


def _universal(channel: str, definition: Spec) -> bool:
    """Make a channel's date a universal one. Is it one that writes the date in words?"""
    if channel in WORDS:
        definition.setdefault("format", WRITTEN)
        definition["formatType"] = "utcFormat"
        return True
    if channel not in SHARED and definition.get("scale", {}) is not None:
        definition["scale"] = {**definition.get("scale", {}), "type": "utc"}
    return False
