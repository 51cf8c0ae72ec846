"""Walking through a Vega-Lite spec."""

from collections.abc import Iterator
from typing import Any, TypeAlias

Spec: TypeAlias = dict[str, Any]


def parts(spec: Spec) -> Iterator[Spec]:
    """A spec and every view inside it, outermost first."""
    yield spec
    for key in ("layer", "vconcat", "hconcat", "concat"):
        for part in spec.get(key, []):
            yield from parts(part)
    if isinstance(spec.get("spec"), dict):
        yield from parts(spec["spec"])


def datasets(spec: Spec) -> Iterator[list[Any]]:
    """All rows that are drawn: the named datasets, and those written where they are used."""
    yield from (values for values in spec.get("datasets", {}).values() if isinstance(values, list))
    for part in parts(spec):
        data = part.get("data")
        if isinstance(data, dict) and isinstance(data.get("values"), list):
            yield data["values"]
