r"""Numbers in prose: readable in the source, compared with the evidence.

An author writes what the reader reads, and where it comes from:

    {num}`41,700 t <prod-0701>`               a row of the evidence
    {num}`58 % <=oxide_share_2023>`           a derived value (`heavyground/derived.py`)
    {num}`35,000 yuan <A32>`                  the figure of a statement under test (`claims.csv`)
    {num}`80 % <@collected_share>`            a parameter of a model (`parameters.csv`)
    {lit}`5 % <rule>`                         a figure that is no evidence, with its kind (`KINDS`)

In titles, captions and alt texts the same stands in braces: `num("... {58 % <=oxide_share_2023>} of ...")`.

Words and what they allow. N is the figure written, v the one in the row; bounds are included unless said.

    (no word)                                    v rounds to N at the digits written; trailing zeros are digits: 41,700 is
                                                 not 41,711; 1.4 billion is 1,441,901,598
    about, around, some, roughly,                N lies within 5 % of v
      approximately
    nearly, almost, close to                     v lies 0 to 5 % below N
    just under                                   v lies below N, by at most 5 %
    just over                                    v lies above N, by at most 5 %
    more than, over, above, exceeding            v lies above N, by at most 10 % of N
    at least, no less than, N or more            as more than, or equal
    less than, under, below, fewer than          v lies below N, by at most 10 % of N
    at most, up to, no more than, N or less      as less than, or equal
    N to M, N-M, between N and M                 the row's low and high, each rounded to the digits written
    printed, misprinted, or a sentence that      the source's own figure too, where corrections.csv uses another
      says what a source prints, says, writes
    half, a third, two-thirds, three quarters    within one percentage point of the share (0.01 of a ratio)
    double, twice, threefold, five times         within 5 %; a change of +100 % is double
    fall, down, less ... rise, up, more          the sign of a change. A row of -38.4 % needs a word of falling in the figure
                                                 or nearest to it in the sentence, or a minus; one of +38.4 % must not have one
    A of B                                       v is A; B stands in the row's printed wording or note

A row with `low` alone reads "more than" or "at least", one with `high` alone "under", "at most" or "almost"; where a row
has a value and bounds, "at least" and "at most" may also state its low or high. The word may stand in the figure's text,
where it must hold, or directly before it, where it may ("water above {num}`0.01 mg/L <env-0083>`" states the limit itself). Scales (thousand, million, billion, bn, trillion, lakh, crore) and units are read and converted
(`units.py`); a unit that contradicts the row is a fault, one left out is not. Years are no part of a figure.
"""

import ast
import math
import re
import warnings
from dataclasses import dataclass, replace
from functools import lru_cache

import numpy as np

from . import evidence as ev
from . import prose, units
from .faults import Fault
from .paths import relative

KINDS = {
    "name": "part of a name or label",
    "year-like": "a year, date or clock time the scanner does not see as one",
    "example": "an invented figure to illustrate",
    "rule": "a rule, tolerance or setting of ours",
    "count-of-ours": "a count of our own rows, charts or sentences",
    "quotation": "a figure inside quoted words that are under discussion",
    "assumption": "an assumption of ours, named as one",
}
STRICT_KINDS = {
    "name",
    "year-like",
    "count-of-ours",
    "quotation",
}  # a figure of these kinds never carries evidence

ABOUT, NEAR, BOUND = 0.05, 0.05, 0.10

