"""A number as written: its words, its digits, its scale and its unit, read from a text.

    about USD 1.44 billion          0.011 to 0.014 mg/L          a fall of 38 %
    two fifths                      more than double             forty-fold
    sixteen of ninety people        nine draws in ten            two hundred million dollars

What the words allow is said in `compare`.
"""

import re
from dataclasses import dataclass
from typing import Literal

from .units import SCALES, Measure, Units

Relation = Literal[
    "", "about", "nearly", "just under", "just over", "over", "least", "under", "most", "printed"
]

WORDS: dict[Relation, list[str]] = {
    "about": ["about", "around", "some", "roughly", "approximately"],
    "nearly": ["nearly", "almost", "close to"],
    "just under": ["just under"],
    "just over": ["just over"],
    "over": ["more than", "over", "above", "exceeding", "upwards of"],
    "least": ["at least", "no less than", "not less than", "no fewer than", "from"],
    "under": ["less than", "under", "below", "fewer than"],
    "most": ["at most", "up to", "no more than", "not more than"],
    "printed": ["printed", "misprinted"],
}
RELATION: dict[str, Relation] = {word: name for name, words in WORDS.items() for word in words}


class NumberError(ValueError):
    """A number that cannot be read, or numbers that do not agree with the evidence; all are in the
    message.
    """


@dataclass(frozen=True, slots=True)
class Written:
    """A number as written.

    low, high: what is written, in its unit with the scale counted in; equal except in a range ·
    steps: the size of the last digit written, for each end · kind: plain, range, fraction or factor
    (twice, fivefold) · scale: what its word of scale multiplies by · noun: what follows it and its
    unit · of: B in "A of B" or "A in B" · direction: -1 in "a fall of A", 1 in "up A", else 0
    """

    text: str
    low: float
    high: float
    steps: tuple[float, float] = (0.0, 0.0)
    kind: Literal["plain", "range", "fraction", "factor"] = "plain"
    relation: Relation = ""
    measure: Measure | None = None
    scale: float = 1.0
    noun: str = ""
    of: float | None = None
    direction: int = 0


# ---- The vocabulary, which the scanner of titles shares

_SMALL = (
    "zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen "
    "fifteen sixteen seventeen eighteen nineteen"
)
_TENS = "twenty thirty forty fifty sixty seventy eighty ninety"
CARDINALS = {word: float(number) for number, word in enumerate(_SMALL.split(" "))}
CARDINALS |= {word: 10.0 * number for number, word in enumerate(_TENS.split(" "), 2)}
CARDINALS |= {"a": 1.0, "an": 1.0}
_WHOLE = {"a dozen": 12.0, "hundred": 100.0, "thousand": 1000.0, "a thousand": 1000.0}
PARTS = {
    "half": 2,
    "halves": 2,
    "third": 3,
    "quarter": 4,
    "fifth": 5,
    "sixth": 6,
    "seventh": 7,
    "eighth": 8,
    "ninth": 9,
    "tenth": 10,
    "hundredth": 100,
}
FACTORS = {
    "twice": 2.0,
    "thrice": 3.0,
    "doubl": 2.0,
    "tripl": 3.0,
    "trebl": 3.0,
    "quadr": 4.0,
    "quint": 5.0,
    "halve": 0.5,
    "halvi": 0.5,
}


def _any_of(words: list[str]) -> str:
    return "|".join(sorted(map(re.escape, words), key=len, reverse=True))


ONE_TO_NINE = _any_of(_SMALL.split(" ")[1:10])
_CARDINAL = (
    rf"(?:(?:{_any_of(_TENS.split(' '))})(?:-(?:{ONE_TO_NINE}))?"
    rf"|{_any_of(_SMALL.split(' ')[1:])})"
)
# Fifteen, thirty-five, a dozen, two hundred and ten; "hundredfold" has no number before it.
WORDS_OF_A_NUMBER = (
    rf"(?:a dozen|(?:(?:a|{_CARDINAL}) hundred(?: and {_CARDINAL})?|{_CARDINAL}"
    r"|(?:a )?(?:hundred|thousand)(?=[\s-]?fold))(?=\b|fold\b))"
)
FACTOR_WORDS = (
    r"(?:twice|thrice|(?:doubl|tripl|trebl|quadrupl|quintupl)(?:e[ds]?|ing)|halv(?:ed|ing))\b"
)
PART_WORDS = rf"(?:{_any_of(list(PARTS))})s?\b"
SCALE_WORDS = _any_of(list(SCALES))
DIGITS = r"(?:\d{1,3}(?:[,\u00a0\u2009\u202f]\d{3})+|\d+)(?:\.\d+)?"
NUMBER = re.compile(
    rf"(?:(?P<digits>{DIGITS})|(?P<words>{WORDS_OF_A_NUMBER}|an?(?=\s+(?:{SCALE_WORDS})\b)))"
    rf"(?:\s*(?P<scale>{SCALE_WORDS})\b)?",
    re.I,
)
MULTIPLIED = re.compile(r"[\s-]?fold\b|(?P<half> and a half)?\s+times\b", re.I)
OF = re.compile(
    r"\s+(?P<noun>(?:[a-z-]+\s+){0,2}?)(?P<word>(?:out )?of|in)\s+(?:the\s+|every\s+)?", re.I
)

