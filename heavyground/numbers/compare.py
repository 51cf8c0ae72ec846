"""Text against evidence: does a number as written agree with what its row states?

An author writes what the reader reads, and where it comes from:

    {num}`41,700 t <prod-0701>`               a row of the evidence
    {num}`58 % <=import_share>`               a derived value
    {num}`35,000 t <A32>`                     the number of a statement under test (`claims.csv`)
    {num}`80 % <@plant.recovery>`             a parameter of a model (`parameters.csv`)
    {lit}`5 % <rule>`                         a number that is no evidence, with its kind (`KINDS`)

In titles, captions, notes and alt texts the same stands in braces: `{58 % <=import_share>}`.

Words and what they allow. N is the number written, v the one in the row; bounds are included
unless said.

    (no word)                     v rounds to N at the digits written; trailing zeros are digits:
                                  41,700 is not 41,711; 1.4 billion is 1,441,901,598
    about, around, some,          N lies within 5 % of v
      roughly, approximately
    nearly, almost, close to      v lies 0 to 5 % below N
    just under                    v lies below N, by at most 5 %
    just over                     v lies above N, by at most 5 %
    more than, over, above,       v lies above N, by at most 10 % of N
      exceeding, upwards of
    at least, no less than,       as more than, or equal
      N or more
    less than, under, below,      v lies below N, by at most 10 % of N
      fewer than
    at most, up to,               as less than, or equal
      no more than, N or less
    N to M, N-M,                  the row's low and high, each rounded to the digits written
      between N and M
    printed, misprinted, or a     the source's own number too, where corrections.csv uses another
      sentence that says what a
      source prints, says, writes
    half, a third, two-thirds,    within one percentage point of the share (0.01 of a ratio), and
      three quarters              within a tenth of the fraction
    double, twice, threefold,     within 5 %; a change of +100 % is double, one of -50 % halved
      five times, halved
    fall, down, less ... rise,    the sign of a change. A row of -38.4 % needs a word of falling in
      up, more                    the number or nearest to it in the sentence, or a minus; one of
                                  +38.4 % must not have one
    A of B, A draws in B          v is A; B stands in the row's printed wording or note. Where v is
                                  a share or a ratio: a fraction

A row with `low` alone reads "more than" or "at least", one with `high` alone "under", "at most" or
"almost"; where a row has a value and bounds, "at least" and "at most" may also state its low or
high. The word may stand in the number's text, where it must hold, or directly before it, where it
may ("water above {num}`0.01 mg/L <env-0083>`" states the limit itself). Scales (thousand, million,
billion, bn, trillion, lakh, crore) and units are read and converted (`units`); a unit that
contradicts the row is a fault, one left out is not. Years are no part of a number.
"""

import math
import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import Literal

from ..evidence.amounts import Amount, digits
from ..evidence.text import blanks
from .parsing import DIGITS, RELATION, Relation, Written, without_relation
from .references import Statement
from .units import Measure, Units

ABOUT, NEAR, BOUND = 0.05, 0.05, 0.10
OF_A_WHOLE, OF_A_FRACTION, OF_A_FACTOR = 0.01, 0.1, 0.05
YES_NO = "yes/no"
CHANGES = ("% change", "percentage points")  # units whose sign is a rise or a fall
_EPSILON = 1e-9

_FALL = re.compile(
    r"\b(?:fall(?:s|en|ing)?|fell|down|drop(?:s|ped|ping)?|declin\w+|decreas\w+|less|lower|lost"
    r"|los[es]s?|shr[aiu]nk\w*|cuts?|reduc\w+|below|minus|plung\w+|slump\w*|halv\w+|fewer|smaller"
    r"|collaps\w+)\b",
    re.I,
)
_RISE = re.compile(
    r"\b(?:ris(?:e|es|en|ing)|rose|up|gr[eo]w\w*|increas\w+|gain\w*|more|higher|above|doubl\w+"
    r"|jump\w*|climb\w*|surg\w+|expand\w*|plus)\b",
    re.I,
)
_NO_DIRECTION = re.compile(
    r"\b(?:no )?(?:more|less|fewer) than(?=\s*$|\s+\d|\s{2,})|\bup to|\bat least", re.I
)
_SENTENCE_END = re.compile(r"[.!?;](?:\s|$)")
_SENTENCE_START = re.compile(r"[.!?;]\s")
_DIRECTION_REACH = 30  # characters after a number in which a word of direction is its own
_WORD_BEFORE = re.compile(
    rf"\b({'|'.join(sorted((word for word in RELATION if word != 'from'), key=len, reverse=True))})"
    r"\s*$",
    re.I,
)
_SAYS_WHAT_IS_PRINTED = re.compile(
    r"\b(?:mis)?print\w*|\b(?:says?|said|writes?|reads?|states?|slips?|misread\w*|mistyped?|digit)"
    r"\b",
    re.I,
)
_BODY = re.compile(rf"{DIGITS}(?:\s*(?:to|and|[-–])\s*{DIGITS})?")


