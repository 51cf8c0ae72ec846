"""How the book is written, as rules: one sentence a line, plain words, dated statements, references
that lead somewhere.

A rule takes a page as `numbers.prose` reads it and yields (line, message); its name stands in the
fault. Numbers are compared elsewhere (`numbers.check`).
"""

import re
from collections.abc import Callable, Iterator

from ..evidence.book import Book
from ..evidence.faults import Fault
from ..evidence.periods import MONTHS
from ..evidence.text import blanks, near
from ..numbers.prose import ROLE, Line, Page
from ..numbers.scan import parted

Said = Iterator[tuple[int, str]]
WritingRule = Callable[[Page, Book], Said]

RULES: list[tuple[str, WritingRule]] = []


def rule(name: str) -> Callable[[WritingRule], WritingRule]:
    """Put a function among the rules of writing."""

    def register(function: WritingRule) -> WritingRule:
        RULES.append((name, function))
        return function

    return register


def check_writing(page: Page, shown: str, book: Book) -> Iterator[Fault]:
    """Every fault of one page against these rules. shown: its path in messages."""
    for line, message in page.problems:
        yield Fault(shown, line, "markup", message)
    for name, function in RULES:
        for line, message in function(page, book):
            yield Fault(shown, line, name, message)


def outside_quotes(line: Line) -> str:
    """The author's own words: what stands in quotation marks is someone else's."""
    return re.sub(r"[\"“].*?[\"”]", "", line.plain)


@rule("heading")
def headings_go_in_order(page: Page, book: Book) -> Said:
    """One title, and no level is skipped."""
    level = 0
    for line in page.lines:
        if line.kind != "heading":
            continue
        if line.level == 1 and level:
            yield line.number, "a page has one title; make this a section (##)."
        if line.level > level + 1:
            yield (
                line.number,
                f"level {line.level} follows level {level}; use {'#' * (level + 1)}.",
            )
        level = line.level
    if page.lines and not level:
        yield 1, "the page has no title; begin with # and its name."


# A full stop that ends no sentence: initials, numbers, common short forms.
_NO_END = re.compile(
    r"(?:\b[A-Z]|\b(?:No|St|Mr|Mrs|Ms|Dr|Prof|Fig|pp?|approx|Co|Ltd|Inc|Corp|vs|U\.S|U\.N))\.$"
)
_END = re.compile(r"[.!?][\"'”’)*_]*(?=\s+[\"'“‘(*_]*[A-Z])")
_RUN_IN_HEADING = re.compile(r"^\s*\*\*[^*]+[.?!]\*\*")


@rule("sentence")
def one_sentence_a_line(page: Page, book: Book) -> Said:
    """A line is a sentence, so that a change shows as one."""
    for line in page.lines:
        if line.kind != "text":
            continue
        visible = _RUN_IN_HEADING.sub(blanks, line.text)
        visible = ROLE.sub(lambda match: "X" * len(match[0]), visible)
        for match in _END.finditer(visible):
            if not _NO_END.search(visible[: match.start() + 1]):
                yield (
                    line.number,
                    f"a second sentence begins at column {match.end() + 2}; give it a line of its "
                    "own.",
                )
                break


_NOW = re.compile(
    r"\b(?:now|today|currently|at present|these days|nowadays|this year|last year|recently)\b", re.I
)
_DATED = re.compile(rf"\b(?:1[5-9]\d\d|20\d\d)\b|\b(?:{'|'.join(MONTHS)})\b")


@rule("now")
def now_has_a_date(page: Page, book: Book) -> Said:
    """The evidence has a horizon; "now" and "today" never stand without a date on their line or the
    one before.
    """
    newest = max((source.date for source in book.sources.values()), default="")[:4]
    before = ""
    for line in page.lines:
        match = _NOW.search(outside_quotes(line))
        if match and not _DATED.search(line.text) and not _DATED.search(before):
            yield (
                line.number,
                f'"{match[0]}" without a date; say when (the evidence ends in {newest}), or leave '
                "the word out.",
            )
        before = line.text