_RELATIONS = _any_of(list(RELATION))
_LEAD = re.compile(rf"(?:{_RELATIONS})\b\s*", re.I)
_DIRECTION = re.compile(
    r"(?:an?\s+|the\s+)?(?:(?P<fall>fall|drop|decline|decrease|loss|cut)"
    r"|rise|increase|growth|gain)\s+of\s+"
    r"|(?:(?P<down>down|minus)|up|plus)\s+(?!to\b)",
    re.I,
)
_TRAIL = re.compile(r"\s+or\s+(?P<word>more|over|less|fewer)\b", re.I)
_UP_TO_DIGITS = re.compile(r"[^\d]*?(?=\d)")
_TO = re.compile(r"(?:\s*%)?\s*(?P<word>to|and|[-–—])\s*", re.I)
_OTHER_FORM = re.compile(rf"(?:{SCALE_WORDS})\b|{PART_WORDS}", re.I)
_FACTOR = re.compile(FACTOR_WORDS, re.I)
_FRACTION = re.compile(rf"(?:(?P<count>an?|{ONE_TO_NINE})[\s-]+)?(?P<part>{PART_WORDS})", re.I)
_A = re.compile(r"an? ", re.I)
_SIGN = re.compile(r"[-+\u2212\u2013](?=\d)")
_MILLIONS = re.compile(r"\s?m\b(?!\w)")  # USD 200m
_SECOND = re.compile(rf"(?<![\w-]){DIGITS}(?!\w)")
_YEAR = re.compile(r"(?:1[5-9]|20)\d\d")
_GROUPING = re.compile(r"[,\u00a0\u2009\u202f]")


def cardinal(words: str) -> float:
    """A number in words.

    >>> cardinal("thirty-five"), cardinal("two hundred and ten"), cardinal("a dozen")
    (35.0, 210.0, 12.0)
    """
    words = words.lower()
    if words in _WHOLE:
        return _WHOLE[words]
    head, hundred, tail = words.partition(" hundred")
    if hundred:
        return 100 * cardinal(head) + (cardinal(tail.removeprefix(" and ")) if tail else 0)
    return sum(CARDINALS[word] for word in words.split("-"))


def without_relation(text: str) -> str:
    """The text without a word of tolerance before it."""
    text = text.strip()
    lead = _LEAD.match(text)
    return text[lead.end() :] if lead else text


@dataclass(frozen=True, slots=True)
class _Start:
    """What stands before the number itself, and the rest of the text from there on."""

    text: str
    rest: str
    relation: Relation
    direction: int
    front: Measure | None  # a currency written first


def parse_written(text: str, units: Units) -> Written:
    """Read one number, with its words, scale and unit. Raises NumberError where there is none, or
    a second one.

    >>> written = parse_written("about USD 1.44 billion", Units())
    >>> written.low, written.relation, written.measure.what
    (1440000000.0, 'about', 'USD')
    >>> parse_written("0.011 to 0.014 mg/L", Units()).steps
    (0.001, 0.001)
    """
    start = _start(text, units)
    for form in (_range, _parts, _factor, _fraction, _plain):
        if written := form(start, units):
            return written
    raise NumberError(
        f'"{text}" holds no number that can be read. '
        "Write digits or a number word first, then the unit."
    )


def _start(text: str, units: Units) -> _Start:
    rest, direction = text.strip(), 0
    relation: Relation = ""
    if match := _DIRECTION.match(rest):
        direction = -1 if match["fall"] or match["down"] else 1
        rest = rest[match.end() :]
    if match := _LEAD.match(rest):
        relation, rest = RELATION[match[0].strip().lower()], rest[match.end() :]
        if relation == "printed" and (match := _LEAD.match(rest)):
            rest = rest[match.end() :]
    if match := re.match(r"between\s+", rest, re.I):
        rest = rest[match.end() :]
    front = None
    before = _UP_TO_DIGITS.match(rest)
    if before and before[0].strip():
        front, left = units.before(before[0])
        if front:
            rest = left + rest[before.end() :]
    rest = re.sub(r"^pH\s+", "", rest)
    if not relation and (match := _TRAIL.search(rest)):
        relation = "least" if match["word"].lower() in ("more", "over") else "most"
        rest = rest[: match.start()] + rest[match.end() :]
    return _Start(text, rest, relation, direction, front)


# ---- The forms


@dataclass(frozen=True, slots=True)
class _Read:
    """A number at the start of a text, without its scale; `step` is the size of its last digit."""

    value: float
    step: float
    scale: float
    in_words: bool
    rest: str


def _read(text: str) -> _Read | None:
    match = NUMBER.match(text)
    if match is None:
        return None
    scale = SCALES[match["scale"].lower()] if match["scale"] else 1.0
    rest = text[match.end() :]
    if match["words"]:
        return _Read(cardinal(match["words"]), 1.0, scale, True, rest)
    digits = _GROUPING.sub("", match["digits"])
    decimals = len(digits.partition(".")[2])
    return _Read(float(digits), 10.0**-decimals, scale, False, rest)


