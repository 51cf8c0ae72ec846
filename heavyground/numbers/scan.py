"""Which numbers stand on a page, and where exactly: those with a role, and those without.

A page's prose is scanned for the roles `num`, `lit` and `claim`, and its code cells for what
reaches a reader: the strings of `num()`, and title, subtitle, caption, note and alt text of
`figure()`, where the same stands in braces. What is left and looks like a number is an orphan;
dates, years, names and codes are none.

In titles, subtitles, captions and notes, number words count too where they say how much: a factor
(fortyfold, twice, five times), a fraction (a quarter, three fifths), a count of parts (three of
four, nine draws in ten) or an amount (two hundred million, forty tonnes).
"""

import ast
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Literal

from ..evidence.book import Book
from ..evidence.periods import MONTHS
from ..evidence.text import blanks
from .parsing import (
    DIGITS,
    FACTOR_WORDS,
    MULTIPLIED,
    NUMBER,
    OF,
    PART_WORDS,
    SCALE_WORDS,
    WORDS_OF_A_NUMBER,
    cardinal,
)
from .prose import Cell, Line, Page
from .units import CURRENCIES, SCALES, Units

KINDS = {
    "name": "part of a name or label",
    "year-like": "a year, date or clock time the scanner does not see as one",
    "example": "an invented number to illustrate",
    "rule": "a rule, tolerance or setting of ours",
    "count-of-ours": "a count of our own rows, charts or sentences",
    "quotation": "a number inside quoted words that are under discussion",
    "assumption": "an assumption of ours, named as one",
}
ROLES = ("num", "lit", "claim")
BRACES = re.compile(r"\{(?P<text>[^{}<>]+?)\s*<(?P<target>[^<>{}]+)>\}")
TARGETED = re.compile(r"^(?P<text>.*?)\s*<(?P<target>[^<>]+)>$", re.S)
WORDED = ("title", "subtitle", "caption", "note")  # of figure(): number words count in them
TEXTS = (*WORDED, "alt")
FILLED_IN = "\ufffc"  # stands for what a string holds only when the cell runs


@dataclass(frozen=True, slots=True)
class Scanned:
    """One number of a page. where: in prose, or in a string of a code cell · col counts from 1
    (0 where a string in code spans lines) · before, after: the rest of its sentence.
    """

    path: str
    line: int
    col: int
    role: Literal["num", "lit", "claim", "orphan"]
    text: str
    target: str = ""
    where: Literal["prose", "string"] = "prose"
    before: str = ""
    after: str = ""


class Names:
    """What a scanner must know of a book: its names that hold a digit, and its units."""

    def __init__(self, names: Iterable[str] = (), units: Units | None = None) -> None:
        self.units = units or Units()
        self._by_number: dict[str, list[tuple[str, int]]] = {}
        for name in sorted(set(names), key=len, reverse=True):
            if (first := _RUN.search(name)) and _TWO_LETTERS.search(name):
                self._by_number.setdefault(first[0], []).append((name, first.start()))

    @classmethod
    def of(cls, book: Book) -> "Names":
        """Names and spellings of a book's entities and items, made once."""
        return book.remember(("numbers", "names"), lambda: cls(_spellings(book), Units.of(book)))

    def masked(self, text: str) -> str:
        """The text with the names that hold a digit as blanks."""
        for run in _RUN.finditer(text):
            for name, offset in self._by_number.get(run[0], ()):
                start = run.start() - offset
                end = start + len(name)
                if (
                    start >= 0
                    and text.startswith(name, start)
                    and not _is_word(text[start - 1 : start])
                    and not _is_word(text[end : end + 1])
                ):
                    text = text[:start] + " " * len(name) + text[end:]
                    break
        return text


_RUN = re.compile(r"\d+")
_TWO_LETTERS = re.compile(r"[A-Za-z]{2}")


def _spellings(book: Book) -> Iterator[str]:
    for table in (book.items, book.entities):
        for row in table.values():
            yield row.name
            yield from row.spellings


def _is_word(character: str) -> bool:
    return character.isalnum() or character == "_"


# ---- Pages


def scan_page(page: Page, shown: str, names: Names) -> list[Scanned]:
    """Every number of a page in reading order: with a role, and orphans.

    shown: the page's path as people write it · names: of the page's book.
    """
    found: list[Scanned] = []
    for line in page.lines:
        found += _scan_roles(line, shown)
        found += _scan_orphans(line, shown, names)
    for cell in page.cells:
        found += _scan_cell(cell, shown, names)
    return sorted(found, key=lambda scanned: (scanned.line, scanned.col))