WORDS = {
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
RELATION = {word: relation for relation, words in WORDS.items() for word in words}
_LEAD = re.compile(
    rf"^(?:{'|'.join(sorted(map(re.escape, RELATION), key=len, reverse=True))})\b\s*", re.I
)
_BEFORE = re.compile(
    rf"\b({'|'.join(sorted((re.escape(w) for w in RELATION if w != 'from'), key=len, reverse=True))})\s*$",
    re.I,
)
_TRAIL = re.compile(r"\s+or\s+(more|over|less|fewer)\b", re.I)

CARDINALS = {
    word: n
    for n, word in enumerate(
        "zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen "
        "sixteen seventeen eighteen nineteen twenty".split()
    )
}
CARDINALS |= {
    word: 10 * n
    for n, word in enumerate("thirty forty fifty sixty seventy eighty ninety".split(), 3)
} | {"a dozen": 12, "a hundred": 100, "a": 1, "an": 1}
FALL = re.compile(
    r"\b(?:fall(?:s|en|ing)?|fell|down|drop(?:s|ped|ping)?|declin\w+|decreas\w+|less|lower|lost|los[es]s?|shr[aiu]nk\w*|cuts?|reduc\w+|below|minus|plung\w+|slump\w*|halv\w+|fewer|smaller|collaps\w+)\b",
    re.I,
)
RISE = re.compile(
    r"\b(?:ris(?:e|es|en|ing)|rose|up|gr[eo]w\w*|increas\w+|gain\w*|more|higher|above|doubl\w+|jump\w*|climb\w*|surg\w+|expand\w*|plus)\b",
    re.I,
)
_NOT_A_DIRECTION = re.compile(
    r"\b(?:no )?(?:more|less|fewer) than(?=\s*$|\s+\d|\s{2,})|\bup to|\bat least", re.I
)

_DIGITS = r"(?:\d{1,3}(?:[,\u00a0\u2009\u202f]\d{3})+|\d+)(?:\.\d+)?"
_SIGNED = rf"[-+\u2212\u2013]?{_DIGITS}"
_SCALE = rf"(?:\s*(?:{'|'.join(sorted(units.SCALES, key=len, reverse=True))})\b)?"
_WORD = "|".join(
    sorted((w for w in CARDINALS if w not in ("a", "an", "zero")), key=len, reverse=True)
)
_RANGE = re.compile(
    rf"^(?P<a>{_DIGITS})(?P<sa>{_SCALE})(?:\s*%)?\s*(?:to|and|-|\u2013|\u2014)\s*(?P<b>{_DIGITS})(?P<sb>{_SCALE})"
)
_WORD_RANGE = re.compile(rf"^(?P<a>{_WORD})\s+to\s+(?P<b>{_WORD})\b", re.I)
_OF = re.compile(
    rf"^(?P<a>{_DIGITS}|{_WORD})\s+(?:out )?of\s+(?:the\s+)?(?P<b>{_DIGITS}|{_WORD})\b", re.I
)
_PLAIN = re.compile(rf"^(?P<a>{_SIGNED})(?P<sa>{_SCALE})")
_SPELT = re.compile(rf"^(?P<a>{_WORD})\b(?P<sa>{_SCALE})", re.I)
_PARTS = {
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
}
_FRACTION = re.compile(
    rf"^(?:(?P<n>a|an|one|two|three|four|five|six|seven|eight|nine)[\s-]+)?(?P<d>{'|'.join(_PARTS)})s?\b",
    re.I,
)
_MULTIPLE = re.compile(
    rf"^(?:(?P<word>twice|doubl(?:e[ds]?|ing)|tripl(?:e[ds]?|ing)|trebl(?:e[ds]?|ing)|quadrupl(?:e[ds]?|ing))\b|(?P<fold>{_WORD})[\s-]?fold\b|(?P<times>{_WORD})\s+times\b)",
    re.I,
)
_MULTIPLES = {"twice": 2, "doubl": 2, "tripl": 3, "trebl": 3, "quadr": 4}


class NumberError(ValueError):
    """Figures in a string that do not agree with the evidence; the message lists all."""


# ---- What the text says


@dataclass(frozen=True)
class Figure:
    """A figure as written. `low` equals `high` except in a range; `steps` is the size of the last digit written for each
    end, in the same units; `kind` plain | range | fraction | multiple; `relation` a key of WORDS or ""."""

    low: float
    high: float
    steps: tuple
    kind: str = "plain"
    relation: str = ""
    unit: units.Unit | None = None
    scaled: bool = False
    noun: str = ""
    of: str = ""
    direction: int = 0
    written: str = ""


def parse_number(text):
    """Read one figure, with its words, scale and unit. Raises NumberError when the text holds none.

    >>> figure = parse_number("about USD 1.44 billion")
    >>> figure.low, figure.relation, figure.unit.what
    (1440000000.0, 'about', 'USD')
    >>> parse_number("0.011 to 0.014 mg/L").steps
    (0.001, 0.001)
    """
    rest, relation, direction = text.strip(), "", 0
    if lead := re.match(
        r"^(?:an?\s+|the\s+)?(?:(fall|drop|decline|decrease|loss|cut)|(rise|increase|growth|gain))\s+of\s+|^(?:(down|minus)|(up|plus))\s+(?!to\b)",
        rest,
        re.I,
    ):
        direction = -1 if lead[1] or lead[3] else 1
        rest = rest[lead.end() :]
    if match := _LEAD.match(rest):
        relation, rest = RELATION[match[0].strip().lower()], rest[match.end() :]
        if relation == "printed" and (second := _LEAD.match(rest)):
            rest = rest[second.end() :]
    if match := re.match(r"between\s+", rest, re.I):
        rest = rest[match.end() :]
    front, before = None, re.match(r"^[^\d]*?(?=\d)", rest)
    if before and before[0].strip():
        front, left = units.before_figure(before[0])
        if front:
            rest = left + rest[before.end() :]
    if match := re.match(r"^pH\s+", rest):
        rest = rest[match.end() :]
    if (match := _TRAIL.search(rest)) and not relation:
        relation = "least" if match[1].lower() in ("more", "over") else "most"
        rest = rest[: match.start()] + rest[match.end() :]
    return _body(text, rest, relation, direction, front)


def _body(text, rest, relation, direction, front):
    """The figure itself, after the words before it."""
    if match := _RANGE.match(rest) or _WORD_RANGE.match(rest):
        groups = match.groupdict()
        (a, step_a), (b, step_b) = _value(groups["a"]), _value(groups["b"])
        scale_b = _scale(groups.get("sb"))
        scale_a = _scale(groups.get("sa")) if (groups.get("sa") or "").strip() else scale_b
        return _with_unit(
            text,
            rest[match.end() :],
            front,
            (a * scale_a, b * scale_b),
            (step_a * scale_a, step_b * scale_b),
            "range",
            relation,
            direction,
            scale_b != 1,
        )
    if match := _OF.match(rest):
        (a, step), (b, _) = _value(match["a"]), _value(match["b"])
        return _with_unit(
            text,
            rest[match.end() :],
            front,
            (a, a),
            (step, step),
            "plain",
            relation,
            direction,
            False,
            of=f"{b:g}",
        )
    if match := _MULTIPLE.match(rest):
        n = (
            CARDINALS[(match["fold"] or match["times"]).lower()]
            if not match["word"]
            else _MULTIPLES[match["word"].lower()[:5]]
        )
        return Figure(
            n,
            n,
            (0, 0),
            "multiple",
            relation,
            units.Unit("ratio"),
            direction=direction,
            written=text,
        )
    if match := _FRACTION.match(rest):
        part = CARDINALS[(match["n"] or "a").lower()] / _PARTS[match["d"].lower()]
        return Figure(
            part, part, (0, 0), "fraction", relation, None, direction=direction, written=text
        )
    if match := _PLAIN.match(rest) or _SPELT.match(rest):
        (a, step), scale = _value(match["a"]), _scale(match["sa"])
        if match["a"][0] in "-\u2212\u2013":
            direction = -1
        left = rest[match.end() :]
        if not scale != 1 and front and (m := re.match(r"\s?m\b(?!\w)", left)):
            scale, left = 1e6, left[m.end() :]
        return _with_unit(
            text,
            left,
            front,
            (a * scale, a * scale),
            (step * scale, step * scale),
            "plain",
            relation,
            direction,
            scale != 1,
        )
    raise NumberError(
        f'"{text}" holds no figure that can be read. Write digits or a number word first, then the unit.'
    )


def _value(text):
    """Magnitude and size of the last digit written."""
    if text.lower() in CARDINALS:
        return float(CARDINALS[text.lower()]), 1.0
    digits = re.sub(r"[,\u00a0\u2009\u202f+\u2212\u2013-]", "", text)
    decimals = len(digits.partition(".")[2])
    return float(digits), 10.0**-decimals


def _scale(text):
    return units.SCALES[text.strip().lower()] if text and text.strip() else 1.0


def _with_unit(text, rest, front, ends, steps, kind, relation, direction, scaled, of=""):
    """Attach the unit written before or after."""
    if front:
        per, factor, noun = units.under_stroke(rest if rest.startswith("/") else " " + rest.strip())
        unit = units.Unit(front.what, front.factor, per=per, per_factor=factor)
    else:
        unit, noun = units.after_figure(rest)
    if extra := re.search(rf"(?<![\w-]){_DIGITS}(?!\w)", noun):
        if not re.fullmatch(r"(?:1[5-9]|20)\d\d", extra[0]):
            raise NumberError(
                f'"{text}" holds more than one figure ({extra[0]} too). Give each a role of its own.'
            )
    return Figure(*ends, steps, kind, relation, unit, scaled, noun.strip(), of, direction, text)


# ---- What the evidence says


@dataclass(frozen=True)
class Stated:
    """What a target states: numbers in `unit`, and how it is named and shown in a fault."""

    target: str
    value: float
    low: float
    high: float
    unit: str
    source: str = ""
    text: str = ""  # printed wording, note and item, for "A of B"
    printed: float = float("nan")
    yearly: bool = False
    inputs: tuple = ()


def look_up(target, data=None):
    """What a target states. Raises LookupError with a sentence that says what to do when there is no such thing.

    target: row id, `=derived`, `@parameter`, or claim id such as A42.
    """
    evidence, target, nan = ev.load(data), target.strip(), float("nan")
    if target.startswith("="):
        from . import derived

        found = derived.get(target[1:], data)
        return Stated(
            target,
            found.value,
            found.low,
            found.high,
            found.unit,
            "our arithmetic",
            inputs=tuple(found.inputs),
            yearly=True,
        )
    if target.startswith("@"):
        table = evidence.parameters[evidence.parameters.name == target[1:]]
        if not len(table):
            raise LookupError(f"{target} is no parameter in data/parameters.csv.")
        one = table.iloc[0]
        return Stated(target, one.value, one.low, one.high, one.unit, "parameters.csv")
    if re.fullmatch(r"[AB]\d+", target):
        table = evidence.claims[evidence.claims.id == target]
        if not len(table):
            raise LookupError(f"{target} is no statement in data/claims.csv.")
        one = table.iloc[0]
        single = (
            one.value_low
            if one.value_low == one.value_high or one.value_high != one.value_high
            else nan
        )
        return Stated(
            target,
            single,
            one.value_low,
            one.value_high,
            one.unit,
            "a founding article",
            str(one.figure),
            yearly=True,
        )
    if target in evidence.merged:
        raise LookupError(f"{target} was merged into {evidence.merged[target]}; cite that.")
    row = evidence.row(target)
    printed = evidence.corrections[
        (evidence.corrections.id == target) & (evidence.corrections.field == "value")
    ]
    return Stated(
        target,
        row.value,
        row.low,
        row.high,
        str(row.unit),
        source_label(evidence.source.get(row.source, {}), row.source),
        f"{row.printed} {row.note} {row['item']}",
        float(printed.printed.iloc[0]) if len(printed) else nan,
        row.period_kind in ("year", "fiscal-year", "span"),
    )


def source_label(source, key=""):
    """Who published and when, for messages and cards: "Global Witness 2024"."""
    families = [name.split(",")[0].strip() for name in ev.listed(str(source.get("authors") or ""))]
    who = source.get("organisation") or " and ".join(families[:2]) or key
    return f"{who} {str(source.get('date') or 'undated')[:4]}"


def show(stated):
    """A stated figure in words: "41,700 t gross", "more than 20", "0.011 to 0.014 mg/L", "-38.4 %". Computed ones to five digits."""
    if stated.target.startswith("="):
        stated = replace(
            stated, **{end: _five(getattr(stated, end)) for end in ("value", "low", "high")}
        )
    low, high = stated.low == stated.low, stated.high == stated.high
    if stated.value == stated.value:
        words = _digits(stated.value)
        if low and high and stated.low != stated.high:
            words += f" ({_digits(stated.low)} to {_digits(stated.high)})"
    elif low and high:
        words = f"{_digits(stated.low)} to {_digits(stated.high)}"
    else:
        words = (
            f"more than {_digits(stated.low)}"
            if low
            else f"under {_digits(stated.high)}"
            if high
            else "no figure"
        )
    unit = (
        "%"
        if stated.unit.startswith("%")
        else ""
        if stated.unit in ("count", "persons")
        else stated.unit
    )
    return f"{words} {unit}".strip()


def _digits(value, step=None):
    if step:
        return f"{value:,.{max(0, round(-_log10(step)))}f}"
    return f"{value:,.10g}" if abs(value) < 1e10 else f"{value:,.0f}"


def _log10(step):
    return math.log10(step)


def _five(x):
    """Rounded to five digits, whole numbers kept."""
    return (
        x
        if x != x or x == 0 or abs(x) >= 1e5 and x == int(x)
        else float(f"{x:.5g}")
        if abs(x) < 1e5
        else float(round(x))
    )


# ---- Text against evidence


def compare(figure, stated, before="", after=""):
    """What is wrong with a figure as written, as a list of sentences; empty when it agrees with what is stated.

    figure: from parse_number · stated: from look_up · before, after: the rest of the sentence, for words of direction.
    """
    if stated.unit == "yes/no":
        return [f"{stated.target} answers yes or no and has no figure; state it in words."]
    fault, factor, target_factor, shift = _units_agree(figure, stated)
    if fault:
        return [fault]
    relations = (
        [figure.relation] if figure.relation else list(dict.fromkeys(["", _word_before(before)]))
    )
    if stated.printed == stated.printed and (
        figure.relation == "printed" or _PRINTED.search(f"{before} {after}")
    ):
        relations.append("printed")
    value, low, high = (x * target_factor + shift for x in (stated.value, stated.low, stated.high))
    faults = list(_sign(figure, stated, before, after, value, low))
    if value < 0 or (value != value and low < 0):
        value, low, high = -value, *sorted((-low, -high))
    if (
        figure.of
        and not re.search(rf"(?<!\d){re.escape(figure.of)}(?!\d)", stated.text.replace(",", ""))
        and not stated.inputs
    ):
        faults.append(
            f'{stated.target} says nothing of {figure.of}; leave "of {figure.of}" out of the figure, or note it in the row.'
        )
    scaled = [
        replace(
            figure,
            low=figure.low * factor,
            high=figure.high * factor,
            steps=tuple(s * factor for s in figure.steps),
            relation=one,
        )
        for one in relations
    ]
    printed = stated.printed * target_factor + shift
    if not any(
        _agrees(one, printed if one.relation == "printed" else value, low, high) for one in scaled
    ):
        faults.append(
            _mismatch(figure, stated, relations[-1], value / factor, low / factor, high / factor)
        )
    return faults


_PRINTED = re.compile(
    r"\b(?:mis)?print\w*|\b(?:says?|said|writes?|reads?|states?|slips?|misread\w*|mistyped?|digit)\b",
    re.I,
)


def _word_before(before):
    """The word of tolerance that stands directly before a role."""
    match = _BEFORE.search(before)
    return RELATION[match[1].lower()] if match else ""


def _units_agree(figure, stated):
    """(fault or "", factor of the text, factor of the row, shift) so that text x factor compares with row x factor + shift."""
    theirs, ours = units.of_data(stated.unit), figure.unit
    if figure.kind == "fraction":
        if theirs.what == "percent":
            return "", 100.0, 1.0, 0.0
        return (
            ("", 1.0, 1.0, 0.0)
            if theirs.what == "ratio"
            else (
                f"text says a fraction; {stated.target} is in {stated.unit}. Write the figure itself.",
                1,
                1,
                0,
            )
        )
    if ours and ours.what == "ratio" and theirs.what == "percent" and stated.unit == "% change":
        return "", 1.0, 0.01, 1.0  # a change of +100 % is double
    if ours is None:
        if (
            figure.noun
            and re.match(r"[A-Za-z]", figure.noun)
            and theirs.what not in ("count", "ratio", "year", "years", "HHI", "pH")
            and not theirs.what.startswith("trucks")
        ):
            return (
                f'text has "{figure.noun}" where {stated.target} is in {stated.unit}. Write the unit, and keep other words outside the figure.',
                1,
                1,
                0,
            )
        return ("", 1.0, theirs.scale, 0.0) if figure.scaled else ("", 1.0, 1.0, 0.0)
    if ours.what != theirs.what:
        if {ours.what, theirs.what} == {"percent", "ratio"}:
            return ("", 1.0, 100.0, 0.0) if ours.what == "percent" else ("", 1.0, 0.01, 0.0)
        return (
            f"text says {figure.written}; {stated.target} is in {stated.unit} ({show(stated)}). Write its unit, or cite another row.",
            1,
            1,
            0,
        )
    if ours.basis and ours.basis != theirs.basis:
        return (
            f"text says {ours.basis}; {stated.target} is in {stated.unit}, {_BASES.get(theirs.basis, '')}. Write its own basis, or cite another row.",
            1,
            1,
            0,
        )
    if (
        ours.per
        and ours.per != theirs.per
        and not (ours.per == "year" and not theirs.per and stated.yearly)
    ):
        return (
            f"text counts by {_PERS.get(ours.per, ours.per)}; {stated.target} is in {stated.unit}. Write its unit, or cite another row.",
            1,
            1,
            0,
        )
    under = ours.per_factor if ours.per and theirs.per else theirs.per_factor
    return "", ours.factor / under, theirs.scale, 0.0


_BASES = {
    "gross": "a weight at a border, not oxide",
    "REO": "oxide content",
    "unstated": "and its source does not say what was weighed",
}
_PERS = {"mass": "weight", "litre": "the litre"}


def _sign(figure, stated, before, after, value, low):
    """A fall must read as one, a rise must not."""
    number = value if value == value else low
    signed = stated.unit in ("% change", "percentage points") or number < 0
    if not signed or number != number:
        return
    said = figure.direction or _direction(figure, before, after)
    if number < 0 and said >= 0:
        yield f'text says {figure.written}; {stated.target} is a fall ({show(stated)}). Write "a fall of {figure.written}" or a minus.'
    if number > 0 and said < 0:
        yield f"text speaks of a fall; {stated.target} is a rise ({show(stated)}). Mend the sentence, or cite another row."


def _direction(figure, before, after):
    """-1, 0 or 1: the word of direction inside the figure, else the nearest in the sentence (after it: within 30 characters)."""
    inside = _NOT_A_DIRECTION.sub(" ", figure.noun)
    if FALL.search(inside) or RISE.search(inside):
        return -1 if FALL.search(inside) else 1
    before = _NOT_A_DIRECTION.sub(lambda m: " " * len(m[0]), re.split(r"[.!?;]\s", before)[-1])
    after = _NOT_A_DIRECTION.sub(lambda m: " " * len(m[0]), re.split(r"[.!?;](?:\s|$)", after)[0])[
        :30
    ]
    found = [
        (len(before) - m.end(), sign)
        for pattern, sign in ((FALL, -1), (RISE, 1))
        for m in pattern.finditer(before)
    ]
    found += [
        (m.start(), sign)
        for pattern, sign in ((FALL, -1), (RISE, 1))
        for m in pattern.finditer(after)
    ]
    return min(found)[1] if found else 0


_EPS = 1e-9


def _agrees(figure, value, low, high):
    """Does a figure, in the row's base units, agree with value and bounds?"""
    has_low, has_high = low == low, high == high
    if figure.kind == "range":
        if figure.relation == "about":
            return (
                has_low
                and has_high
                and _within("about", figure.low, low, 0)
                and _within("about", figure.high, high, 0)
            )
        return (
            has_low
            and has_high
            and _rounds(figure.low, low, figure.steps[0])
            and _rounds(figure.high, high, figure.steps[1])
        )
    n, step = figure.low, figure.steps[0]
    if figure.kind == "fraction" and not figure.relation:
        return value == value and abs(value - n) <= (1.0 if n > 1 or value > 1 else 0.01) + _EPS
    if figure.kind == "multiple" and not figure.relation:
        return value == value and abs(value - n) <= 0.05 * n + _EPS
    if value == value and _within(figure.relation, n, value, step):
        return True
    if figure.relation in ("over", "least") and has_low:
        return _within("least", n, low, step) or _rounds(n, low, step)
    if figure.relation in ("under", "most", "nearly", "just under") and has_high:
        return _within("most", n, high, step) or _rounds(n, high, step)
    return (
        figure.relation == "about"
        and value != value
        and has_low
        and has_high
        and _within("about", n, (low + high) / 2, step)
    )


def _rounds(n, v, step):
    return abs(v - n) <= step / 2 + _EPS * max(abs(v), abs(n))


def _within(relation, n, v, step):
    """One row of the table of words."""
    slack = _EPS * max(abs(n), abs(v))
    if relation in ("", "printed"):
        return _rounds(n, v, step)
    if relation == "about":
        return abs(n - v) <= ABOUT * abs(v) + slack
    if relation == "nearly":
        return n * (1 - NEAR) - slack <= v <= n + slack
    if relation == "just under":
        return n * (1 - NEAR) - slack <= v < n
    if relation == "just over":
        return n < v <= n * (1 + NEAR) + slack
    if relation in ("over", "least"):
        return n * (1 + BOUND) + slack >= v and (v > n or (relation == "least" and v >= n - slack))
    return n * (1 - BOUND) - slack <= v and (v < n or (relation == "most" and v <= n + slack))


def _mismatch(figure, stated, relation, value, low, high):
    """The sentence for a figure that differs, with what would be right in the text's own digits and unit."""
    if stated.printed == stated.printed and value != value:
        return f"{stated.target} is a known error that is not used ({_digits(stated.printed)} {stated.unit}, see data/corrections.csv). Say that the source prints it, or cite another row."
    has_low, has_high = low == low, high == high
    step = figure.steps[0] or 1.0
    unit_step = step / (_scale_of(figure))
    if figure.kind in ("fraction", "multiple") or (value != value and not has_low and not has_high):
        right = show(stated)
    elif value == value:
        right = _rewrite(figure, _digits(value / _scale_of(figure), unit_step))
    elif has_low and has_high:
        right = _rewrite(
            figure,
            f"{_digits(low / _scale_of(figure), unit_step)} to {_digits(high / _scale_of(figure), unit_step)}",
        )
    else:
        word, bound = ("more than", low) if has_low else ("under", high)
        right = f"{word} {_rewrite(figure, _digits(bound / _scale_of(figure), unit_step))}"
    said = figure.written
    source = f" ({stated.source})" if stated.source else ""
    return f"text says {said}; {stated.target} says {show(stated)}{source}. Write {right}, or cite another row."


def _scale_of(figure):
    match = re.search(rf"\b({'|'.join(units.SCALES)})\b", figure.written, re.I)
    return units.SCALES[match[1].lower()] if match and figure.scaled else 1.0


def _rewrite(figure, digits):
    """The author's own text with other digits and no word of tolerance."""
    text = _LEAD.sub("", figure.written.strip())
    body = re.search(rf"{_DIGITS}(?:\s*(?:to|and|-|\u2013)\s*{_DIGITS})?", text)
    if not body:
        return digits
    return text[: body.start()] + digits + text[body.end() :]


# ---- Scanning sources


@dataclass(frozen=True)
class Number:
    """One figure of a page. `role` num | lit | claim | orphan; `where` prose | figure (a string in a code cell);
    `col` counts from 1 (0 where a string in code spans lines); `before`, `after` the rest of its sentence."""

    path: str
    line: int
    col: int
    role: str
    text: str
    target: str = ""
    where: str = "prose"
    before: str = ""
    after: str = ""


_TARGETED = re.compile(r"^(?P<text>.*?)\s*<(?P<target>[^<>]+)>$", re.S)
_BRACES = re.compile(r"\{(?P<text>[^{}<>]+?)\s*<(?P<target>[^<>{}]+)>\}")


def scan(path, data=None):
    """Every figure of a page in reading order: verified ones, literals, claims and orphans, with their exact places."""
    return list(scan_page(prose.read(path), relative(path), names(data)))


def scan_page(page, shown, known):
    """The same of a page already read; `known` is the pattern of `names`."""
    found = []
    for line in page.lines:
        for role in line.roles:
            if role.name in ("num", "lit", "claim"):
                split = _TARGETED.match(role.content)
                text, target = (
                    (split["text"], split["target"])
                    if split
                    else (role.content, role.content if role.name == "claim" else "")
                )
                found.append(
                    Number(
                        shown,
                        line.number,
                        role.col,
                        role.name,
                        text,
                        target.strip(),
                        "prose",
                        role.before,
                        role.after,
                    )
                )
        for col, token in orphans(line.plain, known):
            found.append(
                Number(
                    shown,
                    line.number,
                    col + 1,
                    "orphan",
                    token,
                    "",
                    "prose",
                    line.plain[:col],
                    line.plain[col + len(token) :],
                )
            )
    for cell in page.cells:
        found += _scan_cell(cell, shown, known)
    return sorted(found, key=lambda n: (n.line, n.col))


def _scan_cell(cell, shown, known):
    """Figures in the strings of `num()` and of `figure()`'s title, subtitle, alt and note."""
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # the press runs the cell and shows its warnings
            tree = ast.parse(cell.code)
    except (SyntaxError, ValueError):
        return  # the press runs the cell and says so; here it holds no strings
    lines = cell.code.split("\n")
    for text, node in _strings(tree):

        def place(token):
            for at in range(node.lineno, node.end_lineno + 1):
                if token in lines[at - 1]:
                    return cell.line + at - 1, lines[at - 1].index(token) + 1
            return cell.line + node.lineno - 1, 0

        plain = _BRACES.sub(lambda m: " " * len(m[0]), text)
        for match in _BRACES.finditer(text):
            role = "lit" if match["target"].strip() in KINDS else "num"
            yield Number(
                shown,
                *place(match[0]),
                role,
                match["text"].strip(),
                match["target"].strip(),
                "figure",
                plain[: match.start()],
                plain[match.end() :],
            )
        for col, token in orphans(plain, known):
            yield Number(shown, *place(token), "orphan", token, "", "figure")


def _strings(tree):
    """(text, node) of every string that reaches a reader by `num` or `figure`."""
    seen = set()
    for call in (node for node in ast.walk(tree) if isinstance(node, ast.Call)):
        name = getattr(call.func, "id", getattr(call.func, "attr", ""))
        arguments = (
            call.args[:1]
            if name == "num"
            else [k.value for k in call.keywords if k.arg in ("title", "subtitle", "alt", "note")]
            if name == "figure"
            else []
        )
        for argument in arguments:
            if id(argument) not in seen and (text := _constant(argument)) is not None:
                seen.add(id(argument))
                yield text, argument


def _constant(node):
    """Text of a string expression; what is filled in when it runs is left as a blank."""
    if isinstance(node, ast.Constant) and isinstance(node.value, str):
        return node.value
    if isinstance(node, ast.JoinedStr):
        return "".join(
            part.value if isinstance(part, ast.Constant) else "\ufffc" for part in node.values
        )
    if isinstance(node, ast.BinOp) and isinstance(node.op, ast.Add):
        return (_constant(node.left) or "") + (_constant(node.right) or "")
    return None


MONTHS = "January|February|March|April|May|June|July|August|September|October|November|December"
_YEAR = r"(?:1[5-9]\d\d|20\d\d)"
_UNITLIKE = r"\s?(?:%|per cent|t\b|tonnes?\b|kg\b|km|ha\b|mg/|million|billion|thousand|crore|yuan|CNY|USD|INR|dollars|days|people|sites|times)"
NOT_FIGURES = [
    re.compile(pattern)
    for pattern in (
        r"\ufffc",
        rf"\b{_YEAR}-\d\d(?:-\d\d)?\b",
        r"\bFY\s?\d{4}(?:[-–/]\d\d)?\b",
        rf"\b\d{{1,2}}(?:(?:\s*[-–]\s*|\s+(?:to|and|or)\s+|,\s+)\d{{1,2}})*\s+(?:{MONTHS})\b(?:\s+{_YEAR})?",
        rf"\b(?:{MONTHS})\s+\d{{1,2}}\b(?!\d)(?:,?\s+{_YEAR})?",
        rf"(?<![\d,.])(?<!USD )(?<!CNY )(?<!INR ){_YEAR}(?:s\b|(?:[-–/]|\s+to\s+){_YEAR}|[-–/]\d\d)?(?![\d%]|[,.]\d)(?!{_UNITLIKE})",
        r"(?i:\b(?:chapters?|figures?|tables?|sections?|articles?|paragraphs?|pages?)\s+\d[\d.]*(?:[-–]\d+)?(?:(?:,| and| to| or)\s+\d[\d.]*)*\b)",
        r"\b(?:HS|MCS|Operation|BGF|NDAK|Articles?|Figures?|Fig\.|Tables?|Chapters?|Sections?|Parts?|Box|Appendix|Region|Brigade|Battalion|Division|Route|Highway|No\.|pages?|"
        r"pp?\.|paragraphs?|rounds?|Rule|Resolution|Regulation|Annex|Phase|version|Version|Python|ISO|CC BY|Scope|Order|Decree|Notice|Announcement|Bill|Act|Class|Tier|Level|Seed|Line|WCAG)"
        r"\s+\d[\d.]*(?:[-–]\d+)?(?:(?:,| and| to| or)\s+\d[\d.]*)*\b",
        r"\b\d+(?:st|nd|rd|th)\b",
        r"\b\d{1,2}:\d{2}\b",
        r"(?:(?<=^)|(?<=^\s)|(?<=^\s\s))\d+[.)]\s",
        r"\b[A-Za-z]+[-–]?\d[\w-]*",
    )
]
_TOKEN = re.compile(
    rf"(?:(?:USD|CNY|INR|AUD|EUR|JPY|MYR|MMK|THB)\s+)?{_DIGITS}(?:\s?(?:{'|'.join(units.SCALES)})\b)?"
    rf"(?:\s?(?:%|per cent\b|t REO\b|t gross\b|t\b|tonnes\b|kt\b|kg\b|km²|km\b|ha\b|mg/L|yuan\b|days\b))?"
)
_SPELT_PERCENT = re.compile(rf"\b(?:{_WORD})(?:-(?:{_WORD}))?\s+(?:per cent|percent|%)", re.I)


def orphans(plain, known=None):
    """Figures in a text that no role covers: [(column from 0, figure)]. Dates, years, names and codes are none."""
    masked = plain
    for pattern in ([known] if known else []) + NOT_FIGURES:
        masked = pattern.sub(lambda m: " " * len(m[0]), masked)
    found = [(m.start(), m[0].strip()) for m in _TOKEN.finditer(masked)]
    return sorted(found + [(m.start(), m[0]) for m in _SPELT_PERCENT.finditer(masked)])


def names(data=None):
    """Pattern of the names in `items.csv` and `entities.csv` that hold a digit; None when there are none."""
    evidence = ev.load(data)
    return _name_pattern(
        tuple(evidence.items.name),
        tuple(evidence.entities.name),
        tuple(evidence.items.spellings),
        tuple(evidence.entities.spellings),
    )


@lru_cache(maxsize=4)
def _name_pattern(items, entities, more, most):
    """Names and spellings of items and entities that hold a digit."""
    known = {
        *items,
        *entities,
        *(one.strip() for text in (*more, *most) for one in text.split(";")),
    }
    numbered = sorted(
        (name for name in known if re.search(r"\d", name) and re.search("[A-Za-z]{2}", name)),
        key=len,
        reverse=True,
    )
    return (
        re.compile("|".join(rf"(?<!\w){re.escape(name)}(?!\w)" for name in numbered))
        if numbered
        else None
    )


# ---- The checks


def check_text(path, data=None):
    """Every figure of a page that does not agree with the evidence, or has no origin, as faults at their lines."""
    page, shown = prose.read(path), relative(path)
    faults = [Fault(shown, line, "markup", message) for line, message in page.problems]
    for number in scan_page(page, shown, names(data)):
        faults += [
            Fault(number.path, number.line, rule, message)
            for rule, message in check_number(number, data)
        ]
    return faults


def check_number(number, data=None):
    """(rule, message) for each thing wrong with one scanned number."""
    if number.role == "orphan":
        yield "orphan", _orphan_message(number, data)
    elif number.role == "lit":
        yield from (("literal", message) for message in _literal(number, data))
    elif number.role == "claim":
        if number.target not in set(ev.load(data).claims.id):
            yield (
                "claim",
                f"{number.target or number.text} is no statement in data/claims.csv; the ids are A01 to A{_count(data, 'A'):02d} and B01 to B{_count(data, 'B'):02d}.",
            )
    elif not number.target:
        yield (
            "number",
            f'"{number.text}" names no row. Write {{num}}`{number.text} <id>`, or <=name> for a derived value.',
        )
    else:
        try:
            yield from (
                ("number", message)
                for message in compare(
                    parse_number(number.text),
                    look_up(number.target, data),
                    number.before,
                    number.after,
                )
            )
        except LookupError as error:
            yield "number", str(error.args[0])
        except NumberError as error:
            yield "number", str(error)


def _count(data, seed):
    return int(ev.load(data).claims.id.str.startswith(seed).sum())


def _orphan_message(number, data):
    near = ", ".join(find(number.text, data)[:3])
    hint = f" Rows with this figure: {near}." if near else ""
    form = "{%s <id>}" % number.text if number.where == "figure" else "{num}`%s <id>`" % number.text
    lit = (
        "{%s <kind>}" % number.text
        if number.where == "figure"
        else "{lit}`%s <kind>`" % number.text
    )
    return f"{number.text} stands without an origin.{hint} Write {form} with its row or derived value; if it is no evidence, {lit} with one of {', '.join(KINDS)}."


def _literal(number, data):
    """A literal needs a kind, and must not hide evidence."""
    if number.target not in KINDS:
        yield f'"{number.text}" has the kind "{number.target}"; it must be one of {", ".join(KINDS)}.'
        return
    try:
        figure = parse_number(number.text)
    except NumberError:
        return
    digits = re.sub(r"\D", "", number.text).strip("0")
    if (
        figure.unit
        and figure.kind != "multiple"
        and (number.target in STRICT_KINDS or len(digits) >= 3)
    ):
        if same := find(number.text, data):
            yield f"{number.text} is evidence ({', '.join(same[:3])}). Write {{num}}`{number.text} <id>`."


def find(text, data=None):
    """Ids of the rows whose value agrees with a figure as written, in a unit that does not contradict it."""
    try:
        figure = parse_number(text)
    except NumberError:
        return []
    rows = ev.load(data).observations
    factors, targets, shifts = [], [], []
    for unit in rows.unit.cat.categories:
        fault, factor, target_factor, shift = _units_agree(
            figure, Stated("", 0, 0, 0, unit, yearly=True)
        )
        factors.append(float("nan") if fault or unit == "yes/no" else factor)
        targets.append(target_factor)
        shifts.append(shift)
    code = rows.unit.cat.codes.to_numpy()
    factor, target, shift = (np.array(column)[code] for column in (factors, targets, shifts))
    near = (
        np.abs(np.abs(rows.value.to_numpy()) * target + shift - figure.low * factor)
        <= figure.steps[0] * factor / 2 + _EPS * abs(figure.low) * factor
    )
    return rows.id[near].tolist()


def num(text, data=None):
    """Text with its figures compared with the evidence: `{58 % <=oxide_share_2023>}` comes back as `58 %`.

    Raises NumberError with every figure that differs, names no row, or stands outside braces without being a year or name.

    >>> num("China recorded {41,700 t <prod-0701>} in 2023.")
    'China recorded 41,700 t in 2023.'
    """
    plain, mistakes = _BRACES.sub(lambda m: " " * len(m[0]), text), []
    for match in _BRACES.finditer(text):
        target = match["target"].strip()
        number = Number(
            "",
            0,
            0,
            "lit" if target in KINDS else "num",
            match["text"].strip(),
            target,
            "figure",
            plain[: match.start()],
            plain[match.end() :],
        )
        mistakes += [message for _, message in check_number(number, data)]
    mistakes += [
        _orphan_message(Number("", 0, 0, "orphan", token, where="figure"), data)
        for _, token in orphans(plain, names(data))
    ]
    if mistakes:
        raise NumberError("\n".join([f"in {text[:80]!r}:", *(f"  - {one}" for one in mistakes)]))
    return _BRACES.sub(lambda m: m["text"].strip(), text)
