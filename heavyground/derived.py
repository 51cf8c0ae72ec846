"""Arithmetic on the evidence, and the only place for it. (Filled below.)"""
import difflib
from dataclasses import dataclass

REGISTRY, ALIASES = {}, {}


class UnknownDerived(LookupError):
    """A name that is no derived value."""


@dataclass(frozen=True)
class Derived:
    name: str
    value: float
    low: float
    high: float
    unit: str
    formula: str
    inputs: tuple


def name_of(id):
    return ALIASES.get(id)


def get(name, data=None):
    if name not in REGISTRY:
        near = difflib.get_close_matches(name, REGISTRY, 2)
        raise UnknownDerived(f"={name} is no derived value{' (near: ' + ', '.join('=' + n for n in near) + ')' if near else ''}; see heavyground/derived.py.")
    return REGISTRY[name](data)


def aliases():
    return dict(ALIASES)


def names():
    return list(REGISTRY)
