"""The colours of every chart, each for the light and for the dark page.

A colour is written `var(--c-blue, #27659a)`: the page's stylesheet (`css`) may change it (dark
mode, print), and a picture without a page falls back to the light value.

Six hues and greys. `tests/test_theme.py` computes that each has at least 3:1 on its ground and
that any two stay apart for protan, deutan and tritan eyes.
"""

import re

# name: (light, dark)
HUES = {
    "laterite": ("#9c3d1e", "#e08a63"),
    "blue": ("#27659a", "#7aaee0"),
    "teal": ("#1d9486", "#3fdcc0"),
    "gold": ("#a9830c", "#f0d24f"),
    "violet": ("#55309a", "#986be0"),
    "plum": ("#6c3150", "#d5467e"),
}
GREYS = {
    "ink": ("#1d1f23", "#e6e3dc"),
    "quiet": ("#5c5f66", "#a3a19b"),
    "slate": ("#70747c", "#8b8f96"),  # actors without a hue of their own
    "line": ("#d9d5cc", "#34373d"),
    "paper": ("#fbfaf7", "#15171b"),
    "land": ("#efebe2", "#20242a"),
    "home": ("#f0dcd0", "#4a2f23"),  # the region that a book's maps are about
    "water": ("#9db8cc", "#3d566b"),
}
STEPS = {  # an ordered scale in five named steps, pale to strong
    "step1": ("#dfe6ea", "#27313a"),
    "step2": ("#b3c6d3", "#34495a"),
    "step3": ("#7fa0b8", "#4a6d8a"),
    "step4": ("#487799", "#6a97bd"),
    "step5": ("#1f4e74", "#a3c9ea"),
}
COLOURS = HUES | GREYS | STEPS

VARIABLE = re.compile(r"var\(--[\w-]+, ?(#[0-9a-fA-F]+)\)")


def colour(name: str) -> str:
    """A colour as charts want it. Raises KeyError, naming what there is.

    >>> colour("blue")
    'var(--c-blue, #27659a)'
    """
    if name not in COLOURS:
        raise KeyError(f"there is no colour {name!r}; there are {', '.join(COLOURS)}")
    return f"var(--c-{name}, {COLOURS[name][0]})"


def literal(text: str) -> str:
    """Text with every colour variable replaced by its light value, for pictures that stand outside
    the page.
    """
    return VARIABLE.sub(r"\1", text)


def css() -> str:
    """The variables as a stylesheet block: light, dark by preference, dark by the reader's choice,
    and light again where the ground is white.
    """
    light, dark = (
        " ".join(f"--c-{name}: {pair[side]};" for name, pair in COLOURS.items()) for side in (0, 1)
    )
    not_light, chosen = ':root:not([data-theme="light"])', ':root[data-theme="dark"]'
    return "\n".join(
        [
            f":root {{ {light} }}",
            f"@media (prefers-color-scheme: dark) {{ {not_light} {{ {dark} }} }}",
            f"{chosen} {{ {dark} }}",
            f"@media print, (forced-colors: active) {{ :root, {chosen}, {not_light}"
            f" {{ {light} }} }}",
        ]
    )


LATERITE, BLUE, TEAL, GOLD, VIOLET, PLUM = map(colour, HUES)
INK, QUIET, SLATE, LINE, PAPER, LAND, HOME, WATER = map(colour, GREYS)
RAMP = [colour(name) for name in STEPS]