_LATIN = {
    "e.g.": "for example",
    "i.e.": "that is",
    "etc.": "and so on",
    "cf.": "compare",
    "viz.": "namely",
    "ibid.": "the source again",
    "et al.": "and others",
}
_A_LATIN_ONE = re.compile(rf"(?<![\w.])(?:{'|'.join(map(re.escape, _LATIN))})", re.I)


@rule("latin")
def no_latin_abbreviations(page: Page, book: Book) -> Said:
    """English words, so that everyone reads them."""
    for line in page.lines:
        for match in _A_LATIN_ONE.finditer(line.plain):
            short = match[0].lower()
            yield line.number, f'"{short}" is Latin; write "{_LATIN[short]}".'


_HYPE = re.compile(
    r"\b(?:"
    r"game[- ]chang\w+|groundbreaking|ground-breaking|unprecedented|cutting-edge|revolutionary"
    r"|skyrocket\w*|treasure trove|paradigm shift|holy grail|delv(?:e|es|ed|ing)|crucial(?:ly)?"
    r"|pivotal|robust|stunning|staggering|dramatic(?:ally)?|massive(?:ly)?|explosive|tapestry"
    r"|testament to|underscor\w+|seismic|breathtaking|vital role|key role|it is worth noting"
    r"|notably|importantly|interestingly|leverag(?:e|es|ed|ing)|seamless\w*|comprehensive|myriad"
    r"|plethora"
    r")\b",
    re.I,
)


@rule("hype")
def no_hype(page: Page, book: Book) -> Said:
    """Words that praise or alarm instead of saying how much."""
    for line in page.lines:
        if match := _HYPE.search(outside_quotes(line)):
            yield line.number, f'"{match[0]}" says how to feel; say how much, or leave it out.'


@rule("money")
def money_has_its_code(page: Page, book: Book) -> Said:
    """USD, EUR: a dollar sign turns into a formula in other engines."""
    for line in page.lines:
        if match := re.search(r"[$€£¥₹]\s?\d", line.plain):
            yield line.number, f'"{match[0]}": write the code (such as USD) before the number.'


_KINDS = "p t ps ts year author alp alps ct cts"  # of citations, as sphinxcontrib-bibtex has them
_CITES = {"cite", "footcite", *(f"cite:{kind}" for kind in _KINDS.split())}


@rule("citation")
def citations_lead_to_a_source(page: Page, book: Book) -> Said:
    """A key in a citation is one of `sources.csv`."""
    for line in page.lines:
        for role in line.roles:
            if role.name in _CITES:
                for key in re.split(r"\s*,\s*", role.content.strip()):
                    if key not in book.sources:
                        yield (
                            line.number,
                            f"{key} is no source{near(key, book.sources)}; add it to "
                            "data/sources.csv or correct the key.",
                        )


@rule("claim")
def claims_are_named_as_claims(page: Page, book: Book) -> Said:
    """A number that only a founding article states stands in a sentence that says so, or opens the
    statement, on its line or one beside it.
    """
    for at, line in enumerate(page.lines):
        if any(map(_names_a_claim, page.lines[max(at - 1, 0) : at + 2])):
            continue
        for role in line.roles:
            _, id = parted(role.content)
            row = book.observations.get(id) if role.name == "num" else None
            if row and row.claimed:
                yield (
                    line.number,
                    f"{id} is a claim under test, no evidence; open it with {{claim}}, say whose "
                    "it is, or cite another row.",
                )


def _names_a_claim(line: Line) -> bool:
    opened = any(role.name == "claim" for role in line.roles)
    return opened or bool(re.search(r"\barticles?\b", line.plain))


@rule("html")
def nothing_bound_to_one_engine(page: Page, book: Book) -> Said:
    """What only one Jupyter Book reads, or what hides content by output, stays out."""
    for line in page.lines:
        if match := re.search(r"<(?:div|span|img|table|br|iframe|script|style)\b", line.plain):
            yield line.number, f"{match[0]}...>: write MyST instead of HTML."