def compare(
    written: Written, statement: Statement, units: Units, before: str = "", after: str = ""
) -> list[str]:
    """What is wrong with a number as written; empty when it agrees with what is stated.

    before, after: the rest of the sentence, for words of tolerance and of direction.
    """
    amount, reference = statement.amount, statement.reference
    if amount.unit == YES_NO:
        return [f"{reference} answers yes or no and has no number; state it in words."]
    theirs = units.measure(amount.unit)
    written = as_stated(written, theirs)
    by = conversion(written, amount.unit, theirs, statement.yearly)
    if not isinstance(by, Conversion):
        return [_clash(by, written, statement, theirs, units)]
    faults = list(_sign(written, statement, before, after))
    if written.of is not None and not _stands(written.of, statement):
        faults.append(
            f"{reference} says nothing of {written.of:g}; "
            f'leave "of {written.of:g}" out of the number, or note it in the row.'
        )
    relations = _relations(written, statement, before, after)
    ends = _upright(_converted(amount, by))
    misprint = _moved(statement.misprint, by)
    scaled = _scaled(written, by)
    if not any(
        _agrees(scaled, relation, _only(misprint, ends) if relation == "printed" else ends, by)
        for relation in relations
    ):
        faults.append(_mismatch(written, statement, relations[-1], _divided(ends, by.text)))
    return faults


def _relations(written: Written, statement: Statement, before: str, after: str) -> list[Relation]:
    """The words of tolerance under which a number may be read; one has to fit."""
    relations: list[Relation] = [written.relation]
    if not written.relation and (word := _WORD_BEFORE.search(before)):
        relations.append(RELATION[word[1].lower()])
    if statement.misprint is not None and (
        written.relation == "printed" or _SAYS_WHAT_IS_PRINTED.search(f"{before} {after}")
    ):
        relations.append("printed")
    return relations


def _stands(whole: float, statement: Statement) -> bool:
    """Does B of "A of B" stand in the row? A derived value has no wording to hold it."""
    if statement.inputs:
        return True
    context = statement.context.replace(",", "")
    return re.search(rf"(?<!\d){re.escape(f'{whole:g}')}(?!\d)", context) is not None


# ---- Units


@dataclass(frozen=True, slots=True)
class Conversion:
    """The number of the text x `text` compares with that of the row x `row` + `shift`."""

    text: float = 1.0
    row: float = 1.0
    shift: float = 0.0


Clash = Literal["fraction", "noun", "unit", "basis", "per"]


def as_stated(written: Written, theirs: Measure) -> Written:
    """The number as the row's unit makes one read it: "nine in ten" of a share is a fraction."""
    if written.of and theirs.what in ("percent", "ratio"):
        part = written.low / written.of
        return replace(
            written, low=part, high=part, steps=(0.0, 0.0), kind="fraction", of=None, measure=None
        )
    return written


def conversion(written: Written, unit: str, theirs: Measure, yearly: bool) -> Conversion | Clash:
    """How a number as written compares with one in a unit of the data, or why it cannot.

    theirs: what that unit measures · yearly: may the text add "a year"?
    """
    ours = written.measure
    if written.kind == "fraction":
        factors = {"percent": 100.0, "ratio": 1.0}
        return Conversion(factors[theirs.what]) if theirs.what in factors else "fraction"
    if ours is None:
        if written.noun[:1].isalpha() and not theirs.takes_nouns:
            return "noun"
        return Conversion(row=theirs.scale) if written.scale != 1 else Conversion()
    if ours.what == "ratio" and unit == "% change":
        return Conversion(row=0.01, shift=1.0)  # a change of +100 % is double
    if ours.what != theirs.what:
        if (ours.what, theirs.what) == ("percent", "ratio"):
            return Conversion(row=100.0)
        if (ours.what, theirs.what) == ("ratio", "percent"):
            return Conversion(row=0.01)
        return "unit"
    if ours.basis and ours.basis != theirs.basis:
        return "basis"
    if (
        ours.per
        and ours.per != theirs.per
        and not (ours.per == "year" and not theirs.per and yearly)
    ):
        return "per"
    under = ours.per_factor if ours.per and theirs.per else theirs.per_factor
    return Conversion(ours.factor / under, theirs.scale)


