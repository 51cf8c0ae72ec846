"""The page's colours as a stylesheet: light, dark by preference or by choice, and on paper.

Each is named once, here or in the colours of the charts; the stylesheets use the names alone.
"""

from collections.abc import Mapping

from ..charts import colours

# name: (light, dark, on paper)
PAGE = {
    "paper": (*colours.COLOURS["paper"], "#fff"),
    "raised": ("#ffffff", "#1e2126", "#fff"),
    "sunk": ("#f3f0e9", "#1b1e23", "#f4f4f4"),
    "ink": (*colours.COLOURS["ink"], "#000"),
    "quiet": (*colours.COLOURS["quiet"], "#444"),
    "line": (*colours.COLOURS["line"], "#bbb"),
    "strong-line": ("#8d8980", "#7b7c7d", "#777"),
    "shade": ("rgba(29, 31, 35, .14)", "rgba(0, 0, 0, .5)", "rgba(0, 0, 0, 0)"),
}
HOME = "laterite"  # the hue of a book that names none for its subject
DARK = ':root:not([data-theme="light"])'  # where the reader's device prefers it
CHOSEN = ':root[data-theme="dark"]'


def accent(home: str) -> tuple[str, str]:
    """The one accent of the page, light and dark: the hue that belongs to the book's subject.

    Raises KeyError for a hue that charts do not have.
    """
    return colours.HUES[home or HOME]


def stylesheet(home: str = "") -> str:
    """All colours as custom properties: `--ink` of the page, `--c-blue` of its charts."""
    light, dark = accent(home)
    page = PAGE | {"accent": (light, dark, light)}
    sides = [{name: sides[at] for name, sides in page.items()} for at in range(3)]
    return "\n".join(
        [
            _rule(":root", "light", sides[0]),
            f"@media (prefers-color-scheme: dark) {{\n{_rule(DARK, 'dark', sides[1])}\n}}",
            _rule(CHOSEN, "dark", sides[1]),
            f"@media print {{\n{_rule(f':root, {CHOSEN}, {DARK}', 'light', sides[2])}\n}}",
            colours.css(),
        ]
    )


def _rule(selector: str, scheme: str, values: Mapping[str, str]) -> str:
    lines = [f"  color-scheme: {scheme};", *(f"  --{name}: {v};" for name, v in values.items())]
    return "\n".join([f"{selector} {{", *lines, "}"])