def _scan_roles(line: Line, shown: str) -> Iterator[Scanned]:
    for role in line.roles:
        if role.name not in ROLES:
            continue
        text, target = parted(role.content)
        if role.name == "claim" and not target:
            target = text.strip()
        yield Scanned(
            shown,
            line.number,
            role.col,
            role.name,  # type: ignore[arg-type]
            text,
            target,
            before=role.before,
            after=role.after,
        )


def parted(content: str) -> tuple[str, str]:
    """Text and target of a role; a role without a target is its text alone.

    >>> parted("41,700 t <prod-0701>"), parted("41,700 t")
    (('41,700 t', 'prod-0701'), ('41,700 t', ''))
    """
    match = TARGETED.match(content)
    return (match["text"], match["target"].strip()) if match else (content, "")


def _scan_orphans(line: Line, shown: str, names: Names) -> Iterator[Scanned]:
    plain = line.plain
    for at, text in orphans(plain, names, worded=line.caption):
        yield Scanned(
            shown,
            line.number,
            at + 1 + line.start,
            "orphan",
            text,
            before=plain[:at],
            after=plain[at + len(text) :],
        )


# ---- Code cells


def _scan_cell(cell: Cell, shown: str, names: Names) -> Iterator[Scanned]:
    """Numbers in the strings of a cell that reach a reader."""
    if "num(" not in cell.code and "figure(" not in cell.code:
        return
    try:
        tree = cell.tree()
    except SyntaxError:
        return  # the build runs the cell and says so; here it holds no strings
    lines = cell.code.split("\n")
    for text, node, worded in _strings(tree):
        places = _Places(lines, node, cell.line)
        plain = BRACES.sub(blanks, text)
        for match in BRACES.finditer(text):
            yield in_braces(match, plain, shown, places.braced(match[0]))
        for _, token in orphans(plain, names, worded):
            yield Scanned(shown, *places.bare(token), "orphan", token, where="string")


def in_braces(
    match: re.Match[str], plain: str, shown: str = "", place: tuple[int, int] = (0, 0)
) -> Scanned:
    """A number that stands in braces in a string.

    match: of BRACES · plain: the string with all braces as blanks · place: line and column.
    """
    target = match["target"].strip()
    return Scanned(
        shown,
        *place,
        "lit" if target in KINDS else "num",
        match["text"].strip(),
        target,
        "string",
        plain[: match.start()],
        plain[match.end() :],
    )


class _Places:
    """Finds pieces of a string again in the lines of code that spell it, each further on than the
    same piece before.
    """

    def __init__(self, lines: list[str], node: ast.expr, first: int) -> None:
        self._first = node.lineno + first - 1
        self._lines = lines[node.lineno - 1 : node.end_lineno]
        self._reached: dict[str, tuple[int, int]] = {}

    def braced(self, piece: str) -> tuple[int, int]:
        """Line on the page and column from 1 of a number in braces; 0 where lines part it."""
        return self._find(piece, self._lines)

    def bare(self, piece: str) -> tuple[int, int]:
        """The same of a number outside braces."""
        return self._find(piece, [BRACES.sub(blanks, line) for line in self._lines])

    def _find(self, piece: str, lines: list[str]) -> tuple[int, int]:
        row, col = self._reached.get(piece, (0, 0))
        for at in range(row, len(lines)):
            found = lines[at].find(piece, col if at == row else 0)
            if found >= 0:
                self._reached[piece] = (at, found + len(piece))
                return self._first + at, found + 1
        return self._first, 0


def _strings(tree: ast.AST) -> Iterator[tuple[str, ast.expr, bool]]:
    """(text, node, do number words count?) of every string that reaches a reader."""
    seen: set[int] = set()
    for call in ast.walk(tree):
        if not isinstance(call, ast.Call):
            continue
        name = called(call)
        texts: list[tuple[ast.expr, bool]] = []
        if name == "num":
            texts = [(argument, False) for argument in call.args[:1]]
        elif name == "figure":
            for keyword in call.keywords:
                if keyword.arg in TEXTS:
                    worded = keyword.arg in WORDED
                    texts += [(part, worded) for part in _parts(keyword.value)]
        for node, worded in texts:
            text = _constant(node)
            if text is not None and id(node) not in seen:
                seen.add(id(node))
                yield text, node, worded


def called(call: ast.Call) -> str:
    """The name that a call is made by: of a function, or of a method."""
    return str(getattr(call.func, "id", getattr(call.func, "attr", "")))