def _clash(
    clash: Clash, written: Written, statement: Statement, theirs: Measure, units: Units
) -> str:
    """The sentence for a unit that contradicts the row's."""
    reference, unit, ours = statement.reference, statement.amount.unit, written.measure
    stands = f"{reference} is in {unit}"
    if clash == "fraction":
        return f"text says a fraction; {stands}. Write the number itself."
    if clash == "noun":
        return (
            f'text has "{written.noun}" where {stands}. '
            "Write the unit, and keep other words outside the number."
        )
    if clash == "basis" and ours:
        meaning = units.meaning(unit)
        return (
            f"text says {ours.basis}; {stands}{f' ({meaning})' if meaning else ''}. "
            "Write its own basis, or cite another row."
        )
    if clash == "per" and ours:
        per = {"mass": "weight", "litre": "the litre"}.get(ours.per, ours.per)
        return f"text counts by {per}; {stands}. Write its unit, or cite another row."
    return (
        f"text says {written.text}; {stands} ({statement.words}). "
        "Write its unit, or cite another row."
    )


# ---- Signs


def _sign(written: Written, statement: Statement, before: str, after: str) -> Iterator[str]:
    """A fall must read as one, a rise must not."""
    amount = statement.amount
    number = amount.central
    if number is None or not (amount.unit in CHANGES or number < 0):
        return
    said = written.direction or _direction(written, before, after)
    if number < 0 and said >= 0:
        yield (
            f"text says {written.text}; {statement.reference} is a fall ({statement.words}). "
            f'Write "a fall of {written.text}" or a minus.'
        )
    if number > 0 and said < 0:
        yield (
            f"text speaks of a fall; {statement.reference} is a rise ({statement.words}). "
            "Mend the sentence, or cite another row."
        )


def _direction(written: Written, before: str, after: str) -> int:
    """-1, 0 or 1: the word of direction inside the number, else the nearest in the sentence."""
    inside = _NO_DIRECTION.sub(" ", written.noun)
    if _FALL.search(inside):
        return -1
    if _RISE.search(inside):
        return 1
    before = _NO_DIRECTION.sub(blanks, _SENTENCE_START.split(before)[-1])
    after = _NO_DIRECTION.sub(blanks, _SENTENCE_END.split(after)[0])[:_DIRECTION_REACH]
    near: list[tuple[int, int]] = []
    for pattern, sign in ((_FALL, -1), (_RISE, 1)):
        near += [(len(before) - match.end(), sign) for match in pattern.finditer(before)]
        near += [(match.start(), sign) for match in pattern.finditer(after)]
    return min(near)[1] if near else 0


# ---- Numbers


@dataclass(frozen=True, slots=True)
class _Ends:
    """Value and bounds in the units of the comparison."""

    value: float | None
    low: float | None
    high: float | None


def _moved(number: float | None, by: Conversion) -> float | None:
    return None if number is None else number * by.row + by.shift


def _converted(amount: Amount, by: Conversion) -> _Ends:
    return _Ends(_moved(amount.value, by), _moved(amount.low, by), _moved(amount.high, by))


def _divided(ends: _Ends, by: float) -> _Ends:
    return _Ends(*(None if end is None else end / by for end in (ends.value, ends.low, ends.high)))


def _upright(ends: _Ends) -> _Ends:
    """A fall as the positive number that prose writes."""
    first = next((end for end in (ends.value, ends.low, ends.high) if end is not None), None)
    if first is None or first >= 0:
        return ends
    value, low, high = (None if end is None else -end for end in (ends.value, ends.low, ends.high))
    return _Ends(value, high, low)


def _only(value: float | None, ends: _Ends) -> _Ends:
    return replace(ends, value=value)


