"""What each page holds of the evidence, kept by Sphinx with the page: `book.page(docname)`.

A Sphinx domain, so that a page that goes or is read again takes what it held with it, and pages
that other processes read bring theirs.
"""

from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any, cast

from sphinx.application import Sphinx
from sphinx.domains import Domain
from sphinx.environment import BuildEnvironment

from ..numbers.references import Reference
from .state import SAFE, Setup

NAME = "heavyground"


@dataclass(frozen=True, slots=True)
class Use:
    """One verified number in a text: `anchor` is its place there."""

    anchor: str
    text: str
    reference: Reference


@dataclass(slots=True)
class Held:
    """What one page holds, in the order of its text.

    numbers · claims: ids · literals: their kinds · figures: names · terms: those whose first use is
    marked, known once the page is written.
    """

    numbers: list[Use] = field(default_factory=list)
    claims: list[str] = field(default_factory=list)
    literals: list[str] = field(default_factory=list)
    figures: list[str] = field(default_factory=list)
    terms: list[str] = field(default_factory=list)

    @property
    def references(self) -> tuple[Reference, ...]:
        """What the numbers refer to, each once."""
        return tuple(dict.fromkeys(use.reference for use in self.numbers))


class BookDomain(Domain):
    """Numbers, claims, literals, figures and terms by page."""

    name = NAME
    label = "evidence"
    data_version = 2
    initial_data = {"pages": {}, "outputs": {}}  # noqa: RUF012  Sphinx copies it

    @property
    def pages(self) -> dict[str, Held]:
        """Every page that holds something."""
        return cast(dict[str, Held], self.data["pages"])

    @property
    def outputs(self) -> dict[str, str]:
        """{page with code: digest of the outputs that it was read with}."""
        return cast(dict[str, str], self.data["outputs"])

    def page(self, docname: str) -> Held:
        """What one page holds; changes to it are kept."""
        return self.pages.setdefault(docname, Held())

    def figure_pages(self) -> dict[str, str]:
        """{name of a figure: the page it stands on}."""
        return {name: docname for docname, held in self.pages.items() for name in held.figures}

    def clear_doc(self, docname: str) -> None:
        self.pages.pop(docname, None)

    def merge_domaindata(self, docnames: Iterable[str], otherdata: dict[str, Any]) -> None:
        theirs: dict[str, Held] = otherdata["pages"]
        self.pages.update({name: theirs[name] for name in docnames if name in theirs})


def domain(env: BuildEnvironment) -> BookDomain:
    """The domain of this build."""
    return cast(BookDomain, env.get_domain(NAME))


def setup(app: Sphinx) -> Setup:
    app.add_domain(BookDomain)
    return SAFE