def _parts(node: ast.expr) -> Iterator[ast.expr]:
    """The value of an argument, and what a `num()` or a choice in it holds."""
    yield node
    if isinstance(node, ast.Constant | ast.JoinedStr):
        return
    for inner in ast.walk(node):
        if isinstance(inner, ast.Call) and getattr(inner.func, "id", "") == "num":
            yield from inner.args[:1]
        elif isinstance(inner, ast.IfExp):
            yield from (inner.body, inner.orelse)


def _constant(node: ast.expr) -> str | None:
    """Text of a string expression; what is filled in when it runs is marked."""
    if isinstance(node, ast.Constant):
        return node.value if isinstance(node.value, str) else None
    if isinstance(node, ast.JoinedStr):
        return "".join(
            str(part.value) if isinstance(part, ast.Constant) else FILLED_IN for part in node.values
        )
    if isinstance(node, ast.BinOp) and isinstance(node.op, ast.Add):
        return (_constant(node.left) or "") + (_constant(node.right) or "")
    return None


# ---- Orphans

_YEAR = r"(?:1[5-9]\d\d|20\d\d)"
_MONTH = "|".join(MONTHS)
_MONEY = "|".join(CURRENCIES.values())
_A_UNIT_FOLLOWS = (
    rf"\s?(?:%|per cent|t\b|tonnes?\b|kg\b|km|ha\b|mg/|(?:{SCALE_WORDS})\b|(?:{_MONEY})\b"
    r"|days|people|sites|times)"
)
_NO_MONEY_BEFORE = "".join(f"(?<!{code} )" for code in CURRENCIES)
_MORE = r"\d[\d.]*(?:[-–]\d+)?(?:(?:,| and| to| or)\s+\d[\d.]*)*\b"  # 5, 5.2, 3-5, "1, 2 and 4"
_NUMBERED = (
    "HS Operation Articles? Figures? Fig\\. Tables? Chapters? Sections? Parts? Box Appendix "
    "Region Brigade Battalion Division Route Highway No\\. pages? pp?\\. paragraphs? rounds? Rule "
    "Resolution Regulation Annex Phase version Version Python ISO Scope Order Decree Notice "
    "Announcement Bill Act Class Tier Level Line WCAG"
)
_NO_NUMBERS = [
    re.compile(pattern)
    for pattern in (
        FILLED_IN,
        rf"\b{_YEAR}-\d\d(?:-\d\d)?\b",
        r"\bFY\s?\d{4}(?:[-–/]\d\d)?\b",
        rf"\b\d{{1,2}}(?:(?:\s*[-–]\s*|\s+(?:to|and|or)\s+|,\s+)\d{{1,2}})*\s+(?:{_MONTH})\b"
        rf"(?:\s+{_YEAR})?",
        rf"\b(?:{_MONTH})\s+\d{{1,2}}\b(?!\d)(?:,?\s+{_YEAR})?",
        rf"(?<![\d,.]){_NO_MONEY_BEFORE}{_YEAR}(?:s\b|(?:[-–/]|\s+to\s+){_YEAR}|[-–/]\d\d)?"
        rf"(?![\d%]|[,.]\d)(?!{_A_UNIT_FOLLOWS})",
        rf"(?i:\b(?:chapters?|figures?|tables?|sections?|articles?|paragraphs?|pages?)\s+{_MORE})",
        rf"\b(?:CC BY|{_NUMBERED.replace(' ', '|')})\s+{_MORE}",
        r"\b\d+(?:st|nd|rd|th)\b",
        r"\b\d{1,2}:\d{2}\b",
        r"(?:(?<=^)|(?<=^\s)|(?<=^\s\s))\d+[.)]\s",
        r"\b[A-Za-z]+[-–]?\d[\w-]*",
    )
]
_NUMBER = re.compile(rf"(?:(?:{'|'.join(CURRENCIES)})\s+)?{DIGITS}(?:\s?(?:{'|'.join(SCALES)})\b)?")
_SPELT_PERCENT = re.compile(rf"\b{WORDS_OF_A_NUMBER}\s+(?:per cent|percent|%)", re.I)


