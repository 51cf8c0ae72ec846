"""The one place where HTML is made: Jinja templates that escape whatever is not markup already.

Pages, lists, and what directives are made of lie in `templates/`; a chart has its own template, the
same in a notebook and on the page, and comes here as markup.

A value that is markup says so by its type, `Markup`; text stays text. A name that nobody filled in
is an error, never an empty place.
"""

import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from markupsafe import Markup, escape

from .addresses import relative

FOLDER = Path(__file__).parent / "templates"
FIRST_OF_OTHER_SCRIPTS = 0x590  # Hebrew; before it stand Latin, Greek, Cyrillic and Armenian


class Templates:
    """Templates by name.

    Beside Jinja's own: the filter `isolated` for texts from outside, the test `web` for addresses
    that may become links (`{% if url is web %}`), the function `relative(here, href)`.
    """

    def __init__(self) -> None:
        self.environment = Environment(
            loader=FileSystemLoader(FOLDER),
            autoescape=True,
            undefined=StrictUndefined,
            trim_blocks=True,
            lstrip_blocks=True,
        )
        self.environment.filters["isolated"] = isolated
        self.environment.tests["web"] = is_web
        self.environment.globals["relative"] = relative

    def render(self, name: str, /, **context: Any) -> Markup:
        """A whole template. Raises jinja2's errors with the template's name and line."""
        return Markup(self.environment.get_template(name).render(context))

    def macro(self, name: str, macro: str) -> Callable[..., Markup]:
        """One macro of a template, to be called from Python."""
        found: Callable[..., Markup] = getattr(self.environment.get_template(name).module, macro)
        return found


def isolated(value: object) -> Markup:
    """A text from outside: one line, escaped, its direction its own where that could matter.

    >>> isolated("tin  & copper"), isolated("ခဲမဖြူ")
    (Markup('tin &amp; copper'), Markup('<bdi>ခဲမဖြူ</bdi>'))
    """
    text = " ".join(str(value).split())
    other = any(ord(letter) >= FIRST_OF_OTHER_SCRIPTS for letter in text)
    return Markup("<bdi>{}</bdi>").format(text) if other else escape(text)


def is_web(address: str) -> bool:
    """May this address be a link? An address in the data is text from outside.

    >>> is_web("https://example.org/a?b=c"), is_web("javascript:alert(1)"), is_web("")
    (True, False, False)
    """
    return re.match(r"https?://[^\s<>\"]+$", address) is not None
