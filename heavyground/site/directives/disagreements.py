"""The directive ```{disagreements}```: one block for each question on which sources differ,
weightiest first, the rest folded. Anchors: `disagreements.html#d-prod-0011`.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from docutils import nodes
from markupsafe import Markup
from sphinx.application import Sphinx

from ...checks.disagreements import Disagreement, disagreements
from ...checks.pages import cited, read_pages
from ...evidence.rows import Observation
from .. import roles
from ..state import SAFE, Setup, book, project
from .directive import BookDirective

SHOWN = 8  # figures named in a block; rows that agree to the figure are put together first
SOURCES = 4  # named behind one figure
LARGE = 1.5  # ratio from which a disagreement over one item counts though nobody cites it


@dataclass(frozen=True, slots=True)
class Said:
    """One figure of a block: its words, what it is of, the rows that say so, how many more do."""

    words: str
    item: str
    claimed: bool
    rows: tuple[Observation, ...]
    more: int


@dataclass(frozen=True, slots=True)
class Block:
    """One question: who says what, how far apart, whether independent, and why where known.

    more: further figures that are not named.
    """

    anchor: str
    title: str
    facts: str
    why: Markup
    figures: tuple[Said, ...]
    more: int


class DisagreementsDirective(BookDirective):
    """Every disagreement, with the trivial ones folded away; nothing where sources agree."""

    def run(self) -> list[nodes.Node]:
        for path in project(self.app).pages():
            self.env.note_dependency(str(path))  # how often the text cites a row weighs here
        groups = disagreements(self.book, uses(self.app))
        if not groups:
            return []
        first = [group for group in groups if notable(group)]
        rest = [group for group in groups if not notable(group)]
        return [
            self.html(
                "disagreements.html",
                total=len(groups),
                independent=sum(group.independent for group in groups),
                first=self.blocks(first),
                rest=self.blocks(rest),
            )
        ]

    def blocks(self, groups: Iterable[Disagreement]) -> list[Block]:
        """The numbers of explanations are noted for the page's list, so the order counts."""
        return [block(group, roles.markup(self.env, group.explanation)) for group in groups]


def uses(app: Sphinx) -> Mapping[str, int]:
    """{row id: how often the book's text cites it}."""
    folder, evidence = project(app), book(app)

    def count() -> Mapping[str, int]:
        pages, _ = read_pages(folder.pages(), folder.shown, evidence)
        return cited(pages)

    return evidence.remember("cited", count)


def notable(group: Disagreement) -> bool:
    """Used in the text, or explained by us, or by a half and more apart over the same thing."""
    large = group.ratio >= LARGE and len({row.item for row in group.rows}) == 1
    return bool(group.uses or group.explanation or large)


def block(group: Disagreement, why: Markup) -> Block:
    """What a block says. why: the explanation, its numbers linked."""
    said = figures(group.rows)
    return Block(group.anchor, title(group), facts(group), why, said[:SHOWN], len(said) - SHOWN)


def title(group: Disagreement) -> str:
    """The question, of whom, of what, when."""
    partner = f" ({group.partner})" if group.partner not in ("", "World") else ""
    question = f"{group.quantity.rstrip('?')}?"
    return f"{question} {group.entity}{partner}, {group.family}, {group.first.period.words}"


def facts(group: Disagreement) -> str:
    """How far apart, whether independent, how often cited."""
    count = len(group.origins)
    origins = f"{count} independent origins" if count > 1 else f"one origin: {group.origins[0]}"
    return f"{apart(group.ratio)} within {group.unit}; {origins}. {times_cited(group.uses)}"


def times_cited(uses: int) -> str:
    """How often the text cites these rows, in a sentence; empty where it does not."""
    if not uses:
        return ""
    return f"Cited {uses} times in the text." if uses > 1 else "Cited once in the text."


def apart(ratio: float) -> str:
    """How far apart, in words.

    >>> apart(1.234), apart(2.34), apart(23.4)
    ('1.23 times apart', '2.3 times apart', '23 times apart')
    """
    digits = 2 if ratio < 2 else 1 if ratio < 10 else 0
    return f"{ratio:.{digits}f} times apart"


def figures(rows: Sequence[Observation]) -> tuple[Said, ...]:
    """The figures, largest first, equal ones of one item put together."""
    groups: dict[tuple[str, str, bool], list[Observation]] = {}
    for row in rows:
        groups.setdefault((row.words, row.item, row.claimed), []).append(row)
    return tuple(
        Said(words, item, claimed, tuple(same[:SOURCES]), len(same) - SOURCES)
        for (words, item, claimed), same in groups.items()
    )


def setup(app: Sphinx) -> Setup:
    app.add_directive("disagreements", DisagreementsDirective)
    return SAFE