def _one(text: str, units: Units) -> _Read | None:
    """The one of "a year", "a tonne"."""
    match = _A.match(text)
    if match is None or units.after(text[match.end() :])[0] is None:
        return None
    return _Read(1.0, 1.0, 1.0, True, text[match.end() :])


def _range(start: _Start, units: Units) -> Written | None:
    low = _read(start.rest)
    to = _TO.match(low.rest) if low else None
    high = _read(low.rest[to.end() :]) if low and to else None
    if low is None or to is None or high is None or low.in_words != high.in_words:
        return None
    if low.in_words and to["word"].lower() != "to":
        return None
    low_scale = low.scale if low.scale != 1 else high.scale  # USD 1.2 to 1.3 billion
    measure, noun = _unit(start, high.rest, units)
    return Written(
        start.text,
        low.value * low_scale,
        high.value * high.scale,
        (low.step * low_scale, high.step * high.scale),
        "range",
        start.relation,
        measure,
        high.scale,
        noun,
        direction=start.direction,
    )


def _parts(start: _Start, units: Units) -> Written | None:
    """A of B, A things in B."""
    part = _read(start.rest)
    of = OF.match(part.rest) if part else None
    whole = _read(part.rest[of.end() :]) if part and of else None
    if part is None or of is None or whole is None or part.scale != 1:
        return None
    noun = of["noun"].strip()
    if noun and (part.value > whole.value or units.after(noun)[0] or _OTHER_FORM.match(noun)):
        return None
    if of["word"].lower() == "in" and (
        units.after(whole.rest)[0] or not part.value < whole.value <= 1000
    ):
        return None  # "three in 2024", "three in ten days"
    measure, rest = _unit(start, whole.rest, units)
    return Written(
        start.text,
        part.value,
        part.value,
        (part.step, part.step),
        relation=start.relation,
        measure=measure,
        noun=f"{noun} {rest}".strip(),
        of=whole.value * whole.scale,
        direction=start.direction,
    )


def _factor(start: _Start, units: Units) -> Written | None:
    if match := _FACTOR.match(start.rest):
        word = match[0].lower()
        factor, rest = FACTORS.get(word) or FACTORS[word[:5]], start.rest[match.end() :]
    else:
        number = _read(start.rest)
        match = MULTIPLIED.match(number.rest) if number else None
        if number is None or match is None or not number.in_words or number.scale != 1:
            return None
        factor = number.value + (0.5 if match["half"] else 0.0)
        rest = number.rest[match.end() :]
    return Written(
        start.text,
        factor,
        factor,
        kind="factor",
        relation=start.relation,
        measure=Measure("ratio"),
        noun=_alone(start.text, rest),
        direction=-1 if factor < 1 else start.direction,
    )


def _fraction(start: _Start, units: Units) -> Written | None:
    match = _FRACTION.match(start.rest)
    if match is None:
        return None
    part = match["part"].lower()
    whole = PARTS.get(part) or PARTS[part.removesuffix("s")]
    fraction = CARDINALS[(match["count"] or "a").lower()] / whole
    return Written(
        start.text,
        fraction,
        fraction,
        kind="fraction",
        relation=start.relation,
        noun=_alone(start.text, start.rest[match.end() :]),
        direction=start.direction,
    )


def _plain(start: _Start, units: Units) -> Written | None:
    sign = _SIGN.match(start.rest)
    rest = start.rest[sign.end() :] if sign else start.rest
    number = _read(rest) or _one(rest, units)
    if number is None:
        return None
    scale, left = number.scale, number.rest
    if scale == 1 and start.front and (millions := _MILLIONS.match(left)):
        scale, left = 1e6, left[millions.end() :]
    measure, noun = _unit(start, left, units)
    return Written(
        start.text,
        number.value * scale,
        number.value * scale,
        (number.step * scale, number.step * scale),
        relation=start.relation,
        measure=measure,
        scale=scale,
        noun=noun,
        direction=start.direction if sign is None or sign[0] == "+" else -1,
    )


def _unit(start: _Start, rest: str, units: Units) -> tuple[Measure | None, str]:
    """The unit written before or after, and what follows it."""
    if start.front is None:
        measure, noun = units.after(rest)
        return measure, _alone(start.text, noun)
    per, factor, noun = units.under(rest if rest.startswith("/") else " " + rest.strip())
    measure = Measure(start.front.what, start.front.factor, per=per, per_factor=factor)
    return measure, _alone(start.text, noun)


def _alone(text: str, rest: str) -> str:
    """What follows a number. Raises NumberError where that holds another one; a year is none."""
    second = _SECOND.search(rest)
    if second and not _YEAR.fullmatch(second[0]):
        raise NumberError(
            f'"{text}" holds more than one number ({second[0]} too). Give each a role of its own.'
        )
    return rest.strip()
