"""What the models say, for prose."""

from heavyground.derived.registry import Registry

values = Registry()