def orphans(plain: str, names: Names, worded: bool = False) -> list[tuple[int, str]]:
    """Numbers in a text that no role covers: (column from 0, number with its unit).

    worded: do number words count that say how much?

    >>> orphans("It was 5 % in 2024, twice as much.", Names())
    [(7, '5 %')]
    >>> orphans("It was 5 % in 2024, twice as much.", Names(), worded=True)
    [(7, '5 %'), (20, 'twice')]
    """
    found = list(_in_digits(plain, names))
    if "per" in plain or "%" in plain:
        found += [(match.start(), match[0]) for match in _SPELT_PERCENT.finditer(plain)]
    if worded:
        taken = [(at, at + len(text)) for at, text in found]
        found += [
            (at, text)
            for at, text in _in_words(plain, names)
            if not any(start < at + len(text) and at < end for start, end in taken)
        ]
    return sorted(found)


def _in_digits(plain: str, names: Names) -> Iterator[tuple[int, str]]:
    if not _RUN.search(plain):
        return
    masked = names.masked(plain)
    for pattern in _NO_NUMBERS:
        masked = pattern.sub(blanks, masked)
        if not _RUN.search(masked):
            return
    for match in _NUMBER.finditer(masked):
        yield match.start(), match[0] + _unit(masked[match.end() :], names)


def _unit(rest: str, names: Names) -> str:
    """The unit at the start of a text, with the space before it."""
    rest = rest.rstrip()
    measure, left = names.units.after(rest)
    if measure is None or re.match(r"\s{2}", rest):
        return ""
    return rest[: len(rest) - len(left)].rstrip()


# ---- Number words that say how much

_WORDS = re.compile(
    rf"\b(?:(?P<number>{WORDS_OF_A_NUMBER}|an?\b)|{FACTOR_WORDS}|hal(?:f|ves)\b)", re.I
)
_SCALE = re.compile(rf" (?:{SCALE_WORDS})\b", re.I)
_PART = re.compile(rf"[\s-](?P<part>{PART_WORDS})", re.I)
# "A third" is a fraction before "of", "more", a stop ...; else it is the one after the second.
_OF_A_THING = re.compile(
    r"\s*(?:$|[,.;:!?)])|\s(?:of|less|more|as|above|below|higher|lower|again|to|in|by|the|and|or|at"
    r"|from|is|was)\b"
)
_TIME_FOLLOWS = re.compile(r" (?:hour|day|week|month|year)s?\b")
_ONE_OF_TWO = re.compile(
    r"\b(?:first|second|third|last|latter|former|other|either|each|this|every|upper|lower) $", re.I
)


def _in_words(plain: str, names: Names) -> Iterator[tuple[int, str]]:
    at = 0
    while match := _WORDS.search(plain, at):
        start, at = match.start(), match.end()
        end = at
        if match["number"]:
            end = _end_of_number(match["number"].lower(), plain, at, names)
        if end and not _is_one_of_two(plain, start, end):
            at = end
            yield start, plain[start:end]


def _is_one_of_two(plain: str, start: int, end: int) -> bool:
    """Is it a half by name: "half-year", "the second half"?"""
    return plain[:end].lower().endswith("half") and (
        plain[end : end + 1] == "-" or _ONE_OF_TWO.search(plain[:start]) is not None
    )


def _end_of_number(word: str, plain: str, at: int, names: Names) -> int:
    """Where a factor, a fraction, a count of parts or an amount ends whose first word ends at `at`;
    0 where the word says nothing of the kind.
    """
    if match := _PART.match(plain, at):
        sure = word not in ("a", "an") or match["part"].lower() in ("half", "quarter")
        return match.end() if sure or _OF_A_THING.match(plain, match.end()) else 0
    if word in ("a", "an"):
        scale = _SCALE.match(plain, at)
        return scale.end() + len(_unit(plain[scale.end() :], names)) if scale else 0
    if match := MULTIPLIED.match(plain, at):
        return match.end()
    if end := _end_of_parts(word, plain, at):
        return end
    scale = _SCALE.match(plain, at)
    end = scale.end() if scale else at
    measure, _ = names.units.after(plain[end:])
    counts = measure is not None and measure.what not in ("time", "ratio")
    if not (scale or "hundred" in word or counts):
        return 0
    return end + len(_unit(plain[end:], names))


def _end_of_parts(word: str, plain: str, at: int) -> int:
    """Where "three of four" or "nine draws in ten" ends; 0 where it is none."""
    of = OF.match(plain, at)
    whole = NUMBER.match(plain, of.end()) if of else None
    if of is None or whole is None or not whole["words"] or whole["scale"]:
        return 0
    if (of["noun"] and of["word"].lower() != "in") or _TIME_FOLLOWS.match(plain, whole.end()):
        return 0
    return whole.end() if cardinal(word) <= cardinal(whole["words"]) else 0
