"""Values computed from the evidence, by subject."""

from analysis.derived import (
    baskets,
    customs,
    distances,
    environment,
    gates,
    india,
    levy,
    mines,
    models,
    oxide_line,
    processing,
    quota,
    sites,
)
from heavyground.derived.registry import Registry

VALUES = Registry.merged(
    [
        customs.values,
        oxide_line.values,
        mines.values,
        quota.values,
        levy.values,
        gates.values,
        sites.values,
        environment.values,
        processing.values,
        india.values,
        baskets.values,
        distances.values,
        models.values,
    ]
)
