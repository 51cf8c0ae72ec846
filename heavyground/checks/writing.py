"""How the book is written, as rules: one sentence a line, plain words, dated statements, references that lead somewhere.

`check_page` runs these and the comparison of figures (`numbers.py`) over one page. Rules take the page as `prose` reads it
and yield (line, rule, message).
"""

import re

from . import evidence as ev
from . import numbers, prose
from .faults import Fault
from .paths import relative

RULES = []


def rule(function):
    RULES.append(function)
    return function


def check_page(path, data=None):
    """(faults, numbers) of one page."""
    page, shown = prose.read(path), relative(path)
    faults = [Fault(shown, line, "markup", message) for line, message in page.problems]
    scanned = list(numbers.scan_page(page, shown, numbers.names(data)))
    for number in scanned:
        faults += [
            Fault(shown, number.line, rule, message)
            for rule, message in numbers.check_number(number, data)
        ]
    for one in RULES:
        faults += [Fault(shown, line, rule, message) for line, rule, message in one(page, data)]
    return faults, scanned


@rule
def headings_go_in_order(page, data):
    """One title, and no level is skipped."""
    level = 0
    for line in page.lines:
        if line.kind == "heading":
            if line.level == 1 and level:
                yield line.number, "heading", "a page has one title; make this a section (##)."
            if line.level > level + 1:
                yield (
                    line.number,
                    "heading",
                    f"level {line.level} follows level {level}; use {'#' * (level + 1)}.",
                )
            level = line.level
    if page.lines and not level:
        yield 1, "heading", "the page has no title; begin with # and its name."


# A full stop that ends no sentence: initials, numbers, common short forms.
_NO_END = re.compile(
    r"(?:\b[A-Z]|\b(?:No|St|Mr|Mrs|Ms|Dr|Prof|Fig|pp?|approx|Co|Ltd|Inc|Corp|vs|U\.S|U\.N))\.$"
)
_END = re.compile(r"[.!?][\"'”’)*_]*(?=\s+[\"'“‘(*_]*[A-Z])")


@rule
def one_sentence_a_line(page, data):
    """A line is a sentence, so that a change shows as one."""
    for line in page.lines:
        if line.kind != "text":
            continue
        visible = re.sub(
            r"^\s*\*\*[^*]+[.?!]\*\*", lambda m: " " * len(m[0]), line.text
        )  # a run-in heading
        visible = re.sub(r"\{[\w:-]+\}`+[^`]*`+", lambda m: "X" * len(m[0]), visible)
        for match in _END.finditer(visible):
            if not _NO_END.search(visible[: match.start() + 1]):
                yield (
                    line.number,
                    "sentence",
                    f"a second sentence begins at column {match.end() + 2}; give it a line of its own.",
                )
                break


_NOW = re.compile(
    r"\b(?:now|today|currently|at present|these days|nowadays|this year|last year|recently)\b", re.I
)
_DATED = re.compile(rf"\b(?:1[5-9]\d\d|20\d\d)\b|\b(?:{numbers.MONTHS})\b")


@rule
def now_has_a_date(page, data):
    """The evidence has a horizon; "now" and "today" never stand without a date on their line or the one before."""
    before = ""
    for line in page.lines:
        text = re.sub(r"[\"“].*?[\"”]", "", line.plain)
        if (
            (match := _NOW.search(text))
            and not _DATED.search(line.text)
            and not _DATED.search(before)
        ):
            yield (
                line.number,
                "now",
                f'"{match[0]}" without a date; say when (the evidence ends in 2026), or leave the word out.',
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


@rule
def no_latin_abbreviations(page, data):
    for line in page.lines:
        for short, plain in _LATIN.items():
            if re.search(rf"(?<![\w.]){re.escape(short)}", line.plain, re.I):
                yield line.number, "latin", f'"{short}" is Latin; write "{plain}".'


_HYPE = re.compile(
    r"\b(game[- ]chang\w+|groundbreaking|ground-breaking|unprecedented|cutting-edge|revolutionary|skyrocket\w*|treasure trove|paradigm shift|holy grail|"
    r"delv(?:e|es|ed|ing)|crucial(?:ly)?|pivotal|robust|stunning|staggering|dramatic(?:ally)?|massive(?:ly)?|explosive|tapestry|testament to|underscor\w+|"
    r"seismic|breathtaking|vital role|key role|it is worth noting|notably|importantly|interestingly|leverag(?:e|es|ed|ing)|seamless\w*|comprehensive|myriad|plethora)\b",
    re.I,
)


@rule
def no_hype(page, data):
    """Words that praise or alarm instead of saying how much. In quotation marks they are someone else's."""
    for line in page.lines:
        text = re.sub(r"[\"“].*?[\"”]", "", line.plain)
        if match := _HYPE.search(text):
            yield (
                line.number,
                "hype",
                f'"{match[0]}" says how to feel; say how much, or leave it out.',
            )


@rule
def money_has_its_code(page, data):
    """USD, CNY, INR: a dollar sign turns into a formula in other engines."""
    for line in page.lines:
        if match := re.search(r"[$€£¥₹]\s?\d", line.plain):
            yield (
                line.number,
                "money",
                f'"{match[0]}": write the code (USD, CNY, INR) before the figure.',
            )


_CITES = (
    "cite",
    "cite:p",
    "cite:t",
    "cite:ps",
    "cite:ts",
    "cite:year",
    "cite:author",
    "footcite",
    "cite:alp",
    "cite:alps",
    "cite:ct",
    "cite:cts",
)


@rule
def citations_lead_to_a_source(page, data):
    known = ev.load(data).source
    for line in page.lines:
        for role in line.roles:
            if role.name in _CITES:
                for key in re.split(r"\s*,\s*", role.content.strip()):
                    if key not in known:
                        yield (
                            line.number,
                            "citation",
                            f"{key} is no source{ev.near(key, known)}; add it to data/sources.csv or correct the key.",
                        )


@rule
def claims_are_named_as_claims(page, data):
    """A figure that only a founding article states stands in a sentence that says so, or opens the statement (the line, or one beside it)."""
    evidence = ev.load(data)
    for before, line, after in zip([None, *page.lines], page.lines, [*page.lines[1:], None]):
        near = [one for one in (before, line, after) if one]
        said = any(role.name == "claim" for one in near for role in one.roles) or any(
            re.search(r"\barticles?\b", one.plain) for one in near
        )
        for role in line.roles:
            target = role.content.rpartition("<")[2].rstrip(">")
            if (
                role.name == "num"
                and not said
                and target in evidence.index
                and evidence.row(target).basis == "claim"
            ):
                yield (
                    line.number,
                    "claim",
                    f"{target} is a claim under test, no evidence; open it with {{claim}}, say whose it is, or cite another row.",
                )


@rule
def nothing_bound_to_one_engine(page, data):
    """What only one Jupyter Book reads, or what hides content by output, stays out."""
    for line in page.lines:
        if match := re.search(r"<(?:div|span|img|table|br|iframe|script|style)\b", line.plain):
            yield line.number, "html", f"{match[0]}...>: write MyST instead of HTML."