def _scaled(written: Written, by: Conversion) -> Written:
    low_step, high_step = written.steps
    return replace(
        written,
        low=written.low * by.text,
        high=written.high * by.text,
        steps=(low_step * by.text, high_step * by.text),
    )


def _agrees(written: Written, relation: Relation, ends: _Ends, by: Conversion) -> bool:
    """Does a number agree with value and bounds in the same units, read with this word?"""
    value, low, high = ends.value, ends.low, ends.high
    number, step = written.low, written.steps[0]
    if written.kind == "range":
        return _range_agrees(written, relation, low, high)
    if not relation and written.kind == "fraction":
        slack = min(OF_A_WHOLE * by.text, OF_A_FRACTION * number) + _EPSILON
        return value is not None and abs(value - number) <= slack
    if not relation and written.kind == "factor":
        return value is not None and abs(value - number) <= OF_A_FACTOR * number + _EPSILON
    if value is not None and _within(relation, number, value, step):
        return True
    if relation in ("over", "least") and low is not None:
        return _within("least", number, low, step) or _rounds(number, low, step)
    if relation in ("under", "most", "nearly", "just under") and high is not None:
        return _within("most", number, high, step) or _rounds(number, high, step)
    if relation == "about" and value is None and low is not None and high is not None:
        return _within("about", number, (low + high) / 2, step)
    return False


def _range_agrees(
    written: Written, relation: Relation, low: float | None, high: float | None
) -> bool:
    if low is None or high is None:
        return False
    if relation == "about":
        return _within("about", written.low, low, 0) and _within("about", written.high, high, 0)
    low_step, high_step = written.steps
    return _rounds(written.low, low, low_step) and _rounds(written.high, high, high_step)


def _rounds(number: float, value: float, step: float) -> bool:
    return abs(value - number) <= step / 2 + _EPSILON * max(abs(value), abs(number))


def _within(relation: Relation, number: float, value: float, step: float) -> bool:
    """One row of the table of words."""
    slack = _EPSILON * max(abs(number), abs(value))
    if relation in ("", "printed"):
        return _rounds(number, value, step)
    if relation == "about":
        return abs(number - value) <= ABOUT * abs(value) + slack
    if relation == "nearly":
        return number * (1 - NEAR) - slack <= value <= number + slack
    if relation == "just under":
        return number * (1 - NEAR) - slack <= value < number
    if relation == "just over":
        return number < value <= number * (1 + NEAR) + slack
    if relation in ("over", "least"):
        enough = value > number or (relation == "least" and value >= number - slack)
        return enough and value <= number * (1 + BOUND) + slack
    enough = value < number or (relation == "most" and value <= number + slack)
    return enough and value >= number * (1 - BOUND) - slack


# ---- What to write instead


def _mismatch(written: Written, statement: Statement, relation: Relation, ends: _Ends) -> str:
    """The sentence for a number that differs, with what would be right in the text's own digits."""
    reference, amount = statement.reference, statement.amount
    if statement.misprint is not None and amount.value is None:
        return (
            f"{reference} is a known error that is not used ({digits(statement.misprint)} "
            f"{amount.unit}, see data/corrections.csv). "
            "Say that the source prints it, or cite another row."
        )
    source = f" ({statement.source})" if statement.source else ""
    return (
        f"text says {written.text}; {reference} says {statement.words}{source}. "
        f"Write {_right(written, statement, ends)}, or cite another row."
    )


def _right(written: Written, statement: Statement, ends: _Ends) -> str:
    """What the text should say."""
    step = (written.steps[0] or 1.0) / written.scale

    def shown(number: float) -> str:
        decimals = max(0, round(-math.log10(step)))
        return f"{number / written.scale:,.{decimals}f}"

    if written.kind in ("fraction", "factor"):
        return statement.words
    if ends.value is not None:
        return _rewritten(written, shown(ends.value))
    if ends.low is not None and ends.high is not None:
        return _rewritten(written, f"{shown(ends.low)} to {shown(ends.high)}")
    if ends.low is not None:
        return f"more than {_rewritten(written, shown(ends.low))}"
    if ends.high is not None:
        return f"under {_rewritten(written, shown(ends.high))}"
    return statement.words


def _rewritten(written: Written, number: str) -> str:
    """The author's own text with another number and no word of tolerance."""
    text = without_relation(written.text)
    body = _BODY.search(text)
    return text[: body.start()] + number + text[body.end() :] if body else number
